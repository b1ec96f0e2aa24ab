/* test-map.c: the layout of the map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <math.h>

#include "map-fixture.h"

static WbAtlas *atlas;

static const struct
{
  double width, height;
} sizes[] = {
  { 790, 500 }, { 240, 180 }, { 1920, 1080 }, { 400, 900 }, { 530, 460 }, { 1, 1 }, { 0, 0 }, { 30, 20 },
  { 90, 70 }, { 2000, 40 }, { 40, 2000 }, { 120.5, 99.3 },
};

/* Places and regions are in their geographic positions in both directions. */
static void
test_places (void)
{
  for (guint rtl = 0; rtl < 2; rtl++)
    {
      WbRenderContext context = map_frame (atlas, 790, 500);
      context.right_to_left = rtl;
      g_autoptr (WbChartLayout) layout = map_lay_out (TWO_GROUPS, NULL, 0, &context);
      guint n_marks;
      const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

      fixture_check_layout (layout, &context);
      g_assert_cmpfloat (map_get_x (layout, "Urumqi"), <, map_get_x (layout, "Lhasa"));
      g_assert_cmpfloat (map_get_x (layout, "Lhasa"), <, map_get_x (layout, "Guangzhou"));
      g_assert_cmpfloat (map_get_x (layout, "Guangzhou"), <, map_get_x (layout, "Beijing"));
      g_assert_cmpfloat (map_get_y (layout, "Urumqi"), <, map_get_y (layout, "Beijing"));
      g_assert_cmpfloat (map_get_y (layout, "Beijing"), <, map_get_y (layout, "Lhasa"));
      g_assert_cmpfloat (map_get_x (layout, "Tibet"), <, map_get_x (layout, "Heilongjiang"));
      /* Outside of China. */
      g_assert_cmpint (map_find_mark (layout, "Tokyo"), ==, -1);
      g_assert_cmpint (marks[0].kind, ==, WB_MARK_PLACE);
      g_assert_cmpstr (marks[0].name, ==, "Beijing");
      g_assert_cmpstr (marks[0].text, ==, "39.9° N, 116.41° E");
      g_assert_cmpint (marks[n_marks - 1].kind, ==, WB_MARK_LEGEND);
      /* 5 places, 34 provinces, 2 groups. */
      g_assert_cmpuint (n_marks, ==, 5 + 34 + 2);
      /* The legend is on the side where reading starts. */
      if (rtl)
        g_assert_cmpfloat (map_get_x (layout, "Gold"), >, context.width / 2);
      else
        g_assert_cmpfloat (map_get_x (layout, "Gold"), <, context.width / 2);
    }
}

/* At every size the map fills its area, and labels do not overlap. */
static void
test_sizes (void)
{
  g_autofree char *json = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "../../data/samples/zh/map.json", NULL);
  static const char *const regions[] = { NULL, "广东", "world", "hainan" };

  g_assert_true (g_file_get_contents (path, &json, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (regions); j++)
      {
        WbRenderContext context = map_frame (atlas, sizes[i].width, sizes[i].height);
        g_autoptr (WbChartLayout) layout = map_lay_out (json, regions[j], 0, &context);
        WbBox plot = wb_chart_layout_get_plot (layout);
        guint n_labels, n_marks;

        fixture_check_layout (layout, &context);
        wb_chart_layout_get_labels (layout, &n_labels);
        wb_chart_layout_get_marks (layout, &n_marks);
        g_assert_cmpuint (n_marks, >=, 5);
        if (MIN (context.width, context.height) < 180)
          continue;
        g_assert_cmpuint (n_labels, >=, 4);
        g_assert_true (plot.width > context.width * 0.6 || plot.height > context.height * 0.7);
      }
}

/* No region is under an entry of the legend. */
static void
test_legend_free (void)
{
  static const char *const regions[] = { NULL, "guangdong", "inner-mongolia", "yunnan", "heilongjiang",
                                         "tibet", "hainan", "world" };

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    for (guint rtl = 0; rtl < 2; rtl++)
      for (guint size = 0; size < 5; size++)
        {
          WbRenderContext context = map_frame (atlas, sizes[size].width, sizes[size].height);
          context.right_to_left = rtl;
          g_autoptr (WbChartLayout) layout = map_lay_out (TWO_GROUPS, regions[i], 0, &context);
          guint n_marks;
          const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

          for (guint j = 0; j < n_marks; j++)
            for (double x = 0; marks[j].kind == WB_MARK_LEGEND && x <= 1; x += 0.125)
              for (double y = 0; y <= 1; y += 0.25)
                {
                  double px = marks[j].box.x + x * marks[j].box.width;

                  g_assert_cmpint (wb_map_find_region (layout->details, rtl ? context.width - px : px,
                                                       marks[j].box.y + y * marks[j].box.height, 0), ==, -1);
                }
        }
}

