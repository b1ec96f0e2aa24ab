/* test-address.c: where to listen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/wb-address.h"
#include "wb-server.h"

typedef struct
{
  const char *text;
  const char *written;
  gboolean    is_loopback;
} Good;

static const Good good[] = {
  { "127.0.0.1:8888", "127.0.0.1:8888", TRUE },
  { "127.3.2.1:0", "127.3.2.1:0", TRUE },
  { "localhost:9998", "127.0.0.1:9998", TRUE },
  { "LocalHost:1", "127.0.0.1:1", TRUE },
  { "[::1]:65535", "[::1]:65535", TRUE },
  { "[0:0:0:0:0:0:0:1]:80", "[::1]:80", TRUE },
  { "0.0.0.0:80", "0.0.0.0:80", FALSE },
  { "[::]:80", "[::]:80", FALSE },
  { "10.0.0.7:4000", "10.0.0.7:4000", FALSE },
};

static const struct
{
  const char *text;
  const char *says;
} bad[] = {
  { "", "HOST:PORT" },
  { "8888", "HOST:PORT" },
  { "127.0.0.1", "HOST:PORT" },
  { "::1:8888", "HOST:PORT" },
  { "[::1]", "HOST:PORT" },
  { "[::1", "HOST:PORT" },
  { "[::1]8888", "HOST:PORT" },
  { "127.0.0.1:", "is not a port" },
  { "127.0.0.1:65536", "is not a port" },
  { "127.0.0.1:-1", "is not a port" },
  { "127.0.0.1: 80", "is not a port" },
  { "127.0.0.1:80x", "is not a port" },
  { ":80", "is not an address" },
  { "board.example:80", "is not an address" },
  { "[127.0.0.1]:80", "is not an address" },
  { "[localhost]:80", "is not an address" },
  { "127.0.0.1 :80", "is not an address" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GInetSocketAddress) address = wb_address_parse (good[i].text, &error);
      g_autofree char *written = NULL;

      g_assert_no_error (error);
      written = wb_address_to_string (address);
      g_assert_cmpstr (written, ==, good[i].written);
      g_assert_cmpint (wb_address_is_loopback (address), ==, good[i].is_loopback);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GInetSocketAddress) address = wb_address_parse (bad[i].text, &error);

      g_test_message ("“%s”", bad[i].text);
      g_assert_null (address);
      g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_ADDRESS);
      g_assert_nonnull (strstr (error->message, bad[i].says));
    }
}

static void
test_same (void)
{
  g_autoptr (GInetSocketAddress) one = wb_address_parse ("localhost:9000", NULL);
  g_autoptr (GInetSocketAddress) same = wb_address_parse ("127.0.0.1:9000", NULL);
  g_autoptr (GInetSocketAddress) other_port = wb_address_parse ("127.0.0.1:9001", NULL);
  g_autoptr (GInetSocketAddress) other_host = wb_address_parse ("[::1]:9000", NULL);
  g_autoptr (GInetSocketAddress) any = wb_address_parse ("127.0.0.1:0", NULL);

  g_assert_true (wb_address_is_same (one, same));
  g_assert_false (wb_address_is_same (one, other_port));
  g_assert_false (wb_address_is_same (one, other_host));
  g_assert_false (wb_address_is_same (any, any));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/good", test_good);
  g_test_add_func ("/address/bad", test_bad);
  g_test_add_func ("/address/same", test_same);

  return g_test_run ();
}
