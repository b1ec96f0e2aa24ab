/* wb-folder-reader.h: a thread that reads the files of a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbFolderReader:
 *
 * Watches a folder, and reads its files in a thread of its own, so that a slow
 * disk or many files do not block the main thread.
 */
typedef struct _WbFolderReader WbFolderReader;

/**
 * WbFolderReaderFuncs:
 * @read: reads the file for a name that was created, changed or removed; in the reader's thread
 * @add_known: adds to a set the names that @read has found files for, to have them read again; in
 *   the reader's thread
 * @is_current: (nullable): tells quickly that a file need not be read again; in the reader's thread
 *
 * The functions of a reader.
 */
typedef struct
{
  void     (*read)       (const char *name,
                          gpointer    data);
  void     (*add_known)  (GHashTable *names,
                          gpointer    data);
  gboolean (*is_current) (const char *name,
                          gpointer    data);
} WbFolderReaderFuncs;

/* How often a folder is swept unless the operator says otherwise, in seconds. */
#define WB_FOLDER_SWEEP 5

WbFolderReader *wb_folder_reader_new       (const char                 *path,
                                            const char                 *suffix,
                                            guint                       sweep,
                                            const WbFolderReaderFuncs  *funcs,
                                            gpointer                    data);
void            wb_folder_reader_free      (WbFolderReader             *self);
gboolean        wb_folder_reader_start     (WbFolderReader             *self,
                                            guint                       patience,
                                            GError                    **error);
char           *wb_folder_reader_dup_notice (WbFolderReader            *self);
gboolean        wb_folder_reader_is_loaded (WbFolderReader             *self);

void wb_folder_reader_submit (WbFolderReader *self,
                              GFunc           function,
                              gpointer        user_data,
                              GDestroyNotify  destroy);
void wb_folder_reader_rescan (WbFolderReader *self);
void wb_folder_reader_post   (WbFolderReader *self,
                              GFunc           function,
                              gpointer        user_data,
                              GDestroyNotify  destroy);

G_END_DECLS
