/* chart-fixture.c: datasets and frames for tests of charts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

#include <math.h>
#include <string.h>

static const char *const months[] = {
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
};

/* Usual and hostile names. */
static const char *const names[] = {
  "Shanghai", "北京", "", "a", "Pacific Home Furnishing Company of the Far North", "שלום עולם", "مرحبا بالعالم",
  "two\\nlines", "🎉🎉🎉", "Z\u0351\u0343\u0342\u0347\u0316a\u0300\u0301\u0302\u0303\u0304l\u0324\u0325\u0326go",
  "商家一百二十三号旗舰店官方授权", "\u202Eoverride", "ÅÄÖ", "-5", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "\\t\\u0001x",
};

/* A dark left-to-right context. */
WbRenderContext
fixture_context (double width,
                 double height)
{
  return (WbRenderContext) {
    .width = width,
    .height = height,
    .scale = 1,
    .palette = wb_palette_get (WB_THEME_DARK),
    .text_scale = 1,
  };
}

/* Parses a dataset that must be valid. */
WbDataset *
fixture_parse (WbChartKind  kind,
               const char  *json)
{
  g_autoptr (GError) error = NULL;
  WbDataset *dataset = wb_dataset_parse (kind, wb_chart_kind_get_name (kind), json, strlen (json), &error);

  g_assert_no_error (error);
  g_assert_nonnull (dataset);

  return dataset;
}

static void
append_number (GString *json,
               double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (json, isnan (value) ? "null" : g_ascii_dtostr (buffer, sizeof buffer, value));
}

typedef const char *(*NameFunc) (guint i, GRand *random);
typedef double (*ValueFunc) (guint i, GRand *random);

/* The size of a generated dataset. @n_outer is the number of types or categories, @n_inner that of series,
 * goods or items. With @random, inner lists are of any length up to these. */
typedef struct
{
  guint      n_outer;
  guint      n_inner;
  guint      n_months;
  NameFunc   get_name;
  ValueFunc  get_value;
  GRand     *random;
} Recipe;

static guint
choose_length (const Recipe *recipe,
               guint         most)
{
  return recipe->random != NULL ? (guint) g_rand_int_range (recipe->random, 0, most + 1) : most;
}

static void
append_trend (GString      *json,
              const Recipe *recipe)
{
  g_string_append (json, "{\"common\":{\"month\":[");
  for (guint i = 0; i < recipe->n_months; i++)
    g_string_append_printf (json, "%s\"%s\"", i > 0 ? "," : "", months[i % G_N_ELEMENTS (months)]);
  g_string_append (json, "]},\"type\":[");
  for (guint i = 0; i < recipe->n_outer; i++)
    g_string_append_printf (json, "%s{\"key\":\"t%u\",\"text\":\"Type %u\"}", i > 0 ? "," : "", i, i);
  g_string_append (json, "]");

  for (guint i = 0; i < recipe->n_outer; i++)
    {
      g_string_append_printf (json, ",\"t%u\":{\"title\":\"Title %u\",\"base\":0,\"unit\":\"万\",\"data\":[",
                              i, i);
      for (guint j = 0; j < recipe->n_inner; j++)
        {
          guint n_values = choose_length (recipe, recipe->n_months);

          g_string_append_printf (json, "%s{\"name\":\"%s\",\"data\":[", j > 0 ? "," : "",
                                  recipe->get_name (j, recipe->random));
          for (guint k = 0; k < n_values; k++)
            {
              g_string_append (json, k > 0 ? "," : "");
              append_number (json, recipe->get_value (j * 12 + k, recipe->random));
            }
          g_string_append (json, "]}");
        }
      g_string_append (json, "]}");
    }
  g_string_append (json, "}");
}

static void
append_values (GString      *json,
               const Recipe *recipe,
               guint         n_values)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < n_values; i++)
    {
      g_string_append_printf (json, "%s{\"name\":\"%s\",\"value\":", i > 0 ? "," : "",
                              recipe->get_name (i, recipe->random));
      append_number (json, recipe->get_value (i, recipe->random));
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
}

static void
append_hot (GString      *json,
            const Recipe *recipe)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < recipe->n_outer; i++)
    {
      guint n = choose_length (recipe, recipe->n_inner);

      g_string_append_printf (json, "%s{\"name\":\"%s\",\"children\":[", i > 0 ? "," : "",
                              recipe->get_name (i, recipe->random));
      for (guint j = 0; j < n; j++)
        {
          g_string_append_printf (json, "%s{\"name\":\"%s\",\"value\":", j > 0 ? "," : "",
                                  recipe->get_name (j, recipe->random));
          append_number (json, recipe->get_value (i * 7 + j, recipe->random));
          g_string_append (json, ",\"children\":");
          append_values (json, recipe, 3);
          g_string_append_c (json, '}');
        }
      g_string_append (json, "]}");
    }
  g_string_append_c (json, ']');
}

static void
append_stock (GString      *json,
              const Recipe *recipe)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < recipe->n_inner; i++)
    {
      g_string_append_printf (json, "%s{\"name\":\"%s\",\"stock\":", i > 0 ? "," : "",
                              recipe->get_name (i, recipe->random));
      append_number (json, recipe->get_value (i + 5, recipe->random));
      g_string_append (json, ",\"sales\":");
      append_number (json, recipe->get_value (i, recipe->random));
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
}

