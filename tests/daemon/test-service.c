/* test-service.c: wallboard-server as a service, with the test in the role of systemd
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>

#include "server-fixture.h"

typedef struct
{
  char                *folder;
  char                *state;
  GSocket             *notify;
  GSubprocessLauncher *launcher;
  GSubprocess         *process;
  GDataInputStream    *output;
  char                *uris[2];
} Service;

static char *
at (Service    *self,
    const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
set_up (Service       *self,
        gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  self->state = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  folder_write (self->folder, "seller.json", SELLER_JSON);

  path = g_build_filename (self->state, "notify", NULL);
  address = g_unix_socket_address_new (path);
  self->notify = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT,
                               &error);
  g_assert_no_error (error);
  g_socket_bind (self->notify, address, FALSE, &error);
  g_assert_no_error (error);
  g_socket_set_timeout (self->notify, raw_get_patience () / 1000);

  self->launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_setenv (self->launcher, "NOTIFY_SOCKET", path, TRUE);
}

static void
tear_down (Service       *self,
           gconstpointer  data)
{
  if (self->process != NULL)
    {
      g_subprocess_force_exit (self->process);
      g_subprocess_wait (self->process, NULL, NULL);
    }
  g_clear_object (&self->process);
  g_clear_object (&self->output);
  g_clear_object (&self->launcher);
  g_clear_object (&self->notify);
  g_free (self->uris[0]);
  g_free (self->uris[1]);
  folder_remove (self->state);
  folder_remove (self->folder);
  g_free (self->state);
  g_free (self->folder);
}

/* Sets LISTEN_PID in the child, as systemd does: its process id is not known before. */
static void
spawn (Service           *self,
       const char *const *more)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (command, (gpointer) "sh");
  g_ptr_array_add (command, (gpointer) "-c");
  g_ptr_array_add (command, (gpointer) "LISTEN_PID=$$ WATCHDOG_PID=$$ exec \"$0\" \"$@\"");
  g_ptr_array_add (command, (gpointer) g_getenv ("WALLBOARD_SERVER"));
  g_ptr_array_add (command, (gpointer) "--config=/dev/null");
  g_ptr_array_add (command, (gpointer) "--http=127.0.0.1:0");
  g_ptr_array_add (command, (gpointer) "--ws=127.0.0.1:0");
  for (gsize i = 0; more != NULL && more[i] != NULL; i++)
    g_ptr_array_add (command, (gpointer) more[i]);
  g_ptr_array_add (command, NULL);

  self->process = g_subprocess_launcher_spawnv (self->launcher, (const char *const *) command->pdata, &error);
  g_assert_no_error (error);
}

static void
start (Service           *self,
       const char *const *more)
{
  g_autofree char *data = g_strconcat ("--data=", self->folder, NULL);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;

  g_ptr_array_add (arguments, data);
  for (gsize i = 0; more != NULL && more[i] != NULL; i++)
    g_ptr_array_add (arguments, (gpointer) more[i]);
  g_ptr_array_add (arguments, NULL);
  spawn (self, (const char *const *) arguments->pdata);

  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
  g_assert_nonnull (line);
  words = g_strsplit (line, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 3);
  self->uris[0] = g_strdup (words[1]);
  self->uris[1] = g_strdup (words[2]);
}

/* Waits for the next notification of the service. */
static char *
receive_notice (Service *self)
{
  g_autoptr (GError) error = NULL;
  char text[1024];
  gssize length = g_socket_receive (self->notify, text, sizeof text, NULL, &error);

  g_assert_no_error (error);

  return g_strndup (text, length);
}

static void
assert_notifies (Service    *self,
              const char *expected)
{
  g_autofree char *notice = receive_notice (self);

  g_assert_cmpstr (notice, ==, expected);
}

static void
assert_ends (Service *self)
{
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
}

