/* wb-websocket-reader.c: parses the frames of a client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-websocket-reader.h"

#include <string.h>

/* The header is collected until it is complete and checked at once, before a byte of the payload is kept. */
struct _WbWebsocketReader
{
  gsize              max_message;
  gboolean           broken;
  WbWebsocketHeader  header;

  /* Of the frame whose header is complete. */
  gboolean           in_payload;
  gsize              payload_length;
  gsize              payload_at;

  GByteArray        *message;        /* NULL between messages */
  gboolean           in_message;
  guint8             control[WB_WEBSOCKET_MAX_CONTROL];
};

static gboolean
violate (WbWebsocketReader *self,
         WbWebsocketEvent  *event,
         guint              code,
         const char        *reason)
{
  self->broken = TRUE;
  g_clear_pointer (&self->message, g_byte_array_unref);

  event->kind = WB_WEBSOCKET_EVENT_VIOLATION;
  event->code = code;
  event->reason = reason;

  return FALSE;
}

/* Checks the first two bytes before the rest comes: a peer that breaks the rules may never send it. */
static gboolean
check_start (WbWebsocketReader *self,
             WbWebsocketEvent  *event)
{
  WbWebsocketOpcode opcode = wb_websocket_header_get_opcode (&self->header);

  if (wb_websocket_header_has_reserved (&self->header))
    return violate (self, event, WB_CLOSE_PROTOCOL_ERROR, "a reserved bit is set");
  if (!wb_websocket_header_is_masked (&self->header))
    return violate (self, event, WB_CLOSE_PROTOCOL_ERROR, "the frame is not masked");

  switch (opcode)
    {
    case WB_WEBSOCKET_CONTINUATION:
      if (!self->in_message)
        return violate (self, event, WB_CLOSE_PROTOCOL_ERROR, "there is no message to continue");
      break;
    case WB_WEBSOCKET_TEXT:
    case WB_WEBSOCKET_BINARY:
      if (self->in_message)
        return violate (self, event, WB_CLOSE_PROTOCOL_ERROR, "the message before is not complete");
      if (opcode == WB_WEBSOCKET_BINARY)
        return violate (self, event, WB_CLOSE_UNSUPPORTED, "messages are text frames");
      break;
    case WB_WEBSOCKET_CLOSE:
    case WB_WEBSOCKET_PING:
    case WB_WEBSOCKET_PONG:
      if (!wb_websocket_header_is_final (&self->header))
        return violate (self, event, WB_CLOSE_PROTOCOL_ERROR, "a control frame is fragmented");
      if (wb_websocket_header_exceeds_control (&self->header))
        return violate (self, event, WB_CLOSE_PROTOCOL_ERROR, "a control frame is too long");
      break;
    default:
      return violate (self, event, WB_CLOSE_PROTOCOL_ERROR, "the opcode is reserved");
    }

  return TRUE;
}

static gboolean
begin_payload (WbWebsocketReader *self,
               WbWebsocketEvent  *event)
{
  guint64 length = wb_websocket_header_get_length (&self->header);
  gsize collected = self->message != NULL ? self->message->len : 0;
  gboolean is_control = wb_websocket_header_is_control (&self->header);

  if (!wb_websocket_header_is_minimal (&self->header))
    return violate (self, event, WB_CLOSE_PROTOCOL_ERROR, "the length takes more bytes than it needs");
  if (length > G_MAXINT64)
    return violate (self, event, WB_CLOSE_PROTOCOL_ERROR, "the length is negative");

  /* The whole message counts, and is checked before any of it is kept. */
  if (!is_control && length > self->max_message - collected)
    return violate (self, event, WB_CLOSE_TOO_BIG, "the message is too long");

  self->payload_length = (gsize) length;
  self->payload_at = 0;
  self->in_payload = TRUE;
  if (!is_control)
    self->in_message = TRUE;

  return TRUE;
}

/* Takes the next bytes of a header. FALSE where it breaks a rule. */
static gboolean
feed_header (WbWebsocketReader *self,
             const guint8      *bytes,
             gsize              length,
             gsize             *ret_used,
             WbWebsocketEvent  *event)
{
  gboolean is_complete = FALSE;
  gsize used = 0;

  while (used < length && !is_complete)
    {
      is_complete = wb_websocket_header_add (&self->header, bytes[used++]);
      if (self->header.n_bytes == 2 && !check_start (self, event))
        return FALSE;
    }

  *ret_used = used;
  return !is_complete || begin_payload (self, event);
}

/* RFC 6455, section 5.3. @at is the position of the bytes in the payload. */
static void
unmask (guint8       *target,
        const guint8 *source,
        gsize         length,
        const guint8  mask[4],
        gsize         at)
{
  guint8 turned[8];
  guint64 mask_8, bytes_8;
  gsize i = 0;

  for (guint j = 0; j < sizeof turned; j++)
    turned[j] = mask[(at + j) % 4];
  memcpy (&mask_8, turned, sizeof mask_8);

  for (; i + 8 <= length; i += 8)
    {
      memcpy (&bytes_8, source + i, sizeof bytes_8);
      bytes_8 ^= mask_8;
      memcpy (target + i, &bytes_8, sizeof bytes_8);
    }

  for (; i < length; i++)
    target[i] = source[i] ^ turned[i % 8];
}

