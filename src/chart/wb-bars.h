/* wb-bars.h: horizontal and vertical bars with their tracks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-blend.h"

G_BEGIN_DECLS

/* The number of fills: the gradient of seller, and the three of rank. */
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
 * @name: the name of its item
 * @middle: its middle, across bars, in logical pixels
 * @thickness: its size across bars
 * @foot: its start, along the bar
 * @tip: its end
 * @start: the start of its track
 * @end: the end of its track: to the right of @start, or above it
 * @roundness: 1 if the track is round at its start as well, else 0, or in between
 * @fills: the share of each fill; the sum is 1
 * @alpha: opacity; less than 1 while it fades in or out
 * @track: the opacity of its track
 * @anchor: its positions in two layouts, across bars
 *
 * A bar as numbers that can be interpolated. Colours are resolved when it is
 * drawn.
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
 * @orientation: the orientation of all bars
 * @bars: (element-type WbBar): the bars
 * @from: the edge of the first bar, across bars
 * @to: the edge of the last bar
 * @zero: the position of zero, where bars start
 * @zero_line: the opacity of a line at zero
 *
 * All bars of a layout.
 */
typedef struct
{
  WbBarsOrientation  orientation;
  GArray            *bars;
  double             from, to;
  double             zero;
  double             zero_line;
} WbBars;

void wb_bars_init  (WbBars                *self,
                    WbBarsOrientation      orientation);
void wb_bars_blend (WbBars                *self,
                    WbChartLayout         *layout,
                    const WbBars          *from,
                    const WbBars          *to,
                    double                 progress);
void wb_bars_draw  (const WbBars          *self,
                    cairo_t               *cr,
                    const WbRenderContext *context);

G_END_DECLS
