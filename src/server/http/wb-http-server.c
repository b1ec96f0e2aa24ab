/* wb-http-server.c: checks a request, and passes it on or refuses it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-http-server.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/wb-address.h"
#include "common/wb-host-names.h"
#include "common/wb-origin.h"
#include "common/wb-server-error.h"
#include "net/wb-connection-limiter.h"
#include "wb-handshake.h"
#include "wb-http-delays.h"

struct _WbHttpServer
{
  WbHttpContext         context;         /* holds a reference to each */
  char                **allowed_origins;
  WbHostNames          *hosts;           /* NULL where there are tokens instead */
  SoupServer           *soup;
  WbConnectionLimiter  *limiter;
  WbHttpDelays         *delays;
  int                   silence_fd;
  gboolean              is_closing;
};

/* The first of them that is not valid, or NULL. */
static const char *
find_invalid (const char *const  *names,
              gboolean          (*is_valid) (const char *name))
{
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    if (!is_valid (names[i]))
      return names[i];

  return NULL;
}

static gboolean
check_names (const WbServerOptions  *options,
             GError                **error)
{
  const char *origin = find_invalid (options->allowed_origins, wb_origin_is_valid);
  const char *host = find_invalid (options->allowed_hosts, wb_host_name_is_valid);

  if (origin != NULL)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_ADDRESS,
                 _("“%s” is not an origin; write it as a browser does, such as https://board.example or "
                   "http://10.0.0.7:8080, without a path"),
                 origin);
  else if (host != NULL)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_ADDRESS,
                 _("“%s” is not the name of a host; write it as it stands in the address that browsers "
                   "open, such as board.example, without a port"),
                 host);

  return origin == NULL && host == NULL;
}

/* Checks whether there is room for another client. FALSE if the message is answered. */
static gboolean
check_room (WbHttpServer      *self,
            SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  GInetAddress *address = wb_address_get_inet (soup_server_message_get_remote_address (message));
  g_autofree char *peer = NULL;
  WbRefusal reason;

  if (wb_connection_limiter_has_room (self->limiter, message, &reason) &&
      (!wb_handshake_is_wanted (message) || wb_hub_has_room (self->context.hub, address, &reason)))
    return TRUE;

  peer = wb_handshake_describe_peer (message, NULL);
  wb_log_refusal (self->context.log, peer, reason, "refused, there are too many connections%s",
                  reason == WB_REFUSAL_ADDRESS ? " from its address" : "");
  wb_metrics_add_refusal (self->context.metrics, reason);
  soup_message_headers_replace (headers, "Retry-After", "5");
  soup_message_headers_replace (headers, "Connection", "close");
  wb_http_refuse (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "there are too many connections");

  return FALSE;
}

/* How the log names the sender of a request. */
static char *
describe_sender (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return wb_handshake_describe_peer (message, soup_message_headers_get_list (headers, "Origin"));
}

/* Checks the Origin of a page. */
static gboolean
check_origin (WbHttpServer      *self,
              SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *origin = soup_message_headers_get_list (headers, "Origin");
  g_autofree char *peer = NULL;

  if (wb_origin_is_allowed (origin, (const char *const *) self->allowed_origins))
    return TRUE;

  peer = wb_handshake_describe_peer (message, origin);
  wb_log_refusal (self->context.log, peer, WB_REFUSAL_ORIGIN,
                  "refused, the origin is not listed with --allow-origin");
  wb_metrics_add_refusal (self->context.metrics, WB_REFUSAL_ORIGIN);
  wb_http_refuse (message, SOUP_STATUS_FORBIDDEN, "this origin is not allowed");
  return FALSE;
}

/* Checks the host name that the request is for. 421 would be more precise, but clients may repeat the request
 * after it (RFC 9110, section 15.5.20), and libsoup's does so twenty times. */
static gboolean
check_host (WbHttpServer      *self,
            SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *peer = NULL;
  g_autofree char *name = NULL;

  if (self->hosts == NULL || wb_host_names_match (self->hosts, message))
    return TRUE;

  peer = describe_sender (message);
  name = g_strescape (soup_message_headers_get_one (headers, "Host") != NULL
                        ? soup_message_headers_get_one (headers, "Host") : "", NULL);
  wb_log_refusal (self->context.log, peer, WB_REFUSAL_HOST,
                  "refused, the host name “%.100s” that it asks for is not listed with --allow-host", name);
  wb_metrics_add_refusal (self->context.metrics, WB_REFUSAL_HOST);
  wb_http_refuse (message, SOUP_STATUS_FORBIDDEN,
                  "without tokens the server answers under this host name only where --allow-host lists it");
  return FALSE;
}

/* The token of a request has waited long enough, or need not be checked any more. A peer that sends no more
 * may still read, so it gets an answer. */
static void
delayed_cb (SoupServerMessage *message,
            WbHttpDelayEnd     end,
            gpointer           user_data)
{
  WbHttpServer *self = user_data;

  if (self->is_closing)
    wb_http_refuse (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "the server is shutting down");
  else if (end == WB_HTTP_DELAY_HUNG_UP)
    wb_http_refuse (message, SOUP_STATUS_BAD_REQUEST,
                    "the connection was closed before the token was checked");
  else
    wb_http_prepare (message, &self->context);
}

