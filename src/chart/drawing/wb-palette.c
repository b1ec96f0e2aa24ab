/* wb-palette.c: the colours of a theme
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-palette.h"

/* A colour in hexadecimal notation. */
#define RGBA(hex, alpha) \
  { ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0, (alpha) }
#define RGB(hex) RGBA (hex, 1.0)

/* `chalk` of the legacy protocol. */
static const WbPalette dark = {
  .ground = RGB (0x161522),
  .card = RGB (0x222733),
  .text = RGB (0xffffff),
  .muted = RGB (0xb4bccd),
  .line = RGBA (0xffffff, 0.10),
  .shade = RGB (0x2f3542),
  .tooltip = RGB (0x333c4f),
  .series = { RGB (0x0ba82c), RGB (0x2c6eff), RGB (0x16f2d9), RGB (0xfe211e), RGB (0xfa6900) },
  .bar = { RGB (0x5052ee), RGB (0xab6ee5) },
  .rank = {
    { RGB (0x0ba82c), RGB (0x4ff778) },
    { RGB (0x2e72bf), RGB (0x23e5e5) },
    { RGB (0x5052ee), RGB (0xab6ee5) },
  },
  .ring = {
    { RGB (0x4ff778), RGB (0x0ba82c) },
    { RGB (0xe5dd45), RGB (0xe8811c) },
    { RGB (0xe8821c), RGB (0xe55445) },
    { RGB (0x5052ee), RGB (0xab6ee5) },
    { RGB (0x23e5e5), RGB (0x2e72bf) },
  },
  .region = RGB (0x2e72bf),
  .border = RGBA (0x0d1f38, 0.70),
  .region_text = RGB (0xffffff),
};

/* `vintage` of the legacy protocol. Its series, rank and ring colours were chosen for a dark card; those
 * below 3:1 on white are darker here, with the same hue. */
static const WbPalette light = {
  .ground = RGB (0xeeeeee),
  .card = RGB (0xffffff),
  .text = RGB (0x16181d),
  .muted = RGB (0x545b69),
  .line = RGBA (0x16181d, 0.12),
  .shade = RGB (0xeef0f5),
  .tooltip = RGB (0xffffff),
  .series = { RGB (0x099526), RGB (0x2c6eff), RGB (0x0c9d8f), RGB (0xf01e1b), RGB (0xe66000) },
  .bar = { RGB (0x5052ee), RGB (0xab6ee5) },
  .rank = {
    { RGB (0x08781f), RGB (0x12a150) },
    { RGB (0x2e72bf), RGB (0x1a93b8) },
    { RGB (0x5052ee), RGB (0xab6ee5) },
  },
  .ring = {
    { RGB (0x12a150), RGB (0x08781f) },
    { RGB (0xb8860b), RGB (0xc9680f) },
    { RGB (0xc9680f), RGB (0xd9432f) },
    { RGB (0x5052ee), RGB (0xab6ee5) },
    { RGB (0x1a93b8), RGB (0x2e72bf) },
  },
  .region = RGB (0x2e72bf),
  .border = RGBA (0xffffff, 0.65),
  .region_text = RGB (0xffffff),
};

/* High contrast has no gradients: their faint ends are hard to see. */
#define FLAT(hex) { RGB (hex), RGB (hex) }

/* The hues of the dark theme on black. */
static const WbPalette dark_high = {
  .contrast = WB_CONTRAST_HIGH,
  .ground = RGB (0x000000),
  .card = RGB (0x000000),
  .text = RGB (0xffffff),
  .muted = RGB (0xe4e7ee),
  .line = RGBA (0xffffff, 0.42),
  .shade = RGB (0x000000),
  .tooltip = RGB (0x000000),
  .series = { RGB (0x3fe06a), RGB (0x7db2ff), RGB (0x2ff0dc), RGB (0xff8a80), RGB (0xffc24a) },
  .bar = FLAT (0xc4a5ff),
  .rank = { FLAT (0x4ff778), FLAT (0x3fd8ff), FLAT (0xc4a5ff) },
  .ring = { FLAT (0x3fe06a), FLAT (0xffe14a), FLAT (0xff9d7a), FLAT (0xc4a5ff), FLAT (0x3fd8ff) },
  .region = RGB (0x0c2a52),
  .border = RGB (0xa9cdff),
  .region_text = RGB (0xffffff),
  .outline = RGB (0xffffff),
  .rank_pattern = { WB_PATTERN_SOLID, WB_PATTERN_RISING, WB_PATTERN_DOTS },
};

