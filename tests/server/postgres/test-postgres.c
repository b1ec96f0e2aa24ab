/* test-postgres.c: datasets from a real database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "query-fixture.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "server-fixture.h"

static void
test_value (QueryFixture  *self,
            gconstpointer  data)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *pipe_path = g_build_filename (self->folder, "pipe.sql", NULL);
  const char *const expected[] = { "broken", "custom", "seller", NULL };

  write_query (self, "seller", "SELECT '[{\"name\":\"A\",\"value\":1}]'::json");
  write_query (self, "custom", "-- with a remark\nSELECT jsonb_build_object ('ä', 1);\n-- and another\n");
  write_query (self, "broken", "SELEKT 1");
  write_query (self, "not a name", "SELECT '1'");
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  folder_write (self->folder, "notes.txt", "SELECT '1'");
  start (self);

  names = wb_source_list (self->source);
  g_assert_cmpstrv (names, expected);
  g_assert_null (wb_source_load (self->source, "other"));
  wait_for (self, "seller", "[{\"name\":\"A\",\"value\":1}]", NULL);
  wait_for (self, "custom", "{\"ä\": 1}", NULL);
  wait_for (self, "broken", NULL, "syntax error");
}

static void
test_bad_queries (QueryFixture  *self,
                  gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *sql;
    const char *says;
  } cases[] = {
    { "syntax", "SELECT\n  1\n  FRM x", "syntax.sql, line 3: syntax error" },
    { "multibyte", "SELECT 'ä€𝄞',\n  nothing", "multibyte.sql, line 2: " },
    { "no-table", "SELECT a FROM nowhere", "no-table.sql, line 1: relation \"nowhere\" does not exist" },
    { "division", "SELECT (1/0)::text", "division by zero" },
    { "no-row", "SELECT '1' WHERE false", "gives 0 of 1;" },
    { "two-rows", "VALUES ('1'), ('2')", "gives 2 of 1;" },
    { "two-columns", "SELECT '1', '2'", "gives 1 of 2;" },
    { "no-column", "SELECT", "gives 1 of 0;" },
    { "number", "SELECT 1", "neither json" },
    { "array", "SELECT ARRAY['1']", "neither json" },
    { "bytes", "SELECT '1'::bytea", "neither json" },
    { "null", "SELECT NULL::json", "NULL" },
    { "not-json", "SELECT 'hello'", "not-json: line 1, column 1" },
    { "deep", "SELECT repeat ('[', 40) || repeat (']', 40)", "deep: " },
    { "rank", "SELECT '[{\"name\":\"A\",\"value\":true}]'", "rank: [0].value: expected a number" },
    { "two", "SELECT '1'; SELECT '2'", "cannot insert multiple commands" },
    { "writes", "CREATE TABLE IF NOT EXISTS t (a int)", "read-only transaction" },
    { "empty", "", "empty.sql is not a query" },
    { "blank", " -- nothing\n", "gives 0 of 0;" },
    { "latin", "SELECT '\xe4'", "latin.sql is not a query" },
    { "copy", "COPY (SELECT 1) TO STDOUT", "copy.sql: a COPY gives no value" },
    { "copy-in", "COPY pg_class FROM STDIN", "copy-in.sql: " },
    { "listen", "LISTEN other", "listen.sql: the query must" },
    { "exit", "SELECT pg_terminate_backend (pg_backend_pid ())::text", "exit.sql: the database hangs up" },
    { "good", "SELECT '[1]'", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    write_query (self, cases[i].name, cases[i].sql);
  start (self);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (cases[i].says != NULL)
      wait_for (self, cases[i].name, NULL, cases[i].says);
  wait_for (self, "good", "[1]", NULL);

  /* A query that is corrected runs at once, and its result stays when the query becomes invalid again. */
  write_query (self, "syntax", "SELECT '[2]'");
  wait_for (self, "syntax", "[2]", NULL);
  write_query (self, "syntax", "SELECT '[3]' FROM");
  wait_for (self, "syntax", "[2]", "the last data stay");
}

