/* test-message.c: the messages of the protocol, byte by byte
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "message/wb-message.h"

#include <string.h>

#include "json/wb-json.h"
#include "support/wb-error.h"

static WbMessage *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  WbMessage *message = wb_message_parse (bytes, &error);

  g_test_message ("%s", text);
  g_assert_no_error (error);
  g_assert_nonnull (message);

  /* Forwarding uses a reference to the bytes. */
  g_assert_true (wb_message_get_bytes (message) == bytes);

  return message;
}

static void
assert_bytes (GBytes     *bytes,
              const char *expected)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, strlen (expected));
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *text;
    WbMessageKind kind;
  } messages[] = {
    { "{\"action\":\"getData\",\"socketType\":\"trendData\",\"chartName\":\"trend\",\"value\":\"\"}",
      WB_MESSAGE_GET_DATA },
    { "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"map\",\"value\":true}",
      WB_MESSAGE_FULL_SCREEN },
    { "{\"action\":\"themeChange\",\"socketType\":\"changeTheme\",\"chartName\":\"\",\"value\":\"\"}",
      WB_MESSAGE_THEME_CHANGE },
    { "{\"action\":\"shake\"}", WB_MESSAGE_OTHER_ACTION },
    { "{\"action\":\"\"}", WB_MESSAGE_OTHER_ACTION },
    { "{\"action\":\"GetData\"}", WB_MESSAGE_OTHER_ACTION },
    { "{\"action\":\"getData \"}", WB_MESSAGE_OTHER_ACTION },
    { "{\"\\u0061ction\":\"get\\u0044ata\"}", WB_MESSAGE_GET_DATA },
    { "{\"type\":\"auth\",\"data\":\"a token\"}", WB_MESSAGE_AUTH },
    { "{\"type\":\"auth\"}", WB_MESSAGE_AUTH },
    { "{\"type\":\"auth\",\"data\":null}", WB_MESSAGE_AUTH },
    { "{\"type\":\"auth\",\"data\":\"auth ok\"}", WB_MESSAGE_AUTH_OK },
    { "{\"type\":\"auth\",\"data\":\"auth ok \"}", WB_MESSAGE_AUTH },
    { "{\"type\":\"noAuth\"}", WB_MESSAGE_NO_AUTH },
    { "{\"type\":\"heartCheck\"}", WB_MESSAGE_HEART_CHECK },
    { "{\"type\":\"welcome\",\"data\":{}}", WB_MESSAGE_WELCOME },
    { "{\"type\":\"hello\",\"data\":{}}", WB_MESSAGE_HELLO },
    { "{\"type\":\"news\",\"data\":\"x\"}", WB_MESSAGE_NOTICE },
    { "{\"type\":\"\"}", WB_MESSAGE_NOTICE },
    { "{\"type\":\"getData\"}", WB_MESSAGE_NOTICE },
    { "{\"type\":\"heartCheck\",\"action\":\"fullScreen\"}", WB_MESSAGE_FULL_SCREEN },
    { "{\"action\":\"heartCheck\",\"type\":\"heartCheck\"}", WB_MESSAGE_OTHER_ACTION },
    { "{\"action\":1,\"type\":\"heartCheck\"}", WB_MESSAGE_HEART_CHECK },
    { "{\"action\":null,\"type\":\"noAuth\"}", WB_MESSAGE_NO_AUTH },
    { "{\"action\":\"fullScreen\",\"action\":\"getData\"}", WB_MESSAGE_GET_DATA },
    { "\n{ \"action\" : \"themeChange\" } \r\n", WB_MESSAGE_THEME_CHANGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (WbMessage) message = parse (messages[i].text);

      g_assert_cmpint (wb_message_get_kind (message), ==, messages[i].kind);
      assert_bytes (wb_message_get_bytes (message), messages[i].text);
    }
}

