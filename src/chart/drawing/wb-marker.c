/* wb-marker.c: point shapes that differ without colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-marker.h"

#include <math.h>

#include "wb-color.h"

/* The width of the rim, relative to the radius. */
#define RIM 0.3

/* The radius of the inner corners of a star, and half the width of an arm of a cross, relative to the
 * radius. */
#define STAR_WAIST 0.46
#define CROSS_ARM  0.36

/* Relative sizes that make all shapes look equally large. */
static const double sizes[WB_N_MARKERS] = {
  [WB_MARKER_CIRCLE] = 1.0,
  [WB_MARKER_SQUARE] = 1.25,
  [WB_MARKER_DIAMOND] = 1.3,
  [WB_MARKER_TRIANGLE] = 1.35,
  [WB_MARKER_STAR] = 1.45,
  [WB_MARKER_CROSS] = 1.25,
};

/* The polygons: the radius of every second corner, relative to that of the others, and the angle of the first
 * corner from the top, in radians. */
static const struct
{
  guint  n_corners;
  double inner;
  double turn;
} polygons[WB_N_MARKERS] = {
  [WB_MARKER_SQUARE] = { .n_corners = 4, .inner = 1, .turn = G_PI_4 },
  [WB_MARKER_DIAMOND] = { .n_corners = 4, .inner = 1 },
  [WB_MARKER_TRIANGLE] = { .n_corners = 3, .inner = 1 },
  [WB_MARKER_STAR] = { .n_corners = 10, .inner = STAR_WAIST },
};

/* Adds corners on a circle, clockwise; every second one lies on the inner circle. */
static void
add_corners (cairo_t  *cr,
             WbMarker  marker,
             double    x,
             double    y,
             double    radius)
{
  for (guint i = 0; i < polygons[marker].n_corners; i++)
    {
      double angle = polygons[marker].turn + 2 * G_PI * i / polygons[marker].n_corners - G_PI_2;
      double reach = i % 2 == 1 ? polygons[marker].inner * radius : radius;

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

/* Adds a shape to the path. */
static void
add_shape (WbMarker  marker,
           cairo_t  *cr,
           double    x,
           double    y,
           double    radius)
{
  radius *= sizes[marker];
  cairo_new_sub_path (cr);
  switch (marker)
    {
    case WB_MARKER_SQUARE:
    case WB_MARKER_DIAMOND:
    case WB_MARKER_STAR:
      add_corners (cr, marker, x, y, radius);
      break;

    case WB_MARKER_TRIANGLE:
      /* Centred on its centre of mass, it looks too high. */
      add_corners (cr, marker, x, y + radius * 0.12, radius);
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

void
wb_marker_draw (WbMarker             marker,
                cairo_t             *cr,
                double               x,
                double               y,
                const WbMarkerStyle *style)
{
  g_return_if_fail ((guint) marker < WB_N_MARKERS);

  cairo_new_path (cr);
  add_shape (marker, cr, x, y, style->radius);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 2 * RIM * style->radius);
  wb_color_use (style->rim, cr);
  cairo_stroke_preserve (cr);
  wb_color_use (style->fill, cr);
  cairo_fill (cr);
}
