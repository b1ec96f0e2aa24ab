/* test-trend.c: stacked areas, their layout and pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

#include <math.h>

static WbChartLayout *
lay_out (const char      *json,
         guint64          hidden,
         WbRenderContext *context)
{
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_TREND, json);
  WbSelection selection = { 0, hidden, -1 };

  return wb_chart_layout_new (dataset, &selection, context);
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

/* 10, 30, 20 under 40, 20.5: the sums are 50, 50.5, 20, so the axis ends at 60. */
static void
test_stack (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &context);
  WbBox plot = wb_chart_layout_get_plot (layout);
  double bottom = plot.y + plot.height;

  fixture_check_layout (layout, &context);
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
  /* South has only two months. */
  g_assert_cmpint (fixture_find_mark (layout, WB_MARK_POINT, 1, 2), ==, -1);
}

static void
test_marks (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  g_assert_cmpuint (n_marks, ==, 5 + 2);
  g_assert_cmpstr (marks[1].name, ==, "North, February");
  g_assert_cmpstr (marks[4].text, ==, "20.5 k");
  g_assert_cmpfloat (marks[4].value, ==, 20.5);
  g_assert_cmpint (marks[5].kind, ==, WB_MARK_LEGEND);
  g_assert_cmpstr (marks[6].name, ==, "South");
}

static WbChartLayout *
lay_out_value (double           value,
               WbRenderContext *context)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *json =
    g_strdup_printf ("{\"common\":{\"month\":[\"May\",\"June\"]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],"
                     "\"a\":{\"title\":\"T\",\"base\":0,\"unit\":\"\",\"data\":["
                     "{\"name\":\"N\",\"data\":[0,%s]}]}}",
                     g_ascii_dtostr (number, sizeof number, value));

  return lay_out (json, 0, context);
}

/* Large numbers are grouped, larger ones compact, and all numbers of an axis have the same form. */
static void
test_axis (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) thousands = lay_out_value (60000, &context);
  g_autoptr (WbChartLayout) million = lay_out_value (1e6, &context);
  g_autoptr (WbChartLayout) loss = lay_out_value (-2.4e6, &context);
  g_autoptr (WbChartLayout) trillions = lay_out_value (150e12, &context);
  g_autoptr (WbChartLayout) beyond = lay_out_value (2e15, &context);
  g_autoptr (WbChartLayout) largest = lay_out_value (9e299, &context);

  g_assert_true (has_label (thousands, "60,000") && has_label (thousands, "10,000"));
  g_assert_true (has_label (thousands, "0"));
  g_assert_true (has_label (million, "1M") && has_label (million, "0.2M"));
  g_assert_false (has_label (million, "200K"));
  g_assert_true (has_label (loss, "\u22122.5M") && has_label (loss, "\u22120.5M"));
  g_assert_true (has_label (trillions, "150T") && has_label (trillions, "50T") && has_label (trillions, "0"));
  g_assert_true (has_label (beyond, "2e15") && has_label (beyond, "5e14"));
  g_assert_true (has_label (largest, "1e300") && has_label (largest, "2e299"));
}

/* A hidden series is removed from the stack but not from the legend, and the scale adapts. */
static void
test_hidden (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 1 << 0, &context);
  WbBox plot = wb_chart_layout_get_plot (layout);

  g_assert_cmpint (fixture_find_mark (layout, WB_MARK_POINT, 0, 0), ==, -1);
  g_assert_cmpint (fixture_find_mark (layout, WB_MARK_LEGEND, 0, 0), >=, 0);
  g_assert_true (has_label (layout, "40"));
  g_assert_false (has_label (layout, "60"));
  g_assert_cmpfloat_with_epsilon (get_y (layout, 1, 0), plot.y, 0.01);

  g_autoptr (WbChartLayout) none = lay_out (TREND_SMALL, 3, &context);
  guint n_marks;
  wb_chart_layout_get_marks (none, &n_marks);
  g_assert_cmpuint (n_marks, ==, 2);
  g_assert_true (has_label (none, "January"));
}

/* In the column of a month, the nearest point is found; outside of the plot, none. */
static void
test_hit (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &context);
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
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &context);
  g_autofree char *sentence = wb_chart_layout_describe (layout);

  g_assert_cmpstr (sentence, ==, "Region sales: 2 series, 3 months, highest South in January, 40 k");
}

