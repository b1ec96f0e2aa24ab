/* test-beyond.c: clients from other machines
 *
 * The whole program moves into a network namespace of its own, which has an address that does not belong to
 * the machine.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* unshare () */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "daemon-fixture.h"

/* For documentation (RFC 5737): no machine has it. */
#define OUTSIDE "192.0.2.1"

#define GET_SELLER "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\",\"value\":\"\"}"
#define FULL_SCREEN \
  "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"seller\",\"value\":true}"
#define NO_AUTH "{\"type\":\"noAuth\"}"
#define LOOK "look-5fJq2TnWc8Rd"
#define CHANGE "change-9sKe4VbYm1Xz"
#define VIEW "Authorization: Bearer " LOOK "\r\n"
#define CONTROL "Authorization: Bearer " CHANGE "\r\n"

/* A user that is not root becomes root in a user namespace. */
static gboolean
enter_own_network (void)
{
  g_autofree char *map = g_strdup_printf ("%u %u 1", geteuid (), geteuid ());
  int fd;

  if (unshare (CLONE_NEWNET) == 0)
    return TRUE;
  if (unshare (CLONE_NEWUSER | CLONE_NEWNET) != 0)
    return FALSE;

  fd = g_open ("/proc/self/uid_map", O_WRONLY | O_CLOEXEC, 0);
  if (fd < 0)
    return FALSE;
  if (write (fd, map, strlen (map)) < 0)
    {
      close (fd);
      return FALSE;
    }

  return close (fd) == 0;
}

static gboolean
set_address (int         fd,
             const char *interface,
             const char *address)
{
  struct ifreq request = { 0 };
  struct sockaddr_in *place = (struct sockaddr_in *) &request.ifr_addr;

  g_strlcpy (request.ifr_name, interface, sizeof request.ifr_name);
  place->sin_family = AF_INET;
  if (inet_pton (AF_INET, address, &place->sin_addr) != 1 || ioctl (fd, SIOCSIFADDR, &request) != 0)
    return FALSE;

  request.ifr_flags = IFF_UP | IFF_RUNNING | IFF_LOOPBACK;
  return ioctl (fd, SIOCSIFFLAGS, &request) == 0;
}

static gboolean
make_network (void)
{
  int fd;
  gboolean made;

  if (!enter_own_network ())
    return FALSE;

  fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return FALSE;

  made = set_address (fd, "lo", "127.0.0.1") && set_address (fd, "lo:1", OUTSIDE);
  close (fd);

  return made;
}

static void
write_tokens (DaemonFixture  *self,
              char          **ret_path)
{
  *ret_path = g_build_filename (self->folder, "tokens", NULL);
  folder_write (self->folder, "tokens", "lobby view " LOOK "\nshop control " CHANGE "\n");
  g_assert_cmpint (g_chmod (*ret_path, 0600), ==, 0);
}

/* Another of the addresses that a server listens on. */
static char *
at_host (const char *uri,
         const char *host)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  return g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (parsed), host, g_uri_get_port (parsed));
}

static void
assert_status (const char *uri,
               const char *method,
               const char *path,
               const char *headers,
               guint       status)
{
  g_autoptr (RawReply) reply = raw_request (uri, method, path, headers);

  g_test_message ("%s %s%s %s→ %u", method, uri, path, headers != NULL ? headers : "", reply->status);
  g_assert_cmpuint (reply->status, ==, status);
  if (status == 401)
    {
      g_autofree char *wanted = raw_reply_dup_header (reply, "WWW-Authenticate");

      g_assert_cmpstr (wanted, ==, "Bearer");
      g_assert_null (strstr (reply->body, "Ann"));
    }
}

