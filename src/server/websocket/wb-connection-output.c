/* wb-connection-output.c: writes to a client, and ends its connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-connection-private.h"

/* How many parts of frames are written at once. */
#define MAX_VECTORS 64

/* How many bytes are written to one client before others are served: a socket takes megabytes at once, and
 * without an end while its client reads as fast. */
#define MAX_TURN (64 * 1024)

/* Frames that were queued with %WB_FLUSH_LATER are written when there are so many bytes of them: the limit is
 * for those that cannot be written. */
#define FLUSH_BEHIND (32 * 1024)

/* Ends the connection. The worker frees it after this dispatch. */
void
wb_connection_end (WbConnection *self,
                   guint         code)
{
  if (self->state == STATE_ENDED)
    return;

  self->state = STATE_ENDED;
  wb_outbox_clear (&self->outbox);
  atomic_store (&self->waiting, 0);
  if (self->close_code == 0)
    self->close_code = code;

  g_info ("%s: disconnected with code %u", self->peer, self->close_code);
  wb_metrics_add_close (self->batch->metrics, (gushort) self->close_code);
  if (self->is_member)
    wb_metrics_remove_client (self->batch->metrics, atomic_load (&self->dialect));
  self->is_member = FALSE;
  self->host->ended (self, self->host_data);
}

/* Polls for what it needs: for room if it is blocked, for input unless reading is paused. While the check of
 * a token is delayed, it polls for the end of the connection. While the board is behind it does not, since
 * what came before the end still counts. */
void
wb_connection_update_condition (WbConnection *self)
{
  GIOCondition condition = self->is_blocked ? G_IO_OUT : 0;

  if (self->state == STATE_ENDED)
    return;

  if (self->auth != NULL)
    condition |= G_IO_HUP;
  else if (!self->is_paused && wb_transport_can_read (self->transport))
    condition |= G_IO_IN;
  if (condition == self->condition)
    return;

  self->condition = condition;
  self->host->poll_changed (self, condition, self->host_data);
}

/* Reports room for a waiting dataset. The socket still has much to send, so it does not become idle. */
static void
tell_room (WbConnection *self)
{
  if (atomic_load (&self->awaits_room) && wb_connection_get_waiting (self) == 0 &&
      atomic_exchange (&self->awaits_room, FALSE))
    self->host->drained (self, self->host_data);
}

static void
update_waiting (WbConnection *self)
{
  gsize waiting = wb_outbox_get_waiting (&self->outbox);

  if (atomic_load (&self->waiting) != waiting)
    {
      atomic_store (&self->waiting, waiting);
      wb_metrics_raise_queue (self->batch->metrics, waiting);
    }

  tell_room (self);
}

/* The close frame is written. */
static void
finish_close (WbConnection *self)
{
  if (self->peer_closed)
    wb_connection_end (self, self->close_code);
  else if (self->input_broken)
    wb_transport_shutdown (self->transport);
}

static void
delivered_cb (gint64   since,
              gpointer user_data)
{
  WbMetricsBatch *batch = user_data;

  if (since > 0)
    wb_metrics_batch_add_delivery (batch, since);
}

/* Bytes that count as written may still be buffered by TLS. FALSE where the connection broke. */
static gboolean
flush_transport (WbConnection *self)
{
  gssize n = wb_transport_flush (self->transport);

  self->is_blocked = n == WB_TRANSPORT_WOULD_BLOCK;

  return n != WB_TRANSPORT_BROKEN;
}

/* Writes what waits, up to the limit of one dispatch. FALSE where the connection broke. */
static gboolean
write_waiting (WbConnection *self)
{
  gboolean was_blocked = self->is_blocked && !self->is_resting;
  gsize left = MAX_TURN;

  while (left > 0 && !wb_outbox_is_empty (&self->outbox))
    {
      struct iovec vectors[MAX_VECTORS];
      guint n_vectors = wb_outbox_gather (&self->outbox, vectors, MAX_VECTORS, left);
      gssize n = wb_transport_write (self->transport, vectors, n_vectors);

      if (n == WB_TRANSPORT_WOULD_BLOCK)
        {
          self->is_blocked = TRUE;
          self->is_resting = FALSE;
          return TRUE;
        }
      if (n < 0)
        return FALSE;

      /* A full socket has room again because the client took something, so the client is not silent. */
      if (was_blocked)
        atomic_store_explicit (&self->last_heard, g_get_monotonic_time (), memory_order_relaxed);
      self->batch->sent_bytes += n;
      wb_outbox_advance (&self->outbox, n, delivered_cb, self->batch);
      left -= n;
    }

  /* The poller reports at once that the socket takes more, but serves others before. */
  self->is_resting = self->is_blocked = !wb_outbox_is_empty (&self->outbox);

  return self->is_resting || flush_transport (self);
}

