/* wb-projection.h: from the globe to a plane, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-geo.h"

G_BEGIN_DECLS

/**
 * WbProjectionKind:
 * @WB_PROJECTION_CONIC: Albers' conic, for a country in middle latitudes
 * @WB_PROJECTION_CYLINDRIC: what Albers' conic becomes when its parallels are on both sides of the equator
 * @WB_PROJECTION_WORLD: Equal Earth, for more than half of the globe
 *
 * How the globe is laid flat. All of them keep areas: a province that looks
 * twice as large is twice as large.
 */
typedef enum
{
  WB_PROJECTION_CONIC,
  WB_PROJECTION_CYLINDRIC,
  WB_PROJECTION_WORLD,
} WbProjectionKind;

/**
 * WbProjection:
 * @kind: how
 * @meridian: the one that is upright, in degrees
 * @n: of a cone: how much of a turn a turn of longitude becomes; of a cylinder: the cosine of its parallel
 * @c: of a cone: Snyder's C
 * @rho: of a cone: the distance of the middle of the map from the tip
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
