/* test-directory-source.c: datasets from a folder of JSON files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-directory-source.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server-fixture.h"
#include "wb-dataset-file.h"

typedef struct
{
  char       *folder;
  WbSource   *source;
  GString    *changed; /* the names that changed, each followed by a space */
} Fixture;

static void
changed_cb (WbSource   *source,
            const char *name,
            gpointer    user_data)
{
  Fixture *self = user_data;

  g_string_append_printf (self->changed, "%s ", name);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  self->changed = g_string_new (NULL);
  folder_write (self->folder, "seller.json", "[]");
  self->source = wb_directory_source_new (self->folder, &error);
  g_assert_no_error (error);
  g_signal_connect (self->source, "changed", G_CALLBACK (changed_cb), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->source);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  folder_remove (self->folder);
  g_string_free (self->changed, TRUE);
  g_free (self->folder);
}

static gboolean
has_changed (gpointer user_data)
{
  Fixture *self = user_data;

  return self->changed->len > 0;
}

/* Waits for a change, and gives the names. */
static void
assert_changed (Fixture    *self,
                const char *names)
{
  raw_wait_until (has_changed, self);
  g_assert_cmpstr (self->changed->str, ==, names);
  g_string_truncate (self->changed, 0);
}

static void
assert_content (Fixture    *self,
                const char *name,
                const char *content,
                const char *problem)
{
  g_autoptr (WbSnapshot) snapshot = wb_source_load (self->source, name);
  GBytes *bytes;

  g_assert_nonnull (snapshot);
  bytes = wb_snapshot_get_bytes (snapshot);
  if (content == NULL)
    g_assert_null (bytes);
  else
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), content, strlen (content));

  if (problem == NULL)
    {
      g_assert_cmpstr (wb_snapshot_get_problem (snapshot), ==, NULL);
    }
  else
    {
      g_assert_nonnull (wb_snapshot_get_problem (snapshot));
      g_test_message ("%s", wb_snapshot_get_problem (snapshot));
      g_assert_nonnull (strstr (wb_snapshot_get_problem (snapshot), problem));
    }
}

static void
assert_unknown (Fixture    *self,
                const char *name)
{
  g_autoptr (WbSnapshot) snapshot = wb_source_load (self->source, name);

  g_assert_null (snapshot);
}

static void
test_list (Fixture       *self,
           gconstpointer  data)
{
  g_auto (GStrv) names = NULL;
  const char *const expected[] = { "custom", "seller", NULL };

  folder_write (self->folder, "custom.json", "{}");
  folder_write (self->folder, "not a name.json", "{}");
  folder_write (self->folder, "notes.txt", "{}");
  assert_changed (self, "custom ");

  names = wb_source_list (self->source);
  g_assert_cmpstrv (names, expected);
  assert_unknown (self, "not a name");
  assert_unknown (self, "notes");
  assert_unknown (self, "notes.txt");
  assert_unknown (self, "../seller");
  assert_unknown (self, "");
}

static void
test_replaced (Fixture       *self,
               gconstpointer  data)
{
  folder_write (self->folder, "seller.json", "[{\"name\":\"A\",\"value\":1}]");
  assert_changed (self, "seller ");
  assert_content (self, "seller", "[{\"name\":\"A\",\"value\":1}]", NULL);
}

static void
test_new_file (Fixture       *self,
               gconstpointer  data)
{
  assert_unknown (self, "rank");
  folder_write (self->folder, "rank.json", "[]");
  assert_changed (self, "rank ");
  assert_content (self, "rank", "[]", NULL);
}

/* It is there before the monitor has said so; who waits for it hears of it nevertheless. */
static void
test_new_file_at_once (Fixture       *self,
                       gconstpointer  data)
{
  folder_write (self->folder, "rank.json", "[]");
  assert_content (self, "rank", "[]", NULL);
  g_assert_cmpstr (self->changed->str, ==, "rank ");
}

