/* test-nginx.c: a server behind nginx, with the configuration in docs/security.md
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "peer.h"
#include "wb-client.h"
#include "wb-trust.h"

/* Tokens of the length that a token file requires. */
#define LOOK   "look-5fJq2TnWc8Rd"
#define CHANGE "change-9sKe4VbYm1Xz"

/* Another process may take the port before nginx does. */
#define ATTEMPTS 10

typedef struct
{
  char        *folder;
  char        *nginx;   /* the program, or NULL */
  GSubprocess *server;
  GSubprocess *proxy;
  char        *port;    /* of the server */
  guint        proxy_port;
} Fixture;

static char *
at (Fixture    *self,
    const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static guint
find_free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);

  return port;
}

/* The lines of the page that an administrator copies. */
static char *
read_page (void)
{
  g_autofree char *page = NULL;
  const char *begin, *end;

  g_assert_true (g_file_get_contents (g_getenv ("WALLBOARD_SECURITY_PAGE"), &page, NULL, NULL));
  begin = strstr (page, "```nginx\n");
  g_assert_nonnull (begin);
  begin += strlen ("```nginx\n");
  end = strstr (begin, "```\n");
  g_assert_nonnull (end);

  return g_strndup (begin, end - begin);
}

/* Each text to replace must be on the page. */
static void
replace (GString    *text,
         const char *word,
         const char *by)
{
  g_assert_cmpuint (g_string_replace (text, word, by, 0), ==, 1);
}

static void
write_config (Fixture *self)
{
  static const char *const temporary[] = { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" };
  g_autofree char *page = read_page ();
  g_autoptr (GString) site = g_string_new (page);
  g_autofree char *upstream = g_strconcat ("server 127.0.0.1:", self->port, ";", NULL);
  g_autofree char *listen = g_strdup_printf ("listen 127.0.0.1:%u ssl;", self->proxy_port);
  g_autofree char *certificate = at (self, "server.pem");
  g_autofree char *key = at (self, "server.key");
  g_autofree char *path = at (self, "nginx.conf");
  g_autoptr (GString) config = g_string_new ("daemon off;\nmaster_process off;\nerror_log stderr error;\n");

  replace (site, "server 127.0.0.1:8888;", upstream);
  replace (site, "listen 443 ssl;", listen);
  replace (site, "/etc/ssl/certs/board.example.pem", certificate);
  replace (site, "/etc/ssl/private/board.example.key", key);

  g_string_append_printf (config, "pid %s/nginx.pid;\nevents {}\nhttp {\naccess_log off;\n", self->folder);
  for (gsize i = 0; i < G_N_ELEMENTS (temporary); i++)
    g_string_append_printf (config, "%s_temp_path %s/%s;\n", temporary[i], self->folder, temporary[i]);
  g_string_append_printf (config, "%s}\n", site->str);
  g_assert_true (g_file_set_contents (path, config->str, -1, NULL));
}

static void
start_server (Fixture *self)
{
  g_autofree char *tokens = at (self, "tokens");
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents_full (tokens, "lobby view " LOOK "\nshop control " CHANGE "\n", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  self->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("WALLBOARD_DAEMON"),
                                   "--config", "/dev/null", "--data", self->folder, "--token-file", tokens,
                                   "--http", "127.0.0.1:0", "--ws", "127.0.0.1:0",
                                   "--allow-origin", "https://board.example", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->server));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_nonnull (line);
  words = g_strsplit (line, " ", -1);
  self->port = g_strdup (strrchr (words[1], ':') + 1);
}

static gboolean
is_listened_on (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, NULL);

  return connection != NULL;
}

static gboolean
ended_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
note_end_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Returns FALSE if nginx does not get its port. */
static gboolean
start_proxy (Fixture *self)
{
  g_autofree char *config = at (self, "nginx.conf");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gboolean has_ended = FALSE;
  guint wake;

  self->proxy_port = find_free_port ();
  write_config (self);
  self->proxy = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error,
                                  self->nginx, "-p", self->folder, "-e", "stderr",
                                  "-c", config, NULL);
  g_assert_no_error (error);

  wake = g_timeout_add (10, ended_cb, NULL);
  g_subprocess_wait_async (self->proxy, cancellable, note_end_cb, &has_ended);
  wait_until (has_ended || is_listened_on (self->proxy_port));
  g_source_remove (wake);
  if (has_ended)
    {
      g_clear_object (&self->proxy);
      return FALSE;
    }

  g_cancellable_cancel (cancellable);
  wait_until (has_ended);

  return TRUE;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autofree char *dataset = NULL;
  g_autoptr (GSubprocess) maker = NULL;
  g_autoptr (GError) error = NULL;

  /* Its path on Debian, which may not be in PATH. */
  self->nginx = g_find_program_in_path ("nginx");
  if (self->nginx == NULL)
    self->nginx = g_find_program_in_path ("/usr/sbin/nginx");
  if (self->nginx == NULL)
    return;

  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  maker = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("WALLBOARD_MAKE_CERTIFICATES"),
                            self->folder, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (maker, NULL, &error);
  g_assert_no_error (error);
  dataset = at (self, "seller.json");
  g_assert_true (g_file_set_contents (dataset, "[{\"name\":\"Ann\",\"value\":1}]", -1, NULL));

  start_server (self);
  for (guint i = 0; i < ATTEMPTS && !start_proxy (self); i++)
    ;
  g_assert_nonnull (self->proxy);
}

