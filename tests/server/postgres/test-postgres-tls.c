/* test-postgres-tls.c: connections to a database over TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "postgres/wb-postgres-source.h"

#include "postgres-fixture.h"
#include "server-fixture.h"

/* The result is true for an encrypted connection only. */
#define IS_ENCRYPTED "SELECT to_json (ssl) FROM pg_stat_ssl WHERE pid = pg_backend_pid ()"

static PostgresFixture *postgres;
static char *certificates; /* the path of their folder */

typedef struct
{
  char     *folder; /* of the queries */
  WbSource *source;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
}

static void
stop (Fixture *self)
{
  if (self->source != NULL)
    g_assert_finalize_object (g_steal_pointer (&self->source));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  stop (self);
  folder_remove (self->folder);
  g_free (self->folder);
}

static char *
certificate_path (const char *name)
{
  return g_build_filename (certificates, name, NULL);
}

static guint
serve_with (const char *name)
{
  g_autofree char *certificate = g_strdup_printf ("%s/%s.pem", certificates, name);
  g_autofree char *key = g_strdup_printf ("%s/%s.key", certificates, name);

  return postgres_fixture_encrypt (postgres, certificate, key);
}

G_GNUC_PRINTF (2, 3)
static void
start (Fixture    *self,
       const char *format,
       ...)
{
  WbPostgresOptions options = WB_POSTGRES_OPTIONS_INIT;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  va_start (arguments, format);
  address = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  stop (self);
  options.address = address;
  options.queries = self->folder;
  options.interval = 0;
  self->source = wb_postgres_source_new (&options, &error);
  g_assert_no_error (error);
}

typedef struct
{
  WbSource   *source;
  const char *name;
  const char *content; /* NULL for a problem */
} Wanted;

static gboolean
is_there (gpointer user_data)
{
  const Wanted *wanted = user_data;
  g_autoptr (WbSnapshot) snapshot = wb_source_load (wanted->source, wanted->name);
  GBytes *bytes = wb_snapshot_get_bytes (snapshot);
  const char *problem = wb_snapshot_get_problem (snapshot);

  if (wanted->content == NULL)
    return problem != NULL && strstr (problem, "not answered yet") == NULL;

  return problem == NULL && bytes != NULL && g_bytes_get_size (bytes) == strlen (wanted->content) &&
         memcmp (g_bytes_get_data (bytes, NULL), wanted->content, strlen (wanted->content)) == 0;
}

static void
wait_for (Fixture    *self,
          const char *name,
          const char *content)
{
  Wanted wanted = { self->source, name, content };

  raw_wait_until (is_there, &wanted);
}

static char *
wait_for_problem (Fixture    *self,
                  const char *name)
{
  Wanted wanted = { self->source, name, NULL };
  g_autoptr (WbSnapshot) snapshot = NULL;

  raw_wait_until (is_there, &wanted);
  snapshot = wb_source_load (self->source, name);
  g_test_message ("%s", wb_snapshot_get_problem (snapshot));

  return g_strdup (wb_snapshot_get_problem (snapshot));
}

/* Verified by its name and by its address, which are both in the certificate. Notifications and reconnecting
 * work. */
static void
test_verified (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *ca = certificate_path ("ca.pem");
  guint port = serve_with ("server");

  postgres_fixture_run (postgres, "DROP TABLE IF EXISTS numbers; CREATE TABLE numbers AS SELECT 0 AS n");
  folder_write (self->folder, "encrypted.sql", IS_ENCRYPTED);
  folder_write (self->folder, "number.sql", "SELECT n::text FROM numbers");
  start (self, "host=localhost port=%u user=wallboard dbname=postgres sslmode=verify-full sslrootcert=%s",
         port, ca);
  wait_for (self, "encrypted", "true");
  wait_for (self, "number", "0");
  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE numbers SET n = %u; NOTIFY wallboard, 'number'", i);
      g_autofree char *content = g_strdup_printf ("%u", i);

      postgres_fixture_run (postgres, sql);
      wait_for (self, "number", content);
    }

  start (self, "postgresql://wallboard@127.0.0.1:%u/postgres?sslmode=verify-full&sslrootcert=%s", port, ca);
  wait_for (self, "encrypted", "true");
}

