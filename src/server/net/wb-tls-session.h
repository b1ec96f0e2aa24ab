/* wb-tls-session.h: TLS over a socket that never blocks, from the side of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-certificate.h"

G_BEGIN_DECLS

/* What the functions here return instead of a number of bytes. */
#define WB_TLS_WOULD_BLOCK (-1)
#define WB_TLS_BROKEN      (-2)

/* The most plain bytes of one record (RFC 8446, section 5.1). A read with room for as many leaves no
 * decrypted bytes behind. */
#define WB_TLS_MAX_RECORD (16 * 1024)

/**
 * WbTlsStep:
 * @WB_TLS_STEP_DONE: the handshake is complete
 * @WB_TLS_STEP_WANTS_READ: it continues when the socket is readable
 * @WB_TLS_STEP_WANTS_WRITE: it continues when the socket is writable
 * @WB_TLS_STEP_FAILED: it failed
 *
 * The state of a handshake.
 */
typedef enum
{
  WB_TLS_STEP_DONE,
  WB_TLS_STEP_WANTS_READ,
  WB_TLS_STEP_WANTS_WRITE,
  WB_TLS_STEP_FAILED,
} WbTlsStep;

/**
 * WbTlsSession:
 *
 * The TLS of one connection. The streams of GIO do not fit here: they do handshakes
 * in threads that wait for the peer, and each loads the authorities of the system.
 * A session is used by one thread at a time.
 */
typedef struct _WbTlsSession WbTlsSession;

WbTlsSession *wb_tls_session_new          (WbCertificate  *certificate,
                                           int             fd);
void          wb_tls_session_free         (WbTlsSession   *self);
void          wb_tls_session_set_fd       (WbTlsSession   *self,
                                           int             fd);
WbTlsStep     wb_tls_session_handshake    (WbTlsSession   *self,
                                           const char    **ret_problem);
gssize        wb_tls_session_read         (WbTlsSession   *self,
                                           guint8         *buffer,
                                           gsize           size);
gboolean      wb_tls_session_has_pending  (WbTlsSession   *self);
gssize        wb_tls_session_write        (WbTlsSession   *self,
                                           const guint8   *bytes,
                                           gsize           length);
gssize        wb_tls_session_flush        (WbTlsSession   *self);
gsize         wb_tls_session_get_unsent   (WbTlsSession   *self);
void          wb_tls_session_close_notify (WbTlsSession   *self);

G_END_DECLS
