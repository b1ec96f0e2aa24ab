/* test-blend.c: transitions between two layouts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "chart-fixture.h"

/* Indistinguishable from an end. */
#define NEAR 1e-8

/* The number of pixels of 530 × 400 that may differ: at the edges of shapes, and at the round ends of a ring
 * that is not quite full. */
#define ALIKE 500

/* A ring that fades in or out is drawn over another one, and overlapping edges are more opaque. */
#define TOLERANCE(kind) ((kind) == WB_CHART_STOCK ? 80 : 3)

static const WbChartKind kinds[] = {
  WB_CHART_TREND, WB_CHART_SELLER, WB_CHART_RANK, WB_CHART_HOT, WB_CHART_STOCK,
};

static WbChartLayout *
lay_out (WbDataset             *dataset,
         guint                  page,
         guint64                hidden,
         const WbRenderContext *context)
{
  WbSelection selection = { page, hidden, -1 };

  return wb_chart_layout_new (dataset, &selection, context);
}

static guint
count_different (WbChartLayout         *one,
                 WbChartLayout         *other,
                 const WbRenderContext *context,
                 int                    tolerance)
{
  cairo_surface_t *a = fixture_draw (one, NULL, context, FIXTURE_BASE);
  cairo_surface_t *b = fixture_draw (other, NULL, context, FIXTURE_BASE);
  guint n_different = 0;

  for (int y = 0; y < context->height; y++)
    for (int x = 0; x < context->width; x++)
      {
        guint32 p = fixture_pixel (a, x, y);
        guint32 q = fixture_pixel (b, x, y);
        gboolean differs = FALSE;

        for (guint shift = 0; shift < 32; shift += 8)
          differs = differs || ABS ((int) (p >> shift & 0xff) - (int) (q >> shift & 0xff)) > tolerance;
        n_different += differs;
      }
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);

  return n_different;
}

/* A blended layout can be drawn, and no text is cut off by the frame. */
static void
check_between (WbChartLayout         *layout,
               const WbRenderContext *context)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < n_labels; i++)
    {
      g_assert_true (wb_box_is_inside (labels[i].box, context->width, context->height));
      g_assert_cmpfloat (labels[i].alpha, >, 0);
      g_assert_cmpfloat (labels[i].alpha, <=, 1);
    }
  cairo_surface_destroy (fixture_draw (layout, NULL, context, FIXTURE_BASE));
}

/* A transition starts with the old layout and ends with the new one, for pages, the legend, and data. */
static void
test_ends (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint change = 0; change < 6; change++)
      {
        WbRenderContext context = fixture_context (530, 400);
        context.right_to_left = change >= 3;
        g_autoptr (GRand) random = g_rand_new_with_seed (42 + change);
        g_autoptr (WbDataset) dataset = fixture_board (kinds[k]);
        g_autoptr (WbDataset) other = fixture_random (kinds[k], random);
        g_autoptr (WbChartLayout) from = lay_out (dataset, 0, 0, &context);
        g_autoptr (WbChartLayout) to = change % 3 == 0   ? lay_out (dataset, 1, 0, &context)
                                       : change % 3 == 1 ? lay_out (dataset, 0, 0x6, &context)
                                                         : lay_out (other, 0, 0, &context);
        g_autoptr (WbChartLayout) first = wb_chart_layout_blend (from, to, NEAR);
        g_autoptr (WbChartLayout) last = wb_chart_layout_blend (from, to, 1 - NEAR);
        g_autoptr (WbChartLayout) start = wb_chart_layout_blend (from, to, 0);
        g_autoptr (WbChartLayout) end = wb_chart_layout_blend (from, to, 1);

        g_assert_true (end == to);
        if (to->chart == NULL)
          continue;

        g_assert_true (start == from);
        check_between (first, &context);
        check_between (last, &context);
        g_test_message ("%s, change %u", wb_chart_kind_get_name (kinds[k]), change);
        g_assert_cmpuint (count_different (first, from, &context, TOLERANCE (kinds[k])), <, ALIKE);
        g_assert_cmpuint (count_different (last, to, &context, TOLERANCE (kinds[k])), <, ALIKE);
      }
}

