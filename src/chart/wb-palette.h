/* wb-palette.h: the colours of a theme
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "wb-theme.h"

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

/**
 * WbGradient:
 * @start: where it begins: the foot of a bar, the start of a ring
 * @end: where it ends: the tip
 */
typedef struct
{
  WbColor start, end;
} WbGradient;

#define WB_PALETTE_N_SERIES 5
#define WB_PALETTE_N_RANKS  3
#define WB_PALETTE_N_RINGS  5

/**
 * WbPalette:
 * @ground: behind the cards
 * @card: behind a chart
 * @text: titles and values; at least 7:1 on @card
 * @muted: axis labels and second lines; at least 4.5:1 on @card
 * @line: grid lines
 * @shade: the empty part of a ring, the ground of a bar
 * @tooltip: behind the text of a tooltip
 * @series: fills and strokes of series, in order, over and over
 * @bar: the bars of seller
 * @rank: the bars of rank: above 300, above 200, the others
 * @ring: the rings of stock
 * @region: the regions of a map
 * @border: between two regions, and around them
 * @region_text: the names of regions; at least 4.5:1 on @region
 *
 * Every colour that a chart needs, as data: a chart resolves its colours when
 * it draws, so a change of theme is one redraw.
 */
typedef struct
{
  WbColor    ground;
  WbColor    card;
  WbColor    text;
  WbColor    muted;
  WbColor    line;
  WbColor    shade;
  WbColor    tooltip;
  WbColor    series[WB_PALETTE_N_SERIES];
  WbGradient bar;
  WbGradient rank[WB_PALETTE_N_RANKS];
  WbGradient ring[WB_PALETTE_N_RINGS];
  WbColor    region;
  WbColor    border;
  WbColor    region_text;
} WbPalette;

const WbPalette *wb_palette_get        (WbTheme          theme);
WbColor          wb_palette_get_series (const WbPalette *self,
                                        guint            position);

G_END_DECLS
