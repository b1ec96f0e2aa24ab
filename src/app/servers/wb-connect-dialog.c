/* wb-connect-dialog.c: the dialog that asks for a server, and tests it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-connect-dialog.h"

#include <glib/gi18n.h>

#include "compat/wb-button-names.h"
#include "support/wb-style-class.h"
#include "wb-client.h"
#include "wb-server-settings.h"
#include "wb-token-store.h"
#include "wb-trust.h"

struct _WbConnectDialog
{
  AdwMessageDialog  parent_instance;

  GSettings        *settings;
  GCancellable     *cancellable;  /* of every operation but the probe */
  GCancellable     *probe;

  AdwEntryRow      *uri_row;
  AdwEntryRow      *name_row;
  AdwEntryRow      *token_row;
  AdwActionRow     *remember_row;
  GtkSwitch        *remember_switch;
  AdwEntryRow      *ca_row;
  GtkWidget        *test_button;
  GtkSpinner       *spinner;
  GtkLabel         *result_label;
};

G_DEFINE_FINAL_TYPE (WbConnectDialog, wb_connect_dialog, ADW_TYPE_MESSAGE_DIALOG)

enum
{
  SIGNAL_CONNECT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
show_result (WbConnectDialog *self,
             const char      *text,
             const char      *style)
{
  const char *const classes[] = { "caption", style, NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self->result_label), (const char **) classes);
  gtk_label_set_label (self->result_label, text);
}

static void
stop_probe (WbConnectDialog *self)
{
  g_cancellable_cancel (self->probe);
  g_clear_object (&self->probe);
  gtk_spinner_stop (self->spinner);
}

/* Reads the entries. Returns NULL with an error, one sentence, where they are invalid. */
static WbServerAccess *
read_access (WbConnectDialog  *self,
             GError          **error)
{
  g_autofree char *ca_file = g_strstrip (g_strdup (get_text (self->ca_row)));
  g_autofree char *uri = wb_client_normalize_uri (get_text (self->uri_row), error);
  g_autoptr (GTlsDatabase) trust = NULL;

  wb_style_class_set (GTK_WIDGET (self->uri_row), "error", uri == NULL && *get_text (self->uri_row) != '\0');
  wb_style_class_set (GTK_WIDGET (self->ca_row), "error", FALSE);
  if (uri == NULL)
    return NULL;

  if (*ca_file != '\0')
    {
      trust = wb_trust_load (ca_file, error);
      wb_style_class_set (GTK_WIDGET (self->ca_row), "error", trust == NULL);
      if (trust == NULL)
        return NULL;
    }

  return wb_server_access_new (uri, get_text (self->token_row), ca_file);
}

/* Validates while the user types, without an error for an empty address. */
static void
changed_cb (WbConnectDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbServerAccess) access = read_access (self, &error);

  stop_probe (self);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "connect", access != NULL);
  gtk_widget_set_sensitive (self->test_button, access != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->remember_row), *get_text (self->token_row) != '\0');
  show_result (self, error != NULL && *get_text (self->uri_row) != '\0' ? error->message : "", "error");
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (WbConnectDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *server = wb_server_access_try_finish (result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  stop_probe (self);
  if (error != NULL)
    {
      show_result (self, error->message, "error");
      return;
    }

  /* Translators: %s is what a server calls itself, such as “Wallboard 1.0” */
  text = server != NULL ? g_strdup_printf (_("It works: %s answers"), server)
                        : g_strdup (_("It works: a board server answers"));
  show_result (self, text, "success");
}

static void
test_cb (WbConnectDialog *self)
{
  g_autoptr (WbServerAccess) access = read_access (self, NULL);

  if (access == NULL)
    return;

  stop_probe (self);
  self->probe = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  show_result (self, _("Trying to connect…"), "dim-label");
  wb_server_access_try_async (access, self->probe, tried_cb, g_object_ref (self));
}

static void
file_chosen_cb (GtkNativeDialog *dialog,
                int              response,
                WbConnectDialog *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && g_file_peek_path (file) != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->ca_row), g_file_peek_path (file));

  g_object_unref (dialog);
}

