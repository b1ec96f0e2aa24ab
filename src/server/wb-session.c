/* wb-session.c: one connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-session.h"

#include "wb-error.h"
#include "wb-timer.h"

/* A close frame has room for this much besides its code (RFC 6455, sections 5.5 and 5.5.1). */
#define MAX_CLOSE_REASON 123

/* What is read and thrown away of a message that is too long. A socket that is closed over unread bytes
 * resets the connection, and the peer may then never see the code that tells it why. */
#define MAX_DRAIN (1024 * 1024)

typedef enum
{
  STATE_NEW,
  STATE_WAITING_FOR_AUTH,
  STATE_OPEN,
  STATE_CLOSED,
} State;

/* What a session does belongs to three layers of the protocol, and this file is the second: authentication
 * and heart checks stay here, board messages go up as “message”, and how frames are made is libsoup's. */
struct _WbSession
{
  GObject parent_instance;

  SoupWebsocketConnection *connection;
  WbSessionRules           rules;
  char                    *peer;
  State                    state;
  gboolean                 speaks_v1;
  gboolean                 speaks_session_layer;
  WbSubscriptions         *subscriptions;

  GSource                 *auth_timer;
  GSource                 *silence_timer;
  gint64                   last_heard;    /* microseconds, monotonic */
};

enum
{
  SIGNAL_OPENED,
  SIGNAL_MESSAGE,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbSession, wb_session, G_TYPE_OBJECT)

static void
send_message (WbSession *self,
              WbMessage *message)
{
  wb_session_send (self, wb_message_get_bytes (message));
}

static void
send_no_auth (WbSession *self)
{
  g_autoptr (WbMessage) message = wb_message_new_no_auth ();

  send_message (self, message);
}

static void
open_session (WbSession *self)
{
  wb_timer_stop (&self->auth_timer);
  self->state = STATE_OPEN;
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

static void
handle_auth (WbSession *self,
             WbMessage *message)
{
  g_autoptr (WbMessage) ok = NULL;

  if (self->rules.tokens != NULL && wb_tokens_check (self->rules.tokens, wb_message_get_data (message)) == NULL)
    {
      g_message ("%s: refused, wrong token", self->peer);
      send_no_auth (self);
      wb_session_close (self, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, "wrong token");
      return;
    }

  ok = wb_message_new_auth_ok ();
  send_message (self, ok);
  if (self->state == STATE_WAITING_FOR_AUTH)
    open_session (self);
}

static void
handle_hello (WbSession *self,
              WbMessage *message)
{
  g_autofree char *name = wb_message_dup_display_name (message);

  if (name != NULL)
    g_info ("%s: is “%s”", self->peer, name);
}

static void
handle_message (WbSession *self,
                WbMessage *message)
{
  WbMessageKind kind = wb_message_get_kind (message);

  switch (kind)
    {
    case WB_MESSAGE_AUTH:
    case WB_MESSAGE_AUTH_OK: /* a client whose token is “auth ok” says the same */
    case WB_MESSAGE_HEART_CHECK:
    case WB_MESSAGE_HELLO:
      self->speaks_session_layer = TRUE;
      break;
    default:
      break;
    }

  if (kind == WB_MESSAGE_AUTH || kind == WB_MESSAGE_AUTH_OK)
    {
      handle_auth (self, message);
      return;
    }

  if (self->state == STATE_WAITING_FOR_AUTH)
    {
      send_no_auth (self);
      return;
    }

  switch (kind)
    {
    case WB_MESSAGE_GET_DATA:
    case WB_MESSAGE_FULL_SCREEN:
    case WB_MESSAGE_THEME_CHANGE:
    case WB_MESSAGE_OTHER_ACTION:
      g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, message);
      break;
    case WB_MESSAGE_HEART_CHECK:
      break;
    case WB_MESSAGE_HELLO:
      handle_hello (self, message);
      break;
    case WB_MESSAGE_AUTH:
    case WB_MESSAGE_AUTH_OK:
      g_assert_not_reached ();
    case WB_MESSAGE_NOTICE:
      if (wb_message_get_wanted_notice (message) != NULL)
        g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, message);
      else
        g_info ("%s: ignored a notice that is none, or is too long", self->peer);
      break;
    case WB_MESSAGE_NO_AUTH:
    case WB_MESSAGE_WELCOME:
      g_info ("%s: ignored a message that only a server sends", self->peer);
      break;
    }
}

