/* wb-scale.c: maps values to positions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-scale.h"

#include <math.h>

/**
 * wb_scale_map:
 * @self: a linear scale
 * @value: a value
 *
 * Maps a value to a position. A value beyond the scale is mapped to its end,
 * and NaN to its start, so that nothing is drawn outside of a plot.
 *
 * Returns: the position, in logical pixels
 */
double
wb_scale_map (const WbScale *self,
              double         value)
{
  /* Halved, since the difference of two doubles may overflow. */
  double share = (value / 2 - self->low / 2) / (self->high / 2 - self->low / 2);

  if (!(share > 0))
    return self->start;
  if (share >= 1)
    return self->end;

  return self->start + share * (self->end - self->start);
}

double
wb_bands_get_width (const WbBands *self)
{
  return self->length / MAX (self->n_bands, 1);
}

double
wb_bands_get_middle (const WbBands *self,
                     guint          band)
{
  return self->start + (band + 0.5) * wb_bands_get_width (self);
}

/**
 * wb_bands_find:
 * @self: a scale of bands, one at least
 * @place: a position, in logical pixels
 *
 * Finds the band at a position, or the nearest one.
 *
 * Returns: the band
 */
guint
wb_bands_find (const WbBands *self,
               double         place)
{
  double band = floor ((place - self->start) / wb_bands_get_width (self));

  if (!(band > 0))
    return 0;

  return MIN (band, MAX (self->n_bands, 1) - 1);
}
