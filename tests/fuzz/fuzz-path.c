/* fuzz-path.c: any bytes as the path of a request to a real server, which must stay inside its folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include <glib/gstdio.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "source/wb-directory-source.h"
#include "wb-server.h"

#define SELLER "[{\"name\":\"Ann\",\"value\":1}]"
#define SECRET "{\"secret\":\"outside the folder\"}"
#define MAX_ANSWER (64 * 1024)

typedef struct
{
  char     *folder;  /* data, and a secret beside it */
  char     *data;
  GThread  *thread;
  GMutex    mutex;
  GCond     is_up;
  guint16   port;    /* 0 until it is up */
  int       fd;      /* of the connection that is kept alive, or -1 */
} Host;

static Host host = { .fd = -1 };

static gpointer
run_server (gpointer user_data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (WbSource) source = NULL;
  g_autoptr (WbServer) server = NULL;
  WbServerOptions options = WB_SERVER_OPTIONS_INIT;

  g_main_context_push_thread_default (context);
  options.http = options.ws = "127.0.0.1:0";
  options.max_connections = 0;
  options.max_per_address = 0;
  source = wb_directory_source_new (host.data, WB_FOLDER_SWEEP, NULL);
  server = wb_server_new (source);
  g_assert_true (wb_server_start (server, &options, NULL));

  g_mutex_lock (&host.mutex);
  host.port = (guint16) atoi (strrchr (wb_server_get_http_uri (server), ':') + 1);
  g_cond_signal (&host.is_up);
  g_mutex_unlock (&host.mutex);

  for (;;)
    g_main_context_iteration (context, TRUE);

  return NULL;
}

static void
tidy_up (void)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", host.folder);

  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
}

static void
put (const char *folder,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
start (void)
{
  g_autofree char *link = NULL;

  host.folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  host.data = g_build_filename (host.folder, "data", NULL);
  link = g_build_filename (host.data, "link.json", NULL);
  g_assert_cmpint (g_mkdir (host.data, 0755), ==, 0);
  put (host.data, "seller.json", SELLER);
  put (host.folder, "secret.json", SECRET);
  put (host.folder, "secret", SECRET);
  g_assert_cmpint (symlink ("../secret.json", link), ==, 0);
  atexit (tidy_up);

  host.thread = g_thread_new ("server", run_server, NULL);
  g_mutex_lock (&host.mutex);
  while (host.port == 0)
    g_cond_wait (&host.is_up, &host.mutex);
  g_mutex_unlock (&host.mutex);
}

static void
dial (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = g_htons (host.port),
                                 .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };

  host.fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (connect (host.fd, (struct sockaddr *) &address, sizeof address), ==, 0);
}

/* Reads one answer, and closes the connection if the server did. */
static char *
read_answer (void)
{
  g_autofree char *answer = g_malloc0 (MAX_ANSWER + 1);
  gsize n = 0;

  for (;;)
    {
      gssize got = recv (host.fd, answer + n, MAX_ANSWER - n, 0);
      const char *end, *length;

      if (got <= 0)
        break;
      n += got;
      end = strstr (answer, "\r\n\r\n");
      length = end != NULL ? strstr (answer, "Content-Length: ") : NULL;
      if (length != NULL && length < end &&
          n >= (gsize) (end + 4 - answer) + (gsize) atoi (length + strlen ("Content-Length: ")))
        {
          if (strstr (answer, "Connection: close") == NULL)
            return g_steal_pointer (&answer);
          break;
        }
    }

  close (host.fd);
  host.fd = -1;
  return g_steal_pointer (&answer);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GString) request = g_string_new ("GET ");
  g_autofree char *answer = NULL;

  if (host.folder == NULL)
    start ();
  if (host.fd < 0)
    dial ();

  g_string_append_len (request, (const char *) data, size);
  for (gsize i = strlen ("GET "); i < request->len; i++)
    if (request->str[i] == '\r' || request->str[i] == '\n')
      request->str[i] = '.';
  g_string_append (request, " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  if (send (host.fd, request->str, request->len, MSG_NOSIGNAL) != (gssize) request->len)
    {
      close (host.fd);
      dial ();
      send (host.fd, request->str, request->len, MSG_NOSIGNAL);
    }

  /* The server may refuse the request or close the connection. It must answer a dataset request with that
   * dataset, and never with the secret. */
  answer = read_answer ();
  g_assert_null (strstr (answer, "outside the folder"));
  g_assert_true (*answer == '\0' || g_str_has_prefix (answer, "HTTP/1."));
  if (size > 5 && memcmp (data, "/api/", 5) == 0 &&
      strstr (answer, " 200 ") == answer + strlen ("HTTP/1.1"))
    g_assert_cmpstr (strstr (answer, "\r\n\r\n") + 4, ==, SELLER);

  return 0;
}
