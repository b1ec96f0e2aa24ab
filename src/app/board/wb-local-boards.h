/* wb-local-boards.h: boards that this display shows instead of those of its servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "plan/wb-board-plan.h"

G_BEGIN_DECLS

WbBoardPlan *wb_local_boards_load (GSettings   *settings,
                                   const char  *uri);
void         wb_local_boards_save (GSettings   *settings,
                                   const char  *uri,
                                   WbBoardPlan *plan);

G_END_DECLS
