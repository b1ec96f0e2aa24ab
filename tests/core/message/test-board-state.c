/* test-board-state.c: the state that displays share, and the welcome that contains it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "message/wb-board-state.h"

#include <string.h>

#include "support/wb-error.h"

static WbMessage *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  WbMessage *message = wb_message_parse (bytes, &error);

  g_test_message ("%s", text);
  g_assert_no_error (error);

  return message;
}

/* Applies a message to the state; returns whether it changed. */
static gboolean
apply (WbBoardState **state,
       const char    *text)
{
  g_autoptr (WbMessage) message = parse (text);
  g_autoptr (WbBoardState) before = *state;
  guint64 revision = wb_board_state_get_revision (before);
  WbTheme theme = wb_board_state_get_theme (before);
  guint n = wb_board_state_get_n_full_screen (before);

  *state = wb_board_state_apply (before, message);

  /* The old state does not change. */
  g_assert_cmpuint (wb_board_state_get_revision (before), ==, revision);
  g_assert_cmpint (wb_board_state_get_theme (before), ==, theme);
  g_assert_cmpuint (wb_board_state_get_n_full_screen (before), ==, n);
  g_assert_cmpstr (wb_board_state_get_epoch (*state), ==, wb_board_state_get_epoch (before));

  /* A change makes a new state with the next revision; without a change, it is the same one. */
  g_assert_cmpuint (wb_board_state_get_revision (*state), ==, *state == before ? revision : revision + 1);

  return *state != before;
}

static gboolean
apply_theme (WbBoardState **state,
             const char    *value)
{
  g_autofree char *text = g_strdup_printf ("{\"action\":\"themeChange\",\"value\":%s}", value);

  return apply (state, text);
}

static gboolean
apply_full_screen (WbBoardState **state,
                   const char    *chart_name,
                   const char    *value)
{
  g_autofree char *text =
    g_strdup_printf ("{\"action\":\"fullScreen\",\"chartName\":\"%s\",\"value\":%s}", chart_name, value);

  return apply (state, text);
}

static char *
join_full_screen (WbBoardState *state)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < wb_board_state_get_n_full_screen (state); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", wb_board_state_get_full_screen (state, i));

  return g_string_free (names, FALSE);
}

static void
assert_full_screen (WbBoardState *state,
                    const char   *expected)
{
  g_autofree char *names = join_full_screen (state);

  g_assert_cmpstr (names, ==, expected);
}

static void
assert_missed (WbBoardState *state,
               const char   *expected)
{
  g_autoptr (GPtrArray) missed = wb_board_state_list_missed (state);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < missed->len; i++)
    {
      GBytes *bytes = g_ptr_array_index (missed, i);

      g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_string_append_c (text, '|');
    }

  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_new (void)
{
  g_autoptr (WbBoardState) state = wb_board_state_new ("e1");
  g_autoptr (WbBoardState) nobody = wb_board_state_new (NULL);

  g_assert_cmpint (wb_board_state_get_theme (state), ==, WB_THEME_DARK);
  g_assert_cmpuint (wb_board_state_get_revision (state), ==, 0);
  g_assert_cmpstr (wb_board_state_get_epoch (state), ==, "e1");
  g_assert_cmpstr (wb_board_state_get_epoch (nobody), ==, "");
  assert_full_screen (state, "");
  assert_missed (state, "");
}

static void
test_theme (void)
{
  g_autoptr (WbBoardState) state = wb_board_state_new ("e1");

  /* By name: the current theme changes nothing. */
  g_assert_false (apply_theme (&state, "\"dark\""));
  g_assert_true (apply_theme (&state, "\"light\""));
  g_assert_cmpint (wb_board_state_get_theme (state), ==, WB_THEME_LIGHT);
  g_assert_false (apply_theme (&state, "\"light\""));
  g_assert_true (apply_theme (&state, "\"dark\""));
  g_assert_cmpint (wb_board_state_get_theme (state), ==, WB_THEME_DARK);
  g_assert_cmpuint (wb_board_state_get_revision (state), ==, 2);

  /* Anything else toggles, as it does on a legacy page. */
  for (guint i = 0; i < 2; i++)
    {
      static const char *const values[] = { "\"\"", "null", "true", "\"chalk\"", "{}", "[\"dark\"]",
                                            "\"Light\"", "0" };

      for (gsize j = 0; j < G_N_ELEMENTS (values); j++)
        {
          WbTheme before = wb_board_state_get_theme (state);

          g_assert_true (apply_theme (&state, values[j]));
          g_assert_cmpint (wb_board_state_get_theme (state), ==, wb_theme_other (before));
        }
      g_assert_true (apply (&state, "{\"action\":\"themeChange\"}"));
    }

  g_assert_cmpuint (wb_board_state_get_revision (state), ==, 20);
  assert_full_screen (state, "");
}

