/* wb-connection.h: one client, in its worker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-auth-throttle.h"
#include "common/wb-log.h"
#include "common/wb-metrics-batch.h"
#include "common/wb-tokens.h"
#include "message/wb-message.h"
#include "net/wb-transport.h"
#include "wb-websocket-frame.h"

G_BEGIN_DECLS

/* A dataset waits while more bytes than this would be on their way to a client. */
#define WB_CONNECTION_CONGESTED (64 * 1024)

/**
 * WbConnectionRules:
 * @max_message: the longest message, in bytes
 * @max_rate: messages a second, twice as many at once, and as many getData
 *   besides, of which 64 are always allowed at once; 0 for any
 * @max_waiting: what may wait behind the frame that is being written, in bytes;
 *   0 for any
 * @auth_timeout: seconds to authenticate, 0 for any
 * @ping: seconds between two pings, 0 for none
 * @silence: seconds a client may stay silent after a ping
 * @throttle: (nullable): what delays the check of a token, %NULL for nothing
 * @log: where refusals are logged
 *
 * The limits and timeouts of every connection of a server.
 */
typedef struct
{
  gsize max_message;
  guint max_rate;
  gsize max_waiting;
  guint auth_timeout;
  guint ping;
  guint silence;
  WbAuthThrottle *throttle;
  WbLog *log;
} WbConnectionRules;

/**
 * WbConnection:
 *
 * One client. It is made in one thread and then belongs to its worker, except for
 * the functions that are marked otherwise.
 */
typedef struct _WbConnection WbConnection;

/**
 * WbConnectionHost:
 * @name_changed: it has another token, or its token has another name: @name
 * @opened: it has authenticated
 * @message: it sent a board message, or a hello
 * @ping: it sent a ping; @pong is the answer, which must be sent behind the
 *   answers to what it sent before
 * @leaving: it sent a close frame, or broke a rule; nothing more is read from it,
 *   and it must be closed with @code behind the answers to what it sent before
 * @drained: there is room again for the datasets that wait
 * @poll_changed: the conditions for which it polls its socket have changed
 * @ended: it has ended, and can be freed after this dispatch
 * @deadline_changed: it has a deadline that may be earlier than all others
 *
 * The callbacks of a connection to its worker. All are called in the thread of the
 * worker, and must not change the connection.
 */
typedef struct
{
  void (*name_changed)     (WbConnection *connection,
                            const char   *name,
                            gpointer      user_data);
  void (*opened)           (WbConnection *connection,
                            gpointer      user_data);
  void (*message)          (WbConnection *connection,
                            WbMessage    *message,
                            gint64        now,
                            gpointer      user_data);
  void (*ping)             (WbConnection     *connection,
                            WbWebsocketFrame *pong,
                            gpointer          user_data);
  void (*leaving)          (WbConnection *connection,
                            guint         code,
                            const char   *reason,
                            gpointer      user_data);
  void (*drained)          (WbConnection *connection,
                            gpointer      user_data);
  void (*poll_changed)     (WbConnection *connection,
                            GIOCondition  condition,
                            gpointer      user_data);
  void (*ended)            (WbConnection *connection,
                            gpointer      user_data);
  void (*deadline_changed) (WbConnection *connection,
                            gint64        deadline,
                            gpointer      user_data);
} WbConnectionHost;

/**
 * WbFlush:
 * @WB_FLUSH_NOW: write what the socket takes
 * @WB_FLUSH_LATER: only queue it; wb_connection_flush() is called soon
 *
 * When a frame is written.
 */
typedef enum
{
  WB_FLUSH_NOW,
  WB_FLUSH_LATER,
} WbFlush;

WbConnection *wb_connection_new            (WbTransport             *transport,
                                            GInetAddress            *address,
                                            const char              *peer,
                                            gboolean                 speaks_v1,
                                            WbRight                  right,
                                            const WbConnectionRules *rules);
WbConnection *wb_connection_ref            (WbConnection            *self);
void          wb_connection_unref          (WbConnection            *self);

void          wb_connection_start          (WbConnection            *self,
                                            const WbConnectionHost  *host,
                                            gpointer                 user_data,
                                            WbTokens                *tokens,
                                            WbMetricsBatch          *batch);
void          wb_connection_set_tokens     (WbConnection            *self,
                                            WbTokens                *tokens);
void          wb_connection_join           (WbConnection            *self);
void          wb_connection_send           (WbConnection            *self,
                                            WbWebsocketFrame        *frame,
                                            gint64                   since,
                                            WbFlush                  flush);
void          wb_connection_send_posted    (WbConnection            *self,
                                            WbWebsocketFrame        *frame,
                                            gint64                   since,
                                            WbFlush                  flush);
void          wb_connection_flush          (WbConnection            *self);
void          wb_connection_writable       (WbConnection            *self);
void          wb_connection_read           (WbConnection            *self,
                                            guint8                  *buffer,
                                            gsize                    size);
void          wb_connection_break_off      (WbConnection            *self);
void          wb_connection_close          (WbConnection            *self,
                                            guint                    code,
                                            const char              *reason);
void          wb_connection_drop           (WbConnection            *self);
gint64        wb_connection_tick           (WbConnection            *self,
                                            gint64                   now);
void          wb_connection_resume         (WbConnection            *self);

gboolean      wb_connection_is_member      (WbConnection            *self);
gboolean      wb_connection_has_ended      (WbConnection            *self);
gboolean      wb_connection_is_readable    (WbConnection            *self);
gboolean      wb_connection_has_rest       (WbConnection            *self);
int           wb_connection_get_fd         (WbConnection            *self);

/* In the thread that made it. */
void          wb_connection_set_owner      (WbConnection            *self,
                                            gpointer                 owner);
gpointer      wb_connection_get_owner      (WbConnection            *self);

/* From any thread. */
const char   *wb_connection_get_peer       (WbConnection            *self);
gboolean      wb_connection_speaks_v1      (WbConnection            *self);
WbRight       wb_connection_get_right      (WbConnection            *self);
WbDialect     wb_connection_get_dialect    (WbConnection            *self);
gint64        wb_connection_get_last_heard (WbConnection            *self);
gsize         wb_connection_get_waiting    (WbConnection            *self);

void          wb_connection_add_posted     (WbConnection            *self,
                                            WbWebsocketFrame        *frame);
gboolean      wb_connection_await_room     (WbConnection            *self,
                                            gsize                    size);
gboolean      wb_connection_finish         (WbConnection            *self,
                                            gsize                    size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbConnection, wb_connection_unref)

G_END_DECLS
