/* wb-chart-private.h: the internals of layouts, for charts and tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "drawing/wb-box.h"
#include "wb-chart.h"
#include "wb-text.h"
#include "wb-tooltip.h"

G_BEGIN_DECLS

/**
 * WbTextRole:
 * @WB_TEXT_ROLE_TEXT: the palette's text
 * @WB_TEXT_ROLE_MUTED: the palette's muted text
 * @WB_TEXT_ROLE_DIM: the palette's neutral colour, for a hidden series
 * @WB_TEXT_ROLE_REGION: on a region of a map
 *
 * The colour of a label by its role; resolved when it is drawn.
 */
typedef enum
{
  WB_TEXT_ROLE_TEXT,
  WB_TEXT_ROLE_MUTED,
  WB_TEXT_ROLE_DIM,
  WB_TEXT_ROLE_REGION,
} WbTextRole;

/**
 * WbLabel:
 * @layout: the shaped text
 * @box: its area, in logical pixels of the frame
 * @angle: its rotation around the middle of @box, in radians, clockwise
 * @role: its colour
 * @key: (nullable): the name of its item
 * @part: its index among the labels of the item
 * @alpha: opacity; less than 1 while it fades in or out
 *
 * A text of a layout.
 */
typedef struct
{
  PangoLayout *layout;
  WbBox        box;
  double       angle;
  WbTextRole   role;
  const char  *key;
  guint        part;
  double       alpha;
} WbLabel;

/**
 * WbSwatch:
 * @box: its area, in logical pixels of the frame
 * @series: the series whose colour it shows
 * @hidden: whether the series is hidden
 * @alpha: opacity; less than 1 while it fades in or out
 *
 * The colour patch of a legend entry.
 */
typedef struct
{
  WbBox    box;
  guint    series;
  gboolean hidden;
  double   alpha;
} WbSwatch;

/**
 * WbBlendSide:
 * @WB_BLEND_OLD: the layout that a transition begins with
 * @WB_BLEND_NEW: the layout that it ends with
 */
typedef enum
{
  WB_BLEND_OLD,
  WB_BLEND_NEW,
} WbBlendSide;

/**
 * WbBlendPlace:
 * @key: the name of an item
 * @side: one of two layouts
 * @x: a position in that layout, in logical pixels; it selects the nearest of several items of that
 *   name
 * @y: the same, vertically
 */
typedef struct
{
  const char  *key;
  WbBlendSide  side;
  double       x, y;
} WbBlendPlace;

/* The distance that something moved, in logical pixels. */
typedef struct
{
  double x, y;
} WbBlendShift;

/**
 * WbChart:
 * @page_seconds: seconds until the next page; 0 if pages do not advance by themselves
 * @count_pages: the number of pages of a dataset, at least 1
 * @dup_page_title: (nullable): the title of a page; a result of %NULL means the chart's own
 * @layout: fills a new layout; returns %FALSE if there is nothing to show
 * @draw_base: draws the shapes under the labels
 * @name_marks: (nullable): creates the strings of the items' marks, once and on demand; %NULL if
 *   @layout has created them
 * @hit: finds the mark at a point, -1 for none; legend entries are checked first
 * @get_highlight: the area that @draw_highlight paints
 * @draw_highlight: highlights the mark under the cursor
 * @make_tooltip: creates the tooltip of a mark
 * @describe: one sentence for screen readers
 * @blend: fills the details of a blended layout
 * @find_shift: (nullable): finds the distance of an item of a blended layout from its position in
 *   one of the two, so that its labels move with it
 * @get_region: (nullable): the map that a mark opens, %NULL for none
 * @get_motion: (nullable): the areas of animations, in the coordinates of the frame; they do not
 *   overlap
 * @draw_motion: (nullable): draws the animations within the clip, in the coordinates of the frame
 *
 * A chart: a table of functions. They work in left-to-right coordinates: the
 * layout is mirrored after @layout, @draw_base and @draw_highlight paint
 * through a mirroring matrix, and @hit gets a mirrored point. Only animations
 * are drawn in the coordinates of the frame, since their images are reused. So
 * the geometry in a layout's @details is always left to right, while marks and
 * labels have the coordinates of the frame.
 */
typedef struct
{
  guint     page_seconds;
  guint    (*count_pages)    (WbDataset           *dataset);
  char    *(*dup_page_title) (WbDataset           *dataset,
                              guint                page);
  gboolean (*layout)         (WbChartLayout       *self,
                              const WbText        *text);
  void     (*draw_base)      (const WbChartLayout *self,
                              cairo_t             *cr,
                              const WbRenderContext       *context);
  void     (*name_marks)     (WbChartLayout       *self);
  int      (*hit)            (const WbChartLayout *self,
                              double               x,
                              double               y);
  WbBox    (*get_highlight)  (const WbChartLayout *self,
                              const WbMark        *mark);
  void     (*draw_highlight) (const WbChartLayout *self,
                              cairo_t             *cr,
                              const WbMark        *mark,
                              const WbRenderContext       *context);
  WbTooltip *(*make_tooltip) (const WbChartLayout *self,
                              const WbMark        *mark);
  char    *(*describe)       (const WbChartLayout *self);
  void     (*blend)          (WbChartLayout       *self,
                              const WbChartLayout *from,
                              const WbChartLayout *to,
                              double               progress);
  WbBlendShift (*find_shift) (const WbChartLayout *self,
                              const WbBlendPlace  *place);
  const char  *(*get_region) (const WbChartLayout *self,
                              const WbMark        *mark);
  const WbBox *(*get_motion) (const WbChartLayout *self,
                              guint               *ret_n_boxes);
  void     (*draw_motion)    (const WbChartLayout *self,
                              cairo_t             *cr,
                              const WbRenderContext       *context);
} WbChart;

