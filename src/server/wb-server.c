/* wb-server.c: the host of a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-server.h"

#include <glib/gi18n-lib.h>

#include "board/wb-board.h"
#include "common/wb-address.h"
#include "common/wb-display.h"
#include "http/wb-http-server.h"
#include "net/wb-tls-acceptor.h"
#include "net/wb-tls-stream.h"
#include "wb-ports.h"

struct _WbServer
{
  GObject parent_instance;

  WbSource       *source;
  WbUploads      *uploads;
  WbHttpServer   *http;
  gboolean        is_encrypted;
  WbTlsAcceptor  *tls;           /* NULL where nothing is encrypted, and after the stop */
  WbPorts        *ports;         /* NULL before the start and after the stop */
  WbHub          *hub;
  WbBoard        *board;
  WbMetrics      *metrics;
  WbLog          *log;
  WbAuthThrottle *throttle;      /* NULL where clients are not distinguished by address */
  char           *http_uri;
  char           *ws_uri;
};

G_DEFINE_FINAL_TYPE (WbServer, wb_server, G_TYPE_OBJECT)

static void
source_changed_cb (WbSource   *source,
                   const char *name,
                   gpointer    user_data)
{
  WbServer *self = WB_SERVER (user_data);
  g_autoptr (WbSnapshot) snapshot = wb_source_load (source, name);

  if (snapshot != NULL)
    wb_metrics_set_dataset (self->metrics, name, wb_snapshot_get_version (snapshot),
                            wb_snapshot_get_problem (snapshot) == NULL);
  else
    wb_metrics_remove_dataset (self->metrics, name);
}

static void
source_read_cb (WbSource   *source,
                const char *name,
                gpointer    user_data)
{
  wb_metrics_renew_dataset (WB_SERVER (user_data)->metrics, name);
}

static void
count_datasets (WbServer *self)
{
  g_auto (GStrv) names = wb_source_list (self->source);

  for (gsize i = 0; names[i] != NULL; i++)
    source_changed_cb (self->source, names[i], self);

  g_signal_connect_object (self->source, "changed", G_CALLBACK (source_changed_cb), self, 0);
  g_signal_connect_object (self->source, "read", G_CALLBACK (source_read_cb), self, 0);
}

/* @plain has the unencrypted bytes: the connection itself, or what decrypts it. */
static void
enter (WbServer          *self,
       GSocketConnection *connection,
       GIOStream         *plain)
{
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);

  /* A connection that is closed already has no remote address. */
  if (local != NULL && remote != NULL)
    wb_http_server_enter (self->http, connection, plain, local, remote);
}

static void
encrypted_cb (GSocketConnection *connection,
              WbTlsSession      *session,
              gpointer           user_data)
{
  g_autoptr (GIOStream) plain = wb_tls_stream_new (connection, session);

  enter (WB_SERVER (user_data), connection, plain);
}

static void
connection_cb (GSocketConnection *connection,
               gpointer           user_data)
{
  WbServer *self = WB_SERVER (user_data);
  g_autoptr (GSocketAddress) remote = NULL;

  if (self->tls == NULL)
    {
      enter (self, connection, G_IO_STREAM (connection));
      return;
    }

  remote = g_socket_connection_get_remote_address (connection, NULL);
  if (remote != NULL)
    wb_tls_acceptor_take (self->tls, connection, G_INET_SOCKET_ADDRESS (remote));
}

static gboolean
open_ports (WbServer               *self,
            const WbServerOptions  *options,
            GError                **error)
{
  g_autofree char *http = NULL;
  g_autofree char *ws = NULL;

  self->ports = wb_ports_new (options, self->log, connection_cb, self, error);
  if (self->ports == NULL)
    return FALSE;

  http = wb_address_to_string (wb_ports_get_http (self->ports));
  ws = wb_address_to_string (wb_ports_get_ws (self->ports));
  self->http_uri = g_strconcat (self->is_encrypted ? "https://" : "http://", http, NULL);
  self->ws_uri = g_strconcat (self->is_encrypted ? "wss://" : "ws://", ws, NULL);

  return TRUE;
}

