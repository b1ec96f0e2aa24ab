/* wb-welcome-page.h: the page of a window without a board: servers to connect to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_WELCOME_PAGE (wb_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (WbWelcomePage, wb_welcome_page, WB, WELCOME_PAGE, AdwBin)

void wb_welcome_page_set_settings (WbWelcomePage *self,
                                   GSettings     *settings);

G_END_DECLS