/* The server does not start on an address that others can reach without tokens. */
static void
test_refused (DaemonFixture *self,
              gconstpointer  data)
{
  static const char *const cases[][2] = {
    { OUTSIDE ":0", "127.0.0.1:0" }, { "127.0.0.1:0", OUTSIDE ":0" }, { "0.0.0.0:0", "127.0.0.1:0" },
    { "127.0.0.1:0", "0.0.0.0:0" }, { "127.0.0.1:0", "[::]:0" }, { "[::ffff:" OUTSIDE "]:0", "127.0.0.1:0" },
    { "[2001:db8::1]:0", "127.0.0.1:0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSubprocess) process = NULL;
      g_autofree char *output = NULL;
      g_autofree char *errors = NULL;
      g_autoptr (GError) error = NULL;

      process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                                  "timeout", "20", g_getenv ("WALLBOARD_SERVER"), "--data", self->folder,
                                  "--http", cases[i][0], "--ws", cases[i][1], NULL);
      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &errors, &error);
      g_assert_no_error (error);
      g_test_message ("%s", errors);
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
      g_assert_cmpstr (output, ==, "");
      g_assert_nonnull (strstr (errors, "--token-file"));
      g_assert_nonnull (strstr (errors, "--allow-anonymous"));
      g_assert_true (strchr (errors, '\n') == errors + strlen (errors) - 1);
    }
}

/* With tokens it starts, and requires one from all clients, whatever their address. */
static void
check_tokens (DaemonFixture *self,
              const char    *place,
              const char    *host)
{
  g_autofree char *tokens = NULL;
  const char *arguments[] = { "--http", place, "--ws", place, "--token-file", NULL, NULL };
  g_autofree char *http = NULL;
  g_autofree char *ws = NULL;
  g_autoptr (RawPeer) nobody = NULL;
  g_autoptr (RawPeer) view = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (RawReply) health = NULL;

  write_tokens (self, &tokens);
  arguments[5] = tokens;
  daemon_fixture_start (self, arguments);
  http = at_host (self->http, host);
  ws = at_host (self->ws, host);

  assert_status (http, "GET", "/api/seller", NULL, 401);
  assert_status (http, "GET", "/api/seller", "Authorization: Bearer look-5fJq2TnWc8R\r\n", 401);
  assert_status (http, "GET", "/api/seller", VIEW, 200);
  assert_status (http, "GET", "/metrics", NULL, 401);
  assert_status (http, "GET", "/metrics", "Authorization: Bearer " LOOK "d\r\n", 401);
  assert_status (http, "GET", "/metrics", VIEW, 200);
  assert_status (http, "GET", "/displays", NULL, 401);
  assert_status (http, "GET", "/displays", VIEW, 403);
  assert_status (http, "GET", "/displays", CONTROL, 200);
  assert_status (http, "PUT", "/api/seller", "Content-Length: 0\r\n", 401);
  assert_status (http, "PUT", "/api/seller", "Content-Length: 0\r\n" VIEW, 403);

  /* /healthz is open to all, without details. */
  health = raw_request (http, "GET", "/healthz", NULL);
  g_assert_cmpuint (health->status, ==, 200);
  g_assert_null (strstr (health->body, self->folder));

  nobody = raw_peer_open (ws, NULL);
  raw_peer_send (nobody, GET_SELLER);
  raw_peer_assert_text (nobody, NO_AUTH);
  raw_peer_send (nobody, FULL_SCREEN);
  raw_peer_assert_text (nobody, NO_AUTH);

  view = raw_peer_open (ws, NULL);
  raw_peer_send (view, "{\"type\":\"auth\",\"data\":\"" LOOK "\"}");
  raw_peer_assert_text (view, "{\"type\":\"auth\",\"data\":\"auth ok\"}");
  raw_peer_send (view, GET_SELLER);
  answer = raw_peer_receive_text (view);
  g_assert_nonnull (strstr (answer, "Ann"));
  raw_peer_send (view, FULL_SCREEN);
  raw_peer_assert_text (view, NO_AUTH);
}

static void
test_tokens (DaemonFixture *self,
             gconstpointer  data)
{
  check_tokens (self, OUTSIDE ":0", OUTSIDE);
}

