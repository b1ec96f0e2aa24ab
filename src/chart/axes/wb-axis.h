/* wb-axis.h: the numbers of an axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-text.h"
#include "wb-ticks.h"

G_BEGIN_DECLS

/* The text size of axes, relative to labels. */
#define WB_AXIS_SCALE 0.9

GPtrArray *wb_axis_shape (const WbTicks *ticks,
                          const WbText  *text,
                          double         room,
                          double        *ret_width);

G_END_DECLS
