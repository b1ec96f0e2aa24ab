/* wb-answer.h: answers to getData requests, as frames
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "message/wb-message.h"
#include "source/wb-source.h"
#include "websocket/wb-websocket-frame.h"

G_BEGIN_DECLS

WbSnapshot       *wb_answer_new_missing (const char *name);
WbWebsocketFrame *wb_answer_new         (WbSnapshot *snapshot,
                                         WbMessage  *request,
                                         gboolean    speaks_v1);

/**
 * WbAnswers:
 *
 * The answers that are sent to many clients after a change. Each dataset is
 * looked up once, and equal requests share one frame.
 */
typedef struct _WbAnswers WbAnswers;

WbAnswers        *wb_answers_new          (WbSource   *source);
void              wb_answers_free         (WbAnswers  *self);
WbSnapshot       *wb_answers_get_snapshot (WbAnswers  *self,
                                           const char *name);
WbWebsocketFrame *wb_answers_get_frame    (WbAnswers  *self,
                                           WbMessage  *request,
                                           gboolean    speaks_v1);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbAnswers, wb_answers_free)

G_END_DECLS
