/* wb-postgres-route.h: resolves the host names in the address of a database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WbPostgresRoute:
 * @host: (nullable): host names, separated by commas
 * @hostaddr: (nullable): an address for each of them
 * @port: (nullable): a port for each of them
 *
 * Options that override the address of a database; all %NULL if nothing was
 * resolved.
 */
typedef struct
{
  char *host;
  char *hostaddr;
  char *port;
} WbPostgresRoute;

void             wb_postgres_route_find_async  (const char           *address,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
WbPostgresRoute *wb_postgres_route_find_finish (GAsyncResult         *result,
                                                GError              **error);
void             wb_postgres_route_free        (WbPostgresRoute      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPostgresRoute, wb_postgres_route_free)

G_END_DECLS