static void
test_full_screen (void)
{
  g_autoptr (WbBoardState) state = wb_board_state_new ("e1");

  g_assert_true (apply_full_screen (&state, "trend", "true"));
  g_assert_true (apply_full_screen (&state, "map", "true"));
  g_assert_true (apply_full_screen (&state, "my_own-1", "true"));
  assert_full_screen (state, "trend map my_own-1");

  /* Repeating it neither changes nor reorders. */
  g_assert_false (apply_full_screen (&state, "trend", "true"));
  assert_full_screen (state, "trend map my_own-1");

  g_assert_true (wb_board_state_is_full_screen (state, "map"));
  g_assert_true (apply_full_screen (&state, "map", "false"));
  g_assert_false (wb_board_state_is_full_screen (state, "map"));
  assert_full_screen (state, "trend my_own-1");
  g_assert_false (apply_full_screen (&state, "map", "false"));

  /* The latest is the last one. */
  g_assert_true (apply_full_screen (&state, "map", "true"));
  assert_full_screen (state, "trend my_own-1 map");

  g_assert_true (apply_full_screen (&state, "trend", "null"));
  assert_full_screen (state, "my_own-1 map");

  g_assert_cmpuint (wb_board_state_get_revision (state), ==, 6);
  g_assert_cmpint (wb_board_state_get_theme (state), ==, WB_THEME_DARK);
}

static void
test_no_change (void)
{
  g_autofree char *longest = g_strnfill (65, 'a');
  g_autoptr (WbBoardState) state = wb_board_state_new ("e1");

  g_assert_false (apply_full_screen (&state, "", "true"));
  g_assert_false (apply_full_screen (&state, "../map", "true"));
  g_assert_false (apply_full_screen (&state, "中", "true"));
  g_assert_false (apply_full_screen (&state, longest, "true"));
  g_assert_false (apply_full_screen (&state, "map", "\"true\""));
  g_assert_false (apply_full_screen (&state, "map", "1"));
  g_assert_false (apply (&state, "{\"action\":\"fullScreen\",\"value\":true}"));
  g_assert_false (apply (&state, "{\"action\":\"fullScreen\",\"chartName\":[\"map\"],\"value\":true}"));
  g_assert_false (apply (&state, "{\"action\":\"getData\",\"chartName\":\"map\",\"value\":true}"));
  g_assert_false (apply (&state, "{\"action\":\"shake\",\"chartName\":\"map\",\"value\":true}"));
  g_assert_false (apply (&state, "{\"type\":\"themeChange\",\"value\":\"light\"}"));
  g_assert_false (apply (&state, "{\"type\":\"heartCheck\"}"));
  g_assert_false (apply (&state, "{\"type\":\"welcome\",\"data\":{\"theme\":\"light\"}}"));
  g_assert_false (apply (&state, "{\"action\":\"change\",\"socketType\":\"fullScreen\",\"value\":true}"));
}

static void
test_limit (void)
{
  g_autoptr (WbBoardState) state = wb_board_state_new ("e1");

  for (guint i = 0; i < WB_BOARD_STATE_MAX_FULL_SCREEN + 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("chart%u", i);

      g_assert_true (apply_full_screen (&state, name, "true"));
      g_assert_cmpuint (wb_board_state_get_n_full_screen (state), ==, MIN (i + 1, 64));
    }

  /* The oldest was replaced. */
  g_assert_cmpstr (wb_board_state_get_full_screen (state, 0), ==, "chart8");
  g_assert_cmpstr (wb_board_state_get_full_screen (state, 63), ==, "chart71");

  /* A chart that is present replaces none, and removing one makes room. */
  g_assert_false (apply_full_screen (&state, "chart9", "true"));
  g_assert_true (apply_full_screen (&state, "chart9", "false"));
  g_assert_true (apply_full_screen (&state, "chart100", "true"));
  g_assert_cmpstr (wb_board_state_get_full_screen (state, 0), ==, "chart8");
  g_assert_cmpstr (wb_board_state_get_full_screen (state, 63), ==, "chart100");
}

static gboolean
is_chart (const char *chart_name,
          gpointer    user_data)
{
  return g_str_has_prefix (chart_name, user_data);
}

