/* wb-dataset-folder.h: what is known of the datasets in a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-log.h"
#include "wb-source.h"

G_BEGIN_DECLS

/* The most datasets that are held. A folder with more is not one that somebody means to show. */
#define WB_DATASET_FOLDER_MAX 1024

/**
 * WbDatasetFolder:
 *
 * What has been read of the files of a folder. It reads and writes them, which
 * waits for the disk, and belongs to one thread.
 */
typedef struct _WbDatasetFolder WbDatasetFolder;

/**
 * WbDatasetNewsFlags:
 * @WB_DATASET_NEWS_CHANGED: a peer would see a difference
 * @WB_DATASET_NEWS_READ: the file holds what is known
 */
typedef enum
{
  WB_DATASET_NEWS_CHANGED = 1 << 0,
  WB_DATASET_NEWS_READ = 1 << 1,
} WbDatasetNewsFlags;

/**
 * WbDatasetNews:
 * @name: a dataset
 * @snapshot: (nullable): what is known of it now; %NULL if there is none
 * @flags: what is new
 *
 * What a look at a file has found.
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
 * @news: (transfer full): what was found
 * @user_data: what was handed over
 *
 * Takes what a look at a file has found.
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
gboolean         wb_dataset_folder_look      (WbDatasetFolder     *self,
                                              const char          *name);
WbSnapshot      *wb_dataset_folder_put       (WbDatasetFolder     *self,
                                              const WbDatasetPut  *put,
                                              GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbDatasetNews, wb_dataset_news_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbDatasetFolder, wb_dataset_folder_free)

G_END_DECLS
