/* wb-shortcuts.c: the window that lists the keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-shortcuts.h"

#include "config.h"

/* GtkApplication would build the list with each window and keep it hidden until it is asked for. Its bridge to the
 * accessibility bus hands out the last window when somebody asks for a child that has just gone, and of a hidden
 * window it has no path to hand out: GTK 4.8 crashes. So the list exists only while it is seen. */
static gboolean
close_request_cb (GtkWindow            *shortcuts,
                  GtkApplicationWindow *window)
{
  gtk_application_window_set_help_overlay (window, NULL);
  return GDK_EVENT_STOP;
}

/**
 * wb_shortcuts_present:
 * @window: the window whose keys are listed
 *
 * Shows the list of the keys above @window.
 */
void
wb_shortcuts_present (GtkApplicationWindow *window)
{
  GtkShortcutsWindow *shortcuts;

  g_return_if_fail (GTK_IS_APPLICATION_WINDOW (window));

  shortcuts = gtk_application_window_get_help_overlay (window);
  if (shortcuts == NULL)
    {
      g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (RESOURCE_PATH "/ui/shortcuts.ui");

      shortcuts = GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
      gtk_application_window_set_help_overlay (window, shortcuts);
      g_signal_connect_object (shortcuts, "close-request", G_CALLBACK (close_request_cb), window, 0);
    }

  gtk_window_present (GTK_WINDOW (shortcuts));
}
