/* wb-viewing.h: the size of text that can be read from a distance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The least and the greatest length that wb_viewing_parse_length() takes, in millimetres. */
#define WB_VIEWING_MIN_LENGTH 50
#define WB_VIEWING_MAX_LENGTH 500000

gboolean wb_viewing_parse_length  (const char *text,
                                   double     *ret_millimetres);
double   wb_viewing_get_text_size (double      distance,
                                   double      diagonal,
                                   double      width,
                                   double      height);

G_END_DECLS
