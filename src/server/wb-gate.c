/* wb-gate.c: the way of connections to libsoup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-gate.h"

#include "wb-address.h"
#include "wb-address-counts.h"
#include "wb-gate-stream.h"
#include "wb-timer.h"
#include "wb-tls-stream.h"

/* How often deadlines are looked at, in milliseconds. */
#define TICK_MS 500

/* Those beyond a limit are let in to be told so, up to as many again and these. */
#define ROOM_FOR_REFUSALS 64

/* A body in so many chunks must have more than so many bytes in each, on average. */
#define MANY_CHUNKS 1024
#define SMALL_CHUNK 64

struct _WbGate
{
  SoupServer      *soup;
  WbGateRules      rules;
  WbMetrics       *metrics;
  WbLog           *log;
  WbAddressCounts *addresses;
  gboolean         is_closing;
  GHashTable      *visits; /* of Visit, by the address object, which libsoup gives back with each message */
  GSource         *timer;
};

/* A connection that speaks HTTP. */
typedef struct
{
  WbGate            *gate;
  GSocketAddress    *remote;
  GSocketConnection *connection;
  GIOStream         *plain;      /* its bytes: itself, or what decrypts them */
  WbGateInput       *input;
  SoupServerMessage *last;       /* that was answered: the way to its connection */
  GSource           *farewell;
  gint64             deadline;   /* microseconds, monotonic; 0 is none */
  gint64             extension;  /* of the deadline of the request whose header has just come, in microseconds */
  const char        *late;       /* what the log says when it is past */
  guint              n_requests; /* that have begun */
  gsize              n_chunks;   /* of the body that is read now, and the bytes in them */
  gsize              n_bytes;
  gboolean           is_idle;    /* which is no offence */
  gboolean           is_busy;    /* with a request whose header is there */
  gboolean           is_beyond;  /* a limit */
  WbRefusal          reason;     /* which one */
} Visit;

static GInetAddress *
get_inet (GSocketAddress *remote)
{
  return G_IS_INET_SOCKET_ADDRESS (remote) ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)) : NULL;
}

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  /* First of all: the last message may be all that keeps the connection. */
  if (visit->input != NULL)
    wb_gate_input_stop (visit->input);
  wb_timer_stop (&visit->farewell);
  wb_address_counts_remove (visit->gate->addresses, get_inet (visit->remote));

  g_clear_object (&visit->input);
  g_clear_object (&visit->plain);
  g_clear_object (&visit->connection);
  g_clear_object (&visit->last);
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

static gboolean
farewell_cb (gpointer user_data)
{
  Visit *visit = user_data;
  g_autoptr (SoupServerMessage) last = g_steal_pointer (&visit->last);
  g_autoptr (GIOStream) stream = NULL;

  wb_timer_stop (&visit->farewell);
  stream = soup_server_message_steal_connection (last);

  return G_SOURCE_REMOVE;
}

/* Between two requests there is nobody to tell libsoup of the end but us, by taking the connection away from it.
 * That must wait until it has finished reading. */
static gboolean
at_end_cb (gpointer user_data)
{
  Visit *visit = user_data;

  if (visit->is_busy || visit->last == NULL)
    return visit->farewell != NULL;

  if (visit->farewell == NULL)
    visit->farewell = wb_timer_start (0, farewell_cb, visit);

  return TRUE;
}

static void
closed_cb (gpointer user_data)
{
  Visit *visit = user_data;

  g_hash_table_remove (visit->gate->visits, visit->remote);
}

/* libsoup reads the end of the connection, and closes it. */
static void
hang_up (Visit *visit)
{
  visit->deadline = 0;
  if (WB_IS_TLS_STREAM (visit->plain))
    wb_tls_stream_close_notify (WB_TLS_STREAM (visit->plain));
  g_socket_shutdown (g_socket_connection_get_socket (visit->connection), TRUE, TRUE, NULL);
}