static void
choose_file_cb (WbConnectDialog *self)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Choose a Certificate"), GTK_WINDOW (self),
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
found_place_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (WbConnectDialog) self = user_data;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  if (wb_token_store_find_place_finish (result) == WB_TOKEN_PLACE_KEYRING)
    {
      adw_action_row_set_subtitle (self->remember_row, _("In the password store of this desktop"));
      return;
    }

  path = wb_token_store_dup_path ();
  text = g_strdup_printf (_("This desktop has no password store: "
                            "in a file that only you can read, unencrypted, “%s”"), path);
  adw_action_row_set_subtitle (self->remember_row, text);
}

/* Fills in the stored token of the initial address. */
static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WbConnectDialog) self = user_data;
  g_autoptr (WbServerAccess) access = wb_server_access_load_finish (result);

  if (access == NULL || !g_str_equal (get_text (self->uri_row), access->uri))
    return;

  if (access->token != NULL && *get_text (self->token_row) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->token_row), access->token);
}

static void
wb_connect_dialog_response (AdwMessageDialog *dialog,
                            const char       *response)
{
  WbConnectDialog *self = WB_CONNECT_DIALOG (dialog);
  g_autoptr (WbServerAccess) access = NULL;
  g_autofree char *name = NULL;
  gboolean remember = gtk_switch_get_active (self->remember_switch);

  stop_probe (self);
  g_cancellable_cancel (self->cancellable);
  if (!g_str_equal (response, "connect"))
    return;

  access = read_access (self, NULL);
  if (access == NULL)
    return;

  name = g_strstrip (g_strdup (get_text (self->name_row)));
  wb_server_settings_keep (self->settings, WB_SERVER_SETTINGS_CA, access->uri, access->ca_file);
  wb_server_settings_keep (self->settings, WB_SERVER_SETTINGS_NAME, access->uri, name);
  wb_token_store_save (access->uri, remember ? access->token : NULL);
  g_signal_emit (self, signals[SIGNAL_CONNECT], 0, access);
}

static void
wb_connect_dialog_dispose (GObject *object)
{
  WbConnectDialog *self = WB_CONNECT_DIALOG (object);

  stop_probe (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (wb_connect_dialog_parent_class)->dispose (object);
}

static void
wb_connect_dialog_class_init (WbConnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_connect_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = wb_connect_dialog_response;

  /* WbConnectDialog::connect-to: the user chose a server, a #WbServerAccess. */
  signals[SIGNAL_CONNECT] =
    g_signal_new ("connect-to", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, WB_TYPE_SERVER_ACCESS);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, uri_row);
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, token_row);
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, remember_row);
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, remember_switch);
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, ca_row);
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, test_button);
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, result_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_file_cb);
}

static void
wb_connect_dialog_init (WbConnectDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_connect_dialog_new:
 * @parent: the window that asks
 * @settings: the app's settings
 * @uri: (nullable): the initial address
 *
 * Creates the dialog. It stores what the user enters about a server.
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
wb_connect_dialog_new (GtkWindow  *parent,
                       GSettings  *settings,
                       const char *uri)
{
  WbConnectDialog *self = g_object_new (WB_TYPE_CONNECT_DIALOG, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  if (uri != NULL)
    {
      g_autofree char *ca_file = wb_server_settings_dup (settings, WB_SERVER_SETTINGS_CA, uri);
      g_autofree char *name = wb_server_settings_dup (settings, WB_SERVER_SETTINGS_NAME, uri);

      gtk_editable_set_text (GTK_EDITABLE (self->uri_row), uri);
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), name != NULL ? name : "");
      gtk_editable_set_text (GTK_EDITABLE (self->ca_row), ca_file != NULL ? ca_file : "");
      wb_server_access_load_async (settings, uri, self->cancellable, loaded_cb, g_object_ref (self));
    }
  gtk_editable_set_position (GTK_EDITABLE (self->uri_row), -1);
  changed_cb (self);
  wb_button_names_update (GTK_WIDGET (self));
  wb_token_store_find_place_async (self->cancellable, found_place_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}
