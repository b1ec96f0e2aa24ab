/* wb-http-connection.c: a connection that speaks HTTP, and its deadlines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-http-connection.h"

#include "common/wb-address.h"
#include "compat/wb-idle-close.h"
#include "wb-http-stream.h"
#include "wb-tls-stream.h"

/* A body of so many chunks must have more than so many bytes in each, on average. */
#define MANY_CHUNKS 1024
#define SMALL_CHUNK 64

typedef enum
{
  STATE_WAITING, /* for its first request */
  STATE_BUSY,    /* with a request whose header has come, or with its answer */
  STATE_IDLE,    /* after an answer; may end at any time */
} State;

struct _WbHttpConnection
{
  const WbHttpConnectionContext *context;
  GSocketAddress                *remote;
  GSocketConnection             *connection;
  GIOStream                     *plain;      /* its bytes: the connection itself, or what decrypts them */
  WbHttpInput                   *input;
  SoupServerMessage             *message;    /* the request that is being read or answered */
  WbIdleClose                    idle_close;
  State                          state;
  gint64                         deadline;   /* microseconds, monotonic; 0 is none */
  gint64                         extension;  /* microseconds more for the request that has just begun */
  const char                    *late;       /* the message of the log when it has passed */
  guint                          n_requests; /* that have begun */
  gsize                          n_chunks;   /* of the body that is being read, and the bytes in them */
  gsize                          n_bytes;
  gboolean                       is_last;    /* no request may follow the current one */
  gboolean                       is_cut_off;
};

static void
set_deadline (WbHttpConnection *self,
              guint             seconds,
              const char       *late)
{
  self->deadline = seconds > 0 ? g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC : 0;
  self->late = late;
}

static void
set_busy (WbHttpConnection *self)
{
  self->state = STATE_BUSY;
  wb_idle_close_set_last (&self->idle_close, NULL);
}

static gboolean
at_end_cb (gpointer user_data)
{
  WbHttpConnection *self = user_data;

  return wb_idle_close_hide_end (&self->idle_close);
}

static void
closed_cb (gpointer user_data)
{
  WbHttpConnection *self = user_data;

  self->context->closed (self, self->context->user_data);
}

/* libsoup reads the end of the connection, and closes it. */
static void
hang_up (WbHttpConnection *self)
{
  self->deadline = 0;
  if (WB_IS_TLS_STREAM (self->plain))
    wb_tls_stream_close_notify (WB_TLS_STREAM (self->plain));
  g_socket_shutdown (g_socket_connection_get_socket (self->connection), TRUE, TRUE, NULL);
}

static void
cut_off (WbHttpConnection *self)
{
  g_autofree char *peer = wb_address_describe (self->remote);

  if (self->state == STATE_IDLE)
    {
      g_info ("%s: hung up, %s", peer, self->late);
    }
  else
    {
      wb_metrics_add_refusal (self->context->metrics, WB_REFUSAL_SLOW);
      wb_log_refusal (self->context->log, peer, WB_REFUSAL_SLOW, "cut off, %s", self->late);
    }

  self->is_cut_off = TRUE;
  wb_http_input_cut (self->input);
  hang_up (self);
}

static void
wrote_some_cb (SoupServerMessage *message,
               guint              size,
               gpointer           user_data)
{
  WbHttpConnection *self = user_data;

  set_busy (self);
  set_deadline (self, self->context->timeouts.request, "it did not take its answer");
}

/* Closes the connection after this request, and announces it in the answer. */
static void
make_last (WbHttpConnection *self)
{
  self->is_last = TRUE;
  if (soup_server_message_get_status (self->message) != SOUP_STATUS_SWITCHING_PROTOCOLS)
    soup_message_headers_replace (soup_server_message_get_response_headers (self->message), "Connection",
                                  "close");
}

static void
got_body_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  WbHttpConnection *self = user_data;

  self->is_last = FALSE;
  if (wb_http_input_is_lost (self->input, self->n_requests))
    make_last (self);
}

/* Begins to wait for what follows the header. What can be refused by the header is refused by now. */
static void
got_headers_cb (SoupServerMessage *message,
                gpointer           user_data)
{
  WbHttpConnection *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  set_busy (self);
  set_deadline (self, self->context->timeouts.request, "its request did not end in time");
  self->deadline += self->deadline != 0 ? self->extension : 0;
  self->extension = 0;

  /* A client that gets a refusal instead of “100 Continue” may send its body or leave it out, so the
   * beginning of its next request is unknown (RFC 9110, section 10.1.1). It may also be refused later. */
  self->is_last = soup_message_headers_get_expectations (headers) != 0;
  if (soup_server_message_get_status (message) != SOUP_STATUS_NONE &&
      (self->is_last || wb_http_input_is_lost (self->input, self->n_requests)))
    make_last (self);
}

/* Each chunk costs libsoup the same, however short it is. No useful program sends a body of very many tiny
 * chunks. */
static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  WbHttpConnection *self = user_data;

  self->n_chunks++;
  self->n_bytes += g_bytes_get_size (chunk);
  if (self->n_chunks < MANY_CHUNKS || self->n_bytes >= self->n_chunks * SMALL_CHUNK || self->is_cut_off)
    return;

  self->late = "its body is in too many small chunks";
  cut_off (self);
}

static void
release_message (WbHttpConnection *self)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
}

