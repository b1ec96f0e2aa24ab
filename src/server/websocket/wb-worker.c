/* wb-worker.c: a thread with a share of the clients
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-worker-private.h"

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

void
wb_report_clear (WbReport *report)
{
  g_return_if_fail (report != NULL);

  g_clear_pointer (&report->connection, wb_connection_unref);
  g_clear_pointer (&report->message, wb_message_unref);
  g_clear_pointer (&report->frame, wb_websocket_frame_unref);
  g_clear_pointer (&report->reason, g_free);
  g_clear_pointer (&report->name, g_free);
}

/**
 * wb_worker_new:
 * @reports: where to post events, as #WbReport
 * @tokens: (nullable): a client must send one of these first
 * @metrics: (nullable): where to count; it must live longer
 * @error: return location for an error of GIO
 *
 * Prepares a worker. It opens its descriptors now, and starts its thread with the
 * first connection: GLib aborts the process when it finds no descriptor for a main
 * context, so they are reserved early.
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
  g_autoptr (WbContextThread) thread = wb_context_thread_new ("wallboard-hub");
  GMainContext *context = wb_context_thread_get_context (thread);
  WbPoller *poller;

  g_return_val_if_fail (reports != NULL, NULL);

  self = g_new0 (WbWorker, 1);
  poller = wb_poller_new (context, wb_worker_ready, self, error);
  if (poller == NULL)
    {
      g_free (self);
      return NULL;
    }

  self->poller = poller;
  self->thread = g_steal_pointer (&thread);
  self->orders = wb_mailbox_new (context, sizeof (Order), wb_order_clear, wb_worker_execute, self);
  self->reports = wb_mailbox_ref (reports);
  self->tokens = tokens != NULL ? wb_tokens_ref (tokens) : NULL;
  self->batch.metrics = metrics;
  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_connection_unref);
  self->unflushed = g_ptr_array_new ();
  self->ended = g_ptr_array_new ();
  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_callback (self->timer, wb_worker_tick, self, NULL);
  g_source_attach (self->timer, context);
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

  wb_context_thread_stop (self->thread);
  wb_mailbox_close (self->orders);
  wb_mailbox_unref (self->orders);
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  for (guint i = 0; i < self->connections->len; i++)
    wb_connection_drop (g_ptr_array_index (self->connections, i));
  g_ptr_array_unref (self->connections);
  g_ptr_array_unref (self->unflushed);
  g_ptr_array_unref (self->ended);
  wb_poller_free (self->poller);
  wb_mailbox_unref (self->reports);
  g_clear_pointer (&self->tokens, wb_tokens_unref);
  wb_context_thread_free (self->thread);
  g_free (self->buffer);
  g_free (self);
}

/**
 * wb_worker_adopt:
 * @self: a worker
 * @connection: a new connection
 *
 * Passes a connection to the thread.
 *
 * Returns: %FALSE if the thread cannot be started
 */
gboolean
wb_worker_adopt (WbWorker     *self,
                 WbConnection *connection)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (connection != NULL, FALSE);

  if (!wb_context_thread_is_started (self->thread) &&
      !wb_context_thread_start (self->thread, NULL, NULL, NULL))
    return FALSE;

  order (self, (Order) { .kind = ORDER_ADOPT, .connection = wb_connection_ref (connection) });

  return TRUE;
}

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
wb_worker_send (WbWorker         *self,
                WbConnection     *connection,
                WbWebsocketFrame *frame,
                gint64            since)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);
  g_return_if_fail (frame != NULL);

  wb_connection_add_posted (connection, frame);
  order (self, (Order) {
      .kind = ORDER_SEND,
      .connection = wb_connection_ref (connection),
      .frame = wb_websocket_frame_ref (frame),
      .since = since,
    });
}

/**
 * wb_worker_resume:
 * @self: a worker
 * @connection: one of its connections
 *
 * Resumes reading from a client that had sent too much at once.
 */
void
wb_worker_resume (WbWorker     *self,
                  WbConnection *connection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

  order (self, (Order) { .kind = ORDER_RESUME, .connection = wb_connection_ref (connection) });
}

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
wb_worker_broadcast (WbWorker         *self,
                     WbWebsocketFrame *frame,
                     gint64            since)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  if (!wb_context_thread_is_started (self->thread))
    return;

  atomic_fetch_add (&self->n_broadcasts, 1);
  order (self, (Order) { .kind = ORDER_BROADCAST, .frame = wb_websocket_frame_ref (frame), .since = since });
}

/**
 * wb_worker_is_behind:
 * @self: a worker
 *
 * Checks whether so many broadcasts wait to be written that there should not be
 * more for now.
 *
 * Returns: %TRUE if they do; %WB_REPORT_CAUGHT_UP then follows
 */
gboolean
wb_worker_is_behind (WbWorker *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (atomic_load (&self->n_broadcasts) <= BEHIND)
    return FALSE;

  /* They may be written by now, before the worker could see the flag. */
  atomic_store (&self->is_awaited, TRUE);
  if (atomic_load (&self->n_broadcasts) > CAUGHT_UP)
    return TRUE;

  return !atomic_exchange (&self->is_awaited, FALSE);
}

/**
 * wb_worker_beat:
 * @self: a worker
 * @frame: a heart check
 *
 * Sends a heart check to every client that has joined and supports it.
 */
void
wb_worker_beat (WbWorker         *self,
                WbWebsocketFrame *frame)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  if (wb_context_thread_is_started (self->thread))
    order (self, (Order) { .kind = ORDER_BEAT, .frame = wb_websocket_frame_ref (frame) });
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
