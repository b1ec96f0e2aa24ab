/* wb-connection.c: one client, in its worker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-connection-private.h"

/* How long a client has to answer a goodbye, in seconds. */
#define GOODBYE 5

/* What is read and thrown away of one that cannot be understood any more. A socket that is closed over unread
 * bytes resets the connection, and the client may then never see the code that tells it why. */
#define MAX_DRAIN (1024 * 1024)

/* How many frames are written at once. */
#define MAX_VECTORS 64

/* How often a client is read from before others have their turn. */
#define MAX_READS 4

/* Frames that were pushed without being written are written now and then, for the limit is about those that
 * cannot be. */
#define FLUSH_BEHIND (32 * 1024)

static void
end (WbConnection *self,
     guint         code)
{
  if (self->state == STATE_DEAD)
    return;

  self->state = STATE_DEAD;
  wb_outbox_clear (&self->outbox);
  atomic_store (&self->waiting, 0);
  if (self->close_code == 0)
    self->close_code = code;

  g_info ("%s: disconnected with code %u", self->peer, self->close_code);
  wb_metrics_add_close (self->tally->metrics, (gushort) self->close_code);
  if (self->is_member)
    wb_metrics_remove_client (self->tally->metrics, atomic_load (&self->dialect));
  self->is_member = FALSE;
  self->host->ended (self, self->host_data);
}

static void
update_condition (WbConnection *self)
{
  GIOCondition condition = (self->is_paused ? 0 : G_IO_IN) | (self->is_blocked ? G_IO_OUT : 0);

  if (self->state == STATE_DEAD || condition == self->condition)
    return;

  self->condition = condition;
  self->host->wants (self, condition, self->host_data);
}

/* There may be room for a dataset that waits. The socket still has much to send, so that it does not idle. */
static void
tell_room (WbConnection *self)
{
  if (atomic_load (&self->awaits_room) && wb_connection_get_waiting (self) == 0
      && atomic_exchange (&self->awaits_room, FALSE))
    self->host->drained (self, self->host_data);
}

static void
update_waiting (WbConnection *self)
{
  gsize waiting = wb_outbox_get_waiting (&self->outbox);

  if (atomic_load (&self->waiting) != waiting)
    {
      atomic_store (&self->waiting, waiting);
      wb_metrics_raise_queue (self->tally->metrics, waiting);
    }

  tell_room (self);
}

/* All of a goodbye is written. */
static void
finish_goodbye (WbConnection *self)
{
  if (self->peer_closed)
    end (self, self->close_code);
  else if (self->is_deaf)
    wb_transport_shutdown (self->transport);
}

static void
delivered_cb (gint64   since,
              gpointer user_data)
{
  WbTally *tally = user_data;

  if (since > 0)
    wb_tally_add_delivery (tally, since);
}

/* Writes what waits. FALSE where the connection broke. */
static gboolean
write_waiting (WbConnection *self)
{
  gboolean was_blocked = self->is_blocked;

  while (!wb_outbox_is_empty (&self->outbox))
    {
      struct iovec vectors[MAX_VECTORS];
      guint n_vectors = wb_outbox_gather (&self->outbox, vectors, MAX_VECTORS);
      gssize n = wb_transport_write (self->transport, vectors, n_vectors);

      if (n == WB_TRANSPORT_WOULD_BLOCK)
        {
          self->is_blocked = TRUE;
          return TRUE;
        }
      if (n < 0)
        return FALSE;

      /* A socket that was full has room again because the client took something: it is not silent. */
      if (was_blocked)
        atomic_store_explicit (&self->last_heard, g_get_monotonic_time (), memory_order_relaxed);
      self->tally->sent_bytes += n;
      wb_outbox_advance (&self->outbox, n, delivered_cb, self->tally);
    }

  self->is_blocked = FALSE;
  return TRUE;
}

/* Writes a frame when nothing waits. How much of it was written, or %WB_TRANSPORT_BROKEN. */
static gssize
write_at_once (WbConnection *self,
               GBytes       *frame,
               gint64        since)
{
  struct iovec vector;
  gssize n;

  vector.iov_base = (gpointer) g_bytes_get_data (frame, &vector.iov_len);
  n = wb_transport_write (self->transport, &vector, 1);
  if (n == WB_TRANSPORT_WOULD_BLOCK)
    {
      self->is_blocked = TRUE;
      return 0;
    }

  if (n > 0)
    self->tally->sent_bytes += n;
  if (n == (gssize) vector.iov_len)
    delivered_cb (since, self->tally);

  return n;
}

