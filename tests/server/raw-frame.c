/* raw-frame.c: the WebSocket frames of a peer that speaks in bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "raw-peer.h"

void
raw_peer_send_frame (RawPeer    *self,
                     guint8      first,
                     const void *payload,
                     gsize       length)
{
  static const guint8 mask[4] = { 0x37, 0xfa, 0x21, 0x3d };
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  guint8 head[10] = { first };
  gsize start;

  if (length < 126)
    {
      head[1] = 0x80 | (guint8) length;
      g_byte_array_append (frame, head, 2);
    }
  else if (length <= G_MAXUINT16)
    {
      head[1] = 0x80 | 126;
      head[2] = length >> 8;
      head[3] = length & 0xff;
      g_byte_array_append (frame, head, 4);
    }
  else
    {
      head[1] = 0x80 | 127;
      for (guint i = 0; i < 8; i++)
        head[2 + i] = ((guint64) length >> (8 * (7 - i))) & 0xff;
      g_byte_array_append (frame, head, 10);
    }

  g_byte_array_append (frame, mask, sizeof mask);
  start = frame->len;
  g_byte_array_append (frame, payload, length);
  for (gsize i = 0; i < length; i++)
    frame->data[start + i] ^= mask[i % 4];

  raw_peer_write (self, frame->data, frame->len);
}

void
raw_peer_send (RawPeer    *self,
               const char *text)
{
  raw_peer_send_frame (self, RAW_FIN | RAW_TEXT, text, strlen (text));
}

/* NULL if the server ends the connection. */
RawFrame *
raw_peer_receive (RawPeer *self)
{
  const guint8 *head = raw_peer_peek (self, 2);
  RawFrame *frame;
  guint64 length;
  guint n_more;

  if (head == NULL)
    return NULL;

  /* A server does not mask, and this one does not fragment or compress. */
  g_assert_cmphex (head[0] & 0xf0, ==, RAW_FIN);
  g_assert_cmphex (head[1] & 0x80, ==, 0);
  length = head[1];
  n_more = length == 127 ? 8 : length == 126 ? 2 : 0;
  if (n_more > 0)
    {
      head = raw_peer_peek (self, 2 + n_more);
      g_assert_nonnull (head);
      length = 0;
      for (guint i = 0; i < n_more; i++)
        length = length << 8 | head[2 + i];
    }

  head = raw_peer_peek (self, 2 + n_more + length);
  g_assert_nonnull (head);
  frame = g_new0 (RawFrame, 1);
  frame->opcode = head[0] & 0x0f;
  frame->length = length;
  frame->payload = g_malloc0 (length + 1);
  memcpy (frame->payload, head + 2 + n_more, length);
  raw_peer_skip (self, 2 + n_more + length);

  return frame;
}

char *
raw_peer_receive_text (RawPeer *self)
{
  g_autoptr (RawFrame) frame = raw_peer_receive (self);

  g_assert_nonnull (frame);
  g_assert_cmphex (frame->opcode, ==, RAW_TEXT);

  return g_steal_pointer (&frame->payload);
}

void
raw_frame_free (RawFrame *frame)
{
  g_free (frame->payload);
  g_free (frame);
}

void
raw_peer_assert_text (RawPeer    *self,
                      const char *expected)
{
  g_autofree char *text = raw_peer_receive_text (self);

  g_assert_cmpstr (text, ==, expected);
}

/* Nothing is on its way: what was sent before a ping would arrive before its answer. */
void
raw_peer_assert_idle (RawPeer *self)
{
  g_autoptr (RawFrame) frame = NULL;

  raw_peer_send_frame (self, RAW_FIN | RAW_PING, "idle?", 5);
  frame = raw_peer_receive (self);
  g_assert_nonnull (frame);
  g_assert_cmpstr (frame->payload, ==, "idle?");
  g_assert_cmphex (frame->opcode, ==, RAW_PONG);
}

/* Waits for a close with this code, and answers it. Returns the reason. */
char *
raw_peer_assert_close (RawPeer *self,
                       guint    code)
{
  g_autoptr (RawFrame) frame = raw_peer_receive (self);

  g_assert_nonnull (frame);
  g_assert_cmphex (frame->opcode, ==, RAW_CLOSE);
  g_assert_cmpuint (frame->length, >=, 2);
  g_assert_cmpuint (frame->length, <=, 125);
  g_assert_cmpuint ((guint8) frame->payload[0] << 8 | (guint8) frame->payload[1], ==, code);
  raw_peer_send_frame (self, RAW_FIN | RAW_CLOSE, frame->payload, frame->length);
  g_assert_true (raw_peer_is_cut_off (self));

  return g_strndup (frame->payload + 2, frame->length - 2);
}

/* Counts the frames until the server closes with this code. */
guint
raw_peer_count_until_close (RawPeer *peer,
                            guint    code)
{
  guint n = 0;

  while (TRUE)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (peer);

      g_assert_nonnull (frame);
      if (frame->opcode == RAW_CLOSE)
        {
          g_assert_cmpuint ((guint8) frame->payload[0] << 8 | (guint8) frame->payload[1], ==, code);
          return n;
        }
      n++;
    }
}
