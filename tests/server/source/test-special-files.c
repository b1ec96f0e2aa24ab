/* test-special-files.c: pipes, devices and folders where the server expects a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon-fixture.h"

/* Kinds of entries other than regular files. */
typedef enum
{
  PIPE,
  FULL_PIPE,
  FOLDER,
  SOCKET,
  ENDLESS,
  TERMINAL,
  N_KINDS
} Kind;

static const char *const kind_names[N_KINDS] = {
  "pipe", "full-pipe", "folder", "socket", "endless", "terminal",
};

/* Creates an entry. Returns a descriptor that must stay open, or -1. */
static int
make_special (Kind        kind,
              const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd;

  switch (kind)
    {
    case PIPE:
      g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      return -1;

    case FULL_PIPE:
      /* With an open writer that has written something. */
      g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      fd = open (path, O_RDWR | O_CLOEXEC);
      g_assert_cmpint (write (fd, "[", 1), ==, 1);
      return fd;

    case FOLDER:
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      return -1;

    case SOCKET:
      fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
      g_assert_cmpuint (strlen (path), <, sizeof address.sun_path);
      g_strlcpy (address.sun_path, path, sizeof address.sun_path);
      g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
      return fd;

    case ENDLESS:
    case TERMINAL:
    case N_KINDS:
    default:
      /* Without root rights, a link to the device is used instead. */
      if (mknod (path, S_IFCHR | 0600, kind == ENDLESS ? makedev (1, 5) : makedev (5, 0)) != 0)
        g_assert_cmpint (symlink (kind == ENDLESS ? "/dev/zero" : "/dev/tty", path), ==, 0);
      return -1;
    }
}

static void
remove_special (const char *path,
                int         fd)
{
  g_assert_cmpint (g_remove (path), ==, 0);
  if (fd >= 0)
    close (fd);
}

static gboolean
too_late_cb (gpointer user_data)
{
  g_subprocess_force_exit (user_data);

  return G_SOURCE_CONTINUE;
}

static void
ended_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  char **ret_errors = user_data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (object), result, NULL, ret_errors, &error);
  g_assert_no_error (error);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

/* The server must exit with an error at once, instead of blocking on the entry. */
static void
assert_refused (DaemonFixture *self,
                const char    *option,
                const char    *path,
                const char    *more,
                const char    *more_value)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  guint timeout;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                              g_getenv ("WALLBOARD_SERVER"), "--data", self->folder, "--http", "127.0.0.1:0",
                              "--ws", "127.0.0.1:0", option, path, more, more_value, NULL);
  g_assert_no_error (error);
  timeout = g_timeout_add (raw_get_patience () / 2, too_late_cb, process);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, ended_cb, &errors);
  raw_wait_until (is_set, &errors);
  g_source_remove (timeout);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));

  g_test_message ("%s: %s", option, errors);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_nonnull (strstr (errors, path));
}

/* Files that are named on the command line. */
static void
test_options (DaemonFixture *self,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "special", NULL);
  g_autofree char *file = g_build_filename (self->folder, "file", NULL);

  g_assert_true (g_file_set_contents_full (file, "x", 1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  for (Kind kind = 0; kind < N_KINDS; kind++)
    {
      int fd = make_special (kind, path);

      g_test_message ("%s", kind_names[kind]);
      assert_refused (self, "--config", path, NULL, NULL);
      assert_refused (self, "--token-file", path, NULL, NULL);
      assert_refused (self, "--tls-cert", path, "--tls-key", file);
      assert_refused (self, "--tls-key", path, "--tls-cert", file);
      if (kind != FOLDER)
        assert_refused (self, "--data", path, NULL, NULL);
      remove_special (path, fd);
    }
}

static void
assert_served (DaemonFixture *self)
{
  g_autoptr (RawReply) reply = raw_request (self->http, "GET", "/api/seller", NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->body, ==, SELLER_JSON);
}

/* In place of a dataset, at the start and later; another dataset is still served. */
static void
test_datasets (DaemonFixture *self,
               gconstpointer  data)
{
  char *early[N_KINDS];
  char *late[N_KINDS];
  int fds[2 * N_KINDS];

  for (Kind kind = 0; kind < N_KINDS; kind++)
    {
      g_autofree char *name = g_strdup_printf ("early-%s.json", kind_names[kind]);

      early[kind] = g_build_filename (self->folder, name, NULL);
      fds[kind] = make_special (kind, early[kind]);
    }

  daemon_fixture_start (self, NULL);
  assert_served (self);
  for (Kind kind = 0; kind < N_KINDS; kind++)
    {
      g_autofree char *name = g_strdup_printf ("late-%s", kind_names[kind]);
      g_autofree char *file_name = g_strconcat (name, ".json", NULL);
      g_autofree char *api = g_strconcat ("/api/", name, NULL);
      g_autoptr (RawReply) reply = NULL;

      late[kind] = g_build_filename (self->folder, file_name, NULL);
      fds[N_KINDS + kind] = make_special (kind, late[kind]);
      reply = raw_request (self->http, "GET", api, NULL);
      g_assert_cmpuint (reply->status, ==, 404);
      assert_served (self);
    }

  daemon_fixture_stop (self);
  for (Kind kind = 0; kind < N_KINDS; kind++)
    {
      remove_special (early[kind], fds[kind]);
      remove_special (late[kind], fds[N_KINDS + kind]);
      g_free (early[kind]);
      g_free (late[kind]);
    }
}

/* In place of the saved state, or of its folder. The board starts without a saved state. */
static void
test_state (DaemonFixture *self,
            gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "board.json", NULL);
  g_autofree char *inside = g_build_filename (folder, "state", NULL);
  const char *const arguments[] = { "--state", folder, NULL };
  const char *const no_folder[] = { "--state", inside, NULL };

  for (Kind kind = 0; kind < N_KINDS; kind++)
    {
      int fd = make_special (kind, path);

      g_test_message ("%s", kind_names[kind]);
      daemon_fixture_start (self, arguments);
      assert_served (self);
      daemon_fixture_stop (self);
      remove_special (path, fd);

      if (kind == FOLDER)
        continue;
      fd = make_special (kind, inside);
      daemon_fixture_start (self, no_folder);
      assert_served (self);
      daemon_fixture_stop (self);
      remove_special (inside, fd);
    }

  folder_remove (folder);
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/special-files/options", test_options);
  ADD ("/special-files/datasets", test_datasets);
  ADD ("/special-files/state", test_state);

  return g_test_run ();
}
