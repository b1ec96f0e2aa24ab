/* wb-swatch.c: what a legend or a tooltip shows of a series
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-swatch.h"

#include "drawing/wb-color.h"
#include "drawing/wb-draw.h"
#include "drawing/wb-marker.h"
#include "drawing/wb-pattern.h"

/* How round a patch is, beside its height. */
#define ROUND 0.3

/* How thick the edge of an empty patch is, beside its height. */
#define EMPTY_EDGE 0.14

/* How much larger a patch is that has to show a pattern, and from one of its stripes to the next. */
#define GROWTH 0.14
#define STEP   0.4
#define EDGE   0.12

/* Of a marker, beside the height of a patch. */
#define RADIUS 0.5

static void
draw_hatched (cairo_t               *cr,
              WbBox                  box,
              guint                  series,
              WbColor                color,
              const WbRenderContext *context)
{
  WbPattern pattern = wb_palette_get_pattern (context->palette, series);
  WbHatch hatch = wb_hatch_init (pattern, color, box.height, context->scale);

  box = wb_box_grow (box, box.height * GROWTH);
  hatch.step = box.height * STEP;
  hatch.outline = MAX (1, box.height * EDGE);
  cairo_save (cr);
  /* A patch is too small to show any piece of a pattern that happens to be there. */
  cairo_translate (cr, box.x + box.width / 2, box.y + box.height / 2);
  cairo_rectangle (cr, -box.width / 2, -box.height / 2, box.width, box.height);
  wb_hatch_fill (&hatch, cr);
  cairo_restore (cr);
}

/**
 * wb_swatch_draw:
 * @shape: what is shown
 * @cr: a context
 * @box: where
 * @series: of which series
 * @alpha: 1, or less while it comes or goes
 * @context: scale and colours
 *
 * Draws the sign of a series: its colour, and in high contrast its pattern or
 * its marker as well.
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
  WbColor color = wb_color_fade (wb_palette_get_series (palette, series), alpha);

  if (palette->contrast != WB_CONTRAST_HIGH)
    {
      wb_draw_rounded (cr, box, box.height * ROUND, box.height * ROUND);
      wb_color_use (color, cr);
      cairo_fill (cr);
    }
  else if (shape == WB_SWATCH_MARKER)
    {
      WbMarkerStyle style = {
        .radius = box.height * RADIUS,
        .fill = color,
        .rim = wb_color_fade (palette->card, alpha),
      };

      wb_marker_draw (wb_palette_get_marker (palette, series), cr, box.x + box.width / 2,
                      box.y + box.height / 2, &style);
    }
  else
    {
      draw_hatched (cr, box, series, color, context);
    }
}

/**
 * wb_swatch_draw_hidden:
 * @cr: a context
 * @box: where
 * @alpha: 1, or less while it comes or goes
 * @context: the colours
 *
 * Draws the sign of a series that is switched off: an empty patch.
 */
void
wb_swatch_draw_hidden (cairo_t               *cr,
                       WbBox                  box,
                       double                 alpha,
                       const WbRenderContext *context)
{
  double line = box.height * EMPTY_EDGE;
  /* High contrast knows nothing faint. */
  double fade = context->palette->contrast == WB_CONTRAST_HIGH ? 1 : 0.55;

  wb_draw_rounded (cr, wb_box_grow (box, -line / 2), box.height * ROUND, box.height * ROUND);
  wb_color_use (wb_color_fade (context->palette->muted, fade * alpha), cr);
  cairo_set_line_width (cr, line);
  cairo_stroke (cr);
}
