/* wb-board-names.h: which charts a board has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "source/wb-source.h"

G_BEGIN_DECLS

/**
 * WbBoardNames:
 *
 * The names of charts that a display can show: the six kinds of charts, the
 * cards in the plan of the board, and the datasets.
 */
typedef struct _WbBoardNames WbBoardNames;

WbBoardNames *wb_board_names_new  (WbSource     *source);
void          wb_board_names_free (WbBoardNames *self);
gboolean      wb_board_names_have (WbBoardNames *self,
                                   const char   *name);

G_END_DECLS
