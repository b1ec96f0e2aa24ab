/* wb-share.h: shares of a whole, in percent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint *wb_share_round  (const double *sizes,
                        guint         n_sizes);
char  *wb_share_format (double        share,
                        guint         tenths);

G_END_DECLS
