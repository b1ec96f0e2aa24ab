/* wb-connection-limiter.h: the way of connections to libsoup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "common/wb-log.h"
#include "wb-request-bounds.h"

G_BEGIN_DECLS

/**
 * WbConnectionLimits:
 * @header_timeout: seconds from the connection to the end of its first header
 * @request_timeout: seconds from the end of a header to the end of its body,
 *   and seconds in which some of the answer must be taken
 * @idle_timeout: seconds from an answer to the end of the next header
 * @max_connections: how many connections may speak HTTP at once
 * @max_per_address: how many of them from one address
 *
 * How long a connection may take, and how many there may be; 0 is for any
 * number.
 */
typedef struct
{
  guint header_timeout;
  guint request_timeout;
  guint idle_timeout;
  guint max_connections;
  guint max_per_address;
} WbConnectionLimits;

/**
 * WbConnectionLimiter:
 *
 * The way of connections to libsoup, which up to 3.8 lets each stay for ever:
 * ten thousand peers that send a letter a minute would keep all others out.
 * Those that take too long are cut off here, and those that are too many told so.
 */
typedef struct _WbConnectionLimiter WbConnectionLimiter;

WbConnectionLimiter *wb_connection_limiter_new   (SoupServer               *soup,
                                                  const WbConnectionLimits *rules,
                                                  WbMetrics                *metrics,
                                                  WbLog                    *log);
void                 wb_connection_limiter_free  (WbConnectionLimiter      *self);
void                 wb_connection_limiter_enter (WbConnectionLimiter      *self,
                                                  GSocketConnection        *connection,
                                                  GIOStream                *plain,
                                                  GSocketAddress           *local,
                                                  GSocketAddress           *remote);
WbRequestFault
        wb_connection_limiter_get_fault   (WbConnectionLimiter             *self,
                                           SoupServerMessage  *message);
void wb_connection_limiter_extend (WbConnectionLimiter *self,
                                   SoupServerMessage   *message,
                                   gint64               delay);
GSocket *
        wb_connection_limiter_get_socket  (WbConnectionLimiter             *self,
                                           SoupServerMessage  *message);
gboolean
        wb_connection_limiter_leave       (WbConnectionLimiter             *self,
                                           SoupServerMessage  *message,
                                           GSocketConnection **ret_connection,
                                           GIOStream         **ret_plain);
gboolean
        wb_connection_limiter_has_room    (WbConnectionLimiter             *self,
                                           SoupServerMessage  *message,
                                           WbRefusal          *ret_reason);
void  wb_connection_limiter_close    (WbConnectionLimiter *self);
guint wb_connection_limiter_get_size (WbConnectionLimiter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbConnectionLimiter, wb_connection_limiter_free)

G_END_DECLS
