/* wb-stock-layout.c: chooses the arrangement of rings and their texts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-stock-private.h"

#include <math.h>

#include "layout/wb-sample.h"

/* In em of a label. */
#define PADDING     0.6
#define MIN_RING    0.7

/* The most lines of a name in a ring, and below it. */
#define MAX_INSIDE  2
#define MAX_CAPTION 3

/* The largest share of captions in the height of a cell: of names alone, and with the stock. */
#define CAPTION_SHARE 0.45
#define BELOW_SHARE   0.62

/* The thickness of a ring, relative to its radius. */
#define THICKNESS 0.17

/* Fewer rows are used only if their rings are larger by this factor, since more rows fill a card better. */
#define FEWER_ROWS 0.94

/* Sizes of text, relative to labels. */
#define NAME_SCALE  0.88
#define STOCK_SCALE 0.8
#define MAX_NUMBER  2.0
#define MAX_BELOW   1.7
#define MAX_BESIDE  1.2

/* The largest share of the text beside a ring in the width of a cell, if only its name is as long. */
#define NAME_SHARE 0.6

/* The widths of the widest texts in the size of labels, by form of the number. */
typedef struct
{
  GPtrArray *names;
  double     sales[WB_NUMBER_N_FORMS];
  double     stock[WB_NUMBER_N_FORMS];
  double     wordless[WB_NUMBER_N_FORMS];
} Measures;

static void
measure (Measures       *measures,
         WbStockDetails *details,
         const WbText   *text)
{
  WbSample sample = { details->items, sizeof (WbStockItem), details->n_items };

  details->twins = wb_sample_find_twins (&sample);
  measures->names = wb_sample_find_longest (&sample);
  for (WbNumberForm form = 0; form < WB_NUMBER_N_FORMS; form++)
    {
      g_autoptr (GPtrArray) sales =
        wb_sample_find_numbers (&sample, G_STRUCT_OFFSET (WbStockItem, sales), wb_number_format_in, form);
      g_autoptr (GPtrArray) stock =
        wb_sample_find_numbers (&sample, G_STRUCT_OFFSET (WbStockItem, stock), wb_stock_format, form);

      g_autoptr (GPtrArray) wordless =
        wb_sample_find_numbers (&sample, G_STRUCT_OFFSET (WbStockItem, stock), wb_number_format_in, form);

      measures->sales[form] = wb_sample_measure (sales, text, WB_TEXT_NUMBER | WB_TEXT_BOLD);
      measures->stock[form] = wb_sample_measure (stock, text, WB_TEXT_PLAIN);
      measures->wordless[form] = wb_sample_measure (wordless, text, WB_TEXT_NUMBER);
    }
}

/* Chooses the largest size in which the widest number has room, and a shorter form only if it would be too
 * small otherwise. Returns the size, 0 if there is none. */
static double
choose_scale (const double *widths,
              double        width,
              double        most,
              const WbText *text,
              WbNumberForm *ret_form)
{
  double least = wb_text_get_least (text);

  for (WbNumberForm form = 0; form < WB_NUMBER_N_FORMS; form++)
    {
      double scale = MIN (most, width / MAX (widths[form], 1e-3));

      *ret_form = form;
      if (scale >= least)
        return scale;
    }

  return 0;
}

static gboolean
choose_number (WbStockDetails *details,
               const Measures *measures,
               const WbText   *text,
               double          width,
               double          most)
{
  details->number = choose_scale (measures->sales, width, most, text, &details->number_form);

  return details->number > 0;
}

/* Where there is room for no more than one item, the word “Stock” is left out at last. */
static gboolean
choose_stock (WbStockDetails *details,
              const Measures *measures,
              const WbText   *text,
              double          width,
              double          most)
{
  most = MAX (most, wb_text_get_least (text));
  details->stock = choose_scale (measures->stock, width, most, text, &details->stock_form);
  details->wordless = details->stock <= 0 && details->n_shown == 1 && details->form == WB_STOCK_BESIDE;
  if (details->wordless)
    details->stock = choose_scale (measures->wordless, width, most, text, &details->stock_form);

  return details->stock > 0;
}

