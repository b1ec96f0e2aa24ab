/* test-board.c: which messages and datasets reach which client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <json-glib/json-glib.h>

#include "server-fixture.h"

#define V1 "Sec-WebSocket-Protocol: wallboard.v1\r\n"

#define GET_SELLER \
  "{\"action\":\"getData\",\"socketType\":\"sellerData\"," \
  "\"chartName\":\"seller\",\"value\":\"\"}"
#define GET_NOPE "{\"action\":\"getData\",\"socketType\":\"nopeData\",\"chartName\":\"nope\",\"value\":\"\"}"
#define TOGGLE "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\",\"value\":\"\"}"
#define FULL_TREND \
  "{ \"value\": true, \"chartName\": \"trend\", \"socketType\": \"fullScreen\", \"action\": \"fullScreen\" }"
#define LESS_TREND \
  "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"trend\",\"value\":false}"

static char *
make_answer (const char *request,
             const char *data)
{
  return g_strdup_printf ("%.*s,\"data\":%s}", (int) strlen (request) - 1, request, data);
}

static void
assert_answer (RawPeer    *peer,
               const char *request,
               const char *data)
{
  g_autofree char *answer = make_answer (request, data);

  raw_peer_assert_text (peer, answer);
}

static JsonNode *
receive_json (RawPeer *peer)
{
  g_autofree char *text = raw_peer_receive_text (peer);
  JsonNode *node = json_from_string (text, NULL);

  g_assert_nonnull (node);

  return node;
}

/* Opens a connection that speaks wallboard.v1, and receives its welcome. */
static RawPeer *
open_v1 (ServerFixture  *self,
         JsonNode      **ret_welcome)
{
  RawPeer *peer = server_fixture_open (self, V1);
  JsonNode *welcome = receive_json (peer);

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (welcome), "type"), ==, "welcome");
  if (ret_welcome != NULL)
    *ret_welcome = welcome;
  else
    json_node_unref (welcome);

  return peer;
}

static void
test_get_data (ServerFixture *self,
               gconstpointer  data)
{
  static const char *const requests[] = {
    GET_SELLER,
    "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\","
    "\"id\":123456789012345678,\"more\":{\"a\":[1.50,null]}}",
    "{\"chartName\":\"seller\",\"action\":\"getData\"}",
    "{\"action\":\"getData\",\"socketType\":\"中文\",\"chartName\":\"seller\"}",
    "{\"action\":\"getData\",\"socketType\":7,\"chartName\":\"seller\"}",
  };
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) other = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  other = server_fixture_open (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      raw_peer_send (peer, requests[i]);
      assert_answer (peer, requests[i], SELLER_STRING);
    }

  raw_peer_assert_idle (peer);
  raw_peer_assert_idle (other);
}

static void
test_no_data (ServerFixture *self,
              gconstpointer  data)
{
  static const char *const requests[] = {
    GET_NOPE,
    "{\"action\":\"getData\"}",
    "{\"action\":\"getData\",\"chartName\":\"../seller\"}",
    "{\"action\":\"getData\",\"chartName\":\"seller.json\"}",
    "{\"action\":\"getData\",\"chartName\":\"\"}",
    "{\"action\":\"getData\",\"chartName\":5}",
    "{\"action\":\"getData\",\"chartName\":\"rank\"}",
  };
  g_autoptr (RawPeer) legacy = NULL;
  g_autoptr (RawPeer) v1 = NULL;

  folder_write (self->folder, "rank.json", "[{\"name\":\"A\"}]");
  server_fixture_start (self);
  legacy = server_fixture_open (self, NULL);
  v1 = open_v1 (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (JsonNode) answer = NULL;
      JsonObject *object;

      /* A legacy page gets no answer without data, since it would try to parse it. */
      raw_peer_send (legacy, requests[i]);
      raw_peer_assert_idle (legacy);

      raw_peer_send (v1, requests[i]);
      answer = receive_json (v1);
      object = json_node_get_object (answer);
      g_assert_cmpstr (json_object_get_string_member (object, "action"), ==, "getData");
      g_assert_true (json_object_has_member (object, "error"));
      g_assert_false (json_object_has_member (object, "data"));
    }
}

