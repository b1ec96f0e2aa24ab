/* wb-board.h: who gets to see what
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-session.h"
#include "wb-source.h"

G_BEGIN_DECLS

#define WB_TYPE_BOARD (wb_board_get_type ())
G_DECLARE_FINAL_TYPE (WbBoard, wb_board, WB, BOARD, GObject)

WbBoard *wb_board_new            (WbSource   *source,
                                  guint       heartbeat);
void     wb_board_admit          (WbBoard    *self,
                                  WbSession  *session);
void     wb_board_close          (WbBoard    *self,
                                  gushort     code,
                                  const char *reason);
guint    wb_board_get_n_sessions (WbBoard    *self);

G_END_DECLS
