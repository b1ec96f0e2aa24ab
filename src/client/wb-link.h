/* wb-link.h: one WebSocket connection, from the attempt to the end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-client-private.h"
#include "wb-message.h"

G_BEGIN_DECLS

#define WB_TYPE_LINK (wb_link_get_type ())
G_DECLARE_FINAL_TYPE (WbLink, wb_link, WB, LINK, GObject)

WbLink   *wb_link_new              (const char           *uri,
                                    const WbClientTiming *timing,
                                    GTlsDatabase         *trust);
void      wb_link_open             (WbLink               *self);
void      wb_link_close            (WbLink               *self,
                                    gboolean              say_goodbye);

gboolean  wb_link_send             (WbLink               *self,
                                    WbMessage            *message);
void      wb_link_expect_heartbeat (WbLink               *self,
                                    guint                 seconds);

G_END_DECLS
