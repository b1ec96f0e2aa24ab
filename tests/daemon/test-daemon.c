/* test-daemon.c: wallboard-server as a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>

#include "daemon-keys.h"
#include "server-fixture.h"

typedef struct
{
  char             *folder;
  GSubprocess      *process;
  GDataInputStream *output;
  guint             port; /* for WebSocket, 0 for a free one */
} Daemon;

static void
set_up (Daemon        *self,
        gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  folder_write (self->folder, "seller.json", SELLER_JSON);
}

static void
tear_down (Daemon        *self,
           gconstpointer  data)
{
  g_clear_object (&self->output);
  if (self->process != NULL)
    {
      /* GLib sends the signal from another thread, which this process must not outrun. */
      g_subprocess_force_exit (self->process);
      g_subprocess_wait (self->process, NULL, NULL);
    }
  g_clear_object (&self->process);
  folder_remove (self->folder);
  g_free (self->folder);
}

/* Runs the daemon to its end, and returns its exit status and what it printed. */
static int
run (const char *const  *arguments,
     char              **ret_output,
     char              **ret_errors)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (command, (gpointer) g_getenv ("WALLBOARD_SERVER"));
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (command, (gpointer) arguments[i]);
  g_ptr_array_add (command, NULL);

  process = g_subprocess_newv ((const char *const *) command->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, ret_output, ret_errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

/* Starts the daemon, and returns the two URIs of its ready line. */
static char **
start (Daemon *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) ready = g_regex_new ("^ready (http://127\\.0\\.0\\.1:[0-9]+) "
                                          "(ws://127\\.0\\.0\\.1:[0-9]+)$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *line = NULL;
  g_autofree char *ws = g_strdup_printf ("localhost:%u", self->port);
  char **uris;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("WALLBOARD_SERVER"),
                                    "--data", self->folder, "--http", "127.0.0.1:0", "--ws", ws,
                                    NULL);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (self->output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_regex_match (ready, line, 0, &match));

  uris = g_new0 (char *, 3);
  uris[0] = g_match_info_fetch (match, 1);
  uris[1] = g_match_info_fetch (match, 2);

  return uris;
}

static void
test_serves_and_ends (Daemon        *self,
                      gconstpointer  data)
{
  const int signals[] = { SIGTERM, SIGINT };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_auto (GStrv) uris = start (self);
      g_autoptr (RawReply) reply = raw_request (uris[0], "GET", "/api/seller", NULL);
      g_autoptr (RawPeer) peer = raw_peer_open (uris[1], NULL);
      g_autofree char *rest = NULL;
      g_autofree char *reason = NULL;

      g_assert_cmpstr (reply->body, ==, SELLER_JSON);
      raw_peer_assert_idle (peer);

      g_subprocess_send_signal (self->process, signals[i]);
      reason = raw_peer_assert_close (peer, 1012);
      g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
      g_assert_true (g_subprocess_get_if_exited (self->process));
      g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);

      /* It printed no other line. */
      rest = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
      g_assert_cmpstr (rest, ==, NULL);
      g_clear_object (&self->output);
      g_clear_object (&self->process);
    }
}

static guint
find_free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);

  return port;
}

/* Without --state, a restart keeps the theme as well; a server of other data has a state of its own. */
static void
test_remembers (Daemon        *self,
                gconstpointer  data)
{
  const char *light = "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\","
                      "\"value\":\"light\"}";
  const char *v1 = "Sec-WebSocket-Protocol: wallboard.v1\r\n";
  const char *const themes[] = { "\"theme\":\"dark\"", "\"theme\":\"light\"", "\"theme\":\"dark\"" };

  guint port = find_free_port ();

  self->port = port;
  for (gsize i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      Daemon other = { .port = port };
      Daemon *server = i < 2 ? self : &other;
      g_auto (GStrv) uris = NULL;
      g_autoptr (RawPeer) peer = NULL;
      g_autofree char *welcome = NULL;

      if (server == &other)
        set_up (&other, NULL);
      uris = start (server);
      peer = raw_peer_open (uris[1], v1);
      welcome = raw_peer_receive_text (peer);
      g_assert_nonnull (strstr (welcome, themes[i]));
      raw_peer_send (peer, light);
      if (i == 0)
        raw_peer_assert_text (peer, light);

      g_subprocess_send_signal (server->process, SIGTERM);
      g_assert_true (g_subprocess_wait (server->process, NULL, NULL));
      g_clear_object (&server->output);
      g_clear_object (&server->process);
      if (server == &other)
        tear_down (&other, NULL);
    }
}

