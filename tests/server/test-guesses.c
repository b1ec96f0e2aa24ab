/* test-guesses.c: how many tokens an address may try, and what others notice of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "daemon-fixture.h"
#include "scrape.h"

#define LOOK   "look-5fJq2TnWc8Rd"
#define CHANGE "change-9sKe4VbYm1Xz"
#define WRONG  "look-7hLp3GwQt6Ua"
#define AUTH(token) "{\"type\":\"auth\",\"data\":\"" token "\"}"
#define AUTH_OK AUTH ("auth ok")
#define NO_AUTH "{\"type\":\"noAuth\"}"
#define BEARER(token) "Authorization: Bearer " token "\r\n"
#define GET "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\",\"value\":\"\"}"
#define ANSWER "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\",\"value\":\"\"," \
               "\"data\":" SELLER_STRING "}"
#define FULL_SCREEN "{\"action\":\"fullScreen\",\"chartName\":\"seller\",\"value\":true}"

#define REQUEST "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

/* Who tries tokens, and who is somebody else. */
#define ATTACKER "127.0.0.1"
#define OTHER    "127.0.0.2"

/* An address has ten wrong tokens free. After so many in all the next check waits for 1.6 s, which is longer than
 * the timeouts that the tests set. */
#define N_WRONG 14
#define DELAY_MS 1600

static void
start (DaemonFixture     *self,
       const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *tokens = g_build_filename (self->folder, "tokens", NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  folder_write (self->folder, "tokens", "lobby view " LOOK "\nshop control " CHANGE "\n");
  g_assert_cmpint (g_chmod (tokens, 0600), ==, 0);
  g_ptr_array_add (all, (gpointer) "--token-file");
  g_ptr_array_add (all, tokens);
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) arguments[i]);
  g_ptr_array_add (all, NULL);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  daemon_fixture_launch (self, launcher, (const char *const *) all->pdata);
}

static const char *const limited[] = {
  "--max-per-address", "64", "--auth-timeout", "1", "--request-timeout", "1", NULL
};

static RawPeer *
open_from (DaemonFixture *self,
           const char    *source)
{
  RawPeer *peer = raw_peer_connect_from (self->ws, source, 0);
  g_autoptr (RawReply) reply = raw_peer_shake_hands (peer, "/", NULL);

  g_assert_cmpuint (reply->status, ==, 101);

  return peer;
}

/* From then on the next check of the attacker waits. */
static void
exhaust (DaemonFixture *self)
{
  RawPeer *peers[N_WRONG];

  for (guint i = 0; i < N_WRONG; i++)
    {
      peers[i] = open_from (self, ATTACKER);
      raw_peer_send (peers[i], AUTH (WRONG));
    }
  for (guint i = 0; i < N_WRONG; i++)
    {
      g_autofree char *reason = NULL;

      raw_peer_assert_text (peers[i], NO_AUTH);
      reason = raw_peer_assert_close (peers[i], 1008);
      raw_peer_free (peers[i]);
    }
}

static gint64
get_ms_since (gint64 started)
{
  return (g_get_monotonic_time () - started) / 1000;
}

/* Or as many times that as a slow machine may take. */
static void
assert_below (gint64 ms,
              gint64 limit)
{
  g_assert_cmpint (ms, <, limit * raw_get_patience () / 10000);
}

static double
count_checks (DaemonFixture *self)
{
  g_autoptr (RawReply) numbers = raw_request (self->http, "GET", "/metrics", NULL);
  g_autoptr (Scrape) scrape = scrape_new (numbers->body);

  return scrape_get (scrape, "wallboard_refusals_total{reason=\"token\"}");
}

typedef struct
{
  guint16  port;
  gboolean is_http;
  gint64   until;
} Attack;

static int
dial (const Attack *self)
{
  const struct timeval patience = { 0, 100 * 1000 };
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = g_htons (self->port),
                                 .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;

  close (fd);
  return -1;
}

/* A token in a frame, as a client masks it with zeros. */
static void
send_auth (int         fd,
           const char *text)
{
  guint8 frame[6 + 125] = { 0x81, 0x80 | (guint8) strlen (text) };

  g_assert_cmpuint (strlen (text), <=, 125);
  memcpy (frame + 6, text, strlen (text));
  send (fd, frame, 6 + strlen (text), MSG_NOSIGNAL);
}

/* Reads until the connection ends, or a refusal has come over HTTP. */
static void
await_refusal (const Attack *self,
               int           fd)
{
  while (g_get_monotonic_time () < self->until)
    {
      char block[4096];
      gssize n = recv (fd, block, sizeof block - 1, 0);

      if (n == 0 || (n < 0 && errno != EAGAIN))
        return;
      if (n > 0 && self->is_http)
        return;
    }
}

