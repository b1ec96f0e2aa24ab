/* peer.c: the Node server of peer.js, for tests, and waiting for what happens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "peer.h"

struct _Peer
{
  GSubprocess      *process;
  GDataInputStream *lines;
  GCancellable     *cancellable;
  GQueue            said;
  guint             port;
  gboolean          reading;
};

static gboolean
nothing_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

void
wait_a_turn (void)
{
  guint wake = g_timeout_add (10, nothing_cb, NULL);

  g_main_context_iteration (NULL, TRUE);
  if (g_main_context_find_source_by_id (NULL, wake) != NULL)
    g_source_remove (wake);
}

void
wait_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    wait_a_turn ();
}

void
let_threads_end (void)
{
  /* LeakSanitizer reports the thread-local storage of gnutls in them. GLib ends idle threads after half a
   * second. */
  wait_for (700);
  g_thread_pool_stop_unused_threads ();
  wait_for (50);
}

static void
line_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Peer *self = user_data;
  char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line == NULL)
    {
      self->reading = FALSE;
      return;
    }

  g_queue_push_tail (&self->said, line);
  g_data_input_stream_read_line_async (self->lines, G_PRIORITY_DEFAULT, self->cancellable, line_cb, self);
}

static GSubprocessLauncher *
new_launcher (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  /* The folder of Node modules on Debian. */
  g_subprocess_launcher_setenv (launcher, "NODE_PATH", "/usr/share/nodejs", FALSE);

  return launcher;
}

static gboolean
try_node (void)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;

  process = g_subprocess_launcher_spawn (launcher, NULL, "node", "-e", "require('ws')", NULL);

  return process != NULL && g_subprocess_wait_check (process, NULL, NULL);
}

gboolean
peer_is_missing (void)
{
  static gboolean tried = FALSE;
  static gboolean there = FALSE;

  if (!tried)
    there = try_node ();
  tried = TRUE;

  if (!there)
    g_test_skip ("there is no node with the module ws");

  return !there;
}

Peer *
peer_new (const char *options)
{
  g_autoptr (GSubprocessLauncher) launcher =
    new_launcher (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "peer.js", NULL);
  g_autofree char *ready = NULL;
  g_autoptr (GError) error = NULL;
  Peer *self = g_new0 (Peer, 1);

  self->process = g_subprocess_launcher_spawn (launcher, &error, "node", script, options, NULL);
  g_assert_no_error (error);
  self->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->said);

  self->reading = TRUE;
  g_data_input_stream_read_line_async (self->lines, G_PRIORITY_DEFAULT, self->cancellable, line_cb, self);
  ready = peer_expect (self, "ready ");
  self->port = (guint) g_ascii_strtoull (ready + strlen ("ready "), NULL, 10);

  return self;
}

/* As in a crash: the sockets are closed without a closing handshake. */
void
peer_free (Peer *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  wait_until (!self->reading);

  g_queue_clear_full (&self->said, g_free);
  g_object_unref (self->lines);
  g_object_unref (self->cancellable);
  g_object_unref (self->process);
  g_free (self);
}

guint
peer_get_port (Peer *self)
{
  return self->port;
}

char *
peer_dup_uri (Peer *self)
{
  return g_strdup_printf ("ws://127.0.0.1:%u", self->port);
}

void
peer_command (Peer       *self,
              const char *command)
{
  g_autofree char *line = g_strconcat (command, "\n", NULL);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), line, strlen (line),
                             NULL, NULL, &error);
  g_assert_no_error (error);
}

static char *
take_line (Peer       *self,
           const char *prefix)
{
  while (!g_queue_is_empty (&self->said))
    {
      g_autofree char *line = g_queue_pop_head (&self->said);

      if (g_str_has_prefix (line, prefix))
        return g_steal_pointer (&line);
    }

  return NULL;
}

char *
peer_expect (Peer       *self,
             const char *prefix)
{
  char *line = NULL;

  g_test_message ("expecting “%s”", prefix);
  wait_until ((line = take_line (self, prefix)) != NULL || !self->reading);
  if (line == NULL)
    g_error ("the peer ended without “%s”", prefix);

  return line;
}

guint
peer_count (Peer       *self,
            const char *prefix)
{
  guint count = 0;

  for (GList *link = self->said.head; link != NULL; link = link->next)
    count += g_str_has_prefix (link->data, prefix);

  return count;
}

void
peer_forget (Peer *self)
{
  g_autofree char *mark = NULL;

  /* What it said until now may still be in the pipe. */
  peer_command (self, "mark");
  mark = peer_expect (self, "mark");
  g_queue_clear_full (&self->said, g_free);
}
