/* wb-http-connection.h: a connection that speaks HTTP, and its deadlines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "common/wb-log.h"
#include "wb-request-bounds.h"

G_BEGIN_DECLS

/**
 * WbHttpTimeouts:
 * @header: seconds from the connection to the end of its first header
 * @request: seconds from the end of a header to the end of its body, and
 *   seconds in which some of the answer must be taken
 * @idle: seconds from an answer to the end of the next header
 *
 * How long a connection may take; 0 is for any time.
 */
typedef struct
{
  guint header;
  guint request;
  guint idle;
} WbHttpTimeouts;

/**
 * WbHttpConnection:
 *
 * A connection that libsoup serves. libsoup up to 3.8 has no timeouts, so it is
 * cut off here when a deadline has passed, or when it sends too many small chunks.
 */
typedef struct _WbHttpConnection WbHttpConnection;

/**
 * WbHttpConnectionContext:
 * @soup: what serves it
 * @timeouts: how long it may take
 * @metrics: where refusals are counted
 * @log: where refusals are logged
 * @closed: what to call when the connection was closed on this side, which may
 *   free it
 * @user_data: passed to @closed
 * @is_closing: whether each is closed after its next answer
 *
 * What the connections of a server have in common.
 */
typedef struct
{
  SoupServer     *soup;
  WbHttpTimeouts  timeouts;
  WbMetrics      *metrics;
  WbLog          *log;
  void          (*closed) (WbHttpConnection *connection,
                           gpointer          user_data);
  gpointer        user_data;
  gboolean        is_closing;
} WbHttpConnectionContext;

WbHttpConnection  *wb_http_connection_new        (const WbHttpConnectionContext  *context,
                                                  GSocketConnection              *connection,
                                                  GIOStream                      *plain,
                                                  GSocketAddress                 *remote);
void               wb_http_connection_free       (WbHttpConnection               *self);
void               wb_http_connection_start      (WbHttpConnection               *self,
                                                  GSocketAddress                 *local);
void               wb_http_connection_begin      (WbHttpConnection               *self,
                                                  SoupServerMessage              *message);
void               wb_http_connection_finish     (WbHttpConnection               *self);
void               wb_http_connection_check_time (WbHttpConnection               *self,
                                                  gint64                          now);
void               wb_http_connection_extend     (WbHttpConnection               *self,
                                                  gint64                          delay);
void               wb_http_connection_close      (WbHttpConnection               *self);
WbRequestFault     wb_http_connection_get_fault  (WbHttpConnection               *self);
GSocketAddress    *wb_http_connection_get_remote (WbHttpConnection               *self);
GSocketConnection *wb_http_connection_get_base   (WbHttpConnection               *self);
GIOStream         *wb_http_connection_get_plain  (WbHttpConnection               *self);

G_END_DECLS
