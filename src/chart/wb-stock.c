/* wb-stock.c: the sold share of goods as rings, five on a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-stock-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PAGE_SECONDS 5

static void
free_details_cb (gpointer data)
{
  WbStockDetails *details = data;

  g_clear_pointer (&details->rings, g_array_unref);
  g_clear_pointer (&details->twins, g_hash_table_unref);
  g_free (details);
}

static guint
count_pages (WbDataset *dataset)
{
  guint n_items;

  wb_dataset_get_stock (dataset, &n_items);

  return MAX ((n_items + WB_STOCK_PER_PAGE - 1) / WB_STOCK_PER_PAGE, 1);
}

static gboolean
layout (WbChartLayout *self,
        const WbText  *text)
{
  WbStockDetails *details = g_new0 (WbStockDetails, 1);

  self->details = details;
  self->free_details = free_details_cb;
  details->rings = g_array_new (FALSE, FALSE, sizeof (WbRing));
  details->items = wb_dataset_get_stock (self->dataset, &details->n_items);
  if (details->n_items == 0)
    return FALSE;

  wb_stock_lay_out (self, text);

  return TRUE;
}

static void
draw_base (const WbChartLayout   *self,
           cairo_t               *cr,
           const WbRenderContext *context)
{
  const WbStockDetails *details = self->details;

  wb_rings_draw (details->rings, cr, context->palette);
}

/* The whole disk and the text below or beside belong to the ring. */
static int
hit (const WbChartLayout *self,
     double               x,
     double               y)
{
  const WbStockDetails *details = self->details;

  for (guint i = 0; i < details->rings->len; i++)
    {
      const WbRing *ring = &g_array_index (details->rings, WbRing, i);
      WbBox box = { ring->x - ring->outer, ring->y - ring->outer, 2 * ring->outer,
                    2 * ring->outer + details->caption };

      if (details->form == WB_STOCK_BESIDE)
        box = (WbBox) { box.x, ring->y - details->cell.height / 2, details->cell.width,
                        details->cell.height };

      if (wb_box_contains (box, x, y))
        return i;
    }

  return -1;
}

static void
draw_highlight (const WbChartLayout   *self,
                cairo_t               *cr,
                const WbMark          *mark,
                const WbRenderContext *context)
{
  const WbStockDetails *details = self->details;

  for (guint i = 0; i < self->n_items; i++)
    if (wb_layout_get_mark (self, i) == mark)
      wb_ring_draw_highlight (&g_array_index (details->rings, WbRing, i), cr, context->palette);
}

static WbTooltip *
make_tooltip (const WbChartLayout *self,
              const WbMark        *mark)
{
  const WbStockDetails *details = self->details;
  const WbStockItem *item = &details->items[mark->item];
  WbTooltip *tooltip = wb_tooltip_new (mark->name);
  g_autofree char *sales = wb_number_format (item->sales);
  g_autofree char *stock = wb_number_format (item->stock);
  g_autofree char *share = wb_number_format_percent (wb_stock_get_share (item));

  wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, _("Sales"), sales, WB_TOOLTIP_CHOSEN);
  wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, _("Stock"), stock, WB_TOOLTIP_PLAIN);
  /* Translators: how many percent of the goods are sold */
  wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, _("Sold"), share, WB_TOOLTIP_PLAIN);

  return tooltip;
}

static char *
describe (const WbChartLayout *self)
{
  const WbStockDetails *details = self->details;
  const WbMark *highest = wb_layout_get_mark (self, 0);
  g_autofree char *goods = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u item", "%u items",
                                                         details->n_items), details->n_items);

  for (guint i = 1; i < self->n_items; i++)
    if (isnan (highest->value) || wb_layout_get_mark (self, i)->value > highest->value)
      highest = wb_layout_get_mark (self, i);

  /* Translators: a title, “15 items”, page and number of pages, a name, a value with its percentage */
  return g_strdup_printf (_("%s: %s, page %u of %u, most sold %s, %s"), self->title, goods, self->page + 1,
                          count_pages (self->dataset), highest->name, highest->text);
}

static void
blend (WbChartLayout       *self,
       const WbChartLayout *from,
       const WbChartLayout *to,
       double               progress)
{
  WbStockDetails *details = g_new0 (WbStockDetails, 1);

  self->details = details;
  self->free_details = free_details_cb;
  details->rings = wb_rings_blend (self, ((const WbStockDetails *) from->details)->rings,
                                   ((const WbStockDetails *) to->details)->rings, progress);
}

static WbBlendShift
find_shift (const WbChartLayout *self,
            const WbBlendPlace  *place)
{
  const WbStockDetails *details = self->details;

  return wb_blend_find_shift (details->rings, G_STRUCT_OFFSET (WbRing, anchor), place);
}

const WbChart wb_stock_chart = {
  .page_seconds = PAGE_SECONDS,
  .count_pages = count_pages,
  .layout = layout,
  .draw_base = draw_base,
  .hit = hit,
  .get_highlight = wb_layout_get_highlight,
  .draw_highlight = draw_highlight,
  .make_tooltip = make_tooltip,
  .describe = describe,
  .blend = blend,
  .find_shift = find_shift,
};
