/* test-projection.c: projections, their inverses, and areas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "geo/wb-projection.h"

#define DEGREES(radians) ((radians) * 180 / G_PI)

/* Of Equal Earth. */
#define A1 1.340264
#define A2 -0.081106
#define A3 0.000893
#define A4 0.003796
#define M  0.86602540378443864676

/* Newton's method on Equal Earth gains more than two digits a step. */
#define MAX_STEPS 20

static const WbGeoExtent china = { 73.5, 135.1, 18.2, 53.6 };

static const struct
{
  WbGeoExtent      extent;
  WbProjectionKind kind;
} cases[] = {
  { { 73.5, 135.1, 18.2, 53.6 }, WB_PROJECTION_CONIC },
  { { 113.52, 113.6, 22.1, 22.22 }, WB_PROJECTION_CONIC },
  { { 112, 154, -44, -10 }, WB_PROJECTION_CONIC },
  { { 170, 200, 51, 72 }, WB_PROJECTION_CONIC },
  { { -20, 50, -35, 37 }, WB_PROJECTION_CYLINDRIC },
  { { 95, 141, -11, 11 }, WB_PROJECTION_CYLINDRIC },
  { { -180, 180, -60, 84 }, WB_PROJECTION_WORLD },
  { { -170, 180, -90, 90 }, WB_PROJECTION_WORLD },
  { { 20, 220, 0, 70 }, WB_PROJECTION_WORLD },
};

static gboolean
invert_world (double  x,
              double  y,
              double *ret_lambda,
              double *ret_sine)
{
  double theta = y / A1;

  for (guint i = 0; i < MAX_STEPS; i++)
    {
      double t2 = theta * theta;
      double t6 = t2 * t2 * t2;
      double slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2);
      double step = (theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2)) - y) / slope;

      theta -= step;
      if (fabs (step) > 1e-13)
        continue;

      *ret_lambda = M * x * slope / cos (theta);
      *ret_sine = sin (theta) / M;
      return TRUE;
    }

  return FALSE;
}

/* The inverse projection. Returns FALSE for a point outside of the map. */
static gboolean
invert (const WbProjection *self,
        double              x,
        double              y,
        WbGeoPoint         *ret_point)
{
  double lambda = 0;
  double sine = 2;

  if (self->kind == WB_PROJECTION_CYLINDRIC)
    {
      lambda = x / self->n;
      sine = y * self->n;
    }
  else if (self->kind == WB_PROJECTION_WORLD)
    {
      if (!invert_world (x, y, &lambda, &sine))
        return FALSE;
    }
  else
    {
      /* Snyder 14-8, 14-10, 14-11 */
      double up = self->rho - y;
      double rho = copysign (hypot (x, up), self->n);

      lambda = (self->n < 0 ? atan2 (-x, -up) : atan2 (x, up)) / self->n;
      sine = (self->c - rho * rho * self->n * self->n) / (2 * self->n);
    }

  if (!(fabs (sine) <= 1 + 1e-9) || !(fabs (lambda) <= G_PI + 1e-9))
    return FALSE;

  ret_point->longitude = self->meridian + DEGREES (lambda);
  ret_point->latitude = DEGREES (asin (CLAMP (sine, -1, 1)));

  return TRUE;
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      WbGeoExtent extent = cases[i].extent;
      WbProjection projection = wb_projection_choose (extent);

      g_assert_cmpint (projection.kind, ==, cases[i].kind);
      for (double x = 0.01; x < 1; x += 0.07)
        for (double y = 0.01; y < 1; y += 0.07)
          {
            WbGeoPoint point = { extent.west + x * (extent.east - extent.west),
                                 extent.south + y * (extent.north - extent.south) };
            WbGeoPoint back;
            double px, py;

            point.longitude = wb_projection_wrap (&projection, point.longitude);
            wb_projection_forward (&projection, point, &px, &py);
            g_assert_true (isfinite (px) && isfinite (py));
            g_assert_true (invert (&projection, px, py, &back));
            g_assert_cmpfloat_with_epsilon (back.longitude, point.longitude, 1e-6);
            g_assert_cmpfloat_with_epsilon (back.latitude, point.latitude, 1e-6);
          }
    }
}

