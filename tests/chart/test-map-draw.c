/* test-map-draw.c: the map in pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "map-fixture.h"

static WbAtlas *atlas;

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

/* Animations paint only in their boxes, which do not overlap; painting each box separately gives the
 * whole. */
static void
test_motion (void)
{
  for (guint rtl = 0; rtl < 2; rtl++)
    for (guint scale = 1; scale <= 2; scale++)
      {
        WbRenderContext context = map_frame (atlas, 530, 460);
        context.right_to_left = rtl;
        context.scale = scale;
        context.time = 1234567;
        g_autoptr (WbChartLayout) layout = map_lay_out (TWO_GROUPS, NULL, 0, &context);
        guint n_boxes, n_painted = 0;
        const WbBox *boxes = wb_chart_layout_get_motion (layout, &n_boxes);
        cairo_surface_t *whole = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 530 * scale, 460 * scale);
        cairo_surface_t *parts = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 530 * scale, 460 * scale);
        cairo_t *cr = cairo_create (whole);

        cairo_scale (cr, scale, scale);
        wb_chart_layout_draw_motion (layout, cr, &context);
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
            wb_chart_layout_draw_motion (layout, cr, &context);
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

/* The animation changes with time, and is periodic. */
static void
test_time (void)
{
  WbRenderContext context = map_frame (atlas, 530, 460);
  g_autoptr (WbChartLayout) layout = map_lay_out (TWO_GROUPS, NULL, 0, &context);
  guint32 sums[3] = { 0 };
  static const gint64 times[] = { 100000, 900000, 100000 + 3200000 };

  for (guint i = 0; i < 3; i++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 530, 460);
      cairo_t *cr = cairo_create (surface);

      context.time = times[i];
      wb_chart_layout_draw_motion (layout, cr, &context);
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

/* The overlay paints only in its area. */
static void
test_overlay (void)
{
  for (guint round = 0; round < 3; round++)
    {
      WbRenderContext context = map_frame (atlas, 400, 300);
      context.right_to_left = round == 1;
      if (round == 2)
        context.palette = wb_palette_lookup (WB_THEME_DARK, WB_CONTRAST_HIGH);
      g_autoptr (WbChartLayout) layout = map_lay_out (TWO_GROUPS, NULL, 0, &context);
      WbSelection selection = WB_SELECTION_INIT;
      guint n_marks;

      wb_chart_layout_get_marks (layout, &n_marks);
      for (guint i = 0; i < n_marks; i++)
        {
          WbBox box;

          selection.cursor = i;
          cairo_surface_t *surface = fixture_draw (layout, &selection, &context, FIXTURE_OVERLAY);
          guint n_painted = 0;
          g_assert_true (wb_chart_layout_get_overlay (layout, &selection, &context, &box));
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

/* A pixel in the middle of a region has its colour; the sea is transparent; there is no gap between
 * neighbours. */
static void
test_pixels (void)
{
  static const char *const names[] = { "Tibet", "Xinjiang", "Inner Mongolia", "Sichuan" };

  for (guint rtl = 0; rtl < 2; rtl++)
    {
      WbRenderContext context = map_frame (atlas, 790, 500);
      context.right_to_left = rtl;
      g_autoptr (WbChartLayout) layout = map_lay_out (TWO_GROUPS, NULL, 0, &context);
      cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          WbBox box = map_get_box (layout, names[i]);

          /* Below the name. */
          g_assert_cmphex (fixture_pixel (surface, box.x + box.width / 2, box.y + box.height + 12), ==,
                           fixture_color (context.palette->region));
        }
      g_assert_cmphex (fixture_pixel (surface, rtl ? 20 : 770, 20), ==, 0);
      cairo_surface_destroy (surface);
    }
}

/* Borders are simplified the same way for both neighbours: every point within the country is in a region. */
static void
test_no_gaps (void)
{
  WbRenderContext context = map_frame (atlas, 790, 500);
  g_autoptr (WbChartLayout) layout = map_lay_out (TWO_GROUPS, NULL, 0, &context);
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
  /* A translucent pixel between opaque ones at a distance of three is in a gap between regions. */
  for (int y = 4; y < 496; y++)
    for (int x = 4; x < 786; x++)
      if (data[y * stride + x] < 0x80 && data[(y - 3) * stride + x] == 0xff &&
          data[(y + 3) * stride + x] == 0xff && data[y * stride + x - 3] == 0xff &&
          data[y * stride + x + 3] == 0xff)
        n_gaps++;
  g_test_message ("%u pixels in gaps", n_gaps);
  g_assert_cmpuint (n_gaps, <, 12);
  cairo_surface_destroy (surface);
}

/* Scale 2 does not change positions. */
static void
test_density (void)
{
  WbRenderContext context = map_frame (atlas, 790, 500);
  WbRenderContext dense = context;
  guint n_marks, n_dense;

  dense.scale = 2;
  g_autoptr (WbChartLayout) one = map_lay_out (TWO_GROUPS, NULL, 0, &context);
  g_autoptr (WbChartLayout) other = map_lay_out (TWO_GROUPS, NULL, 0, &dense);
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

/* Five thousand places are drawn, without ripples. */
static void
test_many (void)
{
  g_autoptr (GString) json = g_string_new ("[{\"name\":\"A\",\"children\":[");
  WbRenderContext context = map_frame (atlas, 790, 500);
  guint n_marks;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (json, "%s{\"name\":\"P\",\"value\":[%u.%u,%u]}", i > 0 ? "," : "", 90 + i % 30,
                            i % 10, 25 + i % 15);
  g_string_append (json, "]}]");
  g_autoptr (WbChartLayout) layout = map_lay_out (json->str, NULL, 0, &context);
  wb_chart_layout_get_marks (layout, &n_marks);
  g_assert_cmpuint (n_marks, >, 4000);
  g_assert_false (map_is_moving (layout));
  cairo_surface_destroy (fixture_draw (layout, NULL, &context, FIXTURE_BASE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  atlas = wb_atlas_new (NULL);
  g_test_add_func ("/map-draw/motion", test_motion);
  g_test_add_func ("/map-draw/time", test_time);
  g_test_add_func ("/map-draw/overlay", test_overlay);
  g_test_add_func ("/map-draw/pixels", test_pixels);
  g_test_add_func ("/map-draw/no-gaps", test_no_gaps);
  g_test_add_func ("/map-draw/density", test_density);
  g_test_add_func ("/map-draw/many", test_many);

  int result = g_test_run ();
  g_clear_object (&atlas);

  return result;
}
