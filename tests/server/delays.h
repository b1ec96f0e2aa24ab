/* delays.h: how long other clients wait under load
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Delays in microseconds, in any order. */
typedef GArray Delays;

Delays  *delays_new            (void);
void     delays_free           (Delays     *self);
void     delays_add            (Delays     *self,
                                gint64      delay);
/* Begun at a monotonic time, and over now. */
void     delays_add_since      (Delays     *self,
                                gint64      started);
/* In microseconds; so many of a hundred are not longer. */
gint64   delays_get_percentile (Delays     *self,
                                guint       percent);
/* Prints them. Whether 99 of 100, and all, are as short as they must be on an idle machine. */
gboolean delays_are_short      (Delays     *self,
                                const char *what,
                                guint       p99_ms,
                                guint       most_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Delays, delays_free)

G_END_DECLS
