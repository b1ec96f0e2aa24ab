/* wb-keeper.c: keeps a connection to one server, whatever happens to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "support/wb-backoff.h"
#include "support/wb-timer.h"
#include "wb-client-connection.h"
#include "wb-keeper.h"

/*
 *   STOPPED ──start──► CONNECTING ──opened──► ONLINE
 *      ▲                 ▲     │    (auth ok)    │
 *      │               retry  closed           closed
 *     stop               │     ▼                 │
 *      └───────────────  WAITING ◄───────────────┘
 *
 * A connection is one connection; the keeper makes a new one for each attempt.
 */
struct _WbKeeper
{
  GObject          parent_instance;

  char            *uri;
  char            *token;
  GTlsDatabase    *trust;

  WbClientTiming   timing;
  WbBackoff        backoff;
  WbClientStatus   status;
  GError          *problem;
  gint64           retry_time;
  gint64           online_since;

  WbClientConnection *connection;
  GSource            *auth_timer;
  GSource            *retry_timer;
  GNetworkMonitor    *network;
};

G_DEFINE_FINAL_TYPE (WbKeeper, wb_keeper, G_TYPE_OBJECT)

enum
{
  CHANGED,
  MESSAGE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void connect_to_server (WbKeeper *self);

static void
drop_connection (WbKeeper *self,
                 gboolean  say_goodbye)
{
  wb_timer_stop (&self->auth_timer);
  wb_timer_stop (&self->retry_timer);
  self->retry_time = 0;

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      wb_client_connection_close (self->connection, say_goodbye);
    }
  g_clear_object (&self->connection);
}

/* Takes @problem. It is the last thing that a function does: whoever is told may stop or start the keeper. */
static void
become (WbKeeper       *self,
        WbClientStatus  status,
        GError         *problem)
{
  if (problem != self->problem)
    g_clear_error (&self->problem);
  self->problem = problem;
  self->status = status;

  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
retry_cb (gpointer user_data)
{
  connect_to_server (user_data);

  return G_SOURCE_REMOVE;
}

/* Ends the connection with @problem, which it takes, and plans the next one. */
static void
lose (WbKeeper *self,
      GError   *problem)
{
  gint64 now = g_get_monotonic_time ();
  double wait;

  if (self->status == WB_CLIENT_ONLINE && now - self->online_since >= (gint64) self->timing.lasted * 1000)
    wb_backoff_reset (&self->backoff);
  if (g_error_matches (problem, WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN))
    wait = wb_backoff_next_slow (&self->backoff, g_random_double ());
  else
    wait = wb_backoff_next (&self->backoff, g_random_double ());

  drop_connection (self, FALSE);
  self->retry_timer = wb_timer_start ((guint) (wait * 1000), retry_cb, self);
  self->retry_time = now + (gint64) (wait * G_USEC_PER_SEC);
  become (self, WB_CLIENT_WAITING, problem);
}

static void
go_online (WbKeeper *self)
{
  wb_timer_stop (&self->auth_timer);
  self->online_since = g_get_monotonic_time ();
  become (self, WB_CLIENT_ONLINE, NULL);
}

static void
refuse (WbKeeper *self)
{
  GError *problem;

  if (self->token != NULL)
    problem = g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN,
                           _("The server at %s refused the token: ask who runs it for the right one"),
                           self->uri);
  else
    problem = g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN,
                           _("The server at %s wants a token: ask who runs it for one"), self->uri);

  lose (self, problem);
}

static void
connection_message_cb (WbClientConnection *connection,
                       WbMessage          *message,
                       WbKeeper           *self)
{
  g_autoptr (WbKeeper) kept = g_object_ref (self);
  gboolean refused = wb_message_get_kind (message) == WB_MESSAGE_NO_AUTH;

  /* Any word but noAuth means that the server listens, whether it knows of tokens or not. */
  if (self->status == WB_CLIENT_CONNECTING && !refused)
    go_online (self);

  if (self->connection == connection)
    g_signal_emit (self, signals[MESSAGE], 0, message);

  if (self->connection == connection && refused)
    refuse (self);
}

