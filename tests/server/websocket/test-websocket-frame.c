/* test-websocket-frame.c: frames as a server writes and reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "websocket/wb-websocket-reader.h"

#include <string.h>

#define MAX_MESSAGE 70000

/* A frame of a client, masked with something that is not the same in every byte. */
static void
append_frame (GByteArray *stream,
              guint8      first,
              const void *payload,
              gsize       length)
{
  static const guint8 mask[4] = { 0x37, 0xfa, 0x21, 0x3d };
  const guint8 *bytes = payload;
  guint8 head[10] = { first };
  gsize head_length = 2;

  if (length < 126)
    head[1] = 0x80 | (guint8) length;
  else if (length <= G_MAXUINT16)
    {
      head[1] = 0x80 | 126;
      head[2] = length >> 8;
      head[3] = length & 0xff;
      head_length = 4;
    }
  else
    {
      head[1] = 0x80 | 127;
      for (guint i = 0; i < 8; i++)
        head[2 + i] = ((guint64) length >> (8 * (7 - i))) & 0xff;
      head_length = 10;
    }

  g_byte_array_append (stream, head, head_length);
  g_byte_array_append (stream, mask, sizeof mask);
  for (gsize i = 0; i < length; i++)
    {
      guint8 masked = bytes[i] ^ mask[i % 4];

      g_byte_array_append (stream, &masked, 1);
    }
}

/* Records the events of a stream that is read in pieces of some size. */
static char *
describe (const GByteArray *stream,
          gsize             piece)
{
  g_autoptr (WbWebsocketReader) reader = wb_websocket_reader_new (MAX_MESSAGE);
  GString *text = g_string_new (NULL);
  gsize at = 0;

  while (at < stream->len)
    {
      gsize length = MIN (piece, stream->len - at);
      gsize used = 0;

      while (used < length)
        {
          WbWebsocketEvent event;

          used += wb_websocket_reader_feed (reader, stream->data + at + used, length - used, &event);
          g_assert_cmpuint (used, <=, length);
          switch (event.kind)
            {
            case WB_WEBSOCKET_EVENT_NONE:
              g_assert_cmpuint (used, ==, length);
              break;
            case WB_WEBSOCKET_EVENT_TEXT:
              if (g_bytes_get_size (event.payload) > 100)
                g_string_append_printf (text, "text of %zu ", g_bytes_get_size (event.payload));
              else
                g_string_append_printf (text, "text “%.*s” ", (int) g_bytes_get_size (event.payload),
                                        (const char *) g_bytes_get_data (event.payload, NULL));
              break;
            case WB_WEBSOCKET_EVENT_PING:
            case WB_WEBSOCKET_EVENT_PONG:
              g_string_append_printf (text, "%s “%.*s” ",
                                      event.kind == WB_WEBSOCKET_EVENT_PING ? "ping" : "pong",
                                      (int) g_bytes_get_size (event.payload),
                                      (const char *) g_bytes_get_data (event.payload, NULL));
              break;
            case WB_WEBSOCKET_EVENT_CLOSE:
              g_string_append_printf (text, "close %u ", event.code);
              break;
            case WB_WEBSOCKET_EVENT_VIOLATION:
              g_assert_nonnull (event.reason);
              g_string_append_printf (text, "violation %u ", event.code);
              break;
            }
          wb_websocket_event_clear (&event);
        }
      at += length;
    }

  return g_strchomp (g_string_free (text, FALSE));
}

/* The events do not depend on how a stream is cut. */
static void
assert_stream (GByteArray *stream,
               const char *expected)
{
  const gsize pieces[] = { 1, 2, 3, 5, 7, 64, 4096, G_MAXSIZE };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *actual = describe (stream, pieces[i]);

      g_assert_cmpstr (actual, ==, expected);
    }

  g_byte_array_unref (stream);
}

static GByteArray *
start_stream (guint8      first,
              const void *payload,
              gsize       length)
{
  GByteArray *stream = g_byte_array_new ();

  append_frame (stream, first, payload, length);

  return stream;
}

