/* export-fixture.c: parses exported files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "export-fixture.h"

#include <string.h>

#include "reference-font.h"
#include "reference-png.h"

/* Uses the fonts of the tests: with those of the system, cairo 1.16 leaks a table when it writes Chinese into
 * a PDF. */
GBytes *
export_fixture_draw (WbDataset             *dataset,
                     const WbExportOptions *options)
{
  g_autoptr (PangoFontMap) font_map = reference_font_map_new ();
  g_autoptr (GError) error = NULL;
  WbExportOptions with_font = *options;

  with_font.font_map = font_map;
  with_font.font_family = REFERENCE_FONT;
  GBytes *bytes = wb_export_chart (dataset, &with_font, &error);
  g_assert_no_error (error);

  return bytes;
}

cairo_surface_t *
export_fixture_decode (GBytes *png)
{
  cairo_surface_t *surface = reference_png_decode (png);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);

  return surface;
}

typedef struct
{
  guint  n_images;
  guint  n_glyphs;
  char  *width;
  char  *height;
  char  *view_box;
} Drawing;

static void
start_element_cb (GMarkupParseContext  *context,
                  const char           *element,
                  const char          **names,
                  const char          **values,
                  gpointer              user_data,
                  GError              **error)
{
  Drawing *drawing = user_data;

  drawing->n_images += g_str_equal (element, "image");
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (element, "use") && g_str_has_suffix (names[i], "href"))
        drawing->n_glyphs += g_str_has_prefix (values[i], "#glyph");
      if (!g_str_equal (element, "svg"))
        continue;
      if (g_str_equal (names[i], "width"))
        drawing->width = g_strdup (values[i]);
      else if (g_str_equal (names[i], "height"))
        drawing->height = g_strdup (values[i]);
      else if (g_str_equal (names[i], "viewBox"))
        drawing->view_box = g_strdup (values[i]);
    }
}

void
export_fixture_check_svg (GBytes     *svg,
                          const char *width,
                          const char *height,
                          const char *view_box)
{
  static const GMarkupParser parser = { .start_element = start_element_cb };
  Drawing drawing = { 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &drawing, NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (svg, &length);

  g_markup_parse_context_parse (context, text, length, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (drawing.n_images, ==, 0);
  g_assert_cmpuint (drawing.n_glyphs, >, 20);
  /* Since cairo 1.17.8 without a unit, which is equivalent. */
  g_assert_true (g_str_equal (drawing.width, width) || g_str_has_prefix (width, drawing.width));
  g_assert_true (g_str_equal (drawing.height, height) || g_str_has_prefix (height, drawing.height));
  g_assert_cmpstr (drawing.view_box, ==, view_box);
  g_free (drawing.width);
  g_free (drawing.height);
  g_free (drawing.view_box);
}
