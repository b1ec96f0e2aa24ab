/* test-trend.c: stacked areas, as numbers and pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

static WbChartLayout *
lay_out (const char  *json,
         guint64      hidden,
         WbFrame     *frame)
{
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_TREND, json);
  WbSelection selection = { 0, hidden, -1 };

  return wb_chart_layout_new (dataset, &selection, frame);
}

static double
get_y (WbChartLayout *layout,
       guint          series,
       guint          item)
{
  int i = fixture_find_mark (layout, WB_MARK_POINT, series, item);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  g_assert_cmpint (i, >=, 0);

  return marks[i].box.y + marks[i].box.height / 2;
}

static double
get_x (WbChartLayout *layout,
       guint          series,
       guint          item)
{
  int i = fixture_find_mark (layout, WB_MARK_POINT, series, item);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  g_assert_cmpint (i, >=, 0);

  return marks[i].box.x + marks[i].box.width / 2;
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

/* 10 30 20 under 40 20.5: the sums are 50, 50.5, 20, so the axis ends at 60. */
static void
test_stack (void)
{
  WbFrame frame = fixture_frame (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &frame);
  WbBox plot = wb_chart_layout_get_plot (layout);
  double bottom = plot.y + plot.height;

  fixture_check_layout (layout, &frame);
  g_assert_true (has_label (layout, "60"));
  g_assert_true (has_label (layout, "0"));
  g_assert_true (has_label (layout, "k"));
  g_assert_true (has_label (layout, "January") && has_label (layout, "March"));
  g_assert_cmpfloat_with_epsilon (get_y (layout, 0, 0), bottom - plot.height * 10 / 60, 0.01);
  g_assert_cmpfloat_with_epsilon (get_y (layout, 0, 1), bottom - plot.height * 30 / 60, 0.01);
  g_assert_cmpfloat_with_epsilon (get_y (layout, 1, 0), bottom - plot.height * 50 / 60, 0.01);
  g_assert_cmpfloat_with_epsilon (get_y (layout, 1, 1), bottom - plot.height * 50.5 / 60, 0.01);
  g_assert_cmpfloat_with_epsilon (get_x (layout, 0, 0), plot.x, 0.01);
  g_assert_cmpfloat_with_epsilon (get_x (layout, 1, 1), plot.x + plot.width / 2, 0.01);
  g_assert_cmpfloat_with_epsilon (get_x (layout, 0, 2), plot.x + plot.width, 0.01);
  /* South has two months only. */
  g_assert_cmpint (fixture_find_mark (layout, WB_MARK_POINT, 1, 2), ==, -1);
}

static void
test_marks (void)
{
  WbFrame frame = fixture_frame (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &frame);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  g_assert_cmpuint (n_marks, ==, 5 + 2);
  g_assert_cmpstr (marks[1].name, ==, "North, February");
  g_assert_cmpstr (marks[4].text, ==, "20.5 k");
  g_assert_cmpfloat (marks[4].value, ==, 20.5);
  g_assert_cmpint (marks[5].kind, ==, WB_MARK_LEGEND);
  g_assert_cmpstr (marks[6].name, ==, "South");
}

/* A hidden series leaves the stack but not the legend, and the scale follows. */
static void
test_hidden (void)
{
  WbFrame frame = fixture_frame (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 1 << 0, &frame);
  WbBox plot = wb_chart_layout_get_plot (layout);

  g_assert_cmpint (fixture_find_mark (layout, WB_MARK_POINT, 0, 0), ==, -1);
  g_assert_cmpint (fixture_find_mark (layout, WB_MARK_LEGEND, 0, 0), >=, 0);
  g_assert_true (has_label (layout, "40"));
  g_assert_false (has_label (layout, "60"));
  g_assert_cmpfloat_with_epsilon (get_y (layout, 1, 0), plot.y, 0.01);

  g_autoptr (WbChartLayout) none = lay_out (TREND_SMALL, 3, &frame);
  guint n_marks;
  wb_chart_layout_get_marks (none, &n_marks);
  g_assert_cmpuint (n_marks, ==, 2);
  g_assert_true (has_label (none, "January"));
}

