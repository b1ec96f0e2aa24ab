/* test-palette.c: whether the colours can be told apart and read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "wb-color.h"

/* What the colour formula itself gives, by hand. */
static void
test_formula (void)
{
  WbColor black = { 0, 0, 0, 1 };
  WbColor white = { 1, 1, 1, 1 };
  WbColor gray = { 119 / 255.0, 119 / 255.0, 119 / 255.0, 1 };

  g_assert_cmpfloat_with_epsilon (wb_color_get_contrast (black, white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_color_get_contrast (gray, white), 4.48, 0.01);
}

static void
check_gradient (WbGradient gradient,
                WbColor    ground,
                double     least)
{
  g_assert_cmpfloat (wb_color_get_contrast (gradient.end, ground), >=, least);
  g_assert_cmpfloat (wb_color_get_contrast (gradient.start, ground), >=, least * 0.85);
}

static void
test_contrast (gconstpointer data)
{
  const WbPalette *palette = wb_palette_get (GPOINTER_TO_INT (data));

  g_assert_cmpfloat (wb_color_get_contrast (palette->text, palette->card), >=, 7);
  g_assert_cmpfloat (wb_color_get_contrast (palette->text, palette->shade), >=, 7);
  g_assert_cmpfloat (wb_color_get_contrast (palette->text, palette->tooltip), >=, 7);
  g_assert_cmpfloat (wb_color_get_contrast (palette->text, palette->ground), >=, 7);
  g_assert_cmpfloat (wb_color_get_contrast (palette->muted, palette->card), >=, 4.5);
  g_assert_cmpfloat (wb_color_get_contrast (palette->muted, palette->tooltip), >=, 4.5);
  for (guint i = 0; i < 4 * WB_PALETTE_N_SERIES; i++)
    g_assert_cmpfloat (wb_color_get_contrast (wb_palette_get_series (palette, i), palette->card), >=, 3);
  check_gradient (palette->bar, palette->card, 3);
  for (guint i = 0; i < WB_PALETTE_N_RANKS; i++)
    check_gradient (palette->rank[i], palette->card, 3);
  for (guint i = 0; i < WB_PALETTE_N_RINGS; i++)
    check_gradient (palette->ring[i], palette->card, 3);
}

static double
get_distance (WbColor one,
              WbColor other)
{
  return hypot (hypot (one.red - other.red, one.green - other.green), one.blue - other.blue);
}

/* No two of the first twenty series look the same. */
static void
test_apart (gconstpointer data)
{
  const WbPalette *palette = wb_palette_get (GPOINTER_TO_INT (data));

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
  g_test_add_data_func ("/palette/apart/dark", GINT_TO_POINTER (WB_THEME_DARK), test_apart);
  g_test_add_data_func ("/palette/apart/light", GINT_TO_POINTER (WB_THEME_LIGHT), test_apart);

  return g_test_run ();
}