static void
test_messages (void)
{
  g_autofree char *long_text = g_strnfill (MAX_MESSAGE, 'x');
  const gsize lengths[] = { 101, 125, 126, 127, 65535, 65536, MAX_MESSAGE };
  GByteArray *stream;

  assert_stream (start_stream (0x81, "Hello", 5), "text “Hello”");
  assert_stream (start_stream (0x81, "", 0), "text “”");
  assert_stream (start_stream (0x81, "\xe4\xb8\xad\xf0\x9f\x98\x80", 7), "text “中😀”");

  stream = start_stream (0x81, "one", 3);
  append_frame (stream, 0x89, "are you there", 13);
  append_frame (stream, 0x8a, "", 0);
  append_frame (stream, 0x81, "two", 3);
  append_frame (stream, 0x88, "\x03\xe8" "bye", 5);
  assert_stream (stream, "text “one” ping “are you there” pong “” text “two” close 1000");

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *expected = g_strdup_printf ("text of %zu", lengths[i]);

      assert_stream (start_stream (0x81, long_text, lengths[i]), expected);
    }
}

static void
test_fragments (void)
{
  GByteArray *stream;

  stream = start_stream (0x01, "Hel", 3);
  append_frame (stream, 0x89, "?", 1);
  append_frame (stream, 0x00, "", 0);
  append_frame (stream, 0x80, "lo", 2);
  append_frame (stream, 0x81, "next", 4);
  assert_stream (stream, "ping “?” text “Hello” text “next”");

  /* A character may be cut in two. */
  stream = start_stream (0x01, "\xe4\xb8", 2);
  append_frame (stream, 0x80, "\xad", 1);
  assert_stream (stream, "text “中”");

  stream = start_stream (0x01, "", 0);
  append_frame (stream, 0x80, "", 0);
  assert_stream (stream, "text “”");
}

static void
test_too_long (void)
{
  g_autofree char *long_text = g_strnfill (MAX_MESSAGE + 1, 'x');
  g_autoptr (WbWebsocketReader) reader = wb_websocket_reader_new (MAX_MESSAGE);
  g_autoptr (GByteArray) bomb = g_byte_array_new ();
  const guint8 huge[] = { 0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4 };
  GByteArray *stream;
  WbWebsocketEvent event;

  assert_stream (start_stream (0x81, long_text, MAX_MESSAGE + 1), "violation 1009");

  /* The header is enough. */
  g_assert_cmpuint (wb_websocket_reader_feed (reader, huge, sizeof huge, &event), ==, sizeof huge);
  g_assert_cmpint (event.kind, ==, WB_WEBSOCKET_EVENT_VIOLATION);
  g_assert_cmpuint (event.code, ==, WB_CLOSE_TOO_BIG);

  /* In fragments, all of them count. */
  stream = start_stream (0x01, long_text, MAX_MESSAGE - 1);
  append_frame (stream, 0x80, "xx", 2);
  assert_stream (stream, "violation 1009");

  stream = start_stream (0x01, long_text, MAX_MESSAGE - 1);
  append_frame (stream, 0x80, "x", 1);
  assert_stream (stream, "text of 70000");

  append_frame (bomb, 0x01, "x", 1);
  for (guint i = 0; i < MAX_MESSAGE; i++)
    append_frame (bomb, 0x00, "x", 1);
  assert_stream (g_byte_array_ref (bomb), "violation 1009");
}

