/* wb-keeper.h: keeps a connection to one server, whatever happens to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "message/wb-message.h"
#include "wb-client-private.h"

G_BEGIN_DECLS

#define WB_TYPE_KEEPER (wb_keeper_get_type ())
G_DECLARE_FINAL_TYPE (WbKeeper, wb_keeper, WB, KEEPER, GObject)

WbKeeper       *wb_keeper_new              (const char           *uri,
                                            const char           *token);
void            wb_keeper_set_trust        (WbKeeper             *self,
                                            GTlsDatabase         *trust);
void            wb_keeper_set_timing       (WbKeeper             *self,
                                            const WbClientTiming *timing);

void            wb_keeper_start            (WbKeeper             *self);
void            wb_keeper_stop             (WbKeeper             *self);
void            wb_keeper_retry_now        (WbKeeper             *self);

WbClientStatus  wb_keeper_get_status       (WbKeeper             *self);
const GError   *wb_keeper_get_problem      (WbKeeper             *self);
gint64          wb_keeper_get_retry_time   (WbKeeper             *self);

gboolean        wb_keeper_send             (WbKeeper             *self,
                                            WbMessage            *message);
void            wb_keeper_expect_heartbeat (WbKeeper             *self,
                                            guint                 seconds);

G_END_DECLS
