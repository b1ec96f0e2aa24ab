/* test-hot.c: the ring, as numbers and pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "chart-fixture.h"
#include "drawing/wb-share.h"
#include "wb-hot.h"

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
  g_assert_cmpstr (first_sentence, ==,
                   "Phones: 5 items, total 100, largest B, 50 (50.0%). No slice: C 0, D −5");
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

/* Whether two line segments cross. Those on one line, which opposite leader lines are, do not. */
static gboolean
segments_cross (const double *x,
                const double *y,
                const double *u,
                const double *v)
{
  double a = (x[1] - x[0]) * (v[0] - y[0]) - (y[1] - y[0]) * (u[0] - x[0]);
  double b = (x[1] - x[0]) * (v[1] - y[0]) - (y[1] - y[0]) * (u[1] - x[0]);
  double c = (u[1] - u[0]) * (y[0] - v[0]) - (v[1] - v[0]) * (x[0] - u[0]);
  double d = (u[1] - u[0]) * (y[1] - v[0]) - (v[1] - v[0]) * (x[1] - u[0]);

  return a * b < -1e-6 && c * d < -1e-6;
}

/* The least distance of a line segment from a point. */
static double
get_distance (const double *x,
              const double *y,
              double        px,
              double        py)
{
  double dx = x[1] - x[0];
  double dy = y[1] - y[0];
  double length = dx * dx + dy * dy;
  double t = length > 0 ? CLAMP (((px - x[0]) * dx + (py - y[0]) * dy) / length, 0, 1) : 0;

  return hypot (x[0] + t * dx - px, y[0] + t * dy - py);
}

static void
check_leaders (const WbHotDetails *details)
{
  for (guint i = 0; i < details->leaders->len; i++)
    {
      const WbHotLeader *one = &g_array_index (details->leaders, WbHotLeader, i);

      for (guint k = 0; k < 2; k++)
        g_assert_cmpfloat (get_distance (one->x + k, one->y + k, details->x, details->y), >=,
                           details->outer - 0.01);
      for (guint j = 0; j < i; j++)
        {
          const WbHotLeader *other = &g_array_index (details->leaders, WbHotLeader, j);

          for (guint k = 0; k < 4; k++)
            g_assert_false (segments_cross (one->x + k / 2, one->y + k / 2, other->x + k % 2,
                                            other->y + k % 2));
        }
    }
}

/* The share of a slice is beside the ring, or with its entry of the legend. */
static void
check_shares (WbChartLayout *layout)
{
  const WbHotDetails *details = layout->details;
  guint n_marks, n_labels;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < details->slices->len; i++)
    {
      const WbHotSlice *slice = &g_array_index (details->slices, WbHotSlice, i);
      g_autofree char *share = wb_share_format (slice->share, slice->tenths);
      gboolean found = FALSE;
      gboolean has_entry = FALSE;

      for (guint j = 0; j < n_labels; j++)
        found = found || (g_strcmp0 (labels[j].key, slice->name) == 0 &&
                          strcmp (pango_layout_get_text (labels[j].layout), share) == 0);
      for (guint j = 0; j < n_marks; j++)
        if (marks[j].kind == WB_MARK_LEGEND && marks[j].item == slice->item)
          {
            has_entry = TRUE;
            found = found || g_str_has_suffix (marks[j].name, share);
          }
      g_assert_true (found || !has_entry);
    }
}

static void
check_pie (const double *values,
           guint         n_values,
           double        width,
           double        height,
           double        text_scale)
{
  g_autoptr (GString) json = g_string_new ("[{\"name\":\"X\",\"children\":[");
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < n_values; i++)
    g_string_append_printf (json, "%s{\"name\":\"Goods %u\",\"value\":%s}", i > 0 ? "," : "", i,
                            g_ascii_dtostr (number, sizeof number, values[i]));
  g_string_append (json, "]}]");

  WbRenderContext context = fixture_context (width, height);
  context.text_scale = text_scale;
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_HOT, json->str);
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);

  g_test_message ("%g×%g, text %g: %s", width, height, text_scale, json->str);
  fixture_check_layout (layout, &context);
  check_leaders (layout->details);
  check_shares (layout);
}

/* At all sizes and with all data, leader lines cross neither the ring nor each other, and no share is lost.
 * */
static void
test_leaders (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 250; i++)
    {
      double values[40];
      guint n = g_rand_int_range (random, 1, G_N_ELEMENTS (values));
      double spread = g_rand_double_range (random, 0, 9);

      for (guint j = 0; j < n; j++)
        values[j] = floor (exp (g_rand_double_range (random, 0, spread)));
      check_pie (values, n, exp (g_rand_double_range (random, 5, 8.2)),
                 exp (g_rand_double_range (random, 4.5, 7.7)), exp (g_rand_double_range (random, -0.3, 1.1)));
    }
}

/* Slices around the highest and the lowest point, where labels have the least room. */
static void
test_leaders_upright (void)
{
  for (double large = 1; large < 200; large *= 4)
    for (guint n = 1; n < 16; n += 2)
      {
        double values[17] = { large };

        for (guint i = 1; i <= n; i++)
          values[i] = 1 + i % 2;
        for (double height = 150; height < 900; height *= 1.4)
          check_pie (values, n + 1, height * 1.3, height, 1);
      }
}

