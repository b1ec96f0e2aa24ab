/* wb-mailbox.c: posts from one thread to another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-mailbox.h"

/* An array that once held more posts than this is given back when it is empty. */
#define KEEP 1024

struct _WbMailbox
{
  gatomicrefcount  ref_count;
  gsize            post_size;
  GDestroyNotify   clear_post;
  WbMailboxFunc    function;
  gpointer         user_data;

  GMutex           mutex;
  GArray          *posts;
  GSource         *source; /* NULL once it is closed */

  /* Used by the reader only: the array that it has emptied last, for the next posts. */
  GArray          *spare;
};

typedef struct
{
  GSource    parent;
  WbMailbox *mailbox;
} MailboxSource;

static GArray *
new_array (WbMailbox *self)
{
  return g_array_new (FALSE, FALSE, (guint) self->post_size);
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  g_autoptr (WbMailbox) self = wb_mailbox_ref (((MailboxSource *) source)->mailbox);
  GArray *posts;

  if (self->spare == NULL)
    self->spare = new_array (self);

  g_mutex_lock (&self->mutex);
  g_source_set_ready_time (source, -1);
  posts = self->posts;
  self->posts = g_steal_pointer (&self->spare);
  g_mutex_unlock (&self->mutex);

  if (posts->len > 0)
    self->function (posts->data, posts->len, self->user_data);

  if (posts->len <= KEEP)
    self->spare = g_array_set_size (posts, 0);
  else
    g_array_unref (posts);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

/**
 * wb_mailbox_new:
 * @context: where to read
 * @post_size: the size of a post in bytes
 * @clear_post: frees what a post holds if it is never read
 * @function: what to call with posts
 * @user_data: passed to @function
 *
 * Returns: (transfer full): an empty mailbox
 */
WbMailbox *
wb_mailbox_new (GMainContext   *context,
                gsize           post_size,
                GDestroyNotify  clear_post,
                WbMailboxFunc   function,
                gpointer        user_data)
{
  WbMailbox *self;

  g_return_val_if_fail (post_size > 0, NULL);
  g_return_val_if_fail (clear_post != NULL, NULL);
  g_return_val_if_fail (function != NULL, NULL);

  self = g_new0 (WbMailbox, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->post_size = post_size;
  self->clear_post = clear_post;
  self->function = function;
  self->user_data = user_data;
  self->posts = new_array (self);
  self->source = g_source_new (&source_funcs, sizeof (MailboxSource));
  ((MailboxSource *) self->source)->mailbox = self;
  g_source_set_static_name (self->source, "wallboard-mailbox");
  g_source_attach (self->source, context);

  return self;
}

WbMailbox *
wb_mailbox_ref (WbMailbox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
clear_posts (WbMailbox *self,
             GArray    *posts)
{
  for (guint i = 0; i < posts->len; i++)
    self->clear_post (posts->data + i * self->post_size);
  g_array_set_size (posts, 0);
}

/**
 * wb_mailbox_unref:
 * @self: (transfer full): a mailbox, which must be closed before the last
 *   reference is dropped
 *
 * Drops a reference; the last one frees the mailbox.
 */
void
wb_mailbox_unref (WbMailbox *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_assert (self->source == NULL);
  g_array_unref (self->posts);
  g_clear_pointer (&self->spare, g_array_unref);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * wb_mailbox_close:
 * @self: a mailbox
 *
 * Reads no more, and drops what was not read and what still comes. To be called
 * in the thread that reads.
 */
void
wb_mailbox_close (WbMailbox *self)
{
  GSource *source;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  source = g_steal_pointer (&self->source);
  clear_posts (self, self->posts);
  g_mutex_unlock (&self->mutex);

  if (source != NULL)
    {
      g_source_destroy (source);
      g_source_unref (source);
    }
}

/**
 * wb_mailbox_post:
 * @self: a mailbox
 * @post: what to post; the mailbox takes over what it holds
 *
 * Posts something, from any thread. Only the first post after a reading wakes
 * the reader.
 */
void
wb_mailbox_post (WbMailbox *self,
                 gpointer   post)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (post != NULL);

  g_mutex_lock (&self->mutex);
  if (self->source != NULL)
    {
      g_array_append_vals (self->posts, post, 1);
      if (self->posts->len == 1)
        g_source_set_ready_time (self->source, 0);
      post = NULL;
    }
  g_mutex_unlock (&self->mutex);

  if (post != NULL)
    self->clear_post (post);
}
