/* wb-file-identity.h: tells whether a file has changed since it was read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sys/stat.h>

G_BEGIN_DECLS

/**
 * WbFileIdentity:
 * @device: the file system of the file
 * @inode: its number there
 * @size: its size, in bytes
 * @modified: when its content last changed, by the clock of its file system
 * @changed: when its content or its attributes last changed
 *
 * A file and its state; all zero for no file.
 */
typedef struct
{
  guint64         device;
  guint64         inode;
  gint64          size;
  struct timespec modified;
  struct timespec changed;
} WbFileIdentity;

void     wb_file_identity_init       (WbFileIdentity       *self,
                                      const struct stat    *info);
gboolean wb_file_identity_equal      (const WbFileIdentity *self,
                                      const WbFileIdentity *other);
gboolean wb_file_identity_is_settled (const WbFileIdentity *self);

G_END_DECLS
