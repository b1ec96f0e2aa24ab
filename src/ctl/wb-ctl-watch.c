/* wb-ctl-watch.c: `wallboardctl watch`: print the messages of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>

#include "support/wb-safe-text.h"
#include "wb-ctl.h"

static const char *
or_nothing (const char *text)
{
  return text != NULL ? text : "";
}

static char *
describe_answer (WbMessage *message)
{
  const char *name = or_nothing (wb_message_get_chart_name (message));
  const char *data = wb_message_get_data (message);
  const char *error = wb_message_get_error (message);

  if (error != NULL)
    return g_strdup_printf ("getData %s: %s", name, error);

  return g_strdup_printf ("getData %s %" G_GSIZE_FORMAT " bytes", name, data != NULL ? strlen (data) : 0);
}

static char *
describe_notice (WbMessage *message)
{
  g_autofree char *text = wb_message_dup_notice (message);

  return g_strdup_printf ("notice %s", or_nothing (text));
}

static char *
describe_hello (WbMessage *message)
{
  g_autofree char *name = wb_message_dup_display_name (message);

  return g_strdup_printf ("hello %s", or_nothing (name));
}

static char *
describe_welcome (WbMessage *message)
{
  g_autoptr (WbWelcome) welcome = wb_welcome_from_message (message, NULL);

  if (welcome == NULL)
    return g_strdup ("welcome");

  return g_strdup_printf ("welcome %s, theme %s, revision %" G_GUINT64_FORMAT, welcome->server,
                          wb_theme_get_name (wb_board_state_get_theme (welcome->state)),
                          wb_board_state_get_revision (welcome->state));
}

/* One line, in the terms of the protocol. */
static char *
describe (WbMessage *message)
{
  WbTheme theme;

  switch (wb_message_get_kind (message))
    {
    case WB_MESSAGE_GET_DATA:
      return describe_answer (message);
    case WB_MESSAGE_FULL_SCREEN:
      return g_strdup_printf ("fullScreen %s %s", or_nothing (wb_message_get_chart_name (message)),
                              wb_message_get_full_screen (message) ? "on" : "off");
    case WB_MESSAGE_THEME_CHANGE:
      return g_strdup_printf ("%s %s", wb_message_get_action (message),
                              wb_message_get_theme (message, &theme) ? wb_theme_get_name (theme) : "toggle");
    case WB_MESSAGE_OTHER_ACTION:
      return g_strdup_printf ("action %s", or_nothing (wb_message_get_action (message)));
    case WB_MESSAGE_AUTH:
      return g_strdup ("auth"); /* without the token */
    case WB_MESSAGE_AUTH_OK:
      return g_strdup ("auth ok");
    case WB_MESSAGE_NO_AUTH:
      return g_strdup ("noAuth");
    case WB_MESSAGE_HEART_CHECK:
      return g_strdup ("heartCheck");
    case WB_MESSAGE_WELCOME:
      return describe_welcome (message);
    case WB_MESSAGE_HELLO:
      return describe_hello (message);
    case WB_MESSAGE_NOTICE:
    default:
      return describe_notice (message);
    }
}

static void
message_cb (WbClient  *client,
            WbMessage *message,
            WbCtl     *ctl)
{
  g_autofree char *words = NULL;
  g_autofree char *line = NULL;
  gsize length;
  const char *text;

  if (ctl->json)
    {
      text = g_bytes_get_data (wb_message_get_bytes (message), &length);
      wb_ctl_print_json (ctl, text, length);
      return;
    }

  words = describe (message);
  line = wb_safe_text_dup (words);
  wb_ctl_print (ctl, line);
}

static void
unusable_cb (WbClient   *client,
             const char *sentence,
             WbCtl      *ctl)
{
  wb_ctl_complain (sentence);
}

static void
status_cb (WbClient   *client,
           GParamSpec *pspec,
           WbCtl      *ctl)
{
  if (wb_client_get_status (client) == WB_CLIENT_ONLINE)
    ctl->was_online = TRUE;
}

/* If there never was a connection, the address may be wrong, so the command fails; otherwise the server may
 * come back. */
static void
problem_cb (WbClient   *client,
            GParamSpec *pspec,
            WbCtl      *ctl)
{
  const GError *problem = wb_client_get_problem (client);

  if (problem == NULL)
    return;

  if (!ctl->was_online || g_error_matches (problem, WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN))
    wb_ctl_fail (ctl, "%s", problem->message);
  else
    wb_ctl_complain (problem->message);
}

static gboolean
interrupted_cb (gpointer user_data)
{
  wb_ctl_end (user_data, WB_CTL_EXIT_DONE);

  return G_SOURCE_CONTINUE;
}

void
wb_ctl_watch (WbCtl *ctl)
{
  g_signal_connect (ctl->client, "message", G_CALLBACK (message_cb), ctl);
  g_signal_connect (ctl->client, "unusable", G_CALLBACK (unusable_cb), ctl);
  g_signal_connect (ctl->client, "notify::status", G_CALLBACK (status_cb), ctl);
  g_signal_connect (ctl->client, "notify::problem", G_CALLBACK (problem_cb), ctl);
  g_unix_signal_add (SIGINT, interrupted_cb, ctl);
  g_unix_signal_add (SIGTERM, interrupted_cb, ctl);

  for (guint i = 0; i < ctl->n_arguments; i++)
    wb_client_watch (ctl->client, ctl->arguments[i]);
  wb_client_start (ctl->client);
}
