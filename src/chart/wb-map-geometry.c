/* wb-map-geometry.c: the shapes of a map, in pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-map-geometry.h"

#include <math.h>

/* Widths of lines, in em of a label. */
#define BORDER  0.045
#define OUTLINE 0.075

static double
get_line_width (const WbChartLayout *self,
                double               em)
{
  return CLAMP (self->size * em, 0.6, 4);
}

/* Gets the width of the line between two regions, in logical pixels. */
double
wb_map_get_border (const WbChartLayout *self)
{
  return get_line_width (self, BORDER);
}

/* Gets the width of the line around a highlighted region, in logical pixels. */
double
wb_map_get_outline (const WbChartLayout *self)
{
  return get_line_width (self, OUTLINE);
}

const WbMapRegion *
wb_map_get_region (const WbMapDetails *details,
                   guint               position)
{
  return &g_array_index (details->regions, WbMapRegion, position);
}

/* Checks whether a point is in a region: a ray from it crosses rings an odd number of times. */
gboolean
wb_map_is_inside (const WbMapDetails *details,
                  const WbMapRegion  *region,
                  double              x,
                  double              y)
{
  gboolean inside = FALSE;

  if (!wb_box_contains (region->box, x, y))
    return FALSE;

  for (guint i = region->first_ring; i < region->first_ring + region->n_rings; i++)
    {
      const WbMapRing *ring = &g_array_index (details->rings, WbMapRing, i);
      const WbMapPoint *points = &g_array_index (details->points, WbMapPoint, ring->first);

      for (guint j = 0, k = ring->n_points - 1; j < ring->n_points; k = j++)
        if ((points[j].y > y) != (points[k].y > y) &&
            x < points[j].x + (y - points[j].y) / (points[k].y - points[j].y) * (points[k].x - points[j].x))
          inside = !inside;
    }

  return inside;
}

/* Finds the region at a point, or otherwise one within @slack pixels of it; -1 for none. */
int
wb_map_find_region (const WbMapDetails *details,
                    double              x,
                    double              y,
                    double              slack)
{
  for (guint i = 0; i < details->regions->len; i++)
    if (wb_map_is_inside (details, wb_map_get_region (details, i), x, y))
      return i;

  for (guint i = 0; slack > 0 && i < 24; i++)
    {
      double away = slack * (i / 8 + 1) / 3;
      int region = wb_map_find_region (details, x + away * cos (i * G_PI_4), y + away * sin (i * G_PI_4), 0);

      if (region >= 0)
        return region;
    }

  return -1;
}

/* Finds the region with the nearest middle, at most @reach pixels away, among those smaller than @largest; -1
 * for none. */
int
wb_map_find_middle (const WbMapDetails *details,
                    double              x,
                    double              y,
                    double              reach,
                    double              largest)
{
  double nearest = reach;
  int found = -1;

  for (guint i = 0; i < details->regions->len; i++)
    {
      const WbMapRegion *region = wb_map_get_region (details, i);
      double away = hypot (region->middle.x - x, region->middle.y - y);

      if (region->box.width >= largest || region->box.height >= largest || away >= nearest)
        continue;
      nearest = away;
      found = i;
    }

  return found;
}

/* Adds the shape of a region to the path. */
void
wb_map_add_region (const WbMapDetails *details,
                   const WbMapRegion  *region,
                   cairo_t            *cr)
{
  for (guint i = region->first_ring; i < region->first_ring + region->n_rings; i++)
    {
      const WbMapRing *ring = &g_array_index (details->rings, WbMapRing, i);

      cairo_new_sub_path (cr);
      for (guint j = ring->first; j < ring->first + ring->n_points; j++)
        cairo_line_to (cr, g_array_index (details->points, WbMapPoint, j).x,
                       g_array_index (details->points, WbMapPoint, j).y);
      cairo_close_path (cr);
    }
}

const char *
wb_map_get_name (const WbMapDetails *details,
                 const WbGeoRegion  *region)
{
  return details->in_english && region->name_en != NULL ? region->name_en : region->name;
}
