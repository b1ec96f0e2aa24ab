/* wb-palette.c: the colours of a theme
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-color.h"

/* A colour as designers write it. */
#define RGBA(hex, alpha) \
  { ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0, (alpha) }
#define RGB(hex) RGBA (hex, 1.0)

/* `chalk` of the seed. */
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

/* `vintage` of the seed. Its series, rank and ring colours were chosen for a dark card; the ones that fell
 * below 3:1 on white keep their hue and are darker here. */
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

/**
 * wb_palette_get:
 * @theme: a theme
 *
 * Gets the colours of a theme.
 *
 * Returns: (transfer none): the palette, which lives for ever
 */
const WbPalette *
wb_palette_get (WbTheme theme)
{
  return theme == WB_THEME_LIGHT ? &light : &dark;
}

/**
 * wb_palette_get_series:
 * @self: a palette
 * @position: the series, from 0
 *
 * Gets the colour of a series. Past the fifth the five colours come again,
 * with their hue turned a little further and moved away from the card each
 * time, so that neighbours differ and none is fainter than the first five.
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

  /* Away from the card: towards white on a dark one, towards black on a light one. */
  gboolean is_dark = wb_color_get_luminance (self->card) < 0.18;
  double pole = is_dark ? 1.0 : 0.0;

  return wb_color_mix (wb_color_turn (color, 22.0 * round), (WbColor) { pole, pole, pole, 1 },
                       (is_dark ? 0.22 : 0.16) * round);
}
