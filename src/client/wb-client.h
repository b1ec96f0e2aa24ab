/* wb-client.h: a connection to a board server that is restored whenever it ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dataset/wb-dataset.h"
#include "message/wb-board-state.h"
#include "wb-client-types.h"
#include "wb-subscription.h"

G_BEGIN_DECLS

#define WB_TYPE_CLIENT (wb_client_get_type ())

/**
 * WbClient:
 *
 * A connection to a board server that is restored whenever it ends, and the
 * data that it brings: the state of the board and the datasets.
 *
 * A client runs in the main context that is the thread's default when it is
 * started. It may be stopped or disposed at any time, even in handlers of its
 * own signals.
 */
G_DECLARE_FINAL_TYPE (WbClient, wb_client, WB, CLIENT, GObject)

/**
 * WbClientRequest:
 * @method: the method, such as `PUT`
 * @path: the path relative to that of the WebSocket, such as `api/seller`
 * @body: (nullable): the JSON to send
 *
 * An HTTP request to a board server.
 */
typedef struct
{
  const char *method;
  const char *path;
  GBytes     *body;
} WbClientRequest;

char           *wb_client_normalize_uri       (const char             *text,
                                               GError                **error);

WbClient       *wb_client_new                 (const char             *uri,
                                               const char             *token,
                                               const char             *display_name);
void            wb_client_set_trust           (WbClient               *self,
                                               GTlsDatabase           *trust);
void            wb_client_set_cache           (WbClient               *self,
                                               const char             *folder);
void            wb_client_set_timing          (WbClient               *self,
                                               const WbClientTiming   *timing);
void            wb_client_set_longest_wait    (WbClient               *self,
                                               guint                   seconds);
void            wb_client_follow_clock        (WbClient               *self);
void            wb_client_start               (WbClient               *self);
void            wb_client_stop                (WbClient               *self);
void            wb_client_retry_now           (WbClient               *self);

const char     *wb_client_get_uri             (WbClient               *self);
WbClientStatus  wb_client_get_status          (WbClient               *self);
const GError   *wb_client_get_problem         (WbClient               *self);
gint64          wb_client_get_retry_time      (WbClient               *self);
const char     *wb_client_get_server          (WbClient               *self);
gboolean        wb_client_get_control         (WbClient               *self);
gboolean        wb_client_get_in_step         (WbClient               *self);
WbBoardState   *wb_client_get_board           (WbClient               *self);

void            wb_client_watch               (WbClient               *self,
                                               const char             *chart_name);
void            wb_client_watch_chart         (WbClient               *self,
                                               const char             *name,
                                               WbChartKind             kind);
void            wb_client_unwatch_chart       (WbClient               *self,
                                               const char             *name,
                                               WbChartKind             kind);
WbSubscription *wb_client_get_subscription    (WbClient               *self,
                                               const char             *name,
                                               WbChartKind             kind);
void            wb_client_watch_board         (WbClient               *self);
WbBoardPlan    *wb_client_get_plan            (WbClient               *self);
const char     *wb_client_get_plan_problem    (WbClient               *self);
gboolean        wb_client_is_plan_known       (WbClient               *self);
const char     *wb_client_get_dataset_text    (WbClient               *self,
                                               const char             *chart_name,
                                               gsize                  *ret_length);
const char     *wb_client_get_dataset_problem (WbClient               *self,
                                               const char             *chart_name);
char           *wb_client_dup_trouble         (WbClient               *self);
gboolean        wb_client_get_asks_otherwise  (WbClient               *self);

void            wb_client_request_theme       (WbClient               *self,
                                               WbTheme                 theme);
void            wb_client_request_full_screen (WbClient               *self,
                                               const char             *chart_name,
                                               gboolean                full_screen);
gboolean        wb_client_send                (WbClient               *self,
                                               WbMessage              *message);

void            wb_client_fetch_async         (WbClient               *self,
                                               const WbClientRequest  *request,
                                               GCancellable           *cancellable,
                                               GAsyncReadyCallback     callback,
                                               gpointer                user_data);
GBytes         *wb_client_fetch_finish        (WbClient               *self,
                                               GAsyncResult           *result,
                                               guint                  *ret_status,
                                               char                  **ret_etag,
                                               GError                **error);
GError         *wb_client_explain_status      (WbClient               *self,
                                               guint                   status);

G_END_DECLS
