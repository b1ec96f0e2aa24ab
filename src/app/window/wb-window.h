/* wb-window.h: a window with a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "hosting/wb-hosting-manager.h"

G_BEGIN_DECLS

#define WB_TYPE_WINDOW (wb_window_get_type ())
G_DECLARE_FINAL_TYPE (WbWindow, wb_window, WB, WINDOW, AdwApplicationWindow)

GtkWidget  *wb_window_new        (GtkApplication    *application,
                                  GSettings         *settings,
                                  WbHostingManager  *hosting);
void        wb_window_set_trust  (WbWindow          *self,
                                  GTlsDatabase      *trust);
void        wb_window_set_cache  (WbWindow          *self,
                                  const char        *folder);
void        wb_window_connect_to (WbWindow          *self,
                                  const char        *uri);
gboolean    wb_window_host       (WbWindow          *self,
                                  const char        *data_folder,
                                  GError           **error);
void        wb_window_restore    (WbWindow          *self);
const char *wb_window_get_uri    (WbWindow          *self);
gboolean    wb_window_is_settled (WbWindow          *self);

G_END_DECLS
