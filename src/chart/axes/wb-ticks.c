/* wb-ticks.c: round numbers along an axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-ticks.h"

#include <math.h>

/* Tolerance for rounding errors, relative to a step. */
#define SLACK 1e-9

/* The narrowest range that can be divided without underflow. */
#define MIN_SPAN 1e-290

/* The next of 1, 2, 5, 10, 20, 50, … */
static double
next_step (double  step,
           int    *digit)
{
  static const double factors[] = { 2, 2.5, 2 };
  double next = step * factors[*digit];

  *digit = (*digit + 1) % 3;

  return next;
}

/* Computes the first tick of a step, and returns the number of steps. */
static double
count_steps (double  lowest,
             double  highest,
             double  step,
             double *ret_first)
{
  *ret_first = floor (lowest / step + SLACK);

  return ceil (highest / step - SLACK) - *ret_first;
}

/**
 * wb_ticks_find:
 * @lowest: the lowest value to show
 * @highest: the highest value to show
 * @max_ticks: the number of ticks that fit, at least 2
 *
 * Finds ticks that enclose a range and zero, with the smallest step of 1, 2 or
 * 5 times a power of ten for which they are few enough. A range that is empty
 * or NaN is replaced by 0 to 1.
 *
 * Returns: the ticks
 */
WbTicks
wb_ticks_find (double lowest,
               double highest,
               guint  max_ticks)
{
  if (!isfinite (lowest) || !isfinite (highest) || lowest > highest)
    lowest = highest = 0;

  lowest = MIN (lowest, 0);
  highest = MAX (highest, 0);
  if (highest - lowest < MIN_SPAN)
    {
      lowest = 0;
      highest = 1;
    }

  /* With zero inside the range, both ends are rounded outwards, which needs one tick more. */
  double max_steps = MAX (max_ticks, lowest < 0 && highest > 0 ? 3 : 2) - 1;
  double step = pow (10, floor (log10 (highest / max_steps - lowest / max_steps)));
  int digit = 0;
  double first;
  double n_steps = count_steps (lowest, highest, step, &first);
  while (n_steps > max_steps)
    {
      step = next_step (step, &digit);
      n_steps = count_steps (lowest, highest, step, &first);
    }

  return (WbTicks) {
    .step = step,
    .first = first,
    .n_ticks = MAX (n_steps, 1) + 1,
    .digits = MAX (0, -floor (log10 (step) + SLACK)),
  };
}

/**
 * wb_ticks_get:
 * @self: ticks
 * @position: the index of the tick, 0 for the lowest
 *
 * Gets the value of a tick. It is computed as a product, not a sum, so that
 * errors do not add up, and zero is exact.
 *
 * Returns: the value
 */
double
wb_ticks_get (const WbTicks *self,
              guint          position)
{
  double steps = self->first + position;

  return steps == 0 ? 0 : steps * self->step;
}

double
wb_ticks_get_low (const WbTicks *self)
{
  return wb_ticks_get (self, 0);
}

double
wb_ticks_get_high (const WbTicks *self)
{
  return wb_ticks_get (self, self->n_ticks - 1);
}
