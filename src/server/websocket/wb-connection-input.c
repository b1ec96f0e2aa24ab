/* wb-connection-input.c: handles the messages of a client
 *
 * The second layer of the protocol (docs/protocol.md) is handled here; board messages are passed to the
 * board.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-connection-private.h"

#include "plan/wb-board-plan.h"
#include "support/wb-error.h"

/* More bytes than a request for data has, unless it carries what no server looks at. */
#define REQUEST_SIZE 1024

G_STATIC_ASSERT (WB_CONNECTION_GET_DATA_AT_ONCE > 2 * WB_BOARD_MAX_CHARTS + 1);

static void
send_message (WbConnection *self,
              WbMessage    *message)
{
  g_autoptr (WbWebsocketFrame) frame = wb_websocket_frame_new_text (wb_message_get_bytes (message));

  wb_connection_send (self, frame, self->now, WB_FLUSH_NOW);
}

/* Tells a client that it may not connect, or not do what it asked for. */
void
wb_connection_send_no_auth (WbConnection *self)
{
  g_autoptr (WbMessage) message = wb_message_new_no_auth ();

  send_message (self, message);
}

static void
set_dialect (WbConnection *self,
             WbDialect     dialect)
{
  WbDialect before = atomic_exchange (&self->dialect, dialect);

  if (before == dialect || !self->is_member)
    return;

  wb_metrics_remove_client (self->batch->metrics, before);
  wb_metrics_add_client (self->batch->metrics, dialect);
}

/* The only place where a token is checked. */
static gboolean
check_token (WbConnection *self,
             const char   *candidate)
{
  const WbToken *token;

  if (self->tokens == NULL)
    return TRUE;

  token = wb_tokens_check (self->tokens, candidate);
  if (token == NULL)
    {
      if (wb_auth_throttle_add_wrong (self->rules->throttle, self->address, self->now))
        wb_log_event (self->rules->log, self->peer, "delay", WB_AUTH_THROTTLE_NOTICE);
      return FALSE;
    }

  wb_connection_set_token (self, token);
  atomic_store (&self->right, wb_token_get_right (token));

  return TRUE;
}

static void
finish_auth (WbConnection *self,
             WbMessage    *message)
{
  g_autoptr (WbMessage) ok = NULL;

  if (!check_token (self, wb_message_get_data (message)))
    {
      wb_connection_send_no_auth (self);
      wb_connection_refuse (self, WB_REFUSAL_TOKEN, WB_CLOSE_POLICY, "wrong token");
      return;
    }

  ok = wb_message_new_auth_ok ();
  send_message (self, ok);
  if (self->state == STATE_WAITING_FOR_AUTH)
    {
      self->state = STATE_OPEN;
      self->auth_at = 0;
      self->host->opened (self, self->host_data);
    }
}

/* After too many wrong tokens from an address the check is delayed, and nothing is read from the client until
 * then. The token counts as in time for the timeout. */
static void
handle_auth (WbConnection *self,
             WbMessage    *message)
{
  gint64 delay = 0;

  if (self->tokens != NULL)
    delay = wb_auth_throttle_get_delay (self->rules->throttle, self->address, self->now);
  if (delay == 0)
    {
      finish_auth (self, message);
      return;
    }

  self->auth = wb_message_ref (message);
  self->auth_at = 0;
  self->check_at = self->now + delay;
  self->host->deadline_changed (self, self->check_at, self->host_data);
}

/* Checks the delayed token, and reads again. A worker that is late may see that the token is due before it
 * sees that the peer has hung up. */
void
wb_connection_check_auth (WbConnection *self)
{
  g_autoptr (WbMessage) message = g_steal_pointer (&self->auth);

  if (wb_transport_has_ended (self->transport))
    {
      wb_connection_end (self, WB_CLOSE_ABNORMAL);
      return;
    }

  atomic_store_explicit (&self->last_heard, self->now, memory_order_relaxed);
  finish_auth (self, message);
  wb_connection_update_condition (self);
}