static char *
describe (GSocketAddress *remote)
{
  if (G_IS_INET_SOCKET_ADDRESS (remote))
    return wb_address_to_string (G_INET_SOCKET_ADDRESS (remote));

  return g_strdup ("unknown");
}

static void
refuse (Visit      *visit,
        const char *peer)
{
  wb_metrics_add_refusal (visit->gate->metrics, WB_REFUSAL_SLOW);
  wb_log_refusal (visit->gate->log, peer, WB_REFUSAL_SLOW, "cut off, %s", visit->late);
}

static void
cut_off (Visit *visit)
{
  g_autofree char *peer = describe (visit->remote);

  if (visit->is_idle)
    g_info ("%s: hung up, %s", peer, visit->late);
  else
    refuse (visit, peer);

  wb_gate_input_cut (visit->input);
  hang_up (visit);
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
make_last (SoupServerMessage *message)
{
  if (soup_server_message_get_status (message) != SOUP_STATUS_SWITCHING_PROTOCOLS)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
}

/* Begins to wait for what follows the header. What can be refused by the header is refused by now. */
static void
got_headers_cb (SoupServerMessage *message,
                gpointer           user_data)
{
  WbGate *self = user_data;
  Visit *visit = find (self, message);

  if (visit == NULL)
    return;

  visit->is_busy = TRUE;
  g_clear_object (&visit->last);
  allow (visit, self->rules.request_timeout, "its request did not end in time");
  visit->deadline += visit->deadline != 0 ? visit->extension : 0;
  visit->extension = 0;
  if (wb_gate_input_is_lost (visit->input))
    {
      if (soup_server_message_get_status (message) != SOUP_STATUS_NONE)
        make_last (message);

      /* libsoup forgets the header of the answer when it has said “100 Continue”. */
      g_signal_connect (message, "got-body", G_CALLBACK (make_last), NULL);
    }
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_some_cb), self);
}

/* Each chunk costs libsoup the same however little is in it. A body of very many that hold next to nothing is sent by
 * no program that has something to say. */
static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  Visit *visit = find (user_data, message);

  if (visit == NULL)
    return;

  visit->n_chunks++;
  visit->n_bytes += g_bytes_get_size (chunk);
  if (visit->n_chunks < MANY_CHUNKS || visit->n_bytes >= visit->n_chunks * SMALL_CHUNK || visit->deadline == 0)
    return;

  visit->late = "its body is in too many small chunks";
  visit->is_idle = FALSE;
  cut_off (visit);
}

/* Every request comes by here. libsoup answers some by itself, without a word to any handler: the ones for
 * https: and for “*”. */
static void
started_cb (SoupServer        *soup,
            SoupServerMessage *message,
            gpointer           user_data)
{
  WbGate *self = user_data;
  Visit *visit = find (self, message);

  /* Nothing that a client sends along with a request is kept in memory, but for a dataset from one who
   * may. */
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);

  if (visit == NULL)
    return;

  visit->n_requests++;
  visit->n_chunks = 0;
  visit->n_bytes = 0;
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), self);
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

  /* While nothing more is asked, nothing is kept of the last answer. */
  soup_message_body_truncate (soup_server_message_get_response_body (message));

  g_set_object (&visit->last, message);
  allow (visit, self->rules.idle_timeout, "it asked for nothing more");
  visit->is_idle = TRUE;
  visit->is_busy = FALSE;
  if (self->is_closing)
    hang_up (visit);
}

/**
 * wb_gate_new:
 * @soup: who speaks HTTP
 * @rules: what holds for connections; copied
 * @metrics: where refusals are counted
 * @log: where they are told
 *
 * Watches over the connections of a server, in the thread-default main context.
 *
 * Returns: (transfer full): a gate
 */
