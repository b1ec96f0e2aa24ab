/* wb-hub.h: the sessions of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-session.h"

G_BEGIN_DECLS

#define WB_TYPE_HUB (wb_hub_get_type ())
G_DECLARE_FINAL_TYPE (WbHub, wb_hub, WB, HUB, GObject)

/**
 * WbHubFunc:
 * @session: an open session
 * @user_data: what was handed over
 *
 * Does something with a session. It must not add or remove sessions.
 */
typedef void (*WbHubFunc) (WbSession *session,
                           gpointer   user_data);

WbHub *wb_hub_new       (guint       heartbeat);
void   wb_hub_add       (WbHub      *self,
                         WbSession  *session);
void   wb_hub_remove    (WbHub      *self,
                         WbSession  *session);
void   wb_hub_broadcast (WbHub      *self,
                         GBytes     *text);
void   wb_hub_foreach   (WbHub      *self,
                         WbHubFunc   function,
                         gpointer    user_data);
void   wb_hub_close     (WbHub      *self,
                         gushort     code,
                         const char *reason);
guint  wb_hub_get_size  (WbHub      *self);

G_END_DECLS
