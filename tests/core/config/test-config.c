/* test-config.c: the configuration of a program, from all its sources
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <string.h>

#include "config/wb-config-private.h"

enum
{
  TEXT,
  PATH,
  NUMBER,
  SWITCH,
  LIST,
  SECRET,
  OWN,
  N_KEYS
};

/* Takes capitals, and makes them of small letters. */
static char *
check_capitals (const char  *text,
                GError     **error)
{
  if (strpbrk (text, "0123456789") == NULL)
    return g_ascii_strup (text, -1);

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "it has a digit");
  return NULL;
}

static char *
redact_all (const char *value)
{
  return NULL;
}

static const WbConfigKey keys[N_KEYS] = {
  [TEXT] = { .group = "a", .name = "text", .type = WB_CONFIG_TEXT, .check = check_capitals,
             .variable = "WALLBOARD_TEST_TEXT", .summary = "A text" },
  [PATH] = { .group = "a", .name = "path", .type = WB_CONFIG_PATH, .variable = "WALLBOARD_TEST_PATH",
             .summary = "A path" },
  [NUMBER] = { .group = "b", .name = "number", .type = WB_CONFIG_NUMBER, .minimum = -1, .maximum = 9,
               .fallback = "5", .variable = "WALLBOARD_TEST_NUMBER", .argument = "COUNT",
               .summary = "A number" },
  [SWITCH] = { .group = "b", .name = "switch", .type = WB_CONFIG_SWITCH, .fallback = "false",
               .summary = "A switch" },
  [LIST] = { .group = "b", .name = "list", .type = WB_CONFIG_LIST, .separator = ',',
             .variable = "WALLBOARD_TEST_LIST", .summary = "A list" },
  [SECRET] = { .group = "b", .name = "secret", .type = WB_CONFIG_TEXT, .check = check_capitals,
               .redact = redact_all, .summary = "A secret" },
  [OWN] = { .group = "b", .name = "own", .type = WB_CONFIG_TEXT, .shares_flag = TRUE,
            .summary = "A flag elsewhere" },
};

static const WbConfigTable table = { .keys = keys, .n_keys = N_KEYS, .help = "test --help" };

static gboolean
read_text (WbConfig    *config,
           const char  *text,
           GError     **error)
{
  return wb_config_read_text (config, text, strlen (text), "x.conf", error);
}

static gboolean
read_flags (WbConfig           *config,
            const char *const  *flags,
            GError            **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;

  g_strv_builder_add (builder, "test");
  g_strv_builder_addv (builder, (const char **) flags);
  arguments = g_strv_builder_end (builder);
  g_option_context_set_main_group (context, wb_config_new_option_group (config, NULL, NULL, NULL));

  return g_option_context_parse_strv (context, &arguments, error);
}

static void
check_list (WbConfig   *config,
            const char *expected)
{
  const char *const *list = wb_config_get_list (config, LIST);
  g_autofree char *joined = list != NULL ? g_strjoinv ("|", (char **) list) : NULL;

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_defaults (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&table);

  g_assert_null (wb_config_get (config, TEXT));
  g_assert_null (wb_config_get_list (config, LIST));
  g_assert_cmpint (wb_config_get_number (config, NUMBER), ==, 5);
  g_assert_false (wb_config_get_switch (config, SWITCH));
  g_assert_cmpint (wb_config_get_source (config, NUMBER), ==, WB_CONFIG_SOURCE_DEFAULT);
}

