/* floods.c: what servers send without an end, or oddly cut
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "floods.h"

#include <string.h>

#define MIB (1024 * 1024)

#define HELLO "{\"type\":\"notice\",\"data\":\"Hello\"}"

/* First bytes of frames. */
#define TEXT         0x01
#define BINARY       0x02
#define CONTINUATION 0x00
#define CLOSE        0x88
#define PING         0x89
#define PONG         0x8a
#define FIN          0x80

static char block[65536];

/* Repeated bytes, several copies at a time. */
static void
say_always (Talk       *talk,
            const void *bytes,
            gsize       length)
{
  g_autoptr (GByteArray) many = g_byte_array_new ();

  while (many->len < sizeof block)
    g_byte_array_append (many, bytes, (guint) length);
  while (talk_say (talk, many->data, many->len))
    ;
}

static void
say_fragments (Talk *talk)
{
  if (!talk_upgrade (talk) || !talk_say_frame (talk, TEXT, block, sizeof block))
    return;

  while (talk_say_frame (talk, CONTINUATION, block, sizeof block))
    ;
}

static void
say_binary_fragments (Talk *talk)
{
  if (!talk_upgrade (talk) || !talk_say_frame (talk, BINARY, block, 1))
    return;

  while (talk_say_frame (talk, CONTINUATION, block, sizeof block))
    ;
}

static void
say_empty_fragments (Talk *talk)
{
  static const guint8 empty[] = { CONTINUATION, 0 };

  if (talk_upgrade (talk) && talk_say_frame (talk, TEXT, "", 0))
    say_always (talk, empty, sizeof empty);
}

static void
say_tiny_fragments (Talk *talk)
{
  static const guint8 tiny[] = { CONTINUATION, 1, 'x' };

  if (talk_upgrade (talk) && talk_say_frame (talk, TEXT, "x", 1))
    say_always (talk, tiny, sizeof tiny);
}

/* Fragments with pings between them, which must not count as the end of a message. */
static void
say_mixed_fragments (Talk *talk)
{
  if (!talk_upgrade (talk) || !talk_say_frame (talk, TEXT, block, sizeof block))
    return;

  while (talk_say_frame (talk, CONTINUATION, block, sizeof block) && talk_say_frame (talk, PING, "", 0))
    talk_hear (talk);
}

/* The first message is valid; the limit also holds for the second one. */
static void
say_late_fragments (Talk *talk)
{
  static const char words[] = "{\"type\":\"notice\",\"data\":\"Hello\"}";

  if (!talk_upgrade (talk) || !talk_say_frame (talk, FIN | TEXT, words, strlen (words)))
    return;

  while (talk_say_frame (talk, talk->n_sent < 1000 ? TEXT : CONTINUATION, block, sizeof block))
    ;
}

/* Pings whose answers are not read. */
static void
say_pings (Talk *talk)
{
  guint8 ping[127] = { PING, 125 };

  if (talk_upgrade (talk))
    say_always (talk, ping, sizeof ping);
}

static void
say_empty_pings (Talk *talk)
{
  static const guint8 ping[] = { PING, 0 };

  if (talk_upgrade (talk))
    say_always (talk, ping, sizeof ping);
}

/* Pings whose answers are read slowly. */
static void
say_pings_and_listen (Talk *talk)
{
  guint8 pings[127 * 64] = { 0 };

  for (gsize i = 0; i < sizeof pings; i += 127)
    {
      pings[i] = PING;
      pings[i + 1] = 125;
    }
  if (!talk_upgrade (talk))
    return;

  while (talk_say (talk, pings, sizeof pings))
    g_input_stream_read (g_io_stream_get_input_stream (talk->stream), block, 1024, NULL, NULL);
}

static void
say_pongs (Talk *talk)
{
  guint8 pong[127] = { PONG, 125 };

  if (talk_upgrade (talk))
    say_always (talk, pong, sizeof pong);
}

