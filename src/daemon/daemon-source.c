/* daemon-source.c: where the datasets of wallboard-server come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "daemon-source.h"

#include <glib/gi18n-lib.h>

#include "source/wb-directory-source.h"
#include "source/wb-layered-source.h"

#if WB_POSTGRES
#include "postgres/wb-postgres-source.h"

static WbSource *
open_database (const DaemonOptions  *options,
               GError              **error)
{
  const WbPostgresOptions postgres = {
    .address = options->postgres,
    .queries = options->queries,
    .interval = options->postgres_interval,
    .timeout = options->postgres_timeout,
    .sweep = options->sweep,
  };

  return wb_postgres_source_new (&postgres, error);
}
#else
static WbSource *
open_database (const DaemonOptions  *options,
               GError              **error)
{
  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
               _("This wallboard-server was built without PostgreSQL; build it with -Dpostgres=enabled, or "
                 "leave out --postgres"));
  return NULL;
}
#endif

/**
 * daemon_source_new:
 * @options: what the operator wants
 * @error: return location for an error
 *
 * Opens the data folder, the database, or both; then a query comes before a
 * file of the same name.
 *
 * Returns: (transfer full): a source, or %NULL with %WB_SERVER_ERROR_DATA
 */
WbSource *
daemon_source_new (const DaemonOptions  *options,
                   GError              **error)
{
  g_autoptr (WbSource) database = NULL;
  g_autoptr (WbSource) folder = NULL;

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (options->postgres != NULL)
    {
      database = open_database (options, error);
      if (database == NULL)
        return NULL;
    }

  if (options->data != NULL)
    {
      folder = wb_directory_source_new (options->data, options->sweep, error);
      if (folder == NULL)
        return NULL;
    }

  if (database == NULL)
    return g_steal_pointer (&folder);
  if (folder == NULL)
    return g_steal_pointer (&database);

  return wb_layered_source_new (database, folder);
}