static void
test_half_written (Fixture       *self,
                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  int fd = open (path, O_WRONLY | O_TRUNC);

  g_assert_cmpint (write (fd, "[{\"name\":", 9), ==, 9);
  assert_changed (self, "seller ");
  assert_content (self, "seller", "[]", "seller");

  g_assert_cmpint (write (fd, "\"A\",\"value\":2}]", 15), ==, 15);
  close (fd);
  assert_changed (self, "seller ");
  assert_content (self, "seller", "[{\"name\":\"A\",\"value\":2}]", NULL);
}

static void
test_wrong_shape (Fixture       *self,
                  gconstpointer  data)
{
  folder_write (self->folder, "seller.json", "[{\"name\":\"A\",\"value\":null}]");
  assert_changed (self, "seller ");
  assert_content (self, "seller", "[]", "[0].value");

  /* Under a name that is no chart's, any JSON will do. */
  folder_write (self->folder, "custom.json", "[{\"name\":\"A\",\"value\":null}]");
  assert_changed (self, "custom ");
  assert_content (self, "custom", "[{\"name\":\"A\",\"value\":null}]", NULL);

  folder_write (self->folder, "custom.json", "[1,]");
  assert_changed (self, "custom ");
  assert_content (self, "custom", "[{\"name\":\"A\",\"value\":null}]", "custom");

  folder_write (self->folder, "empty.json", "");
  assert_changed (self, "empty ");
  assert_content (self, "empty", NULL, "empty");
}

static void
test_deleted (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_changed (self, "seller ");
  assert_content (self, "seller", "[]", "no longer");

  folder_write (self->folder, "seller.json", "[]");
  assert_changed (self, "seller ");
  assert_content (self, "seller", "[]", NULL);
}

static void
test_folder_recreated (Fixture       *self,
                       gconstpointer  data)
{
  folder_remove (self->folder);
  assert_changed (self, "seller ");
  assert_content (self, "seller", "[]", self->folder);

  g_assert_cmpint (g_mkdir (self->folder, 0755), ==, 0);
  folder_write (self->folder, "seller.json", "[{\"name\":\"A\",\"value\":3}]");
  assert_changed (self, "seller ");
  assert_content (self, "seller", "[{\"name\":\"A\",\"value\":3}]", NULL);

  /* The new folder is watched like the old one. */
  folder_write (self->folder, "seller.json", "[{\"name\":\"A\",\"value\":4}]");
  assert_changed (self, "seller ");
  assert_content (self, "seller", "[{\"name\":\"A\",\"value\":4}]", NULL);
}

/* As a deployment does it: another folder takes the place of the old one. */
static void
test_folder_replaced (Fixture       *self,
                      gconstpointer  data)
{
  g_autofree char *new_folder = g_strconcat (self->folder, ".new", NULL);
  g_autofree char *old_folder = g_strconcat (self->folder, ".old", NULL);

  g_assert_cmpint (g_mkdir (new_folder, 0755), ==, 0);
  folder_write (new_folder, "seller.json", "[{\"name\":\"A\",\"value\":5}]");
  g_assert_cmpint (g_rename (self->folder, old_folder), ==, 0);
  g_assert_cmpint (g_rename (new_folder, self->folder), ==, 0);

  assert_changed (self, "seller ");
  assert_content (self, "seller", "[{\"name\":\"A\",\"value\":5}]", NULL);
  folder_remove (old_folder);
}

static void
test_editor (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  g_autofree char *backup = g_build_filename (self->folder, "seller.json~", NULL);

  /* The old file moves away, a new one is written in its place, the old one goes. */
  g_assert_cmpint (g_rename (path, backup), ==, 0);
  g_assert_true (g_file_set_contents_full (path, "[{\"name\":\"A\",\"value\":6}]", -1, G_FILE_SET_CONTENTS_NONE, 0644,
                                           NULL));
  g_assert_cmpint (g_unlink (backup), ==, 0);

  assert_changed (self, "seller ");
  assert_content (self, "seller", "[{\"name\":\"A\",\"value\":6}]", NULL);
}

