/* wb-etag.h: conditions on the version of a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbEtagComparison:
 * @WB_ETAG_WEAK: a weak tag (`W/"…"`) matches like any other
 * @WB_ETAG_STRONG: a weak tag matches nothing
 *
 * How tags are compared (RFC 9110, section 8.8.3.2).
 */
typedef enum
{
  WB_ETAG_WEAK,
  WB_ETAG_STRONG,
} WbEtagComparison;

gboolean wb_etag_list_matches (const char       *list,
                               const char       *etag,
                               WbEtagComparison  comparison);
gboolean wb_etag_may_replace  (const char       *if_match,
                               const char       *if_none_match,
                               const char       *etag);

G_END_DECLS
