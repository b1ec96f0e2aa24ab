/* test-map.c: the map, as numbers and pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "chart-fixture.h"
#include "wb-map.h"

#define TWO_GROUPS \
  "[{\"name\":\"Gold\",\"children\":[{\"name\":\"Beijing\",\"value\":[116.41,39.9]}," \
  "{\"name\":\"Urumqi\",\"value\":[87.62,43.83]},{\"name\":\"Tokyo\",\"value\":[139.7,35.7]}]}," \
  "{\"name\":\"Silver\",\"children\":[{\"name\":\"Lhasa\",\"value\":[91.11,29.65]}," \
  "{\"name\":\"Guangzhou\",\"value\":[113.26,23.13]},{\"name\":\"Shenzhen\",\"value\":[114.06,22.54]}]}]"

static const struct
{
  double width, height;
} sizes[] = {
  { 790, 500 }, { 240, 180 }, { 1920, 1080 }, { 400, 900 }, { 530, 460 }, { 1, 1 }, { 0, 0 }, { 30, 20 },
  { 90, 70 }, { 2000, 40 }, { 40, 2000 }, { 120.5, 99.3 },
};

static WbAtlas *atlas;

static WbFrame
get_frame (double width,
           double height)
{
  WbFrame frame = fixture_frame (width, height);

  frame.atlas = atlas;

  return frame;
}

static WbChartLayout *
lay_out (const char    *json,
         const char    *region,
         guint64        hidden,
         const WbFrame *frame)
{
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_MAP, json);
  WbSelection selection = { .hidden = hidden, .cursor = -1, .region = region };

  return wb_chart_layout_new (dataset, &selection, frame);
}

static int
find_mark (WbChartLayout *layout,
           const char    *name)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  for (guint i = 0; i < n_marks; i++)
    if (strcmp (marks[i].name, name) == 0)
      return i;

  return -1;
}

static WbBox
get_box (WbChartLayout *layout,
         const char    *name)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  int mark = find_mark (layout, name);

  g_assert_cmpint (mark, >=, 0);

  return marks[mark].box;
}

static double
get_x (WbChartLayout *layout,
       const char    *name)
{
  WbBox box = get_box (layout, name);

  return box.x + box.width / 2;
}

static double
get_y (WbChartLayout *layout,
       const char    *name)
{
  WbBox box = get_box (layout, name);

  return box.y + box.height / 2;
}

/* Places and regions are where they are on the globe, whichever way one reads. */
static void
test_places (void)
{
  for (guint rtl = 0; rtl < 2; rtl++)
    {
      WbFrame frame = get_frame (790, 500);
      frame.right_to_left = rtl;
      g_autoptr (WbChartLayout) layout = lay_out (TWO_GROUPS, NULL, 0, &frame);
      guint n_marks;
      const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

      fixture_check_layout (layout, &frame);
      g_assert_cmpfloat (get_x (layout, "Urumqi"), <, get_x (layout, "Lhasa"));
      g_assert_cmpfloat (get_x (layout, "Lhasa"), <, get_x (layout, "Guangzhou"));
      g_assert_cmpfloat (get_x (layout, "Guangzhou"), <, get_x (layout, "Beijing"));
      g_assert_cmpfloat (get_y (layout, "Urumqi"), <, get_y (layout, "Beijing"));
      g_assert_cmpfloat (get_y (layout, "Beijing"), <, get_y (layout, "Lhasa"));
      g_assert_cmpfloat (get_x (layout, "Tibet"), <, get_x (layout, "Heilongjiang"));
      /* Outside of China. */
      g_assert_cmpint (find_mark (layout, "Tokyo"), ==, -1);
      g_assert_cmpint (marks[0].kind, ==, WB_MARK_PLACE);
      g_assert_cmpstr (marks[0].name, ==, "Beijing");
      g_assert_cmpstr (marks[0].text, ==, "39.9° N, 116.41° E");
      g_assert_cmpint (marks[n_marks - 1].kind, ==, WB_MARK_LEGEND);
      /* 5 places, 34 provinces, 2 groups. */
      g_assert_cmpuint (n_marks, ==, 5 + 34 + 2);
      /* The legend is on the side where reading begins. */
      if (rtl)
        g_assert_cmpfloat (get_x (layout, "Gold"), >, frame.width / 2);
      else
        g_assert_cmpfloat (get_x (layout, "Gold"), <, frame.width / 2);
    }
}

