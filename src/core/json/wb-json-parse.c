/* wb-json-parse.c: parses untrusted JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-json-private.h"

#include "support/wb-error.h"

/* Parses the text of a checker, or its copy without what json-glib cannot read. */
static JsonNode *
parse_checked (WbJsonChecker *self)
{
  gboolean valid = wb_json_checker_run (self);
  g_autoptr (GString) copy = g_steal_pointer (&self->copy);
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) error = NULL;
  gboolean parsed;

  if (!valid)
    return NULL;

  parser = json_parser_new_immutable ();
  if (copy != NULL)
    {
      g_string_append_len (copy, self->text + self->n_copied, self->length - self->n_copied);
      parsed = json_parser_load_from_data (parser, copy->str, copy->len, &error);
    }
  else
    {
      parsed = json_parser_load_from_data (parser, self->text + self->n_copied, self->length - self->n_copied,
                                           &error);
    }

  if (!parsed)
    {
      g_set_error_literal (self->error, WB_CORE_ERROR, WB_CORE_ERROR_SYNTAX, error->message);
      return NULL;
    }

  return json_parser_steal_root (parser);
}

/**
 * wb_json_parse_limited:
 * @text: (array length=length): any bytes
 * @length: their number
 * @max_memory: the most memory of its values in bytes, without their
 *   characters; 0 for no limit
 * @error: return location for a #WbCoreError
 *
 * Checks a text with wb_json_check() and parses it. Small values take up to a
 * hundred times the memory of their text, so their memory has a limit as well.
 *
 * Half a surrogate pair becomes U+FFFD, and a whole number of more than 18
 * digits a double.
 *
 * Returns: (transfer full) (nullable): the value, immutable
 */
JsonNode *
wb_json_parse_limited (const char  *text,
                       gsize        length,
                       gsize        max_memory,
                       GError     **error)
{
  WbJsonChecker checker = {
    .text = text, .length = length, .parses = TRUE, .max_memory = max_memory, .error = error,
  };

  g_return_val_if_fail (text != NULL, NULL);

  return parse_checked (&checker);
}

/**
 * wb_json_parse_without:
 * @text: (array length=length): any bytes
 * @length: their number
 * @name: the name of a member, as for wb_json_find_member()
 * @max_memory: as for wb_json_parse_limited()
 * @ret_left_out: (out): whether a value was left out
 * @error: return location for a #WbCoreError
 *
 * Does what wb_json_parse_limited() does, but if the outermost value is an
 * object and the value of its member @name is an array or an object, that is
 * checked and not parsed: the member is `null` in the result.
 *
 * Returns: (transfer full) (nullable): the value, immutable
 */
JsonNode *
wb_json_parse_without (const char  *text,
                       gsize        length,
                       const char  *name,
                       gsize        max_memory,
                       gboolean    *ret_left_out,
                       GError     **error)
{
  WbJsonChecker checker = {
    .text = text, .length = length, .parses = TRUE, .max_memory = max_memory, .wanted = name,
    .leaves_out = TRUE, .error = error,
  };
  JsonNode *node;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  node = parse_checked (&checker);
  *ret_left_out = checker.left_out;

  return node;
}

/**
 * wb_json_parse:
 * @text: (array length=length): any bytes
 * @length: their number
 * @error: return location for a #WbCoreError
 *
 * Checks and parses an untrusted text, with a limit of %WB_JSON_MAX_MEMORY.
 *
 * Returns: (transfer full) (nullable): the value, immutable
 */
JsonNode *
wb_json_parse (const char  *text,
               gsize        length,
               GError     **error)
{
  return wb_json_parse_limited (text, length, WB_JSON_MAX_MEMORY, error);
}

/**
 * wb_json_find_member:
 * @text: (array length=length): a text that wb_json_check() passed
 * @length: its length in bytes
 * @name: the name of a member: ASCII letters, digits, `_` and `-`
 * @ret_start: (out): the start of the member's value, in bytes
 * @ret_end: (out): its end
 *
 * Finds a member of the outermost object in its text, so that the value can be
 * replaced without changing any other byte.
 *
 * Of several members of that name, the last one counts, as with JSON.parse(),
 * also if it is written with escapes: `"d\u0061ta"` is `data`.
 *
 * Returns: whether there is one
 */
gboolean
wb_json_find_member (const char *text,
                     gsize       length,
                     const char *name,
                     gsize      *ret_start,
                     gsize      *ret_end)
{
  WbJsonChecker checker = { .text = text, .length = length, .wanted = name };

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!wb_json_checker_run (&checker) || !checker.found)
    return FALSE;

  *ret_start = checker.start;
  *ret_end = checker.end;
  return TRUE;
}