static void
wb_server_dispose (GObject *object)
{
  WbServer *self = WB_SERVER (object);

  wb_server_stop (self);
  g_clear_pointer (&self->tls, wb_tls_acceptor_free);
  g_clear_pointer (&self->http, wb_http_server_free);
  g_clear_object (&self->board);
  g_clear_object (&self->hub);
  g_clear_pointer (&self->uploads, wb_uploads_unref);
  g_clear_object (&self->source);

  G_OBJECT_CLASS (wb_server_parent_class)->dispose (object);
}

static void
wb_server_finalize (GObject *object)
{
  WbServer *self = WB_SERVER (object);

  wb_metrics_unref (self->metrics);
  wb_log_flush (self->log);
  wb_log_unref (self->log);
  g_clear_pointer (&self->throttle, wb_auth_throttle_unref);
  g_free (self->http_uri);
  g_free (self->ws_uri);

  G_OBJECT_CLASS (wb_server_parent_class)->finalize (object);
}

static void
wb_server_class_init (WbServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_server_dispose;
  object_class->finalize = wb_server_finalize;
}

static void
wb_server_init (WbServer *self)
{
  self->metrics = wb_metrics_new ();
  self->log = wb_log_new ();
}

WbServer *
wb_server_new (WbSource *source)
{
  WbServer *self;

  g_return_val_if_fail (WB_IS_SOURCE (source), NULL);

  self = g_object_new (WB_TYPE_SERVER, NULL);
  self->source = g_object_ref (source);
  self->uploads = wb_uploads_new (source, self->metrics);

  return self;
}

static gboolean
make_board (WbServer               *self,
            const WbServerOptions  *options,
            GError                **error)
{
  g_autoptr (GError) cause = NULL;
  WbHubRules rules = {
    .connection = {
      .max_message = options->max_message,
      .max_rate = options->max_rate,
      .max_waiting = options->max_waiting,
      .auth_timeout = options->auth_timeout,
      .ping = options->ping,
      .silence = options->silence,
      .throttle = self->throttle,
      .log = self->log,
    },
    .heartbeat = options->heartbeat,
    .max_connections = options->max_connections,
    .max_per_address = options->max_per_address,
  };

  self->hub = wb_hub_new (&rules, options->tokens, self->metrics, &cause);
  if (self->hub == NULL)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
                   _("No socket can be made: %s"), cause->message);
      return FALSE;
    }

  self->board = wb_board_new (self->source, self->hub, options->heartbeat, options->state_folder,
                              self->metrics);

  return TRUE;
}

static gboolean
make_http_server (WbServer               *self,
                  const WbServerOptions  *options,
                  GError                **error)
{
  const WbHttpContext context = {
    .source = self->source,
    .uploads = self->uploads,
    .tokens = options->tokens,
    .metrics = self->metrics,
    .log = self->log,
    .throttle = self->throttle,
    .hub = self->hub,
  };

  self->http = wb_http_server_new (&context, options, error);

  return self->http != NULL;
}

static gboolean
make_tls_acceptor (WbServer               *self,
                   const WbServerOptions  *options,
                   GError                **error)
{
  const WbTlsAcceptorOptions tls_options = {
    .certificate = options->certificate,
    .log = self->log,
    .metrics = self->metrics,
    .timeout = options->header_timeout,
    .max_per_address = options->max_per_address,
  };

  self->is_encrypted = TRUE;
  self->tls = wb_tls_acceptor_new (&tls_options, encrypted_cb, self, error);

  return self->tls != NULL;
}

/**
 * wb_server_start:
 * @self: a new server
 * @options: what the operator wants; copied
 * @error: return location for an error
 *
 * Listens on both addresses, or once if both are the same, and serves in the
 * thread-default main context. HTTP and WebSocket are served on both.
 *
 * Returns: %TRUE if it listens, or %FALSE with %WB_SERVER_ERROR_ADDRESS,
 *   %WB_SERVER_ERROR_LISTEN or, where there are no descriptors left, an error of
 *   GIO; the server can then only be freed
 */
