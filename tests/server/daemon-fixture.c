/* daemon-fixture.c: the real wallboard-server, a process of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "daemon-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>

#include "certificate-fixture.h"

void
daemon_fixture_set_up (DaemonFixture *self,
                       gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  folder_write (self->folder, "seller.json", SELLER_JSON);
}

void
daemon_fixture_set_up_tls (DaemonFixture *self,
                           gconstpointer  data)
{
  daemon_fixture_set_up (self, data);
  self->is_encrypted = TRUE;
}

void
daemon_fixture_tear_down (DaemonFixture *self,
                          gconstpointer  data)
{
  if (self->process != NULL)
    {
      g_subprocess_force_exit (self->process);
      g_subprocess_wait (self->process, NULL, NULL);
    }
  g_clear_object (&self->process);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  folder_remove (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->http, g_free);
  g_clear_pointer (&self->ws, g_free);
}

/* No server and a new folder, as at the start of a test: for each of its rounds. */
void
daemon_fixture_renew (DaemonFixture *self)
{
  daemon_fixture_tear_down (self, NULL);
  daemon_fixture_set_up (self, NULL);
}

void
daemon_await_ready (GSubprocess  *process,
                    char        **ret_http,
                    char        **ret_ws)
{
  g_autoptr (GDataInputStream) output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_auto (GStrv) words = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (line);
  words = g_strsplit (line, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 3);
  g_assert_cmpstr (words[0], ==, "ready");
  *ret_http = g_strdup (words[1]);
  *ret_ws = g_strdup (words[2]);
}

/* A test that fails ends without tidying up. */
static void
child_setup_cb (gpointer user_data)
{
  DaemonFixture *self = user_data;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (self->child_setup != NULL)
    self->child_setup (NULL);
}

/* Limits that one test at one address would run into are off, unless the arguments set them. */
void
daemon_fixture_launch (DaemonFixture       *self,
                       GSubprocessLauncher *launcher,
                       const char *const   *arguments)
{
  const char *const standard[] = { g_getenv ("WALLBOARD_SERVER"), "--data", self->folder, "--http",
                                   "127.0.0.1:0",
                                   "--ws", "127.0.0.1:0", "--max-rate", "0", "--max-per-address", "0" };
  g_autofree char *certificate = self->is_encrypted ? certificate_fixture_get_path ("server.pem") : NULL;
  g_autofree char *key = self->is_encrypted ? certificate_fixture_get_path ("server.key") : NULL;
  const char *const encryption[] = { "--tls-cert", certificate, "--tls-key", key };
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (standard); i++)
    g_ptr_array_add (command, (gpointer) standard[i]);
  for (gsize i = 0; self->is_encrypted && i < G_N_ELEMENTS (encryption); i++)
    g_ptr_array_add (command, (gpointer) encryption[i]);
  for (gsize i = 0; arguments != NULL && arguments[i] != NULL; i++)
    g_ptr_array_add (command, (gpointer) arguments[i]);
  g_ptr_array_add (command, NULL);

  g_subprocess_launcher_set_child_setup (launcher, child_setup_cb, self, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) command->pdata, &error);
  g_assert_no_error (error);
  g_free (self->http);
  g_free (self->ws);
  daemon_await_ready (self->process, &self->http, &self->ws);
}

void
daemon_fixture_start (DaemonFixture     *self,
                      const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);

  daemon_fixture_launch (self, launcher, arguments);
}

RawPeer *
daemon_fixture_open (DaemonFixture *self)
{
  return raw_peer_open (self->ws, NULL);
}

/* The buffers of sockets belong to the kernel; this one has small ones. */
RawPeer *
daemon_fixture_open_small (DaemonFixture *self)
{
  RawPeer *peer = raw_peer_connect_from (self->ws, NULL, 4096);
  g_autoptr (RawReply) reply = raw_peer_shake_hands (peer, "/", NULL);

  g_assert_cmpuint (reply->status, ==, 101);

  return peer;
}

/* It must end on its own, with 0. */
void
daemon_fixture_stop (DaemonFixture *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_clear_object (&self->process);
}

/* Bytes that are in memory and belong to it alone; none with a sanitizer, which keeps what is freed. */
gsize
daemon_fixture_get_memory (DaemonFixture *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/smaps_rollup",
                                           g_subprocess_get_identifier (self->process));
  g_autofree char *text = NULL;
  const char *line;

#if defined (__SANITIZE_ADDRESS__) || defined (__SANITIZE_THREAD__)
  return 0;
#endif

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  line = strstr (text, "Private_Dirty:");
  g_assert_nonnull (line);

  return (gsize) atoll (line + strlen ("Private_Dirty:")) * 1024;
}

guint
daemon_fixture_get_n_files (DaemonFixture *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/fd", g_subprocess_get_identifier (self->process));

  return folder_count_files (path);
}

/* A copy of the program that every user may run, which is not so for a checkout in a home folder. */
char *
daemon_copy_program (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (g_getenv ("WALLBOARD_SERVER"));
  g_autoptr (GFile) to = g_file_new_build_filename (folder, "wallboard-server", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (g_file_peek_path (to), 0755), ==, 0);

  return g_file_get_path (to);
}

void
daemon_remove_program (const char *program)
{
  g_autofree char *folder = g_path_get_dirname (program);

  g_assert_cmpint (g_unlink (program), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}
