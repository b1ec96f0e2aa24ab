/* wb-map.h: the steps of laying out a map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-map-geometry.h"

G_BEGIN_DECLS

/* The most places that are shown; the rest of a longer list is left out. */
#define WB_MAP_MAX_PLACES 20000

/* wb-map-layout.c */
gboolean     wb_map_layout        (WbChartLayout         *self,
                                   const WbText          *text);

/* wb-map-dots.c */
void         wb_map_find_dots     (WbChartLayout         *self,
                                   const WbText          *text);
void         wb_map_size_dots     (WbChartLayout         *self,
                                   double                 largest);
void         wb_map_layout_badges (WbChartLayout         *self,
                                   const WbText          *text);
char        *wb_map_dup_missing   (const WbMapDetails    *details);

/* wb-map-fit.c */
WbMapBounds  wb_map_place_inset   (WbMapDetails          *details,
                                   WbMapBounds            bounds);
void         wb_map_fit           (WbChartLayout         *self,
                                   const WbText          *text,
                                   WbMapBounds            bounds);

/* wb-map-shape.c */
WbMapBounds  wb_map_project       (WbMapDetails          *details);
void         wb_map_shape         (WbChartLayout         *self);
void         wb_map_shape_inset   (WbChartLayout         *self,
                                   const WbGeoRegion     *region,
                                   WbBox                  frame);
WbMapPoint   wb_map_place         (const WbChartLayout   *self,
                                   double                 longitude,
                                   double                 latitude);

/* wb-map-simplify.c */
void         wb_map_simplify      (WbChartLayout         *self,
                                   cairo_t               *cr);

/* wb-map-labels.c */
void         wb_map_layout_labels (WbChartLayout         *self,
                                   const WbText          *text);

/* wb-map-motion.c */
void         wb_map_layout_motion (WbChartLayout         *self);
const WbBox *wb_map_get_motion    (const WbChartLayout   *self,
                                   guint                 *ret_n_boxes);
void         wb_map_draw_motion   (const WbChartLayout   *self,
                                   cairo_t               *cr,
                                   const WbRenderContext *context);

G_END_DECLS