/* A cell has the same area on the plane as on the globe. */
static void
test_equal_area (void)
{
  const double step = 0.001;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      WbGeoExtent extent = cases[i].extent;
      WbProjection projection = wb_projection_choose (extent);

      for (double x = 0.05; x < 1; x += 0.1)
        for (double y = 0.05; y < 1; y += 0.1)
          {
            double longitude = extent.west + x * (extent.east - extent.west);
            WbGeoPoint point = { wb_projection_wrap (&projection, longitude),
                                 extent.south + y * (extent.north - extent.south) };
            WbGeoPoint east = { point.longitude + step, point.latitude };
            WbGeoPoint north = { point.longitude, point.latitude + step };
            double x0, y0, x1, y1, x2, y2;

            wb_projection_forward (&projection, point, &x0, &y0);
            wb_projection_forward (&projection, east, &x1, &y1);
            wb_projection_forward (&projection, north, &x2, &y2);
            double plane = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
            double globe = pow (step * G_PI / 180, 2) * cos ((point.latitude + step / 2) * G_PI / 180);
            g_assert_cmpfloat_with_epsilon (plane / globe, 1, 1e-3);
          }
    }
}

/* Distances in China are distorted by less than 3 % along either axis. */
static void
test_china (void)
{
  WbProjection projection = wb_projection_choose (china);
  const double step = 0.01;

  g_assert_cmpfloat_with_epsilon (projection.meridian, 104.3, 0.01);
  for (double longitude = 75; longitude < 135; longitude += 5)
    for (double latitude = 20; latitude < 53; latitude += 3)
      {
        double x0, y0, x1, y1;

        wb_projection_forward (&projection, (WbGeoPoint) { longitude, latitude }, &x0, &y0);
        wb_projection_forward (&projection, (WbGeoPoint) { longitude, latitude + step }, &x1, &y1);
        g_assert_cmpfloat_with_epsilon (hypot (x1 - x0, y1 - y0) / (step * G_PI / 180), 1, 0.03);
        wb_projection_forward (&projection, (WbGeoPoint) { longitude + step, latitude }, &x1, &y1);
        g_assert_cmpfloat_with_epsilon (hypot (x1 - x0, y1 - y0) /
                                        (step * G_PI / 180 * cos (latitude * G_PI / 180)), 1, 0.03);
      }
}

/* Snyder's example (page 291): parallels 29.5° and 45.5°, origin 23° N 96° W, the point 35° N 75° W is at
 * 0.2952720 and 0.2416774. The parallels of an extent are a sixth from its edges. */
static void
test_snyder (void)
{
  WbProjection projection = wb_projection_choose ((WbGeoExtent) { -100, -92, 25.5, 49.5 });
  double x, y, x0, y0;

  wb_projection_forward (&projection, (WbGeoPoint) { -75, 35 }, &x, &y);
  wb_projection_forward (&projection, (WbGeoPoint) { -96, 23 }, &x0, &y0);
  g_assert_cmpfloat_with_epsilon (x - x0, 0.2952720, 1e-6);
  g_assert_cmpfloat_with_epsilon (y - y0, 0.2416774, 1e-6);
}

static void
test_outside (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      WbProjection projection = wb_projection_choose (cases[i].extent);
      WbGeoPoint point;

      g_assert_false (invert (&projection, 0, 1000, &point));
      g_assert_false (invert (&projection, NAN, NAN, &point));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/projection/round-trip", test_round_trip);
  g_test_add_func ("/projection/equal-area", test_equal_area);
  g_test_add_func ("/projection/china", test_china);
  g_test_add_func ("/projection/snyder", test_snyder);
  g_test_add_func ("/projection/outside", test_outside);

  return g_test_run ();
}
