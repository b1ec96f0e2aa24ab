/* test-http.c: plain HTTP, in bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "server-fixture.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define NOT_FOUND_BODY "{\"message\":\"读取文件内容失败, 文件资源不存在\",\"status\":404}"

static void
assert_header (RawReply   *reply,
               const char *name,
               const char *expected)
{
  g_autofree char *value = raw_reply_dup_header (reply, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
assert_common_headers (RawReply *reply)
{
  g_autofree char *time = raw_reply_dup_header (reply, "X-Response-Time");

  g_assert_true (g_regex_match_simple ("^[0-9]+ms$", time, 0, 0));
  assert_header (reply, "Access-Control-Allow-Origin", "*");
  assert_header (reply, "Access-Control-Allow-Methods", "OPTIONS, GET, PUT, POST, DELETE");
}

static RawReply *
request (ServerFixture *self,
         const char    *method,
         const char    *path,
         const char    *headers)
{
  return raw_request (wb_server_get_http_uri (self->server), method, path, headers);
}

static void
test_get (ServerFixture *self,
          gconstpointer  data)
{
  g_autoptr (RawReply) reply = NULL;
  g_autoptr (RawReply) over_ws = NULL;

  server_fixture_start (self);
  reply = request (self, "GET", "/api/seller", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->body, ==, SELLER_JSON);
  assert_header (reply, "Content-Type", "application/json; charset=utf-8");
  assert_common_headers (reply);

  /* Both listeners serve both protocols. */
  over_ws = raw_request (wb_server_get_ws_uri (self->server), "GET", "/api/seller?x=1", NULL);
  g_assert_cmpstr (over_ws->body, ==, SELLER_JSON);
}

static void
test_keep_alive (ServerFixture *self,
                 gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  const char *both = "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n"
                     "GET /api/nope HTTP/1.1\r\nHost: localhost\r\n\r\n";

  server_fixture_start (self);
  peer = raw_peer_connect (wb_server_get_http_uri (self->server));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (RawReply) first = NULL;
      g_autoptr (RawReply) second = NULL;

      raw_peer_write (peer, both, strlen (both));
      first = raw_peer_read_reply (peer, TRUE);
      g_assert_cmpuint (first->status, ==, 200);
      second = raw_peer_read_reply (peer, TRUE);
      g_assert_cmpuint (second->status, ==, 404);
    }
}

/* An answer without a body does not close the connection. */
static void
test_keep_alive_no_content (ServerFixture *self,
                            gconstpointer  data)
{
  static const char requests[] = "OPTIONS /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                 "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n[]"
                                 "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n";
  static const guint statuses[] = { 204, 204, 200 };
  g_autoptr (RawPeer) peer = NULL;

  server_fixture_start (self);
  peer = raw_peer_connect (wb_server_get_http_uri (self->server));
  raw_peer_write (peer, requests, strlen (requests));
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (RawReply) reply = raw_peer_read_reply (peer, statuses[i] != 204);

      g_assert_cmpuint (reply->status, ==, statuses[i]);
    }
}

static void
test_head (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawReply) reply = NULL;
  g_autofree char *length = g_strdup_printf ("%zu", strlen (SELLER_JSON));

  server_fixture_start (self);
  reply = request (self, "HEAD", "/api/seller", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  assert_header (reply, "Content-Length", length);
  assert_common_headers (reply);
}

static void
test_etag (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawReply) first = NULL;
  g_autoptr (RawReply) other = NULL;
  g_autofree char *etag = NULL;
  const char *const matching[] = { "If-None-Match: %s\r\n", "If-None-Match: W/%s\r\n",
                                   "If-None-Match: \"x\", %s\r\n", "If-None-Match: *\r\n" };

  server_fixture_start (self);
  first = request (self, "GET", "/api/seller", NULL);
  etag = raw_reply_dup_header (first, "ETag");
  g_assert_nonnull (etag);

  for (gsize i = 0; i < G_N_ELEMENTS (matching); i++)
    {
      g_auto (GStrv) parts = g_strsplit (matching[i], "%s", 2);
      g_autofree char *header = g_strjoinv (etag, parts);
      g_autoptr (RawReply) reply = request (self, "GET", "/api/seller", header);

      g_assert_cmpuint (reply->status, ==, 304);
      g_assert_cmpstr (reply->body, ==, "");
      assert_header (reply, "ETag", etag);
    }

  other = request (self, "GET", "/api/seller", "If-None-Match: \"x\"\r\n");
  g_assert_cmpuint (other->status, ==, 200);
}

