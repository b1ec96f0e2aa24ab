/* test-upload.c: datasets that are put over HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scrape.h"
#include "server-fixture.h"
#include "wb-dataset-file.h"

#define NEW_JSON "[{\"name\":\"Cid\",\"value\":3}]"
#define SUBSCRIBE "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\"}"

static void
send_put (RawPeer    *peer,
          const char *path,
          const char *headers,
          const char *body)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n%s\r\n%s",
                          path, strlen (body), headers != NULL ? headers : "", body);
  raw_peer_write (peer, text, strlen (text));
}

static RawReply *
put_to (const char *uri,
        const char *path,
        const char *headers,
        const char *body)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (uri);

  send_put (peer, path, headers, body);
  return raw_peer_read_reply (peer, TRUE);
}

static RawReply *
put (ServerFixture *self,
     const char    *path,
     const char    *headers,
     const char    *body)
{
  return put_to (wb_server_get_http_uri (self->server), path, headers, body);
}

static void
assert_status (RawReply   *reply,
               guint       status,
               const char *says)
{
  g_autofree char *number = g_strdup_printf ("\"status\":%u}", status);

  g_test_message ("%u %s", reply->status, reply->body);
  g_assert_cmpuint (reply->status, ==, status);
  if (status < 400)
    {
      g_assert_cmpstr (reply->body, ==, "");
      return;
    }

  /* An error is told in the form of the seed's. */
  g_assert_true (g_str_has_prefix (reply->body, "{\"message\":\""));
  g_assert_true (g_str_has_suffix (reply->body, number));
  g_assert_nonnull (strstr (reply->body, says));
}

