/* wb-client-connection.h: one WebSocket connection, from the attempt to the end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "message/wb-message.h"
#include "wb-client-types.h"

G_BEGIN_DECLS

#define WB_TYPE_CLIENT_CONNECTION (wb_client_connection_get_type ())
G_DECLARE_FINAL_TYPE (WbClientConnection, wb_client_connection, WB, CLIENT_CONNECTION, GObject)

/**
 * WbClientConnectionHandler:
 * @opened: the handshake is complete: messages may be sent
 * @message: a message came; a heart check has been answered already
 * @unusable: a message came that is not one of the protocol, and why
 * @closed: the attempt failed or the connection ended, with an error of #WbClientError, and not by
 *   wb_client_connection_close(); no function is called after it
 *
 * The owner's functions. Each may close the connection and drop its reference.
 */
typedef struct
{
  void (*opened)   (WbClientConnection *connection,
                    gpointer            user_data);
  void (*message)  (WbClientConnection *connection,
                    WbMessage          *message,
                    gpointer            user_data);
  void (*unusable) (WbClientConnection *connection,
                    GBytes             *bytes,
                    const char         *reason,
                    gpointer            user_data);
  void (*closed)   (WbClientConnection *connection,
                    const GError       *error,
                    gpointer            user_data);
} WbClientConnectionHandler;

/**
 * WbClientClose:
 * @WB_CLIENT_CLOSE_HANDSHAKE: send a close frame and wait for the server's, in the background
 * @WB_CLIENT_CLOSE_ABORT: close the socket
 *
 * How to end a connection.
 */
typedef enum
{
  WB_CLIENT_CLOSE_HANDSHAKE,
  WB_CLIENT_CLOSE_ABORT,
} WbClientClose;

WbClientConnection *wb_client_connection_new              (const char                      *uri,
                                                           const WbClientTiming            *timing,
                                                           GTlsDatabase                    *trust,
                                                           const WbClientConnectionHandler *handler,
                                                           gpointer                         user_data);
void                wb_client_connection_open             (WbClientConnection              *self);
void                wb_client_connection_close            (WbClientConnection              *self,
                                                           WbClientClose                    how);

gboolean            wb_client_connection_send             (WbClientConnection              *self,
                                                           WbMessage                       *message);
void                wb_client_connection_expect_heartbeat (WbClientConnection              *self,
                                                           guint                            seconds);
gint64              wb_client_connection_get_contact      (WbClientConnection              *self);

G_END_DECLS
