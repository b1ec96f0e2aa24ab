/* test-map-places.c: what is on a map and what is not, and how well it fills its card
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "map-fixture.h"

static WbAtlas *atlas;

static gboolean
has_label (WbChartLayout *layout,
           const char    *text)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < n_labels; i++)
    if (strcmp (pango_layout_get_text (labels[i].layout), text) == 0)
      return TRUE;

  return FALSE;
}

/* The card says how many places are not on the map. */
static void
test_missing (void)
{
  static const struct
  {
    const char *places;
    const char *region;
    guint64     hidden;
    const char *words;
  } cases[] = {
    { "{\"name\":\"Beijing\",\"value\":[116.4,39.9]},{\"name\":\"New York\",\"value\":[-74,40.7]},"
      "{\"name\":\"Tokyo\",\"value\":[139.7,35.7]},{\"name\":\"Null Island\",\"value\":[0,0]},"
      "{\"name\":\"Singapore\",\"value\":[103.8,1.35]},{\"name\":\"Fiji\",\"value\":[179.9,-17]}", NULL, 0,
      "5 places are outside this map" },
    { "{\"name\":\"Tokyo\",\"value\":[139.7,35.7]},{\"name\":\"A\",\"value\":null},"
      "{\"name\":\"B\",\"value\":null}", NULL, 0,
      "1 place is outside this map · 2 places have no position" },
    { "{\"name\":\"Beijing\",\"value\":[116.4,39.9]},{\"name\":\"Shenzhen\",\"value\":[114.06,22.54]}",
      "guangdong", 0, "1 place is outside this map" },
    { "{\"name\":\"Tokyo\",\"value\":[139.7,35.7]}", "world", 0, NULL },
    { "{\"name\":\"Tokyo\",\"value\":[139.7,35.7]}", NULL, 1, NULL },
    { "{\"name\":\"Beijing\",\"value\":[116.4,39.9]}", NULL, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint rtl = 0; rtl < 2; rtl++)
      {
        g_autofree char *json = g_strdup_printf ("[{\"name\":\"HQ\",\"children\":[%s]}]", cases[i].places);
        WbRenderContext context = map_frame (atlas, 790, 500);
        context.right_to_left = rtl;
        g_autoptr (WbChartLayout) layout = map_lay_out (json, cases[i].region, cases[i].hidden, &context);
        g_autofree char *sentence = wb_chart_layout_describe (layout);

        fixture_check_layout (layout, &context);
        g_assert_cmpint (strstr (sentence, "map ·") != NULL || strstr (sentence, "this map") != NULL, ==,
                         cases[i].words != NULL);
        if (cases[i].words != NULL)
          {
            g_assert_true (has_label (layout, cases[i].words));
            g_assert_true (g_str_has_suffix (sentence, cases[i].words));
          }
      }
}

/* Several places at one point have their number beside them, and names in the tooltip. */
static void
test_same_point (void)
{
  g_autoptr (GString) json = g_string_new ("[{\"name\":\"A\",\"children\":[");
  WbRenderContext context = map_frame (atlas, 790, 500);

  for (guint i = 0; i < 21; i++)
    g_string_append_printf (json, "{\"name\":\"same %u\",\"value\":[116.4,39.9]},", i);
  g_string_append (json, "{\"name\":\"alone\",\"value\":[103.8,36]}]},{\"name\":\"B\",\"children\":["
                         "{\"name\":\"other\",\"value\":[116.4,39.9]}]}]");
  g_autoptr (WbChartLayout) layout = map_lay_out (json->str, NULL, 0, &context);
  const WbMapDetails *details = layout->details;

  fixture_check_layout (layout, &context);
  g_assert_true (has_label (layout, "22"));
  g_assert_cmpuint (details->badges->len, ==, 1);
  for (guint i = 0; i < details->dots->len; i++)
    g_assert_cmpuint (g_array_index (details->dots, WbMapDot, i).n_here, ==,
                      strcmp (wb_layout_get_mark (layout, i)->name, "alone") == 0 ? 1 : 22);
}

/* The area of a dot is proportional to the third value of its place. */
static void
test_values (void)
{
  WbRenderContext context = map_frame (atlas, 790, 500);
  g_autoptr (WbChartLayout) layout =
    map_lay_out ("[{\"name\":\"A\",\"children\":[{\"name\":\"large\",\"value\":[116.4,39.9,1600]},"
                 "{\"name\":\"medium\",\"value\":[103.8,36,400]},{\"name\":\"tiny\",\"value\":[91,30,0]},"
                 "{\"name\":\"plain\",\"value\":[113,23]}]}]", NULL, 0, &context);
  const WbMark *large = wb_layout_get_mark (layout, map_find_mark (layout, "large"));
  double medium = map_get_box (layout, "medium").width;
  double plain = map_get_box (layout, "plain").width;

  g_assert_cmpfloat_with_epsilon (large->box.width, 2 * medium, 0.01);
  g_assert_cmpfloat (medium, >, plain);
  g_assert_cmpfloat (plain, >, map_get_box (layout, "tiny").width);
  g_assert_cmpfloat (map_get_box (layout, "tiny").width, >, 3);
  g_assert_cmpstr (large->text, ==, "1,600 (39.9° N, 116.4° E)");
  g_assert_cmpfloat (large->value, ==, 1600);
}

/* A map that is limited by the width of its card fills it, and one that is limited by the height that. */
static void
test_fill (void)
{
  static const struct
  {
    double width, height;
  } frames[] = { { 530, 460 }, { 640, 560 }, { 500, 500 }, { 790, 500 }, { 1200, 700 } };

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      WbRenderContext context = map_frame (atlas, frames[i].width, frames[i].height);
      g_autoptr (WbChartLayout) layout =
        map_lay_out ("[{\"name\":\"A\",\"children\":[{\"name\":\"a\",\"value\":[116.4,39.9]}]}]", NULL, 0,
                     &context);
      const WbMapDetails *details = layout->details;
      double left = G_MAXDOUBLE, right = 0, top = G_MAXDOUBLE, bottom = 0;

      for (guint j = 0; j < details->regions->len; j++)
        {
          WbBox box = wb_map_get_region (details, j)->box;

          left = MIN (left, box.x);
          right = MAX (right, box.x + box.width);
          top = MIN (top, box.y);
          bottom = MAX (bottom, box.y + box.height);
        }
      g_test_message ("%g×%g: %g %g", frames[i].width, frames[i].height, (right - left) / frames[i].width,
                      (bottom - top) / frames[i].height);
      g_assert_true (right - left >= 0.9 * frames[i].width || bottom - top >= 0.93 * frames[i].height);
    }
}

