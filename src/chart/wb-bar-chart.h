/* wb-bar-chart.h: the common parts of seller and rank
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "axes/wb-scale.h"
#include "axes/wb-ticks.h"
#include "wb-bars.h"
#include "wb-ranking.h"

G_BEGIN_DECLS

/**
 * WbBarChart:
 * @ranking: the items in order
 * @bands: the scale of bars, across them
 * @scale: from values to positions along bars
 * @bars: the bars of the page
 * @grid: (element-type WbGridLine): the lines of an axis
 *
 * The common part of the details of bar charts; their structs begin with it.
 */
typedef struct
{
  WbRanking ranking;
  WbBands   bands;
  WbScale   scale;
  WbBars    bars;
  GArray   *grid;
} WbBarChart;

gboolean      wb_bar_chart_begin          (WbBarChart            *self,
                                           WbChartLayout         *layout,
                                           WbBarsOrientation      orientation);
void          wb_bar_chart_set_scales     (WbBarChart            *self,
                                           WbBands                bands,
                                           WbScale                scale,
                                           const WbTicks         *ticks);
double        wb_bar_chart_add            (WbChartLayout         *layout,
                                           guint                  place,
                                           const WbBar           *where);
void          wb_bar_chart_add_note       (WbChartLayout         *layout,
                                           const WbText          *text,
                                           double                 high,
                                           double                 low,
                                           double                 middle);
void          wb_bar_chart_draw_base      (const WbChartLayout   *layout,
                                           cairo_t               *cr,
                                           const WbRenderContext *context);
void          wb_bar_chart_draw_highlight (const WbChartLayout   *layout,
                                           cairo_t               *cr,
                                           const WbMark          *mark,
                                           const WbRenderContext *context);
WbTooltip    *wb_bar_chart_make_tooltip   (const WbChartLayout   *layout,
                                           const WbMark          *mark);
void          wb_bar_chart_blend          (WbChartLayout         *layout,
                                           const WbChartLayout   *from,
                                           const WbChartLayout   *to,
                                           double                 progress);
WbBlendShift  wb_bar_chart_find_shift     (const WbChartLayout   *layout,
                                           const WbBlendPlace    *place);

G_END_DECLS
