/* wb-board-editor.h: what lies over a board while it is edited
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_BOARD_EDITOR (wb_board_editor_get_type ())
G_DECLARE_FINAL_TYPE (WbBoardEditor, wb_board_editor, WB, BOARD_EDITOR, GtkWidget)

G_END_DECLS
