/* wb-postgres-source.h: datasets from the queries of a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "source/wb-source.h"

G_BEGIN_DECLS

/**
 * WbPostgresOptions:
 * @address: where the database is: a connection string or URI, or its name; what
 *   it leaves out comes from the environment, the service file and the password
 *   file, as in psql
 * @queries: a folder of files NAME.sql
 * @interval: seconds until every query is asked again, 0 to wait for a NOTIFY
 * @timeout: seconds that a query may take, 0 for as long as it likes
 *
 * What a source needs to know. Start from %WB_POSTGRES_OPTIONS_INIT.
 */
typedef struct
{
  const char *address;
  const char *queries;
  guint       interval;
  guint       timeout;
} WbPostgresOptions;

#define WB_POSTGRES_OPTIONS_INIT { .interval = 60, .timeout = 10 }

#define WB_TYPE_POSTGRES_SOURCE (wb_postgres_source_get_type ())

/**
 * WbPostgresSource:
 *
 * What a database answers to the queries of a folder.
 */
G_DECLARE_FINAL_TYPE (WbPostgresSource, wb_postgres_source, WB, POSTGRES_SOURCE, GObject)

WbSource *wb_postgres_source_new (const WbPostgresOptions  *options,
                                  GError                  **error);

G_END_DECLS
