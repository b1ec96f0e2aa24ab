/* test-reference.c: charts beside the pictures that somebody looked at and found good
 *
 * With `--regenerate FOLDER` it writes those pictures instead.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/wb-export.h"
#include "reference-font.h"
#include "reference-png.h"

/* How far a channel may be off, of 255: versions of FreeType and pixman round differently. */
#define TOLERANCE 2

typedef struct
{
  WbChartKind kind;
  WbTheme     theme;
  int         width;
  int         height;
  double      scale;
  gboolean    right_to_left;
  WbContrast  contrast;
} Picture;

/* A card of a board at 1080p, and one that is nearly square, at twice the density. */
#define BOTH_SIZES(kind, theme) { kind, theme, 640, 360, 1, FALSE }, { kind, theme, 300, 280, 2, FALSE }

/* Dark as such a card, light as a square one, since these are two palettes and not two layouts. */
#define HIGH_CONTRAST(kind) \
  { kind, WB_THEME_DARK, 640, 360, 1, FALSE, WB_CONTRAST_HIGH }, \
  { kind, WB_THEME_LIGHT, 300, 280, 2, FALSE, WB_CONTRAST_HIGH }

static const Picture pictures[] = {
  BOTH_SIZES (WB_CHART_TREND, WB_THEME_DARK),
  BOTH_SIZES (WB_CHART_TREND, WB_THEME_LIGHT),
  BOTH_SIZES (WB_CHART_SELLER, WB_THEME_DARK),
  BOTH_SIZES (WB_CHART_SELLER, WB_THEME_LIGHT),
  BOTH_SIZES (WB_CHART_HOT, WB_THEME_DARK),
  BOTH_SIZES (WB_CHART_HOT, WB_THEME_LIGHT),
  BOTH_SIZES (WB_CHART_RANK, WB_THEME_DARK),
  BOTH_SIZES (WB_CHART_RANK, WB_THEME_LIGHT),
  BOTH_SIZES (WB_CHART_STOCK, WB_THEME_DARK),
  BOTH_SIZES (WB_CHART_STOCK, WB_THEME_LIGHT),
  BOTH_SIZES (WB_CHART_MAP, WB_THEME_DARK),
  BOTH_SIZES (WB_CHART_MAP, WB_THEME_LIGHT),
  { WB_CHART_TREND, WB_THEME_DARK, 640, 360, 1, TRUE },
  { WB_CHART_STOCK, WB_THEME_LIGHT, 640, 360, 1, TRUE },
  HIGH_CONTRAST (WB_CHART_TREND),
  HIGH_CONTRAST (WB_CHART_SELLER),
  HIGH_CONTRAST (WB_CHART_HOT),
  HIGH_CONTRAST (WB_CHART_RANK),
  HIGH_CONTRAST (WB_CHART_STOCK),
  HIGH_CONTRAST (WB_CHART_MAP),
  { WB_CHART_TREND, WB_THEME_LIGHT, 640, 360, 1, TRUE, WB_CONTRAST_HIGH },
};

static char *
dup_name (const Picture *picture)
{
  return g_strdup_printf ("%s-%s%s-%dx%d%s.png",
                          wb_chart_kind_get_name (picture->kind), wb_theme_get_name (picture->theme),
                          picture->contrast == WB_CONTRAST_HIGH ? "-high" : "",
                          picture->width, picture->height,
                          picture->right_to_left ? "-rtl" : "");
}

static WbDataset *
load_sample (WbChartKind kind)
{
  g_autofree char *name = g_strconcat (wb_chart_kind_get_name (kind), ".json", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("SAMPLES"), "en", name, NULL);
  g_autofree char *json = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &json, &length, &error);
  g_assert_no_error (error);
  WbDataset *dataset = wb_dataset_parse (kind, name, json, length, &error);
  g_assert_no_error (error);

  return dataset;
}

static GBytes *
draw (const Picture *picture,
      PangoFontMap  *font_map)
{
  g_autoptr (WbDataset) dataset = load_sample (picture->kind);
  g_autoptr (WbAtlas) atlas = wb_atlas_new (NULL);
  g_autoptr (GError) error = NULL;
  WbExportOptions options = {
    .format = WB_EXPORT_PNG,
    .width = picture->width,
    .height = picture->height,
    .scale = picture->scale,
    .palette = wb_palette_lookup (picture->theme, picture->contrast),
    .title = TRUE,
    .font_map = font_map,
    .font_family = REFERENCE_FONT,
    .right_to_left = picture->right_to_left,
    .atlas = atlas,
  };
  GBytes *png = wb_export_chart (dataset, &options, &error);

  g_assert_no_error (error);

  return png;
}

