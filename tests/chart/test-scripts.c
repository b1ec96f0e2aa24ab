/* test-scripts.c: properties of all layouts, in any script and direction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "map-fixture.h"

#include <math.h>
#include <string.h>

#define MANY    5000
#define N_NAMES 6

static const struct
{
  double width, height;
} sizes[] = {
  { 240, 180 }, { 400, 300 }, { 400, 700 }, { 640, 480 },
  { 1280, 800 }, { 1920, 1080 }, { 1080, 1920 }, { 3840, 2160 },
};

/* Names by script: short, usual, long and mixed ones. */
static const char *const scripts[][N_NAMES] = {
  { "Al", "Guangdong", "Stone Bridge Shoes", "Golden Ear Grain & Oil",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "A very long name of a shop that sells everything that anybody could want" },
  { "京", "广东", "石桥鞋履", "维吾尔自治区官方旗舰店", "商家一百二十三号旗舰店官方授权专卖店有限责任公司", "iPhone 15 手机壳" },
  { "شاي", "قوانغدونغ", "الجسر الحجري للأحذية", "الأعضاء البلاتينيون",
    "السنبلة الذهبية للحبوب والزيوت والمكسرات والتوابل",
    "أقل من 50 بوصة (LED)" },
  { "חי", "שנגחאי", "חנות הספרים הישנה", "גוון־דונג", "ייצור ושיווק של מוצרי חשמל לבית ולמשרד", "50% הנחה" },
  { "चाय", "बीजिंग", "पत्थर का पुल", "ซูเปอร์มาร์เก็ต", "གཞིས་ཀ་རྩེ་", "Tiếng Việt có nhiều dấu" },
  { "🎉", "👩‍👩‍👧‍👦 家", "🛒🛒🛒🛒🛒🛒🛒🛒", "Tea 🍵", "🇨🇳 بكين", "😀 شاي أخضر Green tea 绿茶" },
  { "\u202Eover", "a\u0301\u0302\u0303\u0304", "-5", "100%", "12:30", "(شاي) [a] {京}" },
};

/* The kind of numbers in a dataset. */
typedef enum
{
  USUAL,
  TINY,
  LARGE,
  NEGATIVE,
  ZERO,
  MIXED,
  N_VALUES
} Values;

static double
get_value (Values  values,
           guint   i,
           GRand  *random)
{
  static const double mixed[] = { 0, -1, 1e-9, 1e12, 300.65, -5e8, 1 / 3.0, 99999.99 };

  switch (values)
    {
    case TINY:
      return (i + 1) * 1e-9;
    case LARGE:
      return (i + 1) * 1e12;
    case NEGATIVE:
      return -100.5 * (i + 1);
    case ZERO:
      return 0;
    case MIXED:
      return mixed[g_rand_int_range (random, 0, G_N_ELEMENTS (mixed))];
    default:
      return g_rand_double_range (random, 1, 900);
    }
}

static void
append (GString    *json,
        const char *before,
        double      value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (json, before);
  g_string_append (json, g_ascii_dtostr (buffer, sizeof buffer, value));
}

/* Appends a trend with as many months as other charts have items, and six series. */
static void
append_trend (GString *json,
              guint    n_months,
              guint    script,
              Values   values,
              GRand   *random)
{
  const char *const *names = scripts[script];

  g_string_append (json, "{\"common\":{\"month\":[");
  for (guint i = 0; i < n_months; i++)
    g_string_append_printf (json, "%s\"%s\"", i > 0 ? "," : "", names[i % N_NAMES]);
  g_string_append_printf (json, "]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],"
                          "\"a\":{\"title\":\"%s\",\"base\":0,\"unit\":\"%s\",\"data\":[",
                          names[2], names[1]);
  for (guint i = 0; i < N_NAMES; i++)
    {
      g_string_append_printf (json, "%s{\"name\":\"%s\",\"data\":[", i > 0 ? "," : "", names[i]);
      for (guint j = 0; j < n_months; j++)
        append (json, j > 0 ? "," : "", get_value (values, j, random));
      g_string_append (json, "]}");
    }
  g_string_append (json, "]}}");
}

static void
append_item (GString     *json,
             WbChartKind  kind,
             guint        i,
             Values       values,
             GRand       *random)
{
  switch (kind)
    {
    case WB_CHART_MAP:
      append (json, "\"value\":[", g_rand_double_range (random, 74, 134));
      append (json, ",", g_rand_double_range (random, 19, 53));
      g_string_append (json, "]}");
      break;
    case WB_CHART_STOCK:
      append (json, "\"stock\":", get_value (values, i + 3, random));
      append (json, ",\"sales\":", get_value (values, i, random));
      g_string_append (json, "}");
      break;
    default:
      append (json, "\"value\":", get_value (values, i, random));
      g_string_append (json, kind == WB_CHART_HOT ? ",\"children\":[]}" : "}");
      break;
    }
}

