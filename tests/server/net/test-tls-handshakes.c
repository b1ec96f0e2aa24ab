/* test-tls-handshakes.c: what TLS costs before and after its handshake, whatever a client does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon-fixture.h"
#include "rounds.h"

#define KIB 1024
#define N_IDLE 60
#define N_CONNECTIONS 1000
#define N_FLOOD 32

/* What the system keeps for a client that does not read, in bytes. */
#define SMALL_BUFFER 4096

/* The longest time for a handshake or an answer in these tests, in seconds. */
#define PROMPT 0.2

static char *
get_plain_uri (DaemonFixture *self)
{
  return g_strconcat ("http", self->http + strlen ("https"), NULL);
}

/* How long a client takes from its connection to its first answer, in seconds. */
static double
time_newcomer (DaemonFixture *self)
{
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (RawPeer) newcomer = daemon_fixture_open (self);

  raw_peer_assert_idle (newcomer);

  return g_timer_elapsed (timer, NULL);
}

typedef struct
{
  DaemonFixture *daemon;
  double         limit; /* in seconds */
} Newcomer;

static gboolean
newcomer_round (gpointer data)
{
  const Newcomer *self = data;
  double took = time_newcomer (self->daemon);

  g_test_message ("a newcomer in %.0f ms", took * 1000);

  return took <= self->limit * raw_get_slowness ();
}

static void
assert_newcomer (DaemonFixture *self,
                 double         limit)
{
  Newcomer newcomer = { self, limit };

  rounds_assert (newcomer_round, &newcomer);
}

/* Peers that connect and send nothing, or the beginning of a handshake. */
static void
assert_prompt_behind_idle (DaemonFixture     *self,
                           const char *const *sources,
                           guint              n_sources,
                           guint              n_each,
                           const char        *beginning)
{
  g_autofree char *uri = get_plain_uri (self);
  g_autoptr (GPtrArray) idle = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_peer_free);

  time_newcomer (self);
  for (guint i = 0; i < n_sources * n_each; i++)
    {
      RawPeer *peer = raw_peer_connect_from (uri, sources[i % n_sources], 0);

      raw_peer_write (peer, beginning, strlen (beginning));
      g_ptr_array_add (idle, peer);
    }

  g_test_message ("%u idle peers", idle->len);
  assert_newcomer (self, PROMPT);
}

static void
test_idle (DaemonFixture *self,
           gconstpointer  data)
{
  const char *const here[] = { "127.0.0.1" };

  daemon_fixture_start (self, NULL);
  assert_prompt_behind_idle (self, here, 1, N_IDLE, "");
  assert_prompt_behind_idle (self, here, 1, N_IDLE, "\x16\x03\x01");
}

/* As many as four addresses may have, with the limits of the default. */
static void
test_idle_addresses (DaemonFixture *self,
                     gconstpointer  data)
{
  const char *const arguments[] = { "--max-per-address", "64", NULL };
  const char *const sources[] = { "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4" };

  daemon_fixture_start (self, arguments);
  assert_prompt_behind_idle (self, sources, G_N_ELEMENTS (sources), 64, "");
}

/* More than there may be at once: the oldest makes room, and a client that does shake hands is served. */
static void
test_too_many (DaemonFixture *self,
               gconstpointer  data)
{
  const char *const sources[] = { "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4" };
  guint before;

  daemon_fixture_start (self, NULL);
  before = daemon_fixture_get_n_files (self);
  assert_prompt_behind_idle (self, sources, G_N_ELEMENTS (sources), 300, "");
  g_assert_cmpuint (daemon_fixture_get_n_files (self), <=, before + 1024 + 16);
}

static void
test_time_limit (DaemonFixture *self,
                 gconstpointer  data)
{
  const char *const arguments[] = { "--header-timeout", "1", NULL };
  g_autofree char *uri = NULL;
  RawPeer *idle[N_IDLE];

  daemon_fixture_start (self, arguments);
  uri = get_plain_uri (self);
  for (guint i = 0; i < N_IDLE; i++)
    idle[i] = raw_peer_connect (uri);
  for (guint i = 0; i < N_IDLE; i++)
    {
      g_assert_true (raw_peer_is_cut_off (idle[i]));
      raw_peer_free (idle[i]);
    }
}

/* A client with GnuTLS, which can misbehave. */
typedef struct
{
  gnutls_session_t                 session;
  gnutls_certificate_credentials_t credentials;
  GSocketConnection               *connection;
} Client;

static void
client_clear (Client *self)
{
  gnutls_deinit (self->session);
  gnutls_certificate_free_credentials (self->credentials);
  g_object_unref (self->connection);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Client, client_clear)

