/* test-kiosk-options.c: the config of a kiosk: its sources, keys and values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "config/wb-config-private.h"
#include "kiosk/wb-kiosk-options.h"

static const char *const values[] = {
  [WB_CONFIG_SOURCE_DEFAULT] = "3",
  [WB_CONFIG_SOURCE_SETTINGS] = "11",
  [WB_CONFIG_SOURCE_FILE] = "12",
  [WB_CONFIG_SOURCE_ENVIRONMENT] = "13",
  [WB_CONFIG_SOURCE_FLAG] = "14",
};

static char *
write_file (const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("wallboard-kiosk-XXXXXX.conf", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

static void
read_source (WbConfig       *config,
             WbConfigSource   source)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("# lobby\n[kiosk]\n\n pointer = %s \n",
                                           values[WB_CONFIG_SOURCE_FILE]);
  g_autofree char *path = NULL;

  switch (source)
    {
    case WB_CONFIG_SOURCE_SETTINGS:
      g_settings_set_uint (settings, "kiosk-pointer", 11);
      wb_config_read_settings (config, settings, &error);
      g_settings_reset (settings, "kiosk-pointer");
      break;
    case WB_CONFIG_SOURCE_FILE:
      path = write_file (text);
      wb_config_read_file (config, path, &error);
      g_unlink (path);
      break;
    case WB_CONFIG_SOURCE_ENVIRONMENT:
      g_setenv ("WALLBOARD_POINTER", values[source], TRUE);
      wb_config_read_environment (config, &error);
      g_unsetenv ("WALLBOARD_POINTER");
      break;
    case WB_CONFIG_SOURCE_FLAG:
      wb_config_take_flag (config, WB_KIOSK_POINTER, values[source], &error);
      break;
    case WB_CONFIG_SOURCE_DEFAULT:
    default:
      break;
    }
  g_assert_no_error (error);
}

/* Every set of sources, read in every order: the strongest one wins. */
static void
test_order (void)
{
  for (guint code = 0; code < 4 * 4 * 4 * 4; code++)
    for (guint n = 0; n <= 4; n++)
      {
        g_autoptr (WbConfig) config = wb_config_new (&wb_kiosk_keys);
        WbConfigSource strongest = WB_CONFIG_SOURCE_DEFAULT;

        for (guint i = 0, rest = code; i < n; i++, rest /= 4)
          {
            WbConfigSource source = 1 + rest % 4;

            read_source (config, source);
            strongest = MAX (strongest, source);
          }

        g_assert_cmpstr (wb_config_get (config, WB_KIOSK_POINTER), ==, values[strongest]);
        g_assert_cmpint (wb_config_get_source (config, WB_KIOSK_POINTER), ==, strongest);
      }
}

static void
test_every_key (void)
{
  static const struct { WbKioskKeyId id; const char *good, *bad; } examples[] = {
    { WB_KIOSK_KIOSK, "true", "yes" },
    { WB_KIOSK_SERVER, "ws://127.0.0.1:9998", "ftp://there" },
    { WB_KIOSK_CA, "/etc/ca.pem", "ca.pem" },
    { WB_KIOSK_TOKEN_FILE, "/run/token", "token" },
    { WB_KIOSK_MONITOR, "HDMI-1,DP-2", "HDMI-1,,DP-2" },
    { WB_KIOSK_SHOW, "overview,DP-2=seller-north", "DP-2=two words" },
    { WB_KIOSK_ROTATE, "overview:30,trend:20;DP-2=map:5", "overview:30,trend" },
    { WB_KIOSK_PAUSE, "0", "-1" },
    { WB_KIOSK_POINTER, "86400", "86401" },
    { WB_KIOSK_ALLOW_BLANK, "false", "0" },
    { WB_KIOSK_QUIET, "22:00-06:30", "22:00-24:30" },
    { WB_KIOSK_PIXEL_SHIFT, "24", "25" },
    { WB_KIOSK_LOCK, "true", "locked" },
    { WB_KIOSK_PIN, "0123", "12a4" },
    { WB_KIOSK_EXPECT, "60", "1e3" },
    { WB_KIOSK_RETRY, "1", "0" },
    { WB_KIOSK_DISTANCE, "5m", "5" },
    { WB_KIOSK_DIAGONAL, "55in", "55 inches" },
    { WB_KIOSK_TEXT, "53", "401" },
  };

  g_assert_cmpuint (G_N_ELEMENTS (examples), ==, WB_KIOSK_N_KEYS);
  for (guint i = 0; i < WB_KIOSK_N_KEYS; i++)
    {
      g_autoptr (WbConfig) config = wb_config_new (&wb_kiosk_keys);
      const char *key = wb_kiosk_keys.keys[i].name;
      g_autofree char *good = g_strdup_printf ("[kiosk]\n%s=%s\n", key, examples[i].good);
      g_autofree char *bad = g_strdup_printf ("[kiosk]\n%s=%s\n", key, examples[i].bad);
      g_autofree char *path = write_file (good);
      g_autofree char *where = g_strdup_printf ("%s:2: ", path);
      g_autofree char *printed = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (examples[i].id, ==, i);
      wb_config_read_file (config, path, &error);
      g_assert_no_error (error);
      printed = wb_config_print_value (config, i);
      if (i == WB_KIOSK_PIN)
        g_assert_null (printed);
      else
        g_assert_true (g_str_has_prefix (printed, examples[i].good));

      g_assert_true (g_file_set_contents (path, bad, -1, NULL));
      g_assert_false (wb_config_read_file (config, path, &error));
      g_assert_nonnull (strstr (error->message, where));
      g_assert_nonnull (strstr (error->message, key));
      g_assert_null (strchr (error->message, '\n'));
      g_clear_error (&error);
      g_assert_false (wb_config_take_flag (config, i, "", &error));
      g_unlink (path);
    }
}

