/* wb-upgrade.c: makes a WebSocket: connection, encryption, handshake
 *
 * libsoup could do so as well, but then its WebSocket would read from the socket and not through a
 * WbBoundedStream. That file says which version of libsoup makes both unnecessary.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-upgrade.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "message/wb-message.h"
#include "wb-bounded-stream.h"

/* The longest header of the answer, with all interim responses before it, in bytes: the limit of libsoup for
 * other requests. */
#define MAX_HEAD (64 * 1024)

/* How much is read at once, in bytes. */
#define BLOCK_SIZE 4096

/* RFC 6455, 1.3 and 4.1. */
#define KEY_SIZE    16
#define ACCEPT_SALT "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

/* The beginning of any HTTP answer. */
#define HTTP_MARK "HTTP/"

struct _WbUpgrade
{
  GObject               parent_instance;

  GUri                 *uri;
  GTlsDatabase         *trust;
  GSocketConnectable   *address;
  GProxyResolver       *proxy;

  gboolean              reached;
  guint                 status;
  char                 *location;
  GTlsCertificateFlags  flaws;

  GSocketConnection    *socket;
  GIOStream            *stream; /* the socket, or TLS on it */
  char                 *key;
  char                 *request;
  GByteArray           *head;
  char                 *protocol;
};

G_DEFINE_FINAL_TYPE (WbUpgrade, wb_upgrade, G_TYPE_OBJECT)

static gboolean
is_encrypted (WbUpgrade *self)
{
  return g_str_equal (g_uri_get_scheme (self->uri), "wss");
}

/* Fails for a server that is not a board server; the HTTP status, if there is one, tells more. */
static void
return_not_websocket (GTask      *task,
                      const char *what)
{
  g_task_return_new_error (task, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_ERROR_NOT_WEBSOCKET, "%s", what);
}

static char *
make_key (void)
{
  guint32 bytes[KEY_SIZE / sizeof (guint32)];

  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++)
    bytes[i] = g_random_int ();

  return g_base64_encode ((const guchar *) bytes, sizeof bytes);
}

static char *
make_accept (const char *key)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) key, -1);
  g_checksum_update (checksum, (const guchar *) ACCEPT_SALT, -1);
  g_checksum_get_digest (checksum, digest, &length);

  return g_base64_encode (digest, length);
}

/* As a URI writes it: an IPv6 address in brackets, and the port if it is not that of the scheme. */
static char *
make_host (WbUpgrade *self)
{
  const char *host = g_uri_get_host (self->uri);
  gboolean bare = strchr (host, ':') == NULL;
  int port = g_uri_get_port (self->uri);
  g_autofree char *name = g_strconcat (bare ? "" : "[", host, bare ? "" : "]", NULL);

  if (port == (is_encrypted (self) ? 443 : 80))
    return g_steal_pointer (&name);

  return g_strdup_printf ("%s:%d", name, port);
}

/* Escapes what cannot be in a request line, such as spaces and line ends. */
static char *
make_target (WbUpgrade *self)
{
  const char *path = g_uri_get_path (self->uri);
  const char *query = g_uri_get_query (self->uri);
  g_autofree char *raw = g_strconcat (*path != '\0' ? path : "/", query != NULL ? "?" : "", query, NULL);

  return g_uri_escape_string (raw, G_URI_RESERVED_CHARS_GENERIC_DELIMITERS
                                   G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS "%", FALSE);
}

static char *
make_request (WbUpgrade *self)
{
  g_autofree char *target = make_target (self);
  g_autofree char *host = make_host (self);

  return g_strdup_printf ("GET %s HTTP/1.1\r\n"
                          "Host: %s\r\n"
                          "Upgrade: websocket\r\n"
                          "Connection: Upgrade\r\n"
                          "Sec-WebSocket-Key: %s\r\n"
                          "Sec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Protocol: " WB_SUBPROTOCOL "\r\n"
                          "\r\n",
                          target, host, self->key);
}

