/* wb-connection.c: one client, in its worker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-connection-private.h"

/* How many bytes are read and discarded after input that breaks the protocol. Closing a socket with unread
 * bytes resets the connection, and the client may then never see the close code. */
#define MAX_DRAIN (1024 * 1024)

/* How often a client is read from before others are served. */
#define MAX_READS 4

/* The earliest of its deadlines, or G_MAXINT64. */
static gint64
get_deadline (WbConnection *self)
{
  gint64 deadline = G_MAXINT64;

  if (self->state == STATE_CLOSING)
    return self->close_at;

  /* The client is not read from meanwhile, so it does not count as silent. */
  if (self->auth != NULL)
    return self->check_at;

  if (self->auth_at > 0)
    deadline = MIN (deadline, self->auth_at);
  if (self->ping_at > 0)
    deadline = MIN (deadline, self->ping_at);
  if (self->leave_at > 0)
    deadline = MIN (deadline, self->leave_at);

  return deadline;
}

/* A leaving client has not taken its answers in time. One that sent a close frame itself needs no answer any
 * more. */
static void
tick_leave (WbConnection *self)
{
  if (self->peer_closed)
    {
      wb_connection_end (self, self->leave_code);
      return;
    }

  wb_outbox_drop_unbegun (&self->outbox);
  wb_connection_close (self, self->leave_code, self->leave_reason);
}

/**
 * wb_connection_new:
 * @transport: (transfer full): the connection, after the handshake
 * @address: (nullable): where it comes from, %NULL if that is unknown
 * @peer: how to name the peer in the log: its address, and its origin if it
 *   has one
 * @speaks_v1: whether it negotiated `wallboard.v1`
 * @right: what it may do before it has sent a token
 * @rules: its limits and timeouts, which must live longer
 *
 * Returns: (transfer full): a connection that is not started
 */
WbConnection *
wb_connection_new (WbTransport             *transport,
                   GInetAddress            *address,
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
  self->address = address != NULL ? g_object_ref (address) : NULL;
  self->peer = g_strdup (peer);
  self->speaks_v1 = speaks_v1;
  self->rules = rules;
  self->dialect = speaks_v1 ? WB_DIALECT_V1 : WB_DIALECT_LEGACY;
  self->right = right;
  self->last_heard = g_get_monotonic_time ();

  return self;
}

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
 * Drops a reference, in any thread; the last one frees the connection.
 */
void
wb_connection_unref (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  wb_outbox_clear (&self->outbox);
  g_clear_pointer (&self->reader, wb_websocket_reader_free);
  g_clear_pointer (&self->transport, wb_transport_free);
  g_clear_pointer (&self->tokens, wb_tokens_unref);
  g_clear_pointer (&self->auth, wb_message_unref);
  g_clear_pointer (&self->rest, g_bytes_unref);
  g_clear_object (&self->address);
  g_free (self->leave_reason);
  g_free (self->peer);
  g_free (self);
}

/**
 * wb_connection_start:
 * @self: a new connection
 * @host: its callbacks
 * @user_data: for the functions of @host
 * @tokens: (nullable): it must send one of these first
 * @batch: where to count
 *
 * Starts the connection, in the thread of its worker.
 */
void
wb_connection_start (WbConnection           *self,
                     const WbConnectionHost *host,
                     gpointer                user_data,
                     WbTokens               *tokens,
                     WbMetricsBatch         *batch)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (host != NULL);
  g_return_if_fail (self->host == NULL);

  self->host = host;
  self->host_data = user_data;
  self->batch = batch;
  self->reader = wb_websocket_reader_new (self->rules->max_message);
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

  self->host->deadline_changed (self, get_deadline (self), self->host_data);
}

/* Sets its token. The one before must still exist. */
void
wb_connection_set_token (WbConnection  *self,
                         const WbToken *token)
{
  const char *before = self->token != NULL ? wb_token_get_name (self->token) : NULL;

  self->token = token;
  if (g_strcmp0 (wb_token_get_name (token), before) != 0)
    self->host->name_changed (self, wb_token_get_name (token), self->host_data);
}

/**
 * wb_connection_set_tokens:
 * @self: a connection
 * @tokens: (nullable): the new tokens
 *
 * Replaces the tokens. A client whose token is not among them gets `noAuth` and is
 * closed, and one whose right changed is closed so that it reconnects.
 */
void
wb_connection_set_tokens (WbConnection *self,
                          WbTokens     *tokens)
{
  g_autoptr (WbTokens) before = NULL;
  const WbToken *token;

  g_return_if_fail (self != NULL);

  /* Without tokens before, no client has sent one. */
  if (self->tokens == NULL || tokens == NULL)
    return;

  before = g_steal_pointer (&self->tokens);
  self->tokens = wb_tokens_ref (tokens);
  if (self->token == NULL)
    return;

  token = wb_tokens_find (tokens, self->token);
  if (token == NULL)
    {
      self->token = NULL;
      wb_connection_send_no_auth (self);
      wb_connection_refuse (self, WB_REFUSAL_TOKEN, WB_CLOSE_POLICY, "the token is not valid any more");
      return;
    }

  wb_connection_set_token (self, token);
  if (wb_token_get_right (token) != wb_connection_get_right (self))
    {
      /* The right in its welcome is wrong now; the next welcome has the new one. */
      atomic_store (&self->right, wb_token_get_right (token));
      wb_connection_close (self, WB_CLOSE_RESTART, "the token has another right now");
    }
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
  wb_metrics_add_client (self->batch->metrics, atomic_load (&self->dialect));
}

