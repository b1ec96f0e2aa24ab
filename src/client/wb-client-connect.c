/* wb-client-connect.c: the connections of a client: attempts, backoff, and the messages that arrive
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "support/wb-timer.h"
#include "wb-client-private.h"

/*
 *   STOPPED ──start──► CONNECTING ──opened──► ONLINE
 *      ▲                 ▲     │    (auth ok)    │
 *      │               retry  closed           closed
 *     stop               │     ▼                 │
 *      └───────────────  WAITING ◄───────────────┘
 */

/* An attempt from before the network returned has lost its first packets, and would send the next ones late.
 * Microseconds. */
#define STALE_ATTEMPT G_USEC_PER_SEC

static void connect_to_server (WbClient *self);

/* Handlers of notify signals may stop, start or dispose the client, so callers return right after this. */
static void
become (WbClient       *self,
        WbClientStatus  status,
        const GError   *problem,
        gint64          retry_time)
{
  g_autoptr (WbClient) kept = g_object_ref (self);

  g_object_freeze_notify (G_OBJECT (self));
  wb_pacer_reset (self->pacer);
  wb_timer_stop (&self->names_timer);
  wb_asked_names_begin (self->names);
  if (status != WB_CLIENT_ONLINE)
    {
      /* These describe the server of the connection that ended. */
      wb_client_set_server (self, NULL);
      wb_client_set_control (self, TRUE);
      g_clear_pointer (&self->trouble, g_free);
    }
  wb_client_set_state (self, status, problem, retry_time);
  if (status == WB_CLIENT_ONLINE)
    wb_client_request_datasets (self, WB_REQUEST_LEGACY);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
retry_cb (gpointer user_data)
{
  connect_to_server (user_data);

  return G_SOURCE_REMOVE;
}

/* Ends the connection because of @problem, and schedules the next attempt. */
static void
lose (WbClient     *self,
      const GError *problem)
{
  gint64 now = g_get_monotonic_time ();
  double tried = (double) (now - self->tried_since) / G_USEC_PER_SEC;
  double wait;

  if (self->status == WB_CLIENT_ONLINE && g_error_matches (problem, WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED))
    wb_client_note_cut (self);
  if (self->status == WB_CLIENT_ONLINE && now - self->online_since >= (gint64) self->timing.lasted * 1000)
    wb_backoff_reset (&self->backoff);
  if (g_error_matches (problem, WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN))
    wait = wb_backoff_next_slow (&self->backoff, g_random_double ());
  else
    wait = wb_backoff_next (&self->backoff, g_random_double ());

  /* The time of an attempt without an answer counts as waiting: the kernel repeats its packets ever less
   * often, so a new attempt finds a network that has returned sooner. */
  if (self->status == WB_CLIENT_CONNECTING &&
      g_error_matches (problem, WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED))
    wait = MAX (wait - tried, 0);

  wb_client_disconnect (self, WB_CLIENT_CLOSE_ABORT);
  self->retry_timer = wb_timer_start ((guint) (wait * 1000), retry_cb, self);
  become (self, WB_CLIENT_WAITING, problem, now + (gint64) (wait * G_USEC_PER_SEC));
}

static void
go_online (WbClient *self)
{
  wb_timer_stop (&self->auth_timer);
  self->online_since = g_get_monotonic_time ();
  become (self, WB_CLIENT_ONLINE, NULL, 0);
}

static void
lose_unauthorized (WbClient *self)
{
  g_autoptr (GError) problem = NULL;

  if (self->token != NULL)
    problem = g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN,
                           _("The server at %s refused the token: ask who runs it for the right one"),
                           self->uri);
  else
    problem = g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN,
                           _("The server at %s wants a token: ask who runs it for one"), self->uri);

  lose (self, problem);
}

/* Handlers of the signals that this emits may stop the client or start it anew: a message of a connection
 * that is not the current one any more is dropped. */
