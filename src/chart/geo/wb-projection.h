/* wb-projection.h: from the globe to a plane
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-geo.h"

G_BEGIN_DECLS

/**
 * WbProjectionKind:
 * @WB_PROJECTION_CONIC: Albers' conic, for a country in middle latitudes
 * @WB_PROJECTION_CYLINDRIC: what Albers' conic becomes when its parallels are on both sides of the
 *   equator
 * @WB_PROJECTION_WORLD: Equal Earth, for more than half of the globe
 *
 * A map projection. All of them preserve areas.
 */
typedef enum
{
  WB_PROJECTION_CONIC,
  WB_PROJECTION_CYLINDRIC,
  WB_PROJECTION_WORLD,
} WbProjectionKind;

/**
 * WbProjection:
 * @kind: the projection
 * @meridian: the central meridian, in degrees
 * @n: for a cone, its constant; for a cylinder, the cosine of its standard parallel
 * @c: for a cone, Snyder's C
 * @rho: for a cone, the distance of the origin from its apex
 */
typedef struct
{
  WbProjectionKind kind;
  double           meridian;
  double           n;
  double           c;
  double           rho;
} WbProjection;

WbProjection wb_projection_choose  (WbGeoExtent         extent);
double       wb_projection_wrap    (const WbProjection *self,
                                    double              longitude);
void         wb_projection_forward (const WbProjection *self,
                                    WbGeoPoint          point,
                                    double             *ret_x,
                                    double             *ret_y);

G_END_DECLS
