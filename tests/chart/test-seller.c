/* test-seller.c: horizontal bars, their layout and pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chart-fixture.h"

#define SEVEN \
  "[{\"name\":\"C\",\"value\":30},{\"name\":\"A\",\"value\":10},{\"name\":\"G\",\"value\":70}," \
  "{\"name\":\"B\",\"value\":\"20\"},{\"name\":\"F\",\"value\":60},{\"name\":\"D\",\"value\":40}," \
  "{\"name\":\"E\",\"value\":50}]"

static WbChartLayout *
lay_out (const char      *json,
         guint            page,
         WbRenderContext *context)
{
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_SELLER, json);
  WbSelection selection = { page, 0, -1 };

  return wb_chart_layout_new (dataset, &selection, context);
}

/* As on the legacy page, the first page has the five smallest values, and the largest of a page is on top. */
static void
test_order (void)
{
  WbRenderContext context = fixture_context (640, 360);
  static const char *const pages[] = { "EDCBA", "GF" };

  for (guint page = 0; page < 2; page++)
    {
      g_autoptr (WbChartLayout) layout = lay_out (SEVEN, page, &context);
      guint n_marks;
      const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

      fixture_check_layout (layout, &context);
      g_assert_cmpuint (n_marks, ==, strlen (pages[page]));
      for (guint i = 0; i < n_marks; i++)
        {
          g_assert_cmpint (marks[i].name[0], ==, pages[page][i]);
          if (i > 0)
            g_assert_cmpfloat (marks[i].box.y, >, marks[i - 1].box.y + marks[i - 1].box.height);
        }
    }
}

/* A bar of twice the value is twice as long, also across pages. */
static void
test_scale (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) first = lay_out (SEVEN, 0, &context);
  g_autoptr (WbChartLayout) second = lay_out (SEVEN, 1, &context);
  guint n_marks;
  const WbMark *low = wb_chart_layout_get_marks (first, &n_marks);
  const WbMark *high = wb_chart_layout_get_marks (second, &n_marks);

  g_assert_cmpfloat_with_epsilon (high[1].box.width, 2 * low[2].box.width, 0.01);
  g_assert_cmpfloat_with_epsilon (high[0].box.width, 7 * low[4].box.width, 0.01);
  g_assert_cmpfloat (high[0].box.x, ==, low[0].box.x);
  g_assert_cmpfloat (high[0].box.width, >, wb_chart_layout_get_plot (second).width * 0.6);
}

static gboolean
has_label (WbChartLayout *layout,
           const char    *text)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < n_labels; i++)
    if (g_str_equal (pango_layout_get_text (labels[i].layout), text))
      return TRUE;

  return FALSE;
}

/* A value far beyond all others does not flatten a page that it is not on, which says so, unless
 * asked for. */
static void
test_outlier (void)
{
  static const char json[] =
    "[{\"name\":\"Item 1\",\"value\":1000000},{\"name\":\"Item 2\",\"value\":3},"
    "{\"name\":\"Item 3\",\"value\":2},{\"name\":\"Item 4\",\"value\":5},"
    "{\"name\":\"Item 5\",\"value\":1},{\"name\":\"Item 6\",\"value\":4}]";
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) usual = lay_out (json, 0, &context);
  g_autoptr (WbChartLayout) outlier = lay_out (json, 1, &context);
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_SELLER, json);
  WbSelection asked = { .cursor = -1, .style.common_scale = TRUE };
  g_autoptr (WbChartLayout) common = wb_chart_layout_new (dataset, &asked, &context);
  g_autoptr (WbChartLayout) seven = lay_out (SEVEN, 0, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (usual, &n_marks);

  fixture_check_layout (usual, &context);
  g_assert_cmpfloat (marks[0].box.width, >, wb_chart_layout_get_plot (usual).width * 0.6);
  g_assert_cmpfloat_with_epsilon (marks[0].box.width, 5 * marks[4].box.width, 0.01);
  g_assert_true (has_label (usual, "Scale to 5"));
  g_assert_false (has_label (outlier, "Scale to 1M"));
  g_assert_false (has_label (seven, "Scale to 50"));

  marks = wb_chart_layout_get_marks (common, &n_marks);
  g_assert_cmpfloat (marks[0].box.width, <, 0.1);
  g_assert_false (has_label (common, "Scale to 5"));
}

