/* test-connection-limiter.c: limits and deadlines of HTTP connections
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>

#include "server-fixture.h"

/* Sends a byte every now and then, and never ends. */
typedef struct
{
  RawPeer *peer;
  guint    timer;
} Dribble;

static gboolean
dribble_cb (gpointer user_data)
{
  Dribble *dribble = user_data;

  raw_peer_write (dribble->peer, "x", 1);

  return G_SOURCE_CONTINUE;
}

static gboolean
set_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* These tests are about time. */
static void
let_pass (double seconds)
{
  gboolean is_over = FALSE;

  g_timeout_add ((guint) (seconds * 1000), set_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_cut_off_while_dribbling (RawPeer *peer,
                                GTimer  *timer,
                                double   at_least)
{
  Dribble dribble = { peer, 0 };

  dribble.timer = g_timeout_add (50, dribble_cb, &dribble);
  g_assert_true (raw_peer_is_cut_off (peer));
  g_source_remove (dribble.timer);
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), >, at_least);
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, 5);
}

static void
write_text (RawPeer    *peer,
            const char *text)
{
  raw_peer_write (peer, text, strlen (text));
}

static RawPeer *
connect_peer (ServerFixture *self)
{
  return raw_peer_connect (wb_server_get_http_uri (self->server));
}

/* A slow client does not delay another one. */
static void
assert_serves (ServerFixture *self)
{
  g_autoptr (RawReply) reply = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller",
                                            NULL);

  g_assert_cmpuint (reply->status, ==, 200);
}

static void
test_slow_header (ServerFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (GTimer) timer = g_timer_new ();

  self->options.header_timeout = 1;
  server_fixture_start (self);
  g_timer_start (timer);
  peer = connect_peer (self);
  write_text (peer, "GET /api/seller HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
  assert_serves (self);
  assert_cut_off_while_dribbling (peer, timer, 0.9);
  assert_serves (self);
}

/* A body of chunks with a byte each is cut off. */
static void
test_tiny_chunks (ServerFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (GString) chunks = g_string_new (NULL);

  for (guint i = 0; i < 4000; i++)
    g_string_append (chunks, "1\r\nx\r\n");
  server_fixture_start (self);
  peer = connect_peer (self);
  write_text (peer, "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  write_text (peer, chunks->str);
  g_assert_true (raw_peer_is_cut_off (peer));
  assert_serves (self);
}

/* Also where a request may take any time. */
static void
test_tiny_chunks_any_time (ServerFixture *self,
                           gconstpointer  data)
{
  self->options.request_timeout = 0;
  test_tiny_chunks (self, data);
}

static void
test_no_header (ServerFixture *self,
                gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  self->options.header_timeout = 1;
  server_fixture_start (self);
  peer = connect_peer (self);
  g_assert_true (raw_peer_is_cut_off (peer));
}

static void
test_slow_body (ServerFixture *self,
                gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (GTimer) timer = g_timer_new ();

  self->options.request_timeout = 1;
  server_fixture_start (self);
  g_timer_start (timer);
  peer = connect_peer (self);
  write_text (peer, "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n[");
  assert_cut_off_while_dribbling (peer, timer, 0.9);
  assert_serves (self);
}

/* An answer larger than the socket buffers, for a client that does not read. */
static void
test_no_reader (ServerFixture *self,
                gconstpointer  data)
{
  g_autofree char *spaces = g_strnfill (7 * 1024 * 1024, ' ');
  g_autofree char *text = g_strconcat ("[", spaces, "]", NULL);
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;

  folder_write (self->folder, "big.json", text);
  self->options.request_timeout = 1;
  server_fixture_start (self);
  peer = connect_peer (self);
  write_text (peer, "GET /api/big HTTP/1.1\r\nHost: localhost\r\n\r\n");

  let_pass (2.5);

  /* What the sockets held is all that comes. */
  reply = raw_peer_read_reply (peer, FALSE);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (raw_peer_drain (peer), <, strlen (text));
}

static void
test_idle (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (GTimer) timer = g_timer_new ();

  self->options.header_timeout = 5;
  self->options.idle_timeout = 1;
  server_fixture_start (self);
  g_timer_start (timer);
  peer = connect_peer (self);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RawReply) reply = NULL;

      write_text (peer, "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n");
      reply = raw_peer_read_reply (peer, TRUE);
      g_assert_cmpuint (reply->status, ==, 200);
    }
  assert_cut_off_while_dribbling (peer, timer, 0.9);
}

