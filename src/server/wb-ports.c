/* wb-ports.c: where a server listens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-ports.h"

#include <glib/gi18n-lib.h>

#include "common/wb-address.h"
#include "common/wb-server-error.h"

struct _WbPorts
{
  WbListener *http;
  WbListener *ws; /* NULL where one address serves for both */
};

/* An address to listen on, or a socket that is open already. */
typedef struct
{
  const char         *flag;
  GSocket            *socket;  /* NULL: to be opened */
  GInetSocketAddress *address; /* owned */
} Place;

/* What becomes of connections. */
typedef struct
{
  WbLog          *log;
  WbListenerFunc  function;
  gpointer        user_data;
} Handler;

static void
place_clear (Place *place)
{
  g_clear_object (&place->address);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
set_listen_error (GError            **error,
                  const GError       *cause,
                  GInetSocketAddress *address,
                  const char         *flag)
{
  g_autofree char *text = wb_address_to_string (address);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
                 _("%s is in use by another program; end it or choose another port with %s"), text, flag);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
                 _("%s may not be used by this user; choose a port above 1023 with %s"), text, flag);
  else
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
                 _("%s cannot be listened on: %s; choose an address of this machine with %s"),
                 text, cause->message, flag);
}

static WbListener *
listen_on (const Place    *place,
           const Handler  *handler,
           GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  WbListener *listener;

  if (place->socket != NULL)
    listener = wb_listener_new_for_socket (place->socket, handler->log, handler->function, handler->user_data,
                                           &local_error);
  else
    listener = wb_listener_new (place->address, handler->log, handler->function, handler->user_data,
                                &local_error);

  if (listener == NULL)
    set_listen_error (error, local_error, place->address, place->flag);

  return listener;
}

static GInetSocketAddress *
get_socket_address (GSocket  *socket,
                    GError  **error)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  if (address != NULL && G_IS_INET_SOCKET_ADDRESS (address))
    return G_INET_SOCKET_ADDRESS (g_steal_pointer (&address));

  g_set_error_literal (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
                       _("A socket that was handed over is no socket of TCP; see ListenStream= of its unit"));
  return NULL;
}

/* Finds out where to listen. Sockets that were handed over need tokens for the same reason as addresses. */
static gboolean
find_place (Place       *place,
            const char  *text,
            GSocket     *socket,
            const char  *flag,
            gboolean     is_guarded,
            GError     **error)
{
  g_autofree char *name = NULL;

  place->flag = flag;
  place->socket = socket;
  place->address = socket != NULL ? get_socket_address (socket, error) : wb_address_parse (text, error);
  if (place->address == NULL)
    return FALSE;

  if (is_guarded || wb_address_is_loopback (place->address))
    return TRUE;

  name = wb_address_to_string (place->address);
  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
               _("%s can be reached from other machines, and without tokens everybody there could "
                 "change the board; name some with --token-file, use 127.0.0.1 with %s, or allow it with "
                 "--allow-anonymous"),
               name, flag);
  return FALSE;
}

/* Listens on the second place, unless it is the first. */
static gboolean
listen_on_other (WbPorts        *self,
                 const Place    *http,
                 const Place    *ws,
                 const Handler  *handler,
                 GError        **error)
{
  if (http->socket == ws->socket && (http->socket != NULL || wb_address_is_same (http->address, ws->address)))
    return TRUE;

  self->ws = listen_on (ws, handler, error);
  return self->ws != NULL;
}

/**
 * wb_ports_new:
 * @options: what the operator wants
 * @log: where failures to accept are logged
 * @function: what to call with each connection; it must not free the ports
 * @user_data: passed to @function
 * @error: return location for an error
 *
 * Listens on both addresses, or once if both are the same, or on the sockets that
 * are open already. Where other machines can connect, there must be tokens, unless
 * the operator allows anonymous clients.
 *
 * Returns: (transfer full): the ports, or %NULL with %WB_SERVER_ERROR_ADDRESS or
 *   %WB_SERVER_ERROR_LISTEN
 */
WbPorts *
wb_ports_new (const WbServerOptions  *options,
              WbLog                  *log,
              WbListenerFunc          function,
              gpointer                user_data,
              GError                **error)
{
  const Handler handler = { .log = log, .function = function, .user_data = user_data };
  g_autoptr (WbPorts) self = NULL;
  g_auto (Place) http = { 0 };
  g_auto (Place) ws = { 0 };
  GSocket *ws_socket;
  gboolean is_guarded;

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (function != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  is_guarded = options->tokens != NULL || options->allow_anonymous;
  ws_socket = options->ws_socket != NULL ? options->ws_socket : options->http_socket;
  if (!find_place (&http, options->http, options->http_socket, "--http", is_guarded, error) ||
      !find_place (&ws, options->ws, ws_socket, "--ws", is_guarded, error))
    return NULL;

  self = g_new0 (WbPorts, 1);
  self->http = listen_on (&http, &handler, error);
  if (self->http == NULL || !listen_on_other (self, &http, &ws, &handler, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wb_ports_free:
 * @self: (transfer full): ports
 *
 * Stops listening. Accepted connections are not touched.
 */
void
wb_ports_free (WbPorts *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->http, wb_listener_free);
  g_clear_pointer (&self->ws, wb_listener_free);
  g_free (self);
}

GInetSocketAddress *
wb_ports_get_http (WbPorts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return wb_listener_get_address (self->http);
}

GInetSocketAddress *
wb_ports_get_ws (WbPorts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return wb_listener_get_address (self->ws != NULL ? self->ws : self->http);
}
