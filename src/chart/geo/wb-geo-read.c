/* wb-geo-read.c: reads GeoJSON (RFC 7946) into a map, plain or with the encoded rings of ECharts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-geo-private.h"

#include <string.h>

/* The divisor of encoded coordinates, unless the map has its own. */
#define ENCODED_SCALE 1024

/* How the coordinates of a geometry are written: encoded rings have a starting point each, in arrays that are
 * nested like the rings. */
typedef struct
{
  WbGeoPlane     plane;
  double    scale;
  JsonNode *offsets;
} Coding;

/* Reads a part of a map. */
typedef gboolean (*ReadFunc) (WbGeo        *self,
                              WbReader     *reader,
                              JsonNode     *node,
                              const Coding *coding);

/* Makes outer rings run counterclockwise and holes clockwise, which many files do not. Then neighbours that
 * overlap slightly do not cancel each other out when they are filled as one path. */
static void
orient (WbGeoPoint *points,
        guint       n_points,
        gboolean    is_hole)
{
  if ((wb_geo_get_ring_area (points, n_points) < 0) == is_hole)
    return;

  for (guint i = 0; i < n_points / 2; i++)
    {
      WbGeoPoint point = points[i];

      points[i] = points[n_points - 1 - i];
      points[n_points - 1 - i] = point;
    }
}

/* Moves a hole by multiples of 360° to its outer ring. */
static void
follow (WbGeo      *self,
        WbGeoPoint *points,
        guint       n_points)
{
  for (guint i = self->rings->len; i-- > 0; )
    {
      const WbGeoRing *ring = &g_array_index (self->rings, WbGeoRing, i);
      if (ring->is_hole)
        continue;

      double outer = g_array_index (self->points, WbGeoPoint, ring->first).longitude;
      double turn = 0;
      while (points[0].longitude + turn - outer > 180)
        turn -= 360;
      while (points[0].longitude + turn - outer < -180)
        turn += 360;
      for (guint j = 0; j < n_points; j++)
        points[j].longitude += turn;
      return;
    }
}

static void
finish_ring (WbGeo    *self,
             guint     first,
             gboolean  is_hole,
             WbGeoPlane     plane)
{
  WbGeoPoint *points = &g_array_index (self->points, WbGeoPoint, first);
  guint n_points = self->points->len - first;

  if (points[n_points - 1].longitude == points[0].longitude &&
      points[n_points - 1].latitude == points[0].latitude)
    {
      n_points--;
      g_array_set_size (self->points, first + n_points);
    }

  if (plane == WB_GEO_GLOBE)
    {
      wb_geo_unwrap (points, n_points);
      wb_geo_close_pole (self->points, first);
      points = &g_array_index (self->points, WbGeoPoint, first);
      n_points = self->points->len - first;
      if (is_hole)
        follow (self, points, n_points);
    }
  orient (points, n_points, is_hole);

  g_array_append_val (self->rings, ((WbGeoRing) { first, n_points, is_hole }));
}

/* The coding of an element of an array. */
static Coding
enter_coding (const Coding *coding,
              guint         element)
{
  Coding inner = *coding;

  inner.offsets = NULL;
  if (coding->offsets != NULL && JSON_NODE_HOLDS_ARRAY (coding->offsets))
    {
      JsonArray *array = json_node_get_array (coding->offsets);

      if (element < json_array_get_length (array))
        inner.offsets = json_array_get_element (array, element);
    }

  return inner;
}

static gboolean
read_positions (WbGeo    *self,
                WbReader *reader,
                JsonNode *node,
                WbGeoPlane     plane)
{
  JsonArray *array = wb_reader_get_array (reader, node);
  guint n;

  if (array == NULL)
    return FALSE;
  n = json_array_get_length (array);
  if (n < 4)
    return wb_reader_fail (reader, "a ring needs four positions or more, got %u", n);
  if (n > WB_GEO_MAX_POINTS - self->points->len)
    return wb_reader_fail (reader, "the map has more than %d points", WB_GEO_MAX_POINTS);

  for (guint i = 0; i < n; i++)
    {
      gsize here = wb_reader_enter_element (reader, i);
      WbGeoPoint point;

      if (!wb_geo_read_position (reader, json_array_get_element (array, i), plane, &point))
        return FALSE;
      g_array_append_val (self->points, point);
      wb_reader_leave (reader, here);
    }

  return TRUE;
}

