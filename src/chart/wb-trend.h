/* wb-trend.h: the geometry of the trend chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-chart-private.h"
#include "wb-scale.h"
#include "wb-ticks.h"

G_BEGIN_DECLS

/**
 * WbTrendLevel:
 * @series: whose area ends here
 * @n_values: how many months it has
 * @first_mark: the mark of its first month
 * @n_curve: how many points of the curve it reaches
 * @tops: (array length=WbTrendDetails.n_curve): its values on top of those of all lower levels
 * @tangents: (array length=WbTrendDetails.n_curve): the slopes there
 *
 * A level of the stack: the upper edge of one visible series.
 */
typedef struct
{
  guint   series;
  guint   n_values;
  guint   first_mark;
  guint   n_curve;
  double *tops;
  double *tangents;
} WbTrendLevel;

/**
 * WbTrendDetails:
 * @type: what is on show
 * @ticks: of the vertical axis
 * @scale: from values to places down
 * @start: the place of the first month, across
 * @step: from one month to the next
 * @curve_step: from one point of the curve to the next
 * @n_curve: how many points a curve has: the months, or fewer where there are more than pixels
 * @levels: (array length=n_levels): the stack, from below
 * @n_levels: how many series are visible
 */
typedef struct
{
  const WbTrendType *type;
  WbTicks            ticks;
  WbScale            scale;
  double             start;
  double             step;
  double             curve_step;
  guint              n_curve;
  WbTrendLevel      *levels;
  guint              n_levels;
} WbTrendDetails;

gboolean wb_trend_layout (WbChartLayout *self,
                          const WbText  *text);

G_END_DECLS
