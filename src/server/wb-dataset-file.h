/* wb-dataset-file.h: one dataset in a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The largest file that is read, in bytes. */
#define WB_DATASET_FILE_MAX (8 * 1024 * 1024)

#define WB_DATASET_FILE_SUFFIX ".json"

char   *wb_dataset_file_get_name (const char  *file_name);
GBytes *wb_dataset_file_read     (const char  *folder,
                                  const char  *name,
                                  GError     **error);

G_END_DECLS