/* The middle differs from both. */
static void
test_between (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      WbRenderContext context = fixture_context (530, 400);
      g_autoptr (WbDataset) dataset = fixture_board (kinds[k]);
      g_autoptr (WbChartLayout) from = lay_out (dataset, 0, 0, &context);
      g_autoptr (WbChartLayout) to = lay_out (dataset, 1, kinds[k] == WB_CHART_TREND ? 0x6 : 0, &context);
      g_autoptr (WbChartLayout) half = wb_chart_layout_blend (from, to, 0.5);
      g_autofree char *sentence = wb_chart_layout_describe (half);
      g_autofree char *expected = wb_chart_layout_describe (to);
      guint n_marks, n_expected;
      const WbMark *marks = wb_chart_layout_get_marks (half, &n_marks);
      const WbMark *expected_marks = wb_chart_layout_get_marks (to, &n_expected);

      check_between (half, &context);
      g_assert_cmpuint (count_different (half, from, &context, 24), >, 500);
      g_assert_cmpuint (count_different (half, to, &context, 24), >, 500);

      /* Marks are those of the new layout. */
      g_assert_cmpstr (sentence, ==, expected);
      g_assert_cmpuint (n_marks, ==, n_expected);
      for (guint i = 0; i < n_marks; i++)
        {
          double x = marks[i].box.x + marks[i].box.width / 2;
          double y = marks[i].box.y + marks[i].box.height / 2;

          g_assert_cmpstr (marks[i].name, ==, expected_marks[i].name);
          g_assert_cmpint (wb_chart_layout_hit (half, x, y), ==, wb_chart_layout_hit (to, x, y));
        }
    }
}

/* Interrupting a transition causes no jump. */
static void
test_interrupt (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 1; i < 4; i++)
      {
        WbRenderContext context = fixture_context (530, 400);
        g_autoptr (WbDataset) dataset = fixture_board (kinds[k]);
        g_autoptr (WbChartLayout) one = lay_out (dataset, 0, 0, &context);
        g_autoptr (WbChartLayout) two = lay_out (dataset, 1, 0, &context);
        g_autoptr (WbChartLayout) three = lay_out (dataset, i == 1 ? 0 : 2, i == 3 ? 0x5 : 0, &context);
        g_autoptr (WbChartLayout) shown = wb_chart_layout_blend (one, two, 0.25 * i);
        g_autoptr (WbChartLayout) next = wb_chart_layout_blend (shown, three, NEAR);
        g_autoptr (WbChartLayout) last = wb_chart_layout_blend (shown, three, 1 - NEAR);

        check_between (next, &context);
        g_test_message ("%s, %u", wb_chart_kind_get_name (kinds[k]), i);
        g_assert_cmpuint (count_different (next, shown, &context, TOLERANCE (kinds[k])), <, ALIKE);
        g_assert_cmpuint (count_different (last, three, &context, TOLERANCE (kinds[k])), <, ALIKE);
      }
}

static const WbLabel *
find_label (WbChartLayout *layout,
            const char    *text)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);

  for (guint i = 0; i < n_labels; i++)
    if (g_str_equal (pango_layout_get_text (labels[i].layout), text))
      return &labels[i];

  return NULL;
}

/* When the window of rank moves by one, every bar moves by one band, with its name and value. */
static void
test_window (void)
{
  g_autoptr (GString) json = g_string_new ("[");
  WbRenderContext context = fixture_context (790, 320);
  double last = G_MAXDOUBLE;

  for (guint i = 0; i < 13; i++)
    g_string_append_printf (json, "%s{\"name\":\"%c\",\"value\":%u}", i > 0 ? "," : "", 'A' + (int) i,
                            113 - i);
  g_string_append_c (json, ']');

  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_RANK, json->str);
  g_autoptr (WbChartLayout) from = lay_out (dataset, 0, 0, &context);
  g_autoptr (WbChartLayout) to = lay_out (dataset, 1, 0, &context);
  double band = find_label (from, "C")->box.x - find_label (from, "B")->box.x;
  for (double progress = 0.1; progress < 0.95; progress += 0.1)
    {
      g_autoptr (WbChartLayout) layout = wb_chart_layout_blend (from, to, progress);
      const WbLabel *label = find_label (layout, "E");

      g_assert_cmpfloat_with_epsilon (label->box.x, find_label (from, "E")->box.x - progress * band, 1);
      g_assert_cmpfloat (label->alpha, ==, 1);
      g_assert_cmpfloat (label->box.x, <, last);
      last = label->box.x;

      /* Old and new text are never visible together. */
      const WbLabel *old = find_label (layout, "A");
      const WbLabel *new = find_label (layout, "K");
      g_assert_true (old == NULL || new == NULL);
      if (old != NULL)
        g_assert_cmpfloat (old->alpha, <=, 1 - progress);
      if (new != NULL)
        g_assert_cmpfloat (new->alpha, <=, progress);
      g_assert_cmpint (old != NULL, ==, progress < 0.49);
      g_assert_cmpint (new != NULL, ==, progress > 0.51);
    }
}

