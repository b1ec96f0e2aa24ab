/* wb-table.c: the numbers of a dataset as rows and columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-table-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-number.h"
#include "drawing/wb-share.h"
#include "layout/wb-chart.h"
#include "wb-ranking.h"

/* Values are limited to this, so that no sum is infinite. */
#define LARGEST 1e300

G_DEFINE_BOXED_TYPE (WbTable, wb_table, wb_table_ref, wb_table_unref)

static void
clear_column_cb (gpointer data)
{
  g_free (((WbColumn *) data)->heading);
}

static void
add_column (WbTable    *self,
            const char *heading,
            WbCellKind  kind)
{
  WbColumn column = { .heading = g_strdup (heading), .kind = kind };

  g_array_append_val (self->columns, column);
}

static void
add_empty (WbTable *self)
{
  g_array_append_val (self->cells, ((WbCell) { .kind = WB_CELL_EMPTY }));
}

static void
add_text (WbTable    *self,
          const char *text)
{
  g_array_append_val (self->cells, ((WbCell) { .kind = WB_CELL_TEXT, .text = text }));
}

/* A missing reading is written as such. */
static void
add_number (WbTable *self,
            double   number)
{
  g_array_append_val (self->cells, ((WbCell) { .kind = WB_CELL_NUMBER, .number = number }));
}

/* Values below zero have a share of zero, as they have no slice. With a total of zero, the cell is
 * empty. Without a reading the share is not known. */
static void
add_share (WbTable *self,
           double   part,
           double   total)
{
  if (total > 0 || isnan (part) || isnan (total))
    g_array_append_val (self->cells,
                        ((WbCell) { .kind = WB_CELL_SHARE, .number = CLAMP (part, 0, LARGEST) / total }));
  else
    add_empty (self);
}

/* Parts of a whole are rounded together, so that they add up to 100 % as on the chart. */
static void
add_part (WbTable *self,
          double   value,
          double   share,
          guint    tenths)
{
  if (isnan (value))
    share = NAN;

  if (isnan (share) && !isnan (value))
    add_empty (self);
  else
    g_array_append_val (self->cells, ((WbCell) { .kind = WB_CELL_PART, .tenths = tenths, .number = share }));
}

/* A row for each month, a column for each series. */
static void
fill_trend (WbTable *self,
            guint    page)
{
  const WbTrend *trend = wb_dataset_get_trend (self->dataset);
  const WbTrendType *type = &trend->types[page % trend->n_types];

  add_column (self, _("Month"), WB_CELL_TEXT);
  for (guint i = 0; i < type->n_series; i++)
    {
      /* Translators: the heading of a column: a series and the unit of its numbers */
      g_autofree char *heading = *type->unit != '\0' ? g_strdup_printf (C_("series and unit", "%s (%s)"),
                                                                        type->series[i].name, type->unit)
                                                     : g_strdup (type->series[i].name);

      add_column (self, heading, WB_CELL_NUMBER);
    }

  for (guint month = 0; month < trend->n_labels; month++)
    {
      add_text (self, trend->labels[month]);
      for (guint i = 0; i < type->n_series; i++)
        if (month < type->series[i].n_values)
          add_number (self, type->series[i].values[month]);
        else
          add_empty (self);
    }
}

/* The largest first. */
static void
fill_values (WbTable    *self,
             const char *name)
{
  WbRanking ranking;

  add_column (self, _("Rank"), WB_CELL_NUMBER);
  add_column (self, name, WB_CELL_TEXT);
  add_column (self, _("Sales"), WB_CELL_NUMBER);

  wb_ranking_init (&ranking, self->dataset, TRUE);
  for (guint i = 0; i < ranking.n_values; i++)
    {
      const WbValue *item = wb_ranking_get_item (&ranking, i);

      add_number (self, i < ranking.n_readings ? i + 1 : NAN);
      add_text (self, item->name);
      add_number (self, item->value);
    }
  wb_ranking_clear (&ranking);
}

