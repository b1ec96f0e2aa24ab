/* test-origin.c: the origins of web pages that may connect
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/wb-origin.h"

static const char *const listed[] = { "https://board.example", "http://10.0.0.7:8080", NULL };

static const char *const allowed[] = {
  "http://localhost",
  "http://localhost:8080",
  "https://LOCALHOST:1",
  "http://127.0.0.1:5173",
  "http://127.8.8.8",
  "http://[::1]:3000",
  "https://board.example",
  "HTTPS://Board.Example",
  "http://10.0.0.7:8080",
};

static const char *const refused[] = {
  "",
  "null",
  "localhost",
  "://localhost",
  "http://",
  "http://evil.example",
  "http://localhost.evil.example",
  "http://127.0.0.1.evil.example",
  "http://evil.example#localhost",
  "http://localhost@evil.example",
  "http://localhost:80@evil.example",
  "http://evil.example/http://localhost",
  "http://localhost/",
  "http://localhost:",
  "http://localhost:0",
  "http://localhost:99999",
  "http://localhost http://evil.example",
  "http://localhost, http://evil.example",
  "http://[::1",
  "http://[::1]x",
  "http://[::2]",
  "http://board.example",
  "https://board.example:8443",
  "https://board.example.evil.example",
  "http://10.0.0.7",
  "http://0.0.0.0",
};

static void
test_rule (void)
{
  g_assert_true (wb_origin_is_allowed (NULL, NULL));
  g_assert_true (wb_origin_is_allowed (NULL, listed));
  g_assert_false (wb_origin_is_allowed ("https://board.example", NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (allowed); i++)
    {
      g_test_message ("“%s”", allowed[i]);
      g_assert_true (wb_origin_is_allowed (allowed[i], listed));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_test_message ("“%s”", refused[i]);
      g_assert_false (wb_origin_is_allowed (refused[i], listed));
    }
}

static void
test_null (void)
{
  const char *const with_null[] = { "null", NULL };

  g_assert_true (wb_origin_is_allowed ("null", with_null));
}

/* A page from a file; a page in a sandbox, which any site may make, is something else. */
static void
test_file (void)
{
  const char *const with_file[] = { "file://", NULL };

  g_assert_false (wb_origin_is_allowed ("file://", listed));
  g_assert_true (wb_origin_is_allowed ("file://", with_file));
  g_assert_false (wb_origin_is_allowed ("null", with_file));
  g_assert_false (wb_origin_is_allowed ("file://evil.example", with_file));
}

static void
test_valid (void)
{
  g_assert_true (wb_origin_is_valid ("https://board.example"));
  g_assert_true (wb_origin_is_valid ("http://10.0.0.7:8080"));
  g_assert_true (wb_origin_is_valid ("null"));
  g_assert_true (wb_origin_is_valid ("file://"));
  g_assert_false (wb_origin_is_valid ("https://board.example/"));
  g_assert_false (wb_origin_is_valid ("board.example"));
  g_assert_false (wb_origin_is_valid ("*"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/origin/rule", test_rule);
  g_test_add_func ("/origin/null", test_null);
  g_test_add_func ("/origin/file", test_file);
  g_test_add_func ("/origin/valid", test_valid);

  return g_test_run ();
}