/* Every size has a map that is as large as it can be, and no text on another. */
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
        WbFrame frame = get_frame (sizes[i].width, sizes[i].height);
        g_autoptr (WbChartLayout) layout = lay_out (json, regions[j], 0, &frame);
        WbBox plot = wb_chart_layout_get_plot (layout);
        guint n_labels, n_marks;

        fixture_check_layout (layout, &frame);
        wb_chart_layout_get_labels (layout, &n_labels);
        wb_chart_layout_get_marks (layout, &n_marks);
        g_assert_cmpuint (n_marks, >=, 5);
        if (MIN (frame.width, frame.height) < 180)
          continue;
        g_assert_cmpuint (n_labels, >=, 4);
        g_assert_true (plot.width > frame.width * 0.6 || plot.height > frame.height * 0.7);
      }
}

/* The legend and the map keep off each other: no region is under an entry. */
static void
test_legend_free (void)
{
  static const char *const regions[] = { NULL, "guangdong", "inner-mongolia", "yunnan", "heilongjiang", "tibet",
                                         "hainan", "world" };

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    for (guint rtl = 0; rtl < 2; rtl++)
      for (guint size = 0; size < 5; size++)
        {
          WbFrame frame = get_frame (sizes[size].width, sizes[size].height);
          frame.right_to_left = rtl;
          g_autoptr (WbChartLayout) layout = lay_out (TWO_GROUPS, regions[i], 0, &frame);
          guint n_marks;
          const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

          for (guint j = 0; j < n_marks; j++)
            for (double x = 0; marks[j].kind == WB_MARK_LEGEND && x <= 1; x += 0.125)
              for (double y = 0; y <= 1; y += 0.25)
                {
                  double px = marks[j].box.x + x * marks[j].box.width;

                  g_assert_cmpint (wb_map_find_region (layout->details, rtl ? frame.width - px : px,
                                                       marks[j].box.y + y * marks[j].box.height, 0), ==, -1);
                }
        }
}

/* Pointing at the middle of a mark finds it, or a place that lies on the region's middle. */
static void
test_hit (void)
{
  static const char *const regions[] = { NULL, "Hunan", "world", "macau" };

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    for (guint rtl = 0; rtl < 2; rtl++)
      {
        WbFrame frame = get_frame (790, 500);
        frame.right_to_left = rtl;
        g_autoptr (WbChartLayout) layout = lay_out (TWO_GROUPS, regions[i], 0, &frame);
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
        /* Cities under their own dots; countries of less than a pixel lie on each other. */
        g_assert_cmpuint (n_wrong, <=, (g_strcmp0 (regions[i], "world") == 0 ? 12 : 4));
        g_assert_cmpint (wb_chart_layout_hit (layout, 1, 1), ==, -1);
        g_assert_cmpint (wb_chart_layout_hit (layout, NAN, NAN), ==, -1);
      }
}

