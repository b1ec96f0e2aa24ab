/* test-file.c: reads files and secrets that other users may have put there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "file/wb-file.h"
#include "file/wb-secret-file.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "file", NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static void
write_file (Fixture    *self,
            const char *text,
            gssize      length)
{
  g_assert_true (g_file_set_contents_full (self->path, text, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                            NULL));
}

static void
test_bound (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  write_file (self, "1234", -1);
  text = wb_file_read (self->path, 4, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "1234");
  g_assert_cmpuint (length, ==, 4);

  g_assert_null (wb_file_read (self->path, 3, &length, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
}

/* Neither reader waits for the other end of a pipe, and a folder is no file. */
static void
test_special (Fixture       *self,
              gconstpointer  data)
{
  const char *const paths[] = { self->path, self->folder, "/dev/zero" };
  gsize length;

  g_assert_cmpint (mkfifo (self->path, 0600), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) secret_error = NULL;

      g_assert_null (wb_file_read (paths[i], 100, &length, &error));
      g_assert_cmpstr (error->message, ==, "it is not a regular file");
      g_assert_null (wb_secret_file_read (paths[i], &length, &secret_error));
      g_assert_cmpstr (secret_error->message, ==, "it is not a regular file");
    }
}

static void
test_secret_mode (Fixture       *self,
                  gconstpointer  data)
{
  g_autofree char *with_slash = g_strconcat (self->folder, "/", NULL);
  g_autofree char *inside = g_build_filename (self->folder, "folder", NULL);
  const struct { int mode; const char *credentials; gboolean good; } cases[] = {
    { 0600, NULL, TRUE },
    { 0400, NULL, TRUE },
    { 0640, NULL, FALSE },
    { 0604, NULL, FALSE },
    { 0610, NULL, FALSE },
    { 0440, self->folder, TRUE },
    { 0440, with_slash, TRUE },
    { 0440, inside, FALSE },
    { 0440, "", FALSE },
  };

  write_file (self, "word", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *secret = NULL;

      g_assert_cmpint (g_chmod (self->path, cases[i].mode), ==, 0);
      if (cases[i].credentials != NULL)
        g_setenv ("CREDENTIALS_DIRECTORY", cases[i].credentials, TRUE);
      secret = wb_secret_file_read_token (self->path, &error);
      g_unsetenv ("CREDENTIALS_DIRECTORY");

      if (cases[i].good)
        g_assert_cmpstr (secret, ==, "word");
      else
        g_assert_nonnull (strstr (error->message, "chmod 600"));
    }
}

/* Some editors and spreadsheets begin a file with a byte order mark. */
static void
test_mark (Fixture       *self,
           gconstpointer  data)
{
  static const struct { const char *text; const char *content; } cases[] = {
    { "\xef\xbb\xbf[]\n", "[]\n" },
    { "\xef\xbb\xbf", "" },
    { "\xef\xbb\xbf\xef\xbb\xbf" "a", "\xef\xbb\xbf" "a" },
    { "\xef\xbb", "\xef\xbb" },
    { "a\xef\xbb\xbf", "a\xef\xbb\xbf" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInputStream) stream = NULL;
      g_autofree char *from_file = NULL;
      g_autofree char *from_stream = NULL;
      gsize length;

      write_file (self, cases[i].text, -1);
      from_file = wb_file_read (self->path, 100, &length, NULL);
      g_assert_cmpstr (from_file, ==, cases[i].content);
      g_assert_cmpuint (length, ==, strlen (cases[i].content));

      stream = g_memory_input_stream_new_from_data (cases[i].text, (gssize) strlen (cases[i].text), NULL);
      from_stream = wb_file_read_stream (stream, 100, &length, NULL, NULL);
      g_assert_cmpstr (from_stream, ==, cases[i].content);
      g_assert_cmpuint (length, ==, strlen (cases[i].content));
    }
}

/* A file, and its secret; NULL for a file without one. */
static void
test_secret_line (Fixture       *self,
                  gconstpointer  data)
{
  g_autofree char *longest = g_strnfill (WB_SECRET_MAX, 'x');
  g_autofree char *too_long = g_strnfill (WB_SECRET_MAX + 1, 'x');
  const struct { const char *text; gssize length; const char *secret; } cases[] = {
    { "word", -1, "word" },
    { "word\n", -1, "word" },
    { "word\r\n", -1, "word" },
    { "\xef\xbb\xbfword\r\n", -1, "word" },
    { "\xef\xbb\xbf", -1, NULL },
    { " two words \n\n", -1, "two words" },
    { longest, -1, longest },
    { too_long, -1, NULL },
    { "", -1, NULL },
    { "\n", -1, NULL },
    { "two\nlines\n", -1, NULL },
    { "a\xff", -1, NULL },
    { "a\0b", 3, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *secret = NULL;

      write_file (self, cases[i].text, cases[i].length);
      secret = wb_secret_file_read_token (self->path, &error);
      g_assert_cmpstr (secret, ==, cases[i].secret);
      if (cases[i].secret == NULL)
        g_assert_nonnull (strstr (error->message, "holds no token"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/file/bound", Fixture, NULL, set_up, test_bound, tear_down);
  g_test_add ("/file/mark", Fixture, NULL, set_up, test_mark, tear_down);
  g_test_add ("/file/special", Fixture, NULL, set_up, test_special, tear_down);
  g_test_add ("/file/secret-mode", Fixture, NULL, set_up, test_secret_mode, tear_down);
  g_test_add ("/file/secret-line", Fixture, NULL, set_up, test_secret_line, tear_down);

  return g_test_run ();
}
