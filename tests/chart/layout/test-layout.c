/* test-layout.c: properties of all layouts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

#include <math.h>
#include <string.h>

#include "support/wb-viewing.h"

static const WbChartKind kinds[] = {
  WB_CHART_TREND, WB_CHART_SELLER, WB_CHART_RANK, WB_CHART_HOT, WB_CHART_STOCK,
};

static const struct
{
  double width, height;
} sizes[] = {
  { 240, 180 }, { 640, 360 }, { 1920, 1080 }, { 400, 900 }, { 530, 460 }, { 960, 540 },
  { 1, 1 }, { 0, 0 }, { 3840, 2160 }, { 30, 20 }, { 90, 70 }, { 2000, 40 }, { 40, 2000 }, { 120.5, 99.3 },
};

static guint
count_drawn (cairo_surface_t *surface)
{
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      n += fixture_pixel (surface, x, y) != 0;

  return n;
}

/* The data of a board at every size: labels are complete and do not overlap, marks are in the plot, and there
 * is text if there is room. */
static void
test_sizes (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        g_autoptr (WbDataset) dataset = fixture_board (kinds[k]);
        WbRenderContext context = fixture_context (sizes[s].width, sizes[s].height);
        g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
        WbBox plot = wb_chart_layout_get_plot (layout);
        guint n_labels;

        fixture_check_layout (layout, &context);
        wb_chart_layout_get_labels (layout, &n_labels);
        if (MIN (sizes[s].width, sizes[s].height) >= 180)
          {
            g_assert_cmpuint (n_labels, >=, 10);
            g_assert_cmpfloat (plot.width * plot.height, >=,
                               0.15 * pow (MIN (context.width, context.height), 2));
          }
        if (sizes[s].width >= 1 && sizes[s].width * sizes[s].height <= 2e6)
          {
            cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);

            if (MIN (sizes[s].width, sizes[s].height) >= 40)
              g_assert_cmpuint (count_drawn (surface), >, MIN (context.width, context.height) * 5);
            cairo_surface_destroy (surface);
          }
      }
}

