/* wb-hot.h: the geometry of the hot chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-chart-private.h"

G_BEGIN_DECLS

/**
 * WbHotSlice:
 * @item: the goods it stands for
 * @from: where it begins, in radians, clockwise from the right
 * @to: where it ends
 * @share: of the whole, 0 to 1
 */
typedef struct
{
  guint  item;
  double from, to;
  double share;
} WbHotSlice;

/**
 * WbHotLeader:
 * @series: whose colour it has
 * @x: its three points, from the ring to the label, across
 * @y: its three points, down
 *
 * The line from a slice to its label.
 */
typedef struct
{
  guint  series;
  double x[3];
  double y[3];
} WbHotLeader;

/**
 * WbHotDetails:
 * @category: what is on show
 * @x: middle of the ring, across
 * @y: middle of the ring, down
 * @inner: radius of its hole
 * @outer: its radius
 * @total: of all slices
 * @slices: (element-type WbHotSlice): in the order of the dataset
 * @leaders: (element-type WbHotLeader): one a label
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

double wb_hot_measure_labels (WbChartLayout *self,
                              const WbText  *text,
                              double         most);
void   wb_hot_layout_labels  (WbChartLayout *self,
                              const WbText  *text,
                              WbBox          room);

G_END_DECLS
