/* test-large-answers.c: large datasets that many ask for at once, and what the others notice of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon-fixture.h"
#include "delays.h"
#include "rounds.h"

#define MIB (1024 * 1024)

#define HANDSHAKE "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
#define GET_SELLER "{\"action\":\"getData\",\"socketType\":\"probe\",\"chartName\":\"seller\"}"

/* What others may notice, in milliseconds: 99 of 100, and each. */
#define P99_MS 50
#define MAX_MS 250

static char *
make_big (gsize size,
          guint version)
{
  g_autofree char *filling = g_strnfill (size, 'x');

  return g_strdup_printf ("[%u,\"%s\"]", version, filling);
}

static void
write_big (DaemonFixture *self,
           gsize          size)
{
  g_autofree char *json = make_big (size, 0);

  folder_write (self->folder, "big.json", json);
}

/* A text of a client. The mask of zeros leaves it as it is. */
static void
append_text (GByteArray *bytes,
             const char *text)
{
  gsize length = strlen (text);
  const guint8 mask[4] = { 0 };
  const guint8 header[] = { RAW_FIN | RAW_TEXT, 0x80 | 126, (guint8) (length >> 8), (guint8) length };
  const guint8 short_header[] = { RAW_FIN | RAW_TEXT, 0x80 | (guint8) length };

  g_assert_cmpuint (length, <=, G_MAXUINT16);
  if (length < 126)
    g_byte_array_append (bytes, short_header, sizeof short_header);
  else
    g_byte_array_append (bytes, header, sizeof header);
  g_byte_array_append (bytes, mask, sizeof mask);
  g_byte_array_append (bytes, (const guint8 *) text, length);
}

/* A request that no other client sends. */
static char *
make_request (guint client,
              guint number)
{
  return g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u-%u\",\"chartName\":\"big\"}",
                          client, number);
}

/* A connection whose reads and writes wait, for a thread. */
typedef struct
{
  int                              fd;
  gnutls_session_t                 tls; /* NULL in the clear */
  gnutls_certificate_credentials_t credentials;
} Connection;