static void
test_forward (ServerFixture *self,
              gconstpointer  data)
{
  static const char *const messages[] = {
    FULL_TREND,
    LESS_TREND,
    TOGGLE,
    "{\"action\":\"blink\",\"socketType\":\"x\"}",
    "\t{ \"action\" : \"\\u0062link\",\r\n \"n\" : 1.50e+2, \"n\" : 1.5 }  ",
    "{\"action\":\"\"}",
    "{\"action\":\"fullScreen\",\"chartName\":\"../../x\",\"value\":true}",
    "{\"action\":\"themeChange\",\"socketType\":\"changeTheme\",\"value\":{}}",
    "{\"action\":\"中文\",\"type\":\"auth\"}",
  };
  g_autoptr (RawPeer) sender = NULL;
  g_autoptr (RawPeer) legacy = NULL;
  g_autoptr (RawPeer) v1 = NULL;

  server_fixture_start (self);
  sender = server_fixture_open (self, NULL);
  legacy = server_fixture_open (self, NULL);
  v1 = open_v1 (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      raw_peer_send (sender, messages[i]);
      raw_peer_assert_text (sender, messages[i]);
      raw_peer_assert_text (legacy, messages[i]);
      raw_peer_assert_text (v1, messages[i]);
    }
}

static void
assert_theme (ServerFixture *self,
              const char    *theme,
              gint64         revision)
{
  g_autoptr (JsonNode) welcome = NULL;
  g_autoptr (RawPeer) peer = open_v1 (self, &welcome);
  JsonObject *board = json_object_get_object_member (json_node_get_object (welcome), "data");

  g_assert_cmpstr (json_object_get_string_member (board, "theme"), ==, theme);
  g_assert_cmpint (json_object_get_int_member (board, "revision"), ==, revision);
}

static void
test_theme (ServerFixture *self,
            gconstpointer  data)
{
  g_autoptr (RawPeer) sender = NULL;
  g_autoptr (RawPeer) legacy = NULL;
  const char *dark = "{\"action\":\"themeChange\",\"value\":\"dark\"}";
  const char *light = "{\"action\":\"themeChange\",\"value\":\"light\"}";

  server_fixture_start (self);
  sender = open_v1 (self, NULL);
  legacy = server_fixture_open (self, NULL);
  assert_theme (self, "dark", 0);

  /* A change to the current theme goes back to its sender only: a legacy page would toggle. */
  raw_peer_send (sender, dark);
  raw_peer_assert_text (sender, dark);
  raw_peer_assert_idle (legacy);

  raw_peer_send (sender, light);
  raw_peer_assert_text (sender, light);
  raw_peer_assert_text (legacy, light);
  assert_theme (self, "light", 1);

  raw_peer_send (sender, light);
  raw_peer_assert_text (sender, light);
  raw_peer_assert_idle (legacy);

  raw_peer_send (legacy, TOGGLE);
  raw_peer_assert_text (sender, TOGGLE);
  raw_peer_assert_text (legacy, TOGGLE);
  assert_theme (self, "dark", 2);
}

static void
test_welcome (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) first = NULL;
  g_autoptr (RawPeer) second = NULL;
  g_autoptr (JsonNode) one = NULL;
  g_autoptr (JsonNode) two = NULL;
  JsonObject *board, *later_board;
  JsonArray *charts;

  server_fixture_start (self);
  first = open_v1 (self, &one);
  board = json_object_get_object_member (json_node_get_object (one), "data");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (board, "server"), "Wallboard "));
  g_assert_cmpint (json_object_get_int_member (board, "heartbeat"), ==, 30);
  g_assert_true (json_object_get_boolean_member (board, "control"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (board, "fullScreen")), ==, 0);

  raw_peer_send (first, FULL_TREND);
  raw_peer_assert_text (first, FULL_TREND);
  second = open_v1 (self, &two);
  later_board = json_object_get_object_member (json_node_get_object (two), "data");
  charts = json_object_get_array_member (later_board, "fullScreen");
  g_assert_cmpuint (json_array_get_length (charts), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (charts, 0), ==, "trend");
  g_assert_cmpstr (json_object_get_string_member (board, "epoch"), ==,
                   json_object_get_string_member (later_board, "epoch"));

  /* The welcome has the whole state, so nothing else is sent. */
  raw_peer_send (second, GET_SELLER);
  assert_answer (second, GET_SELLER, SELLER_STRING);
  raw_peer_assert_idle (second);
}

