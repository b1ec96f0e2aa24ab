/* wb-board-status.h: the state of the connection, the clock and the ages of a board on show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-board-view.h"
#include "wb-state-pill.h"

G_BEGIN_DECLS

#define WB_TYPE_BOARD_STATUS (wb_board_status_get_type ())

/* Keeps what a window shows around its board up to date: once a second while the board is visible, and
 * whenever the connection changes. */
G_DECLARE_FINAL_TYPE (WbBoardStatus, wb_board_status, WB, BOARD_STATUS, GObject)

WbBoardStatus *wb_board_status_new (WbBoardView *board,
                                    WbStatePill *pill,
                                    GtkLabel    *clock);
char          *wb_board_status_dup_problem (WbBoardStatus *self);

G_END_DECLS
