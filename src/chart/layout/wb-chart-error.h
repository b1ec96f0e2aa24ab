/* wb-chart-error.h: the error domain of the chart layer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbChartError:
 * @WB_CHART_ERROR_LIMIT: the picture would be too large
 * @WB_CHART_ERROR_FORMAT: an unknown format, or one that does not support the request
 * @WB_CHART_ERROR_FAILED: an error of cairo, usually lack of memory
 *
 * The error codes of the chart layer.
 *
 * The message of an error is one translated sentence without a full stop.
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
