/* wb-board-view.h: the cards of a board, with the data of a client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "card/wb-chart-card.h"
#include "wb-client.h"
#include "wb-display-state.h"

G_BEGIN_DECLS

#define WB_TYPE_BOARD_VIEW (wb_board_view_get_type ())
G_DECLARE_FINAL_TYPE (WbBoardView, wb_board_view, WB, BOARD_VIEW, GtkWidget)

void         wb_board_view_set_up            (WbBoardView    *self,
                                              GSettings      *settings,
                                              WbDisplayState *display_state);
GSettings   *wb_board_view_get_settings      (WbBoardView    *self);
void         wb_board_view_take_files        (WbBoardView    *self);
void         wb_board_view_set_client        (WbBoardView    *self,
                                              WbClient       *client);
WbClient    *wb_board_view_get_client        (WbBoardView    *self);
void         wb_board_view_set_plan          (WbBoardView    *self,
                                              WbBoardPlan    *plan);
WbBoardPlan *wb_board_view_get_plan          (WbBoardView    *self);
GtkWidget   *wb_board_view_find_card         (WbBoardView    *self,
                                              const char     *name);
void         wb_board_view_leave_full_screen (WbBoardView    *self);
void         wb_board_view_update_ages       (WbBoardView    *self);
void         wb_board_view_set_expected      (WbBoardView    *self,
                                              guint           seconds);
void         wb_board_view_show_only         (WbBoardView    *self,
                                              const char     *chart);
gboolean     wb_board_view_lacks_chart       (WbBoardView    *self,
                                              const char     *name);
gint64       wb_board_view_get_oldest        (WbBoardView    *self);
GPtrArray   *wb_board_view_list_titles       (WbBoardView    *self,
                                              WbCardState     state);
gboolean     wb_board_view_is_settled        (WbBoardView    *self);

G_END_DECLS
