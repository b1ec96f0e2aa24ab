/* wb-safe-text.c: makes untrusted text safe to show and to log
 *
 * A text of a peer may contain characters with side effects: C0 and C1 controls change the state of a
 * terminal, line ends can forge a line of a log, and the overrides and isolates of bidirectional text
 * (Unicode, UAX 9) reorder the text beside them. They are replaced by U+FFFD, which browsers and terminals
 * show for characters that they cannot show; white space becomes a space.
 *
 * Marks of direction (U+061C, U+200E, U+200F) and joiners (U+200C, U+200D) affect only their neighbours and
 * are part of Arabic, Hebrew, Persian and of emoji: they stay.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-safe-text.h"

#define REPLACEMENT 0xfffd

#define NEXT_LINE           0x85
#define LINE_SEPARATOR      0x2028
#define PARAGRAPH_SEPARATOR 0x2029

static gboolean
ends_line (gunichar c)
{
  return (c >= '\n' && c <= '\r') || c == NEXT_LINE || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
}

static gboolean
is_safe (gunichar c)
{
  return !(c < 0x20 || (c >= 0x7f && c <= 0x9f) ||            /* C0, DEL, C1 */
           (c >= LINE_SEPARATOR && c <= 0x202e) ||            /* ends of lines; embeddings and overrides */
           (c >= 0x2066 && c <= 0x2069));                     /* isolates */
}

/* Returns the first character that is not safe, NULL if there is none. It need not decode ASCII. */
static const char *
find_unsafe (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      guchar c = *p;

      if (c < 0x20 || c == 0x7f || (c >= 0x80 && !is_safe (g_utf8_get_char (p))))
        return p;
    }

  return NULL;
}

/* @line_end replaces each line end. */
static char *
dup_clean (const char *text,
           char        line_end)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean;
  const char *p = find_unsafe (valid);

  if (p == NULL)
    return g_steal_pointer (&valid);

  clean = g_string_new_len (valid, p - valid);
  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* These two are one line end. */
      if (c == '\r' && p[1] == '\n')
        continue;
      if (ends_line (c))
        g_string_append_c (clean, line_end);
      else if (c == '\t')
        g_string_append_c (clean, ' ');
      else
        g_string_append_unichar (clean, is_safe (c) ? c : REPLACEMENT);
    }

  return g_string_free (clean, FALSE);
}

/**
 * wb_safe_text_check:
 * @text: UTF-8 text
 *
 * Returns: whether a text can be shown on a line as it is: it has no control
 *   characters, no line ends, and no overrides and isolates of its direction
 */
gboolean
wb_safe_text_check (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return find_unsafe (text) == NULL;
}

/**
 * wb_safe_text_dup:
 * @text: any text of a peer
 *
 * Makes a text safe to show on a line with other text: in a window, on a
 * terminal, in the log. A tab and each line end become a space; other controls,
 * characters that change the direction of the text beside them, and bytes that
 * are not UTF-8 become U+FFFD.
 *
 * Returns: (transfer full): the text on one line, in UTF-8
 */
char *
wb_safe_text_dup (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return dup_clean (text, ' ');
}

/**
 * wb_safe_text_dup_lines:
 * @text: any text of a peer
 *
 * Makes a text safe to show by itself, as wb_safe_text_dup() does, except that
 * each line end becomes a line feed.
 *
 * Returns: (transfer full): the text, in UTF-8
 */
char *
wb_safe_text_dup_lines (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return dup_clean (text, '\n');
}

/**
 * wb_safe_text_dup_json:
 * @text: (array length=length): JSON, see wb_json_check()
 * @length: its length in bytes
 *
 * Makes JSON safe to show on a terminal. Each character of a string that
 * wb_safe_text_dup() would replace becomes an escape such as `\u009b`, which
 * does not change the value. A carriage return between values becomes a space.
 *
 * Returns: (transfer full): JSON
 */
char *
wb_safe_text_dup_json (const char *text,
                       gsize       length)
{
  g_autofree char *valid = NULL;
  GString *json;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, (gssize) length);
  json = g_string_sized_new (length);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* In valid JSON, these three can only be between values. */
      if (c == '\r')
        g_string_append_c (json, ' ');
      else if (c == '\n' || c == '\t' || is_safe (c))
        g_string_append_unichar (json, c);
      else
        g_string_append_printf (json, "\\u%04x", c);
    }

  return g_string_free (json, FALSE);
}
