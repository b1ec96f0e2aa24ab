/* test-tls.c: a server that speaks TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "common/wb-certificate.h"
#include "server-fixture.h"

typedef struct
{
  ServerFixture  server;
  char          *folder; /* with certificates */
  WbCertificate *certificate;
} Fixture;

static char *
at (Fixture    *self,
    const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static WbCertificate *
load (Fixture     *self,
      const char  *certificate,
      const char  *key,
      GError     **error)
{
  g_autofree char *certificate_path = at (self, certificate);
  g_autofree char *key_path = at (self, key);

  return wb_certificate_load (certificate_path, key_path, error);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) maker = NULL;

  server_fixture_set_up (&self->server, data);
  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  maker = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("WALLBOARD_MAKE_CERTIFICATES"),
                            self->folder, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (maker, NULL, &error);
  g_assert_no_error (error);

  self->certificate = load (self, "server.pem", "server.key", &error);
  g_assert_no_error (error);
  self->server.options.certificate = self->certificate;
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  server_fixture_tear_down (&self->server, data);
  g_clear_pointer (&self->certificate, wb_certificate_unref);
  folder_remove (self->folder);
  g_free (self->folder);
}

/* HTTP and WebSocket on both addresses. */
static void
test_serves (Fixture       *self,
             gconstpointer  data)
{
  const char *uris[2];

  server_fixture_start (&self->server);
  uris[0] = wb_server_get_http_uri (self->server.server);
  uris[1] = wb_server_get_ws_uri (self->server.server);
  g_assert_true (g_str_has_prefix (uris[0], "https://127.0.0.1:"));
  g_assert_true (g_str_has_prefix (uris[1], "wss://127.0.0.1:"));

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RawReply) reply = raw_request (uris[i], "GET", "/api/seller", NULL);
      g_autoptr (RawPeer) one = raw_peer_open (uris[i], NULL);
      g_autoptr (RawPeer) other = raw_peer_open (uris[i], NULL);

      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpstr (reply->body, ==, SELLER_JSON);

      raw_peer_send (one, "{\"action\":\"fullScreen\",\"chartName\":\"seller\",\"value\":true}");
      raw_peer_assert_text (one, "{\"action\":\"fullScreen\",\"chartName\":\"seller\",\"value\":true}");
      raw_peer_assert_text (other, "{\"action\":\"fullScreen\",\"chartName\":\"seller\",\"value\":true}");
    }
}

/* More than any buffer on the way holds, in both directions, and the end of it. */
static void
test_large (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *spaces = g_strnfill (5 * 1024 * 1024, ' ');
  g_autofree char *text = g_strconcat ("[", spaces, "]", NULL);
  g_autofree char *filling = g_strnfill (60000, 'x');
  g_autofree char *message = g_strconcat ("{\"action\":\"x\",\"v\":\"", filling, "\"}", NULL);
  g_autofree char *long_message = g_strnfill (65537, ' ');
  g_autofree char *reason = NULL;
  g_autoptr (RawReply) reply = NULL;
  g_autoptr (RawPeer) peer = NULL;

  folder_write (self->server.folder, "big.json", text);
  server_fixture_start (&self->server);
  reply = raw_request (wb_server_get_http_uri (self->server.server), "GET", "/api/big", NULL);
  g_assert_cmpuint (strlen (reply->body), ==, strlen (text));

  peer = server_fixture_open (&self->server, NULL);
  raw_peer_send (peer, message);
  raw_peer_assert_text (peer, message);

  /* The last data arrive, too. */
  raw_peer_send (peer, long_message);
  reason = raw_peer_assert_close (peer, 1009);
  g_assert_true (raw_peer_is_cut_off (peer));
}

/* Nothing is sent unencrypted. */
static void
test_plain (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *uri = NULL;
  g_autoptr (RawPeer) peer = NULL;
  const char *request = "GET /api/seller HTTP/1.1\r\nHost: localhost\r\n\r\n";

  server_fixture_start (&self->server);
  uri = g_strconcat ("http", wb_server_get_http_uri (self->server.server) + strlen ("https"), NULL);
  peer = raw_peer_connect (uri);
  raw_peer_write (peer, request, strlen (request));

  /* An alert of TLS, perhaps, and the end. */
  for (guint i = 0; i < 64; i++)
    if (raw_peer_is_cut_off (peer))
      return;
  g_assert_not_reached ();
}