static void
test_late_joiner (ServerFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawPeer) early = NULL;
  g_autoptr (RawPeer) late = NULL;
  g_autoptr (RawPeer) without_data = NULL;

  server_fixture_start (self);
  early = server_fixture_open (self, NULL);
  raw_peer_send (early, FULL_TREND);
  raw_peer_assert_text (early, FULL_TREND);
  raw_peer_send (early, TOGGLE);
  raw_peer_assert_text (early, TOGGLE);

  /* A page that reconnects without requesting data must not toggle. */
  late = server_fixture_open (self, NULL);
  raw_peer_assert_idle (late);

  raw_peer_send (late, GET_SELLER);
  assert_answer (late, GET_SELLER, SELLER_STRING);
  raw_peer_assert_text (late, FULL_TREND);
  raw_peer_assert_text (late, TOGGLE);
  raw_peer_assert_idle (late);

  /* Only once. */
  raw_peer_send (late, GET_SELLER);
  assert_answer (late, GET_SELLER, SELLER_STRING);
  raw_peer_assert_idle (late);

  without_data = server_fixture_open (self, NULL);
  raw_peer_send (without_data, GET_NOPE);
  raw_peer_assert_text (without_data, FULL_TREND);
  raw_peer_assert_text (without_data, TOGGLE);
}

#define FULL(name) "{\"action\":\"fullScreen\",\"chartName\":\"" name "\",\"value\":true}"
#define LESS(name) "{\"action\":\"fullScreen\",\"chartName\":\"" name "\",\"value\":false}"

/* The full-screen charts in the welcome of a new client. */
static char *
dup_welcomed (ServerFixture *self)
{
  g_autoptr (JsonNode) welcome = NULL;
  g_autoptr (RawPeer) peer = open_v1 (self, &welcome);
  JsonObject *board = json_object_get_object_member (json_node_get_object (welcome), "data");
  JsonArray *charts = json_object_get_array_member (board, "fullScreen");
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (charts); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", json_array_get_string_element (charts, i));

  return g_string_free (names, FALSE);
}

/* Names of unknown charts are passed on, but not stored. */
static void
test_junk_names (ServerFixture *self,
                 gconstpointer  data)
{
  const char *board = "{\"columns\":[{\"charts\":[{\"chart\":\"rank\",\"dataset\":\"shops\"}]}]}";
  const char *const known[] = { FULL ("trend"), FULL ("hotproduct"), FULL ("shops"), FULL ("free-form_1") };
  g_autoptr (RawPeer) sender = NULL;
  g_autoptr (RawPeer) late = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  folder_write (self->folder, "board.json", board);
  server_fixture_start (self);
  sender = server_fixture_open (self, NULL);
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *junk = g_strdup_printf (FULL ("junk%u"), i);

      raw_peer_send (sender, junk);
      raw_peer_assert_text (sender, junk);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      raw_peer_send (sender, known[i]);
      raw_peer_assert_text (sender, known[i]);
    }
  before = dup_welcomed (self);
  raw_peer_send (sender, LESS ("shops"));
  raw_peer_assert_text (sender, LESS ("shops"));
  after = dup_welcomed (self);
  g_assert_cmpstr (before, ==, "trend hotproduct shops free-form_1");
  g_assert_cmpstr (after, ==, "trend hotproduct free-form_1");

  late = server_fixture_open (self, NULL);
  raw_peer_send (late, GET_SELLER);
  assert_answer (late, GET_SELLER, SELLER_STRING);
  raw_peer_assert_text (late, FULL ("trend"));
  raw_peer_assert_text (late, FULL ("hotproduct"));
  raw_peer_assert_text (late, "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\","
                              "\"chartName\":\"hot\",\"value\":true}");
  raw_peer_assert_text (late, FULL ("free-form_1"));
  raw_peer_assert_idle (late);
}

