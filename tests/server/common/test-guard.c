/* test-guard.c: rights, and how they change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>

#include "server-fixture.h"

#define FULL_SCREEN \
  "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"seller\",\"value\":true}"
#define NO_AUTH "{\"type\":\"noAuth\"}"
#define V1 "Sec-WebSocket-Protocol: wallboard.v1\r\n"

/* Tokens of the length that a file requires. */
#define LOOK   "look-5fJq2TnWc8Rd"
#define CHANGE "change-9sKe4VbYm1Xz"
#define GONE   "gone-7hLp3GwQt6Ua"
#define FRESH  "fresh-2dNv8ZcMr5Ki"

static WbTokens *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  WbTokens *tokens = wb_tokens_parse (text, strlen (text), "tokens", &error);

  g_assert_no_error (error);

  return tokens;
}

static void
start (ServerFixture *self)
{
  self->options.tokens = self->tokens = parse ("lobby view " LOOK "\nshop control " CHANGE "\n"
                                               "old control " GONE "\n");
  server_fixture_start (self);
}

static RawPeer *
enter (ServerFixture *self,
       const char    *headers,
       const char    *token)
{
  g_autofree char *auth = g_strdup_printf ("{\"type\":\"auth\",\"data\":\"%s\"}", token);
  RawPeer *peer = server_fixture_open (self, headers);

  raw_peer_send (peer, auth);
  raw_peer_assert_text (peer, "{\"type\":\"auth\",\"data\":\"auth ok\"}");

  return peer;
}

/* Takes the welcome, and checks its “control”. */
static RawPeer *
enter_v1 (ServerFixture *self,
          const char    *token,
          gboolean       control)
{
  RawPeer *peer = enter (self, V1, token);
  g_autofree char *welcome = raw_peer_receive_text (peer);

  g_assert_nonnull (strstr (welcome, control ? "\"control\":true" : "\"control\":false"));

  return peer;
}

static const char *const changes[] = {
  FULL_SCREEN,
  "{\"action\":\"fullScreen\",\"chartName\":\"seller\",\"value\":false}",
  "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\",\"value\":\"\"}",
  "{\"action\":\"themeChange\",\"value\":\"light\"}",
  "{\"action\":\"themeChange\",\"value\":\"dark\"}",
  "{\"action\":\"anything\"}",
  "{\"action\":\"GETDATA\",\"chartName\":\"seller\"}",
};

/* A view client gets data, and each change it asks for is refused, without effect on others. */
static void
test_view (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawPeer) view = NULL;
  g_autoptr (RawPeer) control = NULL;

  start (self);
  view = enter (self, NULL, LOOK);
  control = enter (self, NULL, CHANGE);

  raw_peer_send (view,
                 "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\",\"value\":\"\"}");
  raw_peer_assert_text (view, "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\","
                              "\"value\":\"\","
                              "\"data\":" SELLER_STRING "}");

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      raw_peer_send (view, changes[i]);
      raw_peer_assert_text (view, NO_AUTH);
    }
  raw_peer_send (view, "{\"type\":\"notice\",\"data\":\"I am everywhere\"}");
  raw_peer_assert_idle (control);

  raw_peer_send (control, FULL_SCREEN);
  raw_peer_assert_text (control, FULL_SCREEN);
}

/* In the legacy dialect each refused message gets one refusal, in its place between the answers. */
static void
test_view_every_time (ServerFixture *self,
                      gconstpointer  data)
{
  const char *notice = "{\"type\":\"notice\",\"data\":\"Lunch is ready\"}";
  const char *get = "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\",\"value\":\"\"}";
  const char *answer = "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\",\"value\":\"\","
                       "\"data\":" SELLER_STRING "}";
  g_autoptr (RawPeer) view = NULL;
  g_autoptr (RawPeer) control = NULL;
  g_autoptr (RawPeer) late = NULL;

  self->options.max_rate = 0;
  start (self);
  view = enter (self, NULL, LOOK);
  control = enter (self, NULL, CHANGE);

  for (guint round = 0; round < 2; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
      {
        raw_peer_send (view, changes[i]);
        raw_peer_send (view, changes[i]);
        raw_peer_send (view, get);
        raw_peer_send (view, notice);
        raw_peer_send (view, "{\"type\":\"heartCheck\"}");
        raw_peer_send (view, get);
      }
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (changes); i++)
    {
      raw_peer_assert_text (view, NO_AUTH);
      raw_peer_assert_text (view, NO_AUTH);
      raw_peer_assert_text (view, answer);
      raw_peer_assert_text (view, NO_AUTH);
      raw_peer_assert_text (view, answer);
    }
  raw_peer_assert_idle (view);
  raw_peer_assert_idle (control);

  /* No change is in force for a new client, and the refused client still gets all messages. */
  late = enter (self, NULL, LOOK);
  raw_peer_send (late, get);
  raw_peer_assert_text (late, answer);
  raw_peer_assert_idle (late);
  raw_peer_send (control, FULL_SCREEN);
  raw_peer_assert_text (view, FULL_SCREEN);
  raw_peer_assert_text (late, FULL_SCREEN);
}