/* Text is a share of the sides between the least and the largest size, times the text scale. */
static void
test_text_size (void)
{
  static const struct
  {
    double side, scale, size;
  } cases[] = { { 100, 1, 9 }, { 440, 1, 20 }, { 1080, 1, 44 }, { 440, 1.5, 30 }, { 100, 2, 18 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      WbRenderContext context = fixture_context (2000, cases[i].side);
      context.text_scale = cases[i].scale;
      g_autoptr (WbText) text = wb_text_new (&context);

      g_assert_cmpfloat_with_epsilon (text->size, cases[i].size, 6);
      g_assert_cmpfloat (text->size, <=, 44 * cases[i].scale);
      g_assert_cmpfloat (text->size, >=, 9 * cases[i].scale);
    }
}

/* No text is higher than a line or wider than its limit. */
static void
test_text_fits (void)
{
  static const char *const odd[] = {
    "Shanghai", "北京", "", "\n\n", "a\nb", "ཧྐྵྨླྺྼྻྂ", "ก็็็็็็็็",
    "W\u0302\u0302\u0302\u0302\u0302\u0316\u0316\u0316\u0316", "\xff\xfe", "\u202E!",
  };
  WbRenderContext context = fixture_context (640, 440);
  g_autoptr (WbText) text = wb_text_new (&context);
  g_autofree char *megabyte = g_strnfill (1 << 20, 'm');

  /* A line that is too low for all scripts. */
  text->above = 0.5;
  text->below = 0.5;
  for (guint i = 0; i <= G_N_ELEMENTS (odd); i++)
    for (double width = 10; width < 1000; width *= 3)
      {
        const char *string = i < G_N_ELEMENTS (odd) ? odd[i] : megabyte;
        g_autoptr (PangoLayout) layout = wb_text_shape (text, string, 1, WB_TEXT_PLAIN, width);
        PangoRectangle role;

        pango_layout_get_pixel_extents (layout, &role, NULL);
        g_assert_cmpfloat (role.height, <=, wb_text_get_line (text, 1) + 2);
        g_assert_cmpint (pango_layout_get_line_count (layout), ==, 1);
        g_assert_cmpfloat (wb_text_get_height (layout), <=, wb_text_get_line (text, 1) * 1.1);
        g_assert_cmpfloat (wb_text_get_width (layout), <=, MAX (width, 1.6 * text->size));
      }
}

/* A random dataset in a random frame: no overlaps, no crash, and the area of the overlay is in the frame. */
static void
check_random (GRand *random)
{
  WbChartKind kind = kinds[g_rand_int_range (random, 0, G_N_ELEMENTS (kinds))];
  g_autoptr (WbDataset) dataset = fixture_random (kind, random);
  WbRenderContext context = fixture_context (floor (exp (g_rand_double_range (random, 0, 7))),
                                             floor (exp (g_rand_double_range (random, 0, 6.5))));
  WbSelection selection = { g_rand_int_range (random, 0, 9),
                            g_rand_boolean (random) ? g_rand_int (random) : 0, -1 };
  guint n_marks;

  context.right_to_left = g_rand_boolean (random);
  context.text_scale = g_rand_boolean (random) ? 1 : g_rand_double_range (random, 0.5, 2.5);
  g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);
  fixture_check_layout (layout, &context);
  cairo_surface_destroy (fixture_draw (layout, &selection, &context, FIXTURE_BASE));
  g_autofree char *sentence = wb_chart_layout_describe (layout);
  g_assert_cmpint (strlen (sentence), >, 0);
  g_assert_true (g_utf8_validate (sentence, -1, NULL));

  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  for (guint i = 0; i < n_marks; i += 1 + n_marks / 6)
    {
      WbBox box;

      selection.cursor = i;
      cairo_surface_destroy (fixture_draw (layout, &selection, &context, FIXTURE_OVERLAY));
      g_assert_true (wb_chart_layout_get_overlay (layout, &selection, &context, &box));
      g_assert_true (wb_box_is_inside (box, context.width, context.height));
      g_assert_nonnull (marks[i].name);
    }
}

static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 300; i++)
    check_random (random);
}

/* A hit test at the middle of a mark finds it. */
static void
test_hit (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint page = 0; page < 3; page++)
      for (guint rtl = 0; rtl < 2; rtl++)
        {
          g_autoptr (WbDataset) dataset = fixture_board (kinds[k]);
          WbSelection selection = { page, 0, -1 };
          WbRenderContext context = fixture_context (640, 400);
          guint n_marks;

          context.right_to_left = rtl;
          g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);
          const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
          g_assert_cmpuint (n_marks, >=, 3);
          for (guint i = 0; i < n_marks; i++)
            g_assert_cmpint (wb_chart_layout_hit (layout, marks[i].box.x + marks[i].box.width / 2,
                                                  marks[i].box.y + marks[i].box.height / 2), ==, i);
          g_assert_cmpint (wb_chart_layout_hit (layout, -50, -50), ==, -1);
          g_assert_cmpint (wb_chart_layout_hit (layout, NAN, NAN), ==, -1);
        }
}

