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

/* What a map covers once it is laid flat, in radii of the globe. */
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
 * @n_rings: their number; 0 for one that is too small to see
 * @box: what it covers
 * @middle: a place well inside
 * @n_places: how many places are in it
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
 * @place: its place in the group
 * @at: its middle
 */
typedef struct
{
  guint      group;
  guint      place;
  WbMapPoint at;
} WbMapDot;

/**
 * WbMapDetails:
 * @geo: the map
 * @projection: how it is laid flat
 * @scale: logical pixels a radius of the globe
 * @x: where the middle meridian is, across, as it appears
 * @y: where the origin of the projection is, down
 * @in_english: whether regions have their English names
 * @heading: (nullable): what the map is of, where it is not the default one
 * @groups: (array length=n_groups): the places as they came
 * @n_groups: their number
 * @n_places: how many places there are, shown or not
 * @points: (element-type WbMapPoint): of all rings
 * @rings: (element-type WbMapRing): of all regions
 * @regions: (element-type WbMapRegion): in the order of the map, without drawings
 * @ground: the shape of all regions
 * @borders: their lines
 * @legend: what the legend covers
 * @drawing: (nullable): a drawing that goes into the corner
 * @inset_bounds: where it goes, in radii of the globe
 * @inset: (nullable): its shape
 * @inset_frame: around it
 * @dots: (element-type WbMapDot): one a mark, in the same order
 * @radius: of a dot
 * @motion: (element-type WbBox): what ripples, as it appears
 *
 * What the chart knows besides marks and labels. Paths are made here, once a
 * size, and not when they are drawn.
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
