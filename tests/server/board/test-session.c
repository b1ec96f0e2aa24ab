/* test-session.c: authentication, heart checks and silence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <json-glib/json-glib.h>

#include "server-fixture.h"

#define V1 "Sec-WebSocket-Protocol: wallboard.v1\r\n"
#define AUTH(token) "{\"type\":\"auth\",\"data\":\"" token "\"}"
#define AUTH_OK AUTH ("auth ok")
#define NO_AUTH "{\"type\":\"noAuth\"}"
#define HEART_CHECK "{\"type\":\"heartCheck\"}"
#define ACTION "{\"action\":\"x\"}"

static void
assert_welcome (RawPeer *peer)
{
  g_autofree char *text = raw_peer_receive_text (peer);

  g_assert_true (g_str_has_prefix (text, "{\"type\":\"welcome\","));
}

/* Without a token, any authentication succeeds: a legacy client sends null before a login. */
static void
test_no_token (ServerFixture *self,
               gconstpointer  data)
{
  const char *const messages[] = { AUTH ("anything"), AUTH (""), AUTH ("auth ok"),
                                   "{\"type\":\"auth\",\"data\":null}", "{\"type\":\"auth\"}" };
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) other = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  other = server_fixture_open (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      raw_peer_send (peer, messages[i]);
      raw_peer_assert_text (peer, AUTH_OK);
    }
  raw_peer_assert_idle (other);
}

static void
test_right_token (ServerFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) waiting = NULL;
  const char *request = "{\"action\":\"getData\",\"chartName\":\"seller\"}";

  self->options.tokens = self->tokens = wb_tokens_new ("secret");
  server_fixture_start (self);
  waiting = server_fixture_open (self, NULL);
  peer = server_fixture_open (self, NULL);
  raw_peer_send (peer, AUTH ("secret"));
  raw_peer_assert_text (peer, AUTH_OK);
  raw_peer_send (peer, request);
  raw_peer_assert_text (peer, "{\"action\":\"getData\",\"chartName\":\"seller\",\"data\":" SELLER_STRING "}");
  raw_peer_send (peer, ACTION);
  raw_peer_assert_text (peer, ACTION);

  /* A client that has not authenticated receives nothing of this. */
  raw_peer_assert_idle (waiting);
}

static void
test_before_auth (ServerFixture *self,
                  gconstpointer  data)
{
  const char *const messages[] = { ACTION, "{\"action\":\"getData\",\"chartName\":\"seller\"}", HEART_CHECK,
                                   "{\"type\":\"hello\",\"data\":{\"name\":\"x\"}}", "{\"type\":\"x\"}",
                                   "{}" };
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) inside = NULL;

  self->options.tokens = self->tokens = wb_tokens_new ("secret");
  server_fixture_start (self);
  inside = server_fixture_open (self, NULL);
  raw_peer_send (inside, AUTH ("secret"));
  raw_peer_assert_text (inside, AUTH_OK);
  peer = server_fixture_open (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      raw_peer_send (peer, messages[i]);
      raw_peer_assert_text (peer, NO_AUTH);
    }
  raw_peer_assert_idle (peer);
  raw_peer_assert_idle (inside);
}

static void
test_wrong_token (ServerFixture *self,
                  gconstpointer  data)
{
  const char *const messages[] = { AUTH ("Secret"), AUTH ("secre"), AUTH (""), "{\"type\":\"auth\"}",
                                   AUTH ("auth ok"), "{\"type\":\"auth\",\"data\":[\"secret\"]}" };

  self->options.tokens = self->tokens = wb_tokens_new ("secret");
  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (RawPeer) peer = server_fixture_open (self, NULL);
      g_autofree char *reason = NULL;

      raw_peer_send (peer, messages[i]);
      raw_peer_assert_text (peer, NO_AUTH);
      reason = raw_peer_assert_close (peer, 1008);
      g_assert_null (strstr (reason, "secret"));
    }
}

static void
test_welcome_after_auth (ServerFixture *self,
                         gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  self->options.tokens = self->tokens = wb_tokens_new ("secret");
  server_fixture_start (self);
  peer = server_fixture_open (self, V1);
  raw_peer_assert_idle (peer);
  raw_peer_send (peer, AUTH ("secret"));
  raw_peer_assert_text (peer, AUTH_OK);
  assert_welcome (peer);
  raw_peer_assert_idle (peer);
}

static void
test_auth_timeout (ServerFixture *self,
                   gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) in_time = NULL;
  g_autofree char *reason = NULL;

  self->options.tokens = self->tokens = wb_tokens_new ("secret");
  self->options.auth_timeout = 1;
  server_fixture_start (self);
  in_time = server_fixture_open (self, NULL);
  raw_peer_send (in_time, AUTH ("secret"));
  raw_peer_assert_text (in_time, AUTH_OK);
  peer = server_fixture_open (self, NULL);
  raw_peer_assert_text (peer, NO_AUTH);
  reason = raw_peer_assert_close (peer, 1008);
  raw_peer_assert_idle (in_time);
}

