/* wb-hosting-hold.h: keeps the app running while it hosts a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-hosting-manager.h"

G_BEGIN_DECLS

void wb_hosting_hold (GApplication     *application,
                      GSettings        *settings,
                      WbHostingManager *hosting);

G_END_DECLS
