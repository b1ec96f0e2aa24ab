/* wb-chart-card-private.h: what the files of a card share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chart/wb-chart-view.h"
#include "support/wb-activity-tracker.h"
#include "wb-chart-card.h"
#include "wb-page-turner.h"
#include "wb-pager.h"

G_BEGIN_DECLS

struct _WbChartCard
{
  GtkWidget          parent_instance;

  WbChartKind        kind;
  char              *own_title;   /* NULL for that of the kind */
  guint              fixed_page;  /* from 1, 0 where pages turn */
  char              *plan_type;   /* of a trend; NULL for its first */
  char              *type;        /* the same until it was shown once, then NULL */
  WbDataset         *dataset;     /* the one on show: live or preview */
  WbDataset         *live;        /* the one of the board */
  WbDataset         *preview;     /* of a file, or NULL */
  char              *preview_name;
  gboolean           live_waits;  /* newer data arrived during the preview */
  GCancellable      *loading;
  char              *problem;
  char              *obstacle;    /* why no data can come now, or NULL */
  gint64             age;         /* seconds, -1 while the data are live */
  gboolean           full_screen;
  WbActivityTracker *activity;
  WbPageTurner      *turner;

  GtkWidget         *box;
  GtkLabel          *title;
  GtkMenuButton     *type_button;
  GtkLabel          *type_label;
  GtkBox            *header;
  WbPager           *pager;
  GtkWidget         *mark;
  GtkImage          *mark_icon;
  GtkLabel          *age_label;
  GtkLabel          *problem_label;
  GtkWidget         *preview_bar;
  GtkLabel          *preview_label;
  GtkButton         *full_screen_button;
  WbChartView       *view;
  GtkMenuButton     *menu_button;
};

guint       wb_chart_card_count_pages     (WbChartCard    *self);
guint       wb_chart_card_get_page        (WbChartCard    *self);
void        wb_chart_card_update_title    (WbChartCard    *self);
void        wb_chart_card_name_button     (WbChartCard    *self);
void        wb_chart_card_choose_page     (WbChartCard    *self);
void        wb_chart_card_update_paging   (WbChartCard    *self);
void        wb_chart_card_show_data       (WbChartCard    *self);
char       *wb_chart_card_dup_age         (WbChartCard    *self);
void        wb_chart_card_update_state    (WbChartCard    *self);
void        wb_chart_card_update_message  (WbChartCard    *self);
void        wb_chart_card_update_preview  (WbChartCard    *self);
void        wb_chart_card_show_toast      (WbChartCard    *self,
                                           const char     *text);
void        wb_chart_card_install_preview (GtkWidgetClass *widget_class);

G_END_DECLS