/* A province leads to its map, and a district to nothing. */
static void
test_drill (void)
{
  WbFrame frame = get_frame (790, 500);
  g_autoptr (WbChartLayout) country = lay_out (TWO_GROUPS, NULL, 0, &frame);
  guint n_marks, n_labels;
  const WbMark *marks = wb_chart_layout_get_marks (country, &n_marks);

  for (guint i = 0; i < n_marks; i++)
    {
      const char *region = wb_chart_layout_get_region (country, &marks[i]);

      g_assert_cmpint (region != NULL, ==, marks[i].kind == WB_MARK_REGION);
      if (region != NULL)
        g_assert_true (wb_atlas_has (atlas, region));
    }
  g_assert_cmpstr (wb_chart_layout_get_region (country, &marks[find_mark (country, "Guangdong")]), ==,
                   "guangdong");

  g_autoptr (WbChartLayout) province = lay_out (TWO_GROUPS, "guangdong", 0, &frame);
  marks = wb_chart_layout_get_marks (province, &n_marks);
  g_assert_cmpint (find_mark (province, "Guangzhou"), >=, 0);
  g_assert_cmpint (find_mark (province, "Shenzhen"), >=, 0);
  g_assert_cmpint (find_mark (province, "Beijing"), ==, -1);
  g_assert_cmpint (find_mark (province, "Lhasa"), ==, -1);
  for (guint i = 0; i < n_marks; i++)
    g_assert_null (wb_chart_layout_get_region (province, &marks[i]));

  const WbLabel *labels = wb_chart_layout_get_labels (province, &n_labels);
  g_assert_cmpstr (pango_layout_get_text (labels[0].layout), ==, "Guangdong");
  g_autofree char *sentence = wb_chart_layout_describe (province);
  g_assert_cmpstr (sentence, ==, "Where sellers are: Guangdong: 2 places in 2 groups, most in 广州市, 1");
}

static void
test_words (void)
{
  WbFrame frame = get_frame (790, 500);
  g_autoptr (WbChartLayout) layout = lay_out (TWO_GROUPS, NULL, 0, &frame);
  g_autofree char *sentence = wb_chart_layout_describe (layout);
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  g_assert_cmpstr (sentence, ==, "Where sellers are: 5 places in 2 groups, most in Guangdong, 2");
  g_assert_cmpstr (marks[find_mark (layout, "Guangdong")].text, ==, "2 places");
  g_assert_cmpstr (marks[find_mark (layout, "Hebei")].text, ==, "0 places");

  /* The picture speaks the language of its data. */
  g_autoptr (WbChartLayout) chinese = lay_out ("[{\"name\":\"黄金\",\"children\":[{\"name\":\"北京\","
                                               "\"value\":[116.41,39.9]}]}]", NULL, 0, &frame);
  g_assert_cmpint (find_mark (chinese, "广东"), >=, 0);
  g_assert_cmpint (find_mark (chinese, "Guangdong"), ==, -1);
}

/* A group that is switched off has no marks and does not ripple; the map stays where it is. */
static void
test_hidden (void)
{
  WbFrame frame = get_frame (790, 500);
  g_autoptr (WbChartLayout) all = lay_out (TWO_GROUPS, NULL, 0, &frame);
  g_autoptr (WbChartLayout) one = lay_out (TWO_GROUPS, NULL, 1 << 1, &frame);
  g_autoptr (WbChartLayout) none = lay_out (TWO_GROUPS, NULL, 3, &frame);

  g_assert_cmpint (find_mark (one, "Lhasa"), ==, -1);
  g_assert_cmpfloat (get_x (one, "Beijing"), ==, get_x (all, "Beijing"));
  g_assert_cmpfloat (get_y (one, "Beijing"), ==, get_y (all, "Beijing"));
  g_assert_true (wb_chart_is_moving (all, NULL, &frame));
  g_assert_true (wb_chart_is_moving (one, NULL, &frame));
  g_assert_false (wb_chart_is_moving (none, NULL, &frame));
}

/* Whatever cannot be shown says why. */
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
      WbFrame frame = get_frame (790, 500);
      frame.atlas = cases[i].has_atlas ? atlas : NULL;
      g_autoptr (WbChartLayout) layout = lay_out (cases[i].json, cases[i].region, 0, &frame);
      g_autofree char *sentence = wb_chart_layout_describe (layout);

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
      g_assert_false (wb_chart_is_moving (layout, NULL, &frame));
    }
}

