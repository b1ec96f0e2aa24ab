/* wb-pending-requests.c: requests of a client that cannot be answered yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-pending-requests.h"

static void
report_free (gpointer data)
{
  wb_report_clear (data);
  g_free (data);
}

/* Requests are answered in their order, and pongs and close frames follow the answers. Messages to all
 * clients do not wait for the data of one client. */
static gboolean
keeps_order (const WbReport *request)
{
  return request->kind != WB_REPORT_MESSAGE || wb_message_get_kind (request->message) == WB_MESSAGE_GET_DATA;
}

void
wb_pending_requests_clear (WbPendingRequests *self)
{
  g_return_if_fail (self != NULL);

  g_queue_clear_full (&self->reports, report_free);
}

/**
 * wb_pending_requests_take:
 * @self: a queue
 * @request: (inout): a message, a ping or a close; emptied if it has to wait
 * @function: (scope call): handles a request
 * @user_data: passed to @function
 *
 * Handles a request now, or queues it behind those that wait.
 */
void
wb_pending_requests_take (WbPendingRequests     *self,
                          WbReport              *request,
                          WbPendingRequestsFunc  function,
                          gpointer               user_data)
{
  gboolean is_behind;

  g_return_if_fail (self != NULL);
  g_return_if_fail (request != NULL);
  g_return_if_fail (function != NULL);

  is_behind = !g_queue_is_empty (&self->reports) && keeps_order (request);
  if (!is_behind && function (request, user_data))
    return;

  g_queue_push_tail (&self->reports, g_memdup2 (request, sizeof *request));
  memset (request, 0, sizeof *request);
}

/**
 * wb_pending_requests_resume:
 * @self: a queue
 * @function: (scope call): handles a request
 * @user_data: passed to @function
 *
 * Handles queued requests until one has to wait again.
 *
 * Returns: %TRUE if the queue is empty
 */
gboolean
wb_pending_requests_resume (WbPendingRequests     *self,
                            WbPendingRequestsFunc  function,
                            gpointer               user_data)
{
  const WbReport *next;

  g_return_val_if_fail (self != NULL, TRUE);
  g_return_val_if_fail (function != NULL, TRUE);

  while ((next = g_queue_peek_head (&self->reports)) != NULL)
    {
      if (!function (next, user_data))
        return FALSE;
      report_free (g_queue_pop_head (&self->reports));
    }

  return TRUE;
}
