/* test-client.c: a client and the messages of a legacy server, which runs in Node
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "watch.h"

static void
test_connect (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *opened = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new (peer, NULL);
  g_assert_cmpint (wb_client_get_status (watch->client), ==, WB_CLIENT_STOPPED);
  wb_client_start (watch->client);
  g_assert_cmpint (wb_client_get_status (watch->client), ==, WB_CLIENT_CONNECTING);
  wait_until (is_online (watch));

  opened = peer_expect (peer, "open");
  g_assert_cmpstr (opened, ==, "open wallboard.v1");
  g_assert_null (wb_client_get_problem (watch->client));
  g_assert_null (wb_client_get_server (watch->client));
  g_assert_true (wb_client_get_in_step (watch->client));

  /* No dataset was requested, and a legacy server would forward a hello to its pages. */
  wait_for (50);
  g_assert_cmpuint (peer_count (peer, "got"), ==, 0);
}

static void
test_data (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *got = NULL;
  const WbValue *values;
  WbDataset *dataset;
  guint n_values;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "seller");
  wb_client_watch (watch->client, "seller");
  wb_client_start (watch->client);
  wait_until (watch_get_dataset (watch->client, "seller") != NULL);

  got = peer_expect (peer, "got");
  g_assert_cmpstr (got, ==, "got {\"action\":\"getData\",\"socketType\":\"sellerData\","
                   "\"chartName\":\"seller\",\"value\":\"\"}");
  g_assert_cmpuint (peer_count (peer, "got"), ==, 0);

  dataset = watch_get_dataset (watch->client, "seller");
  values = wb_dataset_get_values (dataset, &n_values);
  g_assert_cmpuint (n_values, ==, 2);
  g_assert_cmpstr (values[0].name, ==, "商家1");
  g_assert_cmpfloat (values[1].value, ==, 155.13);
  g_assert_cmpint (watch_get_dataset_time (watch->client, "seller"), >, 0);
}

/* An equal answer updates the time of the data, and keeps the dataset object. */
static void
test_data_again (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autoptr (WbDataset) dataset = NULL;
  g_autoptr (WbMessage) request = NULL;
  gint64 time;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_with_data (peer, "seller");
  dataset = wb_dataset_ref (watch_get_dataset (watch->client, "seller"));
  time = watch_get_dataset_time (watch->client, "seller");

  request = wb_message_new_get_data ("seller", "sellerData");
  g_assert_true (wb_client_send (watch->client, request));
  wait_until (watch->n_changes == 2);
  g_assert_true (watch_get_dataset (watch->client, "seller") == dataset);
  g_assert_cmpint (watch_get_dataset_time (watch->client, "seller"), >, time);

  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"[]\"}");
  wait_until (watch->n_changes == 3);
  g_assert_true (watch_get_dataset (watch->client, "seller") != dataset);
}

/* Invalid data sets the problem, and the last good data stays. */
static void
test_data_bad (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autoptr (WbDataset) dataset = NULL;
  gint64 time;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_with_data (peer, "seller");
  dataset = wb_dataset_ref (watch_get_dataset (watch->client, "seller"));
  time = watch_get_dataset_time (watch->client, "seller");

  /* Live data without a chartName is recognised by its socketType. */
  peer_command (peer, "send {\"action\":\"getData\",\"socketType\":\"sellerData\","
                "\"data\":\"[{\\\"name\\\":\\\"A\\\",\\\"value\\\":true}]\"}");
  wait_until (watch->n_changes == 2);
  g_assert_nonnull (strstr (wb_client_get_dataset_problem (watch->client, "seller"), "[0].value"));
  g_assert_true (watch_get_dataset (watch->client, "seller") == dataset);
  g_assert_cmpint (watch_get_dataset_time (watch->client, "seller"), ==, time);

  /* An error of the server, with its last good data. */
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller\","
                "\"error\":\"seller.json is broken\","
                "\"data\":\"[{\\\"name\\\":\\\"商家1\\\",\\\"value\\\":99},{\\\"name\\\":\\\"Seller 2\\\","
                "\\\"value\\\":\\\"155.13\\\"}]\"}");
  wait_until (watch->n_changes == 3);
  g_assert_cmpstr (wb_client_get_dataset_problem (watch->client, "seller"), ==, "seller.json is broken");
  g_assert_true (watch_get_dataset (watch->client, "seller") == dataset);
  g_assert_cmpint (watch_get_dataset_time (watch->client, "seller"), ==, time);

  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller\"}");
  wait_until (watch->n_changes == 4);
  g_assert_nonnull (wb_client_get_dataset_problem (watch->client, "seller"));

  /* A dataset that was not requested changes nothing. */
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"rank\",\"data\":\"[]\"}");
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"[]\"}");
  wait_until (watch->n_changes == 5);
  g_assert_null (wb_client_get_dataset_problem (watch->client, "seller"));
  g_assert_cmpstr (wb_client_get_dataset_text (watch->client, "seller", NULL), ==, "[]");
  g_assert_null (watch_get_dataset (watch->client, "rank"));
}

