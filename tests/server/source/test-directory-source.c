/* test-directory-source.c: datasets from a folder of JSON files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* For syscall(). */
#define _DEFAULT_SOURCE

#include "source/wb-directory-source.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "board/wb-answer.h"
#include "folder-fixture.h"
#include "server-fixture.h"

/* Simulates a disk on which removing a file blocks. */
static GMutex disk_mutex;
static GCond disk_cond;
static gboolean disk_is_stuck;

/* The longest block, which the test may end: longer than a start waits for the files. */
#define STUCK_US (20 * G_USEC_PER_SEC)

/* Overrides the function of the C library in this process. */
int
unlinkat (int         folder_fd,
          const char *name,
          int         flags)
{
  gint64 end = g_get_monotonic_time () + STUCK_US;

  g_mutex_lock (&disk_mutex);
  while (disk_is_stuck && g_cond_wait_until (&disk_cond, &disk_mutex, end))
    ;
  g_mutex_unlock (&disk_mutex);

  return (int) syscall (SYS_unlinkat, folder_fd, name, flags);
}

static void
set_disk_is_stuck (gboolean is_stuck)
{
  g_mutex_lock (&disk_mutex);
  disk_is_stuck = is_stuck;
  g_cond_broadcast (&disk_cond);
  g_mutex_unlock (&disk_mutex);
}

static void
test_list (FolderFixture *self,
           gconstpointer  data)
{
  g_auto (GStrv) names = NULL;
  const char *const expected[] = { "custom", "seller", NULL };

  folder_write (self->folder, "custom.json", "{}");
  folder_write (self->folder, "not a name.json", "{}");
  folder_write (self->folder, "notes.txt", "{}");
  folder_fixture_assert_changed (self, "custom ");

  names = wb_source_list (self->source);
  g_assert_cmpstrv (names, expected);
  folder_fixture_assert_unknown (self, "not a name");
  folder_fixture_assert_unknown (self, "notes");
  folder_fixture_assert_unknown (self, "notes.txt");
  folder_fixture_assert_unknown (self, "../seller");
  folder_fixture_assert_unknown (self, "");
}