static void
test_file (void)
{
  static const struct { const char *text, *problem; } wrong[] = {
    { "[wall]\n", ":1: there is no group [wall]; the groups are [kiosk]" },
    { "lock=true\n", ":1: “lock” stands before the first [GROUP]; write [kiosk] above it" },
    { "[kiosk]\nlock\n", ":2: a line must read KEY=VALUE or [GROUP], or begin with #" },
    { "[kiosk]\n\nlokc=true\n", ":3: there is no key “lokc”; see wallboard --help-kiosk for those that are" },
    { "[kiosk]\nlock=true\n#\nlock=true\n", ":4: “lock” is there twice; write it once" },
    { "[kiosk]\nlock=\n", ":2: There is no value for “lock”; write one, or leave it out" },
    { "[kiosk]\nca=/a\\b\n",
      ":2: the value of “ca” has a backslash that means nothing; write \\\\ for a backslash" },
    { "[kiosk]\nlock=\xff\n", ":2: this is no text in UTF-8; save the file in that encoding" },
  };
  g_autoptr (WbConfig) config = wb_config_new (&wb_kiosk_keys);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *path = write_file (wrong[i].text);

      g_assert_false (wb_config_read_file (config, path, &error));
      g_assert_nonnull (strstr (error->message, path));
      g_assert_true (g_str_has_suffix (error->message, wrong[i].problem));
      g_clear_error (&error);
      g_unlink (path);
    }

  g_assert_true (wb_config_read_file_if_exists (config, "/nonexistent/kiosk.conf", &error));
  g_assert_no_error (error);
  g_assert_false (wb_config_read_file (config, "/nonexistent/kiosk.conf", &error));
  g_assert_nonnull (error);
}

static void
check_items (WbConfig       *config,
             const char     *connector,
             const char     *expected)
{
  g_autoptr (GArray) items = wb_kiosk_list_items (config, connector);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const WbKioskItem *item = &g_array_index (items, WbKioskItem, i);

      g_string_append_printf (text, "%s:%u ", item->chart != NULL ? item->chart : "-", item->seconds);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* Flags of a list add up, and an item for one monitor goes before an item for all. */
static void
test_items (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&wb_kiosk_keys);
  g_autoptr (GError) error = NULL;

  check_items (config, "DP-1", "");
  wb_config_take_flag (config, WB_KIOSK_SHOW, "map", &error);
  check_items (config, "DP-1", "map:0 ");
  wb_config_take_flag (config, WB_KIOSK_SHOW, "DP-1=overview", &error);
  wb_config_take_flag (config, WB_KIOSK_ROTATE, "overview:30, trend:20", &error);
  wb_config_take_flag (config, WB_KIOSK_ROTATE, "DP-2 = hot:5", &error);
  wb_config_take_flag (config, WB_KIOSK_MONITOR, "DP-1", &error);
  wb_config_take_flag (config, WB_KIOSK_MONITOR, "DP-3", &error);
  g_assert_no_error (error);

  check_items (config, "DP-1", "-:0 ");
  check_items (config, "DP-2", "hot:5 ");
  check_items (config, "DP-3", "-:30 trend:20 ");
  check_items (config, NULL, "-:30 trend:20 ");
  g_assert_true (wb_kiosk_wants_monitor (config, "DP-3"));
  g_assert_false (wb_kiosk_wants_monitor (config, "DP-2"));
  g_assert_false (wb_kiosk_wants_monitor (config, NULL));
}

