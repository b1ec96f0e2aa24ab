/* wb-json-write.c: writes JSON byte for byte as a page does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-json.h"

#include <string.h>

/**
 * wb_json_append_string:
 * @json: a text to append to
 * @text: a text in UTF-8
 * @length: its length in bytes, or -1 if it ends with a NUL
 *
 * Appends a string in double quotes, with the escapes that JSON.stringify()
 * writes (ECMA-262, QuoteJSONString) and no others.
 *
 * Host names, command lines and files may not be UTF-8, but a frame must be.
 * Each invalid byte, and each NUL, is replaced by U+FFFD.
 */
void
wb_json_append_string (GString    *json,
                       const char *text,
                       gssize      length)
{
  static const char short_escapes[] = {
    ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
  };
  g_autofree char *valid = NULL;
  const char *end;
  const char *run;
  gsize size;

  g_return_if_fail (json != NULL);
  g_return_if_fail (text != NULL);

  size = length < 0 ? strlen (text) : (gsize) length;
  if (!g_utf8_validate_len (text, size, NULL))
    {
      text = valid = g_utf8_make_valid (text, size);
      size = strlen (valid);
    }

  end = text + size;
  g_string_append_c (json, '"');

  for (run = text; text < end; text++)
    {
      guchar c = *text;

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;

      g_string_append_len (json, run, text - run);
      run = text + 1;

      g_string_append_c (json, '\\');
      if (c >= 0x20)
        g_string_append_c (json, (char) c);
      else if (c < G_N_ELEMENTS (short_escapes) && short_escapes[c] != '\0')
        g_string_append_c (json, short_escapes[c]);
      else
        g_string_append_printf (json, "u%04x", c);
    }

  g_string_append_len (json, run, end - run);
  g_string_append_c (json, '"');
}

/**
 * wb_json_format_number:
 * @number: a finite number
 *
 * Writes a number in the shortest form that reads back as the same number, with
 * a decimal point in every locale.
 *
 * Returns: (transfer full): the text
 */
char *
wb_json_format_number (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (buffer, sizeof buffer, "%.15g", number);
  if (g_ascii_strtod (buffer, NULL) != number)
    g_ascii_formatd (buffer, sizeof buffer, "%.16g", number);
  if (g_ascii_strtod (buffer, NULL) != number)
    g_ascii_dtostr (buffer, sizeof buffer, number);

  return g_strdup (buffer);
}
