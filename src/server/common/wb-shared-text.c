/* wb-shared-text.c: one text for requests at the same time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-shared-text.h"

/* How old a text may be that another request still waits for, in microseconds: what an operator reads is
 * as of the last second. */
#define MAX_AGE G_USEC_PER_SEC

struct _WbSharedText
{
  GBytes *current; /* not owned: cleared when its last reference is dropped */
  gint64  made;    /* microseconds, monotonic */
};

/* What keeps one version of the text. */
typedef struct
{
  WbSharedText *owner;
  GBytes       *text;
} Version;

static void
version_free (gpointer data)
{
  Version *version = data;
  GBytes *current = version->owner->current;

  /* Both have the same bytes. */
  if (current != NULL && g_bytes_get_data (current, NULL) == g_bytes_get_data (version->text, NULL))
    version->owner->current = NULL;

  g_bytes_unref (version->text);
  wb_shared_text_unref (version->owner);
  g_free (version);
}

/**
 * wb_shared_text_new:
 *
 * Returns: (transfer full): no text yet. It is for one thread
 */
WbSharedText *
wb_shared_text_new (void)
{
  return g_rc_box_new0 (WbSharedText);
}

/**
 * wb_shared_text_unref:
 * @self: (transfer full): a shared text
 *
 * Drops a reference. Each version of the text holds one, too.
 */
void
wb_shared_text_unref (WbSharedText *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release (self);
}

/**
 * wb_shared_text_get:
 * @self: a shared text
 *
 * Returns: (transfer full) (nullable): the text that another request is still
 *   being answered with, if it is young enough; %NULL where a new one must be made
 */
GBytes *
wb_shared_text_get (WbSharedText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->current == NULL || g_get_monotonic_time () - self->made > MAX_AGE)
    return NULL;

  return g_bytes_ref (self->current);
}

/**
 * wb_shared_text_set:
 * @self: a shared text
 * @text: what was made, not empty
 *
 * Returns: (transfer full): the same text, to answer with
 */
GBytes *
wb_shared_text_set (WbSharedText *self,
                    GBytes       *text)
{
  Version *version;
  gconstpointer bytes;
  gsize size;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  version = g_new0 (Version, 1);
  version->owner = g_rc_box_acquire (self);
  version->text = g_bytes_ref (text);
  bytes = g_bytes_get_data (text, &size);
  self->current = g_bytes_new_with_free_func (bytes, size, version_free, version);
  self->made = g_get_monotonic_time ();

  return self->current;
}