static void
test_burst (Fixture       *self,
            gconstpointer  data)
{
  for (guint i = 0; i <= 1000; i++)
    {
      g_autofree char *content = g_strdup_printf ("[{\"name\":\"A\",\"value\":%u}]", i);

      folder_write (self->folder, "seller.json", content);
    }

  assert_changed (self, "seller ");
  assert_content (self, "seller", "[{\"name\":\"A\",\"value\":1000}]", NULL);
}

static void
test_same_content (Fixture       *self,
                   gconstpointer  data)
{
  folder_write (self->folder, "seller.json", "[]");
  folder_write (self->folder, "later.json", "[]");
  assert_changed (self, "later ");
}

static void
test_symlink (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *outside = g_strconcat (self->folder, ".secret", NULL);
  g_autofree char *link = g_build_filename (self->folder, "leak.json", NULL);

  g_assert_true (g_file_set_contents (outside, "[\"secret\"]", -1, NULL));
  g_assert_cmpint (symlink (outside, link), ==, 0);
  assert_changed (self, "leak ");
  assert_content (self, "leak", NULL, "symbolic link");
  g_unlink (outside);
}

static void
test_special_files (Fixture       *self,
                    gconstpointer  data)
{
  g_autofree char *pipe_path = g_build_filename (self->folder, "pipe.json", NULL);
  g_autofree char *folder_path = g_build_filename (self->folder, "folder.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (pipe_path, 0644), ==, 0);
  g_assert_null (wb_dataset_file_read (self->folder, "pipe", NULL, &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA);
  g_clear_error (&error);

  g_assert_cmpint (g_mkdir (folder_path, 0755), ==, 0);
  g_assert_null (wb_dataset_file_read (self->folder, "folder", NULL, &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA);
}

static void
test_size (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new ("[\"");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  /* Spaces stay one byte in the message, quotes become two. */
  while (text->len < WB_DATASET_FILE_MAX - 128 * 1024)
    g_string_append_c (text, ' ');
  g_string_append (text, "\"]");
  folder_write (self->folder, "large.json", text->str);
  bytes = wb_dataset_file_read (self->folder, "large", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, text->len);

  while (text->len <= WB_DATASET_FILE_MAX)
    g_string_append_c (text, ' ');
  folder_write (self->folder, "larger.json", text->str);
  g_assert_null (wb_dataset_file_read (self->folder, "larger", NULL, &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_string_assign (text, "[1");
  while (text->len < WB_DATASET_FILE_MAX * 3 / 4)
    g_string_append (text, ",\"\"");
  g_string_append_c (text, ']');
  folder_write (self->folder, "quotes.json", text->str);
  g_assert_null (wb_dataset_file_read (self->folder, "quotes", NULL, &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOO_LARGE);
}

static void
test_other_name (Fixture       *self,
                 gconstpointer  data)
{
  folder_write (self->folder, "hot.json", "[]");
  assert_changed (self, "hot ");
  assert_content (self, "hotproduct", "[]", NULL);
}

static void
test_missing_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (wb_directory_source_new ("/nonexistent/data", &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "/nonexistent/data"));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/directory-source/list", test_list);
  ADD ("/directory-source/replaced", test_replaced);
  ADD ("/directory-source/new-file", test_new_file);
  ADD ("/directory-source/new-file-at-once", test_new_file_at_once);
  ADD ("/directory-source/half-written", test_half_written);
  ADD ("/directory-source/wrong-shape", test_wrong_shape);
  ADD ("/directory-source/deleted", test_deleted);
  ADD ("/directory-source/folder-recreated", test_folder_recreated);
  ADD ("/directory-source/folder-replaced", test_folder_replaced);
  ADD ("/directory-source/editor", test_editor);
  ADD ("/directory-source/burst", test_burst);
  ADD ("/directory-source/same-content", test_same_content);
  ADD ("/directory-source/symlink", test_symlink);
  ADD ("/directory-source/special-files", test_special_files);
  ADD ("/directory-source/size", test_size);
  ADD ("/directory-source/other-name", test_other_name);
  g_test_add_func ("/directory-source/missing-folder", test_missing_folder);

  return g_test_run ();
}
