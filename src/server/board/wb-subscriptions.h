/* wb-subscriptions.h: what one client wants to hear of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "message/wb-message.h"

G_BEGIN_DECLS

/* The most datasets a client is kept up to date on; the next one pushes out the oldest. */
#define WB_SUBSCRIPTIONS_MAX 64

/* The longest getData that is remembered, in bytes; a longer one is answered once. */
#define WB_SUBSCRIPTIONS_MAX_REQUEST 4096

/**
 * WbSubscription:
 * @request: the getData that is answered again when the dataset changes
 * @version: the version of the snapshot that was sent last, 0 for none
 * @problem: (nullable): the problem that was told last
 * @due: 0, or the place in the row of those that wait for room
 *
 * What a client wants to hear of, and what it has heard.
 */
typedef struct
{
  WbMessage *request;
  guint64    version;
  char      *problem;
  guint64    due;
} WbSubscription;

/**
 * WbSubscriptions:
 *
 * The subscriptions of a client, one for each `socketType` and `chartName`.
 */
typedef struct _WbSubscriptions WbSubscriptions;

WbSubscriptions *wb_subscriptions_new        (void);
void             wb_subscriptions_free       (WbSubscriptions *self);
WbSubscription  *wb_subscriptions_add        (WbSubscriptions *self,
                                              WbMessage       *request);
guint            wb_subscriptions_get_length (WbSubscriptions *self);
WbSubscription  *wb_subscriptions_get        (WbSubscriptions *self,
                                              guint            position);
void             wb_subscriptions_put_off    (WbSubscriptions *self,
                                              WbSubscription  *subscription);
WbSubscription  *wb_subscriptions_get_due    (WbSubscriptions *self);

G_END_DECLS
