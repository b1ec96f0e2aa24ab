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

/* The ramps of both contrasts of a theme: neighbours differ as much as seven steps of lightness allow. */
#define DARK_RAMPS { \
    [WB_RAMP_AMOUNT] = { \
      RGB (0x344575), RGB (0x376196), RGB (0x3080b5), RGB (0x1aa0cf), RGB (0x3ebfdc), RGB (0x66dfe9), \
      RGB (0x92fdf6), \
    }, \
    [WB_RAMP_DENSITY] = { \
      RGB (0x483368), RGB (0x395599), RGB (0x0a7ba5), RGB (0x0f9fa2), RGB (0x12c48b), RGB (0xabda71), \
      RGB (0xffeb9f), \
    }, \
    [WB_RAMP_DIFFERENCE] = { \
      RGB (0x69cfe6), RGB (0x4a99c3), RGB (0x39659b), RGB (0x4b5466), RGB (0xa04934), RGB (0xce7c4c), \
      RGB (0xf9b36c), \
    }, \
  }

#define LIGHT_RAMPS { \
    [WB_RAMP_AMOUNT] = { \
      RGB (0xc2edef), RGB (0x90d2df), RGB (0x61b5d2), RGB (0x3397c7), RGB (0x3278ae), RGB (0x2f5993), \
      RGB (0x2a3d76), \
    }, \
    [WB_RAMP_DENSITY] = { \
      RGB (0xfae4a8), RGB (0xb3d182), RGB (0x3dbd88), RGB (0x029b9e), RGB (0x0978a3), RGB (0x3a509d), \
      RGB (0x4c2c6c), \
    }, \
    [WB_RAMP_DIFFERENCE] = { \
      RGB (0x33589d), RGB (0x5891bd), RGB (0x96c8dd), RGB (0xe4e7ec), RGB (0xeab78e), RGB (0xc27a54), \
      RGB (0x993c25), \
    }, \
  }

/* `chalk` of the legacy protocol. */
static const WbPalette dark = {
  .ground = RGB (0x12141c),
  .card = RGB (0x1e232e),
  .text = RGB (0xf3f5f9),
  .muted = RGB (0xaeb7c7),
  .neutral = RGB (0x8592ab),
  .line = RGB (0x2e3443),
  .axis = RGB (0x657086),
  .shade = RGB (0x2b313e),
  .tooltip = RGB (0x333c4f),
  .series = {
    RGB (0x1c8f55), RGB (0x566ffc), RGB (0x5debd2), RGB (0xf02b0e), RGB (0xffa04d), RGB (0xbe8dfe),
    RGB (0xfedc08), RGB (0xfe66b6),
  },
  .bar = { RGB (0x616afe), RGB (0xab6ee5) },
  .rank = {
    { RGB (0x0ba82c), RGB (0x4ff778) },
    { RGB (0x3b7ecc), RGB (0x23e5e5) },
    { RGB (0x616afe), RGB (0xab6ee5) },
  },
  .ring = {
    { RGB (0x0ba82c), RGB (0x4ff778) },
    { RGB (0xe8811c), RGB (0xe5dd45) },
    { RGB (0xe55445), RGB (0xff9a6b) },
    { RGB (0x616afe), RGB (0xab6ee5) },
    { RGB (0x3b7ecc), RGB (0x23e5e5) },
  },
  .region = RGB (0x263149),
  .border = RGB (0x46577a),
  .region_text = RGB (0xc9d2e3),
  .outline = RGB (0x2e3443),
  .condition = {
    [WB_CONDITION_OK] = { .fill = RGB (0x65ca8a), .text = RGB (0x65ca8a), .tile = RGB (0x2b313e) },
    [WB_CONDITION_WARNING] = { .fill = RGB (0xffce62), .text = RGB (0xffce62), .tile = RGB (0x3b3013) },
    [WB_CONDITION_CRITICAL] = { .fill = RGB (0xf84e51), .text = RGB (0xff8480), .tile = RGB (0xcf2a32) },
    [WB_CONDITION_UNKNOWN] = { .fill = RGB (0xc7adfe), .text = RGB (0xc7adfe), .tile = RGB (0x1e232e) },
    [WB_CONDITION_OFF] = { .fill = RGB (0xa2a7b1), .text = RGB (0xa2a7b1), .tile = RGB (0x1e232e) },
    [WB_CONDITION_INFO] = { .fill = RGB (0x5790c3), .text = RGB (0x5790c3), .tile = RGB (0x2b313e) },
  },
  .ramp = DARK_RAMPS,
};

