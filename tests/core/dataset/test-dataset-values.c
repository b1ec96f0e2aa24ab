/* test-dataset-values.c: numbers, missing readings, and what else may differ
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dataset/wb-dataset.h"

#include <math.h>
#include <string.h>

#include "german-locale.h"
#include "support/wb-error.h"

static WbDataset *
parse (WbChartKind  kind,
       const char  *json)
{
  g_autoptr (GError) error = NULL;
  WbDataset *dataset = wb_dataset_parse (kind, wb_chart_kind_get_name (kind), json, strlen (json), &error);

  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  g_assert_cmpint (wb_dataset_get_kind (dataset), ==, kind);

  return dataset;
}

static void
assert_bad (WbChartKind  kind,
            const char  *json,
            const char  *expected)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", json);
  g_assert_null (wb_dataset_parse (kind, wb_chart_kind_get_name (kind), json, strlen (json), &error));
  g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_null (wb_dataset_parse (kind, wb_chart_kind_get_name (kind), json, strlen (json), NULL));
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *json;
    double      number;
  } good[] = {
    { "0", 0 }, { "-0", 0 }, { "0e1", 0 }, { "0.0", 0 }, { "1E5", 1e5 }, { "1e-400", 0 },
    { "1e300", 1e300 }, { "-1e300", -1e300 },
    { "\" 155.13\"", 155.13 }, { "\"-1 \"", -1 }, { "\"\\t\\n 7 \\r\"", 7 },
    { "123456789012345678", 123456789012345678.0 }, { "\"155.13\"", 155.13 }, { "\"-1\"", -1 },
    { "\"1e3\"", 1000 },
    { "\"1.5E-3\"", 0.0015 }, { "\"0\"", 0 }, { "\"1e-400\"", 0 },
    { "\"12345678901234567890\"", 12345678901234567890.0 },
    { "-1764415142000000001", -1764415142000000001.0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *json = g_strdup_printf ("[{\"name\":\"a\",\"value\":%s}]", good[i].json);
      g_autoptr (WbDataset) dataset = parse (WB_CHART_RANK, json);

      g_assert_cmpfloat (wb_dataset_get_values (dataset, NULL)[0].value, ==, good[i].number);
    }
}

#define TOO_LARGE "the number is past ±1e300; use a larger unit"

static void
test_no_numbers (void)
{
  static const struct
  {
    const char *json;
    const char *message;
  } bad[] = {
    { "1e999", TOO_LARGE },
    { "-1e999", TOO_LARGE },
    { "\"1e999\"", TOO_LARGE },
    { "1.7e308", TOO_LARGE },
    { "-1.0001e300", TOO_LARGE },
    { "\" 1e301 \"", TOO_LARGE },
    { "true", "expected a number, got a boolean" },
    { "{}", "expected a number, got an object" },
    { "[1]", "expected a number, got an array" },
    { "\"- -\"", "expected a number, got the string “- -”" },
    { "\"- 1\"", "expected a number, got the string “- 1”" },
    { "\"1 2\"", "expected a number, got the string “1 2”" },
    { "\"--1\"", "expected a number, got the string “--1”" },
    { "\"+1\"", "expected a number, got the string “+1”" },
    { "\".5\"", "expected a number, got the string “.5”" },
    { "\"1e\"", "expected a number, got the string “1e”" },
    { "\"1.2.3\"", "expected a number, got the string “1.2.3”" },
    { "\"1-2\"", "expected a number, got the string “1-2”" },
    { "\"1,5\"", "expected a number, got the string “1,5”" },
    { "\"0x10\"", "expected a number, got the string “0x10”" },
    { "\"inf\"", "expected a number, got the string “inf”" },
    { "\"-Infinity\"", "expected a number, got the string “-Infinity”" },
    { "\"nan\"", "expected a number, got the string “nan”" },
    { "\"１\"", "expected a number, got the string “１”" },
    { "\"12 million\"", "expected a number, got the string “12 million”" },
    { "\"a\\nb\\u001bc\"", "expected a number, got the string “a b\xef\xbf\xbd" "c”" },
    { "\"中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中\"",
      "expected a number, got the string “中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中”" },
    { "\"中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中x\"",
      "expected a number, got the string “中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中…”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *json = g_strdup_printf ("[{\"name\":\"a\",\"value\":%s}]", bad[i].json);
      g_autofree char *message = g_strdup_printf ("rank: [0].value: %s", bad[i].message);

      assert_bad (WB_CHART_RANK, json, message);
    }
}

/* What ECharts takes for no value is none here either, and never 0. */
static void
test_no_reading (void)
{
  static const char *const members[] = {
    "", ",\"value\":null", ",\"value\":\"-\"", ",\"value\":\"\"", ",\"value\":\"  \"",
    ",\"value\":\" - \"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *json =
        g_strdup_printf ("[{\"name\":\"a\",\"value\":31},{\"name\":\"b\"%s}]", members[i]);
      g_autofree char *goods =
        g_strdup_printf ("[{\"name\":\"c\",\"children\":[{\"name\":\"g\"%s,\"children\":["
                         "{\"name\":\"p\"%s},{\"name\":\"q\",\"value\":1}]}]}]",
                         members[i], members[i]);
      g_autoptr (WbDataset) seller = parse (WB_CHART_SELLER, json);
      g_autoptr (WbDataset) hot = parse (WB_CHART_HOT, goods);
      const WbHotItem *item = wb_dataset_get_hot (hot, NULL)->children;

      g_assert_cmpfloat (wb_dataset_get_values (seller, NULL)[0].value, ==, 31);
      g_assert_true (isnan (wb_dataset_get_values (seller, NULL)[1].value));
      g_assert_true (isnan (item->value));
      g_assert_true (isnan (item->children[0].value));
    }
}