static void
enqueue (WbConnection *self,
         GBytes       *frame,
         gint64        since,
         gboolean      flush)
{
  gssize begun = 0;

  if (flush && wb_outbox_is_empty (&self->outbox))
    {
      begun = write_at_once (self, frame, since);
      if (begun == (gssize) g_bytes_get_size (frame))
        return;
      if (begun < 0)
        {
          end (self, WB_CLOSE_ABNORMAL);
          return;
        }
    }

  wb_outbox_push (&self->outbox, frame, begun, since);
  if (flush || wb_outbox_get_behind (&self->outbox) > FLUSH_BEHIND)
    wb_connection_flush (self);
  update_condition (self);
}

static void
limit_waiting (WbConnection *self)
{
  if (self->rules->max_waiting == 0 || wb_outbox_get_behind (&self->outbox) <= self->rules->max_waiting)
    return;

  /* Perhaps nobody has tried yet. */
  wb_connection_flush (self);
  if (self->state >= STATE_CLOSING || wb_outbox_get_behind (&self->outbox) <= self->rules->max_waiting)
    return;

  g_message ("%s: does not keep up, closing", self->peer);
  wb_outbox_drop_unbegun (&self->outbox);
  wb_connection_close (self, WB_CLOSE_TRY_LATER, "too much is waiting to be read");
}

/* The earliest of its deadlines, or G_MAXINT64. */
static gint64
get_deadline (WbConnection *self)
{
  gint64 deadline = G_MAXINT64;

  if (self->state == STATE_CLOSING)
    return self->close_at;

  if (self->auth_at > 0)
    deadline = MIN (deadline, self->auth_at);
  if (self->ping_at > 0)
    deadline = MIN (deadline, self->ping_at);

  return deadline;
}

static void
send_ping (WbConnection *self)
{
  g_autoptr (GBytes) ping = wb_frame_new (WB_FRAME_PING, NULL, 0);

  enqueue (self, ping, 0, TRUE);
}

/* A ping goes out every @ping seconds. Between two of them there is one more deadline, which is when a client
 * that did not answer has been silent for too long. */
static void
tick_ping (WbConnection *self,
           gint64        now)
{
  gint64 ping = (gint64) self->rules->ping * G_USEC_PER_SEC;
  gint64 allowed = ping + (gint64) self->rules->silence * G_USEC_PER_SEC;
  gint64 heard = atomic_load_explicit (&self->last_heard, memory_order_relaxed);

  if (now >= heard + allowed)
    {
      g_info ("%s: silent for %u seconds, closing", self->peer, self->rules->ping + self->rules->silence);
      wb_connection_close (self, WB_CLOSE_GOING_AWAY, "no answer to a ping");
      return;
    }

  if (now >= self->next_ping)
    {
      send_ping (self);
      self->next_ping = now + ping;
    }

  self->ping_at = MIN (self->next_ping, heard + allowed);
}

/**
 * wb_connection_new:
 * @transport: (transfer full): the connection, after the handshake
 * @peer: how to name the peer in the log: its address, and its origin if it
 *   has one
 * @speaks_v1: whether it negotiated `wallboard.v1`
 * @right: what it may do before it has said a token
 * @rules: what holds for it; they must live longer
 *
 * Returns: (transfer full): a connection that does nothing yet
 */