/* Connects and blocks, as the server is another process. Returns what gnutls_handshake () does. */
static int
client_connect (Client     *self,
                const char *uri,
                const char *source,
                const char *priorities)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketAddress) from = g_inet_socket_address_new_from_string (source, 0);
  g_autoptr (GSocketAddress) to = g_inet_socket_address_new_from_string (g_uri_get_host (parsed),
                                                                         (guint) g_uri_get_port (parsed));
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_set_option (socket, SOL_SOCKET, SO_RCVBUF, SMALL_BUFFER, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, from, FALSE, NULL));
  g_assert_true (g_socket_connect (socket, to, NULL, NULL));
  self->connection = g_socket_connection_factory_create_connection (socket);

  gnutls_init (&self->session, GNUTLS_CLIENT);
  gnutls_certificate_allocate_credentials (&self->credentials);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  g_assert_cmpint (gnutls_priority_set_direct (self->session, priorities, NULL), ==, 0);
  gnutls_transport_set_int (self->session,
                            g_socket_get_fd (g_socket_connection_get_socket (self->connection)));
  gnutls_handshake_set_timeout (self->session, raw_get_patience ());

  while ((result = gnutls_handshake (self->session)) == GNUTLS_E_AGAIN)
    g_socket_condition_timed_wait (g_socket_connection_get_socket (self->connection), G_IO_IN,
                                   raw_get_patience () * 1000, NULL, NULL);

  return result;
}

/* Waits for data of the server. 0 or less at the end. */
static int
client_receive (Client *self,
                char   *buffer,
                gsize   size)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);
  gssize n;

  while ((n = gnutls_record_recv (self->session, buffer, size)) == GNUTLS_E_AGAIN)
    g_assert_true (g_socket_condition_timed_wait (socket, G_IO_IN, raw_get_patience () * 1000, NULL, NULL));

  return (int) n;
}

