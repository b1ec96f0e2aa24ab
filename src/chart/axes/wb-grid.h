/* wb-grid.h: the lines of an axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "layout/wb-render-context.h"
#include "wb-scale.h"
#include "wb-ticks.h"

#include <cairo.h>

G_BEGIN_DECLS

/**
 * WbGridLine:
 * @value: its tick
 * @y: logical pixels from the upper edge of the frame
 * @alpha: opacity; less than 1 while it fades in or out
 *
 * A horizontal line of a grid.
 */
typedef struct
{
  double value;
  double y;
  double alpha;
} WbGridLine;

GArray *wb_grid_new   (const WbTicks         *ticks,
                       const WbScale         *scale);
GArray *wb_grid_blend (const GArray          *from,
                       const GArray          *to,
                       double                 progress);
void    wb_grid_draw  (const GArray          *lines,
                       double                 left,
                       double                 right,
                       cairo_t               *cr,
                       const WbRenderContext *context);

G_END_DECLS
