/* wb-host-window.c: the window that starts and stops the built-in server
 *
 * It shows the addresses of the server and the displays that are connected. Changes take effect at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-host-window.h"

#include <glib/gi18n.h>

#include "compat/wb-button-names.h"
#include "support/wb-clock.h"

/* The interval in which the list of displays is updated, in seconds. */
#define LIST_INTERVAL 2

/* How many displays are listed at most; all are counted. */
#define N_SHOWN 100

struct _WbHostWindow
{
  AdwPreferencesWindow  parent_instance;

  GSettings            *settings;
  WbHostingManager     *hosting;
  GCancellable         *asking;
  guint                 timer;

  GtkSwitch            *serve;
  AdwActionRow         *folder_row;
  GtkSwitch            *network;
  GtkSwitch            *keep;
  GtkWidget            *address_group;
  AdwActionRow         *ws_row;
  AdwActionRow         *http_row;
  AdwActionRow         *token_row;
  AdwPreferencesGroup  *display_group;
  GtkListBox           *display_list;
};

G_DEFINE_FINAL_TYPE (WbHostWindow, wb_host_window, ADW_TYPE_PREFERENCES_WINDOW)

/* The folder in the settings, or the sample data in the language of the user. */
static char *
dup_folder (WbHostWindow *self)
{
  g_autofree char *folder = g_settings_get_string (self->settings, "host-folder");
  g_autofree char *language = NULL;

  if (*folder != '\0')
    return g_steal_pointer (&folder);

  language = g_settings_get_string (self->settings, "sample-language");
  return wb_server_thread_dup_samples (language);
}

/* A server that listens on all addresses is reached by the mDNS name of this computer. */
static char *
dup_public (const char *uri)
{
  const char *everywhere = uri != NULL ? strstr (uri, "//0.0.0.0:") : NULL;

  if (everywhere == NULL)
    return g_strdup (uri);

  return g_strdup_printf ("%.*s//%s.local:%s", (int) (everywhere - uri), uri, g_get_host_name (),
                          everywhere + strlen ("//0.0.0.0:"));
}

static void
set_row (AdwActionRow *row,
         const char   *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static void
clear_displays (WbHostWindow *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->display_list, 0)) != NULL)
    gtk_list_box_remove (self->display_list, GTK_WIDGET (row));
}

static void
add_display (WbHostWindow    *self,
             const WbDisplay *display)
{
  gint64 connected = wb_clock_to_real (display->connected);
  g_autoptr (GDateTime) since = g_date_time_new_from_unix_local (connected / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (since, "%X");
  /* Translators: a display: its address, and the time since which it is connected */
  g_autofree char *text = g_strdup_printf (_("%s, since %s"), display->peer, time);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 1, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 display->name != NULL ? display->name : _("Display"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_list_box_append (self->display_list, row);
}

static int
compare_time (gconstpointer a,
              gconstpointer b)
{
  const WbDisplay *first = *(const WbDisplay *const *) a;
  const WbDisplay *second = *(const WbDisplay *const *) b;

  return (first->connected > second->connected) - (first->connected < second->connected);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WbHostWindow) self = user_data;
  g_autoptr (GPtrArray) displays = wb_server_thread_list_displays_finish (result);
  g_autofree char *text = NULL;

  if (displays == NULL || self->settings == NULL)
    return;

  g_ptr_array_sort (displays, compare_time);
  clear_displays (self);
  for (guint i = 0; i < displays->len && i < N_SHOWN; i++)
    add_display (self, g_ptr_array_index (displays, i));

  gtk_widget_set_visible (GTK_WIDGET (self->display_list), displays->len > 0);
  text = g_strdup_printf (ngettext ("%u display is connected", "%u displays are connected", displays->len),
                          displays->len);
  adw_preferences_group_set_description (self->display_group, text);
}

static gboolean
list_cb (gpointer user_data)
{
  WbHostWindow *self = user_data;
  WbServerThread *thread = wb_hosting_manager_get_thread (self->hosting);

  if (thread != NULL)
    wb_server_thread_list_displays_async (thread, self->asking, listed_cb, g_object_ref (self));

  return G_SOURCE_CONTINUE;
}

static void
update (WbHostWindow *self)
{
  WbServerThread *thread = wb_hosting_manager_get_thread (self->hosting);
  g_autofree char *folder = thread != NULL ? g_strdup (wb_hosting_manager_get_folder (self->hosting))
                                           : dup_folder (self);
  g_autofree char *ws = dup_public (thread != NULL ? wb_server_thread_get_ws_uri (thread) : NULL);
  g_autofree char *http = dup_public (thread != NULL ? wb_server_thread_get_http_uri (thread) : NULL);

  gtk_switch_set_active (self->serve, thread != NULL);
  adw_action_row_set_subtitle (self->folder_row, folder);
  set_row (self->ws_row, ws);
  set_row (self->http_row, http);
  set_row (self->token_row, wb_hosting_manager_get_token (self->hosting));
  gtk_widget_set_visible (self->address_group, thread != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->display_group), thread != NULL);
  if (thread != NULL)
    list_cb (self);
  else
    clear_displays (self);
}

