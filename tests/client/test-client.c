/* test-client.c: the client against a server written from the seed, in Node
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "peer.h"
#include "wb-client-private.h"

/* Quick enough that a test of a loss takes no time, slow enough for valgrind. */
static const WbClientTiming quick = {
  .handshake = 5000,
  .auth = 200,
  .heartbeat = 300,
  .heartbeat_grace = 200,
  .ping = 1,
  .ping_grace = 200,
  .retry_first = 0.02,
  .retry_cap = 0.1,
  .lasted = 10 * 1000,
};

/* A client, and what it told. */
typedef struct
{
  WbClient  *client;
  guint      n_changes;
  guint      n_messages;
  GPtrArray *notices;
} Watch;

static void
dataset_changed_cb (WbClient   *client,
                    const char *chart_name,
                    Watch      *watch)
{
  watch->n_changes++;
}

static void
notice_cb (WbClient   *client,
           const char *text,
           Watch      *watch)
{
  g_ptr_array_add (watch->notices, g_strdup (text));
}

static void
message_cb (WbClient  *client,
            WbMessage *message,
            Watch     *watch)
{
  watch->n_messages++;
}

static void
watch_free (Watch *self)
{
  g_signal_handlers_disconnect_by_data (self->client, self);
  g_assert_finalize_object (self->client);
  g_ptr_array_unref (self->notices);
  g_free (self);
  /* What libsoup closes in the background. */
  wait_for (20);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watch, watch_free)

static Watch *
watch_new (Peer       *peer,
           const char *token)
{
  Watch *self = g_new0 (Watch, 1);
  g_autofree char *uri = peer_dup_uri (peer);

  self->client = wb_client_new (uri, token, "Lobby TV");
  self->notices = g_ptr_array_new_with_free_func (g_free);
  wb_client_set_timing (self->client, &quick);
  g_signal_connect (self->client, "dataset-changed", G_CALLBACK (dataset_changed_cb), self);
  g_signal_connect (self->client, "notice", G_CALLBACK (notice_cb), self);
  g_signal_connect (self->client, "message", G_CALLBACK (message_cb), self);

  return self;
}

#define is_online(watch) (wb_client_get_status ((watch)->client) == WB_CLIENT_ONLINE)

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

  /* Nothing was asked for, and a server from the seed would forward a hello to its pages. */
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
  wait_until (wb_client_get_dataset (watch->client, "seller") != NULL);

  got = peer_expect (peer, "got");
  g_assert_cmpstr (got, ==, "got {\"action\":\"getData\",\"socketType\":\"sellerData\","
                   "\"chartName\":\"seller\",\"value\":\"\"}");
  g_assert_cmpuint (peer_count (peer, "got"), ==, 0);

  dataset = wb_client_get_dataset (watch->client, "seller");
  values = wb_dataset_get_values (dataset, &n_values);
  g_assert_cmpuint (n_values, ==, 2);
  g_assert_cmpstr (values[0].name, ==, "商家1");
  g_assert_cmpfloat (values[1].value, ==, 155.13);
  g_assert_cmpint (wb_client_get_dataset_time (watch->client, "seller"), >, 0);
}

/* The same answer again makes the data fresh, and not another dataset. */
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
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "seller");
  wb_client_start (watch->client);
  wait_until (watch->n_changes == 1);
  dataset = wb_dataset_ref (wb_client_get_dataset (watch->client, "seller"));
  time = wb_client_get_dataset_time (watch->client, "seller");

  request = wb_message_new_get_data ("seller", "sellerData");
  g_assert_true (wb_client_send (watch->client, request));
  wait_until (watch->n_changes == 2);
  g_assert_true (wb_client_get_dataset (watch->client, "seller") == dataset);
  g_assert_cmpint (wb_client_get_dataset_time (watch->client, "seller"), >, time);

  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"[]\"}");
  wait_until (watch->n_changes == 3);
  g_assert_true (wb_client_get_dataset (watch->client, "seller") != dataset);
}