static void
test_pages (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_TREND);
  WbSelection past = { 4, 0, -1 };
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &past, &context);
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
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) one =
    lay_out ("{\"common\":{\"month\":[\"May\"]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],"
             "\"a\":{\"title\":\"T\",\"base\":0,\"unit\":\"\",\"data\":[{\"name\":\"N\",\"data\":[0]}]}}",
             0, &context);
  g_autoptr (WbChartLayout) none =
    lay_out ("{\"common\":{\"month\":[]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],\"a\":{\"title\":\"T\","
             "\"base\":0,\"unit\":\"\",\"data\":[]}}", 0, &context);
  WbBox plot = wb_chart_layout_get_plot (one);
  guint n_marks;

  g_assert_cmpfloat_with_epsilon (get_x (one, 0, 0), plot.x + plot.width / 2, 0.01);
  g_assert_cmpfloat_with_epsilon (get_y (one, 0, 0), plot.y + plot.height, 0.01);
  g_assert_cmpint (wb_chart_layout_hit (one, plot.x + 1, plot.y + 1), ==, 0);
  cairo_surface_destroy (fixture_draw (one, NULL, &context, FIXTURE_BASE));

  /* An empty dataset gives a message. */
  wb_chart_layout_get_marks (none, &n_marks);
  g_assert_cmpuint (n_marks, ==, 0);
  g_assert_true (has_label (none, "No Data"));
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

/* With any number of months, there is at most one mark per series and pixel column, every column has one, and
 * a hit test finds it. */
static void
test_long (gconstpointer data)
{
  guint n_values = GPOINTER_TO_UINT (data);

  for (guint rtl = 0; rtl < 2; rtl++)
    {
      WbRenderContext context = fixture_context (1920, 1080);
      g_autoptr (WbDataset) dataset = parse_long (n_values);
      const WbTrendType *type = &wb_dataset_get_trend (dataset)->types[0];
      guint n_marks;

      context.right_to_left = rtl;
      g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
      cairo_surface_destroy (fixture_draw (layout, NULL, &context, FIXTURE_BASE));
      fixture_check_layout (layout, &context);
      double width = wb_chart_layout_get_plot (layout).width;
      const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
      g_assert_cmpuint (n_marks, <=, 2 * width + 2);
      g_assert_cmpuint (n_marks, >=, 2 * (width - 1) + 2);
      for (guint i = 0; i + 2 < n_marks; i++)
        {
          g_autofree char *name = g_strdup_printf ("N, %u", marks[i].item);
          double x = marks[i].box.x + marks[i].box.width / 2;

          g_assert_cmpstr (marks[i].name, ==, name);
          g_assert_cmpfloat (marks[i].value, ==, type->series[marks[i].series].values[marks[i].item]);
          /* If a series adds nothing, its mark is at that of the series below. */
          int found = wb_chart_layout_hit (layout, x, marks[i].box.y + marks[i].box.height / 2);
          g_assert_true (found == (int) i || (marks[i].value == 0 && marks[found].item == marks[i].item));
          if (i > 0 && marks[i].series == marks[i - 1].series)
            g_assert_cmpfloat (fabs (marks[i].box.x - marks[i - 1].box.x), <, 2.1);
        }
    }
}

/* Five series of 100,000 months with a value of 100, except for one month of 300 in the third and one of 0 in
 * the last. */
static WbDataset *
parse_spikes (guint rise,
              guint dip)
{
  g_autoptr (GString) json = g_string_new ("{\"common\":{\"month\":[\"0\"");

  for (guint i = 1; i < 100000; i++)
    g_string_append_printf (json, ",\"%u\"", i);
  g_string_append (json, "]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],"
                         "\"a\":{\"title\":\"T\",\"base\":0,\"unit\":\"k\",\"data\":[");
  for (guint series = 0; series < 5; series++)
    {
      g_string_append_printf (json, "%s{\"name\":\"S%u\",\"data\":[100", series > 0 ? "," : "", series);
      for (guint i = 1; i < 100000; i++)
        g_string_append (json, series == 2 && i == rise ? ",300" : series == 4 && i == dip ? ",0" : ",100");
      g_string_append (json, "]}");
    }
  g_string_append (json, "]}}");

  return fixture_parse (WB_CHART_TREND, json->str);
}

