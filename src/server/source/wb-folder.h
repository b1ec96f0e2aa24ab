/* wb-folder.h: reads and replaces the files of one folder, and no others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "file/wb-file-identity.h"

G_BEGIN_DECLS

/* Which entries of a folder are listed. */
typedef enum
{
  WB_FOLDER_ALL,
  WB_FOLDER_LINKS,
} WbFolderEntries;

char     *wb_folder_get_name (const char       *file_name,
                              const char       *suffix);
gboolean  wb_folder_list     (const char       *folder,
                              const char       *suffix,
                              WbFolderEntries   entries,
                              guint             max_names,
                              GHashTable       *names,
                              GError          **error);
gboolean  wb_folder_stat     (const char       *folder,
                              const char       *file_name,
                              WbFileIdentity   *ret_identity);
int       wb_folder_open     (const char       *folder,
                              const char       *file_name,
                              WbFileIdentity   *ret_identity,
                              GError          **error);
GBytes   *wb_folder_read_fd  (int               fd,
                              const char       *file_name,
                              gsize             max_size,
                              GError          **error);
GBytes   *wb_folder_read     (const char       *folder,
                              const char       *file_name,
                              gsize             max_size,
                              GError          **error);
gboolean  wb_folder_write    (const char       *folder,
                              const char       *file_name,
                              GBytes           *content,
                              WbFileIdentity   *ret_identity,
                              GError          **error);

G_END_DECLS
