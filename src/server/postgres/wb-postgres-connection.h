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
 * A connection to a database, from the attempt to connect on. It handles one
 * query at a time without blocking, in the thread-default main context. A lost
 * connection is freed, not reused.
 */
typedef struct _WbPostgresConnection WbPostgresConnection;

/* Why a connection ended. */
typedef enum
{
  WB_POSTGRES_LOSS_NETWORK, /* the database cannot be reached, or does not answer in time */
  WB_POSTGRES_LOSS_QUERY,   /* the query gave more than is accepted */
} WbPostgresLossCause;

/**
 * WbPostgresConnectionEvents:
 * @connected: queries can be sent from now on
 * @answered: the query has finished; either with a result, which is valid during the call, or with
 *   a problem, details for the operator or %NULL, and the line in the query (0 for none)
 * @notified: a NOTIFY with this payload was received
 * @lost: the connection has ended: the problem, details for the operator or %NULL, and the cause;
 *   the connection may be freed only here
 *
 * The callbacks of a connection. The texts are single sentences without
 * secrets. Problems are shown on the board, and contain no host or user names;
 * details are for the operator, and contain the whole message of libpq.
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

G_END_DECLS
