/* test-fit.c: at every size of card and text, each value is shown or counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart-fixture.h"
#include "drawing/wb-number.h"

/* The sides of cards, in logical pixels; with -m thorough there are more of them. */
static const double sides[] = { 240, 300, 444, 1280, 3840 };
static const double fine_sides[] = {
  240, 270, 300, 333, 380, 440, 444, 525, 600, 640, 720, 850, 1080, 1280, 1500, 1920, 2160, 2560, 3840,
};
static const double text_scales[] = { 0.75, 1, 1.2, 1.5, 2, 3 };

/* The language of numbers and the names. The last is written from right to left. */
static const struct
{
  const char *language;
  const char *names[7];
} languages[] = {
  { "en", { "North", "Noise-cancelling headphones for pilots", "B", "Inner Mongolia", "South East", "Lamp",
            "Donaudampfschifffahrtsgesellschaft" } },
  { "zh_CN", { "上海", "上海浦东新区世纪大道一百号环球金融中心", "北京", "内蒙古", "商家一百二十三号", "灯",
               "黑龙江" } },
  { "ar", { "جدة", "شركة الخليج العربي للتجارة الدولية والمقاولات العامة", "دبي", "الرياض", "مكة", "عمان",
            "الدمام" } },
};

static const double values[] = { 4380, 123456789.5, 0.25, 98765.43, -3200, 12, 1.5e12 };

static WbDataset *
build (WbChartKind kind,
       guint       language,
       gboolean    positive)
{
  g_autoptr (GString) json = g_string_new (kind == WB_CHART_HOT ? "[{\"name\":\"All\",\"children\":[" : "[");

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      char value[G_ASCII_DTOSTR_BUF_SIZE], other[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_dtostr (value, sizeof value, positive ? fabs (values[i]) : values[i]);
      g_ascii_dtostr (other, sizeof other, fabs (values[(i + 2) % G_N_ELEMENTS (values)]));
      g_string_append_printf (json, "%s{\"name\":\"%s\",\"%s\":%s%s%s%s}", i > 0 ? "," : "",
                              languages[language].names[i], kind == WB_CHART_STOCK ? "sales" : "value", value,
                              kind == WB_CHART_STOCK ? ",\"stock\":" : "",
                              kind == WB_CHART_STOCK ? other : "",
                              kind == WB_CHART_HOT ? ",\"children\":[]" : "");
    }
  g_string_append (json, kind == WB_CHART_HOT ? "]}]" : "]");

  return fixture_parse (kind, json->str);
}

/* Whether an item has a label that holds a number in one of its forms. */
static gboolean
has_number (WbChartLayout *layout,
            const char    *key,
            double         number)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (WbNumberForm form = 0; form < WB_NUMBER_N_FORMS; form++)
    {
      g_autofree char *string = wb_number_format_in (number, form);

      for (guint i = 0; i < n_labels; i++)
        if (g_strcmp0 (labels[i].key, key) == 0 &&
            strstr (pango_layout_get_text (labels[i].layout), string) != NULL)
          return TRUE;
    }

  return FALSE;
}

/* Whether an item has its name, which may be cut. */
static gboolean
has_name (WbChartLayout *layout,
          const char    *name)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < n_labels; i++)
    if (g_strcmp0 (labels[i].key, name) == 0 &&
        g_str_equal (pango_layout_get_text (labels[i].layout), name))
      return TRUE;

  return FALSE;
}

/* Ends the test with all texts of a layout. */
static void G_GNUC_NORETURN
fail (WbChartLayout *layout,
      const char    *where,
      const char    *what)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < n_labels; i++)
    g_printerr ("“%s” of %s: %g, %g, %g × %g\n", pango_layout_get_text (labels[i].layout),
                labels[i].key != NULL ? labels[i].key : "none", labels[i].box.x, labels[i].box.y,
                labels[i].box.width, labels[i].box.height);
  g_error ("%s: %s", where, what);
}

/* The number in “+3”, 0 without it. */
static guint
find_more (WbChartLayout *layout)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < n_labels; i++)
    if (labels[i].key == NULL && pango_layout_get_text (labels[i].layout)[0] == '+')
      return atoi (pango_layout_get_text (labels[i].layout) + 1);

  return 0;
}

