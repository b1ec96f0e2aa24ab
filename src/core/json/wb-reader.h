/* wb-reader.h: reads JSON strictly, with errors that name the place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * WbReader:
 * @name: the name of the text, with which each error begins
 * @path: the current place in it, such as `seller.data[2]`
 * @error: return location for the first error; later ones do not overwrite it
 *
 * A place in a JSON value.
 *
 * Each function that reads takes the node at the current place, %NULL if the
 * member is missing, or an object there and the name of a member; it fails with
 * %NULL or %FALSE and an error such as `NAME: PATH: expected a number, got null`.
 * The functions that enter a member or an element return the length of the path
 * before, for wb_reader_leave().
 */
typedef struct
{
  const char  *name;
  GString     *path;
  GError     **error;
} WbReader;

gsize       wb_reader_enter_member       (WbReader   *self,
                                          const char *member);
gsize       wb_reader_enter_element      (WbReader   *self,
                                          guint       element);
void        wb_reader_leave              (WbReader   *self,
                                          gsize       length);
gboolean    wb_reader_fail               (WbReader   *self,
                                          const char *format,
                                          ...) G_GNUC_PRINTF (2, 3);
gboolean    wb_reader_fail_member        (WbReader   *self,
                                          const char *member,
                                          const char *format,
                                          ...) G_GNUC_PRINTF (3, 4);

JsonObject *wb_reader_get_object         (WbReader   *self,
                                          JsonNode   *node);
JsonArray  *wb_reader_get_array          (WbReader   *self,
                                          JsonNode   *node);
const char *wb_reader_get_string         (WbReader   *self,
                                          JsonNode   *node);
gboolean    wb_reader_get_number         (WbReader   *self,
                                          JsonNode   *node,
                                          double     *ret_number);
gboolean    wb_reader_get_reading        (WbReader   *self,
                                          JsonNode   *node,
                                          double     *ret_number);
char       *wb_reader_dup_label          (WbReader   *self,
                                          JsonNode   *node);

const char *wb_reader_get_string_member  (WbReader   *self,
                                          JsonObject *object,
                                          const char *member);
gboolean    wb_reader_get_number_member  (WbReader   *self,
                                          JsonObject *object,
                                          const char *member,
                                          double     *ret_number);
gboolean    wb_reader_get_reading_member (WbReader   *self,
                                          JsonObject *object,
                                          const char *member,
                                          double     *ret_number);

G_END_DECLS