/* The height for rings and texts: what has no room is counted in a line below. */
static double
get_height (const WbChartLayout *self,
            const WbText        *text)
{
  const WbStockDetails *details = self->details;
  gboolean has_more = details->n_shown < MIN (details->n_items, WB_STOCK_PER_PAGE);

  return self->plot.height - (has_more ? wb_text_get_line (text, STOCK_SCALE) : 0);
}

/* Chooses the arrangement with the largest rings: all in a row, three over two, two over two over one, or a
 * column. Returns whether there is room for captions of a given height. */
static gboolean
arrange (const WbChartLayout *self,
         const WbText        *text,
         double               caption)
{
  WbStockDetails *details = self->details;
  double gap = WB_STOCK_CELL_GAP * text->size;
  double share = details->form == WB_STOCK_BELOW ? BELOW_SHARE : CAPTION_SHARE;
  guint n = details->n_shown;

  details->outer = -1;
  for (guint columns = n; columns >= 1; columns--)
    {
      guint rows = (n + columns - 1) / columns;
      WbBox cell = { 0, 0, self->plot.width / columns, get_height (self, text) / rows };

      /* A single ring below three or four looks unbalanced. */
      if (columns > 2 && n % columns == 1)
        continue;

      double outer = MAX (MIN (cell.width - gap, cell.height - gap - caption) / 2, 0);
      if (caption > cell.height * share || outer <= details->outer * FEWER_ROWS)
        continue;

      details->n_columns = columns;
      details->cell = cell;
      details->outer = outer;
    }
  details->caption = caption;
  details->hole = details->outer * (1 - THICKNESS);

  return details->outer >= 0;
}

/* Half of the chord of a circle at a distance from its middle. */
static double
get_chord (double radius,
           double away)
{
  return away < radius ? sqrt (radius * radius - away * away) : 0;
}

/* The width for a number alone in the hole of a ring. */
static double
get_middle (const WbStockDetails *details)
{
  return 2 * get_chord (details->hole * WB_STOCK_FILL, details->hole * 0.35);
}

static gboolean
names_fit (const WbStockDetails *details,
           const Measures       *measures,
           const WbText         *text,
           double                width)
{
  for (guint i = 0; i < measures->names->len; i++)
    if (!wb_text_fits_lines (text, g_ptr_array_index (measures->names, i), details->name_scale, width,
                             details->name_lines))
      return FALSE;

  return TRUE;
}

/* Whether all names fit into the rings, over the sales. */
static gboolean
try_names_inside (const WbChartLayout *self,
                  const Measures      *measures,
                  const WbText        *text,
                  guint                n_lines)
{
  WbStockDetails *details = self->details;

  details->form = WB_STOCK_NAMES_INSIDE;
  details->name_lines = n_lines;
  if (!arrange (self, text, wb_text_get_line (text, NAME_SCALE) + WB_STOCK_CAPTION_GAP * text->size))
    return FALSE;

  /* The number takes the room below the names, and both are centred together. */
  double radius = details->hole * WB_STOCK_FILL;
  double name = wb_text_get_line (text, details->name_scale) * n_lines;
  double most = MIN (MAX_NUMBER, (1.75 * radius - name) / wb_text_get_line (text, 1));
  if (most < 0.9)
    return FALSE;

  most = MIN (most, MAX_BELOW);
  double width = 2 * get_chord (radius, (name + wb_text_get_line (text, most)) / 2);
  double below = details->cell.width - WB_STOCK_CELL_GAP * text->size;

  return names_fit (details, measures, text, width) && choose_number (details, measures, text, width, most) &&
         choose_stock (details, measures, text, below, NAME_SCALE);
}

