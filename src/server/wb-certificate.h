/* wb-certificate.h: what the server shows to those who speak TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GTlsCertificate *wb_certificate_load (const char  *certificate_path,
                                      const char  *key_path,
                                      GError     **error);

G_END_DECLS
