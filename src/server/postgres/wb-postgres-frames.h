/* wb-postgres-frames.h: limits the length of the messages of a database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The type of a message and its length, which counts itself but not the type. */
#define WB_POSTGRES_FRAME_HEADER 5

/**
 * WbPostgresFrames:
 * @limit: the longest message that may pass, in bytes
 * @header: the received part of the next message's header
 * @n_header: its length
 * @left: the bytes of the current message that are not received yet
 * @is_lost: the bytes were not valid messages, so that boundaries are unknown
 * @is_exceeded: a message is longer than @limit
 *
 * Follows the messages of a database, to know the length of each one before it
 * is received. Initialise it with { .limit = … }.
 */
typedef struct
{
  guint32  limit;
  guint8   header[WB_POSTGRES_FRAME_HEADER];
  guint    n_header;
  guint32  left;
  gboolean is_lost;
  gboolean is_exceeded;
} WbPostgresFrames;

gsize wb_postgres_frames_pass (WbPostgresFrames *self,
                               const guint8     *bytes,
                               gsize             length);

G_END_DECLS
