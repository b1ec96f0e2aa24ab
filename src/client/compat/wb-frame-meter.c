/* wb-frame-meter.c: counts the bytes and control frames of a WebSocket
 *
 * It is part of WbBoundedStream, which says which version of libsoup makes it unnecessary.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-frame-meter.h"

#include <libsoup/soup.h>

/* RFC 6455, 5.2. */
#define FIN            0x80
#define RESERVED       0x70
#define OPCODE         0x0f
#define MASK           0x80
#define MASK_SIZE      4
#define OPCODE_CLOSE   0x8
#define OPCODE_PING    0x9
#define OPCODE_PONG    0xa
#define LENGTH         0x7f
#define LENGTH_16      126
#define LENGTH_64      127
#define MAX_CONTROL    125

/* The most data behind a close frame or an invalid frame, in bytes: it may have been under way. libsoup does
 * not parse it, but would keep it. */
#define MAX_AFTER (64 * 1024)

static guint
get_header_size (const WbFrameMeter *self)
{
  guint size = 2;

  if (self->n_header < 2)
    return size;

  if ((self->header[1] & LENGTH) == LENGTH_16)
    size += 2;
  else if ((self->header[1] & LENGTH) == LENGTH_64)
    size += 8;

  return size + (self->header[1] & MASK ? MASK_SIZE : 0);
}

static guint64
get_payload_size (const WbFrameMeter *self)
{
  guint64 size = self->header[1] & LENGTH;
  guint n = size == LENGTH_16 ? 2 : size == LENGTH_64 ? 8 : 0;

  if (n == 0)
    return size;

  size = 0;
  for (guint i = 0; i < n; i++)
    size = size << 8 | self->header[2 + i];

  return size;
}

static gboolean
is_control (const WbFrameMeter *self)
{
  return (self->header[0] & 0x08) != 0;
}

static gboolean
is_good (const WbFrameMeter *self)
{
  guint8 opcode = self->header[0] & OPCODE;

  if ((self->header[0] & RESERVED) != 0 || ((self->header[1] & MASK) != 0) != self->masked)
    return FALSE;
  if (is_control (self))
    return opcode <= OPCODE_PONG && (self->header[0] & FIN) != 0 && self->payload <= MAX_CONTROL;

  return opcode <= 0x2;
}

/* Checks a frame whose header is complete. */
static gboolean
begin_frame (WbFrameMeter  *self,
             GError       **error)
{
  self->payload = get_payload_size (self);
  if (!is_good (self))
    {
      self->over = TRUE;
      return TRUE;
    }

  if (is_control (self) || self->max_message == 0)
    return TRUE;

  if (self->payload > self->max_message || self->message + self->n_header + self->payload > self->max_message)
    {
      g_set_error_literal (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_TOO_BIG,
                           "the message is too long");
      return FALSE;
    }
  self->message += self->n_header + self->payload;

  return TRUE;
}

static void
end_frame (WbFrameMeter *self)
{
  guint8 opcode = self->header[0] & OPCODE;

  self->n_header = 0;
  self->n_pings += opcode == OPCODE_PING;
  self->n_pongs += opcode == OPCODE_PONG;
  if (opcode == OPCODE_CLOSE)
    self->over = TRUE;
  if (!is_control (self) && (self->header[0] & FIN) != 0)
    self->message = 0;
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
      if (self->n_header < get_header_size (self))
        {
          self->header[self->n_header++] = *at++;
          if (self->n_header < get_header_size (self))
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