/* `vintage` of the legacy protocol, with the hues of the dark theme in darker shades. */
static const WbPalette light = {
  .ground = RGB (0xeceef2),
  .card = RGB (0xffffff),
  .text = RGB (0x16181d),
  .muted = RGB (0x525a68),
  .neutral = RGB (0x66738a),
  .line = RGB (0xe2e5eb),
  .axis = RGB (0x8a93a3),
  .shade = RGB (0xeceff4),
  .tooltip = RGB (0xffffff),
  .series = {
    RGB (0x147048), RGB (0x3863fd), RGB (0x029a89), RGB (0xb30002), RGB (0xd76a14), RGB (0x7732b9),
    RGB (0x9b8755), RGB (0xc152a9),
  },
  .bar = { RGB (0x5052ee), RGB (0x9a55dc) },
  .rank = {
    { RGB (0x08781f), RGB (0x019c4b) },
    { RGB (0x2e72bf), RGB (0x1792b7) },
    { RGB (0x5052ee), RGB (0xa76ae1) },
  },
  .ring = {
    { RGB (0x08781f), RGB (0x019c4b) },
    { RGB (0xc9680f), RGB (0xaf7f08) },
    { RGB (0xc43a28), RGB (0xd9602f) },
    { RGB (0x5052ee), RGB (0xa76ae1) },
    { RGB (0x2e72bf), RGB (0x1792b7) },
  },
  .region = RGB (0xeaeef5),
  .border = RGB (0xb4c0d2),
  .region_text = RGB (0x3f4858),
  .outline = RGB (0xd8dce4),
  .condition = {
    [WB_CONDITION_OK] = { .fill = RGB (0x007245), .text = RGB (0x007245), .tile = RGB (0xeceff4) },
    [WB_CONDITION_WARNING] = { .fill = RGB (0xba7909), .text = RGB (0x8a5200), .tile = RGB (0xffefc2) },
    [WB_CONDITION_CRITICAL] = { .fill = RGB (0xb5020d), .text = RGB (0xb81c25), .tile = RGB (0xc8222b) },
    [WB_CONDITION_UNKNOWN] = { .fill = RGB (0x50199f), .text = RGB (0x50199f), .tile = RGB (0xffffff) },
    [WB_CONDITION_OFF] = { .fill = RGB (0x484d56), .text = RGB (0x484d56), .tile = RGB (0xffffff) },
    [WB_CONDITION_INFO] = { .fill = RGB (0x0577c8), .text = RGB (0x0577c8), .tile = RGB (0xeceff4) },
  },
  .ramp = LIGHT_RAMPS,
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
  .neutral = RGB (0xc8c8c8),
  .line = RGB (0x6b6b6b),
  .axis = RGB (0xffffff),
  .shade = RGB (0x000000),
  .tooltip = RGB (0x000000),
  .series = {
    RGB (0xbbef9a), RGB (0x5fa5ff), RGB (0x4bfff2), RGB (0xf24954), RGB (0xfd9a04), RGB (0x9075c5),
    RGB (0xfee219), RGB (0xe599cc),
  },
  .bar = FLAT (0xc4a5ff),
  .rank = { FLAT (0x4ff778), FLAT (0x3fd8ff), FLAT (0xc4a5ff) },
  .ring = { FLAT (0x3fe06a), FLAT (0xffe14a), FLAT (0xff9d7a), FLAT (0xc4a5ff), FLAT (0x3fd8ff) },
  .region = RGB (0x000000),
  .border = RGB (0xffffff),
  .region_text = RGB (0xffffff),
  .outline = RGB (0xffffff),
  .rank_pattern = { WB_PATTERN_SOLID, WB_PATTERN_RISING, WB_PATTERN_DOTS },
  .condition = {
    [WB_CONDITION_OK] = { .fill = RGB (0x65ca8a), .text = RGB (0x65ca8a), .tile = RGB (0x000000) },
    [WB_CONDITION_WARNING] = { .fill = RGB (0xffce62), .text = RGB (0xffce62), .tile = RGB (0x000000) },
    [WB_CONDITION_CRITICAL] = { .fill = RGB (0xf84e51), .text = RGB (0xff8480), .tile = RGB (0xcf2a32) },
    [WB_CONDITION_UNKNOWN] = { .fill = RGB (0xc7adfe), .text = RGB (0xc7adfe), .tile = RGB (0x000000) },
    [WB_CONDITION_OFF] = { .fill = RGB (0xa2a7b1), .text = RGB (0xa2a7b1), .tile = RGB (0x000000) },
    [WB_CONDITION_INFO] = { .fill = RGB (0x5790c3), .text = RGB (0x5790c3), .tile = RGB (0x000000) },
  },
  .ramp = DARK_RAMPS,
};

