/* wb-client-connection.c: one WebSocket connection, from the attempt to the end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>

#include "compat/wb-upgrade.h"
#include "support/wb-clock.h"
#include "support/wb-timer.h"
#include "support/wb-token-bucket.h"
#include "wb-client-connection.h"
#include "wb-connection-error.h"
#include "wb-proxy.h"

/* The most that is sent before the server answers a ping, in bytes. The queue of libsoup has no limit and
 * its length cannot be read, so it would grow for as long as a server does not read. */
#define MAX_UNANSWERED (1024 * 1024)

/* Heart checks are answered no faster than a server takes messages (docs/protocol.md, limits). A legacy
 * server forwards each answer to all clients, which would answer it in turn: without a limit, one heart
 * check starts an endless storm. */
#define ECHO_BURST 20
#define ECHO_RATE 10

/* Data that waits in the socket is a sign of life as well. At this priority, it is read before a timer
 * fires that expired while this process was stopped. */
#define SILENCE_PRIORITY G_PRIORITY_DEFAULT_IDLE

typedef enum
{
  STATE_NEW,
  STATE_CONNECTING,
  STATE_OPEN,
  STATE_CLOSED,
} State;

struct _WbClientConnection
{
  GObject                          parent_instance;

  char                            *uri;
  WbClientTiming                   timing;
  GTlsDatabase                    *trust;
  const WbClientConnectionHandler *handler;
  gpointer                         user_data;
  State                            state;

  WbUpgrade                       *upgrade;
  WbProxy                         *proxy;
  GCancellable                    *cancellable;
  SoupWebsocketConnection         *websocket;

  GSource                         *handshake_timer;
  GSource                         *silence_timer;
  GSource                         *heartbeat_timer;

  guint                            heartbeat; /* milliseconds */
  WbTokenBucket                    echoes;
  gsize                            unanswered; /* bytes sent since the last pong */
  gint64                           contact;    /* when the server was heard last, 0 for never */
};

G_DEFINE_FINAL_TYPE (WbClientConnection, wb_client_connection, G_TYPE_OBJECT)

/* Keeps the connection until its closing handshake is complete or has timed out. */
static void
close_in_background (SoupWebsocketConnection *websocket)
{
  g_signal_connect (websocket, "closed", G_CALLBACK (g_object_unref), NULL);
  soup_websocket_connection_close (g_object_ref (websocket), SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}

static void
drop (WbClientConnection *self,
      WbClientClose       how)
{
  self->state = STATE_CLOSED;

  wb_timer_stop (&self->handshake_timer);
  wb_timer_stop (&self->silence_timer);
  wb_timer_stop (&self->heartbeat_timer);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->upgrade);

  if (self->websocket != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->websocket, self);
      if (how == WB_CLIENT_CLOSE_HANDSHAKE &&
          soup_websocket_connection_get_state (self->websocket) == SOUP_WEBSOCKET_STATE_OPEN)
        close_in_background (self->websocket);
    }
  g_clear_object (&self->websocket);
}

/* Takes @error. */
static void
end (WbClientConnection *self,
     GError             *error)
{
  g_autoptr (GError) owned = error;
  g_autoptr (WbClientConnection) kept = g_object_ref (self);

  g_assert (error != NULL);

  if (self->state == STATE_CLOSED)
    return;

  drop (self, WB_CLIENT_CLOSE_ABORT);
  self->handler->closed (self, error, self->user_data);
}

/* Any received data resets the idle timeout. */
static void
reset_silence_timer (WbClientConnection *self)
{
  self->contact = wb_clock_get_time ();
  wb_timer_restart (self->silence_timer, self->timing.ping * 1000 + self->timing.ping_grace);
}

static gboolean
silence_cb (gpointer user_data)
{
  WbClientConnection *self = user_data;

  end (self, wb_connection_error_from_silence (self->uri));

  return G_SOURCE_REMOVE;
}

/* Heart checks are expected from the first one on, or from the welcome that announces them. */
static void
await_heart_check (WbClientConnection *self)
{
  guint patience = self->heartbeat + self->timing.heartbeat_grace;

  if (self->heartbeat_timer != NULL)
    wb_timer_restart (self->heartbeat_timer, patience);
  else
    {
      self->heartbeat_timer = wb_timer_start (patience, silence_cb, self);
      g_source_set_priority (self->heartbeat_timer, SILENCE_PRIORITY);
    }
}

static void
take_heart_check (WbClientConnection *self)
{
  const WbTokenRate rate = { .per_second = ECHO_RATE, .burst = ECHO_BURST };
  g_autoptr (WbMessage) echo = NULL;

  await_heart_check (self);
  if (!wb_token_bucket_take (&self->echoes, rate, 1, g_get_monotonic_time ()))
    return;

  echo = wb_message_new_heart_check ();
  wb_client_connection_send (self, echo);
}

