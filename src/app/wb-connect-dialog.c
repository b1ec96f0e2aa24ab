/* wb-connect-dialog.c: asks for the address of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-connect-dialog.h"

#include "config.h"
#include "wb-accessible.h"
#include "wb-client.h"

struct _WbConnectDialog
{
  AdwMessageDialog  parent_instance;

  AdwEntryRow      *uri_row;
  AdwEntryRow      *token_row;
  GtkLabel         *problem_label;
};

G_DEFINE_FINAL_TYPE (WbConnectDialog, wb_connect_dialog, ADW_TYPE_MESSAGE_DIALOG)

enum
{
  SIGNAL_CONNECT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Checks while the person types, but stays quiet about an address that is still empty. */
static void
uri_changed_cb (WbConnectDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->uri_row));
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = wb_client_normalize_uri (text, &error);

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "connect", uri != NULL);
  gtk_label_set_label (self->problem_label, error != NULL && *text != '\0' ? error->message : "");

  if (error != NULL && *text != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self->uri_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->uri_row), "error");
}

static void
wb_connect_dialog_response (AdwMessageDialog *dialog,
                            const char       *response)
{
  WbConnectDialog *self = WB_CONNECT_DIALOG (dialog);
  g_autofree char *uri = NULL;
  const char *token;

  if (!g_str_equal (response, "connect"))
    return;

  uri = wb_client_normalize_uri (gtk_editable_get_text (GTK_EDITABLE (self->uri_row)), NULL);
  token = gtk_editable_get_text (GTK_EDITABLE (self->token_row));
  if (uri != NULL)
    g_signal_emit (self, signals[SIGNAL_CONNECT], 0, uri, *token != '\0' ? token : NULL);
}

static void
wb_connect_dialog_class_init (WbConnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ADW_MESSAGE_DIALOG_CLASS (klass)->response = wb_connect_dialog_response;

  /**
   * WbConnectDialog::connect-to:
   * @self: the dialog
   * @uri: a valid address
   * @token: (nullable): a token
   *
   * The person chose a server.
   */
  signals[SIGNAL_CONNECT] =
    g_signal_new ("connect-to", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, uri_row);
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, token_row);
  gtk_widget_class_bind_template_child (widget_class, WbConnectDialog, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, uri_changed_cb);
}

static void
wb_connect_dialog_init (WbConnectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_connect_dialog_new:
 * @parent: the window that asks
 * @uri: (nullable): the address to begin with
 *
 * Creates the dialog.
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
wb_connect_dialog_new (GtkWindow  *parent,
                       const char *uri)
{
  WbConnectDialog *self = g_object_new (WB_TYPE_CONNECT_DIALOG, "transient-for", parent, NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->uri_row), uri != NULL ? uri : "");
  gtk_editable_set_position (GTK_EDITABLE (self->uri_row), -1);
  uri_changed_cb (self);
  wb_accessible_name_buttons (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
