/* wb-state-file.h: saves the state of a board across restarts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "message/wb-board-state.h"

G_BEGIN_DECLS

/**
 * WbStateFile:
 *
 * The file in which a server keeps the state of its board.
 */
typedef struct _WbStateFile WbStateFile;

WbStateFile  *wb_state_file_new  (const char   *folder);
void          wb_state_file_free (WbStateFile  *self);
WbBoardState *wb_state_file_load (WbStateFile  *self);
void          wb_state_file_save (WbStateFile  *self,
                                  WbBoardState *state);

G_END_DECLS