static void
message_cb (WbClientConnection *connection,
            WbMessage          *message,
            gpointer            user_data)
{
  g_autoptr (WbClient) self = g_object_ref (user_data);
  gboolean refused = wb_message_get_kind (message) == WB_MESSAGE_NO_AUTH;

  /* Any message but noAuth means that the server accepts this client, whether it knows tokens or not. */
  if (self->token != NULL && !refused)
    self->authenticated = TRUE;
  if (self->status == WB_CLIENT_CONNECTING && !refused)
    go_online (self);

  if (self->connection == connection)
    g_signal_emit_by_name (self, "message", message);

  if (self->connection != connection)
    return;

  if (refused && self->authenticated)
    wb_client_set_control (self, FALSE); /* a view token: only the last request was refused */
  else if (refused)
    lose_unauthorized (self);
  else
    wb_client_receive (self, message);
}

static void
unusable_cb (WbClientConnection *connection,
             GBytes             *bytes,
             const char         *reason,
             gpointer            user_data)
{
  g_autoptr (WbClient) self = g_object_ref (user_data);

  wb_client_take_unusable (self, bytes, reason);
}

static gboolean
auth_timeout_cb (gpointer user_data)
{
  go_online (user_data);

  return G_SOURCE_REMOVE;
}

static void
opened_cb (WbClientConnection *connection,
           gpointer            user_data)
{
  WbClient *self = user_data;
  g_autoptr (WbMessage) auth = NULL;

  if (self->token == NULL)
    {
      go_online (self);
      return;
    }

  auth = wb_message_new_auth (self->token);
  wb_client_connection_send (connection, auth);
  self->auth_timer = wb_timer_start (self->timing.auth, auth_timeout_cb, self);
}

static void
closed_cb (WbClientConnection *connection,
           const GError       *error,
           gpointer            user_data)
{
  lose (user_data, error);
}

/* The last problem stays during the next attempt, which has not solved it yet. */
static void
connect_to_server (WbClient *self)
{
  static const WbClientConnectionHandler handler = {
    .opened = opened_cb,
    .message = message_cb,
    .unusable = unusable_cb,
    .closed = closed_cb,
  };

  wb_client_disconnect (self, WB_CLIENT_CLOSE_ABORT);
  self->authenticated = FALSE;
  self->tried_since = g_get_monotonic_time ();
  self->connection = wb_client_connection_new (self->uri, &self->timing, self->trust, &handler, self);
  wb_client_connection_open (self->connection);

  become (self, WB_CLIENT_CONNECTING, self->problem, 0);
}

static void
network_changed_cb (GNetworkMonitor *network,
                    gboolean         available,
                    WbClient        *self)
{
  gint64 tried = g_get_monotonic_time () - self->tried_since;

  if (!available)
    return;

  if (self->status == WB_CLIENT_CONNECTING && tried >= STALE_ATTEMPT)
    connect_to_server (self);
  else
    wb_client_retry_now (self);
}

/* After a sleep the server has long closed the connection, which only silence would tell. */
static void
clock_cb (WbClockEvent event,
          gpointer     user_data)
{
  WbClient *self = user_data;

  if (event == WB_CLOCK_SET)
    {
      wb_client_remember_all (self);
      wb_client_retry_now (self); /* a certificate may be in force now */
    }
  else if (self->status != WB_CLIENT_STOPPED)
    {
      wb_backoff_reset (&self->backoff);
      connect_to_server (self);
    }
}

/* What the server told is true until it was heard last. */
static void
outdate_subscriptions (WbClient *self,
                       gint64    contact)
{
  GHashTableIter iter;
  gpointer subscription;

  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &subscription))
    wb_subscription_outdate (subscription, contact);
}

/**
 * wb_client_disconnect:
 * @self: a client
 * @how: how to close the connection, if there is one
 *
 * Ends the connection or the attempt, and the wait for the next one. The properties stay as they are, and the
 * data are not live any more.
 */
