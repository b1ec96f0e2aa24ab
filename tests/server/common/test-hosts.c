/* test-hosts.c: under which host names the server answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <unistd.h>

#include "daemon-fixture.h"
#include "scrape.h"

#define KEY "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define UPGRADE "Upgrade: websocket\r\nConnection: Upgrade\r\n" KEY

static RawReply *
ask (const char *uri,
     const char *request)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (uri);

  raw_peer_write (peer, request, strlen (request));
  return raw_peer_read_reply (peer, !g_str_has_prefix (request, "HEAD"));
}

/* A request for a name, by every method and on both ports, is answered, or gets 403 and nothing else. */
static void
assert_answers (DaemonFixture *self,
                const char    *host,
                gboolean       is_known)
{
  static const struct
  {
    const char *line;
    const char *more;
    guint       status; /* under an allowed name */
  } requests[] = {
    { "GET /api/seller", "", 200 },
    { "HEAD /api/seller", "", 200 },
    { "GET /healthz", "", 200 },
    { "GET /api/none", "", 404 },
    { "OPTIONS /api/seller", "", 204 },
    { "OPTIONS *", "", 204 },
    { "POST /api/seller", "Content-Length: 0\r\n", 405 },
    { "PUT /api/other", "Content-Length: 2\r\n\r\n[]", 204 },
    { "PUT /api/other", "Content-Length: 2\r\nExpect: 100-continue\r\n", 100 },
    { "GET /", UPGRADE, 101 },
    { "GET /api/seller", "Sec-Fetch-Site: same-origin\r\n", 200 },
  };
  const char *const uris[] = { self->http, self->ws };

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (uris); j++)
      {
        const char *end = strstr (requests[i].more, "\r\n\r\n") != NULL ? "" : "\r\n";
        g_autofree char *request = g_strdup_printf ("%s HTTP/1.1\r\n%s%s%s", requests[i].line, host,
                                                    requests[i].more, end);
        g_autoptr (RawReply) reply = ask (uris[j], request);

        g_test_message ("%s of %s: %u", requests[i].line, host, reply->status);
        g_assert_cmpuint (reply->status, ==, is_known ? requests[i].status : 403);
        if (!is_known)
          {
            g_assert_true (*reply->body == '\0' || strstr (reply->body, "--allow-host") != NULL);
            g_assert_null (strstr (reply->body, "Ann"));
          }
      }
}

