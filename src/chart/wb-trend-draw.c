/* wb-trend-draw.c: the areas and lines of a trend
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trend.h"

#include <math.h>

#include "drawing/wb-draw.h"
#include "drawing/wb-marker.h"
#include "drawing/wb-pattern.h"

/* The opacity of an area under its line, and at its foot. */
#define AREA_TOP    0.62
#define AREA_BOTTOM 0.12

/* In high contrast: the size of markers, relative to the pen, and their least distance, in em of a label. */
#define MARKER  2.0
#define SPACING 1.8

/* The width of the casing on either side of a line in high contrast, relative to the pen. */
#define CASING 0.6

/* The least height of an area with points closer than pixels, in logical pixels; less is hidden by the
 * line. */
#define MIN_FILL 1

/* The opacity of a band from the highest to the lowest value of a pixel, relative to its line. */
#define BAND 0.7

/* The direction in which a curve is added to a path. */
typedef enum
{
  FORWARD,
  BACKWARD,
} Direction;

/* An edge of a band. */
typedef enum
{
  UPPER,
  LOWER,
} Edge;

/* Adds the first @n_points points of a level's curve to the path. For the axis (a %NULL level) this is a
 * straight line. */
static void
add_curve (const WbTrendDetails *details,
           const WbTrendLevel   *level,
           guint                 n_points,
           Direction             direction,
           cairo_t              *cr)
{
  const double *xs = details->xs;
  int from = direction == BACKWARD ? (int) n_points - 1 : 0;
  int to = direction == BACKWARD ? 0 : (int) n_points - 1;
  int way = direction == BACKWARD ? -1 : 1;

  if (level == NULL)
    {
      double zero = wb_scale_map (&details->scale, 0);

      cairo_line_to (cr, xs[from], zero);
      cairo_line_to (cr, xs[to], zero);
      return;
    }

  cairo_line_to (cr, xs[from], wb_scale_map (&details->scale, level->tops[from]));
  for (int i = from; i != to; i += way)
    {
      int next = i + way;
      double third = (xs[next] - xs[i]) / 3;

      cairo_curve_to (cr,
                      xs[i] + third,
                      wb_scale_map (&details->scale, level->tops[i] + third * level->tangents[i]),
                      xs[next] - third,
                      wb_scale_map (&details->scale, level->tops[next] - third * level->tangents[next]),
                      xs[next],
                      wb_scale_map (&details->scale, level->tops[next]));
    }
}

/* The highest or lowest value within half a pen of an index. */
static double
find_edge (const double *values,
           guint         n_values,
           guint         place,
           guint         pen,
           Edge          edge)
{
  guint last = MIN (place + pen / 2, n_values - 1);
  double found = values[place];

  for (guint i = place - MIN (place, pen / 2); i <= last; i++)
    found = edge == UPPER ? MAX (found, values[i]) : MIN (found, values[i]);

  return found;
}

/* Adds the area that a pen covers between the tops of a dense level and its floors, which may be the tops. A
 * column that differs from its neighbours is as wide as the pen, as on any line. */
static void
add_band (const WbTrendDetails *details,
          const WbTrendLevel   *level,
          const double         *floors,
          double                width,
          cairo_t              *cr)
{
  guint n = level->n_curve;

  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, details->xs[i],
                   wb_scale_map (&details->scale, find_edge (level->tops, n, i, width, UPPER)) - width / 2);
  for (guint i = n; i-- > 0; )
    cairo_line_to (cr, details->xs[i],
                   wb_scale_map (&details->scale, find_edge (floors, n, i, width, LOWER)) + width / 2);
  cairo_close_path (cr);
}

/* Clips a curve that is growing to its current reach. */
static void
clip_reach (const WbChartLayout  *self,
            const WbTrendDetails *details,
            const WbTrendLevel   *level,
            cairo_t              *cr)
{
  if (level->reach > details->xs[level->n_curve - 1] - 0.01)
    return;

  cairo_rectangle (cr, 0, 0, level->reach, self->height);
  cairo_clip (cr);
}

/* Gets the width of a line, in logical pixels. */
double
wb_trend_get_pen (const WbChartLayout *self)
{
  return CLAMP (self->size / 9, 1.25, 5);
}

/* Draws the band from the line down to the lowest value of each pixel, if points are closer than pixels. It
 * is paler than lines and below all of them, so that a volatile series does not hide the others. */
