/* wb-bars.c: horizontal and vertical bars with their tracks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-bars.h"

#include <math.h>

#include "drawing/wb-draw.h"
#include "drawing/wb-pattern.h"

/* Bounds the bars that fade out when transitions are interrupted again and again. */
#define MAX_BARS 64

/* The opacity of the edge of a track in high contrast, lower than that of bars. */
#define TRACK_EDGE 0.6

/* Initialises an empty list; the owner of @self unrefs its array. */
void
wb_bars_init (WbBars            *self,
              WbBarsOrientation  orientation)
{
  *self = (WbBars) { .orientation = orientation, .bars = g_array_new (FALSE, FALSE, sizeof (WbBar)) };
}

static const WbBar *
get_bar (const WbBars *self,
         guint         position)
{
  return &g_array_index (self->bars, WbBar, position);
}

/* The common distance that all remaining bars move, as when a window moves over them; 0 if they move
 * differently. At most the width of one band. */
static double
find_slide (const WbBars *from,
            const WbBars *to,
            const WbJoin *join)
{
  double slide = 0;
  guint n_joined = 0;

  for (guint i = 0; i < to->bars->len; i++)
    {
      if (join->of_to[i] < 0)
        continue;

      double way = get_bar (to, i)->middle - get_bar (from, join->of_to[i])->middle;
      if (n_joined++ > 0 && fabs (way - slide) > 0.5)
        return 0;
      slide = way;
    }

  double most = (to->to - to->from) / MAX (to->bars->len, 1);

  return CLAMP (slide, -most, most);
}

/* The combined opacity of tracks without a partner that are in the same position as a given one. */
static double
find_track (const WbBars *self,
            const int    *paired,
            const WbBar  *like)
{
  double clear = 1;

  for (guint i = 0; i < self->bars->len; i++)
    {
      const WbBar *bar = get_bar (self, i);

      if (paired[i] < 0 && fabs (bar->middle - like->middle) < 0.5 && fabs (bar->start - like->start) < 0.5 &&
          fabs (bar->end - like->end) < 0.5 && fabs (bar->thickness - like->thickness) < 0.5 &&
          bar->roundness == like->roundness)
        clear *= 1 - bar->track;
    }

  return 1 - clear;
}

/* The state from which a new bar grows, or to which an old one shrinks: a bar of zero length, or the next
 * position beyond the window. */
static WbBar
get_absent (const WbBar *bar,
            double       slide)
{
  WbBar absent = *bar;

  absent.track = 0;
  absent.middle += slide;
  if (slide == 0)
    absent.tip = absent.foot;
  else
    absent.alpha = 0;

  return absent;
}

static WbBar
blend_bar (const WbBar *from,
           const WbBar *to,
           double       progress)
{
  WbBar bar = *to;

  bar.middle = wb_blend_number (from->middle, to->middle, progress);
  bar.thickness = wb_blend_number (from->thickness, to->thickness, progress);
  bar.foot = wb_blend_number (from->foot, to->foot, progress);
  bar.tip = wb_blend_number (from->tip, to->tip, progress);
  bar.start = wb_blend_number (from->start, to->start, progress);
  bar.roundness = wb_blend_number (from->roundness, to->roundness, progress);
  bar.end = wb_blend_number (from->end, to->end, progress);
  bar.alpha = wb_blend_number (from->alpha, to->alpha, progress);
  bar.track = wb_blend_number (from->track, to->track, progress);
  for (guint i = 0; i < WB_BARS_N_FILLS; i++)
    bar.fills[i] = wb_blend_number (from->fills[i], to->fills[i], progress);

  return bar;
}

static WbBlendAnchor
get_anchor (const WbBar *bar,
            const WbBar *old,
            const WbBar *new)
{
  return (WbBlendAnchor) {
    .is_old = TRUE,
    .is_new = new != NULL,
    .x = bar->middle,
    .old_x = old->middle,
    .new_x = new != NULL ? new->middle : 0,
  };
}

/**
 * wb_bars_blend:
 * @self: (out caller-allocates): the new bars
 * @layout: the new layout, which owns the names
 * @from: the bars of the old layout
 * @to: those of the new one
 * @progress: 0 to 1
 *
 * Creates the bars of a blended layout. If all remaining bars move by one
 * distance, the others slide in and out at the ends; otherwise old ones shrink
 * in the first half of the transition and new ones grow in the second, so that
 * two bars in one row are never seen through each other.
 */