/* Right to left mirrors left to right: marks, plot, and every pixel that is not text. */
static void
test_mirror (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (WbDataset) dataset = fixture_board (kinds[k]);
      WbRenderContext context = fixture_context (640, 400);
      WbRenderContext mirrored = context;
      guint n_marks, n_mirrored;

      mirrored.right_to_left = TRUE;
      g_autoptr (WbChartLayout) one = wb_chart_layout_new (dataset, NULL, &context);
      g_autoptr (WbChartLayout) other = wb_chart_layout_new (dataset, NULL, &mirrored);
      const WbMark *marks = wb_chart_layout_get_marks (one, &n_marks);
      const WbMark *mirrored_marks = wb_chart_layout_get_marks (other, &n_mirrored);
      WbBox plot = wb_chart_layout_get_plot (one);
      WbBox mirrored_plot = wb_chart_layout_get_plot (other);

      g_assert_cmpuint (n_marks, ==, n_mirrored);
      g_assert_cmpfloat_with_epsilon (plot.x, 640 - mirrored_plot.x - mirrored_plot.width, 0.01);
      for (guint i = 0; i < n_marks; i++)
        {
          g_assert_cmpfloat_with_epsilon (marks[i].box.x,
                                          640 - mirrored_marks[i].box.x - mirrored_marks[i].box.width,
                                          0.01);
          g_assert_cmpfloat_with_epsilon (marks[i].box.y, mirrored_marks[i].box.y, 0.01);
        }

      cairo_surface_t *surface = fixture_draw (one, NULL, &context, FIXTURE_BASE);
      cairo_surface_t *mirrored_surface = fixture_draw (other, NULL, &mirrored, FIXTURE_BASE);
      guint n_different = 0;
      for (int y = plot.y; y < plot.y + plot.height; y++)
        for (int x = ceil (plot.x) + 1; x < plot.x + plot.width - 1; x++)
          {
            guint32 a = fixture_pixel (surface, x, y);
            guint32 b = fixture_pixel (mirrored_surface, 639 - x, y);

            n_different += ABS ((int) (a & 0xff) - (int) (b & 0xff)) > 24;
          }
      /* Values and totals in the plot are not mirrored. */
      g_assert_cmpuint (n_different, <, plot.width * plot.height * 0.05);
      cairo_surface_destroy (surface);
      cairo_surface_destroy (mirrored_surface);
    }
}

/* Scale 2 shows the same picture in a higher resolution. */
static void
test_density (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (WbDataset) dataset = fixture_board (kinds[k]);
      WbRenderContext context = fixture_context (530, 460);
      WbRenderContext dense = context;
      guint n_different = 0;

      dense.scale = 2;
      g_autoptr (WbChartLayout) one = wb_chart_layout_new (dataset, NULL, &context);
      g_autoptr (WbChartLayout) other = wb_chart_layout_new (dataset, NULL, &dense);
      cairo_surface_t *surface = fixture_draw (one, NULL, &context, FIXTURE_BASE);
      cairo_surface_t *dense_surface = fixture_draw (other, NULL, &dense, FIXTURE_BASE);
      g_assert_cmpint (cairo_image_surface_get_width (dense_surface), ==, 1060);

      for (int y = 0; y < 460; y++)
        for (int x = 0; x < 530; x++)
          {
            int alpha = 0;

            for (int i = 0; i < 4; i++)
              alpha += fixture_pixel (dense_surface, 2 * x + i % 2, 2 * y + i / 2) >> 24;
            n_different += ABS (alpha / 4 - (int) (fixture_pixel (surface, x, y) >> 24)) > 96;
          }
      g_test_message ("%u pixels differ", n_different);
      g_assert_cmpuint (n_different, <, 530 * 460 / 60);
      cairo_surface_destroy (surface);
      cairo_surface_destroy (dense_surface);
    }
}

/* The overlay paints in its area, and fills most of it. */
static void
check_overlay (WbChartLayout   *layout,
               WbSelection     *selection,
               WbRenderContext *context)
{
  cairo_surface_t *surface = fixture_draw (layout, selection, context, FIXTURE_OVERLAY);
  double left = context->width, top = context->height, right = 0, bottom = 0;
  WbBox box;

  g_assert_true (wb_chart_layout_get_overlay (layout, selection, context, &box));
  for (int y = 0; y < context->height; y++)
    for (int x = 0; x < context->width; x++)
      if (fixture_pixel (surface, x, y) != 0)
        {
          left = MIN (left, x);
          right = MAX (right, x + 1);
          top = MIN (top, y);
          bottom = MAX (bottom, y + 1);
        }
  g_assert_cmpfloat (left, >=, floor (box.x));
  g_assert_cmpfloat (top, >=, floor (box.y));
  g_assert_cmpfloat (right, <=, ceil (box.x + box.width));
  g_assert_cmpfloat (bottom, <=, ceil (box.y + box.height));
  g_assert_cmpfloat ((right - left) * (bottom - top), >=, box.width * box.height * 0.7);
  cairo_surface_destroy (surface);
}