/* A name that belongs to no chart has only a text, which must be JSON. */
static void
test_data_of_no_chart (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  gsize length;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "free");
  wb_client_watch (watch->client, "broken");
  wb_client_start (watch->client);
  wait_until (watch->n_changes == 2);

  g_assert_cmpstr (wb_client_get_dataset_text (watch->client, "free", &length), ==, "{\"anything\":[1,2,3]}");
  g_assert_cmpuint (length, ==, strlen ("{\"anything\":[1,2,3]}"));
  for (guint i = 0; i < WB_N_CHARTS; i++)
    g_assert_null (wb_client_get_subscription (watch->client, "free", i));
  g_assert_null (wb_client_get_dataset_problem (watch->client, "free"));
  g_assert_null (wb_client_get_dataset_text (watch->client, "broken", NULL));
  g_assert_nonnull (wb_client_get_dataset_problem (watch->client, "broken"));
}

/* Two charts that draw the same shape have one parsed dataset between them, and one text. */
static void
check_shared (WbClient   *client,
              const char *name)
{
  WbSubscription *seller = wb_client_get_subscription (client, name, WB_CHART_SELLER);
  WbSubscription *rank = wb_client_get_subscription (client, name, WB_CHART_RANK);
  guint n_sellers, n_ranks;

  g_assert_true (wb_subscription_get_text (seller) == wb_subscription_get_text (rank));
  g_assert_true (wb_dataset_get_values (wb_subscription_get_dataset (seller), &n_sellers) ==
                 wb_dataset_get_values (wb_subscription_get_dataset (rank), &n_ranks));
  g_assert_cmpuint (n_sellers, ==, n_ranks);
}

/* A chart that is added later shares what the first one has. */
static void
test_data_shared (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  WbSubscription *stock;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 0, "true");
  watch = watch_new (peer, NULL);
  wb_client_watch_chart (watch->client, "seller", WB_CHART_SELLER);
  wb_client_watch_chart (watch->client, "seller", WB_CHART_STOCK);
  wb_client_start (watch->client);
  wait_until (watch_get_dataset (watch->client, "seller") != NULL);

  wb_client_watch_chart (watch->client, "seller", WB_CHART_RANK);
  wait_until (wb_subscription_get_text (wb_client_get_subscription (watch->client, "seller", WB_CHART_RANK)));
  check_shared (watch->client, "seller");
  stock = wb_client_get_subscription (watch->client, "seller", WB_CHART_STOCK);
  g_assert_null (wb_subscription_get_dataset (stock));
  g_assert_nonnull (wb_subscription_get_problem (stock));
}

#define WELCOME "send {\"type\":\"welcome\",\"data\":{\"server\":\"Wallboard 1.0\",\"epoch\":\"e1\"," \
                "\"revision\":1,\"theme\":\"dark\",\"fullScreen\":[],\"heartbeat\":0,\"control\":true}}"

#define NO_BOARD "send {\"action\":\"getData\",\"chartName\":\"board\",\"error\":\"The server has none\"}"

/* Two charts have the same text, and one that is not watched any more has none. */
static void
check_two_charts (Peer  *peer,
                  Watch *watch)
{
  WbSubscription *subscription;

  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller-north\",\"data\":\"[]\"}");
  subscription = wb_client_get_subscription (watch->client, "seller-north", WB_CHART_RANK);
  wait_until (wb_subscription_get_dataset (subscription) != NULL);
  g_assert_cmpint (wb_dataset_get_kind (wb_subscription_get_dataset (subscription)), ==, WB_CHART_RANK);
  subscription = wb_client_get_subscription (watch->client, "seller-north", WB_CHART_SELLER);
  g_assert_cmpint (wb_dataset_get_kind (wb_subscription_get_dataset (subscription)), ==, WB_CHART_SELLER);
  check_shared (watch->client, "seller-north");
  wb_client_unwatch_chart (watch->client, "seller-north", WB_CHART_RANK);
  g_assert_null (wb_client_get_subscription (watch->client, "seller-north", WB_CHART_RANK));
  g_assert_nonnull (wb_client_get_subscription (watch->client, "seller-north", WB_CHART_SELLER));
}