/* What cannot be used is told of, and leaves the last good data where it is. */
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
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "seller");
  wb_client_start (watch->client);
  wait_until (watch->n_changes == 1);
  dataset = wb_dataset_ref (wb_client_get_dataset (watch->client, "seller"));
  time = wb_client_get_dataset_time (watch->client, "seller");

  /* Live data, found by its socketType where the chartName is lost. */
  peer_command (peer, "send {\"action\":\"getData\",\"socketType\":\"sellerData\","
                "\"data\":\"[{\\\"name\\\":\\\"A\\\",\\\"value\\\":null}]\"}");
  wait_until (watch->n_changes == 2);
  g_assert_nonnull (strstr (wb_client_get_dataset_problem (watch->client, "seller"), "[0].value"));
  g_assert_true (wb_client_get_dataset (watch->client, "seller") == dataset);
  g_assert_cmpint (wb_client_get_dataset_time (watch->client, "seller"), ==, time);

  /* The server's own words, with its last good data. */
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller\",\"error\":\"seller.json is broken\","
                "\"data\":\"[{\\\"name\\\":\\\"商家1\\\",\\\"value\\\":99},{\\\"name\\\":\\\"Seller 2\\\","
                "\\\"value\\\":\\\"155.13\\\"}]\"}");
  wait_until (watch->n_changes == 3);
  g_assert_cmpstr (wb_client_get_dataset_problem (watch->client, "seller"), ==, "seller.json is broken");
  g_assert_true (wb_client_get_dataset (watch->client, "seller") == dataset);
  g_assert_cmpint (wb_client_get_dataset_time (watch->client, "seller"), ==, time);

  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller\"}");
  wait_until (watch->n_changes == 4);
  g_assert_nonnull (wb_client_get_dataset_problem (watch->client, "seller"));

  /* What nobody asked for changes nothing. */
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"rank\",\"data\":\"[]\"}");
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"[]\"}");
  wait_until (watch->n_changes == 5);
  g_assert_null (wb_client_get_dataset_problem (watch->client, "seller"));
  g_assert_cmpstr (wb_client_get_dataset_text (watch->client, "seller", NULL), ==, "[]");
  g_assert_null (wb_client_get_dataset (watch->client, "rank"));
}

/* A name that no chart draws has a text only, and that must be JSON. */
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
  g_assert_null (wb_client_get_dataset (watch->client, "free"));
  g_assert_null (wb_client_get_dataset_problem (watch->client, "free"));
  g_assert_null (wb_client_get_dataset_text (watch->client, "broken", NULL));
  g_assert_nonnull (wb_client_get_dataset_problem (watch->client, "broken"));
}

/* A dataset may be far larger than what libsoup takes unasked. */
static void
test_data_big (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  gsize length;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "free");
  wb_client_start (watch->client);
  wait_until (watch->n_changes == 1);

  peer_command (peer, "big 8000000");
  wait_until (watch->n_changes == 2);
  g_assert_null (wb_client_get_dataset_problem (watch->client, "free"));
  g_assert_nonnull (wb_client_get_dataset_text (watch->client, "free", &length));
  g_assert_cmpuint (length, ==, 8000002);
}

/* Two displays on one server: a request in one changes both, once the echo is there. */
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

#define WELCOME "{\"server\":\"Wallboard 1.0\",\"epoch\":\"e1\",\"revision\":12,\"theme\":\"light\"," \
                "\"fullScreen\":[\"trend\"],\"heartbeat\":%u,\"control\":%s}"

static Peer *
peer_new_ours (guint       port,
               guint       heartbeat,
               const char *control)
{
  g_autofree char *welcome = g_strdup_printf (WELCOME, heartbeat, control);
  g_autofree char *options = g_strdup_printf ("{\"dialect\":\"ours\",\"port\":%u,\"welcome\":%s}", port, welcome);

  return peer_new (options);
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

  peer = peer_new_ours (0, 0, "false");
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

  /* Another welcome is another snapshot, and no reason for another hello. */
  peer_command (peer, "send {\"type\":\"welcome\",\"data\":{\"server\":\"Wallboard 1.0\",\"epoch\":\"e1\","
                "\"revision\":13,\"theme\":\"dark\",\"fullScreen\":[],\"heartbeat\":0,\"control\":true}}");
  wait_until (watch->n_messages == 2);
  board = wb_client_get_board (watch->client);
  g_assert_cmpint (wb_board_state_get_theme (board), ==, WB_THEME_DARK);
  g_assert_cmpuint (wb_board_state_get_n_full_screen (board), ==, 0);
  g_assert_true (wb_client_get_control (watch->client));

  /* One that is none changes nothing. */
  peer_command (peer, "send {\"type\":\"welcome\",\"data\":7}");
  wait_until (watch->n_messages == 3);
  g_assert_true (wb_client_get_board (watch->client) == board);
  g_assert_true (is_online (watch));
  wait_for (30);
  g_assert_cmpuint (peer_count (peer, "got"), ==, 0);
}

