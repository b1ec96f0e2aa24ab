/* wb-trend-private.h: how a trend is drawn, as paths or as an image
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-trend.h"

#include "drawing/wb-pattern.h"

G_BEGIN_DECLS

/* The opacity of a band from the highest to the lowest value of a column, relative to its line. */
#define WB_TREND_BAND 0.7

/* The width of the casing on either side of a line in high contrast, relative to the pen. */
#define WB_TREND_CASING 0.6

/* The radius of the point of a column without neighbours, relative to the pen. */
#define WB_TREND_POINT 1.5

/**
 * WbTrendCurve:
 * @values: (array length=WbTrendDetails.n_curve): the values of its points
 * @slopes: (array length=WbTrendDetails.n_curve): the slopes there, per logical pixel
 * @tops: (array length=WbTrendDetails.n_curve): the line of the level, which tells on which side of
 *   the stack a point is
 *
 * The line of a level, or its floor.
 */
typedef struct
{
  const double *values;
  const double *slopes;
  const double *tops;
} WbTrendCurve;

/**
 * WbTrendSegment:
 * @x: its start, in logical pixels
 * @width: its width
 * @from: the value there
 * @to: the value at its end
 * @slope_from: the slope at its start, per logical pixel
 * @slope_to: the slope at its end
 *
 * A curve from one point to the next.
 */
typedef struct
{
  double x, width;
  double from, to;
  double slope_from, slope_to;
} WbTrendSegment;

/**
 * WbTrendFill:
 * @start: the colour of an area at its top
 * @end: its colour at its foot
 * @area: from the one to the other
 */
typedef struct
{
  WbColor start, end;
  WbBox   area;
} WbTrendFill;

WbTrendSegment wb_trend_get_segment (const WbTrendDetails  *details,
                                     const WbTrendCurve    *curve,
                                     guint                  point);
gboolean       wb_trend_is_alone    (const WbTrendLevel    *level,
                                     guint                  point);
WbColor        wb_trend_get_color   (const WbTrendLevel    *level,
                                     const WbPalette       *palette);
WbTrendFill    wb_trend_get_fill    (const WbTrendDetails  *details,
                                     const WbTrendLevel    *level,
                                     const WbPalette       *palette);
WbHatch        wb_trend_get_hatch   (const WbChartLayout   *self,
                                     const WbTrendLevel    *level,
                                     const WbRenderContext *context);
void           wb_trend_draw_raster (const WbChartLayout   *self,
                                     cairo_t               *cr,
                                     const WbRenderContext *context);

G_END_DECLS