/* Checks the answer according to RFC 6455, 4.1. */
static gboolean
is_accepted (WbUpgrade          *self,
             SoupMessageHeaders *headers)
{
  g_autofree char *accept = make_accept (self->key);
  const char *protocol = soup_message_headers_get_list (headers, "Sec-WebSocket-Protocol");
  const char *extensions = soup_message_headers_get_list (headers, "Sec-WebSocket-Extensions");

  return self->status == SOUP_STATUS_SWITCHING_PROTOCOLS &&
         soup_message_headers_header_equals (headers, "Upgrade", "websocket") &&
         soup_message_headers_header_contains (headers, "Connection", "upgrade") &&
         g_strcmp0 (soup_message_headers_get_list (headers, "Sec-WebSocket-Accept"), accept) == 0 &&
         (protocol == NULL || g_str_equal (protocol, WB_SUBPROTOCOL)) &&
         (extensions == NULL || *extensions == '\0');
}

/* libsoup needs the socket of the connection to shut down its output behind the last frame. */
static GIOStream *
make_stream (WbUpgrade *self,
             GBytes    *rest)
{
  g_autoptr (GIOStream) bounded = wb_bounded_stream_new (self->stream, rest);

  if (is_encrypted (self))
    return g_steal_pointer (&bounded);

  return G_IO_STREAM (g_tcp_wrapper_connection_new (bounded, g_socket_connection_get_socket (self->socket)));
}

/* @size is that of the header with its blank line; the rest belongs to the frames. */
static void
take_answer (GTask              *task,
             SoupMessageHeaders *headers,
             gsize               size)
{
  WbUpgrade *self = g_task_get_source_object (task);
  g_autoptr (GBytes) rest = g_bytes_new (self->head->data + size, self->head->len - size);

  if (!is_accepted (self, headers))
    {
      self->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
      return_not_websocket (task, "the server does not switch protocols");
      return;
    }

  self->protocol = g_strdup (soup_message_headers_get_list (headers, "Sec-WebSocket-Protocol"));
  g_task_return_pointer (task, make_stream (self, rest), g_object_unref);
}

/* Returns the size of a header with its blank line, 0 if it is not complete. */
static gsize
find_head (const GByteArray *bytes,
           gsize             from)
{
  for (gsize i = from; i + 1 < bytes->len; i++)
    {
      if (bytes->data[i] != '\n')
        continue;
      if (bytes->data[i + 1] == '\n')
        return i + 2;
      if (i + 2 < bytes->len && bytes->data[i + 1] == '\r' && bytes->data[i + 2] == '\n')
        return i + 3;
    }

  return 0;
}

/* Returns whether the task has ended, with a complete answer or with invalid data. */
static gboolean
take_head (GTask *task)
{
  WbUpgrade *self = g_task_get_source_object (task);
  gsize start = 0, end;

  if (memcmp (self->head->data, HTTP_MARK, MIN (self->head->len, strlen (HTTP_MARK))) != 0)
    {
      return_not_websocket (task, "what answers does not speak HTTP");
      return TRUE;
    }

  while ((end = find_head (self->head, start)) != 0)
    {
      g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
      gsize blank = self->head->data[end - 2] == '\r' ? 2 : 1;
      gsize length = end - blank - start;
      /* libsoup needs a terminating NUL to parse the status. */
      g_autofree char *text = g_strndup ((const char *) self->head->data + start, length);

      if (!soup_headers_parse_response (text, (int) length, headers, NULL, &self->status, NULL))
        {
          return_not_websocket (task, "the answer is not HTTP");
          return TRUE;
        }

      /* An interim response says that another one follows (RFC 9110, 15.2). */
      if (!SOUP_STATUS_IS_INFORMATIONAL (self->status) || self->status == SOUP_STATUS_SWITCHING_PROTOCOLS)
        {
          take_answer (task, headers, end);
          return TRUE;
        }
      self->status = SOUP_STATUS_NONE;
      start = end;
    }

  if (self->head->len < MAX_HEAD)
    return FALSE;

  return_not_websocket (task, "the answer has no end");
  return TRUE;
}