static void
test_known (DaemonFixture *self,
            gconstpointer  data)
{
  static const char *const hosts[] = {
    "Host: localhost\r\n", "Host: LOCALHOST:8888\r\n", "Host: localhost.\r\n", "Host: 127.0.0.1\r\n",
    "Host: 127.0.0.1:9998\r\n", "Host: 192.0.2.7:8888\r\n", "Host: [::1]\r\n", "Host: [2001:db8::7]:8888\r\n",
    "Host: wall\r\n", "host: Wall-3_a:80\r\n", "Host: wall.local\r\n", "Host: a.b.LOCAL.:8888\r\n",
  };
  char name[256] = "";

  daemon_fixture_start (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    assert_answers (self, hosts[i], TRUE);

  if (gethostname (name, sizeof name - 1) == 0)
    {
      g_autofree char *host = g_strdup_printf ("Host: %s:8888\r\n", name);

      assert_answers (self, host, TRUE);
    }
}

/* Names that any name server can make point here, and what only looks like an allowed name. */
static void
test_unknown (DaemonFixture *self,
              gconstpointer  data)
{
  static const char *const hosts[] = {
    "Host: evil.example\r\n", "Host: evil.example:8888\r\n", "HOST: EVIL.EXAMPLE.\r\n",
    "Host: localhost.evil.example\r\n",
    "Host: 127.0.0.1.evil.example\r\n", "Host: evil.localhost\r\n", "Host: evil.local.example\r\n",
    "Host: evil.example.local:80:80\r\n", "Host: localhost@evil.example\r\n",
    "Host: evil.example@localhost\r\n",
    "Host: localhost:x@evil.example\r\n", "Host: localhost?.evil.example\r\n",
    "Host: localhost#.evil.example\r\n",
    "Host: localhost, evil.example\r\n", "Host: localhost evil.example\r\n", "Host: localhost:\r\n",
    "Host: [evil.example]\r\n", "Host: [abc.de]\r\n", "Host: local%68ost.evil.example\r\n",
    "Host: evil\xc3\xa4.example\r\n",
  };

  daemon_fixture_start (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *request = g_strdup_printf ("GET /api/seller HTTP/1.1\r\n%s\r\n", hosts[i]);
      g_autoptr (RawReply) reply = ask (self->http, request);

      /* libsoup answers some of them, without a reason. */
      g_test_message ("%s: %u", hosts[i], reply->status);
      g_assert_true (reply->status == 403 || reply->status == 400);
      g_assert_null (strstr (reply->body, "Ann"));
    }

  assert_answers (self, "Host: evil.example:8888\r\n", FALSE);
  assert_answers (self, "Host: localhost.evil.example\r\n", FALSE);
}

/* Two names, one of which is allowed, and a target with another name than the header. */
static void
test_conflicts (DaemonFixture *self,
                gconstpointer  data)
{
  static const struct
  {
    const char *request;
    guint       status;
  } cases[] = {
    { "GET http://localhost/api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n", 200 },
    { "GET http://localhost:8888/api/seller HTTP/1.1\r\nHost: wall\r\n\r\n", 200 },
    { "GET HTTP://[::1]:8888/api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n", 200 },
    { "GET http://evil.example/api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n", 403 },
    { "GET http://localhost/api/seller HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403 },
    { "GET http://localhost@evil.example/api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n", 403 },
    { "GET http://evil.example/api/seller HTTP/1.0\r\n\r\n", 403 },
    { "GET http://evil.example/api/seller HTTP/1.1\r\n\r\n", 403 },
    { "GET /api/seller HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400 },
    { "GET /api/seller HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n\r\n", 400 },
    { "GET /api/seller HTTP/1.1\r\n\r\n", 400 },
    { "GET /api/seller HTTP/1.0\r\n\r\n", 200 },
    { "GET /api/seller HTTP/1.0\r\nHost: localhost\r\n\r\n", 200 },
    { "GET /api/seller HTTP/1.0\r\nHost: evil.example\r\n\r\n", 403 },
  };

  daemon_fixture_start (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawReply) reply = ask (self->http, cases[i].request);

      g_test_message ("case %zu: %u", i, reply->status);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      g_assert_cmpint (strstr (reply->body, "Ann") != NULL, ==, reply->status == 200);
    }
}

static void
test_listed (DaemonFixture *self,
             gconstpointer  data)
{
  const char *const arguments[] = { "--allow-host", "board.example", "--allow-host", "Other.Example.", NULL };

  daemon_fixture_start (self, arguments);
  assert_answers (self, "Host: board.example\r\n", TRUE);
  assert_answers (self, "Host: BOARD.example.:8888\r\n", TRUE);
  assert_answers (self, "Host: other.example\r\n", TRUE);
  assert_answers (self, "Host: a.board.example\r\n", FALSE);
  assert_answers (self, "Host: board.example.evil.example\r\n", FALSE);
}

/* Where there are tokens a name proves nothing, and a proxy or an alias may have any. */
static void
test_tokens (DaemonFixture *self,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "token", NULL);
  const char *const arguments[] = { "--token-file", path, NULL };
  g_autoptr (RawReply) health = NULL;
  g_autoptr (RawReply) with = NULL;
  g_autoptr (RawReply) without = NULL;

  folder_write (self->folder, "token", "secret-0123456789\n");
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  daemon_fixture_start (self, arguments);
  health = ask (self->http, "GET /healthz HTTP/1.1\r\nHost: board.example\r\n\r\n");
  g_assert_cmpuint (health->status, ==, 200);
  with = ask (self->http, "GET /api/seller HTTP/1.1\r\nHost: board.example\r\n"
                          "Authorization: Bearer secret-0123456789\r\n\r\n");
  g_assert_cmpuint (with->status, ==, 200);
  without = ask (self->http, "GET /api/seller HTTP/1.1\r\nHost: board.example\r\n\r\n");
  g_assert_cmpuint (without->status, ==, 401);
}

/* It is logged and counted like other refusals, and a body is not waited for. */
static void
test_told (DaemonFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawReply) refused = NULL;
  g_autoptr (RawReply) reply = NULL;
  g_autoptr (Scrape) numbers = NULL;

  daemon_fixture_start (self, NULL);
  refused = ask (self->http, "PUT /api/seller HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 9\r\n"
                             "Expect: 100-continue\r\n\r\n");
  g_assert_cmpuint (refused->status, ==, 403);
  g_assert_true (g_str_has_prefix (refused->head, "HTTP/1.1 403 Forbidden"));

  reply = raw_request (self->http, "GET", "/metrics", NULL);
  numbers = scrape_new (reply->body);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_refusals_total{reason=\"host\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_http_requests_total{code=\"403\"}"), ==, 1);
}

static void
test_bad_names (DaemonFixture *self,
                gconstpointer  data)
{
  static const char *const names[] = { "", "https://board.example", "board.example:8888", "a b", "a/b",
                                       "*.example", "[::1]", "me@board.example" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *errors = NULL;
      const char *complaint = *names[i] != '\0' ? "not the name of a host"
                                                : "There is no value for --allow-host";

      process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                                  g_getenv ("WALLBOARD_SERVER"), "--data", self->folder, "--http",
                                  "127.0.0.1:0", "--ws", "127.0.0.1:0", "--allow-host", names[i], NULL);
      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &errors, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
      g_assert_nonnull (strstr (errors, complaint));
    }
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/hosts/known", test_known);
  ADD ("/hosts/unknown", test_unknown);
  ADD ("/hosts/conflicts", test_conflicts);
  ADD ("/hosts/listed", test_listed);
  ADD ("/hosts/tokens", test_tokens);
  ADD ("/hosts/told", test_told);
  ADD ("/hosts/bad-names", test_bad_names);

  return g_test_run ();
}