static void
test_text_is_utf8 (void)
{
  static const struct
  {
    const char *text;
    gsize       length;
    gboolean    is_good;
  } cases[] = {
    { "\xff", 1, FALSE },
    { "a\xc0\xaf", 3, FALSE },             /* an overlong slash */
    { "\xed\xa0\x80", 3, FALSE },          /* half a surrogate pair */
    { "\xf4\x90\x80\x80", 4, FALSE },      /* above U+10FFFF */
    { "\xe4\xb8", 2, FALSE },              /* cut off */
    { "\x80", 1, FALSE },
    { "a\0b", 3, TRUE },
    { "\0\0", 2, TRUE },
    { "a\0\xff", 3, FALSE },
    { "\xef\xbf\xbf", 3, TRUE },
    { "\xf4\x8f\xbf\xbf", 4, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GByteArray *stream = start_stream (0x81, cases[i].text, cases[i].length);
      g_autofree char *actual = describe (stream, G_MAXSIZE);

      g_test_message ("case %zu: %s", i, actual);
      g_assert_true (g_str_has_prefix (actual, cases[i].is_good ? "text" : "violation 1007"));
      g_byte_array_unref (stream);
    }
}

static void
test_violations (void)
{
  g_autofree char *filling = g_strnfill (126, 'x');
  static const guint8 reserved[] = { 0x83, 0x84, 0x85, 0x86, 0x87, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f };
  static const struct
  {
    const char *bytes;
    gsize       length;
  } raw[] = {
    { "\x81\x02{}", 4 },                                       /* not masked */
    { "\x88\x00", 2 },
    { "\x81\xfe\x00\x7d" "mask", 8 },                          /* 125 in two bytes */
    { "\x81\xff\0\0\0\0\0\0\xff\xff" "mask", 14 },             /* 65535 in eight */
    { "\x81\xff\x80\0\0\0\0\0\0\0" "mask", 14 },               /* the highest bit */
    { "\x89\xfe\x00\x7e" "mask", 8 },                          /* a ping of 126 */
  };
  GByteArray *stream;

  for (guint8 bit = 0x10; bit <= 0x40; bit <<= 1)
    assert_stream (start_stream (0x81 | bit, "x", 1), "violation 1002");
  for (gsize i = 0; i < G_N_ELEMENTS (reserved); i++)
    assert_stream (start_stream (reserved[i], "x", 1), "violation 1002");
  for (gsize i = 0; i < G_N_ELEMENTS (raw); i++)
    {
      stream = g_byte_array_new ();
      g_byte_array_append (stream, (const guint8 *) raw[i].bytes, raw[i].length);
      assert_stream (stream, "violation 1002");
    }

  assert_stream (start_stream (0x82, "x", 1), "violation 1003");
  assert_stream (start_stream (0x02, "x", 1), "violation 1003");
  assert_stream (start_stream (0x80, "x", 1), "violation 1002");
  assert_stream (start_stream (0x09, "x", 1), "violation 1002");
  assert_stream (start_stream (0x89, filling, 126), "violation 1002");

  stream = start_stream (0x01, "x", 1);
  append_frame (stream, 0x81, "y", 1);
  assert_stream (stream, "violation 1002");

  /* Nothing is read after it. */
  stream = start_stream (0x83, "x", 1);
  append_frame (stream, 0x81, "y", 1);
  assert_stream (stream, "violation 1002");
}

static void
test_close (void)
{
  static const guint good[] = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
                                3000, 3999, 4000, 4999 };
  static const guint bad[] = { 0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535 };

  assert_stream (start_stream (0x88, "", 0), "close 1005");
  assert_stream (start_stream (0x88, "\x03", 1), "violation 1002");
  assert_stream (start_stream (0x88, "\x03\xe8\xff", 3), "violation 1007");
  assert_stream (start_stream (0x88, "\x03\xe8\xe4\xb8\xad", 5), "close 1000");

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      const guint8 payload[] = { good[i] >> 8, good[i] & 0xff };
      g_autofree char *expected = g_strdup_printf ("close %u", good[i]);

      assert_stream (start_stream (0x88, payload, 2), expected);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const guint8 payload[] = { bad[i] >> 8, bad[i] & 0xff };

      assert_stream (start_stream (0x88, payload, 2), "violation 1002");
    }
}

/* The bytes for the wire, but for so many. */
static GBytes *
gather (WbWebsocketFrame *frame,
        gsize             skip,
        guint             max_vectors)
{
  struct iovec vectors[WB_WEBSOCKET_MAX_PARTS];
  guint n = wb_websocket_frame_gather (frame, skip, vectors, max_vectors);
  GByteArray *bytes = g_byte_array_new ();

  g_assert_cmpuint (n, <=, max_vectors);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (vectors[i].iov_len, >, 0);
      g_byte_array_append (bytes, vectors[i].iov_base, (guint) vectors[i].iov_len);
    }

  return g_byte_array_free_to_bytes (bytes);
}

static void
assert_frame (WbWebsocketFrame *frame,
              const void       *header,
              gsize             header_length,
              const void       *payload,
              gsize             length)
{
  g_autoptr (GBytes) gathered = gather (frame, 0, WB_WEBSOCKET_MAX_PARTS);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (gathered, &size);

  g_assert_cmpuint (size, ==, header_length + length);
  g_assert_cmpuint (wb_websocket_frame_get_size (frame), ==, size);
  g_assert_cmpmem (bytes, header_length, header, header_length);
  g_assert_cmpmem (bytes + header_length, length, payload, length);
}

