/* wb-table-csv.c: a table as comma-separated values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-table-private.h"

#include <math.h>
#include <string.h>

#include "json/wb-json.h"

/* Whether a spreadsheet would treat a text as a formula: it starts, after any blanks, with one of the signs
 * of formulas, also in its full-width form, or with a tab or a line break, which some programs strip
 * first. */
static gboolean
looks_like_formula (const char *text)
{
  if (*text == '\t' || *text == '\r' || *text == '\n')
    return TRUE;

  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  return *text != '\0' &&
         g_utf8_strchr ("=+-@\uFF1D\uFF0B\uFF0D\uFF20", -1, g_utf8_get_char (text)) != NULL;
}

/* RFC 4180, 2.5 to 2.7: a field with a comma, a quote or a line break is quoted; quotes are doubled. */
static void
append_text (GString    *csv,
             const char *text)
{
  g_autoptr (GString) field = g_string_new (text);

  if (looks_like_formula (text))
    g_string_prepend_c (field, '\'');
  if (strpbrk (field->str, ",\"\r\n") == NULL)
    {
      g_string_append (csv, field->str);
      return;
    }

  g_string_replace (field, "\"", "\"\"", 0);
  g_string_append_printf (csv, "\"%s\"", field->str);
}

static char *
format_kind (double number)
{
  return isnan (number) ? g_strdup ("–") : wb_json_format_number (number);
}

static void
append_cell (GString      *csv,
             const WbCell *cell)
{
  g_autofree char *text = NULL;

  switch (cell->kind)
    {
    case WB_CELL_TEXT:
      append_text (csv, cell->text);
      break;

    case WB_CELL_NUMBER:
    case WB_CELL_SHARE:
    case WB_CELL_PART:
      /* Programs take an empty field for no number, and any sign for a text. */
      if (isnan (cell->number))
        break;
      text = wb_json_format_number (cell->number);
      g_string_append (csv, text);
      break;

    case WB_CELL_KINDS:
      text = wb_table_format_kinds (cell->item, format_kind);
      append_text (csv, text);
      break;

    case WB_CELL_EMPTY:
    default:
      break;
    }
}

/**
 * wb_table_to_csv:
 * @self: a table
 *
 * Writes a table according to RFC 4180: a line of headings and a line for each
 * row, each ended by CR LF, in UTF-8 without a byte order mark. Numbers are in
 * C form in every locale and exact to the last bit; shares are 0 to 1. A missing
 * reading is an empty field.
 *
 * Names are not trusted, and a spreadsheet evaluates texts that look like a
 * formula (`=HYPERLINK(…)`). Such a text gets a leading apostrophe, which
 * spreadsheets take as a mark for text; other readers see one character more.
 * Numbers never get one.
 *
 * Returns: (transfer full): the text
 */
char *
wb_table_to_csv (WbTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *csv = g_string_new (NULL);

  for (guint column = 0; column < self->columns->len; column++)
    {
      g_string_append (csv, column > 0 ? "," : "");
      append_text (csv, wb_table_get_heading (self, column));
    }
  g_string_append (csv, "\r\n");

  for (guint i = 0; i < self->cells->len; i++)
    {
      append_cell (csv, &g_array_index (self->cells, WbCell, i));
      g_string_append (csv, (i + 1) % self->columns->len > 0 ? "," : "\r\n");
    }

  return g_string_free (csv, FALSE);
}
