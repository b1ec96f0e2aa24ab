/* wb-chart-style.c: how a board wants a chart to be drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-style.h"

gboolean
wb_chart_style_equal (const WbChartStyle *self,
                      const WbChartStyle *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (self->bridged != other->bridged || self->common_scale != other->common_scale ||
      self->has_limits != other->has_limits || self->n_limits != other->n_limits)
    return FALSE;

  for (guint i = 0; i < self->n_limits; i++)
    if (self->limits[i] != other->limits[i])
      return FALSE;

  return TRUE;
}
