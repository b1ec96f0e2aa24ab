/* wb-geo.c: a map, read from GeoJSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-geo.h"

#include <math.h>

#include "json/wb-json.h"
#include "support/wb-error.h"
#include "wb-geo-private.h"

typedef struct
{
  double west, east;
} Span;

G_DEFINE_BOXED_TYPE (WbGeo, wb_geo, wb_geo_ref, wb_geo_unref)

/* Unwraps the longitudes of a ring: of the longitudes that denote a point, the one nearest to the preceding
 * point is used, so that a ring may continue beyond 180°. A step of 360° is not a crossing, but the edge of a
 * map of the whole world. Afterwards the middle of the ring is between -180° and 180°. */
void
wb_geo_unwrap (WbGeoPoint *points,
               guint       n_points)
{
  double turn = 0;
  double west = points[0].longitude;
  double east = west;

  for (guint i = 1; i < n_points; i++)
    {
      double step = points[i].longitude + turn - points[i - 1].longitude;

      if (fabs (step) > 180 && fabs (step) != 360)
        turn -= 360 * rint (step / 360);
      points[i].longitude += turn;
      west = MIN (west, points[i].longitude);
      east = MAX (east, points[i].longitude);
    }

  turn = 360 * floor (((west + east) / 2 + 180) / 360);
  for (guint i = 0; turn != 0 && i < n_points; i++)
    points[i].longitude -= turn;
}

/* An unwrapped ring around a pole ends 360° from its start; it is closed along the pole. */
void
wb_geo_close_pole (GArray *points,
                   guint   first)
{
  const WbGeoPoint *start = &g_array_index (points, WbGeoPoint, first);
  const WbGeoPoint *end = &g_array_index (points, WbGeoPoint, points->len - 1);

  if (fabs (end->longitude - start->longitude) <= 180)
    return;

  double pole = start->latitude < 0 ? -90 : 90;
  double turn = end->longitude > start->longitude ? 360 : -360;
  WbGeoPoint added[] = {
    { start->longitude + turn, start->latitude },
    { start->longitude + turn, pole },
    { start->longitude, pole },
  };

  g_array_append_vals (points, added, G_N_ELEMENTS (added));
}

/* The area of a ring, in square degrees; positive if it runs counterclockwise. */
double
wb_geo_get_ring_area (const WbGeoPoint *points,
                      guint             n_points)
{
  double sum = 0;

  for (guint i = 0; i < n_points; i++)
    {
      const WbGeoPoint *next = &points[(i + 1) % n_points];

      sum += points[i].longitude * next->latitude - next->longitude * points[i].latitude;
    }

  return sum / 2;
}

static int
compare_spans_cb (gconstpointer one,
                  gconstpointer other)
{
  double a = ((const Span *) one)->west;
  double b = ((const Span *) other)->west;

  return a < b ? -1 : a > b;
}

/* Finds the shortest arc that contains all spans: the complement of the widest gap. */
static void
find_arc (GArray      *spans,
          WbGeoExtent *extent)
{
  double widest = -1;

  g_array_sort (spans, compare_spans_cb);
  const Span *all = (const Span *) (gpointer) spans->data;
  double end = all[0].east;
  for (guint i = 0; i < spans->len; i++)
    end = MAX (end, all[i].east - 360);
  for (guint i = 1; i <= spans->len; i++)
    {
      double west = i < spans->len ? all[i].west : all[0].west + 360;

      if (west - end > widest)
        {
          widest = west - end;
          extent->west = west;
          extent->east = end + 360;
        }
      if (i < spans->len)
        end = MAX (end, all[i].east);
    }

  if (widest <= 0)
    {
      extent->west = -180;
      extent->east = 180;
      return;
    }
  double turn = 360 * floor ((extent->west + 180) / 360);
  extent->west -= turn;
  extent->east -= turn;
}

/* Finds the extent of the regions, which may cross the antimeridian; drawings are ignored. */
WbGeoExtent
wb_geo_find_extent (WbGeo *self)
{
  WbGeoExtent extent = { 0, 0, 90, -90 };
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (Span));

  for (guint i = 0; i < self->regions->len; i++)
    {
      const WbGeoRegion *region = &g_array_index (self->regions, WbGeoRegion, i);

      if (region->inset_width > 0)
        continue;

      for (guint j = region->first_ring; j < region->first_ring + region->n_rings; j++)
        {
          const WbGeoRing *ring = &g_array_index (self->rings, WbGeoRing, j);
          Span span = { G_MAXDOUBLE, -G_MAXDOUBLE };

          for (guint k = ring->first; k < ring->first + ring->n_points; k++)
            {
              const WbGeoPoint *point = &g_array_index (self->points, WbGeoPoint, k);

              span.west = MIN (span.west, point->longitude);
              span.east = MAX (span.east, point->longitude);
              extent.south = MIN (extent.south, point->latitude);
              extent.north = MAX (extent.north, point->latitude);
            }
          double turn = 360 * floor ((span.west + 180) / 360);
          span.west -= turn;
          span.east -= turn;
          g_array_append_val (spans, span);
        }
    }
  find_arc (spans, &extent);

  return extent;
}

