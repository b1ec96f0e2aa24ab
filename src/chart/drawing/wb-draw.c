/* wb-draw.c: basic shapes of charts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-draw.h"

#include <math.h>

/**
 * wb_draw_rounded:
 * @cr: a context
 * @box: the rectangle, in logical pixels
 * @start_radius: of the two corners on the left
 * @end_radius: of the two corners on the right
 *
 * Adds a rectangle with round corners to the path. Radii that do not fit are
 * reduced.
 */
void
wb_draw_rounded (cairo_t *cr,
                 WbBox    box,
                 double   start_radius,
                 double   end_radius)
{
  double most = MIN (box.height / 2, box.width);
  double a = MIN (start_radius, end_radius > 0 ? MIN (most, box.width / 2) : most);
  double b = MIN (end_radius, start_radius > 0 ? MIN (most, box.width / 2) : most);
  double right = box.x + box.width;
  double bottom = box.y + box.height;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - b, box.y + b, b, -G_PI_2, 0);
  cairo_arc (cr, right - b, bottom - b, b, 0, G_PI_2);
  cairo_arc (cr, box.x + a, bottom - a, a, G_PI_2, G_PI);
  cairo_arc (cr, box.x + a, box.y + a, a, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

/**
 * wb_draw_is_pixels:
 * @cr: a context
 *
 * Checks whether a context draws device pixels of a known size. Then shapes
 * that meet at a pixel boundary have no seam, and parts may be drawn as images.
 * A vector file can be shown at any size.
 *
 * Returns: %FALSE for a vector file
 */
gboolean
wb_draw_is_pixels (cairo_t *cr)
{
  switch (cairo_surface_get_type (cairo_get_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
      return FALSE;

    default:
      return TRUE;
    }
}

/**
 * wb_draw_bar:
 * @cr: a context
 * @foot: the x of its foot, in logical pixels
 * @tip: the x of its tip; less than @foot for a negative value
 * @top: the y of its upper edge
 * @height: its thickness
 * @gradient: its colours
 *
 * Draws a horizontal bar with a round tip.
 */
void
wb_draw_bar (cairo_t    *cr,
             double      foot,
             double      tip,
             double      top,
             double      height,
             WbGradient  gradient)
{
  WbBox box = { MIN (foot, tip), top, fabs (tip - foot), height };
  double radius = height / 2;
  gboolean backwards = tip < foot;

  if (box.width <= 0 || height <= 0)
    return;

  cairo_pattern_t *pattern = cairo_pattern_create_linear (foot, 0, tip, 0);
  wb_color_add_stop (gradient.start, pattern, 0);
  wb_color_add_stop (gradient.end, pattern, 1);
  cairo_set_source (cr, pattern);

  /* Cairo fills a rectangle with a gradient fifty times faster than any other shape, so only the tip is drawn
   * as a path. */
  if (box.width > 2 * radius && wb_draw_is_pixels (cr))
    {
      double joint = backwards ? ceil (tip + radius) : floor (tip - radius);

      cairo_rectangle (cr, MIN (foot, joint), top, fabs (joint - foot), height);
      cairo_fill (cr);
      box.x = MIN (joint, tip);
      box.width = fabs (tip - joint);
    }
  wb_draw_rounded (cr, box, backwards ? radius : 0, backwards ? 0 : radius);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

/* The middle of the device pixel at a position. */
static double
snap (double place,
      double scale)
{
  return (floor (place * scale) + 0.5) / scale;
}

/**
 * wb_draw_hairline:
 * @cr: a context
 * @x1: one end, across
 * @y1: one end, down
 * @x2: the other end
 * @y2: the other end
 * @scale: device pixels to a logical one
 *
 * Draws a line about one logical pixel wide. If it is horizontal or vertical,
 * it covers whole device pixels.
 */
void
wb_draw_hairline (cairo_t *cr,
                  double   x1,
                  double   y1,
                  double   x2,
                  double   y2,
                  double   scale)
{
  double whole = MAX (1, floor (scale));

  if (x1 == x2)
    x1 = x2 = (fmod (whole, 2) == 1) ? snap (x1, scale) : rint (x1 * scale) / scale;
  if (y1 == y2)
    y1 = y2 = (fmod (whole, 2) == 1) ? snap (y1, scale) : rint (y1 * scale) / scale;

  cairo_set_line_width (cr, whole / scale);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
}

/**
 * wb_draw_dot:
 * @cr: a context
 * @x: middle, across
 * @y: middle, down
 * @radius: to the outside of the ring, in logical pixels
 * @fill: its colour
 * @ring: the colour of the ring, which separates it from the background
 *
 * Draws a dot.
 */
void
wb_draw_dot (cairo_t *cr,
             double   x,
             double   y,
             double   radius,
             WbColor  fill,
             WbColor  ring)
{
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  wb_color_use (ring, cr);
  cairo_fill (cr);
  cairo_arc (cr, x, y, radius * 0.7, 0, 2 * G_PI);
  wb_color_use (fill, cr);
  cairo_fill (cr);
}

void
wb_draw_sector (cairo_t  *cr,
                WbSector  sector)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, sector.x, sector.y, sector.outer, sector.from, sector.to);
  /* A full ring is two circles, so that it has no seam. */
  if (sector.to - sector.from >= 2 * G_PI - 1e-9)
    {
      cairo_close_path (cr);
      cairo_new_sub_path (cr);
    }
  cairo_arc_negative (cr, sector.x, sector.y, sector.inner, sector.to, sector.from);
  cairo_close_path (cr);
}