static gboolean
is_new_content (gpointer user_data)
{
  ServerFixture *self = user_data;
  g_autoptr (RawReply) reply = request (self, "GET", "/api/seller", NULL);

  return strcmp (reply->body, "[]") == 0;
}

static void
test_changed_file (ServerFixture *self,
                   gconstpointer  data)
{
  server_fixture_start (self);
  folder_write (self->folder, "seller.json", "[]");
  raw_wait_until (is_new_content, self);
}

static void
test_options (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawReply) reply = NULL;

  server_fixture_start (self);
  reply = request (self, "OPTIONS", "/api/seller", "Origin: http://localhost:8080\r\n");
  g_assert_cmpuint (reply->status, ==, 204);
  assert_common_headers (reply);
}

static void
test_other_methods (ServerFixture *self,
                    gconstpointer  data)
{
  const char *const methods[] = { "POST", "DELETE", "PATCH", "TRACE" };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (RawReply) reply = request (self, methods[i], "/api/seller", "Content-Length: 0\r\n");

      g_assert_cmpuint (reply->status, ==, 405);
      assert_header (reply, "Allow", "GET, HEAD, OPTIONS, PUT");
    }
}

static void
test_health (ServerFixture *self,
             gconstpointer  data)
{
  g_autoptr (RawReply) reply = NULL;

  self->options.tokens = self->tokens = wb_tokens_new ("secret");
  server_fixture_start (self);
  reply = request (self, "GET", "/healthz", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->body, ==, "{\"status\":\"ok\"}");
}

static void
test_bearer (ServerFixture *self,
             gconstpointer  data)
{
  g_autoptr (RawReply) without = NULL;
  g_autoptr (RawReply) wrong = NULL;
  g_autoptr (RawReply) right = NULL;

  self->options.tokens = self->tokens = wb_tokens_new ("secret");
  server_fixture_start (self);
  without = request (self, "GET", "/api/seller", NULL);
  g_assert_cmpuint (without->status, ==, 401);
  assert_header (without, "WWW-Authenticate", "Bearer");
  g_assert_null (strstr (without->body, "Ann"));
  wrong = request (self, "GET", "/api/seller", "Authorization: Bearer secre\r\n");
  g_assert_cmpuint (wrong->status, ==, 401);
  right = request (self, "GET", "/api/seller", "Authorization: bearer secret\r\n");
  g_assert_cmpuint (right->status, ==, 200);
}

static void
test_not_found (ServerFixture *self,
                gconstpointer  data)
{
  static const char *const paths[] = {
    "/", "/api", "/api/", "/api/nope", "/seller", "/api/seller.json", "/api/seller/", "/api//seller",
    "/API/seller",
    "/api/../secret", "/api/../../etc/passwd", "/api/..%2fsecret", "/api/..%2Fsecret", "/api/%2e%2e%2fsecret",
    "/api/%2e%2e/secret", "/api/..\\secret", "/api/%5c..%5csecret", "/api/.%00./secret", "/api/seller%00",
    "/api/seller%00.txt", "/api/%2fetc%2fpasswd", "/api/..%252fsecret", "/api/%c0%ae%c0%ae%c0%afsecret",
    "/api/%e0%80%ae%e0%80%ae/secret", "/api/%ff", "/api/%73eller%2f", "/api/seller%20", "/api/~root",
    "/api/.", "/api/..", "/api/seller;x", "/api/leak", "/favicon.ico",
  };
  g_autofree char *sixty_five = g_strnfill (65, 'a');
  g_autofree char *overlong = g_strnfill (5000, 'a');
  g_autofree char *path_65 = g_strconcat ("/api/", sixty_five, NULL);
  g_autofree char *path_long = g_strconcat ("/api/", overlong, NULL);

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (paths) + 2; i++)
    {
      const char *long_path = i == G_N_ELEMENTS (paths) ? path_65 : path_long;
      const char *path = i < G_N_ELEMENTS (paths) ? paths[i] : long_path;
      g_autoptr (RawReply) reply = request (self, "GET", path, NULL);

      g_test_message ("%.60s → %u", path, reply->status);
      g_assert_cmpuint (reply->status, ==, 404);
      g_assert_cmpstr (reply->body, ==, NOT_FOUND_BODY);
      assert_header (reply, "Content-Type", "application/json; charset=utf-8");
      assert_common_headers (reply);
    }
}

