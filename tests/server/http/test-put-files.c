/* test-put-files.c: the files that a put makes, and their permissions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "daemon-fixture.h"
#include "put.h"

/* A group that this process is not in, unless it is root. */
#define OTHER_GROUP 54321

/* The attributes with the access list of a file, and with the default list of a folder for its new files
 * (acl(5)). Those in the tests are far shorter than this. */
#define ACCESS_ACL  "system.posix_acl_access"
#define DEFAULT_ACL "system.posix_acl_default"
#define MAX_ACL 1024

/* Large enough to take the disk some milliseconds. */
#define LARGE_SIZE (3 * 1024 * 1024)

/* How often a server is killed with puts under way. */
#define N_KILLS 5

typedef struct
{
  const char *folder;
  gint        is_over;  /* atomic */
  mode_t      modes;    /* all bits that a new file beside the dataset ever had */
  gint        n_seen;   /* atomic */
} Observation;

static void
observe_file (Observation *self,
              const char  *file_name)
{
  g_autofree char *path = g_build_filename (self->folder, file_name, NULL);
  GStatBuf info;

  if (*file_name == '.' && g_lstat (path, &info) == 0)
    {
      self->modes |= info.st_mode & 0777;
      g_atomic_int_inc (&self->n_seen);
    }
}

/* Looks at each new file from the moment that it has a name. */
static gpointer
observe_thread (gpointer data)
{
  Observation *self = data;

  while (!g_atomic_int_get (&self->is_over))
    {
      g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        observe_file (self, name);
    }

  return NULL;
}

static mode_t
get_mode (DaemonFixture *self,
          const char    *file_name,
          gid_t         *ret_group)
{
  g_autofree char *path = g_build_filename (self->folder, file_name, NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  if (ret_group != NULL)
    *ret_group = info.st_gid;

  return info.st_mode & 0777;
}

static void
put_seller (DaemonFixture *self,
            const char    *content)
{
  g_autoptr (RawReply) reply = put_to (self->http, "/api/seller", NULL, content);

  put_assert_status (reply, 204, NULL);
}

/* Puts a few times, and collects the modes of the temporary files. */
static mode_t
put_and_observe (DaemonFixture *self)
{
  Observation observation = { .folder = self->folder };
  GThread *thread = g_thread_new ("observe", observe_thread, &observation);

  for (guint i = 0; i < 10 || g_atomic_int_get (&observation.n_seen) == 0; i++)
    {
      g_autofree char *content = put_make_large (LARGE_SIZE + i);

      put_seller (self, content);
    }
  g_atomic_int_set (&observation.is_over, TRUE);
  g_thread_join (thread);
  g_test_message ("new files were seen %d times, with the bits %o", observation.n_seen, observation.modes);

  return observation.modes;
}

/* At no moment may a user read what is put without the right to read the dataset, whatever the umask is. */
static void
test_mode (DaemonFixture *self,
           gconstpointer  data)
{
  static const mode_t modes[] = { 0600, 0640, 0400 };
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  mode_t old_mask = umask (0);

  daemon_fixture_start (self, NULL);
  umask (old_mask);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      mode_t seen;

      g_assert_cmpint (g_chmod (path, modes[i]), ==, 0);
      seen = put_and_observe (self);
      g_assert_cmpuint (get_mode (self, "seller.json", NULL), ==, modes[i]);
      g_assert_cmpuint (seen & ~modes[i] & 0177, ==, 0);
    }
}

