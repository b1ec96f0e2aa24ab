/* test-client.c: the client against a server written from the seed, in Node
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "peer.h"
#include "wb-client-private.h"

/* Quick enough that a test of a loss takes no time, slow enough for valgrind. */
static const WbClientTiming quick = {
  .handshake = 5000,
  .auth = 200,
  .heartbeat = 300,
  .heartbeat_grace = 200,
  .ping = 1,
  .ping_grace = 200,
  .retry_first = 0.02,
  .retry_cap = 0.1,
  .lasted = 10 * 1000,
};

/* A client, and what it told. */
typedef struct
{
  WbClient  *client;
  guint      n_changes;
  guint      n_messages;
  GPtrArray *notices;
} Watch;

static void
dataset_changed_cb (WbClient   *client,
                    const char *chart_name,
                    Watch      *watch)
{
  watch->n_changes++;
}

static void
notice_cb (WbClient   *client,
           const char *text,
           Watch      *watch)
{
  g_ptr_array_add (watch->notices, g_strdup (text));
}

static void
message_cb (WbClient  *client,
            WbMessage *message,
            Watch     *watch)
{
  watch->n_messages++;
}

static void
watch_free (Watch *self)
{
  g_signal_handlers_disconnect_by_data (self->client, self);
  g_assert_finalize_object (self->client);
  g_ptr_array_unref (self->notices);
  g_free (self);
  /* What libsoup closes in the background. */
  wait_for (20);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watch, watch_free)

static Watch *
watch_new (Peer       *peer,
           const char *token)
{
  Watch *self = g_new0 (Watch, 1);
  g_autofree char *uri = peer_dup_uri (peer);

  self->client = wb_client_new (uri, token, "Lobby TV");
  self->notices = g_ptr_array_new_with_free_func (g_free);
  wb_client_set_timing (self->client, &quick);
  g_signal_connect (self->client, "dataset-changed", G_CALLBACK (dataset_changed_cb), self);
  g_signal_connect (self->client, "notice", G_CALLBACK (notice_cb), self);
  g_signal_connect (self->client, "message", G_CALLBACK (message_cb), self);

  return self;
}

#define is_online(watch) (wb_client_get_status ((watch)->client) == WB_CLIENT_ONLINE)

static gboolean
lacks_node (void)
{
  if (peer_is_there ())
    return FALSE;

  g_test_skip ("there is no node with the module ws");
  return TRUE;
}

static void
test_connect (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *opened = NULL;

  if (lacks_node ())
    return;

  peer = peer_new ("{}");
  watch = watch_new (peer, NULL);
  g_assert_cmpint (wb_client_get_status (watch->client), ==, WB_CLIENT_STOPPED);
  wb_client_start (watch->client);
  g_assert_cmpint (wb_client_get_status (watch->client), ==, WB_CLIENT_CONNECTING);
  wait_until (is_online (watch));

  opened = peer_expect (peer, "open");
  g_assert_cmpstr (opened, ==, "open wallboard.v1");
  g_assert_null (wb_client_get_problem (watch->client));
  g_assert_null (wb_client_get_server (watch->client));
  g_assert_true (wb_client_get_in_step (watch->client));

  /* Nothing was asked for, and a server from the seed would forward a hello to its pages. */
  wait_for (50);
  g_assert_cmpuint (peer_count (peer, "got"), ==, 0);
}

static void
test_data (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autofree char *got = NULL;
  const WbValue *values;
  WbDataset *dataset;
  guint n_values;

  if (lacks_node ())
    return;

  peer = peer_new ("{}");
  watch = watch_new (peer, NULL);
  wb_client_watch (watch->client, "seller");
  wb_client_watch (watch->client, "seller");
  wb_client_start (watch->client);
  wait_until (wb_client_get_dataset (watch->client, "seller") != NULL);

  got = peer_expect (peer, "got");
  g_assert_cmpstr (got, ==, "got {\"action\":\"getData\",\"socketType\":\"sellerData\","
                   "\"chartName\":\"seller\",\"value\":\"\"}");
  g_assert_cmpuint (peer_count (peer, "got"), ==, 0);

  dataset = wb_client_get_dataset (watch->client, "seller");
  values = wb_dataset_get_values (dataset, &n_values);
  g_assert_cmpuint (n_values, ==, 2);
  g_assert_cmpstr (values[0].name, ==, "商家1");
  g_assert_cmpfloat (values[1].value, ==, 155.13);
  g_assert_cmpint (wb_client_get_dataset_time (watch->client, "seller"), >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client/connect", test_connect);
  g_test_add_func ("/client/data", test_data);

  return g_test_run ();
}
