/* wb-postgres-query.h: a query that stands in a file, and its dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "source/wb-snapshot.h"

G_BEGIN_DECLS

/**
 * WbPostgresQuery:
 * @name: the dataset that it is for
 * @file: (nullable): what stands in NAME.sql, %NULL if that was not read yet
 * @sql: (nullable): the statement, %NULL if there is nothing to ask
 * @snapshot: what the database made of it, and what is wrong
 * @reported: (nullable): what was last said to be wrong with it
 * @is_dirty: whether it wants to be asked
 * @is_known: whether it had an answer, good or bad
 * @strikes: how often in a row the connection was lost with it
 * @wanted: since when it is dirty, on the monotonic clock in microseconds, as
 *   with the two that follow
 * @answered: when it last was, 0 if never
 * @took: how long that took
 *
 * One file NAME.sql and what the database makes of it. It belongs to a source,
 * which does the asking.
 */
typedef struct
{
  char       *name;
  GBytes     *file;
  char       *sql;
  WbSnapshot *snapshot;
  char       *reported;
  gboolean    is_dirty;
  gboolean    is_known;
  guint       strikes;
  gint64      wanted;
  gint64      answered;
  gint64      took;
} WbPostgresQuery;

WbPostgresQuery *wb_postgres_query_new              (const char       *name,
                                                     const char       *problem);
void             wb_postgres_query_free             (WbPostgresQuery  *self);
gboolean         wb_postgres_query_take_file        (WbPostgresQuery  *self,
                                                     GBytes           *file,
                                                     GError          **error);
void             wb_postgres_query_want             (WbPostgresQuery  *self);
gboolean         wb_postgres_query_update           (WbPostgresQuery  *self,
                                                     WbSnapshot       *content,
                                                     const char       *problem,
                                                     guint64          *version);
char            *wb_postgres_query_describe_problem (WbPostgresQuery  *self,
                                                     const char       *problem,
                                                     guint             line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPostgresQuery, wb_postgres_query_free)

G_END_DECLS
