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
 * @start: the colour at the foot of a bar or the start of a ring
 * @end: the colour at the tip
 */
typedef struct
{
  WbColor start, end;
} WbGradient;

/**
 * WbContrast:
 * @WB_CONTRAST_NORMAL: the colours of the theme
 * @WB_CONTRAST_HIGH: for low vision and colour blindness
 *
 * The contrast of colours. It is a setting of the desktop; unlike the theme it
 * is not part of the protocol.
 */
typedef enum
{
  WB_CONTRAST_NORMAL,
  WB_CONTRAST_HIGH,
} WbContrast;

/**
 * WbPattern:
 * @WB_PATTERN_SOLID: a plain fill
 * @WB_PATTERN_RISING: stripes that go up to the right
 * @WB_PATTERN_DOTS: dots
 * @WB_PATTERN_LEVEL: horizontal stripes
 * @WB_PATTERN_CROSSED: stripes that rise and fall
 * @WB_PATTERN_UPRIGHT: vertical stripes
 * @WB_PATTERN_FALLING: stripes that go down to the right
 * @WB_PATTERN_GRID: horizontal and vertical stripes
 * @WB_N_PATTERNS: their number
 *
 * The fill pattern of a shape, which distinguishes it without colour.
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
 * @WB_MARKER_DIAMOND: a square on its corner
 * @WB_MARKER_TRIANGLE: a triangle that points up
 * @WB_MARKER_STAR: a star of five rays
 * @WB_MARKER_CROSS: a cross of four arms
 * @WB_N_MARKERS: their number
 *
 * The shape of a point, which distinguishes it without colour.
 */
typedef enum
{
  WB_MARKER_CIRCLE,
  WB_MARKER_SQUARE,
  WB_MARKER_DIAMOND,
  WB_MARKER_TRIANGLE,
  WB_MARKER_STAR,
  WB_MARKER_CROSS,
  WB_N_MARKERS,
} WbMarker;

/**
 * WbCondition:
 * @WB_CONDITION_OK: nothing to do
 * @WB_CONDITION_WARNING: a limit is near
 * @WB_CONDITION_CRITICAL: a limit is crossed
 * @WB_CONDITION_UNKNOWN: there are no data to tell
 * @WB_CONDITION_OFF: not watched on purpose
 * @WB_CONDITION_INFO: an event without a judgement
 * @WB_N_CONDITIONS: their number
 *
 * What a colour of state means. A state always has a shape and a word as well.
 */
typedef enum
{
  WB_CONDITION_OK,
  WB_CONDITION_WARNING,
  WB_CONDITION_CRITICAL,
  WB_CONDITION_UNKNOWN,
  WB_CONDITION_OFF,
  WB_CONDITION_INFO,
  WB_N_CONDITIONS,
} WbCondition;

/**
 * WbConditionColors:
 * @fill: of shapes and borders; at least 3:1 on the card
 * @text: of words and values; at least 4.5:1 on the card
 * @tile: of an area behind the palette's text
 */
typedef struct
{
  WbColor fill, text, tile;
} WbConditionColors;

/**
 * WbRamp:
 * @WB_RAMP_AMOUNT: few to many, in one hue
 * @WB_RAMP_DENSITY: few to many, in several hues
 * @WB_RAMP_DIFFERENCE: less to more, with the neutral colour in the middle
 * @WB_N_RAMPS: their number
 *
 * The colours of an area by its value.
 */
typedef enum
{
  WB_RAMP_AMOUNT,
  WB_RAMP_DENSITY,
  WB_RAMP_DIFFERENCE,
  WB_N_RAMPS,
} WbRamp;

#define WB_PALETTE_N_SERIES 8
#define WB_PALETTE_N_RANKS  3
#define WB_PALETTE_N_RINGS  5
#define WB_PALETTE_N_STEPS  7

/**
 * WbPalette:
 * @contrast: whether series have patterns and markers, and shapes have outlines
 * @ground: the background of the board
 * @card: the background of a chart
 * @text: titles and values; at least 7:1 on @card
 * @muted: axis labels and second lines; at least 4.5:1 on @card
 * @neutral: what is hidden or needs no notice; at least 4.5:1 on @card
 * @line: grid lines
 * @axis: the line at zero; at least 3:1 on @card
 * @shade: the empty part of a ring or a bar's track
 * @tooltip: the background of a tooltip
 * @series: the colours of series, which repeat; at least 3:1 on @card and @region
 * @bar: the bars of seller; gradients have at least 3:1 on @shade from end to end
 * @rank: the bars of rank: above its upper limit, above the lower one, the others
 * @ring: the rings of stock
 * @region: the regions of a map
 * @border: between two regions, and around them
 * @region_text: the names of regions; at least 4.5:1 on @region
 * @outline: around cards; in high contrast, around tooltips and empty shapes as well
 * @rank_pattern: the patterns of the bars of rank, in high contrast
 * @condition: the colours of states
 * @ramp: the colours of areas by their value
 *
 * All colours of a chart. Colours are resolved when a chart is drawn, so a
 * change of theme only needs a redraw.
 */
typedef struct
{
  WbContrast contrast;
  WbColor    ground;
  WbColor    card;
  WbColor    text;
  WbColor    muted;
  WbColor    neutral;
  WbColor    line;
  WbColor    axis;
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

  WbConditionColors condition[WB_N_CONDITIONS];
  WbColor           ramp[WB_N_RAMPS][WB_PALETTE_N_STEPS];
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