/* A legacy server crashes when it is asked for a file that it does not have, so only the six datasets that
 * it has are requested. */
static void
test_board (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *first = NULL;
  guint n;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"text\":true}");
  watch = watch_new (peer, NULL);
  wb_client_watch_board (watch->client);
  wb_client_watch_chart (watch->client, "seller", WB_CHART_SELLER);
  wb_client_watch_chart (watch->client, "seller-north", WB_CHART_SELLER);
  wb_client_start (watch->client);
  wait_until (watch->n_changes == 1);
  wait_for (30);
  first = peer_expect (peer, "got");
  g_assert_nonnull (strstr (first, "\"chartName\":\"seller\""));
  g_assert_cmpuint (peer_count (peer, "got"), ==, 0);
  g_assert_true (wb_client_is_plan_known (watch->client));
  g_assert_null (wb_client_get_plan (watch->client));

  /* After a welcome, the others are requested, each name once. */
  wb_client_watch_chart (watch->client, "seller-north", WB_CHART_RANK);
  peer_command (peer, WELCOME);
  wait_until (peer_count (peer, "got {\"action\":\"getData\"") == 2);
  g_assert_false (wb_client_is_plan_known (watch->client));

  /* A missing board is no problem; an invalid one is, and the last good one stays. */
  n = watch->n_changes;
  peer_command (peer, NO_BOARD);
  wait_until (watch->n_changes > n);
  g_assert_true (wb_client_is_plan_known (watch->client));
  g_assert_null (wb_client_get_plan_problem (watch->client));
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"board\","
                "\"data\":\"{\\\"columns\\\":[{\\\"charts\\\":[{\\\"chart\\\":\\\"map\\\"}]}]}\"}");
  wait_until (wb_client_get_plan (watch->client) != NULL);
  n = watch->n_changes;
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"board\",\"data\":\"{}\"}");
  wait_until (watch->n_changes > n);
  g_assert_cmpstr (wb_client_get_plan_problem (watch->client), ==,
                   "board: columns: expected an array, got nothing");
  g_assert_nonnull (wb_client_get_plan (watch->client));
  n = watch->n_changes;
  peer_command (peer, NO_BOARD);
  wait_until (watch->n_changes > n);
  g_assert_null (wb_client_get_plan (watch->client));

  check_two_charts (peer, watch);
}

/* A dataset may be far larger than the default limit of libsoup. */
static void
test_data_big (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  gsize length;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_with_data (peer, "free");

  peer_command (peer, "big 8000000");
  wait_until (watch->n_changes == 2);
  g_assert_null (wb_client_get_dataset_problem (watch->client, "free"));
  g_assert_nonnull (wb_client_get_dataset_text (watch->client, "free", &length));
  g_assert_cmpuint (length, ==, 8000002);
}

/* Two displays of one server: a request of one changes both when the echo comes. */
static void
test_in_step (gconstpointer data)
{
  const char *options = data;
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) one = NULL;
  g_autoptr (Watch) other = NULL;
  g_autofree char *got = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new (options);
  one = watch_new (peer, NULL);
  other = watch_new (peer, NULL);
  wb_client_start (one->client);
  wb_client_start (other->client);
  wait_until (is_online (one) && is_online (other));

  wb_client_request_theme (one->client, WB_THEME_LIGHT);
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (one->client)), ==, WB_THEME_DARK);
  wait_until (one->n_messages == 1 && other->n_messages == 1);
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (one->client)), ==, WB_THEME_LIGHT);
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (other->client)), ==, WB_THEME_LIGHT);
  got = peer_expect (peer, "got");
  g_assert_nonnull (strstr (got, "\"value\":\"light\""));

  wb_client_request_full_screen (other->client, "hot", TRUE);
  g_assert_false (wb_board_state_is_full_screen (wb_client_get_board (other->client), "hot"));
  wait_until (one->n_messages == 2 && other->n_messages == 2);
  g_assert_true (wb_board_state_is_full_screen (wb_client_get_board (one->client), "hot"));
  g_assert_true (wb_board_state_is_full_screen (wb_client_get_board (other->client), "hot"));

  wb_client_request_full_screen (one->client, "hot", FALSE);
  wait_until (one->n_messages == 3 && other->n_messages == 3);
  g_assert_cmpuint (wb_board_state_get_n_full_screen (wb_client_get_board (other->client)), ==, 0);
  g_assert_true (wb_client_get_in_step (one->client));
}

