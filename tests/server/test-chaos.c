/* test-chaos.c: clients that connect, disconnect and send nonsense, all at once
 *
 * It is meant for sanitizers: make check-chaos runs it for a minute with those for addresses and threads. In
 * the suite it takes a few seconds; WALLBOARD_CHAOS_SECONDS changes that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "server-fixture.h"

#define N_THREADS 4
#define AT_ONCE 12
#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define REQUEST "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY "\r\n"
#define LOOK   "look-5fJq2TnWc8Rd"
#define CHANGE "change-9sKe4VbYm1Xz"
#define AUTH(token) "{\"type\":\"auth\",\"data\":\"" token "\"}"
#define V1 "Sec-WebSocket-Protocol: wallboard.v1\r\n"

typedef struct
{
  int              fd;  /* -1 where there is none */
  gnutls_session_t tls; /* NULL in the clear */
} Client;

typedef struct
{
  GRand                            *random;
  guint16                           port;
  gint64                            until;
  gnutls_certificate_credentials_t  credentials; /* NULL in the clear */
  Client                            clients[AT_ONCE];
  guint                             n_connects;
} Chaos;

static const char *const words[] = {
  "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\",\"value\":\"\"}",
  "{\"action\":\"getData\",\"socketType\":\"b\",\"chartName\":\"big\",\"value\":\"\"}",
  "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\",\"value\":\"\"}",
  "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\",\"value\":\"light\"}",
  "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"trend\",\"value\":true}",
  "{\"type\":\"auth\",\"data\":\"x\"}",
  AUTH (LOOK),
  AUTH (CHANGE),
  "{\"type\":\"heartCheck\"}",
  "{\"type\":\"hello\",\"data\":{\"name\":\"Lobby\",\"version\":\"1.0\"}}",
  "{\"action\":\"word\"}",
  "not JSON",
  "",
};

/* Whatever the server does, these must not wait for it for long. */
static int
dial (Chaos *self)
{
  const struct timeval patience = { 0, 200 * 1000 };
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = g_htons (self->port),
                                 .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt (fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect (fd, (struct sockaddr *) &address, sizeof address) == 0)
    {
      self->n_connects++;
      return fd;
    }

  close (fd);
  return -1;
}

