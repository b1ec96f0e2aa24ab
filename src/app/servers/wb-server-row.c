/* wb-server-row.c: a server in a list, with its state
 *
 * While the row is mapped it tests the server regularly. It does so without the
 * token, since reading that may prompt for the password of the keyring.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-server-row.h"

#include <glib/gi18n.h>

#include "support/wb-style-class.h"
#include "wb-client.h"
#include "wb-server-access.h"

/* The interval of the tests, in seconds. */
#define PROBE_INTERVAL 20

struct _WbServerRow
{
  AdwActionRow    parent_instance;

  WbServerAccess *access;
  gboolean        is_named;
  GCancellable   *probe;
  guint           timer;
};

G_DEFINE_FINAL_TYPE (WbServerRow, wb_server_row, ADW_TYPE_ACTION_ROW)

static void
set_state (WbServerRow *self,
           const char  *text,
           const char  *style)
{
  static const char *const styles[] = { "live", "connecting", "offline" };

  /* Translators: the address of a server, and whether it is online. */
  g_autofree char *whole = self->is_named ? g_strdup_printf (_("%s · %s"), self->access->uri, text)
                                          : g_strdup (text);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), whole);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    wb_style_class_set (GTK_WIDGET (self), styles[i], g_str_equal (styles[i], style));
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (WbServerRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *server = wb_server_access_try_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->probe);
  if (error == NULL)
    set_state (self, _("Online"), "live");
  else if (g_error_matches (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN))
    set_state (self, _("Online, wants a token"), "live");
  else if (g_error_matches (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS))
    set_state (self, _("Certificate not trusted"), "offline");
  else
    set_state (self, _("Does not answer"), "offline");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), error != NULL ? error->message : NULL);
}

static gboolean
try_cb (gpointer user_data)
{
  WbServerRow *self = user_data;

  if (self->probe == NULL)
    {
      self->probe = g_cancellable_new ();
      wb_server_access_try_async (self->access, self->probe, tried_cb, g_object_ref (self));
    }

  return G_SOURCE_CONTINUE;
}

static void
stop (WbServerRow *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->probe);
  g_clear_object (&self->probe);
}

static void
wb_server_row_map (GtkWidget *widget)
{
  WbServerRow *self = WB_SERVER_ROW (widget);

  GTK_WIDGET_CLASS (wb_server_row_parent_class)->map (widget);
  self->timer = g_timeout_add_seconds (PROBE_INTERVAL, try_cb, self);
  try_cb (self);
}

static void
wb_server_row_unmap (GtkWidget *widget)
{
  stop (WB_SERVER_ROW (widget));
  GTK_WIDGET_CLASS (wb_server_row_parent_class)->unmap (widget);
}

static void
wb_server_row_dispose (GObject *object)
{
  WbServerRow *self = WB_SERVER_ROW (object);

  stop (self);
  g_clear_pointer (&self->access, wb_server_access_free);

  G_OBJECT_CLASS (wb_server_row_parent_class)->dispose (object);
}

static void
wb_server_row_class_init (WbServerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_server_row_dispose;
  widget_class->map = wb_server_row_map;
  widget_class->unmap = wb_server_row_unmap;
}

static void
wb_server_row_init (WbServerRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "server");
}

/**
 * wb_server_row_new:
 * @uri: the address of a server
 * @name: (nullable): the name that the user gave it
 * @ca_file: (nullable): the file with the trusted certificates
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
wb_server_row_new (const char *uri,
                   const char *name,
                   const char *ca_file)
{
  WbServerRow *self = g_object_new (WB_TYPE_SERVER_ROW, "title", name != NULL ? name : uri, NULL);

  self->is_named = name != NULL;
  self->access = wb_server_access_new (uri, NULL, ca_file);
  set_state (self, _("Looking…"), "connecting");

  return GTK_WIDGET (self);
}

const char *
wb_server_row_get_uri (WbServerRow *self)
{
  g_return_val_if_fail (WB_IS_SERVER_ROW (self), NULL);

  return self->access->uri;
}