/* The hues of the light theme on white. */
static const WbPalette light_high = {
  .contrast = WB_CONTRAST_HIGH,
  .ground = RGB (0xffffff),
  .card = RGB (0xffffff),
  .text = RGB (0x000000),
  .muted = RGB (0x23272f),
  .line = RGBA (0x000000, 0.45),
  .shade = RGB (0xffffff),
  .tooltip = RGB (0xffffff),
  .series = { RGB (0x045f1a), RGB (0x0b45c4), RGB (0x00626b), RGB (0xb00d12), RGB (0x8f3b00) },
  .bar = FLAT (0x4a2bb8),
  .rank = { FLAT (0x045f1a), FLAT (0x0b55a8), FLAT (0x5a1fae) },
  .ring = { FLAT (0x045f1a), FLAT (0x6b4e00), FLAT (0xa82a0c), FLAT (0x4a2bb8), FLAT (0x005f78) },
  .region = RGB (0xe3eefb),
  .border = RGB (0x0a3f7d),
  .region_text = RGB (0x000000),
  .outline = RGB (0x000000),
  .rank_pattern = { WB_PATTERN_SOLID, WB_PATTERN_RISING, WB_PATTERN_DOTS },
};

/**
 * wb_contrast_from_name:
 * @name: (nullable): a name, as on a command line
 * @ret_contrast: (out): the contrast of that name
 *
 * Looks up a contrast by its name, `normal` or `high`.
 *
 * Returns: %FALSE if there is none; @ret_contrast is then unchanged
 */
gboolean
wb_contrast_from_name (const char *name,
                       WbContrast *ret_contrast)
{
  if (g_strcmp0 (name, "normal") == 0)
    *ret_contrast = WB_CONTRAST_NORMAL;
  else if (g_strcmp0 (name, "high") == 0)
    *ret_contrast = WB_CONTRAST_HIGH;
  else
    return FALSE;

  return TRUE;
}

const WbPalette *
wb_palette_get (WbTheme theme)
{
  return wb_palette_lookup (theme, WB_CONTRAST_NORMAL);
}

/**
 * wb_palette_lookup:
 * @theme: a theme
 * @contrast: normal or high contrast
 *
 * Gets the colours of a theme. In high contrast, text has at least 7:1 on the
 * card, and shapes or their outlines 4.5:1.
 *
 * Returns: (transfer none): the palette, which is static
 */
const WbPalette *
wb_palette_lookup (WbTheme    theme,
                   WbContrast contrast)
{
  if (contrast == WB_CONTRAST_HIGH)
    return theme == WB_THEME_LIGHT ? &light_high : &dark_high;

  return theme == WB_THEME_LIGHT ? &light : &dark;
}

/**
 * wb_palette_get_series:
 * @self: a palette
 * @position: the index of the series
 *
 * Gets the colour of a series. After five series the colours repeat, each time
 * with the hue rotated a little more and with more contrast to the card, so
 * that neighbours differ and no colour is fainter than the first five.
 *
 * Returns: the colour
 */
WbColor
wb_palette_get_series (const WbPalette *self,
                       guint            position)
{
  g_return_val_if_fail (self != NULL, ((WbColor) { 0, 0, 0, 1 }));

  WbColor color = self->series[position % WB_PALETTE_N_SERIES];
  guint round = position / WB_PALETTE_N_SERIES % 4;
  if (round == 0)
    return color;

  /* More contrast means towards white on a dark card, and towards black on a light one. */
  gboolean is_dark = wb_color_get_luminance (self->card) < 0.18;
  double pole = is_dark ? 1.0 : 0.0;

  return wb_color_mix (wb_color_turn (color, 22.0 * round), (WbColor) { pole, pole, pole, 1 },
                       (is_dark ? 0.22 : 0.16) * round);
}

/**
 * wb_palette_get_pattern:
 * @self: a palette
 * @position: the index of the series
 *
 * Gets the fill pattern of a series. Patterns repeat with an offset of one, so
 * that neighbours differ, and the last slice of a ring usually differs from the
 * first.
 *
 * Returns: the pattern; solid in normal contrast
 */
WbPattern
wb_palette_get_pattern (const WbPalette *self,
                        guint            position)
{
  g_return_val_if_fail (self != NULL, WB_PATTERN_SOLID);

  if (self->contrast != WB_CONTRAST_HIGH)
    return WB_PATTERN_SOLID;

  return (position + position / WB_N_PATTERNS) % WB_N_PATTERNS;
}

/**
 * wb_palette_get_marker:
 * @self: a palette
 * @position: the index of the series
 *
 * Gets the shape of the points of a series.
 *
 * Returns: the marker; a circle in normal contrast
 */
WbMarker
wb_palette_get_marker (const WbPalette *self,
                       guint            position)
{
  g_return_val_if_fail (self != NULL, WB_MARKER_CIRCLE);

  return self->contrast == WB_CONTRAST_HIGH ? position % WB_N_MARKERS : WB_MARKER_CIRCLE;
}
