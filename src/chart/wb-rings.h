/* wb-rings.h: partly filled rings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-blend.h"

G_BEGIN_DECLS

/**
 * WbRing:
 * @name: the name of its item
 * @x: its middle, across, in logical pixels
 * @y: its middle, down
 * @inner: radius of its hole
 * @outer: its radius
 * @share: the filled share, 0 to 1, clockwise from the top
 * @fills: the share of each gradient; the sum is 1
 * @alpha: opacity; less than 1 while it fades in or out
 * @track: the opacity of the ring behind the fill
 * @anchor: its positions in two layouts
 *
 * A ring as numbers that can be interpolated. Colours are resolved when it is
 * drawn.
 */
typedef struct
{
  const char    *name;
  double         x, y;
  double         inner, outer;
  double         share;
  double         fills[WB_PALETTE_N_RINGS];
  double         alpha;
  double         track;
  WbBlendAnchor  anchor;
} WbRing;

GArray *wb_rings_blend         (WbChartLayout   *layout,
                                const GArray    *from,
                                const GArray    *to,
                                double           progress);
void    wb_rings_draw          (const GArray    *rings,
                                cairo_t         *cr,
                                const WbPalette *palette);
void    wb_ring_draw_highlight (const WbRing    *self,
                                cairo_t         *cr,
                                const WbPalette *palette);

G_END_DECLS
