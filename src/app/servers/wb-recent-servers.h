/* wb-recent-servers.h: the servers of recent connections
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char **wb_recent_servers_list   (GSettings  *settings);
void   wb_recent_servers_add    (GSettings  *settings,
                                 const char *uri);
void   wb_recent_servers_remove (GSettings  *settings,
                                 const char *uri);

G_END_DECLS
