/* fuzz-frame.c: any bytes as the input from a client; the first byte chooses the size of its pieces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "websocket/wb-websocket-reader.h"

#define MAX_MESSAGE 1000

static void
check_event (const WbWebsocketEvent *event)
{
  if (event->kind == WB_WEBSOCKET_EVENT_TEXT)
    {
      gsize text_length;
      const char *text = g_bytes_get_data (event->payload, &text_length);

      g_assert_cmpuint (text_length, <=, MAX_MESSAGE);
      for (gsize i = 0; i < text_length; i++)
        if (text[i] == '\0')
          text_length = i;
      g_assert_true (g_utf8_validate_len (text, text_length, NULL));
    }
  else if (event->kind == WB_WEBSOCKET_EVENT_PING || event->kind == WB_WEBSOCKET_EVENT_PONG)
    {
      g_assert_cmpuint (g_bytes_get_size (event->payload), <=, WB_WEBSOCKET_MAX_CONTROL);
    }
  else if (event->kind == WB_WEBSOCKET_EVENT_VIOLATION)
    {
      g_assert_true (wb_websocket_frame_is_valid_close_code (event->code));
      g_assert_nonnull (event->reason);
    }
  else if (event->kind == WB_WEBSOCKET_EVENT_CLOSE)
    {
      g_assert_true (event->code == WB_CLOSE_NO_STATUS ||
                     wb_websocket_frame_is_valid_close_code (event->code));
    }
}

/* Lists the events of these bytes, which arrive in pieces. */
static char *
read_all (const uint8_t *data,
          size_t         size,
          size_t         piece)
{
  g_autoptr (WbWebsocketReader) reader = wb_websocket_reader_new (MAX_MESSAGE);
  GString *said = g_string_new (NULL);
  gboolean is_broken = FALSE;

  for (size_t at = 0; at < size; at += piece)
    {
      size_t length = MIN (piece, size - at);
      size_t used = 0;

      while (used < length)
        {
          WbWebsocketEvent event;
          gsize n = wb_websocket_reader_feed (reader, data + at + used, length - used, &event);

          g_assert_true (event.kind != WB_WEBSOCKET_EVENT_NONE || n == length - used);
          g_assert_true (!is_broken || event.kind == WB_WEBSOCKET_EVENT_NONE);
          g_assert_cmpuint (n, <=, length - used);
          used += n;

          check_event (&event);
          is_broken = is_broken || event.kind == WB_WEBSOCKET_EVENT_VIOLATION;
          if (event.kind != WB_WEBSOCKET_EVENT_NONE)
            g_string_append_printf (said, "%u %u %u\n", event.kind,
                                    event.kind >= WB_WEBSOCKET_EVENT_CLOSE ? event.code : 0,
                                    event.payload != NULL ? g_bytes_hash (event.payload) : 0);
          wb_websocket_event_clear (&event);
        }
    }

  return g_string_free (said, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *at_once = NULL;
  g_autofree char *in_pieces = NULL;

  if (size == 0)
    return 0;

  /* The events do not depend on the pieces. */
  at_once = read_all (data + 1, size - 1, size);
  in_pieces = read_all (data + 1, size - 1, 1 + data[0] % 16);
  g_assert_cmpstr (in_pieces, ==, at_once);

  return 0;
}