/* A client that does not answer the close frame must not keep the daemon from ending. */
static void
test_ends_without_answer (Daemon        *self,
                          gconstpointer  data)
{
  g_auto (GStrv) uris = start (self);
  g_autoptr (RawPeer) peer = raw_peer_open (uris[1], NULL);

  raw_peer_assert_idle (peer);
  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
}

static void
test_version (void)
{
  const char *const arguments[] = { "--version", NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (arguments, &output, &errors), ==, 0);
  g_assert_true (g_str_has_prefix (output, "wallboard-server "));
  g_assert_cmpstr (errors, ==, "");
}

/* Checks for exit status 1, no standard output, and one line of error with this text. */
static void
assert_refused (const char *const *arguments,
                const char        *says)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (arguments, &output, &errors), ==, 1);
  g_assert_cmpstr (output, ==, "");
  g_test_message ("%s", errors);
  g_assert_true (g_str_has_prefix (errors, "wallboard-server: "));
  g_assert_nonnull (strstr (errors, says));
  g_assert_true (strchr (errors, '\n') == errors + strlen (errors) - 1);
}

static void
test_bad_flags (Daemon        *self,
                gconstpointer  data)
{
  const struct
  {
    const char *arguments[6];
    const char *says;
  } cases[] = {
    { { NULL }, "--data DIR" },
    { { "--frobnicate", NULL }, "--frobnicate" },
    { { "--data", NULL }, "--data" },
    { { "--data", self->folder, "more", NULL }, "more" },
    { { "--data", self->folder, "--http", "8888", NULL }, "HOST:PORT" },
    { { "--data", self->folder, "--http", "127.0.0.1:0", "--ws", "example.com:1" }, "example.com" },
    { { "--data", self->folder, "--http", "0.0.0.0:0", NULL }, "--token-file" },
    { { "--data", self->folder, "--http", "127.0.0.1:0", "--ws", "[::]:0" }, "--allow-anonymous" },
    { { "--data", self->folder, "--allow-anonymous=maybe", NULL }, "--allow-anonymous" },
    { { "--data", self->folder, "--allow-origin", "x", NULL }, "not an origin" },
    { { "--data", self->folder, "--max-message", "0", NULL }, "--max-message" },
    { { "--data", self->folder, "--max-message", "lots", NULL }, "--max-message" },
    { { "--data", self->folder, "--auth-timeout", "-1", NULL }, "--auth-timeout" },
    { { "--data", self->folder, "--heartbeat", "1000000", NULL }, "--heartbeat" },
    { { "--data", self->folder, "--token-file", "/nonexistent/token", NULL }, "/nonexistent/token" },
    { { "--data", "/nonexistent/data", "--http", "127.0.0.1:0", NULL }, "/nonexistent/data" },
    { { "--data", "/dev/null", "--http", "127.0.0.1:0", NULL }, "/dev/null" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *arguments[7] = { NULL };

      memcpy (arguments, cases[i].arguments, sizeof cases[i].arguments);
      assert_refused (arguments, cases[i].says);
    }
}

static void
test_token_file (Daemon        *self,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "token", NULL);
  const char *const arguments[] = { "--data", self->folder, "--token-file", path, NULL };

  folder_write (self->folder, "token", "secret");
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  assert_refused (arguments, "chmod 600");
  folder_write (self->folder, "token", "");
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  assert_refused (arguments, "holds no token");
  folder_write (self->folder, "token", "hush-hush");
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  assert_refused (arguments, "head -c 24 /dev/urandom | base64");
}

