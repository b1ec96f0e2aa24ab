/* test-dataset.c: the six shapes, and the places of errors in them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dataset/wb-dataset.h"

#include <string.h>

#include "german-locale.h"
#include "json/wb-json.h"
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
test_values (void)
{
  static const WbChartKind kinds[] = { WB_CHART_SELLER, WB_CHART_RANK };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (WbDataset) dataset =
        parse (kinds[i],
               "[{\"name\":\"广东\",\"value\":230},{\"value\":\"155.13\",\"name\":\"b\",\"x\":{\"y\":[null]}},"
               "{\"name\":\"\",\"value\":-0.5},{\"name\":\"b\",\"value\":\"-1e3\"},{\"name\":\"d\","
               "\"value\":1,\"value\":2}]");
      guint n = 0;
      const WbValue *values = wb_dataset_get_values (dataset, &n);

      g_assert_cmpuint (n, ==, 5);
      g_assert_cmpstr (values[0].name, ==, "广东");
      g_assert_cmpfloat (values[0].value, ==, 230);
      g_assert_cmpstr (values[1].name, ==, "b");
      g_assert_cmpfloat (values[1].value, ==, 155.13);
      g_assert_cmpstr (values[2].name, ==, "");
      g_assert_cmpfloat (values[2].value, ==, -0.5);
      g_assert_cmpfloat (values[3].value, ==, -1000);
      g_assert_cmpfloat (values[4].value, ==, 2);
    }
}

/* A dataset of the same shape for another chart, which outlives the first one. */
static void
test_share (void)
{
  g_autoptr (WbDataset) seller = parse (WB_CHART_SELLER, "[{\"name\":\"a\",\"value\":1}]");
  g_autoptr (WbDataset) same = wb_dataset_share (seller, WB_CHART_SELLER);
  g_autoptr (WbDataset) rank = wb_dataset_share (seller, WB_CHART_RANK);
  guint n = 0;
  const WbValue *values;

  g_assert_true (same == seller);
  g_assert_null (wb_dataset_share (seller, WB_CHART_STOCK));
  g_assert_null (wb_dataset_share (seller, WB_CHART_TREND));
  g_assert_cmpint (wb_dataset_get_kind (rank), ==, WB_CHART_RANK);
  g_assert_true (wb_dataset_get_values (rank, &n) == wb_dataset_get_values (seller, &n));

  g_clear_pointer (&same, wb_dataset_unref);
  g_clear_pointer (&seller, wb_dataset_unref);
  values = wb_dataset_get_values (rank, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (values[0].name, ==, "a");
}

static void
test_stock (void)
{
  g_autoptr (WbDataset) dataset =
    parse (WB_CHART_STOCK, "[{\"name\":\"a\",\"stock\":12,\"sales\":\"3.25\"},{\"sales\":0,\"stock\":0.0,"
                           "\"name\":\"b\"}]");
  guint n = 0;
  const WbStockItem *items = wb_dataset_get_stock (dataset, &n);

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (items[0].name, ==, "a");
  g_assert_cmpfloat (items[0].stock, ==, 12);
  g_assert_cmpfloat (items[0].sales, ==, 3.25);
  g_assert_cmpstr (items[1].name, ==, "b");
  g_assert_cmpfloat (items[1].stock, ==, 0);
}

static void
test_places (void)
{
  g_autoptr (WbDataset) dataset =
    parse (WB_CHART_MAP,
           "[{\"name\":\"gold\",\"children\":[{\"name\":\"Vienna\",\"value\":[16.37,\"48.21\"]},"
           "{\"name\":\"corner\",\"value\":[-180,90,7]},{\"name\":\"other\",\"value\":[180.0,-90.0]}]},"
           "{\"name\":\"none\",\"children\":[]}]");
  guint n = 0;
  const WbPlaceGroup *groups = wb_dataset_get_places (dataset, &n);

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (groups[0].name, ==, "gold");
  g_assert_cmpuint (groups[0].n_places, ==, 3);
  g_assert_cmpstr (groups[0].places[0].name, ==, "Vienna");
  g_assert_cmpfloat (groups[0].places[0].longitude, ==, 16.37);
  g_assert_cmpfloat (groups[0].places[0].latitude, ==, 48.21);
  g_assert_cmpfloat (groups[0].places[1].longitude, ==, -180);
  g_assert_cmpfloat (groups[0].places[1].latitude, ==, 90);
  g_assert_cmpfloat (groups[0].places[2].longitude, ==, 180);
  g_assert_cmpfloat (groups[0].places[2].latitude, ==, -90);
  g_assert_cmpstr (groups[1].name, ==, "none");
  g_assert_cmpuint (groups[1].n_places, ==, 0);
}

static void
test_hot (void)
{
  g_autoptr (WbDataset) dataset =
    parse (WB_CHART_HOT,
           "[{\"name\":\"phones\",\"value\":\"ignored\",\"children\":[{\"name\":\"a\",\"value\":\"7\","
           "\"children\":["
           "{\"name\":\"a1\",\"value\":3},{\"name\":\"a2\",\"value\":4,\"children\":null}]},"
           "{\"name\":\"b\",\"value\":0,\"children\":[]}]},{\"name\":\"none\",\"children\":[]}]");
  guint n = 0;
  const WbHotItem *items = wb_dataset_get_hot (dataset, &n);

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (items[0].name, ==, "phones");
  g_assert_cmpfloat (items[0].value, ==, 0);
  g_assert_cmpuint (items[0].n_children, ==, 2);
  g_assert_cmpstr (items[0].children[0].name, ==, "a");
  g_assert_cmpfloat (items[0].children[0].value, ==, 7);
  g_assert_cmpuint (items[0].children[0].n_children, ==, 2);
  g_assert_cmpstr (items[0].children[0].children[1].name, ==, "a2");
  g_assert_cmpfloat (items[0].children[0].children[1].value, ==, 4);
  g_assert_cmpuint (items[0].children[0].children[1].n_children, ==, 0);
  g_assert_null (items[0].children[0].children[1].children);
  g_assert_cmpuint (items[0].children[1].n_children, ==, 0);
  g_assert_cmpuint (items[1].n_children, ==, 0);
}

static void
test_trend (void)
{
  g_autoptr (WbDataset) dataset =
    parse (WB_CHART_TREND,
           "{\"seller\":{\"title\":\"S\",\"unit\":\"\",\"data\":[]},\"common\":{\"month\":[\"一月\",\"二月\","
           "\"三月\"],\"x\":1},"
           "\"type\":[{\"key\":\"map\",\"text\":\"Regions\"},{\"key\":\"seller\",\"text\":\"Sellers\"}],"
           "\"map\":{\"title\":\"M\",\"base\":\"310\",\"unit\":\"万\",\"data\":["
           "{\"name\":\"上海\",\"data\":[\"155.13\",154,-0.5]},{\"name\":\"北京\",\"data\":[1]},{\"name\":\"\","
           "\"data\":[]}]},"
           "\"unused\":{\"title\":null}}");
  const WbTrend *trend = wb_dataset_get_trend (dataset);
  const WbTrendType *map = &trend->types[0];

  g_assert_cmpuint (trend->n_labels, ==, 3);
  g_assert_cmpstr (trend->labels[0], ==, "一月");
  g_assert_cmpstr (trend->labels[2], ==, "三月");
  g_assert_cmpuint (trend->n_types, ==, 2);

  g_assert_cmpstr (map->key, ==, "map");
  g_assert_cmpstr (map->text, ==, "Regions");
  g_assert_cmpstr (map->title, ==, "M");
  g_assert_cmpstr (map->unit, ==, "万");
  g_assert_cmpfloat (map->base, ==, 310);
  g_assert_cmpuint (map->n_series, ==, 3);
  g_assert_cmpstr (map->series[0].name, ==, "上海");
  g_assert_cmpuint (map->series[0].n_values, ==, 3);
  g_assert_cmpfloat (map->series[0].values[0], ==, 155.13);
  g_assert_cmpfloat (map->series[0].values[1], ==, 154);
  g_assert_cmpfloat (map->series[0].values[2], ==, -0.5);
  g_assert_cmpuint (map->series[1].n_values, ==, 1);
  g_assert_cmpuint (map->series[2].n_values, ==, 0);

  g_assert_cmpstr (trend->types[1].key, ==, "seller");
  g_assert_cmpstr (trend->types[1].title, ==, "S");
  g_assert_cmpstr (trend->types[1].unit, ==, "");
  g_assert_cmpfloat (trend->types[1].base, ==, 0);
  g_assert_cmpuint (trend->types[1].n_series, ==, 0);
}

static void
test_empty (void)
{
  static const WbChartKind kinds[] = { WB_CHART_SELLER, WB_CHART_RANK, WB_CHART_STOCK, WB_CHART_HOT,
                                       WB_CHART_MAP };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (WbDataset) dataset = parse (kinds[i], " [ ] ");
      guint n = 42;

      if (kinds[i] == WB_CHART_STOCK)
        wb_dataset_get_stock (dataset, &n);
      else if (kinds[i] == WB_CHART_HOT)
        wb_dataset_get_hot (dataset, &n);
      else if (kinds[i] == WB_CHART_MAP)
        wb_dataset_get_places (dataset, &n);
      else
        wb_dataset_get_values (dataset, &n);
      g_assert_cmpuint (n, ==, 0);
    }
}

