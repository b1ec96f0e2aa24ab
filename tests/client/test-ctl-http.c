/* test-ctl-http.c: the HTTP requests of wallboardctl, and their answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

#include "hostile.h"
#include "run-ctl.h"

/* A server with one answer to all requests, which it records. */
typedef struct
{
  SoupServer *soup;
  char       *uri;
  char       *folder;

  guint       status;
  const char *answer;
  const char *location;

  guint       n_requests;
  char       *request;   /* method and path */
  char       *token;
  char       *body;
} Host;

static void
request_cb (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  Host *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *answer_headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  self->n_requests++;
  g_free (self->request);
  self->request = g_strdup_printf ("%s %s", soup_server_message_get_method (message), path);
  g_free (self->token);
  self->token = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  g_free (self->body);
  self->body = g_strndup (body->data, (gsize) body->length);

  soup_server_message_set_status (message, self->status, NULL);
  soup_message_headers_replace (answer_headers, "ETag", "\"abc\"");
  if (self->location != NULL)
    soup_message_headers_replace (answer_headers, "Location", self->location);
  if (self->answer != NULL)
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, self->answer,
                                      strlen (self->answer));
}

static void
set_up (Host          *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  GSList *uris;

  self->soup = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  soup_server_listen_local (self->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->soup);
  self->uri = g_strdup_printf ("ws://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  self->folder = g_dir_make_tmp ("wallboardctl-XXXXXX", NULL);
  path = g_build_filename (self->folder, "seller.json", NULL);
  g_assert_true (g_file_set_contents (path, "[ ]\n", -1, NULL));
}

static void
tear_down (Host          *self,
           gconstpointer  data)
{
  const char *const names[] = { "seller.json", "token", "big.json" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_free (self->uri);
  g_free (self->folder);
  g_free (self->request);
  g_free (self->token);
  g_free (self->body);
}

/* “%s” in the arguments is the folder. */
static Run *
run (Host       *self,
     const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, "%s", -1);
  g_autofree char *line = g_strjoinv (self->folder, parts);

  return run_ctl (self->uri, line);
}

static void
test_put (Host          *self,
          gconstpointer  data)
{
  g_autoptr (Run) plain = NULL;
  g_autoptr (Run) json = NULL;

  self->status = 204;
  plain = run (self, "put seller %s/seller.json");
  g_assert_cmpint (plain->exit, ==, 0);
  g_assert_cmpstr (plain->out, ==, "");
  g_assert_cmpstr (plain->err, ==, "");
  g_assert_cmpstr (self->request, ==, "PUT /api/seller");
  g_assert_cmpstr (self->body, ==, "[ ]\n");
  g_assert_null (self->token);

  json = run (self, "--json put seller %s/seller.json");
  g_assert_cmpint (json->exit, ==, 0);
  g_assert_cmpstr (json->out, ==, "{\"name\":\"seller\",\"etag\":\"\\\"abc\\\"\"}\n");
}

/* Other web servers may answer any request with a page. */
static void
test_put_elsewhere (Host          *self,
                    gconstpointer  data)
{
  static const guint statuses[] = { 200, 201, 202, 206 };

  self->answer = "<!doctype html>";
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (Run) page = NULL;

      self->status = statuses[i];
      page = run (self, "put seller %s/seller.json");
      g_assert_cmpint (page->exit, ==, 1);
      g_assert_nonnull (strstr (page->err, "not a board server (HTTP status 20"));
      g_assert_cmpstr (page->out, ==, "");
    }
}

static void
test_put_stdin (Host          *self,
                gconstpointer  data)
{
  g_autoptr (Run) piped = NULL;

  self->status = 204;
  piped = run_ctl_with_input (self->uri, "put seller -", "[1,2]");
  g_assert_cmpint (piped->exit, ==, 0);
  g_assert_cmpstr (self->body, ==, "[1,2]");
}

/* A proxy may put both below a path. */
static void
test_put_path (Host          *self,
               gconstpointer  data)
{
  static const struct
  {
    const char *path;
    const char *request;
  } cases[] = {
    { "/", "PUT /api/seller" },
    { "/ws", "PUT /api/seller" },
    { "/board/ws?x=1", "PUT /board/api/seller" },
    { "/board/", "PUT /board/api/seller" },
  };

  self->status = 204;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = g_strdup_printf ("--server '%s%s' put seller %%s/seller.json", self->uri,
                                                cases[i].path);
      g_autoptr (Run) result = run (self, words);

      g_assert_cmpint (result->exit, ==, 0);
      g_assert_cmpstr (self->request, ==, cases[i].request);
    }
}

