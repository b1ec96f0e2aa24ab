/* query-fixture.c: a source on queries of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "query-fixture.h"

#include "server-fixture.h"

PostgresFixture *postgres;

void
query_fixture_set_up (QueryFixture  *self,
                      gconstpointer  data)
{
  const WbPostgresOptions defaults = WB_POSTGRES_OPTIONS_INIT;

  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  self->options = defaults;
  self->options.address = postgres_fixture_address (postgres);
  self->options.queries = self->folder;
  self->options.interval = 0;
  self->n_changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
changed_cb (WbSource   *source,
            const char *name,
            gpointer    user_data)
{
  QueryFixture *self = user_data;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_changes, name));

  g_hash_table_replace (self->n_changes, g_strdup (name), GUINT_TO_POINTER (n + 1));
}

/* Counts the changes of a source. */
void
query_fixture_watch (QueryFixture *self,
                     WbSource     *source)
{
  g_signal_connect (source, "changed", G_CALLBACK (changed_cb), self);
}

void
start (QueryFixture *self)
{
  g_autoptr (GError) error = NULL;

  self->source = wb_postgres_source_new (&self->options, &error);
  g_assert_no_error (error);
  query_fixture_watch (self, self->source);
}

void
query_fixture_tear_down (QueryFixture  *self,
                         gconstpointer  data)
{
  if (self->source != NULL)
    g_assert_finalize_object (self->source);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  folder_remove (self->folder);
  g_hash_table_unref (self->n_changes);
  g_free (self->folder);
}

guint
count_changes (QueryFixture *self,
               const char   *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->n_changes, name));
}

void
write_query (QueryFixture *self,
             const char   *name,
             const char   *sql)
{
  g_autofree char *file_name = g_strconcat (name, ".sql", NULL);

  folder_write (self->folder, file_name, sql);
}

typedef struct
{
  WbSource   *source;
  const char *name;
  const char *content; /* NULL for any */
  const char *problem; /* a part of it, NULL for none */
} Wanted;

static gboolean
is_as_wanted (gpointer user_data)
{
  const Wanted *wanted = user_data;
  g_autoptr (WbSnapshot) snapshot = wb_source_load (wanted->source, wanted->name);
  const char *problem = snapshot != NULL ? wb_snapshot_get_problem (snapshot) : NULL;
  GBytes *bytes = snapshot != NULL ? wb_snapshot_get_bytes (snapshot) : NULL;

  if (wanted->content != NULL &&
      (bytes == NULL || g_bytes_get_size (bytes) != strlen (wanted->content) ||
          memcmp (g_bytes_get_data (bytes, NULL), wanted->content, strlen (wanted->content)) != 0))
    return FALSE;

  return wanted->problem == NULL ? bytes != NULL && problem == NULL
                                 : problem != NULL && strstr (problem, wanted->problem) != NULL;
}

void
wait_for (QueryFixture *self,
          const char   *name,
          const char   *content,
          const char   *problem)
{
  Wanted wanted = { self->source, name, content, problem };

  g_test_message ("waiting for “%s”: %s, %s", name, content != NULL ? content : "anything",
                  problem != NULL ? problem : "all is well");
  raw_wait_until (is_as_wanted, &wanted);
}

static gboolean
time_is_over (gpointer user_data)
{
  return g_get_monotonic_time () >= *(gint64 *) user_data;
}

static gboolean
go_on_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main context for a while, to check that nothing happens. */
void
let_pass (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;
  guint timeout = g_timeout_add (10, go_on_cb, NULL);

  raw_wait_until (time_is_over, &end);
  g_source_remove (timeout);
}

static void
skip (void)
{
  g_test_skip ("PostgreSQL is not installed; apt-get install postgresql has it");
}

gboolean
query_fixture_is_missing (void)
{
  if (postgres_fixture_find () != NULL)
    return FALSE;

  g_test_add_func ("/postgres/all", skip);
  return TRUE;
}

int
query_fixture_run (void (*fill) (void))
{
  int status;

  postgres = postgres_fixture_new ();
  if (fill != NULL)
    fill ();
  status = g_test_run ();
  postgres_fixture_free (postgres);

  return status;
}
