/* wb-folder-watch.h: tells which files of a folder are to be read again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbFolderWatch:
 *
 * Watches a folder, for as long as it exists.
 */
typedef struct _WbFolderWatch WbFolderWatch;

/**
 * WbFolderWatchFunc:
 * @names: (element-type utf8 utf8): the set of names whose files may have changed
 * @everything: whether any other file may have changed as well, or gone
 * @user_data: what was handed over
 *
 * Takes note of changes. It may take names out of the set and add others.
 */
typedef void (*WbFolderWatchFunc) (GHashTable *names,
                                   gboolean    everything,
                                   gpointer    user_data);

WbFolderWatch *wb_folder_watch_new  (const char        *path,
                                     const char        *suffix,
                                     guint              max_names,
                                     WbFolderWatchFunc  function,
                                     gpointer           user_data);
void           wb_folder_watch_free (WbFolderWatch     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbFolderWatch, wb_folder_watch_free)

G_END_DECLS