/* Anywhere in the column of a month, the nearest point; nothing outside of the plot. */
static void
test_hit (void)
{
  WbFrame frame = fixture_frame (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &frame);
  WbBox plot = wb_chart_layout_get_plot (layout);
  double middle = plot.x + plot.width / 2;

  g_assert_cmpint (wb_chart_layout_hit (layout, middle + plot.width * 0.24, plot.y + 1), ==,
                   fixture_find_mark (layout, WB_MARK_POINT, 1, 1));
  g_assert_cmpint (wb_chart_layout_hit (layout, middle - plot.width * 0.24, plot.y + plot.height - 1), ==,
                   fixture_find_mark (layout, WB_MARK_POINT, 0, 1));
  g_assert_cmpint (wb_chart_layout_hit (layout, middle + plot.width * 0.26, plot.y + 1), ==,
                   fixture_find_mark (layout, WB_MARK_POINT, 0, 2));
  g_assert_cmpint (wb_chart_layout_hit (layout, 1, 359), ==, -1);
}

static void
test_describe (void)
{
  WbFrame frame = fixture_frame (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &frame);
  g_autofree char *sentence = wb_chart_layout_describe (layout);

  g_assert_cmpstr (sentence, ==, "Region sales: 2 series, 3 months, highest South in January, 40 k");
}

static void
test_pages (void)
{
  WbFrame frame = fixture_frame (640, 360);
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_TREND);
  WbSelection past = { 4, 0, -1 };
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &past, &frame);
  g_autofree char *sentence = wb_chart_layout_describe (layout);
  g_autofree char *title = wb_chart_dup_page_title (dataset, 2);

  g_assert_cmpuint (wb_chart_count_pages (dataset), ==, 3);
  g_assert_cmpstr (title, ==, "Title 2");
  g_assert_true (g_str_has_prefix (sentence, "Title 1: 5 series, 12 months"));
  g_assert_cmpuint (wb_chart_get_page_seconds (WB_CHART_TREND), ==, 0);
}

static void
test_few (void)
{
  WbFrame frame = fixture_frame (640, 360);
  g_autoptr (WbChartLayout) one =
    lay_out ("{\"common\":{\"month\":[\"May\"]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],"
             "\"a\":{\"title\":\"T\",\"base\":0,\"unit\":\"\",\"data\":[{\"name\":\"N\",\"data\":[0]}]}}", 0, &frame);
  g_autoptr (WbChartLayout) none =
    lay_out ("{\"common\":{\"month\":[]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],\"a\":{\"title\":\"T\","
             "\"base\":0,\"unit\":\"\",\"data\":[]}}", 0, &frame);
  WbBox plot = wb_chart_layout_get_plot (one);
  guint n_marks;

  g_assert_cmpfloat_with_epsilon (get_x (one, 0, 0), plot.x + plot.width / 2, 0.01);
  g_assert_cmpfloat_with_epsilon (get_y (one, 0, 0), plot.y + plot.height, 0.01);
  g_assert_cmpint (wb_chart_layout_hit (one, plot.x + 1, plot.y + 1), ==, 0);
  cairo_surface_destroy (fixture_draw (one, NULL, &frame, FALSE));

  /* An empty dataset says so. */
  wb_chart_layout_get_marks (none, &n_marks);
  g_assert_cmpuint (n_marks, ==, 0);
  g_assert_true (has_label (none, "T"));
  g_assert_true (has_label (none, "There are no numbers to show."));
}

static WbDataset *
parse_long (guint n_months)
{
  g_autoptr (GString) json = g_string_new ("{\"common\":{\"month\":[\"0\"");

  for (guint i = 1; i < n_months; i++)
    g_string_append_printf (json, ",\"%u\"", i);
  g_string_append (json, "]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],"
                         "\"a\":{\"title\":\"T\",\"base\":0,\"unit\":\"\",\"data\":[");
  for (guint series = 0; series < 2; series++)
    {
      g_string_append_printf (json, "%s{\"name\":\"N\",\"data\":[1", series > 0 ? "," : "");
      for (guint i = 1; i < n_months; i++)
        g_string_append_printf (json, ",%u", (i * 7919) % 100);
      g_string_append (json, "]}");
    }
  g_string_append (json, "]}}");

  return fixture_parse (WB_CHART_TREND, json->str);
}

