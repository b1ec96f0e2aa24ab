/* test-trend-gaps.c: months without a reading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

#include <cairo-svg.h>
#include <math.h>
#include <string.h>

/* Two series: South is the upper one. North has no reading in February and in July. */
#define GAPS \
  "{\"common\":{\"month\":[\"Jan\",\"Feb\",\"Mar\",\"Apr\",\"May\",\"Jun\",\"Jul\"]}," \
  "\"type\":[{\"key\":\"a\",\"text\":\"A\"}]," \
  "\"a\":{\"title\":\"Output\",\"unit\":\"k\",\"data\":[" \
  "{\"name\":\"North\",\"data\":[50,null,50,50,\"-\",50,\"\"]}," \
  "{\"name\":\"South\",\"data\":[20,20,20,20,20,20,20]}]}}"

/* The same without the gaps. */
#define WHOLE \
  "{\"common\":{\"month\":[\"Jan\",\"Feb\",\"Mar\",\"Apr\",\"May\",\"Jun\",\"Jul\"]}," \
  "\"type\":[{\"key\":\"a\",\"text\":\"A\"}]," \
  "\"a\":{\"title\":\"Output\",\"unit\":\"k\",\"data\":[" \
  "{\"name\":\"North\",\"data\":[50,50,50,50,50,50,50]}," \
  "{\"name\":\"South\",\"data\":[20,20,20,20,20,20,20]}]}}"

static WbChartLayout *
lay_out (const char            *json,
         const WbRenderContext *context)
{
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_TREND, json);

  return wb_chart_layout_new (dataset, NULL, context);
}

static const WbMark *
get_mark (WbChartLayout *layout,
          guint          series,
          guint          month)
{
  int i = fixture_find_mark (layout, WB_MARK_POINT, series, month);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  g_assert_cmpint (i, >=, 0);

  return &marks[i];
}

static double
get_x (WbChartLayout *layout,
       double         month)
{
  WbBox plot = wb_chart_layout_get_plot (layout);

  return plot.x + plot.width * month / 6;
}

/* The axis of both is 0 to 80. */
static double
get_y (WbChartLayout *layout,
       double         value)
{
  WbBox plot = wb_chart_layout_get_plot (layout);

  return plot.y + plot.height * (1 - value / 80);
}

static guint
get_alpha (cairo_surface_t *surface,
           double           x,
           double           y)
{
  return fixture_pixel (surface, rint (x), rint (y)) >> 24;
}

/* Whether a pixel is painted in the colour of North, which is green. */
static gboolean
is_green (cairo_surface_t *surface,
          double           x,
          double           y)
{
  guint32 pixel = fixture_pixel (surface, rint (x), rint (y));

  return pixel >> 24 > 40 && (pixel >> 8 & 0xff) > (pixel & 0xff) + 15;
}

/* A line and its area end at a gap, the series above it goes on without it, and a value between two gaps is a
 * point. */
static void
check_drawing (WbChartLayout   *layout,
               cairo_surface_t *surface)
{
  g_assert_true (is_green (surface, get_x (layout, 2.5), get_y (layout, 50)));
  g_assert_true (is_green (surface, get_x (layout, 2.5), get_y (layout, 30)));
  for (double month = 0.3; month < 6; month += month < 1.5 ? 1.3 : 1)
    if (month < 2 || month > 3.2)
      for (double value = 62; value > 1; value -= 1)
        g_assert_false (is_green (surface, get_x (layout, month), get_y (layout, value)));

  /* A point is as high as wide, and larger than the line. */
  for (guint month = 0; month < 6; month += 5)
    for (int aside = month == 0 ? 0 : -2; aside <= 2; aside++)
      for (int above = -2; above <= 2; above++)
        g_assert_cmpuint (get_alpha (surface, get_x (layout, month) + aside, get_y (layout, 50) + above), >,
                          250);

  g_assert_cmpfloat_with_epsilon (get_mark (layout, 1, 1)->box.y + get_mark (layout, 1, 1)->box.height / 2,
                                  get_y (layout, 20), 0.01);
  g_assert_cmpuint (get_alpha (surface, get_x (layout, 1), get_y (layout, 20)), >, 250);
  g_assert_cmpuint (get_alpha (surface, get_x (layout, 1), get_y (layout, 45)), ==, 0);
  /* No area below a point. */
  g_assert_false (is_green (surface, get_x (layout, 5), get_y (layout, 25)));
  g_assert_cmpuint (get_alpha (surface, get_x (layout, 5), get_y (layout, 25)), ==, 0);
}