/* A hit test at the middle of a mark finds it, or a place at the middle of a region. */
static void
test_hit (void)
{
  static const char *const regions[] = { NULL, "Hunan", "world", "macau" };

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    for (guint rtl = 0; rtl < 2; rtl++)
      {
        WbRenderContext context = map_frame (atlas, 790, 500);
        context.right_to_left = rtl;
        g_autoptr (WbChartLayout) layout = map_lay_out (TWO_GROUPS, regions[i], 0, &context);
        guint n_marks, n_wrong = 0;
        const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

        for (guint j = 0; j < n_marks; j++)
          {
            int hit = wb_chart_layout_hit (layout, marks[j].box.x + marks[j].box.width / 2,
                                           marks[j].box.y + marks[j].box.height / 2);

            if (hit < 0)
              g_test_message ("%s %s %g %g %g %g", regions[i], marks[j].name, marks[j].box.x,
                              marks[j].box.y, marks[j].box.width, marks[j].box.height);
            g_assert_cmpint (hit, >=, 0);
            if (hit != (int) j && marks[j].kind == WB_MARK_REGION && marks[hit].kind != WB_MARK_LEGEND)
              {
                g_test_message ("%s is under %s", marks[j].name, marks[hit].name);
                n_wrong++;
              }
            else
              g_assert_cmpint (hit, ==, j);
          }
        /* Cities may be covered by their own dots, and countries smaller than a pixel by others. */
        g_assert_cmpuint (n_wrong, <=, (g_strcmp0 (regions[i], "world") == 0 ? 12 : 4));
        g_assert_cmpint (wb_chart_layout_hit (layout, 1, 1), ==, -1);
        g_assert_cmpint (wb_chart_layout_hit (layout, NAN, NAN), ==, -1);
      }
}

/* A province opens its map; a district opens none. */
static void
test_drill (void)
{
  WbRenderContext context = map_frame (atlas, 790, 500);
  g_autoptr (WbChartLayout) country = map_lay_out (TWO_GROUPS, NULL, 0, &context);
  guint n_marks, n_labels;
  const WbMark *marks = wb_chart_layout_get_marks (country, &n_marks);

  for (guint i = 0; i < n_marks; i++)
    {
      const char *region = wb_chart_layout_get_region (country, &marks[i]);

      g_assert_cmpint (region != NULL, ==, marks[i].kind == WB_MARK_REGION);
      if (region != NULL)
        g_assert_true (wb_atlas_has (atlas, region));
    }
  g_assert_cmpstr (wb_chart_layout_get_region (country, &marks[map_find_mark (country, "Guangdong")]), ==,
                   "guangdong");

  g_autoptr (WbChartLayout) province = map_lay_out (TWO_GROUPS, "guangdong", 0, &context);
  marks = wb_chart_layout_get_marks (province, &n_marks);
  g_assert_cmpint (map_find_mark (province, "Guangzhou"), >=, 0);
  g_assert_cmpint (map_find_mark (province, "Shenzhen"), >=, 0);
  g_assert_cmpint (map_find_mark (province, "Beijing"), ==, -1);
  g_assert_cmpint (map_find_mark (province, "Lhasa"), ==, -1);
  for (guint i = 0; i < n_marks; i++)
    g_assert_null (wb_chart_layout_get_region (province, &marks[i]));

  const WbLabel *labels = wb_chart_layout_get_labels (province, &n_labels);
  g_assert_cmpstr (pango_layout_get_text (labels[0].layout), ==, "Guangdong");
  g_autofree char *sentence = wb_chart_layout_describe (province);
  g_assert_cmpstr (sentence, ==, "Where sellers are: Guangdong: 2 places in 2 groups, most in Guangzhou, 1. "
                   "4 places are outside this map");
}

