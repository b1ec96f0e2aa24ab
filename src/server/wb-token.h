/* wb-token.h: the secret that lets a client in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean  wb_token_equal     (const char  *token,
                              const char  *candidate);
char     *wb_token_read_file (const char  *path,
                              GError     **error);

G_END_DECLS
