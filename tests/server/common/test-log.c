/* test-log.c: what the log contains about peers, and what it must not contain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "common/wb-log.h"
#include "scrape.h"
#include "server-fixture.h"

#define TOKEN "kJ8-open-sesame-Zx"
#define WRONG "kJ8-open-barley-Zx"
#define TEXT  "what-one-display-says-to-another"

/* All that was logged, by any library and at any level: each record as lines of FIELD=VALUE. */
static GMutex mutex;
static GPtrArray *records;

static GLogWriterOutput
remember (GLogLevelFlags   level,
          const GLogField *fields,
          gsize            n_fields,
          gpointer         user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  GString *record = g_string_new (NULL);

  g_string_append_printf (record, "LEVEL=%d\n", level & G_LOG_LEVEL_MASK);
  for (gsize i = 0; i < n_fields; i++)
    {
      const char *value = fields[i].value;
      gssize length = fields[i].length < 0 ? (gssize) strlen (value) : fields[i].length;

      g_string_append_printf (record, "%s=%.*s\n", fields[i].key, (int) length, value);
    }
  g_ptr_array_add (records, g_string_free (record, FALSE));

  return G_LOG_WRITER_HANDLED;
}

static gboolean
record_matches (const char *const *parts)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  for (guint i = 0; i < records->len; i++)
    {
      gboolean matches = TRUE;

      for (gsize j = 0; parts[j] != NULL; j++)
        matches &= strstr (g_ptr_array_index (records, i), parts[j]) != NULL;
      if (matches)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_logged (gpointer user_data)
{
  return record_matches (user_data);
}

/* Waits for a record that holds all of these. */
#define expect_log(...) raw_wait_until (is_logged, (gpointer) (const char *const[]) { __VA_ARGS__, NULL })

static void
set_up (ServerFixture *self,
        gconstpointer  data)
{
  g_ptr_array_set_size (records, 0);
  server_fixture_set_up (self, NULL);
}

static void
test_refusals (ServerFixture *self,
               gconstpointer  data)
{
  g_autoptr (RawPeer) wrong = NULL;
  g_autoptr (RawReply) foreign = NULL;
  g_autoptr (RawReply) http = NULL;
  g_autoptr (RawReply) numbers = NULL;
  g_autoptr (Scrape) scrape = NULL;

  self->options.tokens = self->tokens = wb_tokens_new (TOKEN);
  server_fixture_start (self);

  wrong = server_fixture_open (self, "Origin: http://localhost:8080\r\n");
  raw_peer_send (wrong, "{\"type\":\"auth\",\"data\":\"" WRONG "\"}");
  expect_log ("WALLBOARD_REASON=token\n", "WALLBOARD_PEER=127.0.0.1:", " (http://localhost:8080)\n",
              "MESSAGE=127.0.0.1:", "refused, wrong token\n");

  foreign = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller",
                         "Origin: https://evil.example\r\n");
  expect_log ("WALLBOARD_REASON=origin\n", " (https://evil.example)\n", "refused, the origin is not listed");

  http = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller",
                      "Authorization: Bearer " WRONG "\r\n");
  g_assert_cmpuint (http->status, ==, 401);
  expect_log ("WALLBOARD_REASON=token\n", "refused over HTTP, its token is missing or wrong\n");

  numbers = raw_request (wb_server_get_http_uri (self->server), "GET", "/metrics", NULL);
  scrape = scrape_new (numbers->body);
  g_assert_cmpfloat (scrape_get (scrape, "wallboard_refusals_total{reason=\"token\"}"), ==, 2);
  g_assert_cmpfloat (scrape_get (scrape, "wallboard_refusals_total{reason=\"origin\"}"), ==, 1);
}

static void
test_slow (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawPeer) slow = NULL;
  g_autoptr (RawReply) numbers = NULL;
  g_autoptr (Scrape) scrape = NULL;

  self->options.header_timeout = 1;
  server_fixture_start (self);
  slow = raw_peer_connect (wb_server_get_http_uri (self->server));
  raw_peer_write (slow, "GET /", strlen ("GET /"));
  expect_log ("WALLBOARD_REASON=slow\n", "WALLBOARD_PEER=127.0.0.1:", "cut off, ");

  numbers = raw_request (wb_server_get_http_uri (self->server), "GET", "/metrics", NULL);
  scrape = scrape_new (numbers->body);
  g_assert_cmpfloat (scrape_get (scrape, "wallboard_refusals_total{reason=\"slow\"}"), ==, 1);
}

static gboolean
nothing_leaks (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  const char *const secrets[] = { TOKEN, WRONG, TEXT, "open-", "says-to" };

  for (guint i = 0; i < records->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (secrets); j++)
      if (strstr (g_ptr_array_index (records, i), secrets[j]) != NULL)
        {
          g_test_message ("leaked: %s", (char *) g_ptr_array_index (records, i));
          return FALSE;
        }

  return records->len > 0;
}

/* Whatever a peer does with a token or a message, neither gets into the log, at no level. */
static void
test_secrets (ServerFixture *self,
              gconstpointer  data)
{
  static const char *const messages[] = {
    "{\"action\":\"say\",\"value\":\"" TEXT "\"}",
    "{\"type\":\"notice\",\"data\":\"" TEXT "\"}",
    "{\"type\":\"unknown\",\"data\":\"" TEXT "\"}",
    "{\"type\":\"welcome\",\"data\":\"" TEXT "\"}",
    "{\"action\":\"getData\",\"socketType\":\"" TEXT "\",\"chartName\":\"" TEXT "\"}",
    "{\"type\":\"auth\",\"data\":\"" TOKEN "\"}",
    "[\"" TEXT "\"]",
    "{\"" TEXT "\":" TEXT "}",
  };
  g_autoptr (RawPeer) wrong = NULL;
  g_autoptr (RawReply) right_http = NULL;
  g_autoptr (RawReply) wrong_http = NULL;
  g_autoptr (RawReply) in_query = NULL;
  g_autofree char *reason = NULL;

  self->options.tokens = self->tokens = wb_tokens_new (TOKEN);
  server_fixture_start (self);

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (RawPeer) peer = server_fixture_open (self, NULL);

      raw_peer_send (peer, "{\"type\":\"auth\",\"data\":\"" TOKEN "\"}");
      raw_peer_assert_text (peer, "{\"type\":\"auth\",\"data\":\"auth ok\"}");
      raw_peer_send (peer, messages[i]);
      raw_peer_send (peer, "{\"action\":\"getData\",\"socketType\":\"x\",\"chartName\":\"seller\"}");
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }

  wrong = server_fixture_open (self, NULL);
  raw_peer_send (wrong, "{\"type\":\"auth\",\"data\":\"" WRONG "\"}");
  raw_peer_assert_text (wrong, "{\"type\":\"noAuth\"}");
  reason = raw_peer_assert_close (wrong, 1008);

  right_http = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller",
                            "Authorization: Bearer " TOKEN "\r\n");
  wrong_http = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/seller",
                            "Authorization: Bearer " WRONG "\r\n");
  in_query = raw_request (wb_server_get_http_uri (self->server), "GET", "/api/" TEXT "?token=" TOKEN,
                          "Cookie: " TEXT "\r\n");
  expect_log ("refused over HTTP");

  wb_server_stop (self->server);
  g_assert_true (nothing_leaks ());
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, set_up, function, server_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  records = g_ptr_array_new_with_free_func (g_free);
  g_log_set_writer_func (remember, NULL, NULL);

  ADD ("/log/refusals", test_refusals);
  ADD ("/log/slow", test_slow);
  ADD ("/log/secrets", test_secrets);

  return g_test_run ();
}
