/* wb-board-state-private.h: makes a state from the parts of a welcome
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-board-state.h"

G_BEGIN_DECLS

WbBoardState *wb_board_state_new_snapshot (const char         *epoch,
                                           guint64             revision,
                                           WbTheme             theme,
                                           const char * const *full_screen,
                                           guint               n_full_screen);

G_END_DECLS
