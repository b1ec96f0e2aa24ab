/* wb-postgres-query.c: a query in a file, and its dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-postgres-query.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-error.h"

static gboolean
check_sql (const char  *name,
           const char  *sql,
           gsize        length,
           GError     **error)
{
  if (length > 0 && g_utf8_validate (sql, (gssize) length, NULL))
    return TRUE;

  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
               _("%s.sql is not a query: it must hold one statement, in UTF-8"), name);
  return FALSE;
}

/**
 * wb_postgres_query_new:
 * @name: the name of its dataset
 * @problem: one sentence that says why there is no dataset yet
 *
 * Returns: (transfer full): a query whose file has not been read yet
 */
WbPostgresQuery *
wb_postgres_query_new (const char *name,
                       const char *problem)
{
  WbPostgresQuery *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (problem != NULL, NULL);

  self = g_new0 (WbPostgresQuery, 1);
  self->name = g_strdup (name);
  self->snapshot = wb_snapshot_new (NULL, 0, problem);

  return self;
}

void
wb_postgres_query_free (WbPostgresQuery *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_free (self->sql);
  g_free (self->reported);
  wb_snapshot_unref (self->snapshot);
  g_free (self);
}

/**
 * wb_postgres_query_take_file:
 * @self: a query
 * @file: the content of its file
 * @error: return location for an error
 *
 * Stores the content of a file. If it changed, the query is scheduled and its
 * strikes are reset.
 *
 * Returns: %FALSE with %WB_SERVER_ERROR_DATA if the file has changed and is no
 *   valid query; it is then not scheduled
 */
gboolean
wb_postgres_query_take_file (WbPostgresQuery  *self,
                             GBytes           *file,
                             GError          **error)
{
  const char *sql;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (file != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->file != NULL && g_bytes_equal (self->file, file))
    return TRUE;

  g_clear_pointer (&self->file, g_bytes_unref);
  g_clear_pointer (&self->sql, g_free);
  self->file = g_bytes_ref (file);
  self->strikes = 0;
  self->is_scheduled = FALSE;

  sql = g_bytes_get_data (file, &length);
  if (!check_sql (self->name, sql, length, error))
    {
      self->is_known = TRUE;
      return FALSE;
    }

  self->sql = g_strndup (sql, length);
  wb_postgres_query_schedule (self);
  return TRUE;
}

void
wb_postgres_query_schedule (WbPostgresQuery *self)
{
  g_return_if_fail (self != NULL);

  if (self->sql == NULL || self->is_scheduled)
    return;

  self->is_scheduled = TRUE;
  self->scheduled = g_get_monotonic_time ();
}

/**
 * wb_postgres_query_update:
 * @self: a query
 * @content: (nullable): new content of any version, %NULL if the last good one stays
 * @problem: (nullable): one sentence, %NULL for no problem
 * @version: (inout): the version of the source, which grows with new content
 *
 * Updates the snapshot of a query.
 *
 * Returns: whether the snapshot differs for a peer
 */
gboolean
wb_postgres_query_update (WbPostgresQuery *self,
                          WbSnapshot      *content,
                          const char      *problem,
                          guint64         *version)
{
  g_autoptr (WbSnapshot) after = NULL;
  const char *last_etag;
  guint64 last_version;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (version != NULL, FALSE);

  last_etag = wb_snapshot_get_etag (self->snapshot);
  last_version = wb_snapshot_get_version (self->snapshot);
  if (content != NULL && g_strcmp0 (wb_snapshot_get_etag (content), last_etag) != 0)
    after = wb_snapshot_new_like (content, ++*version, problem);
  else if (last_etag != NULL)
    after = wb_snapshot_new_like (self->snapshot, last_version, problem);
  else
    after = wb_snapshot_new (NULL, last_version, problem);

  if (wb_snapshot_equal (self->snapshot, after))
    return FALSE;

  wb_snapshot_unref (self->snapshot);
  self->snapshot = g_steal_pointer (&after);
  return TRUE;
}

/**
 * wb_postgres_query_describe_problem:
 * @self: a query
 * @problem: the problem of the query or its answer
 * @line: the line of the query, counted from 1; 0 if it is not known
 *
 * Returns: (transfer full): one sentence that names the file
 */
char *
wb_postgres_query_describe_problem (WbPostgresQuery *self,
                                    const char      *problem,
                                    guint            line)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (problem != NULL, NULL);

  if (line > 0)
    return g_strdup_printf (_("%s.sql, line %u: %s; the last data stay"), self->name, line, problem);

  return g_strdup_printf (_("%s.sql: %s; the last data stay"), self->name, problem);
}