static void
test_welcome (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *hello = NULL;
  WbBoardState *board;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 0, "false");
  watch = watch_new (peer, NULL);
  wb_client_start (watch->client);
  wait_until (wb_client_get_server (watch->client) != NULL);

  board = wb_client_get_board (watch->client);
  g_assert_cmpstr (wb_client_get_server (watch->client), ==, "Wallboard 1.0");
  g_assert_false (wb_client_get_control (watch->client));
  g_assert_cmpint (wb_board_state_get_theme (board), ==, WB_THEME_LIGHT);
  g_assert_cmpuint (wb_board_state_get_revision (board), ==, 12);
  g_assert_true (wb_board_state_is_full_screen (board, "trend"));
  hello = peer_expect (peer, "got");
  g_assert_cmpstr (hello, ==, "got {\"type\":\"hello\",\"data\":{\"name\":\"Lobby TV\",\"version\":\""
                   APPLICATION_VERSION "\"}}");

  /* Another welcome updates the board, but the hello is not sent again. */
  peer_command (peer, "send {\"type\":\"welcome\",\"data\":{\"server\":\"Wallboard 1.0\",\"epoch\":\"e1\","
                "\"revision\":13,\"theme\":\"dark\",\"fullScreen\":[],\"heartbeat\":0,\"control\":true}}");
  wait_until (watch->n_messages == 2);
  board = wb_client_get_board (watch->client);
  g_assert_cmpint (wb_board_state_get_theme (board), ==, WB_THEME_DARK);
  g_assert_cmpuint (wb_board_state_get_n_full_screen (board), ==, 0);
  g_assert_true (wb_client_get_control (watch->client));

  /* An invalid one changes nothing. */
  peer_command (peer, "send {\"type\":\"welcome\",\"data\":7}");
  wait_until (watch->n_messages == 3);
  g_assert_true (wb_client_get_board (watch->client) == board);
  g_assert_true (is_online (watch));
  wait_for (30);
  g_assert_cmpuint (peer_count (peer, "got"), ==, 0);
}

/* Unknown names do not remove charts from full screen. */
static void
test_junk_names (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  WbBoardState *board;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_online (peer);
  wb_client_watch_chart (watch->client, "shops", WB_CHART_RANK);
  peer_command (peer, "send {\"action\":\"fullScreen\",\"chartName\":\"trend\",\"value\":true}");
  peer_command (peer, "send {\"action\":\"fullScreen\",\"chartName\":\"shops\",\"value\":true}");
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *junk =
        g_strdup_printf ("send {\"action\":\"fullScreen\",\"chartName\":\"junk%u\",\"value\":true}", i);

      peer_command (peer, junk);
    }
  peer_command (peer, "send {\"action\":\"fullScreen\",\"chartName\":\"map\",\"value\":true}");
  wait_until (wb_board_state_is_full_screen (wb_client_get_board (watch->client), "map"));

  board = wb_client_get_board (watch->client);
  g_assert_true (wb_board_state_is_full_screen (board, "trend"));
  g_assert_true (wb_board_state_is_full_screen (board, "shops"));
}

static void
test_garbage (void)
{
  const char *garbage[] = {
    "send not JSON at all",
    "send {\"action\":",
    "send [1,2,3]",
    "send 7",
    "send \"auth\"",
    "send {}",
    "send {\"action\":7,\"type\":null}",
    "send {\"action\":\"getData\",\"chartName\":{}}",
    "send {\"action\":\"getData\",\"chartName\":\"seller\",\"data\":{\"a\":1}}",
    "send {\"action\":\"getData\",\"chartName\":\"../../etc/passwd\",\"data\":\"[]\"}",
    "send {\"action\":\"fullScreen\",\"chartName\":7,\"value\":\"yes\"}",
    "send {\"action\":\"themeChange\",\"value\":{\"a\":[]}}",
    "send {\"type\":\"welcome\"}",
    "send {\"type\":\"welcome\",\"data\":{\"fullScreen\":\"all\",\"revision\":-1}}",
    "send {\"type\":\"auth\",\"data\":[]}",
    "send ",
    "binary 00ff00ff",
    "binary ",
    "binary 7b7d",
  };
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *deep = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_with_data (peer, "rank");

  for (gsize i = 0; i < G_N_ELEMENTS (garbage); i++)
    peer_command (peer, garbage[i]);
  deep = g_strnfill (100 * 1000, '[');
  peer_command (peer, "send {\"action\":\"fullScreen\"}");
  memcpy (deep, "send ", strlen ("send "));
  peer_command (peer, deep);

  /* All other messages have been handled when this one comes. */
  peer_command (peer, "send {\"type\":\"news\",\"data\":\"still here\"}");
  wait_until (watch->notices->len > 0 &&
              g_str_equal (g_ptr_array_index (watch->notices, watch->notices->len - 1), "still here"));
  g_assert_true (is_online (watch));
  g_assert_null (wb_client_get_server (watch->client));
  g_assert_nonnull (watch_get_dataset (watch->client, "rank"));
  peer_forget (peer);
  g_assert_cmpuint (peer_count (peer, "closed"), ==, 0);
}

