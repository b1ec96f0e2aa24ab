/* test-stock.c: rings of goods, their layout and pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "chart-fixture.h"

/* Shares of 3/4, 1/2, 1, 0 and undefined, and negative values on the next page. */
#define GOODS \
  "[{\"name\":\"A\",\"stock\":10,\"sales\":30},{\"name\":\"B\",\"stock\":20,\"sales\":20}," \
  "{\"name\":\"C\",\"stock\":0,\"sales\":40},{\"name\":\"D\",\"stock\":50,\"sales\":0}," \
  "{\"name\":\"E\",\"stock\":0,\"sales\":0},{\"name\":\"F\",\"stock\":-10,\"sales\":30}," \
  "{\"name\":\"G\",\"stock\":10,\"sales\":-30}]"

static WbChartLayout *
lay_out (const char      *json,
         guint            page,
         WbRenderContext *context)
{
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_STOCK, json);
  WbSelection selection = { page, 0, -1 };

  return wb_chart_layout_new (dataset, &selection, context);
}

static void
test_shares (void)
{
  static const char *const texts[] = {
    "30 (75.0%)", "20 (50.0%)", "40 (100%)", "0 (0.0%)", "0 (0.0%)", "30 (100%)", "\u221230 (0.0%)",
  };
  WbRenderContext context = fixture_context (530, 460);

  for (guint page = 0; page < 2; page++)
    {
      g_autoptr (WbChartLayout) layout = lay_out (GOODS, page, &context);
      guint n_marks;
      const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

      fixture_check_layout (layout, &context);
      g_assert_cmpuint (n_marks, ==, page == 0 ? 5 : 2);
      for (guint i = 0; i < n_marks; i++)
        {
          g_assert_cmpint (marks[i].kind, ==, WB_MARK_RING);
          g_assert_cmpstr (marks[i].text, ==, texts[5 * page + i]);
          g_assert_cmpfloat_with_epsilon (marks[i].box.width, marks[i].box.height, 0.01);
          /* Rings have the same size on every page. */
          g_assert_cmpfloat (marks[i].box.width, >, 100);
        }
    }
}

static guint
count_rows (WbChartLayout *layout)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  guint n_rows = 1;

  for (guint i = 1; i < n_marks; i++)
    n_rows += marks[i].box.y > marks[i - 1].box.y + 1;

  return n_rows;
}

/* In a row, three over two, or in a column, depending on the shape of the card; rings do not touch. */
static void
test_arrangement (void)
{
  static const struct
  {
    double width, height;
    guint  n_rows;
  } cases[] = { { 1000, 250, 1 }, { 530, 460, 2 }, { 330, 290, 2 }, { 200, 900, 5 }, { 240, 180, 2 } };

  for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      WbRenderContext context = fixture_context (cases[k].width, cases[k].height);
      g_autoptr (WbChartLayout) layout = lay_out (GOODS, 0, &context);
      guint n_marks;
      const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

      fixture_check_layout (layout, &context);
      g_assert_cmpuint (count_rows (layout), ==, cases[k].n_rows);
      for (guint i = 0; i < n_marks; i++)
        for (guint j = 0; j < i; j++)
          g_assert_false (wb_box_intersects (marks[i].box, marks[j].box));
    }
}

static gboolean
has_label (WbChartLayout *layout,
           const char    *text,
           WbBox         *ret_box)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < n_labels; i++)
    if (g_str_equal (pango_layout_get_text (labels[i].layout), text))
      {
        *ret_box = labels[i].box;
        return TRUE;
      }

  return FALSE;
}

/* Name and sales are in the ring and the stock is below; if a name is too long for that, names are below
 * instead. */
static void
test_texts (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbChartLayout) inside = lay_out (GOODS, 0, &context);
  g_autoptr (WbChartLayout) outside =
    lay_out ("[{\"name\":\"Noise-cancelling headphones for pilots\",\"stock\":620,\"sales\":4380},"
             "{\"name\":\"B\",\"stock\":1,\"sales\":1},{\"name\":\"C\",\"stock\":1,\"sales\":1}]",
             0, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (inside, &n_marks);
  WbBox box;

  g_assert_true (has_label (inside, "A", &box));
  g_assert_true (wb_box_intersects (box, marks[0].box));
  g_assert_true (has_label (inside, "30", &box));
  g_assert_true (wb_box_intersects (box, marks[0].box));
  g_assert_true (has_label (inside, "Stock 10", &box));
  g_assert_cmpfloat (box.y, >=, marks[0].box.y + marks[0].box.height);

  marks = wb_chart_layout_get_marks (outside, &n_marks);
  g_assert_true (has_label (outside, "Noise-cancelling headphones for pilots", &box));
  g_assert_cmpfloat (box.y, >=, marks[0].box.y + marks[0].box.height);
  g_assert_true (has_label (outside, "4,380", &box));
  g_assert_true (wb_box_intersects (box, marks[0].box));
  g_assert_true (has_label (outside, "Stock 620", &box));
  g_assert_true (wb_box_intersects (box, marks[0].box));
}

/* Names without a space, in several scripts, and with many marks. */
static const char *const long_names[] = {
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
  "上海浦东新区世纪大道一百号环球金融中心七十九层国际贸易有限责任公司华东分公司",
  "شركة الخليج العربي للتجارة الدولية والمقاولات العامة المحدودة فرع جدة",
  "AVeryLongNameWithoutAnySpacesThatGoesOnAndOnAndOnUntilTheEndOfTheLineIsReached",
  "Short",
  "กรุงเทพมหานครอมรรัตนโกสินทร์มหินทรายุธยามหาดิลกภพนพรัตน์",
  "Ⓩalgo Z̵̨̛a̶̢l̷̡g̸o̵ n̶a̵m̷e̸",
};