static void
test_versions (DaemonFixture *self,
               gconstpointer  data)
{
  const char *const good[] = { "NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2" };
  const char *const old[] = { "NORMAL:-VERS-ALL:+VERS-TLS1.1", "NORMAL:-VERS-ALL:+VERS-TLS1.0" };

  daemon_fixture_start (self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_auto (Client) client = { 0 };

      g_assert_cmpint (client_connect (&client, self->http, "127.0.0.1", good[i]), ==, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    {
      g_auto (Client) client = { 0 };

      g_assert_cmpint (client_connect (&client, self->http, "127.0.0.1", old[i]), <, 0);
    }
}

/* Handshakes in a handshake's session would be without end, and each costs a signature. */
static void
test_renegotiation (DaemonFixture *self,
                    gconstpointer  data)
{
  g_auto (Client) client = { 0 };
  const char *request = "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n";
  char reply[4096];
  int result;

  daemon_fixture_start (self, NULL);
  g_assert_cmpint (client_connect (&client, self->http, "127.0.0.1", "NORMAL:-VERS-ALL:+VERS-TLS1.2"), ==, 0);
  while ((result = gnutls_handshake (client.session)) == GNUTLS_E_AGAIN)
    g_socket_condition_timed_wait (g_socket_connection_get_socket (client.connection), G_IO_IN,
                                   raw_get_patience () * 1000, NULL, NULL);
  g_assert_cmpint (result, <, 0);

  gnutls_record_send (client.session, request, strlen (request));
  g_assert_cmpint (client_receive (&client, reply, sizeof reply), <=, 0);
  assert_newcomer (self, 5);
}

#define UPGRADE "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

/* A frame as a client masks it with zeros. */
static void
append_frame (GString    *bytes,
              const char *text)
{
  g_assert_cmpuint (strlen (text), <=, 125);
  g_string_append_c (bytes, (char) (RAW_FIN | RAW_TEXT));
  g_string_append_c (bytes, (char) (0x80 | strlen (text)));
  g_string_append_len (bytes, "\0\0\0\0", 4);
  g_string_append (bytes, text);
}

static void
client_send (Client        *self,
             const GString *bytes)
{
  g_assert_cmpint ((int) gnutls_record_send (self->session, bytes->str, bytes->len), ==, (int) bytes->len);
}

/* A client may send a KeyUpdate at any time (RFC 8446, section 4.6.3), also while a record for it is half
 * sent. */
static void
test_new_keys (DaemonFixture *self,
               gconstpointer  data)
{
  enum { SIZE = 4 * 1024 * KIB, N_PINGS = 6 };
  g_autofree char *filling = g_strnfill (SIZE, ' ');
  g_autofree char *json = g_strconcat ("[", filling, "]", NULL);
  g_autoptr (GString) request = g_string_new (UPGRADE "\r\n");
  g_autoptr (GString) question = g_string_new (NULL);
  g_auto (Client) client = { 0 };
  const char ping[] = { (char) (RAW_FIN | RAW_PING), (char) 0x80, 0, 0, 0, 0 };
  char buffer[64 * KIB];
  gsize n_read = 0;

  folder_write (self->folder, "big.json", json);
  daemon_fixture_start (self, NULL);
  g_assert_cmpint (client_connect (&client, self->ws, "127.0.0.1", "NORMAL:-VERS-ALL:+VERS-TLS1.3"), ==, 0);
  client_send (&client, request);
  g_assert_cmpint (client_receive (&client, buffer, sizeof buffer), >, 0);
  append_frame (question, "{\"action\":\"getData\",\"chartName\":\"big\"}");
  client_send (&client, question);

  /* The server writes until nothing fits any more, and tries again with each ping. */
  for (guint i = 0; i < N_PINGS; i++)
    {
      g_usleep (G_USEC_PER_SEC / 10);
      gnutls_record_send (client.session, ping, sizeof ping);
    }
  g_assert_cmpint (gnutls_session_key_update (client.session, GNUTLS_KU_PEER), ==, 0);
  g_usleep (G_USEC_PER_SEC / 2);

  while (n_read < SIZE)
    {
      int n = client_receive (&client, buffer, sizeof buffer);

      g_assert_cmpint (n, >, 0);
      n_read += (gsize) n;
    }
}

/* What stands in one record with a token whose check is put off is answered behind it, wherever libsoup's
 * reading ahead has ended in that record. */
static void
test_behind_token (DaemonFixture *self,
                   gconstpointer  data)
{
  enum { READ_AHEAD = 8192, N_WRONG = 10 };
  g_autofree char *token_path = g_build_filename (self->folder, "token", NULL);
  const char *const arguments[] = { "--token-file", token_path, "--max-per-address", "64", NULL };
  const char *auth = "{\"type\":\"auth\",\"data\":\"a-token-of-this-test\"}";

  folder_write (self->folder, "token", "a-token-of-this-test\n");
  g_assert_cmpint (g_chmod (token_path, 0600), ==, 0);
  daemon_fixture_start (self, arguments);
  for (guint i = 0; i < N_WRONG; i++)
    {
      g_autoptr (RawPeer) peer = daemon_fixture_open (self);

      raw_peer_send (peer, "{\"type\":\"auth\",\"data\":\"wrong-wrong-wrong\"}");
      raw_peer_assert_text (peer, "{\"type\":\"noAuth\"}");
    }

  for (gsize i = 0; i < 2; i++)
    {
      g_auto (Client) client = { 0 };
      g_autoptr (GString) bytes = g_string_new (UPGRADE "X-Padding: ");
      gsize n_padding = READ_AHEAD - i - bytes->len - strlen ("\r\n\r\n") - 6 - strlen (auth);
      g_autofree char *padding = g_strnfill (n_padding, 'x');
      g_autoptr (GString) heard = g_string_new (NULL);

      g_string_append_printf (bytes, "%s\r\n\r\n", padding);
      append_frame (bytes, auth);
      g_assert_cmpuint (bytes->len, ==, READ_AHEAD - i);
      append_frame (bytes, "{\"action\":\"getData\",\"chartName\":\"seller\"}");
      g_assert_cmpint (client_connect (&client, self->ws, "127.0.0.1", "NORMAL"), ==, 0);
      client_send (&client, bytes);
      while (strstr (heard->str, "\"chartName\":\"seller\"") == NULL)
        {
          char buffer[4 * KIB];
          int n = client_receive (&client, buffer, sizeof buffer);

          g_assert_cmpint (n, >, 0);
          g_string_append_len (heard, buffer, n);
        }
    }
}

/* Clients that do nothing but handshakes, from one address, until they are stopped. */
typedef struct
{
  const char *uri;
  const char *first;   /* what each sends first, for some */
  gint        is_over; /* atomic */
  gint        n_done;  /* atomic */
} Flood;

/* Sends a byte in each record until that is enough, or the server has had enough. */
static gpointer
drip_thread (gpointer data)
{
  Flood *flood = data;

  /* It is the server whose time is to be short, and not what is measured here. */
  setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), 19);

  while (!g_atomic_int_get (&flood->is_over))
    {
      g_auto (Client) client = { 0 };
      const char *head = flood->first;

      if (client_connect (&client, flood->uri, "127.0.0.2", "NORMAL") != 0)
        continue;
      gnutls_record_send (client.session, head, strlen (head));
      while (!g_atomic_int_get (&flood->is_over) && gnutls_record_send (client.session, "x", 1) == 1)
        ;
      g_atomic_int_inc (&flood->n_done);
    }

  return NULL;
}

typedef struct
{
  DaemonFixture *daemon;
  RawPeer       *other;
  const char    *beginning;
} TinyRecords;

