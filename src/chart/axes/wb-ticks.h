/* wb-ticks.h: round numbers along an axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbTicks:
 * @step: from one tick to the next: 1, 2 or 5 times a power of ten
 * @first: the lowest tick, in steps from zero
 * @n_ticks: their number, at least 2
 * @digits: the decimals needed to tell them apart
 */
typedef struct
{
  double step;
  double first;
  guint  n_ticks;
  guint  digits;
} WbTicks;

WbTicks wb_ticks_find     (double         lowest,
                           double         highest,
                           guint          max_ticks);
double  wb_ticks_get      (const WbTicks *self,
                           guint          position);
double  wb_ticks_get_low  (const WbTicks *self);
double  wb_ticks_get_high (const WbTicks *self);

G_END_DECLS
