/* wb-hub-private.h: what the parts of the hub share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-address-counts.h"
#include "wb-hub.h"
#include "wb-pending-requests.h"
#include "websocket/wb-worker-pool.h"

G_BEGIN_DECLS

struct _WbHub
{
  GObject parent_instance;

  WbHubRules        rules;
  WbTokens         *tokens;      /* NULL where none is required */
  WbMetrics        *metrics;
  WbMailbox        *reports;
  GArray           *backlog;     /* of WbReport: received from the workers; those before @handled are done */
  guint             handled;
  WbWorkerPool     *workers;
  GHashTable       *members;     /* of WbHubMember, by WbSession */
  WbAddressCounts  *addresses;
  WbWebsocketFrame *heart_check;
  GSource          *heart_timer; /* NULL while there are no clients */
};

/* A session and what the hub needs to serve it. */
typedef struct
{
  WbHub             *hub;
  WbSession         *session;
  WbWorker          *worker;
  GInetAddress      *address; /* NULL where it is not known */
  WbPendingRequests  pending;
} WbHubMember;

/* wb-hub.c */
void     wb_hub_open_session    (WbHub       *self,
                                 WbSession   *session);
gboolean wb_hub_emit_message    (WbHub       *self,
                                 WbSession   *session,
                                 WbMessage   *message,
                                 gint64       since);
void     wb_hub_emit_drained    (WbHub       *self,
                                 WbSession   *session);
void     wb_hub_end_session     (WbHub       *self,
                                 WbHubMember *member);

/* wb-hub-reports.c */
void     wb_hub_reports_cb      (gpointer     posts,
                                 guint        n_posts,
                                 gpointer     user_data);
void     wb_hub_resume_requests (WbHubMember *member);

G_END_DECLS
