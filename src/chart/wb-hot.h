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
 * @name: the goods it stands for
 * @item: their place in the category
 * @series_mix: its colour
 * @from: where it begins, in radians, clockwise from the right
 * @to: where it ends
 * @share: of the whole, 0 to 1
 */
typedef struct
{
  const char  *name;
  guint        item;
  WbSeriesMix  series_mix;
  double       from, to;
  double       share;
} WbHotSlice;

/**
 * WbHotLeader:
 * @name: whose it is
 * @series_mix: its colour
 * @alpha: 1, or less while it comes or goes
 * @x: its three points, from the ring to the label, across
 * @y: its three points, down
 *
 * The line from a slice to its label.
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
