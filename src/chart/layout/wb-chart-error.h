/* wb-chart-error.h: why there is no picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbChartError:
 * @WB_CHART_ERROR_LIMIT: larger than what is made
 * @WB_CHART_ERROR_FORMAT: a format that is not known, or that cannot hold what was asked for
 * @WB_CHART_ERROR_FAILED: cairo could not make it, usually for want of memory
 *
 * The error codes of the chart layer.
 *
 * The message of an error is one sentence for a person, without a full stop.
 */
typedef enum
{
  WB_CHART_ERROR_LIMIT,
  WB_CHART_ERROR_FORMAT,
  WB_CHART_ERROR_FAILED,
} WbChartError;

#define WB_CHART_ERROR (wb_chart_error_quark ())
GQuark wb_chart_error_quark (void);

G_END_DECLS