/* Content that its chart cannot show is refused, as in a file. */
static void
test_unfit (QueryFixture  *self,
            gconstpointer  data)
{
  postgres_fixture_run (postgres, "CREATE TABLE unfit (value json); INSERT INTO unfit VALUES ('[]')");
  write_query (self, "seller", "SELECT value FROM unfit");
  start (self);
  wait_for (self, "seller", "[]", NULL);

  postgres_fixture_run (postgres, "UPDATE unfit SET value = '[{\"name\":true}]'; NOTIFY wallboard, 'seller'");
  wait_for (self, "seller", "[]", "seller: [0].name: ");
  postgres_fixture_run (postgres, "UPDATE unfit SET value = '[]'; NOTIFY wallboard, 'seller'");
  wait_for (self, "seller", "[]", NULL);
}

static void
read_cb (WbSource   *source,
         const char *name,
         gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static gboolean
has_been_read (gpointer user_data)
{
  return *(guint *) user_data > 0;
}

static void
test_notify (QueryFixture  *self,
             gconstpointer  data)
{
  guint n_read = 0;
  gint64 started;

  postgres_fixture_run (postgres, "CREATE TABLE numbers AS SELECT 0 AS n");
  write_query (self, "one", "SELECT n::text FROM numbers");
  write_query (self, "two", "SELECT n::text FROM numbers");
  start (self);
  wait_for (self, "one", "0", NULL);
  wait_for (self, "two", "0", NULL);

  /* Only the query that is named runs, and soon. */
  let_pass (100);
  started = g_get_monotonic_time ();
  postgres_fixture_run (postgres, "UPDATE numbers SET n = 1; NOTIFY wallboard, 'one'");
  wait_for (self, "one", "1", NULL);
  g_test_message ("NOTIFY to data: %.1f ms", (double) (g_get_monotonic_time () - started) / 1000);
  let_pass (150);
  wait_for (self, "two", "0", NULL);

  /* Unknown and invalid names change nothing. */
  postgres_fixture_run (postgres, "UPDATE numbers SET n = 2; NOTIFY wallboard, 'three';"
                                  " NOTIFY wallboard, '../one';"
                                  "NOTIFY other, 'one'");
  let_pass (150);
  wait_for (self, "one", "1", NULL);

  /* An unchanged result counts as read. */
  g_signal_connect (self->source, "read", G_CALLBACK (read_cb), &n_read);
  postgres_fixture_run (postgres, "UPDATE numbers SET n = 1; NOTIFY wallboard, 'one'");
  raw_wait_until (has_been_read, &n_read);
  g_assert_cmpuint (count_changes (self, "one"), ==, 2);

  postgres_fixture_run (postgres, "UPDATE numbers SET n = 2; NOTIFY wallboard");
  wait_for (self, "one", "2", NULL);
  wait_for (self, "two", "2", NULL);
}

/* Without notifications, queries run at the interval. */
static void
test_interval (QueryFixture  *self,
               gconstpointer  data)
{
  postgres_fixture_run (postgres, "CREATE TABLE silent AS SELECT 0 AS n");
  write_query (self, "silent", "SELECT n::text FROM silent");
  self->options.interval = 1;
  start (self);
  wait_for (self, "silent", "0", NULL);
  postgres_fixture_run (postgres, "UPDATE silent SET n = 1");
  wait_for (self, "silent", "1", NULL);
}

/* Many notifications cause few runs of the query; the last run follows the last notification. */
static void
test_storm (QueryFixture  *self,
            gconstpointer  data)
{
  gint64 started = g_get_monotonic_time ();
  guint elapsed;

  postgres_fixture_run (postgres, "CREATE TABLE storm AS SELECT 0 AS n");
  write_query (self, "storm", "SELECT json_build_array (n, clock_timestamp ())->0 FROM storm");
  start (self);
  wait_for (self, "storm", "0", NULL);
  for (guint i = 1; i <= 500; i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE storm SET n = %u; NOTIFY wallboard, 'storm'", i);

      postgres_fixture_run (postgres, sql);
      g_main_context_iteration (NULL, FALSE);
    }
  wait_for (self, "storm", "500", NULL);
  elapsed = (guint) ((g_get_monotonic_time () - started) / 1000);
  g_test_message ("%u answers in %u ms", count_changes (self, "storm"), elapsed);
  g_assert_cmpuint (count_changes (self, "storm"), <=, elapsed / 50 + 2);
}

typedef struct
{
  gint64 last;
  gint64 queued;  /* waiting for a processor */
  gint64 longest; /* between two ticks, without waiting; all in microseconds */
} Ticks;

/* How long this thread has waited for a processor, which is not the program's fault on a busy machine.
 * Source: Linux, Documentation/scheduler/sched-stats.rst, “/proc/<pid>/schedstat”. */
static gint64
get_queued (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/thread-self/schedstat", &text, NULL, NULL))
    return 0;

  fields = g_strsplit (text, " ", 3);
  return g_strv_length (fields) == 3 ? g_ascii_strtoll (fields[1], NULL, 10) / 1000 : 0;
}

static gboolean
tick_cb (gpointer user_data)
{
  Ticks *ticks = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 queued = get_queued ();

  ticks->longest = MAX (ticks->longest, now - ticks->last - (queued - ticks->queued));
  ticks->last = now;
  ticks->queued = queued;

  return G_SOURCE_CONTINUE;
}

/* A value far beyond the limit is not read to its end, and other queries continue. */
static void
test_large (QueryFixture  *self,
            gconstpointer  data)
{
  Ticks ticks = { g_get_monotonic_time (), get_queued (), 0 };
  guint ticker = g_timeout_add (5, tick_cb, &ticks);
  guint n_changes;

  write_query (self, "all-right", "SELECT to_json (repeat ('x', 4000000))");
  write_query (self, "rather-large", "SELECT to_json (repeat ('x', 8388600))");
  write_query (self, "too-large", "SELECT to_json (repeat ('x', 200000000))");
  write_query (self, "rows", "SELECT repeat ('x', 1000) FROM generate_series (1, 100000)");
  write_query (self, "small", "SELECT '1'");

  /* A large dataset that is still within the limit. */
  write_query (self, "seller", "SELECT json_agg (json_build_object ('name', i::text, 'value', i)) "
                               "FROM generate_series (1, 150000) i");
  start (self);
  wait_for (self, "small", "1", NULL);
  wait_for (self, "all-right", NULL, NULL);
  wait_for (self, "seller", NULL, NULL);
  n_changes = count_changes (self, "small");
  wait_for (self, "rather-large", NULL, "8 MiB");
  wait_for (self, "too-large", NULL, "too-large.sql: the answer is larger than 8 MiB");
  wait_for (self, "rows", NULL, "rows.sql: the answer is larger than 8 MiB");
  wait_for (self, "small", "1", NULL);
  g_assert_cmpuint (count_changes (self, "small"), ==, n_changes);

  /* The main loop was not blocked meanwhile. */
  g_source_remove (ticker);
  g_test_message ("the longest pause: %.1f ms", (double) ticks.longest / 1000);
  if (g_getenv ("WALLBOARD_PATIENCE") == NULL)
    g_assert_cmpint (ticks.longest, <, G_USEC_PER_SEC / 4);
}

static void
test_password (QueryFixture  *self,
               gconstpointer  data)
{
  g_autofree char *file = g_strconcat (self->folder, ".pass", NULL);
  g_autofree char *wrong =
    g_strconcat (postgres_fixture_address (postgres), " user=guarded password=Xyzzy1", NULL);
  g_autofree char *without = g_strconcat (postgres_fixture_address (postgres), " user=guarded", NULL);
  g_autoptr (WbSnapshot) snapshot = NULL;
  g_autofree char *trouble = NULL;

  postgres_fixture_run (postgres, "CREATE ROLE guarded LOGIN PASSWORD 'swordfish'");
  write_query (self, "who", "SELECT to_json (current_user)");
  self->options.address = wrong;
  start (self);
  wait_for (self, "who", NULL, "cannot be reached");
  snapshot = wb_source_load (self->source, "who");
  g_assert_null (strstr (wb_snapshot_get_problem (snapshot), "guarded"));
  trouble = wb_source_dup_trouble (self->source);
  g_assert_nonnull (strstr (trouble, "password authentication failed"));
  g_assert_null (strstr (trouble, "Xyzzy1"));
  g_clear_object (&self->source);

  /* The password file, as used by psql. */
  g_assert_true (g_file_set_contents_full (file, "*:*:*:guarded:swordfish\n", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_setenv ("PGPASSFILE", file, TRUE);
  self->options.address = without;
  start (self);
  wait_for (self, "who", "\"guarded\"", NULL);
  g_unsetenv ("PGPASSFILE");
  g_unlink (file);
}

/* An invalid address is refused at once, and not quoted in the error. */
static void
test_bad_address (QueryFixture  *self,
                  gconstpointer  data)
{
  static const char *const addresses[] = { "host=x password=my Xyzzy1", "postgresql://a:Xyzzy1%zz@b/c",
                                           "host='x password=Xyzzy1", "Xyzzy1=1" };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GError) error = NULL;

      self->options.address = addresses[i];
      g_assert_null (wb_postgres_source_new (&self->options, &error));
      g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA);
      g_assert_null (strstr (error->message, "Xyzzy1"));
    }
}

