/* test-legacy.c: a client and the legacy servers that there are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "watch.h"

#define HOT   "[{\\\"name\\\":\\\"A\\\",\\\"children\\\":[]}]"
#define STOCK "[{\\\"name\\\":\\\"A\\\",\\\"stock\\\":1,\\\"sales\\\":2}]"
#define TREND \
  "{\\\"common\\\":{\\\"month\\\":[\\\"May\\\"]}," \
  "\\\"type\\\":[{\\\"key\\\":\\\"map\\\",\\\"text\\\":\\\"M\\\"}]," \
  "\\\"map\\\":{\\\"title\\\":\\\"M\\\",\\\"base\\\":1,\\\"unit\\\":\\\"\\\",\\\"data\\\":[]}}"

/* The data of all charts but hot. */
#define OTHERS "\"trend\":\"" TREND "\",\"map\":\"[]\",\"stock\":\"" STOCK "\""

#define CHANGE_THEME \
  "{\"action\":\"changeTheme\",\"socketType\":\"changeTheme\",\"chartName\":\"\",\"value\":"

#define GOT "got {\"action\":\"getData\",\"socketType\":"
#define FULL_SCREEN "got {\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":"

/* With the default timeouts, for slow machines. */
static Watch *
watch_charts (Peer       *peer,
              guint       answer,
              const char *cache)
{
  Watch *watch = watch_new (peer, NULL);
  WbClientTiming timing = WB_CLIENT_TIMING_DEFAULT;

  timing.retry_first = watch_timing.retry_first;
  timing.retry_cap = watch_timing.retry_cap;
  timing.answer = answer;
  wb_client_set_timing (watch->client, &timing);
  wb_client_set_cache (watch->client, cache);
  for (WbChartKind kind = 0; kind < WB_N_CHARTS; kind++)
    wb_client_watch_chart (watch->client, wb_chart_kind_get_name (kind), kind);
  wb_client_start (watch->client);

  return watch;
}

static guint
count_data (Watch *watch)
{
  guint n = 0;

  for (WbChartKind kind = 0; kind < WB_N_CHARTS; kind++)
    n += watch_get_dataset (watch->client, wb_chart_kind_get_name (kind)) != NULL;

  return n;
}

static const char *
get_problem (Watch      *watch,
             const char *name)
{
  return wb_client_get_dataset_problem (watch->client, name);
}

static gboolean
has_problem (Watch      *watch,
             const char *name,
             const char *words)
{
  const char *problem = get_problem (watch, name);

  return problem != NULL && strstr (problem, words) != NULL;
}

static void
assert_next_request (Peer       *peer,
                     const char *name)
{
  g_autofree char *line = peer_expect (peer, "got {\"action\":\"getData\"");
  g_autofree char *member = g_strdup_printf ("\"chartName\":\"%s\"", name);

  g_assert_nonnull (strstr (line, member));
}

/* A server that ends when it is asked for `hot`, but has `hotproduct`: it ends once, after the others were
 * answered. */
static void
test_other_name (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autoptr (Watch) later = NULL;
  g_autofree char *died = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"text\":true,\"dies\":true,\"data\":{" OTHERS ",\"hotproduct\":\"" HOT "\"}}");
  watch = watch_charts (peer, 10000, folder);
  died = peer_expect (peer, "died of ");
  g_assert_cmpstr (died, ==, "died of hot");
  g_assert_cmpuint (count_data (watch), ==, 5);
  wait_until (count_data (watch) == 6);
  g_assert_null (get_problem (watch, "hot"));

  peer_forget (peer);
  peer_command (peer, "cut");
  wait_until (peer_count (peer, "got") == 6);
  g_assert_cmpuint (peer_count (peer, "died"), ==, 0);
  g_assert_cmpuint (peer_count (peer, GOT "\"hotproductData\""), ==, 1);
  wait_until (is_online (watch));

  /* What the server sends by itself under this name is shown, too. */
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"hotproduct\",\"data\":\"[]\"}");
  wait_until (g_strcmp0 (wb_client_get_dataset_text (watch->client, "hot", NULL), "[]") == 0);

  /* The next start knows it. */
  g_clear_pointer (&watch, watch_free);
  peer_forget (peer);
  later = watch_charts (peer, 10000, folder);
  wait_until (peer_count (peer, "got") == 6);
  g_assert_cmpuint (peer_count (peer, "died"), ==, 0);
}

