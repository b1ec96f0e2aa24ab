/* test-websocket.c: the handshake, and what ends a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <unistd.h>

#include "server-fixture.h"

#define GET_SELLER \
  "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\"}"

static RawReply *
shake_hands (ServerFixture *self,
             const char    *path,
             const char    *headers)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_ws_uri (self->server));

  return raw_peer_shake_hands (peer, path, headers);
}

static void
test_any_path (ServerFixture *self,
               gconstpointer  data)
{
  const char *const paths[] = { "/", "/socket", "/api/seller", "/a/b?c=d", "/healthz" };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (RawReply) reply = shake_hands (self, paths[i], NULL);

      g_assert_cmpuint (reply->status, ==, 101);
    }
}

static void
test_both_listeners (ServerFixture *self,
                     gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  server_fixture_start (self);
  peer = raw_peer_open (wb_server_get_http_uri (self->server), NULL);
  raw_peer_send (peer, "{\"action\":\"x\"}");
  raw_peer_assert_text (peer, "{\"action\":\"x\"}");
}

static void
test_subprotocol (ServerFixture *self,
                  gconstpointer  data)
{
  static const struct
  {
    const char *offered;
    const char *chosen;
  } cases[] = {
    { NULL, NULL },
    { "wallboard.v1", "wallboard.v1" },
    { "chat, wallboard.v1", "wallboard.v1" },
    { "chat", NULL },
  };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = cases[i].offered != NULL
                                ? g_strdup_printf ("Sec-WebSocket-Protocol: %s\r\n", cases[i].offered)
                                : NULL;
      g_autoptr (RawReply) reply = shake_hands (self, "/", header);
      g_autofree char *chosen = raw_reply_dup_header (reply, "Sec-WebSocket-Protocol");

      g_assert_cmpuint (reply->status, ==, 101);
      g_assert_cmpstr (chosen, ==, cases[i].chosen);
    }
}

static void
test_no_deflate (ServerFixture *self,
                 gconstpointer  data)
{
  g_autoptr (RawReply) reply = NULL;
  g_autofree char *extensions = NULL;

  server_fixture_start (self);
  reply = shake_hands (self, "/", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
  extensions = raw_reply_dup_header (reply, "Sec-WebSocket-Extensions");
  g_assert_cmpuint (reply->status, ==, 101);
  g_assert_cmpstr (extensions, ==, NULL);
}

static void
test_bad_handshake (ServerFixture *self,
                    gconstpointer  data)
{
  g_autoptr (RawReply) version = NULL;
  g_autoptr (RawReply) key = NULL;

  server_fixture_start (self);
  version = raw_request (wb_server_get_ws_uri (self->server), "GET", "/",
                         "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
  g_assert_cmpuint (version->status, ==, 426);
  key = raw_request (wb_server_get_ws_uri (self->server), "GET", "/",
                     "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
  g_assert_cmpuint (key->status, ==, 400);
}

static void
test_origin (ServerFixture *self,
             gconstpointer  data)
{
  static const struct
  {
    const char *origin;
    guint       status;
  } cases[] = {
    { "http://localhost:8080", 101 },
    { "http://127.0.0.1", 101 },
    { "http://[::1]:5173", 101 },
    { "https://board.example", 101 },
    { "https://evil.example", 403 },
    { "https://localhost.evil.example", 403 },
    { "null", 403 },
  };
  const char *const origins[] = { "https://board.example", NULL };

  self->options.allowed_origins = origins;
  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("Origin: %s\r\n", cases[i].origin);
      g_autoptr (RawReply) reply = shake_hands (self, "/", header);

      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
}

/* A message with exactly this many bytes. */
static char *
make_message (gsize length)
{
  g_autofree char *filling = g_strnfill (length - strlen ("{\"action\":\"\"}"), 'x');

  return g_strdup_printf ("{\"action\":\"%s\"}", filling);
}

static void
test_longest_message (ServerFixture *self,
                      gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autofree char *message = make_message (WB_MESSAGE_MAX_TO_SERVER);

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_send (peer, message);
  raw_peer_assert_text (peer, message);
}

