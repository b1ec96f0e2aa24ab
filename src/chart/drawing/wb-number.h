/* wb-number.h: numbers as a person of the locale writes them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *wb_number_format           (double      value);
char *wb_number_format_fixed     (double      value,
                                  guint       digits);
char *wb_number_format_compact   (double      value);
char *wb_number_format_percent   (double      share);
char *wb_number_format_with_unit (double      value,
                                  const char *unit);

G_END_DECLS
