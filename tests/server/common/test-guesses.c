/* test-guesses.c: how many tokens an address may try, and what others notice of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "delays.h"
#include "guesses-fixture.h"

#define GET "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\",\"value\":\"\"}"
#define ANSWER "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\",\"value\":\"\"," \
               "\"data\":" SELLER_STRING "}"
#define FULL_SCREEN "{\"action\":\"fullScreen\",\"chartName\":\"seller\",\"value\":true}"

static gpointer
attack (gpointer data)
{
  const GuessesTarget *self = data;

  while (g_get_monotonic_time () < self->until)
    {
      int fd = guesses_dial (self);

      if (fd < 0)
        continue;

      guesses_guess (self, fd);
      guesses_await_refusal (self, fd);
      close (fd);
    }

  return NULL;
}

/* Very many connections of an address get few checks, and another address is served at once meanwhile. */
static void
test_flood (DaemonFixture *self,
            gconstpointer  data)
{
  enum { N_THREADS = 64, SECONDS = 3, N_TIMES = 20 };
  GThread *threads[N_THREADS];
  GuessesTarget attacks[N_THREADS];
  g_autoptr (Delays) delays = delays_new ();
  gint64 median;
  double n_checks;

  guesses_start (self, guesses_limited);
  for (guint i = 0; i < N_THREADS; i++)
    {
      gboolean is_http = i % 2 == 1;

      attacks[i].is_http = is_http;
      attacks[i].port = guesses_get_port (is_http ? self->http : self->ws);
      attacks[i].until = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
      threads[i] = g_thread_new ("attack", attack, &attacks[i]);
    }

  /* All the while. */
  for (guint i = 0; i < N_TIMES; i++)
    {
      delays_add (delays, guesses_enter (self, OTHER) * 1000);
      g_usleep (SECONDS * G_USEC_PER_SEC / N_TIMES);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  n_checks = guesses_count_checks (self);
  median = delays_get_percentile (delays, 50) / 1000;
  g_test_message ("%.0f tokens were checked in %d s; another address was let in after %" G_GINT64_FORMAT
                  " ms, at most %" G_GINT64_FORMAT " ms", n_checks, SECONDS, median,
                  delays_get_percentile (delays, 100) / 1000);
  g_assert_cmpfloat (n_checks, >=, 10);
  g_assert_cmpfloat (n_checks, <, 300);
  guesses_assert_below (median, 100);
}

/* The right token waits as long as a wrong one, and so do the messages behind it: no timeout ends the
 * connection, and all answers come in order. */
static void
test_right_waits (DaemonFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawPeer) right = NULL;
  g_autoptr (RawPeer) wrong = NULL;
  g_autofree char *reason = NULL;
  gint64 started;

  guesses_start (self, guesses_limited);
  guesses_exhaust (self);
  right = guesses_open (self, ATTACKER);
  wrong = guesses_open (self, ATTACKER);
  started = g_get_monotonic_time ();
  raw_peer_send (right, GET);
  raw_peer_send (right, AUTH (LOOK));
  raw_peer_send (right, GET);
  raw_peer_send (wrong, AUTH (WRONG));
  guesses_assert_below (guesses_enter (self, OTHER), DELAY_MS);
  raw_peer_assert_text (right, NO_AUTH);
  raw_peer_assert_text (right, AUTH_OK);
  g_assert_cmpint (guesses_get_ms_since (started), >=, DELAY_MS);
  raw_peer_assert_text (right, ANSWER);
  raw_peer_assert_text (wrong, NO_AUTH);
  g_assert_cmpint (guesses_get_ms_since (started), >=, DELAY_MS);
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

static const struct
{
  const char *source;
  const char *line;
  const char *headers;
  const char *body;
  guint       status;
  gboolean    waits;
} http_cases[] = {
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
  { ATTACKER, "PUT /api/new", BEARER (CHANGE) "Content-Length: 2\r\nExpect: 100-continue\r\n", "", 100,
    TRUE },
  { ATTACKER, "PUT /api/new", BEARER (WRONG) "Content-Length: 2\r\nExpect: 100-continue\r\n", "", 401,
    TRUE },
  { ATTACKER, "PUT /api/new", BEARER (LOOK) "Content-Length: 2\r\n", "[]", 403, TRUE },
};

/* Over HTTP there is the same count and the same delay, for requests with a token only. */
static void
test_http (DaemonFixture *self,
           gconstpointer  data)
{
  RawPeer *peers[G_N_ELEMENTS (http_cases)];
  gint64 started, answered;

  guesses_start (self, guesses_limited);
  guesses_exhaust (self);
  started = g_get_monotonic_time ();
  for (gsize i = 0; i < G_N_ELEMENTS (http_cases); i++)
    peers[i] = ask (self, http_cases[i].source, http_cases[i].line, http_cases[i].headers,
                    http_cases[i].body);

  for (gsize i = 0; i < G_N_ELEMENTS (http_cases); i++)
    {
      gboolean has_body = !g_str_has_prefix (http_cases[i].line, "HEAD") && http_cases[i].status != 100;
      g_autoptr (RawReply) reply = raw_peer_read_reply (peers[i], has_body);
      gint64 ms = guesses_get_ms_since (started);

      g_test_message ("%s: %u after %" G_GINT64_FORMAT " ms", http_cases[i].line, reply->status, ms);
      g_assert_cmpuint (reply->status, ==, http_cases[i].status);
      if (http_cases[i].waits)
        g_assert_cmpint (ms, >=, DELAY_MS);
      else
        guesses_assert_below (ms, DELAY_MS);

      /* Either the body or another request may follow. */
      if (http_cases[i].status == 401 && strstr (http_cases[i].headers, "Expect") != NULL)
        {
          answered = g_get_monotonic_time ();
          g_assert_true (raw_peer_is_cut_off (peers[i]));
          guesses_assert_below (guesses_get_ms_since (answered), 500);
        }
      raw_peer_free (peers[i]);
    }
}

/* Wrong ones over HTTP, on one connection; then a connected WebSocket client sends another token. */
static void
test_shared (DaemonFixture *self,
             gconstpointer  data)
{
  g_autoptr (RawPeer) http = NULL;
  g_autoptr (RawPeer) ws = NULL;
  gint64 started;

  guesses_start (self, guesses_limited);
  ws = guesses_open (self, ATTACKER);
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
  guesses_assert_below (guesses_get_ms_since (started), DELAY_MS);
  raw_peer_assert_text (ws, AUTH_OK);
  g_assert_cmpint (guesses_get_ms_since (started), >=, DELAY_MS);
  raw_peer_assert_text (ws, FULL_SCREEN);
  raw_peer_assert_text (ws, ANSWER);
}

/* A server that ends neither waits for tokens nor reveals whether they are right. */
static void
test_stop (DaemonFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawPeer) ws = NULL;
  g_autoptr (RawPeer) http = NULL;
  g_autoptr (RawReply) reply = NULL;
  g_autofree char *reason = NULL;
  gint64 started;

  guesses_start (self, guesses_limited);
  guesses_exhaust (self);
  ws = guesses_open (self, ATTACKER);
  raw_peer_send (ws, AUTH (LOOK));
  http = ask (self, ATTACKER, "GET /api/seller", BEARER (LOOK), "");
  guesses_assert_below (guesses_enter (self, OTHER), DELAY_MS);

  started = g_get_monotonic_time ();
  g_subprocess_send_signal (self->process, SIGTERM);
  reply = raw_peer_read_reply (http, TRUE);
  g_assert_cmpuint (reply->status, ==, 503);
  reason = raw_peer_assert_close (ws, 1012);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  guesses_assert_below (guesses_get_ms_since (started), DELAY_MS);
}

/* The log names once the address whose checks are delayed, to explain why a display waits. */
static void
test_log (DaemonFixture *self,
          gconstpointer  data)
{
  g_autoptr (GString) log = g_string_new (NULL);
  GInputStream *stream;
  char block[4096];
  const char *line;
  gssize n;

  guesses_start (self, guesses_limited);
  guesses_exhaust (self);
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

  guesses_start (self, unlimited);
  started = g_get_monotonic_time ();
  for (guint i = 0; i < 3; i++)
    guesses_exhaust (self);
  guesses_assert_below (guesses_enter (self, ATTACKER), 8000);
  guesses_assert_below (guesses_get_ms_since (started), 8000);
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
  ADD ("/guesses/stop", test_stop);
  ADD ("/guesses/log", test_log);
  ADD ("/guesses/off", test_off);

  return g_test_run ();
}
