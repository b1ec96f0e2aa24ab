/* test-fragments.c: endless data of servers does not take much memory of wallboardctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "floods.h"
#include "peer.h"
#include "rounds.h"

#define MIB (1024 * 1024)

/* The highest peak of the memory of wallboardctl, including its libraries, in bytes. */
#define MAX_MEMORY (64 * MIB)

/* The time that a server sends, in milliseconds: within the limits of the client, and beyond them, where it
 * must disconnect or at least stay responsive. */
#define TALK_TIME  250
#define FLOOD_TIME (8 * 1000)

/* A certificate for 127.0.0.1, and the folder with it and its authority. */
static char *folder;
static GTlsCertificate *certificate;

/* The most memory that a process has had until now, in bytes; 0 once it has ended. */
static gsize
get_peak (GSubprocess *process)
{
  const char *id = g_subprocess_get_identifier (process);
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", id != NULL ? id : "0");
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, "VmHWM:")) == NULL)
    return 0;

  return (gsize) atoll (line + strlen ("VmHWM:")) * 1024;
}

static gboolean
is_talked_to (Hostile     *server,
              GSubprocess *process,
              gsize       *peak)
{
  gboolean is_over = hostile_count (server) > 0;

  *peak = MAX (*peak, get_peak (process));

  return is_over;
}

static GSubprocess *
start_ctl (const Flood *kind,
           const char *scheme,
           guint       port)
{
  g_autofree char *uri = g_strdup_printf ("%s://127.0.0.1:%u", scheme, port);
  g_autofree char *ca = g_build_filename (folder, "ca.pem", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("WALLBOARDCTL"), "--server", uri,
                                         "--ca", ca, kind->words,
                                         g_str_equal (kind->words, "watch") ? "seller" : NULL, NULL);
  g_assert_no_error (error);

  return process;
}

static void
attack (const Flood *kind,
        gboolean    encrypted)
{
  guint time = kind->complaint != NULL ? FLOOD_TIME : TALK_TIME;
  g_autoptr (Hostile) server = hostile_new (kind->function, time, encrypted ? certificate : NULL);
  g_autoptr (GSubprocess) process = start_ctl (kind, encrypted ? "wss" : "ws", hostile_get_port (server));
  g_autoptr (GDataInputStream) errors = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  g_autofree char *complaint = NULL;
  gsize peak = 0;

  wait_until (is_talked_to (server, process, &peak));
  g_test_message ("%s: %.1f MiB", kind->name, (double) peak / MIB);
#if !defined (__SANITIZE_ADDRESS__) && !defined (__SANITIZE_THREAD__)
  g_assert_cmpuint (peak, <=, MAX_MEMORY);
#endif
  /* The client ended the connection and reported why. */
  if (kind->complaint != NULL)
    {
      g_assert_cmpuint (hostile_count_cut (server), >, 0);
      complaint = g_data_input_stream_read_line (errors, NULL, NULL, NULL);
      g_test_message ("%s", complaint);
      g_assert_nonnull (complaint);
      g_assert_nonnull (strstr (complaint, kind->complaint));
    }
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

/* Messages right behind the answer to the handshake are not lost. */
static void
test_pieces (gconstpointer data)
{
  const Flood *kind = data;

  for (guint encrypted = 0; encrypted < 2; encrypted++)
    {
      g_autoptr (Hostile) server = hostile_new (kind->function, FLOOD_TIME, encrypted ? certificate : NULL);
      g_autoptr (GSubprocess) process = start_ctl (kind, encrypted ? "wss" : "ws", hostile_get_port (server));
      g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

      wait_until (hostile_count_begun (server) > 0);
      for (guint i = 0; i < 2; i++)
        {
          g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

          g_assert_cmpstr (line, ==, "notice Hello");
        }
      g_subprocess_force_exit (process);
      g_subprocess_wait (process, NULL, NULL);
    }
}

static gboolean
responsive_round (gpointer data)
{
  const Flood *kind = data;
  g_autoptr (Hostile) server = hostile_new (kind->function, FLOOD_TIME, NULL);
  g_autoptr (GSubprocess) process = start_ctl (kind, "ws", hostile_get_port (server));
  gint64 start, took;

  wait_until (hostile_count_begun (server) > 0);
  wait_for (200);
  start = g_get_monotonic_time ();
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  took = g_get_monotonic_time () - start;
  g_test_message ("ended after %.0f ms", (double) took / 1000);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  return took < FLOOD_TIME / 2 * 1000;
}

/* With any data, wallboardctl still reacts to a signal, which needs its main loop. */
static void
test_responsive (gconstpointer data)
{
  rounds_assert (responsive_round, (gpointer) data);
}

static void
test_plain (gconstpointer data)
{
  attack (data, FALSE);
}

static void
test_tls (gconstpointer data)
{
  attack (data, TRUE);
}

static void
make_certificates (void)
{
  g_autoptr (GSubprocess) maker = NULL;
  g_autofree char *path = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("wallboard-XXXXXX", &error);
  g_assert_no_error (error);
  maker = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                            g_getenv ("WALLBOARD_MAKE_CERTIFICATES"), folder, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (maker, NULL, &error);
  g_assert_no_error (error);

  path = g_build_filename (folder, "server.pem", NULL);
  key = g_build_filename (folder, "server.key", NULL);
  certificate = g_tls_certificate_new_from_files (path, key, &error);
  g_assert_no_error (error);
}

static void
remove_certificates (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
  g_clear_object (&certificate);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  floods_init ();
  make_certificates ();

  for (gsize i = 0; i < n_floods; i++)
    {
      g_autofree char *plain = g_strconcat ("/fragments/plain/", floods[i].name, NULL);
      g_autofree char *tls = g_strconcat ("/fragments/tls/", floods[i].name, NULL);
      g_autofree char *responsive = g_strconcat ("/fragments/responsive/", floods[i].name, NULL);

      g_test_add_data_func (plain, &floods[i], test_plain);
      g_test_add_data_func (tls, &floods[i], test_tls);
      if (floods[i].complaint == NULL && g_str_equal (floods[i].words, "watch"))
        g_test_add_data_func (responsive, &floods[i], test_responsive);
    }

  for (gsize i = 0; i < n_pieces; i++)
    {
      g_autofree char *path = g_strconcat ("/fragments/pieces/", pieces[i].name, NULL);

      g_test_add_data_func (path, &pieces[i], test_pieces);
    }

  status = g_test_run ();
  remove_certificates ();
  let_threads_end ();

  return status;
}
