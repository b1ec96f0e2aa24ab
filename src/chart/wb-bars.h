/* wb-bars.h: bars that lie or stand, with their tracks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-blend.h"

G_BEGIN_DECLS

/* What a bar may be filled with: the gradient of seller, and the three of rank. */
#define WB_BARS_N_FILLS (1 + WB_PALETTE_N_RANKS)

/**
 * WbBarsOrientation:
 * @WB_BARS_LYING: bars grow to the right, the smallest value comes first
 * @WB_BARS_UPRIGHT: bars grow upwards, the largest value comes first
 */
typedef enum
{
  WB_BARS_LYING,
  WB_BARS_UPRIGHT,
} WbBarsOrientation;

/**
 * WbBar:
 * @name: the item it stands for
 * @middle: its middle, across bars, in logical pixels
 * @thickness: across bars
 * @foot: where it begins
 * @tip: where it ends
 * @start: where its track begins
 * @end: where its track ends: to the right of @start, or above it
 * @roundness: 1 where the track is round at its beginning, too, else 0, or between the two
 * @fills: how much it has of each fill; together 1
 * @alpha: 1, or less while it comes or goes
 * @track: the same of its track
 * @anchor: where it comes from and goes to
 *
 * A bar, as numbers that can be halfway between two bars. Colours are resolved
 * when it is drawn.
 */
typedef struct
{
  const char    *name;
  double         middle;
  double         thickness;
  double         foot, tip;
  double         start, end;
  double         roundness;
  double         fills[WB_BARS_N_FILLS];
  double         alpha;
  double         track;
  WbBlendAnchor  anchor;
} WbBar;

/**
 * WbBars:
 * @orientation: how they are drawn
 * @bars: (element-type WbBar): the bars
 * @from: where the first begins, across bars
 * @to: where the last ends
 * @zero: where those begin that are less than zero, and those that are more
 * @zero_line: how visible a line is there, 0 or 1, or between the two
 *
 * All the bars of a picture.
 */
typedef struct
{
  WbBarsOrientation  orientation;
  GArray            *bars;
  double             from, to;
  double             zero;
  double             zero_line;
} WbBars;

void         wb_bars_init       (WbBars                *self,
                                 WbBarsOrientation      orientation);
void         wb_bars_clear      (WbBars                *self);
void         wb_bars_blend      (WbBars                *self,
                                 WbChartLayout         *layout,
                                 const WbBars          *from,
                                 const WbBars          *to,
                                 double                 progress);
WbBlendShift wb_bars_find_shift (const WbBars          *self,
                                 const WbBlendPlace    *place);
void         wb_bars_draw       (const WbBars          *self,
                                 cairo_t               *cr,
                                 const WbRenderContext *context);

G_END_DECLS