static void
test_notify (Service       *self,
             gconstpointer  data)
{
  g_autofree char *reloading = NULL;
  g_autofree char *reason = NULL;
  g_autoptr (RawPeer) peer = NULL;

  start (self, NULL);
  assert_notifies (self, "READY=1");
  peer = raw_peer_open (self->uris[1], NULL);
  raw_peer_assert_idle (peer);

  g_subprocess_send_signal (self->process, SIGHUP);
  reloading = receive_notice (self);
  g_assert_true (g_str_has_prefix (reloading, "RELOADING=1\nMONOTONIC_USEC="));
  assert_notifies (self, "READY=1");
  raw_peer_assert_idle (peer);

  g_subprocess_send_signal (self->process, SIGTERM);
  assert_notifies (self, "STOPPING=1");
  reason = raw_peer_assert_close (peer, 1012);
  assert_ends (self);
}

static void
test_watchdog (Service       *self,
               gconstpointer  data)
{
  g_autoptr (GTimer) timer = g_timer_new ();

  g_subprocess_launcher_setenv (self->launcher, "WATCHDOG_USEC", "200000", TRUE);
  start (self, NULL);
  assert_notifies (self, "READY=1");
  for (guint i = 0; i < 5; i++)
    assert_notifies (self, "WATCHDOG=1");
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), >, 0.35);
}

/* A socket that listens, or that does not. */
static GSocket *
open_socket (const char *host,
             gboolean    listens)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (host, 0);
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, address, TRUE, &error);
  g_assert_no_error (error);
  if (listens)
    g_socket_listen (socket, &error);
  g_assert_no_error (error);

  return socket;
}

static char *
get_uri (GSocket    *socket,
         const char *scheme)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  return g_strdup_printf ("%s://127.0.0.1:%u", scheme,
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
}

static void
hand_over (Service    *self,
           GSocket   **sockets,
           guint       n_sockets,
           const char *names)
{
  g_autofree char *count = g_strdup_printf ("%u", n_sockets);

  for (guint i = 0; i < n_sockets; i++)
    g_subprocess_launcher_take_fd (self->launcher, dup (g_socket_get_fd (sockets[i])), 3 + (int) i);
  g_subprocess_launcher_setenv (self->launcher, "LISTEN_FDS", count, TRUE);
  if (names != NULL)
    g_subprocess_launcher_setenv (self->launcher, "LISTEN_FDNAMES", names, TRUE);
}

/* A connection that is older than the server is served, on the port that systemd opened. */
static void
assert_activates (Service    *self,
                  guint       n_sockets,
                  const char *names,
                  guint       http,
                  guint       ws)
{
  g_autoptr (GSocket) one = open_socket ("127.0.0.1", TRUE);
  g_autoptr (GSocket) two = open_socket ("127.0.0.1", TRUE);
  GSocket *sockets[] = { one, two };
  g_autofree char *http_uri = get_uri (sockets[http], "http");
  g_autofree char *ws_uri = get_uri (sockets[ws], "ws");
  g_autoptr (RawPeer) early = raw_peer_connect (http_uri);
  g_autoptr (RawReply) reply = NULL;
  const char *request = "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n";

  raw_peer_write (early, request, strlen (request));
  hand_over (self, sockets, n_sockets, names);
  start (self, NULL);
  g_assert_cmpstr (self->uris[0], ==, http_uri);
  g_assert_cmpstr (self->uris[1], ==, ws_uri);
  reply = raw_peer_read_reply (early, TRUE);
  g_assert_cmpuint (reply->status, ==, 200);
}

static void
test_sockets_by_order (Service       *self,
                       gconstpointer  data)
{
  assert_activates (self, 2, "wallboard-server.socket:wallboard-server.socket", 0, 1);
}

static void
test_sockets_by_name (Service       *self,
                      gconstpointer  data)
{
  assert_activates (self, 2, "ws:http", 1, 0);
}

static void
test_one_socket (Service       *self,
                 gconstpointer  data)
{
  assert_activates (self, 1, NULL, 0, 0);
}

/* Checks that the service ends with an error that has this text. */
static void
assert_refused (Service    *self,
                const char *says)
{
  g_autofree char *data = g_strconcat ("--data=", self->folder, NULL);
  const char *const arguments[] = { data, NULL };
  g_autofree char *errors = NULL;

  g_subprocess_launcher_set_flags (self->launcher,
                                   G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  spawn (self, arguments);
  g_subprocess_communicate_utf8 (self->process, NULL, NULL, NULL, &errors, NULL);
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 1);
  g_test_message ("%s", errors);
  g_assert_nonnull (strstr (errors, says));
}

