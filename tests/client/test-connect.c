/* test-connect.c: how a client loses, restores and ends its connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "watch.h"

/* After the server restarts, the client has its state again. */
static void
test_restart (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autoptr (WbDataset) dataset = NULL;
  guint port;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 0, "true");
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "seller");
  wb_client_watch (watch->client, "rank");
  wb_client_start (watch->client);
  wait_until (watch->n_changes == 2 && wb_client_get_server (watch->client) != NULL);
  dataset = wb_dataset_ref (watch_get_dataset (watch->client, "seller"));

  port = watch_kill_peer (watch, &peer);
  g_assert_cmpint (wb_client_get_retry_time (watch->client), >, 0);
  g_assert_true (watch_get_dataset (watch->client, "seller") == dataset);

  /* Without a server, requests change only this client, which then is not in step. */
  wb_client_request_theme (watch->client, WB_THEME_DARK);
  wb_client_request_full_screen (watch->client, "hot", TRUE);
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (watch->client)), ==, WB_THEME_DARK);
  g_assert_true (wb_board_state_is_full_screen (wb_client_get_board (watch->client), "hot"));
  g_assert_false (wb_client_get_in_step (watch->client));

  /* The next attempt gets a more specific error. */
  wait_until (g_error_matches (wb_client_get_problem (watch->client),
                               WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED));

  peer = watch_new_server (port, 0, "true");
  wait_until (watch->n_changes == 4 && wb_client_get_server (watch->client) != NULL);
  g_assert_null (wb_client_get_problem (watch->client));
  g_assert_cmpint (wb_client_get_retry_time (watch->client), ==, 0);
  g_assert_true (wb_client_get_in_step (watch->client));
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (watch->client)), ==, WB_THEME_LIGHT);
  g_assert_false (wb_board_state_is_full_screen (wb_client_get_board (watch->client), "hot"));
}

/* A legacy server sends no state of the board: the client keeps its own until a message changes it. */
static void
test_restart_of_legacy (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *options = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_online (peer);
  options = g_strdup_printf ("{\"port\":%u}", watch_kill_peer (watch, &peer));
  wb_client_request_theme (watch->client, WB_THEME_LIGHT);

  peer = peer_new (options);
  wait_until (is_online (watch));
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (watch->client)), ==, WB_THEME_LIGHT);
  g_assert_false (wb_client_get_in_step (watch->client));

  wb_client_request_full_screen (watch->client, "map", TRUE);
  wait_until (wb_client_get_in_step (watch->client));
  g_assert_true (wb_board_state_is_full_screen (wb_client_get_board (watch->client), "map"));
}

/* The first kind of legacy server: auth comes first, each heart check is answered, and their end ends the
 * connection. */
static void
test_heartbeat (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new (AUTH_OPTIONS);
  watch = watch_new (peer, "open sesame");
  wb_client_watch (watch->client, "seller");
  wb_client_start (watch->client);
  wait_until (watch_get_dataset (watch->client, "seller") != NULL);

  first = peer_expect (peer, "got");
  g_assert_cmpstr (first, ==, "got {\"type\":\"auth\",\"data\":\"open sesame\"}");
  second = peer_expect (peer, "got");
  g_assert_nonnull (strstr (second, "getData"));
  third = peer_expect (peer, "got");
  g_assert_cmpstr (third, ==, "got {\"type\":\"heartCheck\"}");

  wait_for (watch_timing.heartbeat + watch_timing.heartbeat_grace + 200);
  g_assert_true (is_online (watch));
  g_assert_cmpuint (peer_count (peer, "open"), ==, 0);
  g_assert_cmpuint (peer_count (peer, "got {\"type\":\"heartCheck\"}"), >=, 5);

  /* Without heart checks, the client connects again. */
  peer_command (peer, "mute");
  wait_until (!is_online (watch));
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_SILENT);
  peer_forget (peer);
  g_free (peer_expect (peer, "open"));
  wait_until (is_online (watch));
}

/* A legacy server forwards the answer to a heart check, which is a heart check itself. */
static void
test_heartbeat_storm (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) one = NULL;
  g_autoptr (Watch) other = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  one = watch_new (peer, NULL);
  other = watch_new (peer, NULL);
  wb_client_start (one->client);
  wb_client_start (other->client);
  wait_until (is_online (one) && is_online (other));

  peer_command (peer, "send {\"type\":\"heartCheck\"}");
  wait_for (500);
  g_assert_cmpuint (peer_count (peer, "got"), >, 2);
  g_assert_cmpuint (peer_count (peer, "got"), <, 2 * (20 + 10));
}

