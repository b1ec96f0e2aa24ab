/* chart-fixture.h: datasets and frames for tests of charts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-chart-private.h"

G_BEGIN_DECLS

/* Two series of three and two months, in one type. */
#define TREND_SMALL \
  "{\"common\":{\"month\":[\"January\",\"February\",\"March\"]}," \
  "\"type\":[{\"key\":\"map\",\"text\":\"Region\"}]," \
  "\"map\":{\"title\":\"Region sales\",\"base\":0,\"unit\":\"k\",\"data\":[" \
  "{\"name\":\"North\",\"data\":[10,30,20]},{\"name\":\"South\",\"data\":[40,\"20.5\"]}]}}"

/* The two parts of a picture. */
typedef enum
{
  FIXTURE_BASE,
  FIXTURE_OVERLAY,
} FixtureLayer;

WbRenderContext  fixture_context      (double                 width,
                                       double                 height);
WbDataset       *fixture_parse        (WbChartKind            kind,
                                       const char            *json);
WbDataset       *fixture_board        (WbChartKind            kind);
WbDataset       *fixture_random       (WbChartKind            kind,
                                       GRand                 *random);
cairo_surface_t *fixture_draw         (WbChartLayout         *layout,
                                       const WbSelection     *selection,
                                       const WbRenderContext *context,
                                       FixtureLayer           layer);
guint32          fixture_pixel        (cairo_surface_t       *surface,
                                       int                    x,
                                       int                    y);
guint32          fixture_color        (WbColor                color);
int              fixture_find_mark    (WbChartLayout         *layout,
                                       WbMarkKind             kind,
                                       guint                  series,
                                       guint                  item);
void             fixture_check_layout (WbChartLayout         *layout,
                                       const WbRenderContext *context);

G_END_DECLS
