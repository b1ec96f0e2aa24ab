/* wb-dataset.h: the data of a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "support/wb-name.h"

G_BEGIN_DECLS

/* The largest dataset that programs accept from a file, a client or a database, in bytes of JSON. */
#define WB_DATASET_FILE_MAX (8 * 1024 * 1024)

/**
 * WbValue:
 * @name: the item
 * @value: its number, %NAN if there is no reading
 *
 * One bar of the seller and rank charts.
 */
typedef struct
{
  const char *name;
  double      value;
} WbValue;

/**
 * WbStockItem:
 * @name: the goods
 * @stock: how many are left, %NAN if there is no reading
 * @sales: how many are sold, %NAN if there is no reading
 *
 * One ring of the stock chart.
 */
typedef struct
{
  const char *name;
  double      stock;
  double      sales;
} WbStockItem;

/**
 * WbPlace:
 * @name: the place
 * @longitude: degrees east, -180 to 180; %NAN if the place has no position
 * @latitude: degrees north, -90 to 90; %NAN if the place has no position
 * @value: the number that sizes its point, %NAN if there is none
 */
typedef struct
{
  const char *name;
  double      longitude;
  double      latitude;
  double      value;
} WbPlace;

/**
 * WbPlaceGroup:
 * @name: the property that the places share, such as a level of membership
 * @places: (array length=n_places): the places
 * @n_places: their number
 *
 * One scatter series of the map.
 */
typedef struct
{
  const char    *name;
  const WbPlace *places;
  guint          n_places;
} WbPlaceGroup;

/**
 * WbHotItem:
 * @name: the goods
 * @value: their sales, %NAN if there is no reading; 0 for a category, which has none of its own
 * @children: (array length=n_children): one level down: goods of a category, kinds of goods
 * @n_children: their number
 *
 * A category of the hot chart (level one), a slice of its pie (level two), or
 * a line of the slice's tooltip (level three).
 */
typedef struct _WbHotItem WbHotItem;
struct _WbHotItem
{
  const char      *name;
  double           value;
  const WbHotItem *children;
  guint            n_children;
};

/**
 * WbTrendSeries:
 * @name: the series
 * @values: (array length=n_values): a number for each label, from the first on; %NAN if there is no reading
 * @n_values: at most the number of labels; fewer for a year that has not ended
 */
typedef struct
{
  const char   *name;
  const double *values;
  guint         n_values;
} WbTrendSeries;

/**
 * WbTrendType:
 * @key: the name of its member of the dataset, such as `map`
 * @text: its entry in the menu
 * @title: the title of the chart while it is selected
 * @unit: the unit of its numbers, empty if there is none
 * @base: the member `base`, 0 if there is none
 * @series: (array length=n_series): the series, lowest of the stack first
 * @n_series: their number
 */
typedef struct
{
  const char          *key;
  const char          *text;
  const char          *title;
  const char          *unit;
  double               base;
  const WbTrendSeries *series;
  guint                n_series;
} WbTrendType;

/**
 * WbTrend:
 * @labels: (array length=n_labels): the months
 * @n_labels: their number
 * @types: (array length=n_types): the entries of the menu
 * @n_types: their number, at least 1
 */
typedef struct
{
  const char *const *labels;
  guint              n_labels;
  const WbTrendType *types;
  guint              n_types;
} WbTrend;

/**
 * WbDataset:
 *
 * The data of one chart: an immutable, reference counted value, parsed strictly
 * from JSON. It may be used from any thread. What its functions return lives as
 * long as the dataset.
 */
typedef struct _WbDataset WbDataset;

#define WB_TYPE_DATASET (wb_dataset_get_type ())
GType               wb_dataset_get_type   (void) G_GNUC_CONST;

WbDataset          *wb_dataset_parse      (WbChartKind   kind,
                                           const char   *name,
                                           const char   *json,
                                           gsize         length,
                                           GError      **error);
WbDataset          *wb_dataset_ref        (WbDataset    *self);
void                wb_dataset_unref      (WbDataset    *self);
WbDataset          *wb_dataset_share      (WbDataset    *self,
                                           WbChartKind   kind);

WbChartKind         wb_dataset_get_kind   (WbDataset    *self);
const WbTrend      *wb_dataset_get_trend  (WbDataset    *self);
const WbValue      *wb_dataset_get_values (WbDataset    *self,
                                           guint        *ret_n_values);
const WbStockItem  *wb_dataset_get_stock  (WbDataset    *self,
                                           guint        *ret_n_items);
const WbHotItem    *wb_dataset_get_hot    (WbDataset    *self,
                                           guint        *ret_n_categories);
const WbPlaceGroup *wb_dataset_get_places (WbDataset    *self,
                                           guint        *ret_n_groups);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbDataset, wb_dataset_unref)

G_END_DECLS
