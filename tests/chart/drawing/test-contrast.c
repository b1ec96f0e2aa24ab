/* test-contrast.c: charts can be read without colours in high contrast
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "chart-fixture.h"
#include "drawing/wb-color.h"
#include "drawing/wb-marker.h"
#include "drawing/wb-pattern.h"
#include "export/wb-export.h"

static const WbTheme themes[] = { WB_THEME_DARK, WB_THEME_LIGHT };

/* A palette in which series have one colour. */
static WbPalette
make_grey (WbTheme theme)
{
  WbPalette palette = *wb_palette_lookup (theme, WB_CONTRAST_HIGH);

  for (guint i = 0; i < WB_PALETTE_N_SERIES; i++)
    palette.series[i] = palette.text;
  for (guint i = 0; i < WB_PALETTE_N_RANKS; i++)
    palette.rank[i] = (WbGradient) { palette.text, palette.text };

  return palette;
}

static guint
count_different (cairo_surface_t *one,
                 int              x,
                 int              y,
                 cairo_surface_t *other,
                 int              other_x,
                 int              other_y,
                 int              width,
                 int              height)
{
  guint n = 0;

  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      {
        guint32 a = fixture_pixel (one, x + column, y + row);
        guint32 b = fixture_pixel (other, other_x + column, other_y + row);

        n += ABS ((int) (a >> 24) - (int) (b >> 24)) > 60;
      }

  return n;
}

static cairo_surface_t *
draw_hatch (WbPattern pattern,
            double    x,
            double    y,
            gboolean  mirrored,
            gboolean  turned)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 120, 120);
  cairo_t *cr = cairo_create (surface);
  WbHatch hatch = wb_hatch_init (pattern, (WbColor) { 1, 1, 1, 1 }, 16, 1);

  hatch.outline = 0;
  if (mirrored)
    {
      cairo_translate (cr, 120, 0);
      cairo_scale (cr, -1, 1);
    }
  if (turned)
    cairo_rotate (cr, -G_PI_2);
  cairo_rectangle (cr, x, y, 90, 90);
  wb_hatch_fill (&hatch, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);

  return surface;
}

/* All patterns differ, although they have one colour. */
static void
test_patterns (void)
{
  for (guint i = 0; i < WB_N_PATTERNS; i++)
    for (guint j = 0; j < i; j++)
      {
        cairo_surface_t *one = draw_hatch (i, 0, 0, FALSE, FALSE);
        cairo_surface_t *other = draw_hatch (j, 0, 0, FALSE, FALSE);
        guint n = count_different (one, 4, 4, other, 4, 4, 80, 80);

        g_test_message ("patterns %u and %u: %u of 6400 pixels differ", i, j, n);
        g_assert_cmpuint (n, >, 6400 / 8);
        cairo_surface_destroy (one);
        cairo_surface_destroy (other);
      }
}

/* The pattern does not move with a shape. */
static void
test_anchor (void)
{
  for (guint i = 0; i < WB_N_PATTERNS; i++)
    {
      cairo_surface_t *here = draw_hatch (i, 0, 0, FALSE, FALSE);
      cairo_surface_t *there = draw_hatch (i, 11.3, 7.7, FALSE, FALSE);

      g_assert_cmpuint (count_different (here, 20, 20, there, 20, 20, 60, 60), ==, 0);
      cairo_surface_destroy (here);
      cairo_surface_destroy (there);
    }
}

/* Stripes that rise in the legend also rise in a mirrored chart and in an upright bar. */
static void
test_upright (void)
{
  for (guint i = 0; i < WB_N_PATTERNS; i++)
    {
      cairo_surface_t *plain = draw_hatch (i, 0, 0, FALSE, FALSE);
      cairo_surface_t *mirrored = draw_hatch (i, 0, 0, TRUE, FALSE);
      cairo_surface_t *turned = draw_hatch (i, -100, 0, FALSE, TRUE);
      guint least = G_MAXUINT;

      /* The anchor is on the other side, so the pattern is the same except for a shift. */
      for (int shift = 0; shift < 24; shift++)
        least = MIN (least, count_different (plain, 0 + shift, 4, mirrored, 36, 4, 60, 80));
      g_assert_cmpuint (least, <, 60 * 80 / 50);
      g_assert_cmpuint (count_different (plain, 10, 20, turned, 10, 20, 60, 60), ==, 0);
      cairo_surface_destroy (plain);
      cairo_surface_destroy (mirrored);
      cairo_surface_destroy (turned);
    }
}

