/* wb-pending-requests.h: requests of a client that cannot be answered yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "websocket/wb-worker.h"

G_BEGIN_DECLS

/**
 * WbPendingRequests:
 *
 * A queue of requests that wait for room to be answered, and of pings and
 * closes that must follow the answers. Zero-initialised, it is empty.
 *
 * It needs no limit: queued requests count as unanswered, and a worker stops
 * reading from a client with too many unanswered bytes (%WB_CONNECTION_PAUSE).
 */
typedef struct
{
  /*< private >*/
  GQueue reports;
} WbPendingRequests;

/**
 * WbPendingRequestsFunc:
 * @request: a message, a ping or a close
 * @user_data: the data given with the function
 *
 * Handles a request.
 *
 * Returns: %FALSE if it must wait for room
 */
typedef gboolean (*WbPendingRequestsFunc) (const WbReport *request,
                                           gpointer        user_data);

void     wb_pending_requests_clear  (WbPendingRequests     *self);
void     wb_pending_requests_take   (WbPendingRequests     *self,
                                     WbReport              *request,
                                     WbPendingRequestsFunc  function,
                                     gpointer               user_data);
gboolean wb_pending_requests_resume (WbPendingRequests     *self,
                                     WbPendingRequestsFunc  function,
                                     gpointer               user_data);

G_END_DECLS
