/* test-churn.c: clients that connect, send and disconnect in many ways at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "server-fixture.h"

#define V1 "Sec-WebSocket-Protocol: wallboard.v1\r\n"
#define ACTION "{\"action\":\"x\"}"
#define GET_SELLER \
  "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\"}"

#define N_PLACES 60
#define N_STEPS 3000

/* One thing that a client may do, be it good or bad. */
static void
do_something (RawPeer **place)
{
  static const guint8 garbage[] = { 0xff, 0xff, 0xff, 0xff };

  switch (g_test_rand_int_range (0, 10))
    {
    case 0:
      g_clear_pointer (place, raw_peer_free);
      break;
    case 1:
      raw_peer_send_frame (*place, RAW_FIN | RAW_CLOSE, "\x03\xe8", 2);
      break;
    case 2:
      raw_peer_write (*place, garbage, sizeof garbage);
      break;
    case 3:
      raw_peer_send_frame (*place, RAW_TEXT, "{\"act", 5);
      break;
    case 4:
      raw_peer_send (*place, "{\"action\":\"themeChange\",\"value\":\"\"}");
      break;
    case 5:
      raw_peer_send (*place, "{\"type\":\"hello\",\"data\":{\"name\":\"x\"}}");
      break;
    case 6:
      raw_peer_send_frame (*place, RAW_FIN | RAW_PING, "?", 1);
      break;
    case 7:
      raw_peer_send (*place, ACTION);
      break;
    default:
      raw_peer_send (*place, GET_SELLER);
      break;
    }
}

/* After the messages of others its own message comes back. */
static void
assert_served (RawPeer *peer,
               guint    number)
{
  g_autofree char *word = g_strdup_printf ("{\"action\":\"steady\",\"n\":%u}", number);
  g_autofree char *text = NULL;

  raw_peer_send (peer, word);
  do
    {
      g_free (text);
      text = raw_peer_receive_text (peer);
    }
  while (strcmp (text, word) != 0);
}

static gboolean
has_one_display (gpointer user_data)
{
  return wb_server_get_n_displays (user_data) == 1;
}

/* The clients do not read, and most break a rule. One well-behaved client is served all the time, and nothing
 * is left of the others when they have disconnected. */
static void
test_churn (ServerFixture *self,
            gconstpointer  data)
{
  RawPeer *places[N_PLACES] = { NULL };
  g_autoptr (RawPeer) steady = NULL;

  self->options.ping = 0;
  server_fixture_start (self);
  steady = server_fixture_open (self, NULL);

  for (guint i = 0; i < N_STEPS; i++)
    {
      RawPeer **place = &places[g_test_rand_int_range (0, N_PLACES)];

      if (*place == NULL)
        *place = server_fixture_open (self, g_test_rand_bit () ? V1 : NULL);
      else
        do_something (place);

      if (i % 50 == 0)
        {
          g_autofree char *name = g_strdup_printf ("%d.json", g_test_rand_int_range (0, 3));

          folder_write (self->folder, name, "[1]");
          assert_served (steady, i);
        }
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }

  for (guint i = 0; i < N_PLACES; i++)
    g_clear_pointer (&places[i], raw_peer_free);
  raw_wait_until (has_one_display, self->server);
}

/* The server is freed in the middle of it. */
static void
test_end (ServerFixture *self,
          gconstpointer  data)
{
  RawPeer *peers[N_PLACES];

  server_fixture_start (self);
  for (guint i = 0; i < N_PLACES; i++)
    {
      peers[i] = server_fixture_open (self, V1);
      for (guint j = 0; j < 20; j++)
        raw_peer_send (peers[i], j % 2 == 0 ? ACTION : GET_SELLER);
    }

  if (g_test_rand_bit ())
    wb_server_stop (self->server);
  g_assert_finalize_object (g_steal_pointer (&self->server));
  for (guint i = 0; i < N_PLACES; i++)
    raw_peer_free (peers[i]);
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/churn/clients", test_churn);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *path = g_strdup_printf ("/churn/end/%u", i);

      ADD (path, test_end);
    }

  return g_test_run ();
}
