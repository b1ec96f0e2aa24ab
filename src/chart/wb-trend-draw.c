/* wb-trend-draw.c: the areas and lines of a trend
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trend-private.h"

#include "drawing/wb-draw.h"
#include "drawing/wb-marker.h"

/* The opacity of an area under its line, and at its foot. */
#define AREA_TOP    0.62
#define AREA_BOTTOM 0.12

/* In high contrast: the size of markers, relative to the pen, and their least distance, in em of a label. */
#define MARKER  2.0
#define SPACING 1.8

/* A bridge across a gap: its width, relative to the pen, its opacity, and its dashes, in widths. */
#define BRIDGE       0.75
#define BRIDGE_ALPHA 0.8
#define DASH         4.0
#define DASH_GAP     3.0

/* Points that are closer than this, in logical pixels, are joined by straight lines. */
#define MIN_CURVE 3

/* The radius of the point of a value without neighbours, relative to the pen. */
#define POINT 2.2

/* The direction in which a curve is added to a path. */
typedef enum
{
  FORWARD,
  BACKWARD,
} Direction;

/* Points of a level that follow each other without a gap: from @from up to but not including @to. */
typedef struct
{
  guint from;
  guint to;
} Run;

/* Moves to the next run of a level, the first one if @run is zero. Returns %FALSE if there is none. */
static gboolean
next_run (const WbTrendLevel *level,
          Run                *run)
{
  run->from = run->to;
  while (run->from < level->n_curve && isnan (level->tops[run->from]))
    run->from++;
  run->to = run->from;
  while (run->to < level->n_curve && !isnan (level->tops[run->to]))
    run->to++;

  return run->from < run->to;
}

/* Checks whether a point has no neighbour to draw a line to. */
gboolean
wb_trend_is_alone (const WbTrendLevel *level,
                   guint               point)
{
  return !isnan (level->tops[point]) && (point == 0 || isnan (level->tops[point - 1])) &&
         (point + 1 >= level->n_curve || isnan (level->tops[point + 1]));
}

/* Limits a slope, so that the curve stays between the values of both ends. */
static double
limit_slope (double slope,
             double mean)
{
  if (!(slope * mean > 0))
    return 0;

  return fabs (slope) > 3 * fabs (mean) ? 3 * mean : slope;
}

/* Gets the curve from a point to the next. Where a value changes its sign it moves to the other side of the
 * stack; slopes of the one side do not lead to the other. */
WbTrendSegment
wb_trend_get_segment (const WbTrendDetails *details,
                      const WbTrendCurve   *curve,
                      guint                 point)
{
  WbTrendSegment segment = {
    .x = details->xs[point],
    .width = details->xs[point + 1] - details->xs[point],
    .from = curve->values[point],
    .to = curve->values[point + 1],
    .slope_from = curve->slopes[point],
    .slope_to = curve->slopes[point + 1],
  };

  double mean = (segment.to - segment.from) / segment.width;

  if (details->dense || segment.width < MIN_CURVE)
    {
      segment.slope_from = mean;
      segment.slope_to = mean;
    }
  else if ((curve->tops[point] < 0) != (curve->tops[point + 1] < 0))
    {
      segment.slope_from = limit_slope (segment.slope_from, mean);
      segment.slope_to = limit_slope (segment.slope_to, mean);
    }

  return segment;
}

/* Adds a run of a curve to the path. */
static void
add_curve (const WbTrendDetails *details,
           const WbTrendCurve   *curve,
           const Run            *run,
           Direction             direction,
           cairo_t              *cr)
{
  const WbScale *scale = &details->scale;
  guint first = direction == FORWARD ? run->from : run->to - 1;

  cairo_line_to (cr, details->xs[first], wb_scale_map (scale, curve->values[first]));
  for (guint i = 1; i < run->to - run->from; i++)
    {
      guint point = direction == FORWARD ? run->from + i - 1 : run->to - 1 - i;
      WbTrendSegment segment = wb_trend_get_segment (details, curve, point);
      double third = segment.width / 3;
      double left = wb_scale_map (scale, segment.from + third * segment.slope_from);
      double right = wb_scale_map (scale, segment.to - third * segment.slope_to);
      double end = segment.x + segment.width;

      if (direction == FORWARD)
        cairo_curve_to (cr, segment.x + third, left, end - third, right, end,
                        wb_scale_map (scale, segment.to));
      else
        cairo_curve_to (cr, end - third, right, segment.x + third, left, segment.x,
                        wb_scale_map (scale, segment.from));
    }
}

