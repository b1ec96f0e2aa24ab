/* test-config.c: the config file of wallboard-server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config/wb-config-private.h"
#include "daemon-keys.h"
#include "daemon-options.h"
#include "postgres/wb-postgres-source.h"
#include "server-fixture.h"

static gboolean
parse (WbConfig    *config,
       const char  *text,
       GError     **error)
{
  return wb_config_read_text (config, text, strlen (text), "x.conf", error);
}

/* The options of a config file with this text. */
static DaemonOptions *
parse_options (const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "server.conf", NULL);
  const char *const line[] = { "wallboard-server", "--config", path, "--print-config", NULL };
  g_auto (GStrv) arguments = g_strdupv ((char **) line);
  g_autoptr (GError) error = NULL;
  DaemonOptions *options;

  folder_write (folder, "server.conf", text);
  options = daemon_options_parse (&arguments, &error);
  g_assert_no_error (error);
  folder_remove (folder);

  return options;
}

/* The defaults of the table are those of the server. */
static void
test_defaults (void)
{
  const WbServerOptions server = WB_SERVER_OPTIONS_INIT;
  const WbPostgresOptions postgres = WB_POSTGRES_OPTIONS_INIT;
  g_autoptr (DaemonOptions) options = parse_options ("");

  g_assert_cmpstr (options->server.http, ==, server.http);
  g_assert_cmpstr (options->server.ws, ==, server.ws);
  g_assert_null (options->server.allowed_origins);
  g_assert_null (options->server.allowed_hosts);
  g_assert_true (options->server.allow_anonymous == server.allow_anonymous);
  g_assert_cmpuint (options->server.max_message, ==, server.max_message);
  g_assert_cmpuint (options->server.max_rate, ==, server.max_rate);
  g_assert_cmpuint (options->server.max_waiting, ==, server.max_waiting);
  g_assert_cmpuint (options->server.max_connections, ==, server.max_connections);
  g_assert_cmpuint (options->server.max_per_address, ==, server.max_per_address);
  g_assert_cmpuint (options->server.heartbeat, ==, server.heartbeat);
  g_assert_cmpuint (options->server.auth_timeout, ==, server.auth_timeout);
  g_assert_cmpuint (options->server.ping, ==, server.ping);
  g_assert_cmpuint (options->server.silence, ==, server.silence);
  g_assert_cmpuint (options->server.header_timeout, ==, server.header_timeout);
  g_assert_cmpuint (options->server.request_timeout, ==, server.request_timeout);
  g_assert_cmpuint (options->server.idle_timeout, ==, server.idle_timeout);
  g_assert_cmpuint (options->postgres_interval, ==, postgres.interval);
  g_assert_cmpuint (options->postgres_timeout, ==, postgres.timeout);
  g_assert_cmpuint (options->sweep, ==, postgres.sweep);
}

static void
test_values (void)
{
  g_autoptr (DaemonOptions) options = NULL;
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

  options = parse_options (text);
  g_assert_cmpuint (options->server.max_message, ==, 1234);
  g_assert_cmpuint (options->server.ping, ==, 0);
  g_assert_cmpuint (options->server.heartbeat, ==, 30);
  g_assert_cmpstr (options->data, ==, "/srv/a b");
  g_assert_true (options->server.allow_anonymous);
  g_assert_cmpstr (options->server.http, ==, "0.0.0.0:80");
  g_assert_cmpstr (options->server.ws, ==, WB_SERVER_DEFAULT_WS);
  g_assert_cmpstr (options->server.allowed_origins[0], ==, "https://a.example");
  g_assert_cmpstr (options->server.allowed_origins[1], ==, "null");
  g_assert_null (options->server.allowed_origins[2]);
  g_assert_cmpstr (options->server.allowed_hosts[0], ==, "a.example");
  g_assert_cmpstr (options->server.allowed_hosts[1], ==, "b.example");
  g_assert_null (options->server.allowed_hosts[2]);
  g_assert_cmpstr (options->token_file, ==, "/etc/wallboard/tokens");
}

