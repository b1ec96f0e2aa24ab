/* test-export.c: charts and boards as images
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

#include <math.h>
#include <string.h>

#include "export-fixture.h"

static guint32
get_color (WbColor color)
{
  return (guint32) rint (color.red * 255) << 16 | (guint32) rint (color.green * 255) << 8 |
         (guint32) rint (color.blue * 255);
}

static void
assert_pixel (cairo_surface_t *surface,
              int              x,
              int              y,
              WbColor          expected)
{
  g_assert_cmphex (fixture_pixel (surface, x, y) & 0xffffff, ==, get_color (expected));
}

/* Counts the pixels of a rectangle that do not have a given colour. */
static guint
count_ink (cairo_surface_t *surface,
           int              x,
           int              y,
           int              width,
           int              height,
           WbColor          ground)
{
  guint n = 0;

  for (int row = y; row < y + height; row++)
    for (int column = x; column < x + width; column++)
      n += (fixture_pixel (surface, column, row) & 0xffffff) != get_color (ground);

  return n;
}

static void
test_formats (void)
{
  WbExportFormat format = WB_EXPORT_CSV;

  g_assert_true (wb_export_format_from_path ("/a.b/trend.PNG", &format));
  g_assert_cmpint (format, ==, WB_EXPORT_PNG);
  g_assert_true (wb_export_format_from_path ("trend.tar.svg", &format));
  g_assert_cmpint (format, ==, WB_EXPORT_SVG);
  g_assert_false (wb_export_format_from_path ("/a.png/trend", &format));
  g_assert_false (wb_export_format_from_path ("png", &format));
  g_assert_false (wb_export_format_from_path ("-", &format));
  g_assert_false (wb_export_format_from_name (NULL, &format));
  g_assert_cmpint (format, ==, WB_EXPORT_SVG);
  for (guint i = 0; i < WB_N_EXPORT_FORMATS; i++)
    {
      g_assert_true (wb_export_format_from_name (wb_export_format_get_name (i), &format));
      g_assert_cmpint (format, ==, i);
    }
}

static void
test_png (void)
{
  static const WbTheme themes[] = { WB_THEME_DARK, WB_THEME_LIGHT };
  static const double scales[] = { 1, 2, 1.25 };
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_TREND);
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;

  options.width = 401;
  options.height = 300;
  for (gsize i = 0; i < G_N_ELEMENTS (themes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (scales); j++)
      {
        options.palette = wb_palette_get (themes[i]);
        options.scale = scales[j];
        g_autoptr (GBytes) png = export_fixture_draw (dataset, &options);
        cairo_surface_t *surface = export_fixture_decode (png);
        int width = ceil (401 * scales[j]);
        int height = ceil (300 * scales[j]);

        g_assert_cmpint (cairo_image_surface_get_width (surface), ==, width);
        g_assert_cmpint (cairo_image_surface_get_height (surface), ==, height);
        assert_pixel (surface, 0, 0, options.palette->card);
        assert_pixel (surface, width - 1, height - 1, options.palette->card);
        g_assert_cmpuint (count_ink (surface, 0, 0, width, height, options.palette->card), >, 1000);
        cairo_surface_destroy (surface);
      }
}

/* The title is at the start of its band; without a title there is no band. */
static void
test_title (void)
{
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_TREND);
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;
  WbColor card = wb_palette_get (WB_THEME_DARK)->card;

  options.width = 640;
  options.height = 480;
  for (guint right_to_left = 0; right_to_left < 2; right_to_left++)
    {
      options.right_to_left = right_to_left;
      options.title = TRUE;
      g_autoptr (GBytes) with = export_fixture_draw (dataset, &options);
      options.title = FALSE;
      g_autoptr (GBytes) without = export_fixture_draw (dataset, &options);
      cairo_surface_t *one = export_fixture_decode (with);
      cairo_surface_t *other = export_fixture_decode (without);

      g_assert_cmpuint (count_ink (one, right_to_left ? 320 : 0, 0, 320, 55, card), >, 200);
      g_assert_cmpuint (count_ink (one, right_to_left ? 0 : 320, 0, 320, 55, card), ==, 0);
      g_assert_cmpuint (count_ink (other, 0, 0, 640, 55, card), >, 200);
      cairo_surface_destroy (one);
      cairo_surface_destroy (other);
    }
}

