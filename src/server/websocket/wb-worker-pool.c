/* wb-worker-pool.c: all the workers of a hub
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-worker-pool.h"

/* One thread can serve very many clients; another is started when there are more than this. Few clients on
 * many threads would cost a wake-up each. */
#define SHARE 256

/* More threads than this would only wait for the one that accepts. */
#define MAX_WORKERS 16

/* A worker and how many connections it has. */
typedef struct
{
  WbWorker *worker;
  guint     n_connections;
} Share;

struct _WbWorkerPool
{
  GArray *shares;        /* of Share */
  guint   n_connections; /* of all workers */
};

static void
share_clear (gpointer data)
{
  Share *share = data;

  wb_worker_stop (share->worker);
}

/* The one that has the least to do, of as many as the load is worth. */
static Share *
choose_share (WbWorkerPool *self)
{
  guint n = MIN (1 + self->n_connections / SHARE, self->shares->len);
  Share *least = &g_array_index (self->shares, Share, 0);

  for (guint i = 1; i < n; i++)
    {
      Share *share = &g_array_index (self->shares, Share, i);

      if (share->n_connections < least->n_connections)
        least = share;
    }

  return least;
}

/**
 * wb_worker_pool_new:
 * @reports: where workers post their events, as #WbReport
 * @tokens: (nullable): a client must send one of these first
 * @metrics: (nullable): where to count; it must live longer
 * @error: return location for an error of GIO
 *
 * Prepares a worker for each processor. Their threads are started as connections
 * come.
 *
 * Returns: (transfer full): workers without connections, or %NULL with an error
 */
WbWorkerPool *
wb_worker_pool_new (WbMailbox  *reports,
                    WbTokens   *tokens,
                    WbMetrics  *metrics,
                    GError    **error)
{
  g_autoptr (WbWorkerPool) self = NULL;
  guint n = MIN (g_get_num_processors (), MAX_WORKERS);

  g_return_val_if_fail (reports != NULL, NULL);

  self = g_new0 (WbWorkerPool, 1);
  self->shares = g_array_sized_new (FALSE, FALSE, sizeof (Share), n);
  g_array_set_clear_func (self->shares, share_clear);
  for (guint i = 0; i < n; i++)
    {
      Share share = { .worker = wb_worker_new (reports, tokens, metrics, error) };

      if (share.worker == NULL)
        return NULL;

      g_array_append_val (self->shares, share);
    }

  return g_steal_pointer (&self);
}

void
wb_worker_pool_free (WbWorkerPool *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->shares);
  g_free (self);
}

/**
 * wb_worker_pool_adopt:
 * @self: workers
 * @connection: a new connection
 *
 * Hands a connection over to one of the workers. It counts as the worker's
 * until [func@wb_worker_pool_release].
 *
 * Returns: (transfer none) (nullable): the worker, or %NULL if it has no thread,
 *   and none can be had
 */
WbWorker *
wb_worker_pool_adopt (WbWorkerPool *self,
                      WbConnection *connection)
{
  Share *share;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (connection != NULL, NULL);

  share = choose_share (self);
  if (!wb_worker_adopt (share->worker, connection))
    return NULL;

  share->n_connections++;
  self->n_connections++;

  return share->worker;
}

/**
 * wb_worker_pool_release:
 * @self: workers
 * @worker: one of them
 *
 * Notes that a connection of a worker has ended.
 */
void
wb_worker_pool_release (WbWorkerPool *self,
                        WbWorker     *worker)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (worker != NULL);

  for (guint i = 0; i < self->shares->len; i++)
    {
      Share *share = &g_array_index (self->shares, Share, i);

      if (share->worker != worker)
        continue;

      share->n_connections--;
      self->n_connections--;
    }
}

/**
 * wb_worker_pool_broadcast:
 * @self: workers
 * @frame: a frame
 * @since: when its message was accepted, in microseconds of the monotonic time
 *
 * Sends a frame to all that have joined their worker. Those without a
 * connection are not woken for it.
 */
void
wb_worker_pool_broadcast (WbWorkerPool     *self,
                          WbWebsocketFrame *frame,
                          gint64            since)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  for (guint i = 0; i < self->shares->len; i++)
    {
      const Share *share = &g_array_index (self->shares, Share, i);

      if (share->n_connections > 0)
        wb_worker_broadcast (share->worker, frame, since);
    }
}

gboolean
wb_worker_pool_is_behind (WbWorkerPool *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->shares->len; i++)
    if (wb_worker_is_behind (g_array_index (self->shares, Share, i).worker))
      return TRUE;

  return FALSE;
}

void
wb_worker_pool_beat (WbWorkerPool     *self,
                     WbWebsocketFrame *frame)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  for (guint i = 0; i < self->shares->len; i++)
    wb_worker_beat (g_array_index (self->shares, Share, i).worker, frame);
}

void
wb_worker_pool_set_tokens (WbWorkerPool *self,
                           WbTokens     *tokens)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (tokens != NULL);

  for (guint i = 0; i < self->shares->len; i++)
    wb_worker_set_tokens (g_array_index (self->shares, Share, i).worker, tokens);
}