static void
message_cb (SoupWebsocketConnection *websocket,
            int                      type,
            GBytes                  *bytes,
            WbClientConnection      *self)
{
  g_autoptr (WbClientConnection) kept = g_object_ref (self);
  g_autoptr (WbMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text;

  reset_silence_timer (self);

  /* A legacy server on `ws` 8 forwards a message as a Buffer, which becomes a binary frame with the same
   * text. */
  text = g_bytes_get_data (bytes, &length);
  if (type != SOUP_WEBSOCKET_DATA_TEXT && !g_utf8_validate_len (text, length, NULL))
    {
      self->handler->unusable (self, bytes, "a binary message that is not UTF-8", self->user_data);
      return;
    }

  message = wb_message_parse (bytes, &error);
  if (message == NULL)
    {
      self->handler->unusable (self, bytes, error->message, self->user_data);
      return;
    }

  if (wb_message_get_kind (message) == WB_MESSAGE_HEART_CHECK)
    take_heart_check (self);
  self->handler->message (self, message, self->user_data);
}

static void
pong_cb (SoupWebsocketConnection *websocket,
         GBytes                  *bytes,
         WbClientConnection      *self)
{
  self->unanswered = 0;
  reset_silence_timer (self);
}

static void
error_cb (SoupWebsocketConnection *websocket,
          GError                  *error,
          WbClientConnection      *self)
{
  self->contact = wb_clock_get_time ();

  /* libsoup reports some valid close codes, such as 1013, as an error, but keeps the code and its reason. */
  if (soup_websocket_connection_get_close_code (websocket) != 0)
    end (self, wb_connection_error_from_close (self->uri, websocket));
  else
    end (self, wb_connection_error_from_protocol (self->uri, error));
}

static void
closed_cb (SoupWebsocketConnection *websocket,
           WbClientConnection      *self)
{
  self->contact = wb_clock_get_time ();
  end (self, wb_connection_error_from_close (self->uri, websocket));
}

/* libsoup before 3.8 limits the size of a frame only; later versions, and older ones with a backport, also
 * that of a message in several frames. WbBoundedStream does so for all versions. */
static void
limit_incoming (SoupWebsocketConnection *websocket)
{
  soup_websocket_connection_set_max_incoming_payload_size (websocket, WB_MESSAGE_MAX_TO_CLIENT);
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (websocket), "max-total-message-size") != NULL)
    g_object_set (websocket, "max-total-message-size", (guint64) WB_MESSAGE_MAX_TO_CLIENT, NULL);
}

