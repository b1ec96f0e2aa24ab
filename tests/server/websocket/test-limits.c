/* test-limits.c: the limits of a client, and its effect on others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <json-glib/json-glib.h>

#include "server-fixture.h"

#define V1 "Sec-WebSocket-Protocol: wallboard.v1\r\n"
#define ACTION "{\"action\":\"x\"}"
#define GET_BIG "{\"action\":\"getData\",\"socketType\":\"bigData\",\"chartName\":\"big\",\"value\":\"\"}"

static guint
try_to_open (ServerFixture *self,
             RawPeer      **ret_peer)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_ws_uri (self->server));
  g_autoptr (RawReply) reply = raw_peer_shake_hands (peer, "/", NULL);
  guint status = reply->status;

  if (ret_peer != NULL && status == 101)
    *ret_peer = g_steal_pointer (&peer);

  return status;
}

static void
test_connections (ServerFixture *self,
                  gconstpointer  per_address)
{
  RawPeer *peers[3] = { NULL };
  g_autoptr (RawPeer) next = NULL;

  if (per_address)
    self->options.max_per_address = 3;
  else
    self->options.max_connections = 3;
  server_fixture_start (self);

  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (try_to_open (self, &peers[i]), ==, 101);
  g_assert_cmpuint (try_to_open (self, NULL), ==, 503);

  /* Connected clients are not disturbed, and one that disconnects makes room. */
  raw_peer_send (peers[0], ACTION);
  raw_peer_assert_text (peers[2], ACTION);
  raw_peer_free (peers[1]);
  server_fixture_wait_for_displays (self, 2);
  g_assert_cmpuint (try_to_open (self, &next), ==, 101);
  g_assert_cmpuint (try_to_open (self, NULL), ==, 503);

  raw_peer_free (peers[0]);
  raw_peer_free (peers[2]);
}

static void
test_rate (ServerFixture *self,
           gconstpointer  data)
{
  const guint8 opcodes[] = { RAW_FIN | RAW_TEXT, RAW_FIN | RAW_PING };
  g_autoptr (RawPeer) other = NULL;

  self->options.max_rate = 10;
  server_fixture_start (self);
  other = server_fixture_open (self, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (opcodes); i++)
    {
      g_autoptr (RawPeer) peer = server_fixture_open (self, NULL);
      gint64 started = g_get_monotonic_time ();
      guint n;

      for (guint j = 0; j < 20; j++)
        raw_peer_send_frame (peer, opcodes[i], ACTION, strlen (ACTION));
      for (guint j = 0; j < 20; j++)
        {
          g_autoptr (RawFrame) frame = raw_peer_receive (peer);

          g_assert_nonnull (frame);
          g_assert_cmpstr (frame->payload, ==, ACTION);
        }

      /* What is too much depends on how long that took. */
      for (guint j = 0; j < 100; j++)
        raw_peer_send_frame (peer, opcodes[i], ACTION, strlen (ACTION));
      n = raw_peer_count_until_close (peer, 1008);
      g_assert_cmpuint (n, <=, 1 + 10 * (g_get_monotonic_time () - started) / G_USEC_PER_SEC);
    }

  raw_peer_send (other, ACTION);
}

/* What comes in one piece with the handshake is not lost in HTTP. */
static void
test_early (ServerFixture *self,
            gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;
  g_autoptr (RawFrame) pong = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const char *request = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  const guint8 frames[] = { 0x81, 0x8e, 0, 0, 0, 0, '{', '"', 'a', 'c', 't', 'i', 'o', 'n', '"', ':', '"',
                            'x', '"', '}',
                            0x89, 0x80, 0, 0, 0, 0, 0x81, 0x8e, 0, 0, 0, 0, '{', '"', 'a', 'c' };

  server_fixture_start (self);
  peer = raw_peer_connect (wb_server_get_ws_uri (self->server));
  g_byte_array_append (bytes, (const guint8 *) request, strlen (request));
  g_byte_array_append (bytes, frames, sizeof frames);
  raw_peer_write (peer, bytes->data, bytes->len);
  reply = raw_peer_read_reply (peer, FALSE);
  g_assert_cmpuint (reply->status, ==, 101);
  raw_peer_assert_text (peer, ACTION);
  pong = raw_peer_receive (peer);
  g_assert_nonnull (pong);
  g_assert_cmphex (pong->opcode, ==, RAW_PONG);
  raw_peer_write (peer, "tion\":\"x\"}", 10);
  raw_peer_assert_text (peer, ACTION);
}

