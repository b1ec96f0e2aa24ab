/* wb-chart.h: a dataset, laid out and drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <glib-object.h>

#include "dataset/wb-dataset.h"
#include "drawing/wb-box.h"
#include "plan/wb-chart-style.h"
#include "wb-render-context.h"

G_BEGIN_DECLS

/**
 * WbSelection:
 * @page: the visible part of the dataset: the type of trend, the page of seller and stock, the
 *   first bar of rank, the category of hot; modulo the number of pages
 * @hidden: bit i is set if series i (of the first 64) is hidden by the legend
 * @cursor: the mark under the pointer or the keys, -1 for none; only the overlay depends on it
 * @region: (nullable): the name of the visible map, as for wb_atlas_load(); %NULL for the default
 * @style: what the file of the board says of the chart
 * @legend: the visible part of a legend that has no room for all entries, modulo the number of parts
 *
 * The selection of the user. It is separate from the layout, so that a chart
 * has no state of its own.
 */
typedef struct
{
  guint         page;
  guint64       hidden;
  int           cursor;
  const char   *region;
  WbChartStyle  style;
  guint         legend;
} WbSelection;

#define WB_SELECTION_INIT { .cursor = -1 }

/**
 * WbMarkKind:
 * @WB_MARK_POINT: a value of a line or area
 * @WB_MARK_BAR: a bar
 * @WB_MARK_SLICE: a slice of a pie
 * @WB_MARK_RING: a ring
 * @WB_MARK_LEGEND: an entry of the legend; activating it toggles its series
 * @WB_MARK_PLACE: a place on a map
 * @WB_MARK_REGION: a region of a map; activating it opens its own map, if
 *   wb_chart_layout_get_region() gives one
 * @WB_MARK_MORE: the number of entries for which a legend has no room; activating it shows the
 *   next ones
 */
typedef enum
{
  WB_MARK_POINT,
  WB_MARK_BAR,
  WB_MARK_SLICE,
  WB_MARK_RING,
  WB_MARK_LEGEND,
  WB_MARK_PLACE,
  WB_MARK_REGION,
  WB_MARK_MORE,
} WbMarkKind;

/**
 * WbMark:
 * @kind: its kind
 * @series: its series, 0 if there is only one
 * @item: its index in the series
 * @box: its area; for a slice or a region, a small box around its middle
 * @name: its name, such as `Shanghai, June`
 * @text: its value as text, in the locale's form, with unit or percent
 * @value: its value
 *
 * An item of a layout that can be pointed at. Strings are owned by the layout
 * or its dataset.
 */
typedef struct
{
  WbMarkKind  kind;
  guint       series;
  guint       item;
  WbBox       box;
  const char *name;
  const char *text;
  double      value;
} WbMark;

/**
 * WbChartLayout:
 *
 * The positions of everything in a chart: an immutable, reference-counted
 * value. It depends only on dataset, selection and frame, and is used for
 * drawing, hit tests, tooltips, accessibility and tests.
 */
typedef struct _WbChartLayout WbChartLayout;

#define WB_TYPE_CHART_LAYOUT (wb_chart_layout_get_type ())
GType          wb_chart_layout_get_type     (void) G_GNUC_CONST;

guint          wb_chart_count_pages         (WbDataset             *dataset);
guint          wb_chart_get_page_seconds    (WbChartKind            kind);
const char    *wb_chart_get_default_title   (WbChartKind            kind);
char          *wb_chart_dup_page_title      (WbDataset             *dataset,
                                             guint                  page);

WbChartLayout *wb_chart_layout_new          (WbDataset             *dataset,
                                             const WbSelection     *selection,
                                             const WbRenderContext *context);
WbChartLayout *wb_chart_layout_new_message  (const char            *title,
                                             const char            *detail,
                                             const WbRenderContext *context);
WbChartLayout *wb_chart_layout_ref          (WbChartLayout         *self);
void           wb_chart_layout_unref        (WbChartLayout         *self);

const WbMark  *wb_chart_layout_get_marks    (WbChartLayout         *self,
                                             guint                 *ret_n_marks);
WbBox          wb_chart_layout_get_plot     (WbChartLayout         *self);
int            wb_chart_layout_hit          (WbChartLayout         *self,
                                             double                 x,
                                             double                 y);
char          *wb_chart_layout_describe     (WbChartLayout         *self);
const char    *wb_chart_layout_get_region   (WbChartLayout         *self,
                                             const WbMark          *mark);

void           wb_chart_layout_draw_base    (WbChartLayout         *self,
                                             cairo_t               *cr,
                                             const WbRenderContext *context);
void           wb_chart_layout_draw_overlay (WbChartLayout         *self,
                                             cairo_t               *cr,
                                             const WbSelection     *selection,
                                             const WbRenderContext *context);
WbChartLayout *wb_chart_layout_blend        (WbChartLayout         *from,
                                             WbChartLayout         *to,
                                             double                 progress);
double         wb_chart_ease                (double                 time);
gboolean       wb_chart_layout_get_overlay  (WbChartLayout         *self,
                                             const WbSelection     *selection,
                                             const WbRenderContext *context,
                                             WbBox                 *ret_box);

const WbBox   *wb_chart_layout_get_motion   (WbChartLayout         *self,
                                             guint                 *ret_n_boxes);
void           wb_chart_layout_draw_motion  (WbChartLayout         *self,
                                             cairo_t               *cr,
                                             const WbRenderContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbChartLayout, wb_chart_layout_unref)

G_END_DECLS
