/* wb-rank-limits.h: the colours of rank by value, and their key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-chart-private.h"

G_BEGIN_DECLS

guint  wb_rank_find_color  (const WbChartStyle *style,
                            double              value);
double wb_rank_measure_key (const WbChartStyle *style,
                            const WbText       *text,
                            double              width,
                            double              height);
void   wb_rank_add_key     (WbChartLayout      *self,
                            const WbText       *text,
                            double              x,
                            double              top);

G_END_DECLS
