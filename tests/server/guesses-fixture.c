/* guesses-fixture.c: a server with tokens, and an address that has sent too many wrong ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "guesses-fixture.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "scrape.h"

#define REQUEST "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

const char *const guesses_limited[] = {
  "--max-per-address", "64", "--auth-timeout", "1", "--request-timeout", "1", NULL
};

void
guesses_start (DaemonFixture     *self,
               const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *tokens = g_build_filename (self->folder, "tokens", NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  folder_write (self->folder, "tokens", "lobby view " LOOK "\nshop control " CHANGE "\n");
  g_assert_cmpint (g_chmod (tokens, 0600), ==, 0);
  g_ptr_array_add (all, (gpointer) "--token-file");
  g_ptr_array_add (all, tokens);
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) arguments[i]);
  g_ptr_array_add (all, NULL);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  daemon_fixture_launch (self, launcher, (const char *const *) all->pdata);
}

RawPeer *
guesses_open (DaemonFixture *self,
              const char    *source)
{
  RawPeer *peer = raw_peer_connect_from (self->ws, source, 0);
  g_autoptr (RawReply) reply = raw_peer_shake_hands (peer, "/", NULL);

  g_assert_cmpuint (reply->status, ==, 101);

  return peer;
}

void
guesses_exhaust (DaemonFixture *self)
{
  RawPeer *peers[N_WRONG];

  for (guint i = 0; i < N_WRONG; i++)
    {
      peers[i] = guesses_open (self, ATTACKER);
      raw_peer_send (peers[i], AUTH (WRONG));
    }
  for (guint i = 0; i < N_WRONG; i++)
    {
      g_autofree char *reason = NULL;

      raw_peer_assert_text (peers[i], NO_AUTH);
      reason = raw_peer_assert_close (peers[i], 1008);
      raw_peer_free (peers[i]);
    }
}

gint64
guesses_get_ms_since (gint64 started)
{
  return (g_get_monotonic_time () - started) / 1000;
}

void
guesses_assert_below (gint64 ms,
                      gint64 limit)
{
  g_assert_cmpint (ms, <, limit * raw_get_patience () / 10000);
}

double
guesses_count_checks (DaemonFixture *self)
{
  g_autoptr (RawReply) numbers = raw_request (self->http, "GET", "/metrics", NULL);
  g_autoptr (Scrape) scrape = scrape_new (numbers->body);

  return scrape_get (scrape, "wallboard_refusals_total{reason=\"token\"}");
}

guint16
guesses_get_port (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  return (guint16) g_uri_get_port (parsed);
}

int
guesses_dial (const GuessesTarget *self)
{
  const struct timeval patience = { 0, 100 * 1000 };
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = g_htons (self->port),
                                 .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;

  close (fd);
  return -1;
}

/* A token in a frame, as a client masks it with zeros. */
static void
send_auth (int         fd,
           const char *text)
{
  guint8 frame[6 + 125] = { 0x81, 0x80 | (guint8) strlen (text) };

  g_assert_cmpuint (strlen (text), <=, 125);
  memcpy (frame + 6, text, strlen (text));
  send (fd, frame, 6 + strlen (text), MSG_NOSIGNAL);
}

void
guesses_await_refusal (const GuessesTarget *self,
                       int           fd)
{
  while (g_get_monotonic_time () < self->until)
    {
      char block[4096];
      gssize n = recv (fd, block, sizeof block - 1, 0);

      if (n == 0 || (n < 0 && errno != EAGAIN))
        return;
      if (n > 0 && self->is_http)
        return;
    }
}

void
guesses_guess (const GuessesTarget *self,
               int           fd)
{
  static const char http[] = "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n" BEARER (WRONG) "\r\n";
  char block[4096];

  if (self->is_http)
    {
      send (fd, http, strlen (http), MSG_NOSIGNAL);
      return;
    }

  send (fd, REQUEST, strlen (REQUEST), MSG_NOSIGNAL);
  while (recv (fd, block, sizeof block, 0) < 0 && errno == EAGAIN && g_get_monotonic_time () < self->until)
    ;
  send_auth (fd, AUTH (WRONG));
}

gint64
guesses_enter (DaemonFixture *self,
               const char    *source)
{
  gint64 started = g_get_monotonic_time ();
  g_autoptr (RawPeer) peer = guesses_open (self, source);

  raw_peer_send (peer, AUTH (LOOK));
  raw_peer_assert_text (peer, AUTH_OK);

  return guesses_get_ms_since (started);
}
