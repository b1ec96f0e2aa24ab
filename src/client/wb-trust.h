/* wb-trust.h: who may vouch for a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GTlsDatabase *wb_trust_load (const char  *path,
                             GError     **error);

G_END_DECLS
