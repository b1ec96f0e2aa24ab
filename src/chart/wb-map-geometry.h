/* wb-map-geometry.h: the shapes of a map, in pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "geo/wb-projection.h"
#include "layout/wb-chart-private.h"

G_BEGIN_DECLS

/**
 * WbMapPoint:
 * @x: logical pixels of the frame, in left-to-right coordinates
 * @y: logical pixels
 */
typedef struct
{
  double x, y;
} WbMapPoint;

/* The extent of a projected map, in radii of the globe. */
typedef struct
{
  double left, right, bottom, top;
} WbMapBounds;

/**
 * WbMapRing:
 * @first: its first point among those of the map
 * @n_points: their number, at least 3
 */
typedef struct
{
  guint first;
  guint n_points;
} WbMapRing;

/**
 * WbMapRegion:
 * @geo: the region of the map
 * @first_ring: its first ring
 * @n_rings: their number; 0 if the region is too small to be visible
 * @box: its bounding box
 * @middle: a point well inside
 * @n_places: the number of places in it
 */
typedef struct
{
  const WbGeoRegion *geo;
  guint              first_ring;
  guint              n_rings;
  WbBox              box;
  WbMapPoint         middle;
  guint              n_places;
} WbMapRegion;

/**
 * WbMapDot:
 * @group: the group of its place
 * @place: the index of the place in the group
 * @at: its middle
 * @radius: its size, by the value of the place
 * @n_here: the number of places at this point
 */
typedef struct
{
  guint      group;
  guint      place;
  WbMapPoint at;
  double     radius;
  guint      n_here;
} WbMapDot;

/**
 * WbMapDetails:
 * @geo: the map
 * @projection: its projection
 * @scale: logical pixels per radius of the globe
 * @x: the x of the central meridian, in coordinates of the frame
 * @y: the y of the origin of the projection
 * @in_english: whether regions have their English names
 * @heading: (nullable): the title of a map other than the default
 * @groups: (array length=n_groups): the places, as in the dataset
 * @n_groups: their number
 * @n_places: the number of places, visible or not
 * @points: (element-type WbMapPoint): the points of all rings
 * @rings: (element-type WbMapRing): the rings of all regions
 * @regions: (element-type WbMapRegion): in the order of the map, without insets
 * @ground: the shape of all regions
 * @borders: the lines between them
 * @legend: the area of the legend
 * @drawing: (nullable): the region that is shown as an inset
 * @inset_bounds: its area, in radii of the globe
 * @inset: (nullable): its shape
 * @inset_frame: the frame around it
 * @dots: (element-type WbMapDot): one for each mark, in the same order
 * @radius: the radius of a dot without a value
 * @badges: (element-type WbBox): the areas of numbers of places at one point
 * @n_outside: the number of places that are not on the map
 * @n_nowhere: the number of places without a position
 * @n_beyond: the number of places beyond %WB_MAP_MAX_PLACES
 * @footer: the height of the line about these, in logical pixels
 * @motion: (element-type WbBox): the areas of ripples, in coordinates of the frame
 *
 * The details of a map layout. Paths are created with the layout, not when they
 * are drawn.
 */
typedef struct
{
  WbGeo              *geo;
  WbProjection        projection;
  double              scale;
  double              x, y;
  gboolean            in_english;
  char               *heading;
  const WbPlaceGroup *groups;
  guint               n_groups;
  guint               n_places;
  GArray             *points;
  GArray             *rings;
  GArray             *regions;
  cairo_path_t       *ground;
  cairo_path_t       *borders;
  WbBox               legend;
  const WbGeoRegion  *drawing;
  WbMapBounds         inset_bounds;
  cairo_path_t       *inset;
  WbBox               inset_frame;
  GArray             *dots;
  double              radius;
  GArray             *badges;
  guint               n_outside;
  guint               n_nowhere;
  guint               n_beyond;
  double              footer;
  GArray             *motion;
} WbMapDetails;

double             wb_map_get_border  (const WbChartLayout *self);
double             wb_map_get_outline (const WbChartLayout *self);
const WbMapRegion *wb_map_get_region  (const WbMapDetails  *details,
                                       guint                position);
gboolean           wb_map_is_inside   (const WbMapDetails  *details,
                                       const WbMapRegion   *region,
                                       double               x,
                                       double               y);
int                wb_map_find_region (const WbMapDetails  *details,
                                       double               x,
                                       double               y,
                                       double               slack);
int                wb_map_find_middle (const WbMapDetails  *details,
                                       double               x,
                                       double               y,
                                       double               reach,
                                       double               largest);
void               wb_map_add_region  (const WbMapDetails  *details,
                                       const WbMapRegion   *region,
                                       cairo_t             *cr);
const char        *wb_map_get_name    (const WbMapDetails  *details,
                                       const WbGeoRegion   *region);

G_END_DECLS
