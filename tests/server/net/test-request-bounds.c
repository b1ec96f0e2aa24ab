/* test-request-bounds.c: what of a request gets to libsoup, and what the rest is answered with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "daemon-fixture.h"
#include "net/wb-request-bounds.h"

static const struct
{
  const char           *in;
  const char           *out; /* NULL for the same */
  guint                 n_requests;
  WbRequestBoundsState  state;
  WbRequestFault        fault;
} followed[] = {
  { "GET /a/../b/./.c/d.e/.. HTTP/1.1\r\nA: /../.\r\n\r\nGET /. HTTP/1.1\r\n\r\n",
    "GET /a/../b/./.c/d.e/.. HTTP/1.1\r\nA: /../.\r\n\nGET /. HTTP/1.1\r\n\n", 2, WB_REQUEST_BOUNDS_START },
  { "GET\t /./x?y=/. HTTP/1.1\n\nGET /.\n\n", NULL, 2, WB_REQUEST_BOUNDS_LOST, WB_REQUEST_FAULT_FORM },
  { "get /../ HTTP/1.1\n\nGET /../ HTTP/1.1\n\n", NULL, 2, WB_REQUEST_BOUNDS_START },

  /* Bodies. */
  { "PUT /./x HTTP/1.1\r\nContent-Length: 14\r\n\r\nGET /../ HTTP/GET /. HTTP/1.1\r\n\r\n",
    "PUT /./x HTTP/1.1\r\nContent-Length: 14\r\n\nGET /../ HTTP/GET /. HTTP/1.1\r\n\n", 2,
    WB_REQUEST_BOUNDS_START },
  { "PUT /x HTTP/1.1\nContent-Length: 2\n\n.", NULL, 1, WB_REQUEST_BOUNDS_BODY },
  { "PUT /x HTTP/1.1\ncontent-LENGTH:\t000000000000001 \n\n.GET / HTTP/1.1\n", NULL, 2,
    WB_REQUEST_BOUNDS_LINE },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\nGET /../ HTTP/1.1\r\n\r\n", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\ntransfer-encoding:Chunked \n\n1\r\n.\r\n00A\r\n0\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n"
    "GET / HTTP/1.1\n\n",
    NULL, 2, WB_REQUEST_BOUNDS_START },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\n0\r\n\r\nGET / HTTP/1.1\n", NULL, 2,
    WB_REQUEST_BOUNDS_LINE },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\n3\r\n.", NULL, 1, WB_REQUEST_BOUNDS_CHUNK },

  /* What has two meanings, or is not followed. */
  { "PUT /x HTTP/1.1\nContent-Length: 1\nContent-Length: 1\n\nGET /../ HTTP/1.1\r\n\r\n", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nContent-Length: 1\nTransfer-Encoding: chunked\n\n0\r\n\r\nGET /", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0\r\n\r\nGET /", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: gzip, chunked\n\n0\r\n\r\nGET /", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nContent-Length: 1x\n\nGET /../ HTTP/1.1\r\n\r\n", NULL, 1, WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nContent-Length: 9999999999999999999999\n\nGET /../ HTTP/1.1\r\n\r\n", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nContent-Length: 1000000000000000\n\nGET /../ HTTP/1.1\r\n\r\n", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nContent-Length:\n 3\n\nGET /../ HTTP/1.1\r\n\r\n", NULL, 1, WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nContent-Length: 1\n 3\n\nGET /../ HTTP/1.1\r\n\r\n", NULL, 1, WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nContent-Length: 1\r\n\t\r\n\r\n.GET /",
    "PUT /x HTTP/1.1\nContent-Length: 1\r\n\t\r\n\n.GET /", 1, WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n , x\n\n0\r\n\r\nGET /", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nContent-Length: 1\nA: b\n c\n\n.GET / HTTP/1.1\n\n", NULL, 2,
    WB_REQUEST_BOUNDS_START },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\n1;a\r\n.\r\n0\r\n\r\nGET /", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\n1\n.\n0\n\nGET /", NULL, 1, WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\n1\r\n..\r\n0\r\n\r\nGET /", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\n\r\n\r\nGET /", NULL, 1, WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\n0000000000000001\r\n.\r\n", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "PUT /x HTTP/1.1\nTransfer-Encoding: chunked\n\n0\r\nA: b\r\n\r\nGET /", NULL, 1,
    WB_REQUEST_BOUNDS_LOST },
  { "GET /. HTTP/1.1\nUpgrade: websocket\n\n\x81\x85 /./x", NULL, 1, WB_REQUEST_BOUNDS_LOST },

  /* What libsoup might take for another end or beginning. */
  { "\r\n\n\r\nGET / HTTP/1.1\n\n\n\rGET /. HTTP/1.1\n\n", "GET / HTTP/1.1\n\nGET /. HTTP/1.1\n\n", 2,
    WB_REQUEST_BOUNDS_START },
  { "GET / HTTP/1.1\n\rA: b\n\nGET /. HTTP/1.1\n\n", "GET / HTTP/1.1\nA: b\n\nGET /. HTTP/1.1\n\n", 1,
    WB_REQUEST_BOUNDS_LOST, WB_REQUEST_FAULT_FORM },
  { "GET / HTTP/1.1\n\r\r\nGET /. HTTP/1.1\n\n", "GET / HTTP/1.1\n\nGET /. HTTP/1.1\n\n", 1,
    WB_REQUEST_BOUNDS_LOST, WB_REQUEST_FAULT_FORM },
  { "G\nT /. HTTP/1.1\n\nGET /. HTTP/1.1\n\n", NULL, 1, WB_REQUEST_BOUNDS_LOST, WB_REQUEST_FAULT_FORM },
  { "G\vT /. HTTP/1.1\n\n", "GT /. HTTP/1.1\n\n", 1, WB_REQUEST_BOUNDS_LOST, WB_REQUEST_FAULT_FORM },
  { "\x16\x03\x01 /../", " /../", 1, WB_REQUEST_BOUNDS_TARGET, WB_REQUEST_FAULT_FORM },
};

