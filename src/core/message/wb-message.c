/* wb-message.c: a message of the protocol
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-message.h"

#include <string.h>

#include "json/wb-json.h"
#include "support/wb-error.h"
#include "support/wb-safe-text.h"
#include "wb-message-private.h"

/* The longest name of a display that is kept, in characters. */
#define DISPLAY_NAME_MAX 64

/* The members of a getData that are kept, beside `data`. */
static const char *const get_data_names[] = { "action", "socketType", "chartName", "error" };

/* The most memory that the values of a message may take, in bytes. A dataset is one string here; what a
 * server takes of a client, 64 KiB by default, cannot reach it. */
#define MAX_MEMORY (16 * 1024 * 1024)

struct _WbMessage
{
  gatomicrefcount  ref_count;
  GBytes          *bytes;
  JsonNode        *root;      /* immutable, so any thread may read it; NULL for a getData */
  char            *strings[G_N_ELEMENTS (get_data_names)];  /* of a getData, NULL where there is none */
  GBytes          *data;      /* of a getData, without its terminating NUL; NULL if there is none */
  WbMessageKind    kind;
};

G_DEFINE_BOXED_TYPE (WbMessage, wb_message, wb_message_ref, wb_message_unref)

static JsonNode *
get_member (WbMessage  *self,
            const char *name)
{
  return self->root != NULL ? json_object_get_member (json_node_get_object (self->root), name) : NULL;
}

