/* wb-gate.c: the time that a request may take
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-gate.h"

#include "wb-address.h"
#include "wb-log.h"
#include "wb-timer.h"

/* How often deadlines are looked at, in milliseconds. */
#define TICK_MS 500

struct _WbGate
{
  SoupServer  *soup;
  WbGateRules  rules;
  WbMetrics   *metrics;
  GHashTable  *visits; /* of Visit, by the address object, which libsoup gives back with each message */
  GSource     *timer;
};

/* A connection that speaks HTTP. */
typedef struct
{
  WbGate            *gate;
  GSocketAddress    *remote;
  GSocketConnection *connection; /* not ours: it is gone when libsoup lets go of it */
  gint64             deadline;   /* microseconds, monotonic; 0 is none */
  const char        *late;       /* what the log says when it is past */
  gboolean           is_idle;    /* which is no offence */
} Visit;

static void
connection_gone_cb (gpointer  user_data,
                    GObject  *connection)
{
  Visit *visit = user_data;

  visit->connection = NULL;
  g_hash_table_remove (visit->gate->visits, visit->remote);
}

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  if (visit->connection != NULL)
    g_object_weak_unref (G_OBJECT (visit->connection), connection_gone_cb, visit);
  g_object_unref (visit->remote);
  g_free (visit);
}

static void
allow (Visit      *visit,
       guint       seconds,
       const char *late)
{
  visit->deadline = seconds > 0 ? g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC : 0;
  visit->late = late;
  visit->is_idle = FALSE;
}

static Visit *
find (WbGate            *self,
      SoupServerMessage *message)
{
  return g_hash_table_lookup (self->visits, soup_server_message_get_remote_address (message));
}

static void
refuse (Visit      *visit,
        const char *peer)
{
  wb_metrics_add_refusal (visit->gate->metrics, WB_REFUSAL_SLOW);
  wb_log_refusal (peer, WB_REFUSAL_SLOW, "cut off, %s", visit->late);
}

static void
cut_off (Visit *visit)
{
  g_autofree char *peer = NULL;

  if (G_IS_INET_SOCKET_ADDRESS (visit->remote))
    peer = wb_address_to_string (G_INET_SOCKET_ADDRESS (visit->remote));
  if (visit->is_idle)
    g_info ("%s: hung up, %s", peer != NULL ? peer : "unknown", visit->late);
  else
    refuse (visit, peer != NULL ? peer : "unknown");

  /* libsoup reads the end of the connection, and lets go of it. */
  visit->deadline = 0;
  g_socket_shutdown (g_socket_connection_get_socket (visit->connection), TRUE, TRUE, NULL);
}

static gboolean
tick_cb (gpointer user_data)
{
  WbGate *self = user_data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer visit;

  if (g_hash_table_size (self->visits) == 0)
    {
      wb_timer_stop (&self->timer);
      return G_SOURCE_REMOVE;
    }

  g_hash_table_iter_init (&iter, self->visits);
  while (g_hash_table_iter_next (&iter, NULL, &visit))
    if (((Visit *) visit)->deadline != 0 && ((Visit *) visit)->deadline <= now)
      cut_off (visit);

  return G_SOURCE_CONTINUE;
}

static void
wrote_some_cb (SoupServerMessage *message,
               guint              size,
               gpointer           user_data)
{
  WbGate *self = user_data;
  Visit *visit = find (self, message);

  if (visit != NULL)
    allow (visit, self->rules.request_timeout, "it did not take its answer");
}

static void
finished_cb (SoupServer        *soup,
             SoupServerMessage *message,
             gpointer           user_data)
{
  WbGate *self = user_data;
  Visit *visit = find (self, message);

  if (visit == NULL)
    return;

  allow (visit, self->rules.idle_timeout, "it asked for nothing more");
  visit->is_idle = TRUE;
}

/**
 * wb_gate_new:
 * @soup: who speaks HTTP
 * @rules: how long connections may take; copied
 * @metrics: (nullable): where those that are cut off are counted
 *
 * Watches over the connections of a server, in the thread-default main context.
 *
 * Returns: (transfer full): a gate
 */
WbGate *
wb_gate_new (SoupServer        *soup,
             const WbGateRules *rules,
             WbMetrics         *metrics)
{
  WbGate *self;

  g_return_val_if_fail (SOUP_IS_SERVER (soup), NULL);
  g_return_val_if_fail (rules != NULL, NULL);

  self = g_new0 (WbGate, 1);
  self->soup = g_object_ref (soup);
  self->rules = *rules;
  self->metrics = metrics != NULL ? wb_metrics_ref (metrics) : NULL;
  self->visits = g_hash_table_new_full (NULL, NULL, NULL, visit_free);
  g_signal_connect (soup, "request-finished", G_CALLBACK (finished_cb), self);

  return self;
}

/**
 * wb_gate_free:
 * @self: (transfer full): a gate
 *
 * Watches no longer. Connections are not touched.
 */
void
wb_gate_free (WbGate *self)
{
  g_return_if_fail (self != NULL);

  g_signal_handlers_disconnect_by_data (self->soup, self);
  wb_timer_stop (&self->timer);
  g_hash_table_unref (self->visits);
  g_clear_pointer (&self->metrics, wb_metrics_unref);
  g_object_unref (self->soup);
  g_free (self);
}

/**
 * wb_gate_enter:
 * @self: a gate
 * @connection: a new connection
 * @local: its address here
 * @remote: the address of the peer, which no other connection shares
 *
 * Hands a connection to libsoup.
 */
void
wb_gate_enter (WbGate            *self,
               GSocketConnection *connection,
               GSocketAddress    *local,
               GSocketAddress    *remote)
{
  Visit *visit;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_SOCKET_CONNECTION (connection));
  g_return_if_fail (G_IS_SOCKET_ADDRESS (remote));

  visit = g_new0 (Visit, 1);
  visit->gate = self;
  visit->remote = g_object_ref (remote);
  visit->connection = connection;
  g_object_weak_ref (G_OBJECT (connection), connection_gone_cb, visit);
  allow (visit, self->rules.header_timeout, "its request did not come in time");
  g_hash_table_insert (self->visits, remote, visit);

  if (self->timer == NULL)
    self->timer = wb_timer_start (TICK_MS, tick_cb, self);

  soup_server_accept_iostream (self->soup, G_IO_STREAM (connection), local, remote, NULL);
}

/**
 * wb_gate_got_headers:
 * @self: a gate
 * @message: a request whose header is there
 *
 * Begins to wait for what follows the header.
 */
void
wb_gate_got_headers (WbGate            *self,
                     SoupServerMessage *message)
{
  Visit *visit;

  g_return_if_fail (self != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  visit = find (self, message);
  if (visit == NULL)
    return;

  allow (visit, self->rules.request_timeout, "its request did not end in time");
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_some_cb), self);
}

/**
 * wb_gate_leave:
 * @self: a gate
 * @message: a request that was the last of its connection
 *
 * Lets go of a connection that speaks something else from now on.
 *
 * Returns: (transfer full) (nullable): the connection, %NULL if it is gone
 */
GSocketConnection *
wb_gate_leave (WbGate            *self,
               SoupServerMessage *message)
{
  GSocketConnection *connection;
  Visit *visit;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  visit = find (self, message);
  if (visit == NULL)
    return NULL;

  connection = g_object_ref (visit->connection);
  g_hash_table_remove (self->visits, visit->remote);

  return connection;
}

/**
 * wb_gate_get_size:
 * @self: a gate
 *
 * Returns: how many connections speak HTTP
 */
guint
wb_gate_get_size (WbGate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->visits);
}