/* The beginning of each request is known, however the bytes are cut into pieces, and nothing is changed. Only
 * a carriage return before the end of a header is left out. */
static void
test_follows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (followed); i++)
    for (gsize cut = 0; cut <= strlen (followed[i].in); cut++)
      {
        g_autofree char *text = g_strdup (followed[i].in);
        g_autoptr (GString) out = g_string_new (NULL);
        WbRequestBounds bounds = { 0 };

        g_string_append_len (out, text, wb_request_bounds_take (&bounds, (guint8 *) text, cut));
        g_string_append_len (out, text + cut,
                             wb_request_bounds_take (&bounds, (guint8 *) text + cut, strlen (text) - cut));
        g_assert_cmpstr (out->str, ==, followed[i].out != NULL ? followed[i].out : followed[i].in);
        g_assert_cmpuint (bounds.n_requests, ==, followed[i].n_requests);
        g_assert_cmpint (bounds.state, ==, followed[i].state);
        g_assert_cmpint (bounds.fault, ==, followed[i].fault);
      }
}

/* A zero byte does not make another request of it: it breaks the form, wherever it is. */
static void
test_zero_byte (void)
{
  static const char in[] = "GET / HTTP/1.1\nContent-Length: 9\n\n";
  static const char tail[] = ".........GET /. HTTP/1.1\n\n";

  for (gsize at = 0; at < strlen (in); at++)
    {
      g_autoptr (GString) text = g_string_new (in);
      WbRequestBounds bounds = { 0 };
      gsize n;

      g_string_insert_c (text, (gssize) at, '\0');
      g_string_append (text, tail);
      n = wb_request_bounds_take (&bounds, (guint8 *) text->str, text->len);
      g_assert_null (memchr (text->str, '\0', n));
      g_assert_cmpint (bounds.fault, ==, WB_REQUEST_FAULT_FORM);
      g_assert_cmpint (bounds.state, ==, WB_REQUEST_BOUNDS_LOST);
      g_assert_cmpuint (bounds.n_requests, ==, 1);
    }
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

/* However the bytes are cut into pieces, and whatever request comes before, no more than the bounds is passed
 * on, and always a complete header. */
static void
test_bounds (void)
{
  static const char *const before[] = {
    "",
    "GET / HTTP/1.1\n\n",
    "PUT / HTTP/1.1\nContent-Length: 2\n\n/.",
    "PUT / HTTP/1.1\nTransfer-Encoding: chunked\n\n2\r\n/.\r\n0\r\n\r\n",
  };
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

  for (gsize i = 0; i < G_N_ELEMENTS (cases) * G_N_ELEMENTS (before); i++)
    for (gsize step = 1; step < 20000; step = step * 3 + 1)
      {
        const char *first = before[i / G_N_ELEMENTS (cases)];
        gsize n = i % G_N_ELEMENTS (cases);
        g_autofree char *middle = repeat (cases[n].part, cases[n].n);
        g_autofree char *text = g_strconcat (first, cases[n].head, middle, cases[n].tail, NULL);
        g_autoptr (GString) out = g_string_new (NULL);
        gsize length = strlen (text);
        WbRequestBounds bounds = { 0 };

        for (gsize at = 0; at < length; at += step)
          g_string_append_len (out, text + at,
                               wb_request_bounds_take (&bounds, (guint8 *) text + at, MIN (step,
                                                                                           length - at)));

        g_string_erase (out, 0, (gssize) strlen (first));
        g_assert_cmpuint (bounds.n_requests, ==, *first != '\0' ? 2 : 1);
        g_assert_cmpint (bounds.fault, ==, cases[n].fault);
        g_assert_cmpuint (out->len, <=, WB_REQUEST_MAX_TARGET + 64 + WB_REQUEST_MAX_HEADER);
        g_assert_true (strstr (out->str, "\n\n") != NULL || strstr (out->str, "\n\r\n") != NULL);
      }
}

/* A line without an end gets one at the bound, so that libsoup does not wait for it. */
static void
test_endless_line (void)
{
  g_autofree char *line = g_strnfill (2 * WB_REQUEST_MAX_HEADER, 'a');
  g_autofree char *text = g_strconcat ("GET / HTTP/1.1\n", line, NULL);
  WbRequestBounds bounds = { 0 };
  gsize n = wb_request_bounds_take (&bounds, (guint8 *) text, strlen (text));

  g_assert_cmpuint (n, ==, strlen ("GET / HTTP/1.1\n") + WB_REQUEST_MAX_HEADER + 1);
  g_assert_cmpint (text[n - 1], ==, '\n');
  g_assert_cmpint (bounds.fault, ==, WB_REQUEST_FAULT_HEADER);
  g_assert_cmpuint (wb_request_bounds_take (&bounds, (guint8 *) line, strlen (line)), ==, 0);
}

static RawReply *
ask (DaemonFixture *self,
     const char    *request)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (self->http);

  raw_peer_write (peer, request, strlen (request));
  return raw_peer_read_reply (peer, TRUE);
}