/* Reads a ring. An encoded one may have been rounded to a point or a line, which has no area and is left out.
 * */
static gboolean
read_ring (WbGeo        *self,
           WbReader     *reader,
           JsonNode     *node,
           gboolean      is_hole,
           const Coding *coding)
{
  guint first = self->points->len;
  gboolean is_encoded = node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                        json_node_get_value_type (node) == G_TYPE_STRING;

  if (self->rings->len == WB_GEO_MAX_RINGS)
    return wb_reader_fail (reader, "the map has more than %d rings", WB_GEO_MAX_RINGS);

  if (!is_encoded && !read_positions (self, reader, node, coding->plane))
    return FALSE;
  if (is_encoded &&
      !wb_geo_read_encoded (self->points, reader, json_node_get_string (node), coding->offsets,
                            coding->scale))
    return FALSE;

  if (is_encoded && self->points->len - first < 4)
    g_array_set_size (self->points, first);
  else
    finish_ring (self, first, is_hole, coding->plane);

  return TRUE;
}

static gboolean
read_polygon (WbGeo        *self,
              WbReader     *reader,
              JsonNode     *node,
              const Coding *coding)
{
  JsonArray *array = wb_reader_get_array (reader, node);
  guint n_before = self->rings->len;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      gsize here = wb_reader_enter_element (reader, i);
      Coding inner = enter_coding (coding, i);

      if (!read_ring (self, reader, json_array_get_element (array, i), i > 0, &inner))
        return FALSE;
      wb_reader_leave (reader, here);
      /* Without its outer ring, a polygon has no holes. */
      if (self->rings->len == n_before)
        break;
    }

  return array != NULL;
}

/* Reads every element of a list with one function. */
static gboolean
read_each (WbGeo        *self,
           WbReader     *reader,
           JsonNode     *node,
           const Coding *coding,
           ReadFunc      read_one)
{
  JsonArray *array = wb_reader_get_array (reader, node);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      gsize here = wb_reader_enter_element (reader, i);
      Coding inner = enter_coding (coding, i);

      if (!read_one (self, reader, json_array_get_element (array, i), &inner))
        return FALSE;
      wb_reader_leave (reader, here);
    }

  return array != NULL;
}

/* Reads the areas of a geometry; points and lines are ignored. The depth of collections is limited by that of
 * JSON. */
static gboolean
read_geometry (WbGeo        *self,
               WbReader     *reader,
               JsonNode     *node,
               const Coding *coding)
{
  static const char *const without_area[] = { "Point", "MultiPoint", "LineString", "MultiLineString", NULL };
  JsonObject *object = wb_reader_get_object (reader, node);
  const char *type = object != NULL ? wb_reader_get_string_member (reader, object, "type") : NULL;
  const char *member = "coordinates";
  Coding inner = *coding;
  gboolean read;
  gsize here;

  if (type == NULL)
    return FALSE;
  if (g_strv_contains (without_area, type))
    return TRUE;

  inner.offsets = json_object_get_member (object, "encodeOffsets");
  if (strcmp (type, "GeometryCollection") == 0)
    member = "geometries";
  here = wb_reader_enter_member (reader, member);
  node = json_object_get_member (object, member);

  if (strcmp (type, "Polygon") == 0)
    read = read_polygon (self, reader, node, &inner);
  else if (strcmp (type, "MultiPolygon") == 0)
    read = read_each (self, reader, node, &inner, read_polygon);
  else if (strcmp (type, "GeometryCollection") == 0)
    read = read_each (self, reader, node, &inner, read_geometry);
  else
    {
      wb_reader_leave (reader, here);
      wb_reader_enter_member (reader, "type");
      return wb_reader_fail (reader, "expected a geometry of RFC 7946, such as Polygon");
    }

  if (read)
    wb_reader_leave (reader, here);

  return read;
}