static void
test_draw (void)
{
  WbRenderContext context = fixture_context (900, 450);
  g_autoptr (WbChartLayout) layout = lay_out (GAPS, &context);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);

  fixture_check_layout (layout, &context);
  check_drawing (layout, surface);
  cairo_surface_destroy (surface);
}

static cairo_status_t
write_cb (void                *closure,
          const unsigned char *data,
          unsigned int         length)
{
  g_string_append_len (closure, (const char *) data, length);

  return CAIRO_STATUS_SUCCESS;
}

/* Vector files have the same, as paths. */
static void
test_vector (void)
{
  WbRenderContext context = fixture_context (900, 450);
  g_autoptr (WbChartLayout) layout = lay_out (GAPS, &context);
  g_autoptr (GString) svg = g_string_new (NULL);
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (write_cb, svg, 900, 450);
  cairo_t *cr = cairo_create (surface);

  wb_chart_layout_draw_base (layout, cr, &context);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  g_assert_null (strstr (svg->str, "nan"));
  g_assert_null (strstr (svg->str, "<image"));
}

/* A gap is named, can be pointed at, and is “–” in its tooltip; descriptions pass over it. */
static void
test_texts (void)
{
  WbRenderContext context = fixture_context (900, 450);
  g_autoptr (WbChartLayout) layout = lay_out (GAPS, &context);
  const WbMark *gap = get_mark (layout, 0, 1);
  g_autofree char *sentence = wb_chart_layout_describe (layout);

  g_assert_cmpstr (gap->name, ==, "North, Feb");
  g_assert_cmpstr (gap->text, ==, "–");
  g_assert_cmpstr (sentence, ==, "Output: 2 series, 7 months, highest North in Jan, 50 k");

  int i = fixture_find_mark (layout, WB_MARK_POINT, 0, 1);
  WbSelection selection = { 0, 0, i };
  WbBox box;
  g_assert_true (wb_chart_layout_get_overlay (layout, &selection, &context, &box));
  cairo_surface_destroy (fixture_draw (layout, &selection, &context, FIXTURE_OVERLAY));

  /* Its tooltip has a line for each series, as those of other months have. */
  const WbMark *full = get_mark (layout, 0, 2);
  g_autoptr (WbTooltip) tooltip = layout->chart->make_tooltip (layout, gap);
  g_autoptr (WbTooltip) other = layout->chart->make_tooltip (layout, full);
  WbBox other_box;
  g_assert_true (wb_tooltip_place (tooltip, &context, gap->box, &box));
  g_assert_true (wb_tooltip_place (other, &context, full->box, &other_box));
  g_assert_cmpfloat_with_epsilon (box.height, other_box.height, 0.01);
}

/* Without any reading there is nothing to show. */
static void
test_none (void)
{
  WbRenderContext context = fixture_context (900, 450);
  g_autoptr (WbChartLayout) layout =
    lay_out ("{\"common\":{\"month\":[\"Jan\",\"Feb\"]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],"
             "\"a\":{\"title\":\"T\",\"unit\":\"\",\"data\":[{\"name\":\"N\",\"data\":[null,null]}]}}",
             &context);
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  g_assert_cmpuint (n_labels, >, 0);
  g_assert_cmpstr (pango_layout_get_text (labels[0].layout), ==, "No Data");
}

/* In a transition gaps are those of the new layout: nothing is drawn where nothing was read. */
static void
test_blend (void)
{
  WbRenderContext context = fixture_context (900, 450);
  g_autoptr (WbChartLayout) whole = lay_out (WHOLE, &context);
  g_autoptr (WbChartLayout) gaps = lay_out (GAPS, &context);

  for (double progress = 0.1; progress < 1; progress += 0.4)
    {
      g_autoptr (WbChartLayout) opening = wb_chart_layout_blend (whole, gaps, progress);
      g_autoptr (WbChartLayout) closing = wb_chart_layout_blend (gaps, whole, progress);
      cairo_surface_t *open = fixture_draw (opening, NULL, &context, FIXTURE_BASE);
      cairo_surface_t *closed = fixture_draw (closing, NULL, &context, FIXTURE_BASE);

      for (double value = 62; value > 1; value -= 1)
        g_assert_false (is_green (open, get_x (opening, 1), get_y (opening, value)));
      g_assert_true (is_green (open, get_x (opening, 2.5), get_y (opening, 50)));
      g_assert_true (is_green (closed, get_x (closing, 1), get_y (closing, 50)));
      cairo_surface_destroy (open);
      cairo_surface_destroy (closed);
    }
}

