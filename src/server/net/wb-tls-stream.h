/* wb-tls-stream.h: a TLS session as a stream of GIO
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wb-tls-session.h"

G_BEGIN_DECLS

#define WB_TYPE_TLS_STREAM (wb_tls_stream_get_type ())

/**
 * WbTlsStream:
 *
 * The plain bytes of a connection that speaks TLS, for libsoup. Both directions
 * are pollable, and never block: there are no blocking reads and writes.
 */
G_DECLARE_FINAL_TYPE (WbTlsStream, wb_tls_stream, WB, TLS_STREAM, GIOStream)

GIOStream    *wb_tls_stream_new           (GSocketConnection *connection,
                                           WbTlsSession      *session);
WbTlsSession *wb_tls_stream_steal_session (WbTlsStream       *self);
void          wb_tls_stream_close_notify  (WbTlsStream       *self);

G_END_DECLS
