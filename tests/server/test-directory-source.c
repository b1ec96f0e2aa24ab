/* test-directory-source.c: datasets from a folder of JSON files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-directory-source.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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

#define BOARD "{\"columns\":[{\"charts\":[{\"chart\":\"map\"}]}]}"

static void
test_board_file (Fixture       *self,
                 gconstpointer  data)
{
  folder_write (self->folder, "board.json", BOARD);
  assert_changed (self, "board ");
  assert_content (self, "board", BOARD, NULL);

  folder_write (self->folder, "board.json", "{\"columns\":[{\"charts\":[{\"chart\":\"pie\"}]}]}");
  assert_changed (self, "board ");
  assert_content (self, "board", BOARD, "columns[0].charts[0].chart");
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
save_in_place (const char *path,
               const char *content)
{
  g_assert_true (g_file_set_contents_full (path, content, -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
}

static void
save_like_vim (const char *path,
               const char *content)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *probe = g_build_filename (folder, "4913", NULL);
  g_autofree char *swap = g_build_filename (folder, ".seller.json.swp", NULL);
  g_autofree char *backup = g_strconcat (path, "~", NULL);

  /* The old file moves away, a new one is written in its place, the old one goes. */
  save_in_place (swap, "b0VIM");
  save_in_place (probe, "");
  g_assert_cmpint (g_unlink (probe), ==, 0);
  g_assert_cmpint (g_rename (path, backup), ==, 0);
  save_in_place (path, content);
  g_assert_cmpint (g_unlink (backup), ==, 0);
  g_assert_cmpint (g_unlink (swap), ==, 0);
}

static void
save_like_emacs (const char *path,
                 const char *content)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *lock = g_build_filename (folder, ".#seller.json", NULL);
  g_autofree char *autosave = g_build_filename (folder, "#seller.json#", NULL);

  /* The lock is a link that leads nowhere. */
  g_assert_cmpint (symlink ("user@host.1", lock), ==, 0);
  save_in_place (autosave, content);
  save_in_place (path, content);
  g_assert_cmpint (g_unlink (autosave), ==, 0);
  g_assert_cmpint (g_unlink (lock), ==, 0);
}

static void
save_like_gedit (const char *path,
                 const char *content)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_replace_contents (file, content, strlen (content), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                          NULL, NULL));
}

static void
save_by_deleting (const char *path,
                  const char *content)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
  save_in_place (path, content);
}

/* Byte for byte, as a slow program writes: what is half there is never taken for the whole. */
static void
save_in_pieces (const char *path,
                const char *content)
{
  int fd = open (path, O_WRONLY | O_TRUNC);

  for (gsize i = 0; content[i] != '\0'; i++)
    {
      g_assert_cmpint (write (fd, content + i, 1), ==, 1);
      g_main_context_iteration (NULL, FALSE);
    }
  close (fd);
}

static void
test_editors (Fixture       *self,
              gconstpointer  data)
{
  void (*const savers[]) (const char *path, const char *content) = {
    save_in_place, save_like_vim, save_like_emacs, save_like_gedit, save_by_deleting, save_in_pieces,
  };
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (savers); i++)
    {
      g_autofree char *content = g_strdup_printf ("[{\"name\":\"A\",\"value\":%zu}]", i + 6);

      savers[i % G_N_ELEMENTS (savers)] (path, content);
      assert_changed (self, "seller ");
      assert_content (self, "seller", content, NULL);
    }
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

static gboolean
has_last_values (gpointer user_data)
{
  Fixture *self = user_data;
  GBytes *bytes;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("burst-%u", i);
      g_autoptr (WbSnapshot) snapshot = wb_source_load (self->source, name);

      bytes = snapshot != NULL ? wb_snapshot_get_bytes (snapshot) : NULL;
      if (bytes == NULL || g_bytes_get_size (bytes) != 3 || memcmp (g_bytes_get_data (bytes, NULL), "499", 3) != 0)
        return FALSE;
    }

  return TRUE;
}

