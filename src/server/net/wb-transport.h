/* wb-transport.h: the bytes of a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sys/uio.h>

G_BEGIN_DECLS

/**
 * WbTransport:
 *
 * A socket that does not block, after its HTTP handshake, and its TLS session if
 * there is one. It is used by one thread at a time.
 */
typedef struct _WbTransport WbTransport;

/* What reading and writing return instead of a number of bytes. */
#define WB_TRANSPORT_WOULD_BLOCK (-1)
#define WB_TRANSPORT_BROKEN      (-2)

/* The smallest buffer to read into: decrypted bytes must fit, since polling the socket does not show them. */
#define WB_TRANSPORT_MIN_READ (16 * 1024)

WbTransport *wb_transport_new       (GSocketConnection  *connection,
                                     GIOStream          *plain,
                                     GIOStream          *stream);
void         wb_transport_free      (WbTransport        *self);
int          wb_transport_get_fd    (WbTransport        *self);
gboolean     wb_transport_has_early (WbTransport        *self);
gboolean     wb_transport_can_read  (WbTransport        *self);
gboolean     wb_transport_has_input (WbTransport        *self);
gboolean     wb_transport_has_ended (WbTransport        *self);
gssize       wb_transport_read      (WbTransport        *self,
                                     guint8             *buffer,
                                     gsize               size);
gssize       wb_transport_write     (WbTransport        *self,
                                     const struct iovec *vectors,
                                     guint               n_vectors);
gssize       wb_transport_flush     (WbTransport        *self);
guint64      wb_transport_get_taken (WbTransport        *self);
void         wb_transport_shutdown  (WbTransport        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbTransport, wb_transport_free)

G_END_DECLS
