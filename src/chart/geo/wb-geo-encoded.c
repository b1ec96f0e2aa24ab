/* wb-geo-encoded.c: the encoded rings of maps for ECharts
 *
 * Such a map has “"UTF8Encoding": true”. A ring is a string of pairs of UTF-16 units: the steps in longitude
 * and latitude from the point before, zigzag coded, plus 64, in parts of a degree. The point before the first
 * one is the ring's entry of “encodeOffsets” (ECharts, src/coord/geo/parseGeoJson.ts).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-geo-private.h"

#include <math.h>

#define BASE 64

/* The two coordinates of a position. */
#define N_AXES 2

static const double limits[N_AXES] = { 360, 90 };

/* The state of a ring: its first point, which coordinate is next, and both of the last point. */
typedef struct
{
  WbReader *reader;
  GArray   *points;
  guint     first;
  double    scale;
  double    at[N_AXES];
  guint     axis;
} Decoder;

static gboolean
add_unit (Decoder *self,
          guint    unit)
{
  guint axis = self->axis;

  if (unit < BASE)
    return wb_reader_fail (self->reader, "an encoded ring has a character below “@”");

  /* Zigzag: 0, -1, 1, -2, 2 … */
  int step = (unit - BASE) / 2;
  self->at[axis] += (unit - BASE) % 2 == 0 ? step : -step - 1;
  self->axis = (axis + 1) % N_AXES;

  double degrees = self->at[axis] / self->scale;
  if (!(fabs (degrees) <= limits[axis]))
    return wb_reader_fail (self->reader, "position %u of the encoded ring is outside of the globe: its "
                           "“encodeOffsets” belong to another ring", self->points->len - self->first);
  if (self->axis != 0)
    return TRUE;
  if (self->points->len == WB_GEO_MAX_POINTS)
    return wb_reader_fail (self->reader, "the map has more than %d points", WB_GEO_MAX_POINTS);

  g_array_append_val (self->points, ((WbGeoPoint) { self->at[0] / self->scale, degrees }));

  return TRUE;
}

static gboolean
read_offset (WbReader *reader,
             JsonNode *offset,
             double   *at)
{
  JsonArray *array = offset != NULL && JSON_NODE_HOLDS_ARRAY (offset) ? json_node_get_array (offset) : NULL;

  if (array == NULL || json_array_get_length (array) != N_AXES)
    return wb_reader_fail (reader, "an encoded ring needs two numbers in “encodeOffsets”");

  for (guint i = 0; i < N_AXES; i++)
    if (!wb_reader_get_number (reader, json_array_get_element (array, i), &at[i]))
      return FALSE;

  return TRUE;
}

/* Appends the positions of an encoded ring, in degrees. */
gboolean
wb_geo_read_encoded (GArray     *points,
                     WbReader   *reader,
                     const char *text,
                     JsonNode   *offset,
                     double      scale)
{
  Decoder decoder = { .reader = reader, .points = points, .first = points->len, .scale = scale };

  if (!read_offset (reader, offset, decoder.at))
    return FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (character >= 0x10000)
        {
          /* Two units of UTF-16 */
          if (!add_unit (&decoder, 0xd800 + ((character - 0x10000) >> 10)))
            return FALSE;
          character = 0xdc00 + (character & 0x3ff);
        }
      if (!add_unit (&decoder, character))
        return FALSE;
    }

  if (decoder.axis != 0)
    return wb_reader_fail (reader, "an encoded ring needs an even number of characters");

  return TRUE;
}
