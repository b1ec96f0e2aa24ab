/* wb-http-server.h: checks a request, and passes it on or refuses it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-server-options.h"
#include "wb-http.h"

G_BEGIN_DECLS

/**
 * WbHttpServer:
 *
 * Serves HTTP with libsoup, on connections that are accepted elsewhere. It checks
 * origin, host and limits, and passes requests to wb_http_serve() or to the
 * WebSocket handshake.
 */
typedef struct _WbHttpServer WbHttpServer;

WbHttpServer *wb_http_server_new        (const WbHttpContext    *context,
                                         const WbServerOptions  *options,
                                         GError                **error);
void          wb_http_server_free       (WbHttpServer           *self);
void          wb_http_server_enter      (WbHttpServer           *self,
                                         GSocketConnection      *connection,
                                         GIOStream              *plain,
                                         GSocketAddress         *local,
                                         GSocketAddress         *remote);
void          wb_http_server_set_tokens (WbHttpServer           *self,
                                         WbTokens               *tokens);
void          wb_http_server_close      (WbHttpServer           *self);
guint         wb_http_server_get_size   (WbHttpServer           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbHttpServer, wb_http_server_free)

G_END_DECLS
