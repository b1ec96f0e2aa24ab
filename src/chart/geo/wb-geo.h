/* wb-geo.h: a map, read from GeoJSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The limits of a map, far beyond what a screen can show. */
#define WB_GEO_MAX_BYTES   (64 * 1024 * 1024)
#define WB_GEO_MAX_REGIONS 20000
#define WB_GEO_MAX_RINGS   100000
#define WB_GEO_MAX_POINTS  1000000

/**
 * WbGeoPoint:
 * @longitude: degrees east
 * @latitude: degrees north
 */
typedef struct
{
  double longitude;
  double latitude;
} WbGeoPoint;

/**
 * WbGeoRing:
 * @first: its first point among those of the map
 * @n_points: their number; the first one is not repeated at the end
 * @is_hole: whether it is a hole in the last outer ring before it
 *
 * A closed line. Where it crosses the antimeridian, its longitudes continue
 * beyond 180° or below -180°.
 */
typedef struct
{
  guint    first;
  guint    n_points;
  gboolean is_hole;
} WbGeoRing;

/**
 * WbGeoRegion:
 * @name: its name, may be empty
 * @name_en: (nullable): its English name
 * @map: (nullable): the name of its own map
 * @adcode: its number among China's administrative divisions (GB/T 2260), 0 if unknown
 * @has_center: whether @center is known
 * @center: the position for a label
 * @inset_width: 0, or the width of a drawing, whose points are not in degrees
 * @inset_height: the height of the drawing
 * @first_ring: its first ring among those of the map
 * @n_rings: their number, at least 1
 *
 * A country, a province, a district.
 */
typedef struct
{
  const char *name;
  const char *name_en;
  const char *map;
  guint       adcode;
  gboolean    has_center;
  WbGeoPoint  center;
  double      inset_width;
  double      inset_height;
  guint       first_ring;
  guint       n_rings;
} WbGeoRegion;

/**
 * WbGeoExtent:
 * @west: degrees; -180 to 180
 * @east: degrees; @west to @west + 360
 * @south: degrees
 * @north: degrees
 *
 * The extent of a map.
 */
typedef struct
{
  double west, east, south, north;
} WbGeoExtent;

/**
 * WbGeo:
 *
 * A map: an immutable, reference-counted value that may be used from any
 * thread.
 */
typedef struct _WbGeo WbGeo;

#define WB_TYPE_GEO (wb_geo_get_type ())
GType              wb_geo_get_type    (void) G_GNUC_CONST;

WbGeo             *wb_geo_parse       (const char  *name,
                                       const char  *json,
                                       gsize        length,
                                       GError     **error);
WbGeo             *wb_geo_ref         (WbGeo       *self);
void               wb_geo_unref       (WbGeo       *self);

const WbGeoRegion *wb_geo_get_regions (WbGeo       *self,
                                       guint       *ret_n_regions);
const WbGeoRing   *wb_geo_get_rings   (WbGeo       *self,
                                       guint       *ret_n_rings);
const WbGeoPoint  *wb_geo_get_points  (WbGeo       *self,
                                       guint       *ret_n_points);
WbGeoExtent        wb_geo_get_extent  (WbGeo       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbGeo, wb_geo_unref)

G_END_DECLS
