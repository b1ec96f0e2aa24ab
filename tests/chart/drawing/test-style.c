/* test-style.c: the colours of the style sheets, which are those of the palette, and their contrast
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "drawing/wb-color.h"
#include "drawing/wb-palette.h"

typedef struct
{
  const char *files[5];
  WbTheme     theme;
  WbContrast  contrast;
} Look;

/* As libadwaita loads them. */
static const Look looks[] = {
  { { "style.css" }, WB_THEME_LIGHT, WB_CONTRAST_NORMAL },
  { { "style.css", "style-dark.css" }, WB_THEME_DARK, WB_CONTRAST_NORMAL },
  { { "style.css", "style-hc.css" }, WB_THEME_LIGHT, WB_CONTRAST_HIGH },
  { { "style.css", "style-dark.css", "style-hc.css", "style-hc-dark.css" }, WB_THEME_DARK, WB_CONTRAST_HIGH },
};

static WbColor
parse_color (const char *hex)
{
  guint64 value;

  g_assert_true (g_ascii_string_to_unsigned (hex, 16, 0, 0xffffff, &value, NULL));

  return (WbColor) { (value >> 16) / 255.0, (value >> 8 & 0xff) / 255.0, (value & 0xff) / 255.0, 1 };
}

/* The last definition of a colour in the style sheets of a look. */
static WbColor
find_color (const Look *look,
            const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("@define-color %s #([0-9a-f]{6});", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autofree char *hex = NULL;

  for (guint i = 0; look->files[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("SAMPLES"), "..", "..", "resources", look->files[i],
                                                NULL);
      g_autofree char *css = NULL;
      g_autoptr (GMatchInfo) match = NULL;

      g_assert_true (g_file_get_contents (path, &css, NULL, NULL));
      if (!g_regex_match (regex, css, 0, &match))
        continue;
      g_free (hex);
      hex = g_match_info_fetch (match, 1);
    }
  g_assert_nonnull (hex);

  return parse_color (hex);
}

static double
get_contrast (WbColor one,
              WbColor other)
{
  double a = wb_color_get_luminance (one);
  double b = wb_color_get_luminance (other);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

static void
check_same (const Look *look,
            const char *name,
            WbColor     color)
{
  WbColor found = find_color (look, name);

  g_assert_cmpmem (&found, sizeof found, &color, sizeof color);
}

static void
test_palette (gconstpointer data)
{
  const Look *look = data;
  const WbPalette *palette = wb_palette_lookup (look->theme, look->contrast);

  check_same (look, "board_ground", palette->ground);
  check_same (look, "board_card", palette->card);
  check_same (look, "board_edge", palette->outline);
  check_same (look, "board_text", palette->text);
  check_same (look, "board_muted", palette->muted);
  check_same (look, "board_shade", palette->shade);
  check_same (look, "board_live", palette->condition[WB_CONDITION_OK].text);
  check_same (look, "board_wait", palette->condition[WB_CONDITION_WARNING].text);
  check_same (look, "board_wait_tile", palette->condition[WB_CONDITION_WARNING].tile);
  check_same (look, "board_lost", palette->condition[WB_CONDITION_CRITICAL].text);
}

/* Each text on each ground where the style sheets put it; #fafafa is that of a light dialog. */
static void
test_contrast (gconstpointer data)
{
  static const char *const pairs[][2] = {
    { "board_text", "board_ground" }, { "board_text", "board_card" },
    { "board_muted", "board_ground" }, { "board_muted", "board_card" },
    { "board_live", "board_shade" }, { "board_live", "board_card" }, { "board_live", "board_ground" },
    { "board_wait", "board_wait_tile" }, { "board_wait", "board_card" }, { "board_wait", "board_ground" },
    { "board_lost", "board_card" }, { "board_lost", "board_ground" },
    { "board_problem_text", "board_problem" },
  };
  const Look *look = data;

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      double contrast = get_contrast (find_color (look, pairs[i][0]), find_color (look, pairs[i][1]));

      g_assert_cmpfloat (contrast, >=, 4.5);
    }
}

int
main (int    argc,
      char **argv)
{
  static const char *const names[] = { "light", "dark", "light-high", "dark-high" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autofree char *palette_path = g_strconcat ("/style/palette/", names[i], NULL);
      g_autofree char *contrast_path = g_strconcat ("/style/contrast/", names[i], NULL);

      g_test_add_data_func (palette_path, &looks[i], test_palette);
      g_test_add_data_func (contrast_path, &looks[i], test_contrast);
    }

  return g_test_run ();
}
