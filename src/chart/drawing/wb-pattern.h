/* wb-pattern.h: fill patterns that differ without colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>

#include "wb-palette.h"

G_BEGIN_DECLS

/**
 * WbHatch:
 * @pattern: the pattern
 * @color: the colour of a solid fill, or of the stripes and, fainter, behind them
 * @step: the distance of stripes, in logical pixels
 * @outline: the width of the edge, which is drawn inside the shape, in logical pixels; 0 for none
 * @scale: device pixels to a logical one
 *
 * A fill of a shape.
 */
typedef struct
{
  WbPattern pattern;
  WbColor   color;
  double    step;
  double    outline;
  double    scale;
} WbHatch;

WbHatch wb_hatch_init (WbPattern      pattern,
                       WbColor        color,
                       double         size,
                       double         scale);
void    wb_hatch_fill (const WbHatch *self,
                       cairo_t       *cr);

G_END_DECLS