/* A client that has stopped reading is closed when more than its share is waiting. Others neither lose a
 * message nor wait for it. */
static void
test_stuck (ServerFixture *self,
            gconstpointer  data)
{
  enum { N_MESSAGES = 400 };
  g_autofree char *filling = g_strnfill (60000, 'x');
  g_autofree char *message = g_strdup_printf ("{\"action\":\"%s\"}", filling);
  g_autoptr (RawPeer) stuck = NULL;
  g_autoptr (RawPeer) sender = NULL;
  g_autoptr (RawPeer) other = NULL;
  guint n_read;

  if (g_getenv ("WALLBOARD_PATIENCE") != NULL)
    {
      g_test_skip ("the server gives up a reader that is so slow");
      return;
    }

  self->options.ping = 0;
  server_fixture_start (self);
  stuck = server_fixture_open (self, NULL);
  sender = server_fixture_open (self, NULL);
  other = server_fixture_open (self, NULL);

  /* The kernel holds some megabytes, on both sides. */
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      raw_peer_send (sender, message);
      raw_peer_assert_text (sender, message);
      raw_peer_assert_text (other, message);
    }
  raw_peer_assert_idle (sender);
  raw_peer_assert_idle (other);

  /* It gets what was on its way, then the reason. */
  n_read = raw_peer_count_until_close (stuck, 1013);
  g_assert_cmpuint (n_read, <, N_MESSAGES);
  g_test_message ("%u of %d messages", n_read, N_MESSAGES);
}

static void
write_big (ServerFixture *self,
           guint          version)
{
  g_autofree char *filling = g_strnfill (1024 * 1024, 'x');
  g_autofree char *json = g_strdup_printf ("[%u,\"%s\"]", version, filling);

  folder_write (self->folder, "big.json", json);
}

/* The version in an answer to GET_BIG. */
static int
receive_version (RawPeer *peer)
{
  g_autofree char *text = raw_peer_receive_text (peer);
  const char *data = strstr (text, "\"data\":\"[");

  g_assert_nonnull (data);

  return atoi (data + strlen ("\"data\":\"["));
}

/* A slow reader of a large dataset that changes all the time misses versions, never the order and never the
 * last one, and it is not cut off however large they are. */
static void
test_slow (ServerFixture *self,
           gconstpointer  data)
{
  enum { N_VERSIONS = 30 };
  g_autoptr (RawPeer) slow = NULL;
  g_autoptr (RawPeer) quick = NULL;
  int latest = -1;
  guint n_read = 0;

  write_big (self, 0);
  server_fixture_start (self);
  slow = server_fixture_open (self, NULL);
  quick = server_fixture_open (self, NULL);
  raw_peer_send (slow, GET_BIG);
  raw_peer_send (quick, GET_BIG);
  g_assert_cmpint (receive_version (quick), ==, 0);

  for (guint i = 1; i < N_VERSIONS; i++)
    {
      write_big (self, i);
      g_assert_cmpint (receive_version (quick), ==, i);
    }

  while (latest < N_VERSIONS - 1)
    {
      int version = receive_version (slow);

      g_assert_cmpint (version, >, latest);
      latest = version;
      n_read++;
    }
  g_assert_cmpuint (n_read, <, N_VERSIONS);
  raw_peer_assert_idle (slow);
  raw_peer_assert_idle (quick);
}

/* Many large datasets that are asked for at once come one by one. */
static void
test_large_board (ServerFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  write_big (self, 7);
  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *request = g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u\","
                                                  "\"chartName\":\"big\"}", i);

      raw_peer_send (peer, request);
    }
  raw_peer_send (peer, ACTION);

  for (guint i = 0, n_actions = 0; i < 13; i++)
    {
      g_autofree char *text = raw_peer_receive_text (peer);

      if (strcmp (text, ACTION) == 0)
        {
          g_assert_cmpuint (n_actions++, ==, 0);
        }
      else
        {
          g_autofree char *start = g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u\",",
                                                    i - n_actions);

          g_assert_true (g_str_has_prefix (text, start));
        }
    }
  raw_peer_assert_idle (peer);
}