/* The same is answered after other requests on the same connection, which are answered as ever. */
static void
assert_answered_after_others (DaemonFixture *self,
                              const char    *request,
                              guint          status,
                              const char    *reason)
{
  g_autofree char *text = g_strconcat ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                       "PUT /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                                       "\r\n"
                                       "2\r\n[]\r\n0\r\n\r\n",
                                       request, NULL);
  g_autoptr (RawPeer) peer = raw_peer_connect (self->http);
  g_autoptr (RawReply) good = NULL;
  g_autoptr (RawReply) chunked = NULL;
  g_autoptr (RawReply) last = NULL;

  raw_peer_write (peer, text, strlen (text));
  good = raw_peer_read_reply (peer, TRUE);
  g_assert_cmpuint (good->status, ==, 200);
  chunked = raw_peer_read_reply (peer, TRUE);
  g_assert_cmpuint (chunked->status, ==, 405);
  last = raw_peer_read_reply (peer, TRUE);
  g_assert_cmpuint (last->status, ==, status);
  g_assert_nonnull (strstr (last->body, reason));
}

/* Each gets a sentence that says what is wrong. */
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
    { g_strdup_printf ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\nA: %s\r\n\r\n", long_text), 431,
      "16 KiB" },
    { g_strdup_printf ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\n%s\r\n", fields), 431, "100 lines" },
    { g_strdup_printf ("PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n%s\r\n[]",
                       fields), 431,
      "100 lines" },
    { g_strdup ("GET\n/api/seller /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400, "form" },
    { g_strdup ("GET /api/seller\n HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400, "" },
    { g_strdup ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\rA: b\r\n\r\n"), 400, "form" },
    { g_strdup ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"), 400, "Host" },
    { g_strdup ("PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length : 33\r\n\r\n"
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400, "form" },
    { g_strdup ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding\t: chunked\r\n\r\n"), 400,
      "form" },
    { g_strdup ("GET /api/seller HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\n"
                "authorization: Bearer b\r\n\r\n"), 400, "Authorization" },
    { g_strdup ("PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\n"
                "Expect: 100-continue\r\n"
                "Content-Length: 2\r\nAuthorization: Bearer a\r\n\r\n"), 400, "Authorization" },
  };

  daemon_fixture_start (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawReply) only = ask (self, cases[i].request);
      g_autofree char *connection = raw_reply_dup_header (only, "Connection");

      g_test_message ("case %zu: %u %s", i, only->status, only->body);
      g_assert_cmpuint (only->status, ==, cases[i].status);
      g_assert_nonnull (strstr (only->body, cases[i].reason));
      if (cases[i].status != 400 || strstr (cases[i].request, "Expect") != NULL)
        g_assert_cmpstr (connection, ==, "close");

      assert_answered_after_others (self, cases[i].request, cases[i].status, cases[i].reason);
      g_free (cases[i].request);
    }
}

/* A connection ends after a request whose length could be understood in two ways. */
static void
test_folded_length (DaemonFixture *self,
                    gconstpointer  data)
{
  const char *request = "GET /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n 9\r\n\r\n";
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;

  daemon_fixture_start (self, NULL);
  peer = raw_peer_connect (self->http);
  raw_peer_write (peer, request, strlen (request));
  reply = raw_peer_read_reply (peer, TRUE);
  g_test_message ("%s", reply->head);
  g_assert_true (raw_peer_is_cut_off (peer));
}

/* With tokens as well: one of the two may be right. */
static void
test_two_tokens (DaemonFixture *self,
                 gconstpointer  data)
{
  static const char *const requests[] = {
    "GET /api/seller HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret-0123456789\r\n"
    "Authorization: Bearer x\r\n\r\n",
    "GET /api/seller HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n"
    "Authorization: Bearer secret-0123456789\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret-0123456789\r\n"
    "Authorization: Bearer secret-0123456789\r\n\r\n",
    "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret-0123456789\r\n"
    "Content-Length: 2\r\n"
    "Authorization: Bearer secret-0123456789\r\n\r\n[]",
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer secret-0123456789\r\n"
    "Authorization: Bearer x\r\n\r\n",
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
  g_test_add_func ("/request-bounds/follows", test_follows);
  g_test_add_func ("/request-bounds/zero-byte", test_zero_byte);
  g_test_add_func ("/request-bounds/bounds", test_bounds);
  g_test_add_func ("/request-bounds/endless-line", test_endless_line);
  ADD ("/request-bounds/answers", test_answers);
  ADD ("/request-bounds/folded-length", test_folded_length);
  ADD ("/request-bounds/two-tokens", test_two_tokens);

  return g_test_run ();
}
