/* wb-legend.h: the legend of a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-chart-private.h"

G_BEGIN_DECLS

/* The text size of a legend, relative to labels. */
#define WB_LEGEND_SCALE 0.9

/**
 * WbLegend:
 * @names: (array length=n_names): the series
 * @n_names: their number
 * @values: (nullable) (array length=n_names): the values of their marks
 * @align: the horizontal alignment of lines or of the column: 0 left, 0.5 middle, 1 right
 * @valign: the vertical alignment: 0 top, 0.5 middle, 1 bottom
 * @in_column: whether each entry has a line of its own
 *
 * The entries and the form of a legend.
 */
typedef struct
{
  const char *const *names;
  guint              n_names;
  const double      *values;
  double             align;
  double             valign;
  gboolean           in_column;
} WbLegend;

double wb_legend_get_row (const WbText   *text);
double wb_legend_layout  (const WbLegend *legend,
                          WbChartLayout  *layout,
                          const WbText   *text,
                          WbBox           room,
                          double         *ret_width);
int    wb_legend_hit     (WbChartLayout  *layout,
                          double          x,
                          double          y);

G_END_DECLS