/* The selection is drawn. */
static void
test_selection (void)
{
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_HOT);
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;

  options.width = 320;
  options.height = 240;
  g_autoptr (GBytes) first = export_fixture_draw (dataset, &options);
  g_autoptr (GBytes) again = export_fixture_draw (dataset, &options);
  options.page = 1;
  g_autoptr (GBytes) second = export_fixture_draw (dataset, &options);
  options.hidden = 1;
  g_autoptr (GBytes) hidden = export_fixture_draw (dataset, &options);
  options.page = 3;
  options.hidden = 0;
  g_autoptr (GBytes) wrapped = export_fixture_draw (dataset, &options);

  g_assert_true (g_bytes_equal (first, again));
  g_assert_false (g_bytes_equal (first, second));
  g_assert_false (g_bytes_equal (second, hidden));
  g_assert_true (g_bytes_equal (first, wrapped));
}

static void
test_board (void)
{
  WbDataset *datasets[WB_N_CHARTS] = {
    [WB_CHART_TREND] = fixture_board (WB_CHART_TREND),
    [WB_CHART_SELLER] = fixture_board (WB_CHART_SELLER),
    [WB_CHART_HOT] = fixture_board (WB_CHART_HOT),
  };
  const char *problems[WB_N_CHARTS] = { [WB_CHART_STOCK] = "The file is not there." };
  const WbPalette *palette = wb_palette_get (WB_THEME_LIGHT);
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;
  g_autoptr (WbBoardPlan) plan = wb_board_plan_new_default ();
  g_autoptr (GError) error = NULL;

  options.width = 1280;
  options.height = 720;
  options.palette = palette;
  g_autoptr (GBytes) png = wb_export_board (plan, datasets, problems, &options, &error);
  g_assert_no_error (error);
  cairo_surface_t *surface = export_fixture_decode (png);
  assert_pixel (surface, 0, 0, palette->ground);
  assert_pixel (surface, 1279, 719, palette->ground);
  /* The corner of the first card is round, and the card starts after the margin. */
  assert_pixel (surface, 16, 16, palette->ground);
  assert_pixel (surface, 14, 100, palette->ground);
  assert_pixel (surface, 16, 100, palette->outline);
  assert_pixel (surface, 18, 100, palette->card);
  assert_pixel (surface, 1261, 100, palette->card);
  assert_pixel (surface, 1263, 100, palette->outline);
  g_assert_cmpuint (count_ink (surface, 920, 500, 340, 100, palette->card), >, 100);
  cairo_surface_destroy (surface);

  /* In high contrast the card has the colour of the background, and an edge. */
  options.palette = wb_palette_lookup (WB_THEME_LIGHT, WB_CONTRAST_HIGH);
  g_autoptr (GBytes) high = wb_export_board (plan, datasets, problems, &options, &error);
  g_assert_no_error (error);
  surface = export_fixture_decode (high);
  assert_pixel (surface, 14, 100, options.palette->ground);
  assert_pixel (surface, 16, 100, options.palette->outline);
  assert_pixel (surface, 19, 100, options.palette->card);
  cairo_surface_destroy (surface);
  options.palette = palette;

  options.format = WB_EXPORT_SVG;
  g_autoptr (GBytes) svg = wb_export_board (plan, datasets, NULL, &options, &error);
  g_assert_no_error (error);
  export_fixture_check_svg (svg, "1280px", "720px", "0 0 1280 720");

  options.format = WB_EXPORT_CSV;
  g_assert_null (wb_export_board (plan, datasets, NULL, &options, &error));
  g_assert_error (error, WB_CHART_ERROR, WB_CHART_ERROR_FORMAT);
  for (guint i = 0; i < WB_N_CHARTS; i++)
    g_clear_pointer (&datasets[i], wb_dataset_unref);
}

static GBytes *
draw_rank (WbDataset  *dataset,
           const char *members)
{
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;
  g_autofree char *json =
    g_strdup_printf ("{\"columns\":[{\"charts\":[{\"chart\":\"rank\",\"page\":2%s}]}]}", members);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBoardPlan) plan = wb_board_plan_parse ("board", json, strlen (json), &error);
  g_assert_no_error (error);

  options.width = 640;
  options.height = 360;
  GBytes *png = wb_export_board (plan, &dataset, NULL, &options, &error);
  g_assert_no_error (error);

  return png;
}