/* Clips a curve that is growing to its current reach. */
static void
clip_reach (const WbChartLayout  *self,
            const WbTrendDetails *details,
            const WbTrendLevel   *level,
            cairo_t              *cr)
{
  if (level->n_curve == 0 || level->reach > details->xs[level->n_curve - 1] - 0.01)
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

/* Gets the colour of a level's line. */
WbColor
wb_trend_get_color (const WbTrendLevel *level,
                    const WbPalette    *palette)
{
  return wb_color_fade (wb_series_mix_get_color (level->series_mix, palette), level->alpha);
}

/* Gets the colours of a level's area, from its highest to its lowest point. */
WbTrendFill
wb_trend_get_fill (const WbTrendDetails *details,
                   const WbTrendLevel   *level,
                   const WbPalette      *palette)
{
  WbColor color = wb_trend_get_color (level, palette);
  const double *heads = level->heads != NULL ? level->heads : level->tops;
  double top = details->scale.start;
  double bottom = details->scale.end;

  for (guint i = 0; i < level->n_curve; i++)
    {
      if (isnan (level->tops[i]))
        continue;
      double head = wb_scale_map (&details->scale, heads[i]);
      double floor = wb_scale_map (&details->scale, level->floors[i]);

      top = MIN (top, MIN (head, floor));
      bottom = MAX (bottom, MAX (head, floor));
    }

  return (WbTrendFill) {
    .start = wb_color_fade (color, AREA_TOP),
    .end = wb_color_fade (color, AREA_BOTTOM),
    .area = { 0, top, 0, MAX (bottom - top, 1) },
  };
}

/* Gets the pattern of a level's area in high contrast. Its edge is the line. */
WbHatch
wb_trend_get_hatch (const WbChartLayout   *self,
                    const WbTrendLevel    *level,
                    const WbRenderContext *context)
{
  WbPattern pattern = wb_palette_get_pattern (context->palette, wb_series_mix_get_series (level->series_mix));
  WbHatch hatch = wb_hatch_init (pattern, wb_trend_get_color (level, context->palette), self->size,
                                 context->scale);

  hatch.outline = 0;

  return hatch;
}

static void
draw_area (const WbChartLayout   *self,
           const WbTrendDetails  *details,
           const WbTrendLevel    *level,
           cairo_t               *cr,
           const WbRenderContext *context)
{
  WbTrendCurve top = { level->tops, level->tangents, level->tops };
  WbTrendCurve floor = { level->floors, level->floor_tangents, level->tops };
  WbTrendFill fill = wb_trend_get_fill (details, level, context->palette);

  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  for (Run run = { 0 }; next_run (level, &run); )
    if (run.to - run.from > 1)
      {
        cairo_new_sub_path (cr);
        add_curve (details, &top, &run, FORWARD, cr);
        add_curve (details, &floor, &run, BACKWARD, cr);
        cairo_close_path (cr);
      }

  /* The edge is hidden by a line, so antialiasing is not needed, which halves the time. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  if (context->palette->contrast == WB_CONTRAST_HIGH)
    {
      WbHatch hatch = wb_trend_get_hatch (self, level, context);

      wb_hatch_fill (&hatch, cr);
    }
  else
    {
      cairo_pattern_t *pattern = cairo_pattern_create_linear (0, fill.area.y,
                                                              0, fill.area.y + fill.area.height);

      wb_color_add_stop (fill.start, pattern, 0);
      wb_color_add_stop (fill.end, pattern, 1);
      cairo_set_source (cr, pattern);
      cairo_fill (cr);
      cairo_pattern_destroy (pattern);
    }
  cairo_restore (cr);
}

/* Draws the values without neighbours as points. */
static void
draw_points (const WbTrendDetails  *details,
             const WbTrendLevel    *level,
             double                 radius,
             cairo_t               *cr,
             const WbRenderContext *context)
{
  WbColor color = wb_trend_get_color (level, context->palette);
  WbMarker marker = wb_palette_get_marker (context->palette, wb_series_mix_get_series (level->series_mix));

  for (guint i = 0; i < level->n_curve && details->xs[i] <= level->reach + 0.01; i++)
    {
      if (!wb_trend_is_alone (level, i))
        continue;

      double y = wb_scale_map (&details->scale, level->tops[i]);
      if (context->palette->contrast == WB_CONTRAST_HIGH)
        wb_marker_draw (marker, cr, details->xs[i], y,
                        &(WbMarkerStyle) { .radius = radius, .fill = color, .rim = context->palette->card });
      else
        wb_draw_dot (cr, details->xs[i], y, radius, color, context->palette->card);
    }
}

static void
draw_line (const WbChartLayout  *self,
           const WbTrendDetails *details,
           const WbTrendLevel   *level,
           double                width,
           WbColor               color,
           cairo_t              *cr)
{
  WbTrendCurve top = { level->tops, level->tangents, level->tops };

  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  wb_color_use (color, cr);
  for (Run run = { 0 }; next_run (level, &run); )
    if (run.to - run.from > 1)
      {
        cairo_new_sub_path (cr);
        add_curve (details, &top, &run, FORWARD, cr);
      }
  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Draws dashed lines across the gaps of a level, but not to its ends. */
static void
draw_bridges (const WbChartLayout   *self,
              const WbTrendDetails  *details,
              const WbTrendLevel    *level,
              cairo_t               *cr,
              const WbRenderContext *context)
{
  double width = wb_trend_get_pen (self) * BRIDGE;
  double dashes[] = { DASH * width, DASH_GAP * width };
  Run run = { 0 };
  gboolean is_first = TRUE;

  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  for (guint last = 0; next_run (level, &run); last = run.to - 1, is_first = FALSE)
    if (!is_first)
      {
        cairo_move_to (cr, details->xs[last], wb_scale_map (&details->scale, level->tops[last]));
        cairo_line_to (cr, details->xs[run.from], wb_scale_map (&details->scale, level->tops[run.from]));
      }
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (cr, width);
  wb_color_use (wb_color_fade (wb_trend_get_color (level, context->palette), BRIDGE_ALPHA), cr);
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
    .fill = wb_trend_get_color (level, context->palette),
    .rim = wb_color_fade (context->palette->card, level->alpha),
  };
  double last = -G_MAXDOUBLE;

  for (guint i = 0; i < level->n_curve && details->xs[i] <= level->reach + 0.01; i++)
    {
      if (details->xs[i] - last < SPACING * self->size || isnan (level->tops[i]) ||
          wb_trend_is_alone (level, i))
        continue;
      last = details->xs[i];
      wb_marker_draw (marker, cr, last, wb_scale_map (&details->scale, level->tops[i]), &style);
    }
}

static void
draw_paths (const WbChartLayout   *self,
            const WbTrendDetails  *details,
            cairo_t               *cr,
            const WbRenderContext *context)
{
  gboolean is_high = context->palette->contrast == WB_CONTRAST_HIGH;
  double pen = wb_trend_get_pen (self);

  for (guint i = 0; i < details->n_levels; i++)
    draw_area (self, details, &details->levels[i], cr, context);
  for (guint i = 0; is_high && i < details->n_levels; i++)
    draw_line (self, details, &details->levels[i], pen * (1 + 2 * WB_TREND_CASING),
               wb_color_fade (context->palette->card, details->levels[i].alpha), cr);
  for (guint i = 0; i < details->n_levels; i++)
    draw_line (self, details, &details->levels[i], pen,
               wb_trend_get_color (&details->levels[i], context->palette), cr);
}

/* Draws grid, areas and lines. */
void
wb_trend_draw_base (const WbChartLayout   *self,
                    cairo_t               *cr,
                    const WbRenderContext *context)
{
  const WbTrendDetails *details = self->details;
  gboolean is_high = context->palette->contrast == WB_CONTRAST_HIGH;
  double left = self->right_to_left ? self->width - self->plot.x - self->plot.width : self->plot.x;

  wb_grid_draw (details->grid, left, left + self->plot.width, cr, context);
  /* A vector file has paths, unless there are more points than pixels. */
  if (details->dense || wb_draw_is_pixels (cr))
    wb_trend_draw_raster (self, cr, context);
  else
    draw_paths (self, details, cr, context);
  for (guint i = 0; details->bridged && i < details->n_levels; i++)
    draw_bridges (self, details, &details->levels[i], cr, context);
  for (guint i = 0; !details->dense && i < details->n_levels; i++)
    draw_points (details, &details->levels[i], wb_trend_get_pen (self) * POINT, cr, context);
  for (guint i = 0; is_high && !details->dense && i < details->n_levels; i++)
    draw_markers (self, details, &details->levels[i], cr, context);
}
