/* wb-connection-limiter.c: the way of connections to libsoup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-connection-limiter.h"

#include "common/wb-address-counts.h"
#include "common/wb-address.h"
#include "support/wb-timer.h"
#include "wb-http-stream.h"
#include "wb-tls-stream.h"

/* How often deadlines are looked at, in milliseconds. */
#define TICK_MS 500

/* Those beyond a limit are let in to be told so, up to as many again and these. */
#define ROOM_FOR_REFUSALS 64

/* A body in so many chunks must have more than so many bytes in each, on average. */
#define MANY_CHUNKS 1024
#define SMALL_CHUNK 64

struct _WbConnectionLimiter
{
  SoupServer         *soup;
  WbConnectionLimits  rules;
  WbMetrics          *metrics;
  WbLog              *log;
  WbAddressCounts    *addresses;
  gboolean            is_closing;
  GHashTable         *http_connections; /* of HttpConnection, by the address object, which libsoup gives back with each message */
  GSource            *timer;
};

/* A connection that speaks HTTP. */
typedef struct
{
  WbConnectionLimiter *limiter;
  GSocketAddress      *remote;
  GSocketConnection   *connection;
  GIOStream           *plain;      /* its bytes: itself, or what decrypts them */
  WbHttpInput         *input;
  SoupServerMessage   *last;       /* that was answered: the way to its connection */
  GSource             *deferred_close;
  gint64               deadline;   /* microseconds, monotonic; 0 is none */
  gint64               extension;  /* of the deadline of the request whose header has just come, in microseconds */
  const char          *late;       /* what the log says when it is past */
  guint                n_requests; /* that have begun */
  gsize                n_chunks;   /* of the body that is read now, and the bytes in them */
  gsize                n_bytes;
  gboolean             is_idle;    /* which is no offence */
  gboolean             is_busy;    /* with a request whose header is there */
  gboolean             is_last;    /* no request may follow the one that is served now */
  gboolean             is_beyond;  /* a limit */
  WbRefusal            reason;     /* which one */
} HttpConnection;

static GInetAddress *
get_inet (GSocketAddress *remote)
{
  return G_IS_INET_SOCKET_ADDRESS (remote) ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)) : NULL;
}

static void
http_connection_free (gpointer data)
{
  HttpConnection *http = data;

  /* First of all: the last message may be all that keeps the connection. */
  if (http->input != NULL)
    wb_http_input_stop (http->input);
  wb_timer_stop (&http->deferred_close);
  wb_address_counts_remove (http->limiter->addresses, get_inet (http->remote));

  g_clear_object (&http->input);
  g_clear_object (&http->plain);
  g_clear_object (&http->connection);
  g_clear_object (&http->last);
  g_object_unref (http->remote);
  g_free (http);
}

static void
allow (HttpConnection *http,
       guint           seconds,
       const char     *late)
{
  http->deadline = seconds > 0 ? g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC : 0;
  http->late = late;
  http->is_idle = FALSE;
}

static HttpConnection *
find (WbConnectionLimiter *self,
      SoupServerMessage   *message)
{
  return g_hash_table_lookup (self->http_connections, soup_server_message_get_remote_address (message));
}

static gboolean
deferred_close_cb (gpointer user_data)
{
  HttpConnection *http = user_data;
  g_autoptr (SoupServerMessage) last = g_steal_pointer (&http->last);
  g_autoptr (GIOStream) stream = NULL;

  wb_timer_stop (&http->deferred_close);
  stream = soup_server_message_steal_connection (last);

  return G_SOURCE_REMOVE;
}

/* Between two requests there is nobody to tell libsoup of the end but us, by taking the connection away from it.
 * That must wait until it has finished reading. */
static gboolean
at_end_cb (gpointer user_data)
{
  HttpConnection *http = user_data;

  if (http->is_busy || http->last == NULL)
    return http->deferred_close != NULL;

  if (http->deferred_close == NULL)
    http->deferred_close = wb_timer_start (0, deferred_close_cb, http);

  return TRUE;
}

static void
closed_cb (gpointer user_data)
{
  HttpConnection *http = user_data;

  g_hash_table_remove (http->limiter->http_connections, http->remote);
}

/* libsoup reads the end of the connection, and closes it. */
static void
hang_up (HttpConnection *http)
{
  http->deadline = 0;
  if (WB_IS_TLS_STREAM (http->plain))
    wb_tls_stream_close_notify (WB_TLS_STREAM (http->plain));
  g_socket_shutdown (g_socket_connection_get_socket (http->connection), TRUE, TRUE, NULL);
}

