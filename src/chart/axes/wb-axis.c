/* wb-axis.c: the numbers of an axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-axis.h"

#include <math.h>

#include "drawing/wb-number.h"

/* From this on the numbers of an axis are compact, such as 1.5M. */
#define LONG 1e6

/**
 * wb_axis_shape:
 * @ticks: the ticks of an axis
 * @text: shapes text
 * @room: the width for the numbers; 0 for compact ones in any case
 * @ret_width: (out): the width of the widest, which may be more than @room
 *
 * Shapes the numbers of an axis, all in the same form: compact if the largest is
 * a million or more, or if they have no room.
 *
 * Returns: (transfer full) (element-type PangoLayout): a text for each tick
 */
GPtrArray *
wb_axis_shape (const WbTicks *ticks,
               const WbText  *text,
               double         room,
               double        *ret_width)
{
  GPtrArray *shapes = g_ptr_array_new_with_free_func (g_object_unref);
  double largest = MAX (fabs (wb_ticks_get_low (ticks)), fabs (wb_ticks_get_high (ticks)));

  for (guint form = largest >= LONG ? 1 : 0; form < 2; form++)
    {
      g_ptr_array_set_size (shapes, 0);
      *ret_width = 0;
      for (guint i = 0; i < ticks->n_ticks; i++)
        {
          double value = wb_ticks_get (ticks, i);
          g_autofree char *string = form == 0 ? wb_number_format_fixed (value, ticks->digits)
                                              : wb_number_format_tick (value, largest);
          PangoLayout *shape = wb_text_shape (text, string, WB_AXIS_SCALE, WB_TEXT_NUMBER, G_MAXINT16);

          g_ptr_array_add (shapes, shape);
          *ret_width = MAX (*ret_width, wb_text_get_width (shape));
        }
      if (*ret_width <= room)
        break;
    }

  return shapes;
}
