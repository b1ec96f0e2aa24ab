/* postgres-fixture.c: a PostgreSQL server for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "postgres-fixture.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

/* How long it may take to start, in seconds, on a machine that has much to do. */
#define PATIENCE 60

#define DEFAULT_PORT 5432

struct _PostgresFixture
{
  char        *programs; /* the folder of postgres and initdb */
  char        *folder;
  char        *data;
  char        *address;
  guint        port;     /* of TCP, with TLS, on this machine; 0 for none */
  GSubprocess *process;
};

/* PostgreSQL refuses to run as root; then it runs as an unprivileged user. It ends with this process. */
static void
become_somebody (gpointer user_data)
{
  const struct passwd *nobody = getpwnam ("nobody");

  if (geteuid () == 0 && (nobody == NULL || setgid (nobody->pw_gid) != 0 || setuid (nobody->pw_uid) != 0))
    _exit (1);
  prctl (PR_SET_PDEATHSIG, SIGQUIT);
}

static GSubprocess *
spawn (PostgresFixture *self,
       const char      *program,
       const char      *first,
       ...)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autofree char *path = g_build_filename (self->programs, program, NULL);
  g_autofree char *log = g_build_filename (self->folder, "log", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;
  va_list arguments;

  g_ptr_array_add (command, path);
  va_start (arguments, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (arguments, const char *))
    g_ptr_array_add (command, (gpointer) argument);
  va_end (arguments);
  g_ptr_array_add (command, NULL);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_set_child_setup (launcher, become_somebody, NULL, NULL);
  g_subprocess_launcher_set_stdout_file_path (launcher, log);
  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  /* Nothing of the user's settings: their services and passwords are not for tests. */
  g_subprocess_launcher_setenv (launcher, "HOME", self->folder, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) command->pdata, &error);
  g_assert_no_error (error);

  return process;
}

/* The folder of its programs: Debian has one for each version. NULL if there is none. */
const char *
postgres_fixture_find (void)
{
  static char *found;
  g_autoptr (GDir) dir = g_dir_open ("/usr/lib/postgresql", 0, NULL);
  g_autofree char *in_path = g_find_program_in_path ("initdb");
  const char *version;

  if (found == NULL && in_path != NULL)
    found = g_path_get_dirname (in_path);

  while (found == NULL && dir != NULL && (version = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *programs = g_build_filename ("/usr/lib/postgresql", version, "bin", NULL);
      g_autofree char *initdb = g_build_filename (programs, "initdb", NULL);

      if (g_file_test (initdb, G_FILE_TEST_IS_EXECUTABLE))
        found = g_steal_pointer (&programs);
    }

  return found;
}

PostgresFixture *
postgres_fixture_new (void)
{
  PostgresFixture *self = g_new0 (PostgresFixture, 1);
  const struct passwd *nobody = getpwnam ("nobody");
  g_autoptr (GSubprocess) initdb = NULL;
  g_autofree char *access = NULL;
  g_autoptr (GError) error = NULL;

  self->programs = g_strdup (postgres_fixture_find ());
  self->folder = g_dir_make_tmp ("wallboard-pg-XXXXXX", &error);
  g_assert_no_error (error);
  self->data = g_build_filename (self->folder, "data", NULL);
  self->address = g_strdup_printf ("host=%s user=wallboard dbname=postgres", self->folder);
  if (geteuid () == 0)
    g_assert_cmpint (chown (self->folder, nobody->pw_uid, nobody->pw_gid), ==, 0);

  initdb = spawn (self, "initdb", "--pgdata", self->data, "--username", "wallboard", "--auth", "trust",
                  "--no-sync", "--encoding", "UTF8", "--locale", "C", NULL);
  g_assert_true (g_subprocess_wait_check (initdb, NULL, &error));

  /* One user needs a password, and all of them TLS, unless they come by the socket in the folder. */
  access = g_build_filename (self->data, "pg_hba.conf", NULL);
  g_assert_true (g_file_set_contents_full (access, "local all guarded scram-sha-256\nlocal all all trust\n"
                                           "hostssl all all 127.0.0.1/32 trust\n", -1,
                                           G_FILE_SET_CONTENTS_CONSISTENT, 0644, NULL));
  postgres_fixture_start (self);

  return self;
}

/* Starts it, and waits until it serves. */
void
postgres_fixture_start (PostgresFixture *self)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;
  gboolean has_tls = self->port > 0;
  g_autofree char *port = g_strdup_printf ("port=%u", has_tls ? self->port : DEFAULT_PORT);

  g_clear_object (&self->process);
  self->process = spawn (self, "postgres", "-D", self->data, "-k", self->folder, "-c", port,
                         "-c", has_tls ? "listen_addresses=127.0.0.1" : "listen_addresses=",
                         "-c", has_tls ? "ssl=on" : "ssl=off", "-c", "ssl_cert_file=server.pem",
                         "-c", "ssl_key_file=server.key", "-c", "fsync=off", "-c", "shared_buffers=16MB",
                         "-c", "max_connections=20", NULL);
  while (PQping (self->address) != PQPING_OK)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (20 * 1000);
    }
}

