/* bench-charts.c: how long the charts take to lay out and draw, and how much they allocate
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-charts SAMPLES: one line a chart and size, tab-separated: chart, width, height, and medians in CPU
 * milliseconds of layout, base, overlay, motion and a step of a transition (- where the chart has none),
 * allocations in each, and the milliseconds of the very first layout and base.
 */

#include <locale.h>
#include <stdlib.h>
#include <time.h>

#include "drawing/wb-color.h"
#include "layout/wb-chart.h"

/* Each part is repeated N_RUNS times, but no longer than MAX_MS milliseconds of CPU time. */
#define N_RUNS 41
#define MAX_MS 1500.0

/* The trends of random points: for each of these sizes, one series and N_SERIES. */
#define N_SERIES 5
static const guint sizes_of_trend[] = { 12, 60, 120, 366, 1440, 5000, 20000 };

/* The steps of a transition of 400 ms at 30 frames a second. */
#define N_STEPS 12

typedef enum { PART_LAYOUT, PART_BASE, PART_OVERLAY, PART_MOTION, PART_STEP, N_PARTS } Part;

typedef struct
{
  WbDataset      *dataset;
  WbRenderContext         context;
  WbSelection     selection;
  WbChartLayout  *layout;
  WbChartLayout  *next;
  guint           n_steps;
  cairo_t        *cr;
} Bench;

typedef struct
{
  double first, median;
  guint  n_allocations;
} Measure;

static guint n_allocations;

/* The functions of glibc that the ones below replace, so that they count the allocations. */
extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *memory, size_t size);

void *
malloc (size_t size)
{
  __atomic_fetch_add (&n_allocations, 1, __ATOMIC_RELAXED);
  return __libc_malloc (size);
}

void *
calloc (size_t n,
        size_t size)
{
  __atomic_fetch_add (&n_allocations, 1, __ATOMIC_RELAXED);
  return __libc_calloc (n, size);
}

void *
realloc (void   *memory,
         size_t  size)
{
  __atomic_fetch_add (&n_allocations, 1, __ATOMIC_RELAXED);
  return __libc_realloc (memory, size);
}

static double
get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int
compare (const void *a,
         const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Like the window, clips to the area of the motion. */
static void
draw_motion (Bench *bench)
{
  guint n_boxes;
  const WbBox *boxes = wb_chart_layout_get_motion (bench->layout, &n_boxes);

  bench->context.time += 33333;
  for (guint i = 0; i < n_boxes; i++)
    {
      cairo_save (bench->cr);
      cairo_rectangle (bench->cr, boxes[i].x, boxes[i].y, boxes[i].width, boxes[i].height);
      cairo_clip (bench->cr);
      wb_chart_layout_draw_motion (bench->layout, bench->cr, &bench->context);
      cairo_restore (bench->cr);
    }
}

static void
draw_overlay (Bench *bench)
{
  WbBox box;

  if (!wb_chart_layout_get_overlay (bench->layout, &bench->selection, &bench->context, &box))
    return;

  cairo_save (bench->cr);
  cairo_rectangle (bench->cr, box.x, box.y, box.width, box.height);
  cairo_clip (bench->cr);
  wb_chart_layout_draw_overlay (bench->layout, bench->cr, &bench->selection, &bench->context);
  cairo_restore (bench->cr);
}

/* Draws a frame of the transition to the next page: the blended layout and its base. */
static void
draw_step (Bench *bench)
{
  if (bench->next == NULL)
    return;

  double progress = (bench->n_steps++ % N_STEPS + 0.5) / N_STEPS;
  g_autoptr (WbChartLayout) between = wb_chart_layout_blend (bench->layout, bench->next, progress);

  wb_chart_layout_draw_base (between, bench->cr, &bench->context);
}

static void
run (Bench *bench,
     Part   part)
{
  switch (part)
    {
    case PART_LAYOUT:
      g_clear_pointer (&bench->layout, wb_chart_layout_unref);
      bench->layout = wb_chart_layout_new (bench->dataset, &bench->selection, &bench->context);
      break;

    case PART_BASE:
      wb_chart_layout_draw_base (bench->layout, bench->cr, &bench->context);
      break;

    case PART_OVERLAY:
      draw_overlay (bench);
      break;

    case PART_MOTION:
      draw_motion (bench);
      break;

    case PART_STEP:
      draw_step (bench);
      break;

    case N_PARTS:
    default:
      g_assert_not_reached ();
    }
}

static Measure
measure (Bench *bench,
         Part   part)
{
  double times[N_RUNS];
  double total = 0;
  Measure result = { 0 };
  guint n = 0;

  while (n < N_RUNS && total < MAX_MS)
    {
      /* Each run draws on an empty card, whose drawing is not measured. */
      wb_color_use (bench->context.palette->card, bench->cr);
      cairo_paint (bench->cr);

      guint allocations = n_allocations;
      double start = get_cpu_ms ();
      run (bench, part);
      times[n] = get_cpu_ms () - start;
      result.n_allocations = n_allocations - allocations;
      total += times[n++];
    }

  result.first = times[0];
  qsort (times, n, sizeof *times, compare);
  result.median = times[n / 2];

  return result;
}

/* The mark in the middle of the chart, which a pointer could select; not one of the legend. */
static int
find_mark (WbChartLayout *layout)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  for (guint i = n_marks / 2; i < n_marks; i++)
    if (marks[i].kind != WB_MARK_LEGEND)
      return i;

  return n_marks > 0 && marks[0].kind != WB_MARK_LEGEND ? 0 : -1;
}

