/* wb-stock-private.h: the details of the stock chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-chart-private.h"

#include "drawing/wb-number.h"
#include "wb-rings.h"

G_BEGIN_DECLS

/* The most rings of a page. */
#define WB_STOCK_PER_PAGE 5

/* In em of a label. */
#define WB_STOCK_CELL_GAP    0.5
#define WB_STOCK_CAPTION_GAP 0.35

/* The largest share of text in the radius of the hole of a ring. */
#define WB_STOCK_FILL 0.92

/**
 * WbStockForm:
 * @WB_STOCK_NAMES_INSIDE: names and sales are in the rings, the stock is below
 * @WB_STOCK_NAMES_BELOW: sales and stock are in the rings, names below
 * @WB_STOCK_BELOW: only sales are in the rings
 * @WB_STOCK_BESIDE: all texts are beside small rings, or instead of these
 * @WB_STOCK_BARE: a thumbnail, with sales at most
 *
 * Where the texts are.
 */
typedef enum
{
  WB_STOCK_NAMES_INSIDE,
  WB_STOCK_NAMES_BELOW,
  WB_STOCK_BELOW,
  WB_STOCK_BESIDE,
  WB_STOCK_BARE,
} WbStockForm;

/**
 * WbStockDetails:
 * @items: (array length=n_items): the goods
 * @n_items: their number
 * @twins: (element-type utf8 utf8): see wb_sample_find_twins()
 * @form: where the texts are
 * @n_shown: the most rings that have room on a page
 * @n_columns: the columns of the page
 * @cell: the size of the area of an item
 * @outer: radius of a ring, 0 for none
 * @hole: radius of its hole
 * @caption: the height of the text below a ring, 0 for none
 * @beside: the width of the text beside a ring
 * @name_lines: the most lines of a name
 * @name_scale: its text size
 * @number: the text size of the sales, 0 for none
 * @number_form: the form of the sales
 * @stock: the text size of the stock
 * @stock_form: the form of the stock
 * @wordless: whether the stock is only a number
 * @rings: (element-type WbRing): the rings of the page
 */
typedef struct
{
  const WbStockItem *items;
  guint              n_items;
  GHashTable        *twins;
  WbStockForm        form;
  guint              n_shown;
  guint              n_columns;
  WbBox              cell;
  double             outer;
  double             hole;
  double             caption;
  double             beside;
  guint              name_lines;
  double             name_scale;
  double             number;
  WbNumberForm       number_form;
  double             stock;
  WbNumberForm       stock_form;
  gboolean           wordless;
  GArray            *rings;
} WbStockDetails;

double wb_stock_get_share (const WbStockItem *item);
char  *wb_stock_format    (double             stock,
                           WbNumberForm       form);
void   wb_stock_add_item  (WbChartLayout     *self,
                           const WbText      *text,
                           guint              item,
                           WbBox              cell);
void   wb_stock_lay_out   (WbChartLayout     *self,
                           const WbText      *text);

G_END_DECLS
