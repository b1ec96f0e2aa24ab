/* wb-chart-input.h: what hands do to a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-chart-view.h"

G_BEGIN_DECLS

/**
 * WbChartInput:
 *
 * Mouse, wheel, finger and keys at a chart view.
 */
typedef struct _WbChartInput WbChartInput;

WbChartInput *wb_chart_input_new     (WbChartView  *view);
void          wb_chart_input_free    (WbChartInput *self);
void          wb_chart_input_refresh (WbChartInput *self);

G_END_DECLS
