/* wb-postgres-errors.h: error messages and addresses of PostgreSQL
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <libpq-fe.h>

G_BEGIN_DECLS

gboolean  wb_postgres_check_address  (const char      *address,
                                      GError         **error);
char     *wb_postgres_tidy           (const char      *text);
char     *wb_postgres_describe_loss  (const char      *text);
gboolean  wb_postgres_is_about_query (const char      *state);
guint     wb_postgres_find_line      (const PGresult  *result,
                                      const char      *sql);

G_END_DECLS
