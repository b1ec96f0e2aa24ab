/* test-geo.c: valid and invalid GeoJSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "geo/wb-geo.h"
#include "support/wb-error.h"

#define FEATURE(geometry) \
  "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\"A\"}," \
  "\"geometry\":" geometry "}]}"
#define SQUARE "[[0,0],[10,0],[10,10],[0,10],[0,0]]"
#define HOLE   "[[2,2],[2,4],[4,4],[4,2],[2,2]]"

/* A square of a degree from 113° E, 30° N, as ECharts encodes it, and its starting point. */
#define ENCODED "\"@@\u0840@@\u0840\u083f@@\u083f\""
#define START   "[115712,30720]"

static WbGeo *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  WbGeo *geo = wb_geo_parse ("map", json, strlen (json), &error);

  g_assert_no_error (error);
  g_assert_nonnull (geo);

  return geo;
}

static double
get_area (WbGeo           *geo,
          const WbGeoRing *ring)
{
  guint n_points;
  const WbGeoPoint *points = wb_geo_get_points (geo, &n_points);
  double sum = 0;

  for (guint i = 0; i < ring->n_points; i++)
    {
      WbGeoPoint a = points[ring->first + i];
      WbGeoPoint b = points[ring->first + (i + 1) % ring->n_points];

      sum += a.longitude * b.latitude - b.longitude * a.latitude;
    }

  return sum / 2;
}

static void
test_shapes (void)
{
  static const struct
  {
    const char *json;
    guint       n_rings;
    guint       n_holes;
    guint       n_points;
  } cases[] = {
    { FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "]}"), 1, 0, 4 },
    { "\xef\xbb\xbf" FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "]}"), 1, 0, 4 },
    { FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "," HOLE "]}"), 2, 1, 8 },
    { FEATURE ("{\"type\":\"MultiPolygon\",\"coordinates\":[[" SQUARE "," HOLE "],[" SQUARE "]]}"),
      3, 1, 12 },
    { FEATURE ("{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1,2]},"
               "{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "]},{\"type\":\"GeometryCollection\","
               "\"geometries\":[{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "]}]}]}"), 2, 0, 8 },
    /* Not closed, with heights, as strings, in the wrong orientation. */
    { FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[[[0,0,5],[0,10,5],[\"10\",10,5],[10,0,5]]]}"),
      1, 0, 4 },
    { "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"Polygon\",\"coordinates\":["
      SQUARE "]}}", 1, 0, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WbGeo) geo = parse (cases[i].json);
      guint n_regions, n_rings, n_points, n_holes = 0;
      const WbGeoRing *rings = wb_geo_get_rings (geo, &n_rings);
      WbGeoExtent extent = wb_geo_get_extent (geo);

      wb_geo_get_regions (geo, &n_regions);
      wb_geo_get_points (geo, &n_points);
      g_assert_cmpuint (n_regions, ==, 1);
      g_assert_cmpuint (n_rings, ==, cases[i].n_rings);
      g_assert_cmpuint (n_points, ==, cases[i].n_points);
      for (guint j = 0; j < n_rings; j++)
        {
          n_holes += rings[j].is_hole;
          g_assert_cmpfloat (get_area (geo, &rings[j]), ==, rings[j].is_hole ? -4 : 100);
        }
      g_assert_cmpuint (n_holes, ==, cases[i].n_holes);
      g_assert_cmpfloat (extent.west, ==, 0);
      g_assert_cmpfloat (extent.east, ==, 10);
      g_assert_cmpfloat (extent.south, ==, 0);
      g_assert_cmpfloat (extent.north, ==, 10);
    }
}

static void
test_properties (void)
{
  g_autoptr (WbGeo) geo = parse ("{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"广东\",\"name_en\":\"Guangdong\",\"map\":\"guangdong\","
    "\"cp\":[113.3,23.1],\"other\":{}},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":7},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":["
    SQUARE "]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"nothing\"},\"geometry\":null},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"line\"},\"geometry\":{\"type\":\"LineString\","
    "\"coordinates\":[[0,0],[1,1]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"corner\",\"inset\":true,\"size\":[500,700]},"
    "\"geometry\":"
    "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[500,0],[500,700],[0,0]]]}}]}");
  guint n_regions;
  const WbGeoRegion *regions = wb_geo_get_regions (geo, &n_regions);

  g_assert_cmpuint (n_regions, ==, 3);
  g_assert_cmpstr (regions[0].name, ==, "广东");
  g_assert_cmpstr (regions[0].name_en, ==, "Guangdong");
  g_assert_cmpstr (regions[0].map, ==, "guangdong");
  g_assert_true (regions[0].has_center);
  g_assert_cmpfloat (regions[0].center.longitude, ==, 113.3);
  g_assert_cmpfloat (regions[0].inset_width, ==, 0);
  g_assert_cmpstr (regions[1].name, ==, "7");
  g_assert_null (regions[1].name_en);
  g_assert_cmpstr (regions[2].name, ==, "corner");
  g_assert_cmpfloat (regions[2].inset_width, ==, 500);
  g_assert_cmpfloat (regions[2].inset_height, ==, 700);
  /* A drawing does not count for the extent. */
  g_assert_cmpfloat (wb_geo_get_extent (geo).east, ==, 10);
}

