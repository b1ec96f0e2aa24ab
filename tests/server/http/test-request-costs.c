/* test-request-costs.c: what a connection costs the server, whatever it asks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sys/resource.h>

#include "daemon-fixture.h"
#include "rounds.h"

#define KIB 1024
#define MIB (1024 * KIB)

/* Connections of each kind, and the memory of the server's that each may cost (docs/security.md, Limits). */
#define N_PEERS 40
#define MAX_COST (64 * KIB)

/* How much a flooding peer sends, in bytes. */
#define MAX_FLOOD (512 * KIB)

/* Rounds without any progress after which the server is taken not to read on. */
#define MAX_VAIN_ROUNDS 3

/* How long another client may wait for its answer meanwhile, in microseconds. */
#define PROMPT (G_USEC_PER_SEC * 3 / 4)

/* TLS has a state of its own, which costs as much as the rest. */
#define MAX_TLS_COST (128 * KIB)

/* A server that takes all memory of the machine would end more than the test. */
#define ADDRESS_SPACE (3ul * 1024 * MIB)

/* A dataset that no socket holds, and clients that make a long list of displays. */
#define LARGE_SIZE (3 * MIB)
#define N_DISPLAYS 600

/* What the system holds for a peer that does not read is its own; this keeps it small here. */
#define SMALL_BUFFER 4096

#define HOST "Host: localhost\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST
#define POST(path) "POST " path " HTTP/1.1\r\n" HOST
#define ENDLESS "Content-Length: 99999999999\r\n\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n\r\n"

/* A request is @head, @part @n times, @tail; after it comes @flood for as long as the server takes it. */
typedef struct
{
  const char *name;
  const char *head;
  const char *part;
  guint       n;
  const char *tail;
  const char *flood;
  gboolean    is_answered; /* or cut off, without more from the peer */
  guint       n_displays;
  gboolean    is_read;     /* the answer, and the connection is left idle */
} Kind;

static const Kind kinds[] = {
  { "ranges", GET ("/api/large") "Range: bytes=0-", ",0-", 300, "\r\n\r\n", NULL, TRUE },
  { "ranges-of-samples", GET ("/api/seller") "Range: bytes=0-", ",0-", 4000, "\r\n\r\n", NULL, TRUE },
  { "ranges-over-64-kib", GET ("/api/seller") "Range: bytes=0-", ",0-", 20000, "\r\n\r\n", NULL, TRUE },
  { "if-range", GET ("/api/large") "If-Range: \"x\"\r\nRange: bytes=0-", ",1-", 300, "\r\n\r\n", NULL, TRUE },
  { "whole-dataset", GET ("/api/large"), "", 0, "\r\n", NULL, TRUE },
  { "whole-dataset-1.0", "GET /api/large HTTP/1.0\r\n", "", 0, "\r\n", NULL, TRUE },
  { "head", "HEAD /api/large HTTP/1.1\r\n" HOST "Range: bytes=0-", ",0-", 300, "\r\n\r\n", NULL, TRUE },
  { "tags", GET ("/api/large") "If-None-Match: \"x\"", ",\"x\"", 3500, "\r\n\r\n", NULL, TRUE },
  { "tags-over-64-kib", GET ("/api/large") "If-None-Match: \"x\"", ",\"x\"", 16000, "\r\n\r\n", NULL, TRUE },
  { "tiny-fields", GET ("/api/seller"), "a:\r\n", 15000, "\r\n", NULL, TRUE },
  { "some-fields", GET ("/api/seller"), "Accept: text/html, application/json\r\n", 95, "\r\n", NULL, TRUE },
  { "lines-that-are-none", GET ("/api/seller"), "a\n", 30000, "\r\n", NULL, TRUE },
  { "folded-lines", GET ("/api/seller") "A: b\r\n", " \n", 30000, "\r\n", NULL, TRUE },
  { "endless-fields", GET ("/api/seller"), "", 0, "", "Accept: text/html\r\n", FALSE },
  { "endless-line", GET ("/api/seller") "A: ", "", 0, "", "b", FALSE },
  { "endless-target", "GET /api/seller?", "", 0, "", "a=b&", FALSE },
  { "endless-method", "GET", "", 0, "", "X", FALSE },
  { "endless-empty-lines", "\r\n", "", 0, "", "\r\n", FALSE },
  { "half-a-header", GET ("/api/seller"),
    "A-field-with-a-name-and-a-value-of-some-length: abcdefghijklmnopqrstu "
    "and-with-this-it-comes-to-160-bytes-of-which-there-are-99-and-that-is-16-KiB\r\n", 95, "", NULL, FALSE },
  { "half-a-line", "GET /", "a", 7990, "", NULL, FALSE },
  { "all-there-may-be",
    "GET /api/seller?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa HTTP/1.1\r\n"
    HOST, "If-None-Match: \"000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000\"\r\n", 97, "\r\n", NULL, TRUE },
  { "long-query", "GET /api/seller?a", "&b", 3900, " HTTP/1.1\r\n" HOST "\r\n", NULL, TRUE },
  { "body-of-get", GET ("/api/seller") ENDLESS, "", 0, "", "x", FALSE },
  { "body-of-head", "HEAD / HTTP/1.1\r\n" HOST ENDLESS, "", 0, "", "x", FALSE },
  { "body-of-options", "OPTIONS * HTTP/1.1\r\n" HOST ENDLESS, "", 0, "", "x", FALSE },
  { "body-of-unknown-method", "BREW / HTTP/1.1\r\n" HOST ENDLESS, "", 0, "", "x", FALSE },
  { "body-of-put-of-none", "PUT /x HTTP/1.1\r\n" HOST ENDLESS, "", 0, "", "x", FALSE },
  { "body-too-long", "PUT /api/x HTTP/1.1\r\n" HOST ENDLESS, "", 0, "", "x", FALSE },
  { "body-for-other-scheme", "POST https://localhost/ HTTP/1.1\r\n" HOST ENDLESS, "", 0, "",
    "x", FALSE },
  { "body-of-foreign-page", POST ("/") "Origin: http://evil.example\r\n" ENDLESS, "", 0, "",
    "x", FALSE },
  { "chunks", POST ("/") CHUNKED, "", 0, "", "1000\r\n", FALSE },
  { "tiny-chunks", POST ("/") CHUNKED, "", 0, "", "1\r\nx\r\n", FALSE },
  { "chunk-extensions", POST ("/") CHUNKED "1;a=b", "", 0, "", ";a=b", FALSE },
  { "endless-chunk-size", POST ("/") CHUNKED, "", 0, "", "0", FALSE },
  { "trailers", POST ("/") CHUNKED "0\r\n", "", 0, "", "A: b\r\n", FALSE },
  { "expect", "PUT / HTTP/1.1\r\n" HOST "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n", "", 0, "", NULL,
    TRUE },
  { "expectations", "", "", 0, "", GET ("/") "Content-Length: 0\r\nExpect: 100-continue\r\n\r\n", FALSE },
  { "pipelined", "", "", 0, "", GET ("/api/seller") "\r\n", FALSE },
  { "pipelined-large", "", "", 0, "", GET ("/api/large") "\r\n", FALSE },
  { "pipelined-put", "", "", 0, "", "PUT /api/x HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\n[]", FALSE },
  { "metrics", GET ("/metrics"), "", 0, "\r\n", NULL, TRUE },
  { "displays", GET ("/displays"), "", 0, "\r\n", NULL, TRUE, N_DISPLAYS },
  { "displays-and-then-nothing", GET ("/displays"), "", 0, "\r\n", NULL, TRUE, N_DISPLAYS, TRUE },
  { "dataset-and-then-nothing", GET ("/api/large"), "", 0, "\r\n", NULL, TRUE, 0, TRUE },
  { "not-found", "GET /api/", "x", 7000, " HTTP/1.1\r\n" HOST "\r\n", NULL, TRUE },
  { "two-authorizations", GET ("/api/seller") "Authorization: Basic x\r\n", "Authorization: Bearer x\r\n", 60,
    "\r\n", NULL, TRUE },
};