static void
test_overlay (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint round = 0; round < 3; round++)
      {
        g_autoptr (WbDataset) dataset = fixture_board (kinds[k]);
        WbRenderContext context = fixture_context (530, 460);
        WbSelection selection = WB_SELECTION_INIT;
        WbBox box;
        guint n_marks;

        context.right_to_left = round == 1;
        if (round == 2)
          context.palette = wb_palette_lookup (WB_THEME_DARK, WB_CONTRAST_HIGH);
        g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);
        wb_chart_layout_get_marks (layout, &n_marks);
        g_assert_false (wb_chart_layout_get_overlay (layout, &selection, &context, &box));
        selection.cursor = n_marks;
        g_assert_false (wb_chart_layout_get_overlay (layout, &selection, &context, &box));
        for (guint i = 0; i < n_marks; i++)
          {
            selection.cursor = i;
            check_overlay (layout, &selection, &context);
          }
      }
}

static void
test_message (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      WbRenderContext context = fixture_context (sizes[s].width, sizes[s].height);
      g_autoptr (WbChartLayout) layout =
        wb_chart_layout_new_message ("No data",
                                     "The server has not sent this chart yet, and nobody knows why.",
                                     &context);
      g_autofree char *sentence = wb_chart_layout_describe (layout);
      guint n_labels, n_marks;

      fixture_check_layout (layout, &context);
      wb_chart_layout_get_labels (layout, &n_labels);
      wb_chart_layout_get_marks (layout, &n_marks);
      g_assert_cmpuint (n_marks, ==, 0);
      if (MIN (sizes[s].width, sizes[s].height) >= 180)
        g_assert_cmpuint (n_labels, ==, 2);
      g_assert_cmpstr (sentence, ==,
                       "No data: The server has not sent this chart yet, and nobody knows why.");
      g_assert_cmpint (wb_chart_layout_hit (layout, 1, 1), ==, -1);
    }
}

static void
test_kinds (void)
{
  for (guint kind = 0; kind < WB_N_CHARTS; kind++)
    {
      g_autoptr (WbDataset) empty = NULL;
      g_autoptr (WbChartLayout) layout = NULL;
      g_autofree char *sentence = NULL;
      WbRenderContext context = fixture_context (530, 460);

      g_assert_cmpint (*wb_chart_get_default_title (kind), !=, '\0');
      if (kind == WB_CHART_TREND)
        continue;

      /* A chart without data shows a message. */
      empty = fixture_parse (kind, "[]");
      layout = wb_chart_layout_new (empty, NULL, &context);
      sentence = wb_chart_layout_describe (layout);
      g_assert_cmpuint (wb_chart_count_pages (empty), ==, 1);
      g_assert_true (g_str_has_suffix (sentence, ": There are no numbers to show."));
    }
}