/* The maps of ECharts have encoded rings, those without an area among them. */
static void
test_encoded (void)
{
  static const struct
  {
    const char *json;
    guint       n_rings;
    double      size;
  } cases[] = {
    { "{\"type\":\"FeatureCollection\",\"UTF8Encoding\":true,\"features\":[{\"type\":\"Feature\","
      "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[" ENCODED "],\"encodeOffsets\":[" START "]}}]}",
      1, 1 },
    { "{\"type\":\"FeatureCollection\",\"UTF8Encoding\":true,\"features\":[{\"type\":\"Feature\","
      "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[" ENCODED "],[\"@@\"],[\"@@\"," ENCODED "]],"
      "\"encodeOffsets\":[[" START "],[" START "],[" START "," START "]]}}]}", 1, 1 },
    { "{\"type\":\"FeatureCollection\",\"UTF8Encoding\":true,\"UTF8Scale\":2048,\"features\":["
      "{\"type\":\"Feature\",\"geometry\":{\"type\":\"GeometryCollection\",\"geometries\":["
      "{\"type\":\"Polygon\",\"coordinates\":[" ENCODED "],\"encodeOffsets\":[[231424,61440]]}]}}]}",
      1, 0.5 },
    /* Some features may be plain. */
    { FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[[[113,30],[114,30],[114,31],[113,31],[113,30]]],"
               "\"encodeOffsets\":[[0,0]]}"), 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WbGeo) geo = parse (cases[i].json);
      WbGeoExtent extent = wb_geo_get_extent (geo);
      guint n_rings, n_points;

      wb_geo_get_rings (geo, &n_rings);
      wb_geo_get_points (geo, &n_points);
      g_assert_cmpuint (n_rings, ==, cases[i].n_rings);
      g_assert_cmpuint (n_points, ==, 4);
      g_assert_cmpfloat (extent.west, ==, 113);
      g_assert_cmpfloat (extent.south, ==, 30);
      g_assert_cmpfloat (extent.east, ==, 113 + cases[i].size);
      g_assert_cmpfloat (extent.north, ==, 30 + cases[i].size);
    }
}

/* The properties of maps from several sources. */
static void
test_names (void)
{
  static const struct
  {
    const char *properties;
    const char *name;
    const char *name_en;
    guint       adcode;
    double      center;
  } cases[] = {
    { "{\"adcode\":440000,\"name\":\"广东省\",\"center\":[113.28,23.12],\"centroid\":[113.42,23.33],"
      "\"childrenNum\":21,\"level\":\"province\"}", "广东省", NULL, 440000, 113.42 },
    { "{\"adcode\":\"100000_JD\",\"name\":\"\"}", "100000_JD", NULL, 100000, 0 },
    { "{\"adcode\":440300,\"center\":[114.08,22.54],\"centroid\":[]}", "440300", NULL, 440300, 114.08 },
    { "{\"adcode\":7}", "7", NULL, 0, 0 },
    { "{\"cp\":[1,2],\"centroid\":[3,4],\"NAME\":\"Chad\",\"NAME_EN\":\"Chad!\"}", "Chad", "Chad!", 0, 1 },
    { "{\"code\":\"11\",\"nom\":\"Île-de-France\"}", "Île-de-France", NULL, 0, 0 },
    { "{\"NAME_0\":\"China\",\"NAME_1\":\"Anhui\",\"NAME_2\":\"Anqing\"}", "Anqing", NULL, 0, 0 },
    { "{\"name\":null,\"Name\":\"x\"}", "x", NULL, 0, 0 },
    { "{}", "", NULL, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"type\":\"Feature\",\"properties\":%s,\"geometry\":"
                                               "{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "]}}",
                                               cases[i].properties);
      g_autoptr (WbGeo) geo = parse (json);
      guint n_regions;
      const WbGeoRegion *region = wb_geo_get_regions (geo, &n_regions);

      g_assert_cmpstr (region->name, ==, cases[i].name);
      g_assert_cmpstr (region->name_en, ==, cases[i].name_en);
      g_assert_cmpuint (region->adcode, ==, cases[i].adcode);
      g_assert_cmpint (region->has_center, ==, cases[i].center != 0);
      g_assert_cmpfloat (region->center.longitude, ==, cases[i].center);
    }
}

