/* wb-window.h: a window with a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "board/wb-board-view.h"
#include "board/wb-display-state.h"
#include "hosting/wb-hosting-manager.h"
#include "notices/wb-toaster.h"
#include "servers/wb-server-access.h"

G_BEGIN_DECLS

#define WB_TYPE_WINDOW (wb_window_get_type ())
G_DECLARE_FINAL_TYPE (WbWindow, wb_window, WB, WINDOW, AdwApplicationWindow)

GtkWidget      *wb_window_new               (GtkApplication        *application,
                                             GSettings             *settings,
                                             WbHostingManager      *hosting);
void            wb_window_connect_to        (WbWindow              *self,
                                             const char            *uri,
                                             const char            *token);
void            wb_window_set_trust         (WbWindow              *self,
                                             GTlsDatabase          *trust);
void            wb_window_set_cache         (WbWindow              *self,
                                             const char            *folder);
gboolean        wb_window_open              (WbWindow              *self,
                                             const WbServerAccess  *access,
                                             GError               **error);
WbDisplayState *wb_window_get_display_state (WbWindow              *self);
const char *
           wb_window_get_uri    (WbWindow        *self);
GSettings *wb_window_get_settings (WbWindow *self);
WbBoardView *
           wb_window_get_board_view (WbWindow    *self);
WbToaster *wb_window_get_toaster (WbWindow    *self);
gboolean   wb_window_host        (WbWindow    *self,
                                  const char  *data_folder,
                                  GError     **error);
void       wb_window_restore     (WbWindow    *self);
gboolean   wb_window_is_settled  (WbWindow    *self);

G_END_DECLS
