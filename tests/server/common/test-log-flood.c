/* test-log-flood.c: what peers can write into the log of wallboard-server, and how much of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

#include "daemon-fixture.h"
#include "put.h"

#define TOKEN "open-sesame-5fJq2TnW"
#define WRONG "open-barley-7hLp3GwQ"
#define AUTH_WRONG "{\"type\":\"auth\",\"data\":\"" WRONG "\"}"

/* How often each thing happens, and how many lines of it are written one by one. */
#define N_EVENTS 40
#define N_LINES 5

static void
start (DaemonFixture     *self,
       const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *tokens = g_build_filename (self->folder, "tokens", NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  folder_write (self->folder, "tokens", "desk control " TOKEN "\n");
  g_assert_cmpint (g_chmod (tokens, 0600), ==, 0);
  g_ptr_array_add (all, (gpointer) "--token-file");
  g_ptr_array_add (all, tokens);
  for (gsize i = 0; arguments != NULL && arguments[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) arguments[i]);
  g_ptr_array_add (all, NULL);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  daemon_fixture_launch (self, launcher, (const char *const *) all->pdata);
}

/* Ends the server. Returns the lines of its log. */
static GStrv
finish (DaemonFixture *self)
{
  GInputStream *errors = g_subprocess_get_stderr_pipe (self->process);
  g_autoptr (GString) text = g_string_new (NULL);
  char block[4096];
  gssize n;

  g_subprocess_send_signal (self->process, SIGTERM);
  while ((n = g_input_stream_read (errors, block, sizeof block, NULL, NULL)) > 0)
    g_string_append_len (text, block, n);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_test_message ("%s", text->str);

  return g_strsplit (text->str, "\n", -1);
}

static guint
count_lines (GStrv       lines,
             const char *pattern)
{
  guint n = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    n += g_regex_match_simple (pattern, lines[i], 0, 0);

  return n;
}

/* The first are there as they are, and the rest as a number, with the last of them. */
static void
assert_collapsed (DaemonFixture *self,
                  const char    *pattern,
                  guint          n_events)
{
  g_auto (GStrv) lines = finish (self);
  g_autofree char *rest = g_strdup_printf ("… %u more in [0-9]+ s", n_events - N_LINES);

  g_assert_cmpuint (count_lines (lines, pattern), ==, N_LINES);
  g_assert_cmpuint (count_lines (lines, rest), ==, 1);
}

static void
say_wrong_token (DaemonFixture *self)
{
  g_autoptr (RawPeer) peer = daemon_fixture_open (self);
  g_autofree char *reason = NULL;

  raw_peer_send (peer, AUTH_WRONG);
  raw_peer_assert_text (peer, "{\"type\":\"noAuth\"}");
  reason = raw_peer_assert_close (peer, 1008);
}

static void
test_token (DaemonFixture *self,
            gconstpointer  data)
{
  start (self, NULL);
  for (guint i = 0; i < N_EVENTS; i++)
    say_wrong_token (self);

  assert_collapsed (self, "127\\.0\\.0\\.1:[0-9]+: refused, wrong token", N_EVENTS);
}

static void
request (DaemonFixture *self,
         const char    *headers,
         guint          status)
{
  for (guint i = 0; i < N_EVENTS; i++)
    {
      g_autoptr (RawReply) reply = raw_request (self->http, "GET", "/api/seller", headers);

      g_assert_cmpuint (reply->status, ==, status);
    }
}

static void
test_token_http (DaemonFixture *self,
                 gconstpointer  data)
{
  start (self, NULL);
  request (self, "Authorization: Bearer " WRONG "\r\n", 401);
  assert_collapsed (self, "127\\.0\\.0\\.1:[0-9]+: refused over HTTP", N_EVENTS);
}

static void
test_origin (DaemonFixture *self,
             gconstpointer  data)
{
  start (self, NULL);
  request (self, "Origin: https://evil.example\r\n", 403);
  assert_collapsed (self, "127\\.0\\.0\\.1:[0-9]+ \\(https://evil\\.example\\): refused, the origin",
                    N_EVENTS);
}

/* Each kind has lines of its own: one flood does not hide another. */
static void
test_kinds (DaemonFixture *self,
            gconstpointer  data)
{
  g_auto (GStrv) lines = NULL;

  start (self, NULL);
  request (self, "Origin: https://evil.example\r\n", 403);
  say_wrong_token (self);
  lines = finish (self);
  g_assert_cmpuint (count_lines (lines, "refused, wrong token"), ==, 1);
  g_assert_cmpuint (count_lines (lines, "the last from 127\\..*:[0-9]+ \\(https://evil\\.example\\)$"), ==,
                    1);
}

static void
test_full (DaemonFixture *self,
           gconstpointer  data)
{
  const char *const arguments[] = { "--max-connections", "1", NULL };
  g_autoptr (RawPeer) first = NULL;

  start (self, arguments);
  first = daemon_fixture_open (self);
  for (guint i = 0; i < N_EVENTS; i++)
    {
      g_autoptr (RawPeer) peer = raw_peer_connect (self->ws);
      g_autoptr (RawReply) reply = raw_peer_shake_hands (peer, "/", NULL);

      g_assert_cmpuint (reply->status, ==, 503);
    }

  /* It need not be waited for when the server ends. */
  g_clear_pointer (&first, raw_peer_free);
  assert_collapsed (self, "127\\.0\\.0\\.1:[0-9]+: refused, there are too many connections", N_EVENTS);
}

static void
test_slow (DaemonFixture *self,
           gconstpointer  data)
{
  const char *const arguments[] = { "--header-timeout", "1", NULL };
  RawPeer *peers[N_EVENTS];

  start (self, arguments);
  for (guint i = 0; i < N_EVENTS; i++)
    peers[i] = raw_peer_connect (self->http);
  for (guint i = 0; i < N_EVENTS; i++)
    {
      g_assert_true (raw_peer_is_cut_off (peers[i]));
      raw_peer_free (peers[i]);
    }

  assert_collapsed (self, "127\\.0\\.0\\.1:[0-9]+: cut off, its request did not come", N_EVENTS);
}

/* Those that read nothing. */
static void
test_behind (DaemonFixture *self,
             gconstpointer  data)
{
  enum { N_STUCK = 12, N_ROUNDS = 400 };
  const char *const arguments[] = { "--max-waiting", "100000", "--ping", "0", NULL };
  g_autofree char *filling = g_strnfill (60000, 'x');
  g_autofree char *message = g_strdup_printf ("{\"action\":\"%s\"}", filling);
  RawPeer *peers[N_STUCK + 1];
  guint n = 0;

  start (self, arguments);
  for (guint i = 0; i <= N_STUCK; i++)
    {
      g_autoptr (RawReply) reply = NULL;

      peers[i] = raw_peer_connect_from (self->ws, NULL, 4096 * (i < N_STUCK));
      reply = raw_peer_shake_hands (peers[i], "/", NULL);
      raw_peer_send (peers[i], "{\"type\":\"auth\",\"data\":\"" TOKEN "\"}");
      raw_peer_assert_text (peers[i], "{\"type\":\"auth\",\"data\":\"auth ok\"}");
    }

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      raw_peer_send (peers[N_STUCK], message);
      raw_peer_assert_text (peers[N_STUCK], message);
    }

  for (guint i = 0; i <= N_STUCK; i++)
    {
      n += i < N_STUCK;
      raw_peer_free (peers[i]);
    }
  assert_collapsed (self, "127\\.0\\.0\\.1:[0-9]+: does not keep up", n);
}

