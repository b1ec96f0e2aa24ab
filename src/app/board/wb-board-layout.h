/* wb-board-layout.h: where the cards of a board go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "plan/wb-board-plan.h"

G_BEGIN_DECLS

#define WB_TYPE_BOARD_LAYOUT (wb_board_layout_get_type ())
G_DECLARE_FINAL_TYPE (WbBoardLayout, wb_board_layout, WB, BOARD_LAYOUT, GtkLayoutManager)

void wb_board_layout_set_plan  (WbBoardLayout *self,
                                WbBoardPlan   *plan);
void wb_board_layout_set_alone (WbBoardLayout *self,
                                GtkWidget     *child);

G_END_DECLS
