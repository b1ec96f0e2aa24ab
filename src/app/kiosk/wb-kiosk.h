/* wb-kiosk.h: a kiosk: a window on each monitor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-kiosk-options.h"

G_BEGIN_DECLS

#define WB_TYPE_KIOSK (wb_kiosk_get_type ())
G_DECLARE_FINAL_TYPE (WbKiosk, wb_kiosk, WB, KIOSK, GObject)

WbKiosk *wb_kiosk_new (GtkApplication  *application,
                       const WbConfig  *config,
                       GSettings       *settings,
                       const char      *cache,
                       GError         **error);

G_END_DECLS
