/* wb-rings.c: rings that fill
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-rings.h"

#include <math.h>

/* The thinnest that the filling of a small share gets, beside that of its ring. */
#define MIN_DOT 0.4

/* Adds the filling to the path, and returns how thick it is. Its ends are round and lie within the share; where it is
 * too short for them, it is a dot that grows with it. */
static double
add_filling (const WbRing *self,
             cairo_t      *cr)
{
  double thickness = self->outer - self->inner;
  double middle = (self->outer + self->inner) / 2;
  double sweep = 2 * G_PI * MIN (self->share, 1);
  double end = thickness / 2 / middle;

  cairo_new_path (cr);
  if (self->share >= 1)
    {
      cairo_arc (cr, self->x, self->y, middle, 0, 2 * G_PI);
      cairo_close_path (cr);
      return thickness;
    }

  if (sweep >= 2 * end)
    {
      cairo_arc (cr, self->x, self->y, middle, end - G_PI_2, sweep - end - G_PI_2);
      return thickness;
    }

  double angle = sweep / 2 - G_PI_2;
  cairo_move_to (cr, self->x + cos (angle) * middle, self->y + sin (angle) * middle);
  cairo_close_path (cr);

  return thickness * MAX (sweep / (2 * end), MIN_DOT);
}

static void
draw_ring (const WbRing    *self,
           cairo_t         *cr,
           const WbPalette *palette)
{
  double middle = (self->outer + self->inner) / 2;
  WbGradient fill = { { 0, 0, 0, 0 }, { 0, 0, 0, 0 } };

  cairo_new_path (cr);
  cairo_arc (cr, self->x, self->y, middle, 0, 2 * G_PI);
  cairo_set_line_width (cr, self->outer - self->inner);
  wb_color_use (wb_color_fade (palette->shade, self->alpha), cr);
  cairo_stroke (cr);
  if (self->share <= 0)
    return;

  for (guint i = 0; i < WB_PALETTE_N_RINGS; i++)
    {
      fill.start = wb_color_add (fill.start, palette->ring[i].start, self->fills[i]);
      fill.end = wb_color_add (fill.end, palette->ring[i].end, self->fills[i]);
    }

  cairo_pattern_t *pattern = cairo_pattern_create_linear (0, self->y - self->outer, 0, self->y + self->outer);
  wb_color_add_stop (wb_color_fade (fill.start, self->alpha), pattern, 0);
  wb_color_add_stop (wb_color_fade (fill.end, self->alpha), pattern, 1);
  cairo_set_source (cr, pattern);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, add_filling (self, cr));
  cairo_stroke (cr);
  cairo_pattern_destroy (pattern);
}

/**
 * wb_rings_draw:
 * @rings: (element-type WbRing): rings
 * @cr: a context
 * @palette: the colours
 *
 * Draws rings.
 */
void
wb_rings_draw (const GArray    *rings,
               cairo_t         *cr,
               const WbPalette *palette)
{
  cairo_save (cr);
  for (guint i = 0; i < rings->len; i++)
    {
      const WbRing *ring = &g_array_index (rings, WbRing, i);

      if (ring->outer > 0 && ring->alpha > 0)
        draw_ring (ring, cr, palette);
    }
  cairo_restore (cr);
}

/**
 * wb_ring_draw_highlight:
 * @self: a ring
 * @cr: a context
 * @palette: the colours
 *
 * Sets off a ring from the others.
 */
void
wb_ring_draw_highlight (const WbRing    *self,
                        cairo_t         *cr,
                        const WbPalette *palette)
{
  if (self->outer <= 0)
    return;

  cairo_save (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, add_filling (self, cr));
  cairo_set_source_rgba (cr, 1, 1, 1, self->share > 0 ? 0.16 : 0);
  cairo_stroke (cr);
  cairo_restore (cr);

  wb_color_use (palette->text, cr);
  cairo_set_line_width (cr, 1.5);
  cairo_new_path (cr);
  cairo_arc (cr, self->x, self->y, self->outer, 0, 2 * G_PI);
  cairo_stroke (cr);
}
