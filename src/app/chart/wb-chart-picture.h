/* wb-chart-picture.h: the layout on show, its transition and its render nodes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "layout/wb-chart.h"

G_BEGIN_DECLS

/* The layout that a widget shows, the transition to it, and its render node. It owns the timers of
 * transitions and animations. */
typedef struct _WbChartPicture WbChartPicture;

WbChartPicture *wb_chart_picture_new         (GtkWidget             *widget);
void            wb_chart_picture_free        (WbChartPicture        *self);
WbChartLayout  *wb_chart_picture_get_layout  (WbChartPicture        *self);
void            wb_chart_picture_take_layout (WbChartPicture        *self,
                                              WbChartLayout         *layout);
void            wb_chart_picture_drop_layout (WbChartPicture        *self);
void            wb_chart_picture_drop_base   (WbChartPicture        *self);
void            wb_chart_picture_jump        (WbChartPicture        *self);
void            wb_chart_picture_snapshot    (WbChartPicture        *self,
                                              GtkSnapshot           *snapshot,
                                              const WbSelection     *selection,
                                              const WbRenderContext *context);

G_END_DECLS
