/* wb-seller.c: horizontal bars, five on a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "layout/wb-chart-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-number.h"
#include "wb-bar-chart.h"

#define PER_PAGE     5
#define PAGE_SECONDS 3

/* In em of a label. */
#define PADDING    0.7
#define GAP        0.6
#define MIN_BAR    1.5
#define MAX_BAR    3.0
#define MAX_NAME   18.0

/* The height of a bar, relative to its row, and the largest share of names in the width. */
#define BAR_SHARE  0.5
#define NAME_SHARE 0.42

/* The shares of the width that values take at most: beyond bars, beyond bars in both directions, and in a
 * column. */
#define VALUE_SHARE  0.45
#define BOTH_SHARE   0.3
#define COLUMN_SHARE 0.5

/* The least width for bars beside a column of values, and for names, in em. */
#define MIN_TRACK 2.0
#define MIN_NAME  2.5

/**
 * SellerTexts:
 * @scale: size of the text, 0 for none
 * @form: the form of numbers
 * @room: the width that values need, in logical pixels
 * @in_column: whether values are at the end of the row instead of at the end of their bars
 * @names: the width of names, 0 for none
 * @stacked: whether names are above their bars instead of beside them
 * @n_rows: the rows of a page
 */
typedef struct
{
  double        scale;
  WbNumberForm  form;
  double        room;
  gboolean      in_column;
  double        names;
  gboolean      stacked;
  guint         n_rows;
} SellerTexts;

static guint
count_pages (WbDataset *dataset)
{
  guint n_values;

  wb_dataset_get_values (dataset, &n_values);

  return MAX ((n_values + PER_PAGE - 1) / PER_PAGE, 1);
}

/* How many items the page has, and whether some have no room. */
static guint
count_items (const WbChartLayout *self)
{
  const WbBarChart *details = self->details;

  return MIN (details->ranking.n_values - self->page * PER_PAGE, PER_PAGE);
}

/* Chooses the largest text and the longest form of numbers with which all values have room beside names of a
 * given width. Returns whether there is one. */
static gboolean
try_names (const WbChartLayout *self,
           const WbText        *text,
           const double        *widths,
           double               most,
           SellerTexts         *texts)
{
  double least = wb_text_get_least (text);
  double gaps = (texts->in_column ? 1 : 2) * GAP * text->size;

  for (texts->form = 0; texts->form < WB_NUMBER_N_FORMS; texts->form++)
    for (guint step = 0; step < 3; step++)
      {
        double height = self->plot.height / texts->n_rows / (texts->stacked ? 2 : 1);
        double largest = MIN (1, height / wb_text_get_line (text, 1));

        texts->scale = MAX (largest - (largest - least) * step / 2, least);
        texts->room = widths[texts->form] * texts->scale + gaps;
        if (texts->room <= most)
          return TRUE;
      }

  return FALSE;
}

/* Values are at the end of their bars, in a column beside shorter bars, or instead of bars, where names are
 * cut; at last they are below the names, in fewer rows. */
static SellerTexts
choose_texts (const WbChartLayout *self,
              const WbText        *text)
{
  const WbBarChart *details = self->details;
  double most = self->width * NAME_SHARE;
  double gap = GAP * text->size;
  double widths[WB_NUMBER_N_FORMS];
  double low, high;
  SellerTexts texts = { .n_rows = MIN (details->ranking.n_values, PER_PAGE) };
  double line = wb_text_get_line (text, wb_text_get_least (text));

  wb_ranking_get_range (&details->ranking, &low, &high);
  for (WbNumberForm form = 0; form < WB_NUMBER_N_FORMS; form++)
    widths[form] = wb_ranking_measure_values (&details->ranking, text, form);
  texts.n_rows = CLAMP (texts.n_rows, 1, MAX ((guint) (self->plot.height / line + 1e-6), 1));
  if (self->width < 6 * text->size || self->plot.height < line)
    return texts;

  texts.names = wb_ranking_measure_names (&details->ranking, text, 1, MIN (most, MAX_NAME * text->size));
  double rest = self->plot.width - texts.names - gap;
  if (try_names (self, text, widths, rest * (low < 0 ? BOTH_SHARE : VALUE_SHARE), &texts))
    return texts;

  texts.in_column = TRUE;
  if (try_names (self, text, widths, rest * COLUMN_SHARE, &texts) ||
      try_names (self, text, widths, rest - MIN_TRACK * text->size, &texts))
    return texts;

  texts.names = MIN (texts.names, MIN_NAME * text->size);
  if (try_names (self, text, widths, self->plot.width - texts.names - gap, &texts))
    return texts;

  texts.names = self->plot.width;
  texts.stacked = TRUE;
  texts.n_rows = CLAMP (self->plot.height / (2 * line), 1, MIN (details->ranking.n_values, PER_PAGE));
  if (!try_names (self, text, widths, self->plot.width, &texts))
    texts.scale = texts.room = texts.names = texts.stacked = 0;

  return texts;
}

