/* wb-ports.h: where a server listens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-server-options.h"
#include "net/wb-listener.h"

G_BEGIN_DECLS

/**
 * WbPorts:
 *
 * The two addresses of a server, or the one that serves for both. It is
 * listened on for as long as this exists.
 */
typedef struct _WbPorts WbPorts;

WbPorts            *wb_ports_new      (const WbServerOptions  *options,
                                       WbLog                  *log,
                                       WbListenerFunc          function,
                                       gpointer                user_data,
                                       GError                **error);
void                wb_ports_free     (WbPorts                *self);
GInetSocketAddress *wb_ports_get_http (WbPorts                *self);
GInetSocketAddress *wb_ports_get_ws   (WbPorts                *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPorts, wb_ports_free)

G_END_DECLS
