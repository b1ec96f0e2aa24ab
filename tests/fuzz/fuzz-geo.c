/* fuzz-geo.c: any bytes as a map, and its projection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include <math.h>

#include "geo/wb-projection.h"
#include "support/wb-error.h"

static void
check_geo (WbGeo *geo)
{
  guint n_regions, n_rings, n_points;
  const WbGeoRegion *regions = wb_geo_get_regions (geo, &n_regions);
  const WbGeoRing *rings = wb_geo_get_rings (geo, &n_rings);
  const WbGeoPoint *points = wb_geo_get_points (geo, &n_points);
  WbGeoExtent extent = wb_geo_get_extent (geo);
  WbProjection projection = wb_projection_choose (extent);

  g_assert_true (extent.west >= -180 && extent.west <= extent.east && extent.east <= extent.west + 360);
  g_assert_true (extent.south >= -90 && extent.north <= 90 && extent.south <= extent.north);
  for (guint i = 0; i < n_rings; i++)
    g_assert_true (rings[i].n_points > 0 && rings[i].first + rings[i].n_points <= n_points);
  for (guint i = 0; i < n_regions; i++)
    {
      g_assert_true (g_utf8_validate (regions[i].name, -1, NULL));
      g_assert_true (regions[i].n_rings > 0 && regions[i].first_ring + regions[i].n_rings <= n_rings);
    }
  for (guint i = 0; i < n_points; i++)
    {
      double x, y;

      wb_projection_forward (&projection, points[i], &x, &y);
      g_assert_true (isfinite (x) && isfinite (y));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbGeo) geo = wb_geo_parse ("fuzz", (const char *) data, size, &error);

  if (geo != NULL)
    {
      g_assert_no_error (error);
      check_geo (geo);
    }
  else
    {
      g_assert_true (error->domain == WB_CORE_ERROR);
      g_assert_true (g_str_has_prefix (error->message, "fuzz: "));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }

  return 0;
}
