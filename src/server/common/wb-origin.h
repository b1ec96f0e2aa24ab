/* wb-origin.h: the origins of web pages that may connect
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean wb_origin_is_valid   (const char        *origin);
gboolean wb_origin_is_allowed (const char        *origin,
                               const char *const *allowed);

G_END_DECLS
