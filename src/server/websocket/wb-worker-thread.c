/* wb-worker-thread.c: the part of a worker that runs in its thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-worker-private.h"

/* The most orders whose frames are written together. */
#define ORDERS_AT_ONCE 32

/* Deadlines are seconds away, so they may be this late, in microseconds. */
#define COARSE (250 * 1000)

static void
report (WbWorker     *self,
        WbConnection *connection,
        WbReport      post)
{
  post.connection = wb_connection_ref (connection);
  wb_mailbox_post (self->reports, &post);
}

static void
name_changed_cb (WbConnection *connection,
                 const char   *name,
                 gpointer      user_data)
{
  report (user_data, connection, (WbReport) { .kind = WB_REPORT_NAME_CHANGED, .name = g_strdup (name) });
}

static void
opened_cb (WbConnection *connection,
           gpointer      user_data)
{
  report (user_data, connection, (WbReport) { .kind = WB_REPORT_OPENED });
}

static void
message_cb (WbConnection *connection,
            WbMessage    *message,
            gint64        now,
            gpointer      user_data)
{
  report (user_data, connection, (WbReport) {
      .kind = WB_REPORT_MESSAGE,
      .message = wb_message_ref (message),
      .since = now,
    });
}

static void
ping_cb (WbConnection     *connection,
         WbWebsocketFrame *pong,
         gpointer          user_data)
{
  report (user_data, connection, (WbReport) { .kind = WB_REPORT_PING,
                                              .frame = wb_websocket_frame_ref (pong) });
}

static void
leaving_cb (WbConnection *connection,
            guint         code,
            const char   *reason,
            gpointer      user_data)
{
  report (user_data, connection, (WbReport) {
      .kind = WB_REPORT_LEAVING,
      .code = code,
      .reason = g_strdup (reason),
    });
}

static void
drained_cb (WbConnection *connection,
            gpointer      user_data)
{
  report (user_data, connection, (WbReport) { .kind = WB_REPORT_DRAINED });
}

static void
poll_changed_cb (WbConnection *connection,
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

  g_ptr_array_add (self->ended, connection);
}

static void
deadline_changed_cb (WbConnection *connection,
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
  .name_changed = name_changed_cb,
  .opened = opened_cb,
  .message = message_cb,
  .ping = ping_cb,
  .leaving = leaving_cb,
  .drained = drained_cb,
  .poll_changed = poll_changed_cb,
  .ended = ended_cb,
  .deadline_changed = deadline_changed_cb,
};

/* Frees connections that ended in this dispatch. */
static void
free_ended (WbWorker *self)
{
  for (guint i = 0; i < self->ended->len; i++)
    {
      WbConnection *connection = g_ptr_array_index (self->ended, i);

      wb_poller_remove (self->poller, wb_connection_get_fd (connection), connection);
      wb_connection_drop (connection);
      report (self, connection, (WbReport) { .kind = WB_REPORT_ENDED });
      g_ptr_array_remove_fast (self->connections, connection);
    }
  g_ptr_array_set_size (self->ended, 0);
}

static void
end_round (WbWorker *self)
{
  free_ended (self);
  wb_metrics_batch_flush (&self->batch);
}

/* A socket is ready, or all that were have been served. */
void
wb_worker_ready (gpointer     target,
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
  if (wb_connection_has_rest (connection))
    wb_connection_read (connection, self->buffer, READ_SIZE);
  if ((condition & G_IO_IN) == 0 || wb_connection_has_ended (connection))
    return;

  /* The kernel keeps reporting a broken socket, whatever it is polled for. */
  if (wb_connection_is_readable (connection))
    wb_connection_read (connection, self->buffer, READ_SIZE);
  else
    wb_connection_break_off (connection);
}

/* Does what is due, and reads what had to wait for it. Returns the next deadline. */
static gint64
tick (WbWorker     *self,
      WbConnection *connection,
      gint64        now)
{
  gint64 next = wb_connection_tick (connection, now);

  if (!wb_connection_has_rest (connection))
    return next;

  wb_connection_read (connection, self->buffer, READ_SIZE);
  return wb_connection_tick (connection, now);
}