/* Rings are unwrapped, and a map across the antimeridian has the extent that it has on the globe. */
static void
test_antimeridian (void)
{
  static const struct
  {
    const char *json;
    double      west, east;
  } cases[] = {
    { FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[[[170,0],[-170,0],[-170,10],[170,10],[170,0]]]}"),
      170, 190 },
    { FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[[[170,0],[190,0],[190,10],[170,10],[170,0]]]}"),
      170, 190 },
    { FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[[[-190,0],[-170,0],[-170,10],[-190,10],[-190,0]]]}"),
      170, 190 },
    { FEATURE ("{\"type\":\"MultiPolygon\",\"coordinates\":[[[[170,0],[180,0],[180,10],[170,10],[170,0]]],"
               "[[[-180,0],[-170,0],[-170,10],[-180,10],[-180,0]]]]}"), 170, 190 },
    { FEATURE ("{\"type\":\"MultiPolygon\",\"coordinates\":[[[[-20,0],[-10,0],[-10,10],[-20,0]]],"
               "[[[30,0],[40,0],[40,10],[30,0]]]]}"), -20, 40 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WbGeo) geo = parse (cases[i].json);
      guint n_rings, n_points;
      const WbGeoRing *rings = wb_geo_get_rings (geo, &n_rings);
      const WbGeoPoint *points = wb_geo_get_points (geo, &n_points);
      WbGeoExtent extent = wb_geo_get_extent (geo);

      g_assert_cmpfloat (extent.west, ==, cases[i].west);
      g_assert_cmpfloat (extent.east, ==, cases[i].east);
      for (guint j = 0; j < n_rings; j++)
        for (guint k = 1; k < rings[j].n_points; k++)
          g_assert_cmpfloat (fabs (points[rings[j].first + k].longitude -
                                   points[rings[j].first + k - 1].longitude), <=, 20);
    }
}

