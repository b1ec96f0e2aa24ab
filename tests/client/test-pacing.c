/* test-pacing.c: a client asks for many datasets no faster than servers take
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "watch.h"

/* What docs/protocol.md says of Wallboard's client. */
#define BURST         16
#define WELCOME_BURST 48
#define RATE          8

#define N_NAMES 48

#define GOT "got {\"action\":\"getData\""

/* One that comes back quickly, and bears a machine that is slow to answer a ping. */
static Watch *
new_watch (Peer *peer)
{
  Watch *watch = watch_new (peer, NULL);
  WbClientTiming timing = WB_CLIENT_TIMING_DEFAULT;

  timing.retry_first = watch_timing.retry_first;
  timing.retry_cap = watch_timing.retry_cap;
  wb_client_set_timing (watch->client, &timing);

  return watch;
}

static void
watch_names (Watch *watch,
             guint  n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("name-%02u", i);

      wb_client_watch (watch->client, name);
    }
}

/* Sees to it that at no time more was asked for than is allowed since @start, until all is. */
static void
await_requests (Peer   *peer,
                guint   n,
                gint64  start,
                guint   burst)
{
  guint seen = 0;

  while (seen < n)
    {
      double seconds;

      wait_a_turn ();
      seen = peer_count (peer, GOT);
      seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
      g_assert_cmpuint (seen, <=, burst + (guint) (seconds * RATE));
      g_assert_cmpfloat (seconds, <, 20);
    }

  /* Each is asked for once. */
  wait_for (300);
  g_assert_cmpuint (peer_count (peer, GOT), ==, n);
}

/* A server of the original, twice: what was asked on the first connection counts for nothing on the second. */
static void
test_seed (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  gint64 start;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = new_watch (peer);
  watch_names (watch, N_NAMES);
  start = g_get_monotonic_time ();
  wb_client_start (watch->client);
  await_requests (peer, N_NAMES, start, BURST);

  peer_forget (peer);
  start = g_get_monotonic_time ();
  peer_command (peer, "cut");
  await_requests (peer, N_NAMES, start, BURST);
}

/* One that said welcome takes a board at once. */
static void
test_welcome (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  gint64 start;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 0, "true");
  watch = new_watch (peer);
  watch_names (watch, WELCOME_BURST + RATE);
  start = g_get_monotonic_time ();
  wb_client_start (watch->client);
  wait_until (peer_count (peer, GOT) >= WELCOME_BURST);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);
  await_requests (peer, WELCOME_BURST + RATE, start, WELCOME_BURST);
}

/* What is not watched any more when its turn comes is not asked for, and takes no turn. */
static void
test_unwatched (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 0, "true");
  watch = new_watch (peer);
  wb_client_start (watch->client);
  wait_until (wb_client_get_server (watch->client) != NULL);
  watch_names (watch, WELCOME_BURST);
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *name = g_strdup_printf ("passing-%u", i);

      wb_client_watch_chart (watch->client, name, WB_CHART_SELLER);
      wb_client_unwatch_chart (watch->client, name, WB_CHART_SELLER);
    }
  wb_client_watch (watch->client, "last");
  g_free (peer_expect (peer, GOT ",\"socketType\":\"lastData\""));
  g_assert_cmpuint (peer_count (peer, GOT), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pacing/seed", test_seed);
  g_test_add_func ("/pacing/welcome", test_welcome);
  g_test_add_func ("/pacing/unwatched", test_unwatched);

  return g_test_run ();
}