static void
draw_band (const WbChartLayout   *self,
           const WbTrendDetails  *details,
           const WbTrendLevel    *level,
           cairo_t               *cr,
           const WbRenderContext *context)
{
  WbColor color = wb_series_mix_get_color (level->series_mix, context->palette);

  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  add_band (details, level, level->lows, wb_trend_get_pen (self), cr);
  wb_color_use (wb_color_fade (color, level->alpha * BAND), cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* The sums between which a point of a level is filled. For a dense level this is the range that all months of
 * the column fill: from the highest sum below it to its own lowest, or the reverse for negative values; the
 * rest is its band. */
static void
find_fill (const WbTrendDetails *details,
           guint                 position,
           guint                 point,
           double               *ret_foot,
           double               *ret_top)
{
  const WbTrendLevel *level = &details->levels[position];
  const WbTrendLevel *below = position > 0 ? level - 1 : NULL;
  double highest = below != NULL ? below->tops[point] : 0;
  double lowest = below != NULL && details->dense ? below->lows[point] : highest;

  *ret_foot = highest;
  *ret_top = level->tops[point];
  if (!details->dense)
    return;

  if (level->tops[point] < lowest)
    *ret_foot = lowest;
  else
    *ret_top = MAX (level->lows[point], highest);
}

static gboolean
has_fill (const WbTrendDetails *details,
          guint                 position,
          guint                 point)
{
  double foot, top;

  find_fill (details, position, point, &foot, &top);

  return fabs (wb_scale_map (&details->scale, top) - wb_scale_map (&details->scale, foot)) >= MIN_FILL;
}

/* Adds the area that all months of a dense level fill, from one point to another. */
static void
add_run (const WbTrendDetails *details,
         guint                 position,
         guint                 from,
         guint                 to,
         cairo_t              *cr)
{
  double foot, top;

  cairo_new_sub_path (cr);
  for (guint i = from; i <= to; i++)
    {
      find_fill (details, position, i, &foot, &top);
      cairo_line_to (cr, details->xs[i], wb_scale_map (&details->scale, top));
    }
  for (guint i = to + 1; i-- > from; )
    {
      find_fill (details, position, i, &foot, &top);
      cairo_line_to (cr, details->xs[i], wb_scale_map (&details->scale, foot));
    }
  cairo_close_path (cr);
}

/* Adds the area that all months of a dense level fill, without empty parts: many edges without an area are
 * slow. */
static void
add_fill (const WbTrendDetails *details,
          guint                 position,
          cairo_t              *cr)
{
  guint n = details->levels[position].n_curve;

  for (guint i = 0; i < n; i++)
    {
      guint from = i;

      while (i < n && has_fill (details, position, i))
        i++;
      if (i > from)
        add_run (details, position, MAX (from, 1) - 1, MIN (i, n - 1), cr);
    }
}

/* Fills an area with its pattern. Its edge is a line, which is drawn later. */
static void
fill_hatched (const WbChartLayout   *self,
              const WbTrendLevel    *level,
              WbColor                color,
              cairo_t               *cr,
              const WbRenderContext *context)
{
  WbPattern pattern = wb_palette_get_pattern (context->palette, wb_series_mix_get_series (level->series_mix));
  WbHatch hatch = wb_hatch_init (pattern, color, self->size, context->scale);

  hatch.outline = 0;
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  wb_hatch_fill (&hatch, cr);
}

static void
draw_area (const WbChartLayout   *self,
           const WbTrendDetails  *details,
           guint                  position,
           cairo_t               *cr,
           const WbRenderContext *context)
{
  const WbTrendLevel *level = &details->levels[position];
  const WbTrendLevel *below = position > 0 ? level - 1 : NULL;
  WbColor color = wb_color_fade (wb_series_mix_get_color (level->series_mix, context->palette), level->alpha);
  double top = details->scale.start;
  double bottom = details->scale.end;

  for (guint i = 0; i < level->n_curve; i++)
    {
      double foot, head;

      find_fill (details, position, i, &foot, &head);
      double upper = wb_scale_map (&details->scale, MAX (head, foot));
      double lower = wb_scale_map (&details->scale, MIN (head, foot));
      top = MIN (top, upper);
      bottom = MAX (bottom, lower);
    }

  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  if (details->dense)
    {
      add_fill (details, position, cr);
    }
  else
    {
      add_curve (details, level, level->n_curve, FORWARD, cr);
      add_curve (details, below, level->n_curve, BACKWARD, cr);
      cairo_close_path (cr);
    }
  if (context->palette->contrast == WB_CONTRAST_HIGH)
    {
      fill_hatched (self, level, color, cr, context);
    }
  else
    {
      cairo_pattern_t *pattern = cairo_pattern_create_linear (0, top, 0, MAX (bottom, top + 1));

      wb_color_add_stop (wb_color_fade (color, AREA_TOP), pattern, 0);
      wb_color_add_stop (wb_color_fade (color, AREA_BOTTOM), pattern, 1);
      cairo_set_source (cr, pattern);
      /* The edge is hidden by a line, so antialiasing is not needed, which halves the time. */
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
      cairo_fill (cr);
      cairo_pattern_destroy (pattern);
    }
  cairo_restore (cr);
}

/* Draws a level with a single month as a point. */
static void
draw_point (const WbChartLayout   *self,
            const WbTrendDetails  *details,
            const WbTrendLevel    *level,
            cairo_t               *cr,
            const WbRenderContext *context)
{
  WbColor color = wb_color_fade (wb_series_mix_get_color (level->series_mix, context->palette), level->alpha);
  double y = wb_scale_map (&details->scale, level->tops[0]);
  double radius = wb_trend_get_pen (self) * 2.2;

  if (context->palette->contrast == WB_CONTRAST_HIGH)
    wb_marker_draw (wb_palette_get_marker (context->palette, wb_series_mix_get_series (level->series_mix)),
                    cr, details->xs[0], y,
                    &(WbMarkerStyle) { .radius = radius, .fill = color, .rim = context->palette->card });
  else
    wb_draw_dot (cr, details->xs[0], y, radius, color, context->palette->card);
}

static void
draw_line (const WbChartLayout  *self,
           const WbTrendDetails *details,
           const WbTrendLevel   *level,
           double                width,
           WbColor               color,
           cairo_t              *cr)
{
  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  wb_color_use (color, cr);
  if (details->dense)
    {
      /* The line is filled as a band, since stroking would add a join at each pixel. */
      add_band (details, level, level->tops, width, cr);
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
      cairo_fill (cr);
      cairo_restore (cr);
      return;
    }

  add_curve (details, level, level->n_curve, FORWARD, cr);
  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Draws markers on the lines, at their least distance. */
static void
draw_markers (const WbChartLayout   *self,
              const WbTrendDetails  *details,
              const WbTrendLevel    *level,
              cairo_t               *cr,
              const WbRenderContext *context)
{
  WbMarker marker = wb_palette_get_marker (context->palette, wb_series_mix_get_series (level->series_mix));
  WbMarkerStyle style = {
    .radius = wb_trend_get_pen (self) * MARKER,
    .fill = wb_color_fade (wb_series_mix_get_color (level->series_mix, context->palette), level->alpha),
    .rim = wb_color_fade (context->palette->card, level->alpha),
  };
  double last = -G_MAXDOUBLE;

  for (guint i = 0; i < level->n_curve && details->xs[i] <= level->reach + 0.01; i++)
    {
      if (details->xs[i] - last < SPACING * self->size)
        continue;
      last = details->xs[i];
      wb_marker_draw (marker, cr, last, wb_scale_map (&details->scale, level->tops[i]), &style);
    }
}

static void
draw_lines (const WbChartLayout   *self,
            const WbTrendDetails  *details,
            cairo_t               *cr,
            const WbRenderContext *context)
{
  gboolean is_high = context->palette->contrast == WB_CONTRAST_HIGH;
  double pen = wb_trend_get_pen (self);

  for (guint i = 0; is_high && i < details->n_levels; i++)
    if (details->levels[i].n_curve > 1)
      draw_line (self, details, &details->levels[i], pen * (1 + 2 * CASING),
                 wb_color_fade (context->palette->card, details->levels[i].alpha), cr);

  for (guint i = 0; i < details->n_levels; i++)
    {
      const WbTrendLevel *level = &details->levels[i];
      WbColor color = wb_color_fade (wb_series_mix_get_color (level->series_mix, context->palette),
                                     level->alpha);

      if (level->n_curve > 1)
        draw_line (self, details, level, pen, color, cr);
      else if (level->n_curve == 1)
        draw_point (self, details, level, cr, context);
    }

  for (guint i = 0; is_high && !details->dense && i < details->n_levels; i++)
    if (details->levels[i].n_curve > 1)
      draw_markers (self, details, &details->levels[i], cr, context);
}

/* Draws grid, areas and lines. */
void
wb_trend_draw_base (const WbChartLayout   *self,
                    cairo_t               *cr,
                    const WbRenderContext *context)
{
  const WbTrendDetails *details = self->details;
  double left = self->right_to_left ? self->width - self->plot.x - self->plot.width : self->plot.x;

  wb_grid_draw (details->grid, left, left + self->plot.width, cr, context);
  for (guint i = 0; i < details->n_levels; i++)
    if (details->levels[i].n_curve > 1)
      draw_area (self, details, i, cr, context);
  for (guint i = 0; details->dense && i < details->n_levels; i++)
    if (details->levels[i].n_curve > 1)
      draw_band (self, details, &details->levels[i], cr, context);
  draw_lines (self, details, cr, context);
}
