/* wb-worker.c: a thread with a share of the clients
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-worker.h"

#include <gio/gio.h>

#include "wb-poller.h"

/* What is read from one client at once. */
#define READ_SIZE (64 * 1024)

/* Orders that come together are written together, but not more than so many. */
#define ORDERS_AT_ONCE 32

/* Deadlines are seconds away, and nobody notices if they come so much later, in microseconds. */
#define COARSE (250 * 1000)

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
  ORDER_QUIT,
} OrderKind;

/* A post from the board to a worker. */
typedef struct
{
  OrderKind     kind;
  guint         code;
  WbConnection *connection;
  GBytes       *frame;
  char         *reason;
  WbTokens     *tokens;
  gint64        since;
} Order;

struct _WbWorker
{
  GThread      *thread;       /* NULL until there is work */
  GMainContext *context;
  GMainLoop    *loop;
  WbMailbox    *orders;
  WbMailbox    *reports;

  /* The thread's alone. */
  WbPoller     *poller;
  WbTokens     *tokens;
  WbTally       tally;
  GPtrArray    *connections;
  GPtrArray    *unflushed;    /* (unowned): something was pushed to them and not written */
  GPtrArray    *dead;         /* (unowned): they are among the connections still */
  GSource      *timer;
  gint64        next_tick;
  gint64        last_tick;
  guint8       *buffer;
};

static void
order_clear (gpointer data)
{
  Order *order = data;

  g_clear_pointer (&order->connection, wb_connection_unref);
  g_clear_pointer (&order->frame, g_bytes_unref);
  g_clear_pointer (&order->tokens, wb_tokens_unref);
  g_clear_pointer (&order->reason, g_free);
}

static void
report (WbWorker     *self,
        WbReportKind  kind,
        WbConnection *connection,
        WbMessage    *message,
        GBytes       *frame,
        gint64        since)
{
  WbReport post = {
    .kind = kind,
    .connection = wb_connection_ref (connection),
    .message = message != NULL ? wb_message_ref (message) : NULL,
    .frame = frame != NULL ? g_bytes_ref (frame) : NULL,
    .since = since,
  };

  wb_mailbox_post (self->reports, &post);
}

static void
opened_cb (WbConnection *connection,
           gpointer      user_data)
{
  report (user_data, WB_REPORT_OPENED, connection, NULL, NULL, 0);
}

static void
message_cb (WbConnection *connection,
            WbMessage    *message,
            gint64        now,
            gpointer      user_data)
{
  report (user_data, WB_REPORT_MESSAGE, connection, message, NULL, now);
}

static void
ping_cb (WbConnection *connection,
         GBytes       *pong,
         gpointer      user_data)
{
  report (user_data, WB_REPORT_PING, connection, NULL, pong, 0);
}

static void
drained_cb (WbConnection *connection,
            gpointer      user_data)
{
  report (user_data, WB_REPORT_DRAINED, connection, NULL, NULL, 0);
}

static void
wants_cb (WbConnection *connection,
          GIOCondition  condition,
          gpointer      user_data)
{
  WbWorker *self = user_data;

  wb_poller_change (self->poller, wb_connection_get_fd (connection), condition, connection);
}

static void
ended_cb (WbConnection *connection,
          gpointer      user_data)
{
  WbWorker *self = user_data;

  g_ptr_array_add (self->dead, connection);
}

static void
wakes_cb (WbConnection *connection,
          gint64        deadline,
          gpointer      user_data)
{
  WbWorker *self = user_data;

  if (deadline >= self->next_tick)
    return;

  self->next_tick = MAX (deadline, self->last_tick + COARSE);
  g_source_set_ready_time (self->timer, self->next_tick);
}

static const WbConnectionHost host = {
  .opened = opened_cb,
  .message = message_cb,
  .ping = ping_cb,
  .drained = drained_cb,
  .wants = wants_cb,
  .ended = ended_cb,
  .wakes = wakes_cb,
};

/* Lets those go that died since the last time. */
static void
bury (WbWorker *self)
{
  for (guint i = 0; i < self->dead->len; i++)
    {
      WbConnection *connection = g_ptr_array_index (self->dead, i);

      wb_poller_remove (self->poller, wb_connection_get_fd (connection), connection);
      wb_connection_kill (connection);
      report (self, WB_REPORT_ENDED, connection, NULL, NULL, 0);
      g_ptr_array_remove_fast (self->connections, connection);
    }
  g_ptr_array_set_size (self->dead, 0);
}

