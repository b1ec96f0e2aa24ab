/* wb-chart-paint.h: the depths of a chart as render nodes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "layout/wb-chart.h"

G_BEGIN_DECLS

GskRenderNode *wb_chart_paint_base    (WbChartLayout         *layout,
                                       const WbRenderContext *context,
                                       gboolean               as_image);
void           wb_chart_paint_motion  (GtkSnapshot           *snapshot,
                                       WbChartLayout         *layout,
                                       const WbRenderContext *context);
void           wb_chart_paint_overlay (GtkSnapshot           *snapshot,
                                       WbChartLayout         *layout,
                                       const WbSelection     *selection,
                                       const WbRenderContext *context);

G_END_DECLS