static void
connection_open (Connection *self,
                 const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (g_uri_get_port (parsed)),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };

  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (connect (self->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  if (!g_str_has_prefix (uri, "wss:") && !g_str_has_prefix (uri, "https:"))
    return;

  gnutls_certificate_allocate_credentials (&self->credentials);
  gnutls_init (&self->tls, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
  gnutls_set_default_priority (self->tls);
  gnutls_credentials_set (self->tls, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_transport_set_int (self->tls, self->fd);
  g_assert_cmpint (gnutls_handshake (self->tls), ==, 0);
}

static void
connection_close (Connection *self)
{
  g_clear_pointer (&self->tls, gnutls_deinit);
  g_clear_pointer (&self->credentials, gnutls_certificate_free_credentials);
  close (self->fd);
}

static void
connection_send (Connection   *self,
                 const guint8 *bytes,
                 gsize         length)
{
  while (length > 0)
    {
      gssize n = self->tls != NULL ? gnutls_record_send (self->tls, bytes, length)
                                   : send (self->fd, bytes, length, MSG_NOSIGNAL);

      if (n <= 0)
        return;
      bytes += n;
      length -= n;
    }
}

static gssize
connection_receive (Connection *self,
                    char       *buffer,
                    gsize       size)
{
  return self->tls != NULL ? gnutls_record_recv (self->tls, buffer, size) : recv (self->fd, buffer, size,
                                                                                  MSG_WAITALL);
}

/* Reads what there is into nothing, which TCP can do without a copy. 0 if the connection is over. */
static gssize
connection_read_away (Connection *self)
{
  struct pollfd wait = { .fd = self->fd, .events = POLLIN };
  char block[64 * 1024];
  gssize n;

  if ((self->tls == NULL || gnutls_record_check_pending (self->tls) == 0) && poll (&wait, 1, 20) <= 0)
    return -1;
  if (self->tls != NULL)
    return connection_receive (self, block, sizeof block);

  n = recv (self->fd, NULL, MIB, MSG_TRUNC | MSG_DONTWAIT);

  return n < 0 && errno != EAGAIN ? 0 : n;
}

/* A client in a thread of its own, which asks as often as it may and reads as fast as it can. */
typedef struct
{
  GThread     *thread;
  const char  *uri;
  guint        number;
  guint64      n_read;
  _Atomic gint is_over;
} Greedy;

static void
ask (Greedy     *self,
     Connection *connection,
     guint       first,
     guint       n)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *request = make_request (self->number, i);

      append_text (bytes, request);
    }
  connection_send (connection, bytes->data, bytes->len);
}

static gpointer
run_greedy (gpointer data)
{
  Greedy *self = data;
  Connection connection = { 0 };
  gint64 next = g_get_monotonic_time () + G_USEC_PER_SEC;
  guint n_asked = 20;

  connection_open (&connection, self->uri);
  connection_send (&connection, (const guint8 *) HANDSHAKE, strlen (HANDSHAKE));
  ask (self, &connection, 0, n_asked);
  while (!self->is_over)
    {
      gssize n = connection_read_away (&connection);

      if (n == 0)
        break;
      self->n_read += MAX (n, 0);

      if (g_get_monotonic_time () >= next)
        {
          next += G_USEC_PER_SEC / 8;
          ask (self, &connection, n_asked++, 1);
        }
    }
  connection_close (&connection);

  return NULL;
}

/* So many that each keeps to the rate while there are enough of measurements. */
#define N_PROBES 16

typedef struct
{
  RawPeer *peers[N_PROBES];
  RawPeer *asker; /* for HTTP with TLS, where handshakes would dominate the measurement; else NULL */
  Delays  *answers;
  Delays  *health;
} Probe;

static void
probe_start (Probe         *self,
             DaemonFixture *fixture)
{
  for (guint i = 0; i < N_PROBES; i++)
    self->peers[i] = daemon_fixture_open (fixture);
  self->asker = fixture->is_encrypted ? raw_peer_connect (fixture->http) : NULL;
  self->answers = delays_new ();
  self->health = delays_new ();
}

static RawReply *
get_health (Probe         *self,
            DaemonFixture *fixture)
{
  const char *request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

  if (self->asker == NULL)
    return raw_request (fixture->http, "GET", "/healthz", NULL);

  raw_peer_write (self->asker, request, strlen (request));

  return raw_peer_read_reply (self->asker, TRUE);
}

/* Does what others do: asks for a small dataset, and for how the server is. */
static void
probe_once (Probe         *self,
            DaemonFixture *fixture)
{
  RawPeer *peer = self->peers[self->answers->len % N_PROBES];
  gint64 started = g_get_monotonic_time ();
  g_autofree char *answer = NULL;
  g_autoptr (RawReply) reply = NULL;

  raw_peer_send (peer, GET_SELLER);
  answer = raw_peer_receive_text (peer);
  g_assert_true (g_str_has_prefix (answer, "{\"action\":\"getData\",\"socketType\":\"probe\""));
  delays_add_since (self->answers, started);

  started = g_get_monotonic_time ();
  reply = get_health (self, fixture);
  g_assert_cmpuint (reply->status, ==, 200);
  delays_add_since (self->health, started);
}

/* Whether all was answered soon enough. */
static gboolean
probe_finish (Probe *self)
{
  gboolean is_short = delays_are_short (self->answers, "answers to others", P99_MS, MAX_MS) &
                      delays_are_short (self->health, "GET /healthz", P99_MS, MAX_MS);
  for (guint i = 0; i < N_PROBES; i++)
    raw_peer_free (self->peers[i]);
  g_clear_pointer (&self->asker, raw_peer_free);
  delays_free (self->answers);
  delays_free (self->health);

  return is_short;
}

static gboolean
burst_round (gpointer data)
{
  enum { N_CLIENTS = 16, SECONDS = 3 };
  DaemonFixture *self = data;
  const char *const arguments[] = { "--max-rate", "10", NULL };
  Greedy clients[N_CLIENTS] = { 0 };
  Probe probe;
  guint64 n_read = 0;
  gint64 end;

  daemon_fixture_renew (self);
  write_big (self, 8 * MIB - 128 * 1024);
  daemon_fixture_start (self, arguments);
  probe_start (&probe, self);
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      clients[i].uri = self->ws;
      clients[i].number = i;
      clients[i].thread = g_thread_new ("greedy", run_greedy, &clients[i]);
    }

  end = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < end)
    {
      probe_once (&probe, self);
      g_usleep (G_USEC_PER_SEC / 100);
    }

  for (guint i = 0; i < N_CLIENTS; i++)
    {
      clients[i].is_over = TRUE;
      g_thread_join (clients[i].thread);
      n_read += clients[i].n_read;
    }
  g_test_message ("the %d clients read %.0f MiB in %d s", N_CLIENTS, (double) n_read / MIB, SECONDS);
  g_assert_cmpuint (n_read, >, (self->is_encrypted ? 1 : 8) * N_CLIENTS * MIB);

  return probe_finish (&probe);
}