/* When the list of charts in full screen is full, a new one replaces the oldest. */
static void
test_oldest_makes_room (ServerFixture *self,
                        gconstpointer  data)
{
  g_autoptr (RawPeer) sender = NULL;
  g_autofree char *welcomed = NULL;

  for (guint i = 0; i < 64; i++)
    {
      g_autofree char *file_name = g_strdup_printf ("card%u.json", i);

      folder_write (self->folder, file_name, "[]");
    }
  server_fixture_start (self);
  sender = server_fixture_open (self, NULL);
  for (guint i = 0; i < 64; i++)
    {
      g_autofree char *message = g_strdup_printf (FULL ("card%u"), i);

      raw_peer_send (sender, message);
      raw_peer_assert_text (sender, message);
    }
  raw_peer_send (sender, FULL ("trend"));
  raw_peer_assert_text (sender, FULL ("trend"));
  welcomed = dup_welcomed (self);
  g_assert_true (g_str_has_prefix (welcomed, "card1 card2 "));
  g_assert_true (g_str_has_suffix (welcomed, " card63 trend"));
}

/* The theme changed between the connection of a page and its first request: the page has toggled already. */
static void
test_theme_before_first_request (ServerFixture *self,
                                 gconstpointer  data)
{
  g_autoptr (RawPeer) sender = NULL;
  g_autoptr (RawPeer) dark = NULL;
  g_autoptr (RawPeer) light = NULL;

  server_fixture_start (self);
  sender = server_fixture_open (self, NULL);
  dark = server_fixture_open (self, NULL);
  raw_peer_send (sender, TOGGLE);
  raw_peer_assert_text (sender, TOGGLE);
  raw_peer_assert_text (dark, TOGGLE);
  raw_peer_send (dark, GET_SELLER);
  assert_answer (dark, GET_SELLER, SELLER_STRING);
  raw_peer_assert_idle (dark);

  light = server_fixture_open (self, NULL);
  raw_peer_assert_idle (light);
  raw_peer_send (sender, TOGGLE);
  raw_peer_assert_text (light, TOGGLE);
  raw_peer_send (light, GET_SELLER);
  assert_answer (light, GET_SELLER, SELLER_STRING);
  raw_peer_assert_text (light, TOGGLE);
}

static void
test_live_data (ServerFixture *self,
                gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) other = NULL;
  const char *by_id = "{\"action\":\"getData\",\"socketType\":\"second\",\"chartName\":\"seller\",\"id\":7}";
  const char *replaced =
    "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"again\":true}";

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  other = server_fixture_open (self, NULL);
  raw_peer_send (peer, GET_SELLER);
  assert_answer (peer, GET_SELLER, SELLER_STRING);
  raw_peer_send (peer, by_id);
  assert_answer (peer, by_id, SELLER_STRING);

  folder_write (self->folder, "seller.json", "[]");
  assert_answer (peer, GET_SELLER, "\"[]\"");
  assert_answer (peer, by_id, "\"[]\"");

  /* A request replaces an earlier one with the same socketType. */
  raw_peer_send (peer, replaced);
  assert_answer (peer, replaced, "\"[]\"");
  folder_write (self->folder, "seller.json", "[ ]");
  assert_answer (peer, by_id, "\"[ ]\"");
  assert_answer (peer, replaced, "\"[ ]\"");

  raw_peer_assert_idle (peer);
  raw_peer_assert_idle (other);
}

static void
test_problem (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) legacy = NULL;
  g_autoptr (RawPeer) v1 = NULL;
  g_autoptr (JsonNode) stale = NULL;
  JsonObject *object;

  server_fixture_start (self);
  legacy = server_fixture_open (self, NULL);
  v1 = open_v1 (self, NULL);
  raw_peer_send (legacy, GET_SELLER);
  assert_answer (legacy, GET_SELLER, SELLER_STRING);
  raw_peer_send (v1, GET_SELLER);
  assert_answer (v1, GET_SELLER, SELLER_STRING);

  folder_write (self->folder, "seller.json", "[{\"name\":\"Ann\"");
  stale = receive_json (v1);
  object = json_node_get_object (stale);
  g_assert_cmpstr (json_object_get_string_member (object, "data"), ==, SELLER_JSON);
  g_assert_true (g_str_has_prefix (json_object_get_string_member (object, "error"), "seller"));
  raw_peer_assert_idle (legacy);

  /* Valid again and unchanged: a legacy page gets nothing; for a v1 client the data are no longer stale. */
  folder_write (self->folder, "seller.json", SELLER_JSON);
  assert_answer (v1, GET_SELLER, SELLER_STRING);
  raw_peer_assert_idle (legacy);
}

