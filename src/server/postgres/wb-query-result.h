/* wb-query-result.h: from what a database answers to a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "source/wb-snapshot.h"

G_BEGIN_DECLS

/* The types that hold JSON, by their numbers in the catalogue of PostgreSQL (pg_type.dat), which never change. */
#define WB_QUERY_TYPE_TEXT    25
#define WB_QUERY_TYPE_JSON    114
#define WB_QUERY_TYPE_UNKNOWN 705
#define WB_QUERY_TYPE_VARCHAR 1043
#define WB_QUERY_TYPE_JSONB   3802

/**
 * WbQueryResult:
 * @n_rows: how many rows came
 * @n_columns: how many columns they have
 * @type: the type of the first column, by its number in PostgreSQL
 * @value: (nullable) (array length=length): what stands in the first column of
 *   the first row, %NULL for an SQL NULL or where there is nothing
 * @length: its length, in bytes
 *
 * What a query gave, as it came.
 */
typedef struct
{
  guint       n_rows;
  guint       n_columns;
  guint       type;
  const char *value;
  gsize       length;
} WbQueryResult;

gboolean    wb_query_result_is_large    (const WbQueryResult  *self);
WbSnapshot *wb_query_result_read        (const WbQueryResult  *self,
                                         const char           *name,
                                         GError              **error);
void        wb_query_result_read_async  (const WbQueryResult  *self,
                                         const char           *name,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
WbSnapshot *wb_query_result_read_finish (GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
