/* wb-outbox.c: what waits to be written to one client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-outbox.h"

/* What a queue has room for at first; most are never longer. */
#define FIRST_CAPACITY 8

struct _WbOutboxItem
{
  WbWebsocketFrame *frame;
  gint64  since;
};

typedef struct _WbOutboxItem Item;

static Item *
get_item (const WbOutbox *self,
          guint           position)
{
  return &self->items[(self->first + position) & (self->capacity - 1)];
}

static void
grow (WbOutbox *self)
{
  guint capacity = MAX (self->capacity * 2, FIRST_CAPACITY);
  Item *items = g_new (Item, capacity);

  for (guint i = 0; i < self->length; i++)
    items[i] = *get_item (self, i);

  g_free (self->items);
  self->items = items;
  self->capacity = capacity;
  self->first = 0;
}

static void
release (WbOutbox *self)
{
  g_clear_pointer (&self->items, g_free);
  self->capacity = 0;
  self->first = 0;
}

void
wb_outbox_clear (WbOutbox *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->length; i++)
    wb_websocket_frame_unref (get_item (self, i)->frame);

  release (self);
  self->length = 0;
  self->begun = 0;
  self->waiting = 0;
}

/**
 * wb_outbox_push:
 * @self: a queue
 * @frame: a whole frame
 * @begun: how many bytes of it are written already; 0 unless the queue is empty
 * @since: a time to be given back when it is written
 *
 * Puts a frame at the end of the queue.
 */
void
wb_outbox_push (WbOutbox         *self,
                WbWebsocketFrame *frame,
                gsize             begun,
                gint64            since)
{
  gsize size;

  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);
  g_return_if_fail (begun == 0 || self->length == 0);

  size = wb_websocket_frame_get_size (frame);
  g_return_if_fail (begun < size);

  if (self->length == self->capacity)
    grow (self);

  *get_item (self, self->length) = (Item) { wb_websocket_frame_ref (frame), since };
  if (self->length == 0)
    self->begun = begun;
  self->length++;
  self->waiting += size - begun;
}

/**
 * wb_outbox_gather:
 * @self: a queue
 * @ret_vectors: (out) (array length=max_vectors): the bytes that are to be
 *   written next, in order
 * @max_vectors: how many vectors there is room for
 * @max_bytes: how much is to be written, at most
 *
 * Lists what to write. The vectors are good until the queue changes.
 *
 * Returns: how many vectors there are
 */
guint
wb_outbox_gather (const WbOutbox *self,
                  struct iovec   *ret_vectors,
                  guint           max_vectors,
                  gsize           max_bytes)
{
  gsize n_bytes = 0;
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (ret_vectors != NULL, 0);

  for (guint i = 0; i < self->length && n < max_vectors && n_bytes < max_bytes; i++)
    {
      guint last = n + wb_websocket_frame_gather (get_item (self, i)->frame, i == 0 ? self->begun : 0,
                                                  ret_vectors + n, max_vectors - n);

      for (; n < last && n_bytes < max_bytes; n++)
        {
          ret_vectors[n].iov_len = MIN (ret_vectors[n].iov_len, max_bytes - n_bytes);
          n_bytes += ret_vectors[n].iov_len;
        }
    }

  return n;
}

/**
 * wb_outbox_advance:
 * @self: a queue
 * @written: how many bytes were written, at most what is waiting
 * @function: (nullable) (scope call): what to call for each frame that is
 *   completely written
 * @user_data: passed to @function
 *
 * Removes what was written.
 */
void
wb_outbox_advance (WbOutbox     *self,
                   gsize         written,
                   WbOutboxFunc  function,
                   gpointer      user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (written <= self->waiting);

  self->waiting -= written;
  self->begun += written;

  while (self->length > 0)
    {
      Item *item = get_item (self, 0);
      gsize size = wb_websocket_frame_get_size (item->frame);

      if (self->begun < size)
        return;

      self->begun -= size;
      if (function != NULL)
        function (item->since, user_data);
      wb_websocket_frame_unref (item->frame);
      self->first = (self->first + 1) & (self->capacity - 1);
      self->length--;
    }

  release (self);
}

/**
 * wb_outbox_drop_unbegun:
 * @self: a queue
 *
 * Drops all but the frame that is partly written: what follows half a frame
 * must be its other half, or the client could read nothing more.
 */
void
wb_outbox_drop_unbegun (WbOutbox *self)
{
  guint keep;

  g_return_if_fail (self != NULL);

  keep = self->begun > 0 ? 1 : 0;
  while (self->length > keep)
    {
      WbWebsocketFrame *last = get_item (self, self->length - 1)->frame;

      self->waiting -= wb_websocket_frame_get_size (last);
      wb_websocket_frame_unref (last);
      self->length--;
    }

  if (self->length == 0)
    release (self);
}

gboolean
wb_outbox_is_empty (const WbOutbox *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->length == 0;
}

/**
 * wb_outbox_get_waiting:
 * @self: a queue
 *
 * Returns: how many bytes are still to be written
 */
gsize
wb_outbox_get_waiting (const WbOutbox *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->waiting;
}

/**
 * wb_outbox_get_behind:
 * @self: a queue
 *
 * Finds out how much waits behind the frame that is being written. That one may be
 * as long as a dataset; the limit for slow clients is for what follows.
 *
 * Returns: the size in bytes
 */
gsize
wb_outbox_get_behind (const WbOutbox *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->length == 0)
    return 0;

  return self->waiting - (wb_websocket_frame_get_size (get_item (self, 0)->frame) - self->begun);
}
