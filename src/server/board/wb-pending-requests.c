/* wb-pending-requests.c: what a client wants and cannot have yet
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

/* Requests are answered in their order, and pongs and goodbyes come behind the answers. What is for everybody
 * does not wait for the data of one. */
static gboolean
keeps_order (const WbReport *want)
{
  return want->kind != WB_REPORT_MESSAGE || wb_message_get_kind (want->message) == WB_MESSAGE_GET_DATA;
}

/**
 * wb_pending_requests_clear:
 * @self: a queue
 *
 * Empties the queue.
 */
void
wb_pending_requests_clear (WbPendingRequests *self)
{
  g_return_if_fail (self != NULL);

  g_queue_clear_full (&self->reports, report_free);
}

/**
 * wb_pending_requests_take:
 * @self: a queue
 * @want: (inout): a message, a ping or a goodbye; emptied if it has to wait
 * @function: (scope call): does what is wanted
 * @user_data: what to hand to it
 *
 * Has something done now, or in its turn.
 */
void
wb_pending_requests_take (WbPendingRequests     *self,
                          WbReport              *want,
                          WbPendingRequestsFunc  function,
                          gpointer               user_data)
{
  gboolean is_behind;

  g_return_if_fail (self != NULL);
  g_return_if_fail (want != NULL);
  g_return_if_fail (function != NULL);

  is_behind = !g_queue_is_empty (&self->reports) && keeps_order (want);
  if (!is_behind && function (want, user_data))
    return;

  g_queue_push_tail (&self->reports, g_memdup2 (want, sizeof *want));
  memset (want, 0, sizeof *want);
}

/**
 * wb_pending_requests_resume:
 * @self: a queue
 * @function: (scope call): does what is wanted
 * @user_data: what to hand to it
 *
 * Has done what was waiting, as far as there is room for it now.
 *
 * Returns: whether nothing waits any more
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
