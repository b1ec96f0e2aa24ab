/* test-handshake.c: how a WebSocket begins, and how it does not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "server-fixture.h"

#define KEY "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define VERSION "Sec-WebSocket-Version: 13\r\n"
#define UPGRADE "Upgrade: websocket\r\nConnection: Upgrade\r\n"
#define HOST "Host: localhost\r\n"

/* A status of 0 is any refusal: 4xx, or a closed connection without an answer. */
typedef struct
{
  const char *name;
  const char *request;
  guint       status;
} HandshakeCase;

static const HandshakeCase cases[] = {
  { "as it should be", "GET / HTTP/1.1\r\n" HOST UPGRADE VERSION KEY, 101 },
  { "in other letters", "GET / HTTP/1.1\r\n" HOST "upgrade: WebSocket\r\nconnection: upgrade\r\n"
    "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n", 101 },
  { "as Firefox does",
    "GET / HTTP/1.1\r\n" HOST "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" VERSION KEY, 101 },
  { "an extension nobody knows",
    "GET / HTTP/1.1\r\n" HOST UPGRADE VERSION KEY "Sec-WebSocket-Extensions: x-foo; a=1\r\n", 101 },
  { "no key", "GET / HTTP/1.1\r\n" HOST UPGRADE VERSION, 400 },
  { "an empty key", "GET / HTTP/1.1\r\n" HOST UPGRADE VERSION "Sec-WebSocket-Key: \r\n", 400 },
  { "version 8", "GET / HTTP/1.1\r\n" HOST UPGRADE "Sec-WebSocket-Version: 8\r\n" KEY, 426 },
  { "version 14", "GET / HTTP/1.1\r\n" HOST UPGRADE "Sec-WebSocket-Version: 14\r\n" KEY, 426 },
  { "a version that is no number", "GET / HTTP/1.1\r\n" HOST UPGRADE "Sec-WebSocket-Version: x\r\n" KEY,
    426 },
  { "another upgrade", "GET / HTTP/1.1\r\n" HOST "Upgrade: h2c\r\nConnection: Upgrade\r\n" VERSION KEY, 0 },
  { "no upgrade", "GET / HTTP/1.1\r\n" HOST "Connection: Upgrade\r\n" VERSION KEY, 0 },
  { "a connection that does not upgrade",
    "GET / HTTP/1.1\r\n" HOST "Upgrade: websocket\r\nConnection: close\r\n" VERSION KEY, 0 },
  { "HTTP/1.0", "GET / HTTP/1.0\r\n" HOST UPGRADE VERSION KEY, 0 },
  { "POST", "POST / HTTP/1.1\r\n" HOST UPGRADE VERSION KEY "Content-Length: 0\r\n", 0 },
  { "PUT", "PUT / HTTP/1.1\r\n" HOST UPGRADE VERSION KEY "Content-Length: 0\r\n", 0 },
  { "no host", "GET / HTTP/1.1\r\n" UPGRADE VERSION KEY, 0 },
  { "no HTTP", "hello\r\n", 0 },
  { "a method of bytes", "\x16\x03\x01\x02 / HTTP/1.1\r\n" HOST, 0 },
};

/* Sends a header. Returns the status of the answer, or 0 if there is none. */
static guint
ask (ServerFixture *self,
     const char    *header,
     gboolean       slowly)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (wb_server_get_ws_uri (self->server));
  g_autofree char *text = g_strconcat (header, "\r\n", NULL);
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i += slowly ? 1 : length)
    {
      raw_peer_write (peer, text + i, slowly ? 1 : length);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }

  if (raw_peer_is_cut_off (peer))
    return 0;
  else
    {
      g_autoptr (RawReply) reply = raw_peer_read_reply (peer, FALSE);

      if (reply->status == 426)
        {
          g_autofree char *version = raw_reply_dup_header (reply, "Sec-WebSocket-Version");

          g_assert_cmpstr (version, ==, "13");
        }
      return reply->status;
    }
}

static void
test_cases (ServerFixture *self,
            gconstpointer  data)
{
  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint slowly = 0; slowly <= 1; slowly++)
      {
        guint status = ask (self, cases[i].request, slowly);

        g_test_message ("%s%s: %u", cases[i].name, slowly ? ", byte by byte" : "", status);
        if (cases[i].status != 0)
          g_assert_cmpuint (status, ==, cases[i].status);
        else
          g_assert_true (status == 0 || (status >= 400 && status < 500));
      }
}

/* RFC 6455, section 4.2.1: the key is 16 bytes in base64. */
static void
test_keys (ServerFixture *self,
           gconstpointer  data)
{
  static const char *const keys[] = { "x", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZQ==",
                                      "not/base64!in/any/way!==",
                                      "dGhlIHNhbXBsZSBub25jZQ==dGhlIHNhbXBsZSBub25jZQ==" };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *header = g_strdup_printf ("GET / HTTP/1.1\r\n"
                                                 HOST UPGRADE VERSION "Sec-WebSocket-Key: %s\r\n",
                                                 keys[i]);

      g_test_message ("%s", keys[i]);
      g_assert_cmpuint (ask (self, header, FALSE), ==, 400);
    }
}

static void
test_huge_header (ServerFixture *self,
                  gconstpointer  data)
{
  g_autofree char *filling = g_strnfill (128 * 1024, 'x');
  g_autofree char *header = g_strdup_printf ("GET / HTTP/1.1\r\n" HOST UPGRADE VERSION KEY "X: %s\r\n",
                                             filling);
  g_autofree char *path = g_strdup_printf ("GET /%s HTTP/1.1\r\n" HOST UPGRADE VERSION KEY, filling);
  guint status;

  server_fixture_start (self);
  status = ask (self, header, FALSE);
  g_assert_true (status == 0 || status == 431 || status == 400);
  status = ask (self, path, FALSE);
  g_assert_true (status == 0 || status == 414 || status == 431 || status == 400);
  g_assert_cmpuint (ask (self, cases[0].request, FALSE), ==, 101);
}

/* A client must wait for the answer. One that does not may be refused or served, without effect on others. */
static void
test_impatient (ServerFixture *self,
                gconstpointer  data)
{
  const char *request = "GET / HTTP/1.1\r\n" HOST UPGRADE VERSION KEY "\r\n" "\x89\x80\0\0\0\0";
  gsize length = strlen ("GET / HTTP/1.1\r\n" HOST UPGRADE VERSION KEY "\r\n") + 6;

  server_fixture_start (self);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (RawPeer) impatient = raw_peer_connect (wb_server_get_ws_uri (self->server));
      g_autoptr (RawPeer) other = NULL;

      raw_peer_write (impatient, request, length);
      other = server_fixture_open (self, NULL);
      raw_peer_assert_idle (other);
    }
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/handshake/cases", test_cases);
  ADD ("/handshake/keys", test_keys);
  ADD ("/handshake/huge-header", test_huge_header);
  ADD ("/handshake/impatient", test_impatient);

  return g_test_run ();
}