static void
fill_category (WbTable         *self,
               const WbHotItem *category)
{
  g_autofree double *sizes = g_new (double, MAX (category->n_children, 1));
  double total = 0;

  for (guint i = 0; i < category->n_children; i++)
    {
      double value = category->children[i].value;

      sizes[i] = value > 0 ? MIN (value, LARGEST) : 0;
      total += sizes[i];
    }

  g_autofree guint *tenths = wb_share_round (sizes, category->n_children);
  for (guint i = 0; i < category->n_children; i++)
    {
      const WbHotItem *goods = &category->children[i];

      add_text (self, category->name);
      add_text (self, goods->name);
      add_number (self, goods->value);
      add_part (self, goods->value, total > 0 ? sizes[i] / total : NAN, tenths[i]);
      g_array_append_val (self->cells, ((WbCell) { .kind = WB_CELL_KINDS, .item = goods }));
    }
}

/* A row for each of the goods in every category. */
static void
fill_hot (WbTable *self)
{
  guint n_categories;
  const WbHotItem *categories = wb_dataset_get_hot (self->dataset, &n_categories);

  add_column (self, _("Category"), WB_CELL_TEXT);
  add_column (self, _("Goods"), WB_CELL_TEXT);
  add_column (self, _("Sales"), WB_CELL_NUMBER);
  add_column (self, _("Share"), WB_CELL_NUMBER);
  add_column (self, _("Kinds"), WB_CELL_TEXT);

  for (guint i = 0; i < n_categories; i++)
    fill_category (self, &categories[i]);
}

static void
fill_stock (WbTable *self)
{
  guint n_items;
  const WbStockItem *items = wb_dataset_get_stock (self->dataset, &n_items);

  add_column (self, _("Goods"), WB_CELL_TEXT);
  add_column (self, _("Sold"), WB_CELL_NUMBER);
  add_column (self, _("In stock"), WB_CELL_NUMBER);
  add_column (self, _("Share sold"), WB_CELL_NUMBER);

  for (guint i = 0; i < n_items; i++)
    {
      add_text (self, items[i].name);
      add_number (self, items[i].sales);
      add_number (self, items[i].stock);
      add_share (self, items[i].sales,
                 CLAMP (items[i].sales, 0, LARGEST) + CLAMP (items[i].stock, 0, LARGEST));
    }
}

/* Whether any place has a value behind its position. */
static gboolean
have_values (const WbPlaceGroup *groups,
             guint               n_groups)
{
  for (guint i = 0; i < n_groups; i++)
    for (guint j = 0; j < groups[i].n_places; j++)
      if (!isnan (groups[i].places[j].value))
        return TRUE;

  return FALSE;
}

static void
fill_places (WbTable *self)
{
  guint n_groups;
  const WbPlaceGroup *groups = wb_dataset_get_places (self->dataset, &n_groups);
  gboolean has_values = have_values (groups, n_groups);

  add_column (self, _("Group"), WB_CELL_TEXT);
  add_column (self, C_("on a map", "Place"), WB_CELL_TEXT);
  add_column (self, _("Longitude"), WB_CELL_NUMBER);
  add_column (self, _("Latitude"), WB_CELL_NUMBER);
  if (has_values)
    add_column (self, _("Value"), WB_CELL_NUMBER);

  for (guint i = 0; i < n_groups; i++)
    for (guint j = 0; j < groups[i].n_places; j++)
      {
        add_text (self, groups[i].name);
        add_text (self, groups[i].places[j].name);
        add_number (self, groups[i].places[j].longitude);
        add_number (self, groups[i].places[j].latitude);
        if (has_values)
          add_number (self, groups[i].places[j].value);
      }
}

static void
fill (WbTable     *self,
      WbChartKind  kind,
      guint        page)
{
  switch (kind)
    {
    case WB_CHART_TREND:
      fill_trend (self, page);
      break;

    case WB_CHART_SELLER:
      fill_values (self, _("Seller"));
      break;

    case WB_CHART_RANK:
      fill_values (self, _("Region"));
      break;

    case WB_CHART_HOT:
      fill_hot (self);
      break;

    case WB_CHART_STOCK:
      fill_stock (self);
      break;

    case WB_CHART_MAP:
    default:
      fill_places (self);
      break;
    }
}

static const WbCell *
get_cell (WbTable *self,
          guint    row,
          guint    column)
{
  return &g_array_index (self->cells, WbCell, (gsize) row * self->columns->len + column);
}