/* Reading pauses while the client sends more than the board answers. */
static void
weigh (WbConnection *self,
       gsize         size)
{
  gsize weight = size + WB_CONNECTION_OVERHEAD;

  if (atomic_fetch_add (&self->unanswered, weight) + weight <= WB_CONNECTION_PAUSE)
    return;

  atomic_store (&self->awaits_answer, TRUE);
  self->is_paused = TRUE;
}

static void
pass_on (WbConnection *self,
         WbMessage    *message)
{
  weigh (self, g_bytes_get_size (wb_message_get_bytes (message)));
  self->host->message (self, message, self->now, self->host_data);
}

static void
handle_message (WbConnection *self,
                WbMessage    *message)
{
  WbMessageKind kind = wb_message_get_kind (message);
  gboolean is_session = kind == WB_MESSAGE_AUTH || kind == WB_MESSAGE_AUTH_OK ||
                        kind == WB_MESSAGE_HEART_CHECK || kind == WB_MESSAGE_HELLO;

  if (is_session && !self->speaks_v1)
    set_dialect (self, WB_DIALECT_SESSION);

  /* A client whose token is “auth ok” sends the same as a server. */
  if (kind == WB_MESSAGE_AUTH || kind == WB_MESSAGE_AUTH_OK)
    {
      handle_auth (self, message);
      return;
    }

  if (self->state == STATE_WAITING_FOR_AUTH)
    {
      wb_connection_send_no_auth (self);
      return;
    }

  switch (kind)
    {
    case WB_MESSAGE_GET_DATA:
    case WB_MESSAGE_FULL_SCREEN:
    case WB_MESSAGE_THEME_CHANGE:
    case WB_MESSAGE_OTHER_ACTION:
    case WB_MESSAGE_HELLO:
      pass_on (self, message);
      break;
    case WB_MESSAGE_HEART_CHECK:
      break;
    case WB_MESSAGE_AUTH:
    case WB_MESSAGE_AUTH_OK:
      g_assert_not_reached ();
    case WB_MESSAGE_NOTICE:
      if (wb_message_get_wanted_notice (message) != NULL)
        pass_on (self, message);
      else
        g_info ("%s: ignored a notice that is none, or is too long", self->peer);
      break;
    case WB_MESSAGE_NO_AUTH:
    case WB_MESSAGE_WELCOME:
      g_info ("%s: ignored a message that only a server sends", self->peer);
      break;
    }
}

/* Closes the connection over something that came, behind the answers to what came before. A client that does
 * not take them in time is closed without. */
static void
leave (WbConnection *self,
       guint         code,
       const char   *reason)
{
  self->is_leaving = TRUE;
  self->leave_code = code;
  self->leave_reason = g_strdup (reason);
  self->leave_at = self->now + WB_CONNECTION_CLOSE_TIMEOUT * G_USEC_PER_SEC;
  self->host->deadline_changed (self, self->leave_at, self->host_data);
  self->host->leaving (self, code, reason, self->host_data);
}

static void
leave_refused (WbConnection *self,
               WbRefusal     refusal,
               guint         code,
               const char   *reason)
{
  wb_metrics_add_refusal (self->batch->metrics, refusal);
  leave (self, code, reason);
}

/* A cost above the burst counts as the whole burst: no message may be impossible to send. FALSE if the client
 * sent more than it may; it then leaves. */
static gboolean
take_turn (WbConnection  *self,
           WbTokenBucket *bucket,
           guint          least_burst,
           guint          cost)
{
  guint per_second = self->rules->max_rate;
  const WbTokenRate rate = { .per_second = per_second, .burst = MAX (2 * per_second, least_burst) };

  if (wb_token_bucket_take (bucket, rate, MIN (cost, rate.burst), self->now))
    return TRUE;

  leave_refused (self, WB_REFUSAL_RATE, WB_CLOSE_POLICY, "too many messages in a short time");
  return FALSE;
}

/* A display asks for all of its datasets at once when it connects, so requests for data have a rate of their
 * own. A longer request than any client needs counts as several: it takes as much longer to parse. */
