/* wb-trend.h: the geometry of the trend chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <math.h>

#include "axes/wb-grid.h"
#include "axes/wb-scale.h"
#include "axes/wb-ticks.h"
#include "layout/wb-blend.h"

G_BEGIN_DECLS

/**
 * WbTrendLevel:
 * @name: the name of the series
 * @series: its index
 * @series_mix: its colour
 * @alpha: opacity; less than 1 while it fades in or out
 * @reach: the x of its end, in logical pixels
 * @n_values: its number of months
 * @first_mark: the index of the mark of its first month or column
 * @n_curve: the number of points of the curve that it reaches
 * @tops: (array length=WbTrendDetails.n_curve): where its line is: the sums of its values and those
 *   below it; NAN where it has no value
 * @floors: (array length=WbTrendDetails.n_curve): where its area begins
 * @tangents: (array length=WbTrendDetails.n_curve): the slopes of the line, per logical pixel; 0 if
 *   the trend is dense
 * @floor_tangents: (array length=WbTrendDetails.n_curve): the same of the floors
 * @lows: (nullable) (array length=WbTrendDetails.n_curve): the lowest sums of each column, if the
 *   trend is dense; @tops then are the highest
 * @heads: (nullable) (array length=WbTrendDetails.n_curve): where the area ends that all months of
 *   a column fill, if the trend is dense
 *
 * A level of the stack: the line and the area of one visible series.
 */
typedef struct
{
  const char  *name;
  guint        series;
  WbSeriesMix  series_mix;
  double       alpha;
  double       reach;
  guint        n_values;
  guint        first_mark;
  guint        n_curve;
  double      *tops;
  double      *floors;
  double      *tangents;
  double      *floor_tangents;
  double      *lows;
  double      *heads;
} WbTrendLevel;

/**
 * WbTrendStack:
 * @up: the sum of positive values
 * @down: the sum of negative values
 * @last: the place of the last value that is not zero
 *
 * The stack of a month while series are added to it.
 */
typedef struct
{
  double up;
  double down;
  double last;
} WbTrendStack;

/**
 * WbTrendDetails:
 * @type: the visible type
 * @ticks: the ticks of the vertical axis
 * @grid: (element-type WbGridLine): its lines
 * @scale: from values to y, in logical pixels
 * @start: the x of the first month
 * @step: the distance of months
 * @xs: (array length=n_curve): the x of the points of the curves
 * @names: (nullable) (array length=n_curve): the names of their months, if each point is one month
 * @n_curve: the number of points of a curve: the months, or fewer if there are more than pixels
 * @dense: whether there are more months than points, also in one of two blended layouts; a level
 *   then is a band between its lows and its tops
 * @bridged: whether gaps are bridged by dashed lines
 * @levels: (array length=n_levels): the stack, from the bottom
 * @n_levels: the number of visible series
 */
typedef struct
{
  const WbTrendType *type;
  WbTicks            ticks;
  GArray            *grid;
  WbScale            scale;
  double             start;
  double             step;
  double            *xs;
  const char       **names;
  guint              n_curve;
  gboolean           dense;
  gboolean           bridged;
  WbTrendLevel      *levels;
  guint              n_levels;
} WbTrendDetails;

void     wb_trend_free_details  (gpointer               data);
void     wb_trend_blend         (WbChartLayout         *self,
                                 const WbChartLayout   *from,
                                 const WbChartLayout   *to,
                                 double                 progress);
gboolean wb_trend_layout        (WbChartLayout         *self,
                                 const WbText          *text);
double   wb_trend_get_pen       (const WbChartLayout   *self);
void     wb_trend_draw_base     (const WbChartLayout   *self,
                                 cairo_t               *cr,
                                 const WbRenderContext *context);
void     wb_trend_name_marks    (WbChartLayout         *self);
void     wb_trend_add_mark      (WbChartLayout         *self,
                                 const WbTrendDetails  *details,
                                 const WbTrendLevel    *level,
                                 guint                  month,
                                 double                 sum);
double   wb_trend_stack_add     (WbTrendStack          *self,
                                 double                 value,
                                 double                *ret_floor);
double   wb_trend_stack_place   (const WbTrendStack    *self,
                                 double                 value);
void     wb_trend_stack_months  (WbChartLayout         *self);
guint    wb_trend_get_column    (const WbTrendDetails  *details,
                                 guint                  month,
                                 guint                  n_months);
void     wb_trend_stack_columns (WbChartLayout         *self,
                                 guint                  n_months);

/* Values are limited to this, so that no sum of a stack is infinite. */
#define WB_TREND_LARGEST 1e300

/* A value, limited for drawing; NAN for a month without one. */
static inline double
wb_trend_get_value (const WbTrendSeries *series,
                    guint                month)
{
  return month < series->n_values ? CLAMP (series->values[month], -WB_TREND_LARGEST, WB_TREND_LARGEST) : NAN;
}

G_END_DECLS
