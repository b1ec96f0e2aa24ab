/* wb-swatch.c: the symbol of a series in legends and tooltips
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-swatch.h"

#include "drawing/wb-color.h"
#include "drawing/wb-draw.h"
#include "drawing/wb-marker.h"
#include "drawing/wb-pattern.h"

/* The corner radius of a patch, relative to its height. */
#define ROUND 0.3

/* The edge width of an empty patch, relative to its height. */
#define EMPTY_EDGE 0.14

/* The growth of a patch with a pattern, and the distance and edge of its stripes, relative to its height. */
#define GROWTH 0.14
#define STEP   0.4
#define EDGE   0.12

/* The radius of a marker, relative to the height of a patch. */
#define RADIUS 0.5

static void
draw_hatched (cairo_t               *cr,
              WbBox                  box,
              WbPattern              pattern,
              WbColor                color,
              const WbRenderContext *context)
{
  WbHatch hatch = wb_hatch_init (pattern, color, box.height, context->scale);

  box = wb_box_grow (box, box.height * GROWTH);
  hatch.step = box.height * STEP;
  hatch.outline = MAX (1, box.height * EDGE);
  cairo_save (cr);
  /* The pattern is centred, since a patch shows only a small piece of it. */
  cairo_translate (cr, box.x + box.width / 2, box.y + box.height / 2);
  cairo_rectangle (cr, -box.width / 2, -box.height / 2, box.width, box.height);
  wb_hatch_fill (&hatch, cr);
  cairo_restore (cr);
}

/**
 * wb_swatch_draw:
 * @shape: the shape of the symbol
 * @cr: a context
 * @box: its area, in logical pixels
 * @series: the series
 * @alpha: opacity; less than 1 while it fades in or out
 * @context: scale and colours
 *
 * Draws the symbol of a series: its colour with its marker, or, in high
 * contrast, with its pattern.
 */
void
wb_swatch_draw (WbSwatchShape          shape,
                cairo_t               *cr,
                WbBox                  box,
                guint                  series,
                double                 alpha,
                const WbRenderContext *context)
{
  const WbPalette *palette = context->palette;
  WbColor base = shape == WB_SWATCH_RANK ? palette->rank[series].end
                                         : wb_palette_get_series (palette, series);
  WbColor color = wb_color_fade (base, alpha);

  if (shape == WB_SWATCH_MARKER)
    {
      WbMarkerStyle style = {
        .radius = box.height * RADIUS,
        .fill = color,
        .rim = wb_color_fade (palette->card, alpha),
      };

      wb_marker_draw (wb_palette_get_marker (palette, series), cr, box.x + box.width / 2,
                      box.y + box.height / 2, &style);
    }
  else if (palette->contrast != WB_CONTRAST_HIGH)
    {
      wb_draw_rounded (cr, box, box.height * ROUND, box.height * ROUND);
      wb_color_use (color, cr);
      cairo_fill (cr);
    }
  else
    {
      draw_hatched (cr, box, shape == WB_SWATCH_RANK ? palette->rank_pattern[series]
                                                     : wb_palette_get_pattern (palette, series),
                    color, context);
    }
}

/**
 * wb_swatch_draw_hidden:
 * @cr: a context
 * @box: its area, in logical pixels
 * @alpha: opacity; less than 1 while it fades in or out
 * @context: the colours
 *
 * Draws the symbol of a hidden series: an empty patch.
 */
void
wb_swatch_draw_hidden (cairo_t               *cr,
                       WbBox                  box,
                       double                 alpha,
                       const WbRenderContext *context)
{
  double line = box.height * EMPTY_EDGE;

  wb_draw_rounded (cr, wb_box_grow (box, -line / 2), box.height * ROUND, box.height * ROUND);
  wb_color_use (wb_color_fade (context->palette->neutral, alpha), cr);
  cairo_set_line_width (cr, line);
  cairo_stroke (cr);
}