static gboolean
has_no_more_files (gpointer user_data)
{
  return folder_count_files (OPEN_FILES) <= *(guint *) user_data;
}

/* A client that hangs up after its answer leaves no descriptor behind. */
static void
test_hung_up (ServerFixture *self,
              gconstpointer  data)
{
  guint n_files;

  server_fixture_start (self);
  assert_serves (self);
  n_files = folder_count_files (OPEN_FILES);
  for (guint i = 0; i < 50; i++)
    assert_serves (self);
  raw_wait_until (has_no_more_files, &n_files);
}

/* The same after an answer of 500, which libsoup reports in another way. */
static void
test_hung_up_after_error (ServerFixture *self,
                          gconstpointer  data)
{
  guint n_files;

  server_fixture_start (self);
  assert_serves (self);
  folder_remove (self->folder);
  n_files = folder_count_files (OPEN_FILES);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (RawReply) reply = raw_request (wb_server_get_http_uri (self->server), "PUT", "/api/seller",
                                                "Content-Length: 2\r\n\r\n[]");

      g_assert_cmpuint (reply->status, ==, 500);
    }
  raw_wait_until (has_no_more_files, &n_files);
}

/* The timeouts of HTTP are not for WebSockets. */
static void
test_websocket (ServerFixture *self,
                gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  self->options.header_timeout = 1;
  self->options.request_timeout = 1;
  self->options.idle_timeout = 1;
  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);

  let_pass (2.5);

  raw_peer_send (peer, "{\"action\":\"x\",\"n\":1}");
  raw_peer_assert_text (peer, "{\"action\":\"x\",\"n\":1}");
}

static void
test_none (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;

  self->options.header_timeout = 0;
  self->options.request_timeout = 0;
  self->options.idle_timeout = 0;
  server_fixture_start (self);
  peer = connect_peer (self);
  let_pass (1.5);

  write_text (peer, "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n");
  reply = raw_peer_read_reply (peer, TRUE);
  g_assert_cmpuint (reply->status, ==, 200);
}

/* A header that never ends takes no more memory than this, and no answer. */
static void
test_long_header (ServerFixture *self,
                  gconstpointer  data)
{
  g_autofree char *line = g_strnfill (1000, 'x');
  g_autoptr (RawPeer) peer = NULL;

  server_fixture_start (self);
  peer = connect_peer (self);
  write_text (peer, "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n");
  for (guint i = 0; i < 80; i++)
    {
      g_autofree char *header = g_strdup_printf ("X-%u: %s\r\n", i, line);

      write_text (peer, header);
    }
  g_assert_true (raw_peer_is_cut_off (peer));
  assert_serves (self);
}

static gboolean
nothing_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
is_served (gpointer user_data)
{
  ServerFixture *self = user_data;
  g_autoptr (RawReply) reply = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller",
                                            NULL);

  g_assert_true (reply->status == 200 || reply->status == 503);

  return reply->status == 200;
}

/* Connections up to the limit are served, one more gets 503, and there is room when another disconnects. */
static void
assert_room_for (ServerFixture *self,
                 guint          n)
{
  RawPeer **peers = g_new0 (RawPeer *, n);
  guint wake;

  server_fixture_start (self);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RawReply) reply = NULL;

      peers[i] = connect_peer (self);
      write_text (peers[i], "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n");
      reply = raw_peer_read_reply (peers[i], TRUE);
      g_assert_cmpuint (reply->status, ==, 200);
    }

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (RawPeer) more = connect_peer (self);
      g_autoptr (RawReply) reply = NULL;
      g_autofree char *retry = NULL;

      write_text (more, "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n");
      reply = raw_peer_read_reply (more, TRUE);
      retry = raw_reply_dup_header (reply, "Retry-After");
      g_assert_cmpuint (reply->status, ==, 503);
      g_assert_cmpstr (retry, ==, "5");
      g_assert_true (raw_peer_is_cut_off (more));
    }

  raw_peer_free (peers[0]);
  wake = g_timeout_add (20, nothing_cb, NULL);
  raw_wait_until (is_served, self);
  g_source_remove (wake);
  for (guint i = 1; i < n; i++)
    raw_peer_free (peers[i]);
  g_free (peers);
}

