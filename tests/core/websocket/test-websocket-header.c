/* test-websocket-header.c: the header of a WebSocket frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "websocket/wb-websocket-header.h"

static WbWebsocketHeader
parse (const guint8 *bytes,
       gsize         length)
{
  WbWebsocketHeader header = { 0 };

  for (gsize i = 0; i < length; i++)
    {
      g_assert_false (wb_websocket_header_is_complete (&header));
      g_assert_cmpint (wb_websocket_header_add (&header, bytes[i]), ==, i == length - 1);
    }

  return header;
}

/* The examples of RFC 6455, section 5.7. */
static void
test_examples (void)
{
  static const guint8 text[] = { 0x81, 0x05 };
  static const guint8 masked[] = { 0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d };
  static const guint8 fragment[] = { 0x01, 0x03 };
  static const guint8 ping[] = { 0x89, 0x05 };
  static const guint8 in_2[] = { 0x82, 0x7e, 0x01, 0x00 };
  static const guint8 in_8[] = { 0x82, 0x7f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00 };
  WbWebsocketHeader header = parse (text, sizeof text);

  g_assert_true (wb_websocket_header_is_final (&header));
  g_assert_false (wb_websocket_header_is_masked (&header));
  g_assert_false (wb_websocket_header_has_reserved (&header));
  g_assert_cmpint (wb_websocket_header_get_opcode (&header), ==, WB_WEBSOCKET_TEXT);
  g_assert_cmpuint (wb_websocket_header_get_length (&header), ==, 5);

  header = parse (masked, sizeof masked);
  g_assert_true (wb_websocket_header_is_masked (&header));
  g_assert_cmpmem (wb_websocket_header_get_mask (&header), 4, masked + 2, 4);

  header = parse (fragment, sizeof fragment);
  g_assert_false (wb_websocket_header_is_final (&header));
  g_assert_false (wb_websocket_header_is_control (&header));

  header = parse (ping, sizeof ping);
  g_assert_true (wb_websocket_header_is_control (&header));
  g_assert_false (wb_websocket_header_exceeds_control (&header));

  header = parse (in_2, sizeof in_2);
  g_assert_cmpuint (wb_websocket_header_get_length (&header), ==, 256);
  g_assert_true (wb_websocket_header_exceeds_control (&header));

  header = parse (in_8, sizeof in_8);
  g_assert_cmpuint (wb_websocket_header_get_length (&header), ==, 65536);
}

/* What is written is read again, in as few bytes as there can be. */
static void
test_write (void)
{
  static const guint64 lengths[] = { 0, 1, 125, 126, 65535, 65536, G_MAXINT64 };
  static const gsize sizes[] = { 2, 2, 2, 4, 4, 10, 10 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      guint8 bytes[WB_WEBSOCKET_MAX_HEADER];
      gsize size = wb_websocket_header_write (bytes, WB_WEBSOCKET_TEXT, lengths[i]);
      WbWebsocketHeader header = parse (bytes, size);

      g_assert_cmpuint (size, ==, sizes[i]);
      g_assert_cmpuint (wb_websocket_header_get_length (&header), ==, lengths[i]);
      g_assert_true (wb_websocket_header_is_minimal (&header));
      g_assert_true (wb_websocket_header_is_final (&header));
    }
}

static void
test_not_minimal (void)
{
  static const guint8 in_2[] = { 0x81, 0x7e, 0x00, 0x7d };
  static const guint8 in_8[] = { 0x81, 0x7f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff };
  WbWebsocketHeader header = parse (in_2, sizeof in_2);

  g_assert_false (wb_websocket_header_is_minimal (&header));
  header = parse (in_8, sizeof in_8);
  g_assert_false (wb_websocket_header_is_minimal (&header));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/websocket-header/examples", test_examples);
  g_test_add_func ("/websocket-header/write", test_write);
  g_test_add_func ("/websocket-header/not-minimal", test_not_minimal);

  return g_test_run ();
}
