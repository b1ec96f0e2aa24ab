/* test-hot.c: the ring, as numbers and pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

/* Shares of 1/4, 1/2, 0, a negative value, and 1/4. */
#define QUARTERS \
  "[{\"name\":\"Phones\",\"children\":[" \
  "{\"name\":\"A\",\"value\":25,\"children\":[{\"name\":\"A1\",\"value\":1}," \
  "{\"name\":\"A2\",\"value\":3}]}," \
  "{\"name\":\"B\",\"value\":50,\"children\":[]},{\"name\":\"C\",\"value\":0,\"children\":[]}," \
  "{\"name\":\"D\",\"value\":-5,\"children\":[]},{\"name\":\"E\",\"value\":25,\"children\":[]}]}," \
  "{\"name\":\"Coats\",\"children\":[]}]"

static WbChartLayout *
lay_out (guint            page,
         guint64          hidden,
         WbRenderContext *context)
{
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_HOT, QUARTERS);
  WbSelection selection = { page, hidden, -1 };

  return wb_chart_layout_new (dataset, &selection, context);
}

static guint
count_marks (WbChartLayout *layout,
             WbMarkKind     kind)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  guint count = 0;

  for (guint i = 0; i < n_marks; i++)
    count += marks[i].kind == kind;

  return count;
}

static void
test_slices (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbChartLayout) layout = lay_out (0, 0, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  fixture_check_layout (layout, &context);
  g_assert_cmpuint (count_marks (layout, WB_MARK_SLICE), ==, 3);
  g_assert_cmpuint (count_marks (layout, WB_MARK_LEGEND), ==, 5);
  g_assert_cmpstr (marks[0].name, ==, "A");
  g_assert_cmpstr (marks[0].text, ==, "25 (25.0%)");
  g_assert_cmpstr (marks[1].text, ==, "50 (50.0%)");
}

/* Clockwise from the top: the first quarter is on the upper right, the half below, then the upper left. */
static void
test_hit (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbChartLayout) layout = lay_out (0, 0, &context);
  WbBox plot = wb_chart_layout_get_plot (layout);
  double x = plot.x + plot.width / 2;
  double y = plot.y + plot.height / 2;
  double r = plot.width / 2 * 0.8;

  g_assert_cmpint (wb_chart_layout_hit (layout, x + r * 0.7, y - r * 0.7), ==, 0);
  g_assert_cmpint (wb_chart_layout_hit (layout, x + 1, y - r), ==, 0);
  g_assert_cmpint (wb_chart_layout_hit (layout, x - 1, y - r), ==, 2);
  g_assert_cmpint (wb_chart_layout_hit (layout, x, y + r), ==, 1);
  g_assert_cmpint (wb_chart_layout_hit (layout, x - r, y + 2), ==, 1);
  g_assert_cmpint (wb_chart_layout_hit (layout, x - r, y - 2), ==, 2);
  g_assert_cmpint (wb_chart_layout_hit (layout, x, y), ==, -1);
  g_assert_cmpint (wb_chart_layout_hit (layout, 1, 1), ==, -1);
}

/* Without the slice of 1/2, the others are 1/2 each. */
static void
test_hidden (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbChartLayout) layout = lay_out (0, 1 << 1, &context);
  g_autoptr (WbChartLayout) none = lay_out (0, 0x1f, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  g_assert_cmpuint (count_marks (layout, WB_MARK_SLICE), ==, 2);
  g_assert_cmpstr (marks[0].text, ==, "25 (50.0%)");
  g_assert_cmpuint (count_marks (layout, WB_MARK_LEGEND), ==, 5);
  g_assert_cmpuint (count_marks (none, WB_MARK_SLICE), ==, 0);
  g_assert_cmpuint (count_marks (none, WB_MARK_LEGEND), ==, 5);
  cairo_surface_destroy (fixture_draw (none, NULL, &context, FIXTURE_BASE));
}

static void
test_pages (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_HOT, QUARTERS);
  g_autoptr (WbChartLayout) first = lay_out (2, 0, &context);
  g_autoptr (WbChartLayout) second = lay_out (1, 0, &context);
  g_autofree char *first_sentence = wb_chart_layout_describe (first);
  g_autofree char *second_sentence = wb_chart_layout_describe (second);
  g_autofree char *title = wb_chart_dup_page_title (dataset, 1);

  g_assert_cmpuint (wb_chart_count_pages (dataset), ==, 2);
  g_assert_cmpstr (title, ==, "Coats");
  g_assert_cmpstr (first_sentence, ==, "Phones: 5 items, total 100, largest B, 50 (50.0%)");
  g_assert_cmpstr (second_sentence, ==, "Coats: There are no numbers to show.");
}