/* Each error begins with file and line, and has this text. */
static void
test_errors (void)
{
  const struct
  {
    const char *text;
    const char *place;
    const char *says;
  } cases[] = {
    { "[limits]\nmax-massage=1\n", "x.conf:2: ", "no key “max-massage”; see wallboard-server --help" },
    { "[limit]\n", "x.conf:1: ", "no group [limit]; the groups are [board], [listen], [access], [limits]" },
    { "\n\nping=1\n", "x.conf:3: ", "“ping” stands before the first [GROUP]; write [limits] above it" },
    { "[listen]\nping=1\n", "x.conf:2: ", "“ping” belongs into [limits]" },
    { "[limits]\nping=1\n\nping=1\n", "x.conf:4: ", "“ping” is there twice; write it once" },
    { "[limits]\nping\n", "x.conf:2: ", "KEY=VALUE" },
    { "[limits\n", "x.conf:1: ", "[NAME]" },
    { "[limits] # here\n", "x.conf:1: ", "[NAME]" },
    { "[limits]\nping=many\n", "x.conf:2: ",
      "“many” is wrong for “ping”, which takes a number from 0 to 86400" },
    { "[limits]\nping=86401\n", "x.conf:2: ", "“86401” is wrong" },
    { "[limits]\nping=-1\n", "x.conf:2: ", "“-1” is wrong" },
    { "[limits]\nping=\n", "x.conf:2: ", "no value for “ping”; write one, or leave it out" },
    { "[limits]\nmax-message=0\n", "x.conf:2: ", "from 1 to 8388608" },
    { "[limits]\nmax-message=99999999999999999999\n", "x.conf:2: ", "from 1 to 8388608" },
    { "[listen]\nallow-anonymous=yes\n", "x.conf:2: ", "true or false" },
    { "[listen]\nhttp=\n", "x.conf:2: ", "no value for “http”" },
    { "[board]\ndata=here\n", "x.conf:2: ", "begins with /" },
    { "[access]\nallow-host=\n", "x.conf:2: ", "no value for “allow-host”" },
    { "[access]\nallow-host=a;;b\n", "x.conf:2: ",
      "“a;;b” is wrong for “allow-host”: a value of the list is empty" },
    { "[board]\ndata=/a\\qb\n", "x.conf:2: ", "backslash that means nothing; write \\\\ for a backslash" },
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
      g_autoptr (WbConfig) config = wb_config_new (&daemon_keys);
      g_autoptr (GError) error = NULL;

      g_assert_false (parse (config, cases[i].text, &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, cases[i].place));
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* The minimum and the maximum of every number, and one beyond each. */
static void
test_ranges (void)
{
  for (guint i = 0; i < daemon_keys.n_keys; i++)
    {
      const WbConfigKey *key = &daemon_keys.keys[i];
      const gint64 numbers[] = { key->minimum, key->maximum, key->minimum - 1, key->maximum + 1 };

      if (key->type != WB_CONFIG_NUMBER)
        continue;

      for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
        {
          g_autoptr (WbConfig) config = wb_config_new (&daemon_keys);
          g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, numbers[j]);
          g_autofree char *text = g_strdup_printf ("[%s]\n%s=%s\n", key->group, key->name, number);
          g_autofree char *printed = NULL;
          g_autoptr (GError) error = NULL;

          g_assert_true (parse (config, text, &error) == (j < 2));
          printed = wb_config_print_value (config, i);
          if (j < 2)
            g_assert_cmpstr (printed, ==, number);
        }
    }
}

static void
test_not_text (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&daemon_keys);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) zero_error = NULL;

  g_assert_false (parse (config, "[limits]\n# \xff\n", &error));
  g_assert_nonnull (strstr (error->message, "x.conf:2: this is no text in UTF-8"));
  g_assert_false (wb_config_read_text (config, "[limits]\n\0ping=many", 19, "x.conf", &zero_error));
}

