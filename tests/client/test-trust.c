/* test-trust.c: the certificates that a client accepts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "peer.h"
#include "wb-client.h"
#include "wb-trust.h"

typedef struct
{
  char             *folder; /* with certificates, and a dataset */
  GSubprocess      *daemon;
  GDataInputStream *output;
  char             *uri;
} Fixture;

static char *
at (Fixture    *self,
    const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) maker = NULL;
  g_autofree char *dataset = NULL;

  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  maker = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("WALLBOARD_MAKE_CERTIFICATES"),
                            self->folder, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (maker, NULL, &error);
  g_assert_no_error (error);

  dataset = at (self, "seller.json");
  g_assert_true (g_file_set_contents (dataset, "[{\"name\":\"Ann\",\"value\":1}]", -1, NULL));
}

/* A real server with the certificate of this name. */
static void
start (Fixture    *self,
       const char *name)
{
  g_autofree char *certificate_name = g_strconcat (name, ".pem", NULL);
  g_autofree char *key_name = g_strconcat (name, ".key", NULL);
  g_autofree char *certificate = at (self, certificate_name);
  g_autofree char *key = at (self, key_name);
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;

  self->daemon = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                   g_getenv ("WALLBOARD_DAEMON"), "--config", "/dev/null",
                                    "--data", self->folder,
                                   "--http", "127.0.0.1:0", "--ws", "127.0.0.1:0",
                                   "--tls-cert", certificate, "--tls-key", key, NULL);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->daemon));
  line = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
  g_assert_nonnull (line);
  words = g_strsplit (line, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 3);
  g_assert_true (g_str_has_prefix (words[1], "https://"));
  g_assert_true (g_str_has_prefix (words[2], "wss://"));
  self->uri = g_strdup (words[2]);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  if (self->daemon != NULL)
    {
      g_subprocess_force_exit (self->daemon);
      g_subprocess_wait (self->daemon, NULL, NULL);
    }
  g_clear_object (&self->daemon);
  g_clear_object (&self->output);
  g_free (self->uri);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = at (self, name);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
}

