/* watch.h: a client in a test, and the signals that it emitted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "peer.h"
#include "wb-client.h"

G_BEGIN_DECLS

/* A legacy server that requires a token. */
#define AUTH_OPTIONS "{\"dialect\":\"auth\",\"token\":\"open sesame\",\"heart\":50,\"text\":true}"

/* Short enough for quick tests of lost connections, long enough for valgrind. */
extern const WbClientTiming watch_timing;

/* A client, and the signals that it emitted. */
typedef struct
{
  WbClient  *client;
  guint      n_changes;
  guint      n_messages;
  GPtrArray *notices;
} Watch;

Watch     *watch_new              (Peer        *peer,
                                   const char  *token);
/* A client that is connected to a server without tokens. */
Watch     *watch_new_online       (Peer        *peer);
/* A client that is connected and has the dataset of a name, its only one. */
Watch     *watch_new_with_data    (Peer        *peer,
                                   const char  *name);
void       watch_free             (Watch       *self);
/* A server that sends a welcome. */
Peer      *watch_new_server       (guint        port,
                                   guint        heartbeat,
                                   const char  *control);
/* Kills the server, waits until the client has noticed, and returns its port. */
guint      watch_kill_peer        (Watch       *self,
                                   Peer       **peer);

/* The data of the chart of a name, NULL or 0 if it is not watched. */
WbDataset *watch_get_dataset      (WbClient    *client,
                                   const char  *name);
gint64     watch_get_dataset_time (WbClient    *client,
                                   const char  *name);

#define is_online(watch) (wb_client_get_status ((watch)->client) == WB_CLIENT_ONLINE)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watch, watch_free)

G_END_DECLS