/* A flag overrides the file, in what is printed as well, which has no secret. */
static void
test_config (Daemon        *self,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "server.conf", NULL);
  g_autofree char *tokens = g_build_filename (self->folder, "tokens", NULL);
  g_autofree char *text = g_strdup_printf ("[board]\ndata=%s\n[limits]\nping=3\nsilence=4\n[access]\n"
                                           "token-file=%s\nallow-origin=http://a\n", self->folder, tokens);
  const char *const arguments[] = { "--config", path, "--print-config", "--ping", "5", "--allow-origin",
                                    "http://b", NULL };
  const char *const bad_arguments[] = { "--config", path, NULL };
  const char *const missing[] = { "--config", "/nonexistent/server.conf", "--data", self->folder, NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *place = g_strconcat (path, ":2: ", NULL);

  folder_write (self->folder, "server.conf", text);
  folder_write (self->folder, "tokens", "lobby view hush-hush-hush-hush\n");
  g_assert_cmpint (g_chmod (tokens, 0600), ==, 0);

  g_assert_cmpint (run (arguments, &output, &errors), ==, 0);
  g_assert_cmpstr (errors, ==, "");
  g_assert_nonnull (strstr (output, self->folder));
  g_assert_nonnull (strstr (output, "\nping=5\n"));
  g_assert_nonnull (strstr (output, "\nsilence=4\n"));
  g_assert_nonnull (strstr (output, "\nallow-origin=http://b\n"));
  g_assert_null (strstr (output, "hush"));

  folder_write (self->folder, "server.conf", "[board]\ndata=nowhere\n");
  assert_refused (bad_arguments, place);
  assert_refused (missing, "/nonexistent/server.conf");
}

/* A flag with a value that is not the default. */
static char *
make_flag (guint       id,
           const char *folder)
{
  const WbConfigKey *key = &daemon_keys.keys[id];

  if (id == DAEMON_KEY_POSTGRES)
    return g_strdup_printf ("--%s=host=/run/x dbname='a b'", key->name);

  switch (key->type)
    {
    case WB_CONFIG_NUMBER:
      return g_strdup_printf ("--%s=%" G_GINT64_FORMAT, key->name,
                              g_ascii_strtoll (key->fallback, NULL, 10) + 7);
    case WB_CONFIG_SWITCH:
      return g_strdup_printf ("--%s", key->name);
    case WB_CONFIG_PATH:
      return g_strdup_printf ("--%s=%s/a b;\\ü ", key->name, folder);
    case WB_CONFIG_LIST:
      return g_strdup_printf ("--%s=https://a;b.example", key->name);
    case WB_CONFIG_TEXT:
    default:
      return g_strdup_printf ("--%s=127.0.0.2:1", key->name);
    }
}

/* However it is written, and whatever libpq decodes. */
static void
test_print_config_password (Daemon        *self,
                            gconstpointer  data)
{
  static const char *const addresses[] = {
    "dbname=shop password=geheim", "dbname=shop password = 'geheim \\' geheim'", "postgres://u:geheim@h/d",
    "postgres://h/d?password=geheim", "postgres://h/d?sslpassword=geheim&password=geheim",
    "postgres://h/d?pass%77ord=geheim", "postgresql://h/d?%70%61%73%73%77%6F%72%64=geheim",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      const char *const arguments[] = { "--config", "/dev/null", "--print-config", "--postgres", addresses[i],
                                        "--queries", self->folder, NULL };
      g_autofree char *printed = NULL;

      g_assert_cmpint (run (arguments, &printed, NULL), ==, 0);
      g_assert_nonnull (strstr (printed, "\npostgres="));
      g_assert_null (strstr (printed, "geheim"));
    }
}