/* A large dataset that is on its way does not make a client slow for which much more comes, in one batch. */
static void
test_batch (ServerFixture *self,
            gconstpointer  data)
{
  enum { N_SENDERS = 12, N_MESSAGES = 1 };
  g_autofree char *spaces = g_strnfill (100 * 1024, ' ');
  g_autofree char *large = g_strconcat ("[", spaces, "]", NULL);
  g_autofree char *filling = g_strnfill (4000, 'x');
  g_autofree char *message = g_strdup_printf ("{\"action\":\"%s\"}", filling);
  RawPeer *senders[N_SENDERS];
  g_autoptr (RawPeer) peer = NULL;

  /* Less than the kernel takes while the peer, which is in this thread, does not read. */
  folder_write (self->folder, "big.json", large);
  self->options.max_waiting = 16 * 1024;
  server_fixture_start (self);
  for (guint i = 0; i < N_SENDERS; i++)
    senders[i] = server_fixture_open (self, NULL);
  peer = server_fixture_open (self, NULL);

  raw_peer_send (peer, GET_BIG);
  for (guint i = 0; i < N_SENDERS * N_MESSAGES; i++)
    raw_peer_send (senders[i % N_SENDERS], message);

  for (guint i = 0, n_answers = 0; i < N_SENDERS * N_MESSAGES + 1; i++)
    {
      g_autofree char *text = raw_peer_receive_text (peer);

      if (strcmp (text, message) != 0)
        g_assert_cmpuint (n_answers++, ==, 0);
    }
  for (guint i = 0; i < N_SENDERS; i++)
    raw_peer_free (senders[i]);
}

static void
receive_answer (RawPeer    *peer,
                const char *request)
{
  g_autofree char *text = raw_peer_receive_text (peer);
  g_autofree char *start = g_strndup (request, strlen (request) - 1);

  g_assert_true (g_str_has_prefix (text, start));
}

/* Asks in one burst, and gets an answer to each request, and then the one to a ping. */
static void
assert_each_answered (RawPeer   *peer,
                      GPtrArray *requests)
{
  for (guint i = 0; i < requests->len; i++)
    raw_peer_send (peer, g_ptr_array_index (requests, i));
  raw_peer_send_frame (peer, RAW_FIN | RAW_PING, "idle?", 5);
  for (guint i = 0; i < requests->len; i++)
    receive_answer (peer, g_ptr_array_index (requests, i));
  raw_peer_assert_idle (peer);
}

/* Requests that have to wait are answered each, whether they look alike or cannot be remembered. */
static void
test_each_answered (ServerFixture *self,
                    gconstpointer  data)
{
  g_autofree char *filling = g_strnfill (40 * 1024, 'x');
  g_autofree char *json = g_strdup_printf ("[\"%s\"]", filling);
  g_autofree char *long_value = g_strnfill (5000, 'y');
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (RawPeer) legacy = NULL;
  g_autoptr (RawPeer) ours = NULL;

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *file_name = g_strdup_printf ("data%u.json", i);

      folder_write (self->folder, file_name, json);
      g_ptr_array_add (requests, g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"same\","
                                                  "\"chartName\":\"data%u\"}", i));
    }
  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (requests, g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"same\","
                                                "\"chartName\":\"data0\",\"i\":%u}", i));
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (requests, g_strdup_printf ("{\"action\":\"getData\",\"chartName\":\"data%u\","
                                                "\"value\":\"%s\"}", i, long_value));

  server_fixture_start (self);
  legacy = server_fixture_open (self, NULL);
  assert_each_answered (legacy, requests);

  /* One more of these is more than is kept up to date; it still is answered. */
  for (guint i = 0; i < 70; i++)
    g_ptr_array_add (requests, g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u\","
                                                "\"chartName\":\"data5\"}", i));
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (requests, g_strdup ("{\"action\":\"getData\",\"chartName\":\"nosuch\"}"));
  ours = server_fixture_open (self, V1);
  g_free (raw_peer_receive_text (ours));
  assert_each_answered (ours, requests);
}

/* What came before a broken rule is answered first, and then the connection is closed. */
static void
test_answers_before_close (ServerFixture *self,
                           gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  write_big (self, 7);
  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  for (guint i = 0; i < 6; i++)
    raw_peer_send (peer, GET_BIG);
  raw_peer_send (peer, "no JSON");
  g_assert_cmpuint (raw_peer_count_until_close (peer, 1008), ==, 6);
}

