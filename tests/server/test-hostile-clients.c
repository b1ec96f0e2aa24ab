/* test-hostile-clients.c: clients that mean no good, and what the others notice of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon-fixture.h"
#include "delays.h"
#include "rounds.h"
#include "scrape.h"

#define MIB (1024 * 1024)
#define N_STUCK 4
#define N_OTHERS 10
#define N_OTHERS_TLS 3 /* the clients of a test are slow at it */
#define N_ROUNDS 250
#define N_PINGS 200000
#define N_PATIENT 600
#define N_PATIENT_TLS 150

static char *
make_word (guint n)
{
  g_autofree char *filling = g_strnfill (32 * 1024, 'x');

  return g_strdup_printf ("{\"action\":\"word\",\"n\":%u,\"filling\":\"%s\"}", n, filling);
}

/* Broadcasts that many messages. Returns the time within which 99 of 100 reached all other clients, in
 * microseconds. */
static gint64
speak (DaemonFixture  *self,
       RawPeer       **others,
       guint           n_others,
       guint           first,
       gsize          *most_memory)
{
  g_autoptr (Delays) delays = delays_new ();

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *word = make_word (first + i);
      gint64 started = g_get_monotonic_time ();

      raw_peer_send (others[0], word);
      for (guint j = 0; j < n_others; j++)
        raw_peer_assert_text (others[j], word);
      delays_add_since (delays, started);

      if (most_memory != NULL && i % 10 == 0)
        *most_memory = MAX (*most_memory, daemon_fixture_get_memory (self));
    }

  return delays_get_percentile (delays, 99);
}

/* Whole messages in order, and then a close frame with a reason. */
static void
assert_given_up (RawPeer *peer,
                 guint    first)
{
  guint n = first;

  for (;;)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (peer);
      guint number;

      g_assert_nonnull (frame);
      if (frame->opcode == RAW_PING)
        continue;
      if (frame->opcode == RAW_CLOSE)
        {
          g_assert_cmpuint ((guint8) frame->payload[0] << 8 | (guint8) frame->payload[1], ==, 1013);
          break;
        }

      g_assert_cmpint (sscanf (frame->payload, "{\"action\":\"word\",\"n\":%u,", &number), ==, 1);
      g_assert_cmpuint (number, ==, n);
      g_assert_true (g_str_has_suffix (frame->payload, "xxx\"}"));
      n++;
    }

  g_assert_cmpuint (n, <, first + N_ROUNDS);
}

static gboolean
stuck_round (gpointer data)
{
  DaemonFixture *self = data;
  RawPeer *others[N_OTHERS];
  RawPeer *stuck[N_STUCK];
  const guint n_others = self->is_encrypted ? N_OTHERS_TLS : N_OTHERS;
  const char *const arguments[] = { "--ping", "0", NULL };
  gsize before, most = 0;
  gint64 without, with;

  daemon_fixture_renew (self);
  daemon_fixture_start (self, arguments);
  for (guint i = 0; i < n_others; i++)
    others[i] = daemon_fixture_open (self);
  speak (self, others, n_others, 0, NULL);
  without = speak (self, others, n_others, N_ROUNDS, NULL);
  before = daemon_fixture_get_memory (self);

  for (guint i = 0; i < N_STUCK; i++)
    stuck[i] = daemon_fixture_open_small (self);
  with = speak (self, others, n_others, 2 * N_ROUNDS, &most);
  g_test_message ("99 %% of the words in %.1f ms, without the stuck ones %.1f ms; %.1f MiB more",
                  (double) with / 1000, (double) without / 1000, ((double) most - (double) before) / MIB);

  for (guint i = 0; i < N_STUCK; i++)
    {
      assert_given_up (stuck[i], 2 * N_ROUNDS);
      raw_peer_free (stuck[i]);
    }
  for (guint i = 0; i < n_others; i++)
    {
      raw_peer_assert_idle (others[i]);
      raw_peer_free (others[i]);
    }

  /* 1 MiB may wait for each, and the message that is being written. */
  g_assert_cmpuint (most, <, before + (N_STUCK + 2) * MIB);

  return with < 3 * without + 5000;
}

