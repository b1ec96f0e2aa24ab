/* wb-chart-input.h: mouse, wheel, touch and keys at a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a key does: move the data cursor, act on what it is at, or go one step back. */
typedef enum
{
  WB_CHART_KEY_PREVIOUS,
  WB_CHART_KEY_NEXT,
  WB_CHART_KEY_FIRST,
  WB_CHART_KEY_LAST,
  WB_CHART_KEY_ACTIVATE,
  WB_CHART_KEY_BACK,
} WbChartKey;

#define WB_TYPE_CHART_INPUT (wb_chart_input_get_type ())

/* Tells what the user does to a widget, in terms of a chart. */
G_DECLARE_FINAL_TYPE (WbChartInput, wb_chart_input, WB, CHART_INPUT, GObject)

WbChartInput *wb_chart_input_new         (GtkWidget    *widget);
gboolean      wb_chart_input_get_pointer (WbChartInput *self,
                                          double       *ret_x,
                                          double       *ret_y);

G_END_DECLS