/* Ten times the points take about ten times as long to lay out; a quadratic algorithm would take 100 times.
 * */
static void
test_long (void)
{
  WbFrame frame = fixture_frame (1920, 1080);
  double seconds[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (WbDataset) dataset = parse_long (i == 0 ? 10000 : 100000);
      g_autoptr (GTimer) timer = g_timer_new ();
      g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &frame);
      guint n_marks;

      cairo_surface_destroy (fixture_draw (layout, NULL, &frame, FALSE));
      seconds[i] = g_timer_elapsed (timer, NULL);
      wb_chart_layout_get_marks (layout, &n_marks);
      g_assert_cmpuint (n_marks, ==, i == 0 ? 20002 : 200002);
      for (guint month = 5003; month < 10000; month += 500)
        {
          int mark = fixture_find_mark (layout, WB_MARK_POINT, 1, month);
          double x = get_x (layout, 1, month);

          g_assert_cmpint (wb_chart_layout_hit (layout, x, get_y (layout, 1, month)), ==, mark);
        }
    }
  g_assert_cmpfloat (seconds[1], <, 40 * seconds[0] + 0.2);
}

/* The area of a series has its colour, the stack keeps its order, and nothing is painted above it. */
static void
test_pixels (void)
{
  WbFrame frame = fixture_frame (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &frame);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &frame, FALSE);
  WbBox plot = wb_chart_layout_get_plot (layout);
  int x = plot.x + plot.width * 0.25;
  double bottom = plot.y + plot.height;
  guint32 north = fixture_pixel (surface, x, bottom - plot.height * 12 / 60);
  guint32 south = fixture_pixel (surface, x, bottom - plot.height * 45 / 60);
  guint32 above = fixture_pixel (surface, x, bottom - plot.height * 56 / 60);
  guint32 foot = fixture_pixel (surface, plot.x + plot.width * 0.05, bottom - plot.height * 2 / 60);
  guint32 after = fixture_pixel (surface, plot.x + plot.width * 0.75, bottom - plot.height * 44 / 60);

  /* The first series is green, the second blue. */
  g_assert_cmpuint (north >> 8 & 0xff, >, (north & 0xff) + 30);
  g_assert_cmpuint (south & 0xff, >, (south >> 8 & 0xff) + 30);
  g_assert_cmpuint (above, ==, 0);
  g_assert_cmpuint (foot, !=, 0);
  /* South ends in February. */
  g_assert_cmpuint (after, ==, 0);
  cairo_surface_destroy (surface);
}

/* A grid line is one crisp row of pixels, or two at twice the density. */
static void
test_grid (gconstpointer data)
{
  int scale = GPOINTER_TO_INT (data);
  WbFrame frame = fixture_frame (640, 360);
  frame.scale = scale;
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &frame);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &frame, FALSE);
  WbBox plot = wb_chart_layout_get_plot (layout);
  int x = (plot.x + plot.width * 0.5) * scale;
  int n_rows = 0;

  for (int y = (plot.y - 4) * scale; y < (plot.y + 4) * scale; y++)
    {
      guint alpha = fixture_pixel (surface, x, y) >> 24;

      if (alpha == 0)
        continue;
      g_assert_cmpuint (alpha, >=, 24);
      g_assert_cmpuint (alpha, <=, 27);
      n_rows++;
    }
  g_assert_cmpint (n_rows, ==, scale);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trend/stack", test_stack);
  g_test_add_func ("/trend/marks", test_marks);
  g_test_add_func ("/trend/hidden", test_hidden);
  g_test_add_func ("/trend/hit", test_hit);
  g_test_add_func ("/trend/describe", test_describe);
  g_test_add_func ("/trend/pages", test_pages);
  g_test_add_func ("/trend/few", test_few);
  g_test_add_func ("/trend/long", test_long);
  g_test_add_func ("/trend/pixels", test_pixels);
  g_test_add_data_func ("/trend/grid/1", GINT_TO_POINTER (1), test_grid);
  g_test_add_data_func ("/trend/grid/2", GINT_TO_POINTER (2), test_grid);

  return g_test_run ();
}
