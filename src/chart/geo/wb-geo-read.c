/* wb-geo-read.c: reads GeoJSON (RFC 7946) into a map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-geo-private.h"

#include <string.h>

/* Some tools write longitudes beyond the antimeridian. */
#define MAX_LONGITUDE 360
#define MAX_LATITUDE  90

/* The limit of the coordinates of a drawing, which has its own units. */
#define MAX_DRAWING 1e6

/* The units of coordinates: degrees, or those of a drawing in a corner of the map. */
typedef enum
{
  GLOBE,
  DRAWING,
} Plane;

/* Reads a part of a map. */
typedef gboolean (*ReadFunc) (WbGeo    *self,
                              WbReader *reader,
                              JsonNode *node,
                              Plane     plane);

static gboolean
read_coordinate (WbReader  *reader,
                 JsonArray *position,
                 guint      axis,
                 double     limit,
                 double    *ret_coordinate)
{
  char limit_text[G_ASCII_DTOSTR_BUF_SIZE];
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  gsize here = wb_reader_enter_element (reader, axis);

  if (!wb_reader_get_number (reader, json_array_get_element (position, axis), ret_coordinate))
    return FALSE;
  if (*ret_coordinate < -limit || *ret_coordinate > limit)
    {
      g_ascii_formatd (limit_text, sizeof limit_text, "%.10g", limit);
      g_ascii_formatd (text, sizeof text, "%.10g", *ret_coordinate);
      return wb_reader_fail (reader, "expected degrees from -%s to %s, got %s", limit_text, limit_text, text);
    }

  wb_reader_leave (reader, here);
  return TRUE;
}

/* Reads longitude and latitude; a height that follows is ignored. */
static gboolean
read_position (WbReader   *reader,
               JsonNode   *node,
               Plane       plane,
               WbGeoPoint *ret_point)
{
  JsonArray *position = wb_reader_get_array (reader, node);

  if (position == NULL)
    return FALSE;
  if (json_array_get_length (position) < 2)
    return wb_reader_fail (reader, "expected longitude and latitude, got %u of them",
                           json_array_get_length (position));

  return read_coordinate (reader, position, 0, plane == DRAWING ? MAX_DRAWING : MAX_LONGITUDE,
                          &ret_point->longitude) &&
         read_coordinate (reader, position, 1, plane == DRAWING ? MAX_DRAWING : MAX_LATITUDE,
                          &ret_point->latitude);
}

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
             Plane     plane)
{
  WbGeoPoint *points = &g_array_index (self->points, WbGeoPoint, first);
  guint n_points = self->points->len - first;

  if (points[n_points - 1].longitude == points[0].longitude &&
      points[n_points - 1].latitude == points[0].latitude)
    {
      n_points--;
      g_array_set_size (self->points, first + n_points);
    }

  if (plane == GLOBE)
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

static gboolean
read_ring (WbGeo    *self,
           WbReader *reader,
           JsonNode *node,
           gboolean  is_hole,
           Plane     plane)
{
  JsonArray *array = wb_reader_get_array (reader, node);
  guint first = self->points->len;
  guint n;

  if (array == NULL)
    return FALSE;
  n = json_array_get_length (array);
  if (n < 4)
    return wb_reader_fail (reader, "a ring needs four positions or more, got %u", n);
  if (n > WB_GEO_MAX_POINTS - first)
    return wb_reader_fail (reader, "the map has more than %d points", WB_GEO_MAX_POINTS);
  if (self->rings->len == WB_GEO_MAX_RINGS)
    return wb_reader_fail (reader, "the map has more than %d rings", WB_GEO_MAX_RINGS);

  for (guint i = 0; i < n; i++)
    {
      gsize here = wb_reader_enter_element (reader, i);
      WbGeoPoint point;

      if (!read_position (reader, json_array_get_element (array, i), plane, &point))
        return FALSE;
      g_array_append_val (self->points, point);
      wb_reader_leave (reader, here);
    }
  finish_ring (self, first, is_hole, plane);

  return TRUE;
}

static gboolean
read_polygon (WbGeo    *self,
              WbReader *reader,
              JsonNode *node,
              Plane     plane)
{
  JsonArray *array = wb_reader_get_array (reader, node);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      gsize here = wb_reader_enter_element (reader, i);

      if (!read_ring (self, reader, json_array_get_element (array, i), i > 0, plane))
        return FALSE;
      wb_reader_leave (reader, here);
    }

  return array != NULL;
}

/* Reads every element of a list with one function. */
static gboolean
read_each (WbGeo    *self,
           WbReader *reader,
           JsonNode *node,
           Plane     plane,
           ReadFunc  read_one)
{
  JsonArray *array = wb_reader_get_array (reader, node);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      gsize here = wb_reader_enter_element (reader, i);

      if (!read_one (self, reader, json_array_get_element (array, i), plane))
        return FALSE;
      wb_reader_leave (reader, here);
    }

  return array != NULL;
}

/* Reads the areas of a geometry; points and lines are ignored. The depth of collections is limited by that of
 * JSON. */
