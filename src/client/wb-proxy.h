/* wb-proxy.h: whether a server is reached through a proxy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WB_TYPE_PROXY (wb_proxy_get_type ())
G_DECLARE_FINAL_TYPE (WbProxy, wb_proxy, WB, PROXY, GObject)

WbProxy    *wb_proxy_new      (void);
const char *wb_proxy_get_used (WbProxy *self);

G_END_DECLS
