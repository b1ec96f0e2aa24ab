/* wb-theme-words.c: tells each client of a theme in the word it uses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-theme-words.h"

/* A theme change on its way to clients. */
typedef struct
{
  WbThemeWord       first;                    /* that of the message itself */
  WbWebsocketFrame *frames[WB_N_THEME_WORDS]; /* in each word */
  gboolean          guess;
  gint64            since;
} Change;

static void
change_init (Change       *change,
             WbThemeWords *self,
             WbMessage    *message,
             gint64        since)
{
  change->first = wb_message_get_theme_word (message);
  change->guess = self->has_change_theme;
  change->since = since;
  for (guint i = 0; i < WB_N_THEME_WORDS; i++)
    {
      g_autoptr (WbMessage) translated = wb_message_translate_theme (message, i);

      change->frames[i] = wb_websocket_frame_new_text (wb_message_get_bytes (translated));
    }
}

static void
change_clear (Change *change)
{
  for (guint i = 0; i < WB_N_THEME_WORDS; i++)
    g_clear_pointer (&change->frames[i], wb_websocket_frame_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static void
send_change (WbSession *session,
             gpointer   user_data)
{
  const Change *change = user_data;

  for (guint i = 0; i < WB_N_THEME_WORDS; i++)
    {
      WbThemeWord word = (change->first + i) % WB_N_THEME_WORDS;

      if (wb_session_listens_for (session, word, change->guess))
        wb_session_send (session, change->frames[word], change->since);
    }
}

/**
 * wb_theme_words_note:
 * @self: the words of a board
 * @session: a session
 * @message: a theme change that its client sent
 *
 * Notes which word a client uses.
 */
void
wb_theme_words_note (WbThemeWords *self,
                     WbSession    *session,
                     WbMessage    *message)
{
  WbThemeWord word = wb_message_get_theme_word (message);

  wb_session_set_theme_word (session, word);
  self->has_change_theme |= word == WB_THEME_WORD_CHANGE_THEME;
}

/**
 * wb_theme_words_send:
 * @self: the words of a board
 * @session: a session
 * @message: a theme change
 * @since: as in [method@Session.send]
 *
 * Sends a theme change in the word that the client uses, or in both.
 */
void
wb_theme_words_send (WbThemeWords *self,
                     WbSession    *session,
                     WbMessage    *message,
                     gint64        since)
{
  g_auto (Change) change = { 0 };

  change_init (&change, self, message, since);
  send_change (session, &change);
}

/**
 * wb_theme_words_broadcast:
 * @self: the words of a board
 * @hub: the clients
 * @message: a theme change
 * @since: as in [method@Session.send]
 *
 * Sends a theme change to every open session, in its words.
 *
 * Returns: %FALSE if all use the word of the message: then nothing was sent, and
 *   it can be forwarded as it is
 */
gboolean
wb_theme_words_broadcast (WbThemeWords *self,
                          WbHub        *hub,
                          WbMessage    *message,
                          gint64        since)
{
  g_auto (Change) change = { 0 };

  if (!self->has_change_theme)
    return FALSE;

  change_init (&change, self, message, since);
  wb_hub_foreach (hub, send_change, &change);

  return TRUE;
}