/* A server that has neither: it ends once for each, and then stays. */
static void
test_neither_name (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"text\":true,\"dies\":true,\"data\":{" OTHERS "}}");
  watch = watch_charts (peer, 10000, NULL);
  wait_until (has_problem (watch, "hot", "ended the connection"));
  wait_until (is_online (watch));
  wait_for (500);
  g_assert_true (is_online (watch));
  g_assert_cmpuint (peer_count (peer, "died"), ==, 2);
  g_assert_cmpuint (count_data (watch), ==, 5);
  for (WbChartKind kind = 0; kind < WB_N_CHARTS; kind++)
    if (kind != WB_CHART_HOT)
      g_assert_null (get_problem (watch, wb_chart_kind_get_name (kind)));
}

/* Without one of the other files, the server ends at once, and twice more when they are tried one by one. */
static void
test_missing_file (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"text\":true,\"dies\":true,\"data\":{" OTHERS ",\"rank\":null,\"hot\":\"" HOT "\"}}");
  watch = watch_charts (peer, 10000, NULL);
  wait_until (has_problem (watch, "rank", "ended the connection"));
  wait_until (count_data (watch) == 5);
  wait_for (500);
  g_assert_true (is_online (watch));
  g_assert_cmpuint (peer_count (peer, "died"), <=, 3);
}

/* A server that does not answer to a name is asked for the other one on the same connection. */
static void
test_silent_name (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"text\":true,\"data\":{" OTHERS ",\"hotproduct\":\"" HOT "\"}}");
  watch = watch_charts (peer, 300, NULL);
  wait_until (count_data (watch) == 6);
  g_assert_cmpuint (peer_count (peer, "open"), ==, 1);
  g_assert_null (get_problem (watch, "hot"));
}

static void
test_silent_server (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"deaf\":true}");
  watch = watch_charts (peer, 300, NULL);
  wait_until (has_problem (watch, "seller", "has not answered"));
  wait_until (has_problem (watch, "hot", "has not answered"));
  g_assert_true (is_online (watch));

  /* A late answer is as good as any. */
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"[]\"}");
  wait_until (get_problem (watch, "seller") == NULL);
}

/* A server that sent a welcome takes any name, so nothing waits. */
static void
test_welcome (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = watch_new_server (0, 0, "true");
  watch = watch_new_online (peer);
  wait_until (wb_client_get_server (watch->client) != NULL);
  wb_client_watch_chart (watch->client, "stock", WB_CHART_STOCK);
  wb_client_watch_chart (watch->client, "hot", WB_CHART_HOT);
  assert_next_request (peer, "stock");
  assert_next_request (peer, "hot");
}

/* The display speaks the word of the server, also after a restart. */
static void
test_theme_word (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autoptr (Watch) later = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"text\":true}");
  watch = watch_charts (peer, 10000, folder);
  wait_until (is_online (watch));
  wb_client_request_theme (watch->client, WB_THEME_LIGHT);
  g_free (peer_expect (peer, "got {\"action\":\"themeChange\""));
  wait_until (wb_board_state_get_theme (wb_client_get_board (watch->client)) == WB_THEME_LIGHT);

  peer_command (peer, "send " CHANGE_THEME "\"\"}");
  wait_until (wb_board_state_get_theme (wb_client_get_board (watch->client)) == WB_THEME_DARK);
  wb_client_request_theme (watch->client, WB_THEME_LIGHT);
  g_free (peer_expect (peer, "got " CHANGE_THEME "\"light\"}"));
  wait_until (wb_board_state_get_theme (wb_client_get_board (watch->client)) == WB_THEME_LIGHT);

  /* The hot chart in full screen has two names as well. */
  wb_client_request_full_screen (watch->client, "hot", TRUE);
  g_free (peer_expect (peer, FULL_SCREEN "\"hot\",\"value\":true}"));
  wait_until (wb_board_state_is_full_screen (wb_client_get_board (watch->client), "hot"));
  peer_command (peer, "send {\"action\":\"fullScreen\",\"chartName\":\"hotproduct\",\"value\":false}");
  wait_until (wb_board_state_get_n_full_screen (wb_client_get_board (watch->client)) == 0);

  g_clear_pointer (&watch, watch_free);
  later = watch_charts (peer, 10000, folder);
  wait_until (is_online (later));
  wb_client_request_theme (later->client, WB_THEME_DARK);
  g_free (peer_expect (peer, "got " CHANGE_THEME "\"dark\"}"));
  wb_client_request_full_screen (later->client, "hot", TRUE);
  g_free (peer_expect (peer, FULL_SCREEN "\"hotproduct\",\"value\":true}"));
  wait_until (wb_board_state_is_full_screen (wb_client_get_board (later->client), "hot"));
}

