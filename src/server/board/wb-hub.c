/* wb-hub.c: the clients of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-hub-private.h"

#include "support/wb-timer.h"

enum
{
  SIGNAL_OPENED,
  SIGNAL_MESSAGE,
  SIGNAL_DRAINED,
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbHub, wb_hub, G_TYPE_OBJECT)

static void
member_free (gpointer data)
{
  WbHubMember *member = data;

  g_object_unref (member->session);
  g_clear_object (&member->address);
  wb_pending_requests_clear (&member->pending);
  g_free (member);
}

static gboolean
heart_timer_cb (gpointer user_data)
{
  WbHub *self = WB_HUB (user_data);

  wb_worker_pool_beat (self->workers, self->heart_check);

  return G_SOURCE_CONTINUE;
}

static void
wb_hub_dispose (GObject *object)
{
  WbHub *self = WB_HUB (object);

  wb_timer_stop (&self->heart_timer);
  g_clear_pointer (&self->workers, wb_worker_pool_free);
  if (self->reports != NULL)
    wb_mailbox_close (self->reports);
  g_clear_pointer (&self->reports, wb_mailbox_unref);
  g_hash_table_remove_all (self->members);

  G_OBJECT_CLASS (wb_hub_parent_class)->dispose (object);
}

static void
wb_hub_finalize (GObject *object)
{
  WbHub *self = WB_HUB (object);

  g_array_unref (self->backlog);
  g_hash_table_unref (self->members);
  wb_address_counts_free (self->addresses);
  wb_websocket_frame_unref (self->heart_check);
  g_clear_pointer (&self->tokens, wb_tokens_unref);
  g_clear_pointer (&self->metrics, wb_metrics_unref);
  g_clear_pointer (&self->rules.connection.log, wb_log_unref);
  g_clear_pointer (&self->rules.connection.throttle, wb_auth_throttle_unref);

  G_OBJECT_CLASS (wb_hub_parent_class)->finalize (object);
}

static void
wb_hub_class_init (WbHubClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_hub_dispose;
  object_class->finalize = wb_hub_finalize;

  /**
   * WbHub::opened:
   * @self: the hub
   * @session: a session
   *
   * A client has authenticated, or need not. It receives broadcasts from now
   * on.
   */
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", WB_TYPE_HUB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  WB_TYPE_SESSION);

  /**
   * WbHub::message:
   * @self: the hub
   * @session: an open session
   * @message: a board message, or a notice
   * @since: when it was received, in microseconds of the monotonic time
   *
   * A client sent a message that the board must handle.
   *
   * Returns: %TRUE if the answer must wait; the message is then emitted again
   *   later
   */
  signals[SIGNAL_MESSAGE] =
    g_signal_new ("message", WB_TYPE_HUB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_BOOLEAN, 3,
                  WB_TYPE_SESSION, WB_TYPE_MESSAGE, G_TYPE_INT64);

  /**
   * WbHub::drained:
   * @self: the hub
   * @session: an open session
   *
   * There is room for datasets that were put off, and no request is pending.
   */
  signals[SIGNAL_DRAINED] =
    g_signal_new ("drained", WB_TYPE_HUB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  WB_TYPE_SESSION);

  /**
   * WbHub::ended:
   * @self: the hub
   * @session: a session
   *
   * The connection has ended.
   */
  signals[SIGNAL_ENDED] =
    g_signal_new ("ended", WB_TYPE_HUB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  WB_TYPE_SESSION);
}

static void
wb_hub_init (WbHub *self)
{
  g_autoptr (WbMessage) heart_check = wb_message_new_heart_check ();

  self->heart_check = wb_websocket_frame_new_text (wb_message_get_bytes (heart_check));
  self->backlog = g_array_new (FALSE, FALSE, sizeof (WbReport));
  g_array_set_clear_func (self->backlog, (GDestroyNotify) wb_report_clear);
  self->members = g_hash_table_new_full (NULL, NULL, NULL, member_free);
  self->addresses = wb_address_counts_new ();
}

/* Opens a session, unless it was closed while its token was checked. */
void
wb_hub_open_session (WbHub     *self,
                     WbSession *session)
{
  wb_session_open (session);
  if (wb_session_is_open (session))
    g_signal_emit (self, signals[SIGNAL_OPENED], 0, session);
}

/* TRUE if the answer must wait for room. */
gboolean
wb_hub_emit_message (WbHub     *self,
                     WbSession *session,
                     WbMessage *message,
                     gint64     since)
{
  gboolean must_wait = FALSE;

  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, session, message, since, &must_wait);

  return must_wait;
}

