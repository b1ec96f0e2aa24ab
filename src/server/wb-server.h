/* wb-server.h: the host of a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-server-error.h"
#include "common/wb-server-options.h"
#include "source/wb-source.h"

G_BEGIN_DECLS

#define WB_TYPE_SERVER (wb_server_get_type ())

/**
 * WbServer:
 *
 * The host of a board. It works in the thread-default main context of the
 * thread that made it, and has workers besides, which end with it.
 */
G_DECLARE_FINAL_TYPE (WbServer, wb_server, WB, SERVER, GObject)

WbServer   *wb_server_new             (WbSource               *source);
gboolean    wb_server_start           (WbServer               *self,
                                       const WbServerOptions  *options,
                                       GError                **error);
void        wb_server_stop            (WbServer               *self);
void        wb_server_set_tokens      (WbServer               *self,
                                       WbTokens               *tokens);
void        wb_server_set_certificate (WbServer               *self,
                                       WbCertificate          *certificate);
const char *wb_server_get_http_uri    (WbServer               *self);
const char *wb_server_get_ws_uri      (WbServer               *self);
guint       wb_server_get_n_displays  (WbServer               *self);
GPtrArray  *wb_server_list_displays   (WbServer               *self);
gboolean    wb_server_is_quiet        (WbServer               *self);

G_END_DECLS
