/* wb-client-connection.c: one WebSocket connection, from the attempt to the end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>

#include "support/wb-timer.h"
#include "wb-client-connection.h"
#include "wb-connection-error.h"
#include "wb-upgrade.h"

/* The most that is written before the server answers a ping, in bytes. libsoup's queue has no limit and
 * cannot be looked at; a server that takes nothing more off the wire would make it grow. */
#define MAX_UNANSWERED (1024 * 1024)

/* Heart checks are answered no faster than a server takes messages (docs/protocol.md, limits). A server
 * of the legacy protocol forwards an answer to every client, each of which would answer that: without a limit one
 * is enough for a storm. */
#define ECHO_BURST 20
#define ECHO_RATE 10

/* Data that waits in the socket is a sign of life as well. With a low priority it is read before a timer
 * that ran out while this process was stopped gets to judge. */
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
  GObject                  parent_instance;

  char                    *uri;
  WbClientTiming           timing;
  GTlsDatabase            *trust;
  State                    state;

  WbUpgrade               *upgrade;
  GCancellable            *cancellable;
  SoupWebsocketConnection *websocket;

  GSource                 *handshake_timer;
  GSource                 *silence_timer;
  GSource                 *heartbeat_timer;

  guint                    heartbeat;
  double                   echoes;
  gint64                   echo_time;
  gsize                    unanswered;
};

G_DEFINE_FINAL_TYPE (WbClientConnection, wb_client_connection, G_TYPE_OBJECT)

enum
{
  OPENED,
  MESSAGE,
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Keeps a connection until its closing handshake is through or has timed out. */
static void
linger (SoupWebsocketConnection *websocket)
{
  g_signal_connect (websocket, "closed", G_CALLBACK (g_object_unref), NULL);
  soup_websocket_connection_close (g_object_ref (websocket), SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}

static void
drop (WbClientConnection *self,
      gboolean            say_goodbye)
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
      if (say_goodbye && soup_websocket_connection_get_state (self->websocket) == SOUP_WEBSOCKET_STATE_OPEN)
        linger (self->websocket);
    }
  g_clear_object (&self->websocket);
}

static void
end (WbClientConnection *self,
     GError             *error)
{
  g_autoptr (GError) owned = error;
  g_autoptr (WbClientConnection) kept = g_object_ref (self);

  g_assert (error != NULL);

  if (self->state == STATE_CLOSED)
    return;

  drop (self, FALSE);
  g_signal_emit (self, signals[CLOSED], 0, error);
}

/* Any sound will do here. */
static void
hear (WbClientConnection *self)
{
  wb_timer_restart (self->silence_timer, self->timing.ping * 1000 + self->timing.ping_grace);
}

static gboolean
silence_cb (gpointer user_data)
{
  WbClientConnection *self = user_data;

  end (self, wb_connection_error_from_silence (self->uri));

  return G_SOURCE_REMOVE;
}

/* From the first heart check on, or from the welcome that announces them, the next one is due. */
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

/* A bucket of ECHO_BURST that fills at ECHO_RATE a second. */
static gboolean
may_echo (WbClientConnection *self)
{
  gint64 now = g_get_monotonic_time ();
  double gained = (double) (now - self->echo_time) / G_USEC_PER_SEC * ECHO_RATE;

  self->echoes = MIN (self->echoes + gained, ECHO_BURST);
  self->echo_time = now;
  if (self->echoes < 1)
    return FALSE;

  self->echoes -= 1;
  return TRUE;
}

static void
take_heart_check (WbClientConnection *self)
{
  g_autoptr (WbMessage) echo = NULL;

  await_heart_check (self);
  if (!may_echo (self))
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

  hear (self);

  /* A server written for the legacy protocol forwards what it gets from `ws` 8 as it is: a Buffer, which goes out as
   * a binary frame. The words in it are the same. */
  text = g_bytes_get_data (bytes, &length);
  if (type != SOUP_WEBSOCKET_DATA_TEXT && !g_utf8_validate_len (text, length, NULL))
    {
      g_info ("%s sent a binary frame, which means nothing here", self->uri);
      return;
    }

  message = wb_message_parse (bytes, &error);
  if (message == NULL)
    {
      g_info ("%s sent what is no message: %s", self->uri, error->message);
      return;
    }

  if (wb_message_get_kind (message) == WB_MESSAGE_HEART_CHECK)
    take_heart_check (self);
  g_signal_emit (self, signals[MESSAGE], 0, message);
}

static void
pong_cb (SoupWebsocketConnection *websocket,
         GBytes                  *bytes,
         WbClientConnection      *self)
{
  self->unanswered = 0;
  hear (self);
}

static void
error_cb (SoupWebsocketConnection *websocket,
          GError                  *error,
          WbClientConnection      *self)
{
  /* libsoup calls some good codes, such as 1013, an error, and has kept them and their words all the same. */
  if (soup_websocket_connection_get_close_code (websocket) != 0)
    end (self, wb_connection_error_from_close (self->uri, websocket));
  else
    end (self, wb_connection_error_from_protocol (self->uri, error));
}