/* Clients that keep to the rules, but ask for the largest dataset there can be as often as these allow. */
static void
test_burst (DaemonFixture *self,
            gconstpointer  data)
{
  rounds_assert (burst_round, self);
}

static void
skip_frames (RawPeer *peer,
             guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (peer);

      g_assert_nonnull (frame);
    }
}

/* Puts a version of the dataset, in a thread. */
typedef struct
{
  const char  *uri;
  char        *request;
  _Atomic gint is_over;
} Put;

static gpointer
run_put (gpointer data)
{
  Put *self = data;
  Connection connection = { 0 };
  char reply[16];

  connection_open (&connection, self->uri);
  connection_send (&connection, (const guint8 *) self->request, strlen (self->request));
  g_assert_cmpint (connection_receive (&connection, reply, sizeof reply), ==, sizeof reply);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 204 "));
  connection_close (&connection);
  self->is_over = TRUE;

  return NULL;
}

static void
put_and_probe (DaemonFixture *self,
               Probe         *probe,
               guint          version)
{
  enum { N_MORE = 20 };
  g_autofree char *json = make_big (MIB, version);
  Put put = { .uri = self->http };
  GThread *thread;

  put.request = g_strdup_printf ("PUT /api/big HTTP/1.1\r\nHost: localhost\r\n"
                                 "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", strlen (json), json);
  thread = g_thread_new ("put", run_put, &put);
  while (!put.is_over)
    probe_once (probe, self);
  g_thread_join (thread);
  for (guint i = 0; i < N_MORE; i++)
    probe_once (probe, self);
  g_free (put.request);
}

static gboolean
stuck_round (gpointer data)
{
  enum { N_CLIENTS = 30, N_SUBSCRIPTIONS = 64, N_VERSIONS = 4 };
  DaemonFixture *self = data;
  RawPeer *clients[N_CLIENTS];
  Probe probe;
  gsize before, after;

  daemon_fixture_renew (self);
  write_big (self, 1);
  daemon_fixture_start (self, NULL);
  probe_start (&probe, self);
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      clients[i] = daemon_fixture_open_small (self);
      for (guint j = 0; j < N_SUBSCRIPTIONS; j++)
        {
          g_autofree char *request = make_request (i, j);

          raw_peer_send (clients[i], request);
        }
      skip_frames (clients[i], N_SUBSCRIPTIONS);
    }

  before = daemon_fixture_get_memory (self);
  for (guint i = 1; i <= N_VERSIONS; i++)
    put_and_probe (self, &probe, i);
  after = daemon_fixture_get_memory (self);
  g_test_message ("%.1f MiB more for %d clients that do not read", ((double) after - (double) before) / MIB,
                  N_CLIENTS);

  /* Two versions with their escapes, what it takes to check one, and a little for each client; 64 MiB and
   * more if each had a text of its own. */
  g_assert_cmpuint (after, <, before + 20 * MIB);
  for (guint i = 0; i < N_CLIENTS; i++)
    raw_peer_free (clients[i]);

  return probe_finish (&probe);
}

/* Clients with 64 subscriptions to a dataset that do not read. All get parts of the same text. */
static void
test_stuck (DaemonFixture *self,
            gconstpointer  data)
{
  rounds_assert (stuck_round, self);
}

/* Each is answered, in its order, and what was sent behind them comes behind the answers. */
static void
assert_all_answers (RawPeer *peer,
                    guint    n)
{
  g_autoptr (RawFrame) pong = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (peer);
      guint number = n;

      g_assert_nonnull (frame);
      g_assert_cmphex (frame->opcode, ==, RAW_TEXT);
      sscanf (frame->payload, "{\"action\":\"getData\",\"socketType\":\"0-%u\"", &number);
      g_assert_cmpuint (number, ==, i);
      g_assert_true (g_str_has_suffix (frame->payload, "xxx\\\"]\"}"));
    }

  pong = raw_peer_receive (peer);
  g_assert_nonnull (pong);
  g_assert_cmphex (pong->opcode, ==, RAW_PONG);
}

