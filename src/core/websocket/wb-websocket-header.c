/* wb-websocket-header.c: the header of a WebSocket frame
 *
 *   FIN RSV opcode | MASK length | length, 0, 2 or 8 bytes | mask, 0 or 4 bytes | payload
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-websocket-header.h"

#define FIN 0x80
#define RESERVED 0x70
#define OPCODE 0x0f
#define CONTROL 0x08
#define MASKED 0x80
#define LENGTH 0x7f

/* Up to 125 a length is written as it is. These two mean that it follows in two or in eight bytes. */
#define LENGTH_IN_2 126
#define LENGTH_IN_8 127

#define MASK_SIZE 4

static guint
get_length_size (const WbWebsocketHeader *self)
{
  switch (self->bytes[1] & LENGTH)
    {
    case LENGTH_IN_2:
      return 2;
    case LENGTH_IN_8:
      return 8;
    default:
      return 0;
    }
}

/**
 * wb_websocket_header_add:
 * @self: a header that is not complete
 * @byte: its next byte
 *
 * Returns: whether the header is complete now
 */
gboolean
wb_websocket_header_add (WbWebsocketHeader *self,
                         guint8             byte)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->n_bytes < WB_WEBSOCKET_MAX_HEADER, TRUE);

  self->bytes[self->n_bytes++] = byte;

  return wb_websocket_header_is_complete (self);
}

/**
 * wb_websocket_header_is_complete:
 * @self: a header
 *
 * Returns: whether all of its bytes are there
 */
gboolean
wb_websocket_header_is_complete (const WbWebsocketHeader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->n_bytes >= 2 &&
         self->n_bytes == 2 + get_length_size (self) + (wb_websocket_header_is_masked (self) ? MASK_SIZE : 0);
}

/**
 * wb_websocket_header_is_final:
 * @self: a header of at least two bytes
 *
 * Returns: whether its frame ends a message
 */
gboolean
wb_websocket_header_is_final (const WbWebsocketHeader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->bytes[0] & FIN) != 0;
}

/**
 * wb_websocket_header_has_reserved:
 * @self: a header of at least two bytes
 *
 * Returns: whether a bit is set that is only for extensions
 */
gboolean
wb_websocket_header_has_reserved (const WbWebsocketHeader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->bytes[0] & RESERVED) != 0;
}

/**
 * wb_websocket_header_is_masked:
 * @self: a header of at least two bytes
 *
 * Returns: whether its payload is masked, as that of a client must be
 */
gboolean
wb_websocket_header_is_masked (const WbWebsocketHeader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->bytes[1] & MASKED) != 0;
}

/**
 * wb_websocket_header_is_control:
 * @self: a header of at least two bytes
 *
 * Returns: whether its frame is a control frame, though perhaps an unknown one
 */
gboolean
wb_websocket_header_is_control (const WbWebsocketHeader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->bytes[0] & CONTROL) != 0;
}

/**
 * wb_websocket_header_exceeds_control:
 * @self: a header of at least two bytes
 *
 * Returns: whether its payload is longer than %WB_WEBSOCKET_MAX_CONTROL
 */
gboolean
wb_websocket_header_exceeds_control (const WbWebsocketHeader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return get_length_size (self) > 0;
}

/**
 * wb_websocket_header_get_opcode:
 * @self: a header of at least two bytes
 *
 * Returns: what its frame is; perhaps a number that has no meaning
 */
WbWebsocketOpcode
wb_websocket_header_get_opcode (const WbWebsocketHeader *self)
{
  g_return_val_if_fail (self != NULL, WB_WEBSOCKET_CONTINUATION);

  return self->bytes[0] & OPCODE;
}

/**
 * wb_websocket_header_get_length:
 * @self: a complete header
 *
 * Returns: the length of the payload in bytes; a peer that breaks the rules can
 *   make it more than %G_MAXINT64
 */
guint64
wb_websocket_header_get_length (const WbWebsocketHeader *self)
{
  guint64 length = 0;
  guint size;

  g_return_val_if_fail (self != NULL, 0);

  size = get_length_size (self);
  if (size == 0)
    return self->bytes[1] & LENGTH;

  for (guint i = 0; i < size; i++)
    length = length << 8 | self->bytes[2 + i];

  return length;
}

/**
 * wb_websocket_header_is_minimal:
 * @self: a complete header
 *
 * Returns: whether the length takes no more bytes than it needs
 */
gboolean
wb_websocket_header_is_minimal (const WbWebsocketHeader *self)
{
  guint64 length = wb_websocket_header_get_length (self);

  switch (get_length_size (self))
    {
    case 2:
      return length > WB_WEBSOCKET_MAX_CONTROL;
    case 8:
      return length > G_MAXUINT16;
    default:
      return TRUE;
    }
}

/**
 * wb_websocket_header_get_mask:
 * @self: a complete header of a masked frame
 *
 * Returns: (transfer none) (array fixed-size=4): the mask
 */
const guint8 *
wb_websocket_header_get_mask (const WbWebsocketHeader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (wb_websocket_header_is_masked (self), NULL);

  return self->bytes + self->n_bytes - MASK_SIZE;
}

/**
 * wb_websocket_header_write:
 * @bytes: (out caller-allocates): where to put it, of %WB_WEBSOCKET_MAX_HEADER bytes
 * @opcode: what the frame is
 * @length: the length of the payload in bytes
 *
 * Writes the header of a frame that is a message of its own, as a server sends
 * it: not masked.
 *
 * Returns: how many bytes it has
 */
gsize
wb_websocket_header_write (guint8            *bytes,
                           WbWebsocketOpcode  opcode,
                           guint64            length)
{
  guint size = length <= WB_WEBSOCKET_MAX_CONTROL ? 0 : length <= G_MAXUINT16 ? 2 : 8;

  bytes[0] = FIN | (guint8) opcode;
  bytes[1] = (guint8) (size == 0 ? length : size == 2 ? LENGTH_IN_2 : LENGTH_IN_8);
  for (guint i = 0; i < size; i++)
    bytes[2 + i] = (guint8) (length >> (8 * (size - 1 - i)));

  return 2 + size;
}