static void
test_pin (void)
{
  /* printf %s 'salt2468' | sha256sum */
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "salt2468", -1);
  g_autofree char *pin = g_strconcat ("sha256:salt:", hash, NULL);
  g_auto (GStrv) checked = wb_config_key_check (&wb_kiosk_keys.keys[WB_KIOSK_PIN], pin, "--pin", NULL);
  g_autoptr (WbConfig) config = wb_config_new (&wb_kiosk_keys);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (checked[0], ==, pin);
  g_assert_true (wb_kiosk_pin_matches (pin, "2468"));
  g_assert_false (wb_kiosk_pin_matches (pin, "2469"));
  g_assert_false (wb_kiosk_pin_matches (pin, ""));
  g_assert_false (wb_kiosk_pin_matches (pin, hash));
  g_assert_true (wb_kiosk_pin_matches ("2468", "2468"));
  g_assert_false (wb_kiosk_pin_matches ("2468", "246"));
  g_assert_false (wb_kiosk_pin_matches ("2468", "24680"));

  /* A PIN is not printed, whether valid or not. */
  g_assert_true (wb_config_take_flag (config, WB_KIOSK_PIN, "97531", NULL));
  text = wb_config_print (config, WB_CONFIG_COMMENT_ORIGIN);
  g_assert_null (strstr (text, "97531"));
  g_assert_false (wb_config_take_flag (config, WB_KIOSK_PIN, "97531x", &error));
  g_assert_null (strstr (error->message, "97531"));
}

/* Each key has a variable and a setting by one rule, which wallboard(1) states, and the schema of the
 * settings has the same type, default and range. */
static void
test_names (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  for (guint i = 0; i < WB_KIOSK_N_KEYS; i++)
    {
      const WbConfigKey *key = &wb_kiosk_keys.keys[i];
      g_autofree char *capitals = g_strdelimit (g_ascii_strup (key->name, -1), "-", '_');
      g_autofree char *variable = g_strconcat ("WALLBOARD_", capitals, NULL);
      g_autofree char *setting = g_strconcat ("kiosk", i == WB_KIOSK_KIOSK ? NULL : "-", key->name, NULL);
      g_autoptr (GSettingsSchemaKey) schema_key = NULL;
      g_autoptr (GVariant) range = NULL;
      g_autoptr (GVariant) default_value = NULL;
      g_autofree char *default_text = NULL;
      g_autofree char *range_text = NULL;

      g_assert_cmpstr (key->variable, ==, variable);
      g_assert_cmpstr (key->setting, ==, setting);
      schema_key = g_settings_schema_get_key (schema, setting);
      default_value = g_settings_schema_key_get_default_value (schema_key);
      default_text = g_variant_print (default_value, FALSE);
      range = g_settings_schema_key_get_range (schema_key);
      range_text = g_variant_print (range, FALSE);

      switch (key->type)
        {
        case WB_CONFIG_NUMBER:
          {
            g_autofree char *wanted = g_strdup_printf ("('range', <(uint32 %d, uint32 %d)>)",
                                                       (int) key->minimum, (int) key->maximum);

            g_assert_cmpstr (range_text, ==, wanted);
            g_assert_cmpstr (default_text, ==, key->fallback);
          }
          break;
        case WB_CONFIG_SWITCH:
          g_assert_cmpstr (default_text, ==, key->fallback);
          break;
        case WB_CONFIG_LIST:
          g_assert_null (key->fallback);
          g_assert_cmpstr (default_text, ==, "[]");
          break;
        case WB_CONFIG_TEXT:
        case WB_CONFIG_PATH:
        default:
          g_assert_null (key->fallback);
          g_assert_cmpstr (default_text, ==, "''");
          break;
        }
    }
}

