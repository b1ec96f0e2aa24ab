/* wb-bars.c: bars that lie or stand, with their tracks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-bars.h"

#include <math.h>

#include "wb-draw.h"

static WbGradient
mix_fills (const WbBar     *bar,
           const WbPalette *palette)
{
  WbGradient mixed = { { 0, 0, 0, 0 }, { 0, 0, 0, 0 } };

  for (guint i = 0; i < WB_BARS_N_FILLS; i++)
    {
      const WbGradient *fill = i == 0 ? &palette->bar : &palette->rank[i - 1];

      mixed.start = wb_color_add (mixed.start, fill->start, bar->fills[i]);
      mixed.end = wb_color_add (mixed.end, fill->end, bar->fills[i]);
    }
  mixed.start = wb_color_fade (mixed.start, bar->alpha);
  mixed.end = wb_color_fade (mixed.end, bar->alpha);

  return mixed;
}

/**
 * wb_bars_draw:
 * @bars: (element-type WbBar): bars
 * @upright: whether they stand instead of lie
 * @cr: a context
 * @palette: the colours
 *
 * Draws bars on their tracks: first all tracks, since bars that change places
 * pass over each other.
 */
void
wb_bars_draw (const GArray    *bars,
              gboolean         upright,
              cairo_t         *cr,
              const WbPalette *palette)
{
  /* A standing bar is one that lies, a quarter turned: what goes to the right then goes up. */
  double way = upright ? -1 : 1;

  cairo_save (cr);
  if (upright)
    cairo_rotate (cr, -G_PI_2);

  for (guint i = 0; i < bars->len; i++)
    {
      const WbBar *bar = &g_array_index (bars, WbBar, i);
      double start = MIN (way * bar->start, way * bar->end);
      WbBox track = {
        start, bar->middle - bar->thickness / 2, fabs (bar->end - bar->start), bar->thickness,
      };

      wb_draw_rounded (cr, track, bar->round_start ? bar->thickness / 2 : 0, bar->thickness / 2);
      wb_color_use (wb_color_fade (palette->shade, bar->alpha), cr);
      cairo_fill (cr);
    }
  for (guint i = 0; i < bars->len; i++)
    {
      const WbBar *bar = &g_array_index (bars, WbBar, i);

      wb_draw_bar (cr, way * bar->foot, way * bar->tip, bar->middle - bar->thickness / 2, bar->thickness,
                   mix_fills (bar, palette));
    }

  cairo_restore (cr);
}