/* There is a file outside, and no spelling of its path finds it. */
static void
test_outside_file (ServerFixture *self,
                   gconstpointer  data)
{
  const char *const ways[] = { "../", "..%2f", "%2e%2e%2f", "%2e%2e/", ".%2e/", "x/../../", "..%5c",
                               "..%252f", "%c0%ae%c0%ae%2f", "..;/", "./../", "....//" };
  g_autofree char *secret_name = g_strconcat (self->folder, "-secret.json", NULL);
  g_autofree char *stem = g_path_get_basename (secret_name);
  g_autofree char *link = g_build_filename (self->folder, "leak.json", NULL);
  g_autoptr (RawReply) linked = NULL;

  g_assert_true (g_file_set_contents (secret_name, "[\"secret\"]", -1, NULL));
  g_assert_cmpint (symlink (secret_name, link), ==, 0);
  stem[strlen (stem) - strlen (".json")] = '\0';
  server_fixture_start (self);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strconcat ("/api/", ways[i], stem, NULL);
      g_autoptr (RawReply) reply = request (self, "GET", path, NULL);

      g_assert_cmpuint (reply->status, ==, 404);
      g_assert_null (strstr (reply->body, "secret"));
    }

  linked = request (self, "GET", "/api/leak", NULL);
  g_assert_cmpuint (linked->status, ==, 404);
  g_assert_null (strstr (linked->body, "secret"));
  g_unlink (secret_name);
}

/* A path is judged as GLib and libsoup normalise it (RFC 3986, section 5.2.4): dot segments are resolved, and
 * of escapes those of unreserved characters. */
static void
test_dots (ServerFixture *self,
           gconstpointer  data)
{
  static const char *const paths[] = {
    "/api/seller/.", "/api/seller/..", "/healthz/.", "//healthz", "/healthz/", "//api/seller", "/api//seller",
    "/api/.seller", "/api/..%2fhealthz", "/api%2f..%2fhealthz", "/api/%252e%252e/healthz",
    "/api/%c0%ae%c0%ae/healthz", "/api/\xc0\xae\xc0\xae/healthz", "/api/%e0%80%ae%e0%80%ae/healthz",
    "/api/seller%00", "/api/%00/../seller/", "/api/..;/healthz", "http://localhost//healthz",
    "/api/../seller",
    "/api/../../seller.json", "/api/%2e%2e/api/%2e%2e%2fseller", "/api/x/..%5cseller", "/api/...",
  };
  static const char *const good[] = {
    "/healthz", "/api/seller", "/api/seller?/../x", "/healthz?a=/../../.", "http://localhost/healthz",
    "http://localhost/api/seller", "/api/../healthz", "/api/../metrics", "/./healthz", "/../healthz",
    "/../../../healthz", "/x/../healthz", "/api/./seller", "/api/../api/seller", "/./api/seller",
    "/api/x/../seller",
    "/healthz/../healthz", "/api/%2e%2e/healthz", "/api/%2E%2e/healthz", "/api/.%2e/healthz", "/%2e/healthz",
    "http://localhost/api/../healthz", "http://localhost/./healthz", "/api/%73eller",
  };
  g_autoptr (RawPeer) peer = NULL;

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (RawReply) reply = request (self, "GET", paths[i], NULL);
      g_autofree char *shown = g_strescape (paths[i], NULL);

      g_test_message ("%s → %u", shown, reply->status);
      g_assert_cmpuint (reply->status, ==, 404);
      g_assert_cmpstr (reply->body, ==, NOT_FOUND_BODY);
    }

  /* All requests on one connection, alternating. */
  peer = raw_peer_connect (wb_server_get_http_uri (self->server));
  for (gsize i = 0; i < MAX (G_N_ELEMENTS (paths), G_N_ELEMENTS (good)); i++)
    {
      const char *path = paths[i % G_N_ELEMENTS (paths)];
      const char *good_path = good[i % G_N_ELEMENTS (good)];
      g_autofree char *text = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                               "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path, good_path);
      g_autoptr (RawReply) bad_reply = NULL;
      g_autoptr (RawReply) good_reply = NULL;

      raw_peer_write (peer, text, strlen (text));
      bad_reply = raw_peer_read_reply (peer, TRUE);
      good_reply = raw_peer_read_reply (peer, TRUE);
      g_test_message ("%s → %u", good_path, good_reply->status);
      g_assert_cmpuint (bad_reply->status, ==, 404);
      g_assert_cmpuint (good_reply->status, ==, 200);
    }
}

