/* test-json.c: valid and invalid JSON, and the places of errors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "json/wb-json.h"

#include <math.h>
#include <string.h>

#include "support/wb-error.h"

typedef struct
{
  const char *text;
  WbCoreError code;
  const char *message;
} Bad;

static const char *const good_texts[] = {
  "null", "true", "false", "0", "-0", "0.0", "-0.0", "0e1", "0E0", "1E5", "1e-400", "1e999", "-1e+999",
  "1e00005", "123456789012345678", "-123456789012345678", "0.1234567890123456789", "12345678901234567890.5",
  "\"\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\uFFFF\"", "\"\x7f\"", "\"\xe2\x80\xa8\xe2\x80\xa9\"",
  "\"\\u2028\"",
  "\"\\ud83d\\ude00\\uD83D\\uDE00\"", "\"\xf0\x9f\x98\x80\"", "\"\xef\xbf\xbf\"", "\"\xef\xbb\xbf\"",
  "\"a\\ud800\"", "\"\\ud800\\n\"", "\"\\ud800\\ud800\"", "\"\\udc00\"", "\"\\ude00\\ud83d\"",
  "{\"\\ud800\":\"\\ud83d\"}",
  "1234567890123456789", "[-1234567890123456789]", "{\"a\":1764415142000000001,\"b\":[18446744073709551616]}",
  "[]", "{}", " \t\r\n[ \n] ", "{ }", "[[],{},[{}]]", "[1,-1,\"\",null]", "{\"\":1}", "{\"a\":1,\"a\":2}",
  "{\"a\":{\"a\":[]},\"b\" : [ ] }", "\"//\"", "{\"true\":\"var\"}",
  "\xef\xbb\xbf{}", "\xef\xbb\xbf [1234567890123456789,\"\\ud800\"]",
};

static const Bad bad_texts[] = {
  { "", WB_CORE_ERROR_SYNTAX, "line 1, column 1: the text ends too early" },
  { " \n ", WB_CORE_ERROR_SYNTAX, "line 2, column 2: the text ends too early" },
  { "\xef\xbb\xbf", WB_CORE_ERROR_SYNTAX, "line 1, column 2: the text ends too early" },
  { " \xef\xbb\xbf{}", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a value" },
  { "\xfe\xff{}", WB_CORE_ERROR_SYNTAX, "line 1, column 1: the text is not valid UTF-8" },
  { "[\"\xff\"]", WB_CORE_ERROR_SYNTAX, "line 1, column 3: the text is not valid UTF-8" },
  { "[\"\xc0\x80\"]", WB_CORE_ERROR_SYNTAX, "line 1, column 3: the text is not valid UTF-8" },
  { "[\"\xed\xa0\x80\"]", WB_CORE_ERROR_SYNTAX, "line 1, column 3: the text is not valid UTF-8" },
  { "[\n\n  \"é\xe4\xb8\"]", WB_CORE_ERROR_SYNTAX, "line 3, column 5: the text is not valid UTF-8" },
  { "\"\\u0000\"", WB_CORE_ERROR_SYNTAX, "line 1, column 2: a string must not contain the character NUL" },
  { "{\"\\u0000\":1}", WB_CORE_ERROR_SYNTAX,
    "line 1, column 3: a string must not contain the character NUL" },
  { "\"\\u12g4\"", WB_CORE_ERROR_SYNTAX, "line 1, column 6: expected four hexadecimal digits after “\\u”" },
  { "\"\\x41\"", WB_CORE_ERROR_SYNTAX, "line 1, column 3: unknown escape in a string" },
  { "\"\\'\"", WB_CORE_ERROR_SYNTAX, "line 1, column 3: unknown escape in a string" },
  { "\"a\nb\"", WB_CORE_ERROR_SYNTAX, "line 1, column 3: a control character in a string must be escaped" },
  { "\"\x1f\"", WB_CORE_ERROR_SYNTAX, "line 1, column 2: a control character in a string must be escaped" },
  { "\"\t\"", WB_CORE_ERROR_SYNTAX, "line 1, column 2: a control character in a string must be escaped" },
  { "\"abc", WB_CORE_ERROR_SYNTAX, "line 1, column 5: the text ends too early" },
  { "01", WB_CORE_ERROR_SYNTAX, "line 1, column 1: a number must not begin with a zero" },
  { "[-012]", WB_CORE_ERROR_SYNTAX, "line 1, column 3: a number must not begin with a zero" },
  { "-", WB_CORE_ERROR_SYNTAX, "line 1, column 2: the text ends too early" },
  { "[-]", WB_CORE_ERROR_SYNTAX, "line 1, column 3: expected a digit" },
  { "[-Infinity]", WB_CORE_ERROR_SYNTAX, "line 1, column 3: expected a digit" },
  { "[1.]", WB_CORE_ERROR_SYNTAX, "line 1, column 4: expected a digit after the decimal point" },
  { "[1e]", WB_CORE_ERROR_SYNTAX, "line 1, column 4: expected a digit in the exponent" },
  { "[1e+]", WB_CORE_ERROR_SYNTAX, "line 1, column 5: expected a digit in the exponent" },
  { "[.5]", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a value" },
  { "[+1]", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a value" },
  { "[0x10]", WB_CORE_ERROR_SYNTAX, "line 1, column 3: expected “,” or “]”" },
  { "[1 2]", WB_CORE_ERROR_SYNTAX, "line 1, column 4: expected “,” or “]”" },
  { "[NaN]", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a value" },
  { "[nul]", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a value" },
  { "[True]", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a value" },
  { "[truex]", WB_CORE_ERROR_SYNTAX, "line 1, column 6: expected “,” or “]”" },
  { "[1,]", WB_CORE_ERROR_SYNTAX, "line 1, column 4: expected a value" },
  { "[,1]", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a value" },
  { "[1}", WB_CORE_ERROR_SYNTAX, "line 1, column 3: expected “,” or “]”" },
  { "{]", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a name in double quotes" },
  { "{\"a\":1,}", WB_CORE_ERROR_SYNTAX, "line 1, column 8: expected a name in double quotes" },
  { "{a:1}", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a name in double quotes" },
  { "{'a':1}", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a name in double quotes" },
  { "{1:1}", WB_CORE_ERROR_SYNTAX, "line 1, column 2: expected a name in double quotes" },
  { "{\"a\" 1}", WB_CORE_ERROR_SYNTAX, "line 1, column 6: expected “:”" },
  { "{\"a\":}", WB_CORE_ERROR_SYNTAX, "line 1, column 6: expected a value" },
  { "{\"a\":1]", WB_CORE_ERROR_SYNTAX, "line 1, column 7: expected “,” or “}”" },
  { "{\n  \"中\": 1\n  \"b\": 2\n}", WB_CORE_ERROR_SYNTAX, "line 3, column 3: expected “,” or “}”" },
  { "{\n  \"中文\": x\n}", WB_CORE_ERROR_SYNTAX, "line 2, column 9: expected a value" },
  { "{} {}", WB_CORE_ERROR_SYNTAX, "line 1, column 4: something follows after the end of the value" },
  { "null,", WB_CORE_ERROR_SYNTAX, "line 1, column 5: something follows after the end of the value" },
  { "]", WB_CORE_ERROR_SYNTAX, "line 1, column 1: expected a value" },
  { "// a\n1", WB_CORE_ERROR_SYNTAX, "line 1, column 1: expected a value" },
  { "[1,/* a */2]", WB_CORE_ERROR_SYNTAX, "line 1, column 4: expected a value" },
  { "var a = 1;", WB_CORE_ERROR_SYNTAX, "line 1, column 1: expected a value" },
  { "[\"\xe2\x80\xa8\",\xc2\xa0" "1]", WB_CORE_ERROR_SYNTAX, "line 1, column 6: expected a value" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;
      gsize length = strlen (good_texts[i]);

      g_test_message ("%s", good_texts[i]);
      g_assert_true (wb_json_check (good_texts[i], length, &error));
      g_assert_no_error (error);

      node = wb_json_parse (good_texts[i], length, &error);
      g_assert_no_error (error);
      g_assert_nonnull (node);
      g_assert_true (json_node_is_immutable (node));
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_texts); i++)
    {
      const Bad *bad = &bad_texts[i];
      g_autoptr (GError) check_error = NULL;
      g_autoptr (GError) parse_error = NULL;

      g_test_message ("%s", bad->message);
      g_assert_false (wb_json_check (bad->text, strlen (bad->text), &check_error));
      g_assert_error (check_error, WB_CORE_ERROR, (int) bad->code);
      g_assert_cmpstr (check_error->message, ==, bad->message);

      g_assert_null (wb_json_parse (bad->text, strlen (bad->text), &parse_error));
      g_assert_error (parse_error, WB_CORE_ERROR, (int) bad->code);
      g_assert_cmpstr (parse_error->message, ==, bad->message);

      /* The error may be NULL. */
      g_assert_false (wb_json_check (bad->text, strlen (bad->text), NULL));
    }
}

