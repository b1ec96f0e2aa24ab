/* test-large-answers.c: large datasets that many ask for at once, and what the others notice of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "daemon-fixture.h"

#define MIB (1024 * 1024)

static void
skip_frames (RawPeer *peer,
             guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (peer);

      g_assert_nonnull (frame);
    }
}

/* What is remembered of a request is its text, however much the text means. */
static void
test_request_memory (DaemonFixture *self,
                     gconstpointer  data)
{
  enum { N_CLIENTS = 8, N_REQUESTS = 64, SIZE = 4000 };
  RawPeer *clients[N_CLIENTS];
  g_autoptr (GString) list = g_string_new ("1");
  gsize before, after;

  while (list->len < SIZE - 100)
    g_string_append (list, ",1");
  daemon_fixture_start (self, NULL);
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      clients[i] = daemon_fixture_open (self);
      raw_peer_assert_idle (clients[i]);
    }

  before = daemon_fixture_get_memory (self);
  for (guint i = 0; i < N_CLIENTS; i++)
    for (guint j = 0; j < N_REQUESTS; j++)
      {
        g_autofree char *request = g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u\",\"chartName\":\"seller\","
                                                    "\"value\":[%s]}", j, list->str);

        raw_peer_send (clients[i], request);
        skip_frames (clients[i], 1);
      }
  after = daemon_fixture_get_memory (self);
  g_test_message ("%.1f MiB more for %.1f MiB of requests", ((double) after - (double) before) / MIB,
                  (double) N_CLIENTS * N_REQUESTS * SIZE / MIB);

  g_assert_cmpuint (after, <, before + 3 * N_CLIENTS * N_REQUESTS * SIZE);
  for (guint i = 0; i < N_CLIENTS; i++)
    raw_peer_free (clients[i]);
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/large-answers/request-memory", test_request_memory);

  return g_test_run ();
}