static void
say_closes (Talk *talk)
{
  static const guint8 close[] = { CLOSE, 4, 0x03, 0xe8, 'n', 'o' };

  if (talk_upgrade (talk))
    say_always (talk, close, sizeof close);
}

/* Data behind a close frame. */
static void
say_after_close (Talk *talk)
{
  static const guint8 close[] = { CLOSE, 2, 0x03, 0xe8 };

  if (talk_upgrade (talk) && talk_say (talk, close, sizeof close))
    say_fragments (talk);
}

/* Masked frames, which only a client may send. */
static void
say_masked (Talk *talk)
{
  static const guint8 masked[] = { FIN | TEXT, FIN | 1, 1, 2, 3, 4, 'x' };

  if (talk_upgrade (talk))
    say_always (talk, masked, sizeof masked);
}

static void
say_nonsense (Talk *talk)
{
  memset (block, 0xff, sizeof block);
  if (talk_upgrade (talk))
    say_always (talk, block, sizeof block);
  memset (block, ' ', sizeof block);
}

/* A frame with a larger length in its header than any frame has. */
static void
say_long_frame (Talk *talk)
{
  if (!talk_upgrade (talk) || !talk_say_frame (talk, FIN | TEXT, NULL, G_MAXINT64))
    return;

  say_always (talk, block, sizeof block);
}

/* The largest message within the limit, repeated. */
static void
say_largest (Talk *talk)
{
  g_autofree char *text = g_strnfill (8 * MIB, 'x');
  static const char head[] = "{\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"";

  memcpy (text, head, strlen (head));
  memcpy (text + 8 * MIB - 2, "\"}", 2);
  if (!talk_upgrade (talk))
    return;

  while (talk_say_frame (talk, FIN | TEXT, text, 8 * MIB))
    ;
}

static void
say_small_values (Talk       *talk,
                  const char *head,
                  const char *unit,
                  const char *tail)
{
  g_autoptr (GString) text = g_string_new (head);

  while (text->len < 8 * MIB - 64)
    g_string_append (text, unit);
  g_string_append (text, tail);
  if (!talk_upgrade (talk))
    return;

  while (talk_say_frame (talk, FIN | TEXT, text->str, text->len))
    ;
}

static void
say_small_members (Talk *talk)
{
  say_small_values (talk, "{\"type\":\"notice\",\"data\":[", "{},", "0]}");
}

static void
say_small_numbers (Talk *talk)
{
  say_small_values (talk, "{\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"[", "1,", "0]\"}");
}

static void
say_endless_line (Talk *talk)
{
  if (talk_say (talk, "HTTP/1.1 101 ", 13))
    say_always (talk, "x", 1);
}

static void
say_endless_head (Talk *talk)
{
  static const char line[] = "X-Padding: and so on\r\n";

  if (talk_say (talk, "HTTP/1.1 101 Switching Protocols\r\n", 34))
    say_always (talk, line, strlen (line));
}

static void
say_informational (Talk *talk)
{
  static const char answer[] = "HTTP/1.1 100 Continue\r\n\r\n";

  say_always (talk, answer, strlen (answer));
}

static void
say_endless_body (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";

  if (talk_say (talk, head, strlen (head)))
    say_always (talk, block, sizeof block);
}

static void
say_chunks (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  static const char chunk[] = "1;extension=value\r\n \r\n";

  if (talk_say (talk, head, strlen (head)))
    say_always (talk, chunk, strlen (chunk));
}

static void
say_chunk_extension (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;";

  if (talk_say (talk, head, strlen (head)))
    say_always (talk, "x", 1);
}

static void
say_trailers (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
  static const char line[] = "X-Padding: and so on\r\n";

  if (talk_say (talk, head, strlen (head)))
    say_always (talk, line, strlen (line));
}

