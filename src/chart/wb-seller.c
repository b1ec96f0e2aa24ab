/* wb-seller.c: horizontal bars, five a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "wb-bars.h"
#include "wb-draw.h"
#include "wb-number.h"
#include "wb-ranking.h"
#include "wb-scale.h"

#define PER_PAGE     5
#define PAGE_SECONDS 3

/* In em of a label. */
#define PADDING    0.7
#define GAP        0.6
#define MIN_BAR    1.5
#define MAX_BAR    3.0
#define MAX_NAME   18.0

/* Share of a row that is its bar, and of the width that names may take. */
#define BAR_SHARE  0.5
#define NAME_SHARE 0.42

/* Text gets smaller in low rows, down to this; in still lower ones it is left out. */
#define MIN_SCALE 0.75

/**
 * SellerDetails:
 * @ranking: the items, smallest first
 * @rows: the scale of rows, from above
 * @scale: from values to places across
 * @bar: thickness of a bar
 * @bars: those of the page
 */
typedef struct
{
  WbRanking ranking;
  WbBands   rows;
  WbScale   scale;
  double    bar;
  WbBars    bars;
} SellerDetails;

static void
free_details_cb (gpointer data)
{
  SellerDetails *details = data;

  wb_ranking_clear (&details->ranking);
  wb_bars_clear (&details->bars);
  g_free (details);
}

static guint
count_pages (WbDataset *dataset)
{
  guint n_values;

  wb_dataset_get_values (dataset, &n_values);

  return MAX ((n_values + PER_PAGE - 1) / PER_PAGE, 1);
}

/* The scale is common to all pages, so that pages compare, and leaves room for a value beyond the bars. */
static void
find_scale (const WbChartLayout *self,
            SellerDetails       *details,
            double               value_room)
{
  double low = MIN (wb_ranking_get_value (&details->ranking, 0), 0);
  double high = MAX (wb_ranking_get_value (&details->ranking, details->ranking.n_values - 1), 0);

  details->scale = (WbScale) {
    .low = low,
    .high = low == high ? 1 : high,
    .start = self->plot.x + (low < 0 ? value_room : 0),
    .end = self->plot.x + self->plot.width - (high > 0 || low == 0 ? value_room : 0),
  };
}

/* How wide values are on any page, with the space on both sides. */
static double
measure_values (const SellerDetails *details,
                const WbText        *text,
                gboolean             compact)
{
  return wb_ranking_measure_values (&details->ranking, text, 1, compact) + 2 * GAP * text->size;
}

static void
add_row (WbChartLayout *self,
         const WbText  *text,
         guint          place,
         guint          row,
         gboolean       has_values,
         gboolean       compact)
{
  SellerDetails *details = self->details;
  const WbValue *item = wb_ranking_get_item (&details->ranking, place);
  double middle = wb_bands_get_middle (&details->rows, row);
  double zero = wb_scale_map (&details->scale, 0);
  double tip = wb_scale_map (&details->scale, wb_ranking_get_value (&details->ranking, place));
  double gap = GAP * text->size;

  WbMark mark = {
    .kind = WB_MARK_BAR,
    .series = 0,
    .item = details->ranking.order[place],
    .box = { MIN (zero, tip), middle - details->bar / 2, fabs (tip - zero), details->bar },
    .name = item->name,
    .text = wb_layout_keep (self, wb_number_format (item->value)),
    .value = item->value,
  };
  wb_layout_add_mark (self, &mark);

  WbBar bar = {
    .name = item->name,
    .middle = middle,
    .thickness = details->bar,
    .foot = zero,
    .tip = tip,
    .start = self->plot.x,
    .end = self->plot.x + self->plot.width,
    .roundness = details->scale.low < 0,
    .fills = { 1 },
    .alpha = 1,
    .track = 1,
  };
  g_array_append_val (details->bars.bars, bar);

  wb_layout_begin_item (self, item->name);
  double room = wb_bands_get_width (&details->rows) / wb_text_get_line (text, 1);
  double scale = MIN (1, room);
  if (scale < MIN_SCALE)
    return;

  if (has_values)
    {
      g_autofree char *value = compact ? wb_number_format_compact (item->value)
                                       : wb_number_format (item->value);

      PangoLayout *shape = wb_text_shape (text, value, scale, WB_TEXT_NUMBER | WB_TEXT_BOLD, G_MAXINT16);
      gboolean is_left = item->value < 0;

      wb_layout_add_label (self, shape, is_left ? tip - gap : tip + gap, is_left ? 1 : 0, middle,
                           WB_INK_TEXT);
    }
  if (self->plot.x > gap)
    wb_layout_add_label (self, wb_text_shape (text, item->name, scale, WB_TEXT_PLAIN,
                                              self->plot.x - gap - PADDING * text->size),
                         self->plot.x - gap, 1, middle, WB_INK_TEXT);
}