static void
adopt (WbClientConnection      *self,
       SoupWebsocketConnection *websocket)
{
  g_autoptr (WbClientConnection) kept = g_object_ref (self);

  self->state = STATE_OPEN;
  self->contact = wb_clock_get_time ();
  self->websocket = g_object_ref (websocket);
  limit_incoming (websocket);
  soup_websocket_connection_set_keepalive_interval (websocket, self->timing.ping);

  g_signal_connect (websocket, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (websocket, "pong", G_CALLBACK (pong_cb), self);
  g_signal_connect (websocket, "error", G_CALLBACK (error_cb), self);
  g_signal_connect (websocket, "closed", G_CALLBACK (closed_cb), self);

  wb_timer_stop (&self->handshake_timer);
  self->silence_timer = wb_timer_start (self->timing.ping * 1000 + self->timing.ping_grace, silence_cb, self);
  g_source_set_priority (self->silence_timer, SILENCE_PRIORITY);
  self->handler->opened (self, self->user_data);
}

static GError *
explain_failure (WbClientConnection *self,
                 const GError       *reason)
{
  guint status = wb_upgrade_get_status (self->upgrade);
  const char *location = wb_upgrade_get_location (self->upgrade);

  if (location != NULL)
    return wb_connection_error_from_status (self->uri, status, location);

  return wb_connection_error_from_handshake (self->uri, status, wb_upgrade_get_flaws (self->upgrade),
                                             wb_proxy_get_used (self->proxy), reason);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (WbClientConnection) self = user_data;
  g_autoptr (SoupWebsocketConnection) websocket = NULL;
  g_autoptr (GError) error = NULL;

  if (self->state != STATE_CONNECTING)
    return;

  websocket = wb_upgrade_run_finish (self->upgrade, result, &error);
  if (websocket == NULL)
    end (self, explain_failure (self, error));
  else
    adopt (self, websocket);
}

static gboolean
handshake_timeout_cb (gpointer user_data)
{
  WbClientConnection *self = user_data;

  end (self, wb_connection_error_from_timeout (self->uri, wb_upgrade_is_reached (self->upgrade),
                                               wb_proxy_get_used (self->proxy)));

  return G_SOURCE_REMOVE;
}

static void
wb_client_connection_dispose (GObject *object)
{
  WbClientConnection *self = WB_CLIENT_CONNECTION (object);

  drop (self, WB_CLIENT_CLOSE_ABORT);

  G_OBJECT_CLASS (wb_client_connection_parent_class)->dispose (object);
}

static void
wb_client_connection_finalize (GObject *object)
{
  WbClientConnection *self = WB_CLIENT_CONNECTION (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->trust);
  g_clear_object (&self->proxy);
  g_clear_pointer (&self->uri, g_free);

  G_OBJECT_CLASS (wb_client_connection_parent_class)->finalize (object);
}

static void
wb_client_connection_class_init (WbClientConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_client_connection_dispose;
  object_class->finalize = wb_client_connection_finalize;
}

static void
wb_client_connection_init (WbClientConnection *self)
{
  self->state = STATE_NEW;
  self->cancellable = g_cancellable_new ();
  self->proxy = wb_proxy_new ();
}

/**
 * wb_client_connection_new:
 * @uri: a normal URI, see wb_client_normalize_uri()
 * @timing: its timeouts and intervals
 * @trust: (nullable): the certificate authorities to accept, %NULL for those of the system
 * @handler: the owner's functions; static
 * @user_data: data for the functions of @handler
 *
 * Returns: (transfer full): a connection that is not open yet
 */
WbClientConnection *
wb_client_connection_new (const char                      *uri,
                          const WbClientTiming            *timing,
                          GTlsDatabase                    *trust,
                          const WbClientConnectionHandler *handler,
                          gpointer                         user_data)
{
  WbClientConnection *self;

  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (timing != NULL, NULL);
  g_return_val_if_fail (handler != NULL, NULL);

  self = g_object_new (WB_TYPE_CLIENT_CONNECTION, NULL);
  self->uri = g_strdup (uri);
  self->timing = *timing;
  g_set_object (&self->trust, trust);
  self->handler = handler;
  self->user_data = user_data;
  self->heartbeat = timing->heartbeat;

  return self;
}

/**
 * wb_client_connection_open:
 * @self: a new connection
 *
 * Begins to connect, in the thread-default main context. Either `opened` or `closed` of the handler is called
 * later, unless wb_client_connection_close() is called first.
 */
void
wb_client_connection_open (WbClientConnection *self)
{
  g_return_if_fail (WB_IS_CLIENT_CONNECTION (self));
  g_return_if_fail (self->state == STATE_NEW);

  self->state = STATE_CONNECTING;

  self->upgrade = wb_upgrade_new (self->uri, self->trust, G_PROXY_RESOLVER (self->proxy));
  self->handshake_timer = wb_timer_start (self->timing.handshake, handshake_timeout_cb, self);
  wb_upgrade_run_async (self->upgrade, self->cancellable, connected_cb, g_object_ref (self));
}

/**
 * wb_client_connection_close:
 * @self: a connection in any state
 * @how: whether to perform the closing handshake
 *
 * Ends a connection for good. Its handler is not called from here on.
 */
void
wb_client_connection_close (WbClientConnection *self,
                            WbClientClose       how)
{
  g_return_if_fail (WB_IS_CLIENT_CONNECTION (self));

  drop (self, how);
}

/**
 * wb_client_connection_send:
 * @self: a connection
 * @message: what to send
 *
 * Sends a message as a text frame.
 *
 * Returns: %FALSE if the connection is not open, or if the server does not read what it was sent before
 */
gboolean
wb_client_connection_send (WbClientConnection *self,
                           WbMessage          *message)
{
  GBytes *bytes;

  g_return_val_if_fail (WB_IS_CLIENT_CONNECTION (self), FALSE);
  g_return_val_if_fail (message != NULL, FALSE);

  bytes = wb_message_get_bytes (message);
  if (self->state != STATE_OPEN ||
      soup_websocket_connection_get_state (self->websocket) != SOUP_WEBSOCKET_STATE_OPEN ||
      self->unanswered + g_bytes_get_size (bytes) > MAX_UNANSWERED)
    return FALSE;

  self->unanswered += g_bytes_get_size (bytes);
  soup_websocket_connection_send_message (self->websocket, SOUP_WEBSOCKET_DATA_TEXT, bytes);

  return TRUE;
}

/**
 * wb_client_connection_expect_heartbeat:
 * @self: a connection
 * @seconds: the interval of the heart checks that the server announced, 0 for none
 *
 * Expects heart checks from now on, or no more of them. A late one ends the connection.
 */
void
wb_client_connection_expect_heartbeat (WbClientConnection *self,
                                       guint               seconds)
{
  g_return_if_fail (WB_IS_CLIENT_CONNECTION (self));

  if (self->state != STATE_OPEN)
    return;

  if (seconds == 0)
    {
      wb_timer_stop (&self->heartbeat_timer);
      return;
    }

  self->heartbeat = MIN (seconds, G_MAXUINT / 2000) * 1000;
  await_heart_check (self);
}

/**
 * wb_client_connection_get_contact:
 * @self: a connection
 *
 * Returns: when the server was heard last, as of wb_clock_get_time(), 0 for
 *   never. The end of the connection counts, unless the server fell silent
 */
gint64
wb_client_connection_get_contact (WbClientConnection *self)
{
  g_return_val_if_fail (WB_IS_CLIENT_CONNECTION (self), 0);

  return self->contact;
}
