/* wb-shortcuts.h: the window with the keyboard shortcuts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_shortcuts_present (GtkApplicationWindow *window);

G_END_DECLS
