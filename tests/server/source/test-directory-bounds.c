/* test-directory-bounds.c: files that a folder of datasets must not give access to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "folder-fixture.h"
#include "server-fixture.h"
#include "source/wb-dataset-file.h"

static void
test_symlink (FolderFixture *self,
              gconstpointer  data)
{
  g_autofree char *outside = g_strconcat (self->folder, ".secret", NULL);
  g_autofree char *link = g_build_filename (self->folder, "leak.json", NULL);

  g_assert_true (g_file_set_contents (outside, "[\"secret\"]", -1, NULL));
  g_assert_cmpint (symlink (outside, link), ==, 0);
  folder_fixture_assert_changed (self, "leak ");
  folder_fixture_assert_content (self, "leak", NULL, "symbolic link");
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

/* Links within the folder and below it are followed. */
static void
test_symlink_inside (FolderFixture *self,
                     gconstpointer  data)
{
  g_autofree char *link = g_build_filename (self->folder, "alias.json", NULL);
  g_autofree char *other = g_build_filename (self->folder, "other.json", NULL);

  if (!kernel_follows_links ())
    return;

  folder_write (self->folder, "target.txt", "[1]");
  g_assert_cmpint (symlink ("target.txt", link), ==, 0);
  g_assert_cmpint (symlink ("alias.json", other), ==, 0);
  raw_wait_until (folder_fixture_has_changed, self);
  folder_fixture_assert_content (self, "alias", "[1]", NULL);
  folder_fixture_assert_content (self, "other", "[1]", NULL);

  /* A change of the target is noticed. */
  g_string_truncate (self->changed, 0);
  folder_write (self->folder, "target.txt", "[2]");
  raw_wait_until (folder_fixture_has_changed, self);
  folder_fixture_assert_content (self, "alias", "[2]", NULL);
  folder_fixture_assert_content (self, "other", "[2]", NULL);
}

/* As Kubernetes mounts a ConfigMap: one link switches all files. */
static void
test_symlink_switched (FolderFixture *self,
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
  folder_fixture_assert_changed (self, "rank ");
  folder_fixture_assert_content (self, "rank", "[]", NULL);

  g_assert_cmpint (symlink ("..two", next), ==, 0);
  g_assert_cmpint (g_rename (next, current), ==, 0);
  folder_fixture_assert_changed (self, "rank ");
  folder_fixture_assert_content (self, "rank", "[{\"name\":\"A\",\"value\":2}]", NULL);

  folder_remove (one);
  folder_remove (two);
}

/* Every path out of the folder is refused. */
static void
test_symlink_ways_out (FolderFixture *self,
                       gconstpointer  data)
{
  g_autofree char *outside = g_strconcat (self->folder, ".secret", NULL);
  g_autofree char *stem = g_path_get_basename (outside);
  g_autofree char *upwards = g_strconcat ("../", stem, NULL);
  g_autofree char *in_and_out = g_strconcat ("../../", self->folder, ".secret", NULL);
  g_autofree char *parent = g_build_filename (self->folder, "parent", NULL);
  g_autofree char *through_parent = g_strconcat ("parent/", stem, NULL);
  const char *const ways[] = { outside, upwards, in_and_out, through_parent, "/proc/self/environ",
                               "/dev/stdin",
                               "/proc/self/root/etc/hostname" };

  g_assert_true (g_file_set_contents (outside, "[\"secret\"]", -1, NULL));
  g_assert_cmpint (symlink ("..", parent), ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *name = g_strdup_printf ("way-%zu", i);
      g_autofree char *file_name = g_strconcat (name, ".json", NULL);
      g_autofree char *link = g_build_filename (self->folder, file_name, NULL);

      g_assert_cmpint (symlink (ways[i], link), ==, 0);
      folder_fixture_look (self, name);
      folder_fixture_assert_content (self, name, NULL, "symbolic link");
    }

  g_unlink (outside);
}

/* Reads a file as the source does. */
static GBytes *
read_dataset (FolderFixture  *self,
              const char     *name,
              GError        **error)
{
  GBytes *content;
  int fd = wb_dataset_file_open (self->folder, name, NULL, error);

  if (fd < 0)
    return NULL;
  content = wb_dataset_file_read (fd, name, NULL, error);
  close (fd);

  return content;
}

static void
test_special_files (FolderFixture *self,
                    gconstpointer  data)
{
  g_autofree char *pipe_path = g_build_filename (self->folder, "pipe.json", NULL);
  g_autofree char *folder_path = g_build_filename (self->folder, "folder.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (pipe_path, 0644), ==, 0);
  g_assert_null (read_dataset (self, "pipe", &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA);
  g_clear_error (&error);

  g_assert_cmpint (g_mkdir (folder_path, 0755), ==, 0);
  g_assert_null (read_dataset (self, "folder", &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA);
}

static void
test_size (FolderFixture *self,
           gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new ("[\"");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  /* In a message, spaces take one byte and quotes two. */
  while (text->len < WB_DATASET_FILE_MAX - 128 * 1024)
    g_string_append_c (text, ' ');
  g_string_append (text, "\"]");
  folder_write (self->folder, "large.json", text->str);
  bytes = read_dataset (self, "large", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, text->len);

  while (text->len <= WB_DATASET_FILE_MAX)
    g_string_append_c (text, ' ');
  folder_write (self->folder, "larger.json", text->str);
  g_assert_null (read_dataset (self, "larger", &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_string_assign (text, "[1");
  while (text->len < WB_DATASET_FILE_MAX * 3 / 4)
    g_string_append (text, ",\"\"");
  g_string_append_c (text, ']');
  folder_write (self->folder, "quotes.json", text->str);
  g_assert_null (read_dataset (self, "quotes", &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOO_LARGE);
}

#define ADD(path, function) \
  g_test_add (path, FolderFixture, NULL, folder_fixture_set_up, function, folder_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/directory-source/symlink", test_symlink);
  ADD ("/directory-source/symlink-inside", test_symlink_inside);
  ADD ("/directory-source/symlink-switched", test_symlink_switched);
  ADD ("/directory-source/symlink-ways-out", test_symlink_ways_out);
  ADD ("/directory-source/special-files", test_special_files);
  ADD ("/directory-source/size", test_size);

  return g_test_run ();
}