static void
test_syntax (void)
{
  static const struct
  {
    const char *json;
    WbCoreError code;
    const char *message;
  } texts[] = {
    { "", WB_CORE_ERROR_SYNTAX, "seller.json: line 1, column 1: the text ends too early" },
    { "[\n{\"name\":\"a\",}]", WB_CORE_ERROR_SYNTAX,
      "seller.json: line 2, column 13: expected a name in double quotes" },
    { "\xef\xbb\xbf\xef\xbb\xbf[]", WB_CORE_ERROR_SYNTAX,
      "seller.json: line 1, column 2: expected a value" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (wb_dataset_parse (WB_CHART_SELLER, "seller.json", texts[i].json,
                                       strlen (texts[i].json), &error));
      g_assert_error (error, WB_CORE_ERROR, (int) texts[i].code);
      g_assert_cmpstr (error->message, ==, texts[i].message);
      g_assert_null (wb_dataset_parse (WB_CHART_SELLER, "x", texts[i].json, strlen (texts[i].json), NULL));
    }
}

static void
test_bad_lists (void)
{
  assert_bad (WB_CHART_SELLER, "{}", "seller: expected an array, got an object");
  assert_bad (WB_CHART_RANK, "null", "rank: expected an array, got null");
  assert_bad (WB_CHART_STOCK, "\"x\"", "stock: expected an array, got the string “x”");
  assert_bad (WB_CHART_HOT, "7", "hot: expected an array, got a number");
  assert_bad (WB_CHART_MAP, "true", "map: expected an array, got a boolean");

  assert_bad (WB_CHART_SELLER, "[{\"name\":\"a\",\"value\":1},2]",
              "seller: [1]: expected an object, got a number");
  assert_bad (WB_CHART_SELLER, "[{\"value\":1}]", "seller: [0].name: expected a string, got nothing");
  assert_bad (WB_CHART_SELLER, "[{\"name\":null,\"value\":1}]",
              "seller: [0].name: expected a string, got null");
  assert_bad (WB_CHART_SELLER, "[{\"name\":true}]", "seller: [0].name: expected a string, got a boolean");
  assert_bad (WB_CHART_SELLER, "[{\"name\":\"a\"}]", "seller: [0].value: expected a number, got nothing");
  assert_bad (WB_CHART_RANK, "[{\"name\":\"a\",\"stock\":1,\"sales\":1},"
              "{\"name\":\"b\",\"stock\":1,\"sales\":1}]",
              "rank: [0].value: expected a number, got nothing");

  assert_bad (WB_CHART_STOCK, "[[]]", "stock: [0]: expected an object, got an array");
  assert_bad (WB_CHART_STOCK, "[{\"stock\":1,\"sales\":1}]",
              "stock: [0].name: expected a string, got nothing");
  assert_bad (WB_CHART_STOCK, "[{\"name\":\"a\",\"sales\":1}]",
              "stock: [0].stock: expected a number, got nothing");
  assert_bad (WB_CHART_STOCK, "[{\"name\":\"a\",\"stock\":1}]",
              "stock: [0].sales: expected a number, got nothing");
  assert_bad (WB_CHART_STOCK, "[{\"name\":\"a\",\"sales\":1,\"stock\":[]}]",
              "stock: [0].stock: expected a number, got an array");
  assert_bad (WB_CHART_STOCK, "[{\"name\":\"a\",\"stock\":1,\"sales\":\"x\"}]",
              "stock: [0].sales: expected a number, got the string “x”");
}

static void
test_bad_hot (void)
{
  assert_bad (WB_CHART_HOT, "[null]", "hot: [0]: expected an object, got null");
  assert_bad (WB_CHART_HOT, "[{\"children\":[]}]", "hot: [0].name: expected a string, got nothing");
  assert_bad (WB_CHART_HOT, "[{\"name\":\"a\"}]", "hot: [0].children: expected an array, got nothing");
  assert_bad (WB_CHART_HOT, "[{\"name\":\"a\",\"children\":{}}]",
              "hot: [0].children: expected an array, got an object");
  assert_bad (WB_CHART_HOT, "[{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]}]",
              "hot: [0].children[0].value: expected a number, got nothing");
  assert_bad (WB_CHART_HOT,
              "[{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"value\":\"many\",\"children\":[]}]}]",
              "hot: [0].children[0].value: expected a number, got the string “many”");
  assert_bad (WB_CHART_HOT,
              "[{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"value\":1,\"children\":0}]}]",
              "hot: [0].children[0].children: expected an array, got a number");
  assert_bad (WB_CHART_HOT,
              "[{\"name\":\"a\",\"children\":[]},{\"name\":\"b\",\"children\":[{\"name\":\"c\",\"value\":1,"
              "\"children\":["
              "{\"name\":\"d\",\"value\":1},{\"name\":\"e\",\"value\":false}]}]}]",
              "hot: [1].children[0].children[1].value: expected a number, got a boolean");
}

static void
test_bad_map (void)
{
#define PLACE(value) "[{\"name\":\"g\",\"children\":[{\"name\":\"p\",\"value\":" value "}]}]"
  assert_bad (WB_CHART_MAP, "[1]", "map: [0]: expected an object, got a number");
  assert_bad (WB_CHART_MAP, "[{\"children\":[]}]", "map: [0].name: expected a string, got nothing");
  assert_bad (WB_CHART_MAP, "[{\"name\":\"g\"}]", "map: [0].children: expected an array, got nothing");
  assert_bad (WB_CHART_MAP, "[{\"name\":\"g\",\"children\":[{}]}]",
              "map: [0].children[0].name: expected a string, got nothing");
  assert_bad (WB_CHART_MAP, "[{\"name\":\"g\",\"children\":[{\"name\":\"p\"}]}]",
              "map: [0].children[0].value: expected an array, got nothing");
  assert_bad (WB_CHART_MAP, PLACE ("1"), "map: [0].children[0].value: expected an array, got a number");
  assert_bad (WB_CHART_MAP, PLACE ("[]"),
              "map: [0].children[0].value: expected longitude and latitude, got 0 of them");
  assert_bad (WB_CHART_MAP, PLACE ("[1]"),
              "map: [0].children[0].value: expected longitude and latitude, got 1 of them");
  assert_bad (WB_CHART_MAP, PLACE ("[true,1]"),
              "map: [0].children[0].value[0]: expected a number, got a boolean");
  assert_bad (WB_CHART_MAP, PLACE ("[1,{}]"),
              "map: [0].children[0].value[1]: expected a number, got an object");
  assert_bad (WB_CHART_MAP, PLACE ("[180.0001,1]"),
              "map: [0].children[0].value[0]: expected degrees from -180 to 180, got 180.0001");
  assert_bad (WB_CHART_MAP, PLACE ("[\"-180.5\",1]"),
              "map: [0].children[0].value[0]: expected degrees from -180 to 180, got -180.5");
  assert_bad (WB_CHART_MAP, PLACE ("[31.2,121.4]"),
              "map: [0].children[0].value[1]: expected degrees from -90 to 90, got 121.4");
  assert_bad (WB_CHART_MAP, PLACE ("[0,-91]"),
              "map: [0].children[0].value[1]: expected degrees from -90 to 90, got -91");
#undef PLACE
}

#define COMMON "\"common\":{\"month\":[\"1\",\"2\"]}"
#define TYPE "\"type\":[{\"key\":\"map\",\"text\":\"T\"}]"
#define HEAD "{" COMMON "," TYPE ","
#define HEAD_TWICE "{" COMMON ",\"type\":[{\"key\":\"map\",\"text\":\"1\"},{\"key\":\"map\",\"text\":\"2\"}],"
#define SERIES(series) HEAD "\"map\":{\"title\":\"t\",\"unit\":\"u\",\"data\":[" series "]}}"

static void
test_bad_trend (void)
{
  assert_bad (WB_CHART_TREND, "[]", "trend: expected an object, got an array");
  assert_bad (WB_CHART_TREND, "{}", "trend: common: expected an object, got nothing");
  assert_bad (WB_CHART_TREND, "{\"common\":{}}", "trend: common.month: expected an array, got nothing");
  assert_bad (WB_CHART_TREND, "{\"common\":{\"month\":[\"1\",null]}}",
              "trend: common.month[1]: expected a string, got null");
  assert_bad (WB_CHART_TREND, "{" COMMON "}", "trend: type: expected an array, got nothing");
  assert_bad (WB_CHART_TREND, "{" COMMON ",\"type\":[]}",
              "trend: type: expected at least one type, got none");
  assert_bad (WB_CHART_TREND, "{" COMMON ",\"type\":[\"map\"]}",
              "trend: type[0]: expected an object, got the string “map”");
  assert_bad (WB_CHART_TREND, "{" COMMON ",\"type\":[{\"text\":\"T\"}]}",
              "trend: type[0].key: expected a string, got nothing");
  assert_bad (WB_CHART_TREND, "{" COMMON ",\"type\":[{\"key\":\"map\"}]}",
              "trend: type[0].text: expected a string, got nothing");
  assert_bad (WB_CHART_TREND,
              HEAD_TWICE "\"map\":{\"title\":\"t\",\"unit\":\"u\",\"data\":[]}}",
              "trend: type[1].key: expected a key of its own, got that of an earlier type");
  assert_bad (WB_CHART_TREND, "{" COMMON "," TYPE "}", "trend: map: expected an object, got nothing");
  assert_bad (WB_CHART_TREND, HEAD "\"map\":[]}", "trend: map: expected an object, got an array");
  assert_bad (WB_CHART_TREND, HEAD "\"map\":{\"title\":[]}}",
              "trend: map.title: expected a string, got an array");
  assert_bad (WB_CHART_TREND, HEAD "\"map\":{\"title\":\"t\",\"unit\":false}}",
              "trend: map.unit: expected a string, got a boolean");
  assert_bad (WB_CHART_TREND, HEAD "\"map\":{\"title\":\"t\",\"unit\":\"u\",\"base\":\"low\"}}",
              "trend: map.base: expected a number, got the string “low”");
  assert_bad (WB_CHART_TREND, "{" COMMON ",\"a\":{\"title\":\"A\"},\"b\":[{\"data\":[]}]}",
              "trend: type: expected an array, got nothing");
  assert_bad (WB_CHART_TREND, "{" COMMON ",\"a\":{\"data\":[]},\"b\":{\"data\":[1]}}",
              "trend: b.data[0]: expected an object, got a number");
  assert_bad (WB_CHART_TREND, HEAD "\"map\":{\"title\":\"t\",\"unit\":\"u\"}}",
              "trend: map.data: expected an array, got nothing");
  assert_bad (WB_CHART_TREND, SERIES ("1"), "trend: map.data[0]: expected an object, got a number");
  assert_bad (WB_CHART_TREND, SERIES ("{\"data\":[]}"),
              "trend: map.data[0].name: expected a string, got nothing");
  assert_bad (WB_CHART_TREND, SERIES ("{\"name\":\"a\"}"),
              "trend: map.data[0].data: expected an array, got nothing");
  assert_bad (WB_CHART_TREND, SERIES ("{\"name\":\"a\",\"data\":[1]},{\"name\":\"b\",\"data\":[1,\"x\"]}"),
              "trend: map.data[1].data[1]: expected a number, got the string “x”");
  assert_bad (WB_CHART_TREND, SERIES ("{\"name\":\"a\",\"data\":[1,2,3]}"),
              "trend: map.data[0].data: expected at most 2 values, one a month, got 3");
}

/* A key is untrusted text, and must not make an error long or have two lines. */
static void
test_odd_keys (void)
{
  g_autofree char *key = g_strnfill (5000, 'k');
  g_autofree char *json = g_strdup_printf ("{" COMMON ",\"type\":[{\"key\":\"%s\",\"text\":\"\"}]}", key);
  g_autofree char *message = g_strdup_printf ("trend: %.40s…: expected an object, got nothing", key);

  assert_bad (WB_CHART_TREND, json, message);
  assert_bad (WB_CHART_TREND, "{" COMMON ",\"type\":[{\"key\":\"a\\nb\",\"text\":\"\"}]}",
              "trend: a b: expected an object, got nothing");
  assert_bad (WB_CHART_TREND, "{" COMMON ",\"type\":[{\"key\":\"%s%n\",\"text\":\"\"}]}",
              "trend: %s%n: expected an object, got nothing");
}

static WbDataset *
load_sample (WbChartKind   kind,
             const char   *language,
             JsonNode    **ret_root)
{
  g_autofree char *file = g_strconcat (wb_chart_kind_get_name (kind), ".json", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "samples", language, file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);

  *ret_root = wb_json_parse (text, length, &error);
  g_assert_no_error (error);

  return parse (kind, text);
}

/* The same but for the words: strings differ between languages, but not numbers, members and order. */
static void
assert_same_structure (JsonNode   *a,
                       JsonNode   *b,
                       const char *member)
{
  g_assert_cmpint (json_node_get_node_type (a), ==, json_node_get_node_type (b));
  g_assert_cmpuint (json_node_get_value_type (a), ==, json_node_get_value_type (b));

  if (JSON_NODE_HOLDS_ARRAY (a))
    {
      JsonArray *elements = json_node_get_array (a);
      JsonArray *others = json_node_get_array (b);

      g_assert_cmpuint (json_array_get_length (elements), ==, json_array_get_length (others));
      for (guint i = 0; i < json_array_get_length (elements); i++)
        assert_same_structure (json_array_get_element (elements, i), json_array_get_element (others, i),
                               member);
    }
  else if (JSON_NODE_HOLDS_OBJECT (a))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (a));
      g_autoptr (GList) others = json_object_get_members (json_node_get_object (b));
      GList *other = others;

      g_assert_cmpuint (g_list_length (names), ==, g_list_length (others));
      for (GList *name = names; name != NULL; name = name->next, other = other->next)
        {
          g_assert_cmpstr (name->data, ==, other->data);
          assert_same_structure (json_object_get_member (json_node_get_object (a), name->data),
                                 json_object_get_member (json_node_get_object (b), name->data), name->data);
        }
    }
  else if (json_node_get_value_type (a) != G_TYPE_STRING || g_strcmp0 (member, "key") == 0)
    g_assert_true (json_node_equal (a, b));
}

