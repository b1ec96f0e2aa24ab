/* wb-legend.h: which colour is which series
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-chart-private.h"

G_BEGIN_DECLS

/* Size of the text of a legend, beside that of labels. */
#define WB_LEGEND_SCALE 0.9

/**
 * WbLegend:
 * @names: (array length=n_names): the series
 * @n_names: their number
 * @values: (nullable) (array length=n_names): what their marks say
 * @align: where lines, or a column of entries, are in their room: 0 left, 0.5 middle, 1 right
 * @valign: where it is in its room: 0 top, 0.5 middle, 1 bottom
 * @in_column: whether every entry has a line of its own
 *
 * What a legend says.
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