static void
end_round (WbWorker *self)
{
  bury (self);
  wb_tally_flush (&self->tally);
}

static void
ready_cb (gpointer     target,
          GIOCondition condition,
          gpointer     user_data)
{
  WbWorker *self = user_data;
  WbConnection *connection = target;

  if (connection == NULL)
    {
      end_round (self);
      return;
    }

  if ((condition & G_IO_OUT) != 0)
    wb_connection_writable (connection);
  if ((condition & G_IO_IN) != 0 && !wb_connection_is_dead (connection))
    wb_connection_read (connection, self->buffer, READ_SIZE);
}

static gboolean
tick_cb (gpointer user_data)
{
  WbWorker *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 next = G_MAXINT64;

  self->last_tick = now;
  self->next_tick = G_MAXINT64;
  for (guint i = 0; i < self->connections->len; i++)
    next = MIN (next, wb_connection_tick (g_ptr_array_index (self->connections, i), now));

  self->next_tick = MAX (next, now + COARSE);
  g_source_set_ready_time (self->timer, next == G_MAXINT64 ? -1 : self->next_tick);
  end_round (self);

  return G_SOURCE_CONTINUE;
}

static void
adopt (WbWorker     *self,
       WbConnection *connection)
{
  g_ptr_array_add (self->connections, wb_connection_ref (connection));
  wb_connection_start (connection, &host, self, self->tokens, &self->tally);

  if (!wb_poller_add (self->poller, wb_connection_get_fd (connection), G_IO_IN, connection))
    {
      wb_connection_close (connection, WB_CLOSE_TRY_LATER, "the server is full");
      return;
    }

  wb_connection_read (connection, self->buffer, READ_SIZE);
}

static void
broadcast (WbWorker *self,
           GBytes   *frame,
           gint64    since,
           gboolean  flush)
{
  for (guint i = 0; i < self->connections->len; i++)
    {
      WbConnection *connection = g_ptr_array_index (self->connections, i);

      if (wb_connection_is_member (connection))
        wb_connection_send (connection, frame, since, flush);
    }
}

/* Heart checks go to those who know them: a page of the seed would take one for a message. */
static void
beat (WbWorker *self,
      GBytes   *frame)
{
  for (guint i = 0; i < self->connections->len; i++)
    {
      WbConnection *connection = g_ptr_array_index (self->connections, i);

      if (wb_connection_is_member (connection) && wb_connection_get_dialect (connection) != WB_DIALECT_SEED)
        wb_connection_send (connection, frame, 0, TRUE);
    }
}

static void
set_tokens (WbWorker *self,
            WbTokens *tokens)
{
  g_clear_pointer (&self->tokens, wb_tokens_unref);
  self->tokens = tokens != NULL ? wb_tokens_ref (tokens) : NULL;

  for (guint i = 0; i < self->connections->len; i++)
    wb_connection_set_tokens (g_ptr_array_index (self->connections, i), tokens);
}

static void
obey (WbWorker    *self,
      const Order *order,
      gboolean     flush)
{
  switch (order->kind)
    {
    case ORDER_ADOPT:
      adopt (self, order->connection);
      break;
    case ORDER_JOIN:
      wb_connection_join (order->connection);
      break;
    case ORDER_SEND:
      wb_connection_send_posted (order->connection, order->frame, order->since, flush);
      g_ptr_array_add (self->unflushed, order->connection);
      break;
    case ORDER_RESUME:
      wb_connection_resume (order->connection);
      if (!wb_connection_is_dead (order->connection))
        wb_connection_read (order->connection, self->buffer, READ_SIZE);
      break;
    case ORDER_CLOSE:
      wb_connection_close (order->connection, order->code, order->reason);
      break;
    case ORDER_BROADCAST:
      broadcast (self, order->frame, order->since, flush);
      break;
    case ORDER_BEAT:
      beat (self, order->frame);
      break;
    case ORDER_TOKENS:
      set_tokens (self, order->tokens);
      break;
    case ORDER_QUIT:
      g_main_loop_quit (self->loop);
      break;
    }
}