/* Districts are named in the language of the places. */
static void
test_districts (void)
{
  static const struct
  {
    const char *map;
    const char *chinese;
    const char *english;
  } rows[] = {
    { "guangdong", "广州市", "Guangzhou" }, { "anhui", "六安市", "Lu’an" }, { "anhui", "亳州市", "Bozhou" },
    { "fujian", "厦门市", "Xiamen" }, { "zhejiang", "台州市", "Taizhou" }, { "shanxi", "长治市", "Changzhi" },
    { "shanxi", "吕梁市", "Lüliang" }, { "shaanxi", "西安市", "Xi’an" }, { "shanghai", "闵行区", "Minhang" },
    { "chongqing", "丰都县", "Fengdu" }, { "chongqing", "石柱土家族自治县", "Shizhu" },
    { "xinjiang", "乌鲁木齐市", "Ürümqi" }, { "xinjiang", "喀什地区", "Kashgar" }, { "tibet", "拉萨市", "Lhasa" },
    { "inner-mongolia", "呼和浩特市", "Hohhot" }, { "inner-mongolia", "锡林郭勒盟", "Xilingol" },
    { "yunnan", "西双版纳傣族自治州", "Xishuangbanna" }, { "hong-kong", "湾仔区", "Wan Chai" },
    { "taiwan", "新竹市", "Hsinchu City" },
  };
  const char *chinese_data = "[{\"name\":\"甲\",\"children\":[{\"name\":\"乙\",\"value\":[113.26,23.13]}]}]";
  WbRenderContext context = map_frame (atlas, 790, 500);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (WbChartLayout) english = map_lay_out (TWO_GROUPS, rows[i].map, 0, &context);
      g_autoptr (WbChartLayout) chinese = map_lay_out (chinese_data, rows[i].map, 0, &context);

      g_assert_cmpint (map_find_mark (english, rows[i].english), >=, 0);
      g_assert_cmpint (map_find_mark (english, rows[i].chinese), ==, -1);
      g_assert_cmpint (map_find_mark (chinese, rows[i].chinese), >=, 0);
      g_assert_cmpint (map_find_mark (chinese, rows[i].english), ==, -1);
    }

  /* The city of Jilin has the name of its province, but opens no map. */
  g_autoptr (WbChartLayout) jilin = map_lay_out (TWO_GROUPS, "jilin", 0, &context);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (jilin, &n_marks);
  g_assert_null (wb_chart_layout_get_region (jilin, &marks[map_find_mark (jilin, "Jilin")]));
}

static void
test_words (void)
{
  WbRenderContext context = map_frame (atlas, 790, 500);
  g_autoptr (WbChartLayout) layout = map_lay_out (TWO_GROUPS, NULL, 0, &context);
  g_autofree char *sentence = wb_chart_layout_describe (layout);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  g_assert_cmpstr (sentence, ==, "Where sellers are: 5 places in 2 groups, most in Guangdong, 2. "
                   "1 place is outside this map");
  g_assert_cmpstr (marks[map_find_mark (layout, "Guangdong")].text, ==, "2 places");
  g_assert_cmpstr (marks[map_find_mark (layout, "Hebei")].text, ==, "0 places");

  /* Regions are named in the language of the data. */
  g_autoptr (WbChartLayout) chinese = map_lay_out ("[{\"name\":\"黄金\",\"children\":[{\"name\":\"北京\","
                                               "\"value\":[116.41,39.9]}]}]", NULL, 0, &context);
  g_assert_cmpint (map_find_mark (chinese, "广东"), >=, 0);
  g_assert_cmpint (map_find_mark (chinese, "Guangdong"), ==, -1);
}

/* A hidden group has no marks and no ripples; the map does not move. */
static void
test_hidden (void)
{
  WbRenderContext context = map_frame (atlas, 790, 500);
  g_autoptr (WbChartLayout) all = map_lay_out (TWO_GROUPS, NULL, 0, &context);
  g_autoptr (WbChartLayout) one = map_lay_out (TWO_GROUPS, NULL, 1 << 1, &context);
  g_autoptr (WbChartLayout) none = map_lay_out (TWO_GROUPS, NULL, 3, &context);

  g_assert_cmpint (map_find_mark (one, "Lhasa"), ==, -1);
  g_assert_cmpfloat (map_get_x (one, "Beijing"), ==, map_get_x (all, "Beijing"));
  g_assert_cmpfloat (map_get_y (one, "Beijing"), ==, map_get_y (all, "Beijing"));
  g_assert_true (map_is_moving (all));
  g_assert_true (map_is_moving (one));
  g_assert_false (map_is_moving (none));
}