/* The names of regions lie in them, and on no dot. */
static void
test_labels (void)
{
  static const char *const regions[] = { NULL, "guangdong", "chongqing", "world" };

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    {
      WbFrame frame = get_frame (790, 500);
      g_autoptr (WbChartLayout) layout = lay_out (TWO_GROUPS, regions[i], 0, &frame);
      const WbMapDetails *details = layout->details;
      guint n_labels, n_found = 0;
      const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

      for (guint j = 0; j < n_labels; j++)
        {
          WbBox box = labels[j].box;
          double middle = box.y + box.height / 2;
          int region = wb_map_find_region (details, box.x + box.width / 2, middle, 0);

          if (labels[j].ink != WB_INK_REGION)
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

static gboolean
is_in_any (const WbBox *boxes,
           guint        n_boxes,
           double       x,
           double       y)
{
  for (guint i = 0; i < n_boxes; i++)
    if (x >= boxes[i].x && x < boxes[i].x + boxes[i].width && y >= boxes[i].y &&
        y < boxes[i].y + boxes[i].height)
      return TRUE;

  return FALSE;
}

/* What moves paints in its boxes and nowhere else; boxes are apart; each painted by itself makes the whole. */
static void
test_motion (void)
{
  for (guint rtl = 0; rtl < 2; rtl++)
    for (guint scale = 1; scale <= 2; scale++)
      {
        WbFrame frame = get_frame (530, 460);
        frame.right_to_left = rtl;
        frame.scale = scale;
        frame.time = 1234567;
        g_autoptr (WbChartLayout) layout = lay_out (TWO_GROUPS, NULL, 0, &frame);
        guint n_boxes, n_painted = 0;
        const WbBox *boxes = wb_chart_layout_get_motion (layout, &n_boxes);
        cairo_surface_t *whole = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 530 * scale, 460 * scale);
        cairo_surface_t *parts = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 530 * scale, 460 * scale);
        cairo_t *cr = cairo_create (whole);

        cairo_scale (cr, scale, scale);
        wb_chart_layout_draw_motion (layout, cr, &frame);
        cairo_destroy (cr);
        cr = cairo_create (parts);
        cairo_scale (cr, scale, scale);
        for (guint i = 0; i < n_boxes; i++)
          {
            g_assert_true (wb_box_is_inside (boxes[i], 530, 460));
            for (guint j = 0; j < i; j++)
              g_assert_false (wb_box_intersects (boxes[i], boxes[j]));
            cairo_save (cr);
            cairo_rectangle (cr, boxes[i].x, boxes[i].y, boxes[i].width, boxes[i].height);
            cairo_clip (cr);
            wb_chart_layout_draw_motion (layout, cr, &frame);
            cairo_restore (cr);
          }
        cairo_destroy (cr);

        cairo_surface_flush (whole);
        cairo_surface_flush (parts);
        for (int y = 0; y < 460 * (int) scale; y++)
          for (int x = 0; x < 530 * (int) scale; x++)
            {
              guint32 pixel = fixture_pixel (whole, x, y);

              g_assert_cmphex (pixel, ==, fixture_pixel (parts, x, y));
              n_painted += pixel != 0;
              if (pixel != 0)
                g_assert_true (is_in_any (boxes, n_boxes, (x + 0.5) / scale, (y + 0.5) / scale));
            }
        g_assert_cmpuint (n_boxes, >=, 3);
        g_assert_cmpuint (n_painted, >, 100);
        cairo_surface_destroy (whole);
        cairo_surface_destroy (parts);
      }
}

/* It does move, and comes round again. */
static void
test_time (void)
{
  WbFrame frame = get_frame (530, 460);
  g_autoptr (WbChartLayout) layout = lay_out (TWO_GROUPS, NULL, 0, &frame);
  guint32 sums[3] = { 0 };
  static const gint64 times[] = { 100000, 900000, 100000 + 3200000 };

  for (guint i = 0; i < 3; i++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 530, 460);
      cairo_t *cr = cairo_create (surface);

      frame.time = times[i];
      wb_chart_layout_draw_motion (layout, cr, &frame);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      for (int y = 0; y < 460; y++)
        for (int x = 0; x < 530; x++)
          sums[i] = sums[i] * 31 + fixture_pixel (surface, x, y);
      cairo_surface_destroy (surface);
    }
  g_assert_cmphex (sums[0], !=, sums[1]);
  g_assert_cmphex (sums[0], ==, sums[2]);
}

