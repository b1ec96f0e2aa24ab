/* wb-swatch.h: the symbol of a series in legends and tooltips
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "drawing/wb-box.h"
#include "wb-render-context.h"

G_BEGIN_DECLS

/**
 * WbSwatchShape:
 * @WB_SWATCH_PATCH: a patch with the fill of the series
 * @WB_SWATCH_MARKER: a point, for a series that consists of points
 * @WB_SWATCH_RANK: a patch with the fill of a bar of rank; what counts as its series is its place
 *   in the palette
 *
 * The shape of a symbol, and where its colour comes from.
 */
typedef enum
{
  WB_SWATCH_PATCH,
  WB_SWATCH_MARKER,
  WB_SWATCH_RANK,
} WbSwatchShape;

void wb_swatch_draw        (WbSwatchShape          shape,
                            cairo_t               *cr,
                            WbBox                  box,
                            guint                  series,
                            double                 alpha,
                            const WbRenderContext *context);
void wb_swatch_draw_hidden (cairo_t               *cr,
                            WbBox                  box,
                            double                 alpha,
                            const WbRenderContext *context);

G_END_DECLS