static void
handle_unusable (WbSession    *self,
                 const GError *error)
{
  if (!g_error_matches (error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE))
    {
      wb_session_close (self, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, error->message);
      return;
    }

  g_info ("%s: ignored a message: %s", self->peer, error->message);
  if (self->state == STATE_WAITING_FOR_AUTH)
    send_no_auth (self);
}

static void
message_cb (SoupWebsocketConnection *connection,
            int                      type,
            GBytes                  *bytes,
            gpointer                 user_data)
{
  g_autoptr (WbSession) self = g_object_ref (WB_SESSION (user_data));
  g_autoptr (WbMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  self->last_heard = g_get_monotonic_time ();
  if (self->state == STATE_CLOSED)
    return;

  if (type != SOUP_WEBSOCKET_DATA_TEXT)
    {
      wb_session_close (self, SOUP_WEBSOCKET_CLOSE_UNSUPPORTED_DATA, "messages are text frames");
      return;
    }

  /* libsoup limits a frame, and a message may come in many. */
  if (g_bytes_get_size (bytes) > self->rules.max_message)
    {
      wb_session_close (self, SOUP_WEBSOCKET_CLOSE_TOO_BIG, "the message is too long");
      return;
    }

  message = wb_message_parse (bytes, &error);
  if (message != NULL)
    handle_message (self, message);
  else
    handle_unusable (self, error);
}

static void
drain (WbSession *self)
{
  GIOStream *stream = soup_websocket_connection_get_io_stream (self->connection);
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  g_autofree guint8 *block = g_malloc (MAX_DRAIN / 16);
  gsize drained = 0;
  gssize n;

  do
    {
      n = g_pollable_input_stream_read_nonblocking (input, block, MAX_DRAIN / 16, NULL, NULL);
      drained += MAX (n, 0);
    }
  while (n > 0 && drained < MAX_DRAIN);
}

static void
error_cb (SoupWebsocketConnection *connection,
          GError                  *error,
          gpointer                 user_data)
{
  WbSession *self = WB_SESSION (user_data);

  g_info ("%s: %s", self->peer, error->message);

  /* libsoup cuts the connection over a frame that is too long, and does not say why. */
  if (g_error_matches (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_TOO_BIG))
    {
      wb_session_close (self, SOUP_WEBSOCKET_CLOSE_TOO_BIG, "the message is too long");
      drain (self);
    }
}

static void
pong_cb (SoupWebsocketConnection *connection,
         GBytes                  *bytes,
         gpointer                 user_data)
{
  WB_SESSION (user_data)->last_heard = g_get_monotonic_time ();
}

static void
closed_cb (SoupWebsocketConnection *connection,
           gpointer                 user_data)
{
  g_autoptr (WbSession) self = g_object_ref (WB_SESSION (user_data));

  g_info ("%s: disconnected with code %u", self->peer, soup_websocket_connection_get_close_code (connection));
  self->state = STATE_CLOSED;
  wb_timer_stop (&self->auth_timer);
  wb_timer_stop (&self->silence_timer);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static gboolean
auth_timer_cb (gpointer user_data)
{
  WbSession *self = WB_SESSION (user_data);

  wb_timer_stop (&self->auth_timer);
  g_message ("%s: refused, did not authenticate in %u seconds", self->peer, self->rules.auth_timeout);
  send_no_auth (self);
  wb_session_close (self, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, "not authenticated in time");

  return G_SOURCE_REMOVE;
}

static gboolean
silence_timer_cb (gpointer user_data)
{
  WbSession *self = WB_SESSION (user_data);
  gint64 allowed = (gint64) (self->rules.ping + self->rules.silence) * G_USEC_PER_SEC;
  gint64 left = self->last_heard + allowed - g_get_monotonic_time ();

  wb_timer_stop (&self->silence_timer);

  if (left > 0)
    {
      self->silence_timer = wb_timer_start ((guint) (left / 1000) + 1, silence_timer_cb, self);
      return G_SOURCE_REMOVE;
    }

  g_info ("%s: silent for %u seconds, closing", self->peer, self->rules.ping + self->rules.silence);
  wb_session_close (self, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "no answer to a ping");

  return G_SOURCE_REMOVE;
}

static void
wb_session_dispose (GObject *object)
{
  WbSession *self = WB_SESSION (object);

  wb_timer_stop (&self->auth_timer);
  wb_timer_stop (&self->silence_timer);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (wb_session_parent_class)->dispose (object);
}

static void
wb_session_finalize (GObject *object)
{
  WbSession *self = WB_SESSION (object);

  wb_subscriptions_free (self->subscriptions);
  g_clear_pointer (&self->rules.tokens, wb_tokens_unref);
  g_free (self->peer);

  G_OBJECT_CLASS (wb_session_parent_class)->finalize (object);
}

static void
wb_session_class_init (WbSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_session_dispose;
  object_class->finalize = wb_session_finalize;

  /**
   * WbSession::opened:
   * @self: the session
   *
   * The client may take part: it has authenticated, or need not.
   */
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", WB_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * WbSession::message:
   * @self: the session
   * @message: a board message, or a notice
   *
   * An open session sent a message with an `action`, or something that
   * everybody shall see.
   */
  signals[SIGNAL_MESSAGE] =
    g_signal_new ("message", WB_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  WB_TYPE_MESSAGE);

  /**
   * WbSession::closed:
   * @self: the session
   *
   * The connection is gone.
   */
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", WB_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_session_init (WbSession *self)
{
  self->subscriptions = wb_subscriptions_new ();
}

/**
 * wb_session_new:
 * @connection: a connection after its handshake
 * @peer: how to name the peer in the log: its address, and its origin if it
 *   has one
 * @rules: what holds for it; copied
 *
 * Creates a session that does not listen yet: put it where it belongs first, so
 * that it misses nothing, then call [method@Session.start].
 *
 * Returns: (transfer full): a new session
 */
WbSession *
wb_session_new (SoupWebsocketConnection *connection,
                const char              *peer,
                const WbSessionRules    *rules)
{
  WbSession *self;

  g_return_val_if_fail (SOUP_IS_WEBSOCKET_CONNECTION (connection), NULL);
  g_return_val_if_fail (peer != NULL, NULL);
  g_return_val_if_fail (rules != NULL, NULL);

  self = g_object_new (WB_TYPE_SESSION, NULL);
  self->connection = g_object_ref (connection);
  self->peer = g_strdup (peer);
  self->rules = *rules;
  if (rules->tokens != NULL)
    wb_tokens_ref (rules->tokens);
  self->speaks_v1 = g_strcmp0 (soup_websocket_connection_get_protocol (connection), WB_SUBPROTOCOL) == 0;
  self->speaks_session_layer = self->speaks_v1;

  return self;
}

/**
 * wb_session_start:
 * @self: a new session
 *
 * Begins to listen. Emits `opened` at once where no token is asked for.
 */
void
wb_session_start (WbSession *self)
{
  g_return_if_fail (WB_IS_SESSION (self));
  g_return_if_fail (self->state == STATE_NEW);

  g_info ("%s: connected", self->peer);

  soup_websocket_connection_set_max_incoming_payload_size (self->connection, self->rules.max_message);
  g_signal_connect (self->connection, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (self->connection, "error", G_CALLBACK (error_cb), self);
  g_signal_connect (self->connection, "pong", G_CALLBACK (pong_cb), self);
  g_signal_connect (self->connection, "closed", G_CALLBACK (closed_cb), self);

  if (self->rules.ping > 0)
    {
      self->last_heard = g_get_monotonic_time ();
      soup_websocket_connection_set_keepalive_interval (self->connection, self->rules.ping);
      self->silence_timer = wb_timer_start ((self->rules.ping + self->rules.silence) * 1000,
                                            silence_timer_cb, self);
    }

  if (self->rules.tokens == NULL)
    {
      open_session (self);
      return;
    }

  self->state = STATE_WAITING_FOR_AUTH;
  if (self->rules.auth_timeout > 0)
    self->auth_timer = wb_timer_start (self->rules.auth_timeout * 1000, auth_timer_cb, self);
}

/**
 * wb_session_send:
 * @self: a session
 * @text: a message
 *
 * Sends a message, or nothing if the connection is closing.
 */
void
wb_session_send (WbSession *self,
                 GBytes    *text)
{
  g_return_if_fail (WB_IS_SESSION (self));
  g_return_if_fail (text != NULL);

  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_message (self->connection, SOUP_WEBSOCKET_DATA_TEXT, text);
}

/**
 * wb_session_close:
 * @self: a session
 * @code: why (RFC 6455, section 7.4)
 * @reason: why, in words; what does not fit into the frame is cut off
 *
 * Closes the connection. `closed` follows when the peer has answered, or has
 * not for five seconds.
 */
void
wb_session_close (WbSession  *self,
                  gushort     code,
                  const char *reason)
{
  g_autofree char *fitting = NULL;
  const char *end;

  g_return_if_fail (WB_IS_SESSION (self));
  g_return_if_fail (reason != NULL);

  self->state = STATE_CLOSED;
  wb_timer_stop (&self->auth_timer);
  wb_timer_stop (&self->silence_timer);

  if (soup_websocket_connection_get_state (self->connection) != SOUP_WEBSOCKET_STATE_OPEN)
    return;

  g_info ("%s: closing with code %u: %s", self->peer, code, reason);

  /* Validation stops before a character that does not fit whole. */
  g_utf8_validate_len (reason, MIN (strlen (reason), MAX_CLOSE_REASON), &end);
  fitting = g_strndup (reason, end - reason);
  soup_websocket_connection_close (self->connection, code, fitting);
}

/**
 * wb_session_is_open:
 * @self: a session
 *
 * Returns: whether the client takes part: is let in and not on its way out
 */
gboolean
wb_session_is_open (WbSession *self)
{
  g_return_val_if_fail (WB_IS_SESSION (self), FALSE);

  return self->state == STATE_OPEN;
}

/**
 * wb_session_speaks_v1:
 * @self: a session
 *
 * Returns: whether the client negotiated `wallboard.v1`
 */
gboolean
wb_session_speaks_v1 (WbSession *self)
{
  g_return_val_if_fail (WB_IS_SESSION (self), FALSE);

  return self->speaks_v1;
}

/**
 * wb_session_wants_heart_check:
 * @self: a session
 *
 * Returns: whether the client is let in and has spoken layer 2 or 3
 */
gboolean
wb_session_wants_heart_check (WbSession *self)
{
  g_return_val_if_fail (WB_IS_SESSION (self), FALSE);

  return self->state == STATE_OPEN && self->speaks_session_layer;
}

/**
 * wb_session_get_subscriptions:
 * @self: a session
 *
 * Returns: (transfer none): what the client wants to hear of
 */
WbSubscriptions *
wb_session_get_subscriptions (WbSession *self)
{
  g_return_val_if_fail (WB_IS_SESSION (self), NULL);

  return self->subscriptions;
}