static gboolean
auth_timeout_cb (gpointer user_data)
{
  g_autoptr (WbKeeper) self = g_object_ref (user_data);

  go_online (self);

  return G_SOURCE_REMOVE;
}

static void
connection_opened_cb (WbClientConnection *connection,
                      WbKeeper           *self)
{
  g_autoptr (WbKeeper) kept = g_object_ref (self);
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
connection_closed_cb (WbClientConnection *connection,
                      const GError       *error,
                      WbKeeper           *self)
{
  g_autoptr (WbKeeper) kept = g_object_ref (self);

  lose (self, g_error_copy (error));
}

/* The last problem stays while the next attempt is under way: nothing is better yet. */
static void
connect_to_server (WbKeeper *self)
{
  g_autoptr (WbKeeper) kept = g_object_ref (self);

  drop_connection (self, FALSE);
  self->connection = wb_client_connection_new (self->uri, &self->timing, self->trust);
  g_signal_connect (self->connection, "opened", G_CALLBACK (connection_opened_cb), self);
  g_signal_connect (self->connection, "message", G_CALLBACK (connection_message_cb), self);
  g_signal_connect (self->connection, "closed", G_CALLBACK (connection_closed_cb), self);
  wb_client_connection_open (self->connection);

  become (self, WB_CLIENT_CONNECTING, self->problem);
}

static void
network_changed_cb (GNetworkMonitor *network,
                    gboolean         available,
                    WbKeeper        *self)
{
  if (available)
    wb_keeper_retry_now (self);
}

static void
wb_keeper_dispose (GObject *object)
{
  WbKeeper *self = WB_KEEPER (object);

  drop_connection (self, FALSE);
  self->status = WB_CLIENT_STOPPED;
  if (self->network != NULL)
    g_signal_handlers_disconnect_by_data (self->network, self);
  g_clear_object (&self->network);

  G_OBJECT_CLASS (wb_keeper_parent_class)->dispose (object);
}

static void
wb_keeper_finalize (GObject *object)
{
  WbKeeper *self = WB_KEEPER (object);

  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_object (&self->trust);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (wb_keeper_parent_class)->finalize (object);
}

static void
wb_keeper_class_init (WbKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_keeper_dispose;
  object_class->finalize = wb_keeper_finalize;

  /**
   * WbKeeper::changed:
   *
   * The status, the problem or the time of the next attempt changed.
   */
  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  /**
   * WbKeeper::message:
   * @message: what came
   *
   * A message came.
   */
  signals[MESSAGE] = g_signal_new ("message", WB_TYPE_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, WB_TYPE_MESSAGE);
}

static void
wb_keeper_init (WbKeeper *self)
{
  self->status = WB_CLIENT_STOPPED;
  wb_keeper_set_timing (self, &WB_CLIENT_TIMING_DEFAULT);
}

/**
 * wb_keeper_new:
 * @uri: the server's address, as a person types it
 * @token: (nullable): the word that lets this client in
 *
 * Makes a keeper that is not started.
 *
 * Returns: (transfer full): the keeper
 */
WbKeeper *
wb_keeper_new (const char *uri,
               const char *token)
{
  WbKeeper *self;

  g_return_val_if_fail (uri != NULL, NULL);

  self = g_object_new (WB_TYPE_KEEPER, NULL);
  self->uri = g_strdup (uri);
  self->token = g_strdup (token);

  return self;
}

/**
 * wb_keeper_set_trust:
 * @self: a keeper
 * @trust: (nullable): the authorities that may vouch for the server, %NULL for
 *   those of the system
 *
 * Sets whom to believe, from the next connection on.
 */
void
wb_keeper_set_trust (WbKeeper     *self,
                     GTlsDatabase *trust)
{
  g_return_if_fail (WB_IS_KEEPER (self));
  g_return_if_fail (trust == NULL || G_IS_TLS_DATABASE (trust));

  g_set_object (&self->trust, trust);
}

/**
 * wb_keeper_set_timing:
 * @self: a keeper that is not started
 * @timing: how patient to be
 *
 * Sets the times of a keeper.
 */
void
wb_keeper_set_timing (WbKeeper             *self,
                      const WbClientTiming *timing)
{
  g_return_if_fail (WB_IS_KEEPER (self));
  g_return_if_fail (timing != NULL);
  g_return_if_fail (self->status == WB_CLIENT_STOPPED);

  self->timing = *timing;
  wb_backoff_init (&self->backoff, timing->retry_first, timing->retry_cap);
}

/**
 * wb_keeper_start:
 * @self: a keeper
 *
 * Connects, and from then on again whenever the connection ends, until
 * wb_keeper_stop(). With an address that is none there is only a problem.
 */
void
wb_keeper_start (WbKeeper *self)
{
  g_autofree char *normal = NULL;
  GError *error = NULL;

  g_return_if_fail (WB_IS_KEEPER (self));

  if (self->status != WB_CLIENT_STOPPED)
    return;

  normal = wb_client_normalize_uri (self->uri, &error);
  if (normal == NULL)
    {
      become (self, WB_CLIENT_STOPPED, error);
      return;
    }

  g_free (self->uri);
  self->uri = g_steal_pointer (&normal);
  if (self->network == NULL)
    {
      self->network = g_object_ref (g_network_monitor_get_default ());
      g_signal_connect (self->network, "network-changed", G_CALLBACK (network_changed_cb), self);
    }
  connect_to_server (self);
}

/**
 * wb_keeper_stop:
 * @self: a keeper
 *
 * Says goodbye to the server and stays away from it.
 */
void
wb_keeper_stop (WbKeeper *self)
{
  g_return_if_fail (WB_IS_KEEPER (self));

  drop_connection (self, TRUE);
  wb_backoff_reset (&self->backoff);
  become (self, WB_CLIENT_STOPPED, NULL);
}

/**
 * wb_keeper_retry_now:
 * @self: a keeper
 *
 * Ends the wait for the next attempt, if there is one.
 */
void
wb_keeper_retry_now (WbKeeper *self)
{
  g_return_if_fail (WB_IS_KEEPER (self));

  if (self->status == WB_CLIENT_WAITING)
    connect_to_server (self);
}

/**
 * wb_keeper_get_status:
 * @self: a keeper
 *
 * Gets where the connection stands.
 *
 * Returns: the status
 */
WbClientStatus
wb_keeper_get_status (WbKeeper *self)
{
  g_return_val_if_fail (WB_IS_KEEPER (self), WB_CLIENT_STOPPED);

  return self->status;
}

/**
 * wb_keeper_get_problem:
 * @self: a keeper
 *
 * Gets why there is no connection.
 *
 * Returns: (transfer none) (nullable): an error of #WbClientError
 */
const GError *
wb_keeper_get_problem (WbKeeper *self)
{
  g_return_val_if_fail (WB_IS_KEEPER (self), NULL);

  return self->problem;
}

/**
 * wb_keeper_get_retry_time:
 * @self: a keeper
 *
 * Gets when the next attempt begins.
 *
 * Returns: monotonic time in microseconds, 0 if none is planned
 */
gint64
wb_keeper_get_retry_time (WbKeeper *self)
{
  g_return_val_if_fail (WB_IS_KEEPER (self), 0);

  return self->retry_time;
}

/**
 * wb_keeper_send:
 * @self: a keeper
 * @message: what to send
 *
 * Sends a message if there is a connection.
 *
 * Returns: %FALSE if there is none, or if its server does not take what it got
 *   before
 */
gboolean
wb_keeper_send (WbKeeper  *self,
                WbMessage *message)
{
  g_return_val_if_fail (WB_IS_KEEPER (self), FALSE);

  return self->status == WB_CLIENT_ONLINE && wb_client_connection_send (self->connection, message);
}

/**
 * wb_keeper_expect_heartbeat:
 * @self: a keeper
 * @seconds: how often the server says that it checks, 0 for never
 *
 * Passes the server's word on to the connection there is.
 */
void
wb_keeper_expect_heartbeat (WbKeeper *self,
                            guint     seconds)
{
  g_return_if_fail (WB_IS_KEEPER (self));

  if (self->connection != NULL)
    wb_client_connection_expect_heartbeat (self->connection, seconds);
}