static void
closed_cb (SoupWebsocketConnection *websocket,
           WbClientConnection      *self)
{
  end (self, wb_connection_error_from_close (self->uri, websocket));
}

/* libsoup before 3.8 limits a frame, later ones (and patched older ones) also a message made of many, as does
 * the stream below it. */
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
  g_signal_emit (self, signals[OPENED], 0);
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
    end (self, wb_connection_error_from_handshake (self->uri, wb_upgrade_get_status (self->upgrade),
                                                   wb_upgrade_get_flaws (self->upgrade), error));
  else
    adopt (self, websocket);
}

static gboolean
handshake_timeout_cb (gpointer user_data)
{
  WbClientConnection *self = user_data;

  end (self, wb_connection_error_from_timeout (self->uri, wb_upgrade_is_reached (self->upgrade)));

  return G_SOURCE_REMOVE;
}

static void
wb_client_connection_dispose (GObject *object)
{
  WbClientConnection *self = WB_CLIENT_CONNECTION (object);

  drop (self, FALSE);

  G_OBJECT_CLASS (wb_client_connection_parent_class)->dispose (object);
}

static void
wb_client_connection_finalize (GObject *object)
{
  WbClientConnection *self = WB_CLIENT_CONNECTION (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->trust);
  g_clear_pointer (&self->uri, g_free);

  G_OBJECT_CLASS (wb_client_connection_parent_class)->finalize (object);
}

static void
wb_client_connection_class_init (WbClientConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_client_connection_dispose;
  object_class->finalize = wb_client_connection_finalize;

  /**
   * WbClientConnection::opened:
   *
   * The handshake is through: messages may be sent.
   */
  signals[OPENED] = g_signal_new ("opened", WB_TYPE_CLIENT_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  /**
   * WbClientConnection::message:
   * @message: what came
   *
   * A message came. A heart check has been answered already.
   */
  signals[MESSAGE] = g_signal_new ("message", WB_TYPE_CLIENT_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, WB_TYPE_MESSAGE);

  /**
   * WbClientConnection::closed:
   * @error: why, as an error of #WbClientError
   *
   * The attempt failed or the connection ended, and not by wb_client_connection_close().
   * It is the last thing that a connection says.
   */
  signals[CLOSED] = g_signal_new ("closed", WB_TYPE_CLIENT_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
wb_client_connection_init (WbClientConnection *self)
{
  self->state = STATE_NEW;
  self->echoes = ECHO_BURST;
  self->echo_time = g_get_monotonic_time ();
  self->cancellable = g_cancellable_new ();
}

/**
 * wb_client_connection_new:
 * @uri: a normal URI, see wb_client_normalize_uri()
 * @timing: how patient to be
 * @trust: (nullable): the authorities that may vouch for the server, %NULL for
 *   those of the system
 *
 * Makes a connection that is not open yet.
 *
 * Returns: (transfer full): the connection
 */
WbClientConnection *
wb_client_connection_new (const char           *uri,
                          const WbClientTiming *timing,
                          GTlsDatabase         *trust)
{
  WbClientConnection *self;

  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (timing != NULL, NULL);

  self = g_object_new (WB_TYPE_CLIENT_CONNECTION, NULL);
  self->uri = g_strdup (uri);
  self->timing = *timing;
  g_set_object (&self->trust, trust);
  self->heartbeat = timing->heartbeat;

  return self;
}

/**
 * wb_client_connection_open:
 * @self: a new connection
 *
 * Begins to connect, in the thread-default main context. Exactly one of
 * #WbClientConnection::opened and #WbClientConnection::closed follows, unless the connection is closed.
 */
void
wb_client_connection_open (WbClientConnection *self)
{
  g_return_if_fail (WB_IS_CLIENT_CONNECTION (self));
  g_return_if_fail (self->state == STATE_NEW);

  self->state = STATE_CONNECTING;

  self->upgrade = wb_upgrade_new (self->uri, self->trust);
  self->handshake_timer = wb_timer_start (self->timing.handshake, handshake_timeout_cb, self);
  wb_upgrade_run_async (self->upgrade, self->cancellable, connected_cb, g_object_ref (self));
}

/**
 * wb_client_connection_close:
 * @self: a connection in any state
 * @say_goodbye: whether to go through the closing handshake, which takes some
 *   more turns of the main loop
 *
 * Ends a connection for good. It emits nothing from here on.
 */
void
wb_client_connection_close (WbClientConnection *self,
                            gboolean            say_goodbye)
{
  g_return_if_fail (WB_IS_CLIENT_CONNECTION (self));

  drop (self, say_goodbye);
}

/**
 * wb_client_connection_send:
 * @self: a connection
 * @message: what to send
 *
 * Sends a message as a text frame.
 *
 * Returns: %FALSE if the connection is not open, or if the server does not take off
 *   the wire what it got before
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
 * @seconds: how often the server says that it checks, 0 for never
 *
 * Takes the server's word on how often a heart check comes. One that is late
 * ends the connection.
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