static void
test_per_address (ServerFixture *self,
                  gconstpointer  data)
{
  self->options.max_per_address = 3;
  assert_room_for (self, 3);
}

static void
test_connections (ServerFixture *self,
                  gconstpointer  data)
{
  self->options.max_connections = 5;
  self->options.max_per_address = 0;
  assert_room_for (self, 5);
}

/* The number of connections that get 503 is limited, too. */
static void
test_flood (ServerFixture *self,
            gconstpointer  data)
{
  RawPeer *peers[100];
  guint n_dropped = 0;

  self->options.max_per_address = 10;
  server_fixture_start (self);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    peers[i] = connect_peer (self);
  let_pass (0.5);

  /* 10 are served and 64 get 503; the others are closed at once. */
  for (guint i = 74; i < G_N_ELEMENTS (peers); i++)
    n_dropped += raw_peer_is_cut_off (peers[i]);
  g_assert_cmpuint (n_dropped, ==, 26);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    raw_peer_free (peers[i]);
}

static gboolean
is_quiet (gpointer user_data)
{
  ServerFixture *self = user_data;

  return wb_server_is_quiet (self->server);
}

/* An answer that has begun is completed, idle connections are closed, and no new ones are accepted. */
static void
test_stop (ServerFixture *self,
           gconstpointer  data)
{
  g_autofree char *spaces = g_strnfill (7 * 1024 * 1024, ' ');
  g_autofree char *text = g_strconcat ("[", spaces, "]", NULL);
  g_autoptr (RawPeer) busy = NULL;
  g_autoptr (RawPeer) idle = NULL;
  g_autoptr (RawReply) reply = NULL;
  guint wake;

  folder_write (self->folder, "big.json", text);
  server_fixture_start (self);
  idle = connect_peer (self);
  busy = connect_peer (self);
  write_text (busy, "GET /api/big HTTP/1.1\r\nHost: localhost\r\n\r\n");
  let_pass (0.3);

  wb_server_stop (self->server);
  g_assert_true (raw_peer_is_cut_off (idle));
  g_assert_false (wb_server_is_quiet (self->server));
  reply = raw_peer_read_reply (busy, TRUE);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->body, ==, text);
  g_assert_true (raw_peer_is_cut_off (busy));

  wake = g_timeout_add (20, nothing_cb, NULL);
  raw_wait_until (is_quiet, self);
  g_source_remove (wake);
}

/* In the clear, and with TLS. */
#define ADD(path, function) \
  G_STMT_START \
  { \
    g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down); \
    g_test_add ("/tls" path, ServerFixture, NULL, server_fixture_set_up_tls, function, \
                server_fixture_tear_down); \
  } \
  G_STMT_END

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/connection-limiter/slow-header", test_slow_header);
  ADD ("/connection-limiter/tiny-chunks", test_tiny_chunks);
  ADD ("/connection-limiter/tiny-chunks-any-time", test_tiny_chunks_any_time);
  ADD ("/connection-limiter/no-header", test_no_header);
  ADD ("/connection-limiter/slow-body", test_slow_body);
  ADD ("/connection-limiter/no-reader", test_no_reader);
  ADD ("/connection-limiter/idle", test_idle);
  ADD ("/connection-limiter/hung-up", test_hung_up);
  ADD ("/connection-limiter/hung-up-after-error", test_hung_up_after_error);
  ADD ("/connection-limiter/websocket", test_websocket);
  ADD ("/connection-limiter/none", test_none);
  ADD ("/connection-limiter/long-header", test_long_header);
  ADD ("/connection-limiter/per-address", test_per_address);
  ADD ("/connection-limiter/connections", test_connections);
  ADD ("/connection-limiter/flood", test_flood);
  ADD ("/connection-limiter/stop", test_stop);

  status = g_test_run ();
  raw_let_threads_end ();

  return status;
}
