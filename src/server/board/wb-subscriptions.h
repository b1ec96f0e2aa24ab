/* wb-subscriptions.h: the datasets that one client is sent on change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "message/wb-message.h"

G_BEGIN_DECLS

/* The most subscriptions of a client; another one replaces the oldest. */
#define WB_SUBSCRIPTIONS_MAX 64

/* The longest getData that becomes a subscription, in bytes; a longer one is answered only once. */
#define WB_SUBSCRIPTIONS_MAX_REQUEST 4096

/**
 * WbLiveRequest:
 * @request: the getData that is answered again when the dataset changes
 * @version: the version of the snapshot that was sent last, 0 for none
 * @problem: (nullable): the problem that was sent last
 * @due: 0, or the position among those that wait for room
 *
 * A dataset that a client is sent on change, and what was sent last.
 */
typedef struct
{
  WbMessage *request;
  guint64    version;
  char      *problem;
  guint64    due;
} WbLiveRequest;

/**
 * WbSubscriptions:
 *
 * The subscriptions of a client, one for each `socketType` and `chartName`.
 */
typedef struct _WbSubscriptions WbSubscriptions;

WbSubscriptions *wb_subscriptions_new        (void);
void             wb_subscriptions_free       (WbSubscriptions *self);
WbLiveRequest   *wb_subscriptions_add        (WbSubscriptions *self,
                                              WbMessage       *request);
guint            wb_subscriptions_get_length (WbSubscriptions *self);
WbLiveRequest   *wb_subscriptions_get        (WbSubscriptions *self,
                                              guint            position);
void             wb_subscriptions_put_off    (WbSubscriptions *self,
                                              WbLiveRequest   *subscription);
WbLiveRequest   *wb_subscriptions_get_due    (WbSubscriptions *self);

G_END_DECLS
