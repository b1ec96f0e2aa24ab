/* wb-ctl.c: one run of wallboardctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "support/wb-safe-text.h"
#include "wb-ctl.h"

/* The time limit for an answer, in seconds. */
#define ANSWER_SECONDS 5

/**
 * wb_ctl_complain:
 * @sentence: an error, without a full stop
 *
 * Prints an error.
 */
void
wb_ctl_complain (const char *sentence)
{
  g_autofree char *line = wb_safe_text_dup (sentence);

  g_printerr ("wallboardctl: %s\n", line);
}

WbCtlExit
wb_ctl_run (const WbCtlCommand  *command,
            WbClient            *client,
            char               **arguments,
            const WbCtlPicture  *picture,
            gboolean             json)
{
  WbCtl ctl = {
    .client = client,
    .arguments = arguments,
    .n_arguments = g_strv_length (arguments),
    .json = json,
    .picture = picture,
    .exit = WB_CTL_EXIT_FAILED,
  };

  ctl.loop = g_main_loop_new (NULL, FALSE);
  command->run (&ctl);
  if (!ctl.ended)
    g_main_loop_run (ctl.loop);

  g_signal_handlers_disconnect_by_data (client, &ctl);
  g_clear_handle_id (&ctl.deadline, g_source_remove);
  g_clear_handle_id (&ctl.echo_timer, g_source_remove);
  g_clear_pointer (&ctl.request, wb_message_unref);
  g_clear_pointer (&ctl.other, wb_message_unref);
  g_clear_pointer (&ctl.cut, g_free);
  g_main_loop_unref (ctl.loop);

  return ctl.exit;
}

/**
 * wb_ctl_end:
 * @ctl: a run
 * @status: the exit status
 *
 * Ends a run. Later calls have no effect.
 */
void
wb_ctl_end (WbCtl     *ctl,
            WbCtlExit  status)
{
  if (ctl->ended)
    return;

  g_signal_handlers_disconnect_by_data (ctl->client, ctl);
  ctl->ended = TRUE;
  ctl->exit = status;
  g_main_loop_quit (ctl->loop);
}

/**
 * wb_ctl_fail:
 * @ctl: a run
 * @format: an error, without a full stop, as for printf()
 * @...: its arguments
 *
 * Prints an error, and ends a run that failed.
 */
void
wb_ctl_fail (WbCtl      *ctl,
             const char *format,
             ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  if (ctl->ended)
    return;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  wb_ctl_complain (sentence);
  wb_ctl_end (ctl, WB_CTL_EXIT_FAILED);
}

static gboolean
deadline_cb (gpointer user_data)
{
  WbCtl *ctl = user_data;

  ctl->deadline = 0;
  if (ctl->cut != NULL && wb_client_get_status (ctl->client) != WB_CLIENT_ONLINE)
    wb_ctl_fail (ctl, "%s", ctl->cut);
  wb_ctl_fail (ctl, _("The server at %s did not answer within %d seconds"), wb_client_get_uri (ctl->client),
               ANSWER_SECONDS);

  return G_SOURCE_REMOVE;
}

static void
start_deadline (WbCtl *ctl)
{
  g_clear_handle_id (&ctl->deadline, g_source_remove);
  ctl->deadline = g_timeout_add_seconds (ANSWER_SECONDS, deadline_cb, ctl);
}

static void
status_cb (WbClient   *client,
           GParamSpec *pspec,
           WbCtl      *ctl)
{
  if (wb_client_get_status (client) == WB_CLIENT_ONLINE)
    start_deadline (ctl);
}

/* A legacy server that ended on one name of a dataset is usually started again by a process manager: until
 * the deadline, the other name is tried. */
static gboolean
may_come_back (WbCtl        *ctl,
               const GError *problem)
{
  if (!wb_client_get_asks_otherwise (ctl->client) ||
      g_error_matches (problem, WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN))
    return FALSE;

  if (ctl->cut == NULL)
    {
      ctl->cut = g_strdup (problem->message);
      start_deadline (ctl);
    }

  return TRUE;
}

static void
problem_cb (WbClient   *client,
            GParamSpec *pspec,
            WbCtl      *ctl)
{
  const GError *problem = wb_client_get_problem (client);

  if (problem != NULL && ctl->echoed)
    wb_ctl_end (ctl, WB_CTL_EXIT_DONE);
  else if (problem != NULL && !may_come_back (ctl, problem))
    wb_ctl_fail (ctl, "%s", problem->message);
}

/**
 * wb_ctl_expect_answer:
 * @ctl: a run that is about to start its client
 *
 * Fails the run if the server cannot be reached, or does not answer in time.
 */
void
wb_ctl_expect_answer (WbCtl *ctl)
{
  g_signal_connect (ctl->client, "notify::status", G_CALLBACK (status_cb), ctl);
  g_signal_connect (ctl->client, "notify::problem", G_CALLBACK (problem_cb), ctl);
}

/**
 * wb_ctl_print_json:
 * @ctl: a run
 * @text: (array length=length): JSON of a server, see wb_json_check()
 * @length: its length in bytes
 *
 * Prints JSON with a line end. With `--json`, it is printed on one line, since
 * line breaks are only between values. On a terminal, characters that would
 * control it are escaped; otherwise the bytes stay as they are.
 */
void
wb_ctl_print_json (WbCtl      *ctl,
                   const char *text,
                   gsize       length)
{
  g_autofree char *json = isatty (STDOUT_FILENO) ? wb_safe_text_dup_json (text, length)
                                                 : g_strndup (text, length);

  if (ctl->json)
    g_strdelimit (json, "\r\n", ' ');
  wb_ctl_print (ctl, json);
}

/**
 * wb_ctl_print:
 * @ctl: a run
 * @text: UTF-8 text that is safe to show, see wb_safe_text_dup()
 *
 * Prints a text with a line end.
 */
void
wb_ctl_print (WbCtl      *ctl,
              const char *text)
{
  g_autofree char *line = g_strchomp (g_strdup (text));

  if (puts (line) == EOF || fflush (stdout) == EOF)
    {
      /* GIO ignores SIGPIPE. With a closed pipe, end without an error message, as other programs do. */
      if (errno == EPIPE)
        {
          signal (SIGPIPE, SIG_DFL);
          raise (SIGPIPE);
        }

      wb_ctl_fail (ctl, _("The output cannot be written: %s"), g_strerror (errno));
    }
}

gboolean
wb_ctl_check_names (char   **arguments,
                    GError **error)
{
  for (gsize i = 0; arguments[i] != NULL; i++)
    {
      if (!wb_name_is_valid (arguments[i]))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("“%s” is not the name of a dataset: one has up to %d letters, digits, “-” and “_”"),
                       arguments[i], WB_NAME_MAX);
          return FALSE;
        }
    }

  return TRUE;
}