static void
apply_known (WbBoardState **state,
             const char    *prefix,
             guint          n)
{
  g_autofree char *name = g_strdup_printf ("%s%u", prefix, n);
  g_autoptr (WbMessage) message = wb_message_new_full_screen (name, TRUE);
  g_autoptr (WbBoardState) before = *state;

  *state = wb_board_state_apply_known (before, message, is_chart, (gpointer) "chart");
}

/* Unknown names replace each other, but not charts. */
static void
test_limit_known (void)
{
  g_autoptr (WbBoardState) state = wb_board_state_new ("e1");

  apply_known (&state, "junk", 0);
  apply_known (&state, "chart", 0);
  for (guint i = 1; i < 100; i++)
    apply_known (&state, "junk", i);
  g_assert_cmpuint (wb_board_state_get_n_full_screen (state), ==, 64);
  g_assert_cmpstr (wb_board_state_get_full_screen (state, 0), ==, "chart0");
  g_assert_cmpstr (wb_board_state_get_full_screen (state, 63), ==, "junk99");

  /* Charts replace all of them first, and then the oldest chart. */
  for (guint i = 1; i < 64; i++)
    apply_known (&state, "chart", i);
  g_assert_cmpstr (wb_board_state_get_full_screen (state, 0), ==, "chart0");
  g_assert_cmpstr (wb_board_state_get_full_screen (state, 63), ==, "chart63");
  apply_known (&state, "junk", 100);
  g_assert_false (wb_board_state_is_full_screen (state, "junk100"));
  apply_known (&state, "chart", 64);
  g_assert_cmpstr (wb_board_state_get_full_screen (state, 0), ==, "chart1");
  g_assert_cmpstr (wb_board_state_get_full_screen (state, 63), ==, "chart64");
}

/* The size of the messages for late joiners is limited. */
static void
test_missed_long (void)
{
  g_autoptr (WbBoardState) state = wb_board_state_new ("e1");
  g_autofree char *filling = g_strnfill (4 * 1024, 'x');
  g_autofree char *text =
    g_strdup_printf ("{\"action\":\"fullScreen\",\"chartName\":\"map\",\"value\":true,\"x\":\"%s\"}",
                     filling);

  g_assert_true (apply (&state, text));
  assert_missed (state,
                 "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"map\","
                 "\"value\":true}|");
}

static void
test_missed (void)
{
  g_autoptr (WbBoardState) state = wb_board_state_new ("e1");
  static const char *const odd =
    " {\"value\":true , \"chartName\":\"map\",\"action\":\"fullScreen\",\"x\":1.50,\"socketType\":\"s\"}\n";

  apply (&state, odd);
  apply_full_screen (&state, "trend", "true");
  g_assert_false (apply (&state, "{\"action\":\"fullScreen\",\"chartName\":\"map\",\"value\":true,"
                                 "\"late\":1}"));
  apply_theme (&state, "\"light\"");

  assert_missed (state,
                 " {\"value\":true , \"chartName\":\"map\",\"action\":\"fullScreen\",\"x\":1.50,"
                 "\"socketType\":\"s\"}\n|"
                 "{\"action\":\"fullScreen\",\"chartName\":\"trend\",\"value\":true}|"
                 "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\","
                 "\"value\":\"\"}|");

  apply_full_screen (&state, "map", "false");
  apply_theme (&state, "\"\"");
  assert_missed (state, "{\"action\":\"fullScreen\",\"chartName\":\"trend\",\"value\":true}|");

  apply_full_screen (&state, "trend", "false");
  assert_missed (state, "");
}

static WbWelcome *
read_welcome (const char *data)
{
  g_autofree char *text = g_strdup_printf ("{\"type\":\"welcome\",\"data\":%s}", data);
  g_autoptr (WbMessage) message = parse (text);
  g_autoptr (GError) error = NULL;
  WbWelcome *welcome = wb_welcome_from_message (message, &error);

  g_assert_no_error (error);
  g_assert_nonnull (welcome);

  return welcome;
}

