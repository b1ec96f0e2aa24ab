/* test-conformance.c: frames that follow RFC 6455, and frames that break it
 *
 * The families are those of the Autobahn test suite. Every case is sent as it is and byte by byte, since a
 * network may cut anywhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "server-fixture.h"

#define MAX_FRAMES 6
#define MESSAGE "{\"action\":\"x\"}"

typedef struct
{
  guint8      first;     /* 0 and no payload ends a list */
  const char *payload;
  gsize       length;
} Frame;

#define FRAME(first, text) { first, text, sizeof (text) - 1 }
#define WHOLE(text) FRAME (RAW_FIN | RAW_TEXT, text)
#define BEGIN(text) FRAME (RAW_TEXT, text)
#define MORE(text) FRAME (RAW_CONTINUATION, text)
#define LAST(text) FRAME (RAW_FIN | RAW_CONTINUATION, text)
#define PING(text) FRAME (RAW_FIN | RAW_PING, text)
#define PONG(text) FRAME (RAW_FIN | RAW_PONG, text)
#define CLOSE(text) FRAME (RAW_FIN | RAW_CLOSE, text)

typedef struct
{
  const char *name;
  Frame       sent[MAX_FRAMES];
  Frame       heard[MAX_FRAMES];
  guint       close;     /* the close code of the server, or 0 if the connection stays open */
} FrameCase;

typedef struct
{
  const char *name;
  const char *bytes;
  gsize       length;
  guint       close;
} ByteCase;

#define BYTES(text) text, sizeof (text) - 1

/* Fourteen times what a control frame may hold, and one character more than that. */
#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define LONGEST_CONTROL HUNDRED TEN TEN "01234"

static const FrameCase fragments[] = {
  { "two", { BEGIN ("{\"action\""), LAST (":\"x\"}") }, { WHOLE (MESSAGE) } },
  { "an empty first one", { BEGIN (""), LAST (MESSAGE) }, { WHOLE (MESSAGE) } },
  { "an empty last one", { BEGIN (MESSAGE), LAST ("") }, { WHOLE (MESSAGE) } },
  { "empty ones between", { BEGIN ("{\"action\""), MORE (""), MORE (""), LAST (":\"x\"}") },
    { WHOLE (MESSAGE) } },
  { "a ping between", { BEGIN ("{\"action\""), PING ("p"), LAST (":\"x\"}") }, { PONG ("p"),
                                                                                 WHOLE (MESSAGE) } },
  { "pings between", { BEGIN ("{\"act"), PING ("1"), MORE ("ion\":"), PING ("2"), LAST ("\"x\"}") },
    { PONG ("1"), PONG ("2"), WHOLE (MESSAGE) } },
  { "a pong between", { BEGIN ("{\"action\""), PONG ("p"), LAST (":\"x\"}") }, { WHOLE (MESSAGE) } },
  { "one after the other", { BEGIN ("{\"action\""), LAST (":\"x\"}"), BEGIN ("{\"action\""),
                             LAST (":\"y\"}") },
    { WHOLE (MESSAGE), WHOLE ("{\"action\":\"y\"}") } },
  { "a continuation of nothing", { LAST (MESSAGE) }, { { 0 } }, 1002 },
  { "a continuation of nothing, not last", { MORE (MESSAGE) }, { { 0 } }, 1002 },
  { "a continuation after a whole message", { WHOLE (MESSAGE), LAST ("x") }, { WHOLE (MESSAGE) }, 1002 },
  { "a continuation after the last", { BEGIN ("{\"action\""), LAST (":\"x\"}"), LAST ("") },
    { WHOLE (MESSAGE) }, 1002 },
  { "a new message inside", { BEGIN ("{\"action\""), WHOLE (MESSAGE) }, { { 0 } }, 1002 },
  { "a new beginning inside", { BEGIN ("{\"action\""), BEGIN (":\"x\"}") }, { { 0 } }, 1002 },
  { "a binary one inside", { BEGIN ("{\"action\""), FRAME (RAW_FIN | RAW_BINARY, "x") }, { { 0 } }, 1002 },
};