WbGate *
wb_gate_new (SoupServer        *soup,
             const WbGateRules *rules,
             WbMetrics         *metrics,
             WbLog             *log)
{
  WbGate *self;

  g_return_val_if_fail (SOUP_IS_SERVER (soup), NULL);
  g_return_val_if_fail (rules != NULL, NULL);
  g_return_val_if_fail (metrics != NULL, NULL);
  g_return_val_if_fail (log != NULL, NULL);

  self = g_new0 (WbGate, 1);
  self->soup = g_object_ref (soup);
  self->rules = *rules;
  self->metrics = wb_metrics_ref (metrics);
  self->log = wb_log_ref (log);
  self->addresses = wb_address_counts_new ();
  self->visits = g_hash_table_new_full (NULL, NULL, NULL, visit_free);
  g_signal_connect (soup, "request-started", G_CALLBACK (started_cb), self);
  g_signal_connect (soup, "request-finished", G_CALLBACK (finished_cb), self);

  /* libsoup says this of an answer of 500, too, after which the connection goes on. */
  g_signal_connect (soup, "request-aborted", G_CALLBACK (finished_cb), self);

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
  wb_address_counts_free (self->addresses);
  wb_metrics_unref (self->metrics);
  wb_log_unref (self->log);
  g_object_unref (self->soup);
  g_free (self);
}

/* Which limit another visit is beyond, and by how many. 0 is none. */
static guint
find_excess (WbGate    *self,
             guint      n_visits,
             guint      n_from_address,
             WbRefusal *ret_reason)
{
  if (self->rules.max_per_address > 0 && n_from_address > self->rules.max_per_address)
    {
      *ret_reason = WB_REFUSAL_ADDRESS;
      return n_from_address - self->rules.max_per_address;
    }

  if (self->rules.max_connections > 0 && n_visits > self->rules.max_connections)
    {
      *ret_reason = WB_REFUSAL_CONNECTIONS;
      return n_visits - self->rules.max_connections;
    }

  return 0;
}

/**
 * wb_gate_enter:
 * @self: a gate
 * @connection: a new connection
 * @plain: its bytes: @connection itself, or a #WbTlsStream on it
 * @local: its address here
 * @remote: the address of the peer, which no other connection shares
 *
 * Hands a connection to libsoup. One that is beyond a limit is let in to be
 * told so, see [func@wb_gate_has_room]; when there are too many of those as
 * well, it is dropped.
 */
void
wb_gate_enter (WbGate            *self,
               GSocketConnection *connection,
               GIOStream         *plain,
               GSocketAddress    *local,
               GSocketAddress    *remote)
{
  g_autoptr (GIOStream) stream = NULL;
  Visit *visit;
  guint excess;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_SOCKET_CONNECTION (connection));
  g_return_if_fail (G_IS_IO_STREAM (plain));
  g_return_if_fail (G_IS_SOCKET_ADDRESS (remote));

  visit = g_new0 (Visit, 1);
  visit->gate = self;
  visit->remote = g_object_ref (remote);
  wb_address_counts_add (self->addresses, get_inet (remote));
  excess = find_excess (self, g_hash_table_size (self->visits) + 1,
                        wb_address_counts_get (self->addresses, get_inet (remote)), &visit->reason);
  visit->is_beyond = excess > 0;
  if (excess > ROOM_FOR_REFUSALS)
    {
      g_autofree char *peer = describe (remote);

      wb_metrics_add_refusal (self->metrics, visit->reason);
      wb_log_refusal (self->log, peer, visit->reason, "dropped, there are too many connections");
      visit_free (visit);
      return;
    }

  visit->connection = g_object_ref (connection);
  visit->plain = g_object_ref (plain);
  allow (visit, self->rules.header_timeout, "its request did not come in time");
  g_hash_table_insert (self->visits, remote, visit);

  if (self->timer == NULL)
    self->timer = wb_timer_start (TICK_MS, tick_cb, self);

  visit->input = wb_gate_input_new (plain, at_end_cb, closed_cb, visit);
  stream = wb_gate_stream_new (plain, visit->input);
  soup_server_accept_iostream (self->soup, stream, local, remote, NULL);
}

