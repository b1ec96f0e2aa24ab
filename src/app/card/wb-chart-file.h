/* wb-chart-file.h: saves and copies a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "export/wb-export.h"

G_BEGIN_DECLS

typedef void (*WbChartFileDone) (const GError *error,
                                 gpointer      user_data);

void     wb_chart_file_save (GtkWindow              *parent,
                             WbDataset              *dataset,
                             const WbExportOptions  *options,
                             WbChartFileDone         done,
                             gpointer                user_data,
                             GDestroyNotify          destroy);
gboolean wb_chart_file_copy (GdkClipboard           *clipboard,
                             WbDataset              *dataset,
                             const WbExportOptions  *options,
                             GError                **error);

G_END_DECLS