/* Orders that come together are written together: each client is written to once, whatever the number of
 * frames. A single one, which is the usual case, is written without going through any queue. */
static void
obey_some (WbWorker *self,
           Order    *orders,
           guint     n_orders)
{
  gboolean flush_all = FALSE;

  for (guint i = 0; i < n_orders; i++)
    {
      obey (self, &orders[i], n_orders == 1);
      flush_all |= orders[i].kind == ORDER_BROADCAST;
    }

  if (n_orders > 1)
    {
      GPtrArray *unflushed = flush_all ? self->connections : self->unflushed;

      for (guint i = 0; i < unflushed->len; i++)
        wb_connection_flush (g_ptr_array_index (unflushed, i));
    }
  g_ptr_array_set_size (self->unflushed, 0);

  end_round (self);
}

static void
orders_cb (gpointer posts,
           guint    n_posts,
           gpointer user_data)
{
  WbWorker *self = user_data;
  Order *orders = posts;

  for (guint done = 0; done < n_posts; done += ORDERS_AT_ONCE)
    obey_some (self, orders + done, MIN (ORDERS_AT_ONCE, n_posts - done));

  for (guint i = 0; i < n_posts; i++)
    order_clear (&orders[i]);
}

static gpointer
run (gpointer data)
{
  WbWorker *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch };

static void
order (WbWorker *self,
       Order     post)
{
  wb_mailbox_post (self->orders, &post);
}

/**
 * wb_report_clear:
 * @report: a report
 *
 * Frees what a report holds.
 */
void
wb_report_clear (WbReport *report)
{
  g_return_if_fail (report != NULL);

  g_clear_pointer (&report->connection, wb_connection_unref);
  g_clear_pointer (&report->message, wb_message_unref);
  g_clear_pointer (&report->frame, g_bytes_unref);
}

/**
 * wb_worker_new:
 * @reports: where to tell what happens; posts are #WbReport
 * @tokens: (nullable): one of these a client must say first
 * @metrics: (nullable): where to count; it must live longer
 * @error: return location for an error of GIO
 *
 * Prepares a worker. It takes its descriptors now, and its thread when it gets
 * its first connection: GLib ends the process where it finds no descriptor for
 * a main context, so this must not be left for the hour of need.
 *
 * Returns: (transfer full): a worker, or %NULL with an error
 */
WbWorker *
wb_worker_new (WbMailbox  *reports,
               WbTokens   *tokens,
               WbMetrics  *metrics,
               GError    **error)
{
  WbWorker *self;
  g_autoptr (GMainContext) context = g_main_context_new ();
  WbPoller *poller;

  g_return_val_if_fail (reports != NULL, NULL);

  self = g_new0 (WbWorker, 1);
  poller = wb_poller_new (context, ready_cb, self, error);
  if (poller == NULL)
    {
      g_free (self);
      return NULL;
    }

  self->poller = poller;
  self->context = g_steal_pointer (&context);
  self->loop = g_main_loop_new (self->context, FALSE);
  self->orders = wb_mailbox_new (self->context, sizeof (Order), order_clear, orders_cb, self);
  self->reports = wb_mailbox_ref (reports);
  self->tokens = tokens != NULL ? wb_tokens_ref (tokens) : NULL;
  self->tally.metrics = metrics;
  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_connection_unref);
  self->unflushed = g_ptr_array_new ();
  self->dead = g_ptr_array_new ();
  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_callback (self->timer, tick_cb, self, NULL);
  g_source_attach (self->timer, self->context);
  self->next_tick = G_MAXINT64;
  self->buffer = g_malloc (READ_SIZE);

  return self;
}

/**
 * wb_worker_stop:
 * @self: (transfer full): a worker
 *
 * Ends the thread, cuts off all its connections and frees the worker.
 */
void
wb_worker_stop (WbWorker *self)
{
  g_return_if_fail (self != NULL);

  if (self->thread != NULL)
    {
      order (self, (Order) { .kind = ORDER_QUIT });
      g_thread_join (self->thread);
    }

  wb_mailbox_close (self->orders);
  wb_mailbox_unref (self->orders);
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  for (guint i = 0; i < self->connections->len; i++)
    wb_connection_kill (g_ptr_array_index (self->connections, i));
  g_ptr_array_unref (self->connections);
  g_ptr_array_unref (self->unflushed);
  g_ptr_array_unref (self->dead);
  wb_poller_free (self->poller);
  wb_mailbox_unref (self->reports);
  g_clear_pointer (&self->tokens, wb_tokens_unref);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->buffer);
  g_free (self);
}