static void
test_members (void)
{
  g_autoptr (WbMessage) full =
    parse ("{\"action\":\"getData\",\"socketType\":\"hotproductData\",\"chartName\":\"hotproduct\","
           "\"value\":true,"
           "\"data\":\"[1]\",\"error\":\"old\",\"x\":{\"y\":[0.10]}}");
  g_autoptr (WbMessage) wanted = parse ("{\"action\":\"fullScreen\",\"chartName\":\"map\",\"value\":true}");
  g_autoptr (WbMessage) none = parse ("{\"type\":\"x\"}");
  g_autoptr (WbMessage) wrong =
    parse ("{\"action\":\"getData\",\"socketType\":1,\"chartName\":{},\"value\":\"true\",\"data\":null,"
           "\"error\":false}");

  g_assert_cmpstr (wb_message_get_action (full), ==, "getData");
  g_assert_cmpstr (wb_message_get_socket_type (full), ==, "hotproductData");
  g_assert_cmpstr (wb_message_get_chart_name (full), ==, "hotproduct");
  g_assert_cmpstr (wb_message_get_data (full), ==, "[1]");
  g_assert_cmpstr (wb_message_get_error (full), ==, "old");
  g_assert_true (wb_message_get_full_screen (wanted));

  g_assert_null (wb_message_get_action (none));
  g_assert_null (wb_message_get_socket_type (none));
  g_assert_null (wb_message_get_chart_name (none));
  g_assert_null (wb_message_get_data (none));
  g_assert_null (wb_message_get_error (none));
  g_assert_false (wb_message_get_full_screen (none));

  g_assert_cmpstr (wb_message_get_action (wrong), ==, "getData");
  g_assert_null (wb_message_get_socket_type (wrong));
  g_assert_null (wb_message_get_chart_name (wrong));
  g_assert_null (wb_message_get_data (wrong));
  g_assert_null (wb_message_get_error (wrong));
  g_assert_false (wb_message_get_full_screen (wrong));
}

/* Some legacy servers put the dataset itself into the answer, not a string that holds it. */
static void
test_data_as_json (void)
{
  static const struct
  {
    const char *member;
    const char *text;
  } data[] = {
    { "\"data\": [ {\"name\":\"A\",\"value\":1.50} ]", "[ {\"name\":\"A\",\"value\":1.50} ]" },
    { "\"d\\u0061ta\":{\"id\":1764415142000000001,\"a\":\"\\ud800\"}",
      "{\"id\":1764415142000000001,\"a\":\"\\ud800\"}" },
    { "\"data\":[1],\"data\":\"[2]\"", "[2]" },
    { "\"data\":\"[2]\",\"data\":[1]", "[1]" },
    { "\"data\":7", "7" },
    { "\"data\":null", NULL },
    { "\"data\":[1],\"data\":null", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (data); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"action\":\"getData\",%s,\"n\":1}", data[i].member);
      g_autoptr (WbMessage) message = parse (text);
      GBytes *dataset = wb_message_get_dataset_text (message);

      g_assert_cmpstr (wb_message_get_data (message), ==, data[i].text);
      g_assert_cmpuint (dataset != NULL, ==, data[i].text != NULL);
      if (dataset != NULL)
        g_assert_cmpuint (g_bytes_get_size (dataset), ==, strlen (data[i].text));
      assert_bytes (wb_message_get_bytes (message), text);
    }
}

/* The values of a dataset do not count, since they are not kept: only its text is. */
static void
test_large_data_as_json (void)
{
  GString *text = g_string_new ("{\"action\":\"getData\",\"chartName\":\"free\",\"data\":[0");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (WbMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  while (text->len < 4 * 1024 * 1024)
    g_string_append (text, ",1");
  g_string_append (text, "]}");
  bytes = g_string_free_to_bytes (text);
  message = wb_message_parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (wb_message_get_dataset_text (message)), >, 4 * 1024 * 1024 - 100);
}

