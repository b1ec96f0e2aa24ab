/* map-fixture.h: layouts of maps for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chart-fixture.h"
#include "wb-map.h"

G_BEGIN_DECLS

/* Two groups of three places; Tokyo is not in China. */
#define TWO_GROUPS \
  "[{\"name\":\"Gold\",\"children\":[{\"name\":\"Beijing\",\"value\":[116.41,39.9]}," \
  "{\"name\":\"Urumqi\",\"value\":[87.62,43.83]},{\"name\":\"Tokyo\",\"value\":[139.7,35.7]}]}," \
  "{\"name\":\"Silver\",\"children\":[{\"name\":\"Lhasa\",\"value\":[91.11,29.65]}," \
  "{\"name\":\"Guangzhou\",\"value\":[113.26,23.13]},{\"name\":\"Shenzhen\",\"value\":[114.06,22.54]}]}]"

WbRenderContext  map_frame     (WbAtlas               *atlas,
                                double                 width,
                                double                 height);
WbChartLayout   *map_lay_out   (const char            *json,
                                const char            *region,
                                guint64                hidden,
                                const WbRenderContext *context);
gboolean         map_is_moving (WbChartLayout         *layout);
int              map_find_mark (WbChartLayout         *layout,
                                const char            *name);
WbBox            map_get_box   (WbChartLayout         *layout,
                                const char            *name);
double           map_get_x     (WbChartLayout         *layout,
                                const char            *name);
double           map_get_y     (WbChartLayout         *layout,
                                const char            *name);

G_END_DECLS
