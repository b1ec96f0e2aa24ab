/* test-two-names.c: `hot` and `hotproduct` are one dataset, whichever file there is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "put.h"
#include "server-fixture.h"

#define OLD "[{\"name\":\"A\",\"children\":[]}]"
#define NEW "[{\"name\":\"B\",\"children\":[]}]"

/* The same as strings of JSON. */
#define OLD_STRING "\"[{\\\"name\\\":\\\"A\\\",\\\"children\\\":[]}]\""
#define NEW_STRING "\"[{\\\"name\\\":\\\"B\\\",\\\"children\\\":[]}]\""

static void
request (RawPeer    *peer,
         const char *name)
{
  g_autofree char *text = g_strdup_printf (
    "{\"action\":\"getData\",\"socketType\":\"%sData\",\"chartName\":\"%s\",\"value\":\"\"}", name, name);

  raw_peer_send (peer, text);
}

static void
assert_answer (RawPeer    *peer,
               const char *name,
               const char *data)
{
  g_autofree char *answer = g_strdup_printf (
    "{\"action\":\"getData\",\"socketType\":\"%sData\",\"chartName\":\"%s\",\"value\":\"\",\"data\":%s}",
    name, name, data);

  raw_peer_assert_text (peer, answer);
}

static void
assert_file (ServerFixture *self,
             const char    *name,
             const char    *expected)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  g_assert_cmpstr (content, ==, expected);
}

/* @data is the name of the file that there is. */
static void
test_one_file (ServerFixture *self,
               gconstpointer  data)
{
  const char *asked = g_str_equal (data, "hot.json") ? "hotproduct" : "hot";
  const char *absent = g_str_equal (data, "hot.json") ? "hotproduct.json" : "hot.json";
  g_autofree char *path = g_strconcat ("/api/", asked, NULL);
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;

  folder_write (self->folder, data, OLD);
  server_fixture_start (self);
  put_assert_content (self, "/api/hot", OLD);
  put_assert_content (self, "/api/hotproduct", OLD);

  peer = server_fixture_open (self, NULL);
  request (peer, asked);
  assert_answer (peer, asked, OLD_STRING);

  /* What changes the file reaches those that asked for it by the other name, and the other way round. */
  folder_write (self->folder, data, NEW);
  assert_answer (peer, asked, NEW_STRING);
  reply = put (self, path, NULL, OLD);
  put_assert_status (reply, 204, NULL);
  assert_answer (peer, asked, OLD_STRING);
  assert_file (self, data, OLD);
  assert_file (self, absent, NULL);
  put_assert_content (self, "/api/hot", OLD);
  put_assert_content (self, "/api/hotproduct", OLD);
}

/* @data is the name of the file that is created. */
static void
test_appears (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  request (peer, "hot");
  request (peer, "hotproduct");
  raw_peer_assert_idle (peer);

  folder_write (self->folder, data, OLD);
  assert_answer (peer, "hot", OLD_STRING);
  assert_answer (peer, "hotproduct", OLD_STRING);
}

/* The folder is looked at for a request of an unknown name, so a new file is found before its event. */
static void
test_looked_up (ServerFixture *self,
                gconstpointer  data)
{
  server_fixture_start (self);
  folder_write (self->folder, data, OLD);
  put_assert_content (self, "/api/hot", OLD);
  put_assert_content (self, "/api/hotproduct", OLD);
}

static void
test_both_files (ServerFixture *self,
                 gconstpointer  data)
{
  g_autoptr (RawReply) reply = NULL;

  folder_write (self->folder, "hot.json", OLD);
  folder_write (self->folder, "hotproduct.json", NEW);
  server_fixture_start (self);
  put_assert_content (self, "/api/hot", OLD);
  put_assert_content (self, "/api/hotproduct", NEW);

  reply = put (self, "/api/hotproduct", NULL, "[]");
  put_assert_status (reply, 204, NULL);
  assert_file (self, "hot.json", OLD);
  assert_file (self, "hotproduct.json", "[]");
}

#define ADD(path, data, function) \
  g_test_add (path, ServerFixture, data, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/two-names/one-file/hot", "hot.json", test_one_file);
  ADD ("/two-names/one-file/hotproduct", "hotproduct.json", test_one_file);
  ADD ("/two-names/appears/hot", "hot.json", test_appears);
  ADD ("/two-names/appears/hotproduct", "hotproduct.json", test_appears);
  ADD ("/two-names/looked-up/hot", "hot.json", test_looked_up);
  ADD ("/two-names/looked-up/hotproduct", "hotproduct.json", test_looked_up);
  ADD ("/two-names/both-files", NULL, test_both_files);

  return g_test_run ();
}
