/* test-fan-out.c: all clients get all messages in one order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>

#include "server-fixture.h"

#define N_CLIENTS 200
#define N_BROADCASTS 500
#define N_SENDERS 3

/* Several clients send at once. Each must get all messages, including its own, in the same order as the
 * others, and those of one sender in the order in which it sent them. */
static void
test_fan_out (ServerFixture *self,
              gconstpointer  data)
{
  RawPeer *peers[N_CLIENTS];
  g_autoptr (GPtrArray) heard = g_ptr_array_new_with_free_func (g_free);
  int latest[N_SENDERS] = { -1, -1, -1 };
  double started = g_test_timer_elapsed ();

  self->options.ping = 0; /* on a slow machine, one would come in between */
  server_fixture_start (self);
  for (guint i = 0; i < N_CLIENTS; i++)
    peers[i] = server_fixture_open (self, NULL);

  for (int i = 0; i < N_BROADCASTS; i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"action\":\"count\",\"sender\":%d,\"n\":%d}", i % N_SENDERS,
                                               i);

      raw_peer_send (peers[i % N_SENDERS], text);
      g_main_context_iteration (NULL, FALSE);
    }

  for (guint i = 0; i < N_BROADCASTS; i++)
    {
      char *text = raw_peer_receive_text (peers[0]);
      int sender, n;

      g_assert_cmpint (sscanf (text, "{\"action\":\"count\",\"sender\":%d,\"n\":%d}", &sender, &n), ==, 2);
      g_assert_cmpint (sender, <, N_SENDERS);
      g_assert_cmpint (n, >, latest[sender]);
      g_assert_cmpint (n % N_SENDERS, ==, sender);
      latest[sender] = n;
      g_ptr_array_add (heard, text);
    }

  for (guint i = 1; i < N_CLIENTS; i++)
    for (guint j = 0; j < N_BROADCASTS; j++)
      raw_peer_assert_text (peers[i], g_ptr_array_index (heard, j));

  for (guint i = 0; i < N_CLIENTS; i++)
    {
      raw_peer_assert_idle (peers[i]);
      raw_peer_free (peers[i]);
    }

  g_test_message ("%d deliveries in %.2f s", N_CLIENTS * N_BROADCASTS, g_test_timer_elapsed () - started);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_timer_start ();
  g_test_add ("/fan-out/200-clients", ServerFixture, NULL, server_fixture_set_up, test_fan_out,
              server_fixture_tear_down);

  return g_test_run ();
}
