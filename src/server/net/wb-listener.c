/* wb-listener.c: one address that is listened on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-listener.h"

#include <gio/gnetworking.h>
#include <glib/gi18n-lib.h>

#include "support/wb-timer.h"

/* How many connections may wait to be accepted: after a restart all displays reconnect at once. */
#define BACKLOG 4096

/* How many connections are accepted in one dispatch of the main context. */
#define AT_ONCE 64

/* How much unsent data the kernel may hold for a peer, in bytes. It would buffer megabytes of a dataset for
 * each peer that does not read, and copying them takes time. */
#define MAX_UNSENT (128 * 1024)

/* How long to wait when the process has no descriptors left, in milliseconds. */
#define PAUSE_MS 100

/* libsoup can listen too, but stops listening for good when it cannot accept a connection, as when
 * descriptors run out. This is so in all versions up to 3.8; those before 3.4.3 also leak memory with each
 * connection. */
struct _WbListener
{
  GSocket            *socket;
  GInetSocketAddress *address;
  GSource            *source;
  GSource            *pause;
  WbLog              *log;
  WbListenerFunc      function;
  gpointer            user_data;
};

static void wait_for_connections (WbListener *self);

static gboolean
pause_over_cb (gpointer user_data)
{
  WbListener *self = user_data;

  wb_timer_stop (&self->pause);
  wait_for_connections (self);

  return G_SOURCE_REMOVE;
}

static void
hand_on (WbListener *self,
         GSocket    *socket)
{
  g_autoptr (GSocketConnection) connection = NULL;

  /* Messages are small and must not be delayed. */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, MAX_UNSENT, NULL);

  connection = g_socket_connection_factory_create_connection (socket);
  self->function (connection, self->user_data);
}

static gboolean
ready_cb (GSocket      *socket,
          GIOCondition  condition,
          gpointer      user_data)
{
  WbListener *self = user_data;

  for (guint i = 0; i < AT_ONCE; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) accepted = g_socket_accept (self->socket, NULL, &error);

      if (accepted != NULL)
        {
          hand_on (self, accepted);
          continue;
        }

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;

      wb_log_event (self->log, NULL, "descriptors", "A connection could not be accepted: %s", error->message);
      wb_timer_stop (&self->source);
      self->pause = wb_timer_start (PAUSE_MS, pause_over_cb, self);
      return G_SOURCE_REMOVE;
    }

  return G_SOURCE_CONTINUE;
}

static void
wait_for_connections (WbListener *self)
{
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (ready_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/**
 * wb_listener_new:
 * @address: where to listen; port 0 takes a free one
 * @log: where failures to accept are logged
 * @function: what to call with each connection; it must not free the listener
 * @user_data: passed to @function
 * @error: return location for an error of GIO
 *
 * Listens in the thread-default main context. An IPv6 address takes no IPv4
 * connections, so that `[::]` and `0.0.0.0` can be listened on together.
 *
 * Returns: (transfer full): a listener, or %NULL with an error
 */
WbListener *
wb_listener_new (GInetSocketAddress  *address,
                 WbLog               *log,
                 WbListenerFunc       function,
                 gpointer             user_data,
                 GError             **error)
{
  g_autoptr (GSocket) socket = NULL;
  GSocketFamily family;

  g_return_val_if_fail (G_IS_INET_SOCKET_ADDRESS (address), NULL);
  g_return_val_if_fail (function != NULL, NULL);

  family = g_socket_address_get_family (G_SOCKET_ADDRESS (address));
  socket = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;

  if (family == G_SOCKET_FAMILY_IPV6 &&
      !g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, TRUE, error))
    return NULL;

  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, G_SOCKET_ADDRESS (address), TRUE, error) || !g_socket_listen (socket, error))
    return NULL;

  return wb_listener_new_for_socket (socket, log, function, user_data, error);
}

/**
 * wb_listener_new_for_socket:
 * @socket: a TCP socket that listens already
 * @log: where failures to accept are logged
 * @function: what to call with each connection; it must not free the listener
 * @user_data: passed to @function
 * @error: return location for an error of GIO
 *
 * Accepts connections on a socket that is open already.
 *
 * Returns: (transfer full): a listener, or %NULL with an error
 */
WbListener *
wb_listener_new_for_socket (GSocket         *socket,
                            WbLog           *log,
                            WbListenerFunc   function,
                            gpointer         user_data,
                            GError         **error)
{
  g_autoptr (GSocketAddress) address = NULL;
  WbListener *self;

  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);
  g_return_val_if_fail (log != NULL, NULL);
  g_return_val_if_fail (function != NULL, NULL);

  address = g_socket_get_local_address (socket, error);
  if (address == NULL)
    return NULL;

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("it is no socket of TCP"));
      return NULL;
    }

  self = g_new0 (WbListener, 1);
  self->log = wb_log_ref (log);
  self->function = function;
  self->user_data = user_data;
  self->socket = g_object_ref (socket);
  self->address = G_INET_SOCKET_ADDRESS (g_steal_pointer (&address));
  g_socket_set_blocking (socket, FALSE);
  wait_for_connections (self);

  return self;
}

/**
 * wb_listener_free:
 * @self: (transfer full): a listener
 *
 * Stops listening. Accepted connections are not touched.
 */
void
wb_listener_free (WbListener *self)
{
  g_return_if_fail (self != NULL);

  wb_timer_stop (&self->source);
  wb_timer_stop (&self->pause);
  g_clear_object (&self->socket);
  g_clear_object (&self->address);
  wb_log_unref (self->log);
  g_free (self);
}

/**
 * wb_listener_get_address:
 * @self: a listener
 *
 * Returns: (transfer none): where it listens, with the port that it got
 */
GInetSocketAddress *
wb_listener_get_address (WbListener *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->address;
}
