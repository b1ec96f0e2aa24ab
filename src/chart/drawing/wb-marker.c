/* wb-marker.c: points that can be told apart without their colours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-marker.h"

#include <math.h>

#include "wb-color.h"

/* How thick the rim is, beside the radius. */
#define RIM 0.3

/* The inner corners of a star, and half the width of an arm of a cross, beside the radius. */
#define STAR_WAIST 0.46
#define CROSS_ARM  0.36

/* Sharp shapes are drawn larger, so that all look equally large. */
static const double sizes[WB_N_MARKERS] = {
  [WB_MARKER_CIRCLE] = 1.0,
  [WB_MARKER_SQUARE] = 1.25,
  [WB_MARKER_TRIANGLE] = 1.35,
  [WB_MARKER_DIAMOND] = 1.3,
  [WB_MARKER_STAR] = 1.45,
  [WB_MARKER_CROSS] = 1.25,
};

/* Corners on a circle, from the top, clockwise; every second on a smaller one. */
static void
add_corners (cairo_t *cr,
             double   x,
             double   y,
             double   radius,
             double   inner,
             guint    n_corners,
             double   turn)
{
  for (guint i = 0; i < n_corners; i++)
    {
      double angle = turn + 2 * G_PI * i / n_corners - G_PI_2;
      double reach = i % 2 == 1 ? inner : radius;

      cairo_line_to (cr, x + cos (angle) * reach, y + sin (angle) * reach);
    }
}

static void
add_cross (cairo_t *cr,
           double   x,
           double   y,
           double   radius)
{
  double arm = radius * CROSS_ARM;
  const double corners[][2] = {
    { -arm, -radius }, { arm, -radius }, { arm, -arm }, { radius, -arm }, { radius, arm }, { arm, arm },
    { arm, radius }, { -arm, radius }, { -arm, arm }, { -radius, arm }, { -radius, -arm }, { -arm, -arm },
  };

  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    cairo_line_to (cr, x + corners[i][0], y + corners[i][1]);
}

/**
 * wb_marker_add:
 * @marker: a shape
 * @cr: a context
 * @x: its middle, across
 * @y: its middle, down
 * @radius: of a circle that looks as large, in logical pixels
 *
 * Adds a shape to the path.
 */
void
wb_marker_add (WbMarker  marker,
               cairo_t  *cr,
               double    x,
               double    y,
               double    radius)
{
  g_return_if_fail ((guint) marker < WB_N_MARKERS);

  radius *= sizes[marker];
  cairo_new_sub_path (cr);
  switch (marker)
    {
    case WB_MARKER_SQUARE:
      add_corners (cr, x, y, radius, radius, 4, G_PI_4);
      break;

    case WB_MARKER_TRIANGLE:
      /* Its middle is where its weight is; that is too low for the eye. */
      add_corners (cr, x, y + radius * 0.12, radius, radius, 3, 0);
      break;

    case WB_MARKER_DIAMOND:
      add_corners (cr, x, y, radius, radius, 4, 0);
      break;

    case WB_MARKER_STAR:
      add_corners (cr, x, y, radius, radius * STAR_WAIST, 10, 0);
      break;

    case WB_MARKER_CROSS:
      add_cross (cr, x, y, radius);
      break;

    case WB_MARKER_CIRCLE:
    case WB_N_MARKERS:
    default:
      cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
      break;
    }
  cairo_close_path (cr);
}

/**
 * wb_marker_draw:
 * @marker: a shape
 * @cr: a context
 * @x: its middle, across
 * @y: its middle, down
 * @radius: of a circle that looks as large, in logical pixels
 * @fill: its colour
 * @rim: the colour around it, which parts it from what it lies on
 *
 * Draws a shape with a rim.
 */
void
wb_marker_draw (WbMarker  marker,
                cairo_t  *cr,
                double    x,
                double    y,
                double    radius,
                WbColor   fill,
                WbColor   rim)
{
  cairo_new_path (cr);
  wb_marker_add (marker, cr, x, y, radius);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 2 * RIM * radius);
  wb_color_use (rim, cr);
  cairo_stroke_preserve (cr);
  wb_color_use (fill, cr);
  cairo_fill (cr);
}
