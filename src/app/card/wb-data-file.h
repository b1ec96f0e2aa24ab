/* wb-data-file.h: loads a dataset from a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dataset/wb-dataset.h"

G_BEGIN_DECLS

void       wb_data_file_load_async  (GFile                *file,
                                     WbChartKind           kind,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
WbDataset *wb_data_file_load_finish (GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