/* The overlay paints in the box it names. */
static void
test_overlay (void)
{
  for (guint rtl = 0; rtl < 2; rtl++)
    {
      WbFrame frame = get_frame (400, 300);
      frame.right_to_left = rtl;
      g_autoptr (WbChartLayout) layout = lay_out (TWO_GROUPS, NULL, 0, &frame);
      WbSelection selection = WB_SELECTION_INIT;
      guint n_marks;

      wb_chart_layout_get_marks (layout, &n_marks);
      for (guint i = 0; i < n_marks; i++)
        {
          WbBox box;

          selection.cursor = i;
          cairo_surface_t *surface = fixture_draw (layout, &selection, &frame, TRUE);
          guint n_painted = 0;
          g_assert_true (wb_chart_layout_get_overlay (layout, &selection, &frame, &box));
          for (int y = 0; y < 300; y++)
            for (int x = 0; x < 400; x++)
              if (fixture_pixel (surface, x, y) != 0)
                {
                  n_painted++;
                  g_assert_true (wb_box_contains (wb_box_grow (box, 1), x + 0.5, y + 0.5));
                }
          g_assert_cmpuint (n_painted, >, 50);
          cairo_surface_destroy (surface);
        }
    }
}

/* A pixel in the middle of a region has its colour; the sea has none; a gap between neighbours nowhere. */
static void
test_pixels (void)
{
  static const char *const names[] = { "Tibet", "Xinjiang", "Inner Mongolia", "Sichuan" };

  for (guint rtl = 0; rtl < 2; rtl++)
    {
      WbFrame frame = get_frame (790, 500);
      frame.right_to_left = rtl;
      g_autoptr (WbChartLayout) layout = lay_out (TWO_GROUPS, NULL, 0, &frame);
      cairo_surface_t *surface = fixture_draw (layout, NULL, &frame, FALSE);

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          WbBox box = get_box (layout, names[i]);

          /* Below the name. */
          g_assert_cmphex (fixture_pixel (surface, box.x + box.width / 2, box.y + box.height + 12), ==,
                           0xff2e72bf);
        }
      g_assert_cmphex (fixture_pixel (surface, rtl ? 20 : 770, 20), ==, 0);
      cairo_surface_destroy (surface);
    }
}

/* Borders are simplified for both neighbours alike: inside of the country every point is in some region. */
static void
test_no_gaps (void)
{
  WbFrame frame = get_frame (790, 500);
  g_autoptr (WbChartLayout) layout = lay_out (TWO_GROUPS, NULL, 0, &frame);
  const WbMapDetails *details = layout->details;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 790, 500);
  cairo_t *cr = cairo_create (surface);
  guint n_gaps = 0;

  cairo_append_path (cr, details->ground);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  /* A pixel that is not full while those three away on all sides are, is in a gap between regions. */
  for (int y = 4; y < 496; y++)
    for (int x = 4; x < 786; x++)
      if (data[y * stride + x] < 0x80 && data[(y - 3) * stride + x] == 0xff &&
          data[(y + 3) * stride + x] == 0xff && data[y * stride + x - 3] == 0xff && data[y * stride + x + 3] == 0xff)
        n_gaps++;
  g_test_message ("%u pixels in gaps", n_gaps);
  g_assert_cmpuint (n_gaps, <, 12);
  cairo_surface_destroy (surface);
}