/* Header by header as in RFC 6455, section 5.7. */
static void
test_write (void)
{
  static const struct
  {
    gsize         length;
    const char   *header;
    gsize         header_length;
  } cases[] = {
    { 0, "\x81\x00", 2 },
    { 125, "\x81\x7d", 2 },
    { 126, "\x81\x7e\x00\x7e", 4 },
    { 65535, "\x81\x7e\xff\xff", 4 },
    { 65536, "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10 },
  };
  g_autofree char *text = g_strnfill (65536, 'x');
  g_autoptr (WbWebsocketFrame) pong = wb_websocket_frame_new (WB_WEBSOCKET_PONG, "Hello", 5);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (text, cases[i].length);
      g_autoptr (WbWebsocketFrame) frame = wb_websocket_frame_new_text (bytes);

      assert_frame (frame, cases[i].header, cases[i].header_length, text, cases[i].length);
    }

  assert_frame (pong, "\x8a\x05", 2, "Hello", 5);
}

/* What does not fit into a close frame is cut off, and never through a character. */
static void
test_write_close (void)
{
  g_autofree char *filling = g_strnfill (122, 'x');
  g_autofree char *reason = g_strconcat (filling, "中文", NULL);
  g_autofree char *payload = g_strconcat ("\x03\xf0", filling, NULL);
  g_autoptr (WbWebsocketFrame) full = wb_websocket_frame_new_close (WB_CLOSE_POLICY, reason);
  g_autoptr (WbWebsocketFrame) bare = wb_websocket_frame_new_close (WB_CLOSE_NORMAL, "");
  g_autoptr (WbWebsocketFrame) empty = wb_websocket_frame_new_close (WB_CLOSE_NO_STATUS, "");

  assert_frame (full, "\x88\x7c", 2, payload, 2 + 122);
  assert_frame (bare, "\x88\x02", 2, "\x03\xe8", 2);
  assert_frame (empty, "\x88\x00", 2, "", 0);
}

/* A frame around a text that others share is the same on the wire as one in a piece, wherever it is cut. */
static void
test_write_around (void)
{
  g_autofree char *text = g_strnfill (70000, 'x');
  g_autofree char *whole_text = g_strconcat ("{\"data\":\"", text, "\"}", NULL);
  g_autoptr (GBytes) shared = g_bytes_new_static (text, 70000);
  g_autoptr (GBytes) whole = g_bytes_new_static (whole_text, strlen (whole_text));
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (WbWebsocketFrame) one = wb_websocket_frame_new_text (whole);
  g_autoptr (WbWebsocketFrame) parts = wb_websocket_frame_new_around ("{\"data\":\"", shared, "\"}");
  g_autoptr (WbWebsocketFrame) without = wb_websocket_frame_new_around ("{", NULL, "}");
  g_autoptr (WbWebsocketFrame) empty = wb_websocket_frame_new_around ("{}", nothing, "");
  g_autoptr (GBytes) begun = gather (parts, 5, 1);
  gsize size = wb_websocket_frame_get_size (one);
  struct iovec vectors[WB_WEBSOCKET_MAX_PARTS];

  g_assert_cmpuint (wb_websocket_frame_get_size (parts), ==, size);
  for (gsize skip = 0; skip <= size; skip += skip == 40 ? size - 80 : 1)
    {
      g_autoptr (GBytes) expected = gather (one, skip, WB_WEBSOCKET_MAX_PARTS);
      g_autoptr (GBytes) gathered = gather (parts, skip, WB_WEBSOCKET_MAX_PARTS);

      g_assert_true (g_bytes_equal (gathered, expected));
    }

  g_assert_cmpuint (wb_websocket_frame_gather (parts, 0, vectors, WB_WEBSOCKET_MAX_PARTS), ==, 3);
  g_assert_true (vectors[1].iov_base == text);
  g_assert_cmpuint (g_bytes_get_size (begun), ==, 10 + strlen ("{\"data\":\"") - 5);
  assert_frame (without, "\x81\x02", 2, "{}", 2);
  assert_frame (empty, "\x81\x02", 2, "{}", 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/messages", test_messages);
  g_test_add_func ("/frame/fragments", test_fragments);
  g_test_add_func ("/frame/too-long", test_too_long);
  g_test_add_func ("/frame/text-is-utf8", test_text_is_utf8);
  g_test_add_func ("/frame/violations", test_violations);
  g_test_add_func ("/frame/close", test_close);
  g_test_add_func ("/frame/write", test_write);
  g_test_add_func ("/frame/write-close", test_write_close);
  g_test_add_func ("/frame/write-around", test_write_around);

  return g_test_run ();
}
