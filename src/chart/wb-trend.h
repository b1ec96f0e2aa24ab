/* wb-trend.h: the geometry of the trend chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "axes/wb-grid.h"
#include "axes/wb-scale.h"
#include "axes/wb-ticks.h"
#include "layout/wb-blend.h"

G_BEGIN_DECLS

/**
 * WbTrendLevel:
 * @name: the series whose area ends here
 * @series: its place
 * @series_mix: its colour
 * @alpha: 1, or less while it comes or goes
 * @reach: where it ends, across
 * @n_values: how many months it has
 * @first_mark: the mark of its first month or column
 * @n_curve: how many points of the curve it reaches
 * @tops: (array length=WbTrendDetails.n_curve): its values on top of those of all lower levels
 * @lows: (nullable) (array length=WbTrendDetails.n_curve): the lowest such sums, where the trend is dense
 * @tangents: (array length=WbTrendDetails.n_curve): the slopes there, a pixel; 0 where the trend is dense
 *
 * A level of the stack: the upper edge of one visible series.
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
  double      *lows;
  double      *tangents;
} WbTrendLevel;

/**
 * WbTrendDetails:
 * @type: what is on show
 * @ticks: of the vertical axis
 * @grid: (element-type WbGridLine): its lines
 * @scale: from values to places down
 * @start: the place of the first month, across
 * @step: from one month to the next
 * @xs: (array length=n_curve): the points of the curves, across
 * @names: (nullable) (array length=n_curve): the months they stand for, where each stands for one
 * @n_curve: how many points a curve has: the months, or fewer where there are more than pixels
 * @dense: whether there are more months than points of the curve, or were in a picture it comes from; a
 *   level then is a band between its lows and its tops
 * @levels: (array length=n_levels): the stack, from below
 * @n_levels: how many series are visible
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
guint    wb_trend_get_column    (const WbTrendDetails  *details,
                                 guint                  month,
                                 guint                  n_months);
void     wb_trend_stack_columns (WbChartLayout         *self,
                                 guint                  n_months);

/* No value is larger, so that no sum of a stack is infinite. */
#define WB_TREND_LARGEST 1e300

/* A value as it is drawn; a year that is not over has none for its last months. */
static inline double
wb_trend_get_value (const WbTrendSeries *series,
                    guint                month)
{
  return month < series->n_values ? CLAMP (series->values[month], -WB_TREND_LARGEST, WB_TREND_LARGEST) : 0;
}

G_END_DECLS
