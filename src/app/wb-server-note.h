/* wb-server-note.h: what the settings keep about a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WB_SERVER_NOTE_BOARD "own-boards"
#define WB_SERVER_NOTE_CA    "server-certificates"
#define WB_SERVER_NOTE_NAME  "server-names"

void  wb_server_note_keep (GSettings  *settings,
                           const char *key,
                           const char *uri,
                           const char *value);
char *wb_server_note_dup  (GSettings  *settings,
                           const char *key,
                           const char *uri);

G_END_DECLS
