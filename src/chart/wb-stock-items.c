/* wb-stock-items.c: a ring of the stock chart and its texts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-stock-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "layout/wb-sample.h"
#include "wb-ranking.h"

/* Negative numbers count as 0, and the share of nothing is 0. If a reading is missing, it is not known:
 * NAN. */
double
wb_stock_get_share (const WbStockItem *item)
{
  double sales = CLAMP (item->sales, 0, WB_RANKING_LARGEST);
  double stock = CLAMP (item->stock, 0, WB_RANKING_LARGEST);

  if (isnan (sales) || isnan (stock))
    return NAN;

  return sales > 0 ? sales / (sales + stock) : 0;
}

char *
wb_stock_format (double       stock,
                 WbNumberForm form)
{
  g_autofree char *number = wb_number_format_in (stock, form);

  /* Translators: how many are left */
  return g_strdup_printf (_("Stock %s"), number);
}

/* Adds a centred line. Returns its height. */
static double
add_line (WbChartLayout *self,
          PangoLayout   *shape,
          double         x,
          double         top,
          WbTextRole     role)
{
  double height = wb_text_get_height (shape);

  wb_layout_add_block (self, shape, x, top, role);

  return height;
}

static PangoLayout *
shape_name (const WbStockDetails *details,
            const WbText         *text,
            const WbStockItem    *goods,
            double                width)
{
  return wb_text_shape_lines (text, goods->name, details->name_scale,
                              wb_sample_choose_cut (details->twins, goods->name), width, details->name_lines);
}

static PangoLayout *
shape_sales (const WbStockDetails *details,
             const WbText         *text,
             const WbStockItem    *goods)
{
  g_autofree char *sales = wb_number_format_in (goods->sales, details->number_form);

  return wb_text_shape (text, sales, details->number, WB_TEXT_NUMBER | WB_TEXT_BOLD, G_MAXINT16);
}

static PangoLayout *
shape_stock (const WbStockDetails *details,
             const WbText         *text,
             const WbStockItem    *goods)
{
  g_autofree char *stock = details->wordless ? wb_number_format_in (goods->stock, details->stock_form)
                                             : wb_stock_format (goods->stock, details->stock_form);

  return wb_text_shape (text, stock, details->stock, details->wordless ? WB_TEXT_NUMBER : WB_TEXT_PLAIN,
                        G_MAXINT16);
}

/* Adds the sales, and a text above or below, around the middle of the hole. */
static void
add_middle (WbChartLayout     *self,
            const WbText      *text,
            const WbStockItem *goods,
            double             x,
            double             y)
{
  const WbStockDetails *details = self->details;
  double number = wb_text_get_line (text, details->number);
  double top = y - number / 2;

  if (details->number <= 0)
    return;

  if (details->form == WB_STOCK_NAMES_INSIDE)
    {
      PangoLayout *name = shape_name (details, text, goods, 2 * details->hole * WB_STOCK_FILL);

      top -= wb_text_get_height (name) / 2;
      top += add_line (self, name, x, top, WB_TEXT_ROLE_TEXT);
    }
  if (details->form == WB_STOCK_NAMES_BELOW)
    {
      top -= wb_text_get_line (text, details->stock) / 2;
      add_line (self, shape_stock (details, text, goods), x, top + number, WB_TEXT_ROLE_MUTED);
    }
  wb_layout_add_label (self, shape_sales (details, text, goods), x, 0.5,
                       top + text->above * text->size * details->number, WB_TEXT_ROLE_TEXT);
}