/* A value in a file, and what it means; NULL for a value that is refused. */
static void
test_escapes (void)
{
  static const struct { const char *key, *raw, *value, *printed; } cases[] = {
    { "path", "/a b", "/a b", "/a b" },
    { "path", "/a\\sb\\s", "/a b ", "/a b\\s" },
    { "path", "/a\\\\b", "/a\\b", "/a\\\\b" },
    { "path", "/#;,=[", "/#;,=[", "/#;,=[" },
    { "path", "/a\\tb", NULL, NULL },
    { "path", "/a\\,b", NULL, NULL },
    { "path", "/a\\q", NULL, NULL },
    { "path", "/a\\", NULL, NULL },
    { "list", "a,b", "a|b", "a,b" },
    { "list", " a , b ,", "a|b", "a,b" },
    { "list", "a\\,b,c\\\\", "a,b|c\\", "a\\,b,c\\\\" },
    { "list", "a,,b", NULL, NULL },
    { "list", "a,b,,", NULL, NULL },
    { "list", ",", NULL, NULL },
    { "list", "", NULL, NULL },
    { "list", "a\\;b", NULL, NULL },
    { "number", "007", "7", "7" },
    { "number", "-1", "-1", "-1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WbConfig) config = wb_config_new (&table);
      g_autofree char *text = NULL;
      g_autofree char *printed = NULL;
      g_autoptr (GError) error = NULL;
      guint id;

      g_assert_true (wb_config_table_find (&table, cases[i].key, &id));
      text = g_strdup_printf ("[%s]\n%s=%s\n", keys[id].group, cases[i].key, cases[i].raw);
      g_test_message ("%s", cases[i].raw);
      g_assert_true (read_text (config, text, &error) == (cases[i].value != NULL));
      if (cases[i].value == NULL)
        {
          g_assert_true (g_str_has_prefix (error->message, "x.conf:2: "));
          continue;
        }

      g_assert_no_error (error);
      if (id == LIST)
        check_list (config, cases[i].value);
      else
        g_assert_cmpstr (wb_config_get (config, id), ==, cases[i].value);
      printed = wb_config_print_value (config, id);
      g_assert_cmpstr (printed, ==, cases[i].printed);
    }
}

static void
test_flags (void)
{
  static const char *const flags[] = { "--list=a,b", "--number", "6", "--list= c", "--switch", "--number=7",
                                       "--path=x", NULL };
  static const char *const elsewhere[] = { "--own=x", NULL };
  g_autoptr (WbConfig) config = wb_config_new (&table);
  g_autofree char *folder = g_get_current_dir ();
  g_autofree char *path = g_build_filename (folder, "x", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (read_flags (config, flags, &error));
  g_assert_no_error (error);

  /* A file that is read later is weaker, and replaces no list. */
  g_assert_true (read_text (config, "[b]\nlist=z\nnumber=1\nswitch=false\nown=y\n", &error));
  g_assert_no_error (error);
  check_list (config, "a|b|c");
  g_assert_cmpint (wb_config_get_number (config, NUMBER), ==, 7);
  g_assert_true (wb_config_get_switch (config, SWITCH));
  g_assert_cmpstr (wb_config_get (config, PATH), ==, path);
  g_assert_cmpstr (wb_config_get (config, OWN), ==, "y");

  g_assert_false (read_flags (config, elsewhere, &error));
  g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION);
  g_clear_error (&error);
  g_assert_true (wb_config_take_flag (config, OWN, "x", &error));
  g_assert_cmpstr (wb_config_get (config, OWN), ==, "x");

  /* The first flag of a list replaces what weaker sources list. */
  wb_config_free (g_steal_pointer (&config));
  config = wb_config_new (&table);
  g_assert_true (read_text (config, "[b]\nlist=z\n", &error));
  g_assert_true (wb_config_take_flag (config, LIST, "a", &error));
  check_list (config, "a");
}

static void
test_help (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&table);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *help = NULL;

  g_option_context_set_main_group (context, wb_config_new_option_group (config, NULL, NULL, NULL));
  help = g_option_context_get_help (context, TRUE, NULL);
  g_assert_nonnull (strstr (help, "--number=COUNT"));
  g_assert_nonnull (strstr (help, "A number (default: 5)\n"));
  g_assert_nonnull (strstr (help, "A switch\n"));
  g_assert_null (strstr (help, "--own"));
}

static void
test_environment (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&table);
  g_autoptr (GError) error = NULL;

  g_setenv ("WALLBOARD_TEST_NUMBER", "9", TRUE);
  g_setenv ("WALLBOARD_TEST_LIST", "a, b", TRUE);
  g_setenv ("WALLBOARD_TEST_TEXT", "", TRUE);
  g_assert_true (wb_config_read_environment (config, &error));
  g_assert_no_error (error);
  g_assert_cmpint (wb_config_get_number (config, NUMBER), ==, 9);
  check_list (config, "a|b");
  g_assert_null (wb_config_get (config, TEXT));

  g_setenv ("WALLBOARD_TEST_PATH", "here", TRUE);
  g_assert_false (wb_config_read_environment (config, &error));
  g_assert_cmpstr (error->message, ==,
                   "“here” is wrong for WALLBOARD_TEST_PATH, which takes a path that begins with /");

  for (guint i = 0; i < N_KEYS; i++)
    if (keys[i].variable != NULL)
      g_unsetenv (keys[i].variable);
}

/* A wrong value is an error also where a stronger source has another one. */
static void
test_overridden (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&table);
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_config_take_flag (config, NUMBER, "1", &error));
  g_assert_false (read_text (config, "[b]\nnumber=10\n", &error));
  g_assert_cmpstr (error->message, ==,
                   "x.conf:2: “10” is wrong for “number”, which takes a number from -1 to 9");
}