WbConnection *
wb_connection_new (WbTransport             *transport,
                   const char              *peer,
                   gboolean                 speaks_v1,
                   WbRight                  right,
                   const WbConnectionRules *rules)
{
  WbConnection *self;

  g_return_val_if_fail (transport != NULL, NULL);
  g_return_val_if_fail (peer != NULL, NULL);
  g_return_val_if_fail (rules != NULL, NULL);

  self = g_new0 (WbConnection, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->transport = transport;
  self->peer = g_strdup (peer);
  self->speaks_v1 = speaks_v1;
  self->rules = rules;
  self->dialect = speaks_v1 ? WB_DIALECT_V1 : WB_DIALECT_SEED;
  self->right = right;
  self->last_heard = g_get_monotonic_time ();

  return self;
}

/**
 * wb_connection_ref:
 * @self: a connection
 *
 * Returns: (transfer full): @self
 */
WbConnection *
wb_connection_ref (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * wb_connection_unref:
 * @self: (transfer full): a connection
 *
 * Gives up a reference, in any thread; the last one frees the connection.
 */
void
wb_connection_unref (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  wb_outbox_clear (&self->outbox);
  g_clear_pointer (&self->reader, wb_frame_reader_free);
  g_clear_pointer (&self->transport, wb_transport_free);
  g_clear_pointer (&self->tokens, wb_tokens_unref);
  g_free (self->token_name);
  g_free (self->peer);
  g_free (self);
}

/**
 * wb_connection_start:
 * @self: a new connection
 * @host: what it tells others
 * @user_data: for the functions of @host
 * @tokens: (nullable): one of these it must say first
 * @tally: where to count
 *
 * Begins to work, in the thread of its worker.
 */
void
wb_connection_start (WbConnection           *self,
                     const WbConnectionHost *host,
                     gpointer                user_data,
                     WbTokens               *tokens,
                     WbTally                *tally)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (host != NULL);
  g_return_if_fail (self->host == NULL);

  self->host = host;
  self->host_data = user_data;
  self->tally = tally;
  self->reader = wb_frame_reader_new (self->rules->max_message);
  self->condition = G_IO_IN;
  self->now = g_get_monotonic_time ();
  atomic_store (&self->last_heard, self->now);

  if (tokens != NULL)
    {
      self->tokens = wb_tokens_ref (tokens);
      self->state = STATE_WAITING_FOR_AUTH;
      if (self->rules->auth_timeout > 0)
        self->auth_at = self->now + (gint64) self->rules->auth_timeout * G_USEC_PER_SEC;
    }
  else
    {
      self->state = STATE_OPEN;
    }

  if (self->rules->ping > 0)
    self->ping_at = self->next_ping = self->now + (gint64) self->rules->ping * G_USEC_PER_SEC;

  self->host->wakes (self, get_deadline (self), self->host_data);
}

/**
 * wb_connection_set_tokens:
 * @self: a connection
 * @tokens: (nullable): the tokens that hold from now on
 *
 * Swaps the tokens. A client whose token is not among them any more is told to
 * go, and one whose token has another right now has that.
 */
void
wb_connection_set_tokens (WbConnection *self,
                          WbTokens     *tokens)
{
  g_autoptr (WbTokens) before = NULL;

  g_return_if_fail (self != NULL);

  /* Where no token was asked for, nobody has said one. */
  if (self->tokens == NULL || tokens == NULL)
    return;

  before = g_steal_pointer (&self->tokens);
  self->tokens = wb_tokens_ref (tokens);
  if (self->token == NULL)
    return;

  self->token = wb_tokens_find (tokens, self->token);
  if (self->token != NULL)
    atomic_store (&self->right, wb_token_get_right (self->token));
  else
    wb_connection_refuse (self, WB_REFUSAL_TOKEN, WB_CLOSE_POLICY, "the token is not valid any more");
}

/**
 * wb_connection_join:
 * @self: a connection
 *
 * Makes it one of those that get what is broadcast.
 */
void
wb_connection_join (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  if (self->state != STATE_OPEN || self->is_member)
    return;

  self->is_member = TRUE;
  wb_metrics_add_client (self->tally->metrics, atomic_load (&self->dialect));
}

/**
 * wb_connection_send:
 * @self: a connection
 * @frame: a whole frame
 * @since: when the message in it was accepted, in microseconds of the monotonic
 *   time, or 0 if nobody wants to know how long it takes
 * @flush: whether to write now; if not, call [func@wb_connection_flush]
 *
 * Sends a frame, behind all those before it, or nothing if the connection is
 * closing.
 */
void
wb_connection_send (WbConnection *self,
                    GBytes       *frame,
                    gint64        since,
                    gboolean      flush)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  if (self->state >= STATE_CLOSING)
    return;

  enqueue (self, frame, since, flush);
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
 * @flush: whether to write now
 *
 * Sends a frame that the board has posted.
 */
void
wb_connection_send_posted (WbConnection *self,
                           GBytes       *frame,
                           gint64        since,
                           gboolean      flush)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  wb_connection_send (self, frame, since, flush);
  atomic_fetch_sub (&self->posted, g_bytes_get_size (frame));
  tell_room (self);
}

/**
 * wb_connection_flush:
 * @self: a connection
 *
 * Writes what waits, unless the socket is known to take nothing.
 */
void
wb_connection_flush (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  if (!self->is_blocked)
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

  if (self->state == STATE_DEAD)
    return;

  if (!write_waiting (self))
    {
      end (self, WB_CLOSE_ABNORMAL);
      return;
    }

  if (self->state == STATE_CLOSING && wb_outbox_is_empty (&self->outbox))
    finish_goodbye (self);
  update_condition (self);
  update_waiting (self);
}

/**
 * wb_connection_read:
 * @self: a connection
 * @buffer: room for what is read, which need not be kept
 * @size: how much
 *
 * Reads what is there and acts on it.
 */