/* Kills the server, waits until that is noticed, and returns its port. */
static guint
kill_peer (Peer  **peer,
           Watch  *watch)
{
  guint port = peer_get_port (*peer);

  g_clear_pointer (peer, peer_free);
  wait_until (wb_client_get_status (watch->client) == WB_CLIENT_WAITING);
  g_assert_nonnull (wb_client_get_problem (watch->client));
  g_assert_null (wb_client_get_server (watch->client));

  return port;
}

/* The server dies and comes back: the board is right again by itself. */
static void
test_restart (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autoptr (WbDataset) dataset = NULL;
  guint port;

  if (peer_is_missing ())
    return;

  peer = peer_new_ours (0, 0, "true");
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "seller");
  wb_client_watch (watch->client, "rank");
  wb_client_start (watch->client);
  wait_until (watch->n_changes == 2 && wb_client_get_server (watch->client) != NULL);
  dataset = wb_dataset_ref (wb_client_get_dataset (watch->client, "seller"));

  port = kill_peer (&peer, watch);
  g_assert_cmpint (wb_client_get_retry_time (watch->client), >, 0);
  g_assert_true (wb_client_get_dataset (watch->client, "seller") == dataset);

  /* Without a server it does what it is asked, and says that it is alone with it. */
  wb_client_request_theme (watch->client, WB_THEME_DARK);
  wb_client_request_full_screen (watch->client, "hot", TRUE);
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (watch->client)), ==, WB_THEME_DARK);
  g_assert_true (wb_board_state_is_full_screen (wb_client_get_board (watch->client), "hot"));
  g_assert_false (wb_client_get_in_step (watch->client));

  /* The longer it lasts, the better the reason is known. */
  wait_until (g_error_matches (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED));

  peer = peer_new_ours (port, 0, "true");
  wait_until (watch->n_changes == 4 && wb_client_get_server (watch->client) != NULL);
  g_assert_null (wb_client_get_problem (watch->client));
  g_assert_cmpint (wb_client_get_retry_time (watch->client), ==, 0);
  g_assert_true (wb_client_get_in_step (watch->client));
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (watch->client)), ==, WB_THEME_LIGHT);
  g_assert_false (wb_board_state_is_full_screen (wb_client_get_board (watch->client), "hot"));
}

/* A server from the seed knows of no board: the display keeps its own until it hears otherwise. */
static void
test_restart_of_seed (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *options = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new (peer, NULL);
  wb_client_start (watch->client);
  wait_until (is_online (watch));
  options = g_strdup_printf ("{\"port\":%u}", kill_peer (&peer, watch));
  wb_client_request_theme (watch->client, WB_THEME_LIGHT);

  peer = peer_new (options);
  wait_until (is_online (watch));
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (watch->client)), ==, WB_THEME_LIGHT);
  g_assert_false (wb_client_get_in_step (watch->client));

  wb_client_request_full_screen (watch->client, "map", TRUE);
  wait_until (wb_client_get_in_step (watch->client));
  g_assert_true (wb_board_state_is_full_screen (wb_client_get_board (watch->client), "map"));
}

#define AUTH_OPTIONS "{\"dialect\":\"auth\",\"token\":\"open sesame\",\"heart\":50,\"text\":true}"

