/* wb-wall-page.h: what a wall does, as a page of the preferences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_WALL_PAGE (wb_wall_page_get_type ())
G_DECLARE_FINAL_TYPE (WbWallPage, wb_wall_page, WB, WALL_PAGE, AdwPreferencesPage)

void wb_wall_page_set_settings (WbWallPage *self,
                                GSettings  *settings);

G_END_DECLS
