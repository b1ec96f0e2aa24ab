/* test-trend-echarts.c: stacked areas are where ECharts draws them
 *
 * echarts/trend.js made the file of random trends: positive, mixed signs, zeros, gaps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stdlib.h>

/* The length of the axis in the file, in pixels. */
#define AXIS 1000.0

/* The least height of an area in whose middle its colour is looked at: no line crosses it there. */
#define TALL 80

/* A trend of the file, and its drawing. */
typedef struct
{
  JsonObject      *object;
  guint            n_months;
  guint            n_series;
  WbRenderContext  context;
  WbChartLayout   *layout;
  cairo_surface_t *surface;
  double           low, high;        /* the ends of the axis */
  double           low_y, high_y;
} Trend;

static const char *file;

/* Gives a trend its JSON: the months and values of the file. */
static char *
make_json (const Trend *trend)
{
  GString *json = g_string_new ("{\"common\":{\"month\":[");
  JsonArray *series = json_object_get_array_member (trend->object, "series");

  for (guint i = 0; i < trend->n_months; i++)
    g_string_append_printf (json, "%s\"M%u\"", i > 0 ? "," : "", i);
  g_string_append (json, "]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],"
                         "\"a\":{\"title\":\"T\",\"unit\":\"\",\"data\":[");
  for (guint i = 0; i < trend->n_series; i++)
    {
      JsonNode *values = json_object_get_member (json_array_get_object_element (series, i), "values");
      g_autofree char *text = json_to_string (values, FALSE);

      g_string_append_printf (json, "%s{\"name\":\"S%u\",\"data\":%s}", i > 0 ? "," : "", i, text);
    }
  g_string_append (json, "]}}");

  return g_string_free (json, FALSE);
}

/* Reads the lowest and highest number of the axis. */
static void
read_axis (Trend *trend)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (trend->layout, &n_labels);

  trend->low = G_MAXDOUBLE;
  trend->high = -G_MAXDOUBLE;
  for (guint i = 0; i < n_labels; i++)
    {
      const char *text = pango_layout_get_text (labels[i].layout);
      gboolean is_negative = g_str_has_prefix (text, "\u2212");
      const char *digits = is_negative ? text + strlen ("\u2212") : text;
      double y = labels[i].box.y + labels[i].box.height / 2;

      if (!g_ascii_isdigit (*digits))
        continue;
      double value = g_ascii_strtod (digits, NULL) * (is_negative ? -1 : 1);
      if (value < trend->low)
        {
          trend->low = value;
          trend->low_y = y;
        }
      if (value > trend->high)
        {
          trend->high = value;
          trend->high_y = y;
        }
    }
  g_assert_cmpfloat (trend->low, <, trend->high);
}

/* The y of our picture at which ECharts has a pixel. */
static double
get_expected (const Trend *trend,
              double       pixel)
{
  double low = json_object_get_double_member (trend->object, "low");
  double high = json_object_get_double_member (trend->object, "high");
  double value = high - (high - low) * pixel / AXIS;
  WbBox plot = wb_chart_layout_get_plot (trend->layout);
  double share = (value - trend->low) / (trend->high - trend->low);

  return plot.y + plot.height * (1 - share);
}

/* Reads a coordinate. Returns %NAN for none. */
static double
get_pixel (const Trend *trend,
           guint        series,
           const char  *member,
           int          month)
{
  JsonArray *all = json_object_get_array_member (trend->object, "series");
  JsonArray *pixels = json_object_get_array_member (json_array_get_object_element (all, series), member);

  if (month < 0 || month >= (int) trend->n_months || json_array_get_null_element (pixels, month))
    return NAN;

  return json_array_get_double_element (pixels, month);
}

/* Finds the series whose colour a pixel has, or -1 if nothing is painted. */
static int
find_series (const Trend *trend,
             double       x,
             double       y)
{
  guint32 pixel = fixture_pixel (trend->surface, x, y);
  double alpha = (pixel >> 24) / 255.0;
  double least = G_MAXDOUBLE;
  int found = -1;

  for (guint i = 0; alpha > 0 && i < trend->n_series; i++)
    {
      WbColor color = wb_palette_get_series (trend->context.palette, i);
      double red = (pixel >> 16 & 0xff) / 255.0 / alpha - color.red;
      double green = (pixel >> 8 & 0xff) / 255.0 / alpha - color.green;
      double blue = (pixel & 0xff) / 255.0 / alpha - color.blue;
      double distance = red * red + green * green + blue * blue;

      if (distance < least)
        {
          least = distance;
          found = i;
        }
    }

  return found;
}

/* An area is translucent: an opaque pixel belongs to a line that crosses it, or to the rim of one. */
static void
assert_area (const Trend *trend,
             double       x,
             double       y,
             int          series)
{
  if (fixture_pixel (trend->surface, x, y) >> 24 < 255)
    g_assert_cmpint (find_series (trend, x, y), ==, series);
}

/* The mark of a value is where ECharts has it, and its area begins where that of ECharts does. */
static void
check_value (const Trend *trend,
             guint        series,
             int          month)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (trend->layout, &n_marks);
  int i = fixture_find_mark (trend->layout, WB_MARK_POINT, series, month);
  double pixel = get_pixel (trend, series, "top", month);

  g_assert_cmpint (i, >=, 0);
  if (isnan (pixel))
    {
      g_assert_cmpstr (marks[i].text, ==, "–");
      return;
    }

  double top = get_expected (trend, pixel);
  double foot = get_expected (trend, get_pixel (trend, series, "foot", month));
  double x = marks[i].box.x + marks[i].box.width / 2;
  g_assert_cmpfloat_with_epsilon (marks[i].box.y + marks[i].box.height / 2, top, 0.6);

  gboolean before = !isnan (get_pixel (trend, series, "top", month - 1));
  gboolean after = !isnan (get_pixel (trend, series, "top", month + 1));
  if (fabs (foot - top) >= TALL && (before || after))
    {
      double aside = after ? 1 : -1;

      assert_area (trend, x + aside, (top + foot) / 2, series);
      assert_area (trend, x + aside, top + (foot - top) * 0.75, series);
    }
}

static void
check_trend (JsonObject *object)
{
  Trend trend = {
    .object = object,
    .n_months = json_object_get_int_member (object, "months"),
    .n_series = json_array_get_length (json_object_get_array_member (object, "series")),
    .context = fixture_context (1400, 1100),
  };
  g_autofree char *json = make_json (&trend);
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_TREND, json);
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &trend.context);

  trend.layout = layout;
  trend.surface = fixture_draw (layout, NULL, &trend.context, FIXTURE_BASE);
  read_axis (&trend);
  for (guint i = 0; i < trend.n_series; i++)
    for (guint month = 0; month < trend.n_months; month++)
      check_value (&trend, i, month);
  cairo_surface_destroy (trend.surface);
}

static void
test_places (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, file, &error);
  g_assert_no_error (error);

  JsonArray *trends = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (trends), >=, 50);
  for (guint i = 0; i < json_array_get_length (trends); i++)
    {
      g_test_message ("trend %u", i);
      check_trend (json_array_get_object_element (trends, i));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  file = argv[1];
  g_test_add_func ("/trend-echarts/places", test_places);

  return g_test_run ();
}
