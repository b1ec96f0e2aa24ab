/* wb-tls-acceptor.h: TLS handshakes, many at once and in a thread of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "common/wb-log.h"
#include "common/wb-metrics.h"
#include "wb-tls-session.h"

G_BEGIN_DECLS

/**
 * WbTlsAcceptorOptions:
 * @certificate: the certificate of the server
 * @log: where refusals are logged
 * @metrics: where refusals are counted
 * @timeout: seconds that a handshake may take, 0 for any time
 * @max_per_address: how many handshakes of one address may be under way, 0 for
 *   any number
 *
 * How handshakes are done. Nothing in it is owned.
 */
typedef struct
{
  WbCertificate *certificate;
  WbLog         *log;
  WbMetrics     *metrics;
  guint          timeout;
  guint          max_per_address;
} WbTlsAcceptorOptions;

/**
 * WbTlsAcceptor:
 *
 * Does the TLS handshakes of new connections, all in one thread, which never waits
 * for a peer, has a lower priority than the others, and serves first the address
 * that has cost it the least time. Beyond a number of handshakes the oldest is
 * dropped for the newest, so that idle peers do not block others.
 */
typedef struct _WbTlsAcceptor WbTlsAcceptor;

/**
 * WbTlsAcceptorFunc:
 * @connection: a connection
 * @session: (transfer full): the session on it
 * @user_data: the data of the function
 *
 * Called with a connection whose handshake is complete, in the main context in
 * which the acceptor was made.
 */
typedef void (*WbTlsAcceptorFunc) (GSocketConnection *connection,
                                   WbTlsSession      *session,
                                   gpointer           user_data);

WbTlsAcceptor *wb_tls_acceptor_new             (const WbTlsAcceptorOptions  *options,
                                                WbTlsAcceptorFunc            function,
                                                gpointer                     user_data,
                                                GError                     **error);
void           wb_tls_acceptor_free            (WbTlsAcceptor               *self);
void           wb_tls_acceptor_set_certificate (WbTlsAcceptor               *self,
                                                WbCertificate               *certificate);
void           wb_tls_acceptor_take            (WbTlsAcceptor               *self,
                                                GSocketConnection           *connection,
                                                GInetSocketAddress          *remote);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbTlsAcceptor, wb_tls_acceptor_free)

G_END_DECLS
