/* test-request-bounds.c: what of a request is handed on, and what is answered to more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "daemon-fixture.h"
#include "net/wb-request-bounds.h"

/* No request is left as it was, however it comes in pieces. The end of a header has lost its carriage
 * return. */
static void
test_dots (void)
{
  static const struct
  {
    const char *in;
    const char *out; /* NULL for the same */
  } cases[] = {
    { "GET /a/../b/./.c/d.e/.. HTTP/1.1\r\nA: /../.\r\n\r\nGET /. HTTP/1.1\r\n\r\n",
      "GET /a/:./b/:/:c/d.e/:. HTTP/1.1\r\nA: /../.\r\n\nGET /: HTTP/1.1\r\n\n" },
    { "GET /%2e%2E/%2Ea/%2f/a%2e/%%2e/%2 HTTP/1.1\n\n", "GET /%2a%2E/%2aa/%2f/a%2e/%%2e/%2 HTTP/1.1\n\n" },
    { "GET\t /./x?y=/. HTTP/1.1\n\nGET /.\n\n", "GET\t /:/x?y=/. HTTP/1.1\n\nGET /:\n\n" },
    { "PUT /./x HTTP/1.1\r\nContent-Length: 14\r\n\r\nGET /../ HTTP/GET /. HTTP/1.1\r\n\r\n",
      "PUT /:/x HTTP/1.1\r\nContent-Length: 14\r\n\nGET /../ HTTP/GET /: HTTP/1.1\r\n\n" },
    { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\nGET /../ HTTP/1.1\r\n\r\n", NULL },
    { "PUT /x HTTP/1.1\nContent-Length: 1\nContent-Length: 1\n\nGET /../ HTTP/1.1\r\n\r\n", NULL },
    { "PUT /x HTTP/1.1\nContent-Length: 1x\n\nGET /../ HTTP/1.1\r\n\r\n", NULL },
    { "PUT /x HTTP/1.1\nContent-Length: 9999999999999999999999\n\nGET /../ HTTP/1.1\r\n\r\n", NULL },
    { "PUT /x HTTP/1.1\nContent-Length:\n 3\n\nGET /../ HTTP/1.1\r\n\r\n", NULL },
    { "get /../ HTTP/1.1\n\nGET /../ HTTP/1.1\n\n", "get /:./ HTTP/1.1\n\nGET /:./ HTTP/1.1\n\n" },
    { "GET /. HTTP/1.1\nUpgrade: websocket\n\n\x81\x85 /./x", "GET /: HTTP/1.1\nUpgrade: websocket\n\n\x81\x85 /./x" },

    /* What libsoup might take for another end or beginning. */
    { "\r\n\n\r\nGET / HTTP/1.1\n\n\n\rGET /. HTTP/1.1\n\n", "GET / HTTP/1.1\n\nGET /: HTTP/1.1\n\n" },
    { "GET / HTTP/1.1\n\rA: b\n\nGET /. HTTP/1.1\n\n", "GET / HTTP/1.1\nA: b\n\nGET /. HTTP/1.1\n\n" },
    { "GET / HTTP/1.1\n\r\r\nGET /. HTTP/1.1\n\n", "GET / HTTP/1.1\n\nGET /. HTTP/1.1\n\n" },
    { "G\nT /. HTTP/1.1\n\nGET /. HTTP/1.1\n\n", NULL },
    { "G\vT /. HTTP/1.1\n\n", "G?T /: HTTP/1.1\n\n" },
    { "\x16\x03\x01 /../", "??? /:./" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize cut = 0; cut <= strlen (cases[i].in); cut++)
      {
        g_autofree char *text = g_strdup (cases[i].in);
        g_autoptr (GString) out = g_string_new (NULL);
        WbRequestBounds scan = { 0 };

        g_string_append_len (out, text, wb_request_bounds_take (&scan, (guint8 *) text, cut));
        g_string_append_len (out, text + cut,
                             wb_request_bounds_take (&scan, (guint8 *) text + cut, strlen (text) - cut));
        g_assert_cmpstr (out->str, ==, cases[i].out != NULL ? cases[i].out : cases[i].in);
      }
}

/* A name with a zero byte in it is not another name. */
static void
test_zero_byte (void)
{
  static const char in[] = "GET / HTTP/1.1\nContent-\0Length: 9\n\nGET /. HTTP/1.1\n\n";
  static const char out[] = "GET / HTTP/1.1\nContent- Length: 9\n\nGET /: HTTP/1.1\n\n";
  WbRequestBounds scan = { 0 };
  guint8 bytes[sizeof in];

  memcpy (bytes, in, sizeof in);
  g_assert_cmpuint (wb_request_bounds_take (&scan, bytes, sizeof in - 1), ==, sizeof in - 1);
  g_assert_cmpmem (bytes, sizeof in - 1, out, sizeof out - 1);
}

static char *
repeat (const char *text,
        guint       n)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (all, text);

  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* However it comes in pieces, no more than the bounds is handed on, and always a whole header. */
static void
test_bounds (void)
{
  static const struct
  {
    const char     *head;
    const char     *part;
    guint           n;
    const char     *tail;
    WbRequestFault  fault;
  } cases[] = {
    { "GET /", "a", 7990, " HTTP/1.1\r\nHost: a\r\n\r\n", WB_REQUEST_FAULT_NONE },
    { "GET /", "a", 8000, " HTTP/1.1\r\nHost: a\r\n\r\n", WB_REQUEST_FAULT_TARGET },
    { "GET /?", "a", 8000, " HTTP/1.1\r\nHost: a\r\n\r\n", WB_REQUEST_FAULT_TARGET },
    { "GET", " ", 8000, "/ HTTP/1.1\r\nHost: a\r\n\r\n", WB_REQUEST_FAULT_TARGET },
    { "GET / HTTP/1.1", " ", 100, "\r\nHost: a\r\n\r\n", WB_REQUEST_FAULT_FORM },
    { "GET / HTTP/1.1\r\n", "a:b\r\n", 100, "\r\n", WB_REQUEST_FAULT_NONE },
    { "GET / HTTP/1.1\r\n", "a:b\r\n", 101, "\r\n", WB_REQUEST_FAULT_HEADER },
    { "GET / HTTP/1.1\r\nA: b\r\n", " \r\n", 100, "\r\n", WB_REQUEST_FAULT_HEADER },
    { "GET / HTTP/1.1\r\n", "aaa\n", 101, "\n", WB_REQUEST_FAULT_HEADER },
    { "GET / HTTP/1.1\r\nA: ", "b", 16000, "\r\n\r\n", WB_REQUEST_FAULT_NONE },
    { "GET / HTTP/1.1\r\nA: ", "b", 17000, "\r\n\r\n", WB_REQUEST_FAULT_HEADER },
    { "GET / HTTP/1.1\r\nA: ", "b", 17000, "\r\nContent-Length: 7\n\nGET /../", WB_REQUEST_FAULT_HEADER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize step = 1; step < 20000; step = step * 3 + 1)
      {
        g_autofree char *middle = repeat (cases[i].part, cases[i].n);
        g_autofree char *text = g_strconcat (cases[i].head, middle, cases[i].tail, NULL);
        g_autoptr (GString) out = g_string_new (NULL);
        gsize length = strlen (text);
        WbRequestBounds scan = { 0 };

        for (gsize at = 0; at < length; at += step)
          g_string_append_len (out, text + at,
                               wb_request_bounds_take (&scan, (guint8 *) text + at, MIN (step, length - at)));

        g_assert_cmpuint (scan.n_requests, ==, 1);
        g_assert_cmpint (scan.fault, ==, cases[i].fault);
        g_assert_cmpuint (out->len, <=, WB_REQUEST_MAX_TARGET + 64 + WB_REQUEST_MAX_HEADER);
        g_assert_true (strstr (out->str, "\n\n") != NULL || strstr (out->str, "\n\r\n") != NULL);
      }
}

static RawReply *
ask (DaemonFixture *self,
     const char    *request)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (self->http);

  raw_peer_write (peer, request, strlen (request));
  return raw_peer_read_reply (peer, TRUE);
}

/* A sentence for each, and a request before it on the same connection is answered as ever. */
static void
test_answers (DaemonFixture *self,
              gconstpointer  data)
{
  g_autofree char *long_text = g_strnfill (20 * 1024, 'a');
  g_autofree char *fields = repeat ("A: b\r\n", 200);
  struct
  {
    char       *request;
    guint       status;
    const char *reason;
  } cases[] = {
    { g_strdup_printf ("GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n", long_text), 414, "8000 bytes" },
    { g_strdup_printf ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\nA: %s\r\n\r\n", long_text), 431, "16 KiB" },
    { g_strdup_printf ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\n%s\r\n", fields), 431, "100 lines" },
    { g_strdup_printf ("PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n%s\r\n[]", fields), 431,
      "100 lines" },
    { g_strdup ("GET\n/api/seller /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400, "form" },
    { g_strdup ("GET /api/seller\n HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400, "" },
    { g_strdup ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\rA: b\r\n\r\n"), 400, "form" },
    { g_strdup ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"), 400, "Host" },
    { g_strdup ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\n"
                "authorization: Bearer b\r\n\r\n"), 400, "Authorization" },
    { g_strdup ("PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\nExpect: 100-continue\r\n"
                "Content-Length: 2\r\nAuthorization: Bearer a\r\n\r\n"), 400, "Authorization" },
  };

  daemon_fixture_start (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *twice = g_strconcat ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n",
                                            cases[i].request, NULL);
      g_autoptr (RawPeer) peer = raw_peer_connect (self->http);
      g_autoptr (RawReply) first = ask (self, cases[i].request);
      g_autoptr (RawReply) good = NULL;
      g_autofree char *connection = raw_reply_dup_header (first, "Connection");

      g_test_message ("case %zu: %u %s", i, first->status, first->body);
      g_assert_cmpuint (first->status, ==, cases[i].status);
      g_assert_nonnull (strstr (first->body, cases[i].reason));
      if (cases[i].status != 400)
        g_assert_cmpstr (connection, ==, "close");

      raw_peer_write (peer, twice, strlen (twice));
      good = raw_peer_read_reply (peer, TRUE);
      g_assert_cmpuint (good->status, ==, 200);
      g_free (cases[i].request);
    }
}

/* With tokens as well: one of the two may be right. */
static void
test_two_tokens (DaemonFixture *self,
                 gconstpointer  data)
{
  static const char *const requests[] = {
    "GET /api/seller HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret-0123456789\r\nAuthorization: Bearer x\r\n\r\n",
    "GET /api/seller HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nAuthorization: Bearer secret-0123456789\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret-0123456789\r\nAuthorization: Bearer secret-0123456789\r\n\r\n",
    "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret-0123456789\r\nContent-Length: 2\r\n"
    "Authorization: Bearer secret-0123456789\r\n\r\n[]",
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer secret-0123456789\r\nAuthorization: Bearer x\r\n\r\n",
  };

  g_autofree char *path = g_build_filename (self->folder, "token", NULL);
  const char *const arguments[] = { "--token-file", path, NULL };

  folder_write (self->folder, "token", "secret-0123456789\n");
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  daemon_fixture_start (self, arguments);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (RawReply) reply = ask (self, requests[i]);

      g_test_message ("case %zu: %u %s", i, reply->status, reply->body);
      g_assert_cmpuint (reply->status, ==, 400);
      g_assert_nonnull (strstr (reply->body, "Authorization"));
    }
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request-bounds/dots", test_dots);
  g_test_add_func ("/request-bounds/zero-byte", test_zero_byte);
  g_test_add_func ("/request-bounds/bounds", test_bounds);
  ADD ("/request-bounds/answers", test_answers);
  ADD ("/request-bounds/two-tokens", test_two_tokens);

  return g_test_run ();
}