/* A zero byte in a request makes no other request of it. */
static void
test_zero_byte (ServerFixture *self,
                gconstpointer  data)
{
  static const char text[] = "GET /api/seller\0.txt HTTP/1.1\r\nHost: localhost\r\n\r\n";
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;

  server_fixture_start (self);
  peer = raw_peer_connect (wb_server_get_http_uri (self->server));
  raw_peer_write (peer, text, sizeof text - 1);
  reply = raw_peer_read_reply (peer, TRUE);
  g_assert_cmpuint (reply->status, >=, 400);
  g_assert_cmpuint (reply->status, <=, 404);
}

/* A body does not hide the next request. A connection ends if the length of a body is ambiguous. */
static void
test_dots_after_body (ServerFixture *self,
                      gconstpointer  data)
{
  static const struct
  {
    const char *first;
    gboolean    is_last;
  } cases[] = {
    { "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 22\r\n\r\nGET /../x HTTP/1.1\r\n\r\n", FALSE },
    { "POST /x HTTP/1.1\r\nHost: a\r\ncontent-length:3 \r\n\r\na/.", FALSE },
    { "POST /x HTTP/1.1\nHost: a\nContent-Length: 0\n\n", FALSE },
    { "post /x HTTP/1.1\r\nHost: a\r\n\r\n", FALSE },
    { "\r\nPOST /x HTTP/1.1\r\nHost: a\r\nContent-Length: \t1\r\n\r\n\n", FALSE },
    { "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na/.\r\n0\r\n\r\n", FALSE },
    { "POST /x HTTP/1.1\r\nHost: a\r\ntransfer-encoding:CHUNKED\t\r\n\r\n00A\r\n0\r\n\r\nGET /\r\n0\r\n\r\n",
      FALSE },
    { "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n", FALSE },
    { "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\n.\r\n0\r\n\r\n", TRUE },
    { "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n", TRUE },
    { "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n.", TRUE },
    { "POST /x HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n", TRUE },
  };
  const char *second = "GET /api/../healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_http_uri (self->server));
      g_autoptr (RawReply) reply = NULL;
      g_autoptr (RawReply) next = NULL;

      raw_peer_write (peer, cases[i].first, strlen (cases[i].first));
      reply = raw_peer_read_reply (peer, strstr (cases[i].first, "Expect") == NULL);
      if (reply->status == 100)
        {
          assert_header (reply, "Connection", NULL);
          raw_peer_write (peer, "a/.", 3);
          raw_reply_free (reply);
          reply = raw_peer_read_reply (peer, TRUE);
        }
      g_test_message ("case %" G_GSIZE_FORMAT ": %u", i, reply->status);
      g_assert_cmpuint (reply->status, ==, 405);
      assert_header (reply, "Connection", cases[i].is_last ? "close" : NULL);
      if (cases[i].is_last)
        {
          g_assert_true (raw_peer_is_cut_off (peer));
          continue;
        }

      raw_peer_write (peer, second, strlen (second));
      next = raw_peer_read_reply (peer, TRUE);
      g_assert_cmpuint (next->status, ==, 200);
    }
}