/* Whether what comes is read now. */
static gboolean
is_listening (WbConnection *self)
{
  return self->state != STATE_ENDED && !self->is_paused && self->auth == NULL;
}

/* What was read behind a token that has been checked by now. */
static void
take_rest (WbConnection *self)
{
  g_autoptr (GBytes) rest = NULL;
  gsize length;
  const guint8 *bytes;

  if (self->rest == NULL || !is_listening (self))
    return;

  rest = g_steal_pointer (&self->rest);
  bytes = g_bytes_get_data (rest, &length);
  wb_connection_take (self, bytes, length);
  wb_connection_update_condition (self);
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
  take_rest (self);

  for (guint i = 0; i < MAX_READS && is_listening (self); i++)
    {
      gboolean is_early = wb_transport_has_early (self->transport);
      gssize n = wb_transport_read (self->transport, buffer, size);

      if (n == WB_TRANSPORT_WOULD_BLOCK)
        return;
      if (n <= 0)
        {
          wb_connection_end (self, WB_CLOSE_ABNORMAL);
          return;
        }

      atomic_store_explicit (&self->last_heard, self->now, memory_order_relaxed);
      self->batch->received_bytes += n;
      if (self->state == STATE_CLOSING)
        self->drained += n;
      if (self->drained > MAX_DRAIN)
        wb_connection_end (self, WB_CLOSE_ABNORMAL);

      wb_connection_take (self, buffer, n);
      wb_connection_update_condition (self);

      /* The poller reports if there is more. */
      if (!is_early && (gsize) n < size)
        return;
    }
}

/**
 * wb_connection_break_off:
 * @self: a connection
 *
 * Ends a connection that broke while it was not read from.
 */
void
wb_connection_break_off (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  wb_connection_end (self, WB_CLOSE_ABNORMAL);
}

/**
 * wb_connection_close:
 * @self: a connection
 * @code: why (RFC 6455, section 7.4)
 * @reason: why, as a text; what does not fit into the frame is cut off
 *
 * Sends a close frame, behind what waits to be written. The connection ends when
 * the peer has answered, or after five seconds.
 */
void
wb_connection_close (WbConnection *self,
                     guint         code,
                     const char   *reason)
{
  g_autoptr (WbWebsocketFrame) frame = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (reason != NULL);

  if (self->state >= STATE_CLOSING)
    return;

  g_info ("%s: closing with code %u: %s", self->peer, code, reason);
  self->state = STATE_CLOSING;
  self->close_code = code;
  self->close_at = g_get_monotonic_time () + WB_CONNECTION_CLOSE_TIMEOUT * G_USEC_PER_SEC;
  self->is_paused = FALSE;
  g_clear_pointer (&self->auth, wb_message_unref);
  self->host->deadline_changed (self, self->close_at, self->host_data);

  frame = wb_websocket_frame_new_close (code, reason);
  wb_connection_enqueue (self, frame, 0, WB_FLUSH_NOW);
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

  wb_metrics_add_refusal (self->batch->metrics, refusal);
  wb_log_refusal (self->rules->log, self->peer, refusal, "refused, %s", reason);
  wb_connection_close (self, code, reason);
}

/**
 * wb_connection_drop:
 * @self: a connection
 *
 * Closes its socket without a close frame. It must have ended, or no callback must
 * matter any more.
 */
void
wb_connection_drop (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  self->state = STATE_ENDED;
  wb_outbox_clear (&self->outbox);
  g_clear_pointer (&self->transport, wb_transport_free);
  g_clear_pointer (&self->reader, wb_websocket_reader_free);
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

  if (self->state == STATE_ENDED)
    return G_MAXINT64;
  if (now < get_deadline (self))
    return get_deadline (self);

  self->now = now;
  if (self->state == STATE_CLOSING)
    {
      wb_connection_end (self, self->close_code);
      return G_MAXINT64;
    }

  if (self->auth != NULL)
    {
      wb_connection_check_auth (self);
    }
  else if (self->leave_at > 0 && now >= self->leave_at)
    {
      tick_leave (self);
    }
  else if (self->auth_at > 0 && now >= self->auth_at)
    {
      wb_connection_send_no_auth (self);
      wb_connection_refuse (self, WB_REFUSAL_AUTH_TIMEOUT, WB_CLOSE_POLICY, "not authenticated in time");
    }
  else if (self->ping_at > 0 && now >= self->ping_at)
    {
      wb_connection_tick_ping (self, now);
    }

  return self->state == STATE_ENDED ? G_MAXINT64 : get_deadline (self);
}

void
wb_connection_resume (WbConnection *self)
{
  g_return_if_fail (self != NULL);

  if (self->state == STATE_ENDED)
    return;

  self->is_paused = FALSE;
  wb_connection_update_condition (self);
}

gboolean
wb_connection_is_member (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_member && self->state == STATE_OPEN;
}

/**
 * wb_connection_has_ended:
 * @self: a connection
 *
 * Returns: whether nothing comes of it any more
 */
gboolean
wb_connection_has_ended (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->state == STATE_ENDED;
}

/**
 * wb_connection_is_readable:
 * @self: a connection
 *
 * Returns: whether its socket is polled for input; if not, only its end is
 *   reported
 */
gboolean
wb_connection_is_readable (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->condition & G_IO_IN) != 0;
}

/**
 * wb_connection_has_rest:
 * @self: a connection
 *
 * Returns: whether there is something to read though the socket may have
 *   nothing
 */
gboolean
wb_connection_has_rest (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return is_listening (self) && wb_transport_can_read (self->transport) &&
         (self->rest != NULL || wb_transport_has_early (self->transport));
}

int
wb_connection_get_fd (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return wb_transport_get_fd (self->transport);
}