/* On a large card all provinces but the smallest have their names. */
static void
test_small_regions (void)
{
  static const char *const places = "[{\"name\":\"甲\",\"children\":[{\"name\":\"乙\",\"value\":[90,35]}]}]";
  WbRenderContext usual = map_frame (atlas, 790, 500);
  WbRenderContext large = map_frame (atlas, 2400, 1500);
  g_autoptr (WbChartLayout) small_card = map_lay_out (places, NULL, 0, &usual);
  g_autoptr (WbChartLayout) large_card = map_lay_out (places, NULL, 0, &large);

  g_assert_false (has_label (small_card, "北京"));
  g_assert_true (has_label (large_card, "北京"));
  g_assert_true (has_label (large_card, "重庆"));
  g_assert_true (has_label (large_card, "宁夏"));
  g_assert_true (has_label (large_card, "台湾"));
  g_assert_true (has_label (large_card, "海南"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  atlas = wb_atlas_new (NULL);
  g_test_add_func ("/map-places/missing", test_missing);
  g_test_add_func ("/map-places/same-point", test_same_point);
  g_test_add_func ("/map-places/values", test_values);
  g_test_add_func ("/map-places/fill", test_fill);
  g_test_add_func ("/map-places/small-regions", test_small_regions);

  int result = g_test_run ();
  g_clear_object (&atlas);

  return result;
}
