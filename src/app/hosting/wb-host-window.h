/* wb-host-window.h: the window that starts and stops the built-in server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-hosting-manager.h"

G_BEGIN_DECLS

#define WB_TYPE_HOST_WINDOW (wb_host_window_get_type ())
G_DECLARE_FINAL_TYPE (WbHostWindow, wb_host_window, WB, HOST_WINDOW, AdwPreferencesWindow)

GtkWidget *wb_host_window_new (GtkWindow        *parent,
                               GSettings        *settings,
                               WbHostingManager *hosting);

G_END_DECLS