static void
assert_content (ServerFixture *self,
                const char    *path,
                const char    *content)
{
  g_autoptr (RawReply) reply = raw_request (wb_server_get_http_uri (self->server), "GET", path, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->body, ==, content);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
test_put (ServerFixture *self,
          gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  g_autoptr (RawReply) reply = NULL;
  g_autoptr (RawReply) after = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *etag_after = NULL;
  g_autofree char *on_disk = NULL;
  struct stat info;

  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  server_fixture_start (self);
  reply = put (self, "/api/seller", "Content-Type: text/plain\r\n", NEW_JSON);
  assert_status (reply, 204, NULL);
  etag = raw_reply_dup_header (reply, "ETag");
  g_assert_nonnull (strstr (reply->head, "\r\nX-Response-Time: "));
  g_assert_nonnull (strstr (reply->head, "\r\nAccess-Control-Allow-Origin: *\r\n"));

  after = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller", NULL);
  etag_after = raw_reply_dup_header (after, "ETag");
  g_assert_cmpstr (after->body, ==, NEW_JSON);
  g_assert_cmpstr (etag, ==, etag_after);

  /* It is the file that was replaced, which keeps its mode, and nothing is left beside it. */
  g_assert_true (g_file_get_contents (path, &on_disk, NULL, NULL));
  g_assert_cmpstr (on_disk, ==, NEW_JSON);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  g_assert_cmpuint (count_files (self->folder), ==, 2);
}

/* Who watches has it before who put it has the answer. */
static void
test_live (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;
  g_autoptr (RawReply) again = NULL;
  g_autofree char *first = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_send (peer, SUBSCRIBE);
  first = raw_peer_receive_text (peer);

  reply = put (self, "/api/seller", NULL, NEW_JSON);
  assert_status (reply, 204, NULL);
  raw_peer_assert_text (peer, "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\","
                              "\"value\":\"\",\"data\":\"[{\\\"name\\\":\\\"Cid\\\",\\\"value\\\":3}]\"}");

  /* The same once more is nothing new. */
  again = put (self, "/api/seller", NULL, NEW_JSON);
  assert_status (again, 204, NULL);
  raw_peer_assert_idle (peer);
}

static void
test_new (ServerFixture *self,
          gconstpointer  data)
{
  g_autoptr (RawReply) chart = NULL;
  g_autoptr (RawReply) other = NULL;

  server_fixture_start (self);
  chart = put (self, "/api/rank", NULL, "[]");
  assert_status (chart, 204, NULL);
  assert_content (self, "/api/rank", "[]");

  /* Under a name that is no chart's, any JSON will do. */
  other = put (self, "/api/my-own_1", NULL, "{\"a\": [null]}");
  assert_status (other, 204, NULL);
  assert_content (self, "/api/my-own_1", "{\"a\": [null]}");
}

/* A chart with two names has one dataset, whichever is said. */
static void
test_other_name (ServerFixture *self,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "hot.json", NULL);
  g_autoptr (RawReply) reply = NULL;

  server_fixture_start (self);
  reply = put (self, "/api/hotproduct", NULL, "[]");
  assert_status (reply, 204, NULL);
  assert_content (self, "/api/hot", "[]");
  assert_content (self, "/api/hotproduct", "[]");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* The operator sees it, too. */
static void
assert_refusals (ServerFixture *self,
                 const char    *reason,
                 guint          n)
{
  g_autoptr (RawReply) reply = raw_request (wb_server_get_http_uri (self->server), "GET", "/metrics", NULL);
  g_autoptr (Scrape) numbers = scrape_new (reply->body);
  g_autofree char *series = g_strdup_printf ("wallboard_refusals_total{reason=\"%s\"}", reason);

  g_assert_cmpfloat (scrape_get (numbers, series), ==, n);
}

static void
test_unfit (ServerFixture *self,
            gconstpointer  data)
{
  static const struct
  {
    const char *path;
    const char *body;
    const char *says;
  } cases[] = {
    { "/api/seller", "[{\"name\":\"A\",\"value\":1},{\"name\":\"B\",\"value\":null}]", "seller: [1].value: " },
    { "/api/seller", "[{\"name\":\"A\",\"value\":1}", "seller: " },
    { "/api/seller", "", "seller: " },
    { "/api/seller", "{}", "seller: " },
    { "/api/hot", "[{\"name\":\"A\",\"children\":[{}]}]", "hot: [0].children[0].name: " },
    { "/api/hotproduct", "[{\"name\":\"A\",\"children\":[{}]}]", "[0].children[0].name: " },
    { "/api/board", "{\"columns\":[{\"charts\":[]}]}", "board: columns[0].charts: " },
    { "/api/own", "[1,]", "own: " },
    { "/api/own", "\xff", "own: " },
  };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawReply) reply = put (self, cases[i].path, NULL, cases[i].body);

      assert_status (reply, 422, cases[i].says);
    }

  assert_content (self, "/api/seller", SELLER_JSON);
  g_assert_cmpuint (count_files (self->folder), ==, 2);
  assert_refusals (self, "dataset", G_N_ELEMENTS (cases));
}

static void
test_bad_name (ServerFixture *self,
               gconstpointer  data)
{
  static const char *const paths[] = {
    "/api/", "/api/a.b", "/api/..%2fsecret", "/api/a%00", "/api/a/b", "/api/%ff", "/api/seller.json",
  };
  g_autoptr (RawReply) elsewhere = NULL;

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (RawReply) reply = put (self, paths[i], NULL, "[]");

      assert_status (reply, 404, "读取文件内容失败");
    }

  elsewhere = put (self, "/healthz", NULL, "[]");
  assert_status (elsewhere, 405, "GET");
  g_assert_cmpuint (count_files (self->folder), ==, 2);
}

