/* wb-smooth.h: a monotone curve through points
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void wb_smooth_tangents (const double *values,
                         guint         n_values,
                         double       *ret_tangents);

G_END_DECLS
