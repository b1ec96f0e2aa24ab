/* wb-file.h: reads files that another user may have put there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int   wb_file_open        (const char    *path,
                           GError       **error);
gsize wb_file_skip_mark   (const char    *text,
                           gsize          length);
char *wb_file_read_fd     (int            fd,
                           gsize          max_size,
                           gsize         *ret_length,
                           GError       **error);
char *wb_file_read        (const char    *path,
                           gsize          max_size,
                           gsize         *ret_length,
                           GError       **error);
char *wb_file_read_stream (GInputStream  *stream,
                           gsize          max_size,
                           gsize         *ret_length,
                           GCancellable  *cancellable,
                           GError       **error);
char *wb_file_read_gfile  (GFile         *file,
                           gsize          max_size,
                           gsize         *ret_length,
                           GCancellable  *cancellable,
                           GError       **error);

G_END_DECLS