static void
test_message_too_long (ServerFixture *self,
                       gconstpointer  data)
{
  const gsize lengths[] = { WB_MESSAGE_MAX_TO_SERVER + 1, 300 * 1024 };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (RawPeer) peer = server_fixture_open (self, NULL);
      g_autofree char *message = make_message (lengths[i]);
      g_autofree char *reason = NULL;

      raw_peer_send (peer, message);
      reason = raw_peer_assert_close (peer, 1009);
    }
}

static void
test_fragments (ServerFixture *self,
                gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) greedy = NULL;
  g_autofree char *message = make_message (WB_MESSAGE_MAX_TO_SERVER + 1);
  g_autofree char *reason = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_send_frame (peer, RAW_TEXT, "{\"action\"", 9);
  raw_peer_assert_idle (peer);
  raw_peer_send_frame (peer, RAW_CONTINUATION, ":\"y", 3);
  raw_peer_send_frame (peer, RAW_FIN | RAW_CONTINUATION, "\"}", 2);
  raw_peer_assert_text (peer, "{\"action\":\"y\"}");

  greedy = server_fixture_open (self, NULL);
  raw_peer_send_frame (greedy, RAW_TEXT, message, 40000);
  raw_peer_send_frame (greedy, RAW_FIN | RAW_CONTINUATION, message + 40000, strlen (message) - 40000);
  reason = raw_peer_assert_close (greedy, 1009);
}

static void
test_max_message_option (ServerFixture *self,
                         gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autofree char *fits = make_message (100);
  g_autofree char *does_not = make_message (101);
  g_autofree char *reason = NULL;

  self->options.max_message = 100;
  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_send (peer, fits);
  raw_peer_assert_text (peer, fits);
  raw_peer_send (peer, does_not);
  reason = raw_peer_assert_close (peer, 1009);
}

/* An action with nested arrays, as deep as needed. */
static char *
make_nested (guint depth)
{
  g_autofree char *open = g_strnfill (depth - 1, '[');
  g_autofree char *close = g_strnfill (depth - 1, ']');

  return g_strdup_printf ("{\"action\":\"x\",\"value\":%s%s}", open, close);
}

static void
test_nesting (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autofree char *deepest = make_nested (32);
  g_autofree char *too_deep = make_nested (33);
  g_autofree char *reason = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_send (peer, deepest);
  raw_peer_assert_text (peer, deepest);
  raw_peer_send (peer, too_deep);
  reason = raw_peer_assert_close (peer, 1008);
  g_assert_cmpstr (reason, !=, "");
}

static void
test_not_json (ServerFixture *self,
               gconstpointer  data)
{
  g_autofree char *long_key = g_strnfill (200, 'k');
  g_autofree char *chinese = g_strdup_printf ("{\"action\":\"x\",\"中文中文中文中文中文中文中文中文中文中文中文中文中文中文"
                                              "中文中文中文中文中文中文\":tru}");
  const char *const texts[] = { "", "hello", "{", "{\"action\":\"x\"", "{\"action\":\"x\"} {}", "{action:1}",
                                "{\"action\":\"x\",}", "[1,]", "nul", chinese, long_key };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (RawPeer) peer = server_fixture_open (self, NULL);
      g_autofree char *reason = NULL;

      raw_peer_send (peer, texts[i]);
      reason = raw_peer_assert_close (peer, 1008);
      g_assert_cmpstr (reason, !=, "");
      g_assert_true (g_utf8_validate (reason, -1, NULL));
    }
}

static void
test_no_message (ServerFixture *self,
                 gconstpointer  data)
{
  const char *const texts[] = { "{}", "[]", "1", "\"x\"", "null", "{\"socketType\":\"x\"}", "{\"action\":7}",
                                "{\"type\":null}", "{\"type\":\"noAuth\"}",
                                "{\"type\":\"msg\",\"data\":\"x\"}", "{\"type\":\"welcome\",\"data\":{}}" };
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) other = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  other = server_fixture_open (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    raw_peer_send (peer, texts[i]);
  raw_peer_assert_idle (peer);
  raw_peer_assert_idle (other);
}