/* If there is nothing to show, a message says why. */
static void
test_nothing (void)
{
  static const struct
  {
    const char *json;
    const char *region;
    gboolean    has_atlas;
    const char *sentence;
  } cases[] = {
    { "[]", NULL, TRUE, "Where sellers are: There are no numbers to show." },
    { "[{\"name\":\"A\",\"children\":[]}]", NULL, TRUE, "Where sellers are: There are no numbers to show." },
    { TWO_GROUPS, "atlantis", TRUE, "Where sellers are: There is no map “atlantis”" },
    { TWO_GROUPS, NULL, FALSE, "Where sellers are: There is no map to show them on." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      WbRenderContext context = map_frame (atlas, 790, 500);
      context.atlas = cases[i].has_atlas ? atlas : NULL;
      g_autoptr (WbChartLayout) layout = map_lay_out (cases[i].json, cases[i].region, 0, &context);
      g_autofree char *sentence = wb_chart_layout_describe (layout);

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
      g_assert_false (map_is_moving (layout));
    }
}

/* The names of regions are inside of these, clear of dots. */
static void
test_labels (void)
{
  static const char *const regions[] = { NULL, "guangdong", "chongqing", "world" };

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    {
      WbRenderContext context = map_frame (atlas, 790, 500);
      g_autoptr (WbChartLayout) layout = map_lay_out (TWO_GROUPS, regions[i], 0, &context);
      const WbMapDetails *details = layout->details;
      guint n_labels, n_found = 0;
      const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

      for (guint j = 0; j < n_labels; j++)
        {
          WbBox box = labels[j].box;
          double middle = box.y + box.height / 2;
          int region = wb_map_find_region (details, box.x + box.width / 2, middle, 0);

          if (labels[j].role != WB_TEXT_ROLE_REGION)
            continue;
          n_found++;
          g_assert_cmpint (region, >=, 0);
          g_assert_cmpstr (pango_layout_get_text (labels[j].layout), ==,
                           wb_map_get_name (details, wb_map_get_region (details, region)->geo));
          g_assert_cmpint (wb_map_find_region (details, box.x, middle, 0), ==, region);
          g_assert_cmpint (wb_map_find_region (details, box.x + box.width, middle, 0), ==, region);
          for (guint k = 0; k < details->dots->len; k++)
            {
              const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, k);

              g_assert_false (wb_box_contains (wb_box_grow (box, -box.height / 4), dot->at.x, dot->at.y));
            }
        }
      g_assert_cmpuint (n_found, >=, 6);
    }
}

/* In a right-to-left layout the map is moved, but not mirrored. */
static void
test_mirror (void)
{
  WbRenderContext context = map_frame (atlas, 790, 500);
  WbRenderContext mirrored = context;
  guint n_marks, n_mirrored;

  mirrored.right_to_left = TRUE;
  g_autoptr (WbChartLayout) one = map_lay_out (TWO_GROUPS, "guangdong", 0, &context);
  g_autoptr (WbChartLayout) other = map_lay_out (TWO_GROUPS, "guangdong", 0, &mirrored);
  wb_chart_layout_get_marks (one, &n_marks);
  wb_chart_layout_get_marks (other, &n_mirrored);
  g_assert_cmpuint (n_marks, ==, n_mirrored);

  double scale = ((WbMapDetails *) other->details)->scale / ((WbMapDetails *) one->details)->scale;
  double distance = map_get_x (one, "Shenzhen") - map_get_x (one, "Guangzhou");
  g_assert_cmpfloat (distance, >, 5);
  g_assert_cmpfloat_with_epsilon (map_get_x (other, "Shenzhen") - map_get_x (other, "Guangzhou"),
                                  distance * scale, 1.5);
}

/* Random names and places. */
static void
check_random (GRand *random)
{
  static const char *const names[] = { "Shanghai", "北京", "", "مرحبا بالعالم", "🎉🎉🎉",
                                       "Pacific Home Furnishing Company of the Far North",
                                       "\\u202Eoverride" };
  static const char *const regions[] = { NULL, NULL, "world", "hainan", "Macau", "新疆" };
  g_autoptr (GString) json = g_string_new ("[");
  guint n_groups = g_rand_int_range (random, 0, 80);

  for (guint i = 0; i < n_groups; i++)
    {
      guint n_places = g_rand_int_range (random, 0, 6);

      g_string_append_printf (json, "%s{\"name\":\"%s\",\"children\":[", i > 0 ? "," : "",
                              names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))]);
      for (guint j = 0; j < n_places; j++)
        g_string_append_printf (json, "%s{\"name\":\"%s\",\"value\":[%d,%d]}", j > 0 ? "," : "",
                                names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))],
                                g_rand_int_range (random, -180, 181), g_rand_int_range (random, -90, 91));
      g_string_append (json, "]}");
    }
  g_string_append_c (json, ']');

  WbRenderContext context = map_frame (atlas, floor (exp (g_rand_double_range (random, 0, 7))),
                                       floor (exp (g_rand_double_range (random, 0, 6.5))));
  context.right_to_left = g_rand_boolean (random);
  context.scale = g_rand_boolean (random) ? 1 : g_rand_double_range (random, 0.5, 3);
  const char *region = regions[g_rand_int_range (random, 0, G_N_ELEMENTS (regions))];
  g_autoptr (WbChartLayout) layout = map_lay_out (json->str, region, g_rand_int (random), &context);
  g_autofree char *sentence = wb_chart_layout_describe (layout);
  guint n_marks;
  WbSelection selection = WB_SELECTION_INIT;

  fixture_check_layout (layout, &context);
  g_assert_true (g_utf8_validate (sentence, -1, NULL));
  context.scale = 1;
  cairo_surface_destroy (fixture_draw (layout, &selection, &context, FIXTURE_BASE));
  wb_chart_layout_get_marks (layout, &n_marks);
  for (guint i = 0; i < n_marks; i += 1 + n_marks / 5)
    {
      WbBox box;

      selection.cursor = i;
      cairo_surface_destroy (fixture_draw (layout, &selection, &context, FIXTURE_OVERLAY));
      g_assert_true (wb_chart_layout_get_overlay (layout, &selection, &context, &box));
      g_assert_true (wb_box_is_inside (box, context.width, context.height));
    }
}