/* JSON.stringify() of half a character, and whole numbers past 64 bits, are legal in any member. */
static void
test_odd_members (void)
{
  const char *text = "{\"action\":\"fullScreen\",\"chartName\":\"map\",\"value\":true,"
                     "\"ts\":1764415142000000001,\"id\":-184467440737095516160,\"who\":\"\\ud83d\"}";
  g_autoptr (WbMessage) message = parse (text);
  g_autoptr (WbMessage) hello =
    parse ("{\"type\":\"hello\",\"data\":{\"name\":\"Lobby \\udc00TV\",\"version\":\"1\"}}");
  g_autofree char *name = wb_message_dup_display_name (hello);

  assert_bytes (wb_message_get_bytes (message), text);
  g_assert_true (wb_message_get_full_screen (message));
  g_assert_cmpstr (name, ==, "Lobby \xef\xbf\xbdTV");
}

static void
test_values (void)
{
  static const struct
  {
    const char *value;
    gboolean    boolean;
    int         theme;
  } values[] = {
    { "true", TRUE, -1 },
    { "false", FALSE, -1 },
    { "null", FALSE, -1 },
    { "1", FALSE, -1 },
    { "\"true\"", FALSE, -1 },
    { "[true]", FALSE, -1 },
    { "\"dark\"", FALSE, WB_THEME_DARK },
    { "\"light\"", FALSE, WB_THEME_LIGHT },
    { "\"Light\"", FALSE, -1 },
    { "\"\"", FALSE, -1 },
    { "{\"value\":true}", FALSE, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"action\":\"x\",\"value\":%s}", values[i].value);
      g_autoptr (WbMessage) message = parse (text);
      WbTheme theme = 42;

      g_assert_cmpint (wb_message_get_full_screen (message), ==, values[i].boolean);
      g_assert_cmpint (wb_message_get_theme (message, &theme), ==, values[i].theme >= 0);
      g_assert_cmpint ((int) theme, ==, values[i].theme >= 0 ? values[i].theme : 42);
    }
}