/* A range is answered with the whole. */
static void
test_ranges (ServerFixture *self,
             gconstpointer  data)
{
  static const char *const ranges[] = { "bytes=0-0", "bytes=0-,0-,0-", "bytes=-5", "bytes=999999-",
                                        "lines=1" };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *headers = g_strdup_printf ("range: %s\r\nRange: %s\r\n", ranges[i], ranges[i]);
      g_autoptr (RawReply) reply = request (self, "GET", "/api/seller", headers);

      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpstr (reply->body, ==, SELLER_JSON);
    }
}

/* Garbage gets an error or nothing, and the server keeps running. */
static void
test_garbage (ServerFixture *self,
              gconstpointer  data)
{
  static const char *const requests[] = {
    "GET /api/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /api/\001 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /api/seller\r\n\r\n",
    "GET  HTTP/1.1\r\n\r\n",
    "\r\n\r\n\r\n",
    "\x16\x03\x01\x02\x01\x01\r\n\r\n",
    "GET /api/seller HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "GET http://[::1/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
  };
  g_autoptr (RawReply) after = NULL;

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_http_uri (self->server));

      raw_peer_write (peer, requests[i], strlen (requests[i]));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }

  after = request (self, "GET", "/api/seller", NULL);
  g_assert_cmpuint (after->status, ==, 200);
}

static void
test_origin (ServerFixture *self,
             gconstpointer  data)
{
  g_autoptr (RawReply) foreign = NULL;
  g_autoptr (RawReply) twice = NULL;
  g_autoptr (RawReply) local = NULL;
  g_autoptr (RawReply) listed = NULL;
  const char *const origins[] = { "https://board.example", NULL };

  self->options.allowed_origins = origins;
  server_fixture_start (self);
  foreign = request (self, "GET", "/api/seller", "Origin: https://evil.example\r\n");
  g_assert_cmpuint (foreign->status, ==, 403);
  g_assert_null (strstr (foreign->body, "Ann"));
  twice = request (self, "GET", "/api/seller",
                   "Origin: http://localhost\r\nOrigin: https://evil.example\r\n");
  g_assert_cmpuint (twice->status, ==, 403);
  local = request (self, "GET", "/api/seller", "Origin: http://localhost:8080\r\n");
  g_assert_cmpuint (local->status, ==, 200);
  listed = request (self, "GET", "/api/seller", "Origin: https://board.example\r\n");
  g_assert_cmpuint (listed->status, ==, 200);
}

static void
test_other_name (ServerFixture *self,
                 gconstpointer  data)
{
  g_autoptr (RawReply) reply = NULL;

  folder_write (self->folder, "hot.json", "[]");
  server_fixture_start (self);
  reply = request (self, "GET", "/api/hotproduct", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/http/get", test_get);
  ADD ("/http/keep-alive", test_keep_alive);
  ADD ("/http/keep-alive/no-content", test_keep_alive_no_content);
  ADD ("/http/head", test_head);
  ADD ("/http/etag", test_etag);
  ADD ("/http/changed-file", test_changed_file);
  ADD ("/http/options", test_options);
  ADD ("/http/other-methods", test_other_methods);
  ADD ("/http/health", test_health);
  ADD ("/http/bearer", test_bearer);
  ADD ("/http/not-found", test_not_found);
  ADD ("/http/outside-file", test_outside_file);
  ADD ("/http/dots", test_dots);
  ADD ("/http/dots-after-body", test_dots_after_body);
  ADD ("/http/zero-byte", test_zero_byte);
  ADD ("/http/ranges", test_ranges);
  ADD ("/http/garbage", test_garbage);
  ADD ("/http/origin", test_origin);
  ADD ("/http/other-name", test_other_name);

  return g_test_run ();
}