static void
test_stuck (DaemonFixture *self,
            gconstpointer  data)
{
  rounds_assert (stuck_round, self);
}

/* A client that never reads its pongs. */
static void
test_ping_flood (DaemonFixture *self,
                 gconstpointer  data)
{
  g_autoptr (RawPeer) other = NULL;
  g_autoptr (RawPeer) flood = NULL;
  g_autoptr (GByteArray) pings = g_byte_array_new ();
  const guint8 ping[2 + 4 + 125] = { RAW_FIN | RAW_PING, 0x80 | 125 };
  gsize before;
  gsize n_bytes = 0;

  daemon_fixture_start (self, NULL);
  other = daemon_fixture_open (self);
  raw_peer_assert_idle (other);
  before = daemon_fixture_get_memory (self);
  flood = daemon_fixture_open_small (self);
  for (guint i = 0; i < 1000; i++)
    g_byte_array_append (pings, ping, sizeof ping);

  /* As much as the server takes while the client does not read, to the end of a ping. */
  for (guint i = 0; i < N_PINGS / 1000; i++)
    {
      gsize at = n_bytes % sizeof ping;

      n_bytes += raw_peer_write_some (flood, pings->data + at, pings->len - at);
      if (i % 20 == 0)
        raw_peer_assert_idle (other);
    }
  g_test_message ("the server took %.1f MiB of pings", (double) n_bytes / MIB);

  /* 1 MiB of pongs may wait, 8000 small frames with a little each beside. */
  g_assert_cmpuint (daemon_fixture_get_memory (self), <, before + 8 * MIB);
}

/* With the limit of the default it ends at once. */
static void
test_ping_rate (DaemonFixture *self,
                gconstpointer  data)
{
  const char *const arguments[] = { "--max-rate", "10", NULL };
  const guint8 ping[2 + 4] = { RAW_FIN | RAW_PING, 0x80 };
  g_autoptr (RawPeer) flood = NULL;
  g_autoptr (RawPeer) other = NULL;
  g_autoptr (GByteArray) pings = g_byte_array_new ();
  guint n_pongs = 0;

  daemon_fixture_start (self, arguments);
  flood = daemon_fixture_open (self);
  other = daemon_fixture_open (self);
  for (guint i = 0; i < 1000; i++)
    g_byte_array_append (pings, ping, sizeof ping);
  raw_peer_write (flood, pings->data, pings->len);

  for (;;)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (flood);

      g_assert_nonnull (frame);
      if (frame->opcode == RAW_CLOSE)
        {
          g_assert_cmpuint ((guint8) frame->payload[0] << 8 | (guint8) frame->payload[1], ==, 1008);
          break;
        }
      g_assert_cmphex (frame->opcode, ==, RAW_PONG);
      n_pongs++;
    }

  g_assert_cmpuint (n_pongs, <, 100);
  raw_peer_assert_idle (other);
}

/* A message that has no end and does not grow. */
static void
test_empty_fragments (DaemonFixture *self,
                      gconstpointer  data)
{
  const guint8 fragment[2 + 4] = { RAW_CONTINUATION, 0x80 };
  g_autoptr (GByteArray) fragments = g_byte_array_new ();
  g_autoptr (RawPeer) bomb = NULL;
  g_autoptr (RawPeer) other = NULL;
  gsize before;

  daemon_fixture_start (self, NULL);
  other = daemon_fixture_open (self);
  bomb = daemon_fixture_open (self);
  raw_peer_assert_idle (other);
  before = daemon_fixture_get_memory (self);
  for (guint i = 0; i < 10000; i++)
    g_byte_array_append (fragments, fragment, sizeof fragment);

  raw_peer_send_frame (bomb, RAW_TEXT, "{\"action\":\"x\"}", 14);
  for (guint i = 0; i < 50; i++)
    {
      raw_peer_write (bomb, fragments->data, fragments->len);
      if (i % 10 == 0)
        raw_peer_assert_idle (other);
    }
  g_assert_cmpuint (daemon_fixture_get_memory (self), <, before + 2 * MIB);
}