/**
 * wb_geo_parse:
 * @name: the name of the map, used as a prefix of errors
 * @json: (array length=length): any bytes
 * @length: their number
 * @error: return location for a #WbCoreError
 *
 * Reads a map from GeoJSON (RFC 7946): a FeatureCollection or a Feature with
 * Polygon, MultiPolygon or GeometryCollection; other geometries are ignored.
 * Rings may cross the antimeridian or go around a pole, and may run either way.
 * Errors name the place in the file.
 *
 * Returns: (transfer full) (nullable): the map
 */
WbGeo *
wb_geo_parse (const char  *name,
              const char  *json,
              gsize        length,
              GError     **error)
{
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (json != NULL || length == 0, NULL);

  g_autoptr (WbGeo) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GError) local_error = NULL;
  WbReader reader = { .name = name, .path = path, .error = &local_error };

  if (length > WB_GEO_MAX_BYTES)
    {
      g_set_error (error, WB_CORE_ERROR, WB_CORE_ERROR_LIMIT, "%s: the map is larger than %d MiB", name,
                   WB_GEO_MAX_BYTES / 1024 / 1024);
      return NULL;
    }
  /* A map is a trusted file of the user, so the general limits of JSON do not apply. */
  if ((root = wb_json_parse_limited (json, length, 0, &local_error)) == NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", name);
      return NULL;
    }

  self = g_new0 (WbGeo, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->strings = g_string_chunk_new (1024);
  self->regions = g_array_new (FALSE, FALSE, sizeof (WbGeoRegion));
  self->rings = g_array_new (FALSE, FALSE, sizeof (WbGeoRing));
  self->points = g_array_new (FALSE, FALSE, sizeof (WbGeoPoint));
  if (!wb_geo_read_root (self, &reader, root))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  self->extent = wb_geo_find_extent (self);

  return g_steal_pointer (&self);
}

WbGeo *
wb_geo_ref (WbGeo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wb_geo_unref (WbGeo *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->points);
  g_array_unref (self->rings);
  g_array_unref (self->regions);
  g_string_chunk_free (self->strings);
  g_free (self);
}

/**
 * wb_geo_get_regions:
 * @self: a map
 * @ret_n_regions: (out): their number
 *
 * Gets the regions, in the order of the file.
 *
 * Returns: (transfer none) (array length=ret_n_regions): the regions, owned by
 *   @self
 */
const WbGeoRegion *
wb_geo_get_regions (WbGeo *self,
                    guint *ret_n_regions)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_regions != NULL, NULL);

  *ret_n_regions = self->regions->len;

  return (const WbGeoRegion *) (gpointer) self->regions->data;
}

/**
 * wb_geo_get_rings:
 * @self: a map
 * @ret_n_rings: (out): their number
 *
 * Gets the rings of all regions. An outer ring is followed by its holes.
 *
 * Returns: (transfer none) (array length=ret_n_rings): the rings, owned by
 *   @self
 */
const WbGeoRing *
wb_geo_get_rings (WbGeo *self,
                  guint *ret_n_rings)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_rings != NULL, NULL);

  *ret_n_rings = self->rings->len;

  return (const WbGeoRing *) (gpointer) self->rings->data;
}

/**
 * wb_geo_get_points:
 * @self: a map
 * @ret_n_points: (out): their number
 *
 * Gets the points of all rings.
 *
 * Returns: (transfer none) (array length=ret_n_points): the points, owned by
 *   @self
 */
const WbGeoPoint *
wb_geo_get_points (WbGeo *self,
                   guint *ret_n_points)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_points != NULL, NULL);

  *ret_n_points = self->points->len;

  return (const WbGeoPoint *) (gpointer) self->points->data;
}

/**
 * wb_geo_get_extent:
 * @self: a map
 *
 * Gets the extent of the regions: the shortest arc of longitudes, which may
 * cross the antimeridian, and the latitudes.
 *
 * Returns: the extent
 */
WbGeoExtent
wb_geo_get_extent (WbGeo *self)
{
  g_return_val_if_fail (self != NULL, ((WbGeoExtent) { 0, 0, 0, 0 }));

  return self->extent;
}
