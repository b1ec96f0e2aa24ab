/* wb-message.h: a message of the protocol
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wb-theme.h"
#include "wb-word.h"

G_BEGIN_DECLS

/* The WebSocket subprotocol of layer 3 (docs/protocol.md). */
#define WB_SUBPROTOCOL "wallboard.v1"

/* The longest messages from a client to a server, and from a server to a client, in bytes. */
#define WB_MESSAGE_MAX_TO_SERVER (64 * 1024)
#define WB_MESSAGE_MAX_TO_CLIENT (8 * 1024 * 1024)

/* The `type` of a notice that a client asks the server to send to all, and the longest text of one, in
 * bytes. */
#define WB_NOTICE_TYPE "notice"
#define WB_NOTICE_MAX  1024

/**
 * WbMessageKind:
 * @WB_MESSAGE_GET_DATA: `action` is `getData`: a request, or with `data` the answer to one
 * @WB_MESSAGE_FULL_SCREEN: `action` is `fullScreen`
 * @WB_MESSAGE_THEME_CHANGE: `action` is `themeChange` or `changeTheme`
 * @WB_MESSAGE_OTHER_ACTION: any other `action`, which is only forwarded
 * @WB_MESSAGE_AUTH: `type` is `auth`, with a token
 * @WB_MESSAGE_AUTH_OK: `type` is `auth` and `data` is `auth ok`
 * @WB_MESSAGE_NO_AUTH: `type` is `noAuth`
 * @WB_MESSAGE_HEART_CHECK: `type` is `heartCheck`
 * @WB_MESSAGE_WELCOME: `type` is `welcome`: a snapshot of the board (layer 3)
 * @WB_MESSAGE_HELLO: `type` is `hello`: the name of a display (layer 3)
 * @WB_MESSAGE_NOTICE: any other `type`: a text to show
 *
 * The kinds of messages. `action` has precedence over `type`. `socketType` does
 * not matter: in existing pages, it does not always name the chart.
 */
typedef enum
{
  WB_MESSAGE_GET_DATA,
  WB_MESSAGE_FULL_SCREEN,
  WB_MESSAGE_THEME_CHANGE,
  WB_MESSAGE_OTHER_ACTION,
  WB_MESSAGE_AUTH,
  WB_MESSAGE_AUTH_OK,
  WB_MESSAGE_NO_AUTH,
  WB_MESSAGE_HEART_CHECK,
  WB_MESSAGE_WELCOME,
  WB_MESSAGE_HELLO,
  WB_MESSAGE_NOTICE,
} WbMessageKind;

/**
 * WbMessage:
 *
 * An immutable, reference counted message.
 *
 * It keeps the bytes it was parsed from, so that it is forwarded byte for byte
 * and without a copy. It may be used from any thread.
 */
typedef struct _WbMessage WbMessage;

#define WB_TYPE_MESSAGE (wb_message_get_type ())
GType          wb_message_get_type            (void) G_GNUC_CONST;

WbMessage     *wb_message_parse               (GBytes      *bytes,
                                               GError     **error);
WbMessage     *wb_message_ref                 (WbMessage   *self);
void           wb_message_unref               (WbMessage   *self);

GBytes        *wb_message_get_bytes           (WbMessage   *self);
WbMessageKind  wb_message_get_kind            (WbMessage   *self);
const char    *wb_message_get_action          (WbMessage   *self);
const char    *wb_message_get_socket_type     (WbMessage   *self);
const char    *wb_message_get_chart_name      (WbMessage   *self);
const char    *wb_message_get_data            (WbMessage   *self);
GBytes        *wb_message_get_dataset_text    (WbMessage   *self);
const char    *wb_message_get_error           (WbMessage   *self);
gboolean       wb_message_get_full_screen     (WbMessage   *self);
gboolean       wb_message_get_theme           (WbMessage   *self,
                                               WbTheme     *ret_theme);
gboolean       wb_message_get_word            (WbMessage   *self,
                                               WbTopic     *ret_topic,
                                               WbWord      *ret_word);
gboolean       wb_message_is_repeated         (WbMessage   *self);
char          *wb_message_dup_notice          (WbMessage   *self);
const char    *wb_message_get_wanted_notice   (WbMessage   *self);
char          *wb_message_dup_display_name    (WbMessage   *self);
char          *wb_message_dup_display_version (WbMessage   *self);

WbMessage     *wb_message_new_get_data        (const char  *chart_name,
                                               const char  *socket_type);
WbMessage     *wb_message_new_full_screen     (const char  *chart_name,
                                               gboolean     full_screen);
WbMessage     *wb_message_new_theme_change    (WbTheme      theme);
WbMessage     *wb_message_new_theme_toggle    (void);
WbMessage     *wb_message_translate           (WbMessage   *self,
                                               WbWord       word);
WbMessage     *wb_message_repeat              (WbMessage   *self);
WbMessage     *wb_message_new_auth            (const char  *token);
WbMessage     *wb_message_new_auth_ok         (void);
WbMessage     *wb_message_new_no_auth         (void);
WbMessage     *wb_message_new_heart_check     (void);
WbMessage     *wb_message_new_hello           (const char  *name,
                                               const char  *version);
WbMessage     *wb_message_new_notice          (const char  *type,
                                               const char  *text);

void           wb_message_split_answer        (WbMessage   *request,
                                               gboolean     has_data,
                                               const char  *problem,
                                               char       **ret_before,
                                               char       **ret_after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbMessage, wb_message_unref)

G_END_DECLS