/* The length of a bar in a row of pixels. */
static guint
measure_bar (WbChartLayout         *layout,
             const WbRenderContext *context,
             WbBox                  box)
{
  cairo_surface_t *surface = fixture_draw (layout, NULL, context, FIXTURE_BASE);
  guint length = 0;

  for (int x = box.x; x < context->width; x++)
    {
      guint32 pixel = fixture_pixel (surface, x, box.y + box.height / 2);

      length += (int) (pixel & 0xff) - (int) (pixel >> 8 & 0xff) > 40;
    }
  cairo_surface_destroy (surface);

  return length;
}

/* A bar whose value changes grows steadily; an old one shrinks to nothing. */
static void
test_grow (void)
{
  WbRenderContext context = fixture_context (790, 320);
  g_autoptr (WbDataset) old = fixture_parse (WB_CHART_SELLER, "[{\"name\":\"A\",\"value\":90},"
                                                              "{\"name\":\"B\",\"value\":20}]");
  g_autoptr (WbDataset) new = fixture_parse (WB_CHART_SELLER, "[{\"name\":\"A\",\"value\":90},"
                                                              "{\"name\":\"B\",\"value\":60}]");
  g_autoptr (WbDataset) less = fixture_parse (WB_CHART_SELLER, "[{\"name\":\"A\",\"value\":90},"
                                                               "{\"name\":\"C\",\"value\":60}]");
  g_autoptr (WbChartLayout) from = lay_out (old, 0, 0, &context);
  g_autoptr (WbChartLayout) to = lay_out (new, 0, 0, &context);
  g_autoptr (WbChartLayout) without = lay_out (less, 0, 0, &context);
  guint n_marks;
  WbBox start = wb_chart_layout_get_marks (from, &n_marks)[1].box;
  WbBox end = wb_chart_layout_get_marks (to, &n_marks)[1].box;

  for (double progress = 0.1; progress < 0.95; progress += 0.1)
    {
      g_autoptr (WbChartLayout) layout = wb_chart_layout_blend (from, to, progress);
      g_autoptr (WbChartLayout) going = wb_chart_layout_blend (from, without, progress);
      double length = start.width + progress * (end.width - start.width);

      g_assert_cmpfloat_with_epsilon (measure_bar (layout, &context, start), length, 3);
      g_assert_cmpuint (measure_bar (going, &context, start), <=, MAX (start.width, end.width) + 3);
    }
}

/* Any two layouts of a chart can be blended, and repeated interruptions do not accumulate items. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 60; i++)
    {
      WbChartKind kind = kinds[g_rand_int_range (random, 0, G_N_ELEMENTS (kinds))];
      WbRenderContext context = fixture_context (floor (exp (g_rand_double_range (random, 2, 7))),
                                                 floor (exp (g_rand_double_range (random, 2, 6.5))));
      g_autoptr (WbChartLayout) shown = NULL;

      context.right_to_left = g_rand_boolean (random);
      for (guint j = 0; j < 12; j++)
        {
          g_autoptr (WbDataset) dataset = fixture_random (kind, random);
          g_autoptr (WbChartLayout) to = lay_out (dataset, g_rand_int_range (random, 0, 9),
                                                  g_rand_int_range (random, 0, 16), &context);
          WbChartLayout *next = shown == NULL ? wb_chart_layout_ref (to)
                                              : wb_chart_layout_blend (shown, to, g_rand_double (random));

          g_clear_pointer (&shown, wb_chart_layout_unref);
          shown = next;
          check_between (shown, &context);
        }
    }
}

/* Different charts or sizes are not blended. */
static void
test_unlike (void)
{
  WbRenderContext context = fixture_context (530, 400);
  WbRenderContext larger = fixture_context (531, 400);
  g_autoptr (WbDataset) seller = fixture_board (WB_CHART_SELLER);
  g_autoptr (WbDataset) rank = fixture_board (WB_CHART_RANK);
  g_autoptr (WbChartLayout) from = lay_out (seller, 0, 0, &context);
  g_autoptr (WbChartLayout) other = lay_out (rank, 0, 0, &context);
  g_autoptr (WbChartLayout) resized = lay_out (seller, 0, 0, &larger);
  g_autoptr (WbChartLayout) message = wb_chart_layout_new_message ("No data", NULL, &context);
  g_autoptr (WbChartLayout) one = wb_chart_layout_blend (from, other, 0.5);
  g_autoptr (WbChartLayout) two = wb_chart_layout_blend (from, resized, 0.5);
  g_autoptr (WbChartLayout) three = wb_chart_layout_blend (from, message, 0.5);
  g_autoptr (WbChartLayout) four = wb_chart_layout_blend (message, from, 0.5);

  g_assert_true (one == other);
  g_assert_true (two == resized);
  g_assert_true (three == message);
  g_assert_true (four == from);
}

