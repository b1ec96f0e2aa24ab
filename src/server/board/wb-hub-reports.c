/* wb-hub-reports.c: what the hub does when a worker reports something
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-hub-private.h"

/* Tells the connection that the board is done with @size bytes of its input. It then reads again, if it had
 * stopped because of too many unanswered bytes. */
static void
finish_input (const WbHubMember *member,
              const WbReport    *report,
              gsize              size)
{
  if (wb_connection_finish (report->connection, size))
    wb_worker_resume (member->worker, report->connection);
}

/* FALSE if the answer must wait for room. */
static gboolean
handle_message (const WbHubMember *member,
                const WbReport    *report)
{
  gboolean must_wait = FALSE;

  if (wb_message_get_kind (report->message) == WB_MESSAGE_HELLO)
    wb_session_introduce (member->session, report->message);
  else if (wb_session_is_open (member->session))
    must_wait = wb_hub_emit_message (member->hub, member->session, report->message, report->since);

  if (!must_wait)
    finish_input (member, report, g_bytes_get_size (wb_message_get_bytes (report->message)));

  return !must_wait;
}

/* A WbPendingRequestsFunc. */
static gboolean
handle_request (const WbReport *request,
                gpointer        user_data)
{
  const WbHubMember *member = user_data;

  if (request->kind == WB_REPORT_MESSAGE)
    return handle_message (member, request);

  if (request->kind == WB_REPORT_PING)
    {
      wb_session_send (member->session, request->frame, 0);
      finish_input (member, request, wb_websocket_frame_get_size (request->frame));
    }
  else
    {
      wb_session_close (member->session, request->code, request->reason);
    }

  return TRUE;
}

static void
handle_report (WbHub    *self,
               WbReport *report)
{
  WbSession *owner = report->connection != NULL ? wb_connection_get_owner (report->connection) : NULL;
  WbHubMember *member = owner != NULL ? g_hash_table_lookup (self->members, owner) : NULL;
  g_autoptr (WbSession) session = NULL;

  if (member == NULL)
    return;

  session = g_object_ref (member->session);
  switch (report->kind)
    {
    case WB_REPORT_NAME_CHANGED:
      wb_session_set_token (session, report->name);
      break;
    case WB_REPORT_OPENED:
      wb_hub_open_session (self, session);
      break;
    case WB_REPORT_MESSAGE:
    case WB_REPORT_PING:
    case WB_REPORT_LEAVING:
      wb_pending_requests_take (&member->pending, report, handle_request, member);
      break;
    case WB_REPORT_DRAINED:
      wb_hub_resume_requests (member);
      break;
    case WB_REPORT_ENDED:
      wb_hub_end_session (self, member);
      break;
    case WB_REPORT_CAUGHT_UP:
      g_assert_not_reached ();
    }
}

/* While a worker is behind with writing, no message is handled that could cause a broadcast. Messages stay in
 * the backlog meanwhile, which is bounded: a client with too many unanswered bytes is not read from. */
static void
handle_backlog (WbHub *self)
{
  while (self->handled < self->backlog->len && !wb_worker_pool_is_behind (self->workers))
    {
      WbReport *place = &g_array_index (self->backlog, WbReport, self->handled++);
      WbReport report = *place;

      memset (place, 0, sizeof *place);
      handle_report (self, &report);
      wb_report_clear (&report);
    }

  g_array_remove_range (self->backlog, 0, self->handled);
  self->handled = 0;
}

/* A WbMailboxFunc. A post of WB_REPORT_CAUGHT_UP, which concerns no connection, serves to get here. */
void
wb_hub_reports_cb (gpointer posts,
                   guint    n_posts,
                   gpointer user_data)
{
  g_autoptr (WbHub) self = g_object_ref (WB_HUB (user_data));

  g_array_append_vals (self->backlog, posts, n_posts);
  handle_backlog (self);
}

/* Called when there may be room. Pending requests are answered in their order before news of earlier requests
 * goes out. */
void
wb_hub_resume_requests (WbHubMember *member)
{
  g_autoptr (WbSession) session = g_object_ref (member->session);
  WbHub *hub = member->hub;

  if (wb_pending_requests_resume (&member->pending, handle_request, member) && wb_session_is_open (session))
    wb_hub_emit_drained (hub, session);
}
