/* test-upload-disk.c: datasets that are put where they cannot be written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* syscall() */
#define _DEFAULT_SOURCE

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "daemon-fixture.h"
#include "put.h"

/* Whether an access list can be read, but not be given to another file; atomic. */
static gint is_acl_refused;

/* Replaces the function of the C library, also for the server in this process. */
int
fsetxattr (int         fd,
           const char *name,
           const void *value,
           size_t      size,
           int         flags)
{
  if (!g_atomic_int_get (&is_acl_refused))
    return (int) syscall (SYS_fsetxattr, fd, name, value, size, flags);

  errno = EPERM;
  return -1;
}

/* The group bits of a file with an access list are not what its group may, so they do not stay without it. */
static void
test_acl_refused (ServerFixture *self,
                  gconstpointer  data)
{
  /* user::rw-, user:1:rw-, group::, mask::rw-, other::r-- (acl(5)) */
  static const guint8 acl[] = "\2\0\0\0" "\1\0\6\0\377\377\377\377" "\2\0\6\0\1\0\0\0"
                              "\4\0\0\0\377\377\377\377" "\20\0\6\0\377\377\377\377"
                              "\40\0\4\0\377\377\377\377";
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  g_autoptr (RawReply) reply = NULL;
  gboolean has_acl = setxattr (path, "system.posix_acl_access", acl, sizeof acl - 1, 0) == 0;
  GStatBuf info;

  if (!has_acl)
    g_assert_cmpint (g_chmod (path, 0664), ==, 0);
  g_atomic_int_set (&is_acl_refused, TRUE);
  server_fixture_start (self);
  reply = put (self, "/api/seller", NULL, NEW_JSON);
  g_atomic_int_set (&is_acl_refused, FALSE);
  put_assert_status (reply, 204, NULL);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, has_acl ? 0600 : 0664);
}

static void
test_folder_gone (ServerFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawReply) reply = NULL;

  server_fixture_start (self);
  folder_remove (self->folder);
  reply = put (self, "/api/seller", NULL, NEW_JSON);
  put_assert_status (reply, 500, "cannot be written");
  g_assert_null (strstr (reply->body, self->folder));
  put_assert_content (self, "/api/seller", SELLER_JSON);
}

/* A server in a process of its own, with fewer privileges. */
static GSubprocess *
start_poor (ServerFixture          *self,
            const char             *program,
            GSpawnChildSetupFunc    setup,
            char                  **ret_uri)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  g_autofree char *ws = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, setup, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--data", self->folder,
                                         "--http", "127.0.0.1:0", "--ws", "127.0.0.1:0", NULL);
  g_assert_no_error (error);
  daemon_await_ready (process, ret_uri, &ws);

  return process;
}

static void
become_nobody (gpointer user_data)
{
  if (geteuid () == 0 && setuid (65534) != 0)
    _exit (1);
}

static void
limit_files (gpointer user_data)
{
  const struct rlimit limit = { 64 * 1024, 64 * 1024 };

  if (setrlimit (RLIMIT_FSIZE, &limit) != 0)
    _exit (1);
}

/* The file cannot be replaced: this is reported, and the last good data stay. */
static void
check_poor (ServerFixture        *self,
            GSpawnChildSetupFunc  setup,
            guint                 status,
            const char           *says)
{
  g_autofree char *uri = NULL;
  g_autofree char *program = daemon_copy_program ();
  g_autoptr (GSubprocess) process = start_poor (self, program, setup, &uri);
  g_autofree char *large = put_make_large (200 * 1024);
  g_autoptr (RawReply) reply = put_to (uri, "/api/seller", NULL, large);
  g_autoptr (RawReply) after = NULL;

  put_assert_status (reply, status, says);
  after = raw_request (uri, "GET", "/api/seller", NULL);
  g_assert_cmpstr (after->body, ==, SELLER_JSON);
  g_assert_cmpuint (folder_count_files (self->folder), ==, 2);

  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  daemon_remove_program (program);
}

static void
test_disk_full (ServerFixture *self,
                gconstpointer  data)
{
  check_poor (self, limit_files, 507, "cannot be written");
}

static void
test_read_only (ServerFixture *self,
                gconstpointer  data)
{
  g_assert_cmpint (g_chmod (self->folder, 0555), ==, 0);
  check_poor (self, become_nobody, 500, "cannot be written");
  g_assert_cmpint (g_chmod (self->folder, 0755), ==, 0);
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/upload/folder-gone", test_folder_gone);
  ADD ("/upload/disk-full", test_disk_full);
  ADD ("/upload/read-only", test_read_only);
  ADD ("/upload/acl-refused", test_acl_refused);

  return g_test_run ();
}
