/* wb-words.c: tells each client of a change in the word it uses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-words.h"

/* A change on its way to clients. */
typedef struct
{
  WbTopic           topic;
  WbWord            first;              /* that of the message itself */
  WbWebsocketFrame *frames[WB_N_WORDS]; /* in each word */
  gint64            since;
} Change;

/* Returns FALSE if the message says nothing that some client may know in another word. */
static gboolean
change_init (Change    *change,
             WbWords   *self,
             WbMessage *message,
             gint64     since)
{
  if (!wb_message_get_word (message, &change->topic, &change->first) || !self->has_other[change->topic])
    return FALSE;

  change->since = since;
  for (guint i = 0; i < WB_N_WORDS; i++)
    {
      g_autoptr (WbMessage) translated = wb_message_translate (message, i);

      change->frames[i] = wb_websocket_frame_new_text (wb_message_get_bytes (translated));
    }

  return TRUE;
}

static void
change_clear (Change *change)
{
  for (guint i = 0; i < WB_N_WORDS; i++)
    g_clear_pointer (&change->frames[i], wb_websocket_frame_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static void
send_change (WbSession *session,
             gpointer   user_data)
{
  const Change *change = user_data;

  for (guint i = 0; i < WB_N_WORDS; i++)
    {
      WbWord word = (change->first + i) % WB_N_WORDS;

      if (wb_session_listens_for (session, change->topic, word))
        wb_session_send (session, change->frames[word], change->since);
    }
}

/**
 * wb_words_note:
 * @self: the words of a board
 * @session: a session
 * @message: a message of its client
 *
 * Notes which word a client uses.
 */
void
wb_words_note (WbWords   *self,
               WbSession *session,
               WbMessage *message)
{
  WbTopic topic;
  WbWord word;

  if (!wb_message_get_word (message, &topic, &word))
    return;

  wb_session_set_word (session, topic, word);
  self->has_other[topic] |= word == WB_WORD_OTHER;
}

/**
 * wb_words_send:
 * @self: the words of a board
 * @session: a session
 * @message: a message
 * @since: as in [method@Session.send]
 *
 * Sends a message in the word that the client uses, or in both.
 *
 * Returns: %FALSE if nothing was sent, since the message can be sent as it is
 */
gboolean
wb_words_send (WbWords   *self,
               WbSession *session,
               WbMessage *message,
               gint64     since)
{
  g_auto (Change) change = { 0 };

  if (!change_init (&change, self, message, since))
    return FALSE;

  send_change (session, &change);

  return TRUE;
}

/**
 * wb_words_broadcast:
 * @self: the words of a board
 * @hub: the clients
 * @message: a message
 * @since: as in [method@Session.send]
 *
 * Sends a message to every open session, in its words.
 *
 * Returns: %FALSE if nothing was sent, since the message can be forwarded as it is
 */
gboolean
wb_words_broadcast (WbWords   *self,
                    WbHub     *hub,
                    WbMessage *message,
                    gint64     since)
{
  g_auto (Change) change = { 0 };

  if (!change_init (&change, self, message, since))
    return FALSE;

  wb_hub_foreach (hub, send_change, &change);

  return TRUE;
}
