/* wb-connection-limiter.h: admits connections to libsoup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-http-connection.h"

G_BEGIN_DECLS

/**
 * WbConnectionLimits:
 * @timeouts: how long a connection may take
 * @max_connections: how many connections may speak HTTP at once
 * @max_per_address: how many of them from one address
 *
 * The limits of connections; a maximum of 0 is no limit.
 */
typedef struct
{
  WbHttpTimeouts timeouts;
  guint          max_connections;
  guint          max_per_address;
} WbConnectionLimits;

/**
 * WbConnectionLimiter:
 *
 * Limits how many connections speak HTTP, in all and from one address, and
 * keeps those that do.
 */
typedef struct _WbConnectionLimiter WbConnectionLimiter;

WbConnectionLimiter *wb_connection_limiter_new      (SoupServer               *soup,
                                                     const WbConnectionLimits *limits,
                                                     WbMetrics                *metrics,
                                                     WbLog                    *log);
void                 wb_connection_limiter_free     (WbConnectionLimiter      *self);
void                 wb_connection_limiter_enter    (WbConnectionLimiter      *self,
                                                     GSocketConnection        *connection,
                                                     GIOStream                *plain,
                                                     GSocketAddress           *local,
                                                     GSocketAddress           *remote);
WbHttpConnection    *wb_connection_limiter_find     (WbConnectionLimiter      *self,
                                                     SoupServerMessage        *message);
gboolean             wb_connection_limiter_has_room (WbConnectionLimiter      *self,
                                                     SoupServerMessage        *message,
                                                     WbRefusal                *ret_reason);
gboolean             wb_connection_limiter_leave    (WbConnectionLimiter      *self,
                                                     SoupServerMessage        *message,
                                                     GSocketConnection       **ret_connection,
                                                     GIOStream               **ret_plain);
void                 wb_connection_limiter_close    (WbConnectionLimiter      *self);
guint                wb_connection_limiter_get_size (WbConnectionLimiter      *self);

G_END_DECLS