/* Messages each of which grows by a byte at a time until it is too long. */
static void
test_tiny_fragments (DaemonFixture *self,
                     gconstpointer  data)
{
  const guint8 fragment[2 + 4 + 1] = { RAW_CONTINUATION, 0x80 | 1, 0, 0, 0, 0, 'x' };
  g_autoptr (GByteArray) fragments = g_byte_array_new ();
  RawPeer *bombs[20];
  g_autoptr (RawPeer) other = NULL;
  gsize before;

  daemon_fixture_start (self, NULL);
  other = daemon_fixture_open (self);
  raw_peer_assert_idle (other);
  before = daemon_fixture_get_memory (self);
  for (guint i = 0; i < 65536; i++)
    g_byte_array_append (fragments, fragment, sizeof fragment);

  for (gsize i = 0; i < G_N_ELEMENTS (bombs); i++)
    {
      bombs[i] = daemon_fixture_open (self);
      raw_peer_send_frame (bombs[i], RAW_TEXT, "", 0);
      raw_peer_write (bombs[i], fragments->data, fragments->len);
      raw_peer_assert_idle (bombs[i]);
    }
  raw_peer_assert_idle (other);
  g_assert_cmpuint (daemon_fixture_get_memory (self), <, before + G_N_ELEMENTS (bombs) * 256 * 1024);

  for (gsize i = 0; i < G_N_ELEMENTS (bombs); i++)
    {
      raw_peer_write (bombs[i], fragment, sizeof fragment);
      g_free (raw_peer_assert_close (bombs[i], 1009));
      raw_peer_free (bombs[i]);
    }
}

/* It is connected, but silent: a cable was pulled. */
static void
test_half_open (DaemonFixture *self,
                gconstpointer  data)
{
  const char *const arguments[] = { "--ping", "1", "--silence", "1", NULL };
  RawPeer *gone[10];
  g_autoptr (RawPeer) other = NULL;
  g_autoptr (GTimer) timer = g_timer_new ();
  guint before;

  daemon_fixture_start (self, arguments);
  before = daemon_fixture_get_n_files (self);
  for (gsize i = 0; i < G_N_ELEMENTS (gone); i++)
    gone[i] = daemon_fixture_open (self);
  g_assert_cmpuint (daemon_fixture_get_n_files (self), >=, before + G_N_ELEMENTS (gone));

  /* Two seconds of silence, and some for the answer to a close frame. A file that the server had open for a
   * moment may have been counted before. */
  while (daemon_fixture_get_n_files (self) > before)
    {
      g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, 15);
      g_usleep (50 * 1000);
    }
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), >, 1.5);
  other = daemon_fixture_open (self);
  raw_peer_assert_idle (other);
  for (gsize i = 0; i < G_N_ELEMENTS (gone); i++)
    raw_peer_free (gone[i]);
}

typedef struct
{
  DaemonFixture *daemon;
  guint          ping; /* seconds, in which all peers connect */
} StoppedServer;

static gboolean
stopped_server_round (gpointer data)
{
  StoppedServer *round = data;
  DaemonFixture *self = round->daemon;
  const guint ping = round->ping;
  g_autofree char *ping_text = g_strdup_printf ("%u", ping);
  const char *const arguments[] = { "--ping", ping_text, "--silence", "1", NULL };
  const guint n_peers = self->is_encrypted ? N_PATIENT_TLS : N_PATIENT;
  g_autoptr (GPtrArray) peers = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_peer_free);
  gint64 started;

  daemon_fixture_renew (self);
  daemon_fixture_start (self, arguments);
  started = g_get_monotonic_time ();
  while (peers->len < n_peers && g_get_monotonic_time () - started < ping * G_USEC_PER_SEC)
    g_ptr_array_add (peers, daemon_fixture_open (self));
  round->ping *= 2;
  if (peers->len < n_peers)
    return FALSE;

  g_subprocess_send_signal (self->process, SIGSTOP);
  for (guint i = 0; i < n_peers; i += 2)
    raw_peer_send (g_ptr_array_index (peers, i), "{\"type\":\"heartCheck\"}");
  g_usleep ((ping + 2) * G_USEC_PER_SEC);
  g_subprocess_send_signal (self->process, SIGCONT);

  for (guint i = 0; i < n_peers; i++)
    raw_peer_send_frame (g_ptr_array_index (peers, i), RAW_FIN | RAW_PING, "there", 5);
  for (guint i = 0; i < n_peers; i++)
    for (;;)
      {
        g_autoptr (RawFrame) frame = raw_peer_receive (g_ptr_array_index (peers, i));

        g_assert_nonnull (frame);
        g_assert_cmphex (frame->opcode, !=, RAW_CLOSE);
        if (frame->opcode == RAW_PONG)
          break;
      }

  return TRUE;
}

