/* wb-rings.c: partly filled rings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-rings.h"

#include <math.h>

#include "drawing/wb-color.h"
#include "drawing/wb-draw.h"

/* The least thickness of the fill of a small share, relative to its ring. */
#define MIN_DOT 0.4

/* The opacity of the edge of a track in high contrast, lower than that of fills. */
#define TRACK_EDGE 0.6

/* Bounds the rings that fade out when transitions are interrupted again and again. */
#define MAX_RINGS 64

static const WbRing *
get_ring (const GArray *rings,
          guint         position)
{
  return &g_array_index (rings, WbRing, position);
}

/* The combined opacity of tracks without a partner that are in the same position as a given ring. */
static double
find_track (const GArray *rings,
            const int    *paired,
            const WbRing *ring)
{
  double clear = 1;

  for (guint i = 0; i < rings->len; i++)
    if (paired[i] < 0 && hypot (get_ring (rings, i)->x - ring->x, get_ring (rings, i)->y - ring->y) < 0.5 &&
        fabs (get_ring (rings, i)->outer - ring->outer) < 0.5)
      clear *= 1 - get_ring (rings, i)->track;

  return 1 - clear;
}

static WbRing
get_absent (const WbRing *ring)
{
  WbRing absent = *ring;

  absent.track = 0;
  absent.share = 0;

  return absent;
}

static WbRing
blend_ring (const WbRing *from,
            const WbRing *to,
            double        progress)
{
  WbRing ring = *to;

  ring.x = wb_blend_number (from->x, to->x, progress);
  ring.y = wb_blend_number (from->y, to->y, progress);
  ring.inner = wb_blend_number (from->inner, to->inner, progress);
  ring.outer = wb_blend_number (from->outer, to->outer, progress);
  ring.share = wb_blend_number (from->share, to->share, progress);
  ring.alpha = wb_blend_number (from->alpha, to->alpha, progress);
  ring.track = wb_blend_number (from->track, to->track, progress);
  for (guint i = 0; i < WB_PALETTE_N_RINGS; i++)
    ring.fills[i] = wb_blend_number (from->fills[i], to->fills[i], progress);

  return ring;
}

static WbBlendAnchor
get_anchor (const WbRing *ring,
            const WbRing *old,
            const WbRing *new)
{
  return (WbBlendAnchor) {
    .is_old = TRUE,
    .is_new = new != NULL,
    .x = ring->x,
    .y = ring->y,
    .old_x = old->x,
    .old_y = old->y,
    .new_x = new != NULL ? new->x : 0,
    .new_y = new != NULL ? new->y : 0,
  };
}

/**
 * wb_rings_blend:
 * @layout: the new layout, which owns the names
 * @from: (element-type WbRing): the rings of the old layout
 * @to: (element-type WbRing): those of the new one
 * @progress: 0 to 1
 *
 * Creates the rings of a blended layout. The fills of old rings shrink to zero in
 * the first half of the transition, those of new ones grow in the second.
 *
 * Returns: (transfer full) (element-type WbRing): the rings
 */
GArray *
wb_rings_blend (WbChartLayout *layout,
                const GArray  *from,
                const GArray  *to,
                double         progress)
{
  g_autoptr (WbJoin) join = wb_join_new (from, to);
  GArray *rings = g_array_new (FALSE, FALSE, sizeof (WbRing));

  /* In the order of the old layout, so that overlapping rings keep their order. */
  for (guint i = 0; i < from->len; i++)
    {
      const WbRing *old = get_ring (from, i);
      const WbRing *new = join->of_from[i] >= 0 ? get_ring (to, join->of_from[i]) : NULL;
      WbRing absent = get_absent (old);

      if (new == NULL && rings->len >= MAX_RINGS)
        continue;

      WbRing ring = blend_ring (old, new != NULL ? new : &absent, progress);
      if (new == NULL)
        ring.share = old->share * wb_blend_fade_out (progress);
      ring.name = g_string_chunk_insert_const (layout->strings, old->name);
      ring.anchor = get_anchor (&ring, old, new);
      /* Two translucent rings in one position would be visible as a darker one. */
      if (new == NULL && find_track (to, join->of_to, old) > 0)
        ring.track = 0;
      if (new != NULL || progress < 0.5 || ring.track >= WB_BLEND_FAINT)
        g_array_append_val (rings, ring);
    }

  for (guint i = 0; i < to->len; i++)
    {
      const WbRing *new = get_ring (to, i);
      WbRing absent = get_absent (new);

      if (join->of_to[i] >= 0)
        continue;

      absent.track = find_track (from, join->of_from, new);
      WbRing ring = blend_ring (&absent, new, progress);
      ring.share = new->share * wb_blend_fade_in (progress);
      ring.anchor = (WbBlendAnchor) {
        .is_new = TRUE,
        .x = ring.x,
        .y = ring.y,
        .new_x = new->x,
        .new_y = new->y,
      };
      g_array_append_val (rings, ring);
    }

  return rings;
}

/* The angle that a round end takes, in radians. */
static double
get_end (const WbRing *self)
{
  return (self->outer - self->inner) / (self->outer + self->inner);
}

/* Adds the fill to the path. Its round ends are within the share; a fill that is too short for them is a dot
 * of growing size. Filling a path is faster than stroking an arc. */