/* A lone value has nothing to be compared with, so its bar does not look full. */
static void
test_lone (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out ("[{\"name\":\"Item\",\"value\":7}]", 0, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  fixture_check_layout (layout, &context);
  g_assert_cmpfloat (marks[0].box.width, >, wb_chart_layout_get_plot (layout).width * 0.35);
  g_assert_cmpfloat (marks[0].box.width, <, wb_chart_layout_get_plot (layout).width * 0.55);
}

/* Names that differ only at their ends are cut in the middle. */
static void
test_twins (void)
{
  WbRenderContext context = fixture_context (240, 240);
  g_autoptr (WbChartLayout) layout =
    lay_out ("[{\"name\":\"Warehouse of the Northern District, Hall 1\",\"value\":7},"
             "{\"name\":\"Warehouse of the Northern District, Hall 2\",\"value\":8},"
             "{\"name\":\"Something else with a very long name, indeed\",\"value\":9}]", 0, &context);
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);
  guint n_cut = 0;

  for (guint i = 0; i < n_labels; i++)
    {
      const char *text = pango_layout_get_text (labels[i].layout);

      if (!pango_layout_is_ellipsized (labels[i].layout))
        continue;
      g_assert_cmpint (pango_layout_get_ellipsize (labels[i].layout), ==,
                       g_str_has_prefix (text, "Warehouse") ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
      n_cut++;
    }
  g_assert_cmpuint (n_cut, ==, 3);
}

static void
test_negative (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) layout =
    lay_out ("[{\"name\":\"up\",\"value\":30},{\"name\":\"down\",\"value\":-15},"
             "{\"name\":\"none\",\"value\":0}]", 0,
             &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  double zero = marks[0].box.x;

  fixture_check_layout (layout, &context);
  g_assert_cmpstr (marks[2].name, ==, "down");
  g_assert_cmpstr (marks[2].text, ==, "\u221215");
  g_assert_cmpfloat_with_epsilon (marks[2].box.x + marks[2].box.width, zero, 0.01);
  g_assert_cmpfloat_with_epsilon (marks[2].box.width, marks[0].box.width / 2, 0.01);
  g_assert_cmpfloat (marks[1].box.width, ==, 0);
}

/* The whole row belongs to its bar. */
static void
test_hit (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (SEVEN, 1, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  double middle = marks[1].box.y + marks[1].box.height / 2;

  g_assert_cmpint (wb_chart_layout_hit (layout, 2, middle), ==, 1);
  g_assert_cmpint (wb_chart_layout_hit (layout, 638, middle), ==, 1);
  g_assert_cmpint (wb_chart_layout_hit (layout, 300, marks[1].box.y - 4), ==, 1);
  /* The second page has two bars, and three empty rows. */
  g_assert_cmpint (wb_chart_layout_hit (layout, 300, 340), ==, -1);
}

static void
test_pages (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_SELLER, SEVEN);
  g_autoptr (WbDataset) none = fixture_parse (WB_CHART_SELLER, "[]");
  g_autoptr (WbChartLayout) layout = lay_out (SEVEN, 3, &context);
  g_autofree char *sentence = wb_chart_layout_describe (layout);

  g_assert_cmpuint (wb_chart_count_pages (dataset), ==, 2);
  g_assert_cmpuint (wb_chart_count_pages (none), ==, 1);
  g_assert_cmpuint (wb_chart_get_page_seconds (WB_CHART_SELLER), ==, 3);
  g_assert_cmpstr (sentence, ==, "Sales by seller: 7 sellers, page 2 of 2, highest G, 70");
}

/* The bar is a gradient from indigo to violet, and the track reaches to the end of the row. */
static void
test_pixels (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (SEVEN, 1, &context);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
  guint n_marks;
  WbBox bar = wb_chart_layout_get_marks (layout, &n_marks)[0].box;
  WbBox plot = wb_chart_layout_get_plot (layout);
  int y = bar.y + bar.height / 2;
  guint32 foot = fixture_pixel (surface, bar.x + 2, y);
  guint32 tip = fixture_pixel (surface, bar.x + bar.width - 2, y);
  guint32 corner = fixture_pixel (surface, bar.x + bar.width - 2, bar.y + 1);
  guint32 track = fixture_pixel (surface, plot.x + plot.width - 3, y);

  g_assert_cmpint (ABS ((int) (foot >> 16 & 0xff) - 0x61), <, 4);
  g_assert_cmpint (ABS ((int) (tip >> 16 & 0xff) - 0xab), <, 4);
  g_assert_cmpuint (track, ==, fixture_color (context.palette->shade));
  /* The tip is round, so the track is visible at its corner. */
  g_assert_cmpuint (corner, ==, fixture_color (context.palette->shade));
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seller/order", test_order);
  g_test_add_func ("/seller/scale", test_scale);
  g_test_add_func ("/seller/outlier", test_outlier);
  g_test_add_func ("/seller/lone", test_lone);
  g_test_add_func ("/seller/twins", test_twins);
  g_test_add_func ("/seller/negative", test_negative);
  g_test_add_func ("/seller/hit", test_hit);
  g_test_add_func ("/seller/pages", test_pages);
  g_test_add_func ("/seller/pixels", test_pixels);

  return g_test_run ();
}