static void
test_put_token (Host          *self,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "token", NULL);
  g_autoptr (Run) good = NULL;
  g_autoptr (Run) lines = NULL;

  g_assert_true (g_file_set_contents (path, "open sesame\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  self->status = 204;
  good = run (self, "--token-file %s/token put seller %s/seller.json");
  g_assert_cmpint (good->exit, ==, 0);
  g_assert_cmpstr (self->token, ==, "Bearer open sesame");

  g_assert_true (g_file_set_contents (path, "open\r\nX-Other: header\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  lines = run (self, "--token-file %s/token put seller %s/seller.json");
  assert_fails (lines, 1, "holds no token");
}

static void
test_put_refused (Host          *self,
                  gconstpointer  data)
{
  static const struct
  {
    guint       status;
    const char *answer;
    const char *sentence;
  } cases[] = {
    { 401, "{\"message\":\"the token is missing or wrong\",\"status\":401}",
      "wants a token, or another one" },
    { 403, "{\"message\":\"the token is for looking only\",\"status\":403}",
      "refuses: the token is for looking" },
    { 422, "{\"message\":\"seller: [0]: expected an object, got a number\",\"status\":422}",
      "refuses: seller: [0]: expected an object, got a number" },
    { 422, "{\"message\":\"a \\u001b[2J\\nb\",\"status\":422}", "refuses: a \xef\xbf\xbd[2J b" },
    { 426, "Upgrade Required", "not a board server (HTTP status 426)" },
    { 500, NULL, "not a board server (HTTP status 500)" },
    { 401, "Sign in", "wants a name and a password, which displays cannot give (HTTP status 401)" },
    { 413, "Too large", "takes no request of this size (HTTP status 413)" },
    { 502, "Bad gateway", "does not reach the server behind it (HTTP status 502)" },
    { 404, "{\"message\":7}", "HTTP status 404" },
    { 404, "[\"message\"]", "HTTP status 404" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Run) result = NULL;

      self->status = cases[i].status;
      self->answer = cases[i].answer;
      result = run (self, "put seller %s/seller.json");
      assert_fails (result, 1, cases[i].sentence);
    }
}

/* The token is sent only to the given server. */
static void
test_redirect (Host          *self,
               gconstpointer  data)
{
  g_autoptr (Run) result = NULL;

  self->status = 307;
  self->location = "/elsewhere";
  result = run (self, "put seller %s/seller.json");
  assert_fails (result, 1, "sends clients to /elsewhere (HTTP status 307)");
  g_assert_cmpuint (self->n_requests, ==, 1);
}

static void
test_files (Host          *self,
            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "big.json", NULL);
  g_autofree char *big = g_strnfill (8 * 1024 * 1024 + 1, ' ');
  g_autoptr (Run) missing = run (self, "put seller %s/nope.json");
  g_autoptr (Run) folder = run (self, "put seller %s");
  g_autoptr (Run) too_big = NULL;

  assert_fails (missing, 1, "nope.json” cannot be read");
  assert_fails (folder, 1, "cannot be read");

  g_assert_true (g_file_set_contents (path, big, -1, NULL));
  too_big = run (self, "put seller %s/big.json");
  assert_fails (too_big, 1, "longer than 8 MiB");
  g_assert_cmpuint (self->n_requests, ==, 0);
}

#define DISPLAYS \
  "[{\"name\":\"大厅 TV\",\"version\":\"1.0\",\"address\":\"192.0.2.7:5000\",\"origin\":null," \
  "\"dialect\":\"wallboard.v1\",\"since\":\"2026-03-01T11:00:00Z\",\"silent\":2.5,\"waiting\":0},\n" \
  "{\"name\":null,\"version\":null,\"address\":\"[::1]:1\",\"dialect\":\"legacy\"," \
  "\"since\":\"2026-03-02T00:00:09Z\",\"silent\":40,\"waiting\":71680},\n" \
  "{\"name\":\"a\\u001b[2Jb\"}]"

static void
test_displays (Host          *self,
               gconstpointer  data)
{
  g_autoptr (Run) table = NULL;
  g_autoptr (Run) json = NULL;
  g_auto (GStrv) lines = NULL;
  const char *const expected[] = {
    "NAME     ADDRESS         VERSION  SPEAKS        SINCE                HEARD     WAITING",
    "大厅 TV  192.0.2.7:5000  1.0      wallboard.v1  2026-03-01 11:00:00  2 s ago   0 bytes",
    "–        [::1]:1         –        legacy        2026-03-02 00:00:09  40 s ago  70.0 KiB",
    "a\xef\xbf\xbd[2Jb   –               –        –             –                    0 s ago   0 bytes",
    "",
  };

  self->status = 200;
  self->answer = DISPLAYS;
  table = run (self, "displays");
  g_assert_cmpint (table->exit, ==, 0);
  g_assert_cmpstr (self->request, ==, "GET /displays");
  lines = g_strsplit (table->out, "\n", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *line = NULL;
      g_auto (GStrv) spaces = g_strsplit (lines[i], "\u00a0", -1); /* between a number and its unit */

      line = g_strjoinv (" ", spaces);
      g_assert_cmpstr (line, ==, expected[i]);
    }

  json = run (self, "--json displays");
  g_assert_cmpint (json->exit, ==, 0);
  g_assert_true (strchr (json->out, '\n') == json->out + strlen (json->out) - 1);
  g_assert_true (g_str_has_prefix (json->out, "[{\"name\":\"大厅 TV\""));
}

static void
test_displays_none (Host          *self,
                    gconstpointer  data)
{
  g_autoptr (Run) table = NULL;

  self->status = 200;
  self->answer = "[]";
  table = run (self, "displays");
  g_assert_cmpint (table->exit, ==, 0);
  g_assert_cmpstr (table->out, ==, "NAME  ADDRESS  VERSION  SPEAKS  SINCE  HEARD  WAITING\n");
}

static void
test_displays_wrong (Host          *self,
                     gconstpointer  data)
{
  const char *const answers[] = { "{}", "[1]", "<html>", "", "[{\"name\":" };

  self->status = 200;
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (Run) result = NULL;

      self->answer = answers[i];
      result = run (self, "displays");
      assert_fails (result, 1, "is no list of displays");
    }
}

static void
drip (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";

  for (gboolean good = talk_say (talk, head, strlen (head)); good; good = talk_say (talk, " ", 1))
    g_usleep (30 * 1000);
}

/* A server that sends a byte now and then does not reach the timeout, but the deadline of two minutes,
 * here in a process whose clock runs sixty times as fast. */
static void
test_drip (Host          *self,
           gconstpointer  data)
{
#ifdef __SANITIZE_ADDRESS__
  const char *library = NULL; /* the library of the sanitizer must come first */
#else
  const char *library = g_getenv ("LIBFAKETIME");
#endif
  static const char *const commands[] = { "displays", "put seller %s/seller.json" };

  if (library == NULL)
    {
      g_test_skip ("there is no libfaketime, or it cannot be used");
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (Hostile) server = hostile_new (drip, 60 * 1000, NULL);
      g_autoptr (Run) result = NULL;
      gint64 start = g_get_monotonic_time ();

      g_free (self->uri);
      self->uri = g_strdup_printf ("ws://127.0.0.1:%u", hostile_get_port (server));
      g_setenv ("FAKETIME", "+0 x60", TRUE);
      g_setenv ("LD_PRELOAD", library, TRUE);
      result = run (self, commands[i]);
      g_unsetenv ("LD_PRELOAD");
      g_unsetenv ("FAKETIME");
      assert_fails (result, 1, "stopped answering");
      g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
    }
}

#define ADD(path, function) g_test_add (path, Host, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/ctl-http/put", test_put);
  ADD ("/ctl-http/put-elsewhere", test_put_elsewhere);
  ADD ("/ctl-http/put-stdin", test_put_stdin);
  ADD ("/ctl-http/put-path", test_put_path);
  ADD ("/ctl-http/put-token", test_put_token);
  ADD ("/ctl-http/put-refused", test_put_refused);
  ADD ("/ctl-http/redirect", test_redirect);
  ADD ("/ctl-http/files", test_files);
  ADD ("/ctl-http/displays", test_displays);
  ADD ("/ctl-http/displays-none", test_displays_none);
  ADD ("/ctl-http/displays-wrong", test_displays_wrong);
  ADD ("/ctl-http/drip", test_drip);

  return g_test_run ();
}
