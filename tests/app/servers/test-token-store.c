/* test-token-store.c: the file of tokens on a desktop without a password store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "servers/wb-token-store.h"

#define URI   "ws://board.example:9998"
#define OTHER "ws://other.example:9998"

static guint n_problems;

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static char *
look_up (const char *uri)
{
  g_autoptr (GAsyncResult) result = NULL;

  wb_token_store_lookup_async (uri, NULL, finished_cb, &result);

  return wb_token_store_lookup_finish (wait_for (&result));
}

static void
check (const char *uri,
       const char *expected)
{
  g_autofree char *token = look_up (uri);

  g_assert_cmpstr (token, ==, expected);
}

/* Saving has no end that callers see, so this waits for its effect. */
static void
save (const char *uri,
      const char *token)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  g_autofree char *found = NULL;

  wb_token_store_save (uri, token);
  do
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_free (found);
      found = look_up (uri);
    }
  while (g_strcmp0 (found, token) != 0);
}

static GLogWriterOutput
log_cb (GLogLevelFlags    level,
        const GLogField  *fields,
        gsize             n_fields,
        gpointer          user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      g_assert_null (strstr (fields[i].value, "secret"));

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && strstr (fields[i].value, "cannot be read") != NULL)
      n_problems++;

  return g_log_writer_default (level, fields, n_fields, NULL);
}

/* Waits for the messages about a file that cannot be read, of which each use of it gives one. */
static void
wait_for_problems (guint n)
{
  while (n_problems < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_file (void)
{
  g_autofree char *path = wb_token_store_dup_path ();
  GStatBuf info;

  check (URI, NULL);
  save (URI, "word");
  save (OTHER, "other");
  check (URI, "word");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  save (URI, NULL);
  check (URI, NULL);
  check (OTHER, "other");
}

/* A file that other users can use is neither read nor replaced. */
static void
test_mode (void)
{
  g_autofree char *path = wb_token_store_dup_path ();

  save (URI, "word");
  n_problems = 0;
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  check (URI, NULL);
  wb_token_store_save (OTHER, "other");
  wait_for_problems (2);
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  check (URI, "word");
  check (OTHER, NULL);
}

/* A file with a line that is no key is neither read nor replaced, and the line is not logged. */
static void
test_malformed (void)
{
  g_autofree char *path = wb_token_store_dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  const char *text = "[tokens]\n1=one\nsecret\n2=two\n";
  g_autofree char *kept = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  n_problems = 0;
  check (URI, NULL);
  wb_token_store_save (URI, "word");
  wait_for_problems (2);
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, text);
}

/* A pipe in the place of the file holds no token, and does not hang the app. */
static void
test_pipe (void)
{
  g_autofree char *path = wb_token_store_dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  GStatBuf info;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  n_problems = 0;
  check (URI, NULL);
  wb_token_store_save (URI, "word");
  wait_for_problems (2);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_true (S_ISFIFO (info.st_mode));
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_log_set_writer_func (log_cb, NULL, NULL);
  g_test_add_func ("/app/token-store/file", test_file);
  g_test_add_func ("/app/token-store/mode", test_mode);
  g_test_add_func ("/app/token-store/malformed", test_malformed);
  g_test_add_func ("/app/token-store/pipe", test_pipe);

  return g_test_run ();
}