/* A client of the third layer got its right with the welcome, and stays connected. */
static void
test_view_v1 (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) view = NULL;
  g_autoptr (RawPeer) control = NULL;

  start (self);
  view = enter_v1 (self, LOOK, FALSE);
  control = enter_v1 (self, CHANGE, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    raw_peer_send (view, changes[i]);
  raw_peer_assert_idle (view);
  raw_peer_assert_idle (control);

  raw_peer_send (control, FULL_SCREEN);
  raw_peer_assert_text (control, FULL_SCREEN);
  raw_peer_assert_text (view, FULL_SCREEN);
}

/* Without a token a client gets and changes nothing. */
static void
test_nobody (ServerFixture *self,
             gconstpointer  data)
{
  g_autoptr (RawPeer) nobody = NULL;
  g_autoptr (RawPeer) control = NULL;

  start (self);
  nobody = server_fixture_open (self, V1);
  control = enter (self, NULL, CHANGE);

  raw_peer_send (nobody, "{\"action\":\"getData\",\"chartName\":\"seller\"}");
  raw_peer_assert_text (nobody, NO_AUTH);
  raw_peer_send (nobody, FULL_SCREEN);
  raw_peer_assert_text (nobody, NO_AUTH);

  raw_peer_send (control, FULL_SCREEN);
  raw_peer_assert_text (control, FULL_SCREEN);
  raw_peer_assert_idle (nobody);
}

/* Names, halves and neighbours of a token are no tokens. */
static void
test_wrong_tokens (ServerFixture *self,
                   gconstpointer  data)
{
  const char *const wrong[] = { "", "lobby", "look", "look-5fJq2TnWc8R", LOOK " ", "Look-5fJq2TnWc8Rd",
                                "lobby view " LOOK, "auth ok" };
  g_autoptr (RawPeer) zero = NULL;
  g_autofree char *zero_reason = NULL;

  start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (RawPeer) peer = server_fixture_open (self, NULL);
      g_autofree char *auth = g_strdup_printf ("{\"type\":\"auth\",\"data\":\"%s\"}", wrong[i]);
      g_autofree char *reason = NULL;

      raw_peer_send (peer, auth);
      raw_peer_assert_text (peer, NO_AUTH);
      reason = raw_peer_assert_close (peer, 1008);
    }

  /* What comes after a zero byte must not get lost. */
  zero = server_fixture_open (self, NULL);
  raw_peer_send (zero, "{\"type\":\"auth\",\"data\":\"" LOOK "\\u0000\"}");
  zero_reason = raw_peer_assert_close (zero, 1008);
}

/* HTTP has the same rights. */
static void
test_http (ServerFixture *self,
           gconstpointer  data)
{
  const struct
  {
    const char *method;
    const char *header;
    guint       status;
  } cases[] = {
    { "GET", "", 401 },
    { "GET", "Authorization: Bearer wrong\r\n", 401 },
    { "GET", "Authorization: Basic " LOOK "\r\n", 401 },
    { "GET", "Authorization: " LOOK "\r\n", 401 },
    { "GET", "Authorization: Bearer " LOOK "\r\n", 200 },
    { "GET", "Authorization: Bearer " CHANGE "\r\n", 200 },
    { "PUT", "Content-Length: 2\r\n", 401 },
    { "PUT", "Content-Length: 2\r\nAuthorization: Bearer wrong\r\n", 401 },
    { "PUT", "Content-Length: 2\r\nAuthorization: Bearer " LOOK "\r\n", 403 },
    { "PUT", "Content-Length: 2\r\nAuthorization: Bearer " CHANGE "\r\n", 204 },
  };

  start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_http_uri (self->server));
      g_autofree char *request = NULL;
      g_autoptr (RawReply) reply = NULL;

      request = g_strdup_printf ("%s /api/free-form_1 HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s",
                                 cases[i].method,
                                 cases[i].header, strcmp (cases[i].method, "PUT") == 0 ? "[]" : "");
      raw_peer_write (peer, request, strlen (request));
      reply = raw_peer_read_reply (peer, TRUE);
      g_test_message ("%s %s", cases[i].method, cases[i].header);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
}

/* A foreign page in the browser of a user with access gets none. */
static void
test_origin (ServerFixture *self,
             gconstpointer  data)
{
  const char *foreign = "Origin: https://evil.example\r\n";
  g_autoptr (RawPeer) put = NULL;
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) put_reply = NULL;
  g_autoptr (RawReply) handshake = NULL;
  g_autoptr (RawReply) get = NULL;
  g_autoptr (RawReply) metrics = NULL;
  const char *request = "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
                        "Content-Length: 2\r\n\r\n[]";

  server_fixture_start (self);
  put = raw_peer_connect (wb_server_get_http_uri (self->server));
  raw_peer_write (put, request, strlen (request));
  put_reply = raw_peer_read_reply (put, TRUE);
  g_assert_cmpuint (put_reply->status, ==, 403);

  peer = raw_peer_connect (wb_server_get_ws_uri (self->server));
  handshake = raw_peer_shake_hands (peer, "/", foreign);
  g_assert_cmpuint (handshake->status, ==, 403);
  metrics = raw_request (wb_server_get_http_uri (self->server), "GET", "/metrics", foreign);
  g_assert_cmpuint (metrics->status, ==, 403);

  get = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller", NULL);
  g_assert_cmpstr (get->body, ==, SELLER_JSON);
}