/* With bridges, dashes go from one value to the next, but not from the last one to the end. */
static void
test_bridges (void)
{
  WbRenderContext context = fixture_context (900, 450);
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_TREND, GAPS);
  WbSelection selection = { .cursor = -1, .style.bridged = TRUE };
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
  guint n_painted = 0;
  guint n_free = 0;

  for (double x = get_x (layout, 0.1); x < get_x (layout, 1.9); x++)
    if (is_green (surface, x, get_y (layout, 50)))
      n_painted++;
    else
      n_free++;
  g_assert_cmpuint (n_painted, >, 40);
  g_assert_cmpuint (n_free, >, 40);
  for (double x = get_x (layout, 5.2); x < get_x (layout, 5.9); x++)
    g_assert_false (is_green (surface, x, get_y (layout, 50)));
  cairo_surface_destroy (surface);
}

/* One series of @n_months with a value of 50, none from a quarter on, one value in the middle of the gap,
 * and 50 again in the last quarter. */
static WbChartLayout *
lay_out_long (guint                  n_months,
              const WbRenderContext *context)
{
  g_autoptr (GString) json = g_string_new ("{\"common\":{\"month\":[\"0\"");

  for (guint i = 1; i < n_months; i++)
    g_string_append_printf (json, ",\"%u\"", i);
  g_string_append (json, "]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],\"a\":{\"title\":\"T\",\"unit\":\"\","
                         "\"data\":[{\"name\":\"N\",\"data\":[80");
  for (guint i = 1; i < n_months; i++)
    {
      gboolean has_value = i == n_months / 2 || i < n_months / 4 || i >= n_months - n_months / 4;

      g_string_append (json, has_value ? ",50" : ",null");
    }
  g_string_append (json, "]}]}}");

  return lay_out (json->str, context);
}

/* With many months, too. */
static void
test_long (gconstpointer data)
{
  guint n_months = GPOINTER_TO_UINT (data);
  WbRenderContext context = fixture_context (900, 450);
  g_autoptr (WbChartLayout) layout = lay_out_long (n_months, &context);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
  double y = get_y (layout, 50);
  double middle = get_x (layout, 6.0 * (n_months / 2) / (n_months - 1));

  g_assert_true (is_green (surface, get_x (layout, 1), y));
  g_assert_true (is_green (surface, get_x (layout, 1), get_y (layout, 30)));
  g_assert_true (is_green (surface, get_x (layout, 5), y));
  for (double month = 1.7; month < 4.4; month += 0.1)
    for (double value = 75; value > 3 && fabs (get_x (layout, month) - middle) > 12; value -= 3)
      g_assert_false (is_green (surface, get_x (layout, month), get_y (layout, value)));
  g_assert_cmpuint (get_alpha (surface, middle, y), >, 250);
  g_assert_cmpuint (get_alpha (surface, middle, get_y (layout, 25)), <, 60);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trend-gaps/draw", test_draw);
  g_test_add_func ("/trend-gaps/vector", test_vector);
  g_test_add_func ("/trend-gaps/texts", test_texts);
  g_test_add_func ("/trend-gaps/none", test_none);
  g_test_add_func ("/trend-gaps/blend", test_blend);
  g_test_add_func ("/trend-gaps/bridges", test_bridges);
  g_test_add_data_func ("/trend-gaps/long/100", GUINT_TO_POINTER (100), test_long);
  g_test_add_data_func ("/trend-gaps/long/700", GUINT_TO_POINTER (700), test_long);
  g_test_add_data_func ("/trend-gaps/long/20000", GUINT_TO_POINTER (20000), test_long);

  return g_test_run ();
}
