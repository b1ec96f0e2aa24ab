/* wb-query-result.h: converts the answer of a database into a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "source/wb-snapshot.h"

G_BEGIN_DECLS

/* The types that can hold JSON, by their constant OIDs in the catalogue of PostgreSQL (pg_type.dat). */
#define WB_QUERY_TYPE_TEXT    25
#define WB_QUERY_TYPE_JSON    114
#define WB_QUERY_TYPE_UNKNOWN 705
#define WB_QUERY_TYPE_VARCHAR 1043
#define WB_QUERY_TYPE_JSONB   3802

/**
 * WbQueryResult:
 * @n_rows: the number of rows
 * @n_columns: the number of columns
 * @type: the type of the first column, by its OID
 * @value: (nullable) (array length=length): the first column of the first row, %NULL for an SQL
 *   NULL or without rows
 * @length: its length, in bytes
 *
 * The result of a query.
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
