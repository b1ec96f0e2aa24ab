/* wb-message-build.c: builds messages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-message.h"

#include "json/wb-json.h"
#include "wb-message-private.h"

/* Takes a text that is valid for any strings, as those of the functions below. */
WbMessage *
wb_message_new_take_text (GString *text)
{
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (text);
  g_autoptr (GError) error = NULL;
  WbMessage *self = wb_message_parse (bytes, &error);

  g_assert_no_error (error);

  return self;
}

static void
append_member (GString    *text,
               const char *name,
               const char *value)
{
  g_string_append_c (text, text->len == 0 ? '{' : ',');
  wb_json_append_string (text, name, -1);
  g_string_append_c (text, ':');
  wb_json_append_string (text, value, -1);
}

/* The members of an action up to its value, in the order in which a legacy page writes them. */
static GString *
begin_action (const char *action,
              const char *socket_type,
              const char *chart_name)
{
  GString *text = g_string_new (NULL);

  append_member (text, "action", action);
  append_member (text, "socketType", socket_type);
  append_member (text, "chartName", chart_name);

  return text;
}

static WbMessage *
new_theme_message (WbWord      word,
                   const char *value)
{
  const char *action = wb_word_to_string (WB_TOPIC_THEME, word);
  GString *text = begin_action (action, action, "");

  append_member (text, "value", value);
  g_string_append_c (text, '}');

  return wb_message_new_take_text (text);
}

static WbMessage *
new_session_message (const char *type,
                     const char *data)
{
  GString *text = g_string_new (NULL);

  append_member (text, "type", type);
  if (data != NULL)
    append_member (text, "data", data);
  g_string_append_c (text, '}');

  return wb_message_new_take_text (text);
}

/**
 * wb_message_new_get_data:
 * @chart_name: the dataset
 * @socket_type: (nullable): the routing key, %NULL for the legacy one: the name and `Data`
 *
 * Returns: (transfer full): a request for a dataset
 */
WbMessage *
wb_message_new_get_data (const char *chart_name,
                         const char *socket_type)
{
  g_autofree char *usual = NULL;
  GString *text;

  g_return_val_if_fail (chart_name != NULL, NULL);

  if (socket_type == NULL)
    socket_type = usual = g_strconcat (chart_name, "Data", NULL);

  text = begin_action ("getData", socket_type, chart_name);
  append_member (text, "value", "");
  g_string_append_c (text, '}');

  return wb_message_new_take_text (text);
}

WbMessage *
wb_message_new_full_screen (const char *chart_name,
                            gboolean    full_screen)
{
  GString *text;

  g_return_val_if_fail (chart_name != NULL, NULL);

  text = begin_action ("fullScreen", "fullScreen", chart_name);
  g_string_append_printf (text, ",\"value\":%s}", full_screen ? "true" : "false");

  return wb_message_new_take_text (text);
}

/**
 * wb_message_new_theme_change:
 * @theme: the theme
 *
 * Returns: (transfer full): a request for a theme by name (layer 3); legacy
 *   pages treat it as a toggle
 */
WbMessage *
wb_message_new_theme_change (WbTheme theme)
{
  return new_theme_message (WB_WORD_MAIN, wb_theme_get_name (theme));
}

/**
 * wb_message_new_theme_toggle:
 *
 * Returns: (transfer full): a request for the other theme, as legacy pages send
 *   it
 */
WbMessage *
wb_message_new_theme_toggle (void)
{
  return new_theme_message (WB_WORD_MAIN, "");
}

/**
 * wb_message_get_word:
 * @self: a message
 * @ret_topic: (out): what it is about
 * @ret_word: (out): which of the two words for that it uses
 *
 * Returns: %FALSE if there is only one way to say what the message says
 */
gboolean
wb_message_get_word (WbMessage *self,
                     WbTopic   *ret_topic,
                     WbWord    *ret_word)
{
  g_return_val_if_fail (self != NULL, FALSE);

  switch ((int) wb_message_get_kind (self))
    {
    case WB_MESSAGE_THEME_CHANGE:
      return wb_word_from_string (wb_message_get_action (self), ret_topic, ret_word);
    case WB_MESSAGE_FULL_SCREEN:
      return wb_word_from_string (wb_message_get_chart_name (self), ret_topic, ret_word) &&
             *ret_topic == WB_TOPIC_HOT;
    default:
      return FALSE;
    }
}

/**
 * wb_message_translate:
 * @self: a message
 * @word: the word that its receiver understands
 *
 * Builds a message that says the same in another word, without other members
 * than a page sends.
 *
 * Returns: (transfer full): the message, which is @self if it has that word, or
 *   if there is only one
 */
WbMessage *
wb_message_translate (WbMessage *self,
                      WbWord     word)
{
  WbTopic topic;
  WbWord own;
  WbTheme theme;

  g_return_val_if_fail (self != NULL, NULL);

  if (!wb_message_get_word (self, &topic, &own) || own == word)
    return wb_message_ref (self);

  if (topic == WB_TOPIC_HOT)
    return wb_message_new_full_screen (wb_word_to_string (topic, word), wb_message_get_full_screen (self));

  return new_theme_message (word, wb_message_get_theme (self, &theme) ? wb_theme_get_name (theme) : "");
}

