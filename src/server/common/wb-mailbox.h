/* wb-mailbox.h: posts from one thread to another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbMailbox:
 *
 * A queue of small values from any number of threads to one main context. The
 * posts of one thread arrive in their order.
 */
typedef struct _WbMailbox WbMailbox;

/**
 * WbMailboxFunc:
 * @posts: (array length=n_posts): what was posted, the first first; the function
 *   takes over what the posts hold
 * @n_posts: how many there are
 * @user_data: the data of the function
 *
 * Called in the main context with all posts since the last call.
 */
typedef void (*WbMailboxFunc) (gpointer posts,
                               guint    n_posts,
                               gpointer user_data);

WbMailbox *wb_mailbox_new   (GMainContext   *context,
                             gsize           post_size,
                             GDestroyNotify  clear_post,
                             WbMailboxFunc   function,
                             gpointer        user_data);
WbMailbox *wb_mailbox_ref   (WbMailbox      *self);
void       wb_mailbox_unref (WbMailbox      *self);
void       wb_mailbox_close (WbMailbox      *self);
void       wb_mailbox_post  (WbMailbox      *self,
                             gpointer        post);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbMailbox, wb_mailbox_unref)

G_END_DECLS