/* A legend without room for all entries counts the others, and shows each of them in one of its parts. */
static void
test_long_legend (void)
{
  static const struct { double width, height; } frames[] = { { 640, 360 }, { 300, 400 }, { 1280, 720 } };
  g_autoptr (GString) json = g_string_new ("[{\"name\":\"All\",\"children\":[");

  for (guint i = 0; i < 120; i++)
    g_string_append_printf (json, "%s{\"name\":\"Goods number %u\",\"value\":%u,\"children\":[]}",
                            i > 0 ? "," : "", i, 200 - i);
  g_string_append (json, "]}]");
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_HOT, json->str);

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      WbRenderContext context = fixture_context (frames[i].width, frames[i].height);
      gboolean seen[120] = { FALSE };
      guint n_seen = 0;

      for (guint part = 0; part < 120 && n_seen < 120; part++)
        {
          WbSelection selection = { .cursor = -1, .legend = part };
          g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, &selection, &context);
          guint n_marks, n_shown = 0;
          const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
          const WbMark *more = NULL;

          fixture_check_layout (layout, &context);
          for (guint j = 0; j < n_marks; j++)
            {
              if (marks[j].kind == WB_MARK_MORE)
                more = &marks[j];
              if (marks[j].kind != WB_MARK_LEGEND)
                continue;

              n_shown++;
              n_seen += !seen[marks[j].series];
              seen[marks[j].series] = TRUE;
            }
          g_autofree char *expected = g_strdup_printf ("+%u", 120 - n_shown);
          g_assert_nonnull (more);
          g_assert_cmpuint (n_shown, >, 0);
          g_assert_cmpstr (more->name, ==, expected);
          g_assert_cmpint (wb_chart_layout_hit (layout, more->box.x + more->box.width / 2,
                                                more->box.y + more->box.height / 2), ==, more - marks);
        }
      g_assert_cmpuint (n_seen, ==, 120);
    }
}

/* The height of the ink of a label on the screen, in device pixels. */
static guint
measure_ink (cairo_surface_t *surface,
             WbBox            box)
{
  guint n_rows = 0;

  for (int y = box.y; y < box.y + box.height; y++)
    {
      gboolean inked = FALSE;

      for (int x = box.x; x < box.x + box.width; x++)
        inked |= fixture_pixel (surface, x, y) >> 24 > 128;
      n_rows += inked;
    }

  return n_rows;
}

/* At 5 m from a 55-inch screen of 1080 lines, the digits of an axis, or of the values in its place, appear
 * at least 16 minutes of arc high, in a card and in the whole picture. */
static void
test_wall (void)
{
  static const WbChartKind with_axis[] = { WB_CHART_TREND, WB_CHART_RANK };
  static const WbBox frames[] = { { 0, 0, 780, 420 }, { 0, 0, 1920, 930 } };
  double pixel = 55 * 25.4 / hypot (1920, 1080);

  for (guint i = 0; i < G_N_ELEMENTS (with_axis); i++)
    for (guint j = 0; j < G_N_ELEMENTS (frames); j++)
      {
        g_autoptr (WbDataset) dataset = fixture_board (with_axis[i]);
        WbRenderContext context = fixture_context (frames[j].width, frames[j].height);
        guint n_axis = 0;

        context.axis_size = wb_viewing_get_text_size (5000, 55 * 25.4, 1920, 1080);
        g_autoptr (WbChartLayout) layout = wb_chart_layout_new (dataset, NULL, &context);
        cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);
        for (guint k = 0; k < layout->labels->len; k++)
          {
            const WbLabel *label = &g_array_index (layout->labels, WbLabel, k);
            const char *text = pango_layout_get_text (label->layout);

            if (!g_ascii_isdigit (*text))
              continue;
            double minutes = measure_ink (surface, label->box) * pixel / 5000 / 0.000291;
            g_test_message ("%s: %.2f", text, minutes);
            g_assert_cmpfloat (minutes, >=, 16);
            n_axis++;
          }
        g_assert_cmpuint (n_axis, >=, 2);
        cairo_surface_destroy (surface);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/sizes", test_sizes);
  g_test_add_func ("/layout/text-size", test_text_size);
  g_test_add_func ("/layout/text-fits", test_text_fits);
  g_test_add_func ("/layout/random", test_random);
  g_test_add_func ("/layout/hit", test_hit);
  g_test_add_func ("/layout/mirror", test_mirror);
  g_test_add_func ("/layout/density", test_density);
  g_test_add_func ("/layout/overlay", test_overlay);
  g_test_add_func ("/layout/message", test_message);
  g_test_add_func ("/layout/kinds", test_kinds);
  g_test_add_func ("/layout/long-legend", test_long_legend);

  g_test_add_func ("/layout/wall", test_wall);

  return g_test_run ();
}