/* A share of two slices: one may be far too small to be seen. */
static void
test_tiny (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbDataset) dataset =
    fixture_parse (WB_CHART_HOT, "[{\"name\":\"X\",\"children\":[{\"name\":\"Main\",\"value\":1e6},"
                                 "{\"name\":\"Tiny\",\"value\":1}]}]");
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
  const WbHotDetails *details = layout->details;
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  g_assert_cmpuint (n_marks, ==, 4);
  g_assert_true (g_str_has_suffix (marks[0].text, " (> 99.9%)"));
  g_assert_cmpstr (marks[1].text, ==, "1 (< 0.1%)");
  g_assert_cmpuint (details->leaders->len, ==, 1);
  g_assert_cmpstr (marks[2].name, ==, "Main");
  g_assert_cmpstr (marks[3].name, ==, "Tiny < 0.1%");
}

/* Values without a slice are named in the card. */
static void
test_omitted (void)
{
  static const struct
  {
    const char *goods;
    guint64     hidden;
    const char *words;
  } cases[] = {
    { "{\"name\":\"A\",\"value\":50},{\"name\":\"B\",\"value\":-20},{\"name\":\"C\",\"value\":30}", 0,
      "No slice: B −20" },
    { "{\"name\":\"A\",\"value\":0},{\"name\":\"B\",\"value\":null}", 0, "No slice: A 0" },
    { "{\"name\":\"A\",\"value\":-1},{\"name\":\"B\",\"value\":-2},{\"name\":\"C\",\"value\":-3},"
      "{\"name\":\"D\",\"value\":-4},{\"name\":\"E\",\"value\":-5}", 0, "No slice: A −1, B −2, C −3 +2" },
    { "{\"name\":\"A\",\"value\":50},{\"name\":\"B\",\"value\":-20}", 2, NULL },
    { "{\"name\":\"A\",\"value\":50},{\"name\":\"B\",\"value\":1}", 0, NULL },
  };
  WbRenderContext context = fixture_context (530, 460);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("[{\"name\":\"X\",\"children\":[%s]}]", cases[i].goods);
      g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_HOT, json);
      WbSelection selection = { 0, cases[i].hidden, -1 };
      g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);
      const char *found = NULL;
      guint n_labels;
      const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

      for (guint j = 0; j < n_labels; j++)
        if (g_str_has_prefix (pango_layout_get_text (labels[j].layout), "No slice"))
          found = pango_layout_get_text (labels[j].layout);
      g_assert_cmpstr (found, ==, cases[i].words);
    }
}

/* At no size the total disappears from a hole that has room for it. */
static void
test_total (void)
{
  for (double width = 240; width < 1000; width += 190)
    for (double height = 200; height < 800; height += 4)
      {
        WbRenderContext context = fixture_context (width, height);
        g_autoptr (WbChartLayout) layout = lay_out (0, 0, &context);
        gboolean found = FALSE;
        guint n_labels;
        const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

        for (guint i = 0; i < n_labels; i++)
          found = found || strcmp (pango_layout_get_text (labels[i].layout), "100") == 0;
        g_test_message ("%g×%g", width, height);
        g_assert_true (found);
      }
}

/* The gaps between 500 slices leave most of the ring to the slices. */
static void
test_gaps (void)
{
  g_autoptr (GString) json = g_string_new ("[{\"name\":\"X\",\"children\":[");
  WbRenderContext context = fixture_context (530, 460);
  guint n_card = 0;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (json, "%s{\"name\":\"S%u\",\"value\":%u}", i > 0 ? "," : "", i, 10 + i * 37 % 90);
  g_string_append (json, "]}]");
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_HOT, json->str);
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
  const WbHotDetails *details = layout->details;
  double radius = (details->inner + details->outer) / 2;
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
  WbColor card = context.palette->card;

  for (guint i = 0; i < 1000; i++)
    {
      double angle = i * 2 * G_PI / 1000;
      guint32 pixel = fixture_pixel (surface, details->x + cos (angle) * radius,
                                     details->y + sin (angle) * radius);
      double away = fabs ((pixel >> 16 & 0xff) / 255.0 - card.red) +
                    fabs ((pixel >> 8 & 0xff) / 255.0 - card.green) +
                    fabs ((pixel & 0xff) / 255.0 - card.blue);

      n_card += away < 0.2;
    }
  cairo_surface_destroy (surface);
  g_assert_cmpuint (n_card, <, 50);
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
  g_assert_cmpuint (fixture_pixel (surface, x + r * 0.7, y - r * 0.7), ==,
                    fixture_color (context.palette->series[0]));
  g_assert_cmpuint (fixture_pixel (surface, x, y + r), ==, fixture_color (context.palette->series[1]));
  g_assert_cmpuint (fixture_pixel (surface, x - r * 0.7, y - r * 0.7), ==,
                    fixture_color (context.palette->series[4]));
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
  g_test_add_func ("/hot/leaders", test_leaders);
  g_test_add_func ("/hot/leaders/upright", test_leaders_upright);
  g_test_add_func ("/hot/tiny", test_tiny);
  g_test_add_func ("/hot/omitted", test_omitted);
  g_test_add_func ("/hot/total", test_total);
  g_test_add_func ("/hot/gaps", test_gaps);
  g_test_add_func ("/hot/pixels", test_pixels);

  return g_test_run ();
}
