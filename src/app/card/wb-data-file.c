/* wb-data-file.c: loads a dataset from a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-data-file.h"

#include <glib/gi18n.h>

/* The same as the default limit of a server and of wallboardctl. */
#define MAX_FILE (8 * 1024 * 1024)

static void
set_read_error (GError       **error,
                const char    *name,
                const GError  *reason)
{
  /* The caller recognises a cancellation by its code. */
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (reason));
  else
    g_set_error (error, reason->domain, reason->code, _("“%s” cannot be read: %s"), name, reason->message);
}

/* A pipe or a device may never end. */
static gboolean
check_file (GFile         *file,
            const char    *name,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) reason = NULL;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, cancellable,
                            &reason);
  if (info == NULL)
    {
      set_read_error (error, name, reason);
      return FALSE;
    }

  if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _("“%s” is not a file"), name);
  return FALSE;
}

static char *
read_text (GFile         *file,
           const char    *name,
           gsize         *ret_length,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;

  if (!check_file (file, name, cancellable, error))
    return NULL;

  text = g_malloc (MAX_FILE + 1);
  stream = g_file_read (file, cancellable, &reason);
  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_FILE + 1, ret_length, cancellable,
                                &reason))
    {
      set_read_error (error, name, reason);
      return NULL;
    }

  if (*ret_length <= MAX_FILE)
    return g_steal_pointer (&text);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” is larger than %d MiB"), name,
               MAX_FILE / (1024 * 1024));
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
 * @error: return location for a #GIOErrorEnum, or a #WbCoreError that names
 *   the place in the file
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
