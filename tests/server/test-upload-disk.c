/* test-upload-disk.c: datasets that are put where they cannot be written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "daemon-fixture.h"
#include "put.h"

static void
test_folder_gone (ServerFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawReply) reply = NULL;

  server_fixture_start (self);
  folder_remove (self->folder);
  reply = put (self, "/api/seller", NULL, NEW_JSON);
  put_assert_status (reply, 500, "cannot be written");
  g_assert_null (strstr (reply->body, self->folder));
  put_assert_content (self, "/api/seller", SELLER_JSON);
}

/* A server in a process of its own, which runs with less than we have. */
static GSubprocess *
start_poor (ServerFixture          *self,
            const char             *program,
            GSpawnChildSetupFunc    setup,
            char                  **ret_uri)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  g_autofree char *ws = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, setup, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--data", self->folder,
                                         "--http", "127.0.0.1:0", "--ws", "127.0.0.1:0", NULL);
  g_assert_no_error (error);
  daemon_await_ready (process, ret_uri, &ws);

  return process;
}

static void
become_nobody (gpointer user_data)
{
  if (geteuid () == 0 && setuid (65534) != 0)
    _exit (1);
}

static void
limit_files (gpointer user_data)
{
  const struct rlimit limit = { 64 * 1024, 64 * 1024 };

  if (setrlimit (RLIMIT_FSIZE, &limit) != 0)
    _exit (1);
}

/* The file cannot be replaced: that is told, and the last good data stay. */
static void
check_poor (ServerFixture        *self,
            GSpawnChildSetupFunc  setup,
            guint                 status,
            const char           *says)
{
  g_autofree char *uri = NULL;
  g_autofree char *program = daemon_copy_program ();
  g_autoptr (GSubprocess) process = start_poor (self, program, setup, &uri);
  g_autofree char *large = put_make_large (200 * 1024);
  g_autoptr (RawReply) reply = put_to (uri, "/api/seller", NULL, large);
  g_autoptr (RawReply) after = NULL;

  put_assert_status (reply, status, says);
  after = raw_request (uri, "GET", "/api/seller", NULL);
  g_assert_cmpstr (after->body, ==, SELLER_JSON);
  g_assert_cmpuint (folder_count_files (self->folder), ==, 2);

  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  daemon_remove_program (program);
}

static void
test_disk_full (ServerFixture *self,
                gconstpointer  data)
{
  check_poor (self, limit_files, 507, "cannot be written");
}

static void
test_read_only (ServerFixture *self,
                gconstpointer  data)
{
  g_assert_cmpint (g_chmod (self->folder, 0555), ==, 0);
  check_poor (self, become_nobody, 500, "cannot be written");
  g_assert_cmpint (g_chmod (self->folder, 0755), ==, 0);
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/upload/folder-gone", test_folder_gone);
  ADD ("/upload/disk-full", test_disk_full);
  ADD ("/upload/read-only", test_read_only);

  return g_test_run ();
}