static void
test_welcome (void)
{
  g_autoptr (WbWelcome) sent = g_new0 (WbWelcome, 1);
  g_autoptr (WbWelcome) got = NULL;
  g_autoptr (WbMessage) message = NULL;
  g_autoptr (WbMessage) again = NULL;
  g_autofree char *text = NULL;

  sent->state = wb_board_state_new ("7f\"3a");
  sent->server = g_strdup ("Wallboard 1.0");
  sent->heartbeat = 30;
  sent->control = TRUE;
  apply_full_screen (&sent->state, "trend", "true");
  apply_full_screen (&sent->state, "map", "true");
  apply_theme (&sent->state, "\"light\"");

  message = wb_welcome_to_message (sent);
  g_assert_cmpint (wb_message_get_kind (message), ==, WB_MESSAGE_WELCOME);
  text = g_strndup (g_bytes_get_data (wb_message_get_bytes (message), NULL),
                    g_bytes_get_size (wb_message_get_bytes (message)));
  g_assert_cmpstr (text, ==,
                   "{\"type\":\"welcome\",\"data\":{\"server\":\"Wallboard 1.0\",\"epoch\":\"7f\\\"3a\","
                   "\"revision\":3,"
                   "\"theme\":\"light\",\"fullScreen\":[\"trend\",\"map\"],\"heartbeat\":30,"
                   "\"control\":true}}");

  got = wb_welcome_from_message (message, NULL);
  g_assert_nonnull (got);
  g_assert_cmpstr (got->server, ==, "Wallboard 1.0");
  g_assert_cmpuint (got->heartbeat, ==, 30);
  g_assert_true (got->control);
  g_assert_cmpstr (wb_board_state_get_epoch (got->state), ==, "7f\"3a");
  g_assert_cmpuint (wb_board_state_get_revision (got->state), ==, 3);
  g_assert_cmpint (wb_board_state_get_theme (got->state), ==, WB_THEME_LIGHT);
  assert_full_screen (got->state, "trend map");

  again = wb_welcome_to_message (got);
  g_assert_true (g_bytes_equal (wb_message_get_bytes (again), wb_message_get_bytes (message)));
}

static void
test_welcome_goes_on (void)
{
  g_autoptr (WbWelcome) welcome =
    read_welcome ("{\"server\":\"s\",\"epoch\":\"e\",\"revision\":12,\"theme\":\"dark\","
                  "\"fullScreen\":[\"trend\"],"
                  "\"heartbeat\":0,\"control\":false,\"unknown\":[]}");

  g_assert_false (welcome->control);
  g_assert_cmpuint (welcome->heartbeat, ==, 0);

  /* Messages apply to a snapshot as to any state. */
  g_assert_false (apply_full_screen (&welcome->state, "trend", "true"));
  g_assert_true (apply_full_screen (&welcome->state, "map", "true"));
  g_assert_true (apply_full_screen (&welcome->state, "trend", "false"));
  g_assert_cmpuint (wb_board_state_get_revision (welcome->state), ==, 14);
  assert_full_screen (welcome->state, "map");
}

static void
test_welcome_limits (void)
{
  g_autofree char *server = g_strnfill (127, 's');
  g_autofree char *text = NULL;
  g_autoptr (GString) names = g_string_new ("\"trend\"");
  g_autoptr (WbWelcome) welcome = NULL;

  g_string_append (names, ",\"trend\"");
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (names, ",\"c%u\"", i);

  text = g_strdup_printf ("{\"server\":\"%s中\",\"epoch\":\"\",\"revision\":-1,\"theme\":\"dark\","
                          "\"fullScreen\":[%s],"
                          "\"heartbeat\":1e300}", server, names->str);
  welcome = read_welcome (text);

  g_assert_cmpstr (welcome->server, ==, server);
  g_assert_cmpuint (welcome->heartbeat, ==, 3600);
  g_assert_cmpuint (wb_board_state_get_revision (welcome->state), ==, 0);
  g_assert_cmpuint (wb_board_state_get_n_full_screen (welcome->state), <=, WB_BOARD_STATE_MAX_FULL_SCREEN);
  g_assert_cmpstr (wb_board_state_get_full_screen (welcome->state, 0), ==, "trend");
  g_assert_cmpstr (wb_board_state_get_full_screen (welcome->state, 1), ==, "c0");

  /* Without the member, all clients may change the board. */
  g_assert_true (welcome->control);
}

#define WELCOME(epoch, revision, theme, full_screen, heartbeat) \
  "{\"server\":\"s\"" epoch revision theme full_screen heartbeat "}"
#define EPOCH ",\"epoch\":\"e\""
#define REVISION ",\"revision\":1"
#define THEME ",\"theme\":\"dark\""
#define FULL_SCREEN ",\"fullScreen\":[]"
#define HEARTBEAT ",\"heartbeat\":30"

