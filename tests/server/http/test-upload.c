/* test-upload.c: putting a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "put.h"

#define SUBSCRIBE \
  "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\"}"

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
  put_assert_status (reply, 204, NULL);
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
  g_assert_cmpuint (folder_count_files (self->folder), ==, 2);
}

/* Subscribers get the new data before the answer is sent. */
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
  put_assert_status (reply, 204, NULL);
  raw_peer_assert_text (peer,
                        "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\","
                              "\"value\":\"\",\"data\":\"[{\\\"name\\\":\\\"Cid\\\",\\\"value\\\":3}]\"}");

  /* The same once more is nothing new. */
  again = put (self, "/api/seller", NULL, NEW_JSON);
  put_assert_status (again, 204, NULL);
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
  put_assert_status (chart, 204, NULL);
  put_assert_content (self, "/api/rank", "[]");

  /* Under a name that is not a chart's, any JSON is accepted. */
  other = put (self, "/api/my-own_1", NULL, "{\"a\": [null]}");
  put_assert_status (other, 204, NULL);
  put_assert_content (self, "/api/my-own_1", "{\"a\": [null]}");
}

/* What nobody reads is carried on byte for byte, and only a byte order mark is left out. */
static void
test_odd (ServerFixture *self,
          gconstpointer  data)
{
  static const struct
  {
    const char *path;
    const char *content;
  } cases[] = {
    { "/api/seller", "[{\"id\":1764415142000000001,\"name\":\"Gift \\ud83d\",\"value\":31},"
      "{\"name\":2024}]" },
    { "/api/own", "{\"id\": -184467440737095516160, \"who\": \"\\udc00\"}" },
    { "/api/trend", "{\"common\":{\"month\":[1,2]},"
      "\"m\":{\"data\":[{\"name\":7,\"data\":[\" 1.5\",null]}]}}" },
  };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *marked = g_strconcat ("\xef\xbb\xbf", cases[i].content, NULL);
      g_autofree char *name = g_strconcat (cases[i].path + strlen ("/api/"), ".json", NULL);
      g_autofree char *file = g_build_filename (self->folder, name, NULL);
      g_autoptr (RawReply) plain = put (self, cases[i].path, NULL, cases[i].content);
      g_autofree char *text = NULL;

      put_assert_status (plain, 204, NULL);
      put_assert_content (self, cases[i].path, cases[i].content);

      g_autoptr (RawReply) again = put (self, cases[i].path, NULL, marked);

      put_assert_status (again, 204, NULL);
      put_assert_content (self, cases[i].path, cases[i].content);
      g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, cases[i].content);
    }
}

/* A chart with two names has one dataset. */
static void
test_other_name (ServerFixture *self,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "hot.json", NULL);
  g_autoptr (RawReply) reply = NULL;

  server_fixture_start (self);
  reply = put (self, "/api/hotproduct", NULL, "[]");
  put_assert_status (reply, 204, NULL);
  put_assert_content (self, "/api/hot", "[]");
  put_assert_content (self, "/api/hotproduct", "[]");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
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
    { "/api/seller", "[{\"name\":\"A\",\"value\":1},{\"name\":\"B\",\"value\":true}]",
      "seller: [1].value: " },
    { "/api/rank", "[{\"name\":\"A\",\"value\":1.7e308}]",
      "rank: [0].value: the number is past ±1e300; use a larger unit" },
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

      put_assert_status (reply, 422, cases[i].says);
    }

  put_assert_content (self, "/api/seller", SELLER_JSON);
  g_assert_cmpuint (folder_count_files (self->folder), ==, 2);
  put_assert_refusals (self, "dataset", G_N_ELEMENTS (cases));
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

      put_assert_status (reply, 404, "读取文件内容失败");
    }

  elsewhere = put (self, "/healthz", NULL, "[]");
  put_assert_status (elsewhere, 405, "GET");
  g_assert_cmpuint (folder_count_files (self->folder), ==, 2);
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

      put_assert_status (reply, cases[i].status, "changed");
    }

  put_assert_content (self, "/api/rank", "[{\"name\":\"A\",\"value\":4}]");
  put_assert_content (self, "/api/seller", "[{\"name\":\"A\",\"value\":8}]");
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
  put_assert_status (reply, 412, "seller");
  put_assert_content (self, "/api/seller", NEW_JSON);
}

static void
test_headers (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawReply) encoded = NULL;
  g_autoptr (RawReply) ranged = NULL;

  server_fixture_start (self);
  encoded = put (self, "/api/seller", "Content-Encoding: gzip\r\n", "[]");
  put_assert_status (encoded, 415, "Content-Encoding");
  ranged = put (self, "/api/seller", "Content-Range: bytes 0-1/9\r\n", "[]");
  put_assert_status (ranged, 400, "Content-Range");
  put_assert_content (self, "/api/seller", SELLER_JSON);
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
      g_autofree char *header = g_strdup_printf ("Origin: %s\r\nAccess-Control-Request-Method: PUT\r\n",
                                                 origins[i]);
      g_autoptr (RawReply) asked = raw_request (wb_server_get_http_uri (self->server), "OPTIONS",
                                                "/api/seller", header);
      g_autoptr (RawReply) reply = put (self, "/api/seller", header, NEW_JSON);

      g_assert_cmpuint (asked->status, ==, 403);
      put_assert_status (reply, 403, "origin");
    }
  put_assert_content (self, "/api/seller", SELLER_JSON);
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
  put_assert_status (reply, 204, NULL);
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
  put_assert_status (without, 401, "token");
  wrong = put (self, "/api/seller", "Authorization: Bearer secre\r\n", NEW_JSON);
  put_assert_status (wrong, 401, "token");
  g_assert_true (g_file_get_contents (path, &on_disk, NULL, NULL));
  g_assert_cmpstr (on_disk, ==, SELLER_JSON);
  right = put (self, "/api/seller", "Authorization: Bearer secret\r\n", NEW_JSON);
  put_assert_status (right, 204, NULL);
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
  put_assert_status (view, 403, "viewing");
  control = put (self, "/api/seller", "Authorization: Bearer fedcba9876543210fedcba9876543210\r\n", NEW_JSON);
  put_assert_status (control, 204, NULL);
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
  ADD ("/upload/odd", test_odd);
  ADD ("/upload/other-name", test_other_name);
  ADD ("/upload/unfit", test_unfit);
  ADD ("/upload/bad-name", test_bad_name);
  ADD ("/upload/conditions", test_conditions);
  ADD ("/upload/condition-on-disk", test_condition_on_disk);
  ADD ("/upload/headers", test_headers);
  ADD ("/upload/foreign-page", test_foreign_page);
  ADD ("/upload/local-page", test_local_page);
  ADD ("/upload/token", test_token);
  ADD ("/upload/view-token", test_view_token);

  return g_test_run ();
}
