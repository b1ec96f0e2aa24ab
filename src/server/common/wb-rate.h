/* wb-rate.h: how often somebody may do something
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbRate:
 *
 * A bucket of tokens: it fills with so many a second up to a limit, and each
 * thing done takes one out.
 */
typedef struct
{
  /*< private >*/
  gint64 full_at; /* microseconds: when the bucket is full again if nothing is taken */
} WbRate;

gboolean wb_rate_take (WbRate *self,
                       guint   per_second,
                       guint   burst,
                       gint64  now);

G_END_DECLS
