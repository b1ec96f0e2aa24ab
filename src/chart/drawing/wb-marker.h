/* wb-marker.h: point shapes that differ without colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>

#include "wb-palette.h"

G_BEGIN_DECLS

/* The extent of the largest shape with its rim, relative to its radius. */
#define WB_MARKER_REACH 1.9

/**
 * WbMarkerStyle:
 * @radius: of a circle that looks as large, in logical pixels
 * @fill: the colour of the shape
 * @rim: the colour of the rim, which separates it from the background
 */
typedef struct
{
  double  radius;
  WbColor fill;
  WbColor rim;
} WbMarkerStyle;

void wb_marker_draw (WbMarker             marker,
                     cairo_t             *cr,
                     double               x,
                     double               y,
                     const WbMarkerStyle *style);

G_END_DECLS
