/* wb-smooth.c: a monotone curve through points
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-smooth.h"

#include <math.h>

/**
 * wb_smooth_tangents:
 * @values: (array length=n_values): points at distance 1 from each other
 * @n_values: their number
 * @ret_tangents: (array length=n_values): the slope of the curve at each
 *
 * Computes the slopes of a monotone cubic curve: between two points it stays
 * within the range of their values. Method: Fritsch and Carlson, “Monotone
 * Piecewise Cubic Interpolation”, SIAM J. Numer. Anal. 17 (1980).
 *
 * The curve is linear in values and slopes. So the slopes of a stack are the
 * sums of the slopes of its series, and the area between two levels is the
 * curve of one series, which is not negative where its values are not.
 */
void
wb_smooth_tangents (const double *values,
                    guint         n_values,
                    double       *ret_tangents)
{
  g_return_if_fail (n_values == 0 || (values != NULL && ret_tangents != NULL));

  if (n_values == 0)
    return;
  if (n_values == 1)
    {
      ret_tangents[0] = 0;
      return;
    }

  ret_tangents[0] = values[1] - values[0];
  ret_tangents[n_values - 1] = values[n_values - 1] - values[n_values - 2];
  for (guint i = 1; i + 1 < n_values; i++)
    {
      double before = values[i] - values[i - 1];
      double after = values[i + 1] - values[i];

      ret_tangents[i] = (before > 0) == (after > 0) ? before / 2 + after / 2 : 0;
    }

  for (guint i = 0; i + 1 < n_values; i++)
    {
      double rise = values[i + 1] - values[i];

      if (rise == 0)
        {
          ret_tangents[i] = 0;
          ret_tangents[i + 1] = 0;
          continue;
        }

      double alpha = ret_tangents[i] / rise;
      double beta = ret_tangents[i + 1] / rise;
      double length = hypot (alpha, beta);
      if (length > 3)
        {
          ret_tangents[i] = 3 * (alpha / length) * rise;
          ret_tangents[i + 1] = 3 * (beta / length) * rise;
        }
    }
}
