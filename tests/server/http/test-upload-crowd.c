/* test-upload-crowd.c: datasets that are too long, too many, or put at the same time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "put.h"
#include "source/wb-dataset-file.h"

/* Up to the limit it is the content that decides, be it wrong from the first byte on. */
static void
test_size (ServerFixture *self,
           gconstpointer  data)
{
  g_autofree char *fits = put_make_large (1024 * 1024);
  g_autofree char *largest = put_make_large (WB_DATASET_FILE_MAX);
  g_autofree char *larger = put_make_large (WB_DATASET_FILE_MAX + 1);
  g_autoptr (RawReply) good = NULL;
  g_autoptr (RawReply) wrong = NULL;
  g_autoptr (RawReply) bad = NULL;

  server_fixture_start (self);
  good = put (self, "/api/rank", NULL, fits);
  put_assert_status (good, 204, NULL);
  largest[0] = 'x';
  wrong = put (self, "/api/seller", NULL, largest);
  put_assert_status (wrong, 422, "line 1, column 1");
  bad = put (self, "/api/seller", NULL, larger);
  put_assert_status (bad, 413, "MiB");
  put_assert_content (self, "/api/seller", SELLER_JSON);
  put_assert_refusals (self, "body", 1);
}

/* Begins a dataset of unknown length, and sends so many mebibytes of it. */
static RawPeer *
put_chunks (ServerFixture *self,
            guint          n)
{
  static const char head[] = "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                             "\r\n";
  g_autofree char *block = g_strnfill (0x100000, ' ');
  RawPeer *peer = raw_peer_connect (wb_server_get_http_uri (self->server));

  raw_peer_write (peer, head, strlen (head));
  for (guint i = 0; i < n; i++)
    {
      raw_peer_write (peer, "100000\r\n", 8);
      raw_peer_write (peer, block, 0x100000);
      raw_peer_write (peer, "\r\n", 2);
    }

  return peer;
}

/* The server stops keeping it when it is too much. */
static void
test_size_chunked (ServerFixture *self,
                   gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;

  server_fixture_start (self);
  peer = put_chunks (self, 9);
  raw_peer_write (peer, "0\r\n\r\n", 5);
  reply = raw_peer_read_reply (peer, TRUE);
  put_assert_status (reply, 413, "MiB");
}

/* One that never ends is cut off. */
static void
test_endless (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  server_fixture_start (self);
  peer = put_chunks (self, 80);
  g_assert_true (raw_peer_is_cut_off (peer));
  put_assert_content (self, "/api/seller", SELLER_JSON);
}

/* What is asked whether it may come is refused before it does. */
static void
test_expect (ServerFixture *self,
             gconstpointer  data)
{
  static const struct
  {
    const char *headers;
    guint       status;
  } cases[] = {
    { "Authorization: Bearer secret\r\nContent-Length: 9000000\r\n", 413 },
    { "Content-Length: 20\r\n", 401 },
    { "Authorization: Bearer wrong\r\nContent-Length: 20\r\n", 401 },
    { "Authorization: Bearer secret\r\nContent-Length: 2\r\n", 100 },
  };

  self->options.tokens = self->tokens = wb_tokens_new ("secret");
  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_http_uri (self->server));
      g_autofree char *head = g_strconcat ("PUT /api/seller HTTP/1.1\r\nHost: localhost\r\n"
                                           "Expect: 100-continue\r\n",
                                           cases[i].headers, "\r\n", NULL);
      g_autoptr (RawReply) reply = NULL;
      g_autoptr (RawReply) last = NULL;

      raw_peer_write (peer, head, strlen (head));
      reply = raw_peer_read_reply (peer, TRUE);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (reply->status != 100)
        continue;

      raw_peer_write (peer, "[]", 2);
      last = raw_peer_read_reply (peer, TRUE);
      g_assert_cmpuint (last->status, ==, 204);
    }
}

static void
test_half_sent (ServerFixture *self,
                gconstpointer  data)
{
  const char *half = "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: 26\r\n\r\n[{\"name\":";

  server_fixture_start (self);

  /* More often than there is room at once: each upload frees its place. */
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_http_uri (self->server));

      raw_peer_write (peer, half, strlen (half));
      for (guint j = 0; j < 10; j++)
        g_main_context_iteration (NULL, FALSE);
    }

  put_assert_content (self, "/api/seller", SELLER_JSON);
  g_assert_cmpuint (folder_count_files (self->folder), ==, 2);
  {
    g_autoptr (RawReply) reply = put (self, "/api/seller", NULL, NEW_JSON);

    put_assert_status (reply, 204, NULL);
  }
}