static void
test_heart_checks (ServerFixture *self,
                   gconstpointer  data)
{
  g_autoptr (RawPeer) legacy_page = NULL;
  g_autoptr (RawPeer) legacy_client = NULL;
  g_autoptr (RawPeer) echoing = NULL;
  g_autoptr (RawPeer) v1 = NULL;

  self->options.heartbeat = 1;
  server_fixture_start (self);
  legacy_page = server_fixture_open (self, NULL);
  legacy_client = server_fixture_open (self, NULL);
  raw_peer_send (legacy_client, AUTH ("x"));
  raw_peer_assert_text (legacy_client, AUTH_OK);
  echoing = server_fixture_open (self, NULL);
  raw_peer_send (echoing, HEART_CHECK);
  v1 = server_fixture_open (self, V1);
  assert_welcome (v1);

  for (guint i = 0; i < 2; i++)
    {
      raw_peer_assert_text (legacy_client, HEART_CHECK);
      raw_peer_assert_text (echoing, HEART_CHECK);
      raw_peer_assert_text (v1, HEART_CHECK);
      raw_peer_send (legacy_client, HEART_CHECK);
    }

  /* An echo of a heart check is not passed on. */
  raw_peer_assert_idle (legacy_page);
}

static void
test_displays (ServerFixture *self,
               gconstpointer  data)
{
  g_autoptr (RawPeer) page = NULL;
  g_autoptr (RawPeer) display = NULL;
  g_autoptr (RawReply) reply = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *first, *second;

  server_fixture_start (self);
  page = server_fixture_open (self, "Origin: http://localhost:8080\r\n");
  display = server_fixture_open (self, V1);
  assert_welcome (display);
  raw_peer_send (display, "{\"type\":\"hello\",\"data\":{\"name\":\"Lobby\\nTV\",\"version\":\"1.0\"}}");
  raw_peer_assert_idle (display);

  reply = raw_request (wb_server_get_http_uri (self->server), "GET", "/displays", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  root = json_from_string (reply->body, NULL);
  g_assert_nonnull (root);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 2);
  first = json_array_get_object_element (json_node_get_array (root), 0);
  second = json_array_get_object_element (json_node_get_array (root), 1);
  g_assert_cmpstr (json_object_get_string_member (first, "dialect"), ==, "legacy");
  g_assert_cmpstr (json_object_get_string_member (first, "origin"), ==, "http://localhost:8080");
  g_assert_true (json_object_get_null_member (first, "name"));
  g_assert_cmpstr (json_object_get_string_member (second, "dialect"), ==, "wallboard.v1");
  g_assert_cmpstr (json_object_get_string_member (second, "name"), ==, "Lobby TV");
  g_assert_cmpstr (json_object_get_string_member (second, "version"), ==, "1.0");
  g_assert_cmpstr (json_object_get_string_member (second, "right"), ==, "control");
  g_assert_cmpint (json_object_get_int_member (second, "waiting"), ==, 0);
}

static void
test_hello (ServerFixture *self,
            gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) other = NULL;

  server_fixture_start (self);
  other = server_fixture_open (self, NULL);
  peer = server_fixture_open (self, V1);
  assert_welcome (peer);
  raw_peer_send (peer, "{\"type\":\"hello\",\"data\":{\"name\":\"Lobby\\nTV\",\"version\":\"1.0\"}}");
  raw_peer_assert_idle (peer);
  raw_peer_assert_idle (other);
}

/* The server sends pings, and closes a client that does not answer. */
static void
test_silence (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) silent = NULL;
  g_autoptr (RawPeer) lively = NULL;
  g_autofree char *reason = NULL;
  guint answered = 0;

  self->options.ping = 1;
  self->options.silence = 1;
  server_fixture_start (self);
  silent = server_fixture_open (self, NULL);
  lively = server_fixture_open (self, NULL);

  while (answered < 3)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (lively);

      g_assert_nonnull (frame);
      g_assert_cmphex (frame->opcode, ==, RAW_PING);
      raw_peer_send_frame (lively, RAW_FIN | RAW_PONG, frame->payload, frame->length);
      answered++;
    }

  while (reason == NULL)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (silent);

      g_assert_nonnull (frame);
      if (frame->opcode == RAW_CLOSE)
        reason = g_strdup (frame->payload + 2);
      else
        g_assert_cmphex (frame->opcode, ==, RAW_PING);
    }
  g_assert_cmpstr (reason, ==, "no answer to a ping");
  g_assert_cmpuint (wb_server_get_n_displays (self->server), ==, 2);
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/session/no-token", test_no_token);
  ADD ("/session/right-token", test_right_token);
  ADD ("/session/before-auth", test_before_auth);
  ADD ("/session/wrong-token", test_wrong_token);
  ADD ("/session/welcome-after-auth", test_welcome_after_auth);
  ADD ("/session/auth-timeout", test_auth_timeout);
  ADD ("/session/heart-checks", test_heart_checks);
  ADD ("/session/displays", test_displays);
  ADD ("/session/hello", test_hello);
  ADD ("/session/silence", test_silence);

  return g_test_run ();
}