static void
test_nul (void)
{
  static const char *const expected = "line 1, column 3: the text contains the character NUL";
  g_autoptr (GError) error = NULL;

  g_assert_false (wb_json_check ("[1\0]", 4, &error));
  g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_SYNTAX);
  g_assert_cmpstr (error->message, ==, expected);

  g_assert_false (wb_json_check ("[]\0", 3, NULL));
  g_assert_false (wb_json_check ("\0", 1, NULL));
  g_assert_false (wb_json_check ("\"a\0b\"", 5, NULL));
}

static void
test_length_is_kept (void)
{
  /* Bytes beyond the length do not matter, valid or not. */
  g_assert_true (wb_json_check ("[1]x", 3, NULL));
  g_assert_true (wb_json_check ("1234", 2, NULL));
  g_assert_false (wb_json_check ("[1]", 2, NULL));
  g_assert_false (wb_json_check ("true", 3, NULL));
  g_assert_false (wb_json_check ("\"\\u0041\"", 7, NULL));
}

static void
test_depth (void)
{
  for (guint kind = 0; kind < 3; kind++)
    {
      for (guint depth = WB_JSON_MAX_DEPTH; depth <= WB_JSON_MAX_DEPTH + 1; depth++)
        {
          g_autoptr (GString) text = g_string_new (NULL);
          g_autoptr (GError) error = NULL;
          g_autoptr (JsonNode) node = NULL;

          /* Arrays, objects, and both in each other. */
          for (guint i = 0; i < depth; i++)
            g_string_append (text, kind == 1 || (kind == 2 && i % 2 == 0) ? "{\"\":" : "[");
          g_string_append_c (text, '1');
          for (guint i = depth; i-- > 0; )
            g_string_append_c (text, kind == 1 || (kind == 2 && i % 2 == 0) ? '}' : ']');

          node = wb_json_parse (text->str, text->len, &error);
          if (depth == WB_JSON_MAX_DEPTH)
            {
              g_assert_no_error (error);
              g_assert_nonnull (node);
            }
          else
            {
              g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_LIMIT);
              g_assert_true (g_str_has_suffix (error->message,
                                               "arrays and objects are nested more than 32 deep"));
            }
        }
    }
}

