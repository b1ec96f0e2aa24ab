/* wb-trust.h: loads the certificate authorities of a client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GTlsDatabase *wb_trust_load (const char  *path,
                             GError     **error);

G_END_DECLS
