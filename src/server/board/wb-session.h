/* wb-session.h: one client, as the board sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-display.h"
#include "wb-subscriptions.h"
#include "websocket/wb-worker.h"

G_BEGIN_DECLS

#define WB_TYPE_SESSION (wb_session_get_type ())

/**
 * WbSession:
 *
 * The board's side of a connection. Calls are passed on to the worker's thread,
 * which carries them out in the same order.
 */
G_DECLARE_FINAL_TYPE (WbSession, wb_session, WB, SESSION, GObject)

WbSession       *wb_session_new               (WbWorker         *worker,
                                               WbConnection     *connection);
void             wb_session_set_token         (WbSession        *self,
                                               const char       *name);
void             wb_session_open              (WbSession        *self);
void             wb_session_introduce         (WbSession        *self,
                                               WbMessage        *hello);
void             wb_session_send              (WbSession        *self,
                                               WbWebsocketFrame *frame,
                                               gint64            since);
void             wb_session_send_message      (WbSession        *self,
                                               WbMessage        *message,
                                               gint64            since);
gboolean         wb_session_await_room        (WbSession        *self,
                                               WbWebsocketFrame *frame);
void             wb_session_close             (WbSession        *self,
                                               guint             code,
                                               const char       *reason);

gboolean         wb_session_is_open           (WbSession        *self);
gboolean         wb_session_speaks_v1         (WbSession        *self);
WbSubscriptions *wb_session_get_subscriptions (WbSession        *self);

WbRight          wb_session_get_right         (WbSession        *self);
const char      *wb_session_get_peer          (WbSession        *self);
WbDisplay       *wb_session_describe          (WbSession        *self);
void             wb_session_set_word          (WbSession        *self,
                                               WbTopic           topic,
                                               WbWord            word);
gboolean         wb_session_listens_for       (WbSession        *self,
                                               WbTopic           topic,
                                               WbWord            word);

G_END_DECLS