static void
test_dataset_appears (ServerFixture *self,
                      gconstpointer  data)
{
  g_autoptr (RawPeer) legacy = NULL;
  g_autoptr (RawPeer) v1 = NULL;
  g_autofree char *error = NULL;

  server_fixture_start (self);
  legacy = server_fixture_open (self, NULL);
  raw_peer_send (legacy, GET_NOPE);
  raw_peer_assert_idle (legacy);
  v1 = open_v1 (self, NULL);
  raw_peer_send (v1, GET_NOPE);
  error = raw_peer_receive_text (v1);

  folder_write (self->folder, "nope.json", "[1]");
  assert_answer (legacy, GET_NOPE, "\"[1]\"");
  assert_answer (v1, GET_NOPE, "\"[1]\"");
}

static void
test_other_name (ServerFixture *self,
                 gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  const char *request =
    "{\"action\":\"getData\",\"socketType\":\"hotproductData\",\"chartName\":\"hotproduct\",\"value\":\"\"}";

  folder_write (self->folder, "hot.json", "[]");
  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_send (peer, request);
  assert_answer (peer, request, "\"[]\"");
  folder_write (self->folder, "hot.json", "[ ]");
  assert_answer (peer, request, "\"[ ]\"");
}

static void
test_subscriptions_are_bounded (ServerFixture *self,
                                gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  for (guint i = 0; i < 65; i++)
    {
      g_autofree char *request =
        g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u\",\"chartName\":\"seller\"}", i);

      raw_peer_send (peer, request);
      assert_answer (peer, request, SELLER_STRING);
    }

  /* The first subscription was replaced by the last. */
  folder_write (self->folder, "seller.json", "[]");
  for (guint i = 1; i < 65; i++)
    {
      g_autofree char *request =
        g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u\",\"chartName\":\"seller\"}", i);

      assert_answer (peer, request, "\"[]\"");
    }
  raw_peer_assert_idle (peer);
}

/* All clients, including the sender, receive the text without the other members of the message. */
static void
test_notice (ServerFixture *self,
             gconstpointer  data)
{
  g_autoptr (RawPeer) sender = NULL;
  g_autoptr (RawPeer) page = NULL;
  g_autofree char *long_text = g_strnfill (1025, 'x');
  g_autofree char *too_long = g_strdup_printf ("{\"type\":\"notice\",\"data\":\"%s\"}", long_text);

  server_fixture_start (self);
  sender = open_v1 (self, NULL);
  page = server_fixture_open (self, NULL);

  raw_peer_send (sender, "{\"data\":\"Closed \\u201cearly\\u201d\",\"x\":[1,2],\"type\":\"notice\"}");
  raw_peer_assert_text (sender, "{\"type\":\"notice\",\"data\":\"Closed “early”\"}");
  raw_peer_assert_text (page, "{\"type\":\"notice\",\"data\":\"Closed “early”\"}");

  raw_peer_send (sender, too_long);
  raw_peer_send (sender, "{\"type\":\"notice\",\"data\":\"\"}");
  raw_peer_send (sender, "{\"type\":\"notice\",\"data\":7}");
  raw_peer_assert_idle (sender);
  raw_peer_assert_idle (page);
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/board/get-data", test_get_data);
  ADD ("/board/no-data", test_no_data);
  ADD ("/board/forward", test_forward);
  ADD ("/board/theme", test_theme);
  ADD ("/board/welcome", test_welcome);
  ADD ("/board/late-joiner", test_late_joiner);
  ADD ("/board/junk-names", test_junk_names);
  ADD ("/board/oldest-makes-room", test_oldest_makes_room);
  ADD ("/board/theme-before-first-request", test_theme_before_first_request);
  ADD ("/board/live-data", test_live_data);
  ADD ("/board/problem", test_problem);
  ADD ("/board/dataset-appears", test_dataset_appears);
  ADD ("/board/other-name", test_other_name);
  ADD ("/board/subscriptions-are-bounded", test_subscriptions_are_bounded);
  ADD ("/board/notice", test_notice);

  return g_test_run ();
}
