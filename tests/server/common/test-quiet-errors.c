/* test-quiet-errors.c: what errors reveal to viewers, and what they do not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon-fixture.h"
#include "put.h"

#define V1 "Sec-WebSocket-Protocol: wallboard.v1\r\n"

static void
limit_files (gpointer user_data)
{
  const struct rlimit limit = { 64 * 1024, 64 * 1024 };

  if (setrlimit (RLIMIT_FSIZE, &limit) != 0)
    _exit (1);
}

/* An error names what is wrong, and not where that is on the server. */
static void
assert_quiet (DaemonFixture *self,
              const char    *text,
              const char    *says)
{
  g_autofree char *folder_name = g_path_get_basename (self->folder);

  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, says));
  g_assert_null (strstr (text, folder_name));
  g_assert_null (strstr (text, g_get_tmp_dir ()));
}

/* Asks until the error is there: what changed in the folder takes a moment to be seen. */
static void
assert_error (DaemonFixture *self,
              const char    *name,
              const char    *says)
{
  gint64 end = g_get_monotonic_time () + (gint64) raw_get_patience () * 1000;

  for (;;)
    {
      g_autoptr (RawPeer) peer = raw_peer_open (self->ws, V1);
      g_autofree char *welcome = raw_peer_receive_text (peer);
      g_autofree char *request = NULL;
      g_autofree char *answer = NULL;

      request = g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"x\",\"chartName\":\"%s\","
                                 "\"value\":\"\"}", name);
      raw_peer_send (peer, request);
      answer = raw_peer_receive_text (peer);
      if (strstr (answer, "\"error\":") != NULL && strstr (answer, says) != NULL)
        {
          assert_quiet (self, answer, says);
          return;
        }
      g_assert_cmpint (g_get_monotonic_time (), <, end);
    }
}

static void
assert_get (DaemonFixture *self,
            const char    *path)
{
  g_autoptr (RawReply) reply = raw_request (self->http, "GET", path, NULL);

  g_assert_cmpuint (reply->status, ==, 404);
  assert_quiet (self, reply->body, "404");
}

static void
assert_put (DaemonFixture *self,
            const char    *path,
            const char    *content,
            guint          status,
            const char    *says)
{
  g_autoptr (RawReply) reply = put_to (self->http, path, NULL, content);

  g_assert_cmpuint (reply->status, ==, status);
  assert_quiet (self, reply->body, says);
}

static void
test_files (DaemonFixture *self,
            gconstpointer  data)
{
  g_autofree char *link = g_build_filename (self->folder, "link.json", NULL);
  g_autofree char *pipe = g_build_filename (self->folder, "pipe.json", NULL);
  g_autofree char *folder = g_build_filename (self->folder, "folder.json", NULL);
  g_autofree char *seller = g_build_filename (self->folder, "seller.json", NULL);
  g_autofree char *large = put_make_large (200 * 1024);

  g_assert_cmpint (symlink ("/etc/hostname", link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  folder_write (self->folder, "rank.json", "[{\"name\":true}]");
  self->child_setup = limit_files;
  daemon_fixture_start (self, NULL);

  assert_error (self, "link", "symbolic link");
  assert_error (self, "pipe", "not a regular file");
  assert_error (self, "folder", "not a regular file");
  assert_error (self, "rank", "[0].name");
  assert_error (self, "nothing", "no dataset");
  assert_get (self, "/api/link");
  assert_get (self, "/api/nothing");
  assert_put (self, "/api/seller", large, 507, "seller.json cannot be written");
  assert_put (self, "/api/folder", "[]", 500, "folder.json cannot be written");
  assert_put (self, "/api/rank", "[1]", 422, "rank");

  g_assert_cmpint (g_unlink (seller), ==, 0);
  assert_error (self, "seller", "no longer");
  folder_remove (self->folder);
  assert_error (self, "seller", "The data folder cannot be read");
  assert_put (self, "/api/seller", "[]", 500, "seller.json cannot be written");
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/quiet-errors/files", test_files);

  return g_test_run ();
}