static void
limit_descriptors_cb (gpointer user_data)
{
  const struct rlimit limit = { 64, 64 };

  setrlimit (RLIMIT_NOFILE, &limit);
}

/* Without descriptors the server tries again ten times a second, and does not log it each time. */
static void
test_descriptors (DaemonFixture *self,
                  gconstpointer  data)
{
  enum { N_PEERS = 100, TRIES_US = 2 * G_USEC_PER_SEC };
  RawPeer *peers[N_PEERS];
  g_auto (GStrv) lines = NULL;
  gint64 until;

  self->child_setup = limit_descriptors_cb;
  start (self, NULL);
  for (guint i = 0; i < N_PEERS; i++)
    peers[i] = raw_peer_connect (self->http);

  /* It is the time that is tested. */
  until = g_get_monotonic_time () + TRIES_US;
  while (g_get_monotonic_time () < until)
    g_usleep (50 * 1000);

  for (guint i = 0; i < N_PEERS; i++)
    raw_peer_free (peers[i]);
  lines = finish (self);
  g_assert_cmpuint (count_lines (lines, "A connection could not be accepted"), ==, N_LINES);
  g_assert_cmpuint (count_lines (lines, "… [0-9]+ more in [0-9]+ s"), ==, 1);
}

static void
put_some (DaemonFixture *self,
          const char    *path,
          const char    *content,
          guint          status)
{
  g_autoptr (RawReply) reply = put_to (self->http, path, "Authorization: Bearer " TOKEN "\r\n", content);

  g_assert_cmpuint (reply->status, ==, status);
}

