/* wb-viewing.c: the size of text that can be read from a distance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-viewing.h"

#include <math.h>

/* How high capitals must appear, in minutes of arc: ISO 9241-303 recommends 16 to 22 for reading. */
#define LEAST_ARC 16.0

/* A minute of arc in radians, and the height of capitals relative to the size of their font. */
#define MINUTE   0.000291
#define CAPITALS 0.70

/**
 * wb_viewing_parse_length:
 * @text: a length with its unit: m, cm, mm, in or ft, such as `5m` or `5.5 m`
 * @ret_millimetres: (out): the length
 *
 * Reads a length, with a decimal point in every locale.
 *
 * Returns: %FALSE if it is none, or no distance or size of a screen
 */
gboolean
wb_viewing_parse_length (const char *text,
                         double     *ret_millimetres)
{
  static const struct
  {
    const char *name;
    double      millimetres;
  } units[] = {
    { "m", 1000 }, { "cm", 10 }, { "mm", 1 }, { "in", 25.4 }, { "ft", 304.8 },
  };
  char *end;
  double number;

  g_return_val_if_fail (text != NULL, FALSE);

  /* Else “infinity” and hexadecimal digits would be numbers. */
  if (!g_ascii_isdigit (*text) || g_ascii_tolower (text[1]) == 'x')
    return FALSE;

  number = g_ascii_strtod (text, &end);
  while (*end == ' ')
    end++;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      double length = number * units[i].millimetres;

      if (!g_str_equal (end, units[i].name))
        continue;
      if (!(length >= WB_VIEWING_MIN_LENGTH && length <= WB_VIEWING_MAX_LENGTH))
        return FALSE;
      *ret_millimetres = length;
      return TRUE;
    }

  return FALSE;
}

/**
 * wb_viewing_get_text_size:
 * @distance: from the eye to the screen, in millimetres
 * @diagonal: of the screen, in millimetres
 * @width: of the screen, in logical pixels
 * @height: of the screen, in logical pixels
 *
 * Computes the least size of a font whose capitals appear 16 minutes of arc
 * high: 16′ · 0.000291 · distance / (0.70 · height of a pixel). Pixels are
 * squares.
 *
 * Returns: the size in whole logical pixels
 */
double
wb_viewing_get_text_size (double distance,
                          double diagonal,
                          double width,
                          double height)
{
  double pixel = diagonal / hypot (width, height);

  g_return_val_if_fail (distance > 0 && pixel > 0 && isfinite (pixel), 0);

  return ceil (LEAST_ARC * MINUTE * distance / (CAPITALS * pixel));
}
