/* wb-chart-file.c: saves and copies a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-file.h"

#include <glib/gi18n.h>

/* Owns everything that saving needs until a file is chosen. */
typedef struct
{
  WbDataset       *dataset;
  WbExportOptions  options;
  char            *font_family;
  char            *region;
  char            *problem;
  char            *age;
  WbChartFileDone  done;
  gpointer         user_data;
  GDestroyNotify   destroy;
} Save;

static void
save_free (gpointer  data,
           GClosure *closure)
{
  Save *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_clear_pointer (&self->dataset, wb_dataset_unref);
  g_clear_object (&self->options.atlas);
  g_free (self->font_family);
  g_free (self->region);
  g_free (self->problem);
  g_free (self->age);
  g_free (self);
}

/* The suffix of the file selects the format of a picture; without a known one it is PNG. */
static gboolean
save_to (Save    *self,
         GFile   *file,
         GError **error)
{
  const char *path = g_file_peek_path (file);
  g_autoptr (GBytes) bytes = NULL;

  if (path == NULL)
    {
      g_autofree char *name = g_file_get_parse_name (file);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("“%s” is not in a folder of this computer; choose another folder"), name);
      return FALSE;
    }

  if (self->options.format != WB_EXPORT_CSV)
    wb_export_format_from_path (path, &self->options.format);

  bytes = wb_export_chart (self->dataset, &self->options, error);

  return bytes != NULL && wb_export_save (bytes, path, error);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Save            *self)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      if (file != NULL)
        {
          save_to (self, file, &error);
          self->done (error, self->user_data);
        }
    }

  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser *chooser,
            const char     *name,
            const char     *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

/**
 * wb_chart_file_save:
 * @parent: the window with the chart
 * @dataset: (nullable): the data; a picture without them shows why
 * @options: how to draw it; for pictures, the suffix of the file selects the
 *   format
 * @done: called when the file was written, or could not be; not called when the
 *   user cancels the dialog
 * @user_data: for @done
 * @destroy: (nullable): frees @user_data
 *
 * Asks where to save a chart, as a picture or its numbers, and saves it there.
 */
void
wb_chart_file_save (GtkWindow              *parent,
                    WbDataset              *dataset,
                    const WbExportOptions  *options,
                    WbChartFileDone         done,
                    gpointer                user_data,
                    GDestroyNotify          destroy)
{
  gboolean numbers = options->format == WB_EXPORT_CSV;
  g_autofree char *name = NULL;
  GtkFileChooserNative *dialog;
  Save *self;

  dialog = gtk_file_chooser_native_new (numbers ? _("Save Numbers") : _("Save Picture"), parent,
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  name = g_strdup_printf ("%s.%s", wb_chart_kind_get_name (options->kind),
                          wb_export_format_get_name (options->format));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  if (numbers)
    {
      add_filter (GTK_FILE_CHOOSER (dialog), _("Comma-separated values"), "*.csv");
    }
  else
    {
      add_filter (GTK_FILE_CHOOSER (dialog), _("PNG picture"), "*.png");
      add_filter (GTK_FILE_CHOOSER (dialog), _("SVG drawing"), "*.svg");
      add_filter (GTK_FILE_CHOOSER (dialog), _("PDF document"), "*.pdf");
    }

  self = g_new0 (Save, 1);
  if (dataset != NULL)
    self->dataset = wb_dataset_ref (dataset);
  self->options = *options;
  self->font_family = g_strdup (options->font_family);
  self->options.font_family = self->font_family;
  self->region = g_strdup (options->region);
  self->options.region = self->region;
  self->problem = g_strdup (options->problem);
  self->options.problem = self->problem;
  self->age = g_strdup (options->age);
  self->options.age = self->age;
  if (self->options.atlas != NULL)
    g_object_ref (self->options.atlas);
  self->done = done;
  self->user_data = user_data;
  self->destroy = destroy;
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, save_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * wb_chart_file_copy:
 * @clipboard: where to put it
 * @dataset: (nullable): what is drawn; a picture without one says why
 * @options: how to draw it; the format is PNG
 * @error: return location for an error
 *
 * Puts the picture of a chart on the clipboard.
 *
 * Returns: whether it is there
 */
gboolean
wb_chart_file_copy (GdkClipboard           *clipboard,
                    WbDataset              *dataset,
                    const WbExportOptions  *options,
                    GError                **error)
{
  WbExportOptions png = *options;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  png.format = WB_EXPORT_PNG;
  bytes = wb_export_chart (dataset, &png, error);
  if (bytes == NULL)
    return FALSE;

  texture = gdk_texture_new_from_bytes (bytes, error);
  if (texture == NULL)
    return FALSE;

  gdk_clipboard_set_texture (clipboard, texture);
  return TRUE;
}
