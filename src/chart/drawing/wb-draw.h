/* wb-draw.h: basic shapes of charts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-box.h"
#include "wb-color.h"
#include "wb-palette.h"

G_BEGIN_DECLS

/**
 * WbSector:
 * @x: middle of the circle, across
 * @y: middle of the circle, down
 * @inner: radius of the hole
 * @outer: radius of the circle
 * @from: angle in radians, clockwise from the right
 * @to: angle, more than @from
 *
 * A sector of a ring.
 */
typedef struct
{
  double x, y;
  double inner, outer;
  double from, to;
} WbSector;

gboolean wb_draw_is_pixels (cairo_t    *cr);
void     wb_draw_rounded   (cairo_t    *cr,
                            WbBox       box,
                            double      start_radius,
                            double      end_radius);
void     wb_draw_bar       (cairo_t    *cr,
                            double      foot,
                            double      tip,
                            double      top,
                            double      height,
                            WbGradient  gradient);
void     wb_draw_hairline  (cairo_t    *cr,
                            double      x1,
                            double      y1,
                            double      x2,
                            double      y2,
                            double      scale);
void     wb_draw_dot       (cairo_t    *cr,
                            double      x,
                            double      y,
                            double      radius,
                            WbColor     fill,
                            WbColor     ring);
void     wb_draw_sector    (cairo_t    *cr,
                            WbSector    sector);

G_END_DECLS
