/* test-many-files.c: delays of answers while many files change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "daemon-fixture.h"
#include "delays.h"
#include "rounds.h"

#define GET_DATA "{\"action\":\"getData\",\"socketType\":\"x\",\"chartName\":\"%s-%u\",\"value\":\"\"}"

/* The most datasets of a folder (docs/data.md), and three times as many files. */
#define MAX_DATASETS 1024
#define N_FILES 3000

/* The longest delay of an answer meanwhile, in milliseconds: for 99 of 100, and for all. */
#define P99_MS 50
#define MAX_MS 250

/* Milliseconds after the last change in which answers are measured as well, since files are still being
 * read. */
#define AFTER_MS 1500

typedef struct
{
  DaemonFixture *daemon;
  void         (*write) (DaemonFixture *daemon);
  gint           is_over; /* atomic */
} Writing;

static gpointer
write_thread (gpointer data)
{
  Writing *writing = data;

  writing->write (writing->daemon);
  g_atomic_int_set (&writing->is_over, TRUE);

  return NULL;
}

/* Microseconds until the answer. */
static gint64
measure_answer (RawPeer *peer)
{
  static const char request[] = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
  gint64 started = g_get_monotonic_time ();
  g_autoptr (RawReply) reply = NULL;

  raw_peer_write (peer, request, strlen (request));
  reply = raw_peer_read_reply (peer, TRUE);
  g_assert_cmpuint (reply->status, ==, 200);

  return g_get_monotonic_time () - started;
}

/* Sends requests while files are written, and for a while after that. Whether each was answered soon. */
static gboolean
is_served_meanwhile (DaemonFixture *self,
                     void         (*write) (DaemonFixture *daemon))
{
  Writing writing = { self, write, FALSE };
  g_autoptr (RawPeer) peer = raw_peer_connect (self->http);
  g_autoptr (Delays) quiet = delays_new ();
  g_autoptr (Delays) delays = delays_new ();
  gint64 end = G_MAXINT64;
  GThread *thread;

  for (guint i = 0; i < 200; i++)
    delays_add (quiet, measure_answer (peer));

  thread = g_thread_new ("write", write_thread, &writing);
  while (g_get_monotonic_time () < end)
    {
      /* A long delay would have delayed further requests as well, so each millisecond of it counts as one. */
      for (gint64 took = measure_answer (peer); took >= 0; took -= 1000)
        delays_add (delays, took);
      if (end == G_MAXINT64 && g_atomic_int_get (&writing.is_over))
        end = g_get_monotonic_time () + AFTER_MS * 1000;
      g_usleep (1000);
    }
  g_thread_join (thread);

  g_test_message ("with nothing going on, 99 of 100 within %.1f ms",
                  (double) delays_get_percentile (quiet, 99) / 1000);

  return delays_are_short (delays, "answers meanwhile", P99_MS, MAX_MS);
}

static void
write_many (DaemonFixture *self)
{
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < N_FILES; i++)
      {
        g_autofree char *file_name = g_strdup_printf ("many-%u.json", i);
        g_autofree char *content = g_strdup_printf ("[%u,%u]", i, round);

        folder_write (self->folder, file_name, content);
      }
}

/* The number of files that are served with their last content. */
static guint
count_served (DaemonFixture *self)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (self->http);
  guint n = 0;

  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *request = g_strdup_printf ("GET /api/many-%u HTTP/1.1\r\nHost: localhost\r\n\r\n", i);
      g_autofree char *content = g_strdup_printf ("[%u,1]", i);
      g_autoptr (RawReply) reply = NULL;

      raw_peer_write (peer, request, strlen (request));
      reply = raw_peer_read_reply (peer, TRUE);
      n += reply->status == 200 && g_str_equal (reply->body, content);
    }

  return n;
}

static gboolean
thousands_round (gpointer data)
{
  DaemonFixture *self = data;

  daemon_fixture_renew (self);
  daemon_fixture_start (self, NULL);

  return is_served_meanwhile (self, write_many);
}

/* Thousands of files are created and written again: the number of datasets is limited, and answers are not
 * delayed. */
