/* test-operator.c: what the operator of a server gets over HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "scrape.h"
#include "server-fixture.h"
#include "source/wb-source.h"

/* A source that waits for something far away. */
#define TEST_TYPE_PENDING_SOURCE (test_pending_source_get_type ())
G_DECLARE_FINAL_TYPE (TestPendingSource, test_pending_source, TEST, PENDING_SOURCE, GObject)

struct _TestPendingSource
{
  GObject parent_instance;

  gboolean is_ready;
};

static char **
pending_source_list (WbSource *source)
{
  return g_new0 (char *, 1);
}

static WbSnapshot *
pending_source_load (WbSource   *source,
                     const char *name)
{
  return NULL;
}

static char *
pending_source_dup_trouble (WbSource *source)
{
  return TEST_PENDING_SOURCE (source)->is_ready ? NULL : g_strdup ("the database has not answered yet");
}

static void
pending_source_iface_init (WbSourceInterface *iface)
{
  iface->list = pending_source_list;
  iface->load = pending_source_load;
  iface->dup_trouble = pending_source_dup_trouble;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestPendingSource, test_pending_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SOURCE, pending_source_iface_init))

static void
test_pending_source_class_init (TestPendingSourceClass *klass)
{
}

static void
test_pending_source_init (TestPendingSource *self)
{
}

/* A request with any Host. */
static RawReply *
ask (const char *uri,
     const char *path,
     const char *headers)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (uri);
  g_autofree char *text = g_strdup_printf ("GET %s HTTP/1.1\r\n%s\r\n", path, headers);

  raw_peer_write (peer, text, strlen (text));
  return raw_peer_read_reply (peer, TRUE);
}

static Scrape *
scrape (ServerFixture *self)
{
  g_autoptr (RawReply) reply = raw_request (wb_server_get_http_uri (self->server), "GET", "/metrics", NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  return scrape_new (reply->body);
}

static void
test_metrics (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawReply) over_ws = NULL;
  g_autoptr (Scrape) numbers = NULL;
  g_autofree char *type = NULL;

  folder_write (self->folder, "map.json", "{ not JSON");
  server_fixture_start (self);

  over_ws = raw_request (wb_server_get_ws_uri (self->server), "GET", "/metrics", NULL);
  type = raw_reply_dup_header (over_ws, "Content-Type");
  g_assert_cmpuint (over_ws->status, ==, 200);
  g_assert_cmpstr (type, ==, "text/plain; version=0.0.4; charset=utf-8");

  numbers = scrape (self);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_dataset_error{dataset=\"seller\"}"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_dataset_version{dataset=\"seller\"}"), >, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_dataset_error{dataset=\"map\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_http_requests_total{code=\"200\"}"), ==, 1);
}

static gboolean
is_counted (ServerFixture *self,
            const char    *series,
            double         number)
{
  g_autoptr (Scrape) numbers = scrape (self);

  return scrape_has (numbers, series) && scrape_get (numbers, series) == number;
}

static gboolean
map_is_bad (gpointer user_data)
{
  return is_counted (user_data, "wallboard_dataset_error{dataset=\"map\"}", 1);
}

static gboolean
map_is_good (gpointer user_data)
{
  return is_counted (user_data, "wallboard_dataset_error{dataset=\"map\"}", 0);
}

static void
test_dataset_life (ServerFixture *self,
                   gconstpointer  data)
{
  g_autoptr (Scrape) good = NULL;
  g_autoptr (Scrape) bad = NULL;

  server_fixture_start (self);
  folder_write (self->folder, "map.json", "[]");
  raw_wait_until (map_is_good, self);
  good = scrape (self);

  folder_write (self->folder, "map.json", "[1]");
  raw_wait_until (map_is_bad, self);
  bad = scrape (self);
  g_assert_cmpfloat (scrape_get (bad, "wallboard_dataset_version{dataset=\"map\"}"), ==,
                     scrape_get (good, "wallboard_dataset_version{dataset=\"map\"}"));

  folder_write (self->folder, "map.json", "[]");
  raw_wait_until (map_is_good, self);
}

