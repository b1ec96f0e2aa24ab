/* wb-window-private.h: what the files of a window share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "board/wb-board-view.h"
#include "notices/wb-toaster.h"
#include "servers/wb-server-access.h"
#include "wb-window.h"

G_BEGIN_DECLS

/* What the actions of a window need of it. The toaster is NULL once the window is closed. */
GSettings      *wb_window_get_settings            (WbWindow              *self);
WbBoardView    *wb_window_get_board_view          (WbWindow              *self);
WbDisplayState *wb_window_get_display_state       (WbWindow              *self);
WbToaster      *wb_window_get_toaster             (WbWindow              *self);
gboolean        wb_window_open                    (WbWindow              *self,
                                                   const WbServerAccess  *access,
                                                   GError               **error);

/* Add the actions that concern a chart, this display, and servers. */
void            wb_window_install_card_actions    (GtkWidgetClass        *widget_class);
void            wb_window_install_display_actions (GtkWidgetClass        *widget_class);
void            wb_window_install_server_actions  (GtkWidgetClass        *widget_class);

G_END_DECLS
