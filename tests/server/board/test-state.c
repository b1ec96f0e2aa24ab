/* test-state.c: the state of a board across restarts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <sys/stat.h>

#include "server-fixture.h"

#define V1 "Sec-WebSocket-Protocol: wallboard.v1\r\n"
#define LIGHT "{\"action\":\"themeChange\",\"value\":\"light\"}"
#define TOGGLE "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\",\"value\":\"\"}"
#define FULL(chart, value) \
  "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"" chart "\",\"value\":" value "}"
#define GET_SELLER \
  "{\"action\":\"getData\",\"socketType\":\"sellerData\"," \
  "\"chartName\":\"seller\",\"value\":\"\"}"

typedef struct
{
  ServerFixture  server;
  char          *folder;
  char          *path;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autofree char *parent = g_dir_make_tmp ("wallboard-XXXXXX", NULL);

  server_fixture_set_up (&self->server, data);
  self->folder = g_build_filename (parent, "state", NULL);
  self->path = g_build_filename (self->folder, "board.json", NULL);
  self->server.options.state_folder = self->folder;
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *parent = g_path_get_dirname (self->folder);

  server_fixture_tear_down (&self->server, data);
  g_chmod (self->folder, 0700);
  folder_remove (self->folder);
  g_rmdir (parent);
  g_free (self->folder);
  g_free (self->path);
}

static void
stop (Fixture *self)
{
  g_assert_finalize_object (g_steal_pointer (&self->server.server));
  g_assert_finalize_object (g_steal_pointer (&self->server.source));
}

static void
say (Fixture    *self,
     const char *message)
{
  g_autoptr (RawPeer) peer = server_fixture_open (&self->server, NULL);

  raw_peer_send (peer, message);
  raw_peer_assert_text (peer, message);
}

/* The state in the welcome of a display as one line, and its epoch. */
static char *
describe (Fixture  *self,
          char    **ret_epoch)
{
  g_autoptr (RawPeer) peer = server_fixture_open (&self->server, V1);
  g_autofree char *text = raw_peer_receive_text (peer);
  g_autoptr (JsonNode) welcome = json_from_string (text, NULL);
  JsonObject *board = json_object_get_object_member (json_node_get_object (welcome), "data");
  g_autofree char *charts = json_to_string (json_object_get_member (board, "fullScreen"), FALSE);

  if (ret_epoch != NULL)
    *ret_epoch = g_strdup (json_object_get_string_member (board, "epoch"));

  return g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", json_object_get_string_member (board, "theme"),
                          json_object_get_int_member (board, "revision"), charts);
}

static void
assert_board (Fixture    *self,
              const char *expected)
{
  g_autofree char *actual = describe (self, NULL);

  g_assert_cmpstr (actual, ==, expected);
}

static void
test_restart (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (RawPeer) page = NULL;
  GStatBuf info;

  server_fixture_start (&self->server);
  assert_board (self, "dark 0 []");
  say (self, LIGHT);
  say (self, FULL ("trend", "true"));
  say (self, FULL ("map", "true"));
  say (self, FULL ("trend", "false"));
  before = describe (self, &first);
  g_assert_cmpstr (before, ==, "light 4 [\"map\"]");
  stop (self);
  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  /* The state is the same, and a revision is never used for two states. */
  server_fixture_start (&self->server);
  after = describe (self, &second);
  g_assert_cmpstr (after, ==, "light 5 [\"map\"]");
  g_assert_cmpstr (first, !=, second);

  /* A legacy page that opens now is brought into this state. */
  page = server_fixture_open (&self->server, NULL);
  raw_peer_send (page, GET_SELLER);
  g_free (raw_peer_receive_text (page));
  raw_peer_assert_text (page, FULL ("map", "true"));
  raw_peer_assert_text (page, TOGGLE);
  raw_peer_assert_idle (page);
}

static gboolean
is_saved (gpointer user_data)
{
  Fixture *self = user_data;
  g_autofree char *text = NULL;

  /* Wakes the main context. */
  g_usleep (1000);
  g_main_context_wakeup (NULL);

  return g_file_get_contents (self->path, &text, NULL, NULL) && strstr (text, "light") != NULL;
}

/* The state is saved while the server runs, since it may be killed. */
static void
test_while_running (Fixture       *self,
                    gconstpointer  data)
{
  server_fixture_start (&self->server);
  say (self, LIGHT);
  raw_wait_until (is_saved, self);
}

static void
test_unusable (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *zeros = g_malloc0 (1000);
  static const char *const texts[] = {
    "", "{", "[]", "{\"type\":\"noAuth\"}", "{\"type\":\"welcome\"}",
    "{\"type\":\"welcome\",\"data\":{\"server\":\"x\",\"epoch\":\"x\",\"revision\":1,\"theme\":\"pink\","
    "\"fullScreen\":[]}}",
    "{\"type\":\"welcome\",\"data\":{\"server\":\"x\",\"epoch\":\"x\",\"revision\":1,\"theme\":\"dark\","
    "\"fullScreen\":[\"../x\"]}}",
  };

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      folder_write (self->folder, "board.json", texts[i]);
      server_fixture_start (&self->server);
      assert_board (self, "dark 0 []");
      stop (self);
    }

  g_assert_true (g_file_set_contents (self->path, zeros, 1000, NULL));
  server_fixture_start (&self->server);
  assert_board (self, "dark 0 []");
}

/* If the folder cannot be written to, only the saved state is lost. */
static void
test_no_room (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *inside = g_build_filename (self->folder, "file", "state", NULL);

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  folder_write (self->folder, "file", "");
  self->server.options.state_folder = inside;
  server_fixture_start (&self->server);
  say (self, LIGHT);
  assert_board (self, "light 1 []");
  stop (self);
}

static gboolean
is_past (gpointer user_data)
{
  const gint64 *moment = user_data;

  g_usleep (1000);
  g_main_context_wakeup (NULL);

  return g_get_monotonic_time () >= *moment;
}

/* After a disk was full for a while, the state is saved. */
static void
test_room_again (Fixture       *self,
                 gconstpointer  data)
{
  g_autofree char *file = g_build_filename (self->folder, "file", NULL);
  g_autofree char *inside = g_build_filename (file, "state", NULL);
  g_autofree char *path = g_build_filename (inside, "board.json", NULL);
  g_autofree char *text = NULL;
  gint64 moment;

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  folder_write (self->folder, "file", "");
  self->server.options.state_folder = inside;
  server_fixture_start (&self->server);
  say (self, LIGHT);

  /* Long enough for a first attempt to write, which failed. */
  moment = g_get_monotonic_time () + G_USEC_PER_SEC;
  raw_wait_until (is_past, &moment);
  assert_board (self, "light 1 []");

  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (inside, 0700), ==, 0);
  stop (self);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "light"));

  g_unlink (path);
  g_rmdir (inside);
  g_rmdir (file);
}

/* The next server removes temporary files of a server that was killed while it wrote. */
static void
test_killed (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *left = g_build_filename (self->folder, ".board.json.wb-0123abcd", NULL);

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  folder_write (self->folder, ".board.json.wb-0123abcd", "{\"type\":\"welc");
  server_fixture_start (&self->server);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  say (self, LIGHT);
  stop (self);
  g_assert_cmpuint (folder_count_files (self->folder), ==, 1);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/state/restart", test_restart);
  ADD ("/state/while-running", test_while_running);
  ADD ("/state/unusable", test_unusable);
  ADD ("/state/no-room", test_no_room);
  ADD ("/state/room-again", test_room_again);
  ADD ("/state/killed", test_killed);

  return g_test_run ();
}
