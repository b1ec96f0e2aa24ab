/* wb-postgres-connection.h: one connection to a PostgreSQL database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-query-result.h"

G_BEGIN_DECLS

/**
 * WbPostgresConnection:
 *
 * One attempt to connect to a database, and what comes of it: asked one query at
 * a time, without ever waiting, in the thread-default main context. It is thrown
 * away when it is lost.
 */
typedef struct _WbPostgresConnection WbPostgresConnection;

/* Why a connection ended. */
typedef enum
{
  WB_POSTGRES_LOSS_NETWORK, /* the database is gone, or does not answer in time */
  WB_POSTGRES_LOSS_QUERY,   /* the query gave what cannot be taken */
} WbPostgresLossCause;

/**
 * WbPostgresConnectionEvents:
 * @connected: queries can be asked from now on
 * @answered: the query is through; either with a result, which is gone after
 *   the call, or with what is wrong, more on that for the operator or %NULL, and
 *   the line in the query (0 for none)
 * @notified: somebody said NOTIFY, with this payload
 * @lost: why there is no connection any more, more on that for the operator or
 *   %NULL, and whether that is because of what the query gave; only here the link
 *   may be freed
 *
 * What a link tells. The texts are single sentences without secrets. What is
 * wrong is for everybody who sees the board, and tells nothing of where the
 * database is and who asks it; for the operator there is all that libpq said.
 */
typedef struct
{
  void (*connected) (gpointer             user_data);
  void (*answered)  (const WbQueryResult *result,
                     const char          *problem,
                     const char          *detail,
                     guint                line,
                     gpointer             user_data);
  void (*notified)  (const char          *payload,
                     gpointer             user_data);
  void (*lost)      (const char          *problem,
                     const char          *detail,
                     WbPostgresLossCause  cause,
                     gpointer             user_data);
} WbPostgresConnectionEvents;

WbPostgresConnection *wb_postgres_connection_new  (const char                       *address,
                                                   guint                             timeout,
                                                   const WbPostgresConnectionEvents *events,
                                                   gpointer                          user_data);
void                  wb_postgres_connection_free (WbPostgresConnection             *self);
void                  wb_postgres_connection_ask  (WbPostgresConnection             *self,
                                                   const char                       *sql);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPostgresConnection, wb_postgres_connection_free)

G_END_DECLS