/* A value that is too long is stopped although its header is encrypted, and other queries continue. */
static void
test_large (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *ca = certificate_path ("ca.pem");
  g_autofree char *problem = NULL;
  guint port = serve_with ("server");

  folder_write (self->folder, "large.sql", "SELECT to_json (repeat ('x', 4000000))");
  folder_write (self->folder, "rows.sql", "SELECT repeat ('x', 1000) FROM generate_series (1, 100000)");
  folder_write (self->folder, "small.sql", "SELECT '1'");
  folder_write (self->folder, "length.sql", "SELECT '2'");
  start (self, "host=localhost port=%u user=wallboard dbname=postgres sslmode=verify-full sslrootcert=%s",
         port, ca);
  wait_for (self, "small", "1");
  problem = wait_for_problem (self, "rows");
  g_assert_nonnull (strstr (problem, "the answer is larger than 8 MiB"));
  wait_for (self, "length", "2");
}

/* An error message in one sentence; no query is sent to a database without a trusted certificate. */
static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  static const struct
  {
    const char *certificate; /* of the database */
    const char *address;     /* the rest of the address; %s is the folder of certificates */
    const char *says;
  } cases[] = {
    { "server", "host=localhost sslmode=verify-full sslrootcert=%s/self.pem",
      "no authority in the file “sslrootcert” has signed" },
    { "server", "host=localhost sslmode=verify-ca sslrootcert=%s/self.pem",
      "no authority in the file “sslrootcert” has signed" },
    { "server", "host=localhost sslmode=verify-full sslrootcert=%s/missing.pem",
      "missing.pem\" does not exist" },
    { "server", "host=localhost sslmode=verify-full sslrootcert=%s/server.key", "server.key" },
    { "server", "host=db.example hostaddr=127.0.0.1 sslmode=verify-full sslrootcert=%s/ca.pem",
      "does not match host name \"db.example\"" },
    { "server", "host=localhost sslmode=disable sslrootcert=%s/ca.pem", "no encryption" },
    { "elsewhere", "host=localhost sslmode=verify-full sslrootcert=%s/ca.pem",
      "for \"elsewhere.example\" does not match host name \"localhost\"" },
    { "expired", "host=localhost sslmode=verify-full sslrootcert=%s/ca.pem", "or it is not valid now" },
    { "self", "host=localhost sslmode=verify-full sslrootcert=%s/ca.pem", "certificate verify failed" },
  };
  const char *served = NULL;
  guint port = 0;

  folder_write (self->folder, "seller.sql", "SELECT '[]'");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (cases[i].address, "%s", 2);
      g_autofree char *problem = NULL;
      g_autofree char *detail = NULL;

      if (g_strcmp0 (served, cases[i].certificate) != 0)
        port = serve_with (served = cases[i].certificate);
      start (self, "port=%u user=wallboard dbname=postgres connect_timeout=20 %s%s%s", port, parts[0],
             certificates,
             parts[1]);
      problem = wait_for_problem (self, "seller");
      g_assert_cmpstr (problem, ==, "The database cannot be reached; the last data stay until it is back");

      /* The operator gets details. */
      detail = wb_source_dup_trouble (self->source);
      g_assert_true (g_str_has_prefix (detail, "The database cannot be reached: "));
      g_assert_true (g_str_has_suffix (detail, "; the last data stay until it is back"));
      g_assert_nonnull (strstr (detail, cases[i].says));
      g_assert_null (strchr (detail, '\n'));
      g_assert_cmpuint (strlen (detail), <, 450);
    }
}

static void
make_certificates (void)
{
  g_autoptr (GSubprocess) maker = NULL;
  g_autoptr (GError) error = NULL;

  certificates = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  maker = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("WALLBOARD_MAKE_CERTIFICATES"),
                            certificates,
                            NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (maker, NULL, &error));
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
      g_test_add_func ("/postgres-tls/all", skip);
      return g_test_run ();
    }

  ADD ("/postgres-tls/verified", test_verified);
  ADD ("/postgres-tls/large", test_large);
  ADD ("/postgres-tls/refused", test_refused);

  make_certificates ();
  postgres = postgres_fixture_new ();
  status = g_test_run ();
  postgres_fixture_free (postgres);
  folder_remove (certificates);
  g_free (certificates);

  return status;
}
