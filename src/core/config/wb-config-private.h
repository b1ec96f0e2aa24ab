/* wb-config-private.h: parts of reading and printing a config, for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-config.h"

G_BEGIN_DECLS

gboolean  wb_config_read_text   (WbConfig        *self,
                                 const char      *text,
                                 gsize            length,
                                 const char      *path,
                                 GError         **error);
char     *wb_config_print_value (const WbConfig  *self,
                                 guint            id);

G_END_DECLS