void
wb_client_disconnect (WbClient      *self,
                      WbClientClose  how)
{
  wb_timer_stop (&self->auth_timer);
  wb_timer_stop (&self->retry_timer);

  if (self->connection != NULL)
    {
      outdate_subscriptions (self, wb_client_connection_get_contact (self->connection));
      wb_client_connection_close (self->connection, how);
    }
  g_clear_object (&self->connection);
}

/**
 * wb_client_set_timing:
 * @self: a client that is not started
 * @timing: its timeouts and intervals
 *
 * Replaces %WB_CLIENT_TIMING_DEFAULT, so that tests need not wait as long.
 */
void
wb_client_set_timing (WbClient             *self,
                      const WbClientTiming *timing)
{
  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (timing != NULL);
  g_return_if_fail (self->status == WB_CLIENT_STOPPED);

  self->timing = *timing;
  wb_asked_names_set_patience (self->names, timing->answer,
                               timing->other_name > 0 ? timing->other_name : timing->answer);
  wb_backoff_init (&self->backoff, timing->retry_first, timing->retry_cap);
}

/**
 * wb_client_set_longest_wait:
 * @self: a client
 * @seconds: the longest time between two attempts, at least 1
 *
 * Sets how soon the client finds a server again that was gone for long. After a
 * wrong token it waits as long as ever.
 */
void
wb_client_set_longest_wait (WbClient *self,
                            guint     seconds)
{
  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (seconds >= 1);

  wb_backoff_set_cap (&self->backoff, seconds);
}

/**
 * wb_client_follow_clock:
 * @self: a client
 *
 * Connects anew, and at once, when the machine wakes from sleep, and corrects the
 * times in the cache when its clock is set. For clients that live long.
 */
void
wb_client_follow_clock (WbClient *self)
{
  g_return_if_fail (WB_IS_CLIENT (self));

  if (self->clock == NULL)
    self->clock = wb_clock_watch_new (clock_cb, self);
}

/**
 * wb_client_start:
 * @self: a client
 *
 * Connects, and from then on again whenever the connection ends, until
 * wb_client_stop(). If the address is not valid, it only sets
 * #WbClient:problem.
 */
void
wb_client_start (WbClient *self)
{
  g_autofree char *normal = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (WB_IS_CLIENT (self));

  if (self->status != WB_CLIENT_STOPPED)
    return;

  normal = wb_client_normalize_uri (self->uri, &error);
  if (normal == NULL)
    {
      become (self, WB_CLIENT_STOPPED, error, 0);
      return;
    }

  if (self->network == NULL)
    {
      self->network = g_object_ref (g_network_monitor_get_default ());
      g_signal_connect (self->network, "network-changed", G_CALLBACK (network_changed_cb), self);
    }
  connect_to_server (self);
}

/**
 * wb_client_stop:
 * @self: a client
 *
 * Closes the connection, with a closing handshake in the background, and does
 * not connect again. The board and the datasets stay as they are.
 */
void
wb_client_stop (WbClient *self)
{
  g_autoptr (WbClient) kept = NULL;

  g_return_if_fail (WB_IS_CLIENT (self));

  kept = g_object_ref (self);
  wb_client_disconnect (self, WB_CLIENT_CLOSE_HANDSHAKE);
  wb_backoff_reset (&self->backoff);
  wb_client_save_now (self);
  become (self, WB_CLIENT_STOPPED, NULL, 0);
}

/**
 * wb_client_retry_now:
 * @self: a client
 *
 * Ends the wait for the next attempt, if there is one.
 */
void
wb_client_retry_now (WbClient *self)
{
  g_return_if_fail (WB_IS_CLIENT (self));

  if (self->status == WB_CLIENT_WAITING)
    connect_to_server (self);
}

/**
 * wb_client_send:
 * @self: a client
 * @message: any message
 *
 * Sends a message as it is.
 *
 * Returns: %FALSE if there is no connection, or if the server does not read what it was sent before
 */
gboolean
wb_client_send (WbClient  *self,
                WbMessage *message)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (message != NULL, FALSE);

  return self->status == WB_CLIENT_ONLINE && wb_client_connection_send (self->connection, message);
}
