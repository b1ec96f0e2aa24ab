/* wb-layered-source.h: two sources as one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-source.h"

G_BEGIN_DECLS

#define WB_TYPE_LAYERED_SOURCE (wb_layered_source_get_type ())

/**
 * WbLayeredSource:
 *
 * Two sources as one. A dataset of the upper source hides one of the lower
 * source even if it has only a problem: an old file must not be shown instead
 * of a query that fails.
 */
G_DECLARE_FINAL_TYPE (WbLayeredSource, wb_layered_source, WB, LAYERED_SOURCE, GObject)

WbSource *wb_layered_source_new (WbSource *upper,
                                 WbSource *lower);

G_END_DECLS