static void
test_tokens_any_address (DaemonFixture *self,
                         gconstpointer  data)
{
  check_tokens (self, "0.0.0.0:0", OUTSIDE);
}

/* A program on this machine is an operator, and for the rest needs a token as well. */
static void
test_tokens_at_home (DaemonFixture *self,
                     gconstpointer  data)
{
  g_autofree char *tokens = NULL;
  const char *arguments[] = { "--http", "0.0.0.0:0", "--ws", "0.0.0.0:0", "--token-file", NULL, NULL };
  g_autofree char *http = NULL;

  write_tokens (self, &tokens);
  arguments[5] = tokens;
  daemon_fixture_start (self, arguments);
  http = at_host (self->http, "127.0.0.1");
  assert_status (http, "GET", "/api/seller", NULL, 401);
  assert_status (http, "PUT", "/api/seller", "Content-Length: 0\r\n", 401);
  assert_status (http, "GET", "/metrics", NULL, 200);
  assert_status (http, "GET", "/displays", NULL, 200);
}

/* It is the address of the peer that counts, not the one that it found the server by. */
static void
test_address_of_peer (DaemonFixture *self,
                      gconstpointer  data)
{
  const char *const arguments[] = { "--http", "0.0.0.0:0", "--ws", "0.0.0.0:0", "--allow-anonymous", NULL };
  const char *request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 127.0.0.1\r\n\r\n";
  g_autofree char *http = NULL;
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;

  daemon_fixture_start (self, arguments);
  http = at_host (self->http, "127.0.0.1");
  peer = raw_peer_connect_from (http, OUTSIDE, 0);
  raw_peer_write (peer, request, strlen (request));
  reply = raw_peer_read_reply (peer, TRUE);
  g_assert_cmpuint (reply->status, ==, 403);
}

/* With --allow-anonymous every client sees the board, and clients from outside still see and do no more. */
static void
test_anonymous (DaemonFixture *self,
                gconstpointer  data)
{
  const char *const arguments[] = { "--http", "0.0.0.0:0", "--ws", OUTSIDE ":0", "--allow-anonymous", NULL };
  g_autofree char *http = NULL;
  g_autofree char *at_home = NULL;
  g_autoptr (RawPeer) peer = NULL;
  g_autofree char *answer = NULL;

  daemon_fixture_start (self, arguments);
  http = at_host (self->http, OUTSIDE);
  at_home = at_host (self->http, "127.0.0.1");
  assert_status (http, "GET", "/api/seller", NULL, 200);
  assert_status (http, "GET", "/metrics", NULL, 403);
  assert_status (http, "GET", "/displays", NULL, 403);
  assert_status (http, "PUT", "/api/seller", "Content-Length: 0\r\n", 403);
  assert_status (at_home, "GET", "/metrics", NULL, 200);
  assert_status (at_home, "GET", "/displays", NULL, 200);

  peer = raw_peer_open (self->ws, NULL);
  raw_peer_send (peer, GET_SELLER);
  answer = raw_peer_receive_text (peer);
  g_assert_nonnull (strstr (answer, "Ann"));
}

static void
skip (void)
{
  g_test_skip ("this machine does not let a program have a network of its own");
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  /* Before there is a thread. */
  gboolean is_apart = make_network ();

  g_test_init (&argc, &argv, NULL);
  if (!is_apart)
    {
      g_test_add_func ("/beyond/all", skip);
      return g_test_run ();
    }

  ADD ("/beyond/refused", test_refused);
  ADD ("/beyond/tokens", test_tokens);
  ADD ("/beyond/tokens-any-address", test_tokens_any_address);
  ADD ("/beyond/tokens-at-home", test_tokens_at_home);
  ADD ("/beyond/address-of-peer", test_address_of_peer);
  ADD ("/beyond/anonymous", test_anonymous);

  return g_test_run ();
}
