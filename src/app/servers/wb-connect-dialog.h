/* wb-connect-dialog.h: the dialog that asks for a server, and tests it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-server-access.h"

G_BEGIN_DECLS

#define WB_TYPE_CONNECT_DIALOG (wb_connect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WbConnectDialog, wb_connect_dialog, WB, CONNECT_DIALOG, AdwMessageDialog)

GtkWidget *wb_connect_dialog_new (GtkWindow  *parent,
                                  GSettings  *settings,
                                  const char *uri);

G_END_DECLS