static void read_on (GTask *task);

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  WbUpgrade *self = g_task_get_source_object (task);
  g_autoptr (GBytes) block = NULL;
  GError *error = NULL;

  block = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (block == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_bytes_get_size (block) == 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "the answer breaks off");
      return;
    }

  g_byte_array_append (self->head, g_bytes_get_data (block, NULL), (guint) g_bytes_get_size (block));
  if (!take_head (task))
    read_on (g_steal_pointer (&task));
}

static void
read_on (GTask *task)
{
  WbUpgrade *self = g_task_get_source_object (task);

  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (self->stream), BLOCK_SIZE,
                                   G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb, task);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    read_on (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
ask (GTask *task)
{
  WbUpgrade *self = g_task_get_source_object (task);

  self->request = make_request (self);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), self->request,
                                   strlen (self->request), G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   written_cb, task);
}

static void
encrypted_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error))
    ask (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/* Keeps the flaws for the error. GTlsConnection accepts certificates without flaws before this signal. */
static gboolean
accept_certificate_cb (GTlsConnection       *tls,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  flaws,
                       WbUpgrade            *self)
{
  self->flaws = flaws;

  return FALSE;
}

static void
encrypt (GTask *task)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  WbUpgrade *self = g_task_get_source_object (task);
  GIOStream *tls;
  GError *error = NULL;

  tls = g_tls_client_connection_new (G_IO_STREAM (self->socket), self->address, &error);
  if (tls == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  if (self->trust != NULL)
    g_tls_connection_set_database (G_TLS_CONNECTION (tls), self->trust);
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  /* Many servers close without it, and a WebSocket has a closing handshake of its own. */
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  g_signal_connect_object (tls, "accept-certificate", G_CALLBACK (accept_certificate_cb), self, 0);
  g_clear_object (&self->stream);
  self->stream = tls;
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                    encrypted_cb, task);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  WbUpgrade *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->socket = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (self->socket == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* Messages are small and must not be delayed. */
  g_socket_set_option (g_socket_connection_get_socket (self->socket), IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  self->stream = g_object_ref (G_IO_STREAM (self->socket));
  if (is_encrypted (self))
    encrypt (g_steal_pointer (&task));
  else
    ask (g_steal_pointer (&task));
}

static void
event_cb (GSocketClient      *client,
          GSocketClientEvent  event,
          GSocketConnectable *address,
          GIOStream          *stream,
          WbUpgrade          *self)
{
  if (event == G_SOCKET_CLIENT_CONNECTED)
    self->reached = TRUE;
}

static void
wb_upgrade_finalize (GObject *object)
{
  WbUpgrade *self = WB_UPGRADE (object);

  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_object (&self->trust);
  g_clear_object (&self->address);
  g_clear_object (&self->proxy);
  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->request, g_free);
  g_clear_pointer (&self->head, g_byte_array_unref);
  g_clear_pointer (&self->protocol, g_free);
  g_clear_pointer (&self->location, g_free);

  G_OBJECT_CLASS (wb_upgrade_parent_class)->finalize (object);
}

static void
wb_upgrade_class_init (WbUpgradeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_upgrade_finalize;
}

static void
wb_upgrade_init (WbUpgrade *self)
{
  self->key = make_key ();
  self->head = g_byte_array_new ();
}

/**
 * wb_upgrade_new:
 * @uri: a normal URI, see wb_client_normalize_uri()
 * @trust: (nullable): the certificate authorities to accept, %NULL for those of
 *   the system
 * @proxy: finds the proxy to go through
 *
 * Returns: (transfer full): an attempt that is not started
 */
WbUpgrade *
wb_upgrade_new (const char     *uri,
                GTlsDatabase   *trust,
                GProxyResolver *proxy)
{
  WbUpgrade *self;

  g_return_val_if_fail (uri != NULL, NULL);

  self = g_object_new (WB_TYPE_UPGRADE, NULL);
  g_set_object (&self->trust, trust);
  g_set_object (&self->proxy, proxy);
  self->uri = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_return_val_if_fail (self->uri != NULL, self);

  /* The scheme determines the proxy. */
  self->address = g_object_new (G_TYPE_NETWORK_ADDRESS,
                                "hostname", g_uri_get_host (self->uri),
                                "port", (guint) g_uri_get_port (self->uri),
                                "scheme", g_uri_get_scheme (self->uri),
                                NULL);

  return self;
}

/**
 * wb_upgrade_run_async:
 * @self: an attempt that is not started
 * @cancellable: (nullable): to end it early
 * @callback: called when it has ended
 * @user_data: data for @callback
 *
 * Connects to the server, with TLS if the URI says so, and requests a
 * WebSocket. There is no time limit.
 *
 * Certificates must be valid for the host of the URI. Redirects are not
 * followed, and neither an `Origin` nor an extension is sent.
 */
void
wb_upgrade_run_async (WbUpgrade           *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GSocketClient) client = NULL;
  GTask *task;

  g_return_if_fail (WB_IS_UPGRADE (self));
  g_return_if_fail (self->address != NULL && self->socket == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_upgrade_run_async);

  client = g_socket_client_new ();
  g_socket_client_set_proxy_resolver (client, self->proxy);
  g_signal_connect_object (client, "event", G_CALLBACK (event_cb), self, 0);
  g_socket_client_connect_async (client, self->address, cancellable, connected_cb, task);
}