static const char *
get_node_string (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

static const char *
get_string (WbMessage  *self,
            const char *name)
{
  if (self->root != NULL)
    return get_node_string (get_member (self, name));

  for (gsize i = 0; i < G_N_ELEMENTS (get_data_names); i++)
    if (strcmp (name, get_data_names[i]) == 0)
      return self->strings[i];

  return self->data != NULL && strcmp (name, "data") == 0 ? g_bytes_get_data (self->data, NULL) : NULL;
}

static gboolean
is_true (WbMessage  *self,
         const char *name)
{
  JsonNode *node = get_member (self, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

static WbMessageKind
kind_of_action (const char *action)
{
  WbTopic topic;
  WbWord word;

  if (strcmp (action, "getData") == 0)
    return WB_MESSAGE_GET_DATA;
  if (strcmp (action, "fullScreen") == 0)
    return WB_MESSAGE_FULL_SCREEN;
  if (wb_word_from_string (action, &topic, &word) && topic == WB_TOPIC_THEME)
    return WB_MESSAGE_THEME_CHANGE;

  return WB_MESSAGE_OTHER_ACTION;
}

static WbMessageKind
kind_of_type (const char *type,
              const char *data)
{
  if (strcmp (type, "auth") == 0)
    return g_strcmp0 (data, "auth ok") == 0 ? WB_MESSAGE_AUTH_OK : WB_MESSAGE_AUTH;
  if (strcmp (type, "noAuth") == 0)
    return WB_MESSAGE_NO_AUTH;
  if (strcmp (type, "heartCheck") == 0)
    return WB_MESSAGE_HEART_CHECK;
  if (strcmp (type, "welcome") == 0)
    return WB_MESSAGE_WELCOME;
  if (strcmp (type, "hello") == 0)
    return WB_MESSAGE_HELLO;

  return WB_MESSAGE_NOTICE;
}

static gboolean
find_kind (WbMessage  *self,
           GError    **error)
{
  const char *action, *type;

  if (!JSON_NODE_HOLDS_OBJECT (self->root))
    {
      g_set_error (error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE, "a message must be an object");
      return FALSE;
    }

  if ((action = get_string (self, "action")) != NULL)
    self->kind = kind_of_action (action);
  else if ((type = get_string (self, "type")) != NULL)
    self->kind = kind_of_type (type, get_string (self, "data"));
  else
    {
      g_set_error (error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE,
                   "a message needs a string “action” or a string “type”");
      return FALSE;
    }

  return TRUE;
}

/* The text of a member that is no string, with a NUL that is not counted. */
static GBytes *
copy_member_text (WbMessage  *self,
                  const char *name)
{
  gsize length, start, end;
  const char *text = g_bytes_get_data (self->bytes, &length);

  if (!wb_json_find_member (text, length, name, &start, &end))
    g_assert_not_reached ();

  return g_bytes_new_take (g_strndup (text + start, end - start), end - start);
}

/* A server keeps requests for as long as their client is connected, and the tree of a JSON text can take
 * fifty times its size. So only these strings of a getData stay. The text of a dataset is not copied if it is
 * a string: it stays in its node. Some legacy servers put the dataset itself there. */
static void
keep_strings (WbMessage *self,
              gboolean   has_container)
{
  JsonNode *data = get_member (self, "data");
  const char *text = get_node_string (data);

  if (text != NULL)
    self->data = g_bytes_new_with_free_func (text, strlen (text), (GDestroyNotify) json_node_unref,
                                             json_node_ref (data));
  else if (has_container || (data != NULL && !JSON_NODE_HOLDS_NULL (data)))
    self->data = copy_member_text (self, "data");

  for (gsize i = 0; i < G_N_ELEMENTS (get_data_names); i++)
    self->strings[i] = g_strdup (get_string (self, get_data_names[i]));

  g_clear_pointer (&self->root, json_node_unref);
}

/* The value of `data`, of any type, for messages in which it need not be a string. A getData has none. */
JsonNode *
wb_message_get_data_node (WbMessage *self)
{
  return get_member (self, "data");
}

/**
 * wb_message_parse:
 * @bytes: the text of a frame
 * @error: return location for a #WbCoreError
 *
 * Parses a message.
 *
 * %WB_CORE_ERROR_SHAPE means valid JSON that is not a message: not an object, or
 * one with neither a string `action` nor a string `type`.
 *
 * Returns: (transfer full) (nullable): a message, which keeps @bytes
 */
WbMessage *
wb_message_parse (GBytes  *bytes,
                  GError **error)
{
  g_autoptr (WbMessage) self = NULL;
  const char *text;
  gsize length;
  gboolean left_out;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = g_new0 (WbMessage, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (bytes);
  text = g_bytes_get_data (bytes, &length);
  if (text == NULL)
    text = "";

  /* The data of a getData may have more values than the limit, and only their text is needed. */
  self->root = wb_json_parse_without (text, length, "data", MAX_MEMORY, &left_out, error);
  if (self->root == NULL || !find_kind (self, error))
    return NULL;

  if (self->kind == WB_MESSAGE_GET_DATA)
    {
      keep_strings (self, left_out);
    }
  else if (left_out)
    {
      json_node_unref (self->root);
      self->root = wb_json_parse_limited (text, length, MAX_MEMORY, error);
      if (self->root == NULL)
        return NULL;
    }

  return g_steal_pointer (&self);
}

WbMessage *
wb_message_ref (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wb_message_unref (WbMessage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->root, json_node_unref);
  g_clear_pointer (&self->data, g_bytes_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->strings); i++)
    g_free (self->strings[i]);
  g_free (self);
}

/**
 * wb_message_get_bytes:
 * @self: a message
 *
 * Returns: (transfer none): the bytes that the message was parsed from, to
 *   forward them unchanged
 */
GBytes *
wb_message_get_bytes (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

WbMessageKind
wb_message_get_kind (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, WB_MESSAGE_NOTICE);

  return self->kind;
}

/**
 * wb_message_get_action:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the member `action`, %NULL for a session
 *   message
 */
const char *
wb_message_get_action (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_string (self, "action");
}

/**
 * wb_message_get_socket_type:
 * @self: a message
 *
 * Gets the member `socketType`: a key that a client uses for its own routing. It
 * need not be related to the chart.
 *
 * Returns: (transfer none) (nullable): the key, %NULL if it is absent or no string
 */
const char *
wb_message_get_socket_type (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_string (self, "socketType");
}

/**
 * wb_message_get_chart_name:
 * @self: a message
 *
 * Gets the member `chartName`, which must be checked with wb_name_is_valid()
 * before it is used as a name.
 *
 * Returns: (transfer none) (nullable): the name, %NULL if it is absent or no string
 */
const char *
wb_message_get_chart_name (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_string (self, "chartName");
}

/**
 * wb_message_get_data:
 * @self: a message
 *
 * Gets the member `data` if it is a string: the JSON text of a dataset in an
 * answer to getData, the token in an auth. In a getData it may be any other
 * value but null as well: then this is its text.
 *
 * Returns: (transfer none) (nullable): the text
 */
const char *
wb_message_get_data (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_string (self, "data");
}

/**
 * wb_message_get_dataset_text:
 * @self: a getData
 *
 * Gets the text of wb_message_get_data() to keep it by reference. A NUL that is
 * not counted follows it, so that it can be used as a string.
 *
 * Returns: (transfer none) (nullable): the text, %NULL if it is absent or null
 */
GBytes *
wb_message_get_dataset_text (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

/**
 * wb_message_get_error:
 * @self: a message
 *
 * Gets the member `error` of an answer: why its data is old or missing. Only
 * servers that sent a welcome send it.
 *
 * Returns: (transfer none) (nullable): a sentence, which is not safe to show
 */
const char *
wb_message_get_error (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_string (self, "error");
}

/**
 * wb_message_get_full_screen:
 * @self: a fullScreen
 *
 * Returns: %TRUE if the member `value` is `true`
 */
gboolean
wb_message_get_full_screen (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return is_true (self, "value");
}

/**
 * wb_message_is_repeated:
 * @self: a message
 *
 * Returns: whether it says what the message before it said in another word, see
 *   wb_message_repeat()
 */
gboolean
wb_message_is_repeated (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return is_true (self, WB_MESSAGE_REPEATED);
}

/**
 * wb_message_get_theme:
 * @self: a message
 * @ret_theme: (out): the theme of a themeChange
 *
 * Returns: whether the member `value` of a themeChange is the name of a theme;
 *   otherwise the message toggles
 */
gboolean
wb_message_get_theme (WbMessage *self,
                      WbTheme   *ret_theme)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ret_theme != NULL, FALSE);

  return wb_theme_from_name (get_string (self, "value"), ret_theme);
}

/**
 * wb_message_dup_notice:
 * @self: a message
 *
 * Gets the text of a notice: its `data` if that is a string, else the JSON text
 * of the data, byte for byte; safe to show, see wb_safe_text_dup_lines().
 *
 * Returns: (transfer full) (nullable): the text, %NULL if there is no `data`
 */
char *
wb_message_dup_notice (WbMessage *self)
{
  JsonNode *node;
  g_autoptr (GBytes) data = NULL;
  const char *text;

  g_return_val_if_fail (self != NULL, NULL);

  node = wb_message_get_data_node (self);
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;

  if ((text = get_node_string (node)) != NULL)
    return wb_safe_text_dup_lines (text);

  /* json-glib would show 0.1 as 0.10000000000000001. */
  data = copy_member_text (self, "data");

  return wb_safe_text_dup_lines (g_bytes_get_data (data, NULL));
}

/**
 * wb_message_get_wanted_notice:
 * @self: a message from a client
 *
 * Gets the text that a client sends to all displays: the `data` of a message of
 * type %WB_NOTICE_TYPE, if that is a string that is not empty and not longer than
 * %WB_NOTICE_MAX.
 *
 * Returns: (transfer none) (nullable): the text, %NULL if this is no such message
 */
const char *
wb_message_get_wanted_notice (WbMessage *self)
{
  const char *text;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind != WB_MESSAGE_NOTICE || g_strcmp0 (get_string (self, "type"), WB_NOTICE_TYPE) != 0)
    return NULL;

  text = get_string (self, "data");
  return text != NULL && *text != '\0' && strlen (text) <= WB_NOTICE_MAX ? text : NULL;
}

/* A string in the data of a hello. */
static char *
dup_hello_string (WbMessage  *self,
                  const char *member)
{
  JsonNode *data = wb_message_get_data_node (self);
  const char *word;
  g_autofree char *clean = NULL;

  if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    return NULL;

  word = get_node_string (json_object_get_member (json_node_get_object (data), member));
  if (word == NULL)
    return NULL;

  clean = g_strstrip (wb_safe_text_dup (word));
  if (g_utf8_strlen (clean, -1) > DISPLAY_NAME_MAX)
    *g_utf8_offset_to_pointer (clean, DISPLAY_NAME_MAX) = '\0';

  return *clean != '\0' ? g_steal_pointer (&clean) : NULL;
}

/**
 * wb_message_dup_display_name:
 * @self: a hello
 *
 * Gets the name of a display, cut to 64 characters and safe to show and to log,
 * see wb_safe_text_dup().
 *
 * Returns: (transfer full) (nullable): the name, %NULL if there is none or only
 *   white space
 */
char *
wb_message_dup_display_name (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_hello_string (self, "name");
}

/**
 * wb_message_dup_display_version:
 * @self: a hello
 *
 * Returns: (transfer full) (nullable): the version of the program on a display,
 *   cut and made safe as its name; %NULL if there is none
 */
char *
wb_message_dup_display_version (WbMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_hello_string (self, "version");
}
