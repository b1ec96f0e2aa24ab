/* test-proxy.c: wallboardctl where the environment names a proxy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "hostile.h"
#include "peer.h"
#include "run-ctl.h"
#include "wb-proxy.h"

#define PATIENCE_MS 10000
#define MAX_HEAD    4096

/* What the proxy was asked, by all of its threads. */
static GMutex mutex;
static GString *asked;

static void
note (const char *head)
{
  g_mutex_lock (&mutex);
  g_string_append (asked, head);
  g_mutex_unlock (&mutex);
}

static gboolean
was_asked (const char *words)
{
  gboolean was;

  g_mutex_lock (&mutex);
  was = strstr (asked->str, words) != NULL;
  g_mutex_unlock (&mutex);

  return was;
}

/* Lets the client through, to a server that is the proxy itself. */
static void
lead_on (Talk *talk)
{
  const char *answer = "HTTP/1.1 200 Connection established\r\n\r\n";
  GInputStream *input = g_io_stream_get_input_stream (talk->stream);
  g_autoptr (GString) inner = g_string_new (NULL);
  char c;

  note (talk->head);
  if (!talk_say (talk, answer, strlen (answer)))
    return;

  while (inner->len < MAX_HEAD && !g_str_has_suffix (inner->str, "\r\n\r\n") &&
         g_input_stream_read (input, &c, 1, NULL, NULL) == 1)
    g_string_append_c (inner, c);
  note (inner->str);
  answer = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
  talk_say (talk, answer, strlen (answer));
}

static void
refuse (Talk *talk)
{
  const char *answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";

  note (talk->head);
  talk_say (talk, answer, strlen (answer));
}

static void
ask_for_password (Talk *talk)
{
  const char *answer = "HTTP/1.1 407 Proxy Authentication Required\r\n"
                       "Proxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";

  note (talk->head);
  talk_say (talk, answer, strlen (answer));
}

static Hostile *
proxy_new (TalkFunc function)
{
  Hostile *proxy = hostile_new (function, PATIENCE_MS, NULL);
  g_autofree char *uri = g_strdup_printf ("http://user:secret@127.0.0.1:%u", hostile_get_port (proxy));

  g_string_truncate (asked, 0);
  g_setenv ("http_proxy", uri, TRUE);
  g_setenv ("https_proxy", uri, TRUE);
  g_unsetenv ("no_proxy");

  return proxy;
}

static void
proxy_end (Hostile *proxy)
{
  g_unsetenv ("http_proxy");
  g_unsetenv ("https_proxy");
  g_unsetenv ("no_proxy");
  hostile_free (proxy);
}

/* A WebSocket goes through a tunnel (RFC 6455, 4.1). */
static void
test_tunnel (void)
{
  Hostile *proxy = proxy_new (lead_on);
  g_autoptr (Run) run = run_ctl ("ws://board.example:9998/wall", "get seller");

  assert_fails (run, 1, "HTTP status 502");
  g_assert_true (was_asked ("CONNECT board.example:9998 HTTP/1."));
  g_assert_true (was_asked ("GET /wall HTTP/1.1\r\nHost: board.example:9998\r\n"));
  g_assert_false (was_asked ("ws://"));
  proxy_end (proxy);
}

static void
test_error (gconstpointer data)
{
  Hostile *proxy = proxy_new (data);
  g_autofree char *name = g_strdup_printf ("The proxy http://127.0.0.1:%u", hostile_get_port (proxy));
  g_autoptr (Run) run = run_ctl ("ws://board.example:9998", "get seller");

  assert_fails (run, 1, name);
  g_assert_nonnull (strstr (run->err, "ws://board.example:9998"));
  g_assert_null (strstr (run->err, "secret"));
  proxy_end (proxy);
}

/* The proxy is gone. */
static void
test_gone (void)
{
  Hostile *proxy = proxy_new (refuse);
  g_autofree char *name = g_strdup_printf ("The proxy http://127.0.0.1:%u", hostile_get_port (proxy));
  g_autoptr (Run) get = NULL;
  g_autoptr (Run) displays = NULL;

  hostile_free (proxy);
  get = run_ctl ("ws://board.example:9998", "get seller");
  assert_fails (get, 1, name);
  displays = run_ctl ("ws://board.example:9998", "displays");
  assert_fails (displays, 1, name);

  proxy = proxy_new (refuse);
  proxy_end (proxy);
}

/* A server on this machine is not behind the proxy. */
static void
test_near (void)
{
  Hostile *proxy = NULL;
  g_autoptr (Peer) peer = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (Run) get = NULL;
  g_autoptr (Run) displays = NULL;

  if (peer_is_missing ())
    return;

  proxy = proxy_new (refuse);
  peer = peer_new ("{}");
  uri = peer_dup_uri (peer);
  get = run_ctl (uri, "get seller");
  g_assert_cmpint (get->exit, ==, 0);
  displays = run_ctl (uri, "displays");
  g_assert_null (strstr (displays->err, "proxy"));
  g_assert_cmpuint (hostile_count_begun (proxy), ==, 0);
  proxy_end (proxy);
}

/* Whose addresses go where. */
static void
test_rule (void)
{
  static const struct
  {
    const char *uri;
    gboolean    direct;
  } cases[] = {
    { "ws://localhost:9998", TRUE },
    { "ws://127.0.0.1:9998", TRUE },
    { "ws://[::1]:9998", TRUE },
    { "ws://10.1.2.3:9998", TRUE },
    { "ws://172.31.2.3:9998", TRUE },
    { "ws://192.168.1.20:9998", TRUE },
    { "ws://169.254.3.4:9998", TRUE },
    { "ws://[fe80::1]:9998", TRUE },
    { "ws://[fd00::1]:9998", TRUE },
    { "wss://shop-pi:9998", TRUE },
    { "wss://shop-pi.local:9998", TRUE },
    { "http://192.168.1.20:9998/api/seller", TRUE },
    { "wss://board.inside.example", TRUE },
    { "wss://inside.example", TRUE },
    { "wss://board.other.example:8443", TRUE },
    { "wss://notinside.example", FALSE },
    { "ws://board.example:9998", FALSE },
    { "wss://board.example", FALSE },
    { "ws://172.32.2.3:9998", FALSE },
    { "ws://203.0.113.9:9998", FALSE },
    { "ws://[2001:db8::1]:9998", FALSE },
  };
  Hostile *proxy = proxy_new (refuse);

  g_setenv ("no_proxy", "inside.example, .other.example:8443", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WbProxy) rule = wb_proxy_new ();
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) found = g_proxy_resolver_lookup (G_PROXY_RESOLVER (rule), cases[i].uri, NULL, &error);

      g_test_message ("%s", cases[i].uri);
      g_assert_no_error (error);
      g_assert_cmpint (g_str_equal (found[0], "direct://"), ==, cases[i].direct);
      g_assert_cmpint (wb_proxy_get_used (rule) == NULL, ==, cases[i].direct);
    }
  proxy_end (proxy);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  asked = g_string_new (NULL);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);

  g_test_add_func ("/proxy/rule", test_rule);
  g_test_add_func ("/proxy/near", test_near);
  g_test_add_func ("/proxy/tunnel", test_tunnel);
  g_test_add_data_func ("/proxy/refuses", refuse, test_error);
  g_test_add_data_func ("/proxy/password", ask_for_password, test_error);
  g_test_add_func ("/proxy/gone", test_gone);

  return g_test_run ();
}