static gboolean
seller_is_young (gpointer user_data)
{
  ServerFixture *self = user_data;
  g_autoptr (Scrape) numbers = scrape (self);

  return scrape_get (numbers, "wallboard_dataset_age_seconds{dataset=\"seller\"}") < 0.2;
}

/* A file that is saved again as it was is as young as one with news. */
static void
test_age (ServerFixture *self,
          gconstpointer  data)
{
  g_autoptr (Scrape) before = NULL;

  server_fixture_start (self);
  g_usleep (300000);
  before = scrape (self);
  g_assert_cmpfloat (scrape_get (before, "wallboard_dataset_age_seconds{dataset=\"seller\"}"), >=, 0.3);

  folder_write (self->folder, "seller.json", SELLER_JSON);
  raw_wait_until (seller_is_young, self);
}

typedef struct
{
  ServerFixture *server;
  const char    *series;
  double         least;
} Awaited;

static gboolean
has_come (gpointer user_data)
{
  const Awaited *awaited = user_data;
  g_autoptr (Scrape) numbers = scrape (awaited->server);

  return scrape_get (numbers, awaited->series) >= awaited->least;
}

/* Workers count in batches, which they flush soon. */
static void
wait_for (ServerFixture *self,
          const char    *series,
          double         least)
{
  Awaited awaited = { self, series, least };

  g_test_message ("waiting for %s", series);
  raw_wait_until (has_come, &awaited);
}

#define NOTICE "{\"type\":\"notice\",\"data\":\"x\"}"

static void
test_traffic (ServerFixture *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) page = NULL;
  g_autoptr (RawPeer) display = NULL;
  g_autoptr (RawPeer) session = NULL;
  g_autoptr (Scrape) numbers = NULL;

  server_fixture_start (self);
  page = server_fixture_open (self, NULL);
  session = server_fixture_open (self, NULL);
  display = server_fixture_open (self, "Sec-WebSocket-Protocol: wallboard.v1\r\n");
  g_free (raw_peer_receive_text (display));
  raw_peer_send (session, "{\"type\":\"heartCheck\"}");
  wait_for (self, "wallboard_clients{dialect=\"session\"}", 1);

  raw_peer_send (page, "{\"action\":\"say\"}");
  raw_peer_assert_text (page, "{\"action\":\"say\"}");
  raw_peer_send (display, NOTICE);
  wait_for (self, "wallboard_delivery_seconds_count", 7); /* the welcome, too */
  wait_for (self, "wallboard_sent_messages_total", 7);
  wait_for (self, "wallboard_received_messages_total", 3);

  numbers = scrape (self);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_clients{dialect=\"legacy\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_clients{dialect=\"session\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_clients{dialect=\"wallboard.v1\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_connections_total"), ==, 3);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_broadcasts_total"), ==, 2);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_notices_total"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_received_messages_total"), ==, 3);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_sent_messages_total"), ==, 7);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_delivery_seconds_sum"), <, 10);

  /* A header of two bytes and, from clients, a mask of four. */
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_received_bytes_total"), ==,
                     strlen ("{\"type\":\"heartCheck\"}{\"action\":\"say\"}" NOTICE) + 3 * 6);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_sent_bytes_total"), >=,
                     3 * (strlen ("{\"action\":\"say\"}" NOTICE) + 2 * 2));

  raw_peer_send_frame (page, RAW_FIN | RAW_CLOSE, "\x03\xe8", 2);
  wait_for (self, "wallboard_closes_total{code=\"1000\"}", 1);
  g_clear_pointer (&display, raw_peer_free);
  wait_for (self, "wallboard_closes_total{code=\"1006\"}", 1);
  raw_peer_send_frame (session, RAW_FIN | RAW_BINARY, "x", 1);
  g_free (raw_peer_receive_text (session));
  g_free (raw_peer_receive_text (session));
  g_free (raw_peer_assert_close (session, 1003));
  g_clear_pointer (&session, raw_peer_free);
  wait_for (self, "wallboard_closes_total{code=\"1003\"}", 1);

  g_clear_pointer (&numbers, scrape_free);
  numbers = scrape (self);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_clients{dialect=\"legacy\"}"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_clients{dialect=\"session\"}"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_clients{dialect=\"wallboard.v1\"}"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_refusals_total{reason=\"protocol\"}"), ==, 1);
}

static void
test_requests (ServerFixture *self,
               gconstpointer  data)
{
  g_autoptr (RawReply) not_found = NULL;
  g_autoptr (RawReply) foreign = NULL;
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (Scrape) numbers = NULL;

  server_fixture_start (self);
  not_found = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/nope", NULL);
  foreign = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller",
                         "Origin: https://evil.example\r\n");
  peer = server_fixture_open (self, NULL);

  numbers = scrape (self);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_http_requests_total{code=\"404\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_http_requests_total{code=\"403\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_refusals_total{reason=\"origin\"}"), ==, 1);
}

