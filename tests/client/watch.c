/* watch.c: a client in a test, and the signals that it emitted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "watch.h"

#define WELCOME "{\"server\":\"Wallboard 1.0\",\"epoch\":\"e1\",\"revision\":12,\"theme\":\"light\"," \
                "\"fullScreen\":[\"trend\"],\"heartbeat\":%u,\"control\":%s}"

const WbClientTiming watch_timing = {
  .handshake = 5000,
  .auth = 200,
  .heartbeat = 300,
  .heartbeat_grace = 200,
  .ping = 1,
  .ping_grace = 200,
  .retry_first = 0.02,
  .retry_cap = 0.1,
  .answer = 10 * 1000,
  .lasted = 10 * 1000,
};

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

void
watch_free (Watch *self)
{
  g_signal_handlers_disconnect_by_data (self->client, self);
  g_assert_finalize_object (self->client);
  g_ptr_array_unref (self->notices);
  g_free (self);
  /* libsoup closes the connection in the background. */
  wait_for (20);
}

Watch *
watch_new (Peer       *peer,
           const char *token)
{
  Watch *self = g_new0 (Watch, 1);
  g_autofree char *uri = peer_dup_uri (peer);

  self->client = wb_client_new (uri, token, "Lobby TV");
  self->notices = g_ptr_array_new_with_free_func (g_free);
  wb_client_set_timing (self->client, &watch_timing);
  g_signal_connect (self->client, "dataset-changed", G_CALLBACK (dataset_changed_cb), self);
  g_signal_connect (self->client, "notice", G_CALLBACK (notice_cb), self);
  g_signal_connect (self->client, "message", G_CALLBACK (message_cb), self);

  return self;
}

Watch *
watch_new_online (Peer *peer)
{
  Watch *self = watch_new (peer, NULL);

  wb_client_start (self->client);
  wait_until (is_online (self));

  return self;
}

Watch *
watch_new_with_data (Peer       *peer,
                     const char *name)
{
  Watch *self = watch_new (peer, NULL);

  wb_client_watch (self->client, name);
  wb_client_start (self->client);
  wait_until (self->n_changes == 1);

  return self;
}

Peer *
watch_new_server (guint       port,
                  guint       heartbeat,
                  const char *control)
{
  g_autofree char *welcome = g_strdup_printf (WELCOME, heartbeat, control);
  g_autofree char *options =
    g_strdup_printf ("{\"dialect\":\"ours\",\"port\":%u,\"welcome\":%s}", port, welcome);

  return peer_new (options);
}

guint
watch_kill_peer (Watch  *self,
                 Peer  **peer)
{
  guint port = peer_get_port (*peer);

  g_clear_pointer (peer, peer_free);
  wait_until (wb_client_get_status (self->client) == WB_CLIENT_WAITING);
  g_assert_nonnull (wb_client_get_problem (self->client));
  g_assert_null (wb_client_get_server (self->client));

  return port;
}

static WbSubscription *
get_subscription (WbClient   *client,
                  const char *name)
{
  WbChartKind kind;

  g_assert_true (wb_chart_kind_from_name (name, &kind));

  return wb_client_get_subscription (client, name, kind);
}

WbDataset *
watch_get_dataset (WbClient   *client,
                   const char *name)
{
  WbSubscription *subscription = get_subscription (client, name);

  return subscription != NULL ? wb_subscription_get_dataset (subscription) : NULL;
}

gint64
watch_get_dataset_time (WbClient   *client,
                        const char *name)
{
  WbSubscription *subscription = get_subscription (client, name);

  return subscription != NULL ? wb_subscription_get_time (subscription) : 0;
}
