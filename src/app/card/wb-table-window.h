/* wb-table-window.h: the numbers of a chart as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "export/wb-table.h"

G_BEGIN_DECLS

#define WB_TYPE_TABLE_WINDOW (wb_table_window_get_type ())
G_DECLARE_FINAL_TYPE (WbTableWindow, wb_table_window, WB, TABLE_WINDOW, AdwWindow)

GtkWidget *wb_table_window_new (GtkWindow *parent,
                                WbTable   *table);

G_END_DECLS
