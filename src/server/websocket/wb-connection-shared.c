/* wb-connection-shared.c: what others than its worker may ask of a client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-connection-private.h"

/**
 * wb_connection_set_owner:
 * @self: a connection
 * @owner: (nullable): the object of the thread that made it
 *
 * Sets the object that gets its reports.
 */
void
wb_connection_set_owner (WbConnection *self,
                         gpointer      owner)
{
  g_return_if_fail (self != NULL);

  self->owner = owner;
}

/**
 * wb_connection_get_owner:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): its owner, or %NULL if there is none any
 *   more
 */
gpointer
wb_connection_get_owner (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->owner;
}

const char *
wb_connection_get_peer (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->peer;
}

gboolean
wb_connection_speaks_v1 (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->speaks_v1;
}

WbRight
wb_connection_get_right (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, WB_RIGHT_NONE);

  return atomic_load (&self->right);
}

WbDialect
wb_connection_get_dialect (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, WB_DIALECT_LEGACY);

  return atomic_load (&self->dialect);
}

/**
 * wb_connection_get_last_heard:
 * @self: a connection
 *
 * Returns: when the client sent or took something last, in microseconds of the
 *   monotonic time
 */
gint64
wb_connection_get_last_heard (WbConnection *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load_explicit (&self->last_heard, memory_order_relaxed);
}

/**
 * wb_connection_get_waiting:
 * @self: a connection
 *
 * Returns: how many bytes are on their way to the client's socket
 */
gsize
wb_connection_get_waiting (WbConnection *self)
{
  gsize posted;

  g_return_val_if_fail (self != NULL, 0);

  /* In this order: what moves from one to the other is then counted twice rather than not at all. */
  posted = atomic_load (&self->posted);
  return posted + atomic_load (&self->waiting);
}

/**
 * wb_connection_add_posted:
 * @self: a connection
 * @frame: a frame
 *
 * Notes that a frame is on its way to the worker, which will call
 * [func@wb_connection_send_posted].
 */
void
wb_connection_add_posted (WbConnection     *self,
                          WbWebsocketFrame *frame)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  atomic_fetch_add (&self->posted, wb_websocket_frame_get_size (frame));
}

static gboolean
has_room (WbConnection *self,
          gsize         size)
{
  gsize waiting = wb_connection_get_waiting (self);
  gsize limit = WB_CONNECTION_CONGESTED;

  if (self->rules->max_waiting > 0)
    limit = MIN (limit, self->rules->max_waiting);

  return waiting == 0 || waiting + size <= limit;
}

/**
 * wb_connection_await_room:
 * @self: a connection
 * @size: the size of the frame of a dataset
 *
 * Checks whether a dataset has to wait for what is on its way already. One that is
 * larger than all that may wait is sent alone.
 *
 * Returns: %TRUE if it has; `drained` then follows when nothing is waiting
 */
gboolean
wb_connection_await_room (WbConnection *self,
                          gsize         size)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (has_room (self, size))
    return FALSE;

  /* What was waiting may be written by now, before the worker could see the flag. */
  atomic_store (&self->awaits_room, TRUE);
  if (!has_room (self, size))
    return TRUE;

  return !atomic_exchange (&self->awaits_room, FALSE);
}

/**
 * wb_connection_finish:
 * @self: a connection
 * @size: the size of a message of this client, or of the pong to its ping, in
 *   bytes
 *
 * Notes that the board has handled something that the client sent.
 *
 * Returns: whether the worker must resume reading from the client
 */
gboolean
wb_connection_finish (WbConnection *self,
                      gsize         size)
{
  gsize weight = size + WB_CONNECTION_OVERHEAD;

  g_return_val_if_fail (self != NULL, FALSE);

  return atomic_fetch_sub (&self->unanswered, weight) - weight <= WB_CONNECTION_RESUME &&
         atomic_load (&self->awaits_answer) &&
         atomic_exchange (&self->awaits_answer, FALSE);
}