/* Twice the density has everything at the same place. */
static void
test_density (void)
{
  WbFrame frame = get_frame (790, 500);
  WbFrame dense = frame;
  guint n_marks, n_dense;

  dense.scale = 2;
  g_autoptr (WbChartLayout) one = lay_out (TWO_GROUPS, NULL, 0, &frame);
  g_autoptr (WbChartLayout) other = lay_out (TWO_GROUPS, NULL, 0, &dense);
  const WbMark *marks = wb_chart_layout_get_marks (one, &n_marks);
  const WbMark *dense_marks = wb_chart_layout_get_marks (other, &n_dense);

  g_assert_cmpuint (n_marks, ==, n_dense);
  for (guint i = 0; i < n_marks; i++)
    if (marks[i].kind == WB_MARK_PLACE)
      {
        g_assert_cmpfloat_with_epsilon (marks[i].box.x, dense_marks[i].box.x, 0.51);
        g_assert_cmpfloat_with_epsilon (marks[i].box.y, dense_marks[i].box.y, 0.51);
      }
}

/* For a right-to-left reader the map is moved and never mirrored. */
static void
test_mirror (void)
{
  WbFrame frame = get_frame (790, 500);
  WbFrame mirrored = frame;
  guint n_marks, n_mirrored;

  mirrored.right_to_left = TRUE;
  g_autoptr (WbChartLayout) one = lay_out (TWO_GROUPS, "guangdong", 0, &frame);
  g_autoptr (WbChartLayout) other = lay_out (TWO_GROUPS, "guangdong", 0, &mirrored);
  wb_chart_layout_get_marks (one, &n_marks);
  wb_chart_layout_get_marks (other, &n_mirrored);
  g_assert_cmpuint (n_marks, ==, n_mirrored);

  double scale = ((WbMapDetails *) other->details)->scale / ((WbMapDetails *) one->details)->scale;
  double distance = get_x (one, "Shenzhen") - get_x (one, "Guangzhou");
  g_assert_cmpfloat (distance, >, 5);
  g_assert_cmpfloat_with_epsilon (get_x (other, "Shenzhen") - get_x (other, "Guangzhou"), distance * scale, 1.5);
}

/* Names and places of any kind. */
static void
check_random (GRand *random)
{
  static const char *const names[] = { "Shanghai", "北京", "", "مرحبا بالعالم", "🎉🎉🎉",
                                       "Pacific Home Furnishing Company of the Far North", "\\u202Eoverride" };
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

  WbFrame frame = get_frame (floor (exp (g_rand_double_range (random, 0, 7))),
                             floor (exp (g_rand_double_range (random, 0, 6.5))));
  frame.right_to_left = g_rand_boolean (random);
  frame.scale = g_rand_boolean (random) ? 1 : g_rand_double_range (random, 0.5, 3);
  const char *region = regions[g_rand_int_range (random, 0, G_N_ELEMENTS (regions))];
  g_autoptr (WbChartLayout) layout = lay_out (json->str, region, g_rand_int (random), &frame);
  g_autofree char *sentence = wb_chart_layout_describe (layout);
  guint n_marks;
  WbSelection selection = WB_SELECTION_INIT;

  fixture_check_layout (layout, &frame);
  g_assert_true (g_utf8_validate (sentence, -1, NULL));
  frame.scale = 1;
  cairo_surface_destroy (fixture_draw (layout, &selection, &frame, FALSE));
  wb_chart_layout_get_marks (layout, &n_marks);
  for (guint i = 0; i < n_marks; i += 1 + n_marks / 5)
    {
      WbBox box;

      selection.cursor = i;
      cairo_surface_destroy (fixture_draw (layout, &selection, &frame, TRUE));
      g_assert_true (wb_chart_layout_get_overlay (layout, &selection, &frame, &box));
      g_assert_true (wb_box_is_inside (box, frame.width, frame.height));
    }
}

static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 150; i++)
    check_random (random);
}

