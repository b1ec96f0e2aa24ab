/* wb-chart-dialog.h: asks for a chart, or for its title
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "plan/wb-board-plan.h"

G_BEGIN_DECLS

typedef void (*WbChartAdded)   (const WbBoardChart *chart,
                                gpointer            user_data);
typedef void (*WbChartRenamed) (guint               index,
                                const char         *title,
                                gpointer            user_data);

void wb_chart_dialog_add    (GtkWindow          *parent,
                             WbChartAdded        callback,
                             gpointer            user_data,
                             GDestroyNotify      destroy);
void wb_chart_dialog_rename (GtkWindow          *parent,
                             guint               index,
                             const WbBoardChart *chart,
                             WbChartRenamed      callback,
                             gpointer            user_data,
                             GDestroyNotify      destroy);

G_END_DECLS
