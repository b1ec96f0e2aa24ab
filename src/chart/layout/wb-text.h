/* wb-text.h: shapes and measures text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include "wb-render-context.h"

G_BEGIN_DECLS

/* The distance from the middle of a capital or Chinese character to the baseline, in em. */
#define WB_TEXT_MIDDLE 0.36

/**
 * WbTextFlags:
 * @WB_TEXT_PLAIN: one line
 * @WB_TEXT_BOLD: bold
 * @WB_TEXT_NUMBER: tabular digits, left to right in every locale
 * @WB_TEXT_WRAP: several lines, centred
 * @WB_TEXT_CUT_MIDDLE: text that is too long is cut in the middle, not at its end
 */
typedef enum
{
  WB_TEXT_PLAIN = 0,
  WB_TEXT_BOLD = 1 << 0,
  WB_TEXT_NUMBER = 1 << 1,
  WB_TEXT_WRAP = 1 << 2,
  WB_TEXT_CUT_MIDDLE = 1 << 3,
} WbTextFlags;

/**
 * WbText:
 * @size: one em of labels, in logical pixels
 * @above: the height of a line above its middle, in em
 * @below: the height of a line below its middle, in em
 * @pango_context: for words, in the direction of the frame
 * @number_context: for numbers, left to right
 * @font: the font family
 * @tabular: the attribute of tabular digits
 *
 * Shapes the text of one frame.
 */
typedef struct
{
  double                size;
  double                above;
  double                below;
  PangoContext         *pango_context;
  PangoContext         *number_context;
  PangoFontDescription *font;
  PangoAttrList        *tabular;
} WbText;

WbText      *wb_text_new          (const WbRenderContext *context);
void         wb_text_free         (WbText                *self);
double       wb_text_get_line     (const WbText          *self,
                                   double                 scale);
double       wb_text_get_least    (const WbText          *self);
PangoLayout *wb_text_shape        (const WbText          *self,
                                   const char            *string,
                                   double                 scale,
                                   WbTextFlags            flags,
                                   double                 max_width);
PangoLayout *wb_text_shape_lines  (const WbText          *self,
                                   const char            *string,
                                   double                 scale,
                                   WbTextFlags            flags,
                                   double                 max_width,
                                   guint                  max_lines);
gboolean     wb_text_fits_lines   (const WbText          *self,
                                   const char            *string,
                                   double                 scale,
                                   double                 max_width,
                                   guint                  max_lines);
double       wb_text_get_width    (PangoLayout           *layout);
double       wb_text_get_height   (PangoLayout           *layout);
double       wb_text_get_baseline (PangoLayout           *layout);
void         wb_text_draw         (PangoLayout           *layout,
                                   cairo_t               *cr,
                                   double                 x,
                                   double                 baseline,
                                   WbColor                color);
void         wb_text_draw_halo    (PangoLayout           *layout,
                                   cairo_t               *cr,
                                   WbColor                color);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbText, wb_text_free)

G_END_DECLS