typedef struct
{
  DaemonFixture daemon;
  GPtrArray    *peers;
  GPtrArray    *displays;
  RawPeer      *observer;
  gint64        slowest; /* answer to another client, in microseconds */

  const Kind        *kind;
  const char *const *arguments;
  gsize              max_cost;
} Fixture;

/* A sanitizer needs much more of it than a program uses. */
static void
limit_memory_cb (gpointer user_data)
{
#if !defined (__SANITIZE_ADDRESS__) && !defined (__SANITIZE_THREAD__)
  const struct rlimit limit = { ADDRESS_SPACE, ADDRESS_SPACE };

  setrlimit (RLIMIT_AS, &limit);
#endif
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  daemon_fixture_set_up (&self->daemon, data);
  self->daemon.child_setup = limit_memory_cb;
  self->peers = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_peer_free);
  self->displays = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_peer_free);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_pointer (&self->observer, raw_peer_free);
  g_ptr_array_unref (self->displays);
  g_ptr_array_unref (self->peers);
  daemon_fixture_tear_down (&self->daemon, data);
}

/* Another client gets its answer, so the server has read what was sent before. */
static void
observe (Fixture *self)
{
  const char *request = GET ("/api/seller") "\r\n";
  gint64 started = g_get_monotonic_time ();
  g_autoptr (RawReply) reply = NULL;

  raw_peer_write (self->observer, request, strlen (request));
  reply = raw_peer_read_reply (self->observer, TRUE);
  g_assert_cmpuint (reply->status, ==, 200);
  self->slowest = MAX (self->slowest, g_get_monotonic_time () - started);
}

static GString *
make_request (const Kind *kind)
{
  GString *request = g_string_new (kind->head);

  for (guint i = 0; i < kind->n; i++)
    g_string_append (request, kind->part);

  return g_string_append (request, kind->tail);
}