/* Adds the text below a ring. */
static void
add_caption (WbChartLayout     *self,
             const WbText      *text,
             const WbStockItem *goods,
             double             x,
             double             top)
{
  const WbStockDetails *details = self->details;
  double width = details->cell.width - WB_STOCK_CELL_GAP * text->size;

  if (details->form == WB_STOCK_NAMES_BELOW || details->form == WB_STOCK_BELOW)
    top += add_line (self, shape_name (details, text, goods, width), x, top, WB_TEXT_ROLE_TEXT);
  if (details->form == WB_STOCK_NAMES_INSIDE || details->form == WB_STOCK_BELOW)
    add_line (self, shape_stock (details, text, goods), x, top, WB_TEXT_ROLE_MUTED);
}

/* Adds three lines beside a ring. */
static void
add_beside (WbChartLayout     *self,
            const WbText      *text,
            const WbStockItem *goods,
            double             left,
            double             y)
{
  const WbStockDetails *details = self->details;
  PangoLayout *name = wb_text_shape (text, goods->name, details->name_scale,
                                     wb_sample_choose_cut (details->twins, goods->name), details->beside);
  double above = text->above * text->size;
  double height = wb_text_get_line (text, details->name_scale);
  double number = wb_text_get_line (text, details->number);
  double top = y - (height + number + wb_text_get_line (text, details->stock)) / 2;

  wb_layout_add_label (self, name, left, 0, top + above * details->name_scale, WB_TEXT_ROLE_TEXT);
  top += height;
  wb_layout_add_label (self, shape_sales (details, text, goods), left, 0, top + above * details->number,
                       WB_TEXT_ROLE_TEXT);
  top += number;
  wb_layout_add_label (self, shape_stock (details, text, goods), left, 0, top + above * details->stock,
                       WB_TEXT_ROLE_MUTED);
}

/* Adds the mark and the ring of an item in a cell. */
static void
add_ring (WbChartLayout *self,
          guint          item,
          double         x,
          double         y)
{
  WbStockDetails *details = self->details;
  const WbStockItem *goods = &details->items[item];
  double share = wb_stock_get_share (goods);
  g_autofree char *sales = wb_number_format (goods->sales);
  g_autofree char *percent = wb_number_format_percent (share);

  WbMark mark = {
    .kind = WB_MARK_RING,
    .series = 0,
    .item = item,
    .box = { x - details->outer, y - details->outer, 2 * details->outer, 2 * details->outer },
    .name = goods->name,
    /* Translators: a value and its percentage */
    .text = wb_layout_keep (self, isnan (share) ? g_strdup (sales)
                                                : g_strdup_printf (C_("value and share", "%s (%s)"), sales,
                                                                   percent)),
    .value = goods->sales,
  };
  wb_layout_add_mark (self, &mark);

  WbRing ring = { .name = goods->name, .x = x, .y = y, .outer = details->outer, .inner = details->hole,
                  .share = isnan (share) ? 0 : share, .alpha = 1, .track = 1 };
  ring.fills[item % WB_STOCK_PER_PAGE % WB_PALETTE_N_RINGS] = 1;
  g_array_append_val (details->rings, ring);
}

void
wb_stock_add_item (WbChartLayout *self,
                   const WbText  *text,
                   guint          item,
                   WbBox          cell)
{
  const WbStockDetails *details = self->details;
  const WbStockItem *goods = &details->items[item];
  double gap = WB_STOCK_CELL_GAP * text->size;
  double x = cell.x + cell.width / 2;

  wb_layout_begin_item (self, goods->name);
  if (details->form == WB_STOCK_BESIDE)
    {
      double y = cell.y + cell.height / 2;
      double width = 2 * details->outer + (details->outer > 0 ? gap : 0) + details->beside;
      double left = x - width / 2;

      add_ring (self, item, left + details->outer, y);
      add_beside (self, text, goods, left + width - details->beside, y);
      return;
    }

  double y = cell.y + (cell.height - 2 * details->outer - details->caption) / 2 + details->outer;
  add_ring (self, item, x, y);
  add_middle (self, text, goods, x, y);
  if (details->caption > 0)
    add_caption (self, text, goods, x, y + details->outer + WB_STOCK_CAPTION_GAP * text->size);
}
