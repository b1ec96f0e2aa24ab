/* wb-worker.h: a thread with a share of the clients
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-mailbox.h"
#include "wb-connection.h"

G_BEGIN_DECLS

/**
 * WbReportKind:
 * @WB_REPORT_NAME_CHANGED: the token of the client is called @name
 * @WB_REPORT_OPENED: the client has authenticated
 * @WB_REPORT_MESSAGE: the client sent a board message or a hello
 * @WB_REPORT_PING: the client sent a ping; @frame is to be sent back
 * @WB_REPORT_LEAVING: the client is to be closed, with @code and @reason
 * @WB_REPORT_DRAINED: there is room for the datasets that wait
 * @WB_REPORT_ENDED: the connection has ended
 * @WB_REPORT_CAUGHT_UP: the worker is not behind any more; there is no connection
 *
 * The events that a worker reports to the board.
 */
typedef enum
{
  WB_REPORT_NAME_CHANGED,
  WB_REPORT_OPENED,
  WB_REPORT_MESSAGE,
  WB_REPORT_PING,
  WB_REPORT_LEAVING,
  WB_REPORT_DRAINED,
  WB_REPORT_ENDED,
  WB_REPORT_CAUGHT_UP,
} WbReportKind;

/**
 * WbReport:
 * @kind: what happened
 * @connection: (transfer full) (nullable): its connection
 * @message: (transfer full) (nullable): its message
 * @frame: (transfer full) (nullable): a pong
 * @since: when the worker read it, in microseconds of the monotonic time
 * @code: why it is to be closed
 * @reason: (transfer full) (nullable): why, as a text
 * @name: (transfer full) (nullable): the name of a token
 *
 * A post from a worker to the board.
 */
typedef struct
{
  WbReportKind      kind;
  WbConnection     *connection;
  WbMessage        *message;
  WbWebsocketFrame *frame;
  gint64            since;
  guint             code;
  char             *reason;
  char             *name;
} WbReport;

void wb_report_clear (WbReport *report);

/**
 * WbWorker:
 *
 * A thread that reads from and writes to its connections. All functions are for
 * the thread that made it, and what they ask for happens in their order.
 */
typedef struct _WbWorker WbWorker;

WbWorker *wb_worker_new        (WbMailbox         *reports,
                                WbTokens          *tokens,
                                WbMetrics         *metrics,
                                GError           **error);
void      wb_worker_stop       (WbWorker          *self);
gboolean  wb_worker_adopt      (WbWorker          *self,
                                WbConnection      *connection);
void      wb_worker_join       (WbWorker          *self,
                                WbConnection      *connection);
void      wb_worker_send       (WbWorker          *self,
                                WbConnection      *connection,
                                WbWebsocketFrame  *frame,
                                gint64             since);
void      wb_worker_resume     (WbWorker          *self,
                                WbConnection      *connection);
void      wb_worker_close      (WbWorker          *self,
                                WbConnection      *connection,
                                guint              code,
                                const char        *reason);
void      wb_worker_broadcast  (WbWorker          *self,
                                WbWebsocketFrame  *frame,
                                gint64             since);
gboolean  wb_worker_is_behind  (WbWorker          *self);
void      wb_worker_beat       (WbWorker          *self,
                                WbWebsocketFrame  *frame);
void      wb_worker_set_tokens (WbWorker          *self,
                                WbTokens          *tokens);

G_END_DECLS