static const struct
{
  const char *headers;
  const char *token;
  guint       status;
} askers[] = {
  { "Host: localhost:8888\r\n", NULL, 200 },
  { "Host: 127.0.0.1:8888\r\n", "secret", 200 },
  { "Host: [::1]:8888\r\n", NULL, 200 },

  /* others behind a proxy on this machine */
  { "Host: localhost\r\nX-Forwarded-For: 192.0.2.7\r\n", NULL, 403 },
  { "Host: localhost\r\nX-Forwarded-For: 192.0.2.7\r\n", "secret", 401 },
  { "Host: localhost\r\nForwarded: for=192.0.2.7\r\n", "secret", 401 },
  { "Host: localhost\r\nX-Real-IP: 127.0.0.1\r\n", "secret", 401 },
  { "Host: localhost\r\nVia: 1.1 proxy\r\n", "secret", 401 },
  { "Host: localhost\r\nX-Forwarded-For: 192.0.2.7\r\nAuthorization: Bearer secre\r\n", "secret", 401 },
  { "Host: localhost\r\nX-Forwarded-For: 192.0.2.7\r\nAuthorization: Bearer secret\r\n", "secret", 200 },

  /* web pages: one from this machine, and one that moved its name here */
  { "Host: localhost\r\nOrigin: http://localhost:8080\r\n", NULL, 403 },
  { "Host: evil.example:8888\r\n", NULL, 403 },
  { "Host: evil.example:8888\r\n", "secret", 401 },
};

static void
test_askers (ServerFixture *self,
             gconstpointer  data)
{
  const gsize *i = data;
  g_autoptr (RawReply) reply = NULL;

  if (askers[*i].token != NULL)
    self->options.tokens = self->tokens = wb_tokens_new (askers[*i].token);
  server_fixture_start (self);
  reply = ask (wb_server_get_http_uri (self->server), "/metrics", askers[*i].headers);
  g_assert_cmpuint (reply->status, ==, askers[*i].status);
  g_assert_cmpint (strstr (reply->body, "wallboard_build_info") != NULL, ==, askers[*i].status == 200);
}

static void
test_health (void)
{
  g_autoptr (TestPendingSource) source = g_object_new (TEST_TYPE_PENDING_SOURCE, NULL);
  g_autoptr (WbServer) server = wb_server_new (WB_SOURCE (source));
  g_autoptr (RawReply) before = NULL;
  g_autoptr (RawReply) foreign = NULL;
  g_autoptr (RawReply) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *caching = NULL;
  WbServerOptions options = WB_SERVER_OPTIONS_INIT;

  options.http = "127.0.0.1:0";
  options.ws = "127.0.0.1:0";
  wb_server_start (server, &options, &error);
  g_assert_no_error (error);

  before = raw_request (wb_server_get_http_uri (server), "GET", "/healthz", NULL);
  g_assert_cmpuint (before->status, ==, 503);
  g_assert_cmpstr (before->body, ==, "{\"message\":\"the database has not answered yet\",\"status\":503}");
  caching = raw_reply_dup_header (before, "Cache-Control");
  g_assert_cmpstr (caching, ==, "no-store");

  /* Others get as much as a load balancer needs. */
  foreign = raw_request (wb_server_get_http_uri (server), "GET", "/healthz",
                         "X-Forwarded-For: 192.0.2.7\r\n");
  g_assert_cmpuint (foreign->status, ==, 503);
  g_assert_cmpstr (foreign->body, ==, "{\"message\":\"the datasets are not there yet\",\"status\":503}");

  source->is_ready = TRUE;
  after = raw_request (wb_server_get_ws_uri (server), "GET", "/healthz", NULL);
  g_assert_cmpuint (after->status, ==, 200);
  g_assert_cmpstr (after->body, ==, "{\"status\":\"ok\"}");
}