static gpointer
attack (gpointer data)
{
  const Attack *self = data;

  while (g_get_monotonic_time () < self->until)
    {
      static const char http[] = "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n" BEARER (WRONG) "\r\n";
      int fd = dial (self);

      if (fd < 0)
        continue;

      if (self->is_http)
        {
          send (fd, http, strlen (http), MSG_NOSIGNAL);
        }
      else
        {
          char block[4096];

          send (fd, REQUEST, strlen (REQUEST), MSG_NOSIGNAL);
          recv (fd, block, sizeof block, 0);
          send_auth (fd, AUTH (WRONG));
        }
      await_refusal (self, fd);
      close (fd);
    }

  return NULL;
}

static guint16
get_port (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  return (guint16) g_uri_get_port (parsed);
}

/* How long it takes to be let in, in milliseconds. */
static gint64
enter (DaemonFixture *self,
       const char    *source)
{
  gint64 started = g_get_monotonic_time ();
  g_autoptr (RawPeer) peer = open_from (self, source);

  raw_peer_send (peer, AUTH (LOOK));
  raw_peer_assert_text (peer, AUTH_OK);

  return get_ms_since (started);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Very many connections of an address try few tokens, and somebody else is let in at once meanwhile. */
static void
test_flood (DaemonFixture *self,
            gconstpointer  data)
{
  enum { N_THREADS = 64, SECONDS = 3, N_TIMES = 20 };
  GThread *threads[N_THREADS];
  Attack attacks[N_THREADS];
  gint64 times[N_TIMES];
  double n_checks;

  start (self, limited);
  for (guint i = 0; i < N_THREADS; i++)
    {
      gboolean is_http = i % 2 == 1;

      attacks[i].is_http = is_http;
      attacks[i].port = get_port (is_http ? self->http : self->ws);
      attacks[i].until = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
      threads[i] = g_thread_new ("attack", attack, &attacks[i]);
    }

  /* All the while. */
  for (guint i = 0; i < N_TIMES; i++)
    {
      times[i] = enter (self, OTHER);
      g_usleep (SECONDS * G_USEC_PER_SEC / N_TIMES);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  n_checks = count_checks (self);
  qsort (times, N_TIMES, sizeof (gint64), compare_times);
  g_test_message ("%.0f tokens were checked in %d s; another address was let in after %" G_GINT64_FORMAT
                  " ms, at most %" G_GINT64_FORMAT " ms", n_checks, SECONDS, times[N_TIMES / 2],
                  times[N_TIMES - 1]);
  g_assert_cmpfloat (n_checks, >=, 10);
  g_assert_cmpfloat (n_checks, <, 300);
  assert_below (times[N_TIMES / 2], 100);
}

/* The right token waits as long as a wrong one, and so does what was said behind it: no timeout ends the
 * connection, and all answers come in their order. */
static void
test_right_waits (DaemonFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawPeer) right = NULL;
  g_autoptr (RawPeer) wrong = NULL;
  g_autofree char *reason = NULL;
  gint64 started;

  start (self, limited);
  exhaust (self);
  right = open_from (self, ATTACKER);
  wrong = open_from (self, ATTACKER);
  started = g_get_monotonic_time ();
  raw_peer_send (right, GET);
  raw_peer_send (right, AUTH (LOOK));
  raw_peer_send (right, GET);
  raw_peer_send (wrong, AUTH (WRONG));
  assert_below (enter (self, OTHER), DELAY_MS);
  raw_peer_assert_text (right, NO_AUTH);
  raw_peer_assert_text (right, AUTH_OK);
  g_assert_cmpint (get_ms_since (started), >=, DELAY_MS);
  raw_peer_assert_text (right, ANSWER);
  raw_peer_assert_text (wrong, NO_AUTH);
  g_assert_cmpint (get_ms_since (started), >=, DELAY_MS);
  reason = raw_peer_assert_close (wrong, 1008);
}

static RawPeer *
ask (DaemonFixture *self,
     const char    *source,
     const char    *line,
     const char    *headers,
     const char    *body)
{
  RawPeer *peer = raw_peer_connect_from (self->http, source, 0);
  g_autofree char *text = g_strdup_printf ("%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s", line, headers, body);

  raw_peer_write (peer, text, strlen (text));

  return peer;
}

/* Over HTTP it is the same count and the same delay, of all that bears a token and of nothing else. */
static void
test_http (DaemonFixture *self,
           gconstpointer  data)
{
  static const struct
  {
    const char *source;
    const char *line;
    const char *headers;
    const char *body;
    guint       status;
    gboolean    waits;
  } cases[] = {
    { ATTACKER, "GET /api/seller", "", "", 401, FALSE },
    { ATTACKER, "GET /healthz", "", "", 200, FALSE },
    { ATTACKER, "GET /metrics", "", "", 200, FALSE },
    { OTHER, "GET /api/seller", BEARER (LOOK), "", 200, FALSE },
    { ATTACKER, "GET /api/seller", BEARER (LOOK), "", 200, TRUE },
    { ATTACKER, "HEAD /api/seller", BEARER (LOOK), "", 200, TRUE },
    { ATTACKER, "GET /api/seller", BEARER (WRONG), "", 401, TRUE },
    { ATTACKER, "GET /displays", "Via: 1.1 proxy\r\n" BEARER (CHANGE), "", 200, TRUE },
    { ATTACKER, "GET /healthz", "Via: 1.1 proxy\r\n" BEARER (WRONG), "", 200, TRUE },
    { ATTACKER, "PUT /api/new", BEARER (CHANGE) "Content-Length: 2\r\n", "[]", 204, TRUE },
    { ATTACKER, "PUT /api/new", BEARER (CHANGE) "Transfer-Encoding: chunked\r\n",
      "2\r\n[]\r\n0\r\n\r\n", 204, TRUE },
    { ATTACKER, "PUT /api/new", BEARER (CHANGE) "Content-Length: 2\r\nExpect: 100-continue\r\n", "", 100, TRUE },
    { ATTACKER, "PUT /api/new", BEARER (WRONG) "Content-Length: 2\r\nExpect: 100-continue\r\n", "", 401, TRUE },
    { ATTACKER, "PUT /api/new", BEARER (LOOK) "Content-Length: 2\r\n", "[]", 403, TRUE },
  };
  RawPeer *peers[G_N_ELEMENTS (cases)];
  gint64 started;

  start (self, limited);
  exhaust (self);
  started = g_get_monotonic_time ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    peers[i] = ask (self, cases[i].source, cases[i].line, cases[i].headers, cases[i].body);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean has_body = !g_str_has_prefix (cases[i].line, "HEAD") && cases[i].status != 100;
      g_autoptr (RawReply) reply = raw_peer_read_reply (peers[i], has_body);
      gint64 ms = get_ms_since (started);

      g_test_message ("%s: %u after %" G_GINT64_FORMAT " ms", cases[i].line, reply->status, ms);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (cases[i].waits)
        g_assert_cmpint (ms, >=, DELAY_MS);
      else
        assert_below (ms, DELAY_MS);
      raw_peer_free (peers[i]);
    }
}