/**
 * wb_upgrade_run_finish:
 * @self: an attempt
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Makes the WebSocket. It reads from the next iteration of the main loop on, so
 * connect to its signals before that.
 *
 * Returns: (transfer full): the WebSocket, or %NULL with an error of
 *   #GIOError, #GResolverError, #GTlsError, or, for an answer that is not one of
 *   a WebSocket server, #SoupWebsocketError
 */
SoupWebsocketConnection *
wb_upgrade_run_finish (WbUpgrade     *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_autoptr (GIOStream) stream = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  stream = g_task_propagate_pointer (G_TASK (result), error);
  if (stream == NULL)
    return NULL;

  return soup_websocket_connection_new (stream, self->uri, SOUP_WEBSOCKET_CONNECTION_CLIENT, NULL,
                                        self->protocol, NULL);
}

/**
 * wb_upgrade_is_reached:
 * @self: an attempt
 *
 * Returns: whether there was a TCP connection
 */
gboolean
wb_upgrade_is_reached (WbUpgrade *self)
{
  g_return_val_if_fail (WB_IS_UPGRADE (self), FALSE);

  return self->reached;
}

/**
 * wb_upgrade_get_status:
 * @self: an attempt
 *
 * Returns: the HTTP status of the answer, %SOUP_STATUS_NONE if there was none
 */
guint
wb_upgrade_get_status (WbUpgrade *self)
{
  g_return_val_if_fail (WB_IS_UPGRADE (self), SOUP_STATUS_NONE);

  return self->status;
}

/**
 * wb_upgrade_get_location:
 * @self: an attempt
 *
 * Gets where the answer redirects to.
 *
 * Returns: (transfer none) (nullable): its `Location`, %NULL if it has none
 */
const char *
wb_upgrade_get_location (WbUpgrade *self)
{
  g_return_val_if_fail (WB_IS_UPGRADE (self), NULL);

  return self->location;
}

/**
 * wb_upgrade_get_flaws:
 * @self: an attempt
 *
 * Returns: all flaws of the server's certificate, 0 if there are none
 */
GTlsCertificateFlags
wb_upgrade_get_flaws (WbUpgrade *self)
{
  g_return_val_if_fail (WB_IS_UPGRADE (self), 0);

  return self->flaws;
}