static void
end (GSubprocess **process)
{
  if (*process != NULL)
    {
      g_subprocess_force_exit (*process);
      g_subprocess_wait (*process, NULL, NULL);
    }
  g_clear_object (process);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR))
        remove_folder (inner);
      else
        g_remove (inner);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  end (&self->proxy);
  end (&self->server);
  if (self->folder != NULL)
    remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->nginx);
  g_free (self->port);
}

static gboolean
is_missing (Fixture *self)
{
  if (self->nginx == NULL)
    g_test_skip ("there is no nginx");

  return self->nginx == NULL;
}

static WbClient *
new_client (Fixture    *self,
            const char *token)
{
  g_autofree char *uri = g_strdup_printf ("wss://localhost:%u", self->proxy_port);
  g_autofree char *ca = at (self, "ca.pem");
  g_autoptr (GTlsDatabase) trust = NULL;
  g_autoptr (GError) error = NULL;
  WbClient *client = wb_client_new (uri, token, NULL);

  trust = wb_trust_load (ca, &error);
  g_assert_no_error (error);
  wb_client_set_trust (client, trust);

  return client;
}

/* Messages pass in both directions unchanged. */
static void
test_websocket (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (WbClient) one = NULL;
  g_autoptr (WbClient) other = NULL;

  if (is_missing (self))
    return;

  one = new_client (self, CHANGE);
  other = new_client (self, LOOK);
  wb_client_watch (other, "seller");
  wb_client_start (one);
  wb_client_start (other);
  wait_until (wb_client_get_server (one) != NULL && wb_client_get_server (other) != NULL);
  wait_until (wb_client_get_dataset_text (other, "seller", NULL) != NULL);
  g_assert_true (wb_client_get_control (one));

  wb_client_request_theme (one, WB_THEME_LIGHT);
  wait_until (wb_board_state_get_theme (wb_client_get_board (other)) == WB_THEME_LIGHT);
}

typedef struct
{
  gboolean is_over;
  guint    status;
} Answer;

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Answer *answer = user_data;
  g_autofree char *etag = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;

  body = wb_client_fetch_finish (WB_CLIENT (source), result, &answer->status, &etag, &error);
  g_assert_no_error (error);
  answer->is_over = TRUE;
}

static guint
ask (WbClient   *client,
     const char *method,
     const char *path,
     const char *text,
     gsize       length)
{
  g_autoptr (GBytes) body = text != NULL ? g_bytes_new (text, length) : NULL;
  Answer answer = { FALSE, 0 };

  wb_client_fetch_async (client, &(WbClientRequest) { .method = method, .path = path, .body = body }, NULL,
                         fetched_cb, &answer);
  wait_until (answer.is_over);

  return answer.status;
}

/* HTTP with the rights of the token; a large dataset is accepted, and a too large one is not. */
static void
test_http (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (WbClient) view = NULL;
  g_autoptr (WbClient) control = NULL;
  g_autoptr (WbClient) nobody = NULL;
  const char *good = "[{\"name\":\"Bob\",\"value\":2}]";
  gsize limit = 8 * 1024 * 1024;
  g_autofree char *large = g_strnfill (limit + 1, ' ');

  if (is_missing (self))
    return;

  view = new_client (self, LOOK);
  control = new_client (self, CHANGE);
  nobody = new_client (self, NULL);

  g_assert_cmpuint (ask (nobody, "GET", "api/seller", NULL, 0), ==, 401);
  g_assert_cmpuint (ask (view, "GET", "api/seller", NULL, 0), ==, 200);
  g_assert_cmpuint (ask (view, "PUT", "api/seller", good, strlen (good)), ==, 403);
  g_assert_cmpuint (ask (control, "PUT", "api/seller", good, strlen (good)), ==, 204);

  memcpy (large, good, strlen (good));
  g_assert_cmpuint (ask (control, "PUT", "api/seller", large, limit / 2), ==, 204);
  g_assert_cmpuint (ask (control, "PUT", "api/seller", large, limit + 1), ==, 413);
}

/* A proxy on the same machine does not give operator rights to its clients. */
static void
test_operator (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (WbClient) nobody = NULL;

  if (is_missing (self))
    return;

  nobody = new_client (self, NULL);
  g_assert_cmpuint (ask (nobody, "GET", "metrics", NULL, 0), ==, 401);
  g_assert_cmpuint (ask (nobody, "GET", "healthz", NULL, 0), ==, 200);
}

#define ADD(path, function) \
  g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/nginx/websocket", test_websocket);
  ADD ("/nginx/http", test_http);
  ADD ("/nginx/operator", test_operator);

  status = g_test_run ();
  let_threads_end ();

  return status;
}