/* A notification that arrives together with an answer is not lost: the query notifies about itself, and each
 * time the last notification must be handled. */
static void
test_notify_with_answer (QueryFixture  *self,
                         gconstpointer  data)
{
  postgres_fixture_run (postgres, "CREATE TABLE together AS SELECT 0 AS n");
  write_query (self, "together", "SELECT n::text FROM together, pg_sleep (0.02)");
  start (self);
  wait_for (self, "together", "0", NULL);
  for (guint i = 1; i <= 30; i++)
    {
      g_autofree char *sql = g_strdup_printf ("NOTIFY wallboard; SELECT pg_sleep (%.3f)", 0.001 * (15 + i));
      g_autofree char *change = g_strdup_printf ("UPDATE together SET n = %u; NOTIFY wallboard", i);
      g_autofree char *content = g_strdup_printf ("%u", i);

      let_pass (60);
      postgres_fixture_run (postgres, sql);
      postgres_fixture_run (postgres, change);
      wait_for (self, "together", content, NULL);
    }
}

static gboolean
is_gone (gpointer user_data)
{
  g_autoptr (WbSnapshot) snapshot = wb_source_load (user_data, "gone");

  return snapshot == NULL;
}

static void
test_file_gone (QueryFixture  *self,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "gone.sql", NULL);
  g_autofree char *folder = g_strconcat (self->folder, ".away", NULL);

  write_query (self, "gone", "SELECT '1'");
  write_query (self, "kept", "SELECT '1'");
  start (self);
  wait_for (self, "gone", "1", NULL);
  wait_for (self, "kept", "1", NULL);

  /* One file is removed. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  raw_wait_until (is_gone, self->source);

  /* The whole folder is removed and created again, as when it is replaced. */
  g_assert_cmpint (g_rename (self->folder, folder), ==, 0);
  let_pass (200);
  wait_for (self, "kept", "1", NULL);
  g_assert_cmpint (g_rename (folder, self->folder), ==, 0);
  write_query (self, "kept", "SELECT '2'");
  wait_for (self, "kept", "2", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (query_fixture_is_missing ())
    return g_test_run ();

  ADD ("/postgres/value", test_value);
  ADD ("/postgres/bad-queries", test_bad_queries);
  ADD ("/postgres/unfit", test_unfit);
  ADD ("/postgres/notify", test_notify);
  ADD ("/postgres/notify-with-answer", test_notify_with_answer);
  ADD ("/postgres/interval", test_interval);
  ADD ("/postgres/storm", test_storm);
  ADD ("/postgres/large", test_large);
  ADD ("/postgres/password", test_password);
  ADD ("/postgres/bad-address", test_bad_address);
  ADD ("/postgres/file-gone", test_file_gone);

  return query_fixture_run (NULL);
}
