/* wb-frame-meter.h: how much a peer's WebSocket frames ask of whoever gathers them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WbFrameMeter:
 * @masked: whether frames of this direction are masked, which those of a client
 *   are (RFC 6455, 5.1)
 * @max_message: how many bytes the frames of one message may have, their headers
 *   included, 0 for any number
 * @n_pings: how many pings have passed
 * @n_pongs: how many pongs have passed
 *
 * Follows the frames in one direction of a connection. It keeps no byte of
 * them but an unfinished header. All zero but @masked and @max_message is its
 * beginning.
 */
typedef struct
{
  gboolean masked;
  gsize    max_message;
  guint64  n_pings;
  guint64  n_pongs;

  /*< private >*/
  guint8   header[14];
  guint    n_header;
  guint64  payload;
  guint64  message;
  gboolean over;
  gsize    after;
} WbFrameMeter;

gboolean wb_frame_meter_pass (WbFrameMeter   *self,
                              gconstpointer   bytes,
                              gsize           length,
                              GError        **error);

G_END_DECLS