static void
test_malformed (void)
{
  static const char *const not_object = "a message must be an object";
  static const char *const no_action = "a message needs a string “action” or a string “type”";
  const struct
  {
    const char *text;
    WbCoreError code;
    const char *message;
  } messages[] = {
    { "[]", WB_CORE_ERROR_SHAPE, not_object },
    { "[{\"action\":\"getData\"}]", WB_CORE_ERROR_SHAPE, not_object },
    { "\"getData\"", WB_CORE_ERROR_SHAPE, not_object },
    { "null", WB_CORE_ERROR_SHAPE, not_object },
    { "42", WB_CORE_ERROR_SHAPE, not_object },
    { "{}", WB_CORE_ERROR_SHAPE, no_action },
    { "{\"Action\":\"getData\"}", WB_CORE_ERROR_SHAPE, no_action },
    { "{\"action\":1}", WB_CORE_ERROR_SHAPE, no_action },
    { "{\"action\":null,\"type\":null}", WB_CORE_ERROR_SHAPE, no_action },
    { "{\"action\":[\"getData\"],\"type\":{}}", WB_CORE_ERROR_SHAPE, no_action },
    { "{\"data\":{\"type\":\"auth\"}}", WB_CORE_ERROR_SHAPE, no_action },
    { "", WB_CORE_ERROR_SYNTAX, "line 1, column 1: the text ends too early" },
    { "hello", WB_CORE_ERROR_SYNTAX, "line 1, column 1: expected a value" },
    { "{\"type\":\"heartCheck\"", WB_CORE_ERROR_SYNTAX, "line 1, column 21: the text ends too early" },
    { "{\"type\":\"heartCheck\"}{\"type\":\"heartCheck\"}", WB_CORE_ERROR_SYNTAX,
      "line 1, column 22: something follows after the end of the value" },
    { "{\"type\":\"\xff\"}", WB_CORE_ERROR_SYNTAX, "line 1, column 10: the text is not valid UTF-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (messages[i].text, strlen (messages[i].text));
      g_autoptr (GError) error = NULL;

      g_assert_null (wb_message_parse (bytes, &error));
      g_assert_error (error, WB_CORE_ERROR, (int) messages[i].code);
      g_assert_cmpstr (error->message, ==, messages[i].message);
      g_assert_null (wb_message_parse (bytes, NULL));
    }
}

static void
assert_message (WbMessage     *message,
                WbMessageKind  kind,
                const char    *expected)
{
  g_assert_cmpint (wb_message_get_kind (message), ==, kind);
  assert_bytes (wb_message_get_bytes (message), expected);
  wb_message_unref (message);
}

static void
test_builders (void)
{
  assert_message (wb_message_new_get_data ("trend", NULL), WB_MESSAGE_GET_DATA,
                  "{\"action\":\"getData\",\"socketType\":\"trendData\",\"chartName\":\"trend\","
                  "\"value\":\"\"}");
  assert_message (wb_message_new_get_data ("hot", "hotproductData"), WB_MESSAGE_GET_DATA,
                  "{\"action\":\"getData\",\"socketType\":\"hotproductData\",\"chartName\":\"hot\","
                  "\"value\":\"\"}");
  assert_message (wb_message_new_full_screen ("map", TRUE), WB_MESSAGE_FULL_SCREEN,
                  "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"map\","
                  "\"value\":true}");
  assert_message (wb_message_new_full_screen ("map", FALSE), WB_MESSAGE_FULL_SCREEN,
                  "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"map\","
                  "\"value\":false}");
  assert_message (wb_message_new_theme_change (WB_THEME_DARK), WB_MESSAGE_THEME_CHANGE,
                  "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\","
                  "\"value\":\"dark\"}");
  assert_message (wb_message_new_theme_change (WB_THEME_LIGHT), WB_MESSAGE_THEME_CHANGE,
                  "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\","
                  "\"value\":\"light\"}");
  assert_message (wb_message_new_theme_toggle (), WB_MESSAGE_THEME_CHANGE,
                  "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\","
                  "\"value\":\"\"}");
  assert_message (wb_message_new_auth ("to\"k\\en\n"), WB_MESSAGE_AUTH,
                  "{\"type\":\"auth\",\"data\":\"to\\\"k\\\\en\\n\"}");
  assert_message (wb_message_new_auth_ok (), WB_MESSAGE_AUTH_OK, "{\"type\":\"auth\",\"data\":\"auth ok\"}");
  assert_message (wb_message_new_no_auth (), WB_MESSAGE_NO_AUTH, "{\"type\":\"noAuth\"}");
  assert_message (wb_message_new_heart_check (), WB_MESSAGE_HEART_CHECK, "{\"type\":\"heartCheck\"}");
  assert_message (wb_message_new_hello ("Lobby TV", "1.0"), WB_MESSAGE_HELLO,
                  "{\"type\":\"hello\",\"data\":{\"name\":\"Lobby TV\",\"version\":\"1.0\"}}");
  assert_message (wb_message_new_notice ("news", "线上 “a”"), WB_MESSAGE_NOTICE,
                  "{\"type\":\"news\",\"data\":\"线上 “a”\"}");

  /* A host name in Latin-1 must not abort the program. */
  assert_message (wb_message_new_hello ("caf\xe9", "1.0"), WB_MESSAGE_HELLO,
                  "{\"type\":\"hello\",\"data\":{\"name\":\"caf\xef\xbf\xbd\",\"version\":\"1.0\"}}");
}

/* An answer with the data as a string between its two parts. */
static GBytes *
build_answer (WbMessage  *request,
              const char *data,
              const char *problem)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GString *answer;

  wb_message_split_answer (request, data != NULL, problem, &before, &after);
  answer = g_string_new (before);
  if (data != NULL)
    wb_json_append_string (answer, data, -1);
  g_string_append (answer, after);

  return g_string_free_to_bytes (answer);
}