/* The reason can name the host and the user of a database, so it is for operators only. */
static void
test_health_right (void)
{
  static const char text[] = "wall view 0123456789abcdefghij\nboss control abcdefghij0123456789\n";
  static const struct
  {
    const char *headers;
    const char *reason;
  } cases[] = {
    { "X-Forwarded-For: 192.0.2.7\r\n", "the datasets are not there yet" },
    { "X-Forwarded-For: 192.0.2.7\r\nAuthorization: Bearer 0123456789abcdefghij\r\n",
      "the datasets are not there yet" },
    { "X-Forwarded-For: 192.0.2.7\r\nAuthorization: Bearer abcdefghij0123456789\r\n",
      "the database has not answered yet" },
  };
  g_autoptr (TestPendingSource) source = g_object_new (TEST_TYPE_PENDING_SOURCE, NULL);
  g_autoptr (WbServer) server = wb_server_new (WB_SOURCE (source));
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTokens) tokens = wb_tokens_parse (text, strlen (text), "tokens", &error);
  WbServerOptions options = WB_SERVER_OPTIONS_INIT;

  g_assert_no_error (error);
  options.http = "127.0.0.1:0";
  options.ws = "127.0.0.1:0";
  options.tokens = tokens;
  wb_server_start (server, &options, &error);
  g_assert_no_error (error);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawReply) reply = raw_request (wb_server_get_http_uri (server), "GET", "/healthz",
                                                cases[i].headers);

      g_assert_cmpuint (reply->status, ==, 503);
      g_assert_nonnull (strstr (reply->body, cases[i].reason));
    }
}

static void
test_promtool (ServerFixture *self,
               gconstpointer  data)
{
  const char *promtool = g_getenv ("PROMTOOL");
  const char *const command[] = { promtool, "check", "metrics", NULL };
  g_autoptr (RawReply) reply = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_autofree char *complaints = NULL;

  if (promtool == NULL || *promtool == '\0')
    {
      g_test_skip ("promtool is not installed: it comes with Debian's package “prometheus”");
      return;
    }

  server_fixture_start (self);
  reply = raw_request (wb_server_get_http_uri (self->server), "GET", "/metrics", NULL);
  process = g_subprocess_newv (command,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, reply->body, NULL, &output, &complaints, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "");
  g_assert_cmpstr (complaints, ==, "");
  g_assert_true (g_subprocess_get_successful (process));
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  static gsize numbers[G_N_ELEMENTS (askers)];

  g_test_init (&argc, &argv, NULL);

  ADD ("/operator/metrics", test_metrics);
  ADD ("/operator/dataset-life", test_dataset_life);
  ADD ("/operator/age", test_age);
  ADD ("/operator/traffic", test_traffic);
  ADD ("/operator/requests", test_requests);
  for (gsize i = 0; i < G_N_ELEMENTS (askers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/operator/askers/%zu", i);

      numbers[i] = i;
      g_test_add (path, ServerFixture, &numbers[i], server_fixture_set_up, test_askers,
                  server_fixture_tear_down);
    }
  g_test_add_func ("/operator/health", test_health);
  g_test_add_func ("/operator/health-right", test_health_right);
  ADD ("/operator/promtool", test_promtool);

  return g_test_run ();
}