/**
 * wb_message_repeat:
 * @self: a message that was sent
 *
 * Builds a message that says the same in the other word, for pages that do not
 * understand the first. Who understands both ignores it: it has the member
 * `repeated`.
 *
 * Returns: (transfer full) (nullable): the message, or %NULL if there is no other
 *   word
 */
WbMessage *
wb_message_repeat (WbMessage *self)
{
  g_autoptr (WbMessage) other = NULL;
  GString *text;
  WbTopic topic;
  WbWord word;
  gconstpointer bytes;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  if (!wb_message_get_word (self, &topic, &word))
    return NULL;

  other = wb_message_translate (self, wb_word_other (word));
  bytes = g_bytes_get_data (wb_message_get_bytes (other), &length);
  text = g_string_new_len (bytes, (gssize) length - 1);
  g_string_append (text, ",\"" WB_MESSAGE_REPEATED "\":true}");

  return wb_message_new_take_text (text);
}

/**
 * wb_message_new_auth:
 * @token: a token
 *
 * Returns: (transfer full): the first message of a client that has a token
 */
WbMessage *
wb_message_new_auth (const char *token)
{
  g_return_val_if_fail (token != NULL, NULL);

  return new_session_message ("auth", token);
}

/**
 * wb_message_new_auth_ok:
 *
 * Returns: (transfer full): the answer to a token that is accepted
 */
WbMessage *
wb_message_new_auth_ok (void)
{
  return new_session_message ("auth", "auth ok");
}

/**
 * wb_message_new_no_auth:
 *
 * Returns: (transfer full): the answer to a token that is refused or still
 *   missing
 */
WbMessage *
wb_message_new_no_auth (void)
{
  return new_session_message ("noAuth", NULL);
}

/**
 * wb_message_new_heart_check:
 *
 * Returns: (transfer full): a heart check, which is its own answer
 */
WbMessage *
wb_message_new_heart_check (void)
{
  return new_session_message ("heartCheck", NULL);
}

/**
 * wb_message_new_hello:
 * @name: the name of this display, such as `Lobby TV`
 * @version: the version of the program
 *
 * Returns: (transfer full): the message with which a display sends its name
 *   (layer 3)
 */
WbMessage *
wb_message_new_hello (const char *name,
                      const char *version)
{
  GString *text;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (version != NULL, NULL);

  text = g_string_new ("{\"type\":\"hello\",\"data\":{\"name\":");
  wb_json_append_string (text, name, -1);
  g_string_append (text, ",\"version\":");
  wb_json_append_string (text, version, -1);
  g_string_append (text, "}}");

  return wb_message_new_take_text (text);
}

/**
 * wb_message_new_notice:
 * @type: the kind of notice; none of the types above
 * @text: its text
 *
 * Returns: (transfer full): a notice
 */
WbMessage *
wb_message_new_notice (const char *type,
                       const char *text)
{
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  return new_session_message (type, text);
}

/**
 * wb_message_split_answer:
 * @request: a getData
 * @has_data: whether there is data
 * @problem: (nullable): why the data is old or missing
 * @ret_before: (out) (transfer full): the text before the data
 * @ret_after: (out) (transfer full): the text after it, empty without data
 *
 * Builds the answer to a request without the data, so that the answers to many
 * clients can share the largest part: the bytes of the request, with the member
 * `error` if there is a problem, and the member `data`, whose value goes between
 * @ret_before and @ret_after. The value is the text of the dataset as a JSON
 * string, see wb_json_append_string().
 *
 * All other members of the request stay as they are, byte for byte. A `data` in
 * the request is replaced at its place, as the legacy `payload.data = ret` does.
 */
void
wb_message_split_answer (WbMessage   *request,
                         gboolean     has_data,
                         const char  *problem,
                         char       **ret_before,
                         char       **ret_after)
{
  const char *text;
  gsize size, start, end;
  GString *before, *after, *last;

  g_return_if_fail (request != NULL);
  g_return_if_fail (ret_before != NULL);
  g_return_if_fail (ret_after != NULL);

  text = g_bytes_get_data (wb_message_get_bytes (request), &size);
  while (text[size - 1] != '}')
    size--;
  size--;

  before = g_string_new (NULL);
  after = g_string_new (NULL);
  if (has_data && wb_json_find_member (text, size + 1, "data", &start, &end))
    {
      g_string_append_len (before, text, start);
      g_string_append_len (after, text + end, size - end);
    }
  else
    {
      g_string_append_len (before, text, size);
      if (has_data)
        g_string_append (before, ",\"data\":");
    }

  last = has_data ? after : before;
  if (problem != NULL)
    {
      g_string_append (last, ",\"error\":");
      wb_json_append_string (last, problem, -1);
    }
  g_string_append_c (last, '}');

  *ret_before = g_string_free (before, FALSE);
  *ret_after = g_string_free (after, FALSE);
}
