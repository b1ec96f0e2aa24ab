/* wb-board-view-private.h: what the files of a board share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-board-view.h"

G_BEGIN_DECLS

struct _WbBoardView
{
  GtkWidget       parent_instance;

  GSettings      *settings;
  WbDisplayState *display_state;
  WbClient       *client;
  guint           expected;     /* seconds, 0 for not known */
  gboolean        takes_files;
  gboolean        own_content;  /* ignores the charts in full screen of the display state */
  char           *own_chart;    /* what a chart is called, or NULL for all of them */
  WbBoardPlan    *own_plan;     /* of this display alone, NULL for that of the server */
  WbBoardPlan    *plan;         /* what is on show, NULL before wb_board_view_set_up () */
  GPtrArray      *cards;        /* of WbChartCard, in the order of the plan */
  char           *problem;      /* of the plan, as it was last reported */
};

WbChartCard        *wb_board_view_get_card           (WbBoardView *self,
                                                      guint        index);
const WbBoardChart *wb_board_view_get_chart          (WbBoardView *self,
                                                      guint        index);
WbSubscription     *wb_board_view_get_subscription   (WbBoardView *self,
                                                      guint        index);
void                wb_board_view_update_card        (WbBoardView *self,
                                                      guint        index);
void                wb_board_view_watch_all          (WbBoardView *self);
void                wb_board_view_update_plan        (WbBoardView *self);
void                wb_board_view_update_problem     (WbBoardView *self);
void                wb_board_view_update_state       (WbBoardView *self);
void                wb_board_view_toggle_full_screen (WbBoardView *self,
                                                      gboolean     full_screen,
                                                      WbChartCard *card);

G_END_DECLS