static void
add_filling (const WbRing *self,
             cairo_t      *cr)
{
  double radius = (self->outer - self->inner) / 2;
  double middle = (self->outer + self->inner) / 2;
  double sweep = 2 * G_PI * MIN (self->share, 1);
  double from = get_end (self) - G_PI_2;
  double to = sweep - get_end (self) - G_PI_2;

  cairo_new_path (cr);
  if (self->share >= 1)
    {
      cairo_arc (cr, self->x, self->y, self->outer, 0, 2 * G_PI);
      cairo_new_sub_path (cr);
      cairo_arc_negative (cr, self->x, self->y, self->inner, 2 * G_PI, 0);
    }
  else if (to >= from)
    {
      cairo_arc (cr, self->x, self->y, self->outer, from, to);
      cairo_arc (cr, self->x + cos (to) * middle, self->y + sin (to) * middle, radius, to, to + G_PI);
      cairo_arc_negative (cr, self->x, self->y, self->inner, to, from);
      cairo_arc (cr, self->x + cos (from) * middle, self->y + sin (from) * middle, radius, from + G_PI,
                 from + 2 * G_PI);
    }
  else
    {
      double angle = sweep / 2 - G_PI_2;

      cairo_arc (cr, self->x + cos (angle) * middle, self->y + sin (angle) * middle,
                 radius * MAX (sweep / (2 * get_end (self)), MIN_DOT), 0, 2 * G_PI);
    }
  cairo_close_path (cr);
}

/* In the middle of a fade, fast antialiasing is not noticed; at its start and end, the quality is as at
 * rest. */
static void
choose_antialias (const WbRing *self,
                  cairo_t      *cr)
{
  gboolean is_amidst = self->alpha > 0.05 && self->alpha < 0.95;

  cairo_set_antialias (cr, is_amidst ? CAIRO_ANTIALIAS_FAST : CAIRO_ANTIALIAS_DEFAULT);
}

static void
draw_track (const WbRing    *self,
            cairo_t         *cr,
            const WbPalette *palette)
{
  double sweep = 2 * G_PI * CLAMP (self->share, 0, 1);
  double end = get_end (self);
  WbSector track = { self->x, self->y, self->inner, self->outer, 0, 2 * G_PI };

  /* Leaves out the part under the fill. */
  if (self->alpha >= 1 && sweep > 2 * end)
    {
      track.from = sweep - end - G_PI_2;
      track.to = 1.5 * G_PI + end;
    }
  wb_draw_sector (cr, track);
  wb_color_use (wb_color_fade (palette->shade, self->track), cr);
  cairo_fill (cr);
  if (palette->contrast != WB_CONTRAST_HIGH)
    return;

  /* It has the colour of the card, so it gets an edge. */
  wb_draw_sector (cr, (WbSector) { self->x, self->y, self->inner + 0.5, self->outer - 0.5, 0, 2 * G_PI });
  wb_color_use (wb_color_fade (palette->outline, self->track * TRACK_EDGE), cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
draw_filling (const WbRing    *self,
              cairo_t         *cr,
              const WbPalette *palette)
{
  WbGradient fill = { { 0, 0, 0, 0 }, { 0, 0, 0, 0 } };

  for (guint i = 0; i < WB_PALETTE_N_RINGS; i++)
    {
      fill.start = wb_color_add (fill.start, palette->ring[i].start, self->fills[i]);
      fill.end = wb_color_add (fill.end, palette->ring[i].end, self->fills[i]);
    }

  cairo_pattern_t *pattern = cairo_pattern_create_linear (0, self->y - self->outer, 0, self->y + self->outer);
  wb_color_add_stop (wb_color_fade (fill.start, self->alpha), pattern, 0);
  wb_color_add_stop (wb_color_fade (fill.end, self->alpha), pattern, 1);
  cairo_set_source (cr, pattern);
  add_filling (self, cr);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

/**
 * wb_rings_draw:
 * @rings: (element-type WbRing): rings
 * @cr: a context
 * @palette: the colours
 *
 * Draws all tracks first and then the fills, since moving rings may overlap.
 */
void
wb_rings_draw (const GArray    *rings,
               cairo_t         *cr,
               const WbPalette *palette)
{
  cairo_save (cr);
  for (guint i = 0; i < rings->len; i++)
    if (get_ring (rings, i)->outer > 0 && get_ring (rings, i)->track > 0)
      {
        choose_antialias (get_ring (rings, i), cr);
        draw_track (get_ring (rings, i), cr, palette);
      }
  for (guint i = 0; i < rings->len; i++)
    if (get_ring (rings, i)->outer > 0 && get_ring (rings, i)->share > 0)
      {
        choose_antialias (get_ring (rings, i), cr);
        draw_filling (get_ring (rings, i), cr, palette);
      }
  cairo_restore (cr);
}

void
wb_ring_draw_highlight (const WbRing    *self,
                        cairo_t         *cr,
                        const WbPalette *palette)
{
  if (self->outer <= 0)
    return;

  if (self->share > 0)
    {
      add_filling (self, cr);
      cairo_set_source_rgba (cr, 1, 1, 1, 0.16);
      cairo_fill (cr);
    }

  wb_color_use (palette->text, cr);
  cairo_set_line_width (cr, 1.5);
  cairo_new_path (cr);
  cairo_arc (cr, self->x, self->y, self->outer, 0, 2 * G_PI);
  cairo_stroke (cr);
}
