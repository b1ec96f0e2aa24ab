/* wb-tls-relay.h: encrypted outside, plain inside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WbTlsRelay:
 *
 * Speaks TLS with peers, in threads of its own, and hands what they say to the
 * rest of the server through sockets as if it had come in the clear. So HTTP,
 * frames, queues and limits are the same for both, and no handshake holds up
 * the board.
 */
typedef struct _WbTlsRelay WbTlsRelay;

WbTlsRelay        *wb_tls_relay_new             (GTlsCertificate    *certificate,
                                                 guint               handshake_timeout);
void               wb_tls_relay_free            (WbTlsRelay         *self);
void               wb_tls_relay_set_certificate (WbTlsRelay         *self,
                                                 GTlsCertificate    *certificate);
GSocketConnection *wb_tls_relay_take            (WbTlsRelay         *self,
                                                 GSocketConnection  *outer,
                                                 const char         *peer,
                                                 GError            **error);
guint              wb_tls_relay_get_size        (WbTlsRelay         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbTlsRelay, wb_tls_relay_free)

G_END_DECLS