static const FrameCase controls[] = {
  { "an empty ping", { PING ("") }, { PONG ("") } },
  { "a ping with bytes that are no text", { PING ("\x00\xff\xfe\x80") }, { PONG ("\x00\xff\xfe\x80") } },
  { "a ping of 125", { PING (LONGEST_CONTROL) }, { PONG (LONGEST_CONTROL) } },
  { "a ping of 126", { PING (LONGEST_CONTROL "x") }, { { 0 } }, 1002 },
  { "a pong of 126", { PONG (LONGEST_CONTROL "x") }, { { 0 } }, 1002 },
  { "a close of 126", { CLOSE ("\x03\xe8" LONGEST_CONTROL) }, { { 0 } }, 1002 },
  { "a fragmented ping", { FRAME (RAW_PING, "p"), LAST ("p") }, { { 0 } }, 1002 },
  { "a fragmented pong", { FRAME (RAW_PONG, "p") }, { { 0 } }, 1002 },
  { "a fragmented close", { FRAME (RAW_CLOSE, "\x03\xe8") }, { { 0 } }, 1002 },
  { "a pong that nobody asked for", { PONG (""), PONG ("x"), WHOLE (MESSAGE) }, { WHOLE (MESSAGE) } },
  { "pings in a row", { PING ("1"), PING ("2"), PING ("3"), WHOLE (MESSAGE) },
    { PONG ("1"), PONG ("2"), PONG ("3"), WHOLE (MESSAGE) } },
  { "a ping behind a message", { WHOLE (MESSAGE), PING ("p") }, { WHOLE (MESSAGE), PONG ("p") } },
};

static const FrameCase kinds[] = {
  { "text", { WHOLE (MESSAGE) }, { WHOLE (MESSAGE) } },
  { "text with nothing in it", { WHOLE ("") }, { { 0 } }, 1008 },
  { "binary", { FRAME (RAW_FIN | RAW_BINARY, MESSAGE) }, { { 0 } }, 1003 },
  { "binary, fragmented", { FRAME (RAW_BINARY, MESSAGE) }, { { 0 } }, 1003 },
  { "binary with nothing in it", { FRAME (RAW_FIN | RAW_BINARY, "") }, { { 0 } }, 1003 },
  { "a word before the fault", { WHOLE (MESSAGE), FRAME (RAW_FIN | 0x3, "x") }, { WHOLE (MESSAGE) }, 1002 },
};