static guint
count_starting (WbChartLayout *layout,
                const char    *text)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);
  guint count = 0;

  for (guint i = 0; i < n_labels; i++)
    count += g_str_has_prefix (pango_layout_get_text (labels[i].layout), text);

  return count;
}

/* A name that cannot be wrapped is broken or cut, and takes no number with it. */
static void
test_long_names (void)
{
  static const struct { double width, height; } frames[] = { { 530, 460 }, { 300, 240 }, { 240, 240 } };
  g_autoptr (GString) json = g_string_new ("[");

  for (guint i = 0; i < G_N_ELEMENTS (long_names); i++)
    g_string_append_printf (json, "%s{\"name\":\"%s\",\"stock\":100,\"sales\":%u}", i > 0 ? "," : "",
                            long_names[i], 200 + i);
  g_string_append_c (json, ']');

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    for (guint page = 0; page < 2; page++)
      {
        WbRenderContext context = fixture_context (frames[i].width, frames[i].height);
        g_autoptr (WbChartLayout) layout = lay_out (json->str, page, &context);
        guint n = page == 0 ? 5 : 2;

        fixture_check_layout (layout, &context);
        g_assert_cmpuint (count_starting (layout, "Stock 100"), ==, n);
        g_assert_cmpuint (count_starting (layout, "20"), ==, n);
        for (guint j = 0; j < n; j++)
          g_assert_cmpuint (count_starting (layout, long_names[page * 5 + j]), ==, 1);
      }
}

/* One long number among hundreds decides on the form of all. */
static void
test_many (void)
{
  WbRenderContext context = fixture_context (330, 290);
  g_autoptr (GString) json = g_string_new ("[");

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (json, "%s{\"name\":\"Goods %u\",\"stock\":1,\"sales\":%s}", i > 0 ? "," : "", i,
                            i == 137 ? "123456789.25" : "7");
  g_string_append_c (json, ']');

  g_autoptr (WbChartLayout) layout = lay_out (json->str, 137 / 5, &context);
  fixture_check_layout (layout, &context);
  g_assert_cmpuint (count_starting (layout, "123"), ==, 1);
  g_assert_cmpuint (count_starting (layout, "7"), ==, 4);
  g_assert_cmpuint (count_starting (layout, "Stock 1"), ==, 5);
}

/* What has no room is counted. */
static void
test_more (void)
{
  WbRenderContext context = fixture_context (240, 240);
  context.text_scale = 3;
  g_autoptr (WbChartLayout) layout = lay_out (GOODS, 0, &context);
  guint n_marks;

  wb_chart_layout_get_marks (layout, &n_marks);
  fixture_check_layout (layout, &context);
  g_assert_cmpuint (n_marks, >=, 1);
  g_assert_cmpuint (n_marks, <, 5);
  g_autofree char *more = g_strdup_printf ("+%u", 5 - n_marks);
  g_assert_cmpuint (count_starting (layout, more), ==, 1);
}

static void
test_pages (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_STOCK, GOODS);
  g_autoptr (WbDataset) none = fixture_parse (WB_CHART_STOCK, "[]");
  g_autoptr (WbChartLayout) layout = lay_out (GOODS, 2, &context);
  g_autofree char *sentence = wb_chart_layout_describe (layout);

  g_assert_cmpuint (wb_chart_count_pages (dataset), ==, 2);
  g_assert_cmpuint (wb_chart_count_pages (none), ==, 1);
  g_assert_cmpuint (wb_chart_get_page_seconds (WB_CHART_STOCK), ==, 5);
  g_assert_cmpstr (sentence, ==, "Stock and sales: 7 items, page 1 of 2, most sold C, 40 (100%)");
}

/* The hole belongs to the ring; outside of it there is no mark. */
static void
test_hit (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbChartLayout) layout = lay_out (GOODS, 0, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  g_assert_cmpint (wb_chart_layout_hit (layout, marks[4].box.x + marks[4].box.width / 2,
                                        marks[4].box.y + marks[4].box.height / 2), ==, 4);
  g_assert_cmpint (wb_chart_layout_hit (layout, 1, 1), ==, -1);
}

/* Measures the filled share of a ring along its middle, clockwise from the top. */
static double
measure_filling (cairo_surface_t *surface,
                 WbBox            box,
                 guint32          track)
{
  guint n_filled = 0;

  for (guint i = 0; i < 1000; i++)
    {
      double angle = 2 * G_PI * i / 1000 - G_PI_2;
      double radius = box.width / 2 * 0.915;
      guint32 pixel = fixture_pixel (surface, box.x + box.width / 2 + cos (angle) * radius,
                                     box.y + box.height / 2 + sin (angle) * radius);

      n_filled += pixel != track;
    }

  return n_filled / 1000.0;
}

static void
test_pixels (void)
{
  static const double shares[] = { 0.75, 0.5, 1, 0, 0 };
  WbRenderContext context = fixture_context (1060, 920);
  g_autoptr (WbChartLayout) layout = lay_out (GOODS, 0, &context);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  for (guint i = 0; i < n_marks; i++)
    {
      double share = measure_filling (surface, marks[i].box, fixture_color (context.palette->shade));

      g_assert_cmpfloat_with_epsilon (share, shares[i], 0.01);
    }
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stock/shares", test_shares);
  g_test_add_func ("/stock/arrangement", test_arrangement);
  g_test_add_func ("/stock/texts", test_texts);
  g_test_add_func ("/stock/long-names", test_long_names);
  g_test_add_func ("/stock/many", test_many);
  g_test_add_func ("/stock/more", test_more);
  g_test_add_func ("/stock/pages", test_pages);
  g_test_add_func ("/stock/hit", test_hit);
  g_test_add_func ("/stock/pixels", test_pixels);

  return g_test_run ();
}
