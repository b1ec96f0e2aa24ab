/* wb-scale.h: maps values to positions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbScale:
 * @low: the value at @start
 * @high: the value at @end
 * @start: the position of @low, in logical pixels
 * @end: the position of @high; less than @start for an axis that points up
 *
 * A linear scale.
 */
typedef struct
{
  double low, high;
  double start, end;
} WbScale;

/**
 * WbBands:
 * @start: the edge of the first band, in logical pixels
 * @length: of all bands together
 * @n_bands: their number
 *
 * A scale of equal bands, one for each item.
 */
typedef struct
{
  double start, length;
  guint  n_bands;
} WbBands;

double wb_scale_map        (const WbScale *self,
                            double         value);
double wb_bands_get_width  (const WbBands *self);
double wb_bands_get_middle (const WbBands *self,
                            guint          band);
guint  wb_bands_find       (const WbBands *self,
                            double         place);

G_END_DECLS
