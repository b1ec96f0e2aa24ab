/* wb-kiosk-banner.h: the banner of a kiosk without a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-client.h"

G_BEGIN_DECLS

#define WB_TYPE_KIOSK_BANNER (wb_kiosk_banner_get_type ())
G_DECLARE_FINAL_TYPE (WbKioskBanner, wb_kiosk_banner, WB, KIOSK_BANNER, AdwBin)

void wb_kiosk_banner_update (WbKioskBanner *self,
                             WbClient      *client,
                             const char    *problem,
                             gint64         oldest);

G_END_DECLS