static char *
describe (GSocketAddress *remote)
{
  if (G_IS_INET_SOCKET_ADDRESS (remote))
    return wb_address_to_string (G_INET_SOCKET_ADDRESS (remote));

  return g_strdup ("unknown");
}

static void
refuse (HttpConnection *http,
        const char     *peer)
{
  wb_metrics_add_refusal (http->limiter->metrics, WB_REFUSAL_SLOW);
  wb_log_refusal (http->limiter->log, peer, WB_REFUSAL_SLOW, "cut off, %s", http->late);
}

static void
cut_off (HttpConnection *http)
{
  g_autofree char *peer = describe (http->remote);

  if (http->is_idle)
    g_info ("%s: hung up, %s", peer, http->late);
  else
    refuse (http, peer);

  wb_http_input_cut (http->input);
  hang_up (http);
}

static gboolean
tick_cb (gpointer user_data)
{
  WbConnectionLimiter *self = user_data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer http;

  if (g_hash_table_size (self->http_connections) == 0)
    {
      wb_timer_stop (&self->timer);
      return G_SOURCE_REMOVE;
    }

  g_hash_table_iter_init (&iter, self->http_connections);
  while (g_hash_table_iter_next (&iter, NULL, &http))
    if (((HttpConnection *) http)->deadline != 0 && ((HttpConnection *) http)->deadline <= now)
      cut_off (http);

  return G_SOURCE_CONTINUE;
}

static void
wrote_some_cb (SoupServerMessage *message,
               guint              size,
               gpointer           user_data)
{
  WbConnectionLimiter *self = user_data;
  HttpConnection *http = find (self, message);

  if (http != NULL)
    allow (http, self->rules.request_timeout, "it did not take its answer");
}

/* After this request the connection is closed, as its answer says. */
static void
make_last (HttpConnection    *http,
           SoupServerMessage *message)
{
  http->is_last = TRUE;
  if (soup_server_message_get_status (message) != SOUP_STATUS_SWITCHING_PROTOCOLS)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
}

static void
got_body_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  HttpConnection *http = find (user_data, message);

  if (http == NULL)
    return;

  http->is_last = FALSE;
  if (wb_http_input_is_lost (http->input, http->n_requests))
    make_last (http, message);
}

/* Begins to wait for what follows the header. What can be refused by the header is refused by now. */
static void
got_headers_cb (SoupServerMessage *message,
                gpointer           user_data)
{
  WbConnectionLimiter *self = user_data;
  HttpConnection *http = find (self, message);

  if (http == NULL)
    return;

  http->is_busy = TRUE;
  g_clear_object (&http->last);
  allow (http, self->rules.request_timeout, "its request did not end in time");
  http->deadline += http->deadline != 0 ? http->extension : 0;
  http->extension = 0;

  /* A client that is refused instead of told to continue may send its body or leave it out, so it cannot be known
   * where its next request begins (RFC 9110, section 10.1.1). Here it may not be refused yet. */
  http->is_last = soup_message_headers_get_expectations (soup_server_message_get_request_headers (message)) != 0;
  if (soup_server_message_get_status (message) != SOUP_STATUS_NONE
      && (http->is_last || wb_http_input_is_lost (http->input, http->n_requests)))
    make_last (http, message);

  g_signal_connect (message, "got-body", G_CALLBACK (got_body_cb), self);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_some_cb), self);
}

/* Each chunk costs libsoup the same however little is in it. A body of very many that hold next to nothing is sent by
 * no program that has something to say. */
static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  HttpConnection *http = find (user_data, message);

  if (http == NULL)
    return;

  http->n_chunks++;
  http->n_bytes += g_bytes_get_size (chunk);
  if (http->n_chunks < MANY_CHUNKS || http->n_bytes >= http->n_chunks * SMALL_CHUNK || http->deadline == 0)
    return;

  http->late = "its body is in too many small chunks";
  http->is_idle = FALSE;
  cut_off (http);
}

/* Every request comes by here. libsoup answers some by itself, without a word to any handler: the ones for
 * https: and for “*”. */
static void
started_cb (SoupServer        *soup,
            SoupServerMessage *message,
            gpointer           user_data)
{
  WbConnectionLimiter *self = user_data;
  HttpConnection *http = find (self, message);

  /* Nothing that a client sends along with a request is kept in memory, but for a dataset from one who
   * may. */
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);

  if (http == NULL)
    return;

  http->n_requests++;
  http->n_chunks = 0;
  http->n_bytes = 0;
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), self);
}