static void
add_texts (WbChartLayout     *self,
           const WbText      *text,
           const WbValue     *item,
           const SellerTexts *texts,
           WbBox              where)
{
  const WbBarChart *details = self->details;
  double gap = GAP * text->size;
  double tip = where.x, middle = where.y;
  gboolean is_left = item->value < 0;
  g_autofree char *value = wb_number_format_in (item->value, texts->form);
  PangoLayout *shape = wb_text_shape (text, value, texts->scale, WB_TEXT_NUMBER | WB_TEXT_BOLD, G_MAXINT16);
  WbTextRole role = isnan (item->value) ? WB_TEXT_ROLE_MUTED : WB_TEXT_ROLE_TEXT;

  if (texts->in_column)
    wb_layout_add_label (self, shape, self->plot.x + self->plot.width + texts->room, 1, middle, role);
  else
    wb_layout_add_label (self, shape, is_left ? tip - gap : tip + gap, is_left ? 1 : 0, middle, role);

  shape = wb_text_shape (text, item->name, texts->scale,
                         wb_sample_choose_cut (details->ranking.twins, item->name), texts->names);
  if (texts->stacked)
    wb_layout_add_label (self, shape, self->plot.x, 0, middle - wb_text_get_line (text, texts->scale),
                         WB_TEXT_ROLE_TEXT);
  else
    wb_layout_add_label (self, shape, self->plot.x - gap, 1, middle, WB_TEXT_ROLE_TEXT);
}

static void
add_row (WbChartLayout     *self,
         const WbText      *text,
         guint              place,
         guint              row,
         const SellerTexts *texts)
{
  const WbBarChart *details = self->details;
  double height = wb_bands_get_width (&details->bands);
  WbBar bar = {
    .middle = wb_bands_get_middle (&details->bands, row),
    .thickness = MIN (CLAMP (height * BAR_SHARE, MIN_BAR * text->size, MAX_BAR * text->size), height * 0.85),
    .start = self->plot.x,
    .end = self->plot.x + self->plot.width,
    .fills = { 1 },
  };

  if (texts->stacked)
    {
      bar.middle += height / 4;
      bar.thickness = MIN (bar.thickness, height * 0.4);
    }
  double tip = wb_bar_chart_add (self, place, &bar);

  if (texts->scale > 0)
    add_texts (self, text, wb_ranking_get_item (&details->ranking, place), texts,
               (WbBox) { tip, bar.middle, 0, 0 });
}

static gboolean
layout (WbChartLayout *self,
        const WbText  *text)
{
  WbBarChart *details = g_new0 (WbBarChart, 1);
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);
  double margin = padding * 0.5;
  double low, high;

  if (!wb_bar_chart_begin (details, self, WB_BARS_LYING))
    return FALSE;

  guint first = self->page * PER_PAGE;
  guint n_items = count_items (self);
  double value_room;
  gboolean is_own = wb_ranking_get_page_range (&details->ranking, first, n_items,
                                               self->style.common_scale, &low, &high);
  double note = is_own ? wb_text_get_line (text, 1) : 0;
  if (self->height < 6 * text->size)
    note = 0;
  self->plot = (WbBox) { padding, margin, MAX (self->width - 2 * padding, 0),
                         MAX (self->height - 2 * margin - note, 0) };

  SellerTexts texts = choose_texts (self, text);
  if (texts.names > 0 && !texts.stacked)
    {
      self->plot.x += texts.names + GAP * text->size;
      self->plot.width -= texts.names + GAP * text->size;
    }
  if (texts.in_column)
    self->plot.width -= texts.room;
  self->plot.width = MAX (self->plot.width, 0);
  value_room = texts.in_column ? 0 : texts.room;

  WbBands rows = { .start = self->plot.y, .length = self->plot.height, .n_bands = texts.n_rows };
  WbScale scale = {
    .low = low,
    .high = low == high ? 1 : high,
    .start = self->plot.x + (low < 0 ? value_room : 0),
    .end = self->plot.x + self->plot.width - (high > 0 || low == 0 ? value_room : 0),
  };
  wb_bar_chart_set_scales (details, rows, scale, NULL);

  /* The last row counts what has no room. */
  guint n_rows = n_items <= texts.n_rows ? n_items : MAX (texts.n_rows, 2) - 1;
  for (guint i = 0; i < n_rows; i++)
    add_row (self, text, first + n_items - 1 - i, i, &texts);
  wb_layout_begin_item (self, NULL);
  if (n_rows < n_items)
    wb_layout_add_more (self, text, n_items - n_rows, self->plot.x, 0,
                        wb_bands_get_middle (&rows, texts.n_rows - 1));
  if (note > 0)
    wb_bar_chart_add_note (self, text, high, low, self->height - margin - note / 2);

  return TRUE;
}

static int
hit (const WbChartLayout *self,
     double               x,
     double               y)
{
  const WbBarChart *details = self->details;

  if (y < self->plot.y || y > self->plot.y + self->plot.height)
    return -1;

  guint row = wb_bands_find (&details->bands, y);

  return row < self->n_items ? (int) row : -1;
}

static char *
describe (const WbChartLayout *self)
{
  const WbBarChart *details = self->details;
  const WbMark *highest = wb_layout_get_mark (self, 0);
  g_autofree char *sellers = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u seller", "%u sellers",
                                                           details->ranking.n_values),
                                              details->ranking.n_values);

  /* Translators: a title, “38 sellers”, page and number of pages, a name, a value */
  return g_strdup_printf (_("%s: %s, page %u of %u, highest %s, %s"), self->title, sellers, self->page + 1,
                          count_pages (self->dataset), highest->name, highest->text);
}

const WbChart wb_seller_chart = {
  .page_seconds = PAGE_SECONDS,
  .count_pages = count_pages,
  .layout = layout,
  .draw_base = wb_bar_chart_draw_base,
  .hit = hit,
  .get_highlight = wb_layout_get_highlight,
  .draw_highlight = wb_bar_chart_draw_highlight,
  .make_tooltip = wb_bar_chart_make_tooltip,
  .describe = describe,
  .blend = wb_bar_chart_blend,
  .find_shift = wb_bar_chart_find_shift,
};
