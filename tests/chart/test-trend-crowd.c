/* test-trend-crowd.c: trends from twelve points to twenty thousand, their cost and their truth
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define N_SERIES 5

/* The best of so many runs is compared, so that other load of the machine hardly counts. */
#define N_RUNS 5

/* How much longer than twelve points any number may take. Paths took up to 70 times as long. */
#define MOST_TIMES 8

/* A trend of random values from 10 to 199, as in the benchmark. */
typedef struct
{
  guint      n_series;
  guint      n_months;
  int       *values;
  WbDataset *dataset;
} Crowd;

static Crowd
make_crowd (guint n_series,
            guint n_months)
{
  Crowd crowd = { n_series, n_months, g_new (int, n_series * n_months) };
  g_autoptr (GString) json = g_string_new ("{\"common\":{\"month\":[");
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < n_months; i++)
    g_string_append_printf (json, "%s\"%u\"", i > 0 ? "," : "", i);
  g_string_append (json, "]},\"type\":[{\"key\":\"a\",\"text\":\"A\"}],"
                         "\"a\":{\"title\":\"T\",\"unit\":\"\",\"data\":[");
  for (guint i = 0; i < n_series; i++)
    {
      g_string_append_printf (json, "%s{\"name\":\"S%u\",\"data\":[", i > 0 ? "," : "", i);
      for (guint j = 0; j < n_months; j++)
        {
          int value = g_rand_int_range (random, 10, 200);

          crowd.values[i * n_months + j] = value;
          g_string_append_printf (json, "%s%d", j > 0 ? "," : "", value);
        }
      g_string_append (json, "]}");
    }
  g_string_append (json, "]}}");
  crowd.dataset = fixture_parse (WB_CHART_TREND, json->str);

  return crowd;
}

static void
clear_crowd (Crowd *crowd)
{
  g_free (crowd->values);
  wb_dataset_unref (crowd->dataset);
}

static double
get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* The CPU milliseconds of layout and base at 1080p. */
static double
measure (guint n_series,
         guint n_months)
{
  WbRenderContext context = fixture_context (1920, 1080);
  Crowd crowd = make_crowd (n_series, n_months);
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < N_RUNS; i++)
    {
      double start = get_cpu_ms ();
      g_autoptr (WbChartLayout) layout = wb_chart_layout_new (crowd.dataset, NULL, &context);

      cairo_surface_destroy (fixture_draw (layout, NULL, &context, FIXTURE_BASE));
      best = MIN (best, get_cpu_ms () - start);
    }
  g_test_message ("%u × %u: %.2f ms", n_series, n_months, best);
  clear_crowd (&crowd);

  return best;
}

/* There is no number of points from which on drawing takes very much longer. */
static void
test_cost (gconstpointer data)
{
  static const guint sizes[] = { 60, 120, 366, 620, 1440, 1900, 5000, 20000 };
  guint n_series = GPOINTER_TO_UINT (data);
  double least = measure (n_series, 12);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    g_assert_cmpfloat (measure (n_series, sizes[i]), <, least * MOST_TIMES);
}

/* Reads the end of the axis. */
static double
read_high (WbChartLayout *layout)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);
  WbBox plot = wb_chart_layout_get_plot (layout);

  for (guint i = 0; i < n_labels; i++)
    if (fabs (labels[i].box.y + labels[i].box.height / 2 - plot.y) < 1 && labels[i].box.x < plot.x)
      {
        g_auto (GStrv) parts = g_strsplit (pango_layout_get_text (labels[i].layout), ",", -1);
        g_autofree char *digits = g_strjoinv ("", parts);

        return g_ascii_strtod (digits, NULL);
      }

  g_assert_not_reached ();
}

static guint32
get_pixel_of (WbColor color)
{
  return 0xff000000 | (guint32) rint (color.red * 255) << 16 | (guint32) rint (color.green * 255) << 8 |
         (guint32) rint (color.blue * 255);
}

/* Finds the highest sum of a series within some months. */
static int
find_highest (const Crowd *crowd,
              guint        series,
              int          first,
              int          last)
{
  int highest = 0;

  for (int month = MAX (first, 0); month <= MIN (last, (int) crowd->n_months - 1); month++)
    {
      int sum = 0;

      for (guint i = 0; i <= series; i++)
        sum += crowd->values[i * crowd->n_months + month];
      highest = MAX (highest, sum);
    }

  return highest;
}

/* No pixel in the colour of a series is higher than its highest value beside it, but for half a pen. */
static void
test_place (gconstpointer data)
{
  Crowd crowd = make_crowd (N_SERIES, GPOINTER_TO_UINT (data));
  WbRenderContext context = fixture_context (1920, 1080);
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (crowd.dataset, NULL, &context);
  cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
  WbBox plot = wb_chart_layout_get_plot (layout);
  double high = read_high (layout);
  double pen = 5;
  guint n_seen = 0;

  for (int x = plot.x + pen; x < plot.x + plot.width - pen; x++)
    for (guint i = 0; i < N_SERIES; i++)
      {
        double per_month = plot.width / (crowd.n_months - 1);
        int first = floor ((x - pen / 2 - 1 - plot.x) / per_month);
        int last = ceil ((x + pen / 2 + 2 - plot.x) / per_month);
        double place = plot.y + plot.height * (1 - find_highest (&crowd, i, first, last) / high);
        guint32 color = get_pixel_of (wb_palette_get_series (context.palette, i));
        int y = plot.y;

        while (y < plot.y + plot.height && fixture_pixel (surface, x, y) != color)
          y++;
        if (y >= plot.y + plot.height)
          continue;
        n_seen++;
        g_assert_cmpfloat (y + 1, >=, place - pen / 2 - 1);
      }

  /* Each series is seen in most columns. */
  g_assert_cmpuint (n_seen, >, N_SERIES * plot.width / 2);
  cairo_surface_destroy (surface);
  clear_crowd (&crowd);
}

static gsize
get_peak (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);

  return (gsize) usage.ru_maxrss * 1024;
}

/* A series is painted without keeping what the others needed: 4000 of them would take hundreds of MiB. */
static void
test_memory (void)
{
  const guint n = 4000;
  g_autoptr (GString) json = g_string_new ("{\"common\":{\"month\":[\"a\",\"b\"]},\"map\":{\"data\":[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (json, "%s{\"name\":\"S%u\",\"data\":[%u,%u]}", i > 0 ? "," : "", i, i % 7, i % 5);
  g_string_append (json, "]}}");
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_TREND, json->str);
  WbRenderContext context = fixture_context (1920, 1080);
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
  gsize before = get_peak ();

  cairo_surface_destroy (fixture_draw (layout, NULL, &context, FIXTURE_BASE));
  g_test_message ("%.1f MiB more", (double) (get_peak () - before) / (1024 * 1024));
  g_assert_cmpuint (get_peak () - before, <, 64 * 1024 * 1024);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/trend-crowd/cost/1", GUINT_TO_POINTER (1), test_cost);
  g_test_add_data_func ("/trend-crowd/cost/5", GUINT_TO_POINTER (N_SERIES), test_cost);
  g_test_add_data_func ("/trend-crowd/place/700", GUINT_TO_POINTER (700), test_place);
  g_test_add_data_func ("/trend-crowd/place/1440", GUINT_TO_POINTER (1440), test_place);
  g_test_add_data_func ("/trend-crowd/place/5000", GUINT_TO_POINTER (5000), test_place);
  g_test_add_data_func ("/trend-crowd/place/20000", GUINT_TO_POINTER (20000), test_place);
  g_test_add_func ("/trend-crowd/memory", test_memory);

  return g_test_run ();
}