static void
finished_cb (SoupServer        *soup,
             SoupServerMessage *message,
             gpointer           user_data)
{
  WbConnectionLimiter *self = user_data;
  HttpConnection *http = find (self, message);

  if (http == NULL)
    return;

  /* While nothing more is asked, nothing is kept of the last answer. */
  soup_message_body_truncate (soup_server_message_get_response_body (message));

  g_set_object (&http->last, message);
  allow (http, self->rules.idle_timeout, "it asked for nothing more");
  http->is_idle = TRUE;
  http->is_busy = FALSE;
  if (self->is_closing || http->is_last)
    hang_up (http);
}

/**
 * wb_connection_limiter_new:
 * @soup: who speaks HTTP
 * @rules: what holds for connections; copied
 * @metrics: where refusals are counted
 * @log: where they are told
 *
 * Watches over the connections of a server, in the thread-default main context.
 *
 * Returns: (transfer full): a gate
 */
WbConnectionLimiter *
wb_connection_limiter_new (SoupServer               *soup,
                           const WbConnectionLimits *rules,
                           WbMetrics                *metrics,
                           WbLog                    *log)
{
  WbConnectionLimiter *self;

  g_return_val_if_fail (SOUP_IS_SERVER (soup), NULL);
  g_return_val_if_fail (rules != NULL, NULL);
  g_return_val_if_fail (metrics != NULL, NULL);
  g_return_val_if_fail (log != NULL, NULL);

  self = g_new0 (WbConnectionLimiter, 1);
  self->soup = g_object_ref (soup);
  self->rules = *rules;
  self->metrics = wb_metrics_ref (metrics);
  self->log = wb_log_ref (log);
  self->addresses = wb_address_counts_new ();
  self->http_connections = g_hash_table_new_full (NULL, NULL, NULL, http_connection_free);
  g_signal_connect (soup, "request-started", G_CALLBACK (started_cb), self);
  g_signal_connect (soup, "request-finished", G_CALLBACK (finished_cb), self);

  /* libsoup says this of an answer of 500, too, after which the connection goes on. */
  g_signal_connect (soup, "request-aborted", G_CALLBACK (finished_cb), self);

  return self;
}

/**
 * wb_connection_limiter_free:
 * @self: (transfer full): a gate
 *
 * Watches no longer. Connections are not touched.
 */
void
wb_connection_limiter_free (WbConnectionLimiter *self)
{
  g_return_if_fail (self != NULL);

  g_signal_handlers_disconnect_by_data (self->soup, self);
  wb_timer_stop (&self->timer);
  g_hash_table_unref (self->http_connections);
  wb_address_counts_free (self->addresses);
  wb_metrics_unref (self->metrics);
  wb_log_unref (self->log);
  g_object_unref (self->soup);
  g_free (self);
}

/* Which limit another connection is beyond, and by how many. 0 is none. */
static guint
find_excess (WbConnectionLimiter *self,
             guint                n_visits,
             guint                n_from_address,
             WbRefusal           *ret_reason)
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
 * wb_connection_limiter_enter:
 * @self: a gate
 * @connection: a new connection
 * @plain: its bytes: @connection itself, or a #WbTlsStream on it
 * @local: its address here
 * @remote: the address of the peer, which no other connection shares
 *
 * Hands a connection to libsoup. One that is beyond a limit is let in to be
 * told so, see [func@wb_connection_limiter_has_room]; when there are too many of those as
 * well, it is dropped.
 */
void
wb_connection_limiter_enter (WbConnectionLimiter *self,
                             GSocketConnection   *connection,
                             GIOStream           *plain,
                             GSocketAddress      *local,
                             GSocketAddress      *remote)
{
  g_autoptr (GIOStream) stream = NULL;
  HttpConnection *http;
  guint excess;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_SOCKET_CONNECTION (connection));
  g_return_if_fail (G_IS_IO_STREAM (plain));
  g_return_if_fail (G_IS_SOCKET_ADDRESS (remote));

  http = g_new0 (HttpConnection, 1);
  http->limiter = self;
  http->remote = g_object_ref (remote);
  wb_address_counts_add (self->addresses, get_inet (remote));
  excess = find_excess (self, g_hash_table_size (self->http_connections) + 1,
                        wb_address_counts_get (self->addresses, get_inet (remote)), &http->reason);
  http->is_beyond = excess > 0;
  if (excess > ROOM_FOR_REFUSALS)
    {
      g_autofree char *peer = describe (remote);

      wb_metrics_add_refusal (self->metrics, http->reason);
      wb_log_refusal (self->log, peer, http->reason, "dropped, there are too many connections");
      http_connection_free (http);
      return;
    }

  http->connection = g_object_ref (connection);
  http->plain = g_object_ref (plain);
  allow (http, self->rules.header_timeout, "its request did not come in time");
  g_hash_table_insert (self->http_connections, remote, http);

  if (self->timer == NULL)
    self->timer = wb_timer_start (TICK_MS, tick_cb, self);

  http->input = wb_http_input_new (plain, at_end_cb, closed_cb, http);
  stream = wb_http_stream_new (plain, http->input);
  soup_server_accept_iostream (self->soup, stream, local, remote, NULL);
}