static void
test_depth_is_not_length (void)
{
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "[{}],{\"a\":[]},");
  g_string_append (text, "0]");

  g_assert_true (wb_json_check (text->str, text->len, NULL));

  /* A million brackets are an error, without recursion. */
  g_string_truncate (text, 0);
  for (guint i = 0; i < 1000 * 1000; i++)
    g_string_append_c (text, '[');
  g_assert_null (wb_json_parse (text->str, text->len, NULL));
}

static void
test_members (void)
{
  g_autoptr (GString) object = g_string_new ("{");
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GError) error = NULL;

  /* The limit is for each object, and repeated names count. */
  for (guint i = 0; i < WB_JSON_MAX_MEMBERS / 2; i++)
    g_string_append_printf (object, "\"a\":[{\"b\":1}],\"%u\":{},", i);
  object->str[object->len - 1] = '}';
  g_string_append_printf (text, "%s,%s]", object->str, object->str);
  g_assert_true (wb_json_check (text->str, text->len, &error));
  g_assert_no_error (error);

  object->str[object->len - 1] = ',';
  g_string_append (object, "\n\"a\":1}");
  g_assert_false (wb_json_check (object->str, object->len, &error));
  g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_LIMIT);
  g_assert_cmpstr (error->message, ==, "line 2, column 1: an object has more than 1024 members");
}

/* The memory of the values is limited, even if their text is short. */
static void
test_memory (void)
{
  g_autoptr (GString) text = g_string_new ("[{\"a\":");
  g_autoptr (JsonNode) little = NULL;
  g_autoptr (JsonNode) any = NULL;
  g_autoptr (GError) error = NULL;

  g_string_append (text, "[[]");
  for (guint i = 0; i < 4000; i++)
    g_string_append (text, ",{}");
  g_string_append (text, "]\n}]");

  little = wb_json_parse_limited (text->str, text->len, 2 * 1024 * 1024, &error);
  g_assert_no_error (error);
  g_assert_nonnull (little);
  g_assert_null (wb_json_parse_limited (text->str, text->len, 1024 * 1024, &error));
  g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "more than 1 MiB of memory"));

  /* A text that is only checked has no such limit, since no tree is made. */
  g_assert_true (wb_json_check (text->str, text->len, NULL));
  any = wb_json_parse_limited (text->str, text->len, 0, NULL);
  g_assert_nonnull (any);
}