/* The seed's first case: auth comes first, each heart check is answered, and nothing but their end ends
 * it. */
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
  wait_until (wb_client_get_dataset (watch->client, "seller") != NULL);

  first = peer_expect (peer, "got");
  g_assert_cmpstr (first, ==, "got {\"type\":\"auth\",\"data\":\"open sesame\"}");
  second = peer_expect (peer, "got");
  g_assert_nonnull (strstr (second, "getData"));
  third = peer_expect (peer, "got");
  g_assert_cmpstr (third, ==, "got {\"type\":\"heartCheck\"}");

  wait_for (quick.heartbeat + quick.heartbeat_grace + 200);
  g_assert_true (is_online (watch));
  g_assert_cmpuint (peer_count (peer, "open"), ==, 0);
  g_assert_cmpuint (peer_count (peer, "got {\"type\":\"heartCheck\"}"), >=, 5);

  /* It stops beating, and so the connection is made anew. */
  peer_command (peer, "mute");
  wait_until (!is_online (watch));
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_SILENT);
  peer_forget (peer);
  g_free (peer_expect (peer, "open"));
  wait_until (is_online (watch));
}

/* A server from the seed forwards the answer to a heart check, which looks like another one. */
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

/* A welcome that promises heart checks is held to its word from the start. */
static void
test_heartbeat_promised (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  gint64 start;

  if (peer_is_missing ())
    return;

  peer = peer_new_ours (0, 1, "true");
  watch = watch_new (peer, NULL);
  wb_client_start (watch->client);
  wait_until (wb_client_get_server (watch->client) != NULL);
  start = g_get_monotonic_time ();
  wait_until (!is_online (watch));
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_SILENT);
  g_assert_cmpint (g_get_monotonic_time () - start, >, 1100 * 1000);
}

/* A connection that is only half there: no heartbeat, and pings go unanswered. */
static void
test_half_open (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new (peer, NULL);
  wb_client_start (watch->client);
  wait_until (is_online (watch));

  /* Answered pings are a sign of life. */
  wait_for (quick.ping * 1000 + quick.ping_grace + 400);
  g_assert_true (is_online (watch));

  peer_command (peer, "freeze");
  wait_until (!is_online (watch));
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_SILENT);
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
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "rank");
  wb_client_start (watch->client);
  wait_until (watch->n_changes == 1);

  for (gsize i = 0; i < G_N_ELEMENTS (garbage); i++)
    peer_command (peer, garbage[i]);
  deep = g_strnfill (100 * 1000, '[');
  peer_command (peer, "send {\"action\":\"fullScreen\"}");
  memcpy (deep, "send ", strlen ("send "));
  peer_command (peer, deep);

  /* All of it is behind when this comes. */
  peer_command (peer, "send {\"type\":\"news\",\"data\":\"still here\"}");
  wait_until (watch->notices->len > 0 &&
              g_str_equal (g_ptr_array_index (watch->notices, watch->notices->len - 1), "still here"));
  g_assert_true (is_online (watch));
  g_assert_null (wb_client_get_server (watch->client));
  g_assert_nonnull (wb_client_get_dataset (watch->client, "rank"));
  peer_forget (peer);
  g_assert_cmpuint (peer_count (peer, "closed"), ==, 0);
}

/* What breaks the framing itself ends the connection, and the next one is good. */
static void
test_broken_frames (gconstpointer data)
{
  const char *command = data;
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "rank");
  wb_client_start (watch->client);
  wait_until (watch->n_changes == 1);

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
  watch = watch_new (peer, NULL);
  wb_client_start (watch->client);
  wait_until (is_online (watch));
  peer_command (peer, "close 1013");
  wait_until (!is_online (watch));
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED);
  g_assert_nonnull (strstr (wb_client_get_problem (watch->client)->message, "as the test wants"));
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

  /* It is not asked again soon. */
  g_assert_error (wb_client_get_problem (watch->client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN);
  earliest = g_get_monotonic_time () + (gint64) (quick.retry_cap / 4 * G_USEC_PER_SEC);
  g_assert_cmpint (wb_client_get_retry_time (watch->client), >, earliest);
  g_assert_null (wb_client_get_dataset (watch->client, "seller"));
  g_free (peer_expect (peer, "closed"));
}

/* Servers that know nothing of tokens: one that echoes everything, and one that stays silent. */
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
  wait_until (wb_client_get_dataset (watch->client, "seller") != NULL);
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
  watch = watch_new (peer, NULL);
  wb_client_start (watch->client);
  wait_until (is_online (watch));
  peer_command (peer, "send {\"type\":\"sale\",\"data\":\"今天打折\"}");
  wait_until (watch->notices->len == 1);
  g_assert_cmpstr (g_ptr_array_index (watch->notices, 0), ==, "今天打折");
}