void
wb_hub_emit_drained (WbHub     *self,
                     WbSession *session)
{
  g_signal_emit (self, signals[SIGNAL_DRAINED], 0, session);
}

/* Removes and frees @member, whose connection has ended. */
void
wb_hub_end_session (WbHub       *self,
                    WbHubMember *member)
{
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, member->session);

  wb_address_counts_remove (self->addresses, member->address);
  wb_worker_pool_release (self->workers, member->worker);
  g_hash_table_remove (self->members, member->session);
  if (g_hash_table_size (self->members) == 0)
    wb_timer_stop (&self->heart_timer);
}

/**
 * wb_hub_new:
 * @rules: the limits of its clients; copied
 * @tokens: (nullable): a client must send one of these first; %NULL if none is required
 * @metrics: (nullable): counts connections and broadcasts
 * @error: return location for an error of GIO
 *
 * Creates a hub. Its workers start their threads when clients connect.
 *
 * Returns: (transfer full): a hub without clients, or %NULL with an error
 */
WbHub *
wb_hub_new (const WbHubRules  *rules,
            WbTokens          *tokens,
            WbMetrics         *metrics,
            GError           **error)
{
  g_autoptr (WbHub) self = NULL;

  g_return_val_if_fail (rules != NULL, NULL);

  self = g_object_new (WB_TYPE_HUB, NULL);
  self->rules = *rules;
  wb_log_ref (self->rules.connection.log);
  if (self->rules.connection.throttle != NULL)
    wb_auth_throttle_ref (self->rules.connection.throttle);
  self->tokens = tokens != NULL ? wb_tokens_ref (tokens) : NULL;
  self->metrics = metrics != NULL ? wb_metrics_ref (metrics) : NULL;
  self->reports = wb_mailbox_new (g_main_context_get_thread_default (), sizeof (WbReport),
                                  (GDestroyNotify) wb_report_clear, wb_hub_reports_cb, self);
  self->workers = wb_worker_pool_new (self->reports, tokens, metrics, error);
  if (self->workers == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wb_hub_has_room:
 * @self: a hub
 * @address: (nullable): where a client comes from, %NULL if that is not known
 * @ret_reason: (out): the limit that is reached
 *
 * Returns: whether there is room for another client; otherwise @ret_reason is set
 */
gboolean
wb_hub_has_room (WbHub        *self,
                 GInetAddress *address,
                 WbRefusal    *ret_reason)
{
  g_return_val_if_fail (WB_IS_HUB (self), FALSE);
  g_return_val_if_fail (ret_reason != NULL, FALSE);

  if (self->rules.max_connections > 0 && g_hash_table_size (self->members) >= self->rules.max_connections)
    {
      *ret_reason = WB_REFUSAL_CONNECTIONS;
      return FALSE;
    }

  if (self->rules.max_per_address > 0 &&
      wb_address_counts_get (self->addresses, address) >= self->rules.max_per_address)
    {
      *ret_reason = WB_REFUSAL_ADDRESS;
      return FALSE;
    }

  return TRUE;
}

/**
 * wb_hub_admit:
 * @self: a hub
 * @transport: (transfer full): a connection after its handshake
 * @address: (nullable): where it comes from
 * @peer: how to name it in the log
 * @speaks_v1: whether it negotiated `wallboard.v1`
 *
 * Adds a client. Where no token is required, `opened` is emitted at once, so
 * that no broadcast falls between the client's welcome and its joining.
 *
 * Returns: %FALSE if there is no room any more
 */
gboolean
wb_hub_admit (WbHub        *self,
              WbTransport  *transport,
              GInetAddress *address,
              const char   *peer,
              gboolean      speaks_v1)
{
  g_autoptr (WbConnection) connection = NULL;
  WbRefusal reason;
  WbWorker *worker;
  WbHubMember *member;

  g_return_val_if_fail (WB_IS_HUB (self), FALSE);
  g_return_val_if_fail (transport != NULL, FALSE);
  g_return_val_if_fail (peer != NULL, FALSE);

  connection = wb_connection_new (transport, address, peer, speaks_v1,
                                  self->tokens != NULL ? WB_RIGHT_NONE : WB_RIGHT_CONTROL,
                                  &self->rules.connection);
  worker = wb_hub_has_room (self, address, &reason) ? wb_worker_pool_adopt (self->workers, connection) : NULL;
  if (worker == NULL)
    return FALSE;

  member = g_new0 (WbHubMember, 1);
  member->hub = self;
  member->session = wb_session_new (worker, connection);
  member->worker = worker;
  member->address = address != NULL ? g_object_ref (address) : NULL;
  g_hash_table_insert (self->members, member->session, member);
  wb_address_counts_add (self->addresses, address);
  wb_metrics_add (self->metrics, WB_METRIC_CONNECTIONS, 1);

  /* One precise timer for all clients: a legacy client closes the connection if a heart check is more than
   * one second late. */
  if (self->heart_timer == NULL && self->rules.heartbeat > 0)
    self->heart_timer = wb_timer_start (self->rules.heartbeat * 1000, heart_timer_cb, self);

  g_info ("%s: connected", peer);
  if (self->tokens == NULL)
    wb_hub_open_session (self, member->session);

  return TRUE;
}

/**
 * wb_hub_broadcast:
 * @self: a hub
 * @message: a message
 * @since: when it was accepted, in microseconds of the monotonic time
 *
 * Sends a message to every open session. The frame is built once and shared.
 * Each client receives broadcasts in the order of these calls.
 */
void
wb_hub_broadcast (WbHub     *self,
                  WbMessage *message,
                  gint64     since)
{
  g_autoptr (WbWebsocketFrame) frame = NULL;

  g_return_if_fail (WB_IS_HUB (self));
  g_return_if_fail (message != NULL);

  frame = wb_websocket_frame_new_text (wb_message_get_bytes (message));
  wb_worker_pool_broadcast (self->workers, frame, since);
  wb_metrics_add (self->metrics, WB_METRIC_BROADCASTS, 1);
}

void
wb_hub_foreach (WbHub     *self,
                WbHubFunc  function,
                gpointer   user_data)
{
  GHashTableIter iter;
  gpointer session;

  g_return_if_fail (WB_IS_HUB (self));
  g_return_if_fail (function != NULL);

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    if (wb_session_is_open (session))
      function (session, user_data);
}

/**
 * wb_hub_resume:
 * @self: a hub
 * @session: a session
 *
 * Emits `message` again for a message that a handler has put off, and then for
 * those that were received after it.
 */
void
wb_hub_resume (WbHub     *self,
               WbSession *session)
{
  WbHubMember *member;

  g_return_if_fail (WB_IS_HUB (self));
  g_return_if_fail (WB_IS_SESSION (session));

  member = g_hash_table_lookup (self->members, session);
  if (member != NULL)
    wb_hub_resume_requests (member);
}

/**
 * wb_hub_set_tokens:
 * @self: a hub that asks for tokens
 * @tokens: the tokens that are valid from now on
 *
 * Replaces the tokens. Clients whose token is no longer valid are closed.
 */
void
wb_hub_set_tokens (WbHub    *self,
                   WbTokens *tokens)
{
  g_return_if_fail (WB_IS_HUB (self));
  g_return_if_fail (self->tokens != NULL);
  g_return_if_fail (tokens != NULL);

  wb_tokens_ref (tokens);
  wb_tokens_unref (self->tokens);
  self->tokens = tokens;
  wb_worker_pool_set_tokens (self->workers, tokens);
}

/**
 * wb_hub_close:
 * @self: a hub
 * @code: a close code (RFC 6455, section 7.4)
 * @reason: a text for the close frame
 *
 * Closes every session. Sessions remain in the hub until their connections have
 * ended.
 */
void
wb_hub_close (WbHub      *self,
              guint       code,
              const char *reason)
{
  GHashTableIter iter;
  gpointer session;

  g_return_if_fail (WB_IS_HUB (self));

  wb_timer_stop (&self->heart_timer);
  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    wb_session_close (session, code, reason);
}

/**
 * wb_hub_get_size:
 * @self: a hub
 *
 * Returns: the number of clients, open or not
 */
guint
wb_hub_get_size (WbHub *self)
{
  g_return_val_if_fail (WB_IS_HUB (self), 0);

  return g_hash_table_size (self->members);
}

WbLog *
wb_hub_get_log (WbHub *self)
{
  g_return_val_if_fail (WB_IS_HUB (self), NULL);

  return self->rules.connection.log;
}

/**
 * wb_hub_list_displays:
 * @self: a hub
 *
 * Returns: (transfer full) (element-type WbDisplay): the connected clients in
 *   no particular order, including those that have not authenticated yet
 */
GPtrArray *
wb_hub_list_displays (WbHub *self)
{
  GPtrArray *displays;
  GHashTableIter iter;
  gpointer session;

  g_return_val_if_fail (WB_IS_HUB (self), NULL);

  displays = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_display_free);
  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    g_ptr_array_add (displays, wb_session_describe (session));

  return displays;
}
