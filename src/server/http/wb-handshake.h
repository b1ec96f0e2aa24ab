/* wb-handshake.h: from a request to a client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "board/wb-hub.h"
#include "net/wb-connection-limiter.h"

G_BEGIN_DECLS

char     *wb_handshake_describe_peer (SoupServerMessage   *message,
                                      const char          *origin);
gboolean  wb_handshake_is_wanted     (SoupServerMessage   *message);
void      wb_handshake_begin         (SoupServerMessage   *message,
                                      WbConnectionLimiter *limiter,
                                      WbHub               *hub);

G_END_DECLS
