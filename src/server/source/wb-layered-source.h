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
 * Two sources as one. The upper one is asked first. What it has, it has
 * whatever the lower one says, be it only a problem: a file that was left from
 * before must not pass for what the database has now.
 */
G_DECLARE_FINAL_TYPE (WbLayeredSource, wb_layered_source, WB, LAYERED_SOURCE, GObject)

WbSource *wb_layered_source_new (WbSource *upper,
                                 WbSource *lower);

G_END_DECLS