static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 150; i++)
    check_random (random);
}

/* A user's map across the antimeridian is in one piece, in its own projection and in that of the world. */
static void
test_antimeridian (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wb-map-XXXXXX", NULL);
  g_autofree char *fiji = g_build_filename (folder, "fiji.json", NULL);
  g_autofree char *globe = g_build_filename (folder, "globe.json", NULL);
  const char *places = "[{\"name\":\"G\",\"children\":[{\"name\":\"west\",\"value\":[179,-17]},"
                       "{\"name\":\"east\",\"value\":[-179,-17]}]}]";

  g_assert_true (g_file_set_contents (fiji, "{\"type\":\"Feature\",\"properties\":{\"name\":\"Fiji\"},"
    "\"geometry\":{\"type\":\"Polygon\","
    "\"coordinates\":[[[177,-20],[-177,-20],[-177,-15],[177,-15],[177,-20]]]}}",
    -1, NULL));
  g_assert_true (g_file_set_contents (globe, "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"Fiji\"},\"geometry\":"
    "{\"type\":\"Polygon\",\"coordinates\":[[[170,-30],[-170,-30],[-170,-5],[170,-5],[170,-30]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"Belt\"},\"geometry\":{\"type\":\"MultiPolygon\","
    "\"coordinates\":[[[[-175,0],[-90,0],[0,0],[0,50],[-175,50],[-175,0]]],"
    "[[[0,0],[90,0],[175,0],[175,50],[0,50],[0,0]]]]}}]}", -1, NULL));

  WbRenderContext context = map_frame (atlas, 790, 500);
  g_autoptr (WbAtlas) own = wb_atlas_new (folder);
  context.atlas = own;
  g_autoptr (WbChartLayout) near = map_lay_out (places, "fiji", 0, &context);
  g_assert_cmpfloat (map_get_x (near, "west"), <, map_get_x (near, "east"));
  g_assert_cmpfloat (map_get_x (near, "east") - map_get_x (near, "west"), >, 100);

  /* Cut at the edge: a piece on each side, and nothing in between. */
  g_autoptr (WbChartLayout) far = map_lay_out (places, "globe", 0, &context);
  const WbMapDetails *details = far->details;
  const WbMapRegion *region = wb_map_get_region (details, 0);
  g_assert_cmpint (details->projection.kind, ==, WB_PROJECTION_WORLD);
  g_assert_cmpuint (region->n_rings, ==, 2);
  g_assert_cmpfloat (map_get_x (far, "west"), >, map_get_x (far, "east") + 300);
  WbBox plot = wb_chart_layout_get_plot (far);
  g_assert_false (wb_map_is_inside (details, region, plot.x + plot.width / 2,
                                    region->box.y + region->box.height / 2));

  g_unlink (fiji);
  g_unlink (globe);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  atlas = wb_atlas_new (NULL);
  g_test_add_func ("/map/places", test_places);
  g_test_add_func ("/map/sizes", test_sizes);
  g_test_add_func ("/map/legend-free", test_legend_free);
  g_test_add_func ("/map/hit", test_hit);
  g_test_add_func ("/map/drill", test_drill);
  g_test_add_func ("/map/districts", test_districts);
  g_test_add_func ("/map/words", test_words);
  g_test_add_func ("/map/hidden", test_hidden);
  g_test_add_func ("/map/nothing", test_nothing);
  g_test_add_func ("/map/labels", test_labels);
  g_test_add_func ("/map/mirror", test_mirror);
  g_test_add_func ("/map/random", test_random);
  g_test_add_func ("/map/antimeridian", test_antimeridian);

  int result = g_test_run ();
  g_clear_object (&atlas);

  return result;
}
