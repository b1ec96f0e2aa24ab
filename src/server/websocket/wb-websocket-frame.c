/* wb-websocket-frame.c: a WebSocket frame, from a server
 *
 * A server does not mask its frames, so one frame is made for all clients that get it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-websocket-frame.h"

#include <string.h>

struct _WbWebsocketFrame
{
  gatomicrefcount  ref_count;
  GBytes          *shared;    /* what lies between the next two, NULL for nothing */
  gsize            n_before;  /* the header, and what comes before the shared part */
  gsize            n_after;
  guint8           own[];     /* both of these, one behind the other */
};

/* A frame without its own payload yet; where that is to be written. */
static WbWebsocketFrame *
make (WbWebsocketOpcode   opcode,
      gsize               n_before,
      GBytes             *shared,
      gsize               n_after,
      guint8            **ret_own)
{
  guint8 header[WB_WEBSOCKET_MAX_HEADER];
  gsize n_shared = shared != NULL ? g_bytes_get_size (shared) : 0;
  gsize n_header = wb_websocket_header_write (header, opcode, n_before + n_shared + n_after);
  WbWebsocketFrame *self = g_malloc (sizeof *self + n_header + n_before + n_after);

  g_atomic_ref_count_init (&self->ref_count);
  self->shared = n_shared > 0 ? g_bytes_ref (shared) : NULL;
  self->n_before = n_header + n_before;
  self->n_after = n_after;
  memcpy (self->own, header, n_header);
  *ret_own = self->own + n_header;

  return self;
}

/**
 * wb_websocket_frame_new:
 * @opcode: what it is
 * @payload: (nullable) (array length=length): what it carries
 * @length: its length in bytes, at most %WB_WEBSOCKET_MAX_CONTROL in a control frame
 *
 * Builds a frame that is a message of its own, as a server sends it: whole and
 * not masked (RFC 6455, section 5.2).
 *
 * Returns: (transfer full): a frame of one part
 */
WbWebsocketFrame *
wb_websocket_frame_new (WbWebsocketOpcode opcode,
                        gconstpointer     payload,
                        gsize             length)
{
  WbWebsocketFrame *self;
  guint8 *own;

  g_return_val_if_fail (payload != NULL || length == 0, NULL);
  g_return_val_if_fail (opcode < WB_WEBSOCKET_CLOSE || length <= WB_WEBSOCKET_MAX_CONTROL, NULL);

  self = make (opcode, length, NULL, 0, &own);
  if (length > 0)
    memcpy (own, payload, length);

  return self;
}

/**
 * wb_websocket_frame_new_text:
 * @text: a message, in UTF-8
 *
 * Returns: (transfer full): a frame of one part
 */
WbWebsocketFrame *
wb_websocket_frame_new_text (GBytes *text)
{
  gsize length;
  gconstpointer payload;

  g_return_val_if_fail (text != NULL, NULL);

  payload = g_bytes_get_data (text, &length);

  return wb_websocket_frame_new (WB_WEBSOCKET_TEXT, payload, length);
}

/**
 * wb_websocket_frame_new_around:
 * @before: the beginning of a message, in UTF-8
 * @shared: (nullable): its middle
 * @after: its end
 *
 * Builds a frame around a text that many frames have in common and that is not
 * copied.
 *
 * Returns: (transfer full): a frame of at most three parts
 */
WbWebsocketFrame *
wb_websocket_frame_new_around (const char *before,
                               GBytes     *shared,
                               const char *after)
{
  WbWebsocketFrame *self;
  guint8 *own;
  gsize n_before, n_after;

  g_return_val_if_fail (before != NULL, NULL);
  g_return_val_if_fail (after != NULL, NULL);

  n_before = strlen (before);
  n_after = strlen (after);
  self = make (WB_WEBSOCKET_TEXT, n_before, shared, n_after, &own);
  memcpy (own, before, n_before);
  memcpy (own + n_before, after, n_after);

  return self;
}

/**
 * wb_websocket_frame_new_close:
 * @code: why, or %WB_CLOSE_NO_STATUS for none
 * @reason: why, as a text; it is cut where it does not fit, but never within a
 *   character
 *
 * Builds a close frame (RFC 6455, section 5.5.1).
 *
 * Returns: (transfer full): a frame of one part
 */
WbWebsocketFrame *
wb_websocket_frame_new_close (guint       code,
                              const char *reason)
{
  guint8 payload[WB_WEBSOCKET_MAX_CONTROL];
  gsize length;
  const char *end;

  g_return_val_if_fail (code <= G_MAXUINT16, NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  if (code == WB_CLOSE_NO_STATUS)
    return wb_websocket_frame_new (WB_WEBSOCKET_CLOSE, NULL, 0);

  payload[0] = (guint8) (code >> 8);
  payload[1] = (guint8) (code & 0xff);

  /* Validation stops before a character that does not fit whole. */
  g_utf8_validate_len (reason, MIN (strlen (reason), sizeof payload - 2), &end);
  length = end - reason;
  memcpy (payload + 2, reason, length);

  return wb_websocket_frame_new (WB_WEBSOCKET_CLOSE, payload, 2 + length);
}

WbWebsocketFrame *
wb_websocket_frame_ref (WbWebsocketFrame *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wb_websocket_frame_unref (WbWebsocketFrame *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->shared, g_bytes_unref);
  g_free (self);
}

/**
 * wb_websocket_frame_get_size:
 * @self: a frame
 *
 * Returns: how many bytes it takes on the wire, its header included
 */
gsize
wb_websocket_frame_get_size (const WbWebsocketFrame *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_before + (self->shared != NULL ? g_bytes_get_size (self->shared) : 0) + self->n_after;
}

/**
 * wb_websocket_frame_gather:
 * @self: a frame
 * @skip: how many of its bytes to leave out
 * @ret_vectors: (out) (array length=max_vectors): the others, in order
 * @max_vectors: how many vectors there is room for; %WB_WEBSOCKET_MAX_PARTS are
 *   enough for all
 *
 * Lists the bytes to write. They are valid as long as the frame.
 *
 * Returns: how many vectors there are
 */
guint
wb_websocket_frame_gather (const WbWebsocketFrame *self,
                           gsize                   skip,
                           struct iovec           *ret_vectors,
                           guint                   max_vectors)
{
  struct iovec parts[WB_WEBSOCKET_MAX_PARTS];
  guint n_parts = 0;
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (ret_vectors != NULL, 0);

  parts[n_parts++] = (struct iovec) { (gpointer) self->own, self->n_before };
  if (self->shared != NULL)
    {
      gsize size;
      gconstpointer bytes = g_bytes_get_data (self->shared, &size);

      parts[n_parts++] = (struct iovec) { (gpointer) bytes, size };
    }
  parts[n_parts++] = (struct iovec) { (gpointer) (self->own + self->n_before), self->n_after };

  for (guint i = 0; i < n_parts && n < max_vectors; i++)
    {
      gsize skipped = MIN (skip, parts[i].iov_len);
      guint8 *base = parts[i].iov_base;

      skip -= skipped;
      if (parts[i].iov_len > skipped)
        ret_vectors[n++] = (struct iovec) { base + skipped, parts[i].iov_len - skipped };
    }

  return n;
}

/**
 * wb_websocket_frame_is_valid_close_code:
 * @code: a code from a peer
 *
 * Checks a code against RFC 6455, section 7.4, and IANA's registry: those that
 * are defined for the wire, and those for libraries and programs.
 *
 * Returns: whether a peer may send it
 */
gboolean
wb_websocket_frame_is_valid_close_code (guint code)
{
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}