static void
prepare (WbHttpServer      *self,
         SoupServerMessage *message)
{
  /* A WebSocket client sends its token in a message. */
  gint64 delay = wb_handshake_is_wanted (message) ? 0 : wb_http_get_delay (message, &self->context);
  WbHttpConnection *connection = wb_connection_limiter_find (self->limiter, message);

  if (delay > 0 && connection == NULL)
    {
      delayed_cb (message, WB_HTTP_DELAY_HUNG_UP, self);
    }
  else if (delay > 0)
    {
      wb_http_connection_extend (connection, delay);
      wb_http_delays_add (self->delays, message,
                          g_socket_connection_get_socket (wb_http_connection_get_base (connection)), delay);
    }
  else
    {
      wb_http_prepare (message, &self->context);
    }
}

/* Refuses a request of which a part was discarded. FALSE if the message is answered, as with those below. */
static gboolean
check_form (WbHttpServer      *self,
            SoupServerMessage *message)
{
  WbHttpConnection *connection = wb_connection_limiter_find (self->limiter, message);

  switch (connection != NULL ? wb_http_connection_get_fault (connection) : WB_REQUEST_FAULT_NONE)
    {
    case WB_REQUEST_FAULT_NONE:
      return TRUE;
    case WB_REQUEST_FAULT_TARGET:
      wb_http_refuse (message, SOUP_STATUS_REQUEST_URI_TOO_LONG, "the target is longer than 8000 bytes");
      return FALSE;
    case WB_REQUEST_FAULT_HEADER:
      wb_http_refuse (message, WB_HTTP_HEADER_TOO_LARGE, "the header is longer than 16 KiB or 100 lines");
      return FALSE;
    case WB_REQUEST_FAULT_FORM:
    default:
      wb_http_refuse (message, SOUP_STATUS_BAD_REQUEST, "the request breaks the form of HTTP/1.1");
      return FALSE;
    }
}

/* These fields decide about access and must be unique: of two, a proxy may have checked the other one. */
static gboolean
check_repeated (SoupServerMessage *message)
{
  static const char *const once[] = { "Authorization", "Host" };
  guint counts[G_N_ELEMENTS (once)] = { 0 };
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    for (gsize i = 0; i < G_N_ELEMENTS (once); i++)
      if (g_ascii_strcasecmp (name, once[i]) == 0 && ++counts[i] > 1)
        {
          g_autofree char *reason = g_strdup_printf ("the header has more than one “%s”", once[i]);

          wb_http_refuse (message, SOUP_STATUS_BAD_REQUEST, reason);
          return FALSE;
        }

  return TRUE;
}

/* Refuses what can be refused before the body comes. */
static void
headers_cb (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  WbHttpServer *self = user_data;

  /* libsoup would copy every range into one body: a thousand bytes could ask for gigabytes. A server may
   * leave ranges alone (RFC 9110, section 14.2). */
  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");

  if (check_form (self, message) && check_repeated (message) && check_origin (self, message) &&
      check_host (self, message))
    prepare (self, message);
}

static void
request_cb (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  WbHttpServer *self = user_data;

  if (!check_room (self, message))
    return;

  if (!wb_handshake_is_wanted (message))
    wb_http_serve (message, &self->context);
  else if (self->is_closing)
    wb_http_refuse (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "the server is shutting down");
  else
    wb_handshake_begin (message, self->limiter, self->context.hub);
}

/* Counts every answer, by libsoup or by a handler here. */
static void
finished_cb (SoupServer        *soup,
             SoupServerMessage *message,
             gpointer           user_data)
{
  WbHttpServer *self = user_data;
  guint status = soup_server_message_get_status (message);

  wb_metrics_add_request (self->context.metrics, status);
  if (status == SOUP_STATUS_UNAUTHORIZED)
    {
      g_autofree char *peer = describe_sender (message);

      wb_log_refusal (self->context.log, peer, WB_REFUSAL_TOKEN,
                      "refused over HTTP, its token is missing or wrong");
    }
}

/* A SoupServer that does not listen closes every connection after one answer, in all versions up to 3.8. So
 * it gets one end of a socket pair to listen on, where nothing ever arrives. */
static gboolean
keep_alive (WbHttpServer  *self,
            GError       **error)
{
  g_autoptr (GSocket) silent = NULL;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
                   _("No socket can be made: %s"), g_strerror (errno));
      return FALSE;
    }

  self->silence_fd = ends[1];
  silent = g_socket_new_from_fd (ends[0], error);
  if (silent == NULL)
    {
      close (ends[0]);
      return FALSE;
    }

  return soup_server_listen_socket (self->soup, silent, 0, error);
}