/* A subscription to one chart does not replace that to another chart. */
static void
test_live_by_chart (ServerFixture *self,
                    gconstpointer  data)
{
  const char *one = "{\"action\":\"getData\",\"socketType\":\"same\",\"chartName\":\"one\"}";
  const char *two = "{\"action\":\"getData\",\"socketType\":\"same\",\"chartName\":\"two\"}";
  g_autoptr (RawPeer) peer = NULL;

  folder_write (self->folder, "one.json", "[1]");
  folder_write (self->folder, "two.json", "[2]");
  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_send (peer, one);
  receive_answer (peer, one);
  raw_peer_send (peer, two);
  receive_answer (peer, two);

  folder_write (self->folder, "one.json", "[11]");
  receive_answer (peer, one);
  folder_write (self->folder, "two.json", "[22]");
  receive_answer (peer, two);
  raw_peer_assert_idle (peer);
}

/* The requests of a display when it connects: all datasets of a board of that many cards, the board, and its
 * hello. The limits are the defaults. */
static void
test_board_connects (ServerFixture *self,
                     gconstpointer  n_cards)
{
  const WbServerOptions defaults = WB_SERVER_OPTIONS_INIT;
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (RawPeer) peer = NULL;

  self->options.max_rate = defaults.max_rate;
  self->options.max_per_address = defaults.max_per_address;
  for (guint i = 0; i < GPOINTER_TO_UINT (n_cards); i++)
    {
      g_autofree char *file_name = g_strdup_printf ("card%u.json", i);

      folder_write (self->folder, file_name, "[]");
      g_ptr_array_add (requests, g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"card%uData\","
                                                  "\"chartName\":\"card%u\"}", i, i));
    }
  g_ptr_array_add (requests,
                   g_strdup ("{\"action\":\"getData\",\"socketType\":\"b\",\"chartName\":\"board\"}"));

  server_fixture_start (self);
  peer = server_fixture_open (self, V1);
  g_free (raw_peer_receive_text (peer));
  raw_peer_send (peer, "{\"type\":\"hello\",\"data\":{\"name\":\"Lobby TV\",\"version\":\"1.0\"}}");
  assert_each_answered (peer, requests);
}

/* A client may ask for so much at once, and not for more; its other messages have their own share. */
static void
test_get_data_rate (ServerFixture *self,
                    gconstpointer  data)
{
  const char *request = "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\"}";
  g_autoptr (RawPeer) peer = NULL;
  gint64 started = g_get_monotonic_time ();
  guint n;

  self->options.max_rate = 10;
  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  for (guint i = 0; i < 64; i++)
    raw_peer_send (peer, request);
  for (guint i = 0; i < 20; i++)
    raw_peer_send (peer, ACTION);
  for (guint i = 0; i < 64; i++)
    receive_answer (peer, request);
  for (guint i = 0; i < 20; i++)
    raw_peer_assert_text (peer, ACTION);

  for (guint i = 0; i < 100; i++)
    raw_peer_send (peer, request);
  n = raw_peer_count_until_close (peer, 1008);
  g_assert_cmpuint (n, <=, 1 + 10 * (g_get_monotonic_time () - started) / G_USEC_PER_SEC);
}

/* A client that connects while the theme keeps changing gets each change exactly once: from its welcome, or
 * as a message after it. */
static void
test_no_gap (ServerFixture *self,
             gconstpointer  data)
{
  enum { N_ROUNDS = 50, N_TOGGLES = 3 };
  const char *toggle = "{\"action\":\"themeChange\",\"value\":\"\"}";
  g_autoptr (RawPeer) sender = NULL;
  RawPeer *peers[N_ROUNDS];

  self->options.ping = 0;
  server_fixture_start (self);
  sender = server_fixture_open (self, NULL);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      for (guint j = 0; j < N_TOGGLES; j++)
        raw_peer_send (sender, toggle);
      peers[i] = server_fixture_open (self, V1);
    }
  for (guint i = 0; i < N_ROUNDS * N_TOGGLES; i++)
    raw_peer_assert_text (sender, toggle);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *text = raw_peer_receive_text (peers[i]);
      g_autoptr (JsonNode) welcome = json_from_string (text, NULL);
      JsonObject *board = json_object_get_object_member (json_node_get_object (welcome), "data");
      gint64 revision = json_object_get_int_member (board, "revision");

      for (gint64 j = revision; j < N_ROUNDS * N_TOGGLES; j++)
        raw_peer_assert_text (peers[i], toggle);
      raw_peer_assert_idle (peers[i]);
      raw_peer_free (peers[i]);
    }
}