/* More events than the kernel keeps, while nobody looks: few signals, and none of the last values is missed. */
static void
test_large_burst (Fixture       *self,
                  gconstpointer  data)
{
  g_auto (GStrv) changes = NULL;

  for (guint i = 0; i < 500; i++)
    for (guint j = 0; j < 20; j++)
      {
        g_autofree char *file_name = g_strdup_printf ("burst-%u.json", j);
        g_autofree char *content = g_strdup_printf ("%u", i);

        folder_write (self->folder, file_name, content);
      }

  raw_wait_until (has_last_values, self);
  changes = g_strsplit (self->changed->str, " ", -1);
  g_assert_cmpuint (g_strv_length (changes) - 1, <=, 100);
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

/* Before Linux 5.6, and under valgrind, no link is followed at all. */
static gboolean
kernel_follows_links (void)
{
  struct open_how how = { .flags = O_RDONLY, .resolve = RESOLVE_BENEATH };
  int fd = (int) syscall (SYS_openat2, AT_FDCWD, ".", &how, sizeof how);

  if (fd >= 0)
    close (fd);
  else
    g_test_skip ("there is no openat2() here, so links are refused");

  return fd >= 0;
}

/* Links may lead about in the folder, and below it. */
static void
test_symlink_inside (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *link = g_build_filename (self->folder, "alias.json", NULL);
  g_autofree char *other = g_build_filename (self->folder, "other.json", NULL);

  if (!kernel_follows_links ())
    return;

  folder_write (self->folder, "target.txt", "[1]");
  g_assert_cmpint (symlink ("target.txt", link), ==, 0);
  g_assert_cmpint (symlink ("alias.json", other), ==, 0);
  raw_wait_until (has_changed, self);
  assert_content (self, "alias", "[1]", NULL);
  assert_content (self, "other", "[1]", NULL);

  /* What the link leads to is seen to change. */
  g_string_truncate (self->changed, 0);
  folder_write (self->folder, "target.txt", "[2]");
  raw_wait_until (has_changed, self);
  assert_content (self, "alias", "[2]", NULL);
  assert_content (self, "other", "[2]", NULL);
}

/* As Kubernetes mounts a ConfigMap: everything changes with one link. */
static void
test_symlink_switched (Fixture       *self,
                       gconstpointer  data)
{
  g_autofree char *one = g_build_filename (self->folder, "..one", NULL);
  g_autofree char *two = g_build_filename (self->folder, "..two", NULL);
  g_autofree char *current = g_build_filename (self->folder, "..data", NULL);
  g_autofree char *next = g_build_filename (self->folder, "..data_tmp", NULL);
  g_autofree char *link = g_build_filename (self->folder, "rank.json", NULL);

  if (!kernel_follows_links ())
    return;

  g_assert_cmpint (g_mkdir (one, 0755), ==, 0);
  g_assert_cmpint (g_mkdir (two, 0755), ==, 0);
  folder_write (one, "rank.json", "[]");
  folder_write (two, "rank.json", "[{\"name\":\"A\",\"value\":2}]");
  g_assert_cmpint (symlink ("..one", current), ==, 0);
  g_assert_cmpint (symlink ("..data/rank.json", link), ==, 0);
  assert_changed (self, "rank ");
  assert_content (self, "rank", "[]", NULL);

  g_assert_cmpint (symlink ("..two", next), ==, 0);
  g_assert_cmpint (g_rename (next, current), ==, 0);
  assert_changed (self, "rank ");
  assert_content (self, "rank", "[{\"name\":\"A\",\"value\":2}]", NULL);

  folder_remove (one);
  folder_remove (two);
}

/* Every way out is refused, whatever it is called. */
static void
test_symlink_ways_out (Fixture       *self,
                       gconstpointer  data)
{
  g_autofree char *outside = g_strconcat (self->folder, ".secret", NULL);
  g_autofree char *stem = g_path_get_basename (outside);
  g_autofree char *upwards = g_strconcat ("../", stem, NULL);
  g_autofree char *in_and_out = g_strconcat ("../../", self->folder, ".secret", NULL);
  g_autofree char *parent = g_build_filename (self->folder, "parent", NULL);
  g_autofree char *through_parent = g_strconcat ("parent/", stem, NULL);
  const char *const ways[] = { outside, upwards, in_and_out, through_parent, "/proc/self/environ", "/dev/stdin",
                               "/proc/self/root/etc/hostname" };

  g_assert_true (g_file_set_contents (outside, "[\"secret\"]", -1, NULL));
  g_assert_cmpint (symlink ("..", parent), ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *name = g_strdup_printf ("way-%zu", i);
      g_autofree char *file_name = g_strconcat (name, ".json", NULL);
      g_autofree char *link = g_build_filename (self->folder, file_name, NULL);

      g_assert_cmpint (symlink (ways[i], link), ==, 0);
      assert_content (self, name, NULL, "symbolic link");
    }

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
  ADD ("/directory-source/board-file", test_board_file);
  ADD ("/directory-source/deleted", test_deleted);
  ADD ("/directory-source/folder-recreated", test_folder_recreated);
  ADD ("/directory-source/folder-replaced", test_folder_replaced);
  ADD ("/directory-source/editors", test_editors);
  ADD ("/directory-source/burst", test_burst);
  ADD ("/directory-source/large-burst", test_large_burst);
  ADD ("/directory-source/same-content", test_same_content);
  ADD ("/directory-source/symlink", test_symlink);
  ADD ("/directory-source/symlink-inside", test_symlink_inside);
  ADD ("/directory-source/symlink-switched", test_symlink_switched);
  ADD ("/directory-source/symlink-ways-out", test_symlink_ways_out);
  ADD ("/directory-source/special-files", test_special_files);
  ADD ("/directory-source/size", test_size);
  ADD ("/directory-source/other-name", test_other_name);
  g_test_add_func ("/directory-source/missing-folder", test_missing_folder);

  return g_test_run ();
}