/* Generates a dataset with a number of items. */
static WbDataset *
make_dataset (WbChartKind  kind,
              guint        n_items,
              guint        script,
              Values       values,
              GRand       *random)
{
  g_autoptr (GString) json = g_string_new (NULL);
  gboolean grouped = kind == WB_CHART_HOT || kind == WB_CHART_MAP;

  if (kind == WB_CHART_TREND)
    {
      append_trend (json, n_items, script, values, random);
      return fixture_parse (kind, json->str);
    }

  g_string_append (json, grouped ? "[{\"name\":\"شاي tea 茶\",\"children\":[" : "[");
  for (guint i = 0; i < n_items; i++)
    {
      g_string_append_printf (json, "%s{\"name\":\"%s\",", i > 0 ? "," : "", scripts[script][i % N_NAMES]);
      append_item (json, kind, i, values, random);
    }
  g_string_append (json, grouped ? "]}]" : "]");

  return fixture_parse (kind, json->str);
}

/* Highlights and tooltips are in the frame. */
static void
check_overlays (WbChartLayout         *layout,
                const WbRenderContext *context)
{
  guint n_marks;

  wb_chart_layout_get_marks (layout, &n_marks);
  for (guint i = 0; i < n_marks; i += 1 + n_marks / 7)
    {
      WbSelection selection = { 0, 0, (int) i, NULL };
      WbBox box;

      if (wb_chart_layout_get_overlay (layout, &selection, context, &box))
        g_assert_true (wb_box_is_inside (box, context->width, context->height));
    }
}

/* The swatch of a legend entry is on the side where reading starts. */
static void
check_swatches (WbChartLayout         *layout,
                const WbRenderContext *context)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  guint legend = 0;

  for (guint i = 0; i < n_marks; i++)
    if (marks[i].kind == WB_MARK_LEGEND && legend < layout->swatches->len)
      {
        WbBox swatch = g_array_index (layout->swatches, WbSwatch, legend++).box;
        WbBox entry = marks[i].box;

        if (context->right_to_left)
          g_assert_cmpfloat_with_epsilon (swatch.x + swatch.width, entry.x + entry.width, 0.01);
        else
          g_assert_cmpfloat_with_epsilon (swatch.x, entry.x, 0.01);
      }
}

static void
check (WbDataset       *dataset,
       WbRenderContext  context,
       guint            page)
{
  for (guint rtl = 0; rtl < 2; rtl++)
    {
      WbSelection selection = { page, 0, -1, NULL };

      context.right_to_left = rtl;
      g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);
      fixture_check_layout (layout, &context);
      check_overlays (layout, &context);
      check_swatches (layout, &context);
      g_autofree char *sentence = wb_chart_layout_describe (layout);
      g_assert_true (g_utf8_validate (sentence, -1, NULL));
    }
}

/* Labels do not overlap and are in the frame, for any number and size of items and any script. */
static void
test_random (void)
{
  static const guint counts[] = { 0, 1, 5, 50 };
  g_autoptr (WbAtlas) atlas = wb_atlas_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (20240229);

  for (guint kind = 0; kind < WB_N_CHARTS; kind++)
    for (guint script = 0; script < G_N_ELEMENTS (scripts); script++)
      for (guint count = 0; count < G_N_ELEMENTS (counts); count++)
        {
          Values values = g_rand_int_range (random, 0, N_VALUES);
          g_autoptr (WbDataset) dataset = make_dataset (kind, counts[count], script, values, random);

          for (guint i = g_rand_int_range (random, 0, 3); i < G_N_ELEMENTS (sizes); i += 3)
            check (dataset, map_frame (atlas, sizes[i].width, sizes[i].height),
                   g_rand_int_range (random, 0, 9));
        }
}

/* Each kind of value in each chart. */
static void
test_values (void)
{
  g_autoptr (WbAtlas) atlas = wb_atlas_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (20240301);

  for (guint kind = 0; kind < WB_N_CHARTS; kind++)
    for (Values values = 0; values < N_VALUES; values++)
      {
        g_autoptr (WbDataset) dataset = make_dataset (kind, 12, 2, values, random);

        check (dataset, map_frame (atlas, 240, 180), 0);
        check (dataset, map_frame (atlas, 640, 480), 0);
      }
}

static void
test_many (void)
{
  g_autoptr (WbAtlas) atlas = wb_atlas_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (20240302);

  for (guint kind = 0; kind < WB_N_CHARTS; kind++)
    {
      g_autoptr (WbDataset) dataset = make_dataset (kind, MANY, kind % G_N_ELEMENTS (scripts), MIXED, random);

      check (dataset, map_frame (atlas, 240, 180), 3);
      check (dataset, map_frame (atlas, 1920, 1080), 3);
    }
}