/* The total size of uploads is bounded; a client beyond it gets 503. */
static void
test_too_many (ServerFixture *self,
               gconstpointer  data)
{
  const char *half = "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8388608\r\n\r\n"
                     "[{\"name\":";
  g_autoptr (GPtrArray) peers = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_peer_free);
  g_autoptr (RawReply) reply = NULL;
  g_autofree char *retry = NULL;

  server_fixture_start (self);
  for (guint i = 0; i < 8; i++)
    {
      RawPeer *peer = raw_peer_connect (wb_server_get_http_uri (self->server));

      raw_peer_write (peer, half, strlen (half));
      g_ptr_array_add (peers, peer);
      put_assert_content (self, "/api/seller", SELLER_JSON);
    }

  reply = put (self, "/api/seller", NULL, NEW_JSON);
  put_assert_status (reply, 503, "too many");
  retry = raw_reply_dup_header (reply, "Retry-After");
  g_assert_cmpstr (retry, ==, "1");

  /* When one has ended, there is room again. */
  g_ptr_array_remove_index (peers, 0);
  put_assert_content (self, "/api/seller", SELLER_JSON);
  {
    g_autoptr (RawReply) again = put (self, "/api/seller", NULL, NEW_JSON);

    put_assert_status (again, 204, NULL);
  }
}

/* Datasets that arrive in turns: each is stored as a whole or not at all, and the last one wins. */
static void
test_concurrent (ServerFixture *self,
                 gconstpointer  data)
{
  enum { N_PEERS = 12, N_ITEMS = 1000, PIECE = 1024 };
  RawPeer *peers[N_PEERS];
  GString *texts[N_PEERS];
  g_autoptr (RawReply) after = NULL;
  gsize at = 0;
  guint n_whole = 0;

  server_fixture_start (self);
  for (guint i = 0; i < N_PEERS; i++)
    {
      g_autoptr (GString) body = g_string_new ("[");

      for (guint j = 0; j < N_ITEMS; j++)
        g_string_append_printf (body, "%s{\"name\":\"%u\",\"value\":%u}", j > 0 ? "," : "", j, 100 + i);
      g_string_append_c (body, ']');
      texts[i] = g_string_new (NULL);
      g_string_printf (texts[i],
                       "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n\r\n%s",
                       body->len, body->str);
      peers[i] = raw_peer_connect (wb_server_get_http_uri (self->server));
    }

  for (; at < texts[0]->len; at += PIECE)
    for (guint i = 0; i < N_PEERS; i++)
      raw_peer_write (peers[i], texts[i]->str + at, MIN (PIECE, texts[i]->len - at));

  for (guint i = 0; i < N_PEERS; i++)
    {
      g_autoptr (RawReply) reply = raw_peer_read_reply (peers[i], TRUE);

      put_assert_status (reply, 204, NULL);
    }

  after = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller", NULL);
  for (guint i = 0; i < N_PEERS; i++)
    {
      n_whole += g_str_has_suffix (texts[i]->str, after->body) ? 1 : 0;
      raw_peer_free (peers[i]);
      g_string_free (texts[i], TRUE);
    }
  g_assert_cmpuint (n_whole, ==, 1);
  g_assert_cmpuint (folder_count_files (self->folder), ==, 2);
}

/* Of two clients with the same version, one is refused. */
static void
test_race (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawReply) first = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *header = NULL;
  RawPeer *peers[8];
  guint n_won = 0;

  server_fixture_start (self);
  first = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller", NULL);
  etag = raw_reply_dup_header (first, "ETag");
  header = g_strdup_printf ("If-Match: %s\r\n", etag);

  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      g_autofree char *body = g_strdup_printf ("[{\"name\":\"A\",\"value\":%u}]", i);

      peers[i] = raw_peer_connect (wb_server_get_http_uri (self->server));
      put_send (peers[i], "/api/seller", header, body);
    }
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      g_autoptr (RawReply) reply = raw_peer_read_reply (peers[i], TRUE);

      g_assert_true (reply->status == 204 || reply->status == 412);
      n_won += reply->status == 204 ? 1 : 0;
      raw_peer_free (peers[i]);
    }
  g_assert_cmpuint (n_won, ==, 1);
}

/* A client that hangs up during a write leaves nothing behind. */
static void
test_hang_up (ServerFixture *self,
              gconstpointer  data)
{
  server_fixture_start (self);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_http_uri (self->server));

      put_send (peer, "/api/seller", NULL, NEW_JSON);
      for (guint j = 0; j < i % 5; j++)
        g_main_context_iteration (NULL, FALSE);
    }

  {
    g_autoptr (RawReply) reply = put (self, "/api/seller", NULL, "[]");

    put_assert_status (reply, 204, NULL);
  }
  put_assert_content (self, "/api/seller", "[]");
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
  ADD ("/upload/size", test_size);
  ADD ("/upload/size-chunked", test_size_chunked);
  ADD ("/upload/endless", test_endless);
  ADD ("/upload/expect", test_expect);
  ADD ("/upload/half-sent", test_half_sent);
  ADD ("/upload/too-many", test_too_many);
  ADD ("/upload/concurrent", test_concurrent);
  ADD ("/upload/race", test_race);
  ADD ("/upload/hang-up", test_hang_up);

  status = g_test_run ();
  raw_let_threads_end ();

  return status;
}
