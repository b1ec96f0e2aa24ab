/* test-atlas.c: built-in maps and those of the user, by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "geo/wb-atlas.h"
#include "support/wb-error.h"

#define SQUARE_MAP \
  "{\"type\":\"Feature\",\"properties\":{\"name\":\"Mine\"},\"geometry\":{\"type\":\"Polygon\"," \
  "\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}}"

static WbGeo *
load (WbAtlas    *atlas,
      const char *name)
{
  g_autoptr (GError) error = NULL;
  WbGeo *geo = wb_atlas_load (atlas, name, &error);

  g_assert_no_error (error);
  g_assert_nonnull (geo);
  g_assert_true (wb_atlas_has (atlas, name));

  return geo;
}

/* Every file of the resource is a valid map. */
static void
test_all (void)
{
  g_autoptr (WbAtlas) atlas = wb_atlas_new (NULL);
  g_auto (GStrv) files = g_resources_enumerate_children (WB_ATLAS_RESOURCE_PATH, 0, NULL);

  g_assert_nonnull (files);
  g_assert_cmpuint (g_strv_length (files), ==, 36);
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (files[i], strlen (files[i]) - strlen (".json"));
      g_autoptr (WbGeo) geo = load (atlas, name);
      WbGeoExtent extent = wb_geo_get_extent (geo);
      guint n_regions;

      wb_geo_get_regions (geo, &n_regions);
      g_assert_cmpuint (n_regions, >=, 5);
      g_assert_cmpfloat (extent.east - extent.west, >, 0.01);
      if (strcmp (name, "world") != 0)
        {
          g_assert_cmpfloat (extent.west, >, 73);
          g_assert_cmpfloat (extent.east, <, 136);
          g_assert_cmpfloat (extent.south, >, 17);
          g_assert_cmpfloat (extent.north, <, 54);
        }
    }
}

/* Each province has a map, under all of its names. */
static void
test_provinces (void)
{
  g_autoptr (WbAtlas) atlas = wb_atlas_new (NULL);
  g_autoptr (WbGeo) china = load (atlas, "china");
  guint n_regions, n_provinces = 0;
  const WbGeoRegion *regions = wb_geo_get_regions (china, &n_regions);

  for (guint i = 0; i < n_regions; i++)
    {
      if (regions[i].inset_width > 0)
        continue;

      g_autofree char *full = g_strconcat (regions[i].name, "省", NULL);
      g_autofree char *loud = g_utf8_strup (regions[i].name_en, -1);
      const char *names[] = { regions[i].map, regions[i].name, regions[i].name_en, full, loud };
      g_autoptr (WbGeo) province = load (atlas, regions[i].map);
      g_autofree char *title = wb_atlas_dup_title (atlas, regions[i].name_en, FALSE);
      g_autofree char *english = wb_atlas_dup_title (atlas, regions[i].name, TRUE);
      guint n_districts;

      n_provinces++;
      g_assert_cmpstr (title, ==, regions[i].name);
      g_assert_cmpstr (english, ==, regions[i].name_en);
      wb_geo_get_regions (province, &n_districts);
      g_assert_cmpuint (n_districts, >=, 5);
      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          g_autoptr (WbGeo) geo = load (atlas, names[j]);

          /* The same object, read only once. */
          g_assert_true (geo == province);
        }
    }
  g_assert_cmpuint (n_provinces, ==, 34);
}