static WbDataset *
build (WbChartKind   kind,
       const Recipe *recipe)
{
  g_autoptr (GString) json = g_string_new (NULL);

  if (kind == WB_CHART_TREND)
    append_trend (json, recipe);
  else if (kind == WB_CHART_HOT)
    append_hot (json, recipe);
  else if (kind == WB_CHART_STOCK)
    append_stock (json, recipe);
  else
    append_values (json, recipe, recipe->n_inner);

  return fixture_parse (kind, json->str);
}

static const char *
get_plain_name (guint  i,
                GRand *random)
{
  static const char *const plain[] = { "Shanghai", "Beijing", "Shenzhen", "Guangzhou", "Chongqing", "Wuhan" };

  return plain[i % G_N_ELEMENTS (plain)];
}

static double
get_plain_value (guint  i,
                 GRand *random)
{
  return 60 + (i * 7919) % 240 + 0.25;
}

static const char *
get_odd_name (guint  i,
              GRand *random)
{
  return names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))];
}

static double
get_odd_value (guint  i,
               GRand *random)
{
  static const double odd[] = { 0, -1, 1e-9, 1e12, 1e300, -1e300, 1e-300, 3, 1 / 3.0, 123456789.123 };

  if (g_rand_boolean (random))
    return g_rand_double_range (random, -50, 300);

  return odd[g_rand_int_range (random, 0, G_N_ELEMENTS (odd))];
}

static double
get_odd_reading (guint  i,
                 GRand *random)
{
  return g_rand_int_range (random, 0, 10) == 0 ? NAN : get_odd_value (i, random);
}

/* A dataset as a shop has it: trend of 3 types, 5 series and 12 months; 13 sellers, regions
 * and kinds of goods; 3 categories of 6. */
WbDataset *
fixture_board (WbChartKind kind)
{
  const Recipe recipe = {
    .n_outer = 3,
    .n_inner = kind == WB_CHART_TREND ? 5 : kind == WB_CHART_HOT ? 6 : 13,
    .n_months = 12,
    .get_name = get_plain_name,
    .get_value = get_plain_value,
  };

  return build (kind, &recipe);
}

/* A valid dataset with any names and numbers, some of them missing but for those of trend. */
WbDataset *
fixture_random (WbChartKind  kind,
                GRand       *random)
{
  const Recipe recipe = {
    .n_outer = g_rand_int_range (random, 1, 4),
    .n_inner = g_rand_int_range (random, 0, 40),
    .n_months = g_rand_int_range (random, 0, 40),
    .get_name = get_odd_name,
    .get_value = kind == WB_CHART_TREND ? get_odd_value : get_odd_reading,
    .random = random,
  };

  return build (kind, &recipe);
}

/* Draws the base or the overlay on a transparent surface. */
cairo_surface_t *
fixture_draw (WbChartLayout         *layout,
              const WbSelection     *selection,
              const WbRenderContext *context,
              FixtureLayer           layer)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                                         ceil (context->width * context->scale),
                                                         ceil (context->height * context->scale));
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, context->scale, context->scale);
  if (layer == FIXTURE_OVERLAY)
    wb_chart_layout_draw_overlay (layout, cr, selection, context);
  else
    wb_chart_layout_draw_base (layout, cr, context);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/* Reads a pixel, premultiplied ARGB. */
guint32
fixture_pixel (cairo_surface_t *surface,
               int              x,
               int              y)
{
  const unsigned char *data = cairo_image_surface_get_data (surface);

  return ((const guint32 *) (const void *) (data + (gsize) y * cairo_image_surface_get_stride (surface)))[x];
}

/* The pixel of an opaque colour. */
guint32
fixture_color (WbColor color)
{
  return 0xff000000 | (guint32) rint (color.red * 255) << 16 | (guint32) rint (color.green * 255) << 8 |
         (guint32) rint (color.blue * 255);
}

/* Finds a mark, or returns -1. */
int
fixture_find_mark (WbChartLayout *layout,
                   WbMarkKind     kind,
                   guint          series,
                   guint          item)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  for (guint i = 0; i < n_marks; i++)
    if (marks[i].kind == kind && marks[i].series == series && marks[i].item == item)
      return i;

  return -1;
}

/* Checks a layout: labels are complete, inside the frame and do not overlap; marks are in the plot and in the
 * frame; all numbers are finite. */
void
fixture_check_layout (WbChartLayout         *layout,
                      const WbRenderContext *context)
{
  guint n_labels, n_marks;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  WbBox plot = wb_chart_layout_get_plot (layout);

  g_assert_true (wb_box_is_inside (plot, context->width, context->height));
  for (guint i = 0; i < n_labels; i++)
    {
      PangoRectangle role;

      g_assert_true (wb_box_is_inside (labels[i].box, context->width, context->height));
      pango_layout_get_pixel_extents (labels[i].layout, &role, NULL);
      g_assert_cmpfloat (role.width, <=, context->width + 2);
      for (guint j = 0; j < i; j++)
        g_assert_false (wb_label_overlaps (&labels[i], &labels[j]));
    }
  for (guint i = 0; i < n_marks; i++)
    {
      double x = marks[i].box.x + marks[i].box.width / 2;
      double y = marks[i].box.y + marks[i].box.height / 2;

      g_assert_true (isfinite (x) && isfinite (y));
      g_assert_cmpfloat (marks[i].box.width, >=, 0);
      g_assert_cmpfloat (marks[i].box.height, >=, 0);
      g_assert_nonnull (marks[i].name);
      g_assert_nonnull (marks[i].text);
      if (wb_mark_is_in_legend (&marks[i]))
        g_assert_true (wb_box_is_inside (marks[i].box, context->width, context->height));
      else
        g_assert_true (wb_box_contains (plot, x, y));
    }
}