static void
test_conditions (ServerFixture *self,
                 gconstpointer  data)
{
  g_autoptr (RawReply) first = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *matching = NULL;
  g_autofree char *weak = NULL;
  struct
  {
    const char *path;
    const char *headers;
    guint       status;
  } cases[] = {
    { "/api/seller", "If-Match: \"other\"\r\n", 412 },
    { "/api/seller", NULL, 412 },
    { "/api/seller", "If-None-Match: *\r\n", 412 },
    { "/api/rank", "If-Match: *\r\n", 412 },
    { "/api/rank", "If-None-Match: *\r\n", 204 },
    { "/api/rank", "If-None-Match: *\r\n", 412 },
    { "/api/seller", NULL, 204 },
    { "/api/seller", NULL, 412 },
    { "/api/seller", "If-Match: *\r\n", 204 },
  };

  server_fixture_start (self);
  first = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller", NULL);
  etag = raw_reply_dup_header (first, "ETag");
  matching = g_strdup_printf ("If-Match: \"x\", %s\r\n", etag);
  weak = g_strdup_printf ("If-Match: W/%s\r\n", etag);
  cases[1].headers = weak;
  cases[6].headers = matching;
  cases[7].headers = matching;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("[{\"name\":\"A\",\"value\":%zu}]", i);
      g_autoptr (RawReply) reply = put (self, cases[i].path, cases[i].headers, body);

      assert_status (reply, cases[i].status, "changed");
    }

  assert_content (self, "/api/rank", "[{\"name\":\"A\",\"value\":4}]");
  assert_content (self, "/api/seller", "[{\"name\":\"A\",\"value\":8}]");
}

/* The condition is on what is in the file now, seen or not. */
static void
test_condition_on_disk (ServerFixture *self,
                        gconstpointer  data)
{
  g_autoptr (RawReply) first = NULL;
  g_autoptr (RawReply) reply = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *header = NULL;

  server_fixture_start (self);
  first = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller", NULL);
  etag = raw_reply_dup_header (first, "ETag");
  header = g_strdup_printf ("If-Match: %s\r\n", etag);

  folder_write (self->folder, "seller.json", NEW_JSON);
  reply = put (self, "/api/seller", header, "[]");
  assert_status (reply, 412, "seller");
  assert_content (self, "/api/seller", NEW_JSON);
}

static void
test_headers (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawReply) encoded = NULL;
  g_autoptr (RawReply) ranged = NULL;

  server_fixture_start (self);
  encoded = put (self, "/api/seller", "Content-Encoding: gzip\r\n", "[]");
  assert_status (encoded, 415, "Content-Encoding");
  ranged = put (self, "/api/seller", "Content-Range: bytes 0-1/9\r\n", "[]");
  assert_status (ranged, 400, "Content-Range");
  assert_content (self, "/api/seller", SELLER_JSON);
}

static char *
make_large (gsize length)
{
  char *body = g_malloc (length + 1);

  memset (body, ' ', length);
  memcpy (body, "[]", 2);
  body[length] = '\0';

  return body;
}

/* Up to the limit it is the content that decides, be it wrong from the first byte on. */
static void
test_size (ServerFixture *self,
           gconstpointer  data)
{
  g_autofree char *fits = make_large (1024 * 1024);
  g_autofree char *largest = make_large (WB_DATASET_FILE_MAX);
  g_autofree char *larger = make_large (WB_DATASET_FILE_MAX + 1);
  g_autoptr (RawReply) good = NULL;
  g_autoptr (RawReply) wrong = NULL;
  g_autoptr (RawReply) bad = NULL;

  server_fixture_start (self);
  good = put (self, "/api/rank", NULL, fits);
  assert_status (good, 204, NULL);
  largest[0] = 'x';
  wrong = put (self, "/api/seller", NULL, largest);
  assert_status (wrong, 422, "line 1, column 1");
  bad = put (self, "/api/seller", NULL, larger);
  assert_status (bad, 413, "MiB");
  assert_content (self, "/api/seller", SELLER_JSON);
  assert_refusals (self, "body", 1);
}

/* Nobody knows how long it gets; the server stops keeping it when it is too much. */
static void
test_size_chunked (ServerFixture *self,
                   gconstpointer  data)
{
  g_autofree char *block = g_strnfill (0x100000, ' ');
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;
  const char *head = "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

  server_fixture_start (self);
  peer = raw_peer_connect (wb_server_get_http_uri (self->server));
  raw_peer_write (peer, head, strlen (head));
  for (guint i = 0; i < 9; i++)
    {
      raw_peer_write (peer, "100000\r\n", 8);
      raw_peer_write (peer, block, 0x100000);
      raw_peer_write (peer, "\r\n", 2);
    }
  raw_peer_write (peer, "0\r\n\r\n", 5);
  reply = raw_peer_read_reply (peer, TRUE);
  assert_status (reply, 413, "MiB");
}