static gboolean
layout (WbChartLayout *self,
        const WbText  *text)
{
  SellerDetails *details = g_new0 (SellerDetails, 1);
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);
  double margin = padding * 0.5;

  self->details = details;
  self->free_details = free_details_cb;
  wb_bars_init (&details->bars, FALSE);
  wb_ranking_init (&details->ranking, self->dataset, FALSE);
  if (details->ranking.n_values == 0)
    return FALSE;

  double names = MIN (self->width * NAME_SHARE, MAX_NAME * text->size);
  names = self->width >= 10 * text->size ? wb_ranking_measure_names (&details->ranking, text, 1, names) : 0;
  self->plot.x = names > 0 ? padding + names + GAP * text->size : padding;
  self->plot.y = margin;
  self->plot.width = MAX (self->width - padding - self->plot.x, 0);
  self->plot.height = MAX (self->height - 2 * margin, 0);

  gboolean compact = FALSE;
  double room = measure_values (details, text, FALSE);
  double most = self->plot.width * (wb_ranking_get_value (&details->ranking, 0) < 0 ? 0.3 : 0.45);
  if (room > most)
    {
      compact = TRUE;
      room = measure_values (details, text, TRUE);
    }
  gboolean has_values = room <= most;
  find_scale (self, details, has_values ? room : 0);

  details->rows = (WbBands) { self->plot.y, self->plot.height, MIN (details->ranking.n_values, PER_PAGE) };
  double row = wb_bands_get_width (&details->rows);
  details->bar = MIN (CLAMP (row * BAR_SHARE, MIN_BAR * text->size, MAX_BAR * text->size), row * 0.85);

  details->bars.from = self->plot.y;
  details->bars.to = self->plot.y + self->plot.height;
  details->bars.zero = wb_scale_map (&details->scale, 0);
  details->bars.zero_line = details->scale.low < 0;

  guint first = self->page * PER_PAGE;
  guint n_rows = MIN (details->ranking.n_values - first, PER_PAGE);
  for (guint i = 0; i < n_rows; i++)
    add_row (self, text, first + n_rows - 1 - i, i, has_values, compact);

  return TRUE;
}

static void
draw_base (const WbChartLayout *self,
           cairo_t             *cr,
           const WbFrame       *frame)
{
  const SellerDetails *details = self->details;

  wb_bars_draw (&details->bars, cr, frame);
}

static int
hit (const WbChartLayout *self,
     double               x,
     double               y)
{
  const SellerDetails *details = self->details;

  if (y < self->plot.y || y > self->plot.y + self->plot.height)
    return -1;

  guint row = wb_bands_find (&details->rows, y);

  return row < self->n_items ? (int) row : -1;
}

static WbBox
get_highlight (const WbChartLayout *self,
               const WbMark        *mark)
{
  WbBox box = self->right_to_left ? wb_box_mirror (mark->box, self->width) : mark->box;

  return wb_box_grow (box, 2);
}

static void
draw_highlight (const WbChartLayout *self,
                cairo_t             *cr,
                const WbMark        *mark,
                const WbFrame       *frame)
{
  const SellerDetails *details = self->details;
  WbBox box = self->right_to_left ? wb_box_mirror (mark->box, self->width) : mark->box;
  double radius = details->bar / 2;
  double start = mark->value < 0 ? radius : 0;

  if (box.width <= 0)
    return;

  wb_draw_rounded (cr, box, start, radius - start);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.14);
  cairo_fill_preserve (cr);
  wb_color_use (frame->palette->text, cr);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static WbTooltip *
make_tooltip (const WbChartLayout *self,
              const WbMark        *mark)
{
  const SellerDetails *details = self->details;
  WbTooltip *tooltip = wb_tooltip_new (mark->name);
  guint n_values = details->ranking.n_values;
  guint found = wb_ranking_find (&details->ranking, mark->item);
  /* Translators: a place among so many, such as “3 of 38” */
  g_autofree char *place = g_strdup_printf (_("%u of %u"), n_values - found, n_values);

  wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, _("Sales"), mark->text, TRUE);
  wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, _("Place"), place, FALSE);

  return tooltip;
}

static char *
describe (const WbChartLayout *self)
{
  const SellerDetails *details = self->details;
  const WbMark *highest = wb_layout_get_mark (self, 0);
  g_autofree char *sellers = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u seller", "%u sellers",
                                                           details->ranking.n_values),
                                              details->ranking.n_values);

  /* Translators: a title, “38 sellers”, page and number of pages, a name, a value */
  return g_strdup_printf (_("%s: %s, page %u of %u, highest %s, %s"), self->title, sellers, self->page + 1,
                          count_pages (self->dataset), highest->name, highest->text);
}

static void
blend (WbChartLayout       *self,
       const WbChartLayout *from,
       const WbChartLayout *to,
       double               progress)
{
  SellerDetails *details = g_new0 (SellerDetails, 1);

  self->details = details;
  self->free_details = free_details_cb;
  wb_bars_blend (&details->bars, self, &((const SellerDetails *) from->details)->bars,
                 &((const SellerDetails *) to->details)->bars, progress);
}

static void
find_shift (const WbChartLayout *self,
            const char          *key,
            gboolean             is_old,
            double               x,
            double               y,
            double              *ret_x,
            double              *ret_y)
{
  const SellerDetails *details = self->details;

  wb_bars_find_shift (&details->bars, key, is_old, x, y, ret_x, ret_y);
}

const WbChart wb_seller_chart = {
  .page_seconds = PAGE_SECONDS,
  .count_pages = count_pages,
  .layout = layout,
  .draw_base = draw_base,
  .hit = hit,
  .get_highlight = get_highlight,
  .draw_highlight = draw_highlight,
  .make_tooltip = make_tooltip,
  .describe = describe,
  .blend = blend,
  .find_shift = find_shift,
};
