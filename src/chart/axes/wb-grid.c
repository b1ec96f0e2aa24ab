/* wb-grid.c: the lines of an axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-grid.h"

#include "drawing/wb-draw.h"
#include "layout/wb-blend.h"

/* Bounds the lines that fade out when transitions are interrupted again and again. */
#define MAX_LINES 64

/**
 * wb_grid_new:
 * @ticks: (nullable): an axis; %NULL for none
 * @scale: from values to y, in logical pixels
 *
 * Creates the lines of an axis.
 *
 * Returns: (transfer full) (element-type WbGridLine): the lines
 */
GArray *
wb_grid_new (const WbTicks *ticks,
             const WbScale *scale)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (WbGridLine));

  for (guint i = 0; ticks != NULL && i < ticks->n_ticks; i++)
    {
      double value = wb_ticks_get (ticks, i);

      WbGridLine line = { .value = value, .y = wb_scale_map (scale, value), .alpha = 1 };

      g_array_append_val (lines, line);
    }

  return lines;
}

static const WbGridLine *
find_line (const GArray *lines,
           double        value)
{
  for (guint i = 0; i < lines->len; i++)
    if (g_array_index (lines, WbGridLine, i).value == value)
      return &g_array_index (lines, WbGridLine, i);

  return NULL;
}

static void
add_line (GArray           *lines,
          const WbGridLine *line,
          double            y,
          double            alpha)
{
  if (alpha >= WB_BLEND_FAINT && lines->len < MAX_LINES)
    g_array_append_val (lines, ((WbGridLine) { .value = line->value, .y = y, .alpha = alpha }));
}

/**
 * wb_grid_blend:
 * @from: (element-type WbGridLine): the lines of a layout
 * @to: (element-type WbGridLine): those of another
 * @progress: 0 to 1
 *
 * Creates the lines between two layouts. Lines of the same value move, others
 * fade.
 *
 * Returns: (transfer full) (element-type WbGridLine): the lines
 */
GArray *
wb_grid_blend (const GArray *from,
               const GArray *to,
               double        progress)
{
  GArray *lines = wb_grid_new (NULL, NULL);

  for (guint i = 0; i < from->len; i++)
    {
      const WbGridLine *line = &g_array_index (from, WbGridLine, i);

      if (find_line (to, line->value) == NULL)
        add_line (lines, line, line->y, line->alpha * (1 - progress));
    }
  for (guint i = 0; i < to->len; i++)
    {
      const WbGridLine *line = &g_array_index (to, WbGridLine, i);
      const WbGridLine *old = find_line (from, line->value);

      add_line (lines, line, old != NULL ? wb_blend_number (old->y, line->y, progress) : line->y,
                wb_blend_number (old != NULL ? old->alpha : 0, line->alpha, progress));
    }

  return lines;
}

/**
 * wb_grid_draw:
 * @lines: (element-type WbGridLine): lines
 * @left: the x of their start, in logical pixels
 * @right: the x of their end
 * @cr: a context
 * @context: scale and colours
 *
 * Draws the lines of an axis; the one at zero is stronger.
 */
void
wb_grid_draw (const GArray          *lines,
              double                 left,
              double                 right,
              cairo_t               *cr,
              const WbRenderContext *context)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const WbGridLine *line = &g_array_index (lines, WbGridLine, i);
      WbColor color = line->value == 0 ? context->palette->axis : context->palette->line;

      wb_color_use (wb_color_fade (color, line->alpha), cr);
      wb_draw_hairline (cr, left, line->y, right, line->y, context->scale > 0 ? context->scale : 1);
    }
}