static void
test_no_reading_elsewhere (void)
{
  g_autoptr (WbDataset) stock =
    parse (WB_CHART_STOCK, "[{\"name\":\"a\",\"stock\":null,\"sales\":3},{\"name\":\"b\",\"stock\":1}]");
  g_autoptr (WbDataset) trend =
    parse (WB_CHART_TREND,
           "{\"common\":{\"month\":[\"1\",\"2\",\"3\",\"4\"]},\"type\":[{\"key\":\"map\",\"text\":\"T\"}],"
           "\"map\":{\"base\":null,\"data\":[{\"name\":\"s\",\"data\":[null,\"-\",\"\",4]}]}}");
  g_autoptr (WbDataset) map =
    parse (WB_CHART_MAP, "[{\"name\":\"g\",\"children\":[{\"name\":\"a\",\"value\":[116.4,39.9,\" 7.5\"]},"
                         "{\"name\":\"b\"},{\"name\":\"c\",\"value\":null},"
                         "{\"name\":\"d\",\"value\":[\"-\",1,2]},"
                         "{\"name\":\"e\",\"value\":[1,2,\"harbour\",3]},"
                         "{\"name\":\"f\",\"value\":[1,2]}]}]");
  const WbStockItem *items = wb_dataset_get_stock (stock, NULL);
  const WbTrendType *type = wb_dataset_get_trend (trend)->types;
  const WbPlace *places = wb_dataset_get_places (map, NULL)->places;

  g_assert_true (isnan (items[0].stock));
  g_assert_cmpfloat (items[0].sales, ==, 3);
  g_assert_cmpfloat (items[1].stock, ==, 1);
  g_assert_true (isnan (items[1].sales));

  g_assert_cmpfloat (type->base, ==, 0);
  g_assert_cmpstr (type->title, ==, "T");
  g_assert_cmpstr (type->unit, ==, "");
  for (guint i = 0; i < 3; i++)
    g_assert_true (isnan (type->series[0].values[i]));
  g_assert_cmpfloat (type->series[0].values[3], ==, 4);

  g_assert_cmpfloat (places[0].value, ==, 7.5);
  for (guint i = 1; i <= 3; i++)
    g_assert_true (isnan (places[i].longitude) && isnan (places[i].latitude));
  g_assert_cmpfloat (places[4].latitude, ==, 2);
  g_assert_true (isnan (places[4].value) && isnan (places[5].value));
}