void
wb_bars_blend (WbBars        *self,
               WbChartLayout *layout,
               const WbBars  *from,
               const WbBars  *to,
               double         progress)
{
  g_autoptr (WbJoin) join = wb_join_new (from->bars, to->bars);
  double slide = find_slide (from, to, join);

  wb_bars_init (self, to->orientation);
  self->from = wb_blend_number (from->from, to->from, progress);
  self->to = wb_blend_number (from->to, to->to, progress);
  self->zero = wb_blend_number (from->zero, to->zero, progress);
  self->zero_line = wb_blend_number (from->zero_line, to->zero_line, progress);

  /* In the order of the old layout, so that overlapping bars keep their order. */
  for (guint i = 0; i < from->bars->len; i++)
    {
      const WbBar *old = get_bar (from, i);
      const WbBar *new = join->of_from[i] >= 0 ? get_bar (to, join->of_from[i]) : NULL;
      WbBar absent = get_absent (old, slide);

      if (new == NULL && self->bars->len >= MAX_BARS)
        continue;

      WbBar bar = blend_bar (old, new != NULL ? new : &absent, progress);
      if (new == NULL)
        {
          bar.tip = wb_blend_number (absent.tip, old->tip, wb_blend_fade_out (progress));
          bar.alpha = wb_blend_number (absent.alpha, old->alpha, wb_blend_fade_out (progress));
        }
      bar.name = g_string_chunk_insert_const (layout->strings, old->name);
      bar.anchor = get_anchor (&bar, old, new);
      /* Two translucent tracks in one position would be visible as a darker one. */
      if (new == NULL && slide == 0 && find_track (to, join->of_to, old) > 0)
        bar.track = 0;
      if (new != NULL || progress < 0.5 || bar.track >= WB_BLEND_FAINT)
        g_array_append_val (self->bars, bar);
    }

  for (guint i = 0; i < to->bars->len; i++)
    {
      const WbBar *new = get_bar (to, i);
      WbBar absent = get_absent (new, -slide);

      if (join->of_to[i] >= 0)
        continue;

      if (slide == 0)
        absent.track = find_track (from, join->of_from, new);
      WbBar bar = blend_bar (&absent, new, progress);
      bar.tip = wb_blend_number (absent.tip, new->tip, wb_blend_fade_in (progress));
      bar.alpha = wb_blend_number (absent.alpha, new->alpha, wb_blend_fade_in (progress));
      bar.anchor = (WbBlendAnchor) { .is_new = TRUE, .x = bar.middle, .new_x = new->middle };
      g_array_append_val (self->bars, bar);
    }
}

static WbGradient
mix_fills (const WbBar     *bar,
           const WbPalette *palette)
{
  WbGradient mixed = { { 0, 0, 0, 0 }, { 0, 0, 0, 0 } };

  for (guint i = 0; i < WB_BARS_N_FILLS; i++)
    {
      const WbGradient *fill = i == 0 ? &palette->bar : &palette->rank[i - 1];

      mixed.start = wb_color_add (mixed.start, fill->start, bar->fills[i]);
      mixed.end = wb_color_add (mixed.end, fill->end, bar->fills[i]);
    }
  mixed.start = wb_color_fade (mixed.start, bar->alpha);
  mixed.end = wb_color_fade (mixed.end, bar->alpha);

  return mixed;
}

/* The pattern of the fill with the largest share, since patterns cannot be mixed. */
static WbPattern
find_pattern (const WbBar     *bar,
              const WbPalette *palette)
{
  guint most = 0;

  for (guint i = 1; i < WB_BARS_N_FILLS; i++)
    if (bar->fills[i] > bar->fills[most])
      most = i;

  return most > 0 ? palette->rank_pattern[most - 1] : WB_PATTERN_SOLID;
}

static void
draw_hatched (const WbBar           *bar,
              double                 way,
              cairo_t               *cr,
              const WbRenderContext *context)
{
  double foot = way * bar->foot;
  double tip = way * bar->tip;
  double radius = bar->thickness / 2;
  WbHatch hatch = wb_hatch_init (find_pattern (bar, context->palette), mix_fills (bar, context->palette).end,
                                 MIN (bar->thickness, 24), context->scale);

  if (foot == tip)
    return;

  wb_draw_rounded (cr, (WbBox) { MIN (foot, tip), bar->middle - radius, fabs (tip - foot), bar->thickness },
                   tip < foot ? radius : 0, tip < foot ? 0 : radius);
  wb_hatch_fill (&hatch, cr);
}

/* Draws the track of a bar. In high contrast it has the colour of the card, so it gets an edge, except for
 * upright bars, whose values are wider than the track. */
static void
draw_track (const WbBar           *bar,
            double                 way,
            WbBarsOrientation      orientation,
            cairo_t               *cr,
            const WbRenderContext *context)
{
  const WbPalette *palette = context->palette;
  double radius = bar->thickness / 2;
  double start = MIN (way * bar->start, way * bar->end);
  WbBox track = { start, bar->middle - radius, fabs (bar->end - bar->start), bar->thickness };

  wb_draw_rounded (cr, track, bar->roundness * radius, radius);
  wb_color_use (wb_color_fade (palette->shade, bar->track), cr);
  cairo_fill_preserve (cr);
  if (palette->contrast == WB_CONTRAST_HIGH && orientation == WB_BARS_LYING)
    {
      wb_color_use (wb_color_fade (palette->outline, bar->track * TRACK_EDGE), cr);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
}

/**
 * wb_bars_draw:
 * @self: bars
 * @cr: a context
 * @context: scale and colours
 *
 * Draws all tracks first and then the bars, since moving bars may overlap.
 */
void
wb_bars_draw (const WbBars          *self,
              cairo_t               *cr,
              const WbRenderContext *context)
{
  /* Upright bars are drawn as lying ones rotated by 90°, so that right becomes up. */
  double way = self->orientation == WB_BARS_UPRIGHT ? -1 : 1;

  cairo_save (cr);
  if (self->orientation == WB_BARS_UPRIGHT)
    cairo_rotate (cr, -G_PI_2);

  for (guint i = 0; i < self->bars->len; i++)
    draw_track (get_bar (self, i), way, self->orientation, cr, context);
  for (guint i = 0; i < self->bars->len; i++)
    {
      const WbBar *bar = get_bar (self, i);

      if (context->palette->contrast == WB_CONTRAST_HIGH)
        draw_hatched (bar, way, cr, context);
      else
        wb_draw_bar (cr, way * bar->foot, way * bar->tip, bar->middle - bar->thickness / 2, bar->thickness,
                     mix_fills (bar, context->palette));
    }

  if (self->zero_line > 0)
    {
      double zero = way * self->zero;

      wb_color_use (wb_color_fade (context->palette->axis, self->zero_line), cr);
      wb_draw_hairline (cr, zero, self->from, zero, self->to, context->scale > 0 ? context->scale : 1);
    }
  cairo_restore (cr);
}
