/* wb-map-shape.c: converts a map from degrees to pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-map.h"

#include <math.h>

/* The grid of points, in device pixels. Snapping removes points that are too close, and makes both sides of a
 * border one line in spite of rounding errors. */
#define GRID 0.25

/* A side of a meridian. */
typedef enum
{
  WEST,
  EAST,
} Side;

static void
end_ring (WbMapDetails *details,
          guint         first)
{
  guint n_points = details->points->len - first;

  if (n_points >= 3)
    g_array_append_val (details->rings, ((WbMapRing) { first, n_points }));
  else
    g_array_set_size (details->points, first);
}

static void
add_projected (WbMapDetails *details,
               WbGeoPoint    point)
{
  WbMapPoint projected;

  wb_projection_forward (&details->projection, point, &projected.x, &projected.y);
  g_array_append_val (details->points, projected);
}

/* Adds the part of a ring on one side of a meridian (Sutherland–Hodgman clipping), moved by @turn degrees. */
static void
add_side (WbMapDetails     *details,
          const WbGeoPoint *points,
          guint             n_points,
          double            meridian,
          Side              side,
          double            turn)
{
  guint first = details->points->len;

  for (guint i = 0; i < n_points; i++)
    {
      WbGeoPoint a = points[i];
      WbGeoPoint b = points[(i + 1) % n_points];
      gboolean a_inside = side == EAST ? a.longitude >= meridian : a.longitude <= meridian;
      gboolean b_inside = side == EAST ? b.longitude >= meridian : b.longitude <= meridian;

      if (a_inside)
        add_projected (details, (WbGeoPoint) { a.longitude + turn, a.latitude });
      if (a_inside != b_inside)
        {
          double share = (meridian - a.longitude) / (b.longitude - a.longitude);

          add_projected (details, (WbGeoPoint) { meridian + turn,
                                                 a.latitude + share * (b.latitude - a.latitude) });
        }
    }
  end_ring (details, first);
}

/* Adds a ring, moved by @turn degrees. A map of the world cuts it at its edge. */
static void
add_ring (WbMapDetails     *details,
          const WbGeoPoint *points,
          guint             n_points,
          double            turn)
{
  double edge = details->projection.meridian + 180 - turn;
  double west = G_MAXDOUBLE;
  double east = -G_MAXDOUBLE;
  guint first = details->points->len;

  for (guint i = 0; i < n_points; i++)
    {
      west = MIN (west, points[i].longitude);
      east = MAX (east, points[i].longitude);
    }

  if (details->projection.kind == WB_PROJECTION_WORLD && east > edge + 1e-6)
    {
      add_side (details, points, n_points, edge, WEST, turn);
      add_side (details, points, n_points, edge, EAST, turn - 360);
    }
  else if (details->projection.kind == WB_PROJECTION_WORLD && west < edge - 360 - 1e-6)
    {
      add_side (details, points, n_points, edge - 360, EAST, turn);
      add_side (details, points, n_points, edge - 360, WEST, turn + 360);
    }
  else
    {
      for (guint i = 0; i < n_points; i++)
        add_projected (details, (WbGeoPoint) { points[i].longitude + turn, points[i].latitude });
      end_ring (details, first);
    }
}

/* The multiple of 360° by which a ring must be moved to be within the map. */
static double
find_turn (const WbMapDetails *details,
           const WbGeoPoint   *points,
           guint               n_points)
{
  double west = G_MAXDOUBLE;
  double east = -G_MAXDOUBLE;

  for (guint i = 0; i < n_points; i++)
    {
      west = MIN (west, points[i].longitude);
      east = MAX (east, points[i].longitude);
    }

  double middle = (west + east) / 2;

  return wb_projection_wrap (&details->projection, middle) - middle;
}