/* What is printed can be read again, and sets the same. */
static void
test_print (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&daemon_keys);
  g_autoptr (WbConfig) again = wb_config_new (&daemon_keys);
  g_autofree char *printed = NULL;
  g_autofree char *printed_again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (parse (config,
                        "[board]\ndata=/srv/\\s;\\\\ü\n"
                        "[access]\nallow-origin=http://a\\;b;http://c\n"
                        "[listen]\nallow-anonymous=true\n"
                        "[limits]\nmax-message=7\n", &error));
  g_assert_no_error (error);

  printed = wb_config_print (config, WB_CONFIG_COMMENT_SUMMARY);
  g_assert_true (parse (again, printed, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (wb_config_get (again, DAEMON_KEY_DATA), ==, wb_config_get (config, DAEMON_KEY_DATA));
  g_assert_cmpstr (wb_config_get_list (again, DAEMON_KEY_ALLOW_ORIGIN)[0], ==, "http://a;b");
  g_assert_cmpint (wb_config_get_number (again, DAEMON_KEY_MAX_MESSAGE), ==, 7);

  printed_again = wb_config_print (again, WB_CONFIG_COMMENT_SUMMARY);
  g_assert_cmpstr (printed_again, ==, printed);
}

/* A valid value that is not the default. */
static char *
make_other_value (guint index)
{
  const WbConfigKey *key = &daemon_keys.keys[index];
  gint64 number;

  if (index == DAEMON_KEY_POSTGRES)
    return g_strdup_printf ("host=/run/x user='a b' dbname=d%u", index);

  switch (key->type)
    {
    case WB_CONFIG_NUMBER:
      number = g_ascii_strtoll (key->fallback, NULL, 10) + 1 + index;
      g_assert_cmpint (number, <=, key->maximum);
      return g_strdup_printf ("%" G_GINT64_FORMAT, number);
    case WB_CONFIG_SWITCH:
      return g_strdup (g_str_equal (key->fallback, "true") ? "false" : "true");
    case WB_CONFIG_PATH:
      return g_strdup_printf ("/srv/%u ü\\\\;#=[x]\\s", index);
    case WB_CONFIG_LIST:
      return g_strdup_printf ("https://a%u.example;http://b\\;c;null", index);
    case WB_CONFIG_TEXT:
    default:
      return g_strdup_printf ("[::1]:%u", 1000 + index);
    }
}

/* Every key by itself, and all together: --print-config prints a config file that sets the same and is
 * printed the same. */
static void
test_print_all (void)
{
  g_autoptr (WbConfig) all = wb_config_new (&daemon_keys);
  g_autoptr (WbConfig) all_again = wb_config_new (&daemon_keys);
  g_autoptr (WbConfig) defaults = wb_config_new (&daemon_keys);
  g_autofree char *usual = wb_config_print (defaults, WB_CONFIG_COMMENT_SUMMARY);
  g_autofree char *all_printed = NULL;
  g_autofree char *all_printed_again = NULL;
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < daemon_keys.n_keys; i++)
    {
      const WbConfigKey *key = &daemon_keys.keys[i];
      g_autoptr (WbConfig) one = wb_config_new (&daemon_keys);
      g_autoptr (WbConfig) again = wb_config_new (&daemon_keys);
      g_autofree char *value = make_other_value (i);
      g_autofree char *text = g_strdup_printf ("[%s]\n%s=%s\n", key->group, key->name, value);
      g_autofree char *line = NULL;
      g_autofree char *printed = NULL;
      g_autofree char *printed_again = NULL;

      g_assert_true (parse (one, text, &error));
      g_assert_no_error (error);
      printed = wb_config_print (one, WB_CONFIG_COMMENT_SUMMARY);
      g_test_message ("%s=%s", key->name, value);
      g_assert_cmpstr (printed, !=, usual);
      line = g_strdup_printf ("\n%s=%s\n", key->name, value);
      g_assert_nonnull (strstr (printed, line));

      g_assert_true (parse (again, printed, &error));
      g_assert_no_error (error);
      printed_again = wb_config_print (again, WB_CONFIG_COMMENT_SUMMARY);
      g_assert_cmpstr (printed_again, ==, printed);

      g_assert_true (parse (all, text, &error));
      g_assert_no_error (error);
    }

  all_printed = wb_config_print (all, WB_CONFIG_COMMENT_SUMMARY);
  g_assert_true (parse (all_again, all_printed, &error));
  g_assert_no_error (error);
  all_printed_again = wb_config_print (all_again, WB_CONFIG_COMMENT_SUMMARY);
  g_assert_cmpstr (all_printed_again, ==, all_printed);

  /* Every key is set, and none is a comment. */
  g_assert_null (strstr (all_printed, "\n#data="));
  for (guint i = 0; i < daemon_keys.n_keys; i++)
    {
      g_autofree char *value = make_other_value (i);
      g_autofree char *line = g_strdup_printf ("\n%s=%s\n", daemon_keys.keys[i].name, value);

      g_assert_nonnull (strstr (all_printed, line));
    }
}

/* The sample has every key, with its default, as a comment. */
static void
test_sample (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&daemon_keys);
  g_autofree char *printed = wb_config_print (config, WB_CONFIG_COMMENT_SUMMARY);
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
  g_assert_true (parse (config, sample, &error));
  g_assert_no_error (error);
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "server.conf", NULL);
  g_autoptr (WbConfig) config = wb_config_new (&daemon_keys);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) long_error = NULL;
  g_autofree char *text = g_strnfill (256 * 1024 + 1, '\n');

  g_assert_true (wb_config_read_file_if_exists (config, path, &error));
  g_assert_no_error (error);
  g_assert_false (wb_config_read_file (config, path, &error));
  g_assert_nonnull (strstr (error->message, path));

  folder_write (folder, "server.conf", text);
  g_assert_false (wb_config_read_file (config, path, &long_error));
  g_assert_nonnull (strstr (long_error->message, "256 KiB"));
  folder_write (folder, "server.conf", text + 1);
  g_assert_true (wb_config_read_file (config, path, NULL));

  folder_write (folder, "server.conf", "\xef\xbb\xbf[listen]\r\nhttp = 127.0.0.1:0\r\n");
  g_assert_true (wb_config_read_file (config, path, NULL));

  folder_remove (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/defaults", test_defaults);
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
