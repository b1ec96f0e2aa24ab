/* wb-draw.h: basic shapes of charts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-box.h"
#include "wb-color.h"
#include "wb-palette.h"

G_BEGIN_DECLS

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
                            double      x,
                            double      y,
                            double      inner,
                            double      outer,
                            double      from,
                            double      to);

G_END_DECLS
