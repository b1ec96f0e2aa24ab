/* test-sweep.c: changes of files that the kernel does not report
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/magic.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/statfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon-fixture.h"
#include "scrape.h"
#include "source/wb-directory-source.h"

#define OLD "[{\"name\":\"Old\",\"value\":1}]"
#define NEW "[{\"name\":\"New\",\"value\":2}]"

static gboolean is_remote;

/* Comes before the one of libc, for the server in this process. */
int
statfs (const char    *path,
        struct statfs *ret_info)
{
  ret_info->f_type = is_remote ? NFS_SUPER_MAGIC : EXT4_SUPER_MAGIC;

  return 0;
}

static gboolean
is_new (gpointer user_data)
{
  DaemonFixture *self = user_data;
  g_autoptr (RawReply) reply = raw_request (self->http, "GET", "/api/seller", NULL);

  return g_strcmp0 (reply->body, NEW) == 0;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Asks the server again and again. */
static void
await_new (DaemonFixture *self)
{
  guint ticks = g_timeout_add (50, tick_cb, NULL);

  raw_wait_until (is_new, self);
  g_source_remove (ticks);
}

/* Writes over the content of a file of the same size. */
static void
overwrite (const char *path,
           const char *content)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, content, strlen (content)), ==, (gssize) strlen (content));
  close (fd);
}

/* Writes to a file by way of memory. */
static void
overwrite_mapped (const char *path,
                  const char *content)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);
  void *memory = mmap (NULL, strlen (content), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  g_assert_true (memory != MAP_FAILED);
  close (fd);
  memcpy (memory, content, strlen (content));
  munmap (memory, strlen (content));
}

typedef struct
{
  const char *sweep;
  gboolean    is_mapped;
} Case;

/* Another link to the file, in a folder that the server does not watch, or a map of it. */
static void
test_unreported (DaemonFixture *self,
                 gconstpointer  data)
{
  const Case *how = data;
  const char *const arguments[] = { "--sweep", how->sweep, NULL };
  g_autofree char *outside = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *other = g_build_filename (outside, "other", NULL);
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  g_autoptr (RawReply) health = NULL;

  folder_write (self->folder, "seller.json", OLD);
  g_assert_cmpint (link (path, other), ==, 0);
  daemon_fixture_start (self, arguments);
  g_assert_false (is_new (self));

  if (how->is_mapped)
    overwrite_mapped (path, NEW);
  else
    overwrite (other, NEW);
  await_new (self);

  health = raw_request (self->http, "GET", "/healthz", NULL);
  g_assert_cmpstr (health->body, ==, "{\"status\":\"ok\"}");
  folder_remove (outside);
}

/* Takes all watches of inotify from the process that follows. */
static gboolean
use_up_watches (void)
{
  gboolean good;
  int fd;

  if (unshare (CLONE_NEWUSER) != 0)
    return FALSE;

  fd = open ("/proc/sys/user/max_inotify_watches", O_WRONLY | O_CLOEXEC);
  good = fd >= 0 && write (fd, "0", 1) == 1;
  close (fd);

  return good;
}

static void
use_up_watches_cb (gpointer user_data)
{
  use_up_watches ();
}

static gboolean
can_use_up_watches (void)
{
  int status = 1;
  pid_t child = fork ();

  if (child == 0)
    _exit (use_up_watches () ? 0 : 1);

  return child > 0 && waitpid (child, &status, 0) == child && status == 0;
}

/* The server finds changes all the same, and says that it has no events. */
static void
test_limit (DaemonFixture *self,
            gconstpointer  data)
{
  const char *const arguments[] = { "--sweep", "1", NULL };
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (RawReply) health = NULL;
  g_autoptr (RawReply) metrics = NULL;
  g_autoptr (Scrape) numbers = NULL;
  g_autoptr (GDataInputStream) errors = NULL;
  g_autofree char *line = NULL;

  if (!can_use_up_watches ())
    {
      g_test_skip ("there are no user namespaces here");
      return;
    }

  folder_write (self->folder, "seller.json", OLD);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  self->child_setup = use_up_watches_cb;
  daemon_fixture_launch (self, launcher, arguments);

  health = raw_request (self->http, "GET", "/healthz", NULL);
  g_assert_cmpuint (health->status, ==, 200);
  g_assert_nonnull (strstr (health->body, "\"status\":\"ok\""));
  g_assert_nonnull (strstr (health->body, "\"notice\":\"Changes in the folder may only be found every"));
  g_assert_nonnull (strstr (health->body, "limit of inotify is used up"));
  metrics = raw_request (self->http, "GET", "/metrics", NULL);
  numbers = scrape_new (metrics->body);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_source_events"), ==, 0);

  folder_write (self->folder, "seller.json", NEW);
  await_new (self);

  errors = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));
  do
    {
      g_free (line);
      line = g_data_input_stream_read_line (errors, NULL, NULL, NULL);
      g_assert_nonnull (line);
    }
  while (strstr (line, "limit of inotify") == NULL);
}

static void
test_remote (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);

  for (guint remote = 0; remote < 2; remote++)
    {
      g_autoptr (WbSource) source = NULL;
      g_autofree char *notice = NULL;
      g_autoptr (GError) error = NULL;

      is_remote = remote == 1;
      if (is_remote)
        g_test_expect_message ("wallboard-server", G_LOG_LEVEL_MESSAGE, "*network file system*");
      source = wb_directory_source_new (folder, 5, &error);
      g_assert_no_error (error);
      notice = wb_source_dup_notice (source);
      g_assert_cmpstr (notice, ==, is_remote ? "Changes in the folder may only be found every 5 seconds: "
                                               "it is on a network file system" : NULL);
    }
  folder_remove (folder);
}

#define ADD(path, data, function) \
  g_test_add (path, DaemonFixture, data, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  static const Case linked = { .sweep = "1" };
  static const Case usual = { .sweep = "5" };
  static const Case mapped = { .sweep = "1", .is_mapped = TRUE };

  g_test_init (&argc, &argv, NULL);
  ADD ("/sweep/linked", &linked, test_unreported);
  ADD ("/sweep/usual", &usual, test_unreported);
  ADD ("/sweep/mapped", &mapped, test_unreported);
  ADD ("/sweep/limit", NULL, test_limit);
  g_test_add_func ("/sweep/remote", test_remote);

  return g_test_run ();
}
