/* wb-projection.c: from the globe to a plane
 *
 * The conic is Albers' on the sphere: J. P. Snyder, Map Projections: A Working Manual (USGS Professional
 * Paper 1395, 1987), equations 14-1 to 14-11. Chinese atlases use it for the country, which is wide and in
 * middle latitudes. Equal areas make provinces comparable, and shapes are distorted by less than 3 % within
 * the country. The standard parallels are a sixth of the height from both edges (Snyder, page 99): for China
 * 24° and 48°, within a degree of the 25° and 47° of its atlases, and suitable for other countries.
 *
 * The world is in Equal Earth: B. Šavrič, T. Patterson and B. Jenny, The Equal Earth map projection
 * (International Journal of Geographical Information Science 33, 2019), equations 1 to 6: it looks like
 * Robinson's, but keeps areas, and needs no table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-projection.h"

#include <math.h>

#define RADIANS(degrees) ((degrees) * G_PI / 180)

/* Of Equal Earth. */
#define A1 1.340264
#define A2 -0.081106
#define A3 0.000893
#define A4 0.003796
#define M  0.86602540378443864676

/* A map wider or higher than this, in degrees, is shown as one of the world. */
#define MAX_CONIC_WIDTH  180
#define MAX_CONIC_HEIGHT 110

/* A wider one is centred on Greenwich. */
#define WHOLE_WORLD 320

/* A flatter cone is treated as a cylinder, to avoid rounding errors. */
#define MIN_CONE 0.02

/**
 * wb_projection_choose:
 * @extent: the extent of the map
 *
 * Chooses the projection that suits a map: a cone, or a cylinder near the
 * equator, or Equal Earth for the world.
 *
 * Returns: the projection
 */
WbProjection
wb_projection_choose (WbGeoExtent extent)
{
  double width = extent.east - extent.west;
  double height = extent.north - extent.south;
  double south = RADIANS (CLAMP (extent.south + height / 6, -89.9, 89.9));
  double north = RADIANS (CLAMP (extent.north - height / 6, -89.9, 89.9));
  double middle = RADIANS ((extent.south + extent.north) / 2);
  WbProjection self = { .kind = WB_PROJECTION_CONIC, .meridian = (extent.west + extent.east) / 2 };

  if (width > MAX_CONIC_WIDTH || height > MAX_CONIC_HEIGHT)
    {
      self.kind = WB_PROJECTION_WORLD;
      if (width > WHOLE_WORLD)
        self.meridian = 0;
      return self;
    }

  /* Snyder 14-3, 14-5, 14-6 */
  self.n = (sin (south) + sin (north)) / 2;
  if (fabs (self.n) < MIN_CONE)
    {
      self.kind = WB_PROJECTION_CYLINDRIC;
      self.n = cos (MAX (fabs (south), fabs (north)));
      return self;
    }
  self.c = cos (south) * cos (south) + 2 * self.n * sin (south);
  self.rho = sqrt (MAX (self.c - 2 * self.n * sin (middle), 0)) / self.n;

  return self;
}

/**
 * wb_projection_wrap:
 * @self: a projection
 * @longitude: degrees
 *
 * Moves a longitude by multiples of 360° to within 180° of the middle.
 *
 * Returns: the same meridian, in degrees
 */
double
wb_projection_wrap (const WbProjection *self,
                    double              longitude)
{
  return longitude - 360 * floor ((longitude - self->meridian + 180) / 360);
}

/**
 * wb_projection_forward:
 * @self: a projection
 * @point: a point of the globe; its longitude is not wrapped, see wb_projection_wrap()
 * @ret_x: (out): the distance to the right of the central meridian, in radii of the globe
 * @ret_y: (out): the distance upwards from the origin, in radii of the globe
 *
 * Projects a point.
 */
void
wb_projection_forward (const WbProjection *self,
                       WbGeoPoint          point,
                       double             *ret_x,
                       double             *ret_y)
{
  double lambda = RADIANS (point.longitude - self->meridian);
  double sine = sin (RADIANS (CLAMP (point.latitude, -90, 90)));

  switch (self->kind)
    {
    case WB_PROJECTION_CYLINDRIC:
      *ret_x = lambda * self->n;
      *ret_y = sine / self->n;
      break;

    case WB_PROJECTION_WORLD:
      {
        double theta = asin (M * sine);
        double t2 = theta * theta;
        double t6 = t2 * t2 * t2;

        *ret_x = lambda * cos (theta) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
        *ret_y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
        break;
      }

    case WB_PROJECTION_CONIC:
    default:
      {
        /* Snyder 14-1 to 14-4 */
        double rho = sqrt (MAX (self->c - 2 * self->n * sine, 0)) / self->n;

        *ret_x = rho * sin (self->n * lambda);
        *ret_y = self->rho - rho * cos (self->n * lambda);
        break;
      }
    }
}