/* Reads a feature. One without an area is ignored. */
static gboolean
read_feature (WbGeo    *self,
              WbReader *reader,
              JsonNode *node,
              double    scale)
{
  JsonObject *object = wb_reader_get_object (reader, node);
  WbGeoRegion region = { .first_ring = self->rings->len };
  JsonNode *geometry;
  gsize here;

  if (object == NULL)
    return FALSE;

  here = wb_reader_enter_member (reader, "properties");
  if (!wb_geo_read_properties (self, reader, json_object_get_member (object, "properties"), &region))
    return FALSE;
  wb_reader_leave (reader, here);

  geometry = json_object_get_member (object, "geometry");
  if (geometry != NULL && !JSON_NODE_HOLDS_NULL (geometry))
    {
      Coding coding = { .plane = region.inset_width > 0 ? WB_GEO_DRAWING : WB_GEO_GLOBE, .scale = scale };

      here = wb_reader_enter_member (reader, "geometry");
      if (!read_geometry (self, reader, geometry, &coding))
        return FALSE;
      wb_reader_leave (reader, here);
    }

  region.n_rings = self->rings->len - region.first_ring;
  if (region.n_rings > 0)
    g_array_append_val (self->regions, region);

  return TRUE;
}

static gboolean
read_features (WbGeo    *self,
               WbReader *reader,
               JsonNode *node,
               double    scale)
{
  JsonArray *array = wb_reader_get_array (reader, node);
  guint n;

  if (array == NULL)
    return FALSE;
  n = json_array_get_length (array);
  if (n > WB_GEO_MAX_REGIONS)
    return wb_reader_fail (reader, "the map has more than %d regions", WB_GEO_MAX_REGIONS);

  for (guint i = 0; i < n; i++)
    {
      gsize here = wb_reader_enter_element (reader, i);

      if (!read_feature (self, reader, json_array_get_element (array, i), scale))
        return FALSE;
      wb_reader_leave (reader, here);
    }

  return TRUE;
}

/* Reads the divisor of encoded coordinates. */
static gboolean
read_scale (WbReader   *reader,
            JsonObject *object,
            double     *ret_scale)
{
  JsonNode *node = json_object_get_member (object, "UTF8Scale");

  *ret_scale = ENCODED_SCALE;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!wb_reader_get_number_member (reader, object, "UTF8Scale", ret_scale))
    return FALSE;

  return *ret_scale > 0 || wb_reader_fail_member (reader, "UTF8Scale", "expected a number above 0");
}

/* Reads a whole map; the reader must be at its root. */
gboolean
wb_geo_read_root (WbGeo    *self,
                  WbReader *reader,
                  JsonNode *node)
{
  JsonObject *object = wb_reader_get_object (reader, node);
  const char *type = object != NULL ? wb_reader_get_string_member (reader, object, "type") : NULL;
  double scale;
  gboolean read;

  if (type == NULL || !read_scale (reader, object, &scale))
    return FALSE;

  if (strcmp (type, "FeatureCollection") == 0)
    {
      gsize here = wb_reader_enter_member (reader, "features");

      read = read_features (self, reader, json_object_get_member (object, "features"), scale);
      if (read)
        wb_reader_leave (reader, here);
    }
  else if (strcmp (type, "Feature") == 0)
    {
      read = read_feature (self, reader, node, scale);
    }
  else if (strcmp (type, "Topology") == 0)
    {
      wb_reader_enter_member (reader, "type");
      read = wb_reader_fail (reader, "this is TopoJSON, which is not read; to convert it to GeoJSON, use "
                             "“mapshaper OLD.json -o format=geojson NEW.json” or “topo2geo”");
    }
  else
    {
      wb_reader_enter_member (reader, "type");
      read = wb_reader_fail (reader, "expected FeatureCollection or Feature");
    }
  if (!read)
    return FALSE;

  for (guint i = 0; i < self->regions->len; i++)
    if (g_array_index (self->regions, WbGeoRegion, i).inset_width == 0)
      return TRUE;

  return wb_reader_fail (reader, "there is no area in it; a map needs a Polygon or MultiPolygon");
}
