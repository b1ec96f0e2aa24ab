/* wb-message-private.h: what the files of this folder share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "wb-board-state.h"

G_BEGIN_DECLS

/* The member of a message that is ignored by who understood the message before it. */
#define WB_MESSAGE_REPEATED "repeated"

JsonNode     *wb_message_get_data_node    (WbMessage          *self);
WbMessage    *wb_message_new_take_text    (GString            *text);

WbBoardState *wb_board_state_new_snapshot (const char         *epoch,
                                           guint64             revision,
                                           WbTheme             theme,
                                           const char * const *full_screen,
                                           guint               n_full_screen);

G_END_DECLS