/* A number where a text is meant is that text, as JavaScript writes it. */
static void
test_numbers_as_texts (void)
{
  static const struct
  {
    const char *json;
    const char *text;
  } names[] = {
    { "2024", "2024" }, { "-1", "-1" }, { "0", "0" }, { "0.1", "0.1" }, { "1.50", "1.5" }, { "1e3", "1000" },
    { "1764415142000000001", "1764415142000000000" }, { "1e21", "1e+21" }, { "1e-7", "1e-07" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *seller = g_strdup_printf ("[{\"name\":%s,\"value\":1}]", names[i].json);
      g_autofree char *trend =
        g_strdup_printf ("{\"common\":{\"month\":[%s]},\"m\":{\"unit\":%s,\"data\":[]}}",
                         names[i].json, names[i].json);
      g_autoptr (WbDataset) values = parse (WB_CHART_SELLER, seller);
      g_autoptr (WbDataset) months = parse (WB_CHART_TREND, trend);

      g_assert_cmpstr (wb_dataset_get_values (values, NULL)[0].name, ==, names[i].text);
      g_assert_cmpstr (wb_dataset_get_trend (months)->labels[0], ==, names[i].text);
      g_assert_cmpstr (wb_dataset_get_trend (months)->types[0].unit, ==, names[i].text);
    }
}

/* A trend without a menu has one of its members that have data. */
static void
test_trend_without_menu (void)
{
  g_autoptr (WbDataset) dataset =
    parse (WB_CHART_TREND, "{\"note\":\"x\",\"map\":{\"title\":\"Regions\",\"data\":["
                           "{\"name\":\"a\",\"data\":[1]}]},"
                           "\"common\":{\"month\":[\"1\"]},\"type\":null,\"info\":{\"title\":\"no data\"},"
                           "\"seller\":{\"unit\":null,\"data\":[]}}");
  const WbTrend *trend = wb_dataset_get_trend (dataset);

  g_assert_cmpuint (trend->n_types, ==, 2);
  g_assert_cmpstr (trend->types[0].key, ==, "map");
  g_assert_cmpstr (trend->types[0].text, ==, "Regions");
  g_assert_cmpstr (trend->types[0].title, ==, "Regions");
  g_assert_cmpuint (trend->types[0].n_series, ==, 1);
  g_assert_cmpstr (trend->types[1].text, ==, "seller");
  g_assert_cmpstr (trend->types[1].title, ==, "seller");
  g_assert_cmpstr (trend->types[1].unit, ==, "");
}

/* Members that nobody reads may hold anything, and a byte order mark may come first. */
static void
test_other_members (void)
{
  g_autoptr (WbDataset) dataset =
    parse (WB_CHART_SELLER, "\xef\xbb\xbf[{\"id\":1764415142000000001,\"name\":\"Gift \\ud83d\",\"value\":31,"
                            "\"note\":1e999},{\"name\":\"B\",\"value\":18446744073709551616}]");
  const WbValue *values = wb_dataset_get_values (dataset, NULL);

  g_assert_cmpstr (values[0].name, ==, "Gift \xef\xbf\xbd");
  g_assert_cmpfloat (values[0].value, ==, 31);
  g_assert_cmpfloat (values[1].value, ==, 18446744073709551616.0);
}

static void
test_locale (void)
{
  GermanLocale locale;

  if (german_locale_begin (&locale))
    {
      test_numbers ();
      test_no_numbers ();
    }
  german_locale_end (&locale);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dataset-values/no-reading", test_no_reading);
  g_test_add_func ("/dataset-values/no-reading/elsewhere", test_no_reading_elsewhere);
  g_test_add_func ("/dataset-values/numbers-as-texts", test_numbers_as_texts);
  g_test_add_func ("/dataset-values/trend/without-menu", test_trend_without_menu);
  g_test_add_func ("/dataset-values/other-members", test_other_members);
  g_test_add_func ("/dataset-values/numbers", test_numbers);
  g_test_add_func ("/dataset-values/no-numbers", test_no_numbers);
  g_test_add_func ("/dataset-values/locale", test_locale);

  return g_test_run ();
}
