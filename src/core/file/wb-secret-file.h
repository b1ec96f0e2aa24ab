/* wb-secret-file.h: reads files that hold secrets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest file of secrets, and the longest token, in bytes. */
#define WB_SECRET_FILE_MAX (256 * 1024)
#define WB_SECRET_MAX      4096

char *wb_secret_file_build_credential_path (const char  *name);
char *wb_secret_file_read                  (const char  *path,
                                            gsize       *ret_length,
                                            GError     **error);
char *wb_secret_file_read_token            (const char  *path,
                                            GError     **error);

G_END_DECLS