/* The third level of hot in one cell, such as `Green: 200; Black: 100`. */
char *
wb_table_format_kinds (const WbHotItem *item,
                       char          *(*format) (double number))
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < item->n_children; i++)
    {
      g_autofree char *number = format (item->children[i].value);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "; " : "", item->children[i].name, number);
    }

  return g_string_free (text, FALSE);
}

/**
 * wb_table_new:
 * @dataset: a dataset
 * @page: the type of a trend, modulo their number; other tables show all pages
 *
 * Creates the table of a dataset:
 *
 *  - trend: the month, and each series of one type;
 *  - seller, rank: place from the highest, name, sales;
 *  - hot: category, goods, sales, share of the category, kinds of the goods;
 *  - map: group, place, longitude, latitude, and value if any has one;
 *  - stock: goods, sold, in stock, share that is sold.
 *
 * Returns: (transfer full): the table
 */
WbTable *
wb_table_new (WbDataset *dataset,
              guint      page)
{
  g_return_val_if_fail (dataset != NULL, NULL);

  WbTable *self = g_new0 (WbTable, 1);
  WbChartKind kind = wb_dataset_get_kind (dataset);

  g_atomic_ref_count_init (&self->ref_count);
  self->dataset = wb_dataset_ref (dataset);
  self->title = kind == WB_CHART_TREND ? wb_chart_dup_page_title (dataset, page)
                                       : g_strdup (wb_chart_get_default_title (kind));
  self->columns = g_array_new (FALSE, FALSE, sizeof (WbColumn));
  g_array_set_clear_func (self->columns, clear_column_cb);
  self->cells = g_array_new (FALSE, FALSE, sizeof (WbCell));
  fill (self, kind, page);

  return self;
}

WbTable *
wb_table_ref (WbTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wb_table_unref (WbTable *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->cells);
  g_array_unref (self->columns);
  g_free (self->title);
  wb_dataset_unref (self->dataset);
  g_free (self);
}

const char *
wb_table_get_title (WbTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

guint
wb_table_get_n_columns (WbTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->columns->len;
}

guint
wb_table_get_n_rows (WbTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->cells->len / self->columns->len;
}

/**
 * wb_table_get_heading:
 * @self: a table
 * @column: a column
 *
 * Gets the heading of a column, with the unit of its numbers.
 *
 * Returns: (transfer none): the heading
 */
const char *
wb_table_get_heading (WbTable *self,
                      guint    column)
{
  g_return_val_if_fail (self != NULL && column < self->columns->len, NULL);

  return g_array_index (self->columns, WbColumn, column).heading;
}

/**
 * wb_table_is_numeric:
 * @self: a table
 * @column: a column
 *
 * Checks whether a column has numbers, which are aligned to the end.
 *
 * Returns: %TRUE if so
 */
gboolean
wb_table_is_numeric (WbTable *self,
                     guint    column)
{
  g_return_val_if_fail (self != NULL && column < self->columns->len, FALSE);

  return g_array_index (self->columns, WbColumn, column).kind == WB_CELL_NUMBER;
}

/**
 * wb_table_dup_text:
 * @self: a table
 * @row: a row
 * @column: a column
 *
 * Gets the text of a cell: numbers in the locale's form, shares in percent.
 *
 * Returns: (transfer full): the text; empty for a missing value
 */
char *
wb_table_dup_text (WbTable *self,
                   guint    row,
                   guint    column)
{
  g_return_val_if_fail (self != NULL && column < self->columns->len, NULL);
  g_return_val_if_fail (row < wb_table_get_n_rows (self), NULL);

  const WbCell *cell = get_cell (self, row, column);

  switch (cell->kind)
    {
    case WB_CELL_TEXT:
      return g_strdup (cell->text);

    case WB_CELL_NUMBER:
      return wb_number_format (cell->number);

    case WB_CELL_SHARE:
      return wb_number_format_percent (cell->number);

    case WB_CELL_PART:
      return isnan (cell->number) ? wb_number_format_percent (NAN)
                                  : wb_share_format (cell->number, cell->tenths);

    case WB_CELL_KINDS:
      return wb_table_format_kinds (cell->item, wb_number_format);

    case WB_CELL_EMPTY:
    default:
      return g_strdup ("");
    }
}