/* A deadline has come. */
gboolean
wb_worker_tick (gpointer user_data)
{
  WbWorker *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 next = G_MAXINT64;

  self->last_tick = now;
  self->next_tick = G_MAXINT64;
  for (guint i = 0; i < self->connections->len; i++)
    {
      gint64 due = tick (self, g_ptr_array_index (self->connections, i), now);

      next = MIN (next, due);
    }

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
  wb_connection_start (connection, &host, self, self->tokens, &self->batch);

  if (!wb_poller_add (self->poller, wb_connection_get_fd (connection), G_IO_IN, connection))
    {
      wb_connection_close (connection, WB_CLOSE_TRY_LATER, "the server is full");
      return;
    }

  wb_connection_read (connection, self->buffer, READ_SIZE);
}

static void
broadcast (WbWorker         *self,
           WbWebsocketFrame *frame,
           gint64            since,
           WbFlush           flush)
{
  for (guint i = 0; i < self->connections->len; i++)
    {
      WbConnection *connection = g_ptr_array_index (self->connections, i);

      if (wb_connection_is_member (connection))
        wb_connection_send (connection, frame, since, flush);
    }
}

static void
finish_broadcast (WbWorker *self)
{
  WbReport post = { .kind = WB_REPORT_CAUGHT_UP };

  if (atomic_fetch_sub (&self->n_broadcasts, 1) - 1 <= CAUGHT_UP &&
      atomic_load (&self->is_awaited) && atomic_exchange (&self->is_awaited, FALSE))
    wb_mailbox_post (self->reports, &post);
}

/* Heart checks are not sent to legacy pages, which would take one for a message. */
static void
beat (WbWorker         *self,
      WbWebsocketFrame *frame)
{
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->connections->len; i++)
    {
      WbConnection *connection = g_ptr_array_index (self->connections, i);

      if (wb_connection_is_member (connection) && wb_connection_get_dialect (connection) != WB_DIALECT_LEGACY)
        wb_connection_send (connection, frame, now, WB_FLUSH_NOW);
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
execute (WbWorker    *self,
         const Order *order,
         WbFlush      flush)
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
      if (!wb_connection_has_ended (order->connection))
        wb_connection_read (order->connection, self->buffer, READ_SIZE);
      break;
    case ORDER_CLOSE:
      wb_connection_close (order->connection, order->code, order->reason);
      break;
    case ORDER_BROADCAST:
      broadcast (self, order->frame, order->since, flush);
      finish_broadcast (self);
      break;
    case ORDER_BEAT:
      beat (self, order->frame);
      break;
    case ORDER_TOKENS:
      set_tokens (self, order->tokens);
      break;
    }
}

/* Orders that come together are written together: each client is written to once, whatever the number of
 * frames. A single one, which is the usual case, is written without going through any queue. */
static void
execute_some (WbWorker *self,
              Order    *orders,
              guint     n_orders)
{
  gboolean flush_all = FALSE;

  for (guint i = 0; i < n_orders; i++)
    {
      execute (self, &orders[i], n_orders == 1 ? WB_FLUSH_NOW : WB_FLUSH_LATER);
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

/* The board has posted orders. */
void
wb_worker_execute (gpointer posts,
                   guint    n_posts,
                   gpointer user_data)
{
  WbWorker *self = user_data;
  Order *orders = posts;

  for (guint done = 0; done < n_posts; done += ORDERS_AT_ONCE)
    execute_some (self, orders + done, MIN (ORDERS_AT_ONCE, n_posts - done));

  for (guint i = 0; i < n_posts; i++)
    wb_order_clear (&orders[i]);
}

void
wb_order_clear (gpointer data)
{
  Order *order = data;

  g_clear_pointer (&order->connection, wb_connection_unref);
  g_clear_pointer (&order->frame, wb_websocket_frame_unref);
  g_clear_pointer (&order->tokens, wb_tokens_unref);
  g_clear_pointer (&order->reason, g_free);
}
