/* wb-file-replace.h: replaces a file in one step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-file-identity.h"

G_BEGIN_DECLS

gboolean wb_file_write_all (int             fd,
                            GBytes         *content);
gboolean wb_file_replace   (int             folder_fd,
                            const char     *name,
                            GBytes         *content,
                            int             old_fd,
                            mode_t          new_mode,
                            WbFileIdentity *ret_identity);
void     wb_file_sweep     (const char     *folder,
                            const char     *suffix);

G_END_DECLS