static void
hang_up (Client   *client,
         gboolean  rudely)
{
  const struct linger now = { 1, 0 };

  if (rudely)
    setsockopt (client->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  else if (client->tls != NULL)
    gnutls_bye (client->tls, GNUTLS_SHUT_WR);
  g_clear_pointer (&client->tls, gnutls_deinit);
  close (client->fd);
  client->fd = -1;
}

/* Most complete the handshake, and some disconnect within it. */
static void
encrypt (Chaos  *self,
         Client *client)
{
  gnutls_init (&client->tls, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
  gnutls_set_default_priority (client->tls);
  gnutls_credentials_set (client->tls, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_transport_set_int (client->tls, client->fd);
  if (g_rand_int_range (self->random, 0, 8) == 0)
    {
      const guint8 beginning[] = { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01 };

      send (client->fd, beginning, sizeof beginning, MSG_NOSIGNAL);
      hang_up (client, g_rand_boolean (self->random));
    }
  else if (gnutls_handshake (client->tls) < 0)
    {
      hang_up (client, TRUE);
    }
}

static void
say (Client     *client,
     const void *bytes,
     gsize       length)
{
  if (client->tls == NULL)
    send (client->fd, bytes, length, MSG_NOSIGNAL);
  else if (length > 0)
    gnutls_record_send (client->tls, bytes, length);
}

static void
hear (Client *client,
      void   *block,
      gsize   size)
{
  if (client->tls == NULL)
    recv (client->fd, block, size, 0);
  else
    gnutls_record_recv (client->tls, block, size);
}

static void
say_frame (Client     *client,
           guint8      first,
           const char *text)
{
  gsize length = strlen (text);
  guint8 frame[2 + 4 + 125] = { first, 0x80 | (guint8) length };

  g_assert_cmpuint (length, <=, 125);
  memcpy (frame + 6, text, length);
  say (client, frame, 6 + length);
}

static void
begin (Chaos  *self,
       Client *client)
{
  char block[4096];

  client->fd = dial (self);
  if (client->fd >= 0 && self->credentials != NULL)
    encrypt (self, client);
  if (client->fd < 0)
    return;

  switch (g_rand_int_range (self->random, 0, 6))
    {
    case 0:
      say (client, REQUEST, (gsize) g_rand_int_range (self->random, 0, strlen (REQUEST)));
      break;
    case 1:
      say (client, "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n", 46);
      break;
    case 2:
      /* Sends all at once, and disconnects before the answer. */
      say (client, REQUEST "\r\n", strlen (REQUEST "\r\n"));
      hang_up (client, TRUE);
      break;
    case 3:
      say (client, REQUEST V1 "\r\n", strlen (REQUEST V1 "\r\n"));
      hear (client, block, sizeof block);
      break;
    default:
      say (client, REQUEST "\r\n", strlen (REQUEST "\r\n"));
      hear (client, block, sizeof block);
      break;
    }
}

static void
go_on (Chaos  *self,
       Client *client)
{
  char block[64 * 1024];
  guint32 noise = g_rand_int (self->random);

  switch (g_rand_int_range (self->random, 0, 12))
    {
    case 0:
      hang_up (client, TRUE);
      break;
    case 1:
      say_frame (client, 0x88, "\x03\xe8");
      hang_up (client, FALSE);
      break;
    case 2:
      shutdown (client->fd, SHUT_WR);
      break;
    case 3:
      say (client, &noise, sizeof noise);
      break;
    case 4:
      say_frame (client, 0x89, "ping");
      break;
    case 5:
      say_frame (client, 0x01, "{\"action\":");
      break;
    case 6:
      hear (client, block, sizeof block);
      break;
    case 7:
      hang_up (client, FALSE);
      break;
    default:
      say_frame (client, 0x81, words[g_rand_int_range (self->random, 0, G_N_ELEMENTS (words))]);
      break;
    }
}

static gpointer
run_clients (gpointer user_data)
{
  Chaos *self = user_data;

  while (g_get_monotonic_time () < self->until)
    {
      Client *client = &self->clients[g_rand_int_range (self->random, 0, AT_ONCE)];

      if (client->fd < 0)
        begin (self, client);
      else
        go_on (self, client);
    }

  for (guint i = 0; i < AT_ONCE; i++)
    if (self->clients[i].fd >= 0)
      hang_up (&self->clients[i], i % 2 == 0);

  return NULL;
}

static WbTokens *
make_tokens (const char *text)
{
  g_autoptr (GError) error = NULL;
  WbTokens *tokens = wb_tokens_parse (text, strlen (text), "tokens", &error);

  g_assert_no_error (error);

  return tokens;
}

/* The operator reads the list of displays, and changes the names and rights of tokens. */
static void
change_tokens (ServerFixture *self)
{
  static const char *const files[] = { "one view " LOOK "\ntwo control " CHANGE "\n",
                                       "uno view " LOOK "\ndue control " CHANGE "\n",
                                       "one control " LOOK "\ndue control " CHANGE "\n",
                                       "uno view " LOOK "\n" };
  g_autoptr (WbTokens) tokens = make_tokens (files[g_random_int_range (0, G_N_ELEMENTS (files))]);
  g_autoptr (GPtrArray) displays = wb_server_list_displays (self->server);

  g_assert_nonnull (displays);
  wb_server_set_tokens (self->server, tokens);
}

/* Datasets change meanwhile, one of them too large to be sent at once. */
static gboolean
change_cb (gpointer user_data)
{
  ServerFixture *self = user_data;
  static const char *const sellers[] = { SELLER_JSON, "[]", "{\"does not\":\"fit\"}",
                                         "[{\"name\":\"Eve\",\"value\":1}]" };
  g_autofree char *filling = g_strnfill ((gsize) g_random_int_range (1, 200 * 1024), ' ');
  g_autofree char *big = g_strconcat ("[", filling, "]", NULL);

  folder_write (self->folder, "seller.json", sellers[g_random_int_range (0, G_N_ELEMENTS (sellers))]);
  folder_write (self->folder, "big.json", big);
  if (self->tokens != NULL)
    change_tokens (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
has_ended (gpointer user_data)
{
  ServerFixture *self = user_data;

  return wb_server_get_n_displays (self->server) == 0;
}

/* A few more may be open, to wake up threads that were not there before. */
static gboolean
has_no_files (gpointer user_data)
{
  return folder_count_files (OPEN_FILES) <= *(guint *) user_data + 8;
}

static RawPeer *
enter (ServerFixture *self)
{
  RawPeer *peer;

  if (self->tokens != NULL)
    wb_server_set_tokens (self->server, self->tokens);
  peer = server_fixture_open (self, NULL);
  if (self->tokens != NULL)
    {
      raw_peer_send (peer, AUTH (CHANGE));
      raw_peer_assert_text (peer, AUTH ("auth ok"));
    }

  return peer;
}

/* With a token file, or without one if that is NULL. */
static void
test_chaos (ServerFixture *self,
            gconstpointer  data)
{
  const char *seconds = g_getenv ("WALLBOARD_CHAOS_SECONDS");
  gint64 until = g_get_monotonic_time () + (seconds != NULL ? atoi (seconds) : 4) * G_USEC_PER_SEC;
  Chaos chaos[N_THREADS] = { 0 };
  GThread *threads[N_THREADS];
  g_autoptr (GUri) uri = NULL;
  g_autoptr (RawPeer) peer = NULL;
  gnutls_certificate_credentials_t credentials = NULL;
  guint timer, n_files, n_connects = 0;

  if (self->options.certificate != NULL)
    gnutls_certificate_allocate_credentials (&credentials);
  if (data != NULL)
    self->options.tokens = self->tokens = make_tokens (data);
  server_fixture_start (self);
  peer = enter (self);
  g_clear_pointer (&peer, raw_peer_free);
  raw_wait_until (has_ended, self);
  n_files = folder_count_files (OPEN_FILES);

  uri = g_uri_parse (wb_server_get_ws_uri (self->server), G_URI_FLAGS_NONE, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    {
      chaos[i] = (Chaos) { .random = g_rand_new_with_seed ((guint32) g_test_rand_int ()), .until = until,
                           .port = (guint16) g_uri_get_port (uri), .credentials = credentials };
      for (guint j = 0; j < AT_ONCE; j++)
        chaos[i].clients[j].fd = -1;
      threads[i] = g_thread_new ("clients", run_clients, &chaos[i]);
    }

  timer = g_timeout_add (30, change_cb, self);
  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);

  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (threads[i]);
      g_rand_free (chaos[i].random);
      n_connects += chaos[i].n_connects;
    }
  g_test_message ("%u connections", n_connects);
  g_assert_cmpuint (n_connects, >, 50);

  /* All that is over, nothing of it is left, and the server is as good as new. */
  raw_wait_until (has_ended, self);
  peer = enter (self);
  raw_peer_send (peer, "{\"action\":\"over\"}");
  raw_peer_assert_text (peer, "{\"action\":\"over\"}");
  g_clear_pointer (&peer, raw_peer_free);
  raw_wait_until (has_ended, self);
  raw_wait_until (has_no_files, &n_files);
  g_clear_pointer (&credentials, gnutls_certificate_free_credentials);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/chaos/clients", ServerFixture, NULL, server_fixture_set_up, test_chaos,
              server_fixture_tear_down);
  g_test_add ("/chaos/tls", ServerFixture, NULL, server_fixture_set_up_tls, test_chaos,
              server_fixture_tear_down);
  g_test_add ("/chaos/tokens", ServerFixture, "two control " CHANGE "\n", server_fixture_set_up, test_chaos,
              server_fixture_tear_down);

  status = g_test_run ();
  raw_let_threads_end ();

  return status;
}