gboolean
wb_server_start (WbServer               *self,
                 const WbServerOptions  *options,
                 GError                **error)
{
  g_return_val_if_fail (WB_IS_SERVER (self), FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (self->board == NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (options->tokens != NULL && options->max_per_address > 0)
    self->throttle = wb_auth_throttle_new ();
  if (!make_board (self, options, error))
    return FALSE;
  count_datasets (self);

  if (!make_http_server (self, options, error))
    return FALSE;
  if (options->certificate != NULL && !make_tls_acceptor (self, options, error))
    return FALSE;

  return open_ports (self, options, error);
}

/**
 * wb_server_stop:
 * @self: a server
 *
 * Stops listening and closes every connection, after the answer to a request
 * that has come. Clients that answer the close frame disconnect as the main
 * context runs, see [method@Server.is_quiet], the others are cut off after a few
 * seconds, or when the server is freed. It cannot be started again.
 */
void
wb_server_stop (WbServer *self)
{
  g_return_if_fail (WB_IS_SERVER (self));

  if (self->ports == NULL)
    return;

  g_clear_pointer (&self->ports, wb_ports_free);
  g_clear_pointer (&self->tls, wb_tls_acceptor_free);
  wb_http_server_close (self->http);
  wb_hub_close (self->hub, WB_CLOSE_RESTART, "the server is shutting down");
}

/**
 * wb_server_set_tokens:
 * @self: a server that was started with tokens
 * @tokens: the new tokens
 *
 * Replaces the tokens. A client whose token is not among them gets `noAuth` and
 * is closed. A client whose right changed is closed as well, and learns its right
 * from the welcome of its next connection.
 */
void
wb_server_set_tokens (WbServer *self,
                      WbTokens *tokens)
{
  g_return_if_fail (WB_IS_SERVER (self));
  g_return_if_fail (tokens != NULL);
  g_return_if_fail (self->http != NULL);

  wb_http_server_set_tokens (self->http, tokens);
  wb_hub_set_tokens (self->hub, tokens);
}

/**
 * wb_server_set_certificate:
 * @self: a server that was started with a certificate
 * @certificate: another one, with its private key
 *
 * Uses another certificate for new connections.
 */
void
wb_server_set_certificate (WbServer      *self,
                           WbCertificate *certificate)
{
  g_return_if_fail (WB_IS_SERVER (self));
  g_return_if_fail (certificate != NULL);
  g_return_if_fail (self->is_encrypted);

  if (self->tls != NULL)
    wb_tls_acceptor_set_certificate (self->tls, certificate);
}

/**
 * wb_server_get_http_uri:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): `http://HOST:PORT` it was started on, or
 *   `https://HOST:PORT`
 */
const char *
wb_server_get_http_uri (WbServer *self)
{
  g_return_val_if_fail (WB_IS_SERVER (self), NULL);

  return self->http_uri;
}

/**
 * wb_server_get_ws_uri:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): `ws://HOST:PORT` it was started on, or
 *   `wss://HOST:PORT`
 */
const char *
wb_server_get_ws_uri (WbServer *self)
{
  g_return_val_if_fail (WB_IS_SERVER (self), NULL);

  return self->ws_uri;
}

/**
 * wb_server_get_n_displays:
 * @self: a server
 *
 * Returns: how many clients are connected, including those that are being closed
 */
guint
wb_server_get_n_displays (WbServer *self)
{
  g_return_val_if_fail (WB_IS_SERVER (self), 0);

  return self->hub != NULL ? wb_hub_get_size (self->hub) : 0;
}

/**
 * wb_server_is_quiet:
 * @self: a server that was stopped
 *
 * Returns: whether all connections are closed
 */
gboolean
wb_server_is_quiet (WbServer *self)
{
  g_return_val_if_fail (WB_IS_SERVER (self), TRUE);

  return wb_server_get_n_displays (self) == 0 &&
         (self->http == NULL || wb_http_server_get_size (self->http) == 0);
}

/**
 * wb_server_list_displays:
 * @self: a server
 *
 * Returns: (transfer full) (element-type WbDisplay): the connected clients, in no order
 */
GPtrArray *
wb_server_list_displays (WbServer *self)
{
  g_return_val_if_fail (WB_IS_SERVER (self), NULL);

  if (self->hub == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) wb_display_free);

  return wb_hub_list_displays (self->hub);
}