static void
project_region (WbMapDetails      *details,
                const WbGeoRegion *geo,
                const WbGeoRing   *rings,
                const WbGeoPoint  *points)
{
  WbMapRegion region = { .geo = geo, .first_ring = details->rings->len };
  double turn = 0;

  for (guint i = geo->first_ring; i < geo->first_ring + geo->n_rings; i++)
    {
      const WbGeoPoint *first = &points[rings[i].first];

      if (!rings[i].is_hole)
        turn = find_turn (details, first, rings[i].n_points);
      add_ring (details, first, rings[i].n_points, turn);
    }
  region.n_rings = details->rings->len - region.first_ring;
  g_array_append_val (details->regions, region);
}

/* Projects the map: fills points, rings and regions, in radii of the globe. Returns their bounds. */
WbMapBounds
wb_map_project (WbMapDetails *details)
{
  guint n_regions, n_rings, n_points;
  const WbGeoRegion *regions = wb_geo_get_regions (details->geo, &n_regions);
  const WbGeoRing *rings = wb_geo_get_rings (details->geo, &n_rings);
  const WbGeoPoint *points = wb_geo_get_points (details->geo, &n_points);
  WbMapBounds bounds = { G_MAXDOUBLE, -G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE };

  for (guint i = 0; i < n_regions; i++)
    if (regions[i].inset_width == 0)
      project_region (details, &regions[i], rings, points);

  for (guint i = 0; i < details->points->len; i++)
    {
      const WbMapPoint *point = &g_array_index (details->points, WbMapPoint, i);

      bounds.left = MIN (bounds.left, point->x);
      bounds.right = MAX (bounds.right, point->x);
      bounds.bottom = MIN (bounds.bottom, point->y);
      bounds.top = MAX (bounds.top, point->y);
    }

  return bounds;
}

/* Converts radii of the globe to pixels. Maps are never mirrored: in a right-to-left layout this mirrors
 * them, so that the mirroring of the whole layout restores them. */
static WbMapPoint
to_pixels (const WbChartLayout *self,
           WbMapPoint           point)
{
  const WbMapDetails *details = self->details;
  double x = details->x + point.x * details->scale;

  return (WbMapPoint) { self->right_to_left ? self->width - x : x, details->y - point.y * details->scale };
}

/* Moves a ring to index @at, snaps it to the grid, and drops duplicate points. Returns the number of
 * points. */
static guint
snap_ring (WbChartLayout *self,
           WbMapRing      ring,
           guint          at)
{
  WbMapDetails *details = self->details;
  WbMapPoint *points = (WbMapPoint *) (gpointer) details->points->data;
  WbMapPoint *to = points + at;
  double step = GRID / self->scale;
  guint n = 0;

  for (guint i = 0; i < ring.n_points; i++)
    {
      WbMapPoint point = to_pixels (self, points[ring.first + i]);

      /* Adding zero turns -0 into 0: points are compared by their bits. */
      point.x = rint (point.x / step) * step + 0.0;
      point.y = rint (point.y / step) * step + 0.0;
      if (n == 0 || point.x != to[n - 1].x || point.y != to[n - 1].y)
        to[n++] = point;
    }
  while (n > 1 && to[n - 1].x == to[0].x && to[n - 1].y == to[0].y)
    n--;

  return n;
}

static WbBox
get_rings_box (const WbMapDetails *details,
               guint               first_ring,
               guint               n_rings)
{
  double left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = -G_MAXDOUBLE, bottom = -G_MAXDOUBLE;

  for (guint i = first_ring; i < first_ring + n_rings; i++)
    {
      const WbMapRing *ring = &g_array_index (details->rings, WbMapRing, i);

      for (guint j = ring->first; j < ring->first + ring->n_points; j++)
        {
          const WbMapPoint *point = &g_array_index (details->points, WbMapPoint, j);

          left = MIN (left, point->x);
          right = MAX (right, point->x);
          top = MIN (top, point->y);
          bottom = MAX (bottom, point->y);
        }
    }

  return (WbBox) { left, top, right - left, bottom - top };
}

