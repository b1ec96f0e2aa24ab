/* wb-postgres-queries.h: the queries of a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "source/wb-source.h"
#include "wb-postgres-query.h"

G_BEGIN_DECLS

/**
 * WbPostgresQueries:
 *
 * The queries in the files NAME.sql of a folder, which is watched in the
 * thread-default main context.
 */
typedef struct _WbPostgresQueries WbPostgresQueries;

/**
 * WbPostgresQueriesEvents:
 * @added: a query was added
 * @broken: the file of a query is not valid, with the reason
 * @settled: all changes of the folder have been read
 *
 * Callbacks for the changes of a folder.
 */
typedef struct
{
  void (*added)   (WbSource        *source,
                   WbPostgresQuery *query);
  void (*broken)  (WbSource        *source,
                   WbPostgresQuery *query,
                   const char      *problem);
  void (*settled) (WbSource        *source);
} WbPostgresQueriesEvents;

WbPostgresQueries  *wb_postgres_queries_new          (const char                     *path,
                                                      guint                           sweep,
                                                      const WbPostgresQueriesEvents  *events,
                                                      WbSource                       *source);
char               *wb_postgres_queries_dup_notice   (WbPostgresQueries              *self);
void                wb_postgres_queries_free         (WbPostgresQueries              *self);
gboolean            wb_postgres_queries_read         (WbPostgresQueries              *self,
                                                      GError                        **error);

WbPostgresQuery    *wb_postgres_queries_find         (WbPostgresQueries              *self,
                                                      const char                     *name);
char              **wb_postgres_queries_dup_names    (WbPostgresQueries              *self);
GList              *wb_postgres_queries_list         (WbPostgresQueries              *self);
void                wb_postgres_queries_schedule_all (WbPostgresQueries              *self,
                                                      guint                           max_strikes);
WbPostgresQuery    *wb_postgres_queries_choose       (WbPostgresQueries              *self,
                                                      gint64                          now,
                                                      gint64                         *ret_soonest);

G_END_DECLS
