/* wb-age.h: ages as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *wb_age_to_string (gint64      seconds);
char *wb_age_describe  (gint64      seconds,
                        const char *problem);

G_END_DECLS