static cairo_surface_t *
draw_marker (WbMarker marker,
             double   radius,
             double   rim)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 41, 41);
  cairo_t *cr = cairo_create (surface);

  wb_marker_draw (marker, cr, 20.5, 20.5,
                  &(WbMarkerStyle) { .radius = radius, .fill = { 1, 1, 1, 1 }, .rim = { 0, 0, 0, rim } });
  cairo_destroy (cr);

  return surface;
}

/* All markers differ at the size of a dot, even if one of them is larger. */
static void
test_markers (void)
{
  for (guint i = 0; i < WB_N_MARKERS; i++)
    for (guint j = 0; j < i; j++)
      {
        cairo_surface_t *one = draw_marker (i, 6, 0);
        guint least = G_MAXUINT;

        for (double radius = 3; radius < 10; radius += 0.2)
          {
            cairo_surface_t *other = draw_marker (j, radius, 0);

            least = MIN (least, count_different (one, 0, 0, other, 0, 0, 41, 41));
            cairo_surface_destroy (other);
          }
        g_test_message ("markers %u and %u: %u pixels differ", i, j, least);
        g_assert_cmpuint (least, >=, 16);
        cairo_surface_destroy (one);
      }
}

/* No marker exceeds WB_MARKER_REACH. */
static void
test_reach (void)
{
  for (guint i = 0; i < WB_N_MARKERS; i++)
    {
      cairo_surface_t *surface = draw_marker (i, 6, 1);

      for (int y = 0; y < 41; y++)
        for (int x = 0; x < 41; x++)
          if (fixture_pixel (surface, x, y) >> 24 > 8)
            g_assert_cmpfloat (hypot (x - 20, y - 20), <, 6 * WB_MARKER_REACH + 1);
      cairo_surface_destroy (surface);
    }
}

static guint32
get_grey (cairo_surface_t *surface,
          int              x,
          int              y)
{
  guint32 pixel = fixture_pixel (surface, x, y);

  return (pixel & 0xff) + (255 - (pixel >> 24)) / 2;
}

/* Counts the pixels that differ between two boxes of one size. */
static guint
compare_boxes (cairo_surface_t *surface,
               WbBox            one,
               WbBox            other)
{
  guint n = 0;

  for (int y = 0; y < floor (one.height); y++)
    for (int x = 0; x < floor (one.width); x++)
      n += ABS ((int) get_grey (surface, one.x + x, one.y + y) -
                (int) get_grey (surface, other.x + x, other.y + y)) > 40;

  return n;
}

/* Without colours, all entries of a legend differ from each other. */
static void
test_legend (void)
{
  static const WbChartKind kinds[] = { WB_CHART_TREND, WB_CHART_HOT };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint t = 0; t < G_N_ELEMENTS (themes); t++)
      {
        g_autoptr (WbDataset) dataset = fixture_board (kinds[k]);
        WbPalette palette = make_grey (themes[t]);
        WbRenderContext context = fixture_context (640, 480);

        context.palette = &palette;
        g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
        cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
        g_assert_cmpuint (layout->swatches->len, >=, 3);
        for (guint i = 0; i < layout->swatches->len; i++)
          for (guint j = 0; j < i; j++)
            {
              WbBox one = g_array_index (layout->swatches, WbSwatch, i).box;
              WbBox other = g_array_index (layout->swatches, WbSwatch, j).box;
              guint n = compare_boxes (surface, one, other);

              g_assert_cmpuint (n, >=, floor (one.width) * floor (one.height) / 8);
            }
        cairo_surface_destroy (surface);
      }
}

