/* wb-hosting-hold.c: keeps the app running while it hosts a board
 *
 * Only if the settings say so. While there is no window, a notification says
 * so, with a button to stop. In a sandbox the background portal is asked, since
 * the desktop may end an app without windows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-hosting-hold.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

typedef struct
{
  GApplication     *application;
  GSettings        *settings;
  WbHostingManager *hosting;
  gboolean          held;
} Hold;

static void
ask_desktop (GApplication *application)
{
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  GVariantBuilder options;

  if (bus == NULL || !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_("Serve the board without a window")));
  g_dbus_connection_call (bus, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                          "org.freedesktop.portal.Background", "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, NULL, NULL);
}

static void
notify (Hold *self)
{
  g_autoptr (GNotification) notification = g_notification_new (_("Wallboard Keeps Serving the Board"));
  g_autofree char *address = wb_hosting_manager_dup_address (self->hosting);

  g_notification_set_body (notification, address);
  g_notification_set_default_action (notification, "app.show");
  g_notification_add_button (notification, _("Stop"), "app.stop-hosting");
  g_application_send_notification (self->application, "hosting", notification);
}

static void
update (Hold *self)
{
  gboolean wanted = wb_hosting_manager_get_thread (self->hosting) != NULL &&
                    g_settings_get_boolean (self->settings, "keep-hosting");

  if (wanted == self->held)
    return;

  self->held = wanted;
  if (wanted)
    {
      ask_desktop (self->application);
      g_application_hold (self->application);
    }
  else
    {
      g_application_withdraw_notification (self->application, "hosting");
      g_application_release (self->application);
    }
}

static void
windows_changed_cb (Hold *self)
{
  if (!self->held)
    return;

  if (gtk_application_get_windows (GTK_APPLICATION (self->application)) == NULL)
    notify (self);
  else
    g_application_withdraw_notification (self->application, "hosting");
}

/* Called after GTK has updated its list of windows, so releasing the hold can end the app. */
static void
window_cb (Hold *self)
{
  windows_changed_cb (self);
  update (self);
}

/**
 * wb_hosting_hold:
 * @application: the app, which lives as long as the process
 * @settings: its settings
 * @hosting: its server; both live as long as @application
 *
 * Keeps the app running, from now on, while it hosts and the setting
 * `keep-hosting` is on.
 */
void
wb_hosting_hold (GApplication     *application,
                 GSettings        *settings,
                 WbHostingManager *hosting)
{
  Hold *self;

  g_return_if_fail (GTK_IS_APPLICATION (application));

  self = g_new0 (Hold, 1);
  self->application = application;
  self->settings = settings;
  self->hosting = hosting;
  g_object_set_data_full (G_OBJECT (application), "wb-hosting-hold", self, g_free);

  g_signal_connect_swapped (hosting, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (settings, "changed::keep-hosting", G_CALLBACK (update), self);
  g_signal_connect_data (application, "window-added", G_CALLBACK (window_cb), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_data (application, "window-removed", G_CALLBACK (window_cb), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}
