/* wb-client-private.h: what the files of the client share, and the times that its tests set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-client.h"
#include "wb-subscription.h"

G_BEGIN_DECLS

/**
 * WbClientTiming:
 * @handshake: milliseconds that a server has from the first packet to its 101
 * @auth: milliseconds to wait for `auth ok` before going on without it
 * @heartbeat: milliseconds between two heart checks of a server that announced no number
 * @heartbeat_grace: milliseconds that a heart check may be late
 * @ping: seconds between two pings
 * @ping_grace: milliseconds of silence past @ping after which a connection counts as dead
 * @retry_first: seconds, the longest first wait before another attempt
 * @retry_cap: seconds, the longest wait of all
 * @lasted: milliseconds after which a connection counts as a good one, and the waits begin anew
 *
 * How patient a client is.
 */
typedef struct
{
  guint  handshake;
  guint  auth;
  guint  heartbeat;
  guint  heartbeat_grace;
  guint  ping;
  guint  ping_grace;
  double retry_first;
  double retry_cap;
  guint  lasted;
} WbClientTiming;

/* The times of the protocol (docs/protocol.md): legacy servers check every 30 s and close at 31 s. */
#define WB_CLIENT_TIMING_DEFAULT \
  ((WbClientTiming) { \
    .handshake = 10 * 1000, \
    .auth = 5 * 1000, \
    .heartbeat = 30 * 1000, \
    .heartbeat_grace = 1000, \
    .ping = 25, \
    .ping_grace = 10 * 1000, \
    .retry_first = 0.5, \
    .retry_cap = 30.0, \
    .lasted = 10 * 1000, \
  })

void            wb_client_set_timing          (WbClient             *self,
                                               const WbClientTiming *timing);
WbSubscription *wb_client_lookup_subscription (WbClient             *self,
                                               const char           *chart_name);

G_END_DECLS
