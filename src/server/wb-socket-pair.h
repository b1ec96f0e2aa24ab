/* wb-socket-pair.h: a connection within the process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean wb_socket_pair_new (GSocketConnection **ret_one,
                             GSocketConnection **ret_other,
                             GError            **error);

G_END_DECLS
