/* wb-color.h: arithmetic of colours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * WbColor:
 * @red: 0 to 1
 * @green: 0 to 1
 * @blue: 0 to 1
 * @alpha: 0 (clear) to 1, not premultiplied
 */
typedef struct
{
  double red, green, blue, alpha;
} WbColor;

WbColor wb_color_mix           (WbColor          one,
                                WbColor          other,
                                double           share);
WbColor wb_color_add           (WbColor          sum,
                                WbColor          color,
                                double           share);
WbColor wb_color_fade          (WbColor          color,
                                double           alpha);
WbColor wb_color_turn          (WbColor          color,
                                double           degrees);
double  wb_color_get_luminance (WbColor          color);
void    wb_color_use           (WbColor          color,
                                cairo_t         *cr);
void    wb_color_add_stop      (WbColor          color,
                                cairo_pattern_t *pattern,
                                double           offset);

G_END_DECLS
