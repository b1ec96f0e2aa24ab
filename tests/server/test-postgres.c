/* test-postgres.c: datasets from a real database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-postgres-source.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "postgres-fixture.h"
#include "server-fixture.h"
#include "wb-dataset.h"
#include "wb-directory-source.h"
#include "wb-layered-source.h"

/* One database for all tests: to make one takes seconds. */
static PostgresFixture *postgres;

typedef struct
{
  char              *folder; /* of the queries */
  WbPostgresOptions  options;
  WbSource          *source;
  GHashTable        *n_changes; /* name → how often it changed */
} Fixture;

static void
set_up (Fixture       *self,
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
  Fixture *self = user_data;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_changes, name));

  g_hash_table_replace (self->n_changes, g_strdup (name), GUINT_TO_POINTER (n + 1));
}

static void
start (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->source = wb_postgres_source_new (&self->options, &error);
  g_assert_no_error (error);
  g_signal_connect (self->source, "changed", G_CALLBACK (changed_cb), self);
}

static void
tear_down (Fixture       *self,
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

static guint
count_changes (Fixture    *self,
               const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->n_changes, name));
}

static void
write_query (Fixture    *self,
             const char *name,
             const char *sql)
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

  if (wanted->content != NULL
      && (bytes == NULL || g_bytes_get_size (bytes) != strlen (wanted->content)
          || memcmp (g_bytes_get_data (bytes, NULL), wanted->content, strlen (wanted->content)) != 0))
    return FALSE;

  return wanted->problem == NULL ? bytes != NULL && problem == NULL
                                 : problem != NULL && strstr (problem, wanted->problem) != NULL;
}

static void
wait_for (Fixture    *self,
          const char *name,
          const char *content,
          const char *problem)
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

/* Lets things happen for a while, where it is that nothing happens which counts. */
static void
let_pass (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;
  guint timeout = g_timeout_add (10, go_on_cb, NULL);

  raw_wait_until (time_is_over, &end);
  g_source_remove (timeout);
}

