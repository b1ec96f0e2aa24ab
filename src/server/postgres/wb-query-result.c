/* wb-query-result.c: converts the answer of a database into a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-query-result.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-error.h"
#include "file/wb-file.h"
#include "source/wb-dataset-file.h"
#include "support/wb-name.h"

/* Larger values are checked in a thread, in bytes: a megabyte of a chart takes about 100 ms. */
#define LARGE (128 * 1024)

/* A copy of a result, independent of its connection. */
typedef struct
{
  WbQueryResult  result;
  char          *name;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_free ((char *) copy->result.value);
  g_free (copy->name);
  g_free (copy);
}

static gboolean
is_json_type (guint type)
{
  switch (type)
    {
    case WB_QUERY_TYPE_TEXT:
    case WB_QUERY_TYPE_JSON:
    case WB_QUERY_TYPE_UNKNOWN: /* a literal without a type, before PostgreSQL 10 */
    case WB_QUERY_TYPE_VARCHAR:
    case WB_QUERY_TYPE_JSONB:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * wb_query_result_read:
 * @self: the result of the query NAME.sql
 * @name: a valid name of a dataset
 * @error: return location for an error
 *
 * Gets the single value of a result, and checks it with
 * wb_dataset_file_check().
 *
 * Returns: (transfer full): the JSON as a snapshot of version 0, or %NULL with
 *   %WB_SERVER_ERROR_DATA if it is not one value of a type that holds JSON,
 *   %WB_SERVER_ERROR_TOO_LARGE, or an error of %WB_CORE_ERROR that names the
 *   invalid place
 */
WbSnapshot *
wb_query_result_read (const WbQueryResult  *self,
                      const char           *name,
                      GError              **error)
{
  g_autoptr (GBytes) content = NULL;
  gsize mark;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (wb_name_is_valid (name), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (self->n_rows != 1 || self->n_columns != 1)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s.sql: the query must give one row of one column, and gives %u of %u; json_agg() makes "
                   "one value of many"),
                 name, self->n_rows, self->n_columns);
  else if (!is_json_type (self->type))
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s.sql: the value is neither json nor jsonb nor text; let the query make JSON of it"),
                 name);
  else if (self->value == NULL)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s.sql: the value is NULL; write coalesce (…, '[]') to have an empty list instead"),
                 name);
  else if (self->length > WB_DATASET_FILE_MAX)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOO_LARGE,
                 _("%s.sql: the value is larger than %d MiB; a chart needs far less"),
                 name, WB_DATASET_FILE_MAX / (1024 * 1024));
  else
    {
      mark = wb_file_skip_mark (self->value, self->length);
      content = g_bytes_new (self->value + mark, self->length - mark);
    }

  if (content == NULL || !wb_dataset_file_check (name, content, error))
    return NULL;

  return wb_snapshot_new (content, 0, NULL);
}

/**
 * wb_query_result_is_large:
 * @self: a result
 *
 * Returns: whether wb_query_result_read() would block the main loop for too
 *   long
 */
gboolean
wb_query_result_is_large (const WbQueryResult *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* A value beyond the limit is refused without being checked. */
  return self->length > LARGE && self->length <= WB_DATASET_FILE_MAX;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Copy *copy = task_data;
  GError *error = NULL;
  WbSnapshot *content = wb_query_result_read (&copy->result, copy->name, &error);

  if (content != NULL)
    g_task_return_pointer (task, content, (GDestroyNotify) wb_snapshot_unref);
  else
    g_task_return_error (task, error);
}

/**
 * wb_query_result_read_async:
 * @self: the result of the query NAME.sql; it is needed only until this returns
 * @name: a valid name of a dataset
 * @cancellable: (nullable): cancels the operation
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Does what wb_query_result_read() does, in a thread.
 */
void
wb_query_result_read_async (const WbQueryResult *self,
                            const char          *name,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Copy *copy;

  g_return_if_fail (self != NULL);
  g_return_if_fail (wb_name_is_valid (name));

  copy = g_new0 (Copy, 1);
  copy->result = *self;
  copy->result.value = g_memdup2 (self->value, self->length);
  copy->name = g_strdup (name);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_query_result_read_async);
  g_task_set_task_data (task, copy, copy_free);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * wb_query_result_read_finish:
 * @result: the argument of the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the JSON as a snapshot of version 0, or %NULL with
 *   an error of wb_query_result_read() or %G_IO_ERROR_CANCELLED
 */
WbSnapshot *
wb_query_result_read_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
