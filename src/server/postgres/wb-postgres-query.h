/* wb-postgres-query.h: a query in a file, and its dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "source/wb-snapshot.h"

G_BEGIN_DECLS

/**
 * WbPostgresQuery:
 * @name: the name of its dataset
 * @file: (nullable): the content of NAME.sql, %NULL if it was not read yet
 * @sql: (nullable): the statement, %NULL if there is no valid one
 * @snapshot: the result of the query, and its problem
 * @reported: (nullable): the problem that was logged last
 * @is_scheduled: whether it must run again
 * @is_known: whether it had a result or an error
 * @strikes: how often in a row the connection was lost while it ran
 * @scheduled: when it was scheduled, in microseconds of the monotonic time
 * @answered: when it finished last, in the same time, 0 for never
 * @took: how long it ran then, in microseconds
 *
 * One file NAME.sql and the result of its query. Its source runs it.
 */
typedef struct
{
  char       *name;
  GBytes     *file;
  char       *sql;
  WbSnapshot *snapshot;
  char       *reported;
  gboolean    is_scheduled;
  gboolean    is_known;
  guint       strikes;
  gint64      scheduled;
  gint64      answered;
  gint64      took;
} WbPostgresQuery;

WbPostgresQuery *wb_postgres_query_new              (const char       *name,
                                                     const char       *problem);
void             wb_postgres_query_free             (WbPostgresQuery  *self);
gboolean         wb_postgres_query_take_file        (WbPostgresQuery  *self,
                                                     GBytes           *file,
                                                     GError          **error);
void             wb_postgres_query_schedule         (WbPostgresQuery  *self);
gboolean         wb_postgres_query_update           (WbPostgresQuery  *self,
                                                     WbSnapshot       *content,
                                                     const char       *problem,
                                                     guint64          *version);
char            *wb_postgres_query_describe_problem (WbPostgresQuery  *self,
                                                     const char       *problem,
                                                     guint             line);

G_END_DECLS
