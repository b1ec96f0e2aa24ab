/* wb-geo-private.h: the parts of a map and of its reader
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "json/wb-reader.h"
#include "wb-geo.h"

G_BEGIN_DECLS

/*
 *   WbGeo ── regions ──▶ a run of rings ──▶ a run of points
 *      └──── strings: their names
 *
 * Three flat arrays, so that a map of 30,000 points needs only three blocks of memory. */
struct _WbGeo
{
  gatomicrefcount  ref_count;
  GStringChunk    *strings;
  GArray          *regions;
  GArray          *rings;
  GArray          *points;
  WbGeoExtent      extent;
};

/* The units of coordinates: degrees, or those of a drawing in a corner of the map. */
typedef enum
{
  WB_GEO_GLOBE,
  WB_GEO_DRAWING,
} WbGeoPlane;

gboolean    wb_geo_read_root       (WbGeo            *self,
                                    WbReader         *reader,
                                    JsonNode         *node);
gboolean    wb_geo_read_position   (WbReader         *reader,
                                    JsonNode         *node,
                                    WbGeoPlane        plane,
                                    WbGeoPoint       *ret_point);
gboolean    wb_geo_read_properties (WbGeo            *self,
                                    WbReader         *reader,
                                    JsonNode         *node,
                                    WbGeoRegion      *region);
gboolean    wb_geo_read_encoded    (GArray           *points,
                                    WbReader         *reader,
                                    const char       *text,
                                    JsonNode         *offset,
                                    double            scale);
WbGeoExtent wb_geo_find_extent     (WbGeo            *self);
void        wb_geo_unwrap          (WbGeoPoint       *points,
                                    guint             n_points);
void        wb_geo_close_pole      (GArray           *points,
                                    guint             first);
double      wb_geo_get_ring_area   (const WbGeoPoint *points,
                                    guint             n_points);

G_END_DECLS
