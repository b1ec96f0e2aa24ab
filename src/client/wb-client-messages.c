/* wb-client-messages.c: the messages that a client sends and receives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-client-private.h"

/* Only for a server that sent a welcome: a legacy one would forward it to every page. */
static void
send_hello (WbClient *self)
{
  g_autoptr (WbMessage) hello = NULL;

  if (self->display_name == NULL)
    return;

  hello = wb_message_new_hello (self->display_name, APPLICATION_VERSION);
  wb_client_send (self, hello);
}

static void
receive_welcome (WbClient  *self,
                 WbMessage *message)
{
  g_autoptr (WbWelcome) welcome = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_first = self->server == NULL;

  welcome = wb_welcome_from_message (message, &error);
  if (welcome == NULL)
    {
      wb_client_count_unusable (self, error->message);
      wb_client_mark_trouble (self, error->message);
      return;
    }

  wb_backoff_reset (&self->backoff);
  wb_client_connection_expect_heartbeat (self->connection, welcome->heartbeat);
  if (is_first)
    send_hello (self);

  g_object_freeze_notify (G_OBJECT (self));
  wb_client_set_server (self, welcome->server);
  wb_client_set_control (self, welcome->control);
  wb_client_set_in_step (self, TRUE);
  wb_client_set_board (self, g_steal_pointer (&welcome->state));
  wb_client_remember (self, "");
  if (is_first)
    {
      wb_asked_names_welcome (self->names);
      wb_pacer_raise (self->pacer);
      wb_client_request_datasets (self, WB_REQUEST_WELCOME);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* Whether this display may show a chart: one of the six, or one that is watched. */
static gboolean
is_shown (const char *chart_name,
          gpointer    user_data)
{
  g_autoptr (GPtrArray) subscriptions = NULL;
  WbChartKind kind;

  if (wb_chart_kind_from_name (chart_name, &kind))
    return TRUE;

  subscriptions = wb_client_find_subscriptions (user_data, chart_name);
  return subscriptions->len > 0;
}

/* Names that are not shown are left out, since only so many are kept: they must not replace a chart that
 * is in full screen on the other displays. */
static void
apply_to_board (WbClient  *self,
                WbMessage *message)
{
  wb_client_set_board (self, wb_board_state_apply_known (self->board, message, is_shown, self));
}

/* Learns the word that the server uses. A message that comes in both words shows nothing about that, and is
 * to be done once. Returns FALSE if the message is the second of such two. */
static gboolean
learn_word (WbClient  *self,
            WbMessage *message)
{
  WbTopic topic;
  WbWord word;

  if (!wb_message_get_word (message, &topic, &word))
    return TRUE;

  if (wb_message_is_repeated (message))
    {
      self->words[topic] = self->last_words[topic];
      return FALSE;
    }

  self->last_words[topic] = self->words[topic];
  self->words[topic] = word;

  return TRUE;
}

static void
receive_board_message (WbClient  *self,
                       WbMessage *message)
{
  if (!learn_word (self, message))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  wb_client_set_in_step (self, TRUE);
  apply_to_board (self, message);
  wb_client_remember (self, "");
  g_object_thaw_notify (G_OBJECT (self));
}

static void
receive_answer (WbClient  *self,
                WbMessage *message)
{
  g_autofree char *name = wb_subscription_dup_answered_name (message);

  if (name != NULL)
    {
      wb_client_take_answer (self, name, message);
    }
  else
    {
      wb_client_count_unusable (self, "an answer that names no dataset");
      wb_client_mark_trouble (self, "an answer that names no dataset");
    }
}

static void
receive_notice (WbClient  *self,
                WbMessage *message)
{
  g_autofree char *text = wb_message_dup_notice (message);

  if (text != NULL)
    g_signal_emit_by_name (self, "notice", text);
}

void
wb_client_receive (WbClient  *self,
                   WbMessage *message)
{
  switch (wb_message_get_kind (message))
    {
    case WB_MESSAGE_GET_DATA:
      receive_answer (self, message);
      break;
    case WB_MESSAGE_FULL_SCREEN:
    case WB_MESSAGE_THEME_CHANGE:
      receive_board_message (self, message);
      break;
    case WB_MESSAGE_WELCOME:
      receive_welcome (self, message);
      break;
    case WB_MESSAGE_NOTICE:
      receive_notice (self, message);
      break;
    case WB_MESSAGE_OTHER_ACTION:
    case WB_MESSAGE_AUTH:
    case WB_MESSAGE_AUTH_OK:
    case WB_MESSAGE_NO_AUTH:
    case WB_MESSAGE_HEART_CHECK:
    case WB_MESSAGE_HELLO:
    default:
      break;
    }
}

/* Without a connection, the change is applied here only, so that the display reacts to its operator. It
 * then differs from the other displays until a server sends the state of the board. */
static void
request (WbClient  *self,
         WbMessage *message)
{
  g_autoptr (WbMessage) translated = NULL;
  WbTopic topic;
  WbWord word;

  /* In the word that the server used last. */
  if (wb_message_get_word (message, &topic, &word))
    message = translated = wb_message_translate (message, self->words[topic]);
  if (wb_client_send (self, message))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  wb_client_set_in_step (self, FALSE);
  apply_to_board (self, message);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * wb_client_request_theme:
 * @self: a client
 * @theme: the theme for all displays
 *
 * Requests a theme, with the action that the server used last.
 * #WbClient:board changes when the server echoes it; without a connection it
 * changes at once, and #WbClient:in-step becomes %FALSE.
 */
void
wb_client_request_theme (WbClient *self,
                         WbTheme   theme)
{
  g_autoptr (WbMessage) message = NULL;

  g_return_if_fail (WB_IS_CLIENT (self));

  message = wb_message_new_theme_change (theme);
  request (self, message);
}

/**
 * wb_client_request_full_screen:
 * @self: a client
 * @chart_name: a valid dataset name
 * @full_screen: whether all displays show only that chart
 *
 * Requests that a chart fills the board, or no longer does. #WbClient:board changes when
 * the server echoes it; without a connection it changes at once, and
 * #WbClient:in-step becomes %FALSE.
 */
void
wb_client_request_full_screen (WbClient   *self,
                               const char *chart_name,
                               gboolean    full_screen)
{
  g_autoptr (WbMessage) message = NULL;

  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (wb_name_is_valid (chart_name));

  message = wb_message_new_full_screen (chart_name, full_screen);
  request (self, message);
}