/* What the file of a board says of the drawing of a chart is drawn. */
static void
test_style (void)
{
  g_autoptr (GString) json = g_string_new ("[{\"name\":\"Outlier\",\"value\":1000000}");

  for (guint i = 1; i <= 10; i++)
    g_string_append_printf (json, ",{\"name\":\"R%u\",\"value\":%u}", i, i);
  g_string_append_c (json, ']');

  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_RANK, json->str);
  g_autoptr (GBytes) usual = draw_rank (dataset, "");
  g_autoptr (GBytes) own = draw_rank (dataset, ",\"scale\":\"own\"");
  g_autoptr (GBytes) common = draw_rank (dataset, ",\"scale\":\"common\"");
  g_autoptr (GBytes) limits = draw_rank (dataset, ",\"limits\":[3,6]");
  g_autoptr (GBytes) none = draw_rank (dataset, ",\"limits\":[]");

  g_assert_true (g_bytes_equal (usual, own));
  g_assert_false (g_bytes_equal (usual, common));
  g_assert_false (g_bytes_equal (usual, limits));
  g_assert_false (g_bytes_equal (usual, none));
  g_assert_false (g_bytes_equal (limits, none));
}

/* Draws a card in a given state. */
static cairo_surface_t *
draw_state (WbDataset       *dataset,
            WbExportOptions  options,
            const char      *problem,
            const char      *age)
{
  options.problem = problem;
  options.age = age;
  g_autoptr (GBytes) png = export_fixture_draw (dataset, &options);

  return export_fixture_decode (png);
}

/* Whether two images are equal in a range of rows. */
static gboolean
is_same (cairo_surface_t *one,
         cairo_surface_t *other,
         int              top,
         int              bottom)
{
  int width = cairo_image_surface_get_width (one);

  for (int y = top; y < bottom; y++)
    for (int x = 0; x < width; x++)
      if (fixture_pixel (one, x, y) != fixture_pixel (other, x, y))
        return FALSE;

  return TRUE;
}

static void
check_states (WbExportOptions options)
{
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_HOT);
  g_autoptr (WbDataset) empty = fixture_parse (WB_CHART_HOT, "[]");
  const WbPalette *palette = options.palette;
  int width = options.width;
  int height = options.height;

  options.kind = WB_CHART_HOT;
  cairo_surface_t *live = draw_state (dataset, options, NULL, NULL);
  cairo_surface_t *stale = draw_state (dataset, options, NULL, "3 min old");
  cairo_surface_t *older = draw_state (dataset, options, NULL, "3 days old");
  cairo_surface_t *failing = draw_state (dataset, options, "hot[0].name: expected a text, got null", NULL);
  cairo_surface_t *nothing = draw_state (empty, options, NULL, NULL);
  cairo_surface_t *loading = draw_state (NULL, options, NULL, NULL);
  cairo_surface_t *failed = draw_state (NULL, options, "hot[0].name: expected a text, got null", NULL);
  cairo_surface_t *blanks[] = { nothing, loading, failed };

  /* Old data differ from new ones only in the line of the title. */
  g_assert_false (is_same (live, stale, 0, height / 3));
  g_assert_false (is_same (stale, older, 0, height / 3));
  g_assert_false (is_same (live, failing, 0, height / 3));
  g_assert_true (is_same (live, stale, height / 3, height));
  g_assert_true (is_same (live, failing, height / 3, height));

  for (gsize i = 0; i < G_N_ELEMENTS (blanks); i++)
    {
      g_assert_cmpuint (count_ink (blanks[i], 0, height / 3, width, height / 3, palette->card), >, 50);
      g_assert_false (is_same (blanks[i], blanks[(i + 1) % 3], 0, height));
      g_assert_false (is_same (blanks[i], live, 0, height));
    }

  cairo_surface_destroy (failing);
  cairo_surface_destroy (older);
  cairo_surface_destroy (stale);
  cairo_surface_destroy (live);
  for (gsize i = 0; i < G_N_ELEMENTS (blanks); i++)
    cairo_surface_destroy (blanks[i]);
}

