/* wb-chart-card-preview.c: a file on a card, in place of the live data
 *
 * A preview is local: nothing of it is sent. It stays until the user ends it or
 * connects to another server. Live data that arrive meanwhile are kept, and the
 * card shows that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-card-private.h"

#include <glib/gi18n.h>

#include "support/wb-style-class.h"
#include "wb-data-file.h"

/* Shows the name of the file while there is a preview. */
void
wb_chart_card_update_preview (WbChartCard *self)
{
  gboolean previewing = self->preview != NULL;
  g_autofree char *text = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.end-preview", previewing);
  gtk_widget_set_visible (self->preview_bar, previewing);
  wb_style_class_set (GTK_WIDGET (self), "preview", previewing);
  if (!previewing)
    return;

  text = g_strdup_printf (self->live_waits ? _("Preview of “%s”; new live data are waiting")
                                           : _("Preview of “%s”, on this screen only"),
                          self->preview_name);
  gtk_label_set_label (self->preview_label, text);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WbChartCard) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDataset) dataset = wb_data_file_load_finish (result, &error);
  g_autofree char *base = NULL;

  /* Another file was chosen meanwhile, or the board was closed. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (dataset == NULL)
    {
      wb_chart_card_show_toast (self, error->message);
      return;
    }

  base = g_file_get_basename (G_FILE (source));
  g_clear_pointer (&self->preview, wb_dataset_unref);
  self->preview = g_steal_pointer (&dataset);
  self->live_waits = FALSE;
  g_free (self->preview_name);
  self->preview_name = g_filename_display_name (base);
  wb_chart_card_show_data (self);
}

static void
load (WbChartCard *self,
      GFile       *file)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  wb_data_file_load_async (file, self->kind, self->loading, loaded_cb, g_object_ref (self));
}

static gboolean
drop_cb (WbChartCard  *self,
         const GValue *value)
{
  GSList *files;

  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    {
      load (self, g_value_get_object (value));
      return TRUE;
    }

  files = g_value_get_boxed (value);
  if (files == NULL)
    return FALSE;

  if (files->next != NULL)
    wb_chart_card_show_toast (self, _("A chart shows one file at a time; drop one alone"));
  else
    load (self, files->data);

  return TRUE;
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             WbChartCard     *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    load (self, file);

  g_object_unref (dialog);
}

static void
preview_action_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Preview a File"), window, GTK_FILE_CHOOSER_ACTION_OPEN,
                                        _("_Preview"), _("_Cancel"));
  gtk_file_filter_set_name (filter, _("JSON file"));
  gtk_file_filter_add_pattern (filter, "*.json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
preview_file_action_cb (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  load (WB_CHART_CARD (widget), file);
}

static void
end_action_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  wb_chart_card_end_preview (WB_CHART_CARD (widget));
}

/* The actions are disabled until wb_chart_card_take_files(). */
void
wb_chart_card_install_preview (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "card.preview", NULL, preview_action_cb);
  gtk_widget_class_install_action (widget_class, "card.preview-file", "s", preview_file_action_cb);
  gtk_widget_class_install_action (widget_class, "card.end-preview", NULL, end_action_cb);
}

/**
 * wb_chart_card_take_files:
 * @self: a card
 *
 * Lets the user preview a file on the card: by dropping it there, or by the
 * card's menu. To be called once. A kiosk does not, since its display is public.
 */
void
wb_chart_card_take_files (WbChartCard *self)
{
  const GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE };
  GtkDropTarget *target;

  g_return_if_fail (WB_IS_CHART_CARD (self));

  target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  gtk_drop_target_set_gtypes (target, (GType *) types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.preview", TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.preview-file", TRUE);
}

/**
 * wb_chart_card_end_preview:
 * @self: a card
 *
 * Shows the live data again, if a file is previewed.
 */
void
wb_chart_card_end_preview (WbChartCard *self)
{
  g_return_if_fail (WB_IS_CHART_CARD (self));

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->preview == NULL)
    return;

  g_clear_pointer (&self->preview, wb_dataset_unref);
  g_clear_pointer (&self->preview_name, g_free);
  wb_chart_card_show_data (self);
}
