/* wb-ctl-request.c: `wallboardctl theme`, `fullscreen` and `notify`: change the board, show a text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wb-ctl.h"

/* The argument that toggles the theme. */
#define TOGGLE "toggle"

/* How long the echo of a request is awaited before the other word is tried, and how long the echo of that, in
 * milliseconds. */
#define ECHO_MS 2000
#define OTHER_ECHO_MS 1000

static gboolean
done_cb (gpointer user_data)
{
  WbCtl *ctl = user_data;

  ctl->echo_timer = 0;
  wb_ctl_end (ctl, WB_CTL_EXIT_DONE);

  return G_SOURCE_REMOVE;
}

/* Says it again in the other word, since the pages of a legacy server understand one of the two, and which is
 * not known. A server that did not forward the first word gets the second as if it were the only one. */
static void
send_other (WbCtl *ctl)
{
  WbTopic topic;
  WbWord word;

  if (!wb_message_get_word (ctl->request, &topic, &word))
    return;

  ctl->other = ctl->echoed ? wb_message_repeat (ctl->request)
                           : wb_message_translate (ctl->request, wb_word_other (word));
  wb_client_send (ctl->client, ctl->other);
}

static gboolean
no_echo_cb (gpointer user_data)
{
  WbCtl *ctl = user_data;

  ctl->echo_timer = 0;
  if (wb_client_get_server (ctl->client) == NULL)
    send_other (ctl);

  return G_SOURCE_REMOVE;
}

static void
status_cb (WbClient   *client,
           GParamSpec *pspec,
           WbCtl      *ctl)
{
  if (wb_client_get_status (client) != WB_CLIENT_ONLINE)
    return;

  wb_client_send (client, ctl->request);
  ctl->echo_timer = g_timeout_add (ECHO_MS, no_echo_cb, ctl);
}

static void
control_cb (WbClient   *client,
            GParamSpec *pspec,
            WbCtl      *ctl)
{
  if (!wb_client_get_control (client))
    wb_ctl_fail (ctl, _("The server at %s does not let this client change the board: "
                        "give it a token with --token-file"), wb_client_get_uri (client));
}

/* Whether a message has the effect of the request: its echo, or an equal request of another client. */
static gboolean
is_echo (WbMessage *request,
         WbMessage *message)
{
  WbTheme wanted;
  WbTheme given;

  if (wb_message_get_kind (message) != wb_message_get_kind (request))
    return FALSE;

  if (wb_message_get_kind (request) == WB_MESSAGE_NOTICE)
    return g_strcmp0 (wb_message_get_wanted_notice (message), wb_message_get_wanted_notice (request)) == 0;

  if (wb_message_get_kind (request) == WB_MESSAGE_FULL_SCREEN)
    return g_strcmp0 (wb_message_get_chart_name (message), wb_message_get_chart_name (request)) == 0 &&
           wb_message_get_full_screen (message) == wb_message_get_full_screen (request);

  if (!wb_message_get_theme (request, &wanted))
    return TRUE;

  return wb_message_get_theme (message, &given) && given == wanted;
}

static gboolean
is_same_word (WbMessage *one,
              WbMessage *other)
{
  WbTopic topics[2];
  WbWord words[2];

  return wb_message_get_word (one, &topics[0], &words[0]) &&
         wb_message_get_word (other, &topics[1], &words[1]) &&
         topics[0] == topics[1] && words[0] == words[1];
}

static void
print_echo (WbCtl     *ctl,
            WbMessage *message)
{
  gsize length;
  const char *text;

  if (!ctl->json)
    return;

  text = g_bytes_get_data (wb_message_get_bytes (message), &length);
  wb_ctl_print_json (ctl, text, length);
}

static void
message_cb (WbClient  *client,
            WbMessage *message,
            WbCtl     *ctl)
{
  if (ctl->echoed)
    {
      if (is_echo (ctl->other, message) && is_same_word (ctl->other, message))
        wb_ctl_end (ctl, WB_CTL_EXIT_DONE);
      return;
    }

  if (!is_echo (ctl->request, message) && (ctl->other == NULL || !is_echo (ctl->other, message)))
    return;

  print_echo (ctl, message);

  /* The welcome would have come before the echo. */
  ctl->echoed = TRUE;
  if (ctl->other == NULL && wb_client_get_server (client) == NULL)
    send_other (ctl);
  g_clear_handle_id (&ctl->deadline, g_source_remove);
  g_clear_handle_id (&ctl->echo_timer, g_source_remove);
  if (ctl->other != NULL && wb_message_is_repeated (ctl->other))
    ctl->echo_timer = g_timeout_add (OTHER_ECHO_MS, done_cb, ctl);
  else
    wb_ctl_end (ctl, WB_CTL_EXIT_DONE);
}

static void
run_request (WbCtl     *ctl,
             WbMessage *request)
{
  ctl->request = request;
  wb_ctl_expect_answer (ctl);
  g_signal_connect (ctl->client, "notify::status", G_CALLBACK (status_cb), ctl);
  g_signal_connect (ctl->client, "notify::control", G_CALLBACK (control_cb), ctl);
  g_signal_connect (ctl->client, "message", G_CALLBACK (message_cb), ctl);

  wb_client_start (ctl->client);
}

gboolean
wb_ctl_theme_check (char   **arguments,
                    GError **error)
{
  if (wb_theme_from_name (arguments[0], &(WbTheme) { 0 }) || g_str_equal (arguments[0], TOGGLE))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("There is no theme “%s”: say “dark”, “light” or “toggle”"), arguments[0]);
  return FALSE;
}

void
wb_ctl_theme (WbCtl *ctl)
{
  WbTheme theme;

  run_request (ctl, wb_theme_from_name (ctl->arguments[0], &theme) ? wb_message_new_theme_change (theme)
                                                                   : wb_message_new_theme_toggle ());
}

gboolean
wb_ctl_full_screen_check (char   **arguments,
                          GError **error)
{
  char *names[] = { arguments[0], NULL };

  if (!wb_ctl_check_names (names, error))
    return FALSE;

  if (g_str_equal (arguments[1], "on") || g_str_equal (arguments[1], "off"))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("Full screen is “on” or “off”, not “%s”"), arguments[1]);
  return FALSE;
}

void
wb_ctl_full_screen (WbCtl *ctl)
{
  run_request (ctl, wb_message_new_full_screen (ctl->arguments[0], g_str_equal (ctl->arguments[1], "on")));
}

gboolean
wb_ctl_notify_check (char   **arguments,
                     GError **error)
{
  g_autofree char *words = g_strstrip (g_strdup (arguments[0]));

  if (*words != '\0' && strlen (words) <= WB_NOTICE_MAX)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("A notice is a text of 1 to %d bytes, and this one has %zu"), WB_NOTICE_MAX, strlen (words));
  return FALSE;
}

void
wb_ctl_notify (WbCtl *ctl)
{
  run_request (ctl, wb_message_new_notice (WB_NOTICE_TYPE, g_strstrip (ctl->arguments[0])));
}