void
wb_connection_read (WbConnection *self,
                    guint8       *buffer,
                    gsize         size)
{
  g_return_if_fail (self != NULL);

  self->now = g_get_monotonic_time ();

  for (guint i = 0; i < MAX_READS && self->state != STATE_DEAD && !self->is_paused; i++)
    {
      gboolean is_early = wb_transport_has_early (self->transport);
      gssize n = wb_transport_read (self->transport, buffer, size);

      if (n == WB_TRANSPORT_WOULD_BLOCK)
        return;
      if (n <= 0)
        {
          end (self, WB_CLOSE_ABNORMAL);
          return;
        }

      atomic_store_explicit (&self->last_heard, self->now, memory_order_relaxed);
      self->tally->received_bytes += n;
      if (self->state == STATE_CLOSING)
        self->drained += n;
      if (self->drained > MAX_DRAIN)
        end (self, WB_CLOSE_ABNORMAL);

      wb_connection_take (self, buffer, n);
      update_condition (self);

      /* The socket tells if there is more. */
      if (!is_early && (gsize) n < size)
        return;
    }
}

/**
 * wb_connection_close:
 * @self: a connection
 * @code: why (RFC 6455, section 7.4)
 * @reason: why, in words; what does not fit into the frame is cut off
 *
 * Says goodbye, behind what waits to be written. The end comes when the peer
 * has answered, or has not for five seconds.
 */
void
wb_connection_close (WbConnection *self,
                     guint         code,
                     const char   *reason)
{
  g_autoptr (GBytes) frame = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (reason != NULL);

  if (self->state >= STATE_CLOSING)
    return;

  g_info ("%s: closing with code %u: %s", self->peer, code, reason);
  self->state = STATE_CLOSING;
  self->close_code = code;
  self->close_at = g_get_monotonic_time () + GOODBYE * G_USEC_PER_SEC;
  self->is_paused = FALSE;
  self->host->wakes (self, self->close_at, self->host_data);

  frame = wb_frame_new_close (code, reason);
  enqueue (self, frame, 0, TRUE);
  wb_connection_flush (self);
}

/* Closes a connection over something that the peer did, and counts it. */
void
wb_connection_refuse (WbConnection *self,
                      WbRefusal     refusal,
                      guint         code,
                      const char   *reason)
{
  if (self->state >= STATE_CLOSING)
    return;

  wb_metrics_add_refusal (self->tally->metrics, refusal);
  wb_connection_close (self, code, reason);
}

/**
 * wb_connection_kill:
 * @self: a connection
 *
 * Gives up its socket, without a word; it must be dead, or nobody wants to hear
 * of it any more.
 */
void
wb_connection_kill (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  self->state = STATE_DEAD;
  wb_outbox_clear (&self->outbox);
  g_clear_pointer (&self->transport, wb_transport_free);
  g_clear_pointer (&self->reader, wb_frame_reader_free);
}

/**
 * wb_connection_tick:
 * @self: a connection
 * @now: the monotonic time in microseconds
 *
 * Does what is due.
 *
 * Returns: when something will be due next, or %G_MAXINT64
 */
gint64
wb_connection_tick (WbConnection *self,
                    gint64        now)
{
  g_return_val_if_fail (self != NULL, G_MAXINT64);

  if (now < get_deadline (self))
    return get_deadline (self);

  self->now = now;
  if (self->state == STATE_CLOSING)
    {
      end (self, self->close_code);
      return G_MAXINT64;
    }

  if (self->auth_at > 0 && now >= self->auth_at)
    {
      g_autoptr (WbMessage) no_auth = wb_message_new_no_auth ();
      g_autoptr (GBytes) frame = wb_frame_new_text (wb_message_get_bytes (no_auth));

      g_message ("%s: refused, did not authenticate in %u seconds", self->peer, self->rules->auth_timeout);
      wb_connection_send (self, frame, now, TRUE);
      wb_connection_refuse (self, WB_REFUSAL_AUTH_TIMEOUT, WB_CLOSE_POLICY, "not authenticated in time");
    }
  else if (self->ping_at > 0 && now >= self->ping_at)
    {
      tick_ping (self, now);
    }

  return self->state == STATE_DEAD ? G_MAXINT64 : get_deadline (self);
}

/**
 * wb_connection_resume:
 * @self: a connection
 *
 * Listens again to a client that said too much at once.
 */
void
wb_connection_resume (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  if (self->state == STATE_DEAD)
    return;

  self->is_paused = FALSE;
  update_condition (self);
}

/**
 * wb_connection_is_member:
 * @self: a connection
 *
 * Returns: whether it gets what is broadcast
 */
gboolean
wb_connection_is_member (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_member && self->state == STATE_OPEN;
}

/**
 * wb_connection_is_dead:
 * @self: a connection
 *
 * Returns: whether nothing comes of it any more
 */
gboolean
wb_connection_is_dead (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->state == STATE_DEAD;
}

/**
 * wb_connection_get_fd:
 * @self: a connection that is not killed
 *
 * Returns: its socket
 */
int
wb_connection_get_fd (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return wb_transport_get_fd (self->transport);
}