/* A config that could not be written whole is no success. */
static void
test_print_config_full (Daemon        *self,
                        gconstpointer  data)
{
  g_autofree char *command = g_strdup_printf ("%s --config /dev/null --print-config >/dev/full",
                                              g_getenv ("WALLBOARD_SERVER"));

  g_assert_cmpint (system (command), !=, 0);
}

/* With every flag: what is printed is a config file that sets the same. */
static void
test_print_config (Daemon        *self,
                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "server.conf", NULL);
  g_autoptr (GPtrArray) flags = g_ptr_array_new_with_free_func (g_free);
  const char *const again[] = { "--config", path, "--print-config", NULL };
  const char *const usual[] = { "--config", "/dev/null", "--print-config", NULL };
  g_autofree char *plain = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *printed_again = NULL;
  g_autofree char *errors = NULL;
  g_auto (GStrv) plain_lines = NULL;
  g_auto (GStrv) lines = NULL;

  g_ptr_array_add (flags, g_strdup ("--print-config"));
  g_ptr_array_add (flags, g_strdup ("--config=/dev/null"));
  for (guint i = 0; i < daemon_keys.n_keys; i++)
    g_ptr_array_add (flags, make_flag (i, self->folder));
  g_ptr_array_add (flags, NULL);

  g_assert_cmpint (run (usual, &plain, NULL), ==, 0);
  g_assert_cmpint (run ((const char *const *) flags->pdata, &printed, &errors), ==, 0);
  g_assert_cmpstr (errors, ==, "");
  folder_write (self->folder, "server.conf", printed);
  g_assert_cmpint (run (again, &printed_again, NULL), ==, 0);
  g_assert_cmpstr (printed_again, ==, printed);

  /* No value is the default. */
  plain_lines = g_strsplit (plain, "\n", -1);
  lines = g_strsplit (printed, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (plain_lines));
  for (gsize i = 0; lines[i] != NULL; i++)
    if (strchr ("#[", *lines[i]) == NULL)
      g_assert_cmpstr (lines[i], !=, plain_lines[i]);
}

static void
test_port_in_use (Daemon        *self,
                  gconstpointer  data)
{
  g_auto (GStrv) uris = start (self);
  const char *address = uris[1] + strlen ("ws://");
  g_autofree char *sentence = NULL;
  const char *const arguments[] = { "--data", self->folder, "--http", "127.0.0.1:0", "--ws", address, NULL };

  sentence = g_strdup_printf ("%s is in use by another program; end it or choose another port with --ws",
                              address);
  assert_refused (arguments, sentence);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/daemon/serves-and-ends", Daemon, NULL, set_up, test_serves_and_ends, tear_down);
  g_test_add ("/daemon/remembers", Daemon, NULL, set_up, test_remembers, tear_down);
  g_test_add ("/daemon/ends-without-answer", Daemon, NULL, set_up, test_ends_without_answer, tear_down);
  g_test_add_func ("/daemon/version", test_version);
  g_test_add ("/daemon/bad-flags", Daemon, NULL, set_up, test_bad_flags, tear_down);
  g_test_add ("/daemon/token-file", Daemon, NULL, set_up, test_token_file, tear_down);
  g_test_add ("/daemon/config", Daemon, NULL, set_up, test_config, tear_down);
  g_test_add ("/daemon/print-config", Daemon, NULL, set_up, test_print_config, tear_down);
  g_test_add ("/daemon/print-config/password", Daemon, NULL, set_up, test_print_config_password, tear_down);
  g_test_add ("/daemon/print-config/full", Daemon, NULL, set_up, test_print_config_full, tear_down);
  g_test_add ("/daemon/port-in-use", Daemon, NULL, set_up, test_port_in_use, tear_down);

  return g_test_run ();
}
