/* test-names.c: names of datasets, charts and themes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "message/wb-theme.h"
#include "support/wb-name.h"

static void
test_valid (void)
{
  static const char *const good[] = { "a", "trend", "Sales_2024-Q1", "0", "-", "_", "AZaz09_-" };
  static const char *const bad[] = {
    "", ".", "..", "a.json", "a/b", "/", "../etc/passwd", "a\\b", "%2f", "a b", " a", "a\n", "é", "中",
    "a\xff", "a:b", "~",
  };
  g_autofree char *longest = g_strnfill (WB_NAME_MAX, 'a');
  g_autofree char *too_long = g_strnfill (WB_NAME_MAX + 1, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (wb_name_is_valid (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (wb_name_is_valid (bad[i]));

  g_assert_false (wb_name_is_valid (NULL));
  g_assert_cmpuint (WB_NAME_MAX, ==, 64);
  g_assert_true (wb_name_is_valid (longest));
  g_assert_false (wb_name_is_valid (too_long));

  /* Of all characters, only these are valid. */
  for (guint c = 1; c < 256; c++)
    {
      const char name[] = { (char) c, '\0' };

      g_assert_cmpint (wb_name_is_valid (name), ==,
                       (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-');
    }
}

static void
test_charts (void)
{
  static const char *const names[] = { "trend", "seller", "map", "rank", "hot", "stock" };
  WbChartKind kind;

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == WB_N_CHARTS);

  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      g_assert_cmpstr (wb_chart_kind_get_name (i), ==, names[i]);
      g_assert_true (wb_chart_kind_from_name (names[i], &kind));
      g_assert_cmpint (kind, ==, i);
    }

  g_assert_true (wb_chart_kind_from_name ("hotproduct", &kind));
  g_assert_cmpint (kind, ==, WB_CHART_HOT);

  kind = WB_CHART_STOCK;
  g_assert_false (wb_chart_kind_from_name ("Trend", &kind));
  g_assert_false (wb_chart_kind_from_name ("trends", &kind));
  g_assert_false (wb_chart_kind_from_name ("", &kind));
  g_assert_false (wb_chart_kind_from_name (NULL, &kind));
  g_assert_cmpint (kind, ==, WB_CHART_STOCK);
}

static void
test_other (void)
{
  g_assert_cmpstr (wb_name_get_other ("hot"), ==, "hotproduct");
  g_assert_cmpstr (wb_name_get_other ("hotproduct"), ==, "hot");
  g_assert_null (wb_name_get_other ("trend"));
  g_assert_null (wb_name_get_other ("Hot"));

  g_assert_true (wb_name_is_same ("hot", "hotproduct"));
  g_assert_true (wb_name_is_same ("hotproduct", "hot"));
  g_assert_true (wb_name_is_same ("own", "own"));
  g_assert_false (wb_name_is_same ("hot", "stock"));
  g_assert_false (wb_name_is_same ("own", "hot"));
}

static void
test_themes (void)
{
  WbTheme theme = WB_THEME_LIGHT;

  g_assert_cmpstr (wb_theme_get_name (WB_THEME_DARK), ==, "dark");
  g_assert_cmpstr (wb_theme_get_name (WB_THEME_LIGHT), ==, "light");

  g_assert_true (wb_theme_from_name ("dark", &theme));
  g_assert_cmpint (theme, ==, WB_THEME_DARK);
  g_assert_true (wb_theme_from_name ("light", &theme));
  g_assert_cmpint (theme, ==, WB_THEME_LIGHT);

  g_assert_false (wb_theme_from_name ("chalk", &theme));
  g_assert_false (wb_theme_from_name ("Dark", &theme));
  g_assert_false (wb_theme_from_name ("", &theme));
  g_assert_false (wb_theme_from_name (NULL, &theme));
  g_assert_cmpint (theme, ==, WB_THEME_LIGHT);

  g_assert_cmpint (wb_theme_other (WB_THEME_DARK), ==, WB_THEME_LIGHT);
  g_assert_cmpint (wb_theme_other (WB_THEME_LIGHT), ==, WB_THEME_DARK);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/names/valid", test_valid);
  g_test_add_func ("/names/charts", test_charts);
  g_test_add_func ("/names/other", test_other);
  g_test_add_func ("/names/themes", test_themes);

  return g_test_run ();
}
