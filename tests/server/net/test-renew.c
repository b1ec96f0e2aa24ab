/* test-renew.c: a certificate that is renewed while the server runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>

#include "daemon-fixture.h"

typedef struct
{
  char        *folder;
  char        *log;
  GSubprocess *process;
  char        *uri;
} Fixture;

static char *
read_file (Fixture    *self,
           const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return text;
}

/* As those do it that renew certificates: the one file, and then the other. */
static void
install (Fixture    *self,
         const char *name)
{
  g_autofree char *certificate_name = g_strconcat (name, ".pem", NULL);
  g_autofree char *key_name = g_strconcat (name, ".key", NULL);
  g_autofree char *certificate = read_file (self, certificate_name);
  g_autofree char *key = read_file (self, key_name);
  g_autofree char *live_key = g_build_filename (self->folder, "live.key", NULL);

  folder_write (self->folder, "live.pem", certificate);
  folder_write (self->folder, "live.key", key);
  g_assert_cmpint (g_chmod (live_key, 0600), ==, 0);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GSubprocess) maker = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  g_autofree char *http = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  self->log = g_build_filename (self->folder, "log", NULL);
  maker = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("WALLBOARD_MAKE_CERTIFICATES"),
                            self->folder, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (maker, NULL, &error);
  g_assert_no_error (error);
  install (self, "server");

  certificate = g_build_filename (self->folder, "live.pem", NULL);
  key = g_build_filename (self->folder, "live.key", NULL);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_stderr_file_path (launcher, self->log);
  self->process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("WALLBOARD_SERVER"),
                                               "--config=/dev/null",
                                               "--http=127.0.0.1:0", "--ws=127.0.0.1:0", "--data",
                                               self->folder,
                                               "--tls-cert", certificate, "--tls-key", key, NULL);
  g_assert_no_error (error);
  daemon_await_ready (self->process, &http, &self->uri);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  folder_remove (self->folder);
  g_free (self->folder);
  g_free (self->log);
  g_free (self->uri);
}

/* Whether a new client gets this certificate. */
static gboolean
shows (Fixture    *self,
       const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GTlsCertificate) expected = g_tls_certificate_new_from_file (path, NULL);
  g_autoptr (RawPeer) peer = raw_peer_connect (self->uri);

  return g_tls_certificate_is_same (raw_peer_get_certificate (peer), expected);
}

static gboolean
shows_second (gpointer user_data)
{
  return shows (user_data, "second.pem");
}

static gboolean
has_complained (gpointer user_data)
{
  Fixture *self = user_data;
  g_autofree char *log = read_file (self, "log");

  return strstr (log, "The old certificate stays: ") != NULL;
}

static gboolean
nothing_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_until (RawCondition  condition,
            Fixture      *self)
{
  guint wake = g_timeout_add (50, nothing_cb, NULL);

  raw_wait_until (condition, self);
  g_source_remove (wake);
}

/* The server gets no signal, and connected clients are not disturbed. */
static void
test_change (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (RawPeer) before = raw_peer_open (self->uri, NULL);

  g_assert_true (shows (self, "server.pem"));
  install (self, "second");
  wait_until (shows_second, self);
  raw_peer_send (before, "{\"action\":\"x\"}");
  raw_peer_assert_text (before, "{\"action\":\"x\"}");
}

/* One that does not fit its key changes nothing but the log. */
static void
test_wrong (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *second = read_file (self, "second.pem");
  g_autofree char *log = NULL;

  folder_write (self->folder, "live.pem", second);
  wait_until (has_complained, self);
  g_assert_true (shows (self, "server.pem"));

  /* By hand, and right this time. */
  install (self, "second");
  g_subprocess_send_signal (self->process, SIGHUP);
  wait_until (shows_second, self);

  log = read_file (self, "log");
  g_assert_null (strstr (log, "PRIVATE KEY"));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/renew/change", Fixture, NULL, set_up, test_change, tear_down);
  g_test_add ("/renew/wrong", Fixture, NULL, set_up, test_wrong, tear_down);

  status = g_test_run ();
  raw_let_threads_end ();

  return status;
}