/* A thousand times as large after decompression. */
static void
say_packed_body (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                             "Content-Type: application/json\r\n\r\n";
  g_autoptr (GConverter) packer = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) packed = g_converter_output_stream_new (memory, packer);

  for (guint i = 0; i < 64 * MIB / sizeof block; i++)
    g_output_stream_write_all (packed, block, sizeof block, NULL, NULL, NULL);
  g_output_stream_close (packed, NULL, NULL);

  if (talk_say (talk, head, strlen (head)))
    talk_say (talk, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
              g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
}

const Flood floods[] = {
  { "fragments", say_fragments, "watch", "sent more than 8 MiB at once" },
  { "binary-fragments", say_binary_fragments, "watch", "sent more than 8 MiB at once" },
  { "empty-fragments", say_empty_fragments, "watch" },
  { "tiny-fragments", say_tiny_fragments, "watch" },
  { "mixed-fragments", say_mixed_fragments, "watch", "sent more than 8 MiB at once" },
  { "late-fragments", say_late_fragments, "watch", "sent more than 8 MiB at once" },
  { "pings", say_pings, "watch", "does not take the answers to its pings" },
  { "empty-pings", say_empty_pings, "watch" },
  { "slow-pings", say_pings_and_listen, "watch" },
  { "pongs", say_pongs, "watch" },
  { "closes", say_closes, "watch", "ended the connection" },
  { "after-close", say_after_close, "watch", "ended the connection" },
  { "masked", say_masked, "watch", "is not WebSocket" },
  { "nonsense", say_nonsense, "watch", "is not WebSocket" },
  { "long-frame", say_long_frame, "watch", "sent more than 8 MiB at once" },
  { "largest", say_largest, "watch" },
  { "small-members", say_small_members, "watch" },
  { "small-numbers", say_small_numbers, "watch" },
  { "handshake/endless-line", say_endless_line, "watch", "not a board server" },
  { "handshake/endless-head", say_endless_head, "watch", "not a board server" },
  { "handshake/informational", say_informational, "watch", "not a board server" },
  { "http/endless-head", say_endless_head, "displays", "hangs up" },
  { "http/informational", say_informational, "displays", "not a board server" },
  { "http/endless-body", say_endless_body, "displays", "sent more than 8 MiB at once" },
  { "http/chunks", say_chunks, "displays" },
  { "http/chunk-extension", say_chunk_extension, "displays", "" },
  { "http/trailers", say_trailers, "displays", "" },
  { "http/packed", say_packed_body, "displays", "is no list of displays" },
};

const gsize n_floods = G_N_ELEMENTS (floods);

/* An answer after interim ones, and two messages right behind it, cut into pieces of a size. */
static void
say_in_pieces (Talk  *talk,
               gsize  size)
{
  g_autofree char *answer = talk_dup_answer (talk);
  g_autoptr (GString) text = g_string_new ("HTTP/1.1 100 Continue\r\n\r\n"
                                           "HTTP/1.1 102 Processing\r\nA: b\r\n\r\n");

  if (answer == NULL)
    return;

  g_string_append (text, answer);
  for (guint i = 0; i < 2; i++)
    {
      g_string_append_c (text, (char) (FIN | TEXT));
      g_string_append_c (text, (char) strlen (HELLO));
      g_string_append (text, HELLO);
    }

  for (gsize at = 0; at < text->len; at += size)
    if (!talk_say (talk, text->str + at, MIN (size, text->len - at)))
      return;
  while (talk_say_frame (talk, PING, "", 0))
    g_input_stream_read (g_io_stream_get_input_stream (talk->stream), block, 1, NULL, NULL);
}

static void
say_at_once (Talk *talk)
{
  say_in_pieces (talk, sizeof block);
}

static void
say_byte_by_byte (Talk *talk)
{
  say_in_pieces (talk, 1);
}

const Flood pieces[] = {
  { "at-once", say_at_once, "watch" },
  { "byte-by-byte", say_byte_by_byte, "watch" },
};

const gsize n_pieces = G_N_ELEMENTS (pieces);

void
floods_init (void)
{
  memset (block, ' ', sizeof block);
}
