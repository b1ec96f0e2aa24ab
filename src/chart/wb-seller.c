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

/* Text is reduced in low rows down to this factor; in lower rows it is left out. */
#define MIN_SCALE 0.75

/**
 * SellerValues:
 * @shown: whether there is room for values
 * @form: the form of numbers
 * @room: the width that they need, in logical pixels
 *
 * The form of values.
 */
typedef struct
{
  gboolean      shown;
  WbNumberForm  form;
  double        room;
} SellerValues;

static guint
count_pages (WbDataset *dataset)
{
  guint n_values;

  wb_dataset_get_values (dataset, &n_values);

  return MAX ((n_values + PER_PAGE - 1) / PER_PAGE, 1);
}

/* All pages have one scale, so that they can be compared. It leaves room for values beyond the bars. */
static WbScale
find_scale (const WbChartLayout *self,
            double               value_room)
{
  const WbBarChart *details = self->details;
  double low, high;

  wb_ranking_get_range (&details->ranking, &low, &high);

  return (WbScale) {
    .low = low,
    .high = low == high ? 1 : high,
    .start = self->plot.x + (low < 0 ? value_room : 0),
    .end = self->plot.x + self->plot.width - (high > 0 || low == 0 ? value_room : 0),
  };
}

/* The width of the widest value of all pages, with the space on both sides. */
static double
measure_values (const WbBarChart *details,
                const WbText     *text,
                WbNumberForm      form)
{
  return wb_ranking_measure_values (&details->ranking, text, 1, form) + 2 * GAP * text->size;
}

/* Values are left out if bars would become too short. */
static SellerValues
choose_values (const WbChartLayout *self,
               const WbText        *text)
{
  const WbBarChart *details = self->details;
  SellerValues values = { .form = WB_NUMBER_FULL, .room = measure_values (details, text, WB_NUMBER_FULL) };
  double low, high;

  wb_ranking_get_range (&details->ranking, &low, &high);
  double most = self->plot.width * (low < 0 ? 0.3 : 0.45);
  if (values.room > most)
    {
      values.form = WB_NUMBER_COMPACT;
      values.room = measure_values (details, text, WB_NUMBER_COMPACT);
    }
  values.shown = values.room <= most;
  if (!values.shown)
    values.room = 0;

  return values;
}

static void
add_row (WbChartLayout      *self,
         const WbText       *text,
         guint               place,
         guint               row,
         const SellerValues *values)
{
  const WbBarChart *details = self->details;
  const WbValue *item = wb_ranking_get_item (&details->ranking, place);
  double height = wb_bands_get_width (&details->bands);
  double gap = GAP * text->size;
  WbBar bar = {
    .middle = wb_bands_get_middle (&details->bands, row),
    .thickness = MIN (CLAMP (height * BAR_SHARE, MIN_BAR * text->size, MAX_BAR * text->size), height * 0.85),
    .start = self->plot.x,
    .end = self->plot.x + self->plot.width,
    .fills = { 1 },
  };
  double tip = wb_bar_chart_add (self, place, &bar);

  double scale = MIN (1, height / wb_text_get_line (text, 1));
  if (scale < MIN_SCALE)
    return;

  /* An empty track would look like 0, so a missing reading is always said. */
  if (values->shown || isnan (item->value))
    {
      g_autofree char *value = wb_number_format_in (item->value, values->form);
      PangoLayout *shape = wb_text_shape (text, value, scale, WB_TEXT_NUMBER | WB_TEXT_BOLD, G_MAXINT16);
      gboolean is_left = item->value < 0;

      wb_layout_add_label (self, shape, is_left ? tip - gap : tip + gap, is_left ? 1 : 0, bar.middle,
                           isnan (item->value) ? WB_TEXT_ROLE_MUTED : WB_TEXT_ROLE_TEXT);
    }
  if (self->plot.x > gap)
    wb_layout_add_label (self, wb_text_shape (text, item->name, scale, WB_TEXT_PLAIN,
                                              self->plot.x - gap - PADDING * text->size),
                         self->plot.x - gap, 1, bar.middle, WB_TEXT_ROLE_TEXT);
}

static gboolean
layout (WbChartLayout *self,
        const WbText  *text)
{
  WbBarChart *details = g_new0 (WbBarChart, 1);
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);
  double margin = padding * 0.5;

  if (!wb_bar_chart_begin (details, self, WB_BARS_LYING))
    return FALSE;

  double names = MIN (self->width * NAME_SHARE, MAX_NAME * text->size);
  names = self->width >= 10 * text->size ? wb_ranking_measure_names (&details->ranking, text, 1, names) : 0;
  self->plot.x = names > 0 ? padding + names + GAP * text->size : padding;
  self->plot.y = margin;
  self->plot.width = MAX (self->width - padding - self->plot.x, 0);
  self->plot.height = MAX (self->height - 2 * margin, 0);

  SellerValues values = choose_values (self, text);
  WbBands rows = {
    .start = self->plot.y,
    .length = self->plot.height,
    .n_bands = MIN (details->ranking.n_values, PER_PAGE),
  };
  wb_bar_chart_set_scales (details, rows, find_scale (self, values.room), NULL);

  guint first = self->page * PER_PAGE;
  guint n_rows = MIN (details->ranking.n_values - first, PER_PAGE);
  for (guint i = 0; i < n_rows; i++)
    add_row (self, text, first + n_rows - 1 - i, i, &values);

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