/* The longest text of a dataset, with the smallest values. */
static void
test_worst_memory (void)
{
  static const char *const units[] = { "1", "\"\"", "[]", "{}", "{\"a\":{}}", "[{}]", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new ("[");
      g_autoptr (GError) error = NULL;

      while (text->len < 8 * 1024 * 1024)
        g_string_append_printf (text, "%s,", units[i]);
      g_string_append (text, "0]");
      g_assert_null (wb_json_parse (text->str, text->len, &error));
      g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_LIMIT);
    }
}

static void
test_truncated (void)
{
  static const char sample[] =
    "{\"a\":[1.5e-3,true,false,null,\"\\u00e9\\ud83d\\ude00 \xe4\xb8\xad\\\\\"],\"\":{},\"b\":{\"c\":[],"
    "\"d\":-0}}";

  for (gsize i = 0; i < strlen (sample); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *part = g_memdup2 (sample, MAX (i, 1));

      g_assert_false (wb_json_check (part, i, &error));
      g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_SYNTAX);
    }

  g_assert_true (wb_json_check (sample, strlen (sample), NULL));
}

static double
parse_number (const char *text)
{
  g_autoptr (JsonNode) node = wb_json_parse (text, strlen (text), NULL);

  g_assert_nonnull (node);

  return json_node_get_double (node);
}

static void
test_numbers (void)
{
  g_assert_cmpfloat (parse_number ("0e1"), ==, 0);
  g_assert_cmpfloat (parse_number ("-0"), ==, 0);
  g_assert_cmpfloat (parse_number ("0.0"), ==, 0);
  g_assert_cmpfloat (parse_number ("1E5"), ==, 100000);
  g_assert_cmpfloat (parse_number ("-2.5e+3"), ==, -2500);
  g_assert_cmpfloat (parse_number ("1e-400"), ==, 0);
  g_assert_true (isinf (parse_number ("1e999")));
  g_assert_cmpfloat (parse_number ("0.1"), ==, 0.1);
  g_assert_cmpfloat (parse_number ("123456789012345678"), ==, 123456789012345678.0);
  g_assert_cmpfloat (parse_number ("-999999999999999999"), ==, -999999999999999999.0);
  g_assert_cmpfloat (parse_number ("1764415142000000001"), ==, 1764415142000000001.0);
  g_assert_cmpfloat (parse_number ("-18446744073709551616"), ==, -18446744073709551616.0);
}

