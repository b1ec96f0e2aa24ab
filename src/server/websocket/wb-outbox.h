/* wb-outbox.h: what waits to be written to one client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-websocket-frame.h"

G_BEGIN_DECLS

/**
 * WbOutbox:
 *
 * A queue of frames, which are shared with other clients. All zeros is an
 * empty one, and while it is empty it holds no memory.
 */
typedef struct
{
  /*< private >*/
  struct _WbOutboxItem *items;    /* a ring */
  guint                 capacity; /* a power of two, or 0 */
  guint                 first;
  guint                 length;
  gsize                 begun;    /* how much of the first frame is written */
  gsize                 waiting;  /* in bytes, without what is written */
} WbOutbox;

/**
 * WbOutboxFunc:
 * @since: when the frame was accepted, as in [func@wb_outbox_push]
 * @user_data: the data of the function
 *
 * Called when the last byte of a frame was written.
 */
typedef void (*WbOutboxFunc) (gint64   since,
                              gpointer user_data);

void     wb_outbox_clear        (WbOutbox         *self);
void     wb_outbox_push         (WbOutbox         *self,
                                 WbWebsocketFrame *frame,
                                 gsize             begun,
                                 gint64            since);
guint    wb_outbox_gather       (const WbOutbox   *self,
                                 struct iovec     *ret_vectors,
                                 guint             max_vectors,
                                 gsize             max_bytes);
void     wb_outbox_advance      (WbOutbox         *self,
                                 gsize             written,
                                 WbOutboxFunc      function,
                                 gpointer          user_data);
void     wb_outbox_drop_unbegun (WbOutbox         *self);

gboolean wb_outbox_is_empty     (const WbOutbox   *self);
gsize    wb_outbox_get_waiting  (const WbOutbox   *self);
gsize    wb_outbox_get_behind   (const WbOutbox   *self);

G_END_DECLS