/* Wrong ones over HTTP, on one connection; then a client of WebSocket that is in says another token. */
static void
test_shared (DaemonFixture *self,
             gconstpointer  data)
{
  g_autoptr (RawPeer) http = NULL;
  g_autoptr (RawPeer) ws = NULL;
  gint64 started;

  start (self, limited);
  ws = open_from (self, ATTACKER);
  raw_peer_send (ws, AUTH (LOOK));
  raw_peer_assert_text (ws, AUTH_OK);
  http = raw_peer_connect_from (self->http, ATTACKER, 0);
  for (guint i = 0; i < N_WRONG; i++)
    {
      static const char text[] = "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n" BEARER (WRONG) "\r\n";
      g_autoptr (RawReply) reply = NULL;

      raw_peer_write (http, text, strlen (text));
      reply = raw_peer_read_reply (http, TRUE);
      g_assert_cmpuint (reply->status, ==, 401);
    }

  started = g_get_monotonic_time ();
  raw_peer_send (ws, FULL_SCREEN);
  raw_peer_send (ws, AUTH (CHANGE));
  raw_peer_send (ws, FULL_SCREEN);
  raw_peer_send (ws, GET);
  raw_peer_assert_text (ws, NO_AUTH);
  assert_below (get_ms_since (started), DELAY_MS);
  raw_peer_assert_text (ws, AUTH_OK);
  g_assert_cmpint (get_ms_since (started), >=, DELAY_MS);
  raw_peer_assert_text (ws, FULL_SCREEN);
  raw_peer_assert_text (ws, ANSWER);
}

/* User and system time of the server in milliseconds. */
static gint64
get_processor_ms (DaemonFixture *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", g_subprocess_get_identifier (self->process));
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  words = g_strsplit (strrchr (text, ')') + 2, " ", -1);

  return (g_ascii_strtoll (words[11], NULL, 10) + g_ascii_strtoll (words[12], NULL, 10)) * 1000
         / sysconf (_SC_CLK_TCK);
}

