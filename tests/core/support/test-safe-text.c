/* test-safe-text.c: makes untrusted text safe to show and to log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "json/wb-json.h"
#include "support/wb-safe-text.h"

#define R "\xef\xbf\xbd" /* U+FFFD */

static void
test_line (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
    const char *lines;
  } cases[] = {
    { "", "", "" },
    { "Lobby TV", "Lobby TV", "Lobby TV" },
    { "大厅 é 👨\xe2\x80\x8d👩", "大厅 é 👨\xe2\x80\x8d👩", "大厅 é 👨\xe2\x80\x8d👩" },
    { "a\tb", "a b", "a b" },
    { "a\nb\r\nc\rd", "a b c d", "a\nb\nc\nd" },
    { "a\vb\fc\xc2\x85" "d\xe2\x80\xa8" "e\xe2\x80\xa9" "f", "a b c d e f", "a\nb\nc\nd\ne\nf" },
    { "\x01\x1b[31m\x7f", R R "[31m" R, R R "[31m" R },
    { "\xc2\x9b" "31m\xc2\x80\xc2\x9f\xc2\xa0", R "31m" R R "\xc2\xa0", R "31m" R R "\xc2\xa0" },
    { "\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80\xae", R R R R R, R R R R R },
    { "\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9", R R R R, R R R R },
    { "a\xff" "b\xc3", "a" R "b" R, "a" R "b" R },
    /* Half of a sequence, a surrogate, an overlong NUL. */
    { "\xe2\x80", R R, R R },
    { "\xed\xa0\x80", R R R, R R R },
    { "\xc0\x80", R R, R R },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = wb_safe_text_dup (cases[i].text);
      g_autofree char *lines = wb_safe_text_dup_lines (cases[i].text);

      g_assert_cmpstr (line, ==, cases[i].expected);
      g_assert_cmpstr (lines, ==, cases[i].lines);
      g_assert_true (wb_safe_text_check (line));
    }
}

/* Right-to-left text is unchanged, with its marks. */
static void
test_right_to_left (void)
{
  static const char *const texts[] = {
    "متجر الشمال",
    "حنان الترك \xe2\x80\x8f(2026)\xe2\x80\x8f",
    "\xd8\x9c" "12\xe2\x80\x8e%",
    "می\xe2\x80\x8cخواهم",
    "שלום, Lobby",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *line = wb_safe_text_dup (texts[i]);

      g_assert_true (wb_safe_text_check (texts[i]));
      g_assert_cmpstr (line, ==, texts[i]);
    }
}

/* All characters: those that stay have no category with side effects. */
static void
test_every_character (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++)
    {
      char text[8] = { 0 };
      gunichar one;
      g_autofree char *line = NULL;
      gboolean does_something;

      if (!g_unichar_validate (c))
        continue;

      g_unichar_to_utf8 (c, text);
      line = wb_safe_text_dup (text);
      one = g_utf8_get_char (line);
      does_something = g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
                       (c >= 0x2066 && c <= 0x2069);
      g_assert_cmpuint (g_utf8_strlen (line, -1), ==, 1);
      g_assert_cmpint (wb_safe_text_check (text), ==, !does_something);
      if (does_something)
        g_assert_true (one == 0xfffd || one == ' ');
      else
        g_assert_cmpuint (one, ==, c);
    }
}

static void
test_json (void)
{
  static const char text[] = "{\r\n\t\"a\xc2\x9b\x7f\": [\"\xe2\x80\xae\xe2\x80\xa8\\u001b\", 1],"
                             "\r\"b\":\"商é\"}\n";
  g_autofree char *shown = wb_safe_text_dup_json (text, strlen (text));
  g_autoptr (JsonNode) before = wb_json_parse (text, strlen (text), NULL);
  g_autoptr (JsonNode) after = wb_json_parse (shown, strlen (shown), NULL);

  g_assert_cmpstr (shown, ==,
                   "{ \n\t\"a\\u009b\\u007f\": [\"\\u202e\\u2028\\u001b\", 1], \"b\":\"商é\"}\n");
  g_assert_nonnull (before);
  g_assert_true (json_node_equal (before, after));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/safe-text/line", test_line);
  g_test_add_func ("/safe-text/right-to-left", test_right_to_left);
  g_test_add_func ("/safe-text/every-character", test_every_character);
  g_test_add_func ("/safe-text/json", test_json);

  return g_test_run ();
}
