/* test-rank.c: the moving window of bars, its layout and pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "chart-fixture.h"

/* Thirteen regions with values of 10, 20, …, 130 for a @step of 10, unsorted. */
static WbDataset *
parse_regions (double step)
{
  g_autoptr (GString) json = g_string_new ("[");

  for (guint i = 0; i < 13; i++)
    {
      guint which = i * 5 % 13;

      g_string_append_printf (json, "%s{\"name\":\"%c\",\"value\":%g}", i > 0 ? "," : "", 'A' + (int) which,
                              (13 - which) * step);
    }
  g_string_append_c (json, ']');

  return fixture_parse (WB_CHART_RANK, json->str);
}

static WbChartLayout *
lay_out (WbDataset       *dataset,
         guint            page,
         WbRenderContext *context)
{
  WbSelection selection = { page, 0, -1 };

  return wb_chart_layout_new (dataset, &selection, context);
}

/* The window shows ten bars, the largest first, and moves by one. */
static void
test_window (void)
{
  static const char *const windows[] = { "ABCDEFGHIJ", "BCDEFGHIJK", "CDEFGHIJKL", "DEFGHIJKLM" };
  g_autoptr (WbDataset) dataset = parse_regions (10);
  WbRenderContext context = fixture_context (790, 320);

  g_assert_cmpuint (wb_chart_count_pages (dataset), ==, 4);
  g_assert_cmpuint (wb_chart_get_page_seconds (WB_CHART_RANK), ==, 2);
  for (guint page = 0; page < 6; page++)
    {
      g_autoptr (WbChartLayout) layout = lay_out (dataset, page, &context);
      guint n_marks;
      const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

      fixture_check_layout (layout, &context);
      g_assert_cmpuint (n_marks, ==, 10);
      for (guint i = 0; i < n_marks; i++)
        {
          g_assert_cmpint (marks[i].kind, ==, WB_MARK_BAR);
          g_assert_cmpint (marks[i].name[0], ==, windows[page % 4][i]);
          if (i > 0)
            g_assert_cmpfloat (marks[i].box.x, >, marks[i - 1].box.x + marks[i - 1].box.width);
        }
    }
}

/* A bar has the same height in every window, twice the height for twice the value, and one baseline. */
static void
test_scale (void)
{
  g_autoptr (WbDataset) dataset = parse_regions (10);
  WbRenderContext context = fixture_context (790, 320);
  g_autoptr (WbChartLayout) first = lay_out (dataset, 0, &context);
  g_autoptr (WbChartLayout) last = lay_out (dataset, 3, &context);
  guint n_marks;
  const WbMark *one = wb_chart_layout_get_marks (first, &n_marks);
  const WbMark *other = wb_chart_layout_get_marks (last, &n_marks);

  g_assert_cmpfloat_with_epsilon (one[3].box.height, other[0].box.height, 0.01);
  g_assert_cmpfloat_with_epsilon (one[3].box.y, other[0].box.y, 0.01);
  g_assert_cmpfloat_with_epsilon (one[0].box.height, 13 * other[9].box.height, 0.1);
  g_assert_cmpfloat (one[0].box.height, >, wb_chart_layout_get_plot (first).height * 0.8);
}

static void
test_few (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbDataset) dataset =
    fixture_parse (WB_CHART_RANK, "[{\"name\":\"none\",\"value\":0},{\"name\":\"down\",\"value\":-15},"
                                  "{\"name\":\"up\",\"value\":30}]");
  g_autoptr (WbDataset) zeros = fixture_parse (WB_CHART_RANK, "[{\"name\":\"A\",\"value\":0}]");
  g_autoptr (WbDataset) nothing = fixture_parse (WB_CHART_RANK, "[]");
  g_autoptr (WbChartLayout) layout = lay_out (dataset, 0, &context);
  g_autoptr (WbChartLayout) zero = lay_out (zeros, 0, &context);
  g_autoptr (WbChartLayout) empty = lay_out (nothing, 0, &context);
  g_autofree char *sentence = wb_chart_layout_describe (empty);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  fixture_check_layout (layout, &context);
  g_assert_cmpuint (n_marks, ==, 3);
  g_assert_cmpstr (marks[2].name, ==, "down");
  g_assert_cmpstr (marks[2].text, ==, "\u221215");
  g_assert_cmpfloat_with_epsilon (marks[2].box.y, marks[0].box.y + marks[0].box.height, 0.01);
  g_assert_cmpfloat_with_epsilon (marks[2].box.height, marks[0].box.height / 2, 0.01);
  g_assert_cmpfloat (marks[1].box.height, ==, 0);

  marks = wb_chart_layout_get_marks (zero, &n_marks);
  g_assert_cmpuint (n_marks, ==, 1);
  g_assert_cmpfloat (marks[0].box.height, ==, 0);
  fixture_check_layout (zero, &context);
  g_assert_cmpuint (wb_chart_count_pages (nothing), ==, 1);
  g_assert_cmpstr (sentence, ==, "Sales by region: There are no numbers to show.");
}

