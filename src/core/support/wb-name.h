/* wb-name.h: the names of datasets, and the charts that draw them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest dataset name in bytes. */
#define WB_NAME_MAX 64

/**
 * WbChartKind:
 * @WB_CHART_TREND: stacked areas over the months
 * @WB_CHART_SELLER: horizontal bars, one for each seller
 * @WB_CHART_MAP: places on a map
 * @WB_CHART_RANK: vertical bars, one for each region
 * @WB_CHART_HOT: shares of the goods in a category
 * @WB_CHART_STOCK: rings of sold and remaining goods
 *
 * The six charts of the board, in the order of its columns: trend over
 * seller, map over rank, hot over stock.
 */
typedef enum
{
  WB_CHART_TREND,
  WB_CHART_SELLER,
  WB_CHART_MAP,
  WB_CHART_RANK,
  WB_CHART_HOT,
  WB_CHART_STOCK,
} WbChartKind;

#define WB_N_CHARTS 6

gboolean    wb_name_is_valid        (const char  *name);
gboolean    wb_chart_kind_from_name (const char  *name,
                                     WbChartKind *ret_kind);
const char *wb_chart_kind_get_name  (WbChartKind  kind);
const char *wb_name_get_other       (const char  *name);
gboolean    wb_name_is_same         (const char  *one,
                                     const char  *other);

G_END_DECLS