extern const WbChart wb_trend_chart;
extern const WbChart wb_seller_chart;
extern const WbChart wb_rank_chart;
extern const WbChart wb_hot_chart;
extern const WbChart wb_stock_chart;
extern const WbChart wb_map_chart;

/**
 * WbChartLayout:
 * @chart: (nullable): its functions; %NULL for a message
 * @dataset: (nullable): its data; %NULL for a message
 * @kind: the kind of chart
 * @page: the visible page, less than the number of pages
 * @hidden: the hidden series, as in #WbSelection
 * @style: as in #WbSelection
 * @legend_part: the visible part of the legend, as in #WbSelection
 * @width: of the frame, in logical pixels
 * @height: of the frame, in logical pixels
 * @size: one em of labels, in logical pixels
 * @scale: device pixels to a logical one, more than 0
 * @right_to_left: whether marks and labels are mirrored
 * @atlas: (nullable): the source of maps
 * @region: (nullable): the name of the visible map
 * @notice: (nullable): the reason why there is nothing to show, other than empty data
 * @title: its title, which also starts its description
 * @plot: the area of values
 * @marks: (element-type WbMark): its marks
 * @n_items: the number of @marks before those of the legend
 * @named: whether all @marks have their strings
 * @legend: (element-type WbMark): the marks of the legend, until wb_layout_finish()
 * @labels: (element-type WbLabel): all texts
 * @swatches: (element-type WbSwatch): the colours of the legend
 * @label_key: (nullable): the item of the next labels
 * @label_part: the number of its labels
 * @strings: owns strings
 * @target: (nullable): for a blended layout, the new one of the two
 * @details: the data of the chart
 * @free_details: frees @details
 */
struct _WbChartLayout
{
  gatomicrefcount ref_count;
  const WbChart  *chart;
  WbDataset      *dataset;
  WbChartKind     kind;
  guint           page;
  guint64         hidden;
  WbChartStyle    style;
  guint           legend_part;
  double          width;
  double          height;
  double          size;
  double          scale;
  gboolean        right_to_left;
  WbAtlas        *atlas;
  char           *region;
  char           *notice;
  char           *title;
  WbBox           plot;
  GArray         *marks;
  guint           n_items;
  gboolean        named;
  GArray         *legend;
  GArray         *labels;
  GArray         *swatches;
  const char     *label_key;
  guint           label_part;
  GStringChunk   *strings;
  WbChartLayout  *target;
  gpointer        details;
  GDestroyNotify  free_details;
};

const WbChart *wb_chart_lookup            (WbChartKind            kind);

WbChartLayout *wb_layout_new_empty        (const WbRenderContext *context);
gboolean       wb_mark_is_in_legend       (const WbMark          *self);
gboolean       wb_layout_is_hidden        (const WbChartLayout   *self,
                                           guint                  series);
const char    *wb_layout_keep             (WbChartLayout         *self,
                                           char                  *string);
void           wb_layout_add_mark         (WbChartLayout         *self,
                                           const WbMark          *mark);
const WbMark  *wb_layout_get_mark         (const WbChartLayout   *self,
                                           int                    position);
WbBox          wb_layout_get_mark_box     (const WbChartLayout   *self,
                                           const WbMark          *mark);
WbBox          wb_layout_get_highlight    (const WbChartLayout   *self,
                                           const WbMark          *mark);
gboolean       wb_layout_add_label        (WbChartLayout         *self,
                                           PangoLayout           *layout,
                                           double                 x,
                                           double                 align,
                                           double                 middle,
                                           WbTextRole             role);
gboolean       wb_layout_add_block        (WbChartLayout         *self,
                                           PangoLayout           *layout,
                                           double                 x,
                                           double                 top,
                                           WbTextRole             role);
gboolean       wb_layout_add_slanted      (WbChartLayout         *self,
                                           PangoLayout           *layout,
                                           double                 x,
                                           double                 top,
                                           double                 angle,
                                           WbTextRole             role);
PangoLayout   *wb_layout_shape_more       (const WbText          *text,
                                           guint                  n_more);
gboolean       wb_layout_add_more         (WbChartLayout         *self,
                                           const WbText          *text,
                                           guint                  n_more,
                                           double                 x,
                                           double                 align,
                                           double                 middle);
gboolean       wb_label_overlaps          (const WbLabel         *self,
                                           const WbLabel         *other);
void           wb_layout_begin_item       (WbChartLayout         *self,
                                           const char            *key);
void           wb_layout_finish           (WbChartLayout         *self);
const WbLabel *wb_chart_layout_get_labels (WbChartLayout         *self,
                                           guint                 *ret_n_labels);

void           wb_notice_fill             (WbChartLayout         *self,
                                           const WbText          *text,
                                           const char            *title,
                                           const char            *detail);

G_END_DECLS
