/* test-uri.c: URIs from addresses that a person typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "wb-client.h"

static void
test_good (void)
{
  static const struct
  {
    const char *typed;
    const char *uri;
  } cases[] = {
    { "localhost", "ws://localhost:9998" },
    { "  board.example.com \n", "ws://board.example.com:9998" },
    { "192.168.1.20", "ws://192.168.1.20:9998" },
    { "localhost:4000", "ws://localhost:4000" },
    { "localhost:80", "ws://localhost" },
    { "LocalHost:4000", "ws://localhost:4000" },
    { "board/lobby", "ws://board:9998/lobby" },
    { "::1", "ws://[::1]:9998" },
    { "[::1]", "ws://[::1]:9998" },
    { "[2001:db8::1]:4000", "ws://[2001:db8::1]:4000" },
    { "ws://127.0.0.1:9998", "ws://127.0.0.1:9998" },
    { "ws://127.0.0.1:9998/", "ws://127.0.0.1:9998" },
    { "WS://Host:9998/Board?floor=2", "ws://host:9998/Board?floor=2" },
    { "ws://host", "ws://host" },
    { "ws://host:80/", "ws://host" },
    { "ws://host:443", "ws://host:443" },
    { "wss://host", "wss://host" },
    { "wss://host:443/board", "wss://host/board" },
    { "http://host:9998/", "ws://host:9998" },
    { "https://board.example.com", "wss://board.example.com" },
    { "ws://host:9998/a%20b", "ws://host:9998/a%20b" },
    { "ws://host:9998/#anchor", "ws://host:9998" },
    { "看板.example", "ws://xn--msvy95a.example:9998" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *uri = wb_client_normalize_uri (cases[i].typed, &error);
      g_autofree char *again = NULL;
      g_autoptr (SoupMessage) message = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (uri, ==, cases[i].uri);

      /* A normal URI stays the same, and libsoup accepts it. */
      again = wb_client_normalize_uri (uri, NULL);
      g_assert_cmpstr (again, ==, uri);
      message = soup_message_new (SOUP_METHOD_GET, uri);
      g_assert_nonnull (message);
    }
}

static void
test_bad (void)
{
  const char *cases[] = {
    "",
    "   ",
    "ws://",
    "wss:///path",
    "ws://:9998",
    ":9998",
    "ftp://host",
    "ws:/host",
    "ws:/bad",
    "file:///etc/passwd",
    "javascript://host",
    "://host",
    "host:port",
    "host:99999",
    "host:-1",
    "host:0",
    "ws://host:0",
    "ws://name:word@host:9998",
    "name@host",
    "two words",
    "ws://two words/",
    "[::1",
    "host\"name",
    "<b>host</b>",
    "\xff\xfe",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *uri = wb_client_normalize_uri (cases[i], &error);

      g_assert_null (uri);
      g_assert_error (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_URI);
      g_assert_cmpuint (strlen (error->message), >, 20);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_long (void)
{
  g_autofree char *text = g_strnfill (100 * 1000, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_null (wb_client_normalize_uri (text, &error));
  g_assert_error (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_URI);
  g_assert_cmpuint (strlen (error->message), <, 400);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/uri/good", test_good);
  g_test_add_func ("/uri/bad", test_bad);
  g_test_add_func ("/uri/long", test_long);

  return g_test_run ();
}
