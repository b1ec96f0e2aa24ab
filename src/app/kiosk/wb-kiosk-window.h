/* wb-kiosk-window.h: the window of a kiosk on one monitor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "board/wb-display-state.h"
#include "wb-kiosk-options.h"

G_BEGIN_DECLS

#define WB_TYPE_KIOSK_WINDOW (wb_kiosk_window_get_type ())
G_DECLARE_FINAL_TYPE (WbKioskWindow, wb_kiosk_window, WB, KIOSK_WINDOW, GtkApplicationWindow)

GtkWidget *wb_kiosk_window_new       (GtkApplication *application,
                                      WbClient       *client,
                                      const WbConfig *config,
                                      GSettings      *settings,
                                      WbDisplayState *display_state);
void       wb_kiosk_window_open      (WbKioskWindow  *self,
                                      GdkMonitor     *monitor);
void       wb_kiosk_window_set_plan  (WbKioskWindow  *self,
                                      WbBoardPlan    *plan);
void       wb_kiosk_window_set_quiet (WbKioskWindow  *self,
                                      gboolean        quiet);

G_END_DECLS
