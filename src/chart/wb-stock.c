/* wb-stock.c: the sold share of goods as rings, five on a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "layout/wb-chart-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-number.h"
#include "wb-ranking.h"
#include "wb-rings.h"

#define PER_PAGE     5
#define PAGE_SECONDS 5

/* In em of a label. */
#define PADDING     0.6
#define CELL_GAP    0.5
#define CAPTION_GAP 0.35

/* The most lines of a name below its ring. */
#define MAX_CAPTION 3

/* The thickness of a ring, relative to its radius, and the largest share of text in the radius of its
 * hole. */
#define THICKNESS 0.17
#define FILL      0.92

/* Fewer rows are used only if their rings are larger by this factor, since more rows fill a card better. */
#define FEWER_ROWS 0.94

/* Sizes of text, relative to labels. */
#define NAME_SCALE    0.88
#define STOCK_SCALE   0.8
#define MAX_NUMBER    2.0
#define MIN_NUMBER    0.75
#define MAX_BELOW     1.7
#define COMPACT_UNDER 0.95

/* The smallest text, in logical pixels. */
#define MIN_TEXT 8.5

/* The number of names and numbers that are measured. */
#define MAX_SAMPLE 100

/**
 * StockDetails:
 * @items: (array length=n_items): the goods
 * @n_items: their number
 * @n_columns: the columns of the page
 * @cell: the size of the area of an item
 * @outer: radius of a ring
 * @hole: radius of its hole
 * @caption: the height of the text below a ring, 0 for none
 * @caption_lines: its most lines
 * @names_inside: whether names are in the rings and the stock below, or the other way round
 * @name_lines: the most lines of a name in a ring
 * @stock_inside: whether the stock is in the rings
 * @number: the text size of the sales, 0 for none
 * @form: the form of the sales
 * @rings: (element-type WbRing): the rings of the page
 */
typedef struct
{
  const WbStockItem *items;
  guint              n_items;
  guint              n_columns;
  WbBox              cell;
  double             outer;
  double             hole;
  double             caption;
  guint              caption_lines;
  gboolean           names_inside;
  guint              name_lines;
  gboolean           stock_inside;
  double             number;
  WbNumberForm       form;
  GArray            *rings;
} StockDetails;

static void
free_details_cb (gpointer data)
{
  StockDetails *details = data;

  g_clear_pointer (&details->rings, g_array_unref);
  g_free (details);
}

static guint
count_pages (WbDataset *dataset)
{
  guint n_items;

  wb_dataset_get_stock (dataset, &n_items);

  return MAX ((n_items + PER_PAGE - 1) / PER_PAGE, 1);
}

/* The sold share of all goods. Negative numbers count as 0, and the share of nothing is 0. If a reading is
 * missing, it is not known: NAN. */
static double
get_share (const WbStockItem *item)
{
  double sales = CLAMP (item->sales, 0, WB_RANKING_LARGEST);
  double stock = CLAMP (item->stock, 0, WB_RANKING_LARGEST);

  if (isnan (sales) || isnan (stock))
    return NAN;

  return sales > 0 ? sales / (sales + stock) : 0;
}

static const WbStockItem *
get_sample (const StockDetails *details,
            guint               position,
            guint               sample)
{
  return &details->items[(guint64) position * details->n_items / sample];
}

static char *
format_stock (const WbStockItem *item)
{
  g_autofree char *number = wb_number_format (item->stock);

  /* Translators: how many are left */
  return g_strdup_printf (_("Stock %s"), number);
}

/* Chooses the arrangement with the largest rings: all in a row, three over two, two over two over one, or a
 * column. Returns whether there is room for text below them. */
