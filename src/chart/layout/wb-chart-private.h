/* wb-chart-private.h: what the charts share, and what a test may look at
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
 * @WB_TEXT_ROLE_DIM: muted text of something that is switched off
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
 * @box: what it covers, in logical pixels of the frame
 * @angle: how far it is turned around the middle of @box, in radians, clockwise
 * @role: its colour
 * @key: (nullable): the item it belongs to, by name
 * @part: which of the labels of the item it is
 * @alpha: 1, or less while it comes or goes
 *
 * A text in a picture.
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
 * @box: where it is, in logical pixels of the frame
 * @series: whose colour it shows
 * @hidden: whether the series is switched off
 * @alpha: 1, or less while it comes or goes
 *
 * The patch of colour of a legend entry.
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
 * @side: in which of two layouts it is meant
 * @x: where it is there, in logical pixels; of several items of that name the nearest is meant
 * @y: the same, down
 */
typedef struct
{
  const char  *key;
  WbBlendSide  side;
  double       x, y;
} WbBlendPlace;

/* How far something moved, in logical pixels. */
typedef struct
{
  double x, y;
} WbBlendShift;

/**
 * WbChart:
 * @page_seconds: how long a page stays on show; 0 for as long as the person likes
 * @count_pages: how many pages a dataset has, at least 1
 * @dup_page_title: (nullable): the title of a page; %NULL has it return the chart's own
 * @layout: fills a new layout, and returns %FALSE when there is nothing to show
 * @draw_base: draws the shapes under the labels
 * @name_marks: (nullable): makes the strings of the items' marks, called once when they are asked for; %NULL
 *   where @layout has made them
 * @hit: finds the mark at a point, -1 for none; legend entries are asked before
 * @get_highlight: the box of what @draw_highlight paints
 * @draw_highlight: sets off the mark under the cursor
 * @make_tooltip: says what the mark stands for
 * @describe: one sentence for those who cannot see the picture
 * @blend: fills the details of a layout between two
 * @find_shift: (nullable): finds how far an item of a layout between two is from a place in one of these, so
 *   that its labels move with it
 * @get_region: (nullable): the map that a mark leads to, %NULL for none
 * @get_motion: (nullable): the boxes of what moves, where they appear; they do not overlap
 * @draw_motion: (nullable): draws what moves, where it appears, as far as the clip lets through
 *
 * A chart: a table of functions. All of them see a left-to-right picture: the
 * layout is mirrored after @layout, @draw_base and @draw_highlight paint
 * through a mirror, and @hit gets a mirrored point; what moves alone is drawn
 * as it appears, since pictures of it are used again. So the geometry of a
 * layout's @details is always left to right, while marks and labels are where
 * they appear.
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
 * @dataset: (nullable): what is drawn; %NULL for a message
 * @kind: which chart it is
 * @page: the page on show, less than the number of pages
 * @hidden: the series that are switched off
 * @width: of the frame, in logical pixels
 * @height: of the frame, in logical pixels
 * @size: of labels, in logical pixels for one em
 * @scale: device pixels to a logical one, more than 0
 * @right_to_left: whether marks and labels are mirrored
 * @atlas: (nullable): where maps come from
 * @region: (nullable): the name of the map on show
 * @notice: (nullable): why there is nothing to show, if not for want of numbers
 * @title: what it is called, and the first words of its description
 * @plot: where the values are
 * @marks: (element-type WbMark): what can be pointed at
 * @n_items: how many of @marks come before those of the legend
 * @named: whether all of @marks have their strings
 * @legend: (element-type WbMark): those of the legend, while the layout is made
 * @labels: (element-type WbLabel): every text
 * @swatches: (element-type WbSwatch): the colours of the legend
 * @label_key: (nullable): the item that the next labels belong to
 * @label_part: how many labels it has
 * @strings: keeps strings
 * @target: (nullable): for a layout between two, the one it is on the way to
 * @details: the chart's own part
 * @free_details: frees it
 */
struct _WbChartLayout
{
  gatomicrefcount ref_count;
  const WbChart  *chart;
  WbDataset      *dataset;
  WbChartKind     kind;
  guint           page;
  guint64         hidden;
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