/* What is printed is a file that sets the same. */
static void
test_print (void)
{
  g_autoptr (WbConfig) config = wb_config_new (&wb_kiosk_keys);
  g_autoptr (WbConfig) again = wb_config_new (&wb_kiosk_keys);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  read_source (config, WB_CONFIG_SOURCE_ENVIRONMENT);
  wb_config_take_flag (config, WB_KIOSK_ROTATE, "overview:30,trend:20", &error);
  wb_config_take_flag (config, WB_KIOSK_LOCK, NULL, &error);
  wb_config_take_flag (config, WB_KIOSK_CA, "/etc/a\\b c ", &error);
  g_assert_no_error (error);
  text = wb_config_print (config, WB_CONFIG_COMMENT_ORIGIN);
  g_assert_nonnull (strstr (text, "# pointer: from WALLBOARD_POINTER\npointer=13\n"));
  g_assert_nonnull (strstr (text, "# lock: from --lock\nlock=true\n"));
  g_assert_nonnull (strstr (text, "# pause: not set, so this is the default\npause=60\n"));

  path = write_file (text);
  wb_config_read_file (again, path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < WB_KIOSK_N_KEYS; i++)
    {
      g_autofree char *value = wb_config_print_value (config, i);
      g_autofree char *value_again = wb_config_print_value (again, i);

      g_assert_cmpstr (value_again, ==, value);
    }
  g_unlink (path);
}

/* A separator in a value of the settings does not make two values of it. */
static void
test_settings_list (void)
{
  static const char *const monitors[] = { "HDMI-1,DP-2", " DP-3 ", NULL };
  static const char *const expected[] = { "HDMI-1,DP-2", "DP-3", NULL };
  g_autoptr (WbConfig) config = wb_config_new (&wb_kiosk_keys);
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  g_autoptr (GError) error = NULL;

  g_settings_set_strv (settings, "kiosk-monitor", monitors);
  g_settings_set_strv (settings, "kiosk-show", (const char *const[]) { "", NULL });
  wb_config_read_settings (config, settings, &error);
  g_settings_reset (settings, "kiosk-monitor");
  g_settings_reset (settings, "kiosk-show");
  g_assert_no_error (error);
  g_assert_cmpstrv (wb_config_get_list (config, WB_KIOSK_MONITOR), expected);
  g_assert_cmpint (wb_config_get_source (config, WB_KIOSK_SHOW), ==, WB_CONFIG_SOURCE_DEFAULT);
}

/* What is set goes before a distance, and a diagonal that is set before that of the monitor. */
static void
test_text (void)
{
  static const struct
  {
    const char *distance, *diagonal, *text;
    double      monitor;
    double      size;
  } cases[] = {
    { NULL, NULL, NULL, 1397, 0 },
    { "5m", NULL, NULL, 1397, 53 },
    { "5m", "55in", NULL, 0, 53 },
    { "5m", "55in", NULL, 300, 53 },
    { "5m", NULL, NULL, 0, 0 },
    { "5m", "55in", "40", 1397, 40 },
    { NULL, NULL, "40", 0, 40 },
    { NULL, "55in", NULL, 1397, 0 },
    { "500m", NULL, NULL, 1397, 400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WbConfig) config = wb_config_new (&wb_kiosk_keys);
      g_autoptr (GError) error = NULL;

      if (cases[i].distance != NULL)
        wb_config_take_flag (config, WB_KIOSK_DISTANCE, cases[i].distance, &error);
      if (cases[i].diagonal != NULL)
        wb_config_take_flag (config, WB_KIOSK_DIAGONAL, cases[i].diagonal, &error);
      if (cases[i].text != NULL)
        wb_config_take_flag (config, WB_KIOSK_TEXT, cases[i].text, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (wb_kiosk_get_text (config, cases[i].monitor, 1920, 1080), ==, cases[i].size);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/kiosk-options/order", test_order);
  g_test_add_func ("/app/kiosk-options/every-key", test_every_key);
  g_test_add_func ("/app/kiosk-options/file", test_file);
  g_test_add_func ("/app/kiosk-options/items", test_items);
  g_test_add_func ("/app/kiosk-options/pin", test_pin);
  g_test_add_func ("/app/kiosk-options/settings-list", test_settings_list);
  g_test_add_func ("/app/kiosk-options/names", test_names);
  g_test_add_func ("/app/kiosk-options/print", test_print);

  g_test_add_func ("/app/kiosk-options/text", test_text);

  return g_test_run ();
}
