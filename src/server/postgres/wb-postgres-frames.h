/* wb-postgres-frames.h: how long the messages of a database are
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
 * @header: what has come of the header of the next message
 * @n_header: how much that is
 * @left: what is still to come of the message that passes
 * @is_lost: it is not known any more where a message begins
 * @is_exceeded: a message is longer than @limit
 *
 * Follows what a database sends, to know the length of each message before the
 * message is there. Initialise it with { .limit = … }.
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
