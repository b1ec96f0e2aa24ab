/* wb-board.h: the state of a board, and the rules by which messages are passed on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "source/wb-source.h"
#include "wb-hub.h"

G_BEGIN_DECLS

#define WB_TYPE_BOARD (wb_board_get_type ())

/**
 * WbBoard:
 *
 * The board of a server: its state, and the rules by which messages pass
 * between the sessions and the source (docs/protocol.md, sections 1 and 3). It
 * is independent of sockets and threads.
 */
G_DECLARE_FINAL_TYPE (WbBoard, wb_board, WB, BOARD, GObject)

WbBoard *wb_board_new (WbSource   *source,
                       WbHub      *hub,
                       guint       heartbeat,
                       const char *state_folder,
                       WbMetrics  *metrics);

G_END_DECLS
