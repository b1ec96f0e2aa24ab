/* wb-rank-limits.c: the colours of rank by value, and their key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-rank-limits.h"

#include "drawing/wb-number.h"
#include "drawing/wb-palette.h"

/* The size of text, relative to labels. */
#define KEY_SCALE 0.85

/* In em of the key's text. */
#define SWATCH    0.72
#define NAME_GAP  0.42
#define ENTRY_GAP 1.1

/* The height of a key with the space below it, in lines. */
#define KEY_LINES 1.4

/* The least height of a chart with a key, in lines. */
#define LEAST_LINES 9

/* The limits of legacy pages. */
static const WbChartStyle usual = { .n_limits = 2, .limits = { 200, 300 } };

/**
 * wb_rank_find_color:
 * @style: the limits
 * @value: the value of a bar
 *
 * Finds the colour of a bar: the first one of the palette above all limits.
 *
 * Returns: the position among the palette's colours of rank
 */
guint
wb_rank_find_color (const WbChartStyle *style,
                    double              value)
{
  const WbChartStyle *limits = style->has_limits ? style : &usual;
  guint color = limits->n_limits;

  for (guint i = 0; i < limits->n_limits; i++)
    if (value > limits->limits[i])
      color--;

  return color;
}

static double
get_scale (const WbText *text)
{
  return MAX (KEY_SCALE, wb_text_get_least (text));
}

/* Shapes the entry of a colour, such as “> 300”. */
static PangoLayout *
shape_entry (const WbChartStyle *style,
             const WbText       *text,
             guint               color)
{
  guint n_limits = style->n_limits;
  gboolean is_last = color == n_limits;
  g_autofree char *number = wb_number_format_compact (style->limits[is_last ? 0 : n_limits - 1 - color]);
  g_autofree char *entry = g_strconcat (is_last ? "≤ " : "> ", number, NULL);

  return wb_text_shape (text, entry, get_scale (text), WB_TEXT_NUMBER, G_MAXINT16);
}

/**
 * wb_rank_measure_key:
 * @style: the limits
 * @text: shapes text
 * @width: the width that it may have
 * @height: the height of the chart
 *
 * Measures the key of the colours. The usual limits have none, as on legacy
 * pages.
 *
 * Returns: its height in logical pixels, 0 if there is none or no room for it
 */
double
wb_rank_measure_key (const WbChartStyle *style,
                     const WbText       *text,
                     double              width,
                     double              height)
{
  double em = text->size * get_scale (text);
  double line = wb_text_get_line (text, get_scale (text));
  double room = width + ENTRY_GAP * em;

  if (style->n_limits == 0 || height < LEAST_LINES * line)
    return 0;

  for (guint color = 0; color <= style->n_limits; color++)
    {
      g_autoptr (PangoLayout) entry = shape_entry (style, text, color);

      room -= (SWATCH + NAME_GAP + ENTRY_GAP) * em + wb_text_get_width (entry);
    }

  return room >= 0 ? KEY_LINES * line : 0;
}

/**
 * wb_rank_add_key:
 * @self: a layout of rank
 * @text: shapes text
 * @x: the left end
 * @top: the upper edge
 *
 * Adds the key of the colours in the order of the bars: the highest first.
 */
void
wb_rank_add_key (WbChartLayout *self,
                 const WbText  *text,
                 double         x,
                 double         top)
{
  double em = text->size * get_scale (text);
  double middle = top + text->above * em;

  for (guint color = 0; color <= self->style.n_limits; color++)
    {
      WbSwatch swatch = {
        .box = { x, middle - SWATCH * em / 2, SWATCH * em, SWATCH * em },
        .series = color,
        .alpha = 1,
      };
      PangoLayout *entry = shape_entry (&self->style, text, color);
      double width = wb_text_get_width (entry);

      wb_layout_begin_item (self, wb_layout_keep (self, g_strdup (pango_layout_get_text (entry))));
      if (wb_layout_add_label (self, entry, x + (SWATCH + NAME_GAP) * em, 0, middle, WB_TEXT_ROLE_TEXT))
        g_array_append_val (self->swatches, swatch);
      x += (SWATCH + NAME_GAP + ENTRY_GAP) * em + width;
    }
  wb_layout_begin_item (self, NULL);
}
