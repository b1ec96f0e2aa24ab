/* wb-worker-private.h: what the two sides of a worker share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdatomic.h>

#include "net/wb-poller.h"
#include "support/wb-context-thread.h"
#include "wb-worker.h"

G_BEGIN_DECLS

/* What is read from one client at once. */
#define READ_SIZE (64 * 1024)

/* A worker that has more broadcasts to write than this is behind, until it has no more than that. */
#define BEHIND 64
#define CAUGHT_UP 32

typedef enum
{
  ORDER_ADOPT,
  ORDER_JOIN,
  ORDER_SEND,
  ORDER_RESUME,
  ORDER_CLOSE,
  ORDER_BROADCAST,
  ORDER_BEAT,
  ORDER_TOKENS,
} OrderKind;

/* A post from the board to a worker. */
typedef struct
{
  OrderKind         kind;
  guint             code;
  WbConnection     *connection;
  WbWebsocketFrame *frame;
  char             *reason;
  WbTokens         *tokens;
  gint64            since;
} Order;

struct _WbWorker
{
  WbContextThread *thread;       /* started when there is work */
  WbMailbox       *orders;
  WbMailbox       *reports;

  /* For both sides. */
  _Atomic guint    n_broadcasts; /* that are ordered and not written */
  _Atomic gboolean is_awaited;   /* whether the board waits for there to be fewer */

  /* The thread's alone. */
  WbPoller        *poller;
  WbTokens        *tokens;
  WbMetricsBatch   batch;
  GPtrArray       *connections;
  GPtrArray       *unflushed;    /* (unowned): something was pushed to them and not written */
  GPtrArray       *ended;        /* (unowned): they are among the connections still */
  GSource         *timer;
  gint64           next_tick;
  gint64           last_tick;
  guint8          *buffer;
};

/* wb-worker-thread.c; all are called in the thread, with the worker for data. */
void     wb_worker_ready   (gpointer     target,
                            GIOCondition condition,
                            gpointer     user_data);
gboolean wb_worker_tick    (gpointer     user_data);
void     wb_worker_execute (gpointer     posts,
                            guint        n_posts,
                            gpointer     user_data);
void     wb_order_clear    (gpointer     data);

G_END_DECLS