static gboolean
read_geometry (WbGeo    *self,
               WbReader *reader,
               JsonNode *node,
               Plane     plane)
{
  static const char *const without_area[] = { "Point", "MultiPoint", "LineString", "MultiLineString", NULL };
  JsonObject *object = wb_reader_get_object (reader, node);
  const char *type = object != NULL ? wb_reader_get_string_member (reader, object, "type") : NULL;
  const char *member = "coordinates";
  gboolean read;
  gsize here;

  if (type == NULL)
    return FALSE;
  if (g_strv_contains (without_area, type))
    return TRUE;

  if (strcmp (type, "GeometryCollection") == 0)
    member = "geometries";
  here = wb_reader_enter_member (reader, member);
  node = json_object_get_member (object, member);

  if (strcmp (type, "Polygon") == 0)
    read = read_polygon (self, reader, node, plane);
  else if (strcmp (type, "MultiPolygon") == 0)
    read = read_each (self, reader, node, plane, read_polygon);
  else if (strcmp (type, "GeometryCollection") == 0)
    read = read_each (self, reader, node, plane, read_geometry);
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

/* Reads a string that may be missing or null. Numbers are accepted, since some files use them as names of
 * districts. */
static gboolean
read_name (WbGeo       *self,
           WbReader    *reader,
           JsonObject  *properties,
           const char  *member,
           const char **ret_name)
{
  JsonNode *node = properties != NULL ? json_object_get_member (properties, member) : NULL;
  gsize here;
  const char *name;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

      *ret_name = g_string_chunk_insert (self->strings, number);
      return TRUE;
    }

  here = wb_reader_enter_member (reader, member);
  if ((name = wb_reader_get_string (reader, node)) == NULL)
    return FALSE;
  if (*name != '\0')
    *ret_name = g_string_chunk_insert (self->strings, name);
  wb_reader_leave (reader, here);

  return TRUE;
}

static gboolean
read_size (WbReader    *reader,
           JsonNode    *node,
           WbGeoRegion *region)
{
  WbGeoPoint size;

  if (!read_position (reader, node, DRAWING, &size))
    return FALSE;
  if (!(size.longitude > 0 && size.latitude > 0))
    return wb_reader_fail (reader, "a drawing needs a width and a height above 0");

  region->inset_width = size.longitude;
  region->inset_height = size.latitude;

  return TRUE;
}

/* Reads the properties that the README of data/maps describes. */
static gboolean
read_properties (WbGeo       *self,
                 WbReader    *reader,
                 JsonNode    *node,
                 WbGeoRegion *region)
{
  JsonObject *properties = NULL;
  JsonNode *inset;
  JsonNode *center;
  gsize here;

  if (node != NULL && !JSON_NODE_HOLDS_NULL (node) &&
      (properties = wb_reader_get_object (reader, node)) == NULL)
    return FALSE;

  region->name = "";
  if (!read_name (self, reader, properties, "name", &region->name) ||
      !read_name (self, reader, properties, "name_en", &region->name_en) ||
      !read_name (self, reader, properties, "map", &region->map))
    return FALSE;
  if (properties == NULL)
    return TRUE;

  inset = json_object_get_member (properties, "inset");
  if (inset != NULL && JSON_NODE_HOLDS_VALUE (inset) && json_node_get_boolean (inset))
    {
      wb_reader_enter_member (reader, "size");
      return read_size (reader, json_object_get_member (properties, "size"), region);
    }

  center = json_object_get_member (properties, "cp");
  if (center == NULL || JSON_NODE_HOLDS_NULL (center))
    return TRUE;
  here = wb_reader_enter_member (reader, "cp");
  if (!read_position (reader, center, GLOBE, &region->center))
    return FALSE;
  region->has_center = TRUE;
  wb_reader_leave (reader, here);

  return TRUE;
}

/* Reads a feature. One without an area is ignored. */
static gboolean
read_feature (WbGeo    *self,
              WbReader *reader,
              JsonNode *node)
{
  JsonObject *object = wb_reader_get_object (reader, node);
  WbGeoRegion region = { .first_ring = self->rings->len };
  JsonNode *geometry;
  gsize here;

  if (object == NULL)
    return FALSE;

  here = wb_reader_enter_member (reader, "properties");
  if (!read_properties (self, reader, json_object_get_member (object, "properties"), &region))
    return FALSE;
  wb_reader_leave (reader, here);

  geometry = json_object_get_member (object, "geometry");
  if (geometry != NULL && !JSON_NODE_HOLDS_NULL (geometry))
    {
      here = wb_reader_enter_member (reader, "geometry");
      if (!read_geometry (self, reader, geometry, region.inset_width > 0))
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
               JsonNode *node)
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

      if (!read_feature (self, reader, json_array_get_element (array, i)))
        return FALSE;
      wb_reader_leave (reader, here);
    }

  return TRUE;
}

/* Reads a whole map; the reader must be at its root. */
gboolean
wb_geo_read_root (WbGeo    *self,
                  WbReader *reader,
                  JsonNode *node)
{
  JsonObject *object = wb_reader_get_object (reader, node);
  const char *type = object != NULL ? wb_reader_get_string_member (reader, object, "type") : NULL;
  gboolean read;

  if (type == NULL)
    return FALSE;

  if (strcmp (type, "FeatureCollection") == 0)
    {
      gsize here = wb_reader_enter_member (reader, "features");

      read = read_features (self, reader, json_object_get_member (object, "features"));
      if (read)
        wb_reader_leave (reader, here);
    }
  else if (strcmp (type, "Feature") == 0)
    {
      read = read_feature (self, reader, node);
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