/* One that never ends is cut off. */
static void
test_endless (ServerFixture *self,
              gconstpointer  data)
{
  g_autofree char *block = g_strnfill (0x100000, ' ');
  g_autoptr (RawPeer) peer = NULL;
  const char *head = "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

  server_fixture_start (self);
  peer = raw_peer_connect (wb_server_get_http_uri (self->server));
  raw_peer_write (peer, head, strlen (head));
  for (guint i = 0; i < 80; i++)
    {
      raw_peer_write (peer, "100000\r\n", 8);
      raw_peer_write (peer, block, 0x100000);
      raw_peer_write (peer, "\r\n", 2);
    }
  g_assert_true (raw_peer_is_cut_off (peer));
  assert_content (self, "/api/seller", SELLER_JSON);
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
      g_autofree char *head = g_strconcat ("PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n",
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

  /* More often than there is room for: each of them gives its place back. */
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_http_uri (self->server));

      raw_peer_write (peer, half, strlen (half));
      for (guint j = 0; j < 10; j++)
        g_main_context_iteration (NULL, FALSE);
    }

  assert_content (self, "/api/seller", SELLER_JSON);
  g_assert_cmpuint (count_files (self->folder), ==, 2);
  {
    g_autoptr (RawReply) reply = put (self, "/api/seller", NULL, NEW_JSON);

    assert_status (reply, 204, NULL);
  }
}

/* What is on its way together is bounded; who comes too much is told to come again. */
static void
test_too_many (ServerFixture *self,
               gconstpointer  data)
{
  const char *half = "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8388608\r\n\r\n[{\"name\":";
  g_autoptr (GPtrArray) peers = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_peer_free);
  g_autoptr (RawReply) reply = NULL;
  g_autofree char *retry = NULL;

  server_fixture_start (self);
  for (guint i = 0; i < 8; i++)
    {
      RawPeer *peer = raw_peer_connect (wb_server_get_http_uri (self->server));

      raw_peer_write (peer, half, strlen (half));
      g_ptr_array_add (peers, peer);
      assert_content (self, "/api/seller", SELLER_JSON);
    }

  reply = put (self, "/api/seller", NULL, NEW_JSON);
  assert_status (reply, 503, "too many");
  retry = raw_reply_dup_header (reply, "Retry-After");
  g_assert_cmpstr (retry, ==, "1");

  /* When one has gone, there is room again. */
  g_ptr_array_remove_index (peers, 0);
  assert_content (self, "/api/seller", SELLER_JSON);
  {
    g_autoptr (RawReply) again = put (self, "/api/seller", NULL, NEW_JSON);

    assert_status (again, 204, NULL);
  }
}

/* Whole datasets that arrive in turns: each is there as a whole or not at all, and the last one wins. */
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
      g_string_printf (texts[i], "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n\r\n%s",
                       body->len, body->str);
      peers[i] = raw_peer_connect (wb_server_get_http_uri (self->server));
    }

  for (; at < texts[0]->len; at += PIECE)
    for (guint i = 0; i < N_PEERS; i++)
      raw_peer_write (peers[i], texts[i]->str + at, MIN (PIECE, texts[i]->len - at));

  for (guint i = 0; i < N_PEERS; i++)
    {
      g_autoptr (RawReply) reply = raw_peer_read_reply (peers[i], TRUE);

      assert_status (reply, 204, NULL);
    }

  after = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller", NULL);
  for (guint i = 0; i < N_PEERS; i++)
    {
      n_whole += g_str_has_suffix (texts[i]->str, after->body) ? 1 : 0;
      raw_peer_free (peers[i]);
      g_string_free (texts[i], TRUE);
    }
  g_assert_cmpuint (n_whole, ==, 1);
  g_assert_cmpuint (count_files (self->folder), ==, 2);
}

/* Of two that both know the same version, one learns that it is too late. */
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
      send_put (peers[i], "/api/seller", header, body);
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