static void
count_cb (WbClient   *client,
          const char *sentence,
          guint      *count)
{
  g_test_message ("%s", sentence);
  (*count)++;
}

/* Who does not know the word of a server says everything in both. A display does it once, and speaks as
 * before. */
static void
test_repeated (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"text\":true}");
  watch = watch_charts (peer, 10000, NULL);
  wait_until (is_online (watch));
  peer_command (peer, "send " CHANGE_THEME "\"\"}");
  wait_until (wb_board_state_get_theme (wb_client_get_board (watch->client)) == WB_THEME_LIGHT);

  peer_command (peer, "send {\"action\":\"themeChange\",\"value\":\"\"}");
  peer_command (peer, "send " CHANGE_THEME "\"\",\"repeated\":true}");
  peer_command (peer, "send {\"action\":\"themeChange\",\"value\":\"\"}");
  peer_command (peer, "send " CHANGE_THEME "\"\",\"repeated\":true}");
  peer_command (peer, "send {\"action\":\"themeChange\",\"value\":\"\"}");
  peer_command (peer, "send " CHANGE_THEME "\"\",\"repeated\":true}");
  peer_command (peer, "send {\"type\":\"notice\",\"data\":\"after it\"}");
  wait_until (watch->notices->len == 1);
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (watch->client)), ==, WB_THEME_DARK);

  wb_client_request_theme (watch->client, WB_THEME_LIGHT);
  g_free (peer_expect (peer, "got " CHANGE_THEME "\"light\"}"));
}

/* Servers that send words after each message, that echo to the sender only, that answer with JSON. */
static void
test_manners (gconstpointer options)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *trouble = NULL;
  guint n_unusable = 0;

  if (peer_is_missing ())
    return;

  peer = peer_new (options);
  watch = watch_charts (peer, 10000, NULL);
  g_signal_connect (watch->client, "unusable", G_CALLBACK (count_cb), &n_unusable);
  wait_until (count_data (watch) == 6);
  wb_client_request_theme (watch->client, WB_THEME_LIGHT);
  wait_until (wb_board_state_get_theme (wb_client_get_board (watch->client)) == WB_THEME_LIGHT);
  wb_client_request_full_screen (watch->client, "map", TRUE);
  wait_until (wb_board_state_is_full_screen (wb_client_get_board (watch->client), "map"));

  g_assert_cmpuint (peer_count (peer, "open"), ==, 1);
  trouble = wb_client_dup_trouble (watch->client);
  g_assert_null (trouble);
  g_assert_cmpuint (n_unusable, ==, 0);
  for (WbChartKind kind = 0; kind < WB_N_CHARTS; kind++)
    g_assert_null (get_problem (watch, wb_chart_kind_get_name (kind)));
}