/* If the old file is outside the folder, or is not a file, only the server may read the new one. */
static void
test_mode_of_others (DaemonFixture *self,
                     gconstpointer  data)
{
  static const char *const names[] = { "link", "absolute", "loop", "pipe", "nothing" };
  g_autofree char *outside = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *real = g_build_filename (outside, "real.json", NULL);
  g_autofree char *stem = g_path_get_basename (outside);
  g_autofree char *upwards = g_build_filename ("..", stem, "real.json", NULL);
  mode_t old_mask = umask (022);

  folder_write (outside, "real.json", SELLER_JSON);
  g_assert_cmpint (g_chmod (real, 0600), ==, 0);
  daemon_fixture_start (self, NULL);
  umask (old_mask);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file_name = g_strconcat (names[i], ".json", NULL);
      g_autofree char *path = g_build_filename (self->folder, file_name, NULL);
      g_autofree char *api = g_strconcat ("/api/", names[i], NULL);
      const char *targets[] = { upwards, real, "loop.json" };
      g_autoptr (RawReply) reply = NULL;
      GStatBuf info;

      if (i < G_N_ELEMENTS (targets))
        g_assert_cmpint (symlink (targets[i], path), ==, 0);
      else if (g_str_equal (names[i], "pipe"))
        g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      g_test_message ("%s", names[i]);
      reply = put_to (self->http, api, NULL, NEW_JSON);
      put_assert_status (reply, 204, NULL);
      g_assert_cmpint (g_lstat (path, &info), ==, 0);
      g_assert_true (S_ISREG (info.st_mode));
      g_assert_cmpuint (info.st_mode & 0777, ==, g_str_equal (names[i], "nothing") ? 0644 : 0600);
    }

  folder_remove (outside);
}

