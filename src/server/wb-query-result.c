/* wb-query-result.c: from what a database answers to a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-query-result.h"

#include <glib/gi18n-lib.h>

#include "wb-dataset-file.h"
#include "wb-name.h"
#include "wb-server.h"

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
 * @self: what the query of NAME.sql gave
 * @name: a valid name of a dataset
 * @error: return location for an error
 *
 * Takes the one value out of a result and checks it as wb_dataset_file_check()
 * does.
 *
 * Returns: (transfer full): the JSON, or %NULL with %WB_SERVER_ERROR_DATA if it
 *   is not one value of a type that holds JSON, %WB_SERVER_ERROR_TOO_LARGE, or an
 *   error of %WB_CORE_ERROR that names the place in it
 */
GBytes *
wb_query_result_read (const WbQueryResult  *self,
                      const char           *name,
                      GError              **error)
{
  g_autoptr (GBytes) content = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (wb_name_is_valid (name), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (self->n_rows != 1 || self->n_columns != 1)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s.sql: the query must give one row of one column, and gives %u of %u; json_agg() makes one "
                   "value of many"),
                 name, self->n_rows, self->n_columns);
  else if (!is_json_type (self->type))
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s.sql: the value is neither json nor jsonb nor text; let the query make JSON of it"), name);
  else if (self->value == NULL)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s.sql: the value is NULL; write coalesce (…, '[]') to have an empty list instead"), name);
  else if (self->length > WB_DATASET_FILE_MAX)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOO_LARGE,
                 _("%s.sql: the value is larger than %d MiB; a chart needs far less"),
                 name, WB_DATASET_FILE_MAX / (1024 * 1024));
  else
    content = g_bytes_new (self->value, self->length);

  return content != NULL && wb_dataset_file_check (name, content, error) ? g_steal_pointer (&content) : NULL;
}
