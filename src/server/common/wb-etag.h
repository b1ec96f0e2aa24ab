/* wb-etag.h: conditions on the version that a peer knows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean wb_etag_list_matches (const char *list,
                               const char *etag,
                               gboolean    strong);
gboolean wb_etag_may_replace  (const char *if_match,
                               const char *if_none_match,
                               const char *etag);

G_END_DECLS