/* A link is replaced; the new file has the permissions of its target. */
static void
test_mode_of_target (DaemonFixture *self,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  g_autofree char *target = g_build_filename (self->folder, "target.txt", NULL);

  g_assert_cmpint (g_rename (path, target), ==, 0);
  g_assert_cmpint (g_chmod (target, 0600), ==, 0);
  g_assert_cmpint (symlink ("target.txt", path), ==, 0);
  daemon_fixture_start (self, NULL);
  put_seller (self, NEW_JSON);
  g_assert_false (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpuint (get_mode (self, "seller.json", NULL), ==, 0600);
}

static void
test_new_mode (DaemonFixture *self,
               gconstpointer  data)
{
  mode_t old_mask = umask (027);
  g_autoptr (RawReply) reply = NULL;

  daemon_fixture_start (self, NULL);
  umask (old_mask);
  reply = put_to (self->http, "/api/rank", NULL, "[]");
  put_assert_status (reply, 204, NULL);
  g_assert_cmpuint (get_mode (self, "rank.json", NULL), ==, 0640);
}

/* An access list as the kernel takes it, in little-endian numbers. */
typedef struct
{
  guint32 version;
  struct
  {
    guint16 tag;
    guint16 rights;
    guint32 id;
  } entries[5];
} Acl;

/* user::rw-, user:OTHER_GROUP:rw-, group::, mask::rw-, other:: */
static Acl
make_acl (guint group,
          guint other)
{
  const guint32 none = GUINT32_TO_LE (G_MAXUINT32);
  const Acl acl = {
    .version = GUINT32_TO_LE (2),
    .entries = {
      { GUINT16_TO_LE (0x01), GUINT16_TO_LE (6), none },
      { GUINT16_TO_LE (0x02), GUINT16_TO_LE (6), GUINT32_TO_LE (OTHER_GROUP) },
      { GUINT16_TO_LE (0x04), GUINT16_TO_LE (group), none },
      { GUINT16_TO_LE (0x10), GUINT16_TO_LE (6), none },
      { GUINT16_TO_LE (0x20), GUINT16_TO_LE (other), none },
    },
  };

  return acl;
}

/* Sets the access list of a file or folder, if the file system supports it. */
static gboolean
set_acl (const char *path,
         const char *kind,
         const Acl  *acl)
{
  if (setxattr (path, kind, acl, sizeof *acl, 0) == 0)
    return TRUE;

  g_assert_cmpint (errno, ==, EOPNOTSUPP);
  g_test_message ("“%s” is on a file system without access lists", path);
  return FALSE;
}

static void
assert_acl (const char *path,
            const Acl  *acl)
{
  char found[MAX_ACL];
  gssize length = getxattr (path, ACCESS_ACL, found, sizeof found);

  g_assert_cmpmem (found, MAX (length, 0), acl, acl != NULL ? sizeof *acl : 0);
}

/* Named users keep what they may, and the group of the file gets no more than it had: the group bits of the
 * mode of such a file are the most that named users may, too (acl(5)). */
static void
test_acl (DaemonFixture *self,
          gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  const Acl acl = make_acl (0, 0);
  gboolean has_acl = set_acl (path, ACCESS_ACL, &acl);

  if (!has_acl)
    g_assert_cmpint (g_chmod (path, 0660), ==, 0);
  daemon_fixture_start (self, NULL);
  put_seller (self, NEW_JSON);
  g_assert_cmpuint (get_mode (self, "seller.json", NULL), ==, 0660);
  assert_acl (path, has_acl ? &acl : NULL);
}

/* The default list of a folder is not applied to a file that replaces another. */
static void
test_default_acl (DaemonFixture *self,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  const Acl acl = make_acl (6, 0);

  g_assert_cmpint (g_chmod (path, 0660), ==, 0);
  set_acl (self->folder, DEFAULT_ACL, &acl);
  daemon_fixture_start (self, NULL);
  put_seller (self, NEW_JSON);
  g_assert_cmpuint (get_mode (self, "seller.json", NULL), ==, 0660);
  assert_acl (path, NULL);
}

static void
become_member_of_none (gpointer user_data)
{
  if (setgid (65534) != 0 || setuid (65534) != 0)
    _exit (1);
}

static void
start_as_member_of_none (DaemonFixture *self)
{
  g_autofree char *usual_program = g_strdup (g_getenv ("WALLBOARD_SERVER"));
  g_autofree char *program = daemon_copy_program ();

  g_assert_cmpint (g_chmod (self->folder, 0777), ==, 0);
  self->child_setup = become_member_of_none;
  g_setenv ("WALLBOARD_SERVER", program, TRUE);
  daemon_fixture_start (self, NULL);
  g_setenv ("WALLBOARD_SERVER", usual_program, TRUE);
  daemon_remove_program (program);
}

/* A file of the server's, but of another group. */
static void
set_other_group (const char *path,
                 mode_t      mode)
{
  g_assert_cmpint (chown (path, 65534, OTHER_GROUP), ==, 0);
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

/* Root can set the group of the old file. Without that right, neither another group nor the old one gets
 * access. */
static void
test_group (DaemonFixture *self,
            gconstpointer  data)
{
  static const mode_t modes[][2] = { { 0640, 0600 }, { 0604, 0600 }, { 0664, 0644 }, { 0646, 0644 } };
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  const Acl acl = make_acl (4, 4);
  gid_t group;

  if (geteuid () != 0)
    {
      g_test_skip ("needs root, to make a file of another group");
      return;
    }

  set_other_group (path, 0640);
  daemon_fixture_start (self, NULL);
  put_seller (self, NEW_JSON);
  g_assert_cmpuint (get_mode (self, "seller.json", &group), ==, 0640);
  g_assert_cmpuint (group, ==, OTHER_GROUP);
  daemon_fixture_stop (self);

  start_as_member_of_none (self);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      set_other_group (path, modes[i][0]);
      put_seller (self, "[]");
      g_assert_cmpuint (get_mode (self, "seller.json", &group), ==, modes[i][1]);
      g_assert_cmpuint (group, ==, 65534);
    }

  set_other_group (path, 0600);
  set_acl (path, ACCESS_ACL, &acl);
  put_seller (self, "[]");
  g_assert_cmpuint (get_mode (self, "seller.json", NULL), ==, 0600);
  assert_acl (path, NULL);
}

static guint
count_hidden (DaemonFixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += *name == '.';

  return n;
}

/* Waits for a new file in the folder. */
static void
await_new_file (int inotify_fd)
{
  GPollFD poll = { .fd = inotify_fd, .events = G_IO_IN };
  char events[4096];

  g_assert_cmpint (g_poll (&poll, 1, (int) raw_get_patience ()), ==, 1);
  g_assert_cmpint (read (inotify_fd, events, sizeof events), >, 0);
}

static void
assert_seller_is_whole (DaemonFixture *self)
{
  g_autoptr (RawReply) reply = raw_request (self->http, "GET", "/api/seller", NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (g_str_equal (reply->body, SELLER_JSON) || strlen (reply->body) >= LARGE_SIZE);
}

/* One that is killed while it writes leaves half a file under another name, and the next one takes it
 * away. */
static void
test_killed (DaemonFixture *self,
             gconstpointer  data)
{
  g_autofree char *content = put_make_large (LARGE_SIZE);
  guint n_left = 0;

  for (guint i = 0; i < N_KILLS || (n_left == 0 && i < 10 * N_KILLS); i++)
    {
      int inotify_fd = inotify_init1 (IN_CLOEXEC);
      g_autoptr (RawPeer) peer = NULL;

      daemon_fixture_start (self, NULL);
      g_assert_cmpuint (count_hidden (self), ==, 0);
      assert_seller_is_whole (self);

      g_assert_cmpint (inotify_add_watch (inotify_fd, self->folder, IN_CREATE), >=, 0);
      peer = raw_peer_connect (self->http);
      put_send (peer, "/api/seller", NULL, content);
      await_new_file (inotify_fd);
      g_subprocess_force_exit (self->process);
      g_subprocess_wait (self->process, NULL, NULL);
      g_clear_object (&self->process);
      n_left += count_hidden (self);
      close (inotify_fd);
    }

  g_test_message ("%u files were left behind", n_left);
  g_assert_cmpuint (n_left, >, 0);
  daemon_fixture_start (self, NULL);
  g_assert_cmpuint (count_hidden (self), ==, 0);
}

/* What only looks like a remnant is another's, and what another server writes at this moment is in use. */
static void
test_not_swept (DaemonFixture *self,
                gconstpointer  data)
{
  static const char *const others[] = {
    ".seller.json.swp", ".seller.json.wb-1234567", ".seller.json.wb-123456789", ".seller.json.wb-ABCDEF01",
    ".seller.txt.wb-01234567",
    ".json.wb-01234567", "..json.wb-01234567", "seller.json.wb-01234567", ".a b.json.wb-01234567",
    ".wb-01234567", "..wb-01234567",
    ".seller.json.20240101", ".seller.json.0123abcd", ".seller.json.wb01234567", ".seller.json-wb-01234567",
  };
  g_autofree char *used = g_build_filename (self->folder, ".seller.json.wb-0a1b2c3d", NULL);
  g_autofree char *link = g_build_filename (self->folder, ".seller.json.wb-11111111", NULL);
  g_autofree char *folder = g_build_filename (self->folder, ".seller.json.wb-22222222", NULL);
  g_autofree char *pipe = g_build_filename (self->folder, ".seller.json.wb-33333333", NULL);
  g_autofree char *gone = g_build_filename (self->folder, ".hot-1.json.wb-fedcba98", NULL);
  int fd;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    folder_write (self->folder, others[i], "");
  folder_write (self->folder, ".hot-1.json.wb-fedcba98", "[");
  fd = open (used, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  g_assert_cmpint (symlink ("seller.json", link), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  daemon_fixture_start (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, others[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  g_assert_true (g_file_test (used, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  g_assert_true (g_file_test (pipe, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (gone, G_FILE_TEST_EXISTS));
  close (fd);
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/put-files/mode", test_mode);
  ADD ("/put-files/mode-of-target", test_mode_of_target);
  ADD ("/put-files/mode-of-others", test_mode_of_others);
  ADD ("/put-files/new-mode", test_new_mode);
  ADD ("/put-files/acl", test_acl);
  ADD ("/put-files/default-acl", test_default_acl);
  ADD ("/put-files/group", test_group);
  ADD ("/put-files/killed", test_killed);
  ADD ("/put-files/not-swept", test_not_swept);

  return g_test_run ();
}
