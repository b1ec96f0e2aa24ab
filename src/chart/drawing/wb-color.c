/* wb-color.c: arithmetic of colours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-color.h"

#include <math.h>

/* Converts a channel of sRGB to linear light (IEC 61966-2-1). */
static double
to_light (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

/**
 * wb_color_mix:
 * @one: a colour
 * @other: another
 * @share: of @other, 0 to 1
 *
 * Mixes two colours, alpha included.
 *
 * Returns: the mixture
 */
WbColor
wb_color_mix (WbColor one,
              WbColor other,
              double  share)
{
  return (WbColor) {
    one.red + (other.red - one.red) * share,
    one.green + (other.green - one.green) * share,
    one.blue + (other.blue - one.blue) * share,
    one.alpha + (other.alpha - one.alpha) * share,
  };
}

/**
 * wb_color_add:
 * @sum: the sum so far, initially all zeros
 * @color: another
 * @share: how much of @color
 *
 * Adds a share of a colour, to mix several colours; the shares must add up to
 * 1.
 *
 * Returns: the sum
 */
WbColor
wb_color_add (WbColor sum,
              WbColor color,
              double  share)
{
  return (WbColor) {
    sum.red + color.red * share,
    sum.green + color.green * share,
    sum.blue + color.blue * share,
    sum.alpha + color.alpha * share,
  };
}

WbColor
wb_color_fade (WbColor color,
               double  alpha)
{
  color.alpha *= alpha;

  return color;
}

/**
 * wb_color_turn:
 * @color: a colour
 * @degrees: the rotation of the hue
 *
 * Rotates the hue of a colour, and keeps its brightness about the same, with
 * the matrix of the SVG filter `feColorMatrix type="hueRotate"`.
 *
 * Returns: the new colour
 */
WbColor
wb_color_turn (WbColor color,
               double  degrees)
{
  double c = cos (degrees * G_PI / 180);
  double s = sin (degrees * G_PI / 180);
  double r = color.red;
  double g = color.green;
  double b = color.blue;

  color.red = (0.213 + c * 0.787 - s * 0.213) * r + (0.715 - c * 0.715 - s * 0.715) * g +
              (0.072 - c * 0.072 + s * 0.928) * b;
  color.green = (0.213 - c * 0.213 + s * 0.143) * r + (0.715 + c * 0.285 + s * 0.140) * g +
                (0.072 - c * 0.072 - s * 0.283) * b;
  color.blue = (0.213 - c * 0.213 - s * 0.787) * r + (0.715 - c * 0.715 + s * 0.715) * g +
               (0.072 + c * 0.928 + s * 0.072) * b;
  color.red = CLAMP (color.red, 0, 1);
  color.green = CLAMP (color.green, 0, 1);
  color.blue = CLAMP (color.blue, 0, 1);

  return color;
}

/**
 * wb_color_get_luminance:
 * @color: a colour; its alpha is ignored
 *
 * Computes the relative luminance of WCAG 2.
 *
 * Returns: 0 for black to 1 for white
 */
double
wb_color_get_luminance (WbColor color)
{
  return 0.2126 * to_light (color.red) + 0.7152 * to_light (color.green) + 0.0722 * to_light (color.blue);
}

void
wb_color_use (WbColor  color,
              cairo_t *cr)
{
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
}

void
wb_color_add_stop (WbColor          color,
                   cairo_pattern_t *pattern,
                   double           offset)
{
  cairo_pattern_add_color_stop_rgba (pattern, offset, color.red, color.green, color.blue, color.alpha);
}
