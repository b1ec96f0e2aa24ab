/* wb-screen.h: what this screen shows of the board's state
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-client.h"

G_BEGIN_DECLS

#define WB_TYPE_SCREEN (wb_screen_get_type ())

/**
 * WbScreen:
 *
 * The theme and the charts in full screen that this screen shows: those of the
 * board that all displays share or, where the person wants it so, its own.
 */
G_DECLARE_FINAL_TYPE (WbScreen, wb_screen, WB, SCREEN, GObject)

WbScreen     *wb_screen_new                 (GSettings  *settings);
void          wb_screen_set_client          (WbScreen   *self,
                                             WbClient   *client);
WbTheme       wb_screen_get_theme           (WbScreen   *self);
WbBoardState *wb_screen_get_board           (WbScreen   *self);
void          wb_screen_toggle_theme        (WbScreen   *self);
void          wb_screen_request_full_screen (WbScreen   *self,
                                             const char *chart_name,
                                             gboolean    full_screen);

G_END_DECLS