/* The whole column belongs to its bar. */
static void
test_hit (void)
{
  g_autoptr (WbDataset) dataset = parse_regions (10);
  WbRenderContext context = fixture_context (790, 320);
  g_autoptr (WbChartLayout) layout = lay_out (dataset, 1, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  for (guint i = 0; i < n_marks; i++)
    {
      double middle = marks[i].box.x + marks[i].box.width / 2;

      g_assert_cmpint (wb_chart_layout_hit (layout, middle, 2), ==, i);
      g_assert_cmpint (wb_chart_layout_hit (layout, middle, 318), ==, i);
      g_assert_cmpint (wb_chart_layout_hit (layout, marks[i].box.x - 4, 100), ==, i);
    }
  g_assert_cmpint (wb_chart_layout_hit (layout, 1, 100), ==, -1);
}

static void
test_describe (void)
{
  g_autoptr (WbDataset) dataset = parse_regions (10);
  WbRenderContext context = fixture_context (790, 320);
  g_autoptr (WbChartLayout) layout = lay_out (dataset, 1, &context);
  g_autofree char *sentence = wb_chart_layout_describe (layout);

  g_assert_cmpstr (sentence, ==, "Sales by region: 13 regions, places 2 to 11, highest B, 120");
}

static guint
count_labels (WbChartLayout *layout,
              gboolean       slanted,
              const char    *text)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);
  guint count = 0;

  for (guint i = 0; i < n_labels; i++)
    count += (labels[i].angle != 0) == slanted &&
             (text == NULL || g_str_equal (pango_layout_get_text (labels[i].layout), text));

  return count;
}

/* Names are level if possible, otherwise slanted; every bar has a complete name. */
static void
test_names (void)
{
  g_autoptr (GString) json = g_string_new ("[");
  WbRenderContext wide = fixture_context (1800, 600);
  WbRenderContext narrow = fixture_context (400, 420);

  for (guint i = 0; i < 13; i++)
    g_string_append_printf (json, "%s{\"name\":\"Heilongjiang\",\"value\":%u}", i > 0 ? "," : "", i + 1);
  g_string_append_c (json, ']');

  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_RANK, json->str);
  g_autoptr (WbChartLayout) level = lay_out (dataset, 2, &wide);
  g_autoptr (WbChartLayout) slanted = lay_out (dataset, 2, &narrow);
  fixture_check_layout (level, &wide);
  fixture_check_layout (slanted, &narrow);
  g_assert_cmpuint (count_labels (level, FALSE, "Heilongjiang"), ==, 10);
  g_assert_cmpuint (count_labels (level, TRUE, NULL), ==, 0);
  g_assert_cmpuint (count_labels (slanted, TRUE, "Heilongjiang"), ==, 10);

  narrow.right_to_left = TRUE;
  g_autoptr (WbChartLayout) mirrored = lay_out (dataset, 2, &narrow);
  fixture_check_layout (mirrored, &narrow);
  g_assert_cmpuint (count_labels (mirrored, TRUE, "Heilongjiang"), ==, 10);
}