static void
test_token_wrong (gconstpointer data)
{
  const char *token = data;
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  gint64 earliest;

  if (peer_is_missing ())
    return;

  peer = peer_new (AUTH_OPTIONS);
  watch = watch_new (peer, token);
  wb_client_watch (watch->client, "seller");
  wb_client_start (watch->client);
  wait_until (wb_client_get_status (watch->client) == WB_CLIENT_WAITING);

  /* The next attempt is late. */
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN);
  earliest = g_get_monotonic_time () + (gint64) (watch_timing.retry_cap / 4 * G_USEC_PER_SEC);
  g_assert_cmpint (wb_client_get_retry_time (watch->client), >, earliest);
  g_assert_null (watch_get_dataset (watch->client, "seller"));
  g_free (peer_expect (peer, "closed"));
}

/* A view token on a server without a welcome: what it does not allow is refused, and the connection stays. */
static void
test_token_view (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new (AUTH_OPTIONS);
  watch = watch_new (peer, "open sesame");
  wb_client_start (watch->client);
  wait_until (is_online (watch));
  g_assert_true (wb_client_get_control (watch->client));

  peer_command (peer, "send {\"type\":\"noAuth\"}");
  wait_until (!wb_client_get_control (watch->client));
  wait_for (50);
  g_assert_true (is_online (watch));
  g_assert_no_error (wb_client_get_problem (watch->client));
  g_assert_false (wb_client_get_control (watch->client));

  /* The next connection may have another right. */
  peer_command (peer, "cut");
  wait_until (wb_client_get_control (watch->client));
}

/* Servers without tokens: one that echoes every message, and one that does not answer. */
static void
test_token_unknown (gconstpointer data)
{
  const char *options = data;
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new (options);
  watch = watch_new (peer, "open sesame");
  wb_client_watch (watch->client, "seller");
  wb_client_start (watch->client);
  wait_until (watch_get_dataset (watch->client, "seller") != NULL);
  g_assert_true (is_online (watch));
}

static void
test_notice (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new_online (peer);
  peer_command (peer, "send {\"type\":\"sale\",\"data\":\"今天打折\"}");
  wait_until (watch->notices->len == 1);
  g_assert_cmpstr (g_ptr_array_index (watch->notices, 0), ==, "今天打折");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/connect", test_connect);
  g_test_add_func ("/client/data", test_data);
  g_test_add_func ("/client/data/again", test_data_again);
  g_test_add_func ("/client/data/bad", test_data_bad);
  g_test_add_func ("/client/data/of-no-chart", test_data_of_no_chart);
  g_test_add_func ("/client/data/shared", test_data_shared);
  g_test_add_func ("/client/board", test_board);
  g_test_add_func ("/client/data/big", test_data_big);
  g_test_add_data_func ("/client/in-step/binary", "{}", test_in_step);
  g_test_add_data_func ("/client/in-step/text", "{\"text\":true}", test_in_step);
  g_test_add_func ("/client/welcome", test_welcome);
  g_test_add_func ("/client/junk-names", test_junk_names);
  g_test_add_func ("/client/garbage", test_garbage);
  g_test_add_data_func ("/client/token/wrong", "open barley", test_token_wrong);
  g_test_add_data_func ("/client/token/none", NULL, test_token_wrong);
  g_test_add_data_func ("/client/token/echoed", "{}", test_token_unknown);
  g_test_add_data_func ("/client/token/ignored", "{\"dialect\":\"plain\"}", test_token_unknown);
  g_test_add_func ("/client/token/view", test_token_view);
  g_test_add_func ("/client/notice", test_notice);

  return g_test_run ();
}