static gboolean
arrange (const WbChartLayout *self,
         StockDetails        *details,
         const WbText        *text,
         guint                caption_lines)
{
  double gap = CELL_GAP * text->size;
  guint n = MIN (details->n_items, PER_PAGE);

  details->outer = -1;
  for (guint columns = n; columns >= 1; columns--)
    {
      guint rows = (n + columns - 1) / columns;
      WbBox cell = { 0, 0, self->plot.width / columns, self->plot.height / rows };
      double caption = caption_lines * wb_text_get_line (text, NAME_SCALE) + CAPTION_GAP * text->size;

      /* A single ring below three or four looks unbalanced. */
      if (columns > 2 && n % columns == 1)
        continue;

      if (caption_lines == 0)
        caption = 0;
      double outer = MAX (MIN (cell.width - gap, cell.height - gap - caption) / 2, 0);
      if (caption > cell.height * 0.45 || outer <= details->outer * FEWER_ROWS)
        continue;

      details->n_columns = columns;
      details->cell = cell;
      details->outer = outer;
      details->caption = caption;
    }
  details->caption_lines = caption_lines;
  details->hole = details->outer * (1 - THICKNESS);

  return details->outer >= 0;
}

/* Chooses the largest size in which the longest number of sales fits into a given width. */
static gboolean
choose_number (StockDetails *details,
               const WbText *text,
               double        width,
               double        most)
{
  guint sample = MIN (details->n_items, MAX_SAMPLE);

  for (WbNumberForm form = WB_NUMBER_FULL; form <= WB_NUMBER_COMPACT; form++)
    {
      double widest = 0;

      for (guint i = 0; i < sample; i++)
        {
          double sales = get_sample (details, i, sample)->sales;
          g_autofree char *string = wb_number_format_in (sales, form);
          g_autoptr (PangoLayout) shape = wb_text_shape (text, string, 1, WB_TEXT_NUMBER | WB_TEXT_BOLD,
                                                         G_MAXINT16);

          widest = MAX (widest, wb_text_get_width (shape));
        }

      double scale = MIN (most, widest > 0 ? width / widest : most);
      details->number = scale;
      details->form = form;
      if (scale >= COMPACT_UNDER)
        return TRUE;
    }

  if (details->number >= MIN_NUMBER && details->number * text->size >= MIN_TEXT)
    return TRUE;

  details->number = 0;

  return FALSE;
}

/* Half of the chord of a circle at a distance from its middle. */
static double
get_chord (double radius,
           double away)
{
  return away < radius ? sqrt (radius * radius - away * away) : 0;
}

/* Whether all names fit into the rings, in @n_lines over the sales. */
static gboolean
names_fit (StockDetails *details,
           const WbText *text,
           guint         n_lines)
{
  double radius = details->hole * FILL;
  double name = wb_text_get_line (text, NAME_SCALE) * n_lines;
  guint sample = MIN (details->n_items, MAX_SAMPLE);

  if (NAME_SCALE * text->size < MIN_TEXT)
    return FALSE;

  /* The number takes the room below the names, and both are centred together. */
  double most = MIN (MAX_NUMBER, (1.75 * radius - name) / wb_text_get_line (text, 1));
  if (most < 0.9)
    return FALSE;

  double number = wb_text_get_line (text, MIN (most, MAX_BELOW));
  double width = 2 * get_chord (radius, (name + number) / 2);
  for (guint i = 0; i < sample; i++)
    if (!wb_text_fits_lines (text, get_sample (details, i, sample)->name, NAME_SCALE, width, n_lines))
      return FALSE;

  return choose_number (details, text, 2 * get_chord (radius, (name + number) / 2), MIN (most, MAX_BELOW));
}

/* The width for the stock below the sales. */
static double
get_stock_width (const StockDetails *details,
                 const WbText       *text)
{
  double height = wb_text_get_line (text, details->number) + wb_text_get_line (text, STOCK_SCALE);

  return 2 * get_chord (details->hole * FILL, height / 2);
}

/* Whether all rings have room for the stock below the sales. If only some showed it, the others would look
 * empty. */
static gboolean
stock_fits (const StockDetails *details,
            const WbText       *text)
{
  guint sample = MIN (details->n_items, MAX_SAMPLE);
  double width = get_stock_width (details, text);

  if (details->number == 0 || STOCK_SCALE * text->size < MIN_TEXT)
    return FALSE;
  for (guint i = 0; i < sample; i++)
    {
      g_autofree char *stock = format_stock (get_sample (details, i, sample));

      if (!wb_text_fits_lines (text, stock, STOCK_SCALE, width, 1))
        return FALSE;
    }

  return TRUE;
}