/* Who hangs up while the disk is at work leaves nothing behind. */
static void
test_hang_up (ServerFixture *self,
              gconstpointer  data)
{
  server_fixture_start (self);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_http_uri (self->server));

      send_put (peer, "/api/seller", NULL, NEW_JSON);
      for (guint j = 0; j < i % 5; j++)
        g_main_context_iteration (NULL, FALSE);
    }

  {
    g_autoptr (RawReply) reply = put (self, "/api/seller", NULL, "[]");

    assert_status (reply, 204, NULL);
  }
  assert_content (self, "/api/seller", "[]");
}

static void
test_foreign_page (ServerFixture *self,
                   gconstpointer  data)
{
  static const char *const origins[] = { "https://evil.example", "null", "http://localhost.evil.example",
                                         "http://127.0.0.1:80@evil.example" };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (origins); i++)
    {
      g_autofree char *header = g_strdup_printf ("Origin: %s\r\nAccess-Control-Request-Method: PUT\r\n", origins[i]);
      g_autoptr (RawReply) asked = raw_request (wb_server_get_http_uri (self->server), "OPTIONS", "/api/seller", header);
      g_autoptr (RawReply) reply = put (self, "/api/seller", header, NEW_JSON);

      g_assert_cmpuint (asked->status, ==, 403);
      assert_status (reply, 403, "origin");
    }
  assert_content (self, "/api/seller", SELLER_JSON);
}

static void
test_local_page (ServerFixture *self,
                 gconstpointer  data)
{
  g_autoptr (RawReply) asked = NULL;
  g_autoptr (RawReply) reply = NULL;
  g_autofree char *allowed = NULL;

  server_fixture_start (self);
  asked = raw_request (wb_server_get_http_uri (self->server), "OPTIONS", "/api/seller",
                       "Origin: http://localhost:8080\r\nAccess-Control-Request-Method: PUT\r\n");
  allowed = raw_reply_dup_header (asked, "Access-Control-Allow-Headers");
  g_assert_cmpstr (allowed, ==, "Authorization, Content-Type, If-Match, If-None-Match");
  reply = put (self, "/api/seller", "Origin: http://localhost:8080\r\n", NEW_JSON);
  assert_status (reply, 204, NULL);
}

static void
test_token (ServerFixture *self,
            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  g_autofree char *on_disk = NULL;
  g_autoptr (RawReply) without = NULL;
  g_autoptr (RawReply) wrong = NULL;
  g_autoptr (RawReply) right = NULL;

  self->options.tokens = self->tokens = wb_tokens_new ("secret");
  server_fixture_start (self);
  without = put (self, "/api/seller", NULL, NEW_JSON);
  assert_status (without, 401, "token");
  wrong = put (self, "/api/seller", "Authorization: Bearer secre\r\n", NEW_JSON);
  assert_status (wrong, 401, "token");
  g_assert_true (g_file_get_contents (path, &on_disk, NULL, NULL));
  g_assert_cmpstr (on_disk, ==, SELLER_JSON);
  right = put (self, "/api/seller", "Authorization: Bearer secret\r\n", NEW_JSON);
  assert_status (right, 204, NULL);
}

/* To look is not to change. */
static void
test_view_token (ServerFixture *self,
                 gconstpointer  data)
{
  static const char text[] = "lobby view 0123456789abcdef0123456789abcdef\n"
                             "shop control fedcba9876543210fedcba9876543210\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (RawReply) view = NULL;
  g_autoptr (RawReply) control = NULL;

  self->options.tokens = self->tokens = wb_tokens_parse (text, strlen (text), "tokens", &error);
  g_assert_no_error (error);
  server_fixture_start (self);
  view = put (self, "/api/seller", "Authorization: Bearer 0123456789abcdef0123456789abcdef\r\n", NEW_JSON);
  assert_status (view, 403, "viewing");
  control = put (self, "/api/seller", "Authorization: Bearer fedcba9876543210fedcba9876543210\r\n", NEW_JSON);
  assert_status (control, 204, NULL);
}

static void
test_folder_gone (ServerFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawReply) reply = NULL;

  server_fixture_start (self);
  folder_remove (self->folder);
  reply = put (self, "/api/seller", NULL, NEW_JSON);
  assert_status (reply, 500, self->folder);
  assert_content (self, "/api/seller", SELLER_JSON);
}