static void
assert_answer (const char *request,
               const char *data,
               const char *problem,
               const char *expected)
{
  g_autoptr (WbMessage) message = parse (request);
  g_autoptr (GBytes) answer = build_answer (message, data, problem);
  g_autoptr (WbMessage) parsed = NULL;

  assert_bytes (answer, expected);

  parsed = parse (expected);
  if (data != NULL)
    g_assert_cmpstr (wb_message_get_data (parsed), ==, data);
  g_assert_cmpstr (wb_message_get_error (parsed), ==, problem);
}

static void
test_answer (void)
{
  assert_answer ("{\"action\":\"getData\",\"socketType\":\"rankData\",\"chartName\":\"rank\",\"value\":\"\"}",
                 "[\n  {\"name\": \"广东\", \"value\": 1.50}\n]", NULL,
                 "{\"action\":\"getData\",\"socketType\":\"rankData\",\"chartName\":\"rank\",\"value\":\"\","
                 "\"data\":\"[\\n  {\\\"name\\\": \\\"广东\\\", \\\"value\\\": 1.50}\\n]\"}");

  /* The members and white space of the request are unchanged in the answer. */
  assert_answer (" {\n \"action\" : \"getData\", \"id\":1.500E+01, \"z\":[ {} ], \"a\":\"\\u0041\\/\" \n} \n",
                 "[]", NULL,
                 " {\n \"action\" : \"getData\", \"id\":1.500E+01, \"z\":[ {} ], \"a\":\"\\u0041\\/\" \n"
                 ",\"data\":\"[]\"}");

  assert_answer ("{\"action\":\"getData\"}", "", NULL, "{\"action\":\"getData\",\"data\":\"\"}");
  assert_answer ("{\"action\":\"getData\",\"x\":\"}\"}", "{}", NULL,
                 "{\"action\":\"getData\",\"x\":\"}\",\"data\":\"{}\"}");
}

static void
test_answer_replaces_data (void)
{
  assert_answer ("{\"data\": {\"data\":[1,2]} ,\"action\":\"getData\"}", "[]", NULL,
                 "{\"data\": \"[]\" ,\"action\":\"getData\"}");
  assert_answer ("{\"action\":\"getData\",\"data\":\"old\" }", "new", NULL,
                 "{\"action\":\"getData\",\"data\":\"new\" }");
  assert_answer ("{\"action\":\"getData\",\"data\":1,\"data\":2}", "[]", NULL,
                 "{\"action\":\"getData\",\"data\":1,\"data\":\"[]\"}");
  assert_answer ("{\"data\":1,\"action\":\"getData\",\"d\\u0061ta\":2}", "[]", NULL,
                 "{\"data\":1,\"action\":\"getData\",\"d\\u0061ta\":\"[]\"}");
  assert_answer ("{\"action\":\"getData\",\"x\":{\"data\":1}}", "[]", NULL,
                 "{\"action\":\"getData\",\"x\":{\"data\":1},\"data\":\"[]\"}");
}

static void
test_answer_problem (void)
{
  assert_answer ("{\"action\":\"getData\"}", "[]", "It is “old”\n",
                 "{\"action\":\"getData\",\"data\":\"[]\",\"error\":\"It is “old”\\n\"}");
  assert_answer ("{\"action\":\"getData\"}", NULL, "No such dataset",
                 "{\"action\":\"getData\",\"error\":\"No such dataset\"}");
  assert_answer ("{\"action\":\"getData\",\"data\":\"x\"} ", "[]", "old",
                 "{\"action\":\"getData\",\"data\":\"[]\",\"error\":\"old\"}");
  assert_answer ("{\"action\":\"getData\"} ", NULL, NULL, "{\"action\":\"getData\"}");
}

static void
test_answer_not_utf8 (void)
{
  g_autoptr (WbMessage) request = parse ("{\"action\":\"getData\"}");
  g_autoptr (GBytes) answer = build_answer (request, "\"\xff\"", NULL);

  assert_bytes (answer, "{\"action\":\"getData\",\"data\":\"\\\"\xef\xbf\xbd\\\"\"}");
}

