/* wb-hot.h: the geometry of the hot chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-blend.h"

G_BEGIN_DECLS

/* A side of the ring. */
typedef enum
{
  WB_HOT_LEFT,
  WB_HOT_RIGHT,
} WbHotSide;

/**
 * WbHotSlice:
 * @name: the name of the goods
 * @item: their index in the category
 * @series_mix: its colour
 * @from: its start, in radians, clockwise from the right
 * @to: its end
 * @share: its share of the total, 0 to 1
 * @tenths: its share as it is shown, in tenths of a percent
 * @labelled: whether it has a label beside the ring
 * @listed: whether its share is in the legend, since there is no room for a label
 */
typedef struct
{
  const char  *name;
  guint        item;
  WbSeriesMix  series_mix;
  double       from, to;
  double       share;
  guint        tenths;
  gboolean     labelled;
  gboolean     listed;
} WbHotSlice;

/**
 * WbHotLeader:
 * @name: the name of the goods
 * @series_mix: its colour
 * @alpha: opacity; less than 1 while it fades in or out
 * @x: its three points, from the ring to the label, in logical pixels
 * @y: the same, vertically
 *
 * The leader line from a slice to its label.
 */
typedef struct
{
  const char  *name;
  WbSeriesMix  series_mix;
  double       alpha;
  double       x[3];
  double       y[3];
} WbHotLeader;

/**
 * WbHotDetails:
 * @category: the visible category
 * @x: middle of the ring, across
 * @y: middle of the ring, down
 * @inner: radius of its hole
 * @outer: its radius
 * @total: the sum of all slices, %NAN if there is no reading
 * @slices: (element-type WbHotSlice): in the order of the dataset
 * @leaders: (element-type WbHotLeader): one for each label
 */
typedef struct
{
  const WbHotItem *category;
  double           x, y;
  double           inner, outer;
  double           total;
  GArray          *slices;
  GArray          *leaders;
} WbHotDetails;

WbBox  wb_hot_layout_legend  (WbChartLayout       *self,
                              const WbText        *text);
char  *wb_hot_dup_omitted    (const WbChartLayout *self);
double wb_hot_measure_labels (WbChartLayout       *self,
                              const WbText        *text,
                              WbHotSide            side,
                              double               most);
void   wb_hot_blend          (WbChartLayout       *self,
                              const WbChartLayout *from,
                              const WbChartLayout *to,
                              double               progress);
void   wb_hot_free_details   (gpointer             details);
void   wb_hot_layout_labels  (WbChartLayout       *self,
                              const WbText        *text,
                              WbBox                room);

G_END_DECLS