/* Whether there is an axis to read values from: two numbers, at least. */
static gboolean
has_axis (WbChartLayout *layout)
{
  guint n_labels, n_ticks = 0;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < n_labels; i++)
    n_ticks += labels[i].key == NULL && pango_layout_get_text (labels[i].layout)[0] != '+';

  return n_ticks >= 2;
}

static void
check_items (WbChartLayout *layout,
             WbDataset     *dataset,
             guint          n_expected,
             const char    *where)
{
  WbChartKind kind = wb_dataset_get_kind (dataset);
  guint n_marks, n_items;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  const WbStockItem *goods = kind == WB_CHART_STOCK ? wb_dataset_get_stock (dataset, &n_items) : NULL;

  for (guint i = 0; i < n_marks; i++)
    {
      if (!has_name (layout, marks[i].name))
        fail (layout, where, "a name is lost");
      if (!has_number (layout, marks[i].name, marks[i].value) &&
          !(kind == WB_CHART_RANK && has_axis (layout)))
        fail (layout, where, "a value is lost");
      if (goods != NULL && !has_number (layout, marks[i].name, goods[marks[i].item].stock))
        fail (layout, where, "a stock is lost");
    }
  if (n_marks == 0 || n_marks + find_more (layout) != n_expected)
    fail (layout, where, "items are lost");
}

static void
check_size (WbDataset *dataset,
            guint      language,
            double     width,
            double     height,
            double     text_scale)
{
  WbRenderContext context = fixture_context (width, height);
  WbChartKind kind = wb_dataset_get_kind (dataset);
  g_autofree char *where = g_strdup_printf ("%s in %s at %gx%g, text %g", wb_chart_kind_get_name (kind),
                                            languages[language].language, width, height, text_scale);
  guint n = G_N_ELEMENTS (values);
  guint n_pages = wb_chart_count_pages (dataset);

  context.text_scale = text_scale;
  context.right_to_left = g_str_equal (languages[language].language, "ar");
  for (guint page = 0; page < n_pages; page++)
    {
      WbSelection selection = { page, 0, -1 };
      g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);

      fixture_check_layout (layout, &context);
      if (kind == WB_CHART_HOT)
        {
          double total = 0;

          for (guint i = 0; i < n; i++)
            total += fabs (values[i]);
          if (!has_number (layout, NULL, total))
            fail (layout, where, "the total is lost");
        }
      else
        {
          check_items (layout, dataset, kind == WB_CHART_RANK ? n : page == 0 ? 5 : n - 5, where);
        }
    }
}

static void
test_fit (gconstpointer data)
{
  WbChartKind kind = GPOINTER_TO_UINT (data);
  const double *list = g_test_thorough () ? fine_sides : sides;
  guint n = g_test_thorough () ? G_N_ELEMENTS (fine_sides) : G_N_ELEMENTS (sides);

  for (guint language = 0; language < G_N_ELEMENTS (languages); language++)
    for (guint sign = 0; sign < 2; sign++)
      {
        g_setenv ("LANGUAGE", languages[language].language, TRUE);
        g_autoptr (WbDataset) dataset = build (kind, language, sign == 0 || kind == WB_CHART_HOT);

        for (guint i = 0; i < n * n; i++)
          for (guint k = 0; k < G_N_ELEMENTS (text_scales); k++)
            if (g_test_thorough () || (i + k + language) % 2 == sign)
              check_size (dataset, language, list[i / n], list[i % n], text_scales[k]);
      }
  g_unsetenv ("LANGUAGE");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/fit/stock", GUINT_TO_POINTER (WB_CHART_STOCK), test_fit);
  g_test_add_data_func ("/fit/seller", GUINT_TO_POINTER (WB_CHART_SELLER), test_fit);
  g_test_add_data_func ("/fit/rank", GUINT_TO_POINTER (WB_CHART_RANK), test_fit);
  g_test_add_data_func ("/fit/total", GUINT_TO_POINTER (WB_CHART_HOT), test_fit);

  return g_test_run ();
}
