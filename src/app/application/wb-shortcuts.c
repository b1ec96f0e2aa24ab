/* wb-shortcuts.c: the window with the keyboard shortcuts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-shortcuts.h"

#include "compat/wb-button-names.h"

/**
 * wb_shortcuts_present:
 * @window: the window with the shortcuts
 *
 * Shows the keyboard shortcuts above @window.
 *
 * GTK 4.8: an assistive technology can crash the app by a window that is only
 * hidden, so this one is made anew each time.
 */
void
wb_shortcuts_present (GtkApplicationWindow *window)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWindow *shortcuts;

  g_return_if_fail (GTK_IS_APPLICATION_WINDOW (window));

  builder = gtk_builder_new_from_resource (RESOURCE_PATH "/ui/shortcuts.ui");
  shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (window));
  wb_button_names_update (GTK_WIDGET (shortcuts));
  gtk_window_present (shortcuts);
}
