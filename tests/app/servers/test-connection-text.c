/* test-connection-text.c: the state of a connection, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>

#include "servers/wb-connection-text.h"

/* A port of this machine on which nobody listens: bound, so that nobody else takes it either. */
static char *
dup_dead_uri (GSocket **ret_socket)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                            G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  guint port;

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  *ret_socket = g_steal_pointer (&socket);

  return g_strdup_printf ("ws://127.0.0.1:%u", port);
}

static void
wait_for_status (WbClient       *client,
                 WbClientStatus  status)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (wb_client_get_status (client) != status)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static void
test_not_started (void)
{
  g_autoptr (WbClient) client = wb_client_new ("ws://127.0.0.1:9", NULL, "test");
  g_autofree char *problem = wb_connection_dup_problem (client, g_get_monotonic_time ());

  g_assert_cmpstr (wb_connection_get_state_text (client), ==, "Not connected");
  g_assert_cmpstr (wb_connection_get_state_class (client), ==, "offline");
  g_assert_null (problem);
}

static void
check_problem (WbClient   *client,
               gint64      now,
               const char *end)
{
  g_autofree char *text = wb_connection_dup_problem (client, now);
  g_autofree char *expected = g_strconcat (wb_client_get_problem (client)->message, ". ", end, NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_dead_port (void)
{
  g_autoptr (GSocket) socket = NULL;
  g_autofree char *uri = dup_dead_uri (&socket);
  g_autoptr (WbClient) client = wb_client_new (uri, NULL, "test");
  gint64 retry;

  wb_client_start (client);
  g_assert_cmpstr (wb_connection_get_state_text (client), ==, "Connecting…");
  g_assert_cmpstr (wb_connection_get_state_class (client), ==, "connecting");

  wait_for_status (client, WB_CLIENT_WAITING);
  g_assert_cmpstr (wb_connection_get_state_text (client), ==, "Reconnecting…");
  g_assert_cmpstr (wb_connection_get_state_class (client), ==, "offline");
  g_assert_nonnull (strstr (wb_client_get_problem (client)->message, uri));

  /* Seconds count as they begin, so that it never says 0. */
  retry = wb_client_get_retry_time (client);
  check_problem (client, retry - 12 * G_USEC_PER_SEC, "Trying again in 12 seconds.");
  check_problem (client, retry - 11 * G_USEC_PER_SEC - 1, "Trying again in 12 seconds.");
  check_problem (client, retry - G_USEC_PER_SEC, "Trying again in 1 second.");
  check_problem (client, retry - 1, "Trying again in 1 second.");
  check_problem (client, retry, "Trying again…");
  check_problem (client, retry + G_USEC_PER_SEC, "Trying again…");

  wb_client_stop (client);
  g_assert_cmpstr (wb_connection_get_state_text (client), ==, "Not connected");
  g_assert_null (wb_connection_dup_problem (client, g_get_monotonic_time ()));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connection-text/not-started", test_not_started);
  g_test_add_func ("/connection-text/dead-port", test_dead_port);

  return g_test_run ();
}
