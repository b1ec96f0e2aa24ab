/* test-config.c: the config file of wallboard-server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "daemon-config.h"
#include "daemon-settings.h"

#include "server-fixture.h"

static gboolean
parse (DaemonOptions  *options,
       const char     *text,
       GError        **error)
{
  return daemon_config_parse (options, text, strlen (text), "x.conf", error);
}

static void
test_values (void)
{
  g_autoptr (DaemonOptions) options = daemon_options_new ();
  g_autoptr (GError) error = NULL;
  const char *text =
    "# a comment\n"
    "\n"
    "[limits]\n"
    "max-message = 1234\n"
    "  ping=0\r\n"
    "[board]\n"
    "data=/srv/a\\sb\n"
    "[listen]\n"
    "allow-anonymous=true\n"
    "http=0.0.0.0:80\n"
    "[access]\n"
    "allow-origin=https://a.example;null\n"
    "allow-host=a.example;b.example\n"
    "token-file=/etc/wallboard/tokens";

  g_assert_true (parse (options, text, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (options->server.max_message, ==, 1234);
  g_assert_cmpuint (options->server.ping, ==, 0);
  g_assert_cmpuint (options->server.heartbeat, ==, 30);
  g_assert_cmpstr (options->data, ==, "/srv/a b");
  g_assert_true (options->server.allow_anonymous);
  g_assert_cmpstr (options->http, ==, "0.0.0.0:80");
  g_assert_cmpstr (options->ws, ==, WB_SERVER_DEFAULT_WS);
  g_assert_cmpstr (options->allowed_origins[0], ==, "https://a.example");
  g_assert_cmpstr (options->allowed_origins[1], ==, "null");
  g_assert_null (options->allowed_origins[2]);
  g_assert_cmpstr (options->allowed_hosts[0], ==, "a.example");
  g_assert_cmpstr (options->allowed_hosts[1], ==, "b.example");
  g_assert_null (options->allowed_hosts[2]);
  g_assert_cmpstr (options->token_file, ==, "/etc/wallboard/tokens");
}

/* The sentence begins with the file and the line, and says this. */
static void
test_errors (void)
{
  const struct
  {
    const char *text;
    const char *place;
    const char *says;
  } cases[] = {
    { "[limits]\nmax-massage=1\n", "x.conf:2: ", "no key “max-massage”" },
    { "[limit]\n", "x.conf:1: ", "no group [limit]" },
    { "\n\nping=1\n", "x.conf:3: ", "“ping” stands before the first [GROUP]" },
    { "[listen]\nping=1\n", "x.conf:2: ", "“ping” belongs into [limits]" },
    { "[limits]\nping=1\n\nping=1\n", "x.conf:4: ", "“ping” is there a second time" },
    { "[limits]\nping\n", "x.conf:2: ", "KEY=VALUE" },
    { "[limits\n", "x.conf:1: ", "[NAME]" },
    { "[limits] # here\n", "x.conf:1: ", "[NAME]" },
    { "[limits]\nping=many\n", "x.conf:2: ", "“many” is wrong for “ping”, which takes a number from 0 to 86400" },
    { "[limits]\nping=86401\n", "x.conf:2: ", "“86401” is wrong" },
    { "[limits]\nping=-1\n", "x.conf:2: ", "“-1” is wrong" },
    { "[limits]\nping=\n", "x.conf:2: ", "“” is wrong" },
    { "[limits]\nmax-message=0\n", "x.conf:2: ", "from 1 to 8388608" },
    { "[limits]\nmax-message=99999999999999999999\n", "x.conf:2: ", "from 1 to 8388608" },
    { "[listen]\nallow-anonymous=yes\n", "x.conf:2: ", "true or false" },
    { "[listen]\nhttp=\n", "x.conf:2: ", "no value for “http”" },
    { "[board]\ndata=here\n", "x.conf:2: ", "begins with /" },
    { "[board]\ndata=/a\\qb\n", "x.conf:2: ", "backslash" },
    { "[access]\nallow-origin=\\q\n", "x.conf:2: ", "backslash" },
    { "[board]\ndata=/a\\q\\\n", "x.conf:2: ", "backslash" },
    { "[board]\ndata=/a\\;\n", "x.conf:2: ", "backslash" },
    { "[board]\ndata=/a\\\n", "x.conf:2: ", "backslash" },
    { "[access]\nallow-origin=https://a\\;\\q\\\n", "x.conf:2: ", "backslash" },
    { "[board]\ndata=/a\\nb\n", "x.conf:2: ", "cannot be seen" },
    { "[access]\nallow-origin=a\\tb\n", "x.conf:2: ", "cannot be seen" },
    { "[board]\n=/a\n", "x.conf:2: ", "no key “”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaemonOptions) options = daemon_options_new ();
      g_autoptr (GError) error = NULL;

      g_assert_false (parse (options, cases[i].text, &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, cases[i].place));
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* The least and the greatest of every number, and one beyond each. */
static void
test_ranges (void)
{
  const DaemonSetting *settings;
  gsize n_settings;

  settings = daemon_settings_get (&n_settings);
  for (gsize i = 0; i < n_settings; i++)
    {
      const DaemonSetting *setting = &settings[i];
      const gint64 numbers[] = { setting->minimum, setting->maximum, setting->minimum - 1, setting->maximum + 1 };

      if (setting->kind != DAEMON_SETTING_NUMBER && setting->kind != DAEMON_SETTING_SIZE)
        continue;

      for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
        {
          g_autoptr (DaemonOptions) options = daemon_options_new ();
          g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, numbers[j]);
          g_autofree char *text = g_strdup_printf ("[%s]\n%s=%s\n", setting->group, setting->key, number);
          g_autofree char *printed = NULL;
          g_autoptr (GError) error = NULL;

          g_assert_true (parse (options, text, &error) == (j < 2));
          printed = daemon_setting_print (setting, options);
          if (j < 2)
            g_assert_cmpstr (printed, ==, number);
        }
    }
}

static void
test_not_text (void)
{
  g_autoptr (DaemonOptions) options = daemon_options_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) zero_error = NULL;

  g_assert_false (parse (options, "[limits]\n# \xff\n", &error));
  g_assert_nonnull (strstr (error->message, "“x.conf” is no text in UTF-8"));
  g_assert_false (daemon_config_parse (options, "[limits]\n\0ping=many", 19, "x.conf", &zero_error));
}

/* What is printed can be read again, and says the same. */
static void
test_print (void)
{
  g_autoptr (DaemonOptions) options = daemon_options_new ();
  g_autoptr (DaemonOptions) again = daemon_options_new ();
  g_autofree char *printed = NULL;
  g_autofree char *printed_again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (parse (options,
                        "[board]\ndata=/srv/\\s;\\\\ü\n"
                        "[access]\nallow-origin=http://a\\;b;http://c\n"
                        "[listen]\nallow-anonymous=true\n"
                        "[limits]\nmax-message=7\n", &error));
  g_assert_no_error (error);

  printed = daemon_settings_print (options);
  g_assert_true (parse (again, printed, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (again->data, ==, options->data);
  g_assert_cmpstr (again->allowed_origins[0], ==, "http://a;b");
  g_assert_cmpuint (again->server.max_message, ==, 7);

  printed_again = daemon_settings_print (again);
  g_assert_cmpstr (printed_again, ==, printed);
}

/* A value that is good and not what holds by itself. */
static char *
make_other_value (const DaemonSetting *setting,
                  gsize                index)
{
  g_autoptr (DaemonOptions) defaults = daemon_options_new ();
  g_autofree char *usual = daemon_setting_print (setting, defaults);
  guint64 number;

  switch (setting->kind)
    {
    case DAEMON_SETTING_NUMBER:
    case DAEMON_SETTING_SIZE:
      number = g_ascii_strtoull (usual, NULL, 10) + 1 + index;
      g_assert_cmpuint (number, <=, setting->maximum);
      return g_strdup_printf ("%" G_GUINT64_FORMAT, number);
    case DAEMON_SETTING_SWITCH:
      return g_strdup (strcmp (usual, "true") == 0 ? "false" : "true");
    case DAEMON_SETTING_PATH:
      return g_strdup_printf ("/srv/%" G_GSIZE_FORMAT " ü\\\\;#=[x]\\s", index);
    case DAEMON_SETTING_DATABASE:
      return g_strdup_printf ("host=/run/x user='a b' dbname=d%" G_GSIZE_FORMAT, index);
    case DAEMON_SETTING_LIST:
      return g_strdup_printf ("https://a%" G_GSIZE_FORMAT ".example;http://b\\;c;null;", index);
    case DAEMON_SETTING_TEXT:
    default:
      return g_strdup_printf ("[::1]:%" G_GSIZE_FORMAT, 1000 + index);
    }
}

/* Each that there is, one by one and all together: what is printed is read again as what it was, and printed the
 * same, so that --print-config is a config file whatever the flags were. */
static void
test_print_all (void)
{
  g_autoptr (DaemonOptions) all = daemon_options_new ();
  g_autoptr (DaemonOptions) all_again = daemon_options_new ();
  g_autoptr (DaemonOptions) defaults = daemon_options_new ();
  g_autofree char *usual = daemon_settings_print (defaults);
  g_autofree char *all_printed = NULL;
  g_autofree char *all_printed_again = NULL;
  g_autoptr (GError) error = NULL;
  const DaemonSetting *settings;
  gsize n_settings;

  settings = daemon_settings_get (&n_settings);
  for (gsize i = 0; i < n_settings; i++)
    {
      const DaemonSetting *setting = &settings[i];
      g_autoptr (DaemonOptions) one = daemon_options_new ();
      g_autoptr (DaemonOptions) again = daemon_options_new ();
      g_autofree char *value = make_other_value (setting, i);
      g_autofree char *text = g_strdup_printf ("[%s]\n%s=%s\n", setting->group, setting->key, value);
      g_autofree char *line = NULL;
      g_autofree char *printed = NULL;
      g_autofree char *printed_again = NULL;

      g_assert_true (parse (one, text, &error));
      g_assert_no_error (error);
      printed = daemon_settings_print (one);
      g_test_message ("%s=%s", setting->key, value);
      g_assert_cmpstr (printed, !=, usual);
      line = g_strdup_printf ("\n%s=%s\n", setting->key, value);
      g_assert_nonnull (strstr (printed, line));

      g_assert_true (parse (again, printed, &error));
      g_assert_no_error (error);
      printed_again = daemon_settings_print (again);
      g_assert_cmpstr (printed_again, ==, printed);

      g_assert_true (parse (all, text, &error));
      g_assert_no_error (error);
    }

  all_printed = daemon_settings_print (all);
  g_assert_true (parse (all_again, all_printed, &error));
  g_assert_no_error (error);
  all_printed_again = daemon_settings_print (all_again);
  g_assert_cmpstr (all_printed_again, ==, all_printed);

  /* Every key is in force, and none stands behind a “#”. */
  g_assert_null (strstr (all_printed, "\n#data="));
  for (gsize i = 0; i < n_settings; i++)
    {
      g_autofree char *value = make_other_value (&settings[i], i);
      g_autofree char *line = g_strdup_printf ("\n%s=%s\n", settings[i].key, value);

      g_assert_nonnull (strstr (all_printed, line));
    }
}

/* The sample has every key, each with its default behind a “#”. */
static void
test_sample (void)
{
  g_autoptr (DaemonOptions) options = daemon_options_new ();
  g_autofree char *printed = daemon_settings_print (options);
  g_auto (GStrv) lines = g_strsplit (printed, "\n", -1);
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *sample = NULL;
  const char *rest;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    g_string_append_printf (expected, "%s%s%s", i > 0 ? "\n" : "",
                            *lines[i] != '\0' && strchr ("[#", *lines[i]) == NULL ? "#" : "", lines[i]);

  g_file_get_contents (g_getenv ("WALLBOARD_SAMPLE_CONFIG"), &sample, NULL, &error);
  g_assert_no_error (error);
  rest = strchr (sample, '[');
  g_assert_nonnull (rest);
  g_assert_cmpstr (rest, ==, expected->str);
  g_assert_true (parse (options, sample, &error));
  g_assert_no_error (error);
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "server.conf", NULL);
  g_autoptr (DaemonOptions) options = daemon_options_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) long_error = NULL;
  g_autofree char *text = g_strnfill (256 * 1024 + 1, '\n');

  g_assert_true (daemon_config_load (options, path, TRUE, &error));
  g_assert_no_error (error);
  g_assert_false (daemon_config_load (options, path, FALSE, &error));
  g_assert_nonnull (strstr (error->message, path));

  folder_write (folder, "server.conf", text);
  g_assert_false (daemon_config_load (options, path, FALSE, &long_error));
  g_assert_nonnull (strstr (long_error->message, "256 KiB"));
  folder_write (folder, "server.conf", text + 1);
  g_assert_true (daemon_config_load (options, path, FALSE, NULL));

  folder_remove (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/values", test_values);
  g_test_add_func ("/config/errors", test_errors);
  g_test_add_func ("/config/ranges", test_ranges);
  g_test_add_func ("/config/not-text", test_not_text);
  g_test_add_func ("/config/print", test_print);
  g_test_add_func ("/config/print-all", test_print_all);
  g_test_add_func ("/config/sample", test_sample);
  g_test_add_func ("/config/file", test_file);

  return g_test_run ();
}
