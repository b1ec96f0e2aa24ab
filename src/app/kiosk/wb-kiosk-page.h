/* wb-kiosk-page.h: the page of the preferences with the options of a kiosk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_KIOSK_PAGE (wb_kiosk_page_get_type ())
G_DECLARE_FINAL_TYPE (WbKioskPage, wb_kiosk_page, WB, KIOSK_PAGE, AdwPreferencesPage)

void wb_kiosk_page_set_settings (WbKioskPage *self,
                                 GSettings   *settings);

G_END_DECLS
