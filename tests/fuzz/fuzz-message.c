/* fuzz-message.c: any bytes as a message, and its answer and effects where it is valid
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include <string.h>

#include "json/wb-json.h"
#include "message/wb-board-state.h"
#include "message/wb-message.h"
#include "support/wb-error.h"

/* An answer must be the request with another `data`, from which the client reads the text that was put in. */
static void
check_answer (WbMessage  *request,
              JsonNode   *request_node,
              const char *text,
              gsize       length)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (WbMessage) answer = NULL;
  g_autoptr (JsonNode) answer_node = NULL;
  g_autofree char *expected = g_strndup (text, length);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  GString *whole;

  wb_message_split_answer (request, TRUE, NULL, &before, &after);
  whole = g_string_new (before);
  wb_json_append_string (whole, text, (gssize) length);
  g_string_append (whole, after);
  bytes = g_string_free_to_bytes (whole);
  answer = wb_message_parse (bytes, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpstr (wb_message_get_data (answer), ==, expected);

  answer_node = wb_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  json_object_iter_init_ordered (&iter, json_node_get_object (request_node));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (strcmp (name, "data") != 0)
      g_assert_true (json_node_equal (node, json_object_get_member (json_node_get_object (answer_node),
                                                                    name)));
}

static void
check_state (WbMessage *message)
{
  g_autoptr (WbBoardState) before = wb_board_state_new ("fuzz");
  g_autoptr (WbBoardState) after = wb_board_state_apply (before, message);
  g_autoptr (GPtrArray) missed = wb_board_state_list_missed (after);

  g_assert_cmpuint (missed->len, ==, wb_board_state_get_revision (after));
  for (guint i = 0; i < missed->len; i++)
    {
      g_autoptr (WbMessage) missed_message = wb_message_parse (g_ptr_array_index (missed, i), NULL);
      g_autoptr (WbBoardState) joined = wb_board_state_apply (before, missed_message);

      g_assert_cmpuint (wb_board_state_get_theme (joined), ==, wb_board_state_get_theme (after));
      g_assert_cmpuint (wb_board_state_get_n_full_screen (joined), ==,
                        wb_board_state_get_n_full_screen (after));
    }
}

static void
check_welcome (WbMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWelcome) welcome = wb_welcome_from_message (message, &error);
  g_autoptr (WbMessage) first = NULL;
  g_autoptr (WbMessage) second = NULL;
  g_autoptr (WbWelcome) again = NULL;

  if (welcome == NULL)
    {
      g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE);
      return;
    }

  first = wb_welcome_to_message (welcome);
  again = wb_welcome_from_message (first, &error);
  g_assert_no_error (error);
  second = wb_welcome_to_message (again);
  g_assert_true (g_bytes_equal (wb_message_get_bytes (first), wb_message_get_bytes (second)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) json_error = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_json = wb_json_check (size > 0 ? (const char *) data : "", size, &json_error);
  g_autoptr (JsonNode) node = wb_json_parse (size > 0 ? (const char *) data : "", size, NULL);
  g_autoptr (WbMessage) message = wb_message_parse (bytes, &error);
  g_autofree char *notice = NULL;
  g_autofree char *display_name = NULL;

  /* json-glib must accept what passes the check. */
  g_assert_true (is_json == (node != NULL) && is_json == (json_error == NULL));
  g_assert_true ((message != NULL) == (error == NULL));
  if (message == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  g_assert_true (is_json);
  g_assert_cmpmem (data, size, g_bytes_get_data (wb_message_get_bytes (message), NULL), size);

  check_answer (message, node, (const char *) data, size);
  check_state (message);
  check_welcome (message);

  notice = wb_message_dup_notice (message);
  display_name = wb_message_dup_display_name (message);
  g_assert_true (notice == NULL || g_utf8_validate (notice, -1, NULL));
  g_assert_true (display_name == NULL || g_utf8_strlen (display_name, -1) <= 64);

  return 0;
}