static void
test_strings (void)
{
  static const struct
  {
    const char *json;
    const char *text;
  } strings[] = {
    { "\"\"", "" },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
    { "\"\\u0041\\u00e9\\u4e2d\"", "Aé中" },
    { "\"\\ud83d\\ude00\"", "😀" },
    { "\"\\uDBFF\\uDFFF\"", "\xf4\x8f\xbf\xbf" },
    { "\"\x7f\xe2\x80\xa8\"", "\x7f\xe2\x80\xa8" },
    { "\"\\\\u0041\"", "\\u0041" },
    { "\"a\\ud800\"", "a\xef\xbf\xbd" },
    { "\"\\ud800\\n\\udc00\"", "\xef\xbf\xbd\n\xef\xbf\xbd" },
    { "\"\\ud83d\\ud83d\\ude00\"", "\xef\xbf\xbd😀" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autoptr (JsonNode) node = wb_json_parse (strings[i].json, strlen (strings[i].json), NULL);

      g_assert_nonnull (node);
      g_assert_cmpstr (json_node_get_string (node), ==, strings[i].text);
    }
}

static void
assert_append (const char *text,
               gssize      length,
               const char *expected)
{
  g_autoptr (GString) json = g_string_new ("x");

  wb_json_append_string (json, text, length);

  g_assert_cmpstr (json->str, ==, expected);
  g_assert_cmpuint (json->len, ==, strlen (expected));
}

/* The output of JSON.stringify() in Node 18. */
static void
test_append_string (void)
{
  assert_append ("", -1, "x\"\"");
  assert_append ("a/b", -1, "x\"a/b\"");
  assert_append ("\"\\", -1, "x\"\\\"\\\\\"");
  assert_append ("\b\t\n\f\r", -1, "x\"\\b\\t\\n\\f\\r\"");
  assert_append ("\x01\x02\x03\x04\x05\x06\x07\x0b\x0e\x0f", -1,
                 "x\"\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u000b\\u000e\\u000f\"");
  assert_append ("\x10\x1a\x1f", -1, "x\"\\u0010\\u001a\\u001f\"");
  assert_append ("\x7f <>&'\xe2\x80\xa8\xe2\x80\xa9", -1, "x\"\x7f <>&'\xe2\x80\xa8\xe2\x80\xa9\"");
  assert_append ("中文😀\xef\xbf\xbf", -1, "x\"中文😀\xef\xbf\xbf\"");
  assert_append ("abcdef", 3, "x\"abc\"");
  assert_append ("abc", 0, "x\"\"");
}

static void
test_append_string_not_utf8 (void)
{
  assert_append ("caf\xe9", -1, "x\"caf\xef\xbf\xbd\"");
  assert_append ("a\xff\"b", -1, "x\"a\xef\xbf\xbd\\\"b\"");
  assert_append ("a\0b", 3, "x\"a\xef\xbf\xbd" "b\"");
  assert_append ("\xe4\xb8", -1, "x\"\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void
assert_member (const char *text,
               const char *name,
               const char *expected)
{
  gsize start = 4711, end = 4712;
  gboolean found = wb_json_find_member (text, strlen (text), name, &start, &end);

  g_test_message ("%s", text);

  if (expected != NULL)
    {
      g_autofree char *value = g_strndup (text + start, end - start);

      g_assert_true (found);
      g_assert_cmpstr (value, ==, expected);
    }
  else
    {
      g_assert_false (found);
      g_assert_cmpuint (start, ==, 4711);
      g_assert_cmpuint (end, ==, 4712);
    }
}

static void
test_find_member (void)
{
  assert_member ("{\"data\":1}", "data", "1");
  assert_member (" { \"data\" : -1.50e1 , \"b\":2 } ", "data", "-1.50e1");
  assert_member ("{\"a\":0,\"data\":\"x\\\"}\"}", "data", "\"x\\\"}\"");
  assert_member ("{\"data\":{\"data\":[1,{\"data\":2}]},\"b\":1}", "data", "{\"data\":[1,{\"data\":2}]}");
  assert_member ("{\"data\":[ ] }", "data", "[ ]");
  assert_member ("{\"data\":{}}", "data", "{}");
  assert_member ("{\"data\":null\n}", "data", "null");
  assert_member ("{\"中\":\"😀\",\"data\":true}", "data", "true");
  assert_member ("\xef\xbb\xbf{\"data\":7}", "data", "7");

  /* Of several members, the last one counts, also with escapes, as with JSON.parse() and json-glib. */
  assert_member ("{\"data\":1,\"data\":2}", "data", "2");
  assert_member ("{\"data\":1,\"d\\u0061ta\":2}", "data", "2");
  assert_member ("{\"\\u0064\\u0061\\u0074\\u0061\":[2],\"x\":1}", "data", "[2]");
  assert_member ("{\"d\\u0061ta\":1,\"data\":2,\"dat\":3}", "data", "2");

  assert_member ("{}", "data", NULL);
  assert_member ("{\"dat\":1,\"data2\":2,\"Data\":3,\"\":4}", "data", NULL);
  assert_member ("{\"a\":\"data\",\"b\":{\"data\":1},\"c\":[{\"data\":1}]}", "data", NULL);
  assert_member ("[{\"data\":1}]", "data", NULL);
  assert_member ("\"data\"", "data", NULL);
  assert_member ("{\"d\\u0061t\":1,\"\\u0064ata\\u0061\":1,\"da\\ta\":1,\"data\\n\":1}", "data", NULL);
  assert_member ("{\"d\\u0161ta\":1,\"d\xc3\xa1ta\":1}", "data", NULL);

  /* A text that is not JSON has no members. */
  assert_member ("{\"data\":1,}", "data", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/good", test_good);
  g_test_add_func ("/json/bad", test_bad);
  g_test_add_func ("/json/nul", test_nul);
  g_test_add_func ("/json/length-is-kept", test_length_is_kept);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/depth-is-not-length", test_depth_is_not_length);
  g_test_add_func ("/json/members", test_members);
  g_test_add_func ("/json/memory", test_memory);
  g_test_add_func ("/json/memory/worst", test_worst_memory);
  g_test_add_func ("/json/truncated", test_truncated);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/append-string", test_append_string);
  g_test_add_func ("/json/append-string-not-utf8", test_append_string_not_utf8);
  g_test_add_func ("/json/find-member", test_find_member);

  return g_test_run ();
}
