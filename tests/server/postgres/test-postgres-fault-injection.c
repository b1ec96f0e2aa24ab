/* test-postgres-fault-injection.c: failures of a database, and what clients see of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "query-fixture.h"

#include <signal.h>
#include <stdlib.h>

static void
test_slow (QueryFixture  *self,
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

/* A query can remove the timeout of the database; then the source enforces it. */
static void
test_slow_unlimited (QueryFixture  *self,
                     gconstpointer  data)
{
  write_query (self, "a-first", "SELECT set_config ('statement_timeout', '0', false)");
  write_query (self, "b-slow", "SELECT '1' FROM pg_sleep (60)");
  self->options.timeout = 1;
  start (self);
  wait_for (self, "a-first", "0", NULL);
  wait_for (self, "b-slow", NULL, "the query takes longer than 1 second");
}

/* The server process of the connection is stopped, and does not react to a cancellation. */
static void
test_frozen (QueryFixture  *self,
             gconstpointer  data)
{
  g_autofree char *pid = NULL;

  write_query (self, "frozen", "SELECT '1'");
  self->options.timeout = 1;
  start (self);
  wait_for (self, "frozen", "1", NULL);

  pid = postgres_fixture_ask (postgres, "SELECT pid FROM pg_stat_activity "
                                        "WHERE application_name = 'wallboard-server'");
  g_assert_cmpint (kill (atoi (pid), SIGSTOP), ==, 0);
  write_query (self, "frozen", "SELECT '2'");
  wait_for (self, "frozen", "1", "does not answer");
  wait_for (self, "frozen", "2", NULL);
  g_assert_cmpint (kill (atoi (pid), SIGCONT), ==, 0);
}

static void
test_terminated (QueryFixture  *self,
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
restart (QueryFixture *self,
         int           signal)
{
  postgres_fixture_run (postgres, "DROP TABLE IF EXISTS restarted; CREATE TABLE restarted AS SELECT 1 AS n");
  write_query (self, "restarted", "SELECT n::text FROM restarted");
  write_query (self, "long", "SELECT '1' FROM pg_sleep (0.3)");
  start (self);
  wait_for (self, "restarted", "1", NULL);

  /* The same in the middle of a query. */
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
test_restart (QueryFixture  *self,
              gconstpointer  data)
{
  restart (self, SIGINT);
}

static void
test_killed (QueryFixture  *self,
             gconstpointer  data)
{
  restart (self, SIGQUIT);
}

static void
test_unreachable (QueryFixture  *self,
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

/* The board shows that the database cannot be reached, without hosts and users; the operator gets these as
 * well. */
static void
test_quiet (QueryFixture  *self,
            gconstpointer  data)
{
  static const struct
  {
    const char *more;   /* appended to the address; overrides what precedes it */
    const char *detail; /* for the operator */
  } cases[] = {
    { " user=secretuser", "secretuser" },
    { " dbname=secretdb", "secretdb" },
    { " host=secrethost.invalid", "secrethost.invalid" },
    { " host=127.0.0.1 port=1 user=secretuser", "127.0.0.1" },
  };

  write_query (self, "who", "SELECT to_json (current_user)");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = g_strconcat (postgres_fixture_address (postgres), cases[i].more, NULL);
      g_autoptr (WbSnapshot) snapshot = NULL;
      g_autofree char *trouble = NULL;

      self->options.address = address;
      start (self);
      wait_for (self, "who", NULL, "cannot be reached");
      snapshot = wb_source_load (self->source, "who");
      g_assert_cmpstr (wb_snapshot_get_problem (snapshot), ==,
                       "The database cannot be reached; the last data stay until it is back");
      trouble = wb_source_dup_trouble (self->source);
      g_test_message ("%s", trouble);
      g_assert_nonnull (strstr (trouble, cases[i].detail));
      g_assert_finalize_object (g_steal_pointer (&self->source));
    }
}

/* The board shows errors of a query, which help its author, but not those of the database's machine. */
static void
test_quiet_query (QueryFixture  *self,
                  gconstpointer  data)
{
  g_autoptr (WbSnapshot) snapshot = NULL;

  write_query (self, "file", "SELECT pg_read_file ('/nonexistent/secret')");
  write_query (self, "typo", "SELECT nothing");
  start (self);
  wait_for (self, "typo", NULL, "column \"nothing\" does not exist");
  wait_for (self, "file", NULL, "file.sql: the database fails to answer it (SQLSTATE 58P01)");
  snapshot = wb_source_load (self->source, "file");
  g_assert_null (strstr (wb_snapshot_get_problem (snapshot), "secret"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (query_fixture_is_missing ())
    return g_test_run ();

  ADD ("/postgres/slow", test_slow);
  ADD ("/postgres/slow-unlimited", test_slow_unlimited);
  ADD ("/postgres/frozen", test_frozen);
  ADD ("/postgres/terminated", test_terminated);
  ADD ("/postgres/unreachable", test_unreachable);
  ADD ("/postgres/restart", test_restart);
  ADD ("/postgres/killed", test_killed);
  ADD ("/postgres/quiet", test_quiet);
  ADD ("/postgres/quiet-query", test_quiet_query);

  return query_fixture_run (NULL);
}
