/* wb-client-messages.c: what a client and its server say to each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-client-object.h"

/* Only a server that said welcome hears hello: a legacy one would forward it to every page. */
static void
say_hello (WbClient *self)
{
  g_autoptr (WbMessage) hello = NULL;

  if (self->display_name == NULL)
    return;

  hello = wb_message_new_hello (self->display_name, APPLICATION_VERSION);
  wb_keeper_send (self->keeper, hello);
}

static void
take_welcome (WbClient  *self,
              WbMessage *message)
{
  g_autoptr (WbWelcome) welcome = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_first = self->server == NULL;

  welcome = wb_welcome_from_message (message, &error);
  if (welcome == NULL)
    {
      g_info ("%s sent a welcome that is none: %s", self->uri, error->message);
      return;
    }

  wb_keeper_expect_heartbeat (self->keeper, welcome->heartbeat);
  if (is_first)
    say_hello (self);

  g_object_freeze_notify (G_OBJECT (self));
  wb_client_set_server (self, welcome->server);
  wb_client_set_control (self, welcome->control);
  wb_client_set_in_step (self, TRUE);
  wb_client_set_board (self, g_steal_pointer (&welcome->state));
  wb_client_remember (self, "");
  if (is_first)
    {
      wb_pacer_raise (self->pacer);
      wb_client_request_feeds (self, TRUE);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* Whether this display shows a chart, or might: what a server has besides says nothing here. */
static gboolean
shows (const char *chart_name,
       gpointer    user_data)
{
  const WbClient *self = user_data;
  GHashTableIter iter;
  WbChartKind kind;
  gpointer subscription;

  if (wb_chart_kind_from_name (chart_name, &kind))
    return TRUE;

  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &subscription))
    if (g_str_equal (wb_subscription_get_name (subscription), chart_name))
      return TRUE;

  return FALSE;
}

/* A name that the server did not keep must not take a chart off this display that is on all others. */
static void
apply_to_board (WbClient  *self,
                WbMessage *message)
{
  wb_client_set_board (self, wb_board_state_apply_known (self->board, message, shows, self));
}

static void
take_board_message (WbClient  *self,
                    WbMessage *message)
{
  g_object_freeze_notify (G_OBJECT (self));
  wb_client_set_in_step (self, TRUE);
  apply_to_board (self, message);
  wb_client_remember (self, "");
  g_object_thaw_notify (G_OBJECT (self));
}

static void
take_answer (WbClient  *self,
             WbMessage *message)
{
  g_autofree char *name = wb_subscription_dup_answered_name (message);

  if (name != NULL)
    wb_client_fill_feeds (self, name, message);
}

static void
take_notice (WbClient  *self,
             WbMessage *message)
{
  g_autofree char *text = wb_message_dup_notice (message);

  if (text != NULL)
    g_signal_emit_by_name (self, "notice", text);
}

/**
 * wb_client_take_message:
 * @self: a client
 * @message: what came
 *
 * Does what a message says.
 */
void
wb_client_take_message (WbClient  *self,
                        WbMessage *message)
{
  switch (wb_message_get_kind (message))
    {
    case WB_MESSAGE_GET_DATA:
      take_answer (self, message);
      break;
    case WB_MESSAGE_FULL_SCREEN:
    case WB_MESSAGE_THEME_CHANGE:
      take_board_message (self, message);
      break;
    case WB_MESSAGE_WELCOME:
      take_welcome (self, message);
      break;
    case WB_MESSAGE_NOTICE:
      take_notice (self, message);
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

/* What is asked of a server that is not there is done here, so that a person at the display is not left
 * waiting; it then differs from the other displays until a server says what holds. */
static void
request (WbClient  *self,
         WbMessage *message)
{
  if (wb_keeper_send (self->keeper, message))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  wb_client_set_in_step (self, FALSE);
  apply_to_board (self, message);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * wb_client_request_theme:
 * @self: a client
 * @theme: the theme that every display shall have
 *
 * Asks for a theme. #WbClient:board changes when the server echoes it; without
 * a connection it changes at once, and #WbClient:in-step becomes %FALSE.
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
 * @full_screen: whether every display shall fill its board with that chart
 *
 * Asks for a chart in full screen, or out of it. #WbClient:board changes when
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

/**
 * wb_client_send:
 * @self: a client
 * @message: any message
 *
 * Sends a message as it is.
 *
 * Returns: %FALSE if there is no connection, or if its server does not take
 *   what it got before
 */
gboolean
wb_client_send (WbClient  *self,
                WbMessage *message)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (message != NULL, FALSE);

  return wb_keeper_send (self->keeper, message);
}
