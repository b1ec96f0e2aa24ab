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

/**
 * WbCardState:
 * @WB_CARD_WAITING: there are no data yet
 * @WB_CARD_LIVE: the data are those of the server
 * @WB_CARD_OLD: there are none newer: they show their age, and the reason if one is known
 * @WB_CARD_EMPTY: there are no data, for a known reason
 *
 * The state of the data in a card.
 */
typedef enum
{
  WB_CARD_WAITING,
  WB_CARD_LIVE,
  WB_CARD_OLD,
  WB_CARD_EMPTY,
} WbCardState;

GtkWidget   *wb_chart_card_new             (WbChartKind         kind,
                                            GSettings          *settings);
void         wb_chart_card_set_plan        (WbChartCard        *self,
                                            const WbBoardChart *chart);
void         wb_chart_card_set_data        (WbChartCard        *self,
                                            WbDataset          *dataset,
                                            const char         *problem);
void         wb_chart_card_take_files      (WbChartCard        *self);
void         wb_chart_card_end_preview     (WbChartCard        *self);
void         wb_chart_card_set_age         (WbChartCard        *self,
                                            gint64              seconds);
void         wb_chart_card_set_obstacle    (WbChartCard        *self,
                                            const char         *obstacle);
void         wb_chart_card_set_colors      (WbChartCard        *self,
                                            WbTheme             theme,
                                            WbContrast          contrast);
void         wb_chart_card_set_full_screen (WbChartCard        *self,
                                            gboolean            full_screen);
const char  *wb_chart_card_get_title       (WbChartCard        *self);
WbCardState  wb_chart_card_get_state       (WbChartCard        *self);
gboolean     wb_chart_card_is_settled      (WbChartCard        *self);

G_END_DECLS