/* NUL is a valid character in UTF-8, but GLib takes it for the end. */
static gboolean
is_utf8 (const guint8 *text,
         gsize         length)
{
  while (length > 0)
    {
      const char *end;
      gsize valid;

      if (g_utf8_validate_len ((const char *) text, length, &end))
        return TRUE;

      valid = end - (const char *) text;
      if (valid == length || text[valid] != '\0')
        return FALSE;

      text += valid + 1;
      length -= valid + 1;
    }

  return TRUE;
}

static void
end_close (WbWebsocketReader *self,
           WbWebsocketEvent  *event)
{
  guint code;

  if (self->payload_length == 0)
    {
      event->kind = WB_WEBSOCKET_EVENT_CLOSE;
      event->code = WB_CLOSE_NO_STATUS;
      return;
    }

  code = self->payload_length >= 2 ? self->control[0] << 8 | self->control[1] : 0;
  if (!wb_websocket_frame_is_valid_close_code (code))
    violate (self, event, WB_CLOSE_PROTOCOL_ERROR, "the close code is none");
  else if (!is_utf8 (self->control + 2, self->payload_length - 2))
    violate (self, event, WB_CLOSE_BAD_DATA, "the close reason is not UTF-8");
  else
    {
      event->kind = WB_WEBSOCKET_EVENT_CLOSE;
      event->code = code;
    }
}

static void
end_control (WbWebsocketReader *self,
             WbWebsocketEvent  *event)
{
  WbWebsocketOpcode opcode = wb_websocket_header_get_opcode (&self->header);

  if (opcode == WB_WEBSOCKET_CLOSE)
    {
      end_close (self, event);
      return;
    }

  event->kind = opcode == WB_WEBSOCKET_PING ? WB_WEBSOCKET_EVENT_PING : WB_WEBSOCKET_EVENT_PONG;
  event->payload = g_bytes_new (self->control, self->payload_length);
}

static void
end_message (WbWebsocketReader *self,
             WbWebsocketEvent  *event)
{
  self->in_message = FALSE;

  if (self->message != NULL && !is_utf8 (self->message->data, self->message->len))
    {
      violate (self, event, WB_CLOSE_BAD_DATA, "the text is not UTF-8");
      return;
    }

  event->kind = WB_WEBSOCKET_EVENT_TEXT;
  if (self->message != NULL)
    event->payload = g_byte_array_free_to_bytes (g_steal_pointer (&self->message));
  else
    event->payload = g_bytes_new_static ("", 0);
}

static gsize
feed_payload (WbWebsocketReader *self,
              const guint8      *bytes,
              gsize              length)
{
  gsize used = MIN (length, self->payload_length - self->payload_at);
  guint8 *target;

  if (used == 0)
    return 0;

  if (wb_websocket_header_is_control (&self->header))
    {
      target = self->control + self->payload_at;
    }
  else
    {
      guint collected;

      if (self->message == NULL)
        self->message = g_byte_array_sized_new (used);
      collected = self->message->len;
      g_byte_array_set_size (self->message, collected + used);
      target = self->message->data + collected;
    }

  unmask (target, bytes, used, wb_websocket_header_get_mask (&self->header), self->payload_at);
  self->payload_at += used;

  return used;
}

static void
end_frame (WbWebsocketReader *self,
           WbWebsocketEvent  *event)
{
  if (wb_websocket_header_is_control (&self->header))
    end_control (self, event);
  else if (wb_websocket_header_is_final (&self->header))
    end_message (self, event);

  self->in_payload = FALSE;
  self->header = (WbWebsocketHeader) { 0 };
}

/**
 * wb_websocket_reader_new:
 * @max_message: the longest message, in bytes, however many frames it comes in
 *
 * Returns: (transfer full): a reader at the start of a stream
 */
WbWebsocketReader *
wb_websocket_reader_new (gsize max_message)
{
  WbWebsocketReader *self = g_new0 (WbWebsocketReader, 1);

  self->max_message = MIN (max_message, G_MAXINT32);

  return self;
}

void
wb_websocket_reader_free (WbWebsocketReader *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->message, g_byte_array_unref);
  g_free (self);
}

/**
 * wb_websocket_reader_feed:
 * @self: a reader
 * @bytes: (array length=length): the next bytes of the stream
 * @length: how many
 * @ret_event: (out caller-allocates): what they contain; to be cleared with
 *   [func@wb_websocket_event_clear]
 *
 * Parses up to the next event, or to the end of the bytes. Call it until all are
 * used and the event is %WB_WEBSOCKET_EVENT_NONE. After a violation it ignores all
 * input.
 *
 * Returns: how many bytes were used
 */
gsize
wb_websocket_reader_feed (WbWebsocketReader *self,
                          const guint8      *bytes,
                          gsize              length,
                          WbWebsocketEvent  *ret_event)
{
  gsize used = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (bytes != NULL || length == 0, 0);
  g_return_val_if_fail (ret_event != NULL, 0);

  *ret_event = (WbWebsocketEvent) { .kind = WB_WEBSOCKET_EVENT_NONE };
  if (self->broken)
    return length;

  while (ret_event->kind == WB_WEBSOCKET_EVENT_NONE && used < length)
    {
      if (!self->in_payload)
        {
          gsize header_used;

          if (!feed_header (self, bytes + used, length - used, &header_used, ret_event))
            return length;
          used += header_used;
        }

      if (self->in_payload)
        {
          used += feed_payload (self, bytes + used, length - used);
          if (self->payload_at == self->payload_length)
            end_frame (self, ret_event);
        }
    }

  return used;
}

void
wb_websocket_event_clear (WbWebsocketEvent *event)
{
  g_return_if_fail (event != NULL);

  g_clear_pointer (&event->payload, g_bytes_unref);
}