/**
 * wb_worker_adopt:
 * @self: a worker
 * @connection: a new connection
 *
 * Hands a connection over to the thread.
 *
 * Returns: %FALSE if there is no thread, and none can be had
 */
gboolean
wb_worker_adopt (WbWorker     *self,
                 WbConnection *connection)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (connection != NULL, FALSE);

  if (self->thread == NULL)
    self->thread = g_thread_try_new ("wallboard-hub", run, self, NULL);
  if (self->thread == NULL)
    return FALSE;

  order (self, (Order) { .kind = ORDER_ADOPT, .connection = wb_connection_ref (connection) });

  return TRUE;
}

/**
 * wb_worker_join:
 * @self: a worker
 * @connection: one of its connections
 *
 * Makes a connection one of those that get what is broadcast from now on.
 */
void
wb_worker_join (WbWorker     *self,
                WbConnection *connection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

  order (self, (Order) { .kind = ORDER_JOIN, .connection = wb_connection_ref (connection) });
}

/**
 * wb_worker_send:
 * @self: a worker
 * @connection: one of its connections
 * @frame: a whole frame
 * @since: when what it answers was accepted, in microseconds of the monotonic
 *   time, or 0
 *
 * Sends a frame to one client.
 */
void
wb_worker_send (WbWorker     *self,
                WbConnection *connection,
                GBytes       *frame,
                gint64        since)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);
  g_return_if_fail (frame != NULL);

  wb_connection_add_posted (connection, frame);
  order (self, (Order) {
      .kind = ORDER_SEND,
      .connection = wb_connection_ref (connection),
      .frame = g_bytes_ref (frame),
      .since = since,
    });
}

/**
 * wb_worker_resume:
 * @self: a worker
 * @connection: one of its connections
 *
 * Listens again to a client that said too much at once.
 */
void
wb_worker_resume (WbWorker     *self,
                  WbConnection *connection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

  order (self, (Order) { .kind = ORDER_RESUME, .connection = wb_connection_ref (connection) });
}

/**
 * wb_worker_close:
 * @self: a worker
 * @connection: one of its connections
 * @code: why
 * @reason: why, in words
 *
 * Says goodbye to a client.
 */
void
wb_worker_close (WbWorker     *self,
                 WbConnection *connection,
                 guint         code,
                 const char   *reason)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);
  g_return_if_fail (reason != NULL);

  order (self, (Order) {
      .kind = ORDER_CLOSE,
      .connection = wb_connection_ref (connection),
      .code = code,
      .reason = g_strdup (reason),
    });
}

/**
 * wb_worker_broadcast:
 * @self: a worker
 * @frame: a whole frame
 * @since: when the message was accepted
 *
 * Sends a frame to every client that has joined.
 */
void
wb_worker_broadcast (WbWorker *self,
                     GBytes   *frame,
                     gint64    since)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  if (self->thread != NULL)
    order (self, (Order) { .kind = ORDER_BROADCAST, .frame = g_bytes_ref (frame), .since = since });
}

/**
 * wb_worker_beat:
 * @self: a worker
 * @frame: a heart check
 *
 * Sends a heart check to every client that has joined and knows what it is.
 */
void
wb_worker_beat (WbWorker *self,
                GBytes   *frame)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  if (self->thread != NULL)
    order (self, (Order) { .kind = ORDER_BEAT, .frame = g_bytes_ref (frame) });
}

/**
 * wb_worker_set_tokens:
 * @self: a worker
 * @tokens: (nullable): the tokens that hold from now on
 *
 * Swaps the tokens, for the clients that are there as well.
 */
void
wb_worker_set_tokens (WbWorker *self,
                      WbTokens *tokens)
{
  g_return_if_fail (self != NULL);

  order (self, (Order) { .kind = ORDER_TOKENS, .tokens = tokens != NULL ? wb_tokens_ref (tokens) : NULL });
}
