/* wb-client-types.h: the status, the timing and the errors of a client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * WbClientError:
 * @WB_CLIENT_ERROR_URI: the address is not one of a board server
 * @WB_CLIENT_ERROR_REFUSED: no server listens there, the network does not lead there, or the server is full
 *   or rejects this client
 * @WB_CLIENT_ERROR_NOT_WEBSOCKET: something else than a WebSocket server answered
 * @WB_CLIENT_ERROR_TLS: the server's certificate is not trusted, or it does not encrypt
 * @WB_CLIENT_ERROR_TOKEN: the server refused the token, or requires one
 * @WB_CLIENT_ERROR_SILENT: the server stopped answering
 * @WB_CLIENT_ERROR_CLOSED: the server ended the connection
 *
 * Why there is no connection. The message is a translated sentence that can be shown.
 */
typedef enum
{
  WB_CLIENT_ERROR_URI,
  WB_CLIENT_ERROR_REFUSED,
  WB_CLIENT_ERROR_NOT_WEBSOCKET,
  WB_CLIENT_ERROR_TLS,
  WB_CLIENT_ERROR_TOKEN,
  WB_CLIENT_ERROR_SILENT,
  WB_CLIENT_ERROR_CLOSED,
} WbClientError;

#define WB_CLIENT_ERROR (wb_client_error_quark ())
GQuark wb_client_error_quark (void);

/**
 * WbClientStatus:
 * @WB_CLIENT_STOPPED: not started, or stopped
 * @WB_CLIENT_CONNECTING: a connection is being made, or waits for `auth ok`
 * @WB_CLIENT_ONLINE: connected
 * @WB_CLIENT_WAITING: not connected; the next attempt is at #WbClient:retry-time
 */
typedef enum
{
  WB_CLIENT_STOPPED,
  WB_CLIENT_CONNECTING,
  WB_CLIENT_ONLINE,
  WB_CLIENT_WAITING,
} WbClientStatus;

#define WB_TYPE_CLIENT_STATUS (wb_client_status_get_type ())
GType wb_client_status_get_type (void) G_GNUC_CONST;

/**
 * WbClientTiming:
 * @handshake: milliseconds from the start of an attempt to the server's 101
 * @auth: milliseconds to wait for `auth ok` before going on without it
 * @heartbeat: milliseconds between two heart checks of a server that announced no interval
 * @heartbeat_grace: milliseconds that a heart check may be late
 * @ping: seconds between two pings
 * @ping_grace: milliseconds of silence beyond @ping after which a connection counts as dead
 * @retry_first: seconds, the longest first wait before another attempt
 * @retry_cap: seconds, the longest wait of all
 * @answer: milliseconds after which a request for a dataset counts as not answered
 * @other_name: milliseconds after which the other name of the dataset is tried, if it has one; 0 for @answer
 * @lasted: milliseconds after which a connection counts as stable, so that the backoff starts again;
 *   a welcome says so at once
 *
 * The timeouts and intervals of a client.
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
  guint  answer;
  guint  other_name;
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
    .answer = 10 * 1000, \
    .lasted = 10 * 1000, \
  })

G_END_DECLS