static const FrameCase characters[] = {
  { "of two, three and four bytes", { WHOLE ("{\"action\":\"\xce\xba\xe4\xb8\xad\xf0\x9f\x98\x80\"}") },
    { WHOLE ("{\"action\":\"\xce\xba\xe4\xb8\xad\xf0\x9f\x98\x80\"}") } },
  { "the first and the last",
    { WHOLE ("{\"action\":\"\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"}") },
    { WHOLE ("{\"action\":\"\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"}") } },
  { "around the surrogates", { WHOLE ("{\"action\":\"\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbd\"}") },
    { WHOLE ("{\"action\":\"\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbd\"}") } },
  { "that are none, but may be sent", { WHOLE ("{\"action\":\"\xef\xbf\xbe\xef\xbf\xbf\xf0\x9f\xbf\xbf\"}") },
    { WHOLE ("{\"action\":\"\xef\xbf\xbe\xef\xbf\xbf\xf0\x9f\xbf\xbf\"}") } },
  { "cut between fragments", { BEGIN ("{\"action\":\"\xe4"), MORE ("\xb8"), LAST ("\xad\"}") },
    { WHOLE ("{\"action\":\"\xe4\xb8\xad\"}") } },
  { "cut with a ping between", { BEGIN ("{\"action\":\"\xf0\x9f"), PING ("p"), LAST ("\x98\x80\"}") },
    { PONG ("p"), WHOLE ("{\"action\":\"\xf0\x9f\x98\x80\"}") } },
  { "NUL", { WHOLE ("{\"action\":\"\x00\"}") }, { { 0 } }, 1008 },
  { "a byte that is never", { WHOLE ("{\"action\":\"\xff\"}") }, { { 0 } }, 1007 },
  { "a continuation of none", { WHOLE ("{\"action\":\"\x80\"}") }, { { 0 } }, 1007 },
  { "one that lacks its end", { WHOLE ("{\"action\":\"\xe4\xb8\"}") }, { { 0 } }, 1007 },
  { "one that ends with the message", { WHOLE ("{\"action\":\"x\"}\xf0\x9f\x98") }, { { 0 } }, 1007 },
  { "one that no fragment ends", { BEGIN ("{\"action\":\"\xe4\xb8"), LAST ("\"}") }, { { 0 } }, 1007 },
  { "overlong, of two", { WHOLE ("{\"action\":\"\xc0\xaf\"}") }, { { 0 } }, 1007 },
  { "overlong, of three", { WHOLE ("{\"action\":\"\xe0\x80\xaf\"}") }, { { 0 } }, 1007 },
  { "overlong, of four", { WHOLE ("{\"action\":\"\xf0\x80\x80\xaf\"}") }, { { 0 } }, 1007 },
  { "overlong, the longest", { WHOLE ("{\"action\":\"\xf0\x8f\xbf\xbf\"}") }, { { 0 } }, 1007 },
  { "overlong NUL", { WHOLE ("{\"action\":\"\xc0\x80\"}") }, { { 0 } }, 1007 },
  { "of five bytes", { WHOLE ("{\"action\":\"\xf8\x88\x80\x80\x80\"}") }, { { 0 } }, 1007 },
  { "of six bytes", { WHOLE ("{\"action\":\"\xfc\x84\x80\x80\x80\x80\"}") }, { { 0 } }, 1007 },
  { "the first surrogate", { WHOLE ("{\"action\":\"\xed\xa0\x80\"}") }, { { 0 } }, 1007 },
  { "the last surrogate", { WHOLE ("{\"action\":\"\xed\xbf\xbf\"}") }, { { 0 } }, 1007 },
  { "a pair of surrogates", { WHOLE ("{\"action\":\"\xed\xa0\xbd\xed\xb8\x80\"}") }, { { 0 } }, 1007 },
  { "above U+10FFFF", { WHOLE ("{\"action\":\"\xf4\x90\x80\x80\"}") }, { { 0 } }, 1007 },
  { "wrong in the second fragment", { BEGIN ("{\"action\":\""), MORE ("\xff"), LAST ("\"}") }, { { 0 } },
    1007 },
};

static const FrameCase goodbyes[] = {
  { "of one byte", { CLOSE ("\x03") }, { { 0 } }, 1002 },
  { "with a reason that is not UTF-8", { CLOSE ("\x03\xe8\xff") }, { { 0 } }, 1007 },
  { "with a reason that is cut off", { CLOSE ("\x03\xe8\xe4\xb8") }, { { 0 } }, 1007 },
  { "with a reason", { CLOSE ("\x03\xe8" "bye \xe4\xb8\xad") }, { { 0 } }, 1000 },
  { "with the longest reason", { CLOSE ("\x03\xe8" HUNDRED TEN TEN "012") }, { { 0 } }, 1000 },
  { "inside a message", { BEGIN ("{\"action\""), CLOSE ("\x03\xe9") }, { { 0 } }, 1001 },
  { "after a message", { WHOLE (MESSAGE), CLOSE ("\x03\xe8") }, { WHOLE (MESSAGE) }, 1000 },
  { "before a message", { CLOSE ("\x03\xe8"), WHOLE (MESSAGE) }, { { 0 } }, 1000 },
  { "before a ping", { CLOSE ("\x03\xe8"), PING ("p") }, { { 0 } }, 1000 },
  { "twice", { CLOSE ("\x03\xe8"), CLOSE ("\x03\xe9") }, { { 0 } }, 1000 },
  { "before nonsense", { CLOSE ("\x03\xe8"), FRAME (0xff, "xxxx") }, { { 0 } }, 1000 },
};

/* What a well-formed frame cannot express. With a mask of zeros the payload is readable here. */
static const ByteCase headers[] = {
  { "RSV1", BYTES ("\xc1\x82\0\0\0\0{}"), 1002 },
  { "RSV2", BYTES ("\xa1\x82\0\0\0\0{}"), 1002 },
  { "RSV3", BYTES ("\x91\x82\0\0\0\0{}"), 1002 },
  { "all three", BYTES ("\xf1\x82\0\0\0\0{}"), 1002 },
  { "RSV1 in a ping", BYTES ("\xc9\x80\0\0\0\0"), 1002 },
  { "RSV1 in a close", BYTES ("\xc8\x82\0\0\0\0\x03\xe8"), 1002 },
  { "opcode 3", BYTES ("\x83\x82\0\0\0\0{}"), 1002 },
  { "opcode 4", BYTES ("\x84\x82\0\0\0\0{}"), 1002 },
  { "opcode 5", BYTES ("\x85\x82\0\0\0\0{}"), 1002 },
  { "opcode 6", BYTES ("\x86\x82\0\0\0\0{}"), 1002 },
  { "opcode 7", BYTES ("\x87\x80\0\0\0\0"), 1002 },
  { "opcode 11", BYTES ("\x8b\x82\0\0\0\0{}"), 1002 },
  { "opcode 12", BYTES ("\x8c\x80\0\0\0\0"), 1002 },
  { "opcode 13", BYTES ("\x8d\x82\0\0\0\0{}"), 1002 },
  { "opcode 14", BYTES ("\x8e\x82\0\0\0\0{}"), 1002 },
  { "opcode 15", BYTES ("\x8f\x82\0\0\0\0{}"), 1002 },
  { "not masked", BYTES ("\x81\x02{}"), 1002 },
  { "not masked, empty", BYTES ("\x81\x00"), 1002 },
  { "a ping that is not masked", BYTES ("\x89\x00"), 1002 },
  { "a close that is not masked", BYTES ("\x88\x02\x03\xe8"), 1002 },
  { "2 of length where 1 does", BYTES ("\x81\xfe\x00\x02\0\0\0\0{}"), 1002 },
  { "2 of length where 1 just does", BYTES ("\x81\xfe\x00\x7d\0\0\0\0" LONGEST_CONTROL), 1002 },
  { "8 of length where 1 does", BYTES ("\x81\xff\0\0\0\0\0\0\0\x02\0\0\0\0{}"), 1002 },
  { "8 of length where 2 do", BYTES ("\x81\xff\0\0\0\0\0\0\0\x7e\0\0\0\0" LONGEST_CONTROL "x"), 1002 },
  { "8 of length where 2 just do", BYTES ("\x81\xff\0\0\0\0\0\0\xff\xff\0\0\0\0"), 1002 },
  { "a ping with 2 of length", BYTES ("\x89\xfe\x00\x02\0\0\0\0pp"), 1002 },
  { "a length with its highest bit", BYTES ("\x81\xff\x80\0\0\0\0\0\0\x02\0\0\0\0"), 1002 },
  { "a length of 2^62, and nothing of it", BYTES ("\x81\xff\x40\0\0\0\0\0\0\0\0\0\0\0"), 1009 },
  { "a length of 2^63 - 1", BYTES ("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"), 1009 },
  { "a length of 65537, and nothing of it", BYTES ("\x81\xff\0\0\0\0\0\x01\0\x01\0\0\0\0"), 1009 },
};

static gboolean
is_end (const Frame *frame)
{
  return frame->first == 0 && frame->payload == NULL;
}

static void
append_frame (GByteArray  *bytes,
              const Frame *frame)
{
  static const guint8 mask[4] = { 0x37, 0xfa, 0x21, 0x3d };
  guint8 head[4] = { frame->first, 0x80 | (guint8) MIN (frame->length, 126), frame->length >> 8,
                     frame->length & 0xff };
  gsize start;

  g_byte_array_append (bytes, head, frame->length < 126 ? 2 : 4);
  g_byte_array_append (bytes, mask, sizeof mask);
  start = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) frame->payload, frame->length);
  for (gsize i = 0; i < frame->length; i++)
    bytes->data[start + i] ^= mask[i % 4];
}

/* Each byte is read before the next is there, unless the network puts them together again. */
static void
write_slowly (RawPeer      *peer,
              const guint8 *bytes,
              gsize         length)
{
  for (gsize i = 0; i < length; i++)
    {
      raw_peer_write (peer, bytes + i, 1);
      g_thread_yield ();
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
send_bytes (RawPeer      *peer,
            const guint8 *bytes,
            gsize         length,
            gboolean      slowly)
{
  if (slowly)
    write_slowly (peer, bytes, length);
  else
    raw_peer_write (peer, bytes, length);
}

static void
assert_close_in_the_end (RawPeer *peer,
                         guint    code)
{
  g_autoptr (RawFrame) frame = raw_peer_receive (peer);

  g_assert_nonnull (frame);
  while (frame->opcode == RAW_TEXT)
    {
      raw_frame_free (frame);
      frame = raw_peer_receive (peer);
      g_assert_nonnull (frame);
    }

  g_assert_cmphex (frame->opcode, ==, RAW_CLOSE);
  g_assert_cmpuint (frame->length, >=, 2);
  g_assert_cmpuint ((guint8) frame->payload[0] << 8 | (guint8) frame->payload[1], ==, code);
  raw_peer_send_frame (peer, RAW_FIN | RAW_CLOSE, frame->payload, 2);
  g_assert_true (raw_peer_is_cut_off (peer));
}

static void
check_case (ServerFixture   *self,
            const FrameCase *frame_case,
            gboolean         slowly)
{
  g_autoptr (RawPeer) peer = server_fixture_open (self, NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_test_message ("%s%s", frame_case->name, slowly ? ", byte by byte" : "");
  for (guint i = 0; i < MAX_FRAMES && !is_end (&frame_case->sent[i]); i++)
    append_frame (bytes, &frame_case->sent[i]);
  send_bytes (peer, bytes->data, bytes->len, slowly);

  /* A client that is closed need not get its own messages first; all others must. */
  for (guint i = 0; frame_case->close == 0 && i < MAX_FRAMES && !is_end (&frame_case->heard[i]); i++)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (peer);

      g_assert_nonnull (frame);
      g_assert_cmphex (RAW_FIN | frame->opcode, ==, frame_case->heard[i].first);
      g_assert_cmpmem (frame->payload, frame->length, frame_case->heard[i].payload,
                       frame_case->heard[i].length);
    }

  if (frame_case->close != 0)
    assert_close_in_the_end (peer, frame_case->close);
  else
    raw_peer_assert_idle (peer);
}

typedef struct
{
  const FrameCase *cases;
  gsize            n_cases;
} Family;

/* A listening client gets the messages of others, and nothing of what breaks a rule. */
static void
test_family (ServerFixture *self,
             gconstpointer  data)
{
  const Family *family = data;

  server_fixture_start (self);
  for (gsize i = 0; i < family->n_cases; i++)
    {
      g_autoptr (RawPeer) other = server_fixture_open (self, NULL);
      const FrameCase *frame_case = &family->cases[i];

      for (guint slowly = 0; slowly <= 1; slowly++)
        check_case (self, frame_case, slowly);

      for (guint j = 0; j < 2 * MAX_FRAMES; j++)
        if (frame_case->heard[j % MAX_FRAMES].first == (RAW_FIN | RAW_TEXT))
          raw_peer_assert_text (other, frame_case->heard[j % MAX_FRAMES].payload);
      raw_peer_assert_idle (other);
    }
}

static void
test_headers (ServerFixture *self,
              gconstpointer  data)
{
  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    for (guint slowly = 0; slowly <= 1; slowly++)
      {
        g_autoptr (RawPeer) peer = server_fixture_open (self, NULL);
        g_autofree char *reason = NULL;

        g_test_message ("%s%s", headers[i].name, slowly ? ", byte by byte" : "");
        send_bytes (peer, (const guint8 *) headers[i].bytes, headers[i].length, slowly);
        reason = raw_peer_assert_close (peer, headers[i].close);
        g_assert_true (g_utf8_validate (reason, -1, NULL));
      }
}

static void
test_close_codes (ServerFixture *self,
                  gconstpointer  data)
{
  static const struct
  {
    guint code;
    guint answer;
  } cases[] = {
    { 1000, 1000 }, { 1001, 1001 }, { 1002, 1002 }, { 1003, 1003 }, { 1007, 1007 }, { 1008, 1008 },
    { 1009, 1009 },
    { 1010, 1010 }, { 1011, 1011 }, { 1012, 1012 }, { 1013, 1013 }, { 1014, 1014 }, { 3000, 3000 },
    { 3999, 3999 }, { 4000, 4000 }, { 4999, 4999 },
    { 0, 1002 }, { 1, 1002 }, { 999, 1002 }, { 1004, 1002 }, { 1005, 1002 }, { 1006, 1002 }, { 1015, 1002 },
    { 1016, 1002 }, { 1100, 1002 }, { 2000, 1002 }, { 2999, 1002 }, { 5000, 1002 }, { 65535, 1002 },
  };

  server_fixture_start (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawPeer) peer = server_fixture_open (self, NULL);
      const guint8 payload[] = { cases[i].code >> 8, cases[i].code & 0xff };

      g_test_message ("%u", cases[i].code);
      raw_peer_send_frame (peer, RAW_FIN | RAW_CLOSE, payload, sizeof payload);
      g_free (raw_peer_assert_close (peer, cases[i].answer));
    }
}

/* Nothing was given, so nothing can be given back; 1005 must never be on the wire. */
static void
test_close_without_code (ServerFixture *self,
                         gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawFrame) frame = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  raw_peer_send_frame (peer, RAW_FIN | RAW_CLOSE, "", 0);
  frame = raw_peer_receive (peer);
  g_assert_nonnull (frame);
  g_assert_cmphex (frame->opcode, ==, RAW_CLOSE);
  if (frame->length > 0)
    g_assert_cmpmem (frame->payload, frame->length, "\x03\xe8", 2);
  g_assert_true (raw_peer_is_cut_off (peer));
}

static char *
make_message (gsize length)
{
  g_autofree char *filling = g_strnfill (length - strlen ("{\"action\":\"\"}"), 'x');

  return g_strdup_printf ("{\"action\":\"%s\"}", filling);
}

/* Around every size at which a frame is written in another way. */
static void
test_lengths (ServerFixture *self,
              gconstpointer  data)
{
  const gsize lengths[] = { 14, 124, 125, 126, 127, 128, 255, 256, 32767, 32768, 65534, 65535, 65536 };
  g_autoptr (RawPeer) peer = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *message = make_message (lengths[i]);

      raw_peer_send (peer, message);
      raw_peer_assert_text (peer, message);
    }
  raw_peer_assert_idle (peer);
}

