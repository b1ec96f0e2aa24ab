/* wb-window-servers.c: the actions of a window that concern servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-window-private.h"

#include <glib/gi18n.h>

#include "servers/wb-connect-dialog.h"
#include "servers/wb-recent-servers.h"
#include "servers/wb-server-settings.h"
#include "servers/wb-token-store.h"
#include "wb-client.h"

static void
open_server (WbWindow             *self,
             const WbServerAccess *access)
{
  g_autoptr (GError) error = NULL;

  if (!wb_window_open (self, access, &error))
    wb_toaster_show (wb_window_get_toaster (self), error->message);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WbWindow) self = user_data;
  g_autoptr (WbServerAccess) access = wb_server_access_load_finish (result);

  /* The user may have closed the window while the desktop asked for the password of its keyring. */
  if (wb_window_get_toaster (self) != NULL)
    open_server (self, access);
}

static void
open_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = wb_client_normalize_uri (g_variant_get_string (parameter, NULL), &error);

  if (uri != NULL)
    wb_server_access_load_async (wb_window_get_settings (self), uri, NULL, loaded_cb, g_object_ref (self));
  else
    wb_toaster_show (wb_window_get_toaster (self), error->message);
}

/* Deletes what is stored about the server once undo is no longer offered. */
static void
dismissed_cb (GSettings *settings,
              AdwToast  *toast)
{
  const char *uri = g_object_get_data (G_OBJECT (toast), "uri");
  g_auto (GStrv) recent = wb_recent_servers_list (settings);

  if (g_strv_contains ((const char *const *) recent, uri))
    return;

  wb_token_store_save (uri, NULL);
  wb_server_settings_keep (settings, WB_SERVER_SETTINGS_CA, uri, NULL);
  wb_server_settings_keep (settings, WB_SERVER_SETTINGS_NAME, uri, NULL);
}

static void
forget_action_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);
  GSettings *settings = wb_window_get_settings (self);
  g_autofree char *uri = g_variant_dup_string (parameter, NULL);
  g_autofree char *text = g_strdup_printf (_("“%s” is forgotten"), uri);
  g_autoptr (GVariant) before = g_settings_get_value (settings, "recent-servers");
  AdwToast *toast;

  wb_recent_servers_remove (settings, uri);
  toast = wb_toaster_offer_undo (wb_window_get_toaster (self), text, "win.restore-servers", before);
  g_object_set_data_full (G_OBJECT (toast), "uri", g_steal_pointer (&uri), g_free);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), settings, G_CONNECT_SWAPPED);
}

static void
restore_action_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  g_settings_set_value (wb_window_get_settings (WB_WINDOW (widget)), "recent-servers", parameter);
}

static void
connect_action_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);
  g_auto (GStrv) recent = wb_recent_servers_list (wb_window_get_settings (self));
  GtkWidget *dialog = wb_connect_dialog_new (GTK_WINDOW (self), wb_window_get_settings (self), recent[0]);

  g_signal_connect_object (dialog, "connect-to", G_CALLBACK (open_server), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * wb_window_restore:
 * @self: a window
 *
 * Opens the board that was open when the app was last closed, if any.
 */
void
wb_window_restore (WbWindow *self)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (WB_IS_WINDOW (self));

  uri = g_settings_get_string (wb_window_get_settings (self), "last-board");
  if (*uri != '\0')
    wb_server_access_load_async (wb_window_get_settings (self), uri, NULL, loaded_cb, g_object_ref (self));
}

void
wb_window_install_server_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.connect", NULL, connect_action_cb);
  gtk_widget_class_install_action (widget_class, "win.open-server", "s", open_action_cb);
  gtk_widget_class_install_action (widget_class, "win.forget-server", "s", forget_action_cb);
  gtk_widget_class_install_action (widget_class, "win.restore-servers", "as", restore_action_cb);
}
