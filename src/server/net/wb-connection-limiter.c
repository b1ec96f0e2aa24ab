/* wb-connection-limiter.c: admits connections to libsoup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-connection-limiter.h"

#include "common/wb-address-counts.h"
#include "common/wb-address.h"
#include "support/wb-timer.h"

/* How often deadlines are checked, in milliseconds. */
#define TICK_MS 500

/* How many connections beyond a limit are admitted, only to be answered with a refusal. */
#define ROOM_FOR_REFUSALS 64

struct _WbConnectionLimiter
{
  WbHttpConnectionContext  context;
  WbConnectionLimits       limits;
  WbAddressCounts         *addresses;
  GHashTable              *admissions; /* Admission by remote address; libsoup passes the object on */
  GSource                 *timer;
};

/* A connection, and whether its requests are served. */
typedef struct
{
  WbHttpConnection *http;
  gboolean          is_beyond; /* a limit */
  WbRefusal         reason;    /* which one */
} Admission;

static void
admission_free (gpointer data)
{
  Admission *admission = data;

  wb_http_connection_free (admission->http);
  g_free (admission);
}

static const Admission *
find (WbConnectionLimiter *self,
      SoupServerMessage   *message)
{
  return g_hash_table_lookup (self->admissions, soup_server_message_get_remote_address (message));
}

static void
remove_connection (WbConnectionLimiter *self,
                   GSocketAddress      *remote)
{
  g_autoptr (GSocketAddress) kept = g_object_ref (remote);

  if (g_hash_table_remove (self->admissions, remote))
    wb_address_counts_remove (self->addresses, wb_address_get_inet (kept));
}

static void
closed_cb (WbHttpConnection *http,
           gpointer          user_data)
{
  remove_connection (user_data, wb_http_connection_get_remote (http));
}

static gboolean
tick_cb (gpointer user_data)
{
  WbConnectionLimiter *self = user_data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer admission;

  if (g_hash_table_size (self->admissions) == 0)
    {
      wb_timer_stop (&self->timer);
      return G_SOURCE_REMOVE;
    }

  g_hash_table_iter_init (&iter, self->admissions);
  while (g_hash_table_iter_next (&iter, NULL, &admission))
    wb_http_connection_check_time (((Admission *) admission)->http, now);

  return G_SOURCE_CONTINUE;
}

/* Emitted for every request. libsoup answers some without calling a handler: those for https: and for “*”. */
static void
started_cb (SoupServer        *soup,
            SoupServerMessage *message,
            gpointer           user_data)
{
  WbHttpConnection *http = wb_connection_limiter_find (user_data, message);

  /* No body is kept in memory unless it is a dataset that the client may put. */
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  if (http != NULL)
    wb_http_connection_begin (http, message);
}

static void
finished_cb (SoupServer        *soup,
             SoupServerMessage *message,
             gpointer           user_data)
{
  WbHttpConnection *http = wb_connection_limiter_find (user_data, message);

  if (http != NULL)
    wb_http_connection_finish (http);
}

/**
 * wb_connection_limiter_new:
 * @soup: what serves the connections
 * @limits: what is asked of connections; copied
 * @metrics: where refusals are counted
 * @log: where refusals are logged
 *
 * Limits the connections of a server, in the thread-default main context.
 *
 * Returns: (transfer full): a limiter
 */
WbConnectionLimiter *
wb_connection_limiter_new (SoupServer               *soup,
                           const WbConnectionLimits *limits,
                           WbMetrics                *metrics,
                           WbLog                    *log)
{
  WbConnectionLimiter *self;

  g_return_val_if_fail (SOUP_IS_SERVER (soup), NULL);
  g_return_val_if_fail (limits != NULL, NULL);
  g_return_val_if_fail (metrics != NULL, NULL);
  g_return_val_if_fail (log != NULL, NULL);

  self = g_new0 (WbConnectionLimiter, 1);
  self->context = (WbHttpConnectionContext) {
    .soup = g_object_ref (soup),
    .timeouts = limits->timeouts,
    .metrics = wb_metrics_ref (metrics),
    .log = wb_log_ref (log),
    .closed = closed_cb,
    .user_data = self,
  };
  self->limits = *limits;
  self->addresses = wb_address_counts_new ();
  self->admissions = g_hash_table_new_full (NULL, NULL, NULL, admission_free);
  g_signal_connect (soup, "request-started", G_CALLBACK (started_cb), self);
  g_signal_connect (soup, "request-finished", G_CALLBACK (finished_cb), self);

  /* libsoup also emits this for an answer of 500, after which the connection stays open. */
  g_signal_connect (soup, "request-aborted", G_CALLBACK (finished_cb), self);

  return self;
}

/**
 * wb_connection_limiter_free:
 * @self: (transfer full): a limiter
 *
 * Forgets all connections, which are not closed.
 */
void
wb_connection_limiter_free (WbConnectionLimiter *self)
{
  g_return_if_fail (self != NULL);

  g_signal_handlers_disconnect_by_data (self->context.soup, self);
  wb_timer_stop (&self->timer);
  g_hash_table_unref (self->admissions);
  wb_address_counts_free (self->addresses);
  wb_metrics_unref (self->context.metrics);
  wb_log_unref (self->context.log);
  g_object_unref (self->context.soup);
  g_free (self);
}