static void
test_wrong_frames (ServerFixture *self,
                   gconstpointer  data)
{
  static const struct
  {
    guint8      first;
    const char *payload;
    gsize       length;
    guint       code;
  } cases[] = {
    { RAW_FIN | RAW_BINARY, "{\"action\":\"x\"}", 14, 1003 },
    { RAW_FIN | RAW_TEXT, "{\"action\":\"\xff\"}", 14, 1007 },
    { RAW_FIN | RAW_TEXT, "{\"action\":\"\xc0\xae\"}", 15, 1007 },
    { RAW_FIN | RAW_TEXT | 0x40, "{\"action\":\"x\"}", 14, 1002 },
    { RAW_FIN | RAW_CONTINUATION, "{\"action\":\"x\"}", 14, 1002 },
    { RAW_FIN | 0x3, "x", 1, 1002 },
  };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawPeer) peer = server_fixture_open (self, NULL);
      g_autofree char *reason = NULL;

      g_test_message ("case %zu", i);
      raw_peer_send_frame (peer, cases[i].first, cases[i].payload, cases[i].length);
      reason = raw_peer_assert_close (peer, cases[i].code);
    }
}

static void
test_unmasked (ServerFixture *self,
               gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autofree char *reason = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_write (peer, "\x81\x02{}", 4);
  reason = raw_peer_assert_close (peer, 1002);
}

static gboolean
has_no_display (gpointer user_data)
{
  ServerFixture *self = user_data;

  return wb_server_get_n_displays (self->server) == 0;
}

static void
test_goodbye (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) polite = NULL;
  g_autoptr (RawPeer) abrupt = NULL;
  g_autoptr (RawFrame) frame = NULL;

  server_fixture_start (self);
  polite = server_fixture_open (self, NULL);
  abrupt = server_fixture_open (self, NULL);
  raw_peer_assert_idle (polite);
  g_assert_cmpuint (wb_server_get_n_displays (self->server), ==, 2);

  g_clear_pointer (&abrupt, raw_peer_free);
  raw_peer_send_frame (polite, RAW_FIN | RAW_CLOSE, "\x03\xe8", 2);
  frame = raw_peer_receive (polite);
  g_assert_cmphex (frame->opcode, ==, RAW_CLOSE);
  g_assert_cmpmem (frame->payload, frame->length, "\x03\xe8", 2);
  raw_wait_until (has_no_display, self);
}

static void
test_stop (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) asking = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (WbServer) second = NULL;
  g_autoptr (GError) error = NULL;
  WbServerOptions options;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  asking = raw_peer_connect (wb_server_get_http_uri (self->server));
  raw_peer_write (asking, "GET /api/sel", 12);
  raw_peer_assert_idle (peer);
  uri = g_strdup (wb_server_get_http_uri (self->server));

  wb_server_stop (self->server);
  reason = raw_peer_assert_close (peer, 1012);
  g_assert_true (raw_peer_is_cut_off (asking));
  raw_wait_until (has_no_display, self);

  /* The port is free again. */
  options = self->options;
  options.http = uri + strlen ("http://");
  second = wb_server_new (self->source);
  g_assert_true (wb_server_start (second, &options, &error));
  g_assert_no_error (error);
}

/* A frame right behind the handshake is not taken for a request. */
static void
test_frame_with_handshake (ServerFixture *self,
                           gconstpointer  data)
{
  static const char text[] = "GET /./ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                             "Connection: Upgrade\r\n"
                             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                             "\r\n"
                             "\x89\x80\x01\x02\x03\x04";
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;
  g_autofree char *connection = NULL;

  server_fixture_start (self);
  peer = raw_peer_connect (wb_server_get_ws_uri (self->server));
  raw_peer_write (peer, text, sizeof text - 1);
  reply = raw_peer_read_reply (peer, TRUE);
  g_assert_cmpuint (reply->status, ==, 101);
  connection = raw_reply_dup_header (reply, "Connection");
  g_assert_cmpstr (connection, ==, "Upgrade");
}

/* A server that cannot accept connections for a while must accept them again later. */
static void
test_out_of_descriptors (ServerFixture *self,
                         gconstpointer  data)
{
  g_autoptr (RawPeer) too_early = NULL;
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (int));
  int fd;

  server_fixture_start (self);
  too_early = raw_peer_connect (wb_server_get_ws_uri (self->server));
  while ((fd = dup (STDERR_FILENO)) >= 0)
    g_array_append_val (taken, fd);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < taken->len; i++)
    close (g_array_index (taken, int, i));

  peer = server_fixture_open (self, NULL);
  raw_peer_assert_idle (peer);
}

