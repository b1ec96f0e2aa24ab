/* reference-font.c: the one font that pictures of tests are drawn with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "reference-font.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

/* No folder of the machine and no rule of its owner: pictures are the same everywhere. */
static const char rules[] =
  "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
  "<match target=\"pattern\"><edit name=\"hinting\" mode=\"assign\"><bool>false</bool></edit></match>"
  "</fontconfig>";

static const char *const files[] = { "Cantarell-Regular.otf", "Cantarell-Bold.otf" };

/* Makes a font map that knows nothing but the fonts beside this file. */
PangoFontMap *
reference_font_map_new (void)
{
  PangoFontMap *font_map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  FcConfig *config = FcConfigCreate ();

  g_assert_true (FcConfigParseAndLoadFromMemory (config, (const FcChar8 *) rules, FcTrue));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("REFERENCE_FONTS"), files[i], NULL);

      /* A folder instead would ask for a cache to write. */
      g_assert_true (FcConfigAppFontAddFile (config, (const FcChar8 *) path));
    }
  pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (font_map), config);
  FcConfigDestroy (config);

  return font_map;
}