static void
set_patience (Watch  *watch,
              double  retry_first)
{
  WbClientTiming timing = quick;

  timing.retry_first = retry_first;
  timing.retry_cap = retry_first;
  wb_client_set_timing (watch->client, &timing);
}

/* The wait is long, and does not matter: the network is back, or a person is there. */
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
  options = g_strdup_printf ("{\"port\":%u}", kill_peer (&peer, watch));
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
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "rank");
  wb_client_start (watch->client);
  wait_until (watch->n_changes == 1);

  wb_client_stop (watch->client);
  g_assert_cmpint (wb_client_get_status (watch->client), ==, WB_CLIENT_STOPPED);
  closed = peer_expect (peer, "closed");
  g_assert_cmpstr (closed, ==, "closed 1000");
  wait_for (200);
  g_assert_cmpuint (peer_count (peer, "open"), ==, 0);
  g_assert_nonnull (wb_client_get_dataset (watch->client, "rank"));

  wb_client_start (watch->client);
  wait_until (watch->n_changes == 2);
}

/* Lets go of the client from within its own signal. */
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

  peer = peer_new_ours (0, 0, "true");
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

/* At each turn of the main loop from the start on: mid-connect, mid-handshake, mid-request. */
static void
test_dispose_anywhere (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autofree char *uri = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new_ours (0, 1, "true");
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

  g_test_add_func ("/client/connect", test_connect);
  g_test_add_func ("/client/data", test_data);
  g_test_add_func ("/client/data/again", test_data_again);
  g_test_add_func ("/client/data/bad", test_data_bad);
  g_test_add_func ("/client/data/of-no-chart", test_data_of_no_chart);
  g_test_add_func ("/client/data/big", test_data_big);
  g_test_add_data_func ("/client/in-step/binary", "{}", test_in_step);
  g_test_add_data_func ("/client/in-step/text", "{\"text\":true}", test_in_step);
  g_test_add_func ("/client/welcome", test_welcome);
  g_test_add_func ("/client/restart", test_restart);
  g_test_add_func ("/client/restart/seed", test_restart_of_seed);
  g_test_add_func ("/client/heartbeat", test_heartbeat);
  g_test_add_func ("/client/heartbeat/storm", test_heartbeat_storm);
  g_test_add_func ("/client/heartbeat/promised", test_heartbeat_promised);
  g_test_add_func ("/client/half-open", test_half_open);
  g_test_add_func ("/client/garbage", test_garbage);
  g_test_add_data_func ("/client/broken-frames/huge", "huge 9000000", test_broken_frames);
  g_test_add_data_func ("/client/broken-frames/not-utf-8", "bytes 8102c328", test_broken_frames);
  g_test_add_data_func ("/client/broken-frames/reserved", "bytes f1000000", test_broken_frames);
  g_test_add_data_func ("/client/broken-frames/cut", "cut", test_broken_frames);
  g_test_add_func ("/client/closed-with-words", test_closed_with_words);
  g_test_add_data_func ("/client/token/wrong", "open barley", test_token_wrong);
  g_test_add_data_func ("/client/token/none", NULL, test_token_wrong);
  g_test_add_data_func ("/client/token/echoed", "{}", test_token_unknown);
  g_test_add_data_func ("/client/token/ignored", "{\"dialect\":\"plain\"}", test_token_unknown);
  g_test_add_func ("/client/notice", test_notice);
  g_test_add_data_func ("/client/retry/network", GINT_TO_POINTER (TRUE), test_retry);
  g_test_add_data_func ("/client/retry/person", GINT_TO_POINTER (FALSE), test_retry);
  g_test_add_func ("/client/stop", test_stop);
  g_test_add_data_func ("/client/dispose/within-status", "notify::status", test_dispose_within);
  g_test_add_data_func ("/client/dispose/within-server", "notify::server", test_dispose_within);
  g_test_add_data_func ("/client/dispose/within-message", "message", test_dispose_within);
  g_test_add_data_func ("/client/dispose/within-board", "notify::board", test_dispose_within);
  g_test_add_data_func ("/client/dispose/within-data", "dataset-changed", test_dispose_within);
  g_test_add_func ("/client/dispose/anywhere", test_dispose_anywhere);

  return g_test_run ();
}
