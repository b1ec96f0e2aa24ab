/* test-host.c: the built-in server, in a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "hosting/wb-server-thread.h"
#include "wb-client.h"

static WbServerOptions
free_ports (void)
{
  WbServerOptions options = WB_SERVER_OPTIONS_INIT;

  options.http = "127.0.0.1:0";
  options.ws = "127.0.0.1:0";

  return options;
}

static char *
dup_samples (void)
{
  return g_test_build_filename (G_TEST_DIST, "data", "samples", "en", NULL);
}

static WbServerThread *
start (void)
{
  g_autofree char *samples = dup_samples ();
  WbServerOptions options = free_ports ();
  g_autoptr (GError) error = NULL;
  WbServerThread *thread = wb_server_thread_start (samples, &options, &error);

  g_assert_no_error (error);
  g_assert_nonnull (thread);

  return thread;
}

/* Whether somebody takes connections at ws://ADDRESS. */
static gboolean
answers (const char *ws_uri)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  connection = g_socket_client_connect_to_host (client, ws_uri + strlen ("ws://"), 0, NULL, NULL);

  return connection != NULL;
}

static void
test_serves (void)
{
  g_autoptr (WbServerThread) thread = start ();
  g_autoptr (WbClient) client = wb_client_new (wb_server_thread_get_ws_uri (thread), NULL, "test");
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  wb_client_watch (client, "seller");
  wb_client_start (client);
  while (wb_subscription_get_dataset (wb_client_get_subscription (client, "seller", WB_CHART_SELLER)) == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
  g_assert_cmpint (wb_client_get_status (client), ==, WB_CLIENT_ONLINE);
  wb_client_stop (client);
}

static gpointer
stop_thread (gpointer data)
{
  wb_server_thread_stop (data);

  return NULL;
}

static void
test_stop_from_another_thread (void)
{
  WbServerThread *thread = start ();
  g_autofree char *uri = g_strdup (wb_server_thread_get_ws_uri (thread));

  g_assert_true (answers (uri));
  g_thread_join (g_thread_new ("stopper", stop_thread, thread));
  g_assert_false (answers (uri));
}

static void
test_port_in_use (void)
{
  g_autoptr (WbServerThread) thread = start ();
  g_autofree char *samples = dup_samples ();
  WbServerOptions options = free_ports ();
  g_autoptr (GError) error = NULL;

  options.ws = wb_server_thread_get_ws_uri (thread) + strlen ("ws://");
  g_assert_null (wb_server_thread_start (samples, &options, &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN);
  g_assert_nonnull (strstr (error->message, options.ws));
  g_assert_true (answers (wb_server_thread_get_ws_uri (thread)));
}

static void
test_no_folder (void)
{
  WbServerOptions options = free_ports ();
  g_autoptr (GError) error = NULL;

  g_assert_null (wb_server_thread_start ("/nonexistent/data", &options, &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "/nonexistent/data"));

  /* And where nobody asks why. */
  g_assert_null (wb_server_thread_start ("/nonexistent/data", &options, NULL));
}

/* Stopped before its loop runs, and with a client on it. */
static void
test_fifty_times (void)
{
  for (guint i = 0; i < 50; i++)
    {
      WbServerThread *thread = start ();
      g_autoptr (WbClient) client = NULL;

      if (i % 2 == 1)
        {
          client = wb_client_new (wb_server_thread_get_ws_uri (thread), NULL, "test");
          wb_client_start (client);
          for (guint turn = 0; turn < i; turn++)
            g_main_context_iteration (NULL, FALSE);
        }
      wb_server_thread_stop (thread);
      if (client != NULL)
        wb_client_stop (client);
    }
}

static void
check_samples (const char *language,
               const char *expected)
{
  g_autofree char *folder = wb_server_thread_dup_samples (language);

  g_assert_cmpstr (folder, ==, expected);
}

static void
test_samples (void)
{
  g_setenv ("WALLBOARD_SAMPLES", "/samples", TRUE);
  check_samples ("en", "/samples/en");
  check_samples ("zh", "/samples/zh");
  check_samples ("auto", "/samples/en");

  /* What the person reads, by the first of the ways to say so. */
  g_setenv ("LC_ALL", "zh_CN.UTF-8", TRUE);
  check_samples ("auto", "/samples/zh");
  check_samples ("en", "/samples/en");
  g_setenv ("LC_ALL", "ar_EG.UTF-8", TRUE);
  check_samples ("auto", "/samples/ar");
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_unsetenv ("WALLBOARD_SAMPLES");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server-thread/serves", test_serves);
  g_test_add_func ("/server-thread/stop-from-another-thread", test_stop_from_another_thread);
  g_test_add_func ("/server-thread/port-in-use", test_port_in_use);
  g_test_add_func ("/server-thread/no-folder", test_no_folder);
  g_test_add_func ("/server-thread/fifty-times", test_fifty_times);
  g_test_add_func ("/server-thread/samples", test_samples);

  return g_test_run ();
}