/**
 * wb_connection_limiter_has_room:
 * @self: a gate
 * @message: a request
 * @ret_reason: (out): which limit its connection is beyond, where it is
 *
 * Returns: whether the request may be served
 */
gboolean
wb_connection_limiter_has_room (WbConnectionLimiter *self,
                                SoupServerMessage   *message,
                                WbRefusal           *ret_reason)
{
  const HttpConnection *http;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);
  g_return_val_if_fail (ret_reason != NULL, FALSE);

  http = find (self, message);
  if (http == NULL || !http->is_beyond)
    return TRUE;

  *ret_reason = http->reason;
  return FALSE;
}

/**
 * wb_connection_limiter_close:
 * @self: a gate
 *
 * Hangs up where nothing is asked, and elsewhere after the answer. Connections
 * are gone when [func@wb_connection_limiter_get_size] says so.
 */
void
wb_connection_limiter_close (WbConnectionLimiter *self)
{
  GHashTableIter iter;
  gpointer http;

  g_return_if_fail (self != NULL);

  self->is_closing = TRUE;
  g_hash_table_iter_init (&iter, self->http_connections);
  while (g_hash_table_iter_next (&iter, NULL, &http))
    if (!((HttpConnection *) http)->is_busy)
      hang_up (http);
}

/**
 * wb_connection_limiter_get_fault:
 * @self: a gate
 * @message: a request whose header is there
 *
 * Returns: why it must not be served, since it is not the whole request
 */
WbRequestFault
wb_connection_limiter_get_fault (WbConnectionLimiter *self,
                                 SoupServerMessage   *message)
{
  const HttpConnection *http;

  g_return_val_if_fail (self != NULL, WB_REQUEST_FAULT_NONE);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), WB_REQUEST_FAULT_NONE);

  http = find (self, message);
  return http != NULL ? wb_http_input_get_fault (http->input, http->n_requests) : WB_REQUEST_FAULT_NONE;
}

/**
 * wb_connection_limiter_extend:
 * @self: a gate
 * @message: a request whose header is there, in a handler of libsoup's for that
 * @delay: how much longer it may take, in microseconds
 *
 * Allows for a time in which the server does not read from the request.
 */
void
wb_connection_limiter_extend (WbConnectionLimiter *self,
                              SoupServerMessage   *message,
                              gint64               delay)
{
  HttpConnection *http;

  g_return_if_fail (self != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  http = find (self, message);
  if (http != NULL)
    http->extension = delay;
}

/**
 * wb_connection_limiter_get_socket:
 * @self: a gate
 * @message: a request
 *
 * Returns: (transfer none) (nullable): the socket of its connection, %NULL if
 *   that is gone
 */
GSocket *
wb_connection_limiter_get_socket (WbConnectionLimiter *self,
                                  SoupServerMessage   *message)
{
  const HttpConnection *http;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  http = find (self, message);
  return http != NULL ? g_socket_connection_get_socket (http->connection) : NULL;
}

/**
 * wb_connection_limiter_leave:
 * @self: a gate
 * @message: a request that was the last of its connection
 * @ret_connection: (out) (transfer full): the connection
 * @ret_plain: (out) (transfer full): its bytes, as in [func@wb_connection_limiter_enter]
 *
 * Lets go of a connection that speaks something else from now on.
 *
 * Returns: %FALSE if it is gone
 */
gboolean
wb_connection_limiter_leave (WbConnectionLimiter  *self,
                             SoupServerMessage    *message,
                             GSocketConnection   **ret_connection,
                             GIOStream           **ret_plain)
{
  HttpConnection *http;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);
  g_return_val_if_fail (ret_connection != NULL, FALSE);
  g_return_val_if_fail (ret_plain != NULL, FALSE);

  http = find (self, message);
  if (http == NULL)
    return FALSE;

  *ret_connection = g_object_ref (http->connection);
  *ret_plain = g_object_ref (http->plain);
  g_hash_table_remove (self->http_connections, http->remote);

  return TRUE;
}

/**
 * wb_connection_limiter_get_size:
 * @self: a gate
 *
 * Returns: how many connections speak HTTP
 */
guint
wb_connection_limiter_get_size (WbConnectionLimiter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->http_connections);
}