/* A ring around a pole is closed along it. */
static void
test_pole (void)
{
  g_autoptr (WbGeo) geo = parse (FEATURE ("{\"type\":\"Polygon\",\"coordinates\":"
                                          "[[[0,-70],[90,-70],[180,-70],"
                                          "[-90,-70],[0,-70]]]}"));
  guint n_rings;
  const WbGeoRing *rings = wb_geo_get_rings (geo, &n_rings);
  WbGeoExtent extent = wb_geo_get_extent (geo);

  g_assert_cmpfloat (extent.south, ==, -90);
  g_assert_cmpfloat (extent.north, ==, -70);
  g_assert_cmpfloat (extent.east - extent.west, ==, 360);
  g_assert_cmpfloat (fabs (get_area (geo, &rings[0])), ==, 360 * 20);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *json;
    const char *message;
  } cases[] = {
    { "", "map: " },
    { "[]", "map: expected an object, got an array" },
    { "{}", "map: type: expected a string, got nothing" },
    { "{\"type\":\"Nothing\"}", "map: type: expected FeatureCollection or Feature" },
    { "{\"type\":\"Topology\"}",
      "map: type: this is TopoJSON, which is not read; to convert it to GeoJSON, use "
      "“mapshaper OLD.json -o format=geojson NEW.json” or “topo2geo”" },
    { "{\"type\":\"FeatureCollection\"}", "map: features: expected an array, got nothing" },
    { "{\"type\":\"FeatureCollection\",\"features\":[]}",
      "map: there is no area in it; a map needs a Polygon or MultiPolygon" },
    { "{\"type\":\"FeatureCollection\",\"features\":[3]}",
      "map: features[0]: expected an object, got a number" },
    { "{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"name\":[]}}]}",
      "map: features[0].properties.name: expected a string, got an array" },
    { "{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"cp\":[1]}}]}",
      "map: features[0].properties.cp: expected longitude and latitude, got 1 of them" },
    { "{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"inset\":true,\"size\":[0,1]}}]}",
      "map: features[0].properties.size: a drawing needs a width and a height above 0" },
    { FEATURE ("{\"type\":\"Blob\"}"),
      "map: features[0].geometry.type: expected a geometry of RFC 7946, such as Polygon" },
    { FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[0,0]]]}"),
      "map: features[0].geometry.coordinates[0]: a ring needs four positions or more, got 3" },
    { FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[0,91],[0,0]]]}"),
      "map: features[0].geometry.coordinates[0][2][1]: expected degrees from -90 to 90, got 91" },
    { FEATURE ("{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[1,1],[\"x\",9],[0,0]]]]}"),
      "map: features[0].geometry.coordinates[0][0][2][0]: expected a number, got the string “x”" },
    { FEATURE ("{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Polygon\"}]}"),
      "map: features[0].geometry.geometries[0].coordinates: expected an array, got nothing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WbGeo) geo = wb_geo_parse ("map", cases[i].json, strlen (cases[i].json), &error);

      g_assert_null (geo);
      g_assert_true (error->domain == WB_CORE_ERROR);
      if (i == 0)
        g_assert_true (g_str_has_prefix (error->message, cases[i].message));
      else
        g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

/* Encoded rings that are not what they say. */
static void
test_encoded_errors (void)
{
  static const struct
  {
    const char *json;
    const char *message;
  } cases[] = {
    { FEATURE ("{\"type\":\"Polygon\",\"coordinates\":[" ENCODED "]}"),
      "map: features[0].geometry.coordinates[0]: an encoded ring needs two numbers in “encodeOffsets”" },
    { FEATURE ("{\"type\":\"Polygon\",\"encodeOffsets\":[" START "],\"coordinates\":["
               "[[0,0],[1,1],[0,1],[0,0]]," ENCODED "]}"),
      "map: features[0].geometry.coordinates[1]: an encoded ring needs two numbers in “encodeOffsets”" },
    { FEATURE ("{\"type\":\"Polygon\",\"encodeOffsets\":[[\"x\",1]],\"coordinates\":[" ENCODED "]}"),
      "map: features[0].geometry.coordinates[0]: expected a number, got the string “x”" },
    { FEATURE ("{\"type\":\"Polygon\",\"encodeOffsets\":[[115712,92000]],\"coordinates\":[" ENCODED "]}"),
      "map: features[0].geometry.coordinates[0]: position 2 of the encoded ring is outside of the globe: its "
      "“encodeOffsets” belong to another ring" },
    { FEATURE ("{\"type\":\"Polygon\",\"encodeOffsets\":[[1e300,1]],\"coordinates\":[" ENCODED "]}"),
      "map: features[0].geometry.coordinates[0]: position 0 of the encoded ring is outside of the globe: its "
      "“encodeOffsets” belong to another ring" },
    { FEATURE ("{\"type\":\"Polygon\",\"encodeOffsets\":[[0,0]],\"coordinates\":[\"@@@@@\"]}"),
      "map: features[0].geometry.coordinates[0]: an encoded ring needs an even number of characters" },
    { FEATURE ("{\"type\":\"Polygon\",\"encodeOffsets\":[[0,0]],\"coordinates\":[\"@@00\"]}"),
      "map: features[0].geometry.coordinates[0]: an encoded ring has a character below “@”" },
    { "{\"type\":\"FeatureCollection\",\"UTF8Scale\":0,\"features\":[]}",
      "map: UTF8Scale: expected a number above 0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (wb_geo_parse ("map", cases[i].json, strlen (cases[i].json), &error));
      g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) json = g_string_new ("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\","
                                           "\"coordinates\":[[[0,0]");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) deep_error = NULL;
  g_autoptr (GString) deep = g_string_new ("{\"type\":\"Feature\",\"geometry\":");

  for (guint i = 0; i < WB_GEO_MAX_POINTS; i++)
    g_string_append (json, ",[1,1]");
  g_string_append (json, "]]}}");
  g_assert_null (wb_geo_parse ("map", json->str, json->len, &error));
  g_assert_cmpstr (error->message, ==, "map: geometry.coordinates[0]: the map has more than 1000000 points");

  for (guint i = 0; i < 100; i++)
    g_string_append (deep, "{\"type\":\"GeometryCollection\",\"geometries\":[");
  for (guint i = 0; i < 100; i++)
    g_string_append (deep, "]}");
  g_string_append (deep, "}");
  g_assert_null (wb_geo_parse ("map", deep->str, deep->len, &deep_error));
  g_assert_error (deep_error, WB_CORE_ERROR, WB_CORE_ERROR_LIMIT);

  g_autoptr (GString) encoded = g_string_new ("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\","
                                              "\"encodeOffsets\":[[0,0]],\"coordinates\":[\"");
  g_autoptr (GError) encoded_error = NULL;
  for (guint i = 0; i <= WB_GEO_MAX_POINTS; i++)
    g_string_append (encoded, "@@");
  g_string_append (encoded, "\"]}}");
  g_assert_null (wb_geo_parse ("map", encoded->str, encoded->len, &encoded_error));
  g_assert_cmpstr (encoded_error->message, ==,
                   "map: geometry.coordinates[0]: the map has more than 1000000 points");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/shapes", test_shapes);
  g_test_add_func ("/geo/properties", test_properties);
  g_test_add_func ("/geo/encoded", test_encoded);
  g_test_add_func ("/geo/encoded/errors", test_encoded_errors);
  g_test_add_func ("/geo/names", test_names);
  g_test_add_func ("/geo/antimeridian", test_antimeridian);
  g_test_add_func ("/geo/pole", test_pole);
  g_test_add_func ("/geo/errors", test_errors);
  g_test_add_func ("/geo/limits", test_limits);

  return g_test_run ();
}
