/* test-odd-json.c: whole numbers past 64 bits and half surrogate pairs are passed on byte for byte
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "put.h"
#include "server-fixture.h"

#define ODD "\"id\":1764415142000000001,\"big\":-184467440737095516160,\"who\":\"\\ud83d\""
#define ODD_SELLER "[{" ODD ",\"name\":\"Pump \\udc00\",\"value\":3}]"

/* The same in a string of JSON. */
#define ODD_SELLER_STRING \
  "\"[{\\\"id\\\":1764415142000000001,\\\"big\\\":-184467440737095516160,\\\"who\\\":\\\"\\\\ud83d\\\"," \
  "\\\"name\\\":\\\"Pump \\\\udc00\\\",\\\"value\\\":3}]\""

#define REQUEST "{\"action\":\"getData\",\"chartName\":\"%s\"," ODD

static void
assert_served (ServerFixture *self,
               RawPeer       *peer,
               const char    *name)
{
  g_autofree char *path = g_strconcat ("/api/", name, NULL);
  g_autofree char *request = g_strdup_printf (REQUEST "}", name);
  g_autofree char *answer = g_strdup_printf (REQUEST ",\"data\":" ODD_SELLER_STRING "}", name);

  put_assert_content (self, path, ODD_SELLER);
  raw_peer_send (peer, request);
  raw_peer_assert_text (peer, answer);
}

/* Of a chart, and of a dataset of one's own. */
static void
test_file (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;

  folder_write (self->folder, "seller.json", ODD_SELLER);
  folder_write (self->folder, "own.json", ODD_SELLER);
  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  assert_served (self, peer, "seller");
  assert_served (self, peer, "own");
}

static void
test_put (ServerFixture *self,
          gconstpointer  data)
{
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawReply) chart = NULL;
  g_autoptr (RawReply) own = NULL;

  server_fixture_start (self);
  peer = server_fixture_open (self, NULL);
  chart = put (self, "/api/seller", NULL, ODD_SELLER);
  put_assert_status (chart, 204, NULL);
  own = put (self, "/api/own", NULL, ODD_SELLER);
  put_assert_status (own, 204, NULL);
  assert_served (self, peer, "seller");
  assert_served (self, peer, "own");
}

/* A forwarded message keeps them, also for a page that connects later. */
static void
test_forward (ServerFixture *self,
              gconstpointer  data)
{
  const char *full = "{\"action\":\"fullScreen\",\"chartName\":\"seller\",\"value\":true," ODD "}";
  const char *other = "{\"action\":\"\\ud800\"," ODD "}";
  g_autoptr (RawPeer) one = NULL;
  g_autoptr (RawPeer) two = NULL;
  g_autoptr (RawPeer) late = NULL;
  g_autofree char *answer = NULL;

  server_fixture_start (self);
  one = server_fixture_open (self, NULL);
  two = server_fixture_open (self, NULL);
  raw_peer_send (one, full);
  raw_peer_assert_text (one, full);
  raw_peer_assert_text (two, full);
  raw_peer_send (two, other);
  raw_peer_assert_text (one, other);
  raw_peer_assert_text (two, other);

  late = server_fixture_open (self, NULL);
  raw_peer_send (late, "{\"action\":\"getData\",\"chartName\":\"seller\"}");
  answer = raw_peer_receive_text (late);
  raw_peer_assert_text (late, full);
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/odd-json/file", test_file);
  ADD ("/odd-json/put", test_put);
  ADD ("/odd-json/forward", test_forward);

  return g_test_run ();
}
