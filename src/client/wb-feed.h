/* wb-feed.h: what a client knows of one dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-board-plan.h"
#include "wb-dataset.h"
#include "wb-message.h"

G_BEGIN_DECLS

/**
 * WbFeed:
 *
 * The request for a dataset, the last good answer, when it came, and what is
 * wrong with the newest one.
 */
typedef struct _WbFeed WbFeed;

WbFeed     *wb_feed_new         (const char *chart_name);
WbFeed     *wb_feed_new_chart   (const char *name,
                                 WbChartKind kind);
WbFeed     *wb_feed_new_board   (void);
void        wb_feed_free        (WbFeed     *self);

const char *wb_feed_get_name    (WbFeed     *self);
gboolean    wb_feed_is_polite   (WbFeed     *self);
WbMessage  *wb_feed_get_request (WbFeed     *self);
void        wb_feed_take_answer (WbFeed     *self,
                                 WbMessage  *answer,
                                 gint64      now);

void        wb_feed_restore     (WbFeed     *self,
                                 const char *text,
                                 gint64      time);

const char *wb_feed_get_text    (WbFeed     *self,
                                 gsize      *ret_length);
WbDataset  *wb_feed_get_dataset (WbFeed     *self);
WbBoardPlan *wb_feed_get_plan   (WbFeed     *self);
gboolean    wb_feed_is_missing  (WbFeed     *self);
const char *wb_feed_get_problem (WbFeed     *self);
gint64      wb_feed_get_time    (WbFeed     *self);

char       *wb_feed_dup_answered_name (WbMessage *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbFeed, wb_feed_free)

G_END_DECLS