/* The program at a place where everybody may run it, which a checkout in somebody's home is not. */
static char *
copy_program (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (g_getenv ("WALLBOARD_SERVER"));
  g_autoptr (GFile) to = g_file_new_build_filename (folder, "wallboard-server", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (g_file_peek_path (to), 0755), ==, 0);

  return g_file_get_path (to);
}

static void
remove_program (const char *program)
{
  g_autofree char *folder = g_path_get_dirname (program);

  g_assert_cmpint (g_unlink (program), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A server in a process of its own, which runs with less than we have. */
static GSubprocess *
start_poor (ServerFixture          *self,
            const char             *program,
            GSpawnChildSetupFunc    setup,
            char                  **ret_uri)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, setup, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--data", self->folder,
                                         "--http", "127.0.0.1:0", "--ws", "127.0.0.1:0", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  words = g_strsplit (line, " ", -1);
  *ret_uri = g_strdup (words[1]);

  return process;
}

static void
become_nobody (gpointer user_data)
{
  if (geteuid () == 0 && setuid (65534) != 0)
    _exit (1);
}

static void
limit_files (gpointer user_data)
{
  const struct rlimit limit = { 64 * 1024, 64 * 1024 };

  if (setrlimit (RLIMIT_FSIZE, &limit) != 0)
    _exit (1);
}

/* The file cannot be replaced: that is told, and the last good data stay. */
static void
check_poor (ServerFixture        *self,
            GSpawnChildSetupFunc  setup,
            guint                 status,
            const char           *says)
{
  g_autofree char *uri = NULL;
  g_autofree char *program = copy_program ();
  g_autoptr (GSubprocess) process = start_poor (self, program, setup, &uri);
  g_autofree char *large = make_large (200 * 1024);
  g_autoptr (RawReply) reply = put_to (uri, "/api/seller", NULL, large);
  g_autoptr (RawReply) after = NULL;

  assert_status (reply, status, says);
  after = raw_request (uri, "GET", "/api/seller", NULL);
  g_assert_cmpstr (after->body, ==, SELLER_JSON);
  g_assert_cmpuint (count_files (self->folder), ==, 2);

  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  remove_program (program);
}

static void
test_disk_full (ServerFixture *self,
                gconstpointer  data)
{
  check_poor (self, limit_files, 507, "cannot be written");
}

static void
test_read_only (ServerFixture *self,
                gconstpointer  data)
{
  g_assert_cmpint (g_chmod (self->folder, 0555), ==, 0);
  check_poor (self, become_nobody, 500, "cannot be written");
  g_assert_cmpint (g_chmod (self->folder, 0755), ==, 0);
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/upload/put", test_put);
  ADD ("/upload/live", test_live);
  ADD ("/upload/new", test_new);
  ADD ("/upload/other-name", test_other_name);
  ADD ("/upload/unfit", test_unfit);
  ADD ("/upload/bad-name", test_bad_name);
  ADD ("/upload/conditions", test_conditions);
  ADD ("/upload/condition-on-disk", test_condition_on_disk);
  ADD ("/upload/headers", test_headers);
  ADD ("/upload/size", test_size);
  ADD ("/upload/size-chunked", test_size_chunked);
  ADD ("/upload/endless", test_endless);
  ADD ("/upload/expect", test_expect);
  ADD ("/upload/half-sent", test_half_sent);
  ADD ("/upload/too-many", test_too_many);
  ADD ("/upload/concurrent", test_concurrent);
  ADD ("/upload/race", test_race);
  ADD ("/upload/hang-up", test_hang_up);
  ADD ("/upload/foreign-page", test_foreign_page);
  ADD ("/upload/local-page", test_local_page);
  ADD ("/upload/token", test_token);
  ADD ("/upload/view-token", test_view_token);
  ADD ("/upload/folder-gone", test_folder_gone);
  ADD ("/upload/disk-full", test_disk_full);
  ADD ("/upload/read-only", test_read_only);

  return g_test_run ();
}