static void
test_ease (void)
{
  double last = 0;

  g_assert_cmpfloat (wb_chart_ease (-1), ==, 0);
  g_assert_cmpfloat (wb_chart_ease (0), ==, 0);
  g_assert_cmpfloat (wb_chart_ease (0.5), ==, 0.5);
  g_assert_cmpfloat (wb_chart_ease (1), ==, 1);
  g_assert_cmpfloat (wb_chart_ease (2), ==, 1);
  g_assert_cmpfloat (wb_chart_ease (NAN), ==, 0);
  for (guint i = 1; i <= 100; i++)
    {
      double now = wb_chart_ease (i / 100.0);

      g_assert_cmpfloat (now, >, last);
      g_assert_cmpfloat_with_epsilon (now, 1 - wb_chart_ease (1 - i / 100.0), 1e-9);
      last = now;
    }
}

/* Whether two pixels differ by no more than antialiasing and gradients do. */
static gboolean
is_like (guint32 one,
         guint32 other)
{
  guint far = 0;

  for (guint shift = 0; shift < 32; shift += 8)
    far = MAX (far, (guint) ABS ((int) (one >> shift & 0xff) - (int) (other >> shift & 0xff)));

  return far < 12;
}

/* When a page turns, what a row shows at the foot of its bar is a bar or the track, and not two bars through
 * each other, for more than 100 of 400 ms in all. */
static void
test_rows (void)
{
  static const WbChartKind in_rows[] = { WB_CHART_SELLER, WB_CHART_STOCK };

  for (guint kind = 0; kind < G_N_ELEMENTS (in_rows); kind++)
    {
      g_autoptr (GString) json = g_string_new ("[");
      for (guint i = 0; i < 10; i++)
        g_string_append_printf (json, "%s{\"name\":\"%c\",\"%s\":%u,\"stock\":10}", i > 0 ? "," : "",
                                'A' + (int) i, in_rows[kind] == WB_CHART_STOCK ? "sales" : "value", 20 + i);
      g_string_append_c (json, ']');
      g_autoptr (WbDataset) dataset = fixture_parse (in_rows[kind], json->str);
      WbRenderContext context = fixture_context (640, 360);
      WbSelection next = { 1, 0, -1 };
      g_autoptr (WbChartLayout) from = wb_chart_layout_new (dataset, NULL, &context);
      g_autoptr (WbChartLayout) to = wb_chart_layout_new (dataset, &next, &context);
      guint n_marks, n_mixed[5] = { 0 };
      const WbMark *marks = wb_chart_layout_get_marks (from, &n_marks);
      cairo_surface_t *ends[2] = {
        fixture_draw (from, NULL, &context, FIXTURE_BASE), fixture_draw (to, NULL, &context, FIXTURE_BASE),
      };

      for (guint step = 1; step < 40; step++)
        {
          g_autoptr (WbChartLayout) layout = wb_chart_layout_blend (from, to, wb_chart_ease (step / 40.0));
          cairo_surface_t *surface = fixture_draw (layout, NULL, &context, FIXTURE_BASE);

          for (guint i = 0; i < n_marks; i++)
            {
              WbBox box = marks[i].box;
              gboolean is_ring = in_rows[kind] == WB_CHART_STOCK;
              int x = is_ring ? box.x + box.width / 2 + box.width * 0.08 : box.x + 5;
              int y = is_ring ? box.y + box.height * 0.05 : box.y + box.height / 2;
              guint32 pixel = fixture_pixel (surface, x, y);

              n_mixed[i] += !is_like (pixel, 0xff2f3542) && !is_like (pixel, fixture_pixel (ends[0], x, y)) &&
                            !is_like (pixel, fixture_pixel (ends[1], x, y));
            }
          cairo_surface_destroy (surface);
        }
      for (guint i = 0; i < n_marks; i++)
        g_assert_cmpuint (n_mixed[i], <=, 10);
      cairo_surface_destroy (ends[0]);
      cairo_surface_destroy (ends[1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blend/ends", test_ends);
  g_test_add_func ("/blend/between", test_between);
  g_test_add_func ("/blend/interrupt", test_interrupt);
  g_test_add_func ("/blend/window", test_window);
  g_test_add_func ("/blend/grow", test_grow);
  g_test_add_func ("/blend/random", test_random);
  g_test_add_func ("/blend/unlike", test_unlike);
  g_test_add_func ("/blend/ease", test_ease);
  g_test_add_func ("/blend/rows", test_rows);

  return g_test_run ();
}