static void
test_replaced (FolderFixture *self,
               gconstpointer  data)
{
  folder_write (self->folder, "seller.json", "[{\"name\":\"A\",\"value\":1}]");
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[{\"name\":\"A\",\"value\":1}]", NULL);
}

static void
test_new_file (FolderFixture *self,
               gconstpointer  data)
{
  folder_fixture_assert_unknown (self, "rank");
  folder_write (self->folder, "rank.json", "[]");
  folder_fixture_assert_changed (self, "rank ");
  folder_fixture_assert_content (self, "rank", "[]", NULL);
}

/* A lookup finds a file before the monitor reports it, and `changed` is emitted all the same. */
static void
test_new_file_at_once (FolderFixture *self,
                       gconstpointer  data)
{
  folder_write (self->folder, "rank.json", "[]");
  folder_fixture_look (self, "rank");
  folder_fixture_assert_content (self, "rank", "[]", NULL);
  g_assert_cmpstr (self->changed->str, ==, "rank ");
}

static void
test_half_written (FolderFixture *self,
                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  int fd = open (path, O_WRONLY | O_TRUNC);

  g_assert_cmpint (write (fd, "[{\"name\":", 9), ==, 9);
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[]", "seller");

  g_assert_cmpint (write (fd, "\"A\",\"value\":2}]", 15), ==, 15);
  close (fd);
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[{\"name\":\"A\",\"value\":2}]", NULL);
}

/* Pages would fail to parse a byte order mark, and what nobody reads stays as it is. */
static void
test_odd (FolderFixture *self,
          gconstpointer  data)
{
  const char *text = "[{\"id\":1764415142000000001,\"name\":\"\\ud83d\",\"value\":null}]";
  g_autofree char *marked = g_strconcat ("\xef\xbb\xbf", text, NULL);

  folder_write (self->folder, "seller.json", marked);
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", text, NULL);
}

static void
test_wrong_shape (FolderFixture *self,
                  gconstpointer  data)
{
  folder_write (self->folder, "seller.json", "[{\"name\":\"A\",\"value\":true}]");
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[]", "[0].value");

  /* Any JSON is valid for a name that is not a chart's. */
  folder_write (self->folder, "custom.json", "[{\"name\":\"A\",\"value\":null}]");
  folder_fixture_assert_changed (self, "custom ");
  folder_fixture_assert_content (self, "custom", "[{\"name\":\"A\",\"value\":null}]", NULL);

  folder_write (self->folder, "custom.json", "[1,]");
  folder_fixture_assert_changed (self, "custom ");
  folder_fixture_assert_content (self, "custom", "[{\"name\":\"A\",\"value\":null}]", "custom");

  folder_write (self->folder, "empty.json", "");
  folder_fixture_assert_changed (self, "empty ");
  folder_fixture_assert_content (self, "empty", NULL, "empty");
}

#define BOARD "{\"columns\":[{\"charts\":[{\"chart\":\"map\"}]}]}"

static void
test_board_file (FolderFixture *self,
                 gconstpointer  data)
{
  folder_write (self->folder, "board.json", BOARD);
  folder_fixture_assert_changed (self, "board ");
  folder_fixture_assert_content (self, "board", BOARD, NULL);

  folder_write (self->folder, "board.json", "{\"columns\":[{\"charts\":[{\"chart\":\"pie\"}]}]}");
  folder_fixture_assert_changed (self, "board ");
  folder_fixture_assert_content (self, "board", BOARD, "columns[0].charts[0].chart");
}

static void
test_deleted (FolderFixture *self,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[]", "no longer");

  folder_write (self->folder, "seller.json", "[]");
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[]", NULL);
}

static void
test_folder_recreated (FolderFixture *self,
                       gconstpointer  data)
{
  folder_remove (self->folder);
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[]", "The data folder cannot be read");

  g_assert_cmpint (g_mkdir (self->folder, 0755), ==, 0);
  folder_write (self->folder, "seller.json", "[{\"name\":\"A\",\"value\":3}]");
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[{\"name\":\"A\",\"value\":3}]", NULL);

  /* The new folder is watched like the old one. */
  folder_write (self->folder, "seller.json", "[{\"name\":\"A\",\"value\":4}]");
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[{\"name\":\"A\",\"value\":4}]", NULL);
}

/* As in a deployment: another folder replaces the old one. */
static void
test_folder_replaced (FolderFixture *self,
                      gconstpointer  data)
{
  g_autofree char *new_folder = g_strconcat (self->folder, ".new", NULL);
  g_autofree char *old_folder = g_strconcat (self->folder, ".old", NULL);

  g_assert_cmpint (g_mkdir (new_folder, 0755), ==, 0);
  folder_write (new_folder, "seller.json", "[{\"name\":\"A\",\"value\":5}]");
  g_assert_cmpint (g_rename (self->folder, old_folder), ==, 0);
  g_assert_cmpint (g_rename (new_folder, self->folder), ==, 0);

  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[{\"name\":\"A\",\"value\":5}]", NULL);
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

  /* The old file is renamed, a new one is written, the old one is removed. */
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

  /* The lock is a dangling link. */
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

  g_assert_true (g_file_replace_contents (file, content, strlen (content), NULL, FALSE, G_FILE_CREATE_NONE,
                                          NULL, NULL, NULL));
}

static void
save_by_deleting (const char *path,
                  const char *content)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
  save_in_place (path, content);
}

/* Writes byte by byte, like a slow program: an incomplete file is never served. */
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

static gboolean
serves (FolderFixture *self,
        WbSnapshot    *snapshot)
{
  g_autoptr (WbSnapshot) now = wb_source_load (self->source, "seller");

  return g_bytes_equal (wb_snapshot_get_bytes (now), wb_snapshot_get_bytes (snapshot));
}

static void
test_editors (FolderFixture *self,
              gconstpointer  data)
{
  void (*const savers[]) (const char *path, const char *content) = {
    save_in_place, save_like_vim, save_like_emacs, save_like_gedit, save_by_deleting, save_in_pieces,
  };
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (savers); i++)
    {
      g_autofree char *content = g_strdup_printf ("[{\"name\":\"A\",\"value\":%zu}]", i + 6);
      g_autoptr (WbSnapshot) old = wb_source_load (self->source, "seller");

      savers[i % G_N_ELEMENTS (savers)] (path, content);

      /* On a busy machine the file may be missing, or incomplete, for long enough to be reported. */
      do
        folder_fixture_assert_changed (self, "seller ");
      while (serves (self, old));
      folder_fixture_assert_content (self, "seller", content, NULL);
    }
}

static gboolean
has_last_value (gpointer user_data)
{
  FolderFixture *self = user_data;
  g_autoptr (WbSnapshot) snapshot = wb_source_load (self->source, "seller");
  gsize length;
  const char *text = g_bytes_get_data (wb_snapshot_get_bytes (snapshot), &length);

  return g_strstr_len (text, (gssize) length, ":1000}") != NULL;
}

/* A file is read after 50 ms without events, so at most that often. */
static void
test_burst (FolderFixture *self,
            gconstpointer  data)
{
  gint64 started = g_get_monotonic_time ();
  g_auto (GStrv) changes = NULL;
  gint64 took;

  for (guint i = 0; i <= 1000; i++)
    {
      g_autofree char *content = g_strdup_printf ("[{\"name\":\"A\",\"value\":%u}]", i);

      folder_write (self->folder, "seller.json", content);
    }

  raw_wait_until (has_last_value, self);
  took = (g_get_monotonic_time () - started) / 1000;
  folder_fixture_assert_content (self, "seller", "[{\"name\":\"A\",\"value\":1000}]", NULL);
  changes = g_strsplit (self->changed->str, " ", -1);
  g_assert_cmpint (g_strv_length (changes) - 1, <=, 2 + took / 50);
}

static gboolean
has_last_values (gpointer user_data)
{
  FolderFixture *self = user_data;
  GBytes *bytes;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("burst-%u", i);
      g_autoptr (WbSnapshot) snapshot = wb_source_load (self->source, name);

      bytes = snapshot != NULL ? wb_snapshot_get_bytes (snapshot) : NULL;
      if (bytes == NULL || g_bytes_get_size (bytes) != 3 ||
          memcmp (g_bytes_get_data (bytes, NULL), "499", 3) != 0)
        return FALSE;
    }

  return TRUE;
}

/* More events than the kernel queues while the reader is blocked: few signals, and all last values are
 * read. */
static void
test_large_burst (FolderFixture *self,
                  gconstpointer  data)
{
  enum { N_FILES = 20 };
  gint64 started = g_get_monotonic_time ();
  g_auto (GStrv) changes = NULL;
  gint64 took;

  for (guint i = 0; i < 500; i++)
    for (guint j = 0; j < N_FILES; j++)
      {
        g_autofree char *file_name = g_strdup_printf ("burst-%u.json", j);
        g_autofree char *content = g_strdup_printf ("%u", i);

        folder_write (self->folder, file_name, content);
      }

  raw_wait_until (has_last_values, self);
  took = (g_get_monotonic_time () - started) / 1000;
  changes = g_strsplit (self->changed->str, " ", -1);
  g_test_message ("%u signals for %d files in %" G_GINT64_FORMAT " ms", g_strv_length (changes) - 1, N_FILES,
                  took);
  g_assert_cmpint (g_strv_length (changes) - 1, <=, N_FILES * (2 + took / 50));
}

static void
test_same_content (FolderFixture *self,
                   gconstpointer  data)
{
  folder_write (self->folder, "seller.json", "[]");
  folder_write (self->folder, "later.json", "[]");
  folder_fixture_assert_changed (self, "later ");
}

static void
test_other_name (FolderFixture *self,
                 gconstpointer  data)
{
  folder_write (self->folder, "hot.json", "[]");
  folder_fixture_assert_changed (self, "hot ");
  folder_fixture_assert_content (self, "hotproduct", "[]", NULL);
}

static gconstpointer
get_shared_text (FolderFixture *self,
                 const char    *name)
{
  static const char request[] = "{\"action\":\"getData\"}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (request, strlen (request));
  g_autoptr (WbMessage) message = wb_message_parse (bytes, NULL);
  g_autoptr (WbSnapshot) snapshot = wb_source_load (self->source, name);
  g_autoptr (WbWebsocketFrame) answer = wb_answer_new (snapshot, message, TRUE);
  struct iovec vectors[WB_WEBSOCKET_MAX_PARTS];

  g_assert_cmpuint (wb_websocket_frame_gather (answer, 0, vectors, G_N_ELEMENTS (vectors)), ==, 3);

  return vectors[1].iov_base;
}

/* When only the problem of a file changes, the shared text of its answers is not built again. */
static void
test_text_is_shared (FolderFixture *self,
                     gconstpointer  data)
{
  gconstpointer text = get_shared_text (self, "seller");
  g_autoptr (WbSnapshot) first = wb_source_load (self->source, "seller");
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);

  folder_write (self->folder, "seller.json", "[1]");
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[]", "seller: [0]");
  g_assert_true (get_shared_text (self, "seller") == text);

  g_assert_cmpint (g_unlink (path), ==, 0);
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[]", "no longer");
  g_assert_true (get_shared_text (self, "seller") == text);

  folder_write (self->folder, "seller.json", "[]");
  folder_fixture_assert_changed (self, "seller ");
  folder_fixture_assert_content (self, "seller", "[]", NULL);
  g_assert_true (get_shared_text (self, "seller") == text);
}

static gboolean
has_seller (gpointer user_data)
{
  g_autoptr (WbSnapshot) snapshot = wb_source_load (user_data, "seller");

  return snapshot != NULL;
}

/* A server starts although temporary files of a killed one cannot be removed yet. */
static void
test_stuck_disk (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *left = g_build_filename (folder, ".seller.json.wb-0123abcd", NULL);
  g_autofree char *trouble = NULL;
  g_autoptr (GError) error = NULL;
  WbSource *source;

  folder_write (folder, "seller.json", "[]");
  folder_write (folder, ".seller.json.wb-0123abcd", "[");
  set_disk_is_stuck (TRUE);
  source = wb_directory_source_new (folder, WB_FOLDER_SWEEP, &error);
  g_assert_no_error (error);
  trouble = wb_source_dup_trouble (source);
  g_assert_nonnull (trouble);

  set_disk_is_stuck (FALSE);
  raw_wait_until (has_seller, source);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_finalize_object (source);
  folder_remove (folder);
}

static void
test_missing_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (wb_directory_source_new ("/nonexistent/data", WB_FOLDER_SWEEP, &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "/nonexistent/data"));
}

#define ADD(path, function) \
  g_test_add (path, FolderFixture, NULL, folder_fixture_set_up, function, folder_fixture_tear_down)

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
  ADD ("/directory-source/odd", test_odd);
  ADD ("/directory-source/wrong-shape", test_wrong_shape);
  ADD ("/directory-source/board-file", test_board_file);
  ADD ("/directory-source/deleted", test_deleted);
  ADD ("/directory-source/folder-recreated", test_folder_recreated);
  ADD ("/directory-source/folder-replaced", test_folder_replaced);
  ADD ("/directory-source/editors", test_editors);
  ADD ("/directory-source/burst", test_burst);
  ADD ("/directory-source/large-burst", test_large_burst);
  ADD ("/directory-source/same-content", test_same_content);
  ADD ("/directory-source/other-name", test_other_name);
  ADD ("/directory-source/text-is-shared", test_text_is_shared);
  g_test_add_func ("/directory-source/stuck-disk", test_stuck_disk);
  g_test_add_func ("/directory-source/missing-folder", test_missing_folder);

  return g_test_run ();
}