static void
show_toast (WbHostWindow *self,
            const char   *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (markup));
}

static void
start (WbHostWindow *self)
{
  g_autofree char *folder = dup_folder (self);
  g_autoptr (GError) error = NULL;

  if (!wb_hosting_manager_start (self->hosting, folder,
                                 g_settings_get_boolean (self->settings, "host-network"), &error))
    show_toast (self, error->message);
  update (self);
}

static gboolean
serve_cb (WbHostWindow *self,
          gboolean      wanted)
{
  gboolean runs = wb_hosting_manager_get_thread (self->hosting) != NULL;

  if (wanted && !runs)
    start (self);
  else if (!wanted && runs)
    wb_hosting_manager_stop (self->hosting);

  return FALSE;
}

/* The addresses of a server cannot be changed while it runs. */
static void
restart_cb (WbHostWindow *self)
{
  if (wb_hosting_manager_get_thread (self->hosting) != NULL)
    start (self);
  else
    update (self);
}

static void
folder_chosen_cb (GtkNativeDialog *dialog,
                  int              response,
                  WbHostWindow    *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && g_file_peek_path (file) != NULL)
    g_settings_set_string (self->settings, "host-folder", g_file_peek_path (file));

  g_object_unref (dialog);
}

static void
choose_folder_cb (WbHostWindow *self)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Choose a Data Folder"), GTK_WINDOW (self),
                                        GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (folder_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
open_folder_cb (WbHostWindow *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (adw_action_row_get_subtitle (self->folder_row));
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
copy_cb (WbHostWindow *self,
         GtkWidget    *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button),
                          adw_action_row_get_subtitle (ADW_ACTION_ROW (row)));
  show_toast (self, _("Copied"));
}

static void
wb_host_window_dispose (GObject *object)
{
  WbHostWindow *self = WB_HOST_WINDOW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->settings);
  g_clear_object (&self->hosting);

  G_OBJECT_CLASS (wb_host_window_parent_class)->dispose (object);
}

static void
wb_host_window_class_init (WbHostWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_host_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/host-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbHostWindow, serve);
  gtk_widget_class_bind_template_child (widget_class, WbHostWindow, folder_row);
  gtk_widget_class_bind_template_child (widget_class, WbHostWindow, network);
  gtk_widget_class_bind_template_child (widget_class, WbHostWindow, keep);
  gtk_widget_class_bind_template_child (widget_class, WbHostWindow, address_group);
  gtk_widget_class_bind_template_child (widget_class, WbHostWindow, ws_row);
  gtk_widget_class_bind_template_child (widget_class, WbHostWindow, http_row);
  gtk_widget_class_bind_template_child (widget_class, WbHostWindow, token_row);
  gtk_widget_class_bind_template_child (widget_class, WbHostWindow, display_group);
  gtk_widget_class_bind_template_child (widget_class, WbHostWindow, display_list);
  gtk_widget_class_bind_template_callback (widget_class, serve_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
wb_host_window_init (WbHostWindow *self)
{
  self->asking = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
wb_host_window_new (GtkWindow        *parent,
                    GSettings        *settings,
                    WbHostingManager *hosting)
{
  WbHostWindow *self = g_object_new (WB_TYPE_HOST_WINDOW, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  self->hosting = g_object_ref (hosting);
  g_settings_bind (settings, "host-network", self->network, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "keep-hosting", self->keep, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::host-network", G_CALLBACK (restart_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::host-folder", G_CALLBACK (restart_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hosting, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->timer = g_timeout_add_seconds (LIST_INTERVAL, list_cb, self);
  update (self);
  wb_button_names_update (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
