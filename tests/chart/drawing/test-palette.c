/* test-palette.c: contrast and difference of colours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "drawing/wb-color.h"
#include "drawing/wb-palette.h"

/* The contrast ratio of WCAG 2: 1 for the same colour to 21 for black on white. */
static double
get_contrast (WbColor one,
              WbColor other)
{
  double a = wb_color_get_luminance (one);
  double b = wb_color_get_luminance (other);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

/* Values computed by hand. */
static void
test_formula (void)
{
  WbColor black = { 0, 0, 0, 1 };
  WbColor white = { 1, 1, 1, 1 };
  WbColor gray = { 119 / 255.0, 119 / 255.0, 119 / 255.0, 1 };

  g_assert_cmpfloat_with_epsilon (get_contrast (black, white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (get_contrast (gray, white), 4.48, 0.01);
}

/* From end to end: a mixture of two colours may be darker than both. */
static void
check_gradient (WbGradient gradient,
                WbColor    ground,
                double     least)
{
  for (guint i = 0; i <= 10; i++)
    {
      WbColor color = wb_color_mix (gradient.start, gradient.end, i / 10.0);

      g_assert_cmpfloat (get_contrast (color, ground), >=, least);
    }
}

static void
check_gradients (const WbPalette *palette,
                 WbColor          ground,
                 double           least)
{
  check_gradient (palette->bar, ground, least);
  for (guint i = 0; i < WB_PALETTE_N_RANKS; i++)
    check_gradient (palette->rank[i], ground, least);
  for (guint i = 0; i < WB_PALETTE_N_RINGS; i++)
    check_gradient (palette->ring[i], ground, least);
}

/* The words of a state are on the card, those of a tile on the tile. */
static void
check_conditions (const WbPalette *palette)
{
  WbColor white = { 1, 1, 1, 1 };

  for (guint i = 0; i < WB_N_CONDITIONS; i++)
    {
      const WbConditionColors *colors = &palette->condition[i];
      WbColor on_tile = i == WB_CONDITION_CRITICAL ? white : palette->text;

      g_assert_cmpfloat (get_contrast (colors->fill, palette->card), >=, 3);
      g_assert_cmpfloat (get_contrast (colors->text, palette->card), >=, 4.5);
      g_assert_cmpfloat (get_contrast (on_tile, colors->tile), >=, 4.5);
    }
}

static void
check_flat (WbGradient gradient,
            WbColor    ground)
{
  check_gradient (gradient, ground, 4.5);
  g_assert_cmpmem (&gradient.start, sizeof (WbColor), &gradient.end, sizeof (WbColor));
}

static void
test_contrast (gconstpointer data)
{
  const WbPalette *palette = wb_palette_get (GPOINTER_TO_INT (data));

  g_assert_cmpfloat (get_contrast (palette->text, palette->card), >=, 7);
  g_assert_cmpfloat (get_contrast (palette->text, palette->shade), >=, 7);
  g_assert_cmpfloat (get_contrast (palette->text, palette->tooltip), >=, 7);
  g_assert_cmpfloat (get_contrast (palette->text, palette->ground), >=, 7);
  g_assert_cmpfloat (get_contrast (palette->muted, palette->card), >=, 4.5);
  g_assert_cmpfloat (get_contrast (palette->muted, palette->tooltip), >=, 4.5);
  g_assert_cmpfloat (get_contrast (palette->muted, palette->ground), >=, 4.5);
  g_assert_cmpfloat (get_contrast (palette->neutral, palette->card), >=, 4.5);
  g_assert_cmpfloat (get_contrast (palette->region_text, palette->region), >=, 4.5);
  g_assert_cmpfloat (get_contrast (palette->axis, palette->card), >=, 3);
  for (guint i = 0; i < 4 * WB_PALETTE_N_SERIES; i++)
    {
      g_assert_cmpfloat (get_contrast (wb_palette_get_series (palette, i), palette->card), >=, 3);
      g_assert_cmpfloat (get_contrast (wb_palette_get_series (palette, i), palette->region), >=, 3);
    }
  check_gradients (palette, palette->card, 3);
  check_gradients (palette, palette->shade, 3);
  check_conditions (palette);
}

/* In high contrast text has 7:1 on every background, and shapes or their outlines have 4.5:1 on the card. */
static void
test_high_contrast (gconstpointer data)
{
  const WbPalette *palette = wb_palette_lookup (GPOINTER_TO_INT (data), WB_CONTRAST_HIGH);
  const WbColor grounds[] = { palette->card, palette->shade, palette->tooltip, palette->ground };
  WbColor line = wb_color_mix (palette->card, palette->line, palette->line.alpha);

  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
    {
      g_assert_cmpfloat (get_contrast (palette->text, grounds[i]), >=, 7);
      g_assert_cmpfloat (get_contrast (palette->muted, grounds[i]), >=, 7);
      g_assert_cmpfloat (get_contrast (palette->neutral, grounds[i]), >=, 7);
      g_assert_cmpfloat (get_contrast (palette->axis, grounds[i]), >=, 7);
      g_assert_cmpfloat (get_contrast (palette->outline, grounds[i]), >=, 7);
    }
  line.alpha = 1;
  g_assert_cmpfloat (get_contrast (line, palette->card), >=, 3);
  for (guint i = 0; i < 4 * WB_PALETTE_N_SERIES; i++)
    {
      WbColor series = wb_palette_get_series (palette, i);

      g_assert_cmpfloat (get_contrast (series, palette->card), >=, 4.5);
      g_assert_cmpfloat (get_contrast (series, palette->region), >=, 4.5);
    }
  check_flat (palette->bar, palette->card);
  for (guint i = 0; i < WB_PALETTE_N_RANKS; i++)
    check_flat (palette->rank[i], palette->card);
  for (guint i = 0; i < WB_PALETTE_N_RINGS; i++)
    check_flat (palette->ring[i], palette->card);
  /* The colour of a region may be near that of the card, since it has a border. */
  g_assert_cmpfloat (get_contrast (palette->border, palette->card), >=, 4.5);
  g_assert_cmpfloat (get_contrast (palette->border, palette->region), >=, 4.5);
  g_assert_cmpfloat (get_contrast (palette->region_text, palette->region), >=, 7);
  check_conditions (palette);
}

/* Patterns and markers of neighbours always differ, and all of them up to the number of patterns. */
static void
test_patterns (void)
{
  const WbPalette *high = wb_palette_lookup (WB_THEME_DARK, WB_CONTRAST_HIGH);
  const WbPalette *normal = wb_palette_get (WB_THEME_DARK);

  for (guint i = 0; i < 100; i++)
    {
      g_assert_cmpint (wb_palette_get_pattern (normal, i), ==, WB_PATTERN_SOLID);
      g_assert_cmpint (wb_palette_get_marker (normal, i), ==, wb_palette_get_marker (high, i));
      g_assert_cmpint (wb_palette_get_pattern (high, i), !=, wb_palette_get_pattern (high, i + 1));
      g_assert_cmpint (wb_palette_get_marker (high, i), !=, wb_palette_get_marker (high, i + 1));
    }
  for (guint i = 0; i < WB_N_PATTERNS; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpint (wb_palette_get_pattern (high, i), !=, wb_palette_get_pattern (high, j));
}

static double
get_distance (WbColor one,
              WbColor other)
{
  return hypot (hypot (one.red - other.red, one.green - other.green), one.blue - other.blue);
}

/* The first twenty series all differ. */
static void
test_apart (gconstpointer data)
{
  const WbPalette *palette = data;

  for (guint i = 0; i < 4 * WB_PALETTE_N_SERIES; i++)
    for (guint j = 0; j < i; j++)
      {
        WbColor one = wb_palette_get_series (palette, i);
        WbColor other = wb_palette_get_series (palette, j);

        g_assert_cmpfloat (get_distance (one, other), >, 0.04);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/formula", test_formula);
  g_test_add_data_func ("/palette/contrast/dark", GINT_TO_POINTER (WB_THEME_DARK), test_contrast);
  g_test_add_data_func ("/palette/contrast/light", GINT_TO_POINTER (WB_THEME_LIGHT), test_contrast);
  g_test_add_data_func ("/palette/high-contrast/dark", GINT_TO_POINTER (WB_THEME_DARK), test_high_contrast);
  g_test_add_data_func ("/palette/high-contrast/light", GINT_TO_POINTER (WB_THEME_LIGHT), test_high_contrast);
  g_test_add_func ("/palette/patterns", test_patterns);
  g_test_add_data_func ("/palette/apart/dark", wb_palette_get (WB_THEME_DARK), test_apart);
  g_test_add_data_func ("/palette/apart/light", wb_palette_get (WB_THEME_LIGHT), test_apart);
  g_test_add_data_func ("/palette/apart/dark-high",
                        wb_palette_lookup (WB_THEME_DARK, WB_CONTRAST_HIGH), test_apart);
  g_test_add_data_func ("/palette/apart/light-high",
                        wb_palette_lookup (WB_THEME_LIGHT, WB_CONTRAST_HIGH), test_apart);

  return g_test_run ();
}