/* Writes a frame when nothing waits. How much of it was written, or %WB_TRANSPORT_BROKEN. */
static gssize
write_at_once (WbConnection     *self,
               WbWebsocketFrame *frame,
               gint64            since)
{
  struct iovec vectors[WB_WEBSOCKET_MAX_PARTS];
  guint n_vectors = wb_websocket_frame_gather (frame, 0, vectors, G_N_ELEMENTS (vectors));
  gssize n = wb_transport_write (self->transport, vectors, n_vectors);

  if (n == WB_TRANSPORT_WOULD_BLOCK)
    {
      self->is_blocked = TRUE;
      return 0;
    }

  if (n > 0)
    self->batch->sent_bytes += n;
  if (n == (gssize) wb_websocket_frame_get_size (frame))
    {
      delivered_cb (since, self->batch);
      if (!flush_transport (self))
        return WB_TRANSPORT_BROKEN;
      if (self->is_blocked)
        wb_connection_update_condition (self);
    }

  return n;
}

/* Queues a frame behind all others, in any state. */
void
wb_connection_enqueue (WbConnection     *self,
                       WbWebsocketFrame *frame,
                       gint64            since,
                       WbFlush           flush)
{
  gssize begun = 0;

  if (flush == WB_FLUSH_NOW && wb_outbox_is_empty (&self->outbox) &&
      wb_websocket_frame_get_size (frame) <= MAX_TURN)
    {
      begun = write_at_once (self, frame, since);
      if (begun == (gssize) wb_websocket_frame_get_size (frame))
        return;
      if (begun < 0)
        {
          wb_connection_end (self, WB_CLOSE_ABNORMAL);
          return;
        }
    }

  wb_outbox_push (&self->outbox, frame, begun, since);
  if (flush == WB_FLUSH_NOW || wb_outbox_get_behind (&self->outbox) > FLUSH_BEHIND)
    wb_connection_flush (self);
  wb_connection_update_condition (self);
}

static void
limit_waiting (WbConnection *self)
{
  if (self->rules->max_waiting == 0 || wb_outbox_get_behind (&self->outbox) <= self->rules->max_waiting)
    return;

  /* The frames may not have been tried yet, or only up to the limit of one dispatch. */
  do
    {
      wb_connection_flush (self);
      if (self->state >= STATE_CLOSING || wb_outbox_get_behind (&self->outbox) <= self->rules->max_waiting)
        return;
    }
  while (self->is_resting);

  wb_log_event (self->rules->log, self->peer, "behind", "does not keep up, closing");
  wb_outbox_drop_unbegun (&self->outbox);
  wb_connection_close (self, WB_CLOSE_TRY_LATER, "too much is waiting to be read");
}

/**
 * wb_connection_send:
 * @self: a connection
 * @frame: a whole frame
 * @since: when the message in it was accepted, in microseconds of the monotonic
 *   time, or 0 if its delivery is not measured
 * @flush: when to write
 *
 * Sends a frame, behind all those before it, or nothing if the connection is
 * closing.
 */
void
wb_connection_send (WbConnection     *self,
                    WbWebsocketFrame *frame,
                    gint64            since,
                    WbFlush           flush)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  if (self->state >= STATE_CLOSING)
    return;

  wb_connection_enqueue (self, frame, since, flush);
  if (self->state < STATE_CLOSING && !wb_outbox_is_empty (&self->outbox))
    {
      limit_waiting (self);
      update_waiting (self);
    }
}

/**
 * wb_connection_send_posted:
 * @self: a connection
 * @frame: a whole frame that [func@wb_connection_add_posted] was called for
 * @since: when the message that it answers was accepted, or 0
 * @flush: when to write
 *
 * Sends a frame that the board has posted.
 */
void
wb_connection_send_posted (WbConnection     *self,
                           WbWebsocketFrame *frame,
                           gint64            since,
                           WbFlush           flush)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  wb_connection_send (self, frame, since, flush);
  atomic_fetch_sub (&self->posted, wb_websocket_frame_get_size (frame));
  tell_room (self);
}

/**
 * wb_connection_flush:
 * @self: a connection
 *
 * Writes what waits, up to the limit of one dispatch, unless the socket is known to
 * be full.
 */
void
wb_connection_flush (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  if (!self->is_blocked || self->is_resting)
    wb_connection_writable (self);
}

/**
 * wb_connection_writable:
 * @self: a connection
 *
 * Writes what waits: the socket has room again.
 */
void
wb_connection_writable (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  if (self->state == STATE_ENDED)
    return;

  if (!write_waiting (self))
    {
      wb_connection_end (self, WB_CLOSE_ABNORMAL);
      return;
    }

  if (self->state == STATE_CLOSING && wb_outbox_is_empty (&self->outbox) && !self->is_blocked)
    finish_close (self);
  wb_connection_update_condition (self);
  update_waiting (self);
}