static gboolean
names_fit_below (const StockDetails *details,
                 const WbText       *text)
{
  guint sample = MIN (details->n_items, MAX_SAMPLE);
  double width = details->cell.width - CELL_GAP * text->size;

  for (guint i = 0; i < sample; i++)
    if (!wb_text_fits_lines (text, get_sample (details, i, sample)->name, NAME_SCALE, width,
                             details->caption_lines))
      return FALSE;

  return TRUE;
}

static void
choose_texts (WbChartLayout *self,
              StockDetails  *details,
              const WbText  *text)
{
  gboolean has_text = MIN (self->width, self->height) >= 6 * text->size;

  details->number = 0;
  if (!has_text || !arrange (self, details, text, 1))
    {
      arrange (self, details, text, 0);
      choose_number (details, text, 2 * get_chord (details->hole * FILL, details->hole * 0.35), MAX_NUMBER);
      return;
    }

  for (guint n_lines = 1; n_lines <= 2; n_lines++)
    if (names_fit (details, text, n_lines))
      {
        details->names_inside = TRUE;
        details->name_lines = n_lines;
        return;
      }

  /* Names are placed below, in more lines if one of them needs these and there is room. */
  for (guint n_lines = 2; n_lines <= MAX_CAPTION && !names_fit_below (details, text); n_lines++)
    if (!arrange (self, details, text, n_lines))
      {
        arrange (self, details, text, n_lines - 1);
        break;
      }
  choose_number (details, text, 1.62 * get_chord (details->hole, details->hole * 0.35), MAX_NUMBER);
  details->stock_inside = stock_fits (details, text);
}

/* Adds the sales, and a text above or below, around the middle of the hole. */
static void
add_middle (WbChartLayout     *self,
            const WbText      *text,
            const WbStockItem *item,
            double             x,
            double             y)
{
  StockDetails *details = self->details;
  double radius = details->hole * FILL;
  g_autofree char *sales = wb_number_format_in (item->sales, details->form);
  g_autofree char *stock = format_stock (item);
  double number = wb_text_get_line (text, details->number);
  double size = text->size * details->number;

  if (details->number == 0)
    return;

  PangoLayout *shape = wb_text_shape (text, sales, details->number, WB_TEXT_NUMBER | WB_TEXT_BOLD,
                                      G_MAXINT16);
  if (details->names_inside)
    {
      g_autoptr (PangoLayout) name = wb_text_shape_lines (text, item->name, NAME_SCALE, WB_TEXT_PLAIN,
                                                          2 * radius, details->name_lines);
      double above = wb_text_get_height (name);
      double top = y - (above + number) / 2;

      wb_layout_add_block (self, g_steal_pointer (&name), x, top, WB_TEXT_ROLE_TEXT);
      wb_layout_add_label (self, shape, x, 0.5, top + above + text->above * size, WB_TEXT_ROLE_TEXT);
      return;
    }

  double line = wb_text_get_line (text, STOCK_SCALE);
  double top = y - (number + line) / 2;
  double width = get_stock_width (details, text);
  if (details->stock_inside)
    wb_layout_add_block (self, wb_text_shape_lines (text, stock, STOCK_SCALE, WB_TEXT_PLAIN, width, 1), x,
                         top + number, WB_TEXT_ROLE_MUTED);
  else
    top = y - number / 2;
  wb_layout_add_label (self, shape, x, 0.5, top + text->above * size, WB_TEXT_ROLE_TEXT);
}

static void
add_ring (WbChartLayout *self,
          const WbText  *text,
          guint          item,
          double         x,
          double         y)
{
  StockDetails *details = self->details;
  const WbStockItem *goods = &details->items[item];
  double share = get_share (goods);
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
  ring.fills[item % PER_PAGE % WB_PALETTE_N_RINGS] = 1;
  g_array_append_val (details->rings, ring);

  wb_layout_begin_item (self, goods->name);
  add_middle (self, text, goods, x, y);
  if (details->caption <= 0)
    return;

  double top = y + details->outer + CAPTION_GAP * text->size;
  double width = details->cell.width - CELL_GAP * text->size;
  g_autofree char *stock = format_stock (goods);
  if (details->names_inside)
    wb_layout_add_block (self, wb_text_shape_lines (text, stock, NAME_SCALE, WB_TEXT_PLAIN, width, 1), x, top,
                         WB_TEXT_ROLE_MUTED);
  else
    wb_layout_add_block (self, wb_text_shape_lines (text, goods->name, NAME_SCALE, WB_TEXT_PLAIN, width,
                                                    details->caption_lines), x, top, WB_TEXT_ROLE_TEXT);
}