static double
get_contrast (WbColor one,
              WbColor other)
{
  double a = wb_color_get_luminance (one);
  double b = wb_color_get_luminance (other);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

/* The greatest contrast on the card of a pixel of a box: that of its text, without the soft edges. */
static double
read_contrast (cairo_surface_t *surface,
               WbBox            box,
               const WbPalette *palette)
{
  double most = 0;

  for (int y = box.y; y < box.y + box.height; y++)
    for (int x = box.x; x < box.x + box.width; x++)
      {
        guint32 pixel = fixture_pixel (surface, x, y);
        double alpha = (pixel >> 24) / 255.0;
        WbColor color = {
          (pixel >> 16 & 0xff) / 255.0 + palette->card.red * (1 - alpha),
          (pixel >> 8 & 0xff) / 255.0 + palette->card.green * (1 - alpha),
          (pixel & 0xff) / 255.0 + palette->card.blue * (1 - alpha),
          1,
        };

        most = MAX (most, get_contrast (color, palette->card));
      }

  return most;
}

/* All text of a chart has 4.5:1, and so has the name of a hidden series in its legend. */
static void
test_texts (void)
{
  static const WbChartKind kinds[] = { WB_CHART_TREND, WB_CHART_HOT, WB_CHART_SELLER, WB_CHART_RANK,
                                       WB_CHART_STOCK };
  WbSelection selection = { .cursor = -1, .hidden = 1 };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint t = 0; t < 2 * G_N_ELEMENTS (themes); t++)
      {
        g_autoptr (WbDataset) dataset = fixture_board (kinds[k]);
        WbRenderContext context = fixture_context (1280, 960);

        context.palette = wb_palette_lookup (themes[t / 2],
                                             t % 2 == 0 ? WB_CONTRAST_NORMAL : WB_CONTRAST_HIGH);
        g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);
        cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
        g_assert_cmpuint (layout->labels->len, >=, 3);
        for (guint i = 0; i < layout->labels->len; i++)
          {
            const WbLabel *label = &g_array_index (layout->labels, WbLabel, i);

            g_test_message ("%s", pango_layout_get_text (label->layout));
            g_assert_cmpfloat (read_contrast (surface, label->box, context.palette), >=, 4.5);
          }
        cairo_surface_destroy (surface);
      }
}

/* On the map, points of different groups differ in shape, and look like their legend. */
static void
test_points (void)
{
  const WbPalette *palette = wb_palette_get (WB_THEME_DARK);
  WbRenderContext context = fixture_context (640, 480);
  WbBox boxes[4];
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 640, 100);
  cairo_t *cr = cairo_create (surface);
  WbPalette grey = *palette;

  for (guint i = 0; i < WB_PALETTE_N_SERIES; i++)
    grey.series[i] = palette->text;
  context.palette = &grey;
  for (guint i = 0; i < 4; i++)
    {
      boxes[i] = (WbBox) { 100 * i + 20, 20, 40, 40 };
      wb_swatch_draw (WB_SWATCH_MARKER, cr, boxes[i], i, 1, &context);
    }
  cairo_destroy (cr);
  for (guint i = 0; i < 4; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpuint (compare_boxes (surface, boxes[i], boxes[j]), >, 40 * 40 / 12);
  cairo_surface_destroy (surface);
}

/* The share of pixels in the full colour, which depends on the pattern. */
static double
get_density (cairo_surface_t *surface,
             WbBox            box,
             WbColor          color)
{
  guint wanted = rint (color.red * 255);
  guint n = 0;
  guint n_pixels = 0;

  for (int y = box.y; y < box.y + box.height; y++)
    for (int x = box.x; x < box.x + box.width; x++)
      {
        guint32 pixel = fixture_pixel (surface, x, y);

        n += pixel >> 24 == 255 && (pixel & 0xff) == wanted;
        n_pixels++;
      }

  return (double) n / n_pixels;
}

/* The three tiers of rank differ without colours. */
static void
test_tiers (void)
{
  g_autoptr (WbDataset) dataset =
    fixture_parse (WB_CHART_RANK, "[{\"name\":\"A\",\"value\":350},{\"name\":\"B\",\"value\":250},"
                                  "{\"name\":\"C\",\"value\":190}]");

  for (guint t = 0; t < G_N_ELEMENTS (themes); t++)
    {
      WbPalette palette = make_grey (themes[t]);
      WbRenderContext context = fixture_context (640, 480);
      double densities[3];

      context.palette = &palette;
      g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
      cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
      for (guint i = 0; i < 3; i++)
        {
          WbBox box = g_array_index (layout->marks, WbMark, i).box;

          densities[i] = get_density (surface, wb_box_grow (box, -0.3 * box.width), palette.text);
          g_test_message ("tier %u: %.2f", i, densities[i]);
        }
      g_assert_cmpfloat (densities[0], >, 0.98);
      g_assert_cmpfloat (densities[1], <, 0.6);
      g_assert_cmpfloat (densities[2], <, densities[1] - 0.08);
      g_assert_cmpfloat (densities[2], >, 0.02);
      cairo_surface_destroy (surface);
    }
}