/* Values that are too long for their bars are replaced by an axis. */
static void
test_axis (void)
{
  WbRenderContext context = fixture_context (260, 300);
  g_autoptr (WbDataset) dataset = parse_regions (11111.1);
  g_autoptr (WbChartLayout) layout = lay_out (dataset, 0, &context);

  fixture_check_layout (layout, &context);
  g_assert_cmpuint (count_labels (layout, FALSE, "100K"), ==, 1);
  g_assert_cmpuint (count_labels (layout, FALSE, "0"), ==, 1);
  g_assert_cmpuint (count_labels (layout, FALSE, "144444.3"), ==, 0);

  /* All numbers have one suffix. */
  WbRenderContext narrow = fixture_context (200, 300);
  g_autoptr (WbDataset) millions = parse_regions (123456.7);
  g_autoptr (WbChartLayout) compact = lay_out (millions, 0, &narrow);
  fixture_check_layout (compact, &narrow);
  g_assert_cmpuint (count_labels (compact, FALSE, "0.5M"), ==, 1);
  g_assert_cmpuint (count_labels (compact, FALSE, "1M"), ==, 1);
}

/* Green above 300, blue above 200, else violet, in every window; the track reaches to the top of the
 * column. */
static void
test_pixels (void)
{
  WbRenderContext context = fixture_context (790, 320);
  g_autoptr (WbDataset) dataset = parse_regions (30);

  for (guint page = 0; page < 4; page += 3)
    {
      g_autoptr (WbChartLayout) layout = lay_out (dataset, page, &context);
      cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
      guint n_marks;
      const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
      WbBox plot = wb_chart_layout_get_plot (layout);

      for (guint i = 0; i < n_marks; i++)
        {
          guint rank = marks[i].value > 300 ? 0 : marks[i].value > 200 ? 1 : 2;
          guint32 foot = fixture_color (context.palette->rank[rank].start) & 0xffffff;
          double x = marks[i].box.x + marks[i].box.width / 2;
          guint32 pixel = fixture_pixel (surface, x, marks[i].box.y + marks[i].box.height - 2);

          for (guint shift = 0; shift < 24; shift += 8)
            g_assert_cmpint (ABS ((int) (pixel >> shift & 0xff) - (int) (foot >> shift & 0xff)), <, 20);
          if (i > 3)
            g_assert_cmpuint (fixture_pixel (surface, x, plot.y + marks[i].box.width), ==,
                              fixture_color (context.palette->shade));
          /* Round tips. */
          pixel = fixture_pixel (surface, marks[i].box.x + 2, marks[i].box.y + 1);
          g_assert_cmpuint (pixel & 0xffffff, !=, foot);
        }
      cairo_surface_destroy (surface);
    }
}

/* The middle of the swatch of a key's entry has the colour of the palette. */
static void
assert_swatch (WbChartLayout         *layout,
               cairo_surface_t       *surface,
               const WbRenderContext *context,
               const char            *text,
               guint                  color)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < n_labels; i++)
    if (g_str_equal (pango_layout_get_text (labels[i].layout), text))
      {
        WbBox box = labels[i].box;
        double x = context->right_to_left ? box.x + box.width + 8 : box.x - 8;

        g_assert_cmphex (fixture_pixel (surface, x, box.y + box.height / 2), ==,
                         fixture_color (context->palette->rank[color].end));
        return;
      }
  g_error ("there is no “%s”", text);
}