/* A single unusual month of 100,000 is visible, hit, highlighted and named. */
static void
check_spikes (WbDataset *dataset,
              guint      rise,
              guint      dip,
              gboolean   right_to_left)
{
  WbRenderContext context = fixture_context (1920, 1080);
  guint n_marks;

  context.right_to_left = right_to_left;
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
  WbBox plot = wb_chart_layout_get_plot (layout);
  int up = fixture_find_mark (layout, WB_MARK_POINT, 2, rise);
  int down = fixture_find_mark (layout, WB_MARK_POINT, 4, dip);
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  g_assert_cmpint (up, >=, 0);
  g_assert_cmpint (down, >=, 0);
  g_assert_cmpstr (marks[up].text, ==, "300 k");
  g_assert_cmpfloat (marks[down].value, ==, 0);

  /* The scale ends at 700: the stack is at 500, except at 700 and at 400 once each. */
  double bottom = plot.y + plot.height;
  double x = get_x (layout, 2, rise);
  double y = bottom - plot.height * 660 / 700;
  g_assert_true (has_label (layout, "700"));
  g_assert_cmpuint (fixture_pixel (surface, x, y) >> 24, >, 200);
  g_assert_cmpuint (fixture_pixel (surface, x - 8, y), ==, 0);
  g_assert_cmpuint (fixture_pixel (surface, x + 8, y), ==, 0);
  g_assert_cmpfloat_with_epsilon (get_y (layout, 2, rise), bottom - plot.height * 500 / 700, 0.01);
  g_assert_cmpint (wb_chart_layout_hit (layout, x, get_y (layout, 2, rise)), ==, up);

  x = get_x (layout, 4, dip);
  y = bottom - plot.height * 440 / 700;
  g_assert_cmpuint (fixture_pixel (surface, x, y) >> 24, >, (fixture_pixel (surface, x - 8, y) >> 24) + 30);
  g_assert_cmpuint (fixture_pixel (surface, x, y) >> 24, >, (fixture_pixel (surface, x + 8, y) >> 24) + 30);
  g_assert_cmpint (wb_chart_layout_hit (layout, x, get_y (layout, 4, dip)), ==, down);
  cairo_surface_destroy (surface);

  /* The dot of the cursor is on the spike. */
  WbSelection selection = { 0, 0, up };
  surface = fixture_draw (layout, &selection, &context, FIXTURE_OVERLAY);
  g_assert_cmpuint (fixture_pixel (surface, get_x (layout, 2, rise), get_y (layout, 2, rise)) >> 24, ==, 255);
  cairo_surface_destroy (surface);

  g_autofree char *sentence = wb_chart_layout_describe (layout);
  g_autofree char *end = g_strdup_printf ("highest S2 in %u, 300 k", rise);
  g_assert_true (g_str_has_suffix (sentence, end));
}

static void
test_spikes (void)
{
  static const guint rises[] = { 60000, 1, 99999, 33333 };

  for (guint i = 0; i < G_N_ELEMENTS (rises); i++)
    {
      guint dip = 40007 + i;
      g_autoptr (WbDataset) dataset = parse_spikes (rises[i], dip);

      for (guint rtl = 0; rtl < 2; rtl++)
        if (rises[i] > 1000 && rises[i] < 99000)
          check_spikes (dataset, rises[i], dip, rtl);

      /* Months at the ends have no neighbours on one side to compare with. */
      WbRenderContext context = fixture_context (1920, 1080);
      g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
      g_assert_cmpint (fixture_find_mark (layout, WB_MARK_POINT, 2, rises[i]), >=, 0);
    }
}

/* Transitions from few months to many and back, and to fewer series, are visible, within the frame, and have
 * the marks of the new layout. */
static void
test_long_blend (void)
{
  WbRenderContext context = fixture_context (640, 360);
  WbSelection fewer = { 0, 1, -1 };
  g_autoptr (WbDataset) many = parse_long (20000);
  g_autoptr (WbChartLayout) few = lay_out (TREND_SMALL, 0, &context);
  g_autoptr (WbChartLayout) all = wb_chart_layout_new (many, NULL, &context);
  g_autoptr (WbChartLayout) less = wb_chart_layout_new (many, &fewer, &context);
  WbChartLayout *ways[][2] = { { few, all }, { all, few }, { all, less }, { less, all } };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (WbChartLayout) half = wb_chart_layout_blend (ways[i][0], ways[i][1], 0.5);
      g_autoptr (WbChartLayout) again = wb_chart_layout_blend (half, ways[i][0], 0.5);
      cairo_surface_t *surface = fixture_draw (again, NULL, &context, FIXTURE_BASE);
      WbBox plot = wb_chart_layout_get_plot (again);
      guint n_marks, n_expected, n_painted = 0;

      wb_chart_layout_get_marks (again, &n_marks);
      wb_chart_layout_get_marks (ways[i][0], &n_expected);
      g_assert_cmpuint (n_marks, ==, n_expected);
      for (int y = 0; y < 360; y++)
        n_painted += fixture_pixel (surface, plot.x + plot.width * 0.3, y) != 0;
      g_assert_cmpuint (n_painted, >, plot.height * 0.2);
      for (int y = 0; y < 360; y++)
        g_assert_cmpuint (fixture_pixel (surface, 639, y), ==, 0);
      cairo_surface_destroy (surface);
    }
}

