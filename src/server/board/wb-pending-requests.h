/* wb-pending-requests.h: what a client wants and cannot have yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "websocket/wb-worker.h"

G_BEGIN_DECLS

/**
 * WbPendingRequests:
 *
 * A queue of requests that wait for room to be answered, and of what must come
 * behind the answers. All zeros is an empty one.
 *
 * It needs no limit: what is in it counts as unanswered, and a worker does not
 * read from a client of which too much is (%WB_CONNECTION_PAUSE).
 */
typedef struct
{
  /*< private >*/
  GQueue reports;
} WbPendingRequests;

/**
 * WbPendingRequestsFunc:
 * @want: a message, a ping or a goodbye
 * @user_data: what was handed over
 *
 * Does what a client wants.
 *
 * Returns: %FALSE if that must wait for room
 */
typedef gboolean (*WbPendingRequestsFunc) (const WbReport *want,
                                           gpointer        user_data);

void     wb_pending_requests_clear  (WbPendingRequests     *self);
void     wb_pending_requests_take   (WbPendingRequests     *self,
                                     WbReport              *want,
                                     WbPendingRequestsFunc  function,
                                     gpointer               user_data);
gboolean wb_pending_requests_resume (WbPendingRequests     *self,
                                     WbPendingRequestsFunc  function,
                                     gpointer               user_data);

G_END_DECLS
