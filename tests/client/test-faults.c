/* test-faults.c: the client and servers that are not board servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "peer.h"
#include "wb-client.h"

/* The time limits of a handshake, in milliseconds: short for answers that never come, long enough for answers
 * under valgrind. */
#define SHORT 300
#define LONG (15 * 1000)

typedef enum
{
  KEEP_OPEN,
  CLOSE,
} AfterText;

/* A server that reads, sends one text, and may close the connection. */
typedef struct
{
  GSocketService *service;
  guint           port;
  const char     *text;
  AfterText       then;
  GPtrArray      *connections;
  GString        *received;
} Server;

static char buffer[4096];

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GSocketConnection *connection = user_data;
  Server *server = g_object_get_data (G_OBJECT (connection), "server");
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (length > 0 && server != NULL)
    {
      g_string_append_len (server->received, buffer, length);
      if (server->text != NULL)
        g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), server->text,
                                   strlen (server->text), NULL, NULL, NULL);
      if (server->then == CLOSE)
        g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
  g_object_unref (connection);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             Server            *server)
{
  g_object_set_data (G_OBJECT (connection), "server", server);
  g_ptr_array_add (server->connections, g_object_ref (connection));
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer,
                             G_PRIORITY_DEFAULT, NULL, read_cb, g_object_ref (connection));
  return TRUE;
}

static void
connection_free (gpointer data)
{
  g_object_set_data (data, "server", NULL);
  g_io_stream_close (data, NULL, NULL);
  g_object_unref (data);
}