/* A board may set the limits of the colours, which a key explains, or none. The usual ones have no key. */
static void
test_limits (void)
{
  WbSelection two = { .cursor = -1, .style = { .has_limits = TRUE, .n_limits = 2, .limits = { 55, 95 } } };
  WbSelection one = { .cursor = -1, .style = { .has_limits = TRUE, .n_limits = 1, .limits = { 2e6 } } };
  WbSelection none = { .cursor = -1, .style = { .has_limits = TRUE } };
  g_autoptr (WbDataset) dataset = parse_regions (10);

  for (guint i = 0; i < 2; i++)
    {
      WbRenderContext context = fixture_context (790, 320);

      context.right_to_left = i == 1;
      g_autoptr (WbChartLayout) keyed = wb_chart_layout_new (dataset, &two, &context);
      g_autoptr (WbChartLayout) single = wb_chart_layout_new (dataset, &one, &context);
      cairo_surface_t *surface = fixture_draw (keyed, NULL, &context, FIXTURE_BASE);
      guint n_marks;
      const WbMark *marks = wb_chart_layout_get_marks (keyed, &n_marks);

      fixture_check_layout (keyed, &context);
      g_assert_cmpuint (n_marks, ==, 10);
      assert_swatch (keyed, surface, &context, "> 95", 0);
      assert_swatch (keyed, surface, &context, "> 55", 1);
      assert_swatch (keyed, surface, &context, "≤ 55", 2);
      for (guint j = 0; j < n_marks; j++)
        {
          guint rank = marks[j].value > 95 ? 0 : marks[j].value > 55 ? 1 : 2;
          guint32 foot = fixture_color (context.palette->rank[rank].start);
          guint32 pixel = fixture_pixel (surface, marks[j].box.x + marks[j].box.width / 2,
                                         marks[j].box.y + marks[j].box.height - 2);

          for (guint shift = 0; shift < 24; shift += 8)
            g_assert_cmpint (ABS ((int) (pixel >> shift & 0xff) - (int) (foot >> shift & 0xff)), <, 20);
        }
      cairo_surface_destroy (surface);

      g_assert_cmpuint (count_labels (single, FALSE, "> 2M"), ==, 1);
      g_assert_cmpuint (count_labels (single, FALSE, "≤ 2M"), ==, 1);
    }

  WbRenderContext context = fixture_context (790, 320), low = fixture_context (790, 90);
  g_autoptr (WbChartLayout) usual = lay_out (dataset, 0, &context);
  g_autoptr (WbChartLayout) plain = wb_chart_layout_new (dataset, &none, &context);
  g_autoptr (WbChartLayout) cramped = wb_chart_layout_new (dataset, &two, &low);
  g_assert_cmpuint (count_labels (usual, FALSE, "> 300") + count_labels (usual, FALSE, "≤ 200"), ==, 0);
  g_assert_cmpuint (count_labels (plain, FALSE, NULL), ==, count_labels (usual, FALSE, NULL));
  g_assert_cmpuint (count_labels (cramped, FALSE, "> 95"), ==, 0);
  fixture_check_layout (cramped, &low);
}

/* A value far beyond all others does not flatten a page that it is not on, which says so, unless
 * asked for. */
static void
test_outlier (void)
{
  WbRenderContext context = fixture_context (790, 320);
  WbSelection asked = { .page = 1, .cursor = -1, .style.common_scale = TRUE };
  g_autoptr (GString) json = g_string_new ("[{\"name\":\"Outlier\",\"value\":1000000}");
  guint n_marks;

  for (guint i = 1; i <= 10; i++)
    g_string_append_printf (json, ",{\"name\":\"R%u\",\"value\":%u}", i, i);
  g_string_append_c (json, ']');

  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_RANK, json->str);
  g_autoptr (WbChartLayout) outlier = lay_out (dataset, 0, &context);
  g_autoptr (WbChartLayout) usual = lay_out (dataset, 1, &context);
  g_autoptr (WbChartLayout) common = wb_chart_layout_new (dataset, &asked, &context);

  const WbMark *marks = wb_chart_layout_get_marks (usual, &n_marks);
  fixture_check_layout (usual, &context);
  g_assert_cmpuint (n_marks, ==, 10);
  g_assert_cmpfloat (marks[0].box.height, >, wb_chart_layout_get_plot (usual).height * 0.6);
  g_assert_cmpfloat_with_epsilon (marks[0].box.height, 10 * marks[9].box.height, 0.01);
  g_assert_cmpuint (count_labels (usual, FALSE, "Scale to 10"), ==, 1);
  g_assert_cmpuint (count_labels (outlier, FALSE, "Scale to 1M"), ==, 0);

  marks = wb_chart_layout_get_marks (common, &n_marks);
  fixture_check_layout (common, &context);
  g_assert_cmpuint (n_marks, ==, 10);
  g_assert_cmpfloat (marks[0].box.height, <, 0.1);
  g_assert_cmpuint (count_labels (common, FALSE, "Scale to 10"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rank/window", test_window);
  g_test_add_func ("/rank/scale", test_scale);
  g_test_add_func ("/rank/few", test_few);
  g_test_add_func ("/rank/hit", test_hit);
  g_test_add_func ("/rank/describe", test_describe);
  g_test_add_func ("/rank/names", test_names);
  g_test_add_func ("/rank/axis", test_axis);
  g_test_add_func ("/rank/pixels", test_pixels);
  g_test_add_func ("/rank/limits", test_limits);
  g_test_add_func ("/rank/outlier", test_outlier);

  return g_test_run ();
}