/* In any size, theme and direction, no state is blank or looks like another. */
static void
test_states (void)
{
  static const struct
  {
    int width;
    int height;
  } sizes[] = { { 240, 180 }, { 400, 300 }, { 1920, 1080 }, { 1080, 1920 } };
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint theme = 0; theme < 2; theme++)
      for (guint direction = 0; direction < 2; direction++)
        {
          options.width = sizes[i].width;
          options.height = sizes[i].height;
          options.palette = wb_palette_get (theme == 0 ? WB_THEME_DARK : WB_THEME_LIGHT);
          options.right_to_left = direction == 1;
          check_states (options);
        }

  /* Old data are marked even without titles. */
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_SELLER);
  options.title = FALSE;
  cairo_surface_t *live = draw_state (dataset, options, NULL, NULL);
  cairo_surface_t *stale = draw_state (dataset, options, NULL, "3 min old");
  g_assert_false (is_same (live, stale, 0, 1920));
  cairo_surface_destroy (live);
  cairo_surface_destroy (stale);
}

static void
test_limits (void)
{
  static const struct
  {
    WbExportFormat format;
    int            width;
    int            height;
    double         scale;
    const char    *sentence; /* NULL without an error */
  } cases[] = {
    { WB_EXPORT_PNG, 1, 1, 1, NULL },
    { WB_EXPORT_PNG, 16, 16384, 1, NULL },
    { WB_EXPORT_PNG, 16, 16, 0.5, NULL },
    { WB_EXPORT_SVG, 16384, 16384, 900, NULL },
    { WB_EXPORT_PDF, 16384, 16, 0, NULL },
    { WB_EXPORT_PNG, 16, 16385, 1, "16 × 16385 pixels is too large: a side may have 16384" },
    { WB_EXPORT_SVG, 16385, 16, 1, "16385 × 16 pixels is too large" },
    { WB_EXPORT_PNG, 10000, 100, 2, "20000 × 200 pixels is too large" },
    { WB_EXPORT_PNG, 16384, 16384, 1, "134 million in all" },
    { WB_EXPORT_PNG, 16, 16, 1e300, "too large" },
    { WB_EXPORT_PNG, 0, 16, 1, "above zero" },
    { WB_EXPORT_PDF, 16, -1, 1, "above zero" },
    { WB_EXPORT_PNG, 16, 16, 0, "above zero" },
    { WB_EXPORT_PNG, 16, 16, -1, "above zero" },
    { WB_EXPORT_PNG, 16, 16, NAN, "above zero" },
  };
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_SELLER);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      WbExportOptions options = {
        .format = cases[i].format,
        .width = cases[i].width,
        .height = cases[i].height,
        .scale = cases[i].scale,
        .title = TRUE,
      };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = wb_export_chart (dataset, &options, &error);

      if (cases[i].sentence == NULL)
        {
          g_assert_no_error (error);
          g_assert_nonnull (bytes);
          continue;
        }
      g_assert_error (error, WB_CHART_ERROR, WB_CHART_ERROR_LIMIT);
      g_assert_nonnull (strstr (error->message, cases[i].sentence));
    }
}

/* Any dataset can be exported in any size. */
static void
test_random (void)
{
  static const WbChartKind kinds[] = { WB_CHART_TREND, WB_CHART_SELLER, WB_CHART_RANK, WB_CHART_HOT };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint run = 0; run < 60; run++)
    {
      g_autoptr (WbDataset) dataset = fixture_random (kinds[run % G_N_ELEMENTS (kinds)], random);
      WbExportOptions options = {
        .format = run % WB_N_EXPORT_FORMATS,
        .width = g_rand_int_range (random, 1, 500),
        .height = g_rand_int_range (random, 1, 500),
        .scale = g_rand_double_range (random, 0.6, 2),
        .page = g_rand_int_range (random, 0, 9),
        .hidden = g_rand_int_range (random, 0, 32),
        .title = g_rand_boolean (random),
        .right_to_left = g_rand_boolean (random),
      };
      g_autoptr (GBytes) bytes = export_fixture_draw (dataset, &options);

      g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export/formats", test_formats);
  g_test_add_func ("/export/png", test_png);
  g_test_add_func ("/export/title", test_title);
  g_test_add_func ("/export/selection", test_selection);
  g_test_add_func ("/export/board", test_board);
  g_test_add_func ("/export/style", test_style);
  g_test_add_func ("/export/states", test_states);
  g_test_add_func ("/export/limits", test_limits);
  g_test_add_func ("/export/random", test_random);

  return g_test_run ();
}
