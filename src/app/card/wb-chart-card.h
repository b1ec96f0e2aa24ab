/* wb-chart-card.h: a chart with its title, its age and its buttons
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "layout/wb-chart.h"
#include "plan/wb-board-plan.h"

G_BEGIN_DECLS

#define WB_TYPE_CHART_CARD (wb_chart_card_get_type ())
G_DECLARE_FINAL_TYPE (WbChartCard, wb_chart_card, WB, CHART_CARD, GtkWidget)

GtkWidget *wb_chart_card_new             (WbChartKind         kind,
                                          GSettings          *settings);
void       wb_chart_card_set_plan        (WbChartCard        *self,
                                          const WbBoardChart *chart);
void       wb_chart_card_set_data        (WbChartCard        *self,
                                          WbDataset          *dataset,
                                          const char         *problem);
void       wb_chart_card_take_files      (WbChartCard        *self);
void       wb_chart_card_end_preview     (WbChartCard        *self);
void       wb_chart_card_set_age         (WbChartCard        *self,
                                          gint64              seconds);
void       wb_chart_card_set_colors      (WbChartCard        *self,
                                          WbTheme             theme,
                                          WbContrast          contrast);
void       wb_chart_card_set_full_screen (WbChartCard        *self,
                                          gboolean            full_screen);
gboolean   wb_chart_card_is_settled      (WbChartCard        *self);

G_END_DECLS
