/* wb-hosting.h: the one server that this app may host
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-host.h"

G_BEGIN_DECLS

#define WB_TYPE_HOSTING (wb_hosting_get_type ())

/**
 * WbHosting:
 *
 * The server in this app, which outlives the window that started it if the
 * person wants that.
 */
G_DECLARE_FINAL_TYPE (WbHosting, wb_hosting, WB, HOSTING, GObject)

WbHosting  *wb_hosting_get_default (void);
gboolean    wb_hosting_start       (WbHosting    *self,
                                    const char   *data_folder,
                                    gboolean      network,
                                    GError      **error);
void        wb_hosting_stop        (WbHosting    *self);
WbHost     *wb_hosting_get_host    (WbHosting    *self);
gboolean    wb_hosting_is_usual    (WbHosting    *self);
const char *wb_hosting_get_folder  (WbHosting    *self);
const char *wb_hosting_get_token   (WbHosting    *self);
char       *wb_hosting_dup_address (WbHosting    *self);

G_END_DECLS