static void
assert_notice (const char *text,
               const char *expected)
{
  g_autoptr (WbMessage) message = parse (text);
  g_autofree char *notice = wb_message_dup_notice (message);

  g_assert_cmpstr (notice, ==, expected);
}

static void
test_notice (void)
{
  assert_notice ("{\"type\":\"x\",\"data\":\"two\\nlines\"}", "two\nlines");
  assert_notice ("{\"type\":\"x\",\"data\":\"a\\u009b2J\\u202eb\\r\\nc\"}",
                 "a\xef\xbf\xbd" "2J\xef\xbf\xbd" "b\nc");
  assert_notice ("{\"type\":\"x\",\"data\":[\"\xc2\x9b\"]}", "[\"\xef\xbf\xbd\"]");
  assert_notice ("{\"type\":\"x\",\"data\":\"\"}", "");
  assert_notice ("{\"type\":\"x\",\"data\":42}", "42");
  assert_notice ("{\"type\":\"x\",\"data\":0.1}", "0.1");
  assert_notice ("{\"type\":\"x\",\"data\":1e999}", "1e999");
  assert_notice ("{\"type\":\"x\",\"data\":-0.50}", "-0.50");
  assert_notice ("{\"type\":\"x\",\"data\":true}", "true");
  assert_notice ("{\"type\":\"x\",\"data\":[1, 2.0, \"é\"]}", "[1, 2.0, \"é\"]");
  assert_notice ("{\"data\" : {\"a\":{}} , \"type\":\"x\"}", "{\"a\":{}}");
  assert_notice ("{\"type\":\"x\",\"d\\u0061ta\":7}", "7");
  assert_notice ("{\"type\":\"x\",\"data\":1,\"data\":2}", "2");
  assert_notice ("{\"type\":\"x\",\"data\":null}", NULL);
  assert_notice ("{\"type\":\"x\"}", NULL);
}

static void
assert_wanted_notice (const char *text,
                      const char *expected)
{
  g_autoptr (WbMessage) message = parse (text);

  g_assert_cmpstr (wb_message_get_wanted_notice (message), ==, expected);
}

static void
test_wanted_notice (void)
{
  g_autofree char *longest = g_strnfill (WB_NOTICE_MAX, 'x');
  g_autofree char *longer = g_strnfill (WB_NOTICE_MAX + 1, 'x');
  g_autoptr (WbMessage) fits = wb_message_new_notice (WB_NOTICE_TYPE, longest);
  g_autoptr (WbMessage) too_long = wb_message_new_notice (WB_NOTICE_TYPE, longer);

  assert_wanted_notice ("{\"type\":\"notice\",\"data\":\"Closed at six\"}", "Closed at six");
  assert_wanted_notice ("{\"type\":\"notice\",\"data\":\"\"}", NULL);
  assert_wanted_notice ("{\"type\":\"notice\",\"data\":42}", NULL);
  assert_wanted_notice ("{\"type\":\"notice\"}", NULL);
  assert_wanted_notice ("{\"type\":\"msg\",\"data\":\"x\"}", NULL);
  assert_wanted_notice ("{\"type\":\"hello\",\"data\":\"x\"}", NULL);
  assert_wanted_notice ("{\"action\":\"notice\",\"type\":\"notice\",\"data\":\"x\"}", NULL);
  g_assert_cmpstr (wb_message_get_wanted_notice (fits), ==, longest);
  g_assert_null (wb_message_get_wanted_notice (too_long));
}

static void
assert_display_name (const char *data,
                     const char *expected)
{
  g_autofree char *text = g_strdup_printf ("{\"type\":\"hello\",\"data\":%s}", data);
  g_autoptr (WbMessage) message = parse (text);
  g_autofree char *name = wb_message_dup_display_name (message);

  g_assert_cmpstr (name, ==, expected);
}

static void
assert_display_version (const char *data,
                        const char *expected)
{
  g_autofree char *text = g_strdup_printf ("{\"type\":\"hello\",\"data\":%s}", data);
  g_autoptr (WbMessage) message = parse (text);
  g_autofree char *version = wb_message_dup_display_version (message);

  g_assert_cmpstr (version, ==, expected);
}

