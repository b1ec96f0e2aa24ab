/* wb-dataset-folder.h: reads and writes the datasets of a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-log.h"
#include "wb-source.h"

G_BEGIN_DECLS

/* The most datasets of a folder; further files are left out. */
#define WB_DATASET_FOLDER_MAX 1024

/**
 * WbDatasetFolder:
 *
 * The files of a folder, and what was read from them. Its functions wait for
 * the disk, and belong to one thread.
 */
typedef struct _WbDatasetFolder WbDatasetFolder;

/**
 * WbDatasetNewsFlags:
 * @WB_DATASET_NEWS_CHANGED: a peer would see a difference
 * @WB_DATASET_NEWS_READ: the snapshot is the current content of the file
 */
typedef enum
{
  WB_DATASET_NEWS_CHANGED = 1 << 0,
  WB_DATASET_NEWS_READ = 1 << 1,
} WbDatasetNewsFlags;

/**
 * WbDatasetNews:
 * @name: a dataset
 * @snapshot: (nullable): its state now; %NULL if there is no such dataset any more
 * @flags: what is new
 *
 * The result of reading a file.
 */
typedef struct
{
  char               *name;
  WbSnapshot         *snapshot;
  WbDatasetNewsFlags  flags;
} WbDatasetNews;

void wb_dataset_news_free (WbDatasetNews *self);

/**
 * WbDatasetNewsFunc:
 * @news: (transfer full): the result
 * @user_data: the data given to wb_dataset_folder_new()
 *
 * Receives the result of reading a file.
 */
typedef void (*WbDatasetNewsFunc) (WbDatasetNews *news,
                                   gpointer       user_data);

WbDatasetFolder *wb_dataset_folder_new       (const char          *path,
                                              WbDatasetNewsFunc    function,
                                              gpointer             user_data,
                                              WbLog               *log);
void             wb_dataset_folder_free      (WbDatasetFolder     *self);
void             wb_dataset_folder_add_names (WbDatasetFolder     *self,
                                              GHashTable          *names);
gboolean         wb_dataset_folder_read      (WbDatasetFolder     *self,
                                              const char          *name);
gboolean         wb_dataset_folder_is_current
                                             (WbDatasetFolder     *self,
                                              const char          *name);
WbSnapshot      *wb_dataset_folder_put       (WbDatasetFolder     *self,
                                              const WbDatasetPut  *asked,
                                              GError             **error);

G_END_DECLS
