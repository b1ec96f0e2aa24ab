/* test-smooth.c: a monotone curve through points
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "drawing/wb-smooth.h"

#define N_POINTS 24
#define N_STEPS  32

/* Evaluates a piece of the curve, a cubic Hermite spline; @at is 0 to 1. */
static double
eval (const double *values,
      const double *tangents,
      guint         i,
      double        at)
{
  double square = at * at;
  double cube = square * at;

  return values[i] + (values[i + 1] - values[i]) * (3 * square - 2 * cube) +
         tangents[i] * (cube - 2 * square + at) + tangents[i + 1] * (cube - square);
}

static void
fill (double *values)
{
  for (guint i = 0; i < N_POINTS; i++)
    values[i] = g_test_rand_int_range (0, 3) == 0 ? 0 : pow (10, g_test_rand_double_range (-3, 3));
}

/* Between two points the curve is monotone and within the range of their values. */
static void
test_monotone (void)
{
  for (guint round = 0; round < 500; round++)
    {
      double values[N_POINTS], tangents[N_POINTS];

      fill (values);
      wb_smooth_tangents (values, N_POINTS, tangents);
      for (guint i = 0; i + 1 < N_POINTS; i++)
        {
          double slack = 1e-9 * (fabs (values[i]) + fabs (values[i + 1]));
          double way = values[i + 1] >= values[i] ? 1 : -1;
          double before = values[i];

          for (guint step = 0; step <= N_STEPS; step++)
            {
              double value = eval (values, tangents, i, (double) step / N_STEPS);

              g_assert_cmpfloat (value, >=, MIN (values[i], values[i + 1]) - slack);
              g_assert_cmpfloat (value, <=, MAX (values[i], values[i + 1]) + slack);
              g_assert_cmpfloat ((value - before) * way, >=, -slack);
              before = value;
            }
        }
    }
}

/* The slope is the same on both sides of a point. */
static void
test_smooth (void)
{
  double values[N_POINTS], tangents[N_POINTS];

  fill (values);
  wb_smooth_tangents (values, N_POINTS, tangents);
  for (guint i = 1; i + 1 < N_POINTS; i++)
    {
      double before = (values[i] - eval (values, tangents, i - 1, 1 - 1e-6)) / 1e-6;
      double after = (eval (values, tangents, i, 1e-6) - values[i]) / 1e-6;

      g_assert_cmpfloat_with_epsilon (before, after, 1e-2 * (1 + fabs (before)));
    }
}

/* A level of a stack is never below the level under it. */
static void
test_stack (void)
{
  for (guint round = 0; round < 500; round++)
    {
      double low[N_POINTS], high[N_POINTS], low_tangents[N_POINTS], high_tangents[N_POINTS];

      fill (low);
      fill (high);
      wb_smooth_tangents (low, N_POINTS, low_tangents);
      wb_smooth_tangents (high, N_POINTS, high_tangents);
      for (guint i = 0; i < N_POINTS; i++)
        {
          high[i] += low[i];
          high_tangents[i] += low_tangents[i];
        }
      for (guint i = 0; i + 1 < N_POINTS; i++)
        for (guint step = 0; step <= N_STEPS; step++)
          {
            double at = (double) step / N_STEPS;

            double least = eval (low, low_tangents, i, at) - 2e-6;

            g_assert_cmpfloat (eval (high, high_tangents, i, at), >=, least);
          }
    }
}

static void
test_few (void)
{
  double one[] = { 5 }, two[] = { 5, 9 }, huge[] = { 0, 1e300, 1e-300, -1e300 };
  double tangents[4];

  wb_smooth_tangents (NULL, 0, NULL);
  wb_smooth_tangents (one, 1, tangents);
  g_assert_cmpfloat (tangents[0], ==, 0);
  wb_smooth_tangents (two, 2, tangents);
  g_assert_cmpfloat (eval (two, tangents, 0, 0.5), ==, 7);
  wb_smooth_tangents (huge, 4, tangents);
  for (guint i = 0; i < 4; i++)
    g_assert_true (isfinite (tangents[i]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smooth/monotone", test_monotone);
  g_test_add_func ("/smooth/smooth", test_smooth);
  g_test_add_func ("/smooth/stack", test_stack);
  g_test_add_func ("/smooth/few", test_few);

  return g_test_run ();
}
