/* wb-json.h: checks and parses untrusted JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The deepest nesting of arrays and objects (docs/protocol.md, limits). */
#define WB_JSON_MAX_DEPTH 32

/* The most members of one object. */
#define WB_JSON_MAX_MEMBERS 1024

/* The most memory of the values of a parsed dataset, in bytes: enough for 160,000 items of a name and a
 * number, or for 1.5 million numbers. */
#define WB_JSON_MAX_MEMORY (128 * 1024 * 1024)

gboolean  wb_json_check         (const char  *text,
                                 gsize        length,
                                 GError     **error);
JsonNode *wb_json_parse         (const char  *text,
                                 gsize        length,
                                 GError     **error);
JsonNode *wb_json_parse_limited (const char  *text,
                                 gsize        length,
                                 gsize        max_memory,
                                 GError     **error);
JsonNode *wb_json_parse_without (const char  *text,
                                 gsize        length,
                                 const char  *name,
                                 gsize        max_memory,
                                 gboolean    *ret_left_out,
                                 GError     **error);
gboolean  wb_json_find_member   (const char  *text,
                                 gsize        length,
                                 const char  *name,
                                 gsize       *ret_start,
                                 gsize       *ret_end);
void      wb_json_append_string (GString     *json,
                                 const char  *text,
                                 gssize       length);
char     *wb_json_format_number (double       number);

G_END_DECLS
