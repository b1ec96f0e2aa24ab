/* wb-postgres-queries.c: the queries of a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-postgres-queries.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-error.h"
#include "source/wb-folder-reader.h"
#include "source/wb-folder.h"

#define QUERY_SUFFIX ".sql"

/* The longest query, in bytes, and the most queries of a folder. */
#define MAX_QUERY   (256 * 1024)
#define MAX_QUERIES 256

/* How long a start waits for files to be read, in milliseconds. */
#define START_PATIENCE_MS 5000

/* The least time between the answer of a query and its next run, in milliseconds. */
#define GAP_MS 50

/* Of several scheduled queries the quickest runs first, unless another one has waited for this much longer,
 * in milliseconds. */
#define PATIENCE_MS 500

struct _WbPostgresQueries
{
  char                    *path;
  WbFolderReader          *reader;
  GHashTable              *files;   /* used by the reader's thread only: the set of names with a file */
  GHashTable              *queries; /* name → WbPostgresQuery */
  WbPostgresQueriesEvents  events;
  WbSource                *source;  /* not owned: the source that owns this */
};

static WbPostgresQuery *
add_query (WbPostgresQueries *self,
           const char        *name)
{
  WbPostgresQuery *query = wb_postgres_query_new (name, _("The database has not answered yet"));

  g_hash_table_replace (self->queries, query->name, query);
  self->events.added (self->source, query);

  return query;
}

/* A query that is deleted takes its dataset with it, unlike a dataset file. */
static void
remove_query (WbPostgresQueries *self,
              WbPostgresQuery   *query)
{
  g_autofree char *name = g_strdup (query->name);

  g_hash_table_remove (self->queries, name);
  wb_source_emit_changed (self->source, name);
}

static void
take_file (WbPostgresQueries *self,
           WbPostgresQuery   *query,
           GBytes            *file)
{
  g_autoptr (GError) error = NULL;

  if (!wb_postgres_query_take_file (query, file, &error))
    self->events.broken (self->source, query, error->message);
}

/* The result of reading NAME.sql. */
typedef struct
{
  char     *name;
  GBytes   *file;    /* NULL if it cannot be read */
  char     *problem; /* the reason; NULL if the file does not exist */
} Finding;

static void
finding_free (gpointer data)
{
  Finding *finding = data;

  g_free (finding->name);
  g_clear_pointer (&finding->file, g_bytes_unref);
  g_free (finding->problem);
  g_free (finding);
}

static void
take_finding_cb (gpointer data,
                 gpointer user_data)
{
  WbPostgresQueries *self = data;
  const Finding *finding = user_data;
  g_autoptr (WbSource) source = g_object_ref (self->source);
  WbPostgresQuery *query = g_hash_table_lookup (self->queries, finding->name);

  if (finding->file != NULL)
    {
      if (query == NULL && g_hash_table_size (self->queries) < MAX_QUERIES)
        query = add_query (self, finding->name);
      if (query != NULL)
        take_file (self, query, finding->file);
    }
  else if (query != NULL && finding->problem == NULL)
    {
      remove_query (self, query);
    }
  else if (query != NULL)
    {
      self->events.broken (source, query, finding->problem);
    }

  self->events.settled (source);
}

/* Runs in the reader's thread. */
static void
read_in_thread (const char *name,
                gpointer    data)
{
  WbPostgresQueries *self = data;
  g_autofree char *file_name = g_strconcat (name, QUERY_SUFFIX, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = NULL;
  Finding *finding;

  if (!g_hash_table_contains (self->files, name) && g_hash_table_size (self->files) >= MAX_QUERIES)
    return;

  /* If the whole folder is missing, as it is for a moment while it is replaced, the queries stay. */
  file = wb_folder_read (self->path, file_name, MAX_QUERY, &error);
  if (file == NULL && !g_file_test (self->path, G_FILE_TEST_IS_DIR))
    return;

  if (file != NULL)
    g_hash_table_add (self->files, g_strdup (name));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_hash_table_remove (self->files, name);

  finding = g_new0 (Finding, 1);
  finding->name = g_strdup (name);
  finding->file = g_steal_pointer (&file);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    finding->problem = g_strdup (error->message);
  wb_folder_reader_post (self->reader, take_finding_cb, finding, finding_free);
}

/* Runs in the reader's thread. */
static void
add_known_in_thread (GHashTable *names,
                     gpointer    data)
{
  WbPostgresQueries *self = data;
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_hash_table_add (names, g_strdup (name));
}

/* Whether one query runs before another: first those that have not broken the connection, then the quick
 * ones, so that a display does not wait for a long query of another chart. */
static gboolean
comes_before (const WbPostgresQuery *a,
              const WbPostgresQuery *b)
{
  if (b == NULL)
    return TRUE;
  if (a->strikes != b->strikes)
    return a->strikes < b->strikes;
  if (ABS (a->scheduled - b->scheduled) > PATIENCE_MS * 1000)
    return a->scheduled < b->scheduled;
  if (a->took != b->took)
    return a->took < b->took;

  return strcmp (a->name, b->name) < 0;
}

/**
 * wb_postgres_queries_new:
 * @path: an absolute path of a folder
 * @sweep: see #WbPostgresOptions
 * @events: callbacks for changes; copied
 * @source: the owner of the queries, which must free them before its own end
 *
 * Returns: (transfer full): the queries of a folder that is not watched yet
 */
WbPostgresQueries *
wb_postgres_queries_new (const char                    *path,
                         guint                          sweep,
                         const WbPostgresQueriesEvents *events,
                         WbSource                      *source)
{
  static const WbFolderReaderFuncs funcs = { .read = read_in_thread, .add_known = add_known_in_thread };
  WbPostgresQueries *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (events != NULL, NULL);
  g_return_val_if_fail (WB_IS_SOURCE (source), NULL);

  self = g_new0 (WbPostgresQueries, 1);
  self->path = g_strdup (path);
  self->events = *events;
  self->source = source;
  self->queries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) wb_postgres_query_free);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->reader = wb_folder_reader_new (path, QUERY_SUFFIX, sweep, &funcs, self);

  return self;
}

