/* wb-metrics.h: what a server counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbMetrics:
 *
 * The metrics of one server. A reference counted object that may be used from any
 * thread: a message is counted with one or two atomic additions. The values of
 * labels come from fixed lists, so that no peer can add series; datasets are named
 * by their source, and only the first %WB_METRICS_MAX_DATASETS get series of their
 * own.
 *
 * Every function that counts takes %NULL, for a server without metrics.
 */
typedef struct _WbMetrics WbMetrics;

/* How many datasets get series of their own. */
#define WB_METRICS_MAX_DATASETS 256

/**
 * WbMetric:
 * @WB_METRIC_CONNECTIONS: WebSocket connections whose handshake succeeded
 * @WB_METRIC_RECEIVED_MESSAGES: messages from clients, control frames left out
 * @WB_METRIC_SENT_MESSAGES: welcomes, broadcasts, answers and live data, one for
 *   every client that gets them, without control frames and heart checks
 * @WB_METRIC_RECEIVED_BYTES: bytes read from WebSocket connections, including
 *   frame headers and control frames
 * @WB_METRIC_SENT_BYTES: bytes written to WebSocket connections, including frame
 *   headers and control frames
 * @WB_METRIC_BROADCASTS: messages that went to every client, counted once each
 * @WB_METRIC_COALESCED: datasets that a slow client was spared because a newer version came
 * @WB_METRIC_NOTICES: notices that were sent with `wallboardctl notify`
 *
 * The counters without a label.
 */
typedef enum
{
  WB_METRIC_CONNECTIONS,
  WB_METRIC_RECEIVED_MESSAGES,
  WB_METRIC_SENT_MESSAGES,
  WB_METRIC_RECEIVED_BYTES,
  WB_METRIC_SENT_BYTES,
  WB_METRIC_BROADCASTS,
  WB_METRIC_COALESCED,
  WB_METRIC_NOTICES,
} WbMetric;

/**
 * WbDialect:
 * @WB_DIALECT_LEGACY: board messages only, like the legacy page
 * @WB_DIALECT_SESSION: spoke the session layer (auth, heart checks)
 * @WB_DIALECT_V1: negotiated `wallboard.v1`
 *
 * The dialect of a client, as far as it has shown yet.
 */
typedef enum
{
  WB_DIALECT_LEGACY,
  WB_DIALECT_SESSION,
  WB_DIALECT_V1,
} WbDialect;

const char *wb_dialect_get_name (WbDialect dialect);

/**
 * WbRefusal:
 * @WB_REFUSAL_ORIGIN: the Origin header names a host that is not allowed
 * @WB_REFUSAL_TOKEN: no token where one is needed, or a wrong one
 * @WB_REFUSAL_CONTROL: the token is for viewing only
 * @WB_REFUSAL_AUTH_TIMEOUT: did not authenticate in time
 * @WB_REFUSAL_CONNECTIONS: there are too many connections
 * @WB_REFUSAL_ADDRESS: there are too many connections from this address
 * @WB_REFUSAL_RATE: too many messages in a short time
 * @WB_REFUSAL_MESSAGE: a message that is too long, nested too deeply or not JSON
 * @WB_REFUSAL_PROTOCOL: broke RFC 6455
 * @WB_REFUSAL_SLOW: took too long to send its request
 * @WB_REFUSAL_BODY: a body that is too long
 * @WB_REFUSAL_DATASET: a dataset that does not fit its chart
 * @WB_REFUSAL_HOST: the request is for a host name that is not allowed
 *
 * Why a peer was refused something.
 */
typedef enum
{
  WB_REFUSAL_ORIGIN,
  WB_REFUSAL_TOKEN,
  WB_REFUSAL_CONTROL,
  WB_REFUSAL_AUTH_TIMEOUT,
  WB_REFUSAL_CONNECTIONS,
  WB_REFUSAL_ADDRESS,
  WB_REFUSAL_RATE,
  WB_REFUSAL_MESSAGE,
  WB_REFUSAL_PROTOCOL,
  WB_REFUSAL_SLOW,
  WB_REFUSAL_BODY,
  WB_REFUSAL_DATASET,
  WB_REFUSAL_HOST,
} WbRefusal;

const char *wb_refusal_get_name (WbRefusal refusal);

WbMetrics *wb_metrics_new              (void);
WbMetrics *wb_metrics_ref              (WbMetrics  *self);
void       wb_metrics_unref            (WbMetrics  *self);

void       wb_metrics_add              (WbMetrics  *self,
                                        WbMetric    metric,
                                        guint64     amount);
void       wb_metrics_add_client       (WbMetrics  *self,
                                        WbDialect   dialect);
void       wb_metrics_remove_client    (WbMetrics  *self,
                                        WbDialect   dialect);
void       wb_metrics_add_refusal      (WbMetrics  *self,
                                        WbRefusal   reason);
void       wb_metrics_add_close        (WbMetrics  *self,
                                        gushort     code);
void       wb_metrics_add_request      (WbMetrics  *self,
                                        guint       status);
void       wb_metrics_add_deliveries   (WbMetrics  *self,
                                        gint64      duration,
                                        guint       n);
void       wb_metrics_raise_queue      (WbMetrics  *self,
                                        gsize       waiting);
void       wb_metrics_set_dataset      (WbMetrics  *self,
                                        const char *name,
                                        guint64     version,
                                        gboolean    is_good);
void       wb_metrics_renew_dataset    (WbMetrics  *self,
                                        const char *name);
void       wb_metrics_remove_dataset   (WbMetrics  *self,
                                        const char *name);

GBytes    *wb_metrics_write_prometheus (WbMetrics  *self,
                                        gboolean    has_events);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbMetrics, wb_metrics_unref)

G_END_DECLS