static void
test_not_listening (Service       *self,
                    gconstpointer  data)
{
  g_autoptr (GSocket) socket = open_socket ("127.0.0.1", FALSE);

  hand_over (self, &socket, 1, NULL);
  assert_refused (self, "does not listen");
}

static void
test_too_many_sockets (Service       *self,
                       gconstpointer  data)
{
  g_autoptr (GSocket) socket = open_socket ("127.0.0.1", TRUE);
  GSocket *sockets[] = { socket, socket, socket };

  hand_over (self, sockets, 3, NULL);
  assert_refused (self, "3 sockets");
}

static void
test_same_name (Service       *self,
                gconstpointer  data)
{
  g_autoptr (GSocket) socket = open_socket ("127.0.0.1", TRUE);
  GSocket *sockets[] = { socket, socket };

  hand_over (self, sockets, 2, "ws:ws");
  assert_refused (self, "Two sockets called ws");
}

/* A socket from systemd needs tokens like any other one. */
static void
test_open_socket (Service       *self,
                  gconstpointer  data)
{
  g_autoptr (GSocket) socket = open_socket ("0.0.0.0", TRUE);

  hand_over (self, &socket, 1, NULL);
  assert_refused (self, "--allow-anonymous");
}

/* Credentials of systemd are used without a flag. */
static void
test_credentials (Service       *self,
                  gconstpointer  data)
{
  g_autofree char *tokens = at (self, "tokens");
  g_autoptr (RawReply) without = NULL;
  g_autoptr (RawReply) with = NULL;

  folder_write (self->folder, "tokens", "lobby view one-4TnWc8Rd5fJq2\n");
  g_assert_cmpint (g_chmod (tokens, 0440), ==, 0);
  g_subprocess_launcher_setenv (self->launcher, "CREDENTIALS_DIRECTORY", self->folder, TRUE);
  start (self, NULL);
  without = raw_request (self->uris[0], "GET", "/api/seller", NULL);
  g_assert_cmpuint (without->status, ==, 401);
  with = raw_request (self->uris[0], "GET", "/api/seller", "Authorization: Bearer one-4TnWc8Rd5fJq2\r\n");
  g_assert_cmpuint (with->status, ==, 200);
}

/* A service without any setting serves what is put into the folder that systemd made for it. */
static void
test_state_directory (Service       *self,
                      gconstpointer  data)
{
  g_autofree char *state = at (self, "state");
  g_autofree char *folder = g_build_filename (state, "data", NULL);
  g_autofree char *file = g_build_filename (folder, "seller.json", NULL);
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (RawReply) reply = NULL;

  g_subprocess_launcher_setenv (self->launcher, "STATE_DIRECTORY", state, TRUE);
  g_assert_cmpint (g_mkdir (state, 0700), ==, 0);
  spawn (self, NULL);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
  g_assert_nonnull (line);
  words = g_strsplit (line, " ", -1);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));

  folder_write (folder, "seller.json", SELLER_JSON);
  reply = raw_request (words[1], "GET", "/api/seller", NULL);
  g_assert_cmpuint (reply->status, ==, 200);

  g_subprocess_send_signal (self->process, SIGTERM);
  assert_ends (self);
  folder_remove (folder);
  folder_remove (state);
}

#define ADD(path, function) \
  g_test_add (path, Service, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/service/notify", test_notify);
  ADD ("/service/watchdog", test_watchdog);
  ADD ("/service/sockets-by-order", test_sockets_by_order);
  ADD ("/service/sockets-by-name", test_sockets_by_name);
  ADD ("/service/one-socket", test_one_socket);
  ADD ("/service/not-listening", test_not_listening);
  ADD ("/service/too-many-sockets", test_too_many_sockets);
  ADD ("/service/same-name", test_same_name);
  ADD ("/service/open-socket", test_open_socket);
  ADD ("/service/credentials", test_credentials);
  ADD ("/service/state-directory", test_state_directory);

  return g_test_run ();
}
