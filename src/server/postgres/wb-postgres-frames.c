/* wb-postgres-frames.c: how long the messages of a database are
 *
 * libpq believes the length that a message announces, and makes room for all
 * of it before the first byte is there: 256 MiB for a value of 200. Such a
 * message is stopped here, by its header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-postgres-frames.h"

/* Takes the header of a message that is all there. FALSE if the message may not pass. */
static gboolean
take_header (WbPostgresFrames *self)
{
  guint32 length = (guint32) self->header[1] << 24 | (guint32) self->header[2] << 16
                   | (guint32) self->header[3] << 8 | self->header[4];

  self->n_header = 0;
  if (!g_ascii_isalnum ((char) self->header[0]) || length < WB_POSTGRES_FRAME_HEADER - 1)
    {
      self->is_lost = TRUE;
      return TRUE;
    }

  self->left = length - (WB_POSTGRES_FRAME_HEADER - 1);
  self->is_exceeded = length > self->limit;
  return !self->is_exceeded;
}

/**
 * wb_postgres_frames_pass:
 * @self: the frames so far
 * @bytes: (array length=length): what the database sends next
 * @length: how much that is
 *
 * Looks at what a database sends, from where a message begins. What does not
 * look like messages is let through: libpq knows better what to say of it.
 *
 * Source: PostgreSQL documentation, “Frontend/Backend Protocol: Overview”: a
 * byte of type, then the length in four bytes, the highest first.
 *
 * Returns: how many of the bytes may pass; fewer than @length where a message
 *   begins that is too long, and none after that
 */
gsize
wb_postgres_frames_pass (WbPostgresFrames *self,
                         const guint8     *bytes,
                         gsize             length)
{
  gsize passed = 0;
  gsize at = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (bytes != NULL || length == 0, 0);

  while (at < length && !self->is_lost && !self->is_exceeded)
    {
      gsize n = MIN (self->left, length - at);

      at += n;
      passed = at;
      self->left -= (guint32) n;
      while (self->left == 0 && self->n_header < WB_POSTGRES_FRAME_HEADER && at < length)
        self->header[self->n_header++] = bytes[at++];
      if (self->n_header == WB_POSTGRES_FRAME_HEADER && !take_header (self))
        break;
    }

  return self->is_exceeded ? passed : length;
}