/* A server that was stopped for a while has much to read, and clients must not count as silent for it: of
 * more clients than it serves in one dispatch, half have sent something meanwhile, and the others got no
 * ping. */
static void
test_stopped_server (DaemonFixture *self,
                     gconstpointer  data)
{
  StoppedServer round = { self, 2 * raw_get_slowness () };

  rounds_assert (stopped_server_round, &round);
}

static double
count_silent (DaemonFixture *self)
{
  g_autoptr (RawReply) reply = raw_request (self->http, "GET", "/metrics", NULL);
  g_autoptr (Scrape) scrape = scrape_new (reply->body);

  return scrape_get (scrape, "wallboard_closes_total{code=\"1001\"}");
}

/* A client that reads slowly and all the time is not silent, though the ping comes behind megabytes of
 * data. */
static void
test_slow_reader (DaemonFixture *self,
                  gconstpointer  data)
{
  enum { SECONDS = 8, BLOCK = 2048 };
  const char *const arguments[] = { "--ping", "2", "--silence", "1", NULL };
  const char *question = "{\"action\":\"getData\",\"chartName\":\"big\"}";
  g_autofree char *filling = g_strnfill (4 * MIB, ' ');
  g_autofree char *json = g_strconcat ("[", filling, "]", NULL);
  g_autoptr (RawPeer) peer = NULL;
  gint64 end;

  folder_write (self->folder, "big.json", json);
  daemon_fixture_start (self, arguments);
  peer = daemon_fixture_open_small (self);
  raw_peer_send (peer, question);
  end = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < end)
    {
      g_assert_true (raw_peer_read_some (peer, BLOCK));
      g_usleep (G_USEC_PER_SEC / 10);
    }

  g_assert_cmpfloat (count_silent (self), ==, 0);
}

/* Connections that never become one. */
static void
test_half_shaken (DaemonFixture *self,
                  gconstpointer  data)
{
  RawPeer *halves[300];
  const char *half = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgr";
  g_autoptr (RawPeer) other = NULL;
  gsize before;

  daemon_fixture_start (self, NULL);
  other = daemon_fixture_open (self);
  raw_peer_assert_idle (other);
  before = daemon_fixture_get_memory (self);
  for (gsize i = 0; i < G_N_ELEMENTS (halves); i++)
    {
      halves[i] = raw_peer_connect (self->ws);
      raw_peer_write (halves[i], half, strlen (half));
    }
  raw_peer_assert_idle (other);
  g_assert_cmpuint (daemon_fixture_get_memory (self), <, before + G_N_ELEMENTS (halves) * 64 * 1024);
  for (gsize i = 0; i < G_N_ELEMENTS (halves); i++)
    raw_peer_free (halves[i]);
}

/* In the clear, and with TLS. */
#define ADD(path, function) \
  G_STMT_START \
  { \
    g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down); \
    g_test_add ("/tls" path, DaemonFixture, NULL, daemon_fixture_set_up_tls, function, \
                daemon_fixture_tear_down); \
  } \
  G_STMT_END

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/hostile-clients/stuck", test_stuck);
  ADD ("/hostile-clients/ping-flood", test_ping_flood);
  ADD ("/hostile-clients/ping-rate", test_ping_rate);
  ADD ("/hostile-clients/empty-fragments", test_empty_fragments);
  ADD ("/hostile-clients/tiny-fragments", test_tiny_fragments);
  ADD ("/hostile-clients/half-open", test_half_open);
  ADD ("/hostile-clients/half-shaken", test_half_shaken);
  ADD ("/hostile-clients/stopped-server", test_stopped_server);
  ADD ("/hostile-clients/slow-reader", test_slow_reader);

  status = g_test_run ();
  raw_let_threads_end ();

  return status;
}