/* Whether sales and stock fit into the rings, over a caption of some lines. */
static gboolean
try_names_below (const WbChartLayout *self,
                 const Measures      *measures,
                 const WbText        *text)
{
  WbStockDetails *details = self->details;
  double name = wb_text_get_line (text, details->name_scale) * details->name_lines;

  details->form = WB_STOCK_NAMES_BELOW;
  if (!arrange (self, text, name + WB_STOCK_CAPTION_GAP * text->size) ||
      !choose_number (details, measures, text, 1.62 * get_chord (details->hole, details->hole * 0.35),
                      MAX_NUMBER))
    return FALSE;

  /* The sales get smaller until there is a chord for the stock below them. */
  double least = wb_text_get_least (text);
  double line = wb_text_get_line (text, MAX (STOCK_SCALE, least));
  for (; details->number >= least; details->number *= 0.93)
    {
      double height = wb_text_get_line (text, details->number) + line;
      double width = 2 * get_chord (details->hole * WB_STOCK_FILL, height / 2);

      if (choose_stock (details, measures, text, width, STOCK_SCALE))
        return TRUE;
    }

  return FALSE;
}

static gboolean
names_fit_below (const WbStockDetails *details,
                 const Measures       *measures,
                 const WbText         *text)
{
  return names_fit (details, measures, text, details->cell.width - WB_STOCK_CELL_GAP * text->size);
}

/* Whether the sales fit into the rings, over names and stock. */
static gboolean
try_below (const WbChartLayout *self,
           const Measures      *measures,
           const WbText        *text)
{
  WbStockDetails *details = self->details;
  double name = wb_text_get_line (text, details->name_scale) * details->name_lines;
  double stock = wb_text_get_line (text, MAX (STOCK_SCALE, wb_text_get_least (text)));

  details->form = WB_STOCK_BELOW;

  return arrange (self, text, name + stock + WB_STOCK_CAPTION_GAP * text->size) &&
         choose_number (details, measures, text, get_middle (details), MAX_NUMBER) &&
         choose_stock (details, measures, text, details->cell.width - WB_STOCK_CELL_GAP * text->size,
                       STOCK_SCALE);
}

/* Whether three lines fit beside rings, or instead of them, in cells of a given size. */
static gboolean
try_cell (WbStockDetails *details,
          const Measures *measures,
          const WbText   *text,
          WbBox           cell)
{
  double gap = WB_STOCK_CELL_GAP * text->size;
  double least = wb_text_get_least (text);
  double others = wb_text_get_line (text, details->name_scale) +
                  wb_text_get_line (text, MAX (STOCK_SCALE, least));
  double most = MIN (MAX_BESIDE, (cell.height - others - gap / 2) / wb_text_get_line (text, 1));

  details->cell = cell;
  if (most < least || !choose_number (details, measures, text, cell.width - gap, most) ||
      !choose_stock (details, measures, text, cell.width - gap, STOCK_SCALE))
    return FALSE;

  double names = wb_sample_measure (measures->names, text, WB_TEXT_PLAIN) * details->name_scale;
  const double *stock = details->wordless ? measures->wordless : measures->stock;
  double values = MAX (measures->sales[details->number_form] * details->number,
                       stock[details->stock_form] * details->stock);
  details->beside = MIN (MAX (values, MIN (names, (cell.width - gap) * NAME_SHARE)) + 1, cell.width - gap);
  details->outer = MIN (cell.width - details->beside - 2 * gap, cell.height - gap) / 2;
  if (details->outer < MIN_RING * text->size)
    {
      details->outer = 0;
      details->beside = cell.width - gap;
    }
  details->hole = details->outer * (1 - THICKNESS);

  return TRUE;
}

static gboolean
try_beside (const WbChartLayout *self,
            const Measures      *measures,
            const WbText        *text)
{
  WbStockDetails *details = self->details;
  WbStockDetails best = { .n_columns = 0 };

  details->form = WB_STOCK_BESIDE;
  details->name_lines = 1;
  details->caption = 0;
  for (guint columns = 1; columns <= details->n_shown; columns++)
    {
      guint rows = (details->n_shown + columns - 1) / columns;
      WbBox cell = { 0, 0, self->plot.width / columns, get_height (self, text) / rows };

      details->n_columns = columns;
      if (try_cell (details, measures, text, cell) && (best.n_columns == 0 || details->outer > best.outer))
        best = *details;
    }
  if (best.n_columns > 0)
    *details = best;

  return best.n_columns > 0;
}

