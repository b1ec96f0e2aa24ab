/* wb-chart-style.h: how a board wants a chart to be drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most limits between the colours of rank. */
#define WB_CHART_MAX_LIMITS 2

/**
 * WbChartStyle:
 * @bridged: whether a trend bridges months without a reading by a dashed line
 * @common_scale: whether all pages of seller and rank have one scale, even one that flattens most
 * @has_limits: whether the board sets the limits of rank; otherwise they are 200 and 300, without a key
 * @n_limits: the number of @limits
 * @limits: (array length=n_limits): ascending; a bar above a limit has another colour
 *
 * What the file of a board says about the drawing of a chart. All zero is the
 * default.
 */
typedef struct
{
  gboolean bridged;
  gboolean common_scale;
  gboolean has_limits;
  guint    n_limits;
  double   limits[WB_CHART_MAX_LIMITS];
} WbChartStyle;

gboolean wb_chart_style_equal (const WbChartStyle *self,
                               const WbChartStyle *other);

G_END_DECLS
