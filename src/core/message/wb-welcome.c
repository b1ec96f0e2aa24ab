/* wb-welcome.c: the welcome of a server that speaks layer 3, with a snapshot of the board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-state.h"

#include <string.h>

#include "json/wb-json.h"
#include "json/wb-reader.h"
#include "support/wb-name.h"
#include "support/wb-safe-text.h"
#include "wb-message-private.h"

/* The longest interval between heart checks, in seconds: an hour. */
#define HEARTBEAT_MAX 3600

/* The longest name of a server, in bytes; longer ones are cut. */
#define SERVER_NAME_MAX 128

static gboolean
read_full_screen (WbReader  *reader,
                  JsonNode  *node,
                  GPtrArray *names)
{
  JsonArray *array = wb_reader_get_array (reader, node);
  guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++)
    {
      gsize here = wb_reader_enter_element (reader, i);
      const char *name = wb_reader_get_string (reader, json_array_get_element (array, i));

      if (name == NULL)
        return FALSE;
      if (!wb_name_is_valid (name))
        return wb_reader_fail (reader, "not the name of a dataset");
      g_ptr_array_add (names, (gpointer) name);
      wb_reader_leave (reader, here);
    }

  return array != NULL;
}

static WbBoardState *
read_state (WbReader   *reader,
            JsonObject *data)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *epoch, *theme_name;
  double revision;
  gsize here;
  WbTheme theme;

  if ((epoch = wb_reader_get_string_member (reader, data, "epoch")) == NULL ||
      (theme_name = wb_reader_get_string_member (reader, data, "theme")) == NULL ||
      !wb_reader_get_number_member (reader, data, "revision", &revision))
    return NULL;

  if (!wb_theme_from_name (theme_name, &theme))
    {
      wb_reader_fail_member (reader, "theme", "expected “dark” or “light”");
      return NULL;
    }

  here = wb_reader_enter_member (reader, "fullScreen");
  if (!read_full_screen (reader, json_object_get_member (data, "fullScreen"), names))
    return NULL;
  wb_reader_leave (reader, here);

  return wb_board_state_new_snapshot (epoch, (guint64) CLAMP (revision, 0, 1e15), theme,
                                      (const char * const *) names->pdata, names->len);
}

/* Without the member, all clients may change the board. */
static gboolean
read_control (WbReader *reader,
              JsonNode *node,
              gboolean *ret_control)
{
  if (node != NULL && !(JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN))
    return wb_reader_fail_member (reader, "control", "expected a boolean");

  *ret_control = node == NULL || json_node_get_boolean (node);
  return TRUE;
}

static WbWelcome *
read_welcome (WbReader *reader,
              JsonNode *node)
{
  g_autoptr (WbWelcome) self = g_new0 (WbWelcome, 1);
  JsonObject *data;
  g_autofree char *name = NULL;
  const char *server, *end;
  double heartbeat;

  wb_reader_enter_member (reader, "data");
  if ((data = wb_reader_get_object (reader, node)) == NULL ||
      (server = wb_reader_get_string_member (reader, data, "server")) == NULL ||
      !wb_reader_get_number_member (reader, data, "heartbeat", &heartbeat) ||
      (self->state = read_state (reader, data)) == NULL)
    return NULL;

  /* The name is cut between two characters. */
  name = wb_safe_text_dup (server);
  g_utf8_validate_len (name, MIN (strlen (name), SERVER_NAME_MAX), &end);
  self->server = g_strndup (name, end - name);
  self->heartbeat = (guint) CLAMP (heartbeat, 0, HEARTBEAT_MAX);

  if (!read_control (reader, json_object_get_member (data, "control"), &self->control))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wb_welcome_to_message:
 * @self: a welcome
 *
 * Returns: (transfer full): the message that follows the handshake with a
 *   client that speaks layer 3
 */
WbMessage *
wb_welcome_to_message (const WbWelcome *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL && self->state != NULL && self->server != NULL, NULL);

  text = g_string_new ("{\"type\":\"welcome\",\"data\":{\"server\":");
  wb_json_append_string (text, self->server, -1);
  g_string_append (text, ",\"epoch\":");
  wb_json_append_string (text, wb_board_state_get_epoch (self->state), -1);
  g_string_append_printf (text, ",\"revision\":%" G_GUINT64_FORMAT ",\"theme\":\"%s\",\"fullScreen\":[",
                          wb_board_state_get_revision (self->state),
                          wb_theme_get_name (wb_board_state_get_theme (self->state)));
  for (guint i = 0; i < wb_board_state_get_n_full_screen (self->state); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      wb_json_append_string (text, wb_board_state_get_full_screen (self->state, i), -1);
    }
  g_string_append_printf (text, "],\"heartbeat\":%u,\"control\":%s}}",
                          self->heartbeat, self->control ? "true" : "false");

  return wb_message_new_take_text (text);
}

/**
 * wb_welcome_from_message:
 * @message: a message of the kind %WB_MESSAGE_WELCOME
 * @error: return location for a #WbCoreError
 *
 * Returns: (transfer full) (nullable): the content of the welcome
 */
WbWelcome *
wb_welcome_from_message (WbMessage  *message,
                         GError    **error)
{
  g_autoptr (GString) path = g_string_new (NULL);
  WbReader reader = { "welcome", path, error };

  g_return_val_if_fail (message != NULL, NULL);

  return read_welcome (&reader, wb_message_get_data_node (message));
}

void
wb_welcome_free (WbWelcome *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->state, wb_board_state_unref);
  g_free (self->server);
  g_free (self);
}