/* After a welcome that announces heart checks, the first one is expected in time. */
static void
test_heartbeat_promised (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  gint64 start;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 1, "true");
  watch = watch_new (peer, NULL);
  wb_client_start (watch->client);
  wait_until (wb_client_get_server (watch->client) != NULL);
  start = g_get_monotonic_time ();
  wait_until (!is_online (watch));
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_SILENT);
  g_assert_cmpint (g_get_monotonic_time () - start, >, 1100 * 1000);
}

/* A half-open connection: no heart checks, and no answers to pings. */
static void
test_half_open (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_online (peer);

  /* Answers to pings keep the connection. */
  wait_for (watch_timing.ping * 1000 + watch_timing.ping_grace + 400);
  g_assert_true (is_online (watch));

  peer_command (peer, "freeze");
  wait_until (!is_online (watch));
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_SILENT);
}

/* An invalid frame ends the connection, and the client connects again. */
static void
test_broken_frames (gconstpointer data)
{
  const char *command = data;
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_with_data (peer, "rank");

  peer_command (peer, command);
  wait_until (wb_client_get_problem (watch->client) != NULL);
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED);
  wait_until (watch->n_changes == 2);
  g_assert_true (is_online (watch));
}

static void
test_closed_with_words (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_online (peer);
  peer_command (peer, "close 1013");
  wait_until (!is_online (watch));
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED);
  g_assert_nonnull (strstr (wb_client_get_problem (watch->client)->message, "as the test wants"));
}

/* A welcome ends the long waits of an outage, also if the connection does not last. */
static void
test_welcome_resets (void)
{
  WbClientTiming timing = watch_timing;
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  guint port;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 0, "true");
  watch = watch_new (peer, NULL);
  timing.retry_first = 0.05;
  timing.retry_cap = 1000;
  wb_client_set_timing (watch->client, &timing);
  wb_client_start (watch->client);
  wait_until (wb_client_get_server (watch->client) != NULL);

  for (guint n_outages = 0; n_outages < 2; n_outages++)
    {
      port = watch_kill_peer (watch, &peer);
      g_assert_cmpint (wb_client_get_retry_time (watch->client) - g_get_monotonic_time (), <, 50 * 1000);

      /* The ceiling is 50 ms, 100 ms, …, 3.2 s. */
      for (guint n_attempts = 0; n_attempts < 6; n_attempts++)
        {
          wait_until (wb_client_get_status (watch->client) == WB_CLIENT_WAITING);
          wb_client_retry_now (watch->client);
        }
      peer = watch_new_server (port, 0, "true");
      wb_client_retry_now (watch->client);
      wait_until (wb_client_get_server (watch->client) != NULL);
    }
  watch_kill_peer (watch, &peer);
  g_assert_cmpint (wb_client_get_retry_time (watch->client) - g_get_monotonic_time (), <, 50 * 1000);
}

static void
set_patience (Watch  *watch,
              double  retry_first)
{
  WbClientTiming timing = watch_timing;

  timing.retry_first = retry_first;
  timing.retry_cap = retry_first;
  wb_client_set_timing (watch->client, &timing);
}

/* The return of the network, or a request of the user, ends a long wait. */
static void
test_retry (gconstpointer data)
{
  gboolean by_network = GPOINTER_TO_INT (data);
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *options = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new (peer, NULL);
  set_patience (watch, 1000 * 1000);
  wb_client_start (watch->client);
  wait_until (is_online (watch));
  options = g_strdup_printf ("{\"port\":%u}", watch_kill_peer (watch, &peer));
  peer = peer_new (options);
  g_assert_cmpint (wb_client_get_status (watch->client), ==, WB_CLIENT_WAITING);

  if (by_network)
    {
      g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", FALSE);
      g_assert_cmpint (wb_client_get_status (watch->client), ==, WB_CLIENT_WAITING);
      g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
    }
  else
    wb_client_retry_now (watch->client);
  g_assert_cmpint (wb_client_get_status (watch->client), ==, WB_CLIENT_CONNECTING);
  g_assert_nonnull (wb_client_get_problem (watch->client));
  wait_until (is_online (watch));
}