static void
test_check (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&table);
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_config_take_flag (config, TEXT, "abc", &error));
  g_assert_cmpstr (wb_config_get (config, TEXT), ==, "ABC");
  g_assert_false (wb_config_take_flag (config, TEXT, "a1", &error));
  g_assert_cmpstr (error->message, ==, "“a1” is wrong for --text: it has a digit");
  g_clear_error (&error);
  g_assert_false (wb_config_take_flag (config, TEXT, "a\nb", &error));
  g_assert_cmpstr (error->message, ==, "The value of --text has a character that cannot be seen");
  g_clear_error (&error);
  g_assert_false (wb_config_take_flag (config, TEXT, "\xff", &error));
  g_assert_cmpstr (error->message, ==, "The value is wrong for --text: it is no text in UTF-8");
}

/* A secret is neither in an error nor in what is printed. */
static void
test_secret (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&table);
  g_autofree char *printed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (read_text (config, "[b]\nsecret=open1\n", &error));
  g_assert_cmpstr (error->message, ==, "x.conf:2: The value is wrong for “secret”: it has a digit");
  g_clear_error (&error);
  g_assert_true (read_text (config, "[b]\nsecret=OPEN\n", &error));
  g_assert_cmpstr (wb_config_get (config, SECRET), ==, "OPEN");
  printed = wb_config_print (config, WB_CONFIG_COMMENT_ORIGIN);
  g_assert_null (strstr (printed, "OPEN"));
  g_assert_nonnull (strstr (printed, "# secret: from secret (x.conf:2)\n#secret=…\n"));
}

/* The name of a file cannot end the comment that it is in. */
static void
test_origin (void)
{
  static const char text[] = "[b]\nnumber=9\n";
  g_autoptr (WbConfig) config = wb_config_new (&table);
  g_autofree char *printed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_config_read_text (config, text, strlen (text), "x\nswitch=true\n\xff.conf", &error));
  g_assert_no_error (error);
  printed = wb_config_print (config, WB_CONFIG_COMMENT_ORIGIN);
  g_assert_null (strstr (printed, "\nswitch=true"));
  g_assert_true (g_utf8_validate (printed, -1, NULL));
  g_assert_nonnull (strstr (printed, "\nnumber=9\n"));
}

/* What is printed is a file that sets the same values, whichever source they came from. A path that is not
 * UTF-8 cannot be in such a file, and is left out. */
static void
test_print (void)
{
  static const char *const flags[] = { "--list=a", "--list= b\\", "--path=/ a\\\\;ü ", "--text=#x=y ",
                                       "--switch", "--number=9", NULL };
  g_autoptr (WbConfig) config = wb_config_new (&table);
  g_autoptr (WbConfig) again = wb_config_new (&table);
  g_autofree char *printed = NULL;
  g_autofree char *printed_again = NULL;
  g_autofree char *without = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (read_flags (config, flags, &error));
  g_assert_no_error (error);
  printed = wb_config_print (config, WB_CONFIG_COMMENT_SUMMARY);
  g_assert_cmpstr (printed, ==,
                   "[a]\n# A text\ntext=#X=Y\\s\n# A path\npath=/ a\\\\\\\\;ü\\s\n\n"
                   "[b]\n# A number\nnumber=9\n# A switch\nswitch=true\n# A list\nlist=a,b\\\\\n"
                   "# A secret\n#secret=\n# A flag elsewhere\n#own=\n");

  g_assert_true (read_text (again, printed, &error));
  g_assert_no_error (error);
  printed_again = wb_config_print (again, WB_CONFIG_COMMENT_SUMMARY);
  g_assert_cmpstr (printed_again, ==, printed);

  g_assert_true (wb_config_take_flag (config, PATH, "/\xff", &error));
  g_assert_cmpstr (wb_config_get (config, PATH), ==, "/\xff");
  without = wb_config_print (config, WB_CONFIG_COMMENT_SUMMARY);
  g_assert_nonnull (strstr (without, "\n#path=…\n"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/defaults", test_defaults);
  g_test_add_func ("/config/escapes", test_escapes);
  g_test_add_func ("/config/flags", test_flags);
  g_test_add_func ("/config/help", test_help);
  g_test_add_func ("/config/environment", test_environment);
  g_test_add_func ("/config/overridden", test_overridden);
  g_test_add_func ("/config/check", test_check);
  g_test_add_func ("/config/secret", test_secret);
  g_test_add_func ("/config/origin", test_origin);
  g_test_add_func ("/config/print", test_print);

  return g_test_run ();
}
