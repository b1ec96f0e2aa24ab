/* wb-file-identity.c: tells whether a file has changed since it was read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-file-identity.h"

/* The coarsest file times in use are those of FAT: two seconds. */
#define COARSEST_CLOCK_S 2

/**
 * wb_file_identity_init:
 * @self: (out caller-allocates): an identity
 * @info: the result of fstat() or fstatat()
 *
 * Copies the fields that differ between two states of a file.
 */
void
wb_file_identity_init (WbFileIdentity    *self,
                       const struct stat *info)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (info != NULL);

  self->device = info->st_dev;
  self->inode = info->st_ino;
  self->size = info->st_size;
  self->modified = info->st_mtim;
  self->changed = info->st_ctim;
}

static gboolean
times_equal (const struct timespec *a,
             const struct timespec *b)
{
  return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/**
 * wb_file_identity_equal:
 * @self: an identity
 * @other: another
 *
 * Returns: whether both are the same state of the same file, within the
 *   precision of the times of its file system
 */
gboolean
wb_file_identity_equal (const WbFileIdentity *self,
                        const WbFileIdentity *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return self->device == other->device && self->inode == other->inode && self->size == other->size &&
         times_equal (&self->modified, &other->modified) && times_equal (&self->changed, &other->changed);
}

/**
 * wb_file_identity_is_settled:
 * @self: an identity that was just taken
 *
 * Tells whether the last change is long enough ago for the next one to get
 * another time: two changes within the precision of the file system have the
 * same time. Call this before reading the content.
 *
 * Returns: whether an equal identity will mean equal content
 */
gboolean
wb_file_identity_is_settled (const WbFileIdentity *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_return_val_if_fail (self != NULL, FALSE);

  return now - MAX (self->changed.tv_sec, self->modified.tv_sec) > COARSEST_CLOCK_S;
}