/* Sends as much as the server takes, from all peers in turn, up to a bound. */
static void
flood (Fixture    *self,
       const char *text)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  gsize sent[N_PEERS] = { 0 };
  gsize length = strlen (text);

  while (bytes->len < 64 * KIB + length)
    g_string_append (bytes, text);

  for (guint n_vain = 0; n_vain < MAX_VAIN_ROUNDS; n_vain++)
    {
      for (guint i = 0; i < N_PEERS; i++)
        {
          gsize at = sent[i] % length;
          gsize n = 0;

          if (sent[i] < MAX_FLOOD)
            n = raw_peer_write_some (g_ptr_array_index (self->peers, i), bytes->str + at, bytes->len - at);
          sent[i] += n;
          if (n > 0)
            n_vain = 0;
        }
      observe (self);
    }
}

/* What the server itself needs for such requests, and for the first of their kind, does not count. */
static void
warm_up (Fixture *self)
{
  static const char *const paths[] = { "/api/large", "/api/seller", "/metrics", "/displays" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (RawReply) reply = raw_request (self->daemon.http, "GET", paths[i], NULL);

      g_assert_cmpuint (reply->status, ==, 200);
    }
  self->observer = raw_peer_connect (self->daemon.http);
  observe (self);
  self->slowest = 0;
}

static void
ask_all (Fixture    *self,
         const Kind *kind)
{
  g_autoptr (GString) request = make_request (kind);

  for (guint i = 0; i < N_PEERS; i++)
    {
      RawPeer *peer = raw_peer_connect_from (self->daemon.http, NULL, SMALL_BUFFER);

      g_ptr_array_add (self->peers, peer);
      raw_peer_write (peer, request->str, request->len);
    }
  observe (self);
  if (kind->flood != NULL)
    flood (self, kind->flood);
  for (guint i = 0; kind->is_answered && i < N_PEERS; i++)
    raw_peer_wait_for_more (g_ptr_array_index (self->peers, i));
  for (guint i = 0; kind->is_read && i < N_PEERS; i++)
    raw_reply_free (raw_peer_read_reply (g_ptr_array_index (self->peers, i), TRUE));
  observe (self);
}

/* A server of its own, and no peers. */
static void
start_round (Fixture *self)
{
  g_autofree char *filling = g_strnfill (LARGE_SIZE, 'x');
  g_autofree char *large = g_strdup_printf ("[\"%s\"]", filling);

  g_clear_pointer (&self->observer, raw_peer_free);
  g_ptr_array_set_size (self->displays, 0);
  g_ptr_array_set_size (self->peers, 0);
  daemon_fixture_renew (&self->daemon);
  folder_write (self->daemon.folder, "large.json", large);
  daemon_fixture_start (&self->daemon, self->arguments);
}

static gboolean
cost_round (gpointer data)
{
  Fixture *self = data;
  const Kind *kind = self->kind;
  gsize before, after;
  double each;

  start_round (self);
  for (guint i = 0; i < kind->n_displays; i++)
    g_ptr_array_add (self->displays, daemon_fixture_open (&self->daemon));
  warm_up (self);
  before = daemon_fixture_get_memory (&self->daemon);
  ask_all (self, kind);
  after = daemon_fixture_get_memory (&self->daemon);

  each = ((double) after - (double) before) / N_PEERS;
  g_test_message ("%s: %.1f KiB each; another client waited at most %.1f ms", kind->name, each / KIB,
                  (double) self->slowest / 1000);
  g_assert_cmpfloat (each, <=, self->max_cost);

  return self->slowest <= PROMPT * raw_get_slowness ();
}

static void
assert_cost (Fixture           *self,
             const Kind        *kind,
             const char *const *arguments,
             gsize              max_cost)
{
  self->kind = kind;
  self->arguments = arguments;
  self->max_cost = max_cost;
  rounds_assert (cost_round, self);
}

static void
test_plain (Fixture       *self,
            gconstpointer  data)
{
  assert_cost (self, data, NULL, MAX_COST);
}

static void
test_tls (Fixture       *self,
          gconstpointer  data)
{
  g_autofree char *certificates = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *certificate = g_build_filename (certificates, "server.pem", NULL);
  g_autofree char *key = g_build_filename (certificates, "server.key", NULL);
  const char *const arguments[] = { "--tls-cert", certificate, "--tls-key", key, NULL };
  g_autoptr (GSubprocess) maker = NULL;
  g_autoptr (GError) error = NULL;

  maker = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("WALLBOARD_MAKE_CERTIFICATES"),
                            certificates, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (maker, NULL, &error);
  g_assert_no_error (error);

  assert_cost (self, data, arguments, MAX_TLS_COST);
  folder_remove (certificates);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *plain = g_strdup_printf ("/request-costs/plain/%s", kinds[i].name);
      g_autofree char *tls = g_strdup_printf ("/request-costs/tls/%s", kinds[i].name);

      g_test_add (plain, Fixture, &kinds[i], set_up, test_plain, tear_down);
      g_test_add (tls, Fixture, &kinds[i], set_up, test_tls, tear_down);
    }

  status = g_test_run ();
  raw_let_threads_end ();

  return status;
}
