/* wb-subscription.h: one dataset in one shape, as a client receives it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dataset/wb-dataset.h"
#include "message/wb-message.h"
#include "plan/wb-board-plan.h"

G_BEGIN_DECLS

/**
 * WbSubscription:
 *
 * The request for a dataset, the last good answer, when it came, and what is
 * wrong with the newest one.
 */
typedef struct _WbSubscription WbSubscription;

WbSubscription *wb_subscription_new               (const char     *chart_name);
WbSubscription *wb_subscription_new_chart         (const char     *name,
                                                   WbChartKind     kind);
WbSubscription *wb_subscription_new_board         (void);
void            wb_subscription_free              (WbSubscription *self);

const char     *wb_subscription_get_name          (WbSubscription *self);
gboolean        wb_subscription_requires_welcome  (WbSubscription *self);
WbMessage      *wb_subscription_get_request       (WbSubscription *self);

gboolean        wb_subscription_take_answer       (WbSubscription *self,
                                                   WbMessage      *answer,
                                                   GPtrArray      *siblings,
                                                   gint64          now);
void            wb_subscription_restore           (WbSubscription *self,
                                                   GBytes         *text,
                                                   GPtrArray      *siblings,
                                                   gint64          stored);
void            wb_subscription_outdate           (WbSubscription *self,
                                                   gint64          time);

GBytes         *wb_subscription_get_text          (WbSubscription *self);
WbDataset      *wb_subscription_get_dataset       (WbSubscription *self);
WbBoardPlan    *wb_subscription_get_plan          (WbSubscription *self);
gboolean        wb_subscription_is_missing        (WbSubscription *self);
const char     *wb_subscription_get_problem       (WbSubscription *self);
gboolean        wb_subscription_set_problem       (WbSubscription *self,
                                                   const char     *problem);
gint64          wb_subscription_get_time          (WbSubscription *self);
gboolean        wb_subscription_is_live           (WbSubscription *self);
gint64          wb_subscription_get_contact       (WbSubscription *self);

char           *wb_subscription_dup_answered_name (WbMessage      *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbSubscription, wb_subscription_free)

G_END_DECLS
