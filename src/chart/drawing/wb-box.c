/* wb-box.c: arithmetic of boxes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-box.h"

#include <math.h>

/* Tolerance for rounding errors: an invisible thousandth of a pixel. */
#define SLACK 0.001

WbBox
wb_box_union (WbBox one,
              WbBox other)
{
  double left = MIN (one.x, other.x);
  double top = MIN (one.y, other.y);
  double right = MAX (one.x + one.width, other.x + other.width);
  double bottom = MAX (one.y + one.height, other.y + other.height);

  return (WbBox) { left, top, right - left, bottom - top };
}

/**
 * wb_box_grow:
 * @box: a box
 * @by: logical pixels on each side; negative shrinks, down to nothing
 *
 * Makes a box larger around its middle.
 *
 * Returns: the larger box
 */
WbBox
wb_box_grow (WbBox  box,
             double by)
{
  double x = MAX (by, -box.width / 2);
  double y = MAX (by, -box.height / 2);

  return (WbBox) { box.x - x, box.y - y, box.width + 2 * x, box.height + 2 * y };
}

/**
 * wb_box_round_out:
 * @box: a box
 * @scale: device pixels to a logical one
 *
 * Grows a box by a device pixel or more on each side, to the next device pixel
 * boundaries. Clipping to such a box is cheap; any other clip becomes a mask
 * for all painting.
 *
 * Returns: the larger box
 */
WbBox
wb_box_round_out (WbBox  box,
                  double scale)
{
  double left = floor (box.x * scale - 1) / scale;
  double top = floor (box.y * scale - 1) / scale;
  double right = ceil ((box.x + box.width) * scale + 1) / scale;
  double bottom = ceil ((box.y + box.height) * scale + 1) / scale;

  return (WbBox) { left, top, right - left, bottom - top };
}

WbBox
wb_box_mirror (WbBox  box,
               double width)
{
  return (WbBox) { width - box.x - box.width, box.y, box.width, box.height };
}

/**
 * wb_box_clip:
 * @box: a box
 * @width: of the frame, in logical pixels
 * @height: of the frame, in logical pixels
 *
 * Cuts off the part of a box outside of a frame.
 *
 * Returns: the rest, which may be empty but lies within the frame
 */
WbBox
wb_box_clip (WbBox  box,
             double width,
             double height)
{
  double left = CLAMP (box.x, 0, width);
  double top = CLAMP (box.y, 0, height);
  double right = CLAMP (box.x + box.width, left, width);
  double bottom = CLAMP (box.y + box.height, top, height);

  return (WbBox) { left, top, right - left, bottom - top };
}

/**
 * wb_box_contains:
 * @box: a box
 * @x: across
 * @y: down
 *
 * Checks whether a point lies in a box or on its edge.
 *
 * Returns: %TRUE if so
 */
gboolean
wb_box_contains (WbBox  box,
                 double x,
                 double y)
{
  return x >= box.x - SLACK && x <= box.x + box.width + SLACK &&
         y >= box.y - SLACK && y <= box.y + box.height + SLACK;
}

gboolean
wb_box_is_inside (WbBox  box,
                  double width,
                  double height)
{
  return box.x >= -SLACK && box.x + box.width <= width + SLACK &&
         box.y >= -SLACK && box.y + box.height <= height + SLACK;
}

/**
 * wb_box_intersects:
 * @one: a box
 * @other: another
 *
 * Checks whether two boxes overlap; touching does not count.
 *
 * Returns: %TRUE if so
 */
gboolean
wb_box_intersects (WbBox one,
                   WbBox other)
{
  return one.x + one.width > other.x + SLACK && other.x + other.width > one.x + SLACK &&
         one.y + one.height > other.y + SLACK && other.y + other.height > one.y + SLACK;
}
