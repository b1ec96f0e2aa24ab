/* wb-dataset-file.h: one dataset in a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dataset/wb-dataset.h"
#include "file/wb-file-identity.h"

G_BEGIN_DECLS

#define WB_DATASET_FILE_SUFFIX ".json"

gboolean  wb_dataset_file_check (const char      *name,
                                 GBytes          *content,
                                 GError         **error);
int       wb_dataset_file_open  (const char      *folder,
                                 const char      *name,
                                 WbFileIdentity  *ret_identity,
                                 GError         **error);
GBytes   *wb_dataset_file_read  (int              fd,
                                 const char      *name,
                                 GBytes          *known,
                                 GError         **error);
gboolean  wb_dataset_file_write (const char      *folder,
                                 const char      *name,
                                 GBytes          *content,
                                 WbFileIdentity  *ret_identity,
                                 GError         **error);

G_END_DECLS
