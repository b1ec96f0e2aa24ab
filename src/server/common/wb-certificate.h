/* wb-certificate.h: the certificate of a server that speaks TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/**
 * WbCertificate:
 *
 * A certificate with its chain, its private key, and the versions
 * and ciphers that it is used with. It is immutable, and shared by threads.
 */
typedef struct _WbCertificate WbCertificate;

WbCertificate *wb_certificate_load     (const char        *certificate_path,
                                        const char        *key_path,
                                        GError           **error);
WbCertificate *wb_certificate_ref      (WbCertificate     *self);
void           wb_certificate_unref    (WbCertificate     *self);
void           wb_certificate_apply    (WbCertificate     *self,
                                        gnutls_session_t   session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCertificate, wb_certificate_unref)

G_END_DECLS