/* Requests that are longer than any need be count for several: they cost as much to parse. */
static void
test_get_data_size (ServerFixture *self,
                    gconstpointer  size)
{
  const char *start = "{\"action\":\"getData\",\"chartName\":\"seller\",\"value\":\"";
  const char *end = "\"}";
  g_autofree char *filling = g_strnfill (GPOINTER_TO_SIZE (size) - strlen (start) - strlen (end), 'x');
  g_autofree char *request = g_strconcat (start, filling, end, NULL);
  g_autoptr (RawPeer) peer = NULL;

  self->options.max_rate = 10;
  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_send (peer, request);
  raw_peer_send (peer, request);
  g_assert_cmpuint (raw_peer_count_until_close (peer, 1008), ==, 1);
}

/* An unknown name is looked for on the disk, and the requests behind it are answered after it. */
static void
test_order_behind_look (ServerFixture *self,
                        gconstpointer  data)
{
  enum { N_ROUNDS = 50 };
  g_autoptr (RawPeer) peer = NULL;
  g_autofree char *welcome = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, V1);
  welcome = raw_peer_receive_text (peer);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *request = g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u\","
                                                  "\"chartName\":\"%s\"}",
                                                  i, i % 2 == 0 ? "nosuch" : "seller");

      raw_peer_send (peer, request);
    }
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *text = raw_peer_receive_text (peer);
      g_autofree char *start = g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u\",", i);

      g_assert_true (g_str_has_prefix (text, start));
      g_assert_cmpint (strstr (text, "\"error\":") != NULL, ==, i % 2 == 0);
    }
  raw_peer_assert_idle (peer);
}

#define ADD(path, data, function) \
  g_test_add (path, ServerFixture, data, server_fixture_set_up, function, server_fixture_tear_down)
#define ADD_TLS(path, data, function) \
  g_test_add (path, ServerFixture, data, server_fixture_set_up_tls, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/limits/connections", GINT_TO_POINTER (FALSE), test_connections);
  ADD ("/limits/connections-per-address", GINT_TO_POINTER (TRUE), test_connections);
  ADD ("/limits/rate", NULL, test_rate);
  ADD ("/limits/early", NULL, test_early);
  ADD ("/limits/stuck", NULL, test_stuck);
  ADD ("/limits/slow", NULL, test_slow);
  ADD ("/limits/large-board", NULL, test_large_board);
  ADD ("/limits/batch", NULL, test_batch);
  ADD ("/limits/each-answered", NULL, test_each_answered);
  ADD ("/limits/answers-before-close", NULL, test_answers_before_close);
  ADD ("/limits/get-data-size", GSIZE_TO_POINTER (40 * 1024), test_get_data_size);
  ADD ("/limits/get-data-max-size", GSIZE_TO_POINTER (64 * 1024), test_get_data_size);
  ADD ("/limits/order-behind-look", NULL, test_order_behind_look);
  ADD ("/limits/live-by-chart", NULL, test_live_by_chart);
  ADD ("/limits/board-of-24", GUINT_TO_POINTER (24), test_board_connects);
  ADD ("/limits/board-of-48", GUINT_TO_POINTER (48), test_board_connects);
  ADD ("/limits/get-data-rate", NULL, test_get_data_rate);
  ADD ("/limits/no-gap", NULL, test_no_gap);
  ADD_TLS ("/tls/limits/early", NULL, test_early);
  ADD_TLS ("/tls/limits/stuck", NULL, test_stuck);
  ADD_TLS ("/tls/limits/slow", NULL, test_slow);
  ADD_TLS ("/tls/limits/large-board", NULL, test_large_board);
  ADD_TLS ("/tls/limits/batch", NULL, test_batch);
  ADD_TLS ("/tls/limits/each-answered", NULL, test_each_answered);
  ADD_TLS ("/tls/limits/answers-before-close", NULL, test_answers_before_close);
  ADD_TLS ("/tls/limits/no-gap", NULL, test_no_gap);

  status = g_test_run ();
  raw_let_threads_end ();

  return status;
}