/* A free port of this machine; another program could take it before it is used. */
static guint
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

static void
take_over (PostgresFixture *self,
           const char      *source,
           const char      *name)
{
  const struct passwd *nobody = getpwnam ("nobody");
  g_autofree char *path = g_build_filename (self->data, name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (source, &text, NULL, NULL));
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  if (geteuid () == 0)
    g_assert_cmpint (chown (path, nobody->pw_uid, nobody->pw_gid), ==, 0);
}

/* Restarts it with a TCP port that speaks TLS with this certificate. Returns the port. */
guint
postgres_fixture_encrypt (PostgresFixture *self,
                          const char      *certificate,
                          const char      *key)
{
  postgres_fixture_kill (self, SIGINT);
  take_over (self, certificate, "server.pem");
  take_over (self, key, "server.key");

  self->port = find_port ();
  g_free (self->address);
  self->address = g_strdup_printf ("host=%s port=%u user=wallboard dbname=postgres", self->folder,
                                   self->port);
  postgres_fixture_start (self);

  return self->port;
}

/* Ends it: SIGQUIT at once, SIGTERM when all clients have disconnected, SIGKILL without any clean-up. */
void
postgres_fixture_kill (PostgresFixture *self,
                       int              signal)
{
  g_autofree char *pid_file = g_build_filename (self->data, "postmaster.pid", NULL);

  g_subprocess_send_signal (self->process, signal);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));

  /* Those that it has forked may take a moment to notice, and it would not start beside them. */
  if (signal == SIGKILL)
    {
      g_usleep (500 * 1000);
      g_unlink (pid_file);
    }
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
postgres_fixture_free (PostgresFixture *self)
{
  postgres_fixture_kill (self, SIGQUIT);
  g_object_unref (self->process);
  remove_tree (self->folder);
  g_free (self->programs);
  g_free (self->folder);
  g_free (self->data);
  g_free (self->address);
  g_free (self);
}

const char *
postgres_fixture_address (PostgresFixture *self)
{
  return self->address;
}

/* The result of a statement, as text. A test may wait for it. */
char *
postgres_fixture_ask (PostgresFixture *self,
                      const char      *sql)
{
  PGconn *connection = PQconnectdb (self->address);
  PGresult *result = PQexec (connection, sql);
  char *value = NULL;

  if (PQresultStatus (result) != PGRES_COMMAND_OK && PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%.200s: %s", sql, PQerrorMessage (connection));
  if (PQntuples (result) > 0)
    value = g_strdup (PQgetvalue (result, 0, 0));
  PQclear (result);
  PQfinish (connection);

  return value;
}

void
postgres_fixture_run (PostgresFixture *self,
                      const char      *sql)
{
  g_autofree char *value = postgres_fixture_ask (self, sql);
}