/**
 * wb_gate_has_room:
 * @self: a gate
 * @message: a request
 * @ret_reason: (out): which limit its connection is beyond, where it is
 *
 * Returns: whether the request may be served
 */
gboolean
wb_gate_has_room (WbGate            *self,
                  SoupServerMessage *message,
                  WbRefusal         *ret_reason)
{
  const Visit *visit;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);
  g_return_val_if_fail (ret_reason != NULL, FALSE);

  visit = find (self, message);
  if (visit == NULL || !visit->is_beyond)
    return TRUE;

  *ret_reason = visit->reason;
  return FALSE;
}

/**
 * wb_gate_close:
 * @self: a gate
 *
 * Hangs up where nothing is asked, and elsewhere after the answer. Connections
 * are gone when [func@wb_gate_get_size] says so.
 */
void
wb_gate_close (WbGate *self)
{
  GHashTableIter iter;
  gpointer visit;

  g_return_if_fail (self != NULL);

  self->is_closing = TRUE;
  g_hash_table_iter_init (&iter, self->visits);
  while (g_hash_table_iter_next (&iter, NULL, &visit))
    if (!((Visit *) visit)->is_busy)
      hang_up (visit);
}

/**
 * wb_gate_get_fault:
 * @self: a gate
 * @message: a request whose header is there
 *
 * Returns: why it must not be served, since it is not the whole request
 */
WbRequestFault
wb_gate_get_fault (WbGate            *self,
                   SoupServerMessage *message)
{
  const Visit *visit;

  g_return_val_if_fail (self != NULL, WB_REQUEST_FAULT_NONE);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), WB_REQUEST_FAULT_NONE);

  visit = find (self, message);
  return visit != NULL ? wb_gate_input_get_fault (visit->input, visit->n_requests) : WB_REQUEST_FAULT_NONE;
}

/**
 * wb_gate_extend:
 * @self: a gate
 * @message: a request whose header is there, in a handler of libsoup's for that
 * @delay: how much longer it may take, in microseconds
 *
 * Allows for a time in which the server does not read from the request.
 */
void
wb_gate_extend (WbGate            *self,
                SoupServerMessage *message,
                gint64             delay)
{
  Visit *visit;

  g_return_if_fail (self != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  visit = find (self, message);
  if (visit != NULL)
    visit->extension = delay;
}

/**
 * wb_gate_get_socket:
 * @self: a gate
 * @message: a request
 *
 * Returns: (transfer none) (nullable): the socket of its connection, %NULL if
 *   that is gone
 */
GSocket *
wb_gate_get_socket (WbGate            *self,
                    SoupServerMessage *message)
{
  const Visit *visit;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  visit = find (self, message);
  return visit != NULL ? g_socket_connection_get_socket (visit->connection) : NULL;
}

/**
 * wb_gate_leave:
 * @self: a gate
 * @message: a request that was the last of its connection
 * @ret_connection: (out) (transfer full): the connection
 * @ret_plain: (out) (transfer full): its bytes, as in [func@wb_gate_enter]
 *
 * Lets go of a connection that speaks something else from now on.
 *
 * Returns: %FALSE if it is gone
 */
gboolean
wb_gate_leave (WbGate             *self,
               SoupServerMessage  *message,
               GSocketConnection **ret_connection,
               GIOStream         **ret_plain)
{
  Visit *visit;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);
  g_return_val_if_fail (ret_connection != NULL, FALSE);
  g_return_val_if_fail (ret_plain != NULL, FALSE);

  visit = find (self, message);
  if (visit == NULL)
    return FALSE;

  *ret_connection = g_object_ref (visit->connection);
  *ret_plain = g_object_ref (visit->plain);
  g_hash_table_remove (self->visits, visit->remote);

  return TRUE;
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