static void
test_unknown (void)
{
  static const char *const names[] = {
    "", "atlantis", "../china", "/etc/passwd", ".", "..", "广", "a/b", "\xff",
  };
  g_autoptr (WbAtlas) atlas = wb_atlas_new ("/nonexistent");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (wb_atlas_has (atlas, names[i]));
      g_assert_null (wb_atlas_load (atlas, names[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* Each file of the user has priority over a built-in one. */
static void
test_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("wb-atlas-XXXXXX", &error);
  g_autofree char *own = g_build_filename (folder, "guangdong.json", NULL);
  g_autofree char *other = g_build_filename (folder, "Floor 2.geojson", NULL);
  g_autofree char *bad = g_build_filename (folder, "hebei.json", NULL);
  guint n_regions;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (own, SQUARE_MAP, -1, NULL));
  g_assert_true (g_file_set_contents (other, SQUARE_MAP, -1, NULL));
  g_assert_true (g_file_set_contents (bad, "{\"type\":\"FeatureCollection\",\"features\":[{}]}", -1, NULL));

  g_autoptr (WbAtlas) atlas = wb_atlas_new (folder);
  g_autoptr (WbGeo) guangdong = load (atlas, "广东");
  g_autoptr (WbGeo) floor = load (atlas, "Floor 2");
  g_autoptr (WbGeo) hunan = load (atlas, "Hunan");

  g_assert_cmpstr (wb_geo_get_regions (guangdong, &n_regions)[0].name, ==, "Mine");
  g_assert_cmpstr (wb_geo_get_regions (floor, &n_regions)[0].name, ==, "Mine");
  wb_geo_get_regions (hunan, &n_regions);
  g_assert_cmpuint (n_regions, ==, 14);

  g_assert_null (wb_atlas_load (atlas, "Hebei", &error));
  g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE);
  g_assert_true (g_str_has_prefix (error->message, bad));

  g_unlink (own);
  g_unlink (other);
  g_unlink (bad);
  g_rmdir (folder);
}

/* A map of the country by the user still leads to the maps of the provinces, which are known by number or
 * name. */
static void
test_own_country (void)
{
  static const struct
  {
    const char *properties;
    const char *map;
    const char *name;
    const char *name_en;
  } cases[] = {
    { "{\"adcode\":440000,\"name\":\"粤\"}", "guangdong", "粤", "Guangdong" },
    { "{\"adcode\":\"540000\"}", "tibet", "西藏", "Tibet" },
    { "{\"name\":\"新疆维吾尔自治区\"}", "xinjiang", "新疆维吾尔自治区", "Xinjiang" },
    { "{\"NAME\":\"Inner Mongolia\"}", "inner-mongolia", "Inner Mongolia", "Inner Mongolia" },
    { "{\"name\":\"广东\",\"map\":\"mine\"}", "mine", "广东", "Guangdong" },
    { "{\"name\":\"Atlantis\"}", NULL, "Atlantis", NULL },
  };
  g_autofree char *folder = g_dir_make_tmp ("wb-atlas-XXXXXX", NULL);
  g_autofree char *country = g_build_filename (folder, "china.json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"type\":\"Feature\",\"properties\":%s,\"geometry\":"
                                               "{\"type\":\"Polygon\",\"coordinates\":"
                                               "[[[100,30],[110,30],[110,40],[100,30]]]}}",
                                               cases[i].properties);
      g_assert_true (g_file_set_contents (country, json, -1, NULL));
      g_autoptr (WbAtlas) atlas = wb_atlas_new (folder);
      g_autoptr (WbGeo) china = load (atlas, "china");
      g_autoptr (WbGeo) sichuan = load (atlas, "四川");
      g_autoptr (WbGeo) guangxi = load (atlas, "450000");
      g_autofree char *title = wb_atlas_dup_title (atlas, "sichuan", FALSE);
      guint n_regions;
      const WbGeoRegion *region = wb_geo_get_regions (china, &n_regions);

      g_assert_cmpuint (n_regions, ==, 1);
      g_assert_cmpstr (region->map, ==, cases[i].map);
      g_assert_cmpstr (region->name, ==, cases[i].name);
      g_assert_cmpstr (region->name_en, ==, cases[i].name_en);
      g_assert_cmpstr (title, ==, "四川");
    }

  /* Nor does a broken one. */
  g_assert_true (g_file_set_contents (country, "{", -1, NULL));
  g_autoptr (WbAtlas) atlas = wb_atlas_new (folder);
  g_autoptr (WbGeo) sichuan = load (atlas, "Sichuan");
  g_assert_null (wb_atlas_load (atlas, "china", NULL));

  g_unlink (country);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/atlas/all", test_all);
  g_test_add_func ("/atlas/provinces", test_provinces);
  g_test_add_func ("/atlas/unknown", test_unknown);
  g_test_add_func ("/atlas/folder", test_folder);
  g_test_add_func ("/atlas/own-country", test_own_country);

  return g_test_run ();
}
