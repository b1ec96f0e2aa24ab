/* wb-postgres-frames.c: limits the length of the messages of a database
 *
 * libpq trusts the length in the header of a message, and allocates memory for all of it before the first
 * byte is received: 256 MiB for a value of 200 MiB. Here, such a message is stopped at its header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-postgres-frames.h"

/* Evaluates a complete header. Returns FALSE if the message is too long. */
static gboolean
take_header (WbPostgresFrames *self)
{
  guint32 length = (guint32) self->header[1] << 24 | (guint32) self->header[2] << 16 |
                   (guint32) self->header[3] << 8 | self->header[4];

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
 * @self: the state after the preceding bytes
 * @bytes: (array length=length): what the database sends next
 * @length: the number of bytes
 *
 * Follows the messages of a database, starting at the beginning of one. Bytes
 * that are no valid messages may pass, since libpq reports them better.
 *
 * Source: PostgreSQL documentation, “Frontend/Backend Protocol: Overview”: a
 * type byte, then the length in four bytes, big-endian.
 *
 * Returns: how many of the bytes may pass: fewer than @length if a message is
 *   too long, and none after that
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
