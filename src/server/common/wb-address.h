/* wb-address.h: where to listen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GInetSocketAddress *wb_address_parse       (const char          *text,
                                            GError             **error);
GInetAddress       *wb_address_get_inet     (GSocketAddress      *address);
char               *wb_address_to_string   (GInetSocketAddress  *address);
char               *wb_address_describe    (GSocketAddress      *address);
gboolean            wb_address_is_loopback (GInetSocketAddress  *address);
GBytes             *wb_address_get_network (GInetAddress        *address);
gboolean            wb_address_is_same     (GInetSocketAddress  *address,
                                            GInetSocketAddress  *other);

G_END_DECLS