/* Snaps a region. One that is smaller than the grid is reduced to the position of its first point. */
static void
snap_region (WbChartLayout *self,
             WbMapRegion   *region,
             guint         *n_rings,
             guint         *n_points)
{
  WbMapDetails *details = self->details;
  guint first = *n_rings;
  WbMapPoint somewhere = { 0, 0 };

  for (guint i = region->first_ring; i < region->first_ring + region->n_rings; i++)
    {
      WbMapRing ring = g_array_index (details->rings, WbMapRing, i);

      if (i == region->first_ring)
        somewhere = to_pixels (self, g_array_index (details->points, WbMapPoint, ring.first));
      guint n = snap_ring (self, ring, *n_points);
      if (n < 3)
        continue;
      g_array_index (details->rings, WbMapRing, *n_rings) = (WbMapRing) { *n_points, n };
      *n_rings += 1;
      *n_points += n;
    }

  region->first_ring = first;
  region->n_rings = *n_rings - first;
  region->box = region->n_rings > 0 ? get_rings_box (details, first, region->n_rings)
                                    : (WbBox) { somewhere.x, somewhere.y, 0, 0 };
  region->middle = somewhere;
}

static cairo_t *
begin_path (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);

  return cr;
}

static cairo_path_t *
end_path (cairo_t *cr)
{
  cairo_path_t *path = cairo_copy_path (cr);

  cairo_destroy (cr);

  return path;
}

/* Converts the map to pixels with @x, @y and @scale of the details, and creates its paths. */
void
wb_map_shape (WbChartLayout *self)
{
  WbMapDetails *details = self->details;
  guint n_rings = 0;
  guint n_points = 0;
  cairo_t *cr = begin_path ();

  /* Points are moved in place; the write index never passes the read index. */
  for (guint i = 0; i < details->regions->len; i++)
    snap_region (self, &g_array_index (details->regions, WbMapRegion, i), &n_rings, &n_points);
  g_array_set_size (details->rings, n_rings);
  g_array_set_size (details->points, n_points);

  wb_map_simplify (self, cr);
  details->borders = end_path (cr);

  cr = begin_path ();
  for (guint i = 0; i < details->regions->len; i++)
    wb_map_add_region (details, wb_map_get_region (details, i), cr);
  details->ground = end_path (cr);
}

/* Creates the path of a drawing, scaled to fit @frame, which is in coordinates of the frame. */
void
wb_map_shape_inset (WbChartLayout     *self,
                    const WbGeoRegion *region,
                    WbBox              frame)
{
  WbMapDetails *details = self->details;
  guint n_rings, n_points;
  const WbGeoRing *rings = wb_geo_get_rings (details->geo, &n_rings);
  const WbGeoPoint *points = wb_geo_get_points (details->geo, &n_points);
  double scale = MIN (frame.width / region->inset_width, frame.height / region->inset_height);
  cairo_t *cr = begin_path ();

  for (guint i = region->first_ring; i < region->first_ring + region->n_rings; i++)
    {
      cairo_new_sub_path (cr);
      for (guint j = rings[i].first; j < rings[i].first + rings[i].n_points; j++)
        {
          double x = frame.x + points[j].longitude * scale;
          double y = frame.y + (region->inset_height - points[j].latitude) * scale;

          cairo_line_to (cr, self->right_to_left ? self->width - x : x, y);
        }
      cairo_close_path (cr);
    }

  details->inset = end_path (cr);
  details->inset_frame = self->right_to_left ? wb_box_mirror (frame, self->width) : frame;
}

/* Converts a point of the globe to left-to-right coordinates. */
WbMapPoint
wb_map_place (const WbChartLayout *self,
              double               longitude,
              double               latitude)
{
  const WbMapDetails *details = self->details;
  WbGeoPoint point = { wb_projection_wrap (&details->projection, longitude), latitude };
  WbMapPoint projected;

  wb_projection_forward (&details->projection, point, &projected.x, &projected.y);

  return to_pixels (self, projected);
}