static const struct
{
  const char *data;
  const char *message;
} bad_welcomes[] = {
  { "null", "welcome: data: expected an object, got null" },
  { "\"auth ok\"", "welcome: data: expected an object, got the string “auth ok”" },
  { "[]", "welcome: data: expected an object, got an array" },
  { "{}", "welcome: data.server: expected a string, got nothing" },
  { "{\"server\":1}", "welcome: data.server: expected a string, got a number" },
  { WELCOME ("", REVISION, THEME, FULL_SCREEN, HEARTBEAT),
    "welcome: data.epoch: expected a string, got nothing" },
  { WELCOME (",\"epoch\":7", REVISION, THEME, FULL_SCREEN, HEARTBEAT),
    "welcome: data.epoch: expected a string, got a number" },
  { WELCOME (EPOCH, "", THEME, FULL_SCREEN, HEARTBEAT),
    "welcome: data.revision: expected a number, got nothing" },
  { WELCOME (EPOCH, ",\"revision\":true", THEME, FULL_SCREEN, HEARTBEAT),
    "welcome: data.revision: expected a number, got a boolean" },
  { WELCOME (EPOCH, ",\"revision\":1e999", THEME, FULL_SCREEN, HEARTBEAT),
    "welcome: data.revision: the number is past ±1e300; use a larger unit" },
  { WELCOME (EPOCH, REVISION, "", FULL_SCREEN, HEARTBEAT),
    "welcome: data.theme: expected a string, got nothing" },
  { WELCOME (EPOCH, REVISION, ",\"theme\":\"chalk\"", FULL_SCREEN, HEARTBEAT),
    "welcome: data.theme: expected “dark” or “light”" },
  { WELCOME (EPOCH, REVISION, THEME, "", HEARTBEAT),
    "welcome: data.fullScreen: expected an array, got nothing" },
  { WELCOME (EPOCH, REVISION, THEME, ",\"fullScreen\":{\"trend\":true}", HEARTBEAT),
    "welcome: data.fullScreen: expected an array, got an object" },
  { WELCOME (EPOCH, REVISION, THEME, ",\"fullScreen\":[\"map\",null]", HEARTBEAT),
    "welcome: data.fullScreen[1]: expected a string, got null" },
  { WELCOME (EPOCH, REVISION, THEME, ",\"fullScreen\":[\"../map\"]", HEARTBEAT),
    "welcome: data.fullScreen[0]: not the name of a dataset" },
  { WELCOME (EPOCH, REVISION, THEME, FULL_SCREEN, ""),
    "welcome: data.heartbeat: expected a number, got nothing" },
  { WELCOME (EPOCH, REVISION, THEME, FULL_SCREEN, ",\"heartbeat\":\"soon\""),
    "welcome: data.heartbeat: expected a number, got the string “soon”" },
  { WELCOME (EPOCH, REVISION, THEME, FULL_SCREEN, HEARTBEAT ",\"control\":1"),
    "welcome: data.control: expected a boolean" },
  { WELCOME (EPOCH, REVISION, THEME, FULL_SCREEN, HEARTBEAT ",\"control\":\"false\""),
    "welcome: data.control: expected a boolean" },
  { WELCOME (EPOCH, REVISION, THEME, FULL_SCREEN, HEARTBEAT ",\"control\":null"),
    "welcome: data.control: expected a boolean" },
};

static void
test_welcome_malformed (void)
{
  g_autoptr (WbMessage) empty = parse ("{\"type\":\"welcome\"}");
  g_autoptr (GError) empty_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad_welcomes); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"type\":\"welcome\",\"data\":%s}", bad_welcomes[i].data);
      g_autoptr (WbMessage) message = parse (text);
      g_autoptr (GError) error = NULL;

      g_assert_null (wb_welcome_from_message (message, &error));
      g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE);
      g_assert_cmpstr (error->message, ==, bad_welcomes[i].message);
      g_assert_null (wb_welcome_from_message (message, NULL));
    }

  g_assert_null (wb_welcome_from_message (empty, &empty_error));
  g_assert_cmpstr (empty_error->message, ==, "welcome: data: expected an object, got nothing");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/board-state/new", test_new);
  g_test_add_func ("/board-state/theme", test_theme);
  g_test_add_func ("/board-state/full-screen", test_full_screen);
  g_test_add_func ("/board-state/no-change", test_no_change);
  g_test_add_func ("/board-state/limit", test_limit);
  g_test_add_func ("/board-state/limit-known", test_limit_known);
  g_test_add_func ("/board-state/missed", test_missed);
  g_test_add_func ("/board-state/missed-long", test_missed_long);
  g_test_add_func ("/welcome/round-trip", test_welcome);
  g_test_add_func ("/welcome/goes-on", test_welcome_goes_on);
  g_test_add_func ("/welcome/limits", test_welcome_limits);
  g_test_add_func ("/welcome/malformed", test_welcome_malformed);

  return g_test_run ();
}