/* After a new file: a client without a token is disconnected, and one with another right reconnects. */
static void
test_reload (ServerFixture *self,
             gconstpointer  data)
{
  g_autoptr (WbTokens) tokens = parse ("hall view " LOOK "\nshop view " CHANGE "\nnew control " FRESH "\n");
  g_autoptr (RawPeer) view = NULL;
  g_autoptr (RawPeer) control = NULL;
  g_autoptr (RawPeer) old = NULL;
  g_autoptr (RawPeer) late = NULL;
  g_autoptr (RawPeer) again = NULL;
  g_autoptr (RawPeer) fresh = NULL;
  g_autoptr (RawReply) http = NULL;
  g_autofree char *old_reason = NULL;
  g_autofree char *late_reason = NULL;
  g_autofree char *reason = NULL;

  start (self);
  view = enter_v1 (self, LOOK, FALSE);
  control = enter_v1 (self, CHANGE, TRUE);
  old = enter (self, NULL, GONE);
  late = server_fixture_open (self, NULL);
  raw_peer_assert_idle (late);

  wb_server_set_tokens (self->server, tokens);

  raw_peer_assert_text (old, NO_AUTH);
  old_reason = raw_peer_assert_close (old, 1008);
  reason = raw_peer_assert_close (control, 1012);
  again = enter_v1 (self, CHANGE, FALSE);

  /* A client that connected before and sends the old token now. */
  raw_peer_send (late, "{\"type\":\"auth\",\"data\":\"" GONE "\"}");
  raw_peer_assert_text (late, NO_AUTH);
  late_reason = raw_peer_assert_close (late, 1008);
  http = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller",
                      "Authorization: Bearer " GONE "\r\n");
  g_assert_cmpuint (http->status, ==, 401);

  fresh = enter_v1 (self, FRESH, TRUE);
  raw_peer_send (fresh, FULL_SCREEN);
  raw_peer_assert_text (fresh, FULL_SCREEN);
  raw_peer_assert_text (view, FULL_SCREEN);
  raw_peer_assert_text (again, FULL_SCREEN);
}

/* What the operator reads of the only client there is. */
static void
await_token (ServerFixture *self,
             const char    *name)
{
  g_autofree char *member = g_strdup_printf ("\"token\":\"%s\"", name);
  gint64 until = g_get_monotonic_time () + (gint64) raw_get_patience () * 1000;

  for (;;)
    {
      g_autoptr (RawReply) list = NULL;

      list = raw_request (wb_server_get_http_uri (self->server), "GET", "/displays", NULL);
      if (strstr (list->body, member) != NULL)
        return;

      if (g_get_monotonic_time () > until)
        g_error ("there is no %s in %s", member, list->body);
    }
}

/* The operator sees which token is in use: the last one sent, by its current name in the file. */
static void
test_names (ServerFixture *self,
            gconstpointer  data)
{
  g_autoptr (WbTokens) renamed = parse ("office control " CHANGE "\nhall view " LOOK "\n");
  g_autoptr (WbTokens) same = parse ("hall view " LOOK "\noffice control " CHANGE "\n");
  g_autoptr (RawPeer) peer = NULL;

  start (self);
  peer = enter (self, NULL, LOOK);
  await_token (self, "lobby");

  raw_peer_send (peer, "{\"type\":\"auth\",\"data\":\"" CHANGE "\"}");
  raw_peer_assert_text (peer, "{\"type\":\"auth\",\"data\":\"auth ok\"}");
  await_token (self, "shop");
  raw_peer_send (peer, "{\"type\":\"auth\",\"data\":\"" GONE "\"}");
  raw_peer_assert_text (peer, "{\"type\":\"auth\",\"data\":\"auth ok\"}");
  await_token (self, "old");
  raw_peer_send (peer, "{\"type\":\"auth\",\"data\":\"" CHANGE "\"}");
  raw_peer_assert_text (peer, "{\"type\":\"auth\",\"data\":\"auth ok\"}");
  await_token (self, "shop");

  wb_server_set_tokens (self->server, renamed);
  await_token (self, "office");
  wb_server_set_tokens (self->server, same);
  await_token (self, "office");
  raw_peer_send (peer, FULL_SCREEN);
  raw_peer_assert_text (peer, FULL_SCREEN);
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/guard/view", test_view);
  ADD ("/guard/view-every-time", test_view_every_time);
  ADD ("/guard/view-v1", test_view_v1);
  ADD ("/guard/nobody", test_nobody);
  ADD ("/guard/wrong-tokens", test_wrong_tokens);
  ADD ("/guard/http", test_http);
  ADD ("/guard/origin", test_origin);
  ADD ("/guard/reload", test_reload);
  ADD ("/guard/names", test_names);

  return g_test_run ();
}
