/* wb-upgrade.h: makes a WebSocket: connection, encryption, handshake
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define WB_TYPE_UPGRADE (wb_upgrade_get_type ())
G_DECLARE_FINAL_TYPE (WbUpgrade, wb_upgrade, WB, UPGRADE, GObject)

WbUpgrade               *wb_upgrade_new          (const char           *uri,
                                                  GTlsDatabase         *trust,
                                                  GProxyResolver       *proxy);
void                     wb_upgrade_run_async    (WbUpgrade            *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
SoupWebsocketConnection *wb_upgrade_run_finish   (WbUpgrade            *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

gboolean                 wb_upgrade_is_reached   (WbUpgrade            *self);
guint                    wb_upgrade_get_status   (WbUpgrade            *self);
const char              *wb_upgrade_get_location (WbUpgrade            *self);
GTlsCertificateFlags     wb_upgrade_get_flaws    (WbUpgrade            *self);

G_END_DECLS