/* The hues of the light theme on white. */
static const WbPalette light_high = {
  .contrast = WB_CONTRAST_HIGH,
  .ground = RGB (0xffffff),
  .card = RGB (0xffffff),
  .text = RGB (0x000000),
  .muted = RGB (0x23272f),
  .neutral = RGB (0x404040),
  .line = RGB (0x8c8c8c),
  .axis = RGB (0x000000),
  .shade = RGB (0xffffff),
  .tooltip = RGB (0xffffff),
  .series = {
    RGB (0x018756), RGB (0x044be0), RGB (0x00575c), RGB (0x870004), RGB (0xbc4601), RGB (0x5c0c99),
    RGB (0x5a5837), RGB (0xa33579),
  },
  .bar = FLAT (0x4a2bb8),
  .rank = { FLAT (0x045f1a), FLAT (0x0b55a8), FLAT (0x5a1fae) },
  .ring = { FLAT (0x045f1a), FLAT (0x6b4e00), FLAT (0xa82a0c), FLAT (0x4a2bb8), FLAT (0x005f78) },
  .region = RGB (0xffffff),
  .border = RGB (0x000000),
  .region_text = RGB (0x000000),
  .outline = RGB (0x000000),
  .rank_pattern = { WB_PATTERN_SOLID, WB_PATTERN_RISING, WB_PATTERN_DOTS },
  .condition = {
    [WB_CONDITION_OK] = { .fill = RGB (0x007245), .text = RGB (0x007245), .tile = RGB (0xffffff) },
    [WB_CONDITION_WARNING] = { .fill = RGB (0x8a5200), .text = RGB (0x8a5200), .tile = RGB (0xffffff) },
    [WB_CONDITION_CRITICAL] = { .fill = RGB (0xb5020d), .text = RGB (0xb5020d), .tile = RGB (0xc8222b) },
    [WB_CONDITION_UNKNOWN] = { .fill = RGB (0x50199f), .text = RGB (0x50199f), .tile = RGB (0xffffff) },
    [WB_CONDITION_OFF] = { .fill = RGB (0x484d56), .text = RGB (0x484d56), .tile = RGB (0xffffff) },
    [WB_CONDITION_INFO] = { .fill = RGB (0x0577c8), .text = RGB (0x0577c8), .tile = RGB (0xffffff) },
  },
  .ramp = LIGHT_RAMPS,
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
 * Gets the colour of a series. After eight series the colours repeat, each time
 * with the hue rotated a little more and with more contrast to the card, so
 * that neighbours differ and no colour is fainter than the first eight.
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
 * Gets the shape of the points of a series, which is the same in all contrasts.
 *
 * Returns: the marker
 */
WbMarker
wb_palette_get_marker (const WbPalette *self,
                       guint            position)
{
  g_return_val_if_fail (self != NULL, WB_MARKER_CIRCLE);

  return position % WB_N_MARKERS;
}