/* Whether all texts of so many goods of each page have room: smaller, in more lines, or in a shorter form.
 * Only names are cut. */
static gboolean
try_count (const WbChartLayout *self,
           const Measures      *measures,
           const WbText        *text,
           guint                n_shown)
{
  WbStockDetails *details = self->details;

  details->n_shown = n_shown;
  for (guint n_lines = 1; n_lines <= MAX_INSIDE; n_lines++)
    if (try_names_inside (self, measures, text, n_lines))
      return TRUE;

  /* Names are placed below, in more lines if one of them needs these, and cut only at last. */
  for (details->name_lines = 1; details->name_lines <= MAX_CAPTION; details->name_lines++)
    if ((try_names_below (self, measures, text) && names_fit_below (details, measures, text)) ||
        (try_below (self, measures, text) && names_fit_below (details, measures, text)))
      return TRUE;
  for (details->name_lines = MAX_CAPTION; details->name_lines > 0; details->name_lines--)
    if (try_names_below (self, measures, text) || try_below (self, measures, text))
      return TRUE;

  return try_beside (self, measures, text);
}

static void
choose_texts (WbChartLayout *self,
              const WbText  *text)
{
  WbStockDetails *details = self->details;
  guint n = MIN (details->n_items, WB_STOCK_PER_PAGE);
  Measures measures;

  measure (&measures, details, text);
  g_autoptr (GPtrArray) names = measures.names;
  details->name_scale = MAX (NAME_SCALE, wb_text_get_least (text));
  if (MIN (self->width, self->height) >= 6 * text->size)
    for (guint n_shown = n; n_shown > 0; n_shown--)
      if (try_count (self, &measures, text, n_shown))
        return;

  details->form = WB_STOCK_BARE;
  details->n_shown = n;
  arrange (self, text, 0);
  choose_number (details, &measures, text, get_middle (details), MAX_NUMBER);
}

/**
 * wb_stock_lay_out:
 * @self: a layout with @items and an empty list of rings
 * @text: shapes text
 *
 * Lays out a page. Rings have the same size on every page.
 */
void
wb_stock_lay_out (WbChartLayout *self,
                  const WbText  *text)
{
  WbStockDetails *details = self->details;
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);

  self->plot = (WbBox) { padding, padding, self->width - 2 * padding, self->height - 2 * padding };
  choose_texts (self, text);

  /* Rows are as high as needed, and centred together; a shorter row is centred horizontally. */
  guint first = self->page * WB_STOCK_PER_PAGE;
  guint n_all = MIN (details->n_items - first, WB_STOCK_PER_PAGE);
  guint n = MIN (n_all, details->n_shown);
  guint n_rows = (n + details->n_columns - 1) / details->n_columns;
  double content = details->form == WB_STOCK_BESIDE ? details->cell.height
                                                    : (2 * details->outer + details->caption) * 1.3;
  double height = MIN (details->cell.height, content);
  double top = self->plot.y + (get_height (self, text) - n_rows * height) / 2;
  for (guint i = 0; i < n; i++)
    {
      guint row = i / details->n_columns;
      guint n_inside = MIN (n - row * details->n_columns, details->n_columns);
      double left = self->plot.x + (self->plot.width - n_inside * details->cell.width) / 2;

      WbBox cell = { left + i % details->n_columns * details->cell.width, top + row * height,
                     details->cell.width, height };

      wb_stock_add_item (self, text, first + i, cell);
    }
  wb_layout_begin_item (self, NULL);
  if (n < n_all)
    wb_layout_add_more (self, text, n_all - n, self->plot.x + self->plot.width, 1,
                        self->plot.y + self->plot.height - wb_text_get_line (text, STOCK_SCALE) / 2);
}