static gboolean
layout (WbChartLayout *self,
        const WbText  *text)
{
  StockDetails *details = g_new0 (StockDetails, 1);
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);

  self->details = details;
  self->free_details = free_details_cb;
  details->rings = g_array_new (FALSE, FALSE, sizeof (WbRing));
  details->items = wb_dataset_get_stock (self->dataset, &details->n_items);
  if (details->n_items == 0)
    return FALSE;

  self->plot = (WbBox) { padding, padding, self->width - 2 * padding, self->height - 2 * padding };
  choose_texts (self, details, text);

  /* Rows are as high as needed, and centred together; a shorter row is centred horizontally. */
  guint first = self->page * PER_PAGE;
  guint n = MIN (details->n_items - first, PER_PAGE);
  guint n_rows = (n + details->n_columns - 1) / details->n_columns;
  double height = MIN (details->cell.height, (2 * details->outer + details->caption) * 1.3);
  double top = self->plot.y + (self->plot.height - n_rows * height) / 2;
  double content = 2 * details->outer + details->caption;
  for (guint i = 0; i < n; i++)
    {
      guint row = i / details->n_columns;
      guint n_inside = MIN (n - row * details->n_columns, details->n_columns);
      double left = self->plot.x + (self->plot.width - n_inside * details->cell.width) / 2;

      add_ring (self, text, first + i, left + (i % details->n_columns + 0.5) * details->cell.width,
                top + row * height + (height - content) / 2 + details->outer);
    }

  return TRUE;
}

static void
draw_base (const WbChartLayout   *self,
           cairo_t               *cr,
           const WbRenderContext *context)
{
  const StockDetails *details = self->details;

  wb_rings_draw (details->rings, cr, context->palette);
}

/* The whole disk and the text below belong to the ring. */
static int
hit (const WbChartLayout *self,
     double               x,
     double               y)
{
  const StockDetails *details = self->details;

  for (guint i = 0; i < details->rings->len; i++)
    {
      const WbRing *ring = &g_array_index (details->rings, WbRing, i);
      WbBox box = { ring->x - ring->outer, ring->y - ring->outer, 2 * ring->outer,
                    2 * ring->outer + details->caption };

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
  const StockDetails *details = self->details;

  for (guint i = 0; i < self->n_items; i++)
    if (wb_layout_get_mark (self, i) == mark)
      wb_ring_draw_highlight (&g_array_index (details->rings, WbRing, i), cr, context->palette);
}

static WbTooltip *
make_tooltip (const WbChartLayout *self,
              const WbMark        *mark)
{
  const StockDetails *details = self->details;
  const WbStockItem *item = &details->items[mark->item];
  WbTooltip *tooltip = wb_tooltip_new (mark->name);
  g_autofree char *sales = wb_number_format (item->sales);
  g_autofree char *stock = wb_number_format (item->stock);
  g_autofree char *share = wb_number_format_percent (get_share (item));

  wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, _("Sales"), sales, WB_TOOLTIP_CHOSEN);
  wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, _("Stock"), stock, WB_TOOLTIP_PLAIN);
  /* Translators: how many percent of the goods are sold */
  wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, _("Sold"), share, WB_TOOLTIP_PLAIN);

  return tooltip;
}

static char *
describe (const WbChartLayout *self)
{
  const StockDetails *details = self->details;
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
  StockDetails *details = g_new0 (StockDetails, 1);

  self->details = details;
  self->free_details = free_details_cb;
  details->rings = wb_rings_blend (self, ((const StockDetails *) from->details)->rings,
                                   ((const StockDetails *) to->details)->rings, progress);
}

static WbBlendShift
find_shift (const WbChartLayout *self,
            const WbBlendPlace  *place)
{
  const StockDetails *details = self->details;

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
