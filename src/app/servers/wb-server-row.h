/* wb-server-row.h: a server in a list, with its state
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_SERVER_ROW (wb_server_row_get_type ())
G_DECLARE_FINAL_TYPE (WbServerRow, wb_server_row, WB, SERVER_ROW, AdwActionRow)

GtkWidget  *wb_server_row_new     (const char  *uri,
                                   const char  *name,
                                   const char  *ca_file);
const char *wb_server_row_get_uri (WbServerRow *self);

G_END_DECLS
