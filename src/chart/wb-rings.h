/* wb-rings.h: rings that fill
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-blend.h"

G_BEGIN_DECLS

/**
 * WbRing:
 * @name: the item it stands for
 * @x: its middle, across, in logical pixels
 * @y: its middle, down
 * @inner: radius of its hole
 * @outer: its radius
 * @share: how much of it is filled, 0 to 1, clockwise from the top
 * @fills: how much it has of each gradient; together 1
 * @alpha: 1, or less while it comes or goes
 * @track: the same of the ring behind the filling
 * @anchor: where it comes from and goes to
 *
 * A ring, as numbers that can be halfway between two rings. Colours are
 * resolved when it is drawn.
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

GArray       *wb_rings_new           (void);
GArray       *wb_rings_blend         (WbChartLayout      *layout,
                                      const GArray       *from,
                                      const GArray       *to,
                                      double              progress);
WbBlendShift  wb_rings_find_shift    (const GArray       *rings,
                                      const WbBlendPlace *place);
void          wb_rings_draw          (const GArray       *rings,
                                      cairo_t            *cr,
                                      const WbPalette    *palette);
void          wb_ring_draw_highlight (const WbRing       *self,
                                      cairo_t            *cr,
                                      const WbPalette    *palette);

G_END_DECLS
