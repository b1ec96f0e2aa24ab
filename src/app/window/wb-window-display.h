/* wb-window-display.h: the actions of a window that change what the screen shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_window_display_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
