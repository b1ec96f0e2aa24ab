/* test-pacing.c: a client requests many datasets within the rate limits of servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "watch.h"

/* The limits of the client in docs/protocol.md. */
#define BURST         16
#define WELCOME_BURST 48
#define RATE          8

/* The most cards of a board, and more names than that. */
#define N_CARDS 24
#define N_ROWS  8
#define N_NAMES 48

#define GOT "got {\"action\":\"getData\""

/* A client that connects again quickly, with the default timeouts for slow machines. */
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

/* Checks, until all datasets were requested, that the rate since @start stays within the limits. */
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

  /* Each is requested once. */
  wait_for (300);
  g_assert_cmpuint (peer_count (peer, GOT), ==, n);
}

/* A server of the original, twice: what was asked on the first connection counts for nothing on the
 * second. */
static void
test_legacy (void)
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

/* After a welcome, all datasets of a board are requested at once. */
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

/* Each name is requested once, in however many shapes it is watched, before the welcome or after it. */
static void
test_shapes (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 0, "true");
  watch = new_watch (peer);
  wb_client_watch (watch->client, "seller");
  wb_client_watch_chart (watch->client, "seller", WB_CHART_RANK);
  wb_client_watch_chart (watch->client, "shops", WB_CHART_SELLER);
  wb_client_watch_chart (watch->client, "shops", WB_CHART_RANK);
  wb_client_start (watch->client);
  wait_until (peer_count (peer, GOT) >= 2);
  wait_for (300);
  g_assert_cmpuint (peer_count (peer, GOT), ==, 2);
}

/* A queued dataset that is not watched any more is not requested, and does not count. */
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

/* A dataset that cannot be requested, since the server does not read, is requested later. */
static void
test_busy (void)
{
  g_autofree char *words = g_strnfill (4000, 'x');
  g_autoptr (WbMessage) large = wb_message_new_notice ("test", words);
  g_autoptr (WbMessage) small = wb_message_new_heart_check ();
  WbClientTiming timing = watch_timing;
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"deaf\":true}");
  watch = watch_new (peer, NULL);
  timing.ping_grace = 10 * 1000;
  wb_client_set_timing (watch->client, &timing);
  wb_client_start (watch->client);
  wait_until (is_online (watch));
  while (wb_client_send (watch->client, large))
    ;
  while (wb_client_send (watch->client, small))
    ;
  wb_client_watch (watch->client, "seller");
  wb_client_watch (watch->client, "rank");
  wait_until (peer_count (peer, GOT) == 2);
  wait_for (100);
  g_assert_cmpuint (peer_count (peer, GOT), ==, 2);
  g_assert_cmpuint (peer_count (peer, "open"), ==, 1);
}

static void
write_board (const char *folder)
{
  g_autoptr (GString) board = g_string_new ("{\"columns\":[");
  g_autofree char *board_path = g_build_filename (folder, "board.json", NULL);

  for (guint i = 0; i < N_CARDS; i++)
    {
      g_autofree char *name = g_strdup_printf ("shop-%02u.json", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_true (g_file_set_contents (path, "[{\"name\":\"Ann\",\"value\":1}]", -1, NULL));
      g_string_append (board, i == 0 ? "{\"charts\":[" : i % N_ROWS == 0 ? "]},{\"charts\":[" : ",");
      g_string_append_printf (board, "{\"chart\":\"seller\",\"dataset\":\"shop-%02u\"}", i);
    }
  g_string_append (board, "]}]}");
  g_assert_true (g_file_set_contents (board_path, board->str, -1, NULL));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static GSubprocess *
start_server (const char  *folder,
              char       **ret_uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  GSubprocess *server;

  server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                             g_getenv ("WALLBOARD_DAEMON"), "--config", "/dev/null", "--data", folder,
                             "--http", "127.0.0.1:0", "--ws", "127.0.0.1:0", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_nonnull (line);
  *ret_uri = g_strdup (strstr (line, "ws://"));

  return server;
}

/* Watches the charts of the plan, as the app does, and counts those that have data. */
static guint
count_charts (WbClient *client)
{
  WbBoardPlan *plan = wb_client_get_plan (client);
  const WbBoardChart *charts;
  guint n_charts, n = 0;

  if (plan == NULL)
    return 0;

  charts = wb_board_plan_get_charts (plan, &n_charts);
  for (guint i = 0; i < n_charts; i++)
    {
      WbSubscription *subscription;

      wb_client_watch_chart (client, charts[i].dataset, charts[i].kind);
      subscription = wb_client_get_subscription (client, charts[i].dataset, charts[i].kind);
      n += wb_subscription_get_dataset (subscription) != NULL;
    }

  return n;
}

static void
status_cb (WbClient   *client,
           GParamSpec *pspec,
           guint      *n_losses)
{
  *n_losses += wb_client_get_status (client) == WB_CLIENT_WAITING;
}

/* The largest board on the real server with its default limits. */
static void
test_board (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *uri = NULL;
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (WbClient) client = NULL;
  guint n_losses = 0;

  write_board (folder);
  server = start_server (folder, &uri);
  client = wb_client_new (uri, NULL, "Test");
  g_signal_connect (client, "notify::status", G_CALLBACK (status_cb), &n_losses);
  wb_client_watch_board (client);
  for (WbChartKind kind = 0; kind < WB_N_CHARTS; kind++)
    wb_client_watch (client, wb_chart_kind_get_name (kind));
  wb_client_start (client);
  wait_until (count_charts (client) == N_CARDS);
  g_assert_cmpuint (n_losses, ==, 0);

  wb_client_stop (client);
  g_subprocess_force_exit (server);
  g_subprocess_wait (server, NULL, NULL);
  remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pacing/legacy", test_legacy);
  g_test_add_func ("/pacing/welcome", test_welcome);
  g_test_add_func ("/pacing/shapes", test_shapes);
  g_test_add_func ("/pacing/unwatched", test_unwatched);
  g_test_add_func ("/pacing/busy", test_busy);
  g_test_add_func ("/pacing/board", test_board);

  return g_test_run ();
}