static GBytes *
export (WbChartKind    kind,
        WbExportFormat format)
{
  g_autoptr (WbDataset) dataset = fixture_board (kind);
  g_autoptr (GError) error = NULL;
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;

  options.format = format;
  options.width = 480;
  options.height = 360;
  options.palette = wb_palette_lookup (WB_THEME_LIGHT, WB_CONTRAST_HIGH);
  GBytes *bytes = wb_export_chart (dataset, &options, &error);
  g_assert_no_error (error);

  return bytes;
}

/* In vector files, stripes are lines. */
static void
test_vector (void)
{
  static const WbChartKind kinds[] = { WB_CHART_TREND, WB_CHART_RANK, WB_CHART_HOT, WB_CHART_STOCK };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GBytes) svg = export (kinds[k], WB_EXPORT_SVG);
      g_autofree char *text = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));

      g_assert_nonnull (strstr (text, "<path"));
      g_assert_null (strstr (text, "<image"));
      g_assert_null (strstr (text, "linearGradient"));
    }

  g_autoptr (GBytes) pdf = export (WB_CHART_HOT, WB_EXPORT_PDF);
  const char *bytes = g_bytes_get_data (pdf, NULL);
  g_assert_null (g_strstr_len (bytes, g_bytes_get_size (pdf), "/Subtype /Image"));
}

/* Any dataset can be drawn, in either direction and in any transition. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());
  static const WbChartKind kinds[] = { WB_CHART_TREND, WB_CHART_SELLER, WB_CHART_RANK, WB_CHART_HOT,
                                       WB_CHART_STOCK };

  for (guint i = 0; i < 150; i++)
    {
      WbChartKind kind = kinds[i % G_N_ELEMENTS (kinds)];
      g_autoptr (WbDataset) dataset = fixture_random (kind, random);
      g_autoptr (WbDataset) other = fixture_random (kind, random);
      WbRenderContext context = fixture_context (g_rand_int_range (random, 20, 700),
                                                 g_rand_int_range (random, 20, 500));
      WbSelection selection = WB_SELECTION_INIT;

      context.palette = wb_palette_lookup (themes[i % 2], WB_CONTRAST_HIGH);
      context.right_to_left = g_rand_boolean (random);
      context.scale = g_rand_double_range (random, 0.5, 2.5);
      selection.cursor = g_rand_int_range (random, -1, 8);
      g_autoptr (WbChartLayout) from = wb_chart_layout_new (dataset, &selection, &context);
      g_autoptr (WbChartLayout) to = wb_chart_layout_new (other, &selection, &context);
      g_autoptr (WbChartLayout) between = wb_chart_layout_blend (from, to, g_rand_double (random));
      cairo_surface_t *surface = fixture_draw (between, &selection, &context, FIXTURE_BASE);
      cairo_surface_t *overlay = fixture_draw (to, &selection, &context, FIXTURE_OVERLAY);
      g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
      g_assert_cmpint (cairo_surface_status (overlay), ==, CAIRO_STATUS_SUCCESS);
      cairo_surface_destroy (surface);
      cairo_surface_destroy (overlay);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contrast/patterns", test_patterns);
  g_test_add_func ("/contrast/anchor", test_anchor);
  g_test_add_func ("/contrast/upright", test_upright);
  g_test_add_func ("/contrast/markers", test_markers);
  g_test_add_func ("/contrast/reach", test_reach);
  g_test_add_func ("/contrast/legend", test_legend);
  g_test_add_func ("/contrast/texts", test_texts);
  g_test_add_func ("/contrast/points", test_points);
  g_test_add_func ("/contrast/tiers", test_tiers);
  g_test_add_func ("/contrast/vector", test_vector);
  g_test_add_func ("/contrast/random", test_random);

  return g_test_run ();
}
