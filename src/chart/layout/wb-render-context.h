/* wb-render-context.h: the parameters for layout and drawing, besides the data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <pango/pango.h>

#include "drawing/wb-palette.h"
#include "geo/wb-atlas.h"

G_BEGIN_DECLS

/**
 * WbRenderContext:
 * @width: of the frame, in logical pixels
 * @height: of the frame, in logical pixels
 * @scale: device pixels to a logical one, for hairlines on whole pixels
 * @palette: the colours
 * @font_map: (nullable): the source of fonts; %NULL for the default of pangocairo
 * @font_family: (nullable): such as `Cantarell`; %NULL for `sans-serif`
 * @text_scale: a factor for the size of text, 1 for the default
 * @axis_size: the least size of text of axes and legends, in logical pixels, 0 for none; other text follows
 * @right_to_left: whether the layout is mirrored
 * @time: microseconds of any monotonic clock, for animations
 * @atlas: (nullable): the source of maps; without it the map chart shows a message
 *
 * The parameters of layout and drawing. Charts use no settings, clocks or
 * widgets, so the same code serves windows, files, tests and benchmarks.
 */
typedef struct
{
  double           width;
  double           height;
  double           scale;
  const WbPalette *palette;
  PangoFontMap    *font_map;
  const char      *font_family;
  double           text_scale;
  double           axis_size;
  gboolean         right_to_left;
  gint64           time;
  WbAtlas         *atlas;
} WbRenderContext;

G_END_DECLS