/* Text that is too long when it is escaped: only the client that put it gets the error. */
static void
test_put_content (DaemonFixture *self,
                  gconstpointer  data)
{
  enum { N_QUOTES = 2 * 1000 * 1000 };
  g_autoptr (GString) content = g_string_new ("[\"\"");
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < N_QUOTES; i++)
    g_string_append (content, ",\"\"");
  g_string_append_c (content, ']');

  start (self, NULL);
  for (guint i = 0; i < N_EVENTS / 4; i++)
    put_some (self, "/api/foo", content->str, 413);
  lines = finish (self);
  g_assert_cmpuint (count_lines (lines, "In “"), ==, 0);
}

/* What cannot be written concerns the operator, and a good put in between makes no new beginning. */
static void
test_put_disk (DaemonFixture *self,
               gconstpointer  data)
{
  g_autofree char *obstacle = g_build_filename (self->folder, "foo.json", NULL);

  g_assert_cmpint (g_mkdir (obstacle, 0755), ==, 0);
  start (self, NULL);
  for (guint i = 0; i < N_EVENTS; i++)
    {
      put_some (self, "/api/foo", "[]", 500);
      put_some (self, "/api/rank", "[]", 204);
    }

  assert_collapsed (self, "In “.*foo\\.json cannot be written", N_EVENTS);
}

/* The number comes when its time is over, without another event; and then lines are written again. */
static void
test_in_time (DaemonFixture *self,
              gconstpointer  data)
{
  g_autoptr (GDataInputStream) errors = NULL;
  g_autofree char *last = NULL;
  gint64 started;
  guint n = 0;

  start (self, NULL);
  errors = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));
  started = g_get_monotonic_time ();
  for (guint i = 0; i < N_EVENTS; i++)
    say_wrong_token (self);

  do
    {
      g_free (last);
      last = g_data_input_stream_read_line_utf8 (errors, NULL, NULL, NULL);
      g_assert_nonnull (last);
      n += strstr (last, "wrong token") != NULL;
    }
  while (strstr (last, "… 35 more in 10 s, the last from 127.0.0.1:") == NULL);

  g_assert_cmpuint (n, ==, N_LINES);
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 9 * G_USEC_PER_SEC);
  say_wrong_token (self);
  g_free (last);
  last = g_data_input_stream_read_line_utf8 (errors, NULL, NULL, NULL);
  g_assert_nonnull (strstr (last, "refused, wrong token"));
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/log-flood/token", test_token);
  ADD ("/log-flood/token-http", test_token_http);
  ADD ("/log-flood/origin", test_origin);
  ADD ("/log-flood/kinds", test_kinds);
  ADD ("/log-flood/full", test_full);
  ADD ("/log-flood/slow", test_slow);
  ADD ("/log-flood/behind", test_behind);
  ADD ("/log-flood/descriptors", test_descriptors);
  ADD ("/log-flood/put-content", test_put_content);
  ADD ("/log-flood/put-disk", test_put_disk);
  ADD ("/log-flood/in-time", test_in_time);

  return g_test_run ();
}