/* Five thousand places are drawn, and do not ripple. */
static void
test_many (void)
{
  g_autoptr (GString) json = g_string_new ("[{\"name\":\"A\",\"children\":[");
  WbFrame frame = get_frame (790, 500);
  guint n_marks;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (json, "%s{\"name\":\"P\",\"value\":[%u.%u,%u]}", i > 0 ? "," : "", 90 + i % 30,
                            i % 10, 25 + i % 15);
  g_string_append (json, "]}]");
  g_autoptr (WbChartLayout) layout = lay_out (json->str, NULL, 0, &frame);
  wb_chart_layout_get_marks (layout, &n_marks);
  g_assert_cmpuint (n_marks, >, 4000);
  g_assert_false (wb_chart_is_moving (layout, NULL, &frame));
  cairo_surface_destroy (fixture_draw (layout, NULL, &frame, FALSE));
}

/* A map of the user's across the antimeridian is in one piece, in its projection and in that of the world. */
static void
test_antimeridian (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wb-map-XXXXXX", NULL);
  g_autofree char *fiji = g_build_filename (folder, "fiji.json", NULL);
  g_autofree char *globe = g_build_filename (folder, "globe.json", NULL);
  const char *places = "[{\"name\":\"G\",\"children\":[{\"name\":\"west\",\"value\":[179,-17]},"
                       "{\"name\":\"east\",\"value\":[-179,-17]}]}]";

  g_assert_true (g_file_set_contents (fiji, "{\"type\":\"Feature\",\"properties\":{\"name\":\"Fiji\"},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[177,-20],[-177,-20],[-177,-15],[177,-15],[177,-20]]]}}", -1, NULL));
  g_assert_true (g_file_set_contents (globe, "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"Fiji\"},\"geometry\":"
    "{\"type\":\"Polygon\",\"coordinates\":[[[170,-30],[-170,-30],[-170,-5],[170,-5],[170,-30]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"Belt\"},\"geometry\":{\"type\":\"MultiPolygon\","
    "\"coordinates\":[[[[-175,0],[-90,0],[0,0],[0,50],[-175,50],[-175,0]]],"
    "[[[0,0],[90,0],[175,0],[175,50],[0,50],[0,0]]]]}}]}", -1, NULL));

  WbFrame frame = get_frame (790, 500);
  g_autoptr (WbAtlas) own = wb_atlas_new (folder);
  frame.atlas = own;
  g_autoptr (WbChartLayout) near = lay_out (places, "fiji", 0, &frame);
  g_assert_cmpfloat (get_x (near, "west"), <, get_x (near, "east"));
  g_assert_cmpfloat (get_x (near, "east") - get_x (near, "west"), >, 100);

  /* Cut at the edge: a piece on each side, and nothing in between. */
  g_autoptr (WbChartLayout) far = lay_out (places, "globe", 0, &frame);
  const WbMapDetails *details = far->details;
  const WbMapRegion *region = wb_map_get_region (details, 0);
  g_assert_cmpint (details->projection.kind, ==, WB_PROJECTION_WORLD);
  g_assert_cmpuint (region->n_rings, ==, 2);
  g_assert_cmpfloat (get_x (far, "west"), >, get_x (far, "east") + 300);
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
  g_test_add_func ("/map/words", test_words);
  g_test_add_func ("/map/hidden", test_hidden);
  g_test_add_func ("/map/nothing", test_nothing);
  g_test_add_func ("/map/labels", test_labels);
  g_test_add_func ("/map/motion", test_motion);
  g_test_add_func ("/map/time", test_time);
  g_test_add_func ("/map/overlay", test_overlay);
  g_test_add_func ("/map/pixels", test_pixels);
  g_test_add_func ("/map/no-gaps", test_no_gaps);
  g_test_add_func ("/map/density", test_density);
  g_test_add_func ("/map/mirror", test_mirror);
  g_test_add_func ("/map/random", test_random);
  g_test_add_func ("/map/many", test_many);
  g_test_add_func ("/map/antimeridian", test_antimeridian);

  int result = g_test_run ();
  g_clear_object (&atlas);

  return result;
}