static const struct
{
  const char *message;
  const char *problem; /* of seller, NULL for none */
  const char *trouble; /* of the connection */
  guint       n_unusable; /* messages that are reported */
} unusable[] = {
  { "{\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"[{\\\"name\\\":1\"}",
    "seller: line 1", NULL, 1 },
  { "{\"action\":\"getData\",\"chartName\":\"seller\",\"data\":7}", "seller: expected an array", NULL, 1 },
  { "{\"action\":\"getData\",\"chartName\" : \"seller\",\"data\":\"[]\",\"x\":}",
    "seller: line 1", NULL, 1 },
  { "{\"action\":\"getData\",\"chartName\":\"seller\",\"data\":null}", "answered without data", NULL },
  { "{\"action\":\"getData\",\"chartName\":\"seller\","
    "\"data\":\"{\\\"message\\\":\\\"no\\\",\\\"status\\\":404}\"}",
    "the server has no such data", NULL },
  { "{\"action\":\"getData\",\"data\":\"[]\"}", NULL, "names no dataset", 1 },
  { "{\"action\":\"fullScreen\",\"chartName\":\"seller\",}", NULL, "line 1", 1 },
  { "{\"type\":\"welcome\",\"data\":{}}", NULL, "welcome: ", 1 },
  { "Good morning", NULL, NULL },
  { "received {\"action\":\"getData\",\"chartName\":\"seller\"}", NULL, NULL },
  { "\"getData\"", NULL, NULL, 1 },
  { "[7", NULL, NULL, 1 },
};

/* A message that cannot be used marks its chart, or else the connection. */
static void
test_unusable (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unusable); i++)
    {
      g_autofree char *command = g_strconcat ("send ", unusable[i].message, NULL);
      g_autoptr (Peer) peer = NULL;
      g_autoptr (Watch) watch = NULL;
      g_autofree char *trouble = NULL;
      guint n_unusable = 0;

      if (peer_is_missing ())
        return;

      g_test_message ("%s", unusable[i].message);
      peer = peer_new ("{\"text\":true}");
      watch = watch_new_with_data (peer, "seller");
      g_signal_connect (watch->client, "unusable", G_CALLBACK (count_cb), &n_unusable);
      peer_command (peer, command);
      peer_command (peer, "send {\"type\":\"notice\",\"data\":\"after it\"}");
      wait_until (watch->notices->len == 1);

      trouble = wb_client_dup_trouble (watch->client);
      g_assert_cmpuint (trouble != NULL, ==, unusable[i].trouble != NULL);
      if (trouble != NULL)
        g_assert_nonnull (strstr (trouble, unusable[i].trouble));
      if (unusable[i].problem != NULL)
        g_assert_true (has_problem (watch, "seller", unusable[i].problem));
      else
        g_assert_null (get_problem (watch, "seller"));
      g_assert_nonnull (watch_get_dataset (watch->client, "seller"));
      g_assert_cmpuint (n_unusable, ==, unusable[i].n_unusable);

      /* Good data end it. */
      peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"[]\"}");
      wait_until (g_strcmp0 (wb_client_get_dataset_text (watch->client, "seller", NULL), "[]") == 0);
      g_assert_null (get_problem (watch, "seller"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/legacy/other-name", test_other_name);
  g_test_add_func ("/legacy/neither-name", test_neither_name);
  g_test_add_func ("/legacy/missing-file", test_missing_file);
  g_test_add_func ("/legacy/silent-name", test_silent_name);
  g_test_add_func ("/legacy/silent-server", test_silent_server);
  g_test_add_func ("/legacy/welcome", test_welcome);
  g_test_add_func ("/legacy/theme-word", test_theme_word);
  g_test_add_func ("/legacy/repeated", test_repeated);
  g_test_add_data_func ("/legacy/greeting", "{\"greeting\":\"hello socket from backend\",\"data\":{" OTHERS
                        ",\"hot\":\"" HOT "\"}}", test_manners);
  g_test_add_data_func ("/legacy/shy", "{\"shy\":true,\"data\":{" OTHERS ",\"hot\":\"" HOT "\"}}",
                        test_manners);
  g_test_add_data_func ("/legacy/object", "{\"object\":true,\"text\":true,\"data\":{" OTHERS
                        ",\"hot\":\"" HOT "\"}}", test_manners);
  g_test_add_func ("/legacy/unusable", test_unusable);

  return g_test_run ();
}
