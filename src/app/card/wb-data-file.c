/* wb-data-file.c: loads a dataset from a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-data-file.h"

#include <glib/gi18n.h>

#include "file/wb-file.h"

static char *
read_text (GFile         *file,
           const char    *name,
           gsize         *ret_length,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GError) reason = NULL;
  char *text = wb_file_read_gfile (file, WB_DATASET_FILE_MAX, ret_length, cancellable, &reason);

  if (text != NULL)
    return text;

  /* The caller recognises a cancellation by its code. */
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” is larger than %d MiB"), name,
                 WB_DATASET_FILE_MAX / (1024 * 1024));
  else
    g_set_error (error, reason->domain, reason->code, _("“%s” cannot be read: %s"), name, reason->message);

  return NULL;
}

static char *
dup_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return base != NULL ? g_filename_display_name (base) : g_file_get_parse_name (file);
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GFile *file = source;
  g_autofree char *name = dup_name (file);
  g_autofree char *text = NULL;
  WbDataset *dataset = NULL;
  gsize length;
  GError *error = NULL;

  text = read_text (file, name, &length, cancellable, &error);
  if (text != NULL)
    dataset = wb_dataset_parse (GPOINTER_TO_UINT (task_data), name, text, length, &error);

  if (dataset != NULL)
    g_task_return_pointer (task, dataset, (GDestroyNotify) wb_dataset_unref);
  else
    g_task_return_error (task, error);
}

/**
 * wb_data_file_load_async:
 * @file: a file
 * @kind: the chart
 * @cancellable: (nullable): cancels the operation
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Loads a dataset, in a thread, since the file may be on another computer.
 */
void
wb_data_file_load_async (GFile               *file,
                         WbChartKind          kind,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_data_file_load_async);
  g_task_set_task_data (task, GUINT_TO_POINTER (kind), NULL);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * wb_data_file_load_finish:
 * @result: of wb_data_file_load_async()
 * @error: return location for a #GFileError or #GIOErrorEnum if the file cannot
 *   be read, or a #WbCoreError that names the place in the file
 *
 * Returns: (transfer full) (nullable): the dataset
 */
WbDataset *
wb_data_file_load_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
