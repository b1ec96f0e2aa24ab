/* wb-about.c: version, libraries and debug information
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-about.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/**
 * wb_about_dup_version:
 *
 * Names the version of the program and of its libraries.
 *
 * Returns: (transfer full): two lines
 */
char *
wb_about_dup_version (void)
{
  return g_strdup_printf ("Wallboard %s\n"
                          "GTK %u.%u.%u, libadwaita %u.%u.%u, libsoup %u.%u.%u, "
                          "json-glib %d.%d.%d, GLib %u.%u.%u",
                          APPLICATION_VERSION,
                          gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
                          soup_get_major_version (), soup_get_minor_version (), soup_get_micro_version (),
                          JSON_MAJOR_VERSION, JSON_MINOR_VERSION, JSON_MICRO_VERSION,
                          glib_major_version, glib_minor_version, glib_micro_version);
}

/**
 * wb_about_dup_debug:
 * @window: a realized window
 * @server: (nullable): the address of its server
 *
 * Collects what a bug report needs: versions, display, renderer, server and
 * folders. No token.
 *
 * Returns: (transfer full): some lines
 */
char *
wb_about_dup_debug (GtkWindow  *window,
                    const char *server)
{
  g_autofree char *version = wb_about_dup_version ();
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  GskRenderer *renderer;
  GdkDisplay *display;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  display = gtk_widget_get_display (GTK_WIDGET (window));

  return g_strdup_printf ("%s\n\n"
                          "Id: %s\n"
                          "System: %s%s\n"
                          "Language: %s\n"
                          "Display: %s, %s, scale %d, %d × %d\n"
                          "Server: %s\n"
                          "Samples: %s\n"
                          "Data: %s\n"
                          "Cache: %s\n"
                          "State: %s\n",
                          version, APPLICATION_ID,
                          system != NULL ? system : "unknown",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? ", Flatpak" : "",
                          g_get_language_names ()[0],
                          G_OBJECT_TYPE_NAME (display),
                          renderer != NULL ? G_OBJECT_TYPE_NAME (renderer) : "no renderer",
                          gtk_widget_get_scale_factor (GTK_WIDGET (window)),
                          gtk_widget_get_width (GTK_WIDGET (window)),
                          gtk_widget_get_height (GTK_WIDGET (window)),
                          server != NULL ? server : "none",
                          SAMPLESDIR, g_get_user_data_dir (), g_get_user_cache_dir (),
                          g_get_user_state_dir ());
}

/**
 * wb_about_present:
 * @window: the window that it belongs to
 * @server: (nullable): the address of its server
 *
 * Shows the window “About”.
 */
void
wb_about_present (GtkWindow  *window,
                  const char *server)
{
  g_autofree char *debug = wb_about_dup_debug (window, server);

  adw_show_about_window (window,
                         "application-name", _("Wallboard"),
                         "application-icon", APPLICATION_ID,
                         "version", APPLICATION_VERSION,
                         "developer-name", _("The Wallboard Team"),
                         "comments", _("Live charts for a wall of screens, all in step"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "debug-info", debug,
                         "debug-info-filename", "wallboard.txt",
                         NULL);
}
