/* wb-tooltip.h: a box of text next to a mark
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "drawing/wb-box.h"
#include "wb-swatch.h"
#include "wb-text.h"

G_BEGIN_DECLS

/**
 * WbTooltip:
 *
 * The lines of a tooltip and, once placed, its position.
 */
typedef struct _WbTooltip WbTooltip;

/**
 * WbTooltipEmphasis:
 * @WB_TOOLTIP_PLAIN: another line
 * @WB_TOOLTIP_CHOSEN: the line about the mark itself: bold, and always shown
 */
typedef enum
{
  WB_TOOLTIP_PLAIN,
  WB_TOOLTIP_CHOSEN,
} WbTooltipEmphasis;

/* For a line without a colour. */
#define WB_TOOLTIP_NO_SERIES (-1)

WbTooltip *wb_tooltip_new        (const char            *title);
void       wb_tooltip_free       (WbTooltip             *self);
void       wb_tooltip_set_swatch (WbTooltip             *self,
                                  WbSwatchShape          shape);
void       wb_tooltip_add        (WbTooltip             *self,
                                  int                    series,
                                  const char            *name,
                                  const char            *value,
                                  WbTooltipEmphasis      emphasis);
gboolean   wb_tooltip_place      (WbTooltip             *self,
                                  const WbRenderContext *context,
                                  WbBox                  beside,
                                  WbBox                 *ret_box);
void       wb_tooltip_draw       (const WbTooltip       *self,
                                  cairo_t               *cr,
                                  const WbRenderContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbTooltip, wb_tooltip_free)

G_END_DECLS
