/* wb-client-connection.h: one WebSocket connection, from the attempt to the end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "message/wb-message.h"
#include "wb-client-private.h"

G_BEGIN_DECLS

#define WB_TYPE_CLIENT_CONNECTION (wb_client_connection_get_type ())
G_DECLARE_FINAL_TYPE (WbClientConnection, wb_client_connection, WB, CLIENT_CONNECTION, GObject)

WbClientConnection *wb_client_connection_new              (const char           *uri,
                                                           const WbClientTiming *timing,
                                                           GTlsDatabase         *trust);
void                wb_client_connection_open             (WbClientConnection   *self);
void                wb_client_connection_close            (WbClientConnection   *self,
                                                           gboolean              say_goodbye);

gboolean            wb_client_connection_send             (WbClientConnection   *self,
                                                           WbMessage            *message);
void                wb_client_connection_expect_heartbeat (WbClientConnection   *self,
                                                           guint                 seconds);

G_END_DECLS