static void
test_thousands (DaemonFixture *self,
                gconstpointer  data)
{
  gint64 end;

  rounds_assert (thousands_round, self);

  /* The fixture's own dataset is one of them. */
  end = g_get_monotonic_time () + (gint64) raw_get_patience () * 1000;
  while (count_served (self) != MAX_DATASETS - 1)
    g_assert_cmpint (g_get_monotonic_time (), <, end);
}

/* About as many items as a dataset may have. */
static char *
make_large_chart (guint last)
{
  GString *text = g_string_new ("[");

  while (text->len < 5 * 1024 * 1024)
    g_string_append_printf (text, "{\"name\":\"North by north-west %zu\",\"value\":%zu},", text->len,
                            text->len % 1000);
  g_string_append_printf (text, "{\"name\":\"last\",\"value\":%u}]", last);

  return g_string_free (text, FALSE);
}

static void
write_large (DaemonFixture *self)
{
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *content = make_large_chart (i);

      folder_write (self->folder, "rank.json", content);
      g_usleep (100 * 1000);
    }
}

static gboolean
has_last_chart (DaemonFixture *self)
{
  g_autoptr (RawReply) reply = raw_request (self->http, "GET", "/api/rank", NULL);

  return g_str_has_suffix (reply->body, "{\"name\":\"last\",\"value\":9}]");
}

static gboolean
large_round (gpointer data)
{
  DaemonFixture *self = data;

  daemon_fixture_renew (self);
  daemon_fixture_start (self, NULL);

  return is_served_meanwhile (self, write_large);
}

/* The largest allowed file of a chart takes time to read and check. */
static void
test_large (DaemonFixture *self,
            gconstpointer  data)
{
  gint64 end;

  rounds_assert (large_round, self);
  end = g_get_monotonic_time () + (gint64) raw_get_patience () * 3000;
  while (!has_last_chart (self))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (100 * 1000); /* each write is 5 MiB */
    }
}

/* Requests thousands of unknown names. */
static void
ask_junk (DaemonFixture *self)
{
  g_autoptr (RawPeer) peer = raw_peer_open (self->ws, "Sec-WebSocket-Protocol: wallboard.v1\r\n");

  g_free (raw_peer_receive_text (peer));
  for (guint i = 0; i < 2 * N_FILES; i += 100)
    {
      for (guint j = 0; j < 100; j++)
        {
          g_autofree char *text = NULL;

          text = g_strdup_printf (GET_DATA, "junk", i + j);
          raw_peer_send (peer, text);
        }
      for (guint j = 0; j < 100; j++)
        {
          g_autofree char *answer = raw_peer_receive_text (peer);

          g_assert_nonnull (strstr (answer, "The server has no dataset"));
        }
    }
}

/* Each request gets one answer. */
static void
test_junk (DaemonFixture *self,
           gconstpointer  data)
{
  daemon_fixture_start (self, NULL);
  ask_junk (self);
}

/* A file that was just written is served at once, although the watch waits for a quiet moment. */
static void
test_at_once (DaemonFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  daemon_fixture_start (self, NULL);
  peer = raw_peer_open (self->ws, NULL);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *file_name = g_strdup_printf ("new-%u.json", i);
      g_autofree char *path = g_strdup_printf ("/api/new-%u", i);
      g_autofree char *text = NULL;
      g_autofree char *answer = NULL;
      g_autoptr (RawReply) reply = NULL;

      folder_write (self->folder, file_name, "[1]");
      if (i % 2 == 0)
        {
          reply = raw_request (self->http, "GET", path, NULL);
          g_assert_cmpuint (reply->status, ==, 200);
          g_assert_cmpstr (reply->body, ==, "[1]");
        }

      text = g_strdup_printf (GET_DATA, "new", i);
      raw_peer_send (peer, text);
      answer = raw_peer_receive_text (peer);
      g_assert_nonnull (strstr (answer, "\"[1]\""));
    }
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/many-files/thousands", test_thousands);
  ADD ("/many-files/large", test_large);
  ADD ("/many-files/junk", test_junk);
  ADD ("/many-files/at-once", test_at_once);

  return g_test_run ();
}