static void
test_display_name (void)
{
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *too_long = g_strdup_printf ("{\"name\":\"%saa\"}", longest);
  g_autoptr (GString) wide = g_string_new (NULL);
  g_autofree char *too_wide = NULL;

  assert_display_name ("{\"name\":\"Lobby TV\",\"version\":\"1.0\"}", "Lobby TV");
  assert_display_name ("{\"name\":\"大厅 👨\xe2\x80\x8d👩\"}", "大厅 👨\xe2\x80\x8d👩");
  assert_display_name (too_long, longest);

  for (guint i = 0; i < 64; i++)
    g_string_append (wide, "😀");
  too_wide = g_strdup_printf ("{\"name\":\"\\n%s😀\"}", wide->str);
  assert_display_name (too_wide, wide->str);

  /* The result must not contain line ends, controls or overrides of direction. */
  assert_display_name ("{\"name\":\"a\\r\\nb\\u001b[31mc\\u007f\\u0085\"}",
                       "a b\xef\xbf\xbd[31mc\xef\xbf\xbd");
  assert_display_name ("{\"name\":\"a\\u2028b\\u2029c\\u202ed\\u202ae\\u2066f\\u2069g\"}",
                       "a b c\xef\xbf\xbd" "d\xef\xbf\xbd" "e\xef\xbf\xbd" "f\xef\xbf\xbdg");

  assert_display_name ("{\"name\":\"\"}", NULL);
  assert_display_name ("{\"name\":\"\\n\"}", NULL);
  assert_display_name ("{\"name\":1}", NULL);
  assert_display_name ("{}", NULL);
  assert_display_name ("\"Lobby TV\"", NULL);
  assert_display_name ("null", NULL);
}

static void
test_display_version (void)
{
  assert_display_version ("{\"name\":\"Lobby TV\",\"version\":\"1.0\"}", "1.0");
  assert_display_version ("{\"version\":\"1\\u001b.0\\n\"}", "1\xef\xbf\xbd.0");
  assert_display_version ("{\"version\":1}", NULL);
  assert_display_version ("{\"name\":\"Lobby TV\"}", NULL);
  assert_display_version ("[]", NULL);
}

static gpointer
read_in_thread (gpointer data)
{
  WbMessage *message = data;

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (WbMessage) ref = wb_message_ref (message);
      g_autofree char *notice = wb_message_dup_notice (ref);

      g_assert_cmpstr (wb_message_get_chart_name (ref), ==, "map");
      g_assert_cmpstr (notice, ==, "[1]");
    }

  wb_message_unref (message);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (WbMessage) message = parse ("{\"action\":\"x\",\"chartName\":\"map\",\"data\":[1]}");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_in_thread, wb_message_ref (message));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpstr (wb_message_get_chart_name (message), ==, "map");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message/kinds", test_kinds);
  g_test_add_func ("/message/members", test_members);
  g_test_add_func ("/message/values", test_values);
  g_test_add_func ("/message/data-as-json", test_data_as_json);
  g_test_add_func ("/message/data-as-json/large", test_large_data_as_json);
  g_test_add_func ("/message/odd-members", test_odd_members);
  g_test_add_func ("/message/malformed", test_malformed);
  g_test_add_func ("/message/builders", test_builders);
  g_test_add_func ("/message/answer", test_answer);
  g_test_add_func ("/message/answer/replaces-data", test_answer_replaces_data);
  g_test_add_func ("/message/answer/problem", test_answer_problem);
  g_test_add_func ("/message/answer/not-utf8", test_answer_not_utf8);
  g_test_add_func ("/message/notice", test_notice);
  g_test_add_func ("/message/wanted-notice", test_wanted_notice);
  g_test_add_func ("/message/display-name", test_display_name);
  g_test_add_func ("/message/display-version", test_display_version);
  g_test_add_func ("/message/threads", test_threads);

  return g_test_run ();
}