static void
test_slow_handshake (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *uri = NULL;
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) reply = NULL;

  self->server.options.header_timeout = 1;
  server_fixture_start (&self->server);
  uri = g_strconcat ("http", wb_server_get_http_uri (self->server.server) + strlen ("https"), NULL);
  peer = raw_peer_connect (uri);
  raw_peer_write (peer, "\x16\x03\x01", 3);

  reply = raw_request (wb_server_get_http_uri (self->server.server), "GET", "/api/seller", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (raw_peer_is_cut_off (peer));
}

static gboolean
shows (Fixture    *self,
       RawPeer    *peer,
       const char *name)
{
  g_autofree char *path = at (self, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) expected = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);

  return g_tls_certificate_is_same (raw_peer_get_certificate (peer), expected);
}

/* Clients after a change get the new certificate, and those before stay connected. */
static void
test_other_certificate (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (WbCertificate) second = load (self, "second.pem", "second.key", NULL);
  g_autoptr (RawPeer) before = NULL;
  g_autoptr (RawPeer) after = NULL;

  server_fixture_start (&self->server);
  before = server_fixture_open (&self->server, NULL);
  g_assert_true (shows (self, before, "server.pem"));

  wb_server_set_certificate (self->server.server, second);
  after = server_fixture_open (&self->server, NULL);
  g_assert_true (shows (self, after, "second.pem"));

  raw_peer_send (before, "{\"action\":\"x\"}");
  raw_peer_assert_text (after, "{\"action\":\"x\"}");
}

static gboolean
is_empty (gpointer user_data)
{
  Fixture *self = user_data;

  return wb_server_is_quiet (self->server.server);
}

static gboolean
nothing_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Every client gets the whole close frame, and nothing is left of them. */
static void
test_goodbye (Fixture       *self,
              gconstpointer  data)
{
  RawPeer *peers[40];
  guint wake;

  /* Where everything is slow, pings would come in between. */
  self->server.options.ping = 0;
  server_fixture_start (&self->server);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    peers[i] = server_fixture_open (&self->server, NULL);

  wb_server_stop (self->server.server);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      g_autofree char *reason = raw_peer_assert_close (peers[i], 1012);

      raw_peer_free (peers[i]);
    }

  wake = g_timeout_add (20, nothing_cb, NULL);
  raw_wait_until (is_empty, self);
  g_source_remove (wake);
}

static void
test_files (Fixture       *self,
            gconstpointer  data)
{
  const struct
  {
    const char *certificate;
    const char *key;
    const char *says;
  } cases[] = {
    { "nosuch.pem", "server.key", "nosuch.pem" },
    { "server.pem", "nosuch.key", "nosuch.key" },
    { "server.key", "server.key", "PEM" },
    { "server.pem", "server.pem", "no private key" },
    { "server.pem", "second.key", "do not work together" },
    { "empty.pem", "server.key", "PEM" },
    { "server.pem", "open.key", "chmod o-rwx" },
  };
  g_autofree char *open_key = at (self, "open.key");
  g_autofree char *chain_text = NULL;
  g_autofree char *chain_path = at (self, "server.pem");
  g_autoptr (WbCertificate) own = load (self, "self.pem", "self.key", NULL);

  g_assert_nonnull (own);
  folder_write (self->folder, "empty.pem", "");
  g_assert_true (g_file_get_contents (chain_path, &chain_text, NULL, NULL));
  folder_write (self->folder, "open.key", chain_text);
  g_assert_cmpint (g_chmod (open_key, 0644), ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load (self, cases[i].certificate, cases[i].key, &error));
      g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CERTIFICATE);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_null (strstr (error->message, "PRIVATE KEY"));
    }
}

#define ADD(path, function) \
  g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/tls/serves", test_serves);
  ADD ("/tls/large", test_large);
  ADD ("/tls/plain", test_plain);
  ADD ("/tls/slow-handshake", test_slow_handshake);
  ADD ("/tls/other-certificate", test_other_certificate);
  ADD ("/tls/goodbye", test_goodbye);
  ADD ("/tls/files", test_files);

  status = g_test_run ();
  raw_let_threads_end ();

  return status;
}
