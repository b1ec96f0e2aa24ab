/* wb-box.h: arithmetic of boxes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbBox:
 * @x: left edge, in logical pixels of the frame
 * @y: upper edge
 * @width: to the right, never negative
 * @height: downwards, never negative
 */
typedef struct
{
  double x, y, width, height;
} WbBox;

WbBox    wb_box_union      (WbBox  one,
                            WbBox  other);
WbBox    wb_box_grow       (WbBox  box,
                            double by);
WbBox    wb_box_round_out  (WbBox  box,
                            double scale);
WbBox    wb_box_mirror     (WbBox  box,
                            double width);
WbBox    wb_box_clip       (WbBox  box,
                            double width,
                            double height);
gboolean wb_box_contains   (WbBox  box,
                            double x,
                            double y);
gboolean wb_box_is_inside  (WbBox  box,
                            double width,
                            double height);
gboolean wb_box_intersects (WbBox  one,
                            WbBox  other);

G_END_DECLS
