/* draw-chart.c: draws a chart into a PNG file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * draw-chart CHART JSON WIDTH HEIGHT THEME[-high] PAGE OUT.png [CURSOR [HIDDEN [SCALE [ltr|rtl [REGION]]]]]
 */

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "drawing/wb-color.h"
#include "layout/wb-chart.h"

/* Draws a chart, and prints the duration of each part. */
static void
draw (WbDataset         *dataset,
      const WbSelection *selection,
      WbRenderContext   *context,
      cairo_surface_t   *surface)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, selection, context);
  gint64 laid_out = g_get_monotonic_time ();
  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr, context->scale, context->scale);
  wb_color_use (context->palette->card, cr);
  cairo_paint (cr);
  gint64 ready = g_get_monotonic_time ();
  wb_chart_layout_draw_base (layout, cr, context);
  gint64 drawn = g_get_monotonic_time ();
  wb_chart_layout_draw_base (layout, cr, context);
  gint64 again = g_get_monotonic_time ();
  wb_color_use (context->palette->card, cr);
  cairo_paint (cr);
  wb_chart_layout_draw_base (layout, cr, context);
  gint64 still = g_get_monotonic_time ();
  context->time = 900000;
  wb_chart_layout_draw_motion (layout, cr, context);
  gint64 moved = g_get_monotonic_time ();
  wb_chart_layout_draw_overlay (layout, cr, selection, context);
  gint64 done = g_get_monotonic_time ();

  g_autofree char *description = wb_chart_layout_describe (layout);
  g_print ("%s\nlayout %.2f ms, draw %.2f ms, again %.2f ms, motion %.2f ms, overlay %.2f ms\n", description,
           (laid_out - start) / 1e3, (drawn - ready) / 1e3, (again - drawn) / 1e3, (moved - still) / 1e3,
           (done - moved) / 1e3);
  cairo_destroy (cr);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDataset) dataset = NULL;
  g_autofree char *json = NULL;
  WbSelection selection = WB_SELECTION_INIT;
  WbRenderContext context = { .text_scale = 1, .font_family = "Cantarell" };
  WbChartKind kind;
  WbTheme theme;
  gsize length;

  setlocale (LC_ALL, "");
  g_auto (GStrv) names = g_strsplit (argc > 5 ? argv[5] : "", "-", 2);
  if (argc < 8 || !wb_chart_kind_from_name (argv[1], &kind) || !wb_theme_from_name (names[0], &theme))
    {
      g_printerr ("draw-chart CHART JSON WIDTH HEIGHT THEME[-high] PAGE OUT.png "
                  "[CURSOR [HIDDEN [SCALE [ltr|rtl [REGION]]]]]\n");
      return 2;
    }
  if (!g_file_get_contents (argv[2], &json, &length, &error) ||
      (dataset = wb_dataset_parse (kind, argv[1], json, length, &error)) == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  context.width = atof (argv[3]);
  context.height = atof (argv[4]);
  context.palette = wb_palette_lookup (theme, names[1] != NULL ? WB_CONTRAST_HIGH : WB_CONTRAST_NORMAL);
  selection.page = atoi (argv[6]);
  selection.cursor = argc > 8 ? atoi (argv[8]) : -1;
  selection.hidden = argc > 9 ? g_ascii_strtoull (argv[9], NULL, 0) : 0;
  context.scale = argc > 10 ? atof (argv[10]) : 1;
  context.right_to_left = argc > 11 && strcmp (argv[11], "rtl") == 0;
  selection.region = argc > 12 ? argv[12] : NULL;
  g_autoptr (WbAtlas) atlas = wb_atlas_new (NULL);
  context.atlas = atlas;

  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, context.width * context.scale,
                                                         context.height * context.scale);
  draw (dataset, &selection, &context, surface);
  gboolean saved = cairo_surface_write_to_png (surface, argv[7]) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (surface);

  return saved ? 0 : 1;
}