/* The layout of the next page, %NULL for a chart that has one page. */
static WbChartLayout *
lay_out_next (Bench *bench)
{
  WbSelection selection = bench->selection;

  if (wb_chart_count_pages (bench->dataset) < 2)
    return NULL;

  selection.page++;
  selection.cursor = -1;

  return wb_chart_layout_new (bench->dataset, &selection, &bench->context);
}

static void
print_chart (const char *name,
             WbDataset  *dataset,
             WbAtlas    *atlas,
             int         width,
             int         height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  Bench bench = {
    .dataset = dataset,
    .context = {
      .width = width,
      .height = height,
      .scale = 1,
      .palette = wb_palette_get (WB_THEME_DARK),
      .font_family = "Cantarell",
      .text_scale = 1,
      .atlas = atlas,
    },
    .selection = WB_SELECTION_INIT,
    .cr = cairo_create (surface),
  };
  Measure measures[N_PARTS];
  guint n_boxes;

  measures[PART_LAYOUT] = measure (&bench, PART_LAYOUT);
  measures[PART_BASE] = measure (&bench, PART_BASE);
  bench.selection.cursor = find_mark (bench.layout);
  measures[PART_OVERLAY] = measure (&bench, PART_OVERLAY);
  measures[PART_MOTION] = measure (&bench, PART_MOTION);
  bench.next = lay_out_next (&bench);
  measures[PART_STEP] = measure (&bench, PART_STEP);
  wb_chart_layout_get_motion (bench.layout, &n_boxes);
  g_assert_cmpint (cairo_status (bench.cr), ==, CAIRO_STATUS_SUCCESS);

  g_print ("%s\t%d\t%d", name, width, height);
  for (Part part = 0; part < N_PARTS; part++)
    {
      if ((part == PART_MOTION && n_boxes == 0) || (part == PART_STEP && bench.next == NULL))
        g_print ("\t-\t-");
      else
        g_print ("\t%.3f\t%u", measures[part].median, measures[part].n_allocations);
    }
  g_print ("\t%.3f\n", measures[PART_LAYOUT].first + measures[PART_BASE].first);

  g_clear_pointer (&bench.layout, wb_chart_layout_unref);
  g_clear_pointer (&bench.next, wb_chart_layout_unref);
  cairo_destroy (bench.cr);
  cairo_surface_destroy (surface);
}

/* Random points. */
static WbDataset *
make_trend (guint    n_series,
            guint    n_months,
            GError **error)
{
  g_autoptr (GString) json = g_string_new ("{\"common\":{\"month\":[");
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < n_months; i++)
    g_string_append_printf (json, "%s\"%u\"", i > 0 ? "," : "", i);
  g_string_append (json, "]},\"type\":[{\"key\":\"map\",\"text\":\"Long\"}],\"map\":{\"title\":\"Long\","
                   "\"base\":0,\"unit\":\"\",\"data\":[");
  for (guint i = 0; i < n_series; i++)
    {
      g_string_append_printf (json, "%s{\"name\":\"Series %u\",\"data\":[", i > 0 ? "," : "", i);
      for (guint j = 0; j < n_months; j++)
        g_string_append_printf (json, "%s%d", j > 0 ? "," : "", g_rand_int_range (random, 10, 200));
      g_string_append (json, "]}");
    }
  g_string_append (json, "]}}");

  return wb_dataset_parse (WB_CHART_TREND, "trend", json->str, json->len, error);
}

static WbDataset *
load (const char   *samples,
      WbChartKind   kind,
      GError      **error)
{
  const char *name = wb_chart_kind_get_name (kind);
  g_autofree char *path = g_strdup_printf ("%s/%s.json", samples, name);
  g_autofree char *json = NULL;
  gsize length;

  if (!g_file_get_contents (path, &json, &length, error))
    return NULL;

  return wb_dataset_parse (kind, name, json, length, error);
}

static gboolean
print_dataset (const char   *name,
               WbDataset    *dataset,
               WbAtlas      *atlas,
               const int     size[2],
               const GError *error)
{
  if (dataset != NULL)
    print_chart (name, dataset, atlas, size[0], size[1]);
  else
    g_printerr ("bench-charts: %s\n", error->message);

  return dataset != NULL;
}

int
main (int    argc,
      char **argv)
{
  static const int sizes[][2] = { { 1920, 1080 }, { 3840, 2160 } };
  g_autoptr (WbAtlas) atlas = wb_atlas_new (NULL);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc != 2)
    {
      g_printerr ("bench-charts SAMPLES\n");
      return 2;
    }

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      for (guint kind = 0; kind < WB_N_CHARTS; kind++)
        {
          g_autoptr (WbDataset) dataset = load (argv[1], kind, &error);

          if (!print_dataset (wb_chart_kind_get_name (kind), dataset, atlas, sizes[i], error))
            return 1;
        }
      for (guint j = 0; j < G_N_ELEMENTS (sizes_of_trend); j++)
        for (guint n_series = 1; n_series <= N_SERIES; n_series += N_SERIES - 1)
          {
            g_autofree char *name = g_strdup_printf ("trend %u × %u", n_series, sizes_of_trend[j]);
            g_autoptr (WbDataset) dataset = make_trend (n_series, sizes_of_trend[j], &error);

            if (!print_dataset (name, dataset, atlas, sizes[i], error))
              return 1;
          }
    }

  return 0;
}