/* Connects a client with the authorities in a file: returns NULL if it is online, or its problem. */
static char *
try_out (Fixture    *self,
         const char *uri,
         const char *ca)
{
  g_autoptr (WbClient) client = wb_client_new (uri, NULL, NULL);
  g_autoptr (GTlsDatabase) trust = NULL;
  char *sentence = NULL;

  if (ca != NULL)
    {
      g_autofree char *path = at (self, ca);
      g_autoptr (GError) error = NULL;

      trust = wb_trust_load (path, &error);
      g_assert_no_error (error);
    }
  wb_client_set_trust (client, trust);
  wb_client_start (client);
  wait_until (wb_client_get_status (client) == WB_CLIENT_WAITING || wb_client_get_server (client) != NULL);

  if (wb_client_get_status (client) == WB_CLIENT_WAITING)
    {
      g_assert_error (wb_client_get_problem (client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS);
      sentence = g_strdup (wb_client_get_problem (client)->message);
      g_test_message ("%s", sentence);
    }

  wb_client_stop (client);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  return sentence;
}

/* Each certificate, for a client that accepts the authority, that certificate, or only those of the
 * system. */
static void
test_certificates (Fixture       *self,
                   gconstpointer  data)
{
  const struct
  {
    const char *shown;
    const char *believed;
    const char *says; /* NULL: online */
  } cases[] = {
    { "server", "ca.pem", NULL },
    { "server", NULL, "is not trusted" },
    { "server", "self.pem", "is not trusted" },
    { "self", "self.pem", NULL },
    { "self", NULL, "is not trusted" },
    { "self", "ca.pem", "is not trusted" },
    { "elsewhere", "ca.pem", "is for another host" },
    { "elsewhere", "elsewhere.pem", "is for another host" },
    { "expired", "ca.pem", "has expired" },
    { "expired", "expired.pem", "has expired" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentence = NULL;

      if (i == 0 || strcmp (cases[i].shown, cases[i - 1].shown) != 0)
        {
          if (self->daemon != NULL)
            {
              g_subprocess_force_exit (self->daemon);
              g_subprocess_wait (self->daemon, NULL, NULL);
            }
          g_clear_object (&self->daemon);
          g_clear_object (&self->output);
          g_clear_pointer (&self->uri, g_free);
          start (self, cases[i].shown);
        }

      sentence = try_out (self, self->uri, cases[i].believed);
      if (cases[i].says == NULL)
        {
          g_assert_cmpstr (sentence, ==, NULL);
          continue;
        }

      g_assert_nonnull (sentence);
      g_assert_nonnull (strstr (sentence, cases[i].says));
      g_assert_nonnull (strstr (sentence, self->uri));
    }
}

/* The host name of the address must match. */
static void
test_host_name (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *uri = NULL;
  g_autofree char *sentence = NULL;

  start (self, "server");
  uri = g_strdup_printf ("wss://localhost%s", strrchr (self->uri, ':'));
  sentence = try_out (self, uri, "ca.pem");
  g_assert_cmpstr (sentence, ==, NULL);
}

static int
run_ctl (Fixture     *self,
         const char  *ca,
         const char  *command,
         const char  *argument,
         const char  *input,
         char       **ret_output)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *path = at (self, ca != NULL ? ca : "");
  g_autoptr (GError) error = NULL;

  /* See main () about LeakSanitizer and threads with TLS; this program must not wait for them. */
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("WALLBOARDCTL"),
                                         "--server", self->uri, command, argument,
                                         input != NULL ? "-" : "--json", ca != NULL ? "--ca" : NULL, path,
                                         NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, ret_output, &errors, &error);
  g_assert_no_error (error);
  g_test_message ("%s", errors);

  return g_subprocess_get_exit_status (process);
}

/* WebSocket and HTTP both use --ca. */
static void
test_ctl (Fixture       *self,
          gconstpointer  data)
{
  g_autofree char *with = NULL;
  g_autofree char *without = NULL;
  g_autofree char *no_file = NULL;
  g_autofree char *put = NULL;
  g_autofree char *put_without = NULL;
  g_autofree char *after = NULL;

  start (self, "server");
  g_assert_cmpint (run_ctl (self, "ca.pem", "get", "seller", NULL, &with), ==, 0);
  g_assert_nonnull (strstr (with, "Ann"));
  g_assert_cmpint (run_ctl (self, NULL, "get", "seller", NULL, &without), ==, 1);
  g_assert_cmpstr (without, ==, "");
  g_assert_cmpint (run_ctl (self, "nosuch.pem", "get", "seller", NULL, &no_file), ==, 1);

  g_assert_cmpint (run_ctl (self, NULL, "put", "seller", "[{\"name\":\"Eve\",\"value\":2}]", &put_without),
                   ==, 1);
  g_assert_cmpint (run_ctl (self, "ca.pem", "put", "seller", "[{\"name\":\"Bob\",\"value\":2}]", &put),
                   ==, 0);
  g_assert_cmpint (run_ctl (self, "ca.pem", "get", "seller", NULL, &after), ==, 0);
  g_assert_nonnull (strstr (after, "Bob"));
}

static void
test_files (Fixture       *self,
            gconstpointer  data)
{
  const char *const names[] = { "nosuch.pem", "seller.json", "ca.key" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = at (self, names[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (wb_trust_load (path, &error));
      g_assert_error (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, names[i]));
    }
}

#define ADD(path, function) \
  g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/trust/certificates", test_certificates);
  ADD ("/trust/host-name", test_host_name);
  ADD ("/trust/ctl", test_ctl);
  ADD ("/trust/files", test_files);

  status = g_test_run ();
  let_threads_end ();

  return status;
}
