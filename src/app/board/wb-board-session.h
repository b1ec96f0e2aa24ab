/* wb-board-session.h: a board while it is edited: what can be undone, and where it is saved
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-board-view.h"

G_BEGIN_DECLS

#define WB_TYPE_BOARD_SESSION (wb_board_session_get_type ())
G_DECLARE_FINAL_TYPE (WbBoardSession, wb_board_session, WB, BOARD_SESSION, GObject)

WbBoardSession *wb_board_session_new         (WbBoardView    *board);
GActionGroup   *wb_board_session_get_actions (WbBoardSession *self);
gboolean        wb_board_session_get_editing (WbBoardSession *self);
WbBoardPlan    *wb_board_session_get_plan    (WbBoardSession *self);
void            wb_board_session_preview     (WbBoardSession *self,
                                              WbBoardPlan    *plan);
gboolean        wb_board_session_apply       (WbBoardSession *self,
                                              WbBoardPlan    *plan);

G_END_DECLS
