/* wb-render-context.h: everything that a picture depends on besides its data
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
 * @width: of the picture, in logical pixels
 * @height: of the picture, in logical pixels
 * @scale: device pixels to a logical one, for hairlines that land on whole pixels
 * @palette: the colours
 * @font_map: (nullable): where fonts come from; %NULL is pangocairo's own
 * @font_family: (nullable): such as `Cantarell`; %NULL is `sans-serif`
 * @text_scale: 1 for text sized by the picture alone
 * @right_to_left: whether the layout is mirrored
 * @time: microseconds on any steady clock; only what moves depends on it
 * @atlas: (nullable): where maps come from; without one the map chart says that it has none
 *
 * What a chart needs to know to lay itself out and draw, and cannot find out
 * by itself: there are no settings, clocks or widgets below. The same code
 * thus draws a window, a file, a test and a benchmark.
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
  gboolean         right_to_left;
  gint64           time;
  WbAtlas         *atlas;
} WbRenderContext;

G_END_DECLS
