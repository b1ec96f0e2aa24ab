/* wb-chart-paint.h: the layers of a chart as render nodes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "layout/wb-chart.h"

G_BEGIN_DECLS

typedef enum
{
  WB_PAINT_PATHS,
  WB_PAINT_PIXELS,
} WbPaintStorage;

GskRenderNode *wb_chart_paint_base    (WbChartLayout         *layout,
                                       const WbRenderContext *context,
                                       WbPaintStorage         storage);
void           wb_chart_paint_motion  (GtkSnapshot           *snapshot,
                                       WbChartLayout         *layout,
                                       const WbRenderContext *context);
void           wb_chart_paint_overlay (GtkSnapshot           *snapshot,
                                       WbChartLayout         *layout,
                                       const WbSelection     *selection,
                                       const WbRenderContext *context);

G_END_DECLS