static Server *
server_new (const char *text,
            AfterText   then)
{
  Server *self = g_new0 (Server, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->text = text;
  self->then = then;
  self->received = g_string_new (NULL);
  self->connections = g_ptr_array_new_with_free_func (connection_free);
  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_socket_service_start (self->service);

  return self;
}

static void
server_free (Server *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_ptr_array_unref (self->connections);
  g_object_unref (self->service);
  wait_for (20);
  g_string_free (self->received, TRUE);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

static WbClient *
start_client (const char *scheme,
              guint       port,
              guint       patience)
{
  g_autofree char *uri = g_strdup_printf ("%s://127.0.0.1:%u", scheme, port);
  WbClient *client = wb_client_new (uri, NULL, NULL);
  WbClientTiming timing = WB_CLIENT_TIMING_DEFAULT;

  timing.handshake = patience;
  timing.retry_first = timing.retry_cap = 1000;
  wb_client_set_timing (client, &timing);
  wb_client_start (client);

  return client;
}

/* Starts a client, and returns the sentence of its first problem. */
static char *
run_client (const char    *scheme,
            guint          port,
            guint          patience,
            WbClientError  code)
{
  WbClient *client = start_client (scheme, port, patience);
  g_autofree char *sentence = NULL;

  wait_until (wb_client_get_status (client) == WB_CLIENT_WAITING);
  g_test_message ("%s", wb_client_get_problem (client)->message);
  g_assert_error (wb_client_get_problem (client), WB_CLIENT_ERROR, (int) code);
  g_assert_cmpint (wb_client_get_retry_time (client), >, 0);
  sentence = g_strdup (wb_client_get_problem (client)->message);
  g_assert_finalize_object (client);
  wait_for (20);

  return g_steal_pointer (&sentence);
}

/* A port without a listener. */
static guint
find_free_port (void)
{
  g_autoptr (Server) server = server_new (NULL, FALSE);

  return server->port;
}

static void
test_refused (void)
{
  guint port = find_free_port ();
  g_autofree char *sentence = run_client ("ws", port, LONG, WB_CLIENT_ERROR_REFUSED);
  g_autofree char *expected = g_strdup_printf ("Nothing answers at ws://127.0.0.1:%u: "
                                               "start the server there, or check the address", port);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_unknown_host (void)
{
  WbClient *client = wb_client_new ("no-such-host.invalid", NULL, NULL);

  wb_client_start (client);
  wait_until (wb_client_get_status (client) == WB_CLIENT_WAITING);
  g_assert_error (wb_client_get_problem (client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED);
  g_assert_nonnull (strstr (wb_client_get_problem (client)->message, "no-such-host.invalid"));
  g_assert_finalize_object (client);
}

static void
test_no_address (void)
{
  g_autoptr (WbClient) client = wb_client_new ("ftp://host", NULL, NULL);

  wb_client_start (client);
  g_assert_cmpint (wb_client_get_status (client), ==, WB_CLIENT_STOPPED);
  g_assert_error (wb_client_get_problem (client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_URI);
  g_assert_cmpint (wb_client_get_retry_time (client), ==, 0);
}

typedef struct
{
  const char    *text;
  AfterText      then;
  WbClientError  code;
  const char    *words;
  gboolean       never;
} Case;

#define BODY "Content-Type: text/html\r\nContent-Length: 5\r\n\r\nHello"

static const Case silent = {
  .code = WB_CLIENT_ERROR_SILENT,
  .words = "says nothing",
  .never = TRUE,
};
static const Case hangs_up = {
  .then = CLOSE,
  .code = WB_CLIENT_ERROR_CLOSED,
  .words = "hangs up",
};
static const Case http_200 = {
  .text = "HTTP/1.1 200 OK\r\n" BODY,
  .code = WB_CLIENT_ERROR_NOT_WEBSOCKET,
  .words = "200",
};
static const Case http_404 = {
  .text = "HTTP/1.1 404 Not Found\r\n" BODY,
  .code = WB_CLIENT_ERROR_NOT_WEBSOCKET,
  .words = "no board at that path (HTTP status 404)",
};
static const Case http_301 = {
  .text = "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\n" BODY,
  .code = WB_CLIENT_ERROR_NOT_WEBSOCKET,
  .words = "sends clients to http://127.0.0.1:1/ (HTTP status 301)",
};
static const Case http_403 = {
  .text = "HTTP/1.1 403 Forbidden\r\n" BODY,
  .code = WB_CLIENT_ERROR_REFUSED,
  .words = "does not let this client in (HTTP status 403)",
};
static const Case http_413 = {
  .text = "HTTP/1.1 413 Request Entity Too Large\r\n" BODY,
  .code = WB_CLIENT_ERROR_REFUSED,
  .words = "takes no request of this size (HTTP status 413)",
};
static const Case http_429 = {
  .text = "HTTP/1.1 429 Too Many Requests\r\n" BODY,
  .code = WB_CLIENT_ERROR_REFUSED,
  .words = "only so often (HTTP status 429)",
};
static const Case http_502 = {
  .text = "HTTP/1.1 502 Bad Gateway\r\n" BODY,
  .code = WB_CLIENT_ERROR_REFUSED,
  .words = "does not reach the server behind it (HTTP status 502)",
};
static const Case http_503 = {
  .text = "HTTP/1.1 503 Service Unavailable\r\n" BODY,
  .code = WB_CLIENT_ERROR_REFUSED,
  .words = "is full, or a proxy before it has no server now (HTTP status 503)",
};
static const Case http_401 = {
  .text = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n" BODY,
  .code = WB_CLIENT_ERROR_NOT_WEBSOCKET,
  .words = "wants a name and a password, which displays cannot give (HTTP status 401)",
};
static const Case not_http = {
  .text = "SSH-2.0-OpenSSH_9.2\r\n",
  .then = CLOSE,
  .code = WB_CLIENT_ERROR_NOT_WEBSOCKET,
  .words = "not a board server",
};
static const Case wrong_key = {
  .text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
  .code = WB_CLIENT_ERROR_NOT_WEBSOCKET,
  .words = "not a board server",
};
static const Case endless = {
  .text = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nand so on",
  .code = WB_CLIENT_ERROR_NOT_WEBSOCKET,
  .words = "200",
  .never = TRUE,
};

static void
test_answer (gconstpointer data)
{
  const Case *answer = data;
  g_autoptr (Server) server = server_new (answer->text, answer->then);
  g_autofree char *sentence = run_client ("ws", server->port, answer->never ? SHORT : LONG, answer->code);
  g_autofree char *address = g_strdup_printf ("ws://127.0.0.1:%u", server->port);

  g_assert_nonnull (strstr (sentence, answer->words));
  g_assert_nonnull (strstr (sentence, address));
}

/* The request has the subprotocol, but no extension and no Origin. */
static void
test_request (void)
{
  g_autoptr (Server) server = server_new (http_404.text, KEEP_OPEN);
  g_autofree char *sentence = run_client ("ws", server->port, LONG, WB_CLIENT_ERROR_NOT_WEBSOCKET);

  g_assert_true (g_str_has_prefix (server->received->str, "GET / HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (server->received->str, "\r\nSec-WebSocket-Protocol: wallboard.v1\r\n"));
  g_assert_null (strstr (server->received->str, "Sec-WebSocket-Extensions"));
  g_assert_null (strstr (server->received->str, "Origin"));
}

/* wss:// to a server that does not encrypt. */
static void
test_no_tls (void)
{
  g_autoptr (Server) server = server_new (http_404.text, CLOSE);
  g_autofree char *sentence = run_client ("wss", server->port, LONG, WB_CLIENT_ERROR_TLS);

  g_assert_nonnull (strstr (sentence, "begins with ws://"));
}

static void
run_tls_cb (GSocketService    *service,
            GSocketConnection *connection,
            GObject           *source,
            gpointer           user_data)
{
  g_autoptr (GIOStream) tls = NULL;

  /* Fails, since the client rejects the certificate. */
  tls = g_tls_server_connection_new (G_IO_STREAM (connection), user_data, NULL);
  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL);
}

static void
test_untrusted (void)
{
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (2);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "untrusted.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  guint16 port;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("there is no TLS (glib-networking)");
      return;
    }

  certificate = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (service, "run", G_CALLBACK (run_tls_cb), certificate);
  g_socket_service_start (service);

  sentence = run_client ("wss", port, LONG, WB_CLIENT_ERROR_TLS);
  g_assert_nonnull (strstr (sentence, "is not trusted"));

  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  wait_for (50);
}

/* Disposing and stopping during an attempt that does not end. */
static void
test_dispose (gconstpointer data)
{
  gboolean stop = GPOINTER_TO_INT (data);
  g_autoptr (Server) server = server_new (NULL, FALSE);
  WbClient *client = start_client ("ws", server->port, SHORT);

  wait_until (server->received->len > 0);
  if (stop)
    {
      wb_client_stop (client);
      g_assert_cmpint (wb_client_get_status (client), ==, WB_CLIENT_STOPPED);
      wait_for (SHORT + 100);
      g_assert_cmpint (wb_client_get_status (client), ==, WB_CLIENT_STOPPED);
      g_assert_null (wb_client_get_problem (client));
    }
  g_assert_finalize_object (client);
  wait_for (20);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/faults/refused", test_refused);
  g_test_add_func ("/faults/unknown-host", test_unknown_host);
  g_test_add_func ("/faults/no-address", test_no_address);
  g_test_add_data_func ("/faults/silent", &silent, test_answer);
  g_test_add_data_func ("/faults/hangs-up", &hangs_up, test_answer);
  g_test_add_data_func ("/faults/http/200", &http_200, test_answer);
  g_test_add_data_func ("/faults/http/404", &http_404, test_answer);
  g_test_add_data_func ("/faults/http/301", &http_301, test_answer);
  g_test_add_data_func ("/faults/http/401", &http_401, test_answer);
  g_test_add_data_func ("/faults/http/403", &http_403, test_answer);
  g_test_add_data_func ("/faults/http/413", &http_413, test_answer);
  g_test_add_data_func ("/faults/http/429", &http_429, test_answer);
  g_test_add_data_func ("/faults/http/502", &http_502, test_answer);
  g_test_add_data_func ("/faults/http/503", &http_503, test_answer);
  g_test_add_data_func ("/faults/http/endless", &endless, test_answer);
  g_test_add_data_func ("/faults/http/wrong-key", &wrong_key, test_answer);
  g_test_add_data_func ("/faults/not-http", &not_http, test_answer);
  g_test_add_func ("/faults/request", test_request);
  g_test_add_func ("/faults/tls/none", test_no_tls);
  g_test_add_func ("/faults/tls/untrusted", test_untrusted);
  g_test_add_data_func ("/faults/dispose", GINT_TO_POINTER (FALSE), test_dispose);
  g_test_add_data_func ("/faults/stop", GINT_TO_POINTER (TRUE), test_dispose);

  status = g_test_run ();
  let_threads_end ();

  return status;
}
