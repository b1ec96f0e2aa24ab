/* wb-server-options.h: what an operator can set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "message/wb-message.h"
#include "wb-certificate.h"
#include "wb-tokens.h"

G_BEGIN_DECLS

/* Where the legacy server listens. */
#define WB_SERVER_DEFAULT_HTTP "127.0.0.1:8888"
#define WB_SERVER_DEFAULT_WS   "127.0.0.1:9998"

/**
 * WbServerOptions:
 * @http: `HOST:PORT` to listen on, port 0 takes a free one
 * @ws: `HOST:PORT` to listen on; both listeners serve both protocols
 * @http_socket: (nullable): a socket that listens already, instead of @http
 * @ws_socket: (nullable): a socket that listens already, instead of @ws; where
 *   there is none but an @http_socket, that one is for both
 * @allowed_origins: (nullable) (array zero-terminated=1): allowed origins
 *   besides none and those of a loopback host
 * @allowed_hosts: (nullable) (array zero-terminated=1): host names that requests
 *   may be for where there are no @tokens, besides those that can only mean this
 *   machine
 * @tokens: (nullable): a client must send one of these first, %NULL admits
 *   every client
 * @allow_anonymous: whether other machines may connect without a token
 * @certificate: (nullable): the certificate of the server, with its private key;
 *   peers then must speak TLS on both addresses; %NULL for no TLS
 * @state_folder: (nullable): a folder in which the state of the board survives
 *   a restart
 * @max_message: the longest message from a client, in bytes
 * @max_rate: messages a second from a client, twice as many at once, and as many
 *   requests for data besides, of which 64 may always come at once; 0 for any
 *   number, as with the three that follow
 * @max_waiting: what may wait to be written to a client behind the message that
 *   is being written, in bytes
 * @max_connections: how many clients there may be
 * @max_per_address: how many of them from one address
 * @heartbeat: seconds between two heart checks, 0 for none
 * @auth_timeout: seconds a client has to authenticate, 0 for any number
 * @ping: seconds between two WebSocket pings, 0 for none
 * @silence: seconds more that a client may stay silent before it is closed
 * @header_timeout: seconds from the connection to the end of the header of its
 *   first request, 0 for any number
 * @request_timeout: seconds from the end of a header to that of its body, and
 *   seconds in which some of the answer must be taken, 0 for any number
 * @idle_timeout: seconds from an answer to the header of the next request, 0
 *   for any number
 *
 * What an operator can set. Start from %WB_SERVER_OPTIONS_INIT.
 */
typedef struct
{
  const char        *http;
  const char        *ws;
  GSocket           *http_socket;
  GSocket           *ws_socket;
  const char *const *allowed_origins;
  const char *const *allowed_hosts;
  WbTokens          *tokens;
  gboolean           allow_anonymous;
  WbCertificate     *certificate;
  const char        *state_folder;
  gsize              max_message;
  guint              max_rate;
  gsize              max_waiting;
  guint              max_connections;
  guint              max_per_address;
  guint              heartbeat;
  guint              auth_timeout;
  guint              ping;
  guint              silence;
  guint              header_timeout;
  guint              request_timeout;
  guint              idle_timeout;
} WbServerOptions;

#define WB_SERVER_OPTIONS_INIT \
  { \
    .http = WB_SERVER_DEFAULT_HTTP, \
    .ws = WB_SERVER_DEFAULT_WS, \
    .max_message = WB_MESSAGE_MAX_TO_SERVER, \
    .max_rate = 10, \
    .max_waiting = 1024 * 1024, \
    .max_connections = 4096, \
    .max_per_address = 64, \
    .heartbeat = 30, \
    .auth_timeout = 10, \
    .ping = 25, \
    .silence = 10, \
    .header_timeout = 10, \
    .request_timeout = 30, \
    .idle_timeout = 60, \
  }

G_END_DECLS
