/* test-token.c: the secret that lets a client in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-token.h"

#include <glib/gstdio.h>

#include "server-fixture.h"

static void
test_equal (void)
{
  g_assert_true (wb_token_equal ("secret", "secret"));
  g_assert_false (wb_token_equal ("secret", "Secret"));
  g_assert_false (wb_token_equal ("secret", "secre"));
  g_assert_false (wb_token_equal ("secret", "secret "));
  g_assert_false (wb_token_equal ("secret", ""));
  g_assert_false (wb_token_equal ("secret", NULL));
}

static const struct
{
  const char *content;
  int         mode;
  const char *token; /* NULL: refused */
} files[] = {
  { "secret", 0600, "secret" },
  { "  secret word \n", 0400, "secret word" },
  { "secret", 0640, NULL },
  { "secret", 0604, NULL },
  { "", 0600, NULL },
  { " \n\n", 0600, NULL },
  { "one\ntwo\n", 0600, NULL },
  { "\xff\xfe", 0600, NULL },
};

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "token", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *token = NULL;

      folder_write (folder, "token", files[i].content);
      g_assert_cmpint (g_chmod (path, files[i].mode), ==, 0);

      token = wb_token_read_file (path, &error);
      g_assert_cmpstr (token, ==, files[i].token);
      if (files[i].token == NULL)
        g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
      else
        g_assert_no_error (error);
    }

  folder_remove (folder);
}

static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) folder_error = NULL;

  g_assert_null (wb_token_read_file ("/nonexistent/token", &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
  g_assert_nonnull (strstr (error->message, "/nonexistent/token"));

  g_assert_null (wb_token_read_file ("/", &folder_error));
  g_assert_error (folder_error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token/equal", test_equal);
  g_test_add_func ("/token/file", test_file);
  g_test_add_func ("/token/no-file", test_no_file);

  return g_test_run ();
}