static void
test_same_address (ServerFixture *self,
                   gconstpointer  data)
{
  g_autoptr (WbServer) server = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;
  g_autofree char *expected = NULL;

  server_fixture_start (self);
  address = g_strdup (wb_server_get_http_uri (self->server) + strlen ("http://"));
  g_assert_finalize_object (g_steal_pointer (&self->server));

  self->options.http = address;
  self->options.ws = address;
  server = wb_server_new (self->source);
  g_assert_true (wb_server_start (server, &self->options, &error));
  g_assert_no_error (error);
  expected = g_strconcat ("ws://", address, NULL);
  g_assert_cmpstr (wb_server_get_ws_uri (server), ==, expected);
}

static void
test_port_in_use (ServerFixture *self,
                  gconstpointer  data)
{
  g_autoptr (WbServer) server = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;
  g_autofree char *expected = NULL;

  server_fixture_start (self);
  address = g_strdup (wb_server_get_http_uri (self->server) + strlen ("http://"));
  self->options.ws = address;
  server = wb_server_new (self->source);
  g_assert_false (wb_server_start (server, &self->options, &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN);
  expected = g_strdup_printf ("%s is in use by another program; end it or choose another port with --ws",
                              address);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_refused_options (ServerFixture *self,
                      gconstpointer  data)
{
  static const char *const bad_origins[] = { "board.example/", NULL };
  static const struct
  {
    const char        *http;
    const char *const *origins;
    int                code;
    const char        *says;
  } cases[] = {
    { "0.0.0.0:0", NULL, WB_SERVER_ERROR_LISTEN, "--token-file" },
    { "[::]:0", NULL, WB_SERVER_ERROR_LISTEN, "--token-file" },
    { "nowhere", NULL, WB_SERVER_ERROR_ADDRESS, "HOST:PORT" },
    { "127.0.0.1:0", bad_origins, WB_SERVER_ERROR_ADDRESS, "board.example/" },
  };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WbServer) server = wb_server_new (self->source);
      g_autoptr (GError) error = NULL;
      WbServerOptions options = self->options;

      options.http = cases[i].http;
      options.allowed_origins = cases[i].origins;
      g_assert_false (wb_server_start (server, &options, &error));
      g_assert_error (error, WB_SERVER_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

static void
test_freed_while_connected (ServerFixture *self,
                            gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) other = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_send (peer, GET_SELLER);
  other = server_fixture_open (self, NULL);
  raw_peer_assert_idle (other);
  g_assert_finalize_object (g_steal_pointer (&self->server));
  g_assert_false (raw_peer_is_cut_off (peer));
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/websocket/frame-with-handshake", test_frame_with_handshake);
  ADD ("/websocket/any-path", test_any_path);
  ADD ("/websocket/both-listeners", test_both_listeners);
  ADD ("/websocket/subprotocol", test_subprotocol);
  ADD ("/websocket/no-deflate", test_no_deflate);
  ADD ("/websocket/bad-handshake", test_bad_handshake);
  ADD ("/websocket/origin", test_origin);
  ADD ("/websocket/longest-message", test_longest_message);
  ADD ("/websocket/message-too-long", test_message_too_long);
  ADD ("/websocket/fragments", test_fragments);
  ADD ("/websocket/max-message-option", test_max_message_option);
  ADD ("/websocket/nesting", test_nesting);
  ADD ("/websocket/not-json", test_not_json);
  ADD ("/websocket/no-message", test_no_message);
  ADD ("/websocket/wrong-frames", test_wrong_frames);
  ADD ("/websocket/unmasked", test_unmasked);
  ADD ("/websocket/goodbye", test_goodbye);
  ADD ("/websocket/stop", test_stop);
  ADD ("/websocket/out-of-descriptors", test_out_of_descriptors);
  ADD ("/websocket/same-address", test_same_address);
  ADD ("/websocket/port-in-use", test_port_in_use);
  ADD ("/websocket/refused-options", test_refused_options);
  ADD ("/websocket/freed-while-connected", test_freed_while_connected);

  return g_test_run ();
}