static void
reset (int fd)
{
  const struct linger now = { 1, 0 };

  setsockopt (fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close (fd);
}

/* Those that break off while their token waits are let go, and cost no work. */
static void
test_broken_off (DaemonFixture *self,
                 gconstpointer  data)
{
  enum { N_PEERS = 40 };
  Attack target = { 0 };
  int fds[N_PEERS];
  gint64 before;

  start (self, limited);
  exhaust (self);
  target.port = get_port (self->ws);
  for (guint i = 0; i < N_PEERS; i++)
    {
      char block[4096];

      fds[i] = dial (&target);
      g_assert_cmpint (fds[i], >=, 0);
      send (fds[i], REQUEST, strlen (REQUEST), MSG_NOSIGNAL);
      while (recv (fds[i], block, sizeof block, 0) < 0 && errno == EAGAIN)
        ;
      send_auth (fds[i], AUTH (WRONG));
    }

  before = get_processor_ms (self);
  for (guint i = 0; i < N_PEERS; i++)
    reset (fds[i]);
  for (guint i = 0; i < 10; i++)
    assert_below (enter (self, OTHER), DELAY_MS);
  g_assert_cmpint (enter (self, ATTACKER), >=, DELAY_MS);
  g_test_message ("%" G_GINT64_FORMAT " ms of work", get_processor_ms (self) - before);
  g_assert_cmpint (get_processor_ms (self) - before, <, DELAY_MS / 8);
}

/* A server that ends waits for no token, and tells the outcome of none. */
static void
test_stop (DaemonFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawPeer) ws = NULL;
  g_autoptr (RawPeer) http = NULL;
  g_autoptr (RawReply) reply = NULL;
  g_autofree char *reason = NULL;
  gint64 started;

  start (self, limited);
  exhaust (self);
  ws = open_from (self, ATTACKER);
  raw_peer_send (ws, AUTH (LOOK));
  http = ask (self, ATTACKER, "GET /api/seller", BEARER (LOOK), "");
  assert_below (enter (self, OTHER), DELAY_MS);

  started = g_get_monotonic_time ();
  g_subprocess_send_signal (self->process, SIGTERM);
  reply = raw_peer_read_reply (http, TRUE);
  g_assert_cmpuint (reply->status, ==, 503);
  reason = raw_peer_assert_close (ws, 1012);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  assert_below (get_ms_since (started), DELAY_MS);
}

/* The log says once from which address checks are put off, so that an operator knows why a display waits. */
static void
test_log (DaemonFixture *self,
          gconstpointer  data)
{
  g_autoptr (GString) log = g_string_new (NULL);
  GInputStream *stream;
  char block[4096];
  const char *line;
  gssize n;

  start (self, limited);
  exhaust (self);
  stream = g_subprocess_get_stderr_pipe (self->process);
  g_subprocess_send_signal (self->process, SIGTERM);
  while ((n = g_input_stream_read (stream, block, sizeof block, NULL, NULL)) > 0)
    g_string_append_len (log, block, n);
  g_test_message ("%s", log->str);
  line = strstr (log->str, ": too many wrong tokens from its address, whose next ones are checked later\n");
  g_assert_nonnull (line);
  g_assert_null (strstr (line + strlen (": too"), "too many wrong tokens"));
  g_assert_true (g_regex_match_simple ("127\\.0\\.0\\.1:[0-9]+: too many wrong tokens", log->str, 0, 0));
  g_assert_null (strstr (log->str, WRONG));
}

/* Behind a proxy all clients have its address, and no limit goes by it. */
static void
test_off (DaemonFixture *self,
          gconstpointer  data)
{
  const char *const unlimited[] = { "--max-per-address", "0", NULL };
  gint64 started;

  start (self, unlimited);
  started = g_get_monotonic_time ();
  for (guint i = 0; i < 3; i++)
    exhaust (self);
  assert_below (enter (self, ATTACKER), 8000);
  assert_below (get_ms_since (started), 8000);
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/guesses/flood", test_flood);
  ADD ("/guesses/right-waits", test_right_waits);
  ADD ("/guesses/http", test_http);
  ADD ("/guesses/shared", test_shared);
  ADD ("/guesses/broken-off", test_broken_off);
  ADD ("/guesses/stop", test_stop);
  ADD ("/guesses/log", test_log);
  ADD ("/guesses/off", test_off);

  return g_test_run ();
}
