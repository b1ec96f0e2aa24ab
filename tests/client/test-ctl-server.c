/* test-ctl-server.c: wallboardctl and the real server, end to end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "peer.h"
#include "run-ctl.h"

#define HOT "[{\"name\":\"A\",\"children\":[{\"name\":\"B\",\"value\":2,\"children\":[]}]}]"
#define SELLER "[{\"name\":\"Ann\",\"value\":1}]"

typedef struct
{
  char        *folder;
  GSubprocess *server;
  char        *uri;
} Fixture;

static void
write_file (Fixture    *self,
            const char *name,
            const char *content)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents_full (path, content, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GDataInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_autofree char *tokens = NULL;

  self->folder = g_dir_make_tmp ("wallboardctl-XXXXXX", NULL);
  tokens = g_build_filename (self->folder, "tokens", NULL);
  write_file (self, "seller.json", "[]");
  write_file (self, "new", SELLER);
  write_file (self, "unfit", "[{\"name\":\"Ann\"}]");
  write_file (self, "tokens", "desk control kJ8-open-sesame-Zx\nlobby view kJ8-let-me-look-Zx\n");
  write_file (self, "control", "kJ8-open-sesame-Zx\n");
  write_file (self, "view", "kJ8-let-me-look-Zx\n");

  self->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                   g_getenv ("WALLBOARD_DAEMON"), "--config", "/dev/null",
                                   "--data", self->folder, "--http", "127.0.0.1:0", "--ws", "127.0.0.1:0",
                                   "--token-file", tokens, NULL);
  g_assert_no_error (error);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->server));
  line = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (line, "ready "));
  self->uri = g_strdup (strstr (line, "ws://"));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  const char *name;
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);

  g_subprocess_force_exit (self->server);
  g_subprocess_wait (self->server, NULL, NULL);
  g_object_unref (self->server);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->uri);
}

/* “%s” in the arguments is the folder. */
static char *
expand (Fixture    *self,
        const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, "%s", -1);

  return g_strjoinv (self->folder, parts);
}

static Run *
run (Fixture    *self,
     const char *words)
{
  g_autofree char *expanded = expand (self, words);

  return run_ctl (self->uri, expanded);
}

static void
assert_done (Run        *result,
             const char *out)
{
  g_assert_cmpstr (result->err, ==, "");
  g_assert_cmpint (result->exit, ==, 0);
  g_assert_cmpstr (result->out, ==, out);
}

static void
test_put (Fixture       *self,
          gconstpointer  data)
{
  g_autoptr (Run) put = run (self, "--token-file %s/control put seller %s/new");
  g_autoptr (Run) got = run (self, "--token-file %s/view get seller");
  g_autoptr (Run) unfit = run (self, "--token-file %s/control put seller %s/unfit");
  g_autoptr (Run) viewer = run (self, "--token-file %s/view put seller %s/new");
  g_autoptr (Run) stranger = run (self, "put seller %s/new");
  g_autoptr (Run) json = run (self, "--json --token-file %s/control put rank %s/new");
  g_autoptr (Run) still = run (self, "--token-file %s/view get seller");

  assert_done (put, "");
  assert_done (got, SELLER "\n");
  assert_fails (unfit, 1, "seller: [0].value: expected a number");
  assert_fails (viewer, 1, "for viewing only");
  assert_fails (stranger, 1, "wants a token");
  g_assert_true (g_str_has_prefix (json->out, "{\"name\":\"rank\",\"etag\":\"\\\""));
  assert_done (still, SELLER "\n");
}

/* The dataset of the hot chart has two names, and either is good for everything. @data is the name of the
 * file that there is. */
static void
test_two_names (Fixture       *self,
                gconstpointer  data)
{
  const char *other = g_str_equal (data, "hot") ? "hotproduct" : "hot";
  g_autofree char *first = g_strdup_printf ("--token-file %%s/control put %s %%s/hot-old",
                                            (const char *) data);
  g_autofree char *second = g_strdup_printf ("--token-file %%s/control put %s %%s/hot-new", other);
  g_autofree char *render = g_strdup_printf ("--token-file %%s/view render --chart %s -o %%s/hot.csv", other);
  g_autofree char *path = g_strdup_printf ("%s/%s.json", self->folder, (const char *) data);
  g_autofree char *content = NULL;
  g_autoptr (Run) started = NULL;
  g_autoptr (Run) put = NULL;
  g_autoptr (Run) hot = NULL;
  g_autoptr (Run) hotproduct = NULL;
  g_autoptr (Run) picture = NULL;

  write_file (self, "hot-old", "[]");
  write_file (self, "hot-new", HOT);
  g_assert_true (g_file_set_contents (path, "[]", -1, NULL));
  started = run (self, first);
  assert_done (started, "");

  put = run (self, second);
  assert_done (put, "");
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, HOT);
  hot = run (self, "--token-file %s/view get hot");
  assert_done (hot, HOT "\n");
  hotproduct = run (self, "--token-file %s/view get hotproduct");
  assert_done (hotproduct, HOT "\n");
  picture = run (self, render);
  assert_done (picture, "");
}

static gboolean
is_listed (Fixture *self)
{
  g_autoptr (Run) list = run (self, "--token-file %s/control --json displays");

  g_assert_cmpint (list->exit, ==, 0);
  return strstr (list->out, "\"token\":\"lobby\"") != NULL &&
         strstr (list->out, "{\"name\":\"wallboardctl\",\"version\":\"" APPLICATION_VERSION "\"") != NULL;
}

/* One watches while another sends a text to all displays, and lists the clients. */
static void
test_notify (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *words = expand (self, "--token-file %s/view watch seller");
  Process *watching = process_new (self->uri, words);
  g_autoptr (Run) viewer = NULL;
  g_autoptr (Run) notify = NULL;
  g_autoptr (Run) json = NULL;
  g_autoptr (Run) table = NULL;
  g_autoptr (Run) watch = NULL;

  wait_until (is_listed (self));
  viewer = run (self, "--token-file %s/view notify 'Closed'");
  assert_fails (viewer, 1, "does not let this client change the board");
  notify = run (self, "--token-file %s/control notify 'Closed “early”'");
  assert_done (notify, "");
  json = run (self, "--json --token-file %s/control notify 'Closed “early”'");
  assert_done (json, "{\"type\":\"notice\",\"data\":\"Closed “early”\"}\n");

  table = run (self, "--token-file %s/control displays");
  g_assert_cmpint (table->exit, ==, 0);
  g_assert_true (g_str_has_prefix (table->out, "NAME"));
  g_assert_nonnull (strstr (table->out, "\nwallboardctl  127.0.0.1:"));
  g_assert_nonnull (strstr (table->out, " wallboard.v1 "));

  g_subprocess_send_signal (watching->process, SIGINT);
  watch = process_end (watching);
  g_assert_cmpint (watch->exit, ==, 0);
  g_assert_nonnull (strstr (watch->out, "\nnotice Closed “early”\nnotice Closed “early”\n"));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/ctl-server/put", test_put);
  g_test_add ("/ctl-server/two-names/hot", Fixture, "hot", set_up, test_two_names, tear_down);
  g_test_add ("/ctl-server/two-names/hotproduct", Fixture, "hotproduct", set_up, test_two_names, tear_down);
  ADD ("/ctl-server/notify", test_notify);

  return g_test_run ();
}
