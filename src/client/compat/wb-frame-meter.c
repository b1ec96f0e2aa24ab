/* wb-frame-meter.c: counts the bytes and control frames of a WebSocket
 *
 * It is part of WbBoundedStream, which says which version of libsoup makes it unnecessary.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-frame-meter.h"

#include <libsoup/soup.h>

/* The most data behind a close frame or an invalid frame, in bytes: it may have been under way. libsoup does
 * not parse it, but would keep it. */
#define MAX_AFTER (64 * 1024)

static gboolean
is_good (const WbFrameMeter *self)
{
  WbWebsocketOpcode opcode = wb_websocket_header_get_opcode (&self->header);

  if (wb_websocket_header_has_reserved (&self->header) ||
      wb_websocket_header_is_masked (&self->header) != self->masked)
    return FALSE;
  if (wb_websocket_header_is_control (&self->header))
    return opcode <= WB_WEBSOCKET_PONG && wb_websocket_header_is_final (&self->header) &&
           self->payload <= WB_WEBSOCKET_MAX_CONTROL;

  return opcode <= WB_WEBSOCKET_BINARY;
}

/* Checks a frame whose header is complete. */
static gboolean
begin_frame (WbFrameMeter  *self,
             GError       **error)
{
  self->payload = wb_websocket_header_get_length (&self->header);
  if (!is_good (self))
    {
      self->over = TRUE;
      return TRUE;
    }

  if (wb_websocket_header_is_control (&self->header) || self->max_message == 0)
    return TRUE;

  if (self->payload > self->max_message ||
      self->message + self->header.n_bytes + self->payload > self->max_message)
    {
      g_set_error_literal (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_TOO_BIG,
                           "the message is too long");
      return FALSE;
    }
  self->message += self->header.n_bytes + self->payload;

  return TRUE;
}

static void
end_frame (WbFrameMeter *self)
{
  WbWebsocketOpcode opcode = wb_websocket_header_get_opcode (&self->header);

  self->n_pings += opcode == WB_WEBSOCKET_PING;
  self->n_pongs += opcode == WB_WEBSOCKET_PONG;
  if (opcode == WB_WEBSOCKET_CLOSE)
    self->over = TRUE;
  if (!wb_websocket_header_is_control (&self->header) && wb_websocket_header_is_final (&self->header))
    self->message = 0;
  self->header = (WbWebsocketHeader) { 0 };
}

static gboolean
pass_after (WbFrameMeter  *self,
            gsize          length,
            GError       **error)
{
  self->after += MIN (length, MAX_AFTER + 1);
  if (self->after <= MAX_AFTER)
    return TRUE;

  g_set_error_literal (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR,
                       "it goes on after its last frame");
  return FALSE;
}

/**
 * wb_frame_meter_pass:
 * @self: a meter
 * @bytes: (array length=length): the next bytes
 * @length: their number
 * @error: return location for an error of #SoupWebsocketError, whose code is
 *   the one to close with
 *
 * Counts some more bytes.
 *
 * An invalid frame is not an error here, since libsoup has an error for it; but
 * the data that may follow it, or a close frame, is limited.
 *
 * Returns: %FALSE if the message is too long, or if too much data follows
 */
gboolean
wb_frame_meter_pass (WbFrameMeter   *self,
                     gconstpointer   bytes,
                     gsize           length,
                     GError        **error)
{
  const guint8 *at = bytes;
  const guint8 *end = at + length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  while (at < end && !self->over)
    {
      if (!wb_websocket_header_is_complete (&self->header))
        {
          if (!wb_websocket_header_add (&self->header, *at++))
            continue;
          if (!begin_frame (self, error))
            return FALSE;
        }
      else
        {
          gsize n = (gsize) MIN (self->payload, (guint64) (end - at));

          at += n;
          self->payload -= n;
        }

      if (self->payload == 0 && !self->over)
        end_frame (self);
    }

  return !self->over || pass_after (self, (gsize) (end - at), error);
}
