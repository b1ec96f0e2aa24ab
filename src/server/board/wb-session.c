/* wb-session.c: one client, as the board sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-session.h"

#include "support/wb-clock.h"

struct _WbSession
{
  GObject parent_instance;

  WbWorker        *worker;        /* not owned: the hub has it, and outlives its sessions */
  WbConnection    *connection;
  WbSubscriptions *subscriptions;
  gboolean         is_open;
  gboolean         is_closed;
  char            *token;         /* the name of the token in use */
  char            *name;
  char            *version;
  gint64           since;         /* see wb_clock_get_time() */
  gboolean         has_word[WB_N_TOPICS];
  WbWord           words[WB_N_TOPICS]; /* those that the client used last */
};

G_DEFINE_FINAL_TYPE (WbSession, wb_session, G_TYPE_OBJECT)

static void
wb_session_finalize (GObject *object)
{
  WbSession *self = WB_SESSION (object);

  wb_subscriptions_free (self->subscriptions);
  wb_connection_set_owner (self->connection, NULL);
  wb_connection_unref (self->connection);
  g_free (self->token);
  g_free (self->name);
  g_free (self->version);

  G_OBJECT_CLASS (wb_session_parent_class)->finalize (object);
}

static void
wb_session_class_init (WbSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = wb_session_finalize;
}

static void
wb_session_init (WbSession *self)
{
  self->subscriptions = wb_subscriptions_new ();
  self->since = wb_clock_get_time ();
}

/**
 * wb_session_new:
 * @worker: the worker of @connection, which must outlive the session
 * @connection: a connection that @worker has adopted
 *
 * Returns: (transfer full): a session that is not open yet
 */
WbSession *
wb_session_new (WbWorker     *worker,
                WbConnection *connection)
{
  WbSession *self;

  g_return_val_if_fail (worker != NULL, NULL);
  g_return_val_if_fail (connection != NULL, NULL);

  self = g_object_new (WB_TYPE_SESSION, NULL);
  self->worker = worker;
  self->connection = wb_connection_ref (connection);
  wb_connection_set_owner (connection, self);

  return self;
}

void
wb_session_set_token (WbSession  *self,
                      const char *name)
{
  g_return_if_fail (WB_IS_SESSION (self));
  g_return_if_fail (name != NULL);

  g_free (self->token);
  self->token = g_strdup (name);
}

/**
 * wb_session_open:
 * @self: a session
 *
 * Opens the session: the client receives broadcasts from now on. Does nothing
 * if the session is closed.
 */
void
wb_session_open (WbSession *self)
{
  g_return_if_fail (WB_IS_SESSION (self));

  if (self->is_closed)
    return;

  self->is_open = TRUE;
  wb_worker_join (self->worker, self->connection);
}

void
wb_session_introduce (WbSession *self,
                      WbMessage *hello)
{
  g_return_if_fail (WB_IS_SESSION (self));
  g_return_if_fail (hello != NULL);

  g_free (self->name);
  g_free (self->version);
  self->name = wb_message_dup_display_name (hello);
  self->version = wb_message_dup_display_version (hello);

  if (self->name != NULL)
    g_info ("%s: is “%s”", wb_session_get_peer (self), self->name);
}

/**
 * wb_session_send:
 * @self: a session
 * @frame: a whole frame
 * @since: when what it answers was accepted, in microseconds of the monotonic time, or 0 if the
 *   delay is not measured
 *
 * Sends a frame, or nothing if the connection is closing.
 */
void
wb_session_send (WbSession        *self,
                 WbWebsocketFrame *frame,
                 gint64            since)
{
  g_return_if_fail (WB_IS_SESSION (self));
  g_return_if_fail (frame != NULL);

  if (!self->is_closed)
    wb_worker_send (self->worker, self->connection, frame, since);
}

/**
 * wb_session_send_message:
 * @self: a session
 * @message: a message
 * @since: as in [method@Session.send]
 *
 * Sends a message, or nothing if the connection is closing.
 */
void
wb_session_send_message (WbSession *self,
                         WbMessage *message,
                         gint64     since)
{
  g_autoptr (WbWebsocketFrame) frame = NULL;

  g_return_if_fail (WB_IS_SESSION (self));
  g_return_if_fail (message != NULL);

  frame = wb_websocket_frame_new_text (wb_message_get_bytes (message));
  wb_session_send (self, frame, since);
}

