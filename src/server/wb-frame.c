/* wb-frame.c: a WebSocket frame as bytes, from a server
 *
 * A frame is made once, however many clients it goes to: a server does not mask, so it is the same for all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-frame.h"

#include <string.h>

#define FIN 0x80

/* Up to 125 a length is written as it is; these two say that it follows in two or in eight bytes. */
#define LENGTH_IN_2 126
#define LENGTH_IN_8 127

#define MAX_HEADER 10

static gsize
write_header (guint8        *header,
              WbFrameOpcode  opcode,
              gsize          length)
{
  header[0] = FIN | (guint8) opcode;

  if (length < LENGTH_IN_2)
    {
      header[1] = (guint8) length;
      return 2;
    }

  if (length <= G_MAXUINT16)
    {
      guint16 big_endian = GUINT16_TO_BE ((guint16) length);

      header[1] = LENGTH_IN_2;
      memcpy (header + 2, &big_endian, sizeof big_endian);
      return 2 + sizeof big_endian;
    }
  else
    {
      guint64 big_endian = GUINT64_TO_BE ((guint64) length);

      header[1] = LENGTH_IN_8;
      memcpy (header + 2, &big_endian, sizeof big_endian);
      return 2 + sizeof big_endian;
    }
}

/**
 * wb_frame_new:
 * @opcode: what it is
 * @payload: (nullable) (array length=length): what it carries
 * @length: its length in bytes, at most %WB_FRAME_MAX_CONTROL in a control frame
 *
 * Builds a frame that is a message of its own, as a server sends it: whole and
 * not masked (RFC 6455, section 5.2).
 *
 * Returns: (transfer full): the bytes for the wire
 */
GBytes *
wb_frame_new (WbFrameOpcode opcode,
              gconstpointer payload,
              gsize         length)
{
  guint8 header[MAX_HEADER];
  gsize header_length;
  guint8 *bytes;

  g_return_val_if_fail (payload != NULL || length == 0, NULL);
  g_return_val_if_fail (opcode < WB_FRAME_CLOSE || length <= WB_FRAME_MAX_CONTROL, NULL);

  header_length = write_header (header, opcode, length);
  bytes = g_malloc (header_length + length);
  memcpy (bytes, header, header_length);
  if (length > 0)
    memcpy (bytes + header_length, payload, length);

  return g_bytes_new_take (bytes, header_length + length);
}

/**
 * wb_frame_new_text:
 * @text: a message, in UTF-8
 *
 * Returns: (transfer full): the bytes for the wire
 */
GBytes *
wb_frame_new_text (GBytes *text)
{
  gsize length;
  gconstpointer payload;

  g_return_val_if_fail (text != NULL, NULL);

  payload = g_bytes_get_data (text, &length);

  return wb_frame_new (WB_FRAME_TEXT, payload, length);
}

/**
 * wb_frame_new_close:
 * @code: why, or %WB_CLOSE_NO_STATUS to say nothing
 * @reason: why, in words; what does not fit is cut off, and never through a
 *   character
 *
 * Builds a close frame (RFC 6455, section 5.5.1).
 *
 * Returns: (transfer full): the bytes for the wire
 */
GBytes *
wb_frame_new_close (guint       code,
                    const char *reason)
{
  guint8 payload[WB_FRAME_MAX_CONTROL];
  gsize length;
  const char *end;

  g_return_val_if_fail (code <= G_MAXUINT16, NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  if (code == WB_CLOSE_NO_STATUS)
    return wb_frame_new (WB_FRAME_CLOSE, NULL, 0);

  payload[0] = (guint8) (code >> 8);
  payload[1] = (guint8) (code & 0xff);

  /* Validation stops before a character that does not fit whole. */
  g_utf8_validate_len (reason, MIN (strlen (reason), sizeof payload - 2), &end);
  length = end - reason;
  memcpy (payload + 2, reason, length);

  return wb_frame_new (WB_FRAME_CLOSE, payload, 2 + length);
}

/**
 * wb_frame_get_payload:
 * @frame: a frame that [func@wb_frame_new] made
 *
 * Returns: (transfer full): what it carries, as a part of @frame
 */
GBytes *
wb_frame_get_payload (GBytes *frame)
{
  const guint8 *bytes;
  gsize length;
  gsize header_length = 2;

  g_return_val_if_fail (frame != NULL, NULL);

  bytes = g_bytes_get_data (frame, &length);
  if (bytes[1] == LENGTH_IN_2)
    header_length += 2;
  else if (bytes[1] == LENGTH_IN_8)
    header_length += 8;

  return g_bytes_new_from_bytes (frame, header_length, length - header_length);
}

/**
 * wb_frame_is_valid_close_code:
 * @code: a code from a peer
 *
 * Checks a code against RFC 6455, section 7.4, and IANA's registry: those that
 * are defined for the wire, and those for libraries and programs.
 *
 * Returns: whether a peer may send it
 */
gboolean
wb_frame_is_valid_close_code (guint code)
{
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}
