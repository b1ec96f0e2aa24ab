/* wb-window-servers.h: the actions of a window that concern servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_window_servers_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
