/* wb-chart.h: a dataset, laid out and drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <glib-object.h>

#include "dataset/wb-dataset.h"
#include "drawing/wb-box.h"
#include "wb-render-context.h"

G_BEGIN_DECLS

/**
 * WbSelection:
 * @page: which part of the dataset is on show: the type of trend, the page of
 *   seller and stock, the first bar of rank, the category of hot; past the end
 *   it wraps
 * @hidden: bit i is set while series i (of the first 64) is switched off in the legend
 * @cursor: the mark under the pointer or the keys, -1 for none; only the
 *   overlay depends on it
 * @region: (nullable): the name of the map on show, as for wb_atlas_load(); %NULL for the default one
 *
 * What the person at the chart chose. It is a value of its own, so that a
 * chart keeps no state between two pictures.
 */
typedef struct
{
  guint       page;
  guint64     hidden;
  int         cursor;
  const char *region;
} WbSelection;

#define WB_SELECTION_INIT { 0, 0, -1, NULL }

/**
 * WbMarkKind:
 * @WB_MARK_POINT: a value of a line or area
 * @WB_MARK_BAR: a bar
 * @WB_MARK_SLICE: a slice of a pie
 * @WB_MARK_RING: a ring
 * @WB_MARK_LEGEND: an entry of the legend: acting on it toggles its series
 * @WB_MARK_PLACE: a place on a map
 * @WB_MARK_REGION: a region of a map: acting on it shows its own map, if wb_chart_layout_get_region() has one
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
} WbMarkKind;

/**
 * WbMark:
 * @kind: what it is
 * @series: the series it belongs to, 0 where there is one only
 * @item: its place in the series
 * @box: what it covers; the box of a slice or a region is a small one around its middle
 * @name: what it stands for, such as `Shanghai, June`
 * @text: its value as it is shown, in the locale's form, with unit or percent
 * @value: its value
 *
 * Something in a picture that can be pointed at. Strings belong to the layout.
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
 * Where everything of a picture is: an immutable, reference counted value,
 * computed from dataset, selection and frame alone, and shared by drawing,
 * hit-test, tooltip, accessibility and tests.
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