/* Which limit another connection would be beyond, and by how many. 0 is none. */
static guint
find_excess (WbConnectionLimiter *self,
             GSocketAddress      *remote,
             WbRefusal           *ret_reason)
{
  guint n_connections = g_hash_table_size (self->admissions) + 1;
  guint n_from_address = wb_address_counts_get (self->addresses, wb_address_get_inet (remote)) + 1;

  if (self->limits.max_per_address > 0 && n_from_address > self->limits.max_per_address)
    {
      *ret_reason = WB_REFUSAL_ADDRESS;
      return n_from_address - self->limits.max_per_address;
    }

  if (self->limits.max_connections > 0 && n_connections > self->limits.max_connections)
    {
      *ret_reason = WB_REFUSAL_CONNECTIONS;
      return n_connections - self->limits.max_connections;
    }

  return 0;
}

/**
 * wb_connection_limiter_enter:
 * @self: a limiter
 * @connection: a new connection
 * @plain: its bytes: @connection itself, or a #WbTlsStream on it
 * @local: its address here
 * @remote: the address of the peer, as an object that no other connection shares
 *
 * Has libsoup serve a connection. One that is beyond a limit gets only refusals,
 * see [func@wb_connection_limiter_has_room]. When there are too many of those as
 * well, it is dropped.
 */
void
wb_connection_limiter_enter (WbConnectionLimiter *self,
                             GSocketConnection   *connection,
                             GIOStream           *plain,
                             GSocketAddress      *local,
                             GSocketAddress      *remote)
{
  WbRefusal reason = WB_REFUSAL_CONNECTIONS;
  Admission *admission;
  guint excess;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_SOCKET_CONNECTION (connection));
  g_return_if_fail (G_IS_IO_STREAM (plain));
  g_return_if_fail (G_IS_SOCKET_ADDRESS (remote));

  excess = find_excess (self, remote, &reason);
  if (excess > ROOM_FOR_REFUSALS)
    {
      g_autofree char *peer = wb_address_describe (remote);

      wb_metrics_add_refusal (self->context.metrics, reason);
      wb_log_refusal (self->context.log, peer, reason, "dropped, there are too many connections");
      return;
    }

  admission = g_new0 (Admission, 1);
  admission->http = wb_http_connection_new (&self->context, connection, plain, remote);
  admission->is_beyond = excess > 0;
  admission->reason = reason;
  wb_address_counts_add (self->addresses, wb_address_get_inet (remote));
  g_hash_table_insert (self->admissions, remote, admission);
  if (self->timer == NULL)
    self->timer = wb_timer_start (TICK_MS, tick_cb, self);

  wb_http_connection_start (admission->http, local);
}

/**
 * wb_connection_limiter_find:
 * @self: a limiter
 * @message: a request
 *
 * Returns: (transfer none) (nullable): the connection that the request came on,
 *   %NULL if that is closed
 */
WbHttpConnection *
wb_connection_limiter_find (WbConnectionLimiter *self,
                            SoupServerMessage   *message)
{
  const Admission *admission;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  admission = find (self, message);
  return admission != NULL ? admission->http : NULL;
}

/**
 * wb_connection_limiter_has_room:
 * @self: a limiter
 * @message: a request
 * @ret_reason: (out): which limit its connection is beyond
 *
 * Returns: whether the request may be served; otherwise @ret_reason is set
 */
gboolean
wb_connection_limiter_has_room (WbConnectionLimiter *self,
                                SoupServerMessage   *message,
                                WbRefusal           *ret_reason)
{
  const Admission *admission;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);
  g_return_val_if_fail (ret_reason != NULL, FALSE);

  admission = find (self, message);
  if (admission == NULL || !admission->is_beyond)
    return TRUE;

  *ret_reason = admission->reason;
  return FALSE;
}

/**
 * wb_connection_limiter_leave:
 * @self: a limiter
 * @message: a request that was the last of its connection
 * @ret_connection: (out) (transfer full): the connection
 * @ret_plain: (out) (transfer full): its bytes, as in [func@wb_connection_limiter_enter]
 *
 * Releases a connection that speaks another protocol from now on.
 *
 * Returns: %FALSE if it is closed
 */
gboolean
wb_connection_limiter_leave (WbConnectionLimiter  *self,
                             SoupServerMessage    *message,
                             GSocketConnection   **ret_connection,
                             GIOStream           **ret_plain)
{
  WbHttpConnection *http;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);
  g_return_val_if_fail (ret_connection != NULL, FALSE);
  g_return_val_if_fail (ret_plain != NULL, FALSE);

  http = wb_connection_limiter_find (self, message);
  if (http == NULL)
    return FALSE;

  *ret_connection = g_object_ref (wb_http_connection_get_base (http));
  *ret_plain = g_object_ref (wb_http_connection_get_plain (http));
  remove_connection (self, wb_http_connection_get_remote (http));

  return TRUE;
}

/**
 * wb_connection_limiter_close:
 * @self: a limiter
 *
 * Closes connections without a request, and the others after their answer. All
 * are closed when [func@wb_connection_limiter_get_size] returns 0.
 */
void
wb_connection_limiter_close (WbConnectionLimiter *self)
{
  GHashTableIter iter;
  gpointer admission;

  g_return_if_fail (self != NULL);

  self->context.is_closing = TRUE;
  g_hash_table_iter_init (&iter, self->admissions);
  while (g_hash_table_iter_next (&iter, NULL, &admission))
    wb_http_connection_close (((Admission *) admission)->http);
}

guint
wb_connection_limiter_get_size (WbConnectionLimiter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->admissions);
}
