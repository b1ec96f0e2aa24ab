/* wb-frame-meter.h: counts the bytes and control frames of a WebSocket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "websocket/wb-websocket-header.h"

G_BEGIN_DECLS

/**
 * WbFrameMeter:
 * @masked: whether frames of this direction are masked, which those of a client
 *   are (RFC 6455, 5.1)
 * @max_message: the most bytes of the frames of one message, with their headers,
 *   0 for any number
 * @n_pings: the number of pings so far
 * @n_pongs: the number of pongs so far
 *
 * Parses the frames in one direction of a connection. It stores only an
 * incomplete header. Its initial value is zero except for @masked and
 * @max_message.
 */
typedef struct
{
  gboolean masked;
  gsize    max_message;
  guint64  n_pings;
  guint64  n_pongs;

  /*< private >*/
  WbWebsocketHeader header;
  guint64           payload;
  guint64           message;
  gboolean          over;
  gsize             after;
} WbFrameMeter;

gboolean wb_frame_meter_pass (WbFrameMeter   *self,
                              gconstpointer   bytes,
                              gsize           length,
                              GError        **error);

G_END_DECLS
