/* wb-safe-text.h: makes untrusted text safe to show and to log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean  wb_safe_text_check     (const char *text);
char     *wb_safe_text_dup       (const char *text);
char     *wb_safe_text_dup_lines (const char *text);
char     *wb_safe_text_dup_json  (const char *text,
                                  gsize       length);

G_END_DECLS
