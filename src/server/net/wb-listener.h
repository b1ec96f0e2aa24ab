/* wb-listener.h: one address that is listened on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "common/wb-log.h"

G_BEGIN_DECLS

/**
 * WbListener:
 *
 * Accepts connections on an address, for as long as it exists.
 */
typedef struct _WbListener WbListener;

/**
 * WbListenerFunc:
 * @connection: a new connection
 * @user_data: the data of the function
 *
 * Takes a connection. It is closed when its last reference is dropped.
 */
typedef void (*WbListenerFunc) (GSocketConnection *connection,
                                gpointer           user_data);

WbListener *wb_listener_new (GInetSocketAddress  *address,
                             WbLog               *log,
                             WbListenerFunc       function,
                             gpointer             user_data,
                             GError             **error);
WbListener         *wb_listener_new_for_socket
                                            (GSocket             *socket,
                                             WbLog               *log,
                                             WbListenerFunc       function,
                                             gpointer             user_data,
                                             GError             **error);
void                wb_listener_free        (WbListener *self);
GInetSocketAddress *wb_listener_get_address (WbListener *self);

G_END_DECLS