/**
 * wb_postgres_queries_dup_notice:
 * @self: the queries
 *
 * Returns: (transfer full) (nullable): see wb_folder_reader_dup_notice()
 */
char *
wb_postgres_queries_dup_notice (WbPostgresQueries *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return wb_folder_reader_dup_notice (self->reader);
}

void
wb_postgres_queries_free (WbPostgresQueries *self)
{
  g_return_if_fail (self != NULL);

  wb_folder_reader_free (self->reader);
  g_hash_table_unref (self->files);
  g_hash_table_unref (self->queries);
  g_free (self->path);
  g_free (self);
}

/**
 * wb_postgres_queries_read:
 * @self: the queries of a folder
 * @error: return location for an error
 *
 * Reads the queries, and watches the folder from then on. A thread reads the
 * files; after some seconds this returns, and the rest is read later.
 *
 * Returns: %FALSE with %WB_SERVER_ERROR_DATA if the folder cannot be read
 */
gboolean
wb_postgres_queries_read (WbPostgresQueries  *self,
                          GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return wb_folder_reader_start (self->reader, START_PATIENCE_MS, error);
}

/**
 * wb_postgres_queries_find:
 * @self: the queries of a folder
 * @name: any text
 *
 * Returns: (transfer none) (nullable): the query for the dataset of that name,
 *   %NULL if there is none
 */
WbPostgresQuery *
wb_postgres_queries_find (WbPostgresQueries *self,
                          const char        *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->queries, name);
}

/**
 * wb_postgres_queries_dup_names:
 * @self: the queries of a folder
 *
 * Returns: (transfer full) (array zero-terminated=1): the names of their
 *   datasets, in any order
 */
char **
wb_postgres_queries_dup_names (WbPostgresQueries *self)
{
  g_autofree gpointer *names = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  names = g_hash_table_get_keys_as_array (self->queries, NULL);
  return g_strdupv ((char **) names);
}

/**
 * wb_postgres_queries_list:
 * @self: the queries of a folder
 *
 * Returns: (transfer container) (element-type WbPostgresQuery): all queries, in
 *   any order
 */
GList *
wb_postgres_queries_list (WbPostgresQueries *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_get_values (self->queries);
}

/**
 * wb_postgres_queries_schedule_all:
 * @self: the queries of a folder
 * @max_strikes: how often in a row the connection may have been lost while a query ran
 *
 * Schedules all queries, except those that have reached @max_strikes.
 */
void
wb_postgres_queries_schedule_all (WbPostgresQueries *self,
                                  guint              max_strikes)
{
  GHashTableIter iter;
  gpointer value;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->queries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      WbPostgresQuery *query = value;

      if (query->strikes <= max_strikes)
        wb_postgres_query_schedule (query);
    }
}

/**
 * wb_postgres_queries_choose:
 * @self: the queries of a folder
 * @now: the time, on the monotonic clock in microseconds
 * @ret_soonest: (out): if there is none, the time of the next one; %G_MAXINT64 if none is scheduled
 *
 * Chooses the query to run next.
 *
 * Returns: (transfer none) (nullable): the query, or %NULL if none can run now
 */
WbPostgresQuery *
wb_postgres_queries_choose (WbPostgresQueries *self,
                            gint64             now,
                            gint64            *ret_soonest)
{
  gint64 soonest = G_MAXINT64;
  WbPostgresQuery *next = NULL;
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_soonest != NULL, NULL);

  g_hash_table_iter_init (&iter, self->queries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      WbPostgresQuery *query = value;
      gint64 earliest = query->answered + GAP_MS * 1000;

      if (!query->is_scheduled)
        continue;
      if (earliest > now && query->answered > 0)
        soonest = MIN (soonest, earliest);
      else if (comes_before (query, next))
        next = query;
    }

  *ret_soonest = soonest;
  return next;
}
