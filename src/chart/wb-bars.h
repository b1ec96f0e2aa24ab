/* wb-bars.h: bars that lie or stand, with their tracks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-color.h"

G_BEGIN_DECLS

/* What a bar may be filled with: the gradient of seller, and the three of rank. */
#define WB_BARS_N_FILLS (1 + WB_PALETTE_N_RANKS)

/**
 * WbBar:
 * @name: the item it stands for
 * @middle: its middle, across bars, in logical pixels
 * @thickness: across bars
 * @foot: where it begins
 * @tip: where it ends
 * @start: where its track begins
 * @end: where its track ends; on the other side of @start than for values that grow to the left or upwards
 * @round_start: whether the track is round at its beginning, too
 * @fills: how much it has of each fill; together 1
 * @alpha: 1, or less while it comes or goes
 *
 * A bar, as numbers that can be halfway between two bars. Colours are resolved
 * when it is drawn.
 */
typedef struct
{
  const char *name;
  double      middle;
  double      thickness;
  double      foot, tip;
  double      start, end;
  gboolean    round_start;
  double      fills[WB_BARS_N_FILLS];
  double      alpha;
} WbBar;

void wb_bars_draw (const GArray    *bars,
                   gboolean         upright,
                   cairo_t         *cr,
                   const WbPalette *palette);

G_END_DECLS
