/* wb-hub.h: the clients of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-session.h"

G_BEGIN_DECLS

/**
 * WbHubRules:
 * @connection: the rules of each connection
 * @heartbeat: seconds between two heart checks, 0 for none
 * @max_connections: the most clients, 0 for no limit
 * @max_per_address: the most clients from one address, 0 for no limit
 *
 * The limits of the clients of a server.
 */
typedef struct
{
  WbConnectionRules connection;
  guint             heartbeat;
  guint             max_connections;
  guint             max_per_address;
} WbHubRules;

#define WB_TYPE_HUB (wb_hub_get_type ())

/**
 * WbHub:
 *
 * The clients of a server. Workers read from and write to the sockets: the hub
 * assigns connections to workers, tells them what to send, and receives their
 * reports. All its functions and signals belong to the board's thread.
 */
G_DECLARE_FINAL_TYPE (WbHub, wb_hub, WB, HUB, GObject)

/**
 * WbHubFunc:
 * @session: an open session
 * @user_data: the data given to wb_hub_foreach()
 *
 * Called for each open session. It must not add or remove sessions.
 */
typedef void (*WbHubFunc) (WbSession *session,
                           gpointer   user_data);

WbHub     *wb_hub_new           (const WbHubRules  *rules,
                                 WbTokens          *tokens,
                                 WbMetrics         *metrics,
                                 GError           **error);
gboolean   wb_hub_has_room      (WbHub             *self,
                                 GInetAddress      *address,
                                 WbRefusal         *ret_reason);
gboolean   wb_hub_admit         (WbHub             *self,
                                 WbTransport       *transport,
                                 GInetAddress      *address,
                                 const char        *peer,
                                 gboolean           speaks_v1);
void       wb_hub_broadcast     (WbHub             *self,
                                 WbMessage         *message,
                                 gint64             since);
void       wb_hub_foreach       (WbHub             *self,
                                 WbHubFunc          function,
                                 gpointer           user_data);
void       wb_hub_resume        (WbHub             *self,
                                 WbSession         *session);
void       wb_hub_set_tokens    (WbHub             *self,
                                 WbTokens          *tokens);
void       wb_hub_close         (WbHub             *self,
                                 guint              code,
                                 const char        *reason);
guint      wb_hub_get_size      (WbHub             *self);
WbLog     *wb_hub_get_log       (WbHub             *self);
GPtrArray *wb_hub_list_displays (WbHub             *self);

G_END_DECLS