static void
test_samples (gconstpointer data)
{
  WbChartKind kind = GPOINTER_TO_UINT (data);
  g_autoptr (JsonNode) en_root = NULL;
  g_autoptr (JsonNode) zh_root = NULL;
  g_autoptr (WbDataset) en = load_sample (kind, "en", &en_root);
  g_autoptr (WbDataset) zh = load_sample (kind, "zh", &zh_root);

  assert_same_structure (en_root, zh_root, "");

  /* A sample is not empty. */
  g_assert_true (JSON_NODE_HOLDS_OBJECT (en_root) ||
                 json_array_get_length (json_node_get_array (en_root)) > 0);
}

static void
test_locale (void)
{
  GermanLocale locale;

  if (german_locale_begin (&locale))
    {
      test_trend ();
      test_bad_map ();
    }
  german_locale_end (&locale);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dataset/values", test_values);
  g_test_add_func ("/dataset/share", test_share);
  g_test_add_func ("/dataset/stock", test_stock);
  g_test_add_func ("/dataset/places", test_places);
  g_test_add_func ("/dataset/hot", test_hot);
  g_test_add_func ("/dataset/trend", test_trend);
  g_test_add_func ("/dataset/empty", test_empty);
  g_test_add_func ("/dataset/syntax", test_syntax);
  g_test_add_func ("/dataset/bad/lists", test_bad_lists);
  g_test_add_func ("/dataset/bad/hot", test_bad_hot);
  g_test_add_func ("/dataset/bad/map", test_bad_map);
  g_test_add_func ("/dataset/bad/trend", test_bad_trend);
  g_test_add_func ("/dataset/bad/odd-keys", test_odd_keys);
  g_test_add_func ("/dataset/locale", test_locale);

  for (guint kind = 0; kind < WB_N_CHARTS; kind++)
    {
      g_autofree char *path = g_strconcat ("/dataset/samples/", wb_chart_kind_get_name (kind), NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (kind), test_samples);
    }

  return g_test_run ();
}
