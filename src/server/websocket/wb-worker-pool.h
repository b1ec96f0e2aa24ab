/* wb-worker-pool.h: all the workers of a hub
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-worker.h"

G_BEGIN_DECLS

/**
 * WbWorkerPool:
 *
 * Distributes connections over workers, and passes broadcasts to all of them. All
 * functions are for the thread that made it.
 */
typedef struct _WbWorkerPool WbWorkerPool;

WbWorkerPool *wb_worker_pool_new        (WbMailbox         *reports,
                                         WbTokens          *tokens,
                                         WbMetrics         *metrics,
                                         GError           **error);
void          wb_worker_pool_free       (WbWorkerPool      *self);
WbWorker     *wb_worker_pool_adopt      (WbWorkerPool      *self,
                                         WbConnection      *connection);
void          wb_worker_pool_release    (WbWorkerPool      *self,
                                         WbWorker          *worker);
void          wb_worker_pool_broadcast  (WbWorkerPool      *self,
                                         WbWebsocketFrame  *frame,
                                         gint64             since);
gboolean      wb_worker_pool_is_behind  (WbWorkerPool      *self);
void          wb_worker_pool_beat       (WbWorkerPool      *self,
                                         WbWebsocketFrame  *frame);
void          wb_worker_pool_set_tokens (WbWorkerPool      *self,
                                         WbTokens          *tokens);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbWorkerPool, wb_worker_pool_free)

G_END_DECLS
