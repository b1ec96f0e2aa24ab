/* wb-folder-watch.h: reports which files of a folder must be read again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbFolderWatch:
 *
 * Watches the files of a folder.
 */
typedef struct _WbFolderWatch WbFolderWatch;

/**
 * WbFolderWatchFunc:
 * @names: (element-type utf8 utf8): the set of names whose files may have changed
 * @everything: whether any other file may have changed as well, or been removed
 * @user_data: the data given to wb_folder_watch_new()
 *
 * Receives changes. It may remove names from the set and add others.
 */
typedef void (*WbFolderWatchFunc) (GHashTable *names,
                                   gboolean    everything,
                                   gpointer    user_data);

WbFolderWatch *wb_folder_watch_new  (const char        *path,
                                     const char        *suffix,
                                     guint              max_names,
                                     WbFolderWatchFunc  function,
                                     gpointer           user_data);
char          *wb_folder_watch_dup_problem
                                    (WbFolderWatch     *self);
void           wb_folder_watch_free (WbFolderWatch     *self);

G_END_DECLS