static WbDataset *
read_sample (const char  *language,
             WbChartKind  kind)
{
  g_autofree char *file = g_strconcat (wb_chart_kind_get_name (kind), ".json", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "data", "samples", language, file,
                                                 NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;

  g_file_get_contents (path, &json, NULL, &error);
  g_assert_no_error (error);

  return fixture_parse (kind, json);
}

/* Counts the labels that are ellipsized. */
static guint
count_cut (WbChartLayout *layout)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);
  guint n = 0;

  for (guint i = 0; i < n_labels; i++)
    n += pango_layout_is_ellipsized (labels[i].layout);

  return n;
}

/* The samples at every size; from 640 × 480 on, no name is cut off. */
static void
test_samples (void)
{
  static const char *const languages[] = { "ar", "en", "zh" };
  g_autoptr (WbAtlas) atlas = wb_atlas_new (NULL);

  for (guint language = 0; language < G_N_ELEMENTS (languages); language++)
    for (guint kind = 0; kind < WB_N_CHARTS; kind++)
      {
        g_autoptr (WbDataset) dataset = read_sample (languages[language], kind);

        for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
          {
            WbRenderContext context = map_frame (atlas, sizes[i].width, sizes[i].height);
            g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);

            check (dataset, context, i);
            if (context.width >= 640)
              g_assert_cmpuint (count_cut (layout), ==, 0);
          }
      }
}

static double
get_x (PangoLayout *layout,
       const char  *part)
{
  const char *text = pango_layout_get_text (layout);
  PangoRectangle box;

  pango_layout_index_to_pos (layout, strstr (text, part) - text, &box);

  return box.x + box.width / 2.0;
}

/* Digits are left to right after their minus sign; the unit follows in reading direction. */
static void
test_numbers (void)
{
  WbRenderContext context = fixture_context (640, 480);

  for (guint rtl = 0; rtl < 2; rtl++)
    {
      context.right_to_left = rtl;
      g_autoptr (WbText) text = wb_text_new (&context);
      g_autoptr (PangoLayout) plain = wb_text_shape (text, "\u221212.5%", 1, WB_TEXT_NUMBER, 500);
      g_autoptr (PangoLayout) arabic = wb_text_shape (text, "\u221212.5 ألف", 1, WB_TEXT_NUMBER, 500);
      g_autoptr (PangoLayout) latin = wb_text_shape (text, "\u221212.5 million", 1, WB_TEXT_NUMBER, 500);

      g_assert_cmpfloat (get_x (plain, "\u2212"), <, get_x (plain, "1"));
      g_assert_cmpfloat (get_x (plain, "1"), <, get_x (plain, "5"));
      g_assert_cmpfloat (get_x (plain, "5"), <, get_x (plain, "%"));
      g_assert_cmpfloat (get_x (arabic, "\u2212"), <, get_x (arabic, "1"));
      g_assert_cmpfloat (get_x (arabic, "1"), <, get_x (arabic, "5"));
      g_assert_cmpint (get_x (arabic, "أ") < get_x (arabic, "\u2212"), ==, rtl);
      g_assert_cmpfloat (get_x (latin, "\u2212"), <, get_x (latin, "1"));
      g_assert_cmpfloat (get_x (latin, "5"), <, get_x (latin, "m"));
    }
}

/* In the other direction, the tooltip is on the other side of its mark. */
static void
test_tooltips (void)
{
  for (WbChartKind kind = 0; kind < WB_N_CHARTS; kind++)
    {
      WbRenderContext context = fixture_context (640, 400);
      WbRenderContext mirrored = context;
      guint n_marks;

      if (kind == WB_CHART_MAP)
        continue;
      mirrored.right_to_left = TRUE;
      g_autoptr (WbDataset) dataset = fixture_board (kind);
      g_autoptr (WbChartLayout) one = wb_chart_layout_new (dataset, NULL, &context);
      g_autoptr (WbChartLayout) other = wb_chart_layout_new (dataset, NULL, &mirrored);

      wb_chart_layout_get_marks (one, &n_marks);
      for (guint i = 0; i < n_marks; i++)
        {
          WbSelection selection = { 0, 0, (int) i, NULL };
          WbBox box, mirrored_box;

          g_assert_cmpint (wb_chart_layout_get_overlay (one, &selection, &context, &box), ==,
                           wb_chart_layout_get_overlay (other, &selection, &mirrored, &mirrored_box));
          g_assert_cmpfloat_with_epsilon (box.x, 640 - mirrored_box.x - mirrored_box.width, 1.01);
          g_assert_cmpfloat_with_epsilon (box.y, mirrored_box.y, 1.01);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scripts/numbers", test_numbers);
  g_test_add_func ("/scripts/tooltips", test_tooltips);
  g_test_add_func ("/scripts/samples", test_samples);
  g_test_add_func ("/scripts/values", test_values);
  g_test_add_func ("/scripts/random", test_random);
  g_test_add_func ("/scripts/many", test_many);

  return g_test_run ();
}
