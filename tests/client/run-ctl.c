/* run-ctl.c: wallboardctl as a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "run-ctl.h"

#include <string.h>

#include "peer.h"

void
run_free (Run *self)
{
  g_free (self->out);
  g_free (self->err);
  g_free (self);
}

static void
communicated_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Process *self = user_data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (self->process, result, &self->run->out, &self->run->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  self->run->exit = g_subprocess_get_exit_status (self->process);
  self->ended = TRUE;
}

static Process *
process_new_full (const char *server,
                  const char *words,
                  const char *input,
                  gboolean    bare)
{
  Process *self = g_new0 (Process, 1);
  g_autofree char *line = g_strconcat (g_getenv ("WALLBOARDCTL"), " ", words, NULL);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE |
                               (input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : 0));
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;

  g_shell_parse_argv (line, NULL, &arguments, &error);
  g_assert_no_error (error);
  if (bare)
    g_subprocess_launcher_set_environ (launcher, (char *[]) { NULL });
  if (server != NULL)
    g_subprocess_launcher_setenv (launcher, "WALLBOARD_SERVER", server, TRUE);
  else
    g_subprocess_launcher_unsetenv (launcher, "WALLBOARD_SERVER");

  self->run = g_new0 (Run, 1);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (self->process, input, NULL, communicated_cb, self);

  return self;
}

Process *
process_new (const char *server,
             const char *words)
{
  return process_new_full (server, words, NULL, FALSE);
}

Run *
process_end (Process *self)
{
  Run *run = self->run;

  wait_until (self->ended);
  g_test_message ("%d, “%s”, “%s”", run->exit, run->out, run->err);
  g_object_unref (self->process);
  g_free (self);

  return run;
}

Run *
run_ctl (const char *server,
         const char *words)
{
  return process_end (process_new (server, words));
}

Run *
run_ctl_with_input (const char *server,
                    const char *words,
                    const char *input)
{
  return process_end (process_new_full (server, words, input, FALSE));
}

Run *
run_ctl_bare (const char *server,
              const char *words)
{
  return process_end (process_new_full (server, words, NULL, TRUE));
}

/* A failure is one sentence on stderr, and nothing on stdout. */
void
assert_fails (Run        *run,
              int         status,
              const char *words)
{
  g_assert_cmpint (run->exit, ==, status);
  g_assert_cmpstr (run->out, ==, "");
  g_assert_true (g_str_has_prefix (run->err, "wallboardctl: "));
  g_assert_nonnull (strstr (run->err, words));
  g_assert_true (strchr (run->err, '\n') == run->err + strlen (run->err) - 1);
}
