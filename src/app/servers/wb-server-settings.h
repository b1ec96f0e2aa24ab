/* wb-server-settings.h: what the settings keep about a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WB_SERVER_SETTINGS_BOARD "own-boards"
#define WB_SERVER_SETTINGS_CA    "server-certificates"
#define WB_SERVER_SETTINGS_NAME  "server-names"

void  wb_server_settings_keep (GSettings  *settings,
                               const char *key,
                               const char *uri,
                               const char *value);
char *wb_server_settings_dup  (GSettings  *settings,
                               const char *key,
                               const char *uri);

G_END_DECLS