static void
test_stop (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *closed = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_with_data (peer, "rank");

  wb_client_stop (watch->client);
  g_assert_cmpint (wb_client_get_status (watch->client), ==, WB_CLIENT_STOPPED);
  closed = peer_expect (peer, "closed");
  g_assert_cmpstr (closed, ==, "closed 1000");
  wait_for (200);
  g_assert_cmpuint (peer_count (peer, "open"), ==, 0);
  g_assert_nonnull (watch_get_dataset (watch->client, "rank"));

  wb_client_start (watch->client);
  wait_until (watch->n_changes == 2);
}

/* Disposes the client in a handler of its own signal. */
static void
let_go_cb (WbClient *client)
{
  gboolean *let_go = g_object_get_data (G_OBJECT (client), "let-go");

  *let_go = TRUE;
  g_object_run_dispose (G_OBJECT (client));
}

static void
test_dispose_within (gconstpointer data)
{
  const char *signal_name = data;
  g_autoptr (Peer) peer = NULL;
  g_autofree char *uri = NULL;
  gboolean let_go = FALSE;
  WbClient *client;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 0, "true");
  uri = peer_dup_uri (peer);
  client = wb_client_new (uri, NULL, "Lobby TV");
  wb_client_watch (client, "rank");
  g_object_set_data (G_OBJECT (client), "let-go", &let_go);
  g_signal_connect (client, signal_name, G_CALLBACK (let_go_cb), NULL);
  wb_client_start (client);
  wait_until (let_go);
  g_assert_finalize_object (client);
  wait_for (20);
}

/* After each number of iterations of the main loop: while it connects, in the handshake, in a request. */
static void
test_dispose_anywhere (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autofree char *uri = NULL;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 1, "true");
  uri = peer_dup_uri (peer);
  for (guint n_turns = 0; n_turns < 40; n_turns++)
    {
      WbClient *client = wb_client_new (uri, n_turns % 3 == 0 ? "token" : NULL, NULL);

      wb_client_watch (client, "rank");
      wb_client_start (client);
      for (guint i = 0; i < n_turns / 2; i++)
        g_main_context_iteration (NULL, n_turns % 2 == 0);
      if (n_turns % 4 == 0)
        wb_client_stop (client);
      g_assert_finalize_object (client);
    }
  wait_for (100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client/connect/restart", test_restart);
  g_test_add_func ("/client/connect/restart/legacy", test_restart_of_legacy);
  g_test_add_func ("/client/connect/heartbeat", test_heartbeat);
  g_test_add_func ("/client/connect/heartbeat/storm", test_heartbeat_storm);
  g_test_add_func ("/client/connect/heartbeat/promised", test_heartbeat_promised);
  g_test_add_func ("/client/connect/half-open", test_half_open);
  g_test_add_data_func ("/client/connect/broken-frames/huge", "huge 9000000", test_broken_frames);
  g_test_add_data_func ("/client/connect/broken-frames/not-utf-8", "bytes 8102c328", test_broken_frames);
  g_test_add_data_func ("/client/connect/broken-frames/reserved", "bytes f1000000", test_broken_frames);
  g_test_add_data_func ("/client/connect/broken-frames/cut", "cut", test_broken_frames);
  g_test_add_func ("/client/connect/closed-with-words", test_closed_with_words);
  g_test_add_func ("/client/connect/welcome-resets", test_welcome_resets);
  g_test_add_data_func ("/client/connect/retry/network", GINT_TO_POINTER (TRUE), test_retry);
  g_test_add_data_func ("/client/connect/retry/person", GINT_TO_POINTER (FALSE), test_retry);
  g_test_add_func ("/client/connect/stop", test_stop);
  g_test_add_data_func ("/client/connect/dispose/within-status", "notify::status", test_dispose_within);
  g_test_add_data_func ("/client/connect/dispose/within-server", "notify::server", test_dispose_within);
  g_test_add_data_func ("/client/connect/dispose/within-message", "message", test_dispose_within);
  g_test_add_data_func ("/client/connect/dispose/within-board", "notify::board", test_dispose_within);
  g_test_add_data_func ("/client/connect/dispose/within-data", "dataset-changed", test_dispose_within);
  g_test_add_func ("/client/connect/dispose/anywhere", test_dispose_anywhere);

  return g_test_run ();
}