static WbHttpContext
context_ref (const WbHttpContext *context)
{
  return (WbHttpContext) {
    .source = g_object_ref (context->source),
    .uploads = wb_uploads_ref (context->uploads),
    .tokens = context->tokens != NULL ? wb_tokens_ref (context->tokens) : NULL,
    .metrics = wb_metrics_ref (context->metrics),
    .log = wb_log_ref (context->log),
    .throttle = context->throttle != NULL ? wb_auth_throttle_ref (context->throttle) : NULL,
    .hub = g_object_ref (context->hub),
    .metrics_text = wb_shared_text_new (),
    .displays_text = wb_shared_text_new (),
  };
}

static void
context_clear (WbHttpContext *context)
{
  wb_shared_text_unref (context->displays_text);
  wb_shared_text_unref (context->metrics_text);
  g_object_unref (context->hub);
  g_clear_pointer (&context->throttle, wb_auth_throttle_unref);
  wb_log_unref (context->log);
  wb_metrics_unref (context->metrics);
  g_clear_pointer (&context->tokens, wb_tokens_unref);
  wb_uploads_unref (context->uploads);
  g_object_unref (context->source);
}

/**
 * wb_http_server_new:
 * @context: what to make answers from
 * @options: the allowed origins and host names, and the limits of connections;
 *   copied
 * @error: return location for an error
 *
 * Creates a server in the thread-default main context, to which connections
 * come by wb_http_server_enter().
 *
 * Returns: (transfer full): a new server, or %NULL with
 *   %WB_SERVER_ERROR_ADDRESS if an origin or a host name is not valid,
 *   %WB_SERVER_ERROR_LISTEN or an error of GIO if there are no descriptors left
 */
WbHttpServer *
wb_http_server_new (const WbHttpContext    *context,
                    const WbServerOptions  *options,
                    GError                **error)
{
  g_autoptr (WbHttpServer) self = NULL;
  WbConnectionLimits limits;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_names (options, error))
    return NULL;

  self = g_new0 (WbHttpServer, 1);
  self->context = context_ref (context);
  self->allowed_origins = g_strdupv ((char **) options->allowed_origins);
  if (context->tokens == NULL)
    {
      self->hosts = wb_host_names_new (options->allowed_hosts);
      wb_host_names_find_own (self->hosts);
    }
  self->silence_fd = -1;

  /* Without this, libsoup would answer “..” itself, and not as a legacy server does. */
  self->soup = soup_server_new ("raw-paths", TRUE, NULL);
  soup_server_remove_websocket_extension (self->soup, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
  soup_server_add_early_handler (self->soup, NULL, headers_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  soup_server_add_early_handler (self->soup, "*", headers_cb, self, NULL);
  soup_server_add_handler (self->soup, "*", request_cb, self, NULL);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (finished_cb), self);

  limits = (WbConnectionLimits) {
    .timeouts = {
      .header = options->header_timeout,
      .request = options->request_timeout,
      .idle = options->idle_timeout,
    },
    .max_connections = options->max_connections,
    .max_per_address = options->max_per_address,
  };
  self->limiter = wb_connection_limiter_new (self->soup, &limits, self->context.metrics, self->context.log);

  self->delays = wb_http_delays_new (delayed_cb, self, error);

  return self->delays != NULL && keep_alive (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_http_server_free:
 * @self: (transfer full): a server
 *
 * Cuts off all connections.
 */
void
wb_http_server_free (WbHttpServer *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->delays, wb_http_delays_free);
  soup_server_disconnect (self->soup);
  g_signal_handlers_disconnect_by_data (self->soup, self);
  wb_connection_limiter_free (self->limiter);
  g_object_unref (self->soup);
  if (self->silence_fd >= 0)
    close (self->silence_fd);
  context_clear (&self->context);
  g_clear_pointer (&self->hosts, wb_host_names_unref);
  g_strfreev (self->allowed_origins);
  g_free (self);
}

/**
 * wb_http_server_enter:
 * @self: a server
 * @connection: a new connection
 * @plain: its bytes: @connection itself, or a #WbTlsStream on it
 * @local: its address here
 * @remote: the address of the peer, which no other connection shares
 *
 * Begins to read requests from a connection, see [func@wb_connection_limiter_enter].
 */
void
wb_http_server_enter (WbHttpServer      *self,
                      GSocketConnection *connection,
                      GIOStream         *plain,
                      GSocketAddress    *local,
                      GSocketAddress    *remote)
{
  g_return_if_fail (self != NULL);

  wb_connection_limiter_enter (self->limiter, connection, plain, local, remote);
}

void
wb_http_server_set_tokens (WbHttpServer *self,
                           WbTokens     *tokens)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (tokens != NULL);
  g_return_if_fail (self->context.tokens != NULL);

  wb_tokens_ref (tokens);
  wb_tokens_unref (self->context.tokens);
  self->context.tokens = tokens;
}

/**
 * wb_http_server_close:
 * @self: a server
 *
 * Takes no more clients, and closes connections, after the answer where a request
 * is under way.
 */
void
wb_http_server_close (WbHttpServer *self)
{
  g_return_if_fail (self != NULL);

  self->is_closing = TRUE;
  wb_http_delays_end (self->delays);
  wb_connection_limiter_close (self->limiter);
}

guint
wb_http_server_get_size (WbHttpServer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return wb_connection_limiter_get_size (self->limiter);
}