/* The area of a series has its colour, the stack is in order, and nothing is painted above it. */
static void
test_pixels (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &context);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
  WbBox plot = wb_chart_layout_get_plot (layout);
  int x = plot.x + plot.width * 0.25;
  double bottom = plot.y + plot.height;
  guint32 north = fixture_pixel (surface, x, bottom - plot.height * 12 / 60);
  guint32 south = fixture_pixel (surface, x, bottom - plot.height * 45 / 60);
  guint32 above = fixture_pixel (surface, x, bottom - plot.height * 56 / 60);
  guint32 foot = fixture_pixel (surface, plot.x + plot.width * 0.05, bottom - plot.height * 2 / 60);
  guint32 after = fixture_pixel (surface, plot.x + plot.width * 0.75, bottom - plot.height * 44 / 60);

  /* The first series is green, the second blue. */
  g_assert_cmpuint (north >> 8 & 0xff, >, (north & 0xff) + 15);
  g_assert_cmpuint (south & 0xff, >, (south >> 8 & 0xff) + 30);
  g_assert_cmpuint (above, ==, 0);
  g_assert_cmpuint (foot, !=, 0);
  /* South ends in February. */
  g_assert_cmpuint (after, ==, 0);
  cairo_surface_destroy (surface);
}

/* A grid line is one crisp row of pixels, or two at scale 2. */
static void
test_grid (gconstpointer data)
{
  int scale = GPOINTER_TO_INT (data);
  WbRenderContext context = fixture_context (640, 360);
  context.scale = scale;
  g_autoptr (WbChartLayout) layout = lay_out (TREND_SMALL, 0, &context);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
  WbBox plot = wb_chart_layout_get_plot (layout);
  int x = (plot.x + plot.width * 0.5) * scale;
  int n_rows = 0;

  for (int y = (plot.y - 4) * scale; y < (plot.y + 4) * scale; y++)
    {
      guint32 pixel = fixture_pixel (surface, x, y);

      if (pixel >> 24 == 0)
        continue;
      g_assert_cmphex (pixel, ==, fixture_color (context.palette->line));
      n_rows++;
    }
  g_assert_cmpint (n_rows, ==, scale);
  cairo_surface_destroy (surface);
}

/* 24 logical pixels for any size of text. */
static void
test_legend_targets (void)
{
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_TREND);
  WbRenderContext context = fixture_context (300, 200);
  WbSelection selection = WB_SELECTION_INIT;
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  int entry = fixture_find_mark (layout, WB_MARK_LEGEND, 0, 0);
  WbBox box;

  g_assert_cmpint (entry, >=, 0);
  box = marks[entry].box;
  g_assert_cmpfloat (box.height, <, 22);
  g_assert_cmpint (wb_chart_layout_hit (layout, box.x + box.width / 2,
                                        MAX (box.y + box.height / 2 - 11.5, 0)), ==, entry);

  /* Between two entries the nearer one is found. */
  for (guint i = 0; i < n_marks; i++)
    if (marks[i].kind == WB_MARK_LEGEND)
      {
        box = marks[i].box;
        g_assert_cmpint (wb_chart_layout_hit (layout, box.x + box.width - 0.5, box.y + box.height / 2), ==,
                         i);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trend/stack", test_stack);
  g_test_add_func ("/trend/marks", test_marks);
  g_test_add_func ("/trend/axis", test_axis);
  g_test_add_func ("/trend/hidden", test_hidden);
  g_test_add_func ("/trend/hit", test_hit);
  g_test_add_func ("/trend/describe", test_describe);
  g_test_add_func ("/trend/pages", test_pages);
  g_test_add_func ("/trend/few", test_few);
  g_test_add_data_func ("/trend/long/10000", GUINT_TO_POINTER (10000), test_long);
  g_test_add_data_func ("/trend/long/100000", GUINT_TO_POINTER (100000), test_long);
  g_test_add_func ("/trend/long/spikes", test_spikes);
  g_test_add_func ("/trend/long/blend", test_long_blend);
  g_test_add_func ("/trend/legend-targets", test_legend_targets);
  g_test_add_func ("/trend/pixels", test_pixels);
  g_test_add_data_func ("/trend/grid/1", GINT_TO_POINTER (1), test_grid);
  g_test_add_data_func ("/trend/grid/2", GINT_TO_POINTER (2), test_grid);

  return g_test_run ();
}
