/* wb-postgres-source.h: datasets from the queries of a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "source/wb-source.h"

G_BEGIN_DECLS

/**
 * WbPostgresOptions:
 * @address: a connection string or URI, or the name of a database; the rest comes from the
 *   environment, the service file and the password file, as in psql
 * @queries: a folder of files NAME.sql
 * @interval: seconds until every query runs again, 0 to run only after a NOTIFY
 * @timeout: the timeout of a query in seconds, 0 for none
 * @sweep: the seconds between two looks for changes of @queries that the kernel
 *   does not report, 0 for none
 *
 * The options of a source. Initialise them with %WB_POSTGRES_OPTIONS_INIT.
 */
typedef struct
{
  const char *address;
  const char *queries;
  guint       interval;
  guint       timeout;
  guint       sweep;
} WbPostgresOptions;

#define WB_POSTGRES_OPTIONS_INIT { .interval = 60, .timeout = 10, .sweep = 5 }

#define WB_TYPE_POSTGRES_SOURCE (wb_postgres_source_get_type ())

/**
 * WbPostgresSource:
 *
 * The results of the queries of a folder.
 */
G_DECLARE_FINAL_TYPE (WbPostgresSource, wb_postgres_source, WB, POSTGRES_SOURCE, GObject)

WbSource *wb_postgres_source_new (const WbPostgresOptions  *options,
                                  GError                  **error);

G_END_DECLS
