/* wb-pattern.h: fills that can be told apart without their colours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>

#include "wb-palette.h"

G_BEGIN_DECLS

/**
 * WbHatch:
 * @pattern: what it looks like
 * @color: its colour; of all of a solid one, else of its stripes, and faintly behind them
 * @step: from one stripe to the next, in logical pixels
 * @outline: how thick the edge is that is drawn inside the shape, in logical pixels; 0 for none
 * @scale: device pixels to a logical one
 *
 * A filling.
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