/* Compares two pictures of a size; what differs is white in @difference. Returns the largest difference. */
static int
compare (cairo_surface_t *one,
         cairo_surface_t *other,
         cairo_surface_t *difference)
{
  int width = cairo_image_surface_get_width (one) * 4;
  int stride = cairo_image_surface_get_stride (one);
  const unsigned char *a = cairo_image_surface_get_data (one);
  const unsigned char *b = cairo_image_surface_get_data (other);
  unsigned char *out = cairo_image_surface_get_data (difference);
  int largest = 0;

  for (int y = 0; y < cairo_image_surface_get_height (one); y++)
    for (int x = 0; x < width; x++)
      {
        gsize i = (gsize) y * stride + x;
        int distance = abs (a[i] - b[i]);

        /* The fourth channel of RGB24 means nothing. */
        if (x % 4 == 3)
          continue;
        largest = MAX (largest, distance);
        out[i] = distance > TOLERANCE ? 255 : distance * 40;
      }
  cairo_surface_mark_dirty (difference);

  return largest;
}

/* Keeps what was drawn and how it differs, for a person to look at. */
static void
keep (const char      *name,
      GBytes          *drawn,
      cairo_surface_t *difference)
{
  g_autofree char *drawn_name = g_strconcat ("drawn-", name, NULL);
  g_autofree char *difference_name = g_strconcat ("difference-", name, NULL);
  g_autofree char *drawn_path = g_test_build_filename (G_TEST_BUILT, drawn_name, NULL);
  g_autofree char *difference_path = g_test_build_filename (G_TEST_BUILT, difference_name, NULL);

  g_assert_true (wb_export_save (drawn, drawn_path, NULL));
  cairo_surface_write_to_png (difference, difference_path);
  g_test_message ("See %s and %s", drawn_path, difference_path);
}

static void
test_picture (gconstpointer data)
{
  const Picture *picture = data;
  g_autofree char *name = dup_name (picture);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "pictures", name, NULL);
  g_autoptr (PangoFontMap) font_map = reference_font_map_new ();
  g_autoptr (GBytes) png = draw (picture, font_map);
  cairo_surface_t *expected = cairo_image_surface_create_from_png (path);
  cairo_surface_t *drawn = reference_png_decode (png);
  int width = cairo_image_surface_get_width (drawn);
  int height = cairo_image_surface_get_height (drawn);

  cairo_surface_t *difference = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  gboolean is_there = cairo_surface_status (expected) == CAIRO_STATUS_SUCCESS &&
                      width == cairo_image_surface_get_width (expected) &&
                      height == cairo_image_surface_get_height (expected);
  int largest = is_there ? compare (expected, drawn, difference) : 255;

  if (largest > TOLERANCE)
    {
      keep (name, png, difference);
      g_test_fail_printf (is_there ? "%s differs by %d of 255" : "%s is not there, or of another size (%d)",
                          name, largest);
    }

  cairo_surface_destroy (difference);
  cairo_surface_destroy (drawn);
  cairo_surface_destroy (expected);
}

/* A change that a person can see must not pass for rounding. */
static void
test_sensitive (void)
{
  Picture changed = pictures[0];
  g_autoptr (PangoFontMap) font_map = reference_font_map_new ();
  g_autoptr (GBytes) png = draw (&pictures[0], font_map);

  changed.right_to_left = TRUE;
  g_autoptr (GBytes) other_png = draw (&changed, font_map);
  cairo_surface_t *one = reference_png_decode (png);
  cairo_surface_t *other = reference_png_decode (other_png);
  cairo_surface_t *difference = cairo_image_surface_create (CAIRO_FORMAT_RGB24, changed.width,
                                                            changed.height);

  g_assert_cmpint (compare (one, one, difference), ==, 0);
  g_assert_cmpint (compare (one, other, difference), >, TOLERANCE);
  cairo_surface_destroy (difference);
  cairo_surface_destroy (other);
  cairo_surface_destroy (one);
}

static int
regenerate (const char *folder)
{
  g_autoptr (PangoFontMap) font_map = reference_font_map_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *name = dup_name (&pictures[i]);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GBytes) png = draw (&pictures[i], font_map);
      g_autoptr (GError) error = NULL;

      if (!wb_export_save (png, path, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      g_print ("%s\n", path);
    }

  return 0;
}

int
main (int   argc,
      char *argv[])
{
  const char *folder = argc == 3 && g_str_equal (argv[1], "--regenerate") ? argv[2] : NULL;

  g_test_init (&argc, &argv, NULL);
  if (folder != NULL)
    return regenerate (folder);

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *name = dup_name (&pictures[i]);
      g_autofree char *path = g_strconcat ("/reference/", name, NULL);

      g_test_add_data_func (path, &pictures[i], test_picture);
    }
  g_test_add_func ("/reference/sensitive", test_sensitive);

  return g_test_run ();
}
