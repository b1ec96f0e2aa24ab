/* test-ticks.c: round numbers along an axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "axes/wb-ticks.h"

static void
check (double lowest,
       double highest,
       guint  max_ticks,
       double low,
       double step,
       double high)
{
  WbTicks ticks = wb_ticks_find (lowest, highest, max_ticks);

  g_assert_cmpfloat_with_epsilon (ticks.step, step, fabs (step) * 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_ticks_get_low (&ticks), low, fabs (step) * 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_ticks_get_high (&ticks), high, fabs (step) * 1e-9);
  g_assert_cmpuint (ticks.n_ticks, <=, MAX (max_ticks, low < 0 && high > 0 ? 3 : 2));
}

static void
test_round (void)
{
  check (0, 97, 6, 0, 20, 100);
  check (0, 100, 6, 0, 20, 100);
  check (0, 100.1, 6, 0, 50, 150);
  check (0, 1250, 8, 0, 200, 1400);
  check (0, 1250, 4, 0, 500, 1500);
  check (0, 0.3, 4, 0, 0.1, 0.3);
  check (0, 3, 4, 0, 1, 3);
}

static void
test_zero (void)
{
  check (60, 97, 6, 0, 20, 100);
  check (-97, -60, 6, -100, 20, 0);
  check (-30, 97, 6, -50, 50, 100);

  WbTicks ticks = wb_ticks_find (-30, 97, 6);
  g_assert_cmpfloat (wb_ticks_get (&ticks, 1), ==, 0);
  g_assert_false (signbit (wb_ticks_get (&ticks, 1)));
}

static void
test_odd (void)
{
  check (5, 5, 6, 0, 1, 5);
  check (0, 0, 6, 0, 0.2, 1);
  check (-5, -5, 6, -5, 1, 0);
  check (NAN, 5, 6, 0, 0.2, 1);
  check (0, INFINITY, 6, 0, 0.2, 1);
  check (9, 3, 6, 0, 0.2, 1);
  check (0, 1e-300, 6, 0, 0.2, 1);
  check (0, 5, 0, 0, 5, 5);
}

static void
test_far (void)
{
  for (int power = -9; power <= 12; power++)
    {
      WbTicks ticks = wb_ticks_find (0, 7 * pow (10, power), 8);

      g_assert_cmpuint (ticks.n_ticks, ==, 8);
      g_assert_cmpfloat_with_epsilon (ticks.step, pow (10, power), pow (10, power) * 1e-9);
      g_assert_cmpuint (ticks.digits, ==, MAX (0, -power));
    }
  check (-1e300, 1e300, 5, -1e300, 5e299, 1e300);
}

/* Any range is covered by at least two ticks with a step of 1, 2 or 5 times a power of ten. */
static void
test_any (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      double a = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-9, 13));
      double b = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-9, 13));
      guint max_ticks = g_test_rand_int_range (2, 12);
      WbTicks ticks = wb_ticks_find (MIN (a, b), MAX (a, b), max_ticks);
      double digit = ticks.step / pow (10, floor (log10 (ticks.step) + 1e-9));

      g_assert_true (fabs (digit - 1) < 1e-6 || fabs (digit - 2) < 1e-6 || fabs (digit - 5) < 1e-6);
      g_assert_cmpfloat (wb_ticks_get_low (&ticks), <=, MIN (0, MIN (a, b)) + ticks.step * 1e-6);
      g_assert_cmpfloat (wb_ticks_get_high (&ticks), >=, MAX (0, MAX (a, b)) - ticks.step * 1e-6);
      g_assert_cmpuint (ticks.n_ticks, >=, 2);
      g_assert_cmpuint (ticks.n_ticks, <=, MAX (max_ticks, 3));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ticks/round", test_round);
  g_test_add_func ("/ticks/zero", test_zero);
  g_test_add_func ("/ticks/odd", test_odd);
  g_test_add_func ("/ticks/far", test_far);
  g_test_add_func ("/ticks/any", test_any);

  return g_test_run ();
}