/**
 * wb_http_connection_new:
 * @context: what it has in common with others; kept, not copied
 * @connection: a new connection
 * @plain: its bytes: @connection itself, or a #WbTlsStream on it
 * @remote: the address of the peer
 *
 * Returns: (transfer full): a connection that is not served yet
 */
WbHttpConnection *
wb_http_connection_new (const WbHttpConnectionContext *context,
                        GSocketConnection             *connection,
                        GIOStream                     *plain,
                        GSocketAddress                *remote)
{
  WbHttpConnection *self;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (connection), NULL);
  g_return_val_if_fail (G_IS_IO_STREAM (plain), NULL);
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (remote), NULL);

  self = g_new0 (WbHttpConnection, 1);
  self->context = context;
  self->remote = g_object_ref (remote);
  self->connection = g_object_ref (connection);
  self->plain = g_object_ref (plain);
  self->input = wb_http_input_new (plain, at_end_cb, closed_cb, self);

  return self;
}

/**
 * wb_http_connection_free:
 * @self: (transfer full): a connection
 *
 * Forgets a connection, which is not closed.
 */
void
wb_http_connection_free (WbHttpConnection *self)
{
  g_return_if_fail (self != NULL);

  /* First of all: the last message may hold the last reference to the connection. */
  wb_http_input_stop (self->input);
  wb_idle_close_clear (&self->idle_close);
  release_message (self);

  g_object_unref (self->input);
  g_object_unref (self->plain);
  g_object_unref (self->connection);
  g_object_unref (self->remote);
  g_free (self);
}

/**
 * wb_http_connection_start:
 * @self: a connection that is not served yet
 * @local: its address here
 *
 * Has libsoup read requests from it.
 */
void
wb_http_connection_start (WbHttpConnection *self,
                          GSocketAddress   *local)
{
  g_autoptr (GIOStream) stream = NULL;

  g_return_if_fail (self != NULL);

  set_deadline (self, self->context->timeouts.header, "its request did not come in time");
  stream = wb_http_stream_new (self->plain, self->input);
  soup_server_accept_iostream (self->context->soup, stream, local, self->remote, NULL);
}

/**
 * wb_http_connection_begin:
 * @self: a connection
 * @message: a request on it that has begun
 *
 * Follows the request to its end. To be called in
 * [signal@Soup.Server::request-started].
 */
void
wb_http_connection_begin (WbHttpConnection  *self,
                          SoupServerMessage *message)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  release_message (self);
  self->message = g_object_ref (message);
  self->n_requests++;
  self->n_chunks = 0;
  self->n_bytes = 0;
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), self);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), self);
  g_signal_connect (message, "got-body", G_CALLBACK (got_body_cb), self);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_some_cb), self);
}

/**
 * wb_http_connection_finish:
 * @self: a connection
 *
 * To be called when its request was answered.
 */
void
wb_http_connection_finish (WbHttpConnection *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->message != NULL);

  /* Nothing is kept of the answer while the connection is idle. */
  soup_message_body_truncate (soup_server_message_get_response_body (self->message));

  wb_idle_close_set_last (&self->idle_close, self->message);
  release_message (self);
  set_deadline (self, self->context->timeouts.idle, "it asked for nothing more");
  self->state = STATE_IDLE;
  if (self->context->is_closing || self->is_last)
    hang_up (self);
}

/**
 * wb_http_connection_check_time:
 * @self: a connection
 * @now: the monotonic time in microseconds
 *
 * Cuts it off when its deadline has passed.
 */
void
wb_http_connection_check_time (WbHttpConnection *self,
                               gint64            now)
{
  g_return_if_fail (self != NULL);

  if (self->deadline != 0 && self->deadline <= now)
    cut_off (self);
}

/**
 * wb_http_connection_extend:
 * @self: a connection with a request whose header has come, in a handler of
 *   libsoup's for that
 * @delay: how much longer the request may take, in microseconds
 *
 * Allows for a time in which the server does not read from it.
 */
void
wb_http_connection_extend (WbHttpConnection *self,
                           gint64            delay)
{
  g_return_if_fail (self != NULL);

  self->extension = delay;
}

/**
 * wb_http_connection_close:
 * @self: a connection
 *
 * Closes it, but not while it waits for an answer.
 */
void
wb_http_connection_close (WbHttpConnection *self)
{
  g_return_if_fail (self != NULL);

  if (self->state != STATE_BUSY)
    hang_up (self);
}

/**
 * wb_http_connection_get_fault:
 * @self: a connection with a request whose header has come
 *
 * Returns: why the request must not be served, since it is not complete
 */
WbRequestFault
wb_http_connection_get_fault (WbHttpConnection *self)
{
  g_return_val_if_fail (self != NULL, WB_REQUEST_FAULT_NONE);

  return wb_http_input_get_fault (self->input, self->n_requests);
}

GSocketAddress *
wb_http_connection_get_remote (WbHttpConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->remote;
}

GSocketConnection *
wb_http_connection_get_base (WbHttpConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->connection;
}

/**
 * wb_http_connection_get_plain:
 * @self: a connection
 *
 * Returns: (transfer none): its bytes: the connection of the socket itself, or
 *   what decrypts them
 */
GIOStream *
wb_http_connection_get_plain (WbHttpConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->plain;
}
