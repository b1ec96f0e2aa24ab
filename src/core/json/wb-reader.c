/* wb-reader.c: reads JSON strictly, with errors that name the place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-reader.h"

#include <math.h>
#include <string.h>

#include "support/wb-error.h"
#include "support/wb-safe-text.h"
#include "wb-json.h"

/* The longest quote of untrusted text in an error, in characters. */
#define QUOTE_MAX 40

/* The largest number, so that no sum of many is infinite. */
#define LARGEST 1e300

/* JavaScript writes whole numbers below this without an exponent (ECMA-262, Number::toString). */
#define LARGEST_WHOLE 1e21

/* Appends an untrusted text so that an error stays one short line. */
static void
append_quoted (GString    *string,
               const char *text)
{
  const char *end = text;
  g_autofree char *head = NULL;
  g_autofree char *quoted = NULL;

  for (guint n = 0; *end != '\0' && n < QUOTE_MAX; n++)
    end = g_utf8_next_char (end);

  head = g_strndup (text, end - text);
  quoted = wb_safe_text_dup (head);
  g_string_append (string, quoted);
  if (*end != '\0')
    g_string_append (string, "…");
}

static char *
describe_node (JsonNode *node)
{
  GType type;

  if (node == NULL)
    return g_strdup ("nothing");
  if (JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup ("an object");
  if (JSON_NODE_HOLDS_ARRAY (node))
    return g_strdup ("an array");
  if (JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("null");

  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    {
      GString *quoted = g_string_new ("the string “");

      append_quoted (quoted, json_node_get_string (node));
      g_string_append (quoted, "”");

      return g_string_free (quoted, FALSE);
    }

  return g_strdup (type == G_TYPE_BOOLEAN ? "a boolean" : "a number");
}

static void
fail_type (WbReader   *self,
           const char *expected,
           JsonNode   *node)
{
  g_autofree char *got = describe_node (node);

  wb_reader_fail (self, "expected %s, got %s", expected, got);
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static const char *
skip_space (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return text;
}

/* Reads a string as a decimal number, independent of the locale; `inf`, `nan` and `0x10` are not valid. There
 * may be space around it, as to_char() of PostgreSQL writes it. */
static gboolean
parse_number (const char *text,
              double     *ret_number)
{
  const char *start = skip_space (text);
  const char *stop = start;
  char *end;
  double number;

  if (!g_ascii_isdigit (start[0] == '-' ? start[1] : start[0]))
    return FALSE;
  while (g_ascii_isdigit (*stop) || (*stop != '\0' && strchr (".-+eE", *stop) != NULL))
    stop++;

  number = g_ascii_strtod (start, &end);
  if (end != stop || *skip_space (end) != '\0')
    return FALSE;

  *ret_number = number;
  return TRUE;
}

/* What ECharts takes for no value: nothing, null, `"-"` and `""`. */
static gboolean
is_no_reading (JsonNode *node)
{
  const char *text;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return FALSE;

  text = skip_space (json_node_get_string (node));

  return *text == '\0' || (*text == '-' && *skip_space (text + 1) == '\0');
}

/* Writes a number as JavaScript does where it joins texts, with a decimal point in every locale. */
static char *
write_number (JsonNode *node)
{
  double number = json_node_get_double (node);

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (fabs (number) < LARGEST_WHOLE && number == trunc (number))
    return g_strdup_printf ("%.0f", number);

  return wb_json_format_number (number);
}

/**
 * wb_reader_fail:
 * @self: a reader
 * @format: a format, as for printf()
 * @...: its arguments
 *
 * Sets an error for the current place.
 *
 * Returns: %FALSE, so that a caller can return it
 */
gboolean
wb_reader_fail (WbReader   *self,
                const char *format,
                ...)
{
  g_autofree char *what = NULL;
  va_list args;

  if (self->error == NULL || *self->error != NULL)
    return FALSE;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (self->error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE, "%s: %s%s%s",
               self->name, self->path->str, self->path->len > 0 ? ": " : "", what);

  return FALSE;
}

/* Enters a member of the object at the current place, and does what wb_reader_fail() does. */
gboolean
wb_reader_fail_member (WbReader   *self,
                       const char *member,
                       const char *format,
                       ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  wb_reader_enter_member (self, member);

  return wb_reader_fail (self, "%s", what);
}

gsize
wb_reader_enter_member (WbReader   *self,
                        const char *member)
{
  gsize length = self->path->len;

  if (length > 0)
    g_string_append_c (self->path, '.');
  append_quoted (self->path, member);

  return length;
}

gsize
wb_reader_enter_element (WbReader *self,
                         guint     element)
{
  gsize length = self->path->len;

  g_string_append_printf (self->path, "[%u]", element);

  return length;
}

void
wb_reader_leave (WbReader *self,
                 gsize     length)
{
  g_string_truncate (self->path, length);
}

JsonObject *
wb_reader_get_object (WbReader *self,
                      JsonNode *node)
{
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);

  fail_type (self, "an object", node);
  return NULL;
}

JsonArray *
wb_reader_get_array (WbReader *self,
                     JsonNode *node)
{
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);

  fail_type (self, "an array", node);
  return NULL;
}

const char *
wb_reader_get_string (WbReader *self,
                      JsonNode *node)
{
  if (holds (node, G_TYPE_STRING))
    return json_node_get_string (node);

  fail_type (self, "a string", node);
  return NULL;
}

/**
 * wb_reader_get_number:
 * @self: a reader
 * @node: (nullable): the node at the current place
 * @ret_number: (out): the number, finite
 *
 * Reads a number of at most 1e300 in magnitude, or a string that holds one, such
 * as `"155.13"`, perhaps with space around it.
 *
 * Returns: whether there is one
 */
gboolean
wb_reader_get_number (WbReader *self,
                      JsonNode *node,
                      double   *ret_number)
{
  double number;

  if (holds (node, G_TYPE_INT64) || holds (node, G_TYPE_DOUBLE))
    number = json_node_get_double (node);
  else if (!holds (node, G_TYPE_STRING) || !parse_number (json_node_get_string (node), &number))
    {
      fail_type (self, "a number", node);
      return FALSE;
    }

  if (!(fabs (number) <= LARGEST))
    return wb_reader_fail (self, "the number is past ±1e300; use a larger unit");

  *ret_number = number;
  return TRUE;
}

/**
 * wb_reader_get_reading:
 * @self: a reader
 * @node: (nullable): the node at the current place
 * @ret_number: (out): the number, finite, or %NAN if there is no reading
 *
 * Reads a number as wb_reader_get_number() does, where there may be none: a
 * missing member, `null`, `"-"` and `""` mean that nothing was measured, which is
 * not the same as 0.
 *
 * Returns: whether there is a number, or nothing
 */
gboolean
wb_reader_get_reading (WbReader *self,
                       JsonNode *node,
                       double   *ret_number)
{
  if (!is_no_reading (node))
    return wb_reader_get_number (self, node, ret_number);

  *ret_number = NAN;
  return TRUE;
}

/**
 * wb_reader_dup_label:
 * @self: a reader
 * @node: (nullable): the node at the current place
 *
 * Reads a text to be shown: a string, or a number such as the year 2024.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
wb_reader_dup_label (WbReader *self,
                     JsonNode *node)
{
  if (holds (node, G_TYPE_INT64) || holds (node, G_TYPE_DOUBLE))
    return write_number (node);

  return g_strdup (wb_reader_get_string (self, node));
}

const char *
wb_reader_get_string_member (WbReader   *self,
                             JsonObject *object,
                             const char *member)
{
  gsize here = wb_reader_enter_member (self, member);
  const char *text = wb_reader_get_string (self, json_object_get_member (object, member));

  wb_reader_leave (self, here);
  return text;
}

gboolean
wb_reader_get_number_member (WbReader   *self,
                             JsonObject *object,
                             const char *member,
                             double     *ret_number)
{
  gsize here = wb_reader_enter_member (self, member);
  gboolean read = wb_reader_get_number (self, json_object_get_member (object, member), ret_number);

  wb_reader_leave (self, here);
  return read;
}

gboolean
wb_reader_get_reading_member (WbReader   *self,
                              JsonObject *object,
                              const char *member,
                              double     *ret_number)
{
  gsize here = wb_reader_enter_member (self, member);
  gboolean read = wb_reader_get_reading (self, json_object_get_member (object, member), ret_number);

  wb_reader_leave (self, here);
  return read;
}
