/* wb-palette.h: the colours of a theme
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "message/wb-theme.h"
#include "wb-color.h"

G_BEGIN_DECLS

/**
 * WbGradient:
 * @start: where it begins: the foot of a bar, the start of a ring
 * @end: where it ends: the tip
 */
typedef struct
{
  WbColor start, end;
} WbGradient;

/**
 * WbContrast:
 * @WB_CONTRAST_NORMAL: the looks of the board
 * @WB_CONTRAST_HIGH: for those who do not see well, or not all colours
 *
 * How far colours are apart. It is the desktop's choice, not the board's:
 * unlike the theme it is not on the wire.
 */
typedef enum
{
  WB_CONTRAST_NORMAL,
  WB_CONTRAST_HIGH,
} WbContrast;

/**
 * WbPattern:
 * @WB_PATTERN_SOLID: all of it
 * @WB_PATTERN_RISING: stripes that go up to the right
 * @WB_PATTERN_DOTS: dots
 * @WB_PATTERN_LEVEL: stripes across
 * @WB_PATTERN_CROSSED: stripes that rise and fall
 * @WB_PATTERN_UPRIGHT: stripes up and down
 * @WB_PATTERN_FALLING: stripes that go down to the right
 * @WB_PATTERN_GRID: stripes across, and up and down
 * @WB_N_PATTERNS: their number
 *
 * What fills a shape, so that it can be told from another without its colour.
 */
typedef enum
{
  WB_PATTERN_SOLID,
  WB_PATTERN_RISING,
  WB_PATTERN_DOTS,
  WB_PATTERN_LEVEL,
  WB_PATTERN_CROSSED,
  WB_PATTERN_UPRIGHT,
  WB_PATTERN_FALLING,
  WB_PATTERN_GRID,
  WB_N_PATTERNS,
} WbPattern;

/**
 * WbMarker:
 * @WB_MARKER_CIRCLE: a circle
 * @WB_MARKER_SQUARE: a square
 * @WB_MARKER_TRIANGLE: a triangle that points up
 * @WB_MARKER_DIAMOND: a square on its corner
 * @WB_MARKER_STAR: a star of five rays
 * @WB_MARKER_CROSS: a cross of four arms
 * @WB_N_MARKERS: their number
 *
 * The shape of a point, so that it can be told from another without its colour.
 */
typedef enum
{
  WB_MARKER_CIRCLE,
  WB_MARKER_SQUARE,
  WB_MARKER_TRIANGLE,
  WB_MARKER_DIAMOND,
  WB_MARKER_STAR,
  WB_MARKER_CROSS,
  WB_N_MARKERS,
} WbMarker;

#define WB_PALETTE_N_SERIES 5
#define WB_PALETTE_N_RANKS  3
#define WB_PALETTE_N_RINGS  5

/**
 * WbPalette:
 * @contrast: whether series have patterns and markers, and shapes have outlines
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
 * @outline: around cards, tooltips and what is empty, in high contrast
 * @rank_pattern: what fills the bars of rank, in high contrast
 *
 * Every colour that a chart needs, as data: a chart resolves its colours when
 * it draws, so a change of theme is one redraw.
 */
typedef struct
{
  WbContrast contrast;
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
  WbColor    outline;
  WbPattern  rank_pattern[WB_PALETTE_N_RANKS];
} WbPalette;

gboolean         wb_contrast_from_name  (const char      *name,
                                         WbContrast      *ret_contrast);
const WbPalette *wb_palette_get         (WbTheme          theme);
const WbPalette *wb_palette_lookup      (WbTheme          theme,
                                         WbContrast       contrast);
WbColor          wb_palette_get_series  (const WbPalette *self,
                                         guint            position);
WbPattern        wb_palette_get_pattern (const WbPalette *self,
                                         guint            position);
WbMarker         wb_palette_get_marker  (const WbPalette *self,
                                         guint            position);

G_END_DECLS