/* One message cut in three at every two places, with no more care for characters than for anything else. */
static void
test_splits (ServerFixture *self,
             gconstpointer  data)
{
  const char *message = "{\"action\":\"\xc3\xa9\xe4\xb8\xad\"}";
  gsize length = strlen (message);
  g_autoptr (RawPeer) peer = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  for (gsize i = 0; i <= length; i++)
    for (gsize j = i; j <= length; j++)
      {
        raw_peer_send_frame (peer, RAW_TEXT, message, i);
        raw_peer_send_frame (peer, RAW_CONTINUATION, message + i, j - i);
        raw_peer_send_frame (peer, RAW_FIN | RAW_CONTINUATION, message + j, length - j);
        raw_peer_assert_text (peer, message);
      }
  raw_peer_assert_idle (peer);
}

/* Every mask, and one that is nothing. */
static void
test_masks (ServerFixture *self,
            gconstpointer  data)
{
  static const guint8 masks[][4] = { { 0, 0, 0, 0 }, { 0xff, 0xff, 0xff, 0xff }, { 1, 2, 4, 8 }, { '{', '"',
                                                                                                   'a',
                                                                                                   'c' } };
  g_autoptr (RawPeer) peer = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      guint8 frame[2 + 4 + sizeof MESSAGE - 1] = { RAW_FIN | RAW_TEXT, 0x80 | (sizeof MESSAGE - 1) };

      memcpy (frame + 2, masks[i], 4);
      for (gsize j = 0; j < sizeof MESSAGE - 1; j++)
        frame[6 + j] = (guint8) MESSAGE[j] ^ masks[i][j % 4];
      raw_peer_write (peer, frame, sizeof frame);
      raw_peer_assert_text (peer, MESSAGE);
    }
  raw_peer_assert_idle (peer);
}

#define FAMILY(path, cases) \
  static const Family cases##_family = { cases, G_N_ELEMENTS (cases) }; \
  g_test_add (path, ServerFixture, &cases##_family, server_fixture_set_up, test_family, \
              server_fixture_tear_down)

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  FAMILY ("/conformance/kinds", kinds);
  FAMILY ("/conformance/fragments", fragments);
  FAMILY ("/conformance/controls", controls);
  FAMILY ("/conformance/characters", characters);
  FAMILY ("/conformance/goodbyes", goodbyes);
  ADD ("/conformance/headers", test_headers);
  ADD ("/conformance/close-codes", test_close_codes);
  ADD ("/conformance/close-without-code", test_close_without_code);
  ADD ("/conformance/lengths", test_lengths);
  ADD ("/conformance/splits", test_splits);
  ADD ("/conformance/masks", test_masks);

  return g_test_run ();
}
