/* wb-board-state.h: the state that all displays of a board share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-message.h"
#include "wb-theme.h"

G_BEGIN_DECLS

/* The most charts in full screen at once: peers choose the names, so there is a limit. The next one replaces
 * the oldest. */
#define WB_BOARD_STATE_MAX_FULL_SCREEN 64

/* The longest message that is kept byte for byte, so that all of them fit into the queue of a client that
 * connects later (1 MiB by default). A longer one is written anew with the same meaning. */
#define WB_BOARD_STATE_MAX_MESSAGE (4 * 1024)

/**
 * WbBoardState:
 *
 * Theme, charts in full screen, and revision of a board, as an immutable,
 * reference counted value.
 *
 * Server and client hold one each and apply the same messages with
 * wb_board_state_apply(), so that all displays show the same.
 */
typedef struct _WbBoardState WbBoardState;

#define WB_TYPE_BOARD_STATE (wb_board_state_get_type ())
GType         wb_board_state_get_type (void) G_GNUC_CONST;

WbBoardState *wb_board_state_new      (const char   *epoch);
WbBoardState *wb_board_state_ref      (WbBoardState *self);
void          wb_board_state_unref    (WbBoardState *self);

WbBoardState *wb_board_state_renew    (WbBoardState *self,
                                       const char   *epoch);
WbBoardState *wb_board_state_apply    (WbBoardState *self,
                                       WbMessage    *message);

/**
 * WbBoardStateFunc:
 * @chart_name: a valid name
 * @user_data: the data of wb_board_state_apply_known()
 *
 * Returns: whether a chart of that name exists
 */
typedef gboolean (*WbBoardStateFunc) (const char *chart_name,
                                      gpointer    user_data);

WbBoardState *wb_board_state_apply_known       (WbBoardState     *self,
                                                WbMessage        *message,
                                                WbBoardStateFunc  is_known,
                                                gpointer          user_data);

WbTheme       wb_board_state_get_theme         (WbBoardState     *self);
guint64       wb_board_state_get_revision      (WbBoardState     *self);
const char   *wb_board_state_get_epoch         (WbBoardState     *self);
guint         wb_board_state_get_n_full_screen (WbBoardState     *self);
const char   *wb_board_state_get_full_screen   (WbBoardState     *self,
                                                guint             position);
gboolean      wb_board_state_is_full_screen    (WbBoardState     *self,
                                                const char       *chart_name);
GPtrArray    *wb_board_state_list_missed       (WbBoardState     *self);

/**
 * WbWelcome:
 * @state: (transfer full): the snapshot
 * @server: the name and version of the server, such as `Wallboard 1.0`
 * @heartbeat: seconds between two heart checks, 0 for none
 * @control: whether this connection may change the board
 *
 * The content of a `welcome`.
 */
typedef struct
{
  WbBoardState *state;
  char         *server;
  guint         heartbeat;
  gboolean      control;
} WbWelcome;

WbMessage *wb_welcome_to_message   (const WbWelcome  *self);
WbWelcome *wb_welcome_from_message (WbMessage        *message,
                                    GError          **error);
void       wb_welcome_free         (WbWelcome        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbBoardState, wb_board_state_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbWelcome, wb_welcome_free)

G_END_DECLS