static void
test_value (Fixture       *self,
            gconstpointer  data)
{
  g_auto (GStrv) names = NULL;
  const char *const expected[] = { "broken", "custom", "seller", NULL };

  write_query (self, "seller", "SELECT '[{\"name\":\"A\",\"value\":1}]'::json");
  write_query (self, "custom", "-- with a remark\nSELECT jsonb_build_object ('ä', 1);\n-- and another\n");
  write_query (self, "broken", "SELEKT 1");
  write_query (self, "not a name", "SELECT '1'");
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
test_bad_queries (Fixture       *self,
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
    { "rank", "SELECT '[{\"name\":\"A\",\"value\":null}]'", "rank: [0].value: expected a number" },
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

  /* A query that is mended is asked at once, and what was good stays when it breaks again. */
  write_query (self, "syntax", "SELECT '[2]'");
  wait_for (self, "syntax", "[2]", NULL);
  write_query (self, "syntax", "SELECT '[3]' FROM");
  wait_for (self, "syntax", "[2]", "the last data stay");
}

/* The wrong shape is refused as in a file. */
static void
test_unfit (Fixture       *self,
            gconstpointer  data)
{
  postgres_fixture_run (postgres, "CREATE TABLE unfit (value json); INSERT INTO unfit VALUES ('[]')");
  write_query (self, "seller", "SELECT value FROM unfit");
  start (self);
  wait_for (self, "seller", "[]", NULL);

  postgres_fixture_run (postgres, "UPDATE unfit SET value = '[{\"name\":1}]'; NOTIFY wallboard, 'seller'");
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
test_notify (Fixture       *self,
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

  /* The one that is named, soon. */
  let_pass (100);
  started = g_get_monotonic_time ();
  postgres_fixture_run (postgres, "UPDATE numbers SET n = 1; NOTIFY wallboard, 'one'");
  wait_for (self, "one", "1", NULL);
  g_test_message ("NOTIFY to data: %.1f ms", (double) (g_get_monotonic_time () - started) / 1000);
  let_pass (150);
  wait_for (self, "two", "0", NULL);

  /* Names that nobody has, and what is no name, change nothing. */
  postgres_fixture_run (postgres, "UPDATE numbers SET n = 2; NOTIFY wallboard, 'three'; NOTIFY wallboard, '../one';"
                                  "NOTIFY other, 'one'");
  let_pass (150);
  wait_for (self, "one", "1", NULL);

  /* What is the same as before was read all the same. */
  g_signal_connect (self->source, "read", G_CALLBACK (read_cb), &n_read);
  postgres_fixture_run (postgres, "UPDATE numbers SET n = 1; NOTIFY wallboard, 'one'");
  raw_wait_until (has_been_read, &n_read);
  g_assert_cmpuint (count_changes (self, "one"), ==, 2);

  postgres_fixture_run (postgres, "UPDATE numbers SET n = 2; NOTIFY wallboard");
  wait_for (self, "one", "2", NULL);
  wait_for (self, "two", "2", NULL);
}

/* Without a word from the database, the clock does it. */
static void
test_interval (Fixture       *self,
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

/* A storm of notices makes a few questions; the last one comes after the last notice. */
static void
test_storm (Fixture       *self,
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

static void
test_slow (Fixture       *self,
           gconstpointer  data)
{
  gint64 started;

  write_query (self, "slow", "SELECT '1' FROM pg_sleep (60)");
  write_query (self, "quick", "SELECT '1'");
  self->options.timeout = 1;
  started = g_get_monotonic_time ();
  start (self);
  wait_for (self, "slow", NULL, "slow.sql: the query takes longer than 1 second");
  g_assert_cmpint (g_get_monotonic_time () - started, <, 3 * G_USEC_PER_SEC);
  wait_for (self, "quick", "1", NULL);
}

/* A query can lift the limit that the database keeps for us; then we keep it ourselves. */
static void
test_slow_unlimited (Fixture       *self,
                     gconstpointer  data)
{
  write_query (self, "a-first", "SELECT set_config ('statement_timeout', '0', false)");
  write_query (self, "b-slow", "SELECT '1' FROM pg_sleep (60)");
  self->options.timeout = 1;
  start (self);
  wait_for (self, "a-first", "0", NULL);
  wait_for (self, "b-slow", NULL, "the query takes longer than 1 second");
}

/* The process that serves us stands still, and so hears of no cancellation. */
static void
test_frozen (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *pid = NULL;

  write_query (self, "frozen", "SELECT '1'");
  self->options.timeout = 1;
  start (self);
  wait_for (self, "frozen", "1", NULL);

  pid = postgres_fixture_ask (postgres, "SELECT pid FROM pg_stat_activity WHERE application_name = 'wallboard-server'");
  g_assert_cmpint (kill (atoi (pid), SIGSTOP), ==, 0);
  write_query (self, "frozen", "SELECT '2'");
  wait_for (self, "frozen", "1", "does not answer");
  wait_for (self, "frozen", "2", NULL);
  g_assert_cmpint (kill (atoi (pid), SIGCONT), ==, 0);
}

static void
test_terminated (Fixture       *self,
                 gconstpointer  data)
{
  write_query (self, "kept", "SELECT '1'");
  start (self);
  wait_for (self, "kept", "1", NULL);
  for (guint i = 0; i < 3; i++)
    {
      postgres_fixture_run (postgres, "SELECT pg_terminate_backend (pid) FROM pg_stat_activity "
                                      "WHERE application_name = 'wallboard-server'");
      wait_for (self, "kept", "1", "cannot be reached");
      wait_for (self, "kept", "1", NULL);
    }
}

static void
restart (Fixture *self,
         int      signal)
{
  postgres_fixture_run (postgres, "DROP TABLE IF EXISTS restarted; CREATE TABLE restarted AS SELECT 1 AS n");
  write_query (self, "restarted", "SELECT n::text FROM restarted");
  write_query (self, "long", "SELECT '1' FROM pg_sleep (0.3)");
  start (self);
  wait_for (self, "restarted", "1", NULL);

  /* In the middle of a query, too. */
  postgres_fixture_run (postgres, "NOTIFY wallboard, 'long'");
  postgres_fixture_kill (postgres, signal);
  wait_for (self, "restarted", "1", "cannot be reached");
  let_pass (500);

  postgres_fixture_start (postgres);
  postgres_fixture_run (postgres, "UPDATE restarted SET n = 2");
  wait_for (self, "restarted", "2", NULL);
  wait_for (self, "long", "1", NULL);
  postgres_fixture_run (postgres, "UPDATE restarted SET n = 3; NOTIFY wallboard, 'restarted'");
  wait_for (self, "restarted", "3", NULL);
}

static void
test_restart (Fixture       *self,
              gconstpointer  data)
{
  restart (self, SIGINT);
}

static void
test_killed (Fixture       *self,
             gconstpointer  data)
{
  restart (self, SIGQUIT);
}

typedef struct
{
  gint64 last;
  gint64 longest; /* microseconds between two ticks */
} Ticks;

static gboolean
tick_cb (gpointer user_data)
{
  Ticks *ticks = user_data;
  gint64 now = g_get_monotonic_time ();

  ticks->longest = MAX (ticks->longest, now - ticks->last);
  ticks->last = now;

  return G_SOURCE_CONTINUE;
}

/* More than any screen takes is not even read to its end, and harms no other. */
static void
test_large (Fixture       *self,
            gconstpointer  data)
{
  Ticks ticks = { g_get_monotonic_time (), 0 };
  guint ticker = g_timeout_add (5, tick_cb, &ticks);
  guint n_changes;

  write_query (self, "all-right", "SELECT to_json (repeat ('x', 4000000))");
  write_query (self, "rather-large", "SELECT to_json (repeat ('x', 8388600))");
  write_query (self, "too-large", "SELECT to_json (repeat ('x', 200000000))");
  write_query (self, "rows", "SELECT repeat ('x', 1000) FROM generate_series (1, 100000)");
  write_query (self, "small", "SELECT '1'");
  start (self);
  wait_for (self, "small", "1", NULL);
  wait_for (self, "all-right", NULL, NULL);
  n_changes = count_changes (self, "small");
  wait_for (self, "rather-large", NULL, "8 MiB");
  wait_for (self, "too-large", NULL, "too-large.sql: the answer is larger than 8 MiB");
  wait_for (self, "rows", NULL, "rows.sql: the answer is larger than 8 MiB");
  wait_for (self, "small", "1", NULL);
  g_assert_cmpuint (count_changes (self, "small"), ==, n_changes);

  /* The board went on meanwhile. */
  g_source_remove (ticker);
  g_test_message ("the longest pause: %.1f ms", (double) ticks.longest / 1000);
  g_assert_cmpint (ticks.longest, <, G_USEC_PER_SEC / 2);
}

static void
test_password (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *file = g_strconcat (self->folder, ".pass", NULL);
  g_autofree char *wrong = g_strconcat (postgres_fixture_address (postgres), " user=guarded password=Xyzzy1", NULL);
  g_autofree char *without = g_strconcat (postgres_fixture_address (postgres), " user=guarded", NULL);
  g_autoptr (WbSnapshot) snapshot = NULL;

  postgres_fixture_run (postgres, "CREATE ROLE guarded LOGIN PASSWORD 'swordfish'");
  write_query (self, "who", "SELECT to_json (current_user)");
  self->options.address = wrong;
  start (self);
  wait_for (self, "who", NULL, "password authentication failed");
  snapshot = wb_source_load (self->source, "who");
  g_assert_null (strstr (wb_snapshot_get_problem (snapshot), "Xyzzy1"));
  g_clear_object (&self->source);

  /* Where psql would find it. */
  g_assert_true (g_file_set_contents_full (file, "*:*:*:guarded:swordfish\n", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_setenv ("PGPASSFILE", file, TRUE);
  self->options.address = without;
  start (self);
  wait_for (self, "who", "\"guarded\"", NULL);
  g_unsetenv ("PGPASSFILE");
  g_unlink (file);
}

/* What cannot be read is refused at once, without repeating it. */
static void
test_bad_address (Fixture       *self,
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

static void
test_unreachable (Fixture       *self,
                  gconstpointer  data)
{
  static const char *const addresses[] = {
    "host=/nonexistent", "host=127.0.0.1 port=1 connect_timeout=2", "host=nowhere.invalid", "service=nowhere",
    "host=nowhere.invalid,/nonexistent port=1,2", "postgresql://nowhere.invalid:1/x",
  };

  write_query (self, "seller", "SELECT '[]'");
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      self->options.address = addresses[i];
      start (self);
      wait_for (self, "seller", NULL, "cannot be reached");
      g_clear_object (&self->source);
    }
}

/* A notice that comes together with an answer is not overlooked: it is the query itself that is told on, over and
 * over, and each time the last notice must be heard. */
static void
test_notify_with_answer (Fixture       *self,
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
test_file_gone (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "gone.sql", NULL);
  g_autofree char *folder = g_strconcat (self->folder, ".away", NULL);

  write_query (self, "gone", "SELECT '1'");
  write_query (self, "kept", "SELECT '1'");
  start (self);
  wait_for (self, "gone", "1", NULL);
  wait_for (self, "kept", "1", NULL);

  /* One file is taken away. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  raw_wait_until (is_gone, self->source);

  /* The whole folder goes and comes back, as when it is replaced. */
  g_assert_cmpint (g_rename (self->folder, folder), ==, 0);
  let_pass (200);
  wait_for (self, "kept", "1", NULL);
  g_assert_cmpint (g_rename (folder, self->folder), ==, 0);
  write_query (self, "kept", "SELECT '2'");
  wait_for (self, "kept", "2", NULL);
}

static void
test_layers (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *files = g_strconcat (self->folder, ".data", NULL);
  g_autofree char *query_path = g_build_filename (self->folder, "seller.sql", NULL);
  g_auto (GStrv) names = NULL;
  const char *const expected[] = { "rank", "seller", NULL };
  g_autoptr (WbSource) folder = NULL;
  WbSource *database;

  g_assert_cmpint (g_mkdir (files, 0755), ==, 0);
  folder_write (files, "seller.json", "[{\"name\":\"file\",\"value\":1}]");
  folder_write (files, "rank.json", "[]");
  write_query (self, "seller", "SELECT '[]'");
  folder = wb_directory_source_new (files, NULL);
  start (self);
  database = self->source;
  g_signal_handlers_disconnect_by_data (database, self);
  self->source = wb_layered_source_new (database, folder);
  g_signal_connect (self->source, "changed", G_CALLBACK (changed_cb), self);

  /* The file is not shown, not even before the database has answered. */
  wait_for (self, "seller", NULL, "not answered yet");
  wait_for (self, "seller", "[]", NULL);
  wait_for (self, "rank", "[]", NULL);
  names = wb_source_list (self->source);
  g_assert_cmpstrv (names, expected);

  folder_write (files, "seller.json", "[{\"name\":\"file\",\"value\":2}]");
  folder_write (files, "rank.json", "[{\"name\":\"file\",\"value\":2}]");
  wait_for (self, "rank", "[{\"name\":\"file\",\"value\":2}]", NULL);
  wait_for (self, "seller", "[]", NULL);
  g_assert_cmpuint (count_changes (self, "seller"), ==, 1);

  /* Without the query, it is the file's turn. */
  g_assert_cmpint (g_unlink (query_path), ==, 0);
  wait_for (self, "seller", "[{\"name\":\"file\",\"value\":2}]", NULL);
  g_assert_cmpuint (count_changes (self, "seller"), ==, 2);

  g_object_unref (database);
  folder_remove (files);
}

static void
put_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

/* A server is ready when the database has said something about every dataset, and stays so. */
static void
test_ready (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (WbSource) folder = wb_directory_source_new (self->folder, NULL);
  g_autoptr (WbSource) both = NULL;
  g_autoptr (WbSnapshot) snapshot = NULL;
  g_autofree char *early = NULL;
  g_autofree char *through = NULL;
  g_autofree char *late = NULL;
  g_autofree char *away = NULL;

  write_query (self, "good", "SELECT '1'");
  write_query (self, "wrong", "SELEKT '1'");
  start (self);
  both = wb_layered_source_new (self->source, folder);
  early = wb_source_dup_trouble (self->source);
  g_assert_nonnull (strstr (early, "not answered yet"));
  through = wb_source_dup_trouble (both);
  g_assert_cmpstr (through, ==, early);
  wait_for (self, "good", NULL, NULL);
  wait_for (self, "wrong", NULL, "syntax");
  late = wb_source_dup_trouble (both);
  g_assert_cmpstr (late, ==, NULL);

  postgres_fixture_run (postgres, "SELECT pg_terminate_backend (pid) FROM pg_stat_activity "
                                  "WHERE application_name = 'wallboard-server'");
  wait_for (self, "good", NULL, "cannot be reached");
  snapshot = wb_source_load (self->source, "good");
  g_assert_null (strstr (wb_snapshot_get_problem (snapshot), "syntax"));
  away = wb_source_dup_trouble (both);
  g_assert_cmpstr (away, ==, NULL);
  g_clear_object (&both);
}

static void
test_put (Fixture       *self,
          gconstpointer  data)
{
  g_autoptr (GBytes) content = g_bytes_new_static ("[]", 2);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  write_query (self, "seller", "SELECT '[]'");
  start (self);
  wb_source_put_async (self->source, "seller", content, NULL, NULL, put_cb, &result);
  raw_wait_until (is_set, &result);
  g_assert_null (wb_source_put_finish (self->source, result, &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_READ_ONLY);
}

/* The sample: six queries, each of which its chart takes. */
static void
test_shop (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *queries = g_build_filename (g_getenv ("SAMPLES"), "shop", NULL);

  self->options.queries = queries;
  start (self);
  for (WbChartKind kind = 0; kind < WB_N_CHARTS; kind++)
    {
      const char *name = wb_chart_kind_get_name (kind);
      g_autoptr (WbSnapshot) snapshot = NULL;
      g_autoptr (WbDataset) dataset = NULL;
      g_autoptr (GError) error = NULL;
      GBytes *bytes;

      wait_for (self, name, NULL, NULL);
      snapshot = wb_source_load (self->source, name);
      bytes = wb_snapshot_get_bytes (snapshot);
      dataset = wb_dataset_parse (kind, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 400);
    }
}

/* As anybody would try it: a row goes in, and a page that watches sees its bar move. */
static void
test_shop_moves (Fixture       *self,
                 gconstpointer  data)
{
  const char *request = "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\"}";
  const char *row = "INSERT INTO orders (seller, product, city, amount) "
                    "VALUES ('Half Moon Jewellery', 'Yoga mat', 'Lhasa', 99999000)";
  g_autofree char *queries = g_build_filename (g_getenv ("SAMPLES"), "shop", NULL);
  WbServerOptions options = WB_SERVER_OPTIONS_INIT;
  g_autoptr (WbServer) server = NULL;
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (GError) error = NULL;
  gint64 started;

  self->options.queries = queries;
  start (self);
  wait_for (self, "seller", NULL, NULL);
  server = wb_server_new (self->source);
  options.http = "127.0.0.1:0";
  options.ws = "127.0.0.1:0";
  g_assert_true (wb_server_start (server, &options, &error));
  peer = raw_peer_open (wb_server_get_ws_uri (server), NULL);
  raw_peer_send (peer, request);
  {
    g_autofree char *before = raw_peer_receive_text (peer);

    g_assert_nonnull (strstr (before, "Half Moon Jewellery"));
    g_assert_null (strstr (before, "data\":\"[{\\\"name\\\" : \\\"Half Moon Jewellery"));
  }

  let_pass (100);
  started = g_get_monotonic_time ();
  postgres_fixture_run (postgres, row);
  {
    g_autofree char *after = raw_peer_receive_text (peer);

    g_test_message ("INSERT to display: %.1f ms", (double) (g_get_monotonic_time () - started) / 1000);
    g_assert_nonnull (strstr (after, "data\":\"[{\\\"name\\\" : \\\"Half Moon Jewellery"));
  }
  g_assert_cmpint (g_get_monotonic_time () - started, <, 2 * G_USEC_PER_SEC);
}

static void
load_shop (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("SAMPLES"), "shop.sql", NULL);
  g_autofree char *sql = NULL;

  g_assert_true (g_file_get_contents (path, &sql, NULL, NULL));
  postgres_fixture_run (postgres, sql);
}

static void
skip (void)
{
  g_test_skip ("PostgreSQL is not installed; apt-get install postgresql has it");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (postgres_fixture_find () == NULL)
    {
      g_test_add_func ("/postgres/all", skip);
      return g_test_run ();
    }

  ADD ("/postgres/value", test_value);
  ADD ("/postgres/bad-queries", test_bad_queries);
  ADD ("/postgres/unfit", test_unfit);
  ADD ("/postgres/notify", test_notify);
  ADD ("/postgres/notify-with-answer", test_notify_with_answer);
  ADD ("/postgres/interval", test_interval);
  ADD ("/postgres/storm", test_storm);
  ADD ("/postgres/slow", test_slow);
  ADD ("/postgres/slow-unlimited", test_slow_unlimited);
  ADD ("/postgres/frozen", test_frozen);
  ADD ("/postgres/terminated", test_terminated);
  ADD ("/postgres/large", test_large);
  ADD ("/postgres/password", test_password);
  ADD ("/postgres/bad-address", test_bad_address);
  ADD ("/postgres/unreachable", test_unreachable);
  ADD ("/postgres/file-gone", test_file_gone);
  ADD ("/postgres/layers", test_layers);
  ADD ("/postgres/ready", test_ready);
  ADD ("/postgres/put", test_put);
  ADD ("/postgres/shop", test_shop);
  ADD ("/postgres/shop-moves", test_shop_moves);
  ADD ("/postgres/restart", test_restart);
  ADD ("/postgres/killed", test_killed);

  postgres = postgres_fixture_new ();
  load_shop ();
  status = g_test_run ();
  postgres_fixture_free (postgres);

  return status;
}
