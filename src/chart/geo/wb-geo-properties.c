/* wb-geo-properties.c: the names and the middle of a region of GeoJSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-geo-private.h"

/* Some tools write longitudes beyond the antimeridian. */
#define MAX_LONGITUDE 360
#define MAX_LATITUDE  90

/* The limit of the coordinates of a drawing, which has its own units. */
#define MAX_DRAWING 1e6

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
gboolean
wb_geo_read_position (WbReader   *reader,
               JsonNode   *node,
               WbGeoPlane       plane,
               WbGeoPoint *ret_point)
{
  JsonArray *position = wb_reader_get_array (reader, node);

  if (position == NULL)
    return FALSE;
  if (json_array_get_length (position) < 2)
    return wb_reader_fail (reader, "expected longitude and latitude, got %u of them",
                           json_array_get_length (position));

  return read_coordinate (reader, position, 0, plane == WB_GEO_DRAWING ? MAX_DRAWING : MAX_LONGITUDE,
                          &ret_point->longitude) &&
         read_coordinate (reader, position, 1, plane == WB_GEO_DRAWING ? MAX_DRAWING : MAX_LATITUDE,
                          &ret_point->latitude);
}

/* Reads a string that may be missing, null or empty. Numbers are accepted, since some files use them as names
 * of districts. */
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

/* Reads the first of several members that has a name. */
static gboolean
read_any_name (WbGeo              *self,
               WbReader           *reader,
               JsonObject         *properties,
               const char *const  *members,
               const char        **ret_name)
{
  const char *before = *ret_name;

  for (; *members != NULL && *ret_name == before; members++)
    if (!read_name (self, reader, properties, *members, ret_name))
      return FALSE;

  return TRUE;
}

/* Reads a position that may be missing. The center of some files is an empty array, or a text. */
static gboolean
read_center (WbReader    *reader,
             JsonObject  *properties,
             const char  *member,
             WbGeoRegion *region)
{
  JsonNode *center = json_object_get_member (properties, member);
  gsize here;

  if (region->has_center || center == NULL || JSON_NODE_HOLDS_NULL (center) ||
      (JSON_NODE_HOLDS_ARRAY (center) && json_array_get_length (json_node_get_array (center)) == 0))
    return TRUE;

  here = wb_reader_enter_member (reader, member);
  if (!wb_geo_read_position (reader, center, WB_GEO_GLOBE, &region->center))
    return FALSE;
  region->has_center = TRUE;
  wb_reader_leave (reader, here);

  return TRUE;
}

/* A number of six digits, or a text that begins with one; 0 for anything else. */
static guint
get_adcode (JsonObject *properties)
{
  JsonNode *node = properties != NULL ? json_object_get_member (properties, "adcode") : NULL;
  guint64 adcode = 0;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return 0;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    adcode = MAX (json_node_get_int (node), 0);
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    adcode = g_ascii_strtoull (json_node_get_string (node), NULL, 10);

  return adcode >= 100000 && adcode <= 999999 ? adcode : 0;
}

static gboolean
read_size (WbReader    *reader,
           JsonNode    *node,
           WbGeoRegion *region)
{
  WbGeoPoint size;

  if (!wb_geo_read_position (reader, node, WB_GEO_DRAWING, &size))
    return FALSE;
  if (!(size.longitude > 0 && size.latitude > 0))
    return wb_reader_fail (reader, "a drawing needs a width and a height above 0");

  region->inset_width = size.longitude;
  region->inset_height = size.latitude;

  return TRUE;
}

/* Reads the properties that the README of data/maps describes. */
gboolean
wb_geo_read_properties (WbGeo       *self,
                 WbReader    *reader,
                 JsonNode    *node,
                 WbGeoRegion *region)
{
  /* Natural Earth, GADM, France's and DataV's maps. Those of GADM have the names of larger regions, too. */
  static const char *const names[] = {
    "name", "NAME", "Name", "nom", "NOM", "NAME_3", "NAME_2", "NAME_1", "adcode", NULL,
  };
  static const char *const english_names[] = { "name_en", "NAME_EN", NULL };
  JsonObject *properties = NULL;
  JsonNode *inset;

  if (node != NULL && !JSON_NODE_HOLDS_NULL (node) &&
      (properties = wb_reader_get_object (reader, node)) == NULL)
    return FALSE;

  region->name = "";
  region->adcode = get_adcode (properties);
  if (!read_any_name (self, reader, properties, names, &region->name) ||
      !read_any_name (self, reader, properties, english_names, &region->name_en) ||
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

  return read_center (reader, properties, "cp", region) &&
         read_center (reader, properties, "centroid", region) &&
         read_center (reader, properties, "center", region);
}