static gboolean
tiny_records_round (gpointer data)
{
  TinyRecords *self = data;
  Flood flood = { .uri = self->daemon->http, .first = self->beginning };
  GThread *threads[N_FLOOD];
  gint64 slowest = 0;

  for (guint i = 0; i < N_FLOOD; i++)
    threads[i] = g_thread_new ("drip", drip_thread, &flood);
  for (guint i = 0; i < 20; i++)
    {
      gint64 started = g_get_monotonic_time ();

      raw_peer_assert_idle (self->other);
      slowest = MAX (slowest, g_get_monotonic_time () - started);
      g_usleep (G_USEC_PER_SEC / 20);
    }
  g_atomic_int_set (&flood.is_over, TRUE);
  for (guint i = 0; i < N_FLOOD; i++)
    g_thread_join (threads[i]);
  g_test_message ("%.0f ms at most beside %d clients that were cut off", (double) slowest / 1000,
                  flood.n_done);

  return (double) slowest / G_USEC_PER_SEC <= PROMPT * raw_get_slowness ();
}

/* Records with a byte each cost as much as full ones. A client that sends nothing else is cut off, before a
 * token and after, and others hardly notice. */
static void
test_tiny_records (DaemonFixture *self,
                   gconstpointer  data)
{
  const char *const beginnings[] = {
    "GET /",
    "PUT /api/seller HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n",
    UPGRADE "\r\n",
  };
  const char *const no_pings[] = { "--ping", "0", NULL };
  g_autoptr (RawPeer) other = NULL;

  daemon_fixture_start (self, no_pings);
  other = daemon_fixture_open (self);
  raw_peer_assert_idle (other);
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      TinyRecords records = { self, other, beginnings[i] };

      rounds_assert (tiny_records_round, &records);
    }
}

static gpointer
flood_thread (gpointer data)
{
  Flood *flood = data;

  while (!g_atomic_int_get (&flood->is_over))
    {
      g_auto (Client) client = { 0 };

      if (client_connect (&client, flood->uri, "127.0.0.2", "NORMAL") == 0)
        g_atomic_int_inc (&flood->n_done);
    }

  return NULL;
}

static void
test_flood (DaemonFixture *self,
            gconstpointer  data)
{
  Flood flood = { 0 };
  GThread *threads[N_FLOOD];

  daemon_fixture_start (self, NULL);
  time_newcomer (self);
  flood.uri = self->http;
  for (guint i = 0; i < N_FLOOD; i++)
    threads[i] = g_thread_new ("flood", flood_thread, &flood);
  while (g_atomic_int_get (&flood.n_done) < 200)
    g_usleep (1000);

  assert_newcomer (self, 5 * PROMPT);
  g_atomic_int_set (&flood.is_over, TRUE);
  for (guint i = 0; i < N_FLOOD; i++)
    g_thread_join (threads[i]);
  g_test_message ("a flood of %d handshakes", flood.n_done);
}

/* The cost of a client after its TLS and WebSocket handshakes. */
static void
test_memory (DaemonFixture *self,
             gconstpointer  data)
{
  g_autofree Client *clients = g_new0 (Client, N_CONNECTIONS);
  gsize before, each;

  daemon_fixture_start (self, NULL);
  time_newcomer (self);
  before = daemon_fixture_get_memory (self);
  for (guint i = 0; i < N_CONNECTIONS; i++)
    {
      char reply[1024];

      g_assert_cmpint (client_connect (&clients[i], self->ws, "127.0.0.1", "NORMAL"), ==, 0);
      gnutls_record_send (clients[i].session, UPGRADE "\r\n", strlen (UPGRADE "\r\n"));
      g_assert_cmpint (client_receive (&clients[i], reply, sizeof reply), >, 0);
      g_assert_cmpint (strncmp (reply, "HTTP/1.1 101 ", 13), ==, 0);
    }
  each = (MAX (daemon_fixture_get_memory (self), before) - before) / N_CONNECTIONS;
  g_test_message ("%.1f KiB a connection", (double) each / KIB);
  g_assert_cmpuint (each, <=, 64 * KIB);
  for (guint i = 0; i < N_CONNECTIONS; i++)
    client_clear (&clients[i]);
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up_tls, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/tls-handshakes/idle", test_idle);
  ADD ("/tls-handshakes/idle-addresses", test_idle_addresses);
  ADD ("/tls-handshakes/too-many", test_too_many);
  ADD ("/tls-handshakes/time-limit", test_time_limit);
  ADD ("/tls-handshakes/versions", test_versions);
  ADD ("/tls-handshakes/renegotiation", test_renegotiation);
  ADD ("/tls-handshakes/new-keys", test_new_keys);
  ADD ("/tls-handshakes/behind-token", test_behind_token);
  ADD ("/tls-handshakes/tiny-records", test_tiny_records);
  ADD ("/tls-handshakes/flood", test_flood);
  ADD ("/tls-handshakes/memory", test_memory);

  status = g_test_run ();
  raw_let_threads_end ();

  return status;
}
