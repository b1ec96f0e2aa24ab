/* test-scale.c: maps values to positions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "axes/wb-scale.h"

static void
test_map (void)
{
  WbScale scale = { .low = -50, .high = 150, .start = 200, .end = 0 };

  g_assert_cmpfloat (wb_scale_map (&scale, -50), ==, 200);
  g_assert_cmpfloat (wb_scale_map (&scale, 0), ==, 150);
  g_assert_cmpfloat (wb_scale_map (&scale, 50), ==, 100);
  g_assert_cmpfloat (wb_scale_map (&scale, 150), ==, 0);
}

/* No value is mapped outside of the plot, not even NaN. */
static void
test_bounds (void)
{
  WbScale scale = { .low = 0, .high = 10, .start = 100, .end = 0 };
  WbScale empty = { .low = 3, .high = 3, .start = 100, .end = 0 };
  WbScale wide = { .low = -1e308, .high = 1e308, .start = 0, .end = 10 };

  g_assert_cmpfloat (wb_scale_map (&scale, -1), ==, 100);
  g_assert_cmpfloat (wb_scale_map (&scale, 11), ==, 0);
  g_assert_cmpfloat (wb_scale_map (&scale, NAN), ==, 100);
  g_assert_cmpfloat (wb_scale_map (&scale, INFINITY), ==, 0);
  g_assert_cmpfloat (wb_scale_map (&empty, 3), ==, 100);
  g_assert_cmpfloat (wb_scale_map (&wide, 0), ==, 5);
}

static void
test_bands (void)
{
  WbBands bands = { .start = 10, .length = 100, .n_bands = 5 };

  g_assert_cmpfloat (wb_bands_get_width (&bands), ==, 20);
  g_assert_cmpfloat (wb_bands_get_middle (&bands, 0), ==, 20);
  g_assert_cmpfloat (wb_bands_get_middle (&bands, 4), ==, 100);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (wb_bands_find (&bands, wb_bands_get_middle (&bands, i)), ==, i);
  g_assert_cmpuint (wb_bands_find (&bands, -1000), ==, 0);
  g_assert_cmpuint (wb_bands_find (&bands, 1000), ==, 4);
  g_assert_cmpuint (wb_bands_find (&bands, NAN), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scale/map", test_map);
  g_test_add_func ("/scale/bounds", test_bounds);
  g_test_add_func ("/scale/bands", test_bands);

  return g_test_run ();
}