/* Six names in two lines: none is left out at any size, even if its script is slightly higher than a line. */
static void
test_legend_lines (void)
{
  static const char *const names[] = { "智能手机", "Smartphones", "ÁŞgjy国" };

  for (guint n = 0; n < G_N_ELEMENTS (names); n++)
    {
      g_autoptr (GString) json = g_string_new ("[{\"name\":\"x\",\"children\":[");

      for (guint i = 0; i < 6; i++)
        g_string_append_printf (json, "%s{\"name\":\"%s %u\",\"value\":%u,\"children\":[]}",
                                i > 0 ? "," : "", names[n], i, i + 1);
      g_string_append (json, "]}]");
      g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_HOT, json->str);

      for (double width = 400; width <= 900; width += 4.5)
        {
          WbRenderContext context = fixture_context (width, width * 0.8);
          WbSelection selection = { 0, 0, -1 };
          g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);

          g_test_message ("%s, %g wide", names[n], width);
          g_assert_cmpuint (count_marks (layout, WB_MARK_LEGEND), ==, 6);
        }
    }
}

/* The legend is next to the ring if there is room, otherwise below. */
static void
test_legend (void)
{
  WbRenderContext wide = fixture_context (900, 400);
  WbRenderContext tall = fixture_context (400, 500);
  g_autoptr (WbChartLayout) beside = lay_out (0, 0, &wide);
  g_autoptr (WbChartLayout) below = lay_out (0, 0, &tall);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (beside, &n_marks);
  WbBox plot = wb_chart_layout_get_plot (beside);

  g_assert_cmpfloat (marks[3].box.x, >, plot.x + plot.width);
  g_assert_cmpfloat (marks[4].box.y, >=, marks[3].box.y + marks[3].box.height - 0.01);
  marks = wb_chart_layout_get_marks (below, &n_marks);
  plot = wb_chart_layout_get_plot (below);
  g_assert_cmpfloat (marks[3].box.y, >, plot.y + plot.height);
}

/* With many slices, the largest ones have labels, which do not overlap. */
static void
test_many (void)
{
  g_autoptr (GString) json = g_string_new ("[{\"name\":\"X\",\"children\":[");
  WbRenderContext context = fixture_context (530, 460);
  gboolean found = FALSE;
  guint n_labels;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (json, "%s{\"name\":\"g%u\",\"value\":%u,\"children\":[]}", i > 0 ? "," : "", i,
                            i == 77 ? 100U : 1U);
  g_string_append (json, "]}]");

  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_HOT, json->str);
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);
  fixture_check_layout (layout, &context);
  g_assert_cmpuint (count_marks (layout, WB_MARK_SLICE), ==, 200);
  for (guint i = 0; i < n_labels; i++)
    found = found || g_str_equal (pango_layout_get_text (labels[i].layout), "g77");
  g_assert_true (found);
}

/* Labels of thin neighbours are separated, so that all have one. */
static void
test_neighbours (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbDataset) dataset =
    fixture_parse (WB_CHART_HOT, "[{\"name\":\"X\",\"children\":["
                                 "{\"name\":\"large\",\"value\":95,\"children\":[]},"
                                 "{\"name\":\"p\",\"value\":1,\"children\":[]},"
                                 "{\"name\":\"q\",\"value\":1,\"children\":[]},"
                                 "{\"name\":\"r\",\"value\":1,\"children\":[]},"
                                 "{\"name\":\"s\",\"value\":1,\"children\":[]},"
                                 "{\"name\":\"t\",\"value\":1,\"children\":[]}]}]");
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);
  guint n_shares = 0;

  fixture_check_layout (layout, &context);
  for (guint i = 0; i < n_labels; i++)
    n_shares += g_str_has_suffix (pango_layout_get_text (labels[i].layout), "%");
  g_assert_cmpuint (n_shares, ==, 6);
}

static void
test_pixels (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbChartLayout) layout = lay_out (0, 0, &context);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
  WbBox plot = wb_chart_layout_get_plot (layout);
  double x = plot.x + plot.width / 2;
  double y = plot.y + plot.height / 2;
  double r = plot.width / 2 * 0.8;

  /* Series one, two and five: those in between have no slice, but colours are not reassigned. */
  g_assert_cmpuint (fixture_pixel (surface, x + r * 0.7, y - r * 0.7), ==, 0xff0ba82c);
  g_assert_cmpuint (fixture_pixel (surface, x, y + r), ==, 0xff2c6eff);
  g_assert_cmpuint (fixture_pixel (surface, x - r * 0.7, y - r * 0.7), ==, 0xfffa6900);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hot/slices", test_slices);
  g_test_add_func ("/hot/hit", test_hit);
  g_test_add_func ("/hot/hidden", test_hidden);
  g_test_add_func ("/hot/pages", test_pages);
  g_test_add_func ("/hot/legend", test_legend);
  g_test_add_func ("/hot/legend/lines", test_legend_lines);
  g_test_add_func ("/hot/many", test_many);
  g_test_add_func ("/hot/neighbours", test_neighbours);
  g_test_add_func ("/hot/pixels", test_pixels);

  return g_test_run ();
}