/* One that asks and asks and does not read keeps its questions, and what it gets, within its bounds. */
static void
test_unread (DaemonFixture *self,
             gconstpointer  data)
{
  enum { N_REQUESTS = 10000 };
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) other = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize before, after;

  write_big (self, 4096);
  daemon_fixture_start (self, NULL);
  other = daemon_fixture_open (self);
  peer = daemon_fixture_open_small (self);
  for (guint i = 0; i < N_REQUESTS; i++)
    {
      g_autofree char *request = make_request (0, i);

      append_text (bytes, request);
    }

  before = daemon_fixture_get_memory (self);
  raw_peer_write (peer, bytes->data, bytes->len);
  raw_peer_send_frame (peer, RAW_FIN | RAW_PING, "", 0);
  for (guint i = 0; i < 20; i++)
    raw_peer_assert_idle (other);
  after = daemon_fixture_get_memory (self);
  g_test_message ("%.2f MiB more for %d requests", ((double) after - (double) before) / MIB, N_REQUESTS);

  g_assert_cmpuint (after, <, before + 2 * MIB);
  assert_all_answers (peer, N_REQUESTS);
  raw_peer_assert_idle (peer);
}

static gboolean
is_gone (DaemonFixture *self)
{
  g_autoptr (RawReply) reply = raw_request (self->http, "GET", "/displays", NULL);

  return strcmp (reply->body, "[]") == 0;
}

/* A client that sends a close frame and reads nothing more is not kept for its answers. */
static void
test_goodbye (DaemonFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  write_big (self, 4 * MIB);
  daemon_fixture_start (self, NULL);
  peer = daemon_fixture_open_small (self);
  for (guint i = 0; i < 64; i++)
    {
      g_autofree char *request = make_request (0, i);

      raw_peer_send (peer, request);
    }
  raw_peer_send_frame (peer, RAW_FIN | RAW_CLOSE, "\x03\xe8", 2);
  for (guint i = 0; !is_gone (self); i++)
    {
      g_assert_cmpuint (i, <, raw_get_patience () / 10);
      g_usleep (20 * 1000);
    }
}

/* What is remembered of a request is its text, however much the text means. */
static void
test_request_memory (DaemonFixture *self,
                     gconstpointer  data)
{
  enum { N_CLIENTS = 8, N_REQUESTS = 64, SIZE = 4000 };
  RawPeer *clients[N_CLIENTS];
  g_autoptr (GString) list = g_string_new ("1");
  gsize before, after;

  while (list->len < SIZE - 100)
    g_string_append (list, ",1");
  daemon_fixture_start (self, NULL);
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      clients[i] = daemon_fixture_open (self);
      raw_peer_assert_idle (clients[i]);
    }

  before = daemon_fixture_get_memory (self);
  for (guint i = 0; i < N_CLIENTS; i++)
    for (guint j = 0; j < N_REQUESTS; j++)
      {
        g_autofree char *request =
          g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u\",\"chartName\":\"seller\","
                           "\"value\":[%s]}",
                           j, list->str);

        raw_peer_send (clients[i], request);
        skip_frames (clients[i], 1);
      }
  after = daemon_fixture_get_memory (self);
  g_test_message ("%.1f MiB more for %.1f MiB of requests", ((double) after - (double) before) / MIB,
                  (double) N_CLIENTS * N_REQUESTS * SIZE / MIB);

  g_assert_cmpuint (after, <, before + 3 * N_CLIENTS * N_REQUESTS * SIZE);
  for (guint i = 0; i < N_CLIENTS; i++)
    raw_peer_free (clients[i]);
}

/* In the clear, and with TLS. */
#define ADD(path, function) \
  G_STMT_START \
  { \
    g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, \
                daemon_fixture_tear_down); \
    g_test_add ("/tls" path, DaemonFixture, NULL, daemon_fixture_set_up_tls, function, \
                daemon_fixture_tear_down); \
  } \
  G_STMT_END

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/large-answers/burst", test_burst);
  ADD ("/large-answers/stuck", test_stuck);
  ADD ("/large-answers/unread", test_unread);
  ADD ("/large-answers/goodbye", test_goodbye);
  ADD ("/large-answers/request-memory", test_request_memory);

  status = g_test_run ();
  raw_let_threads_end ();

  return status;
}
