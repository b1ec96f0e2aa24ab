/* wb-chart-view.h: a chart as a widget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "export/wb-export.h"
#include "layout/wb-chart.h"

G_BEGIN_DECLS

#define WB_TYPE_CHART_VIEW (wb_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (WbChartView, wb_chart_view, WB, CHART_VIEW, GtkWidget)

void             wb_chart_view_set_dataset        (WbChartView *self,
                                                   WbDataset   *dataset);
void             wb_chart_view_set_message        (WbChartView *self,
                                                   const char  *title,
                                                   const char  *detail);
void             wb_chart_view_set_colors         (WbChartView *self,
                                                   WbTheme      theme,
                                                   WbContrast   contrast);
void             wb_chart_view_set_label          (WbChartView *self,
                                                   const char  *label);
void             wb_chart_view_set_page           (WbChartView *self,
                                                   guint        page);
guint            wb_chart_view_get_page           (WbChartView *self);
void             wb_chart_view_set_style          (WbChartView        *self,
                                                   const WbChartStyle *style);
gboolean         wb_chart_view_turns_pages        (WbChartView *self);

WbChartLayout   *wb_chart_view_get_layout         (WbChartView *self);
void             wb_chart_view_set_cursor         (WbChartView *self,
                                                   int          cursor);
int              wb_chart_view_get_cursor         (WbChartView *self);
void             wb_chart_view_turn_legend        (WbChartView         *self);
void             wb_chart_view_toggle_series      (WbChartView *self,
                                                   guint        series);
void             wb_chart_view_set_region         (WbChartView *self,
                                                   const char  *region);

WbExportOptions  wb_chart_view_get_export_options (WbChartView *self);

G_END_DECLS