/**
 * wb_session_await_room:
 * @self: a session
 * @frame: a dataset
 *
 * Returns: %TRUE if @frame must wait, since too much data is on its way to the
 *   client; the hub emits `drained` when there is room
 */
gboolean
wb_session_await_room (WbSession        *self,
                       WbWebsocketFrame *frame)
{
  g_return_val_if_fail (WB_IS_SESSION (self), FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  return wb_connection_await_room (self->connection, wb_websocket_frame_get_size (frame));
}

/**
 * wb_session_close:
 * @self: a session
 * @code: a close code (RFC 6455, section 7.4)
 * @reason: a text for the close frame, cut off where it does not fit
 *
 * Closes the connection. The session ends when the peer has answered, or after
 * five seconds.
 */
void
wb_session_close (WbSession  *self,
                  guint       code,
                  const char *reason)
{
  g_return_if_fail (WB_IS_SESSION (self));
  g_return_if_fail (reason != NULL);

  if (self->is_closed)
    return;

  self->is_open = FALSE;
  self->is_closed = TRUE;
  wb_worker_close (self->worker, self->connection, code, reason);
}

/**
 * wb_session_is_open:
 * @self: a session
 *
 * Returns: whether the client has authenticated, or need not, and is not being
 *   closed
 */
gboolean
wb_session_is_open (WbSession *self)
{
  g_return_val_if_fail (WB_IS_SESSION (self), FALSE);

  return self->is_open;
}

gboolean
wb_session_speaks_v1 (WbSession *self)
{
  g_return_val_if_fail (WB_IS_SESSION (self), FALSE);

  return wb_connection_speaks_v1 (self->connection);
}

WbSubscriptions *
wb_session_get_subscriptions (WbSession *self)
{
  g_return_val_if_fail (WB_IS_SESSION (self), NULL);

  return self->subscriptions;
}

/**
 * wb_session_get_peer:
 * @self: a session
 *
 * Returns: (transfer none): the address of the client, and the origin of its
 *   page if it has one
 */
const char *
wb_session_get_peer (WbSession *self)
{
  g_return_val_if_fail (WB_IS_SESSION (self), NULL);

  return wb_connection_get_peer (self->connection);
}

WbRight
wb_session_get_right (WbSession *self)
{
  g_return_val_if_fail (WB_IS_SESSION (self), WB_RIGHT_NONE);

  return wb_connection_get_right (self->connection);
}

WbDisplay *
wb_session_describe (WbSession *self)
{
  WbDisplay *display;

  g_return_val_if_fail (WB_IS_SESSION (self), NULL);

  display = g_new0 (WbDisplay, 1);
  display->name = g_strdup (self->name);
  display->version = g_strdup (self->version);
  display->peer = g_strdup (wb_connection_get_peer (self->connection));
  display->dialect = wb_connection_get_dialect (self->connection);
  display->right = wb_connection_get_right (self->connection);
  display->token = g_strdup (self->is_open ? self->token : NULL);
  display->connected = self->since;
  display->last_heard = wb_connection_get_last_heard (self->connection);
  display->waiting = wb_connection_get_waiting (self->connection);

  return display;
}

/**
 * wb_session_set_word:
 * @self: a session
 * @topic: a topic
 * @word: the word that the client used for it
 *
 * Stores which of two words the client uses, and so understands.
 */
void
wb_session_set_word (WbSession *self,
                     WbTopic    topic,
                     WbWord     word)
{
  g_return_if_fail (WB_IS_SESSION (self));
  g_return_if_fail (topic < WB_N_TOPICS);

  self->has_word[topic] = TRUE;
  self->words[topic] = word;
}

/**
 * wb_session_listens_for:
 * @self: a session
 * @topic: a topic
 * @word: one of its words
 *
 * Returns: whether the client may understand @word: it has used it last, or it is
 *   a legacy client that has used neither, or it is the usual word
 */
gboolean
wb_session_listens_for (WbSession *self,
                        WbTopic    topic,
                        WbWord     word)
{
  g_return_val_if_fail (WB_IS_SESSION (self), FALSE);
  g_return_val_if_fail (topic < WB_N_TOPICS, FALSE);

  if (self->has_word[topic])
    return self->words[topic] == word;

  return word == WB_WORD_MAIN || !wb_session_speaks_v1 (self);
}
