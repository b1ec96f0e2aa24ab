/* wb-clock.h: how long ago something was, whatever happened to the clock since
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An unknown time, and the age of what is from then. */
#define WB_CLOCK_UNKNOWN G_MININT64
#define WB_CLOCK_AGE_UNKNOWN G_MAXINT64

gint64 wb_clock_get_time  (void);
gint64 wb_clock_get_age   (gint64 time);
gint64 wb_clock_to_real   (gint64 time);
gint64 wb_clock_from_real (gint64 real);

G_END_DECLS
