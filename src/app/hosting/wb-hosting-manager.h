/* wb-hosting-manager.h: the server that the app can host
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-server-thread.h"

G_BEGIN_DECLS

#define WB_TYPE_HOSTING_MANAGER (wb_hosting_manager_get_type ())

/* The built-in server. The application owns it, so it can outlive the window that started it. */
G_DECLARE_FINAL_TYPE (WbHostingManager, wb_hosting_manager, WB, HOSTING_MANAGER, GObject)

WbHostingManager *wb_hosting_manager_new         (void);
gboolean          wb_hosting_manager_start       (WbHostingManager  *self,
                                                  const char        *data_folder,
                                                  gboolean           network,
                                                  GError           **error);
void              wb_hosting_manager_stop        (WbHostingManager  *self);
WbServerThread   *wb_hosting_manager_get_thread  (WbHostingManager  *self);
gboolean          wb_hosting_manager_is_usual    (WbHostingManager  *self);
const char       *wb_hosting_manager_get_folder  (WbHostingManager  *self);
const char       *wb_hosting_manager_get_token   (WbHostingManager  *self);
char             *wb_hosting_manager_dup_address (WbHostingManager  *self);

G_END_DECLS