static gboolean
take_turn_for (WbConnection *self,
               WbMessage    *message)
{
  if (message != NULL && wb_message_get_kind (message) == WB_MESSAGE_GET_DATA)
    return take_turn (self, &self->get_data_rate, WB_CONNECTION_GET_DATA_AT_ONCE,
                      1 + (guint) (g_bytes_get_size (wb_message_get_bytes (message)) / REQUEST_SIZE));

  return take_turn (self, &self->rate, 0, 1);
}

static void
handle_text (WbConnection *self,
             GBytes       *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbMessage) message = wb_message_parse (text, &error);

  if (!take_turn_for (self, message))
    return;

  self->batch->received_messages++;

  if (message != NULL)
    {
      handle_message (self, message);
    }
  else if (g_error_matches (error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE))
    {
      g_info ("%s: ignored a message: %s", self->peer, error->message);
      if (self->state == STATE_WAITING_FOR_AUTH)
        wb_connection_send_no_auth (self);
    }
  else
    {
      leave_refused (self, WB_REFUSAL_MESSAGE, WB_CLOSE_POLICY, error->message);
    }
}

static void
handle_ping (WbConnection *self,
             GBytes       *payload)
{
  gsize length;
  gconstpointer bytes = g_bytes_get_data (payload, &length);
  g_autoptr (WbWebsocketFrame) pong = wb_websocket_frame_new (WB_WEBSOCKET_PONG, bytes, length);

  weigh (self, wb_websocket_frame_get_size (pong));
  self->host->ping (self, pong, self->host_data);
}

/* A close frame while the connection leaves or closes: the answer to that of the server, or one that crossed
 * it. */
static void
handle_last_event (WbConnection           *self,
                   const WbWebsocketEvent *event)
{
  if (event->kind == WB_WEBSOCKET_EVENT_VIOLATION)
    self->input_broken = TRUE;
  else if (event->kind == WB_WEBSOCKET_EVENT_CLOSE)
    self->peer_closed = TRUE;
  else
    return;

  if (self->state == STATE_CLOSING)
    wb_connection_flush (self);
}

static void
handle_event (WbConnection           *self,
              const WbWebsocketEvent *event)
{
  if (self->is_leaving || self->state == STATE_CLOSING)
    {
      handle_last_event (self, event);
      return;
    }

  switch (event->kind)
    {
    case WB_WEBSOCKET_EVENT_TEXT:
      handle_text (self, event->payload);
      break;
    case WB_WEBSOCKET_EVENT_PING:
      if (take_turn (self, &self->rate, 0, 1))
        handle_ping (self, event->payload);
      break;
    case WB_WEBSOCKET_EVENT_CLOSE:
      self->peer_closed = TRUE;
      leave (self, event->code, "");
      break;
    case WB_WEBSOCKET_EVENT_VIOLATION:
      self->input_broken = TRUE;
      leave_refused (self, event->code == WB_CLOSE_TOO_BIG ? WB_REFUSAL_MESSAGE : WB_REFUSAL_PROTOCOL,
                     event->code, event->reason);
      break;
    case WB_WEBSOCKET_EVENT_PONG:
      take_turn (self, &self->rate, 0, 1);
      break;
    case WB_WEBSOCKET_EVENT_NONE:
      break;
    }
}

/* Takes in what was read. */
void
wb_connection_take (WbConnection *self,
                    const guint8 *bytes,
                    gsize         length)
{
  while (length > 0 && self->state != STATE_ENDED && !self->input_broken && self->auth == NULL)
    {
      WbWebsocketEvent event;
      gsize used = wb_websocket_reader_feed (self->reader, bytes, length, &event);

      bytes += used;
      length -= used;
      if (event.kind != WB_WEBSOCKET_EVENT_NONE)
        handle_event (self, &event);
      wb_websocket_event_clear (&event);
    }

  if (length > 0 && self->auth != NULL)
    self->rest = g_bytes_new (bytes, length);
}
