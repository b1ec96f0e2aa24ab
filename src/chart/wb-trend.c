/* wb-trend.c: stacked areas over the months
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trend.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "wb-draw.h"
#include "wb-number.h"

/* How dense an area is under its line, and at its foot. */
#define AREA_TOP    0.62
#define AREA_BOTTOM 0.12

/* How dense a band is from the highest to the lowest of a pixel, beside its line. */
#define BAND 0.7

static guint
count_pages (WbDataset *dataset)
{
  return MAX (wb_dataset_get_trend (dataset)->n_types, 1);
}

static char *
dup_page_title (WbDataset *dataset,
                guint      page)
{
  const WbTrend *trend = wb_dataset_get_trend (dataset);

  if (page >= trend->n_types || *trend->types[page].title == '\0')
    return NULL;

  return g_strdup (trend->types[page].title);
}

/* Adds a level's curve to the path, from its first point to its @n_points th or back again. For the axis (a
 * %NULL level) this is a straight line. */
static void
add_curve (const WbTrendDetails *details,
           const WbTrendLevel   *level,
           guint                 n_points,
           gboolean              backwards,
           cairo_t              *cr)
{
  const double *xs = details->xs;
  int from = backwards ? (int) n_points - 1 : 0;
  int to = backwards ? 0 : (int) n_points - 1;
  int way = backwards ? -1 : 1;

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

/* The highest or the lowest of the values from half a pen before a place to half a pen after it. */
static double
find_edge (const double *values,
           guint         n_values,
           guint         place,
           guint         pen,
           gboolean      upper)
{
  guint last = MIN (place + pen / 2, n_values - 1);
  double edge = values[place];

  for (guint i = place - MIN (place, pen / 2); i <= last; i++)
    edge = upper ? MAX (edge, values[i]) : MIN (edge, values[i]);

  return edge;
}

/* Adds what a pen of a width covers that goes along the tops of a dense level and down to some floors, which
 * may be the tops. A column that is unlike its neighbours is as wide as the pen, as it is on any line. */
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
                   wb_scale_map (&details->scale, find_edge (level->tops, n, i, width, TRUE)) - width / 2);
  for (guint i = n; i-- > 0; )
    cairo_line_to (cr, details->xs[i],
                   wb_scale_map (&details->scale, find_edge (floors, n, i, width, FALSE)) + width / 2);
  cairo_close_path (cr);
}

/* A curve that is growing longer is not seen beyond its reach yet. */
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

static double
get_pen (const WbChartLayout *self)
{
  return CLAMP (self->size / 9, 1.25, 5);
}

/* Where points are closer than pixels, a band goes down from the line to the lowest of each pixel. It is
 * paler, and under all lines: were it as strong, one restless series would hide all others. */
static void
draw_band (const WbChartLayout  *self,
           const WbTrendDetails *details,
           const WbTrendLevel   *level,
           cairo_t              *cr,
           const WbFrame        *frame)
{
  WbColor color = wb_tint_get_color (level->tint, frame->palette);

  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  add_band (details, level, level->lows, get_pen (self), cr);
  wb_color_use (wb_color_fade (color, level->alpha * BAND), cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* Between which sums a point of a level is filled. Of a dense one this is what every month in the column
 * fills: from the highest below it to its own lowest, or the other way round where its values are negative;
 * the rest is its band. */
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

/* Adds what every month of a dense level fills. */
static void
add_fill (const WbTrendDetails *details,
          guint                 position,
          cairo_t              *cr)
{
  guint n = details->levels[position].n_curve;
  double foot, top;

  for (guint i = 0; i < n; i++)
    {
      find_fill (details, position, i, &foot, &top);
      cairo_line_to (cr, details->xs[i], wb_scale_map (&details->scale, top));
    }
  for (guint i = n; i-- > 0; )
    {
      find_fill (details, position, i, &foot, &top);
      cairo_line_to (cr, details->xs[i], wb_scale_map (&details->scale, foot));
    }
}

static void
draw_area (const WbChartLayout  *self,
           const WbTrendDetails *details,
           guint                 position,
           cairo_t              *cr,
           const WbFrame        *frame)
{
  const WbTrendLevel *level = &details->levels[position];
  const WbTrendLevel *below = position > 0 ? level - 1 : NULL;
  WbColor color = wb_color_fade (wb_tint_get_color (level->tint, frame->palette), level->alpha);
  double top = details->scale.start;
  double bottom = details->scale.end;
  double thickest = 0;

  for (guint i = 0; i < level->n_curve; i++)
    {
      double foot, head;

      find_fill (details, position, i, &foot, &head);
      double upper = wb_scale_map (&details->scale, MAX (head, foot));
      double lower = wb_scale_map (&details->scale, MIN (head, foot));
      top = MIN (top, upper);
      bottom = MAX (bottom, lower);
      thickest = MAX (thickest, lower - upper);
    }
  /* Less is under the line; very many edges that enclose nothing are slow. */
  if (details->dense && thickest < 1)
    return;

  cairo_pattern_t *pattern = cairo_pattern_create_linear (0, top, 0, MAX (bottom, top + 1));
  wb_color_add_stop (wb_color_fade (color, AREA_TOP), pattern, 0);
  wb_color_add_stop (wb_color_fade (color, AREA_BOTTOM), pattern, 1);
  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  if (details->dense)
    {
      add_fill (details, position, cr);
    }
  else
    {
      add_curve (details, level, level->n_curve, FALSE, cr);
      add_curve (details, below, level->n_curve, TRUE, cr);
    }
  cairo_close_path (cr);
  cairo_set_source (cr, pattern);
  /* The edge lies under a line, so nobody sees that it is jagged, and it costs half as much. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_pattern_destroy (pattern);
}

static void
draw_line (const WbChartLayout  *self,
           const WbTrendDetails *details,
           const WbTrendLevel   *level,
           cairo_t              *cr,
           const WbFrame        *frame)
{
  WbColor color = wb_color_fade (wb_tint_get_color (level->tint, frame->palette), level->alpha);
  double width = get_pen (self);

  if (level->n_curve == 1)
    {
      wb_draw_dot (cr, details->xs[0], wb_scale_map (&details->scale, level->tops[0]), width * 2.2, color,
                   frame->palette->card);
      return;
    }

  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  wb_color_use (color, cr);
  if (details->dense)
    {
      /* The same line as below, since a pen would have to turn at each pixel. */
      add_band (details, level, level->tops, width, cr);
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
      cairo_fill (cr);
      cairo_restore (cr);
      return;
    }

  add_curve (details, level, level->n_curve, FALSE, cr);
  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_base (const WbChartLayout *self,
           cairo_t             *cr,
           const WbFrame       *frame)
{
  const WbTrendDetails *details = self->details;
  double left = self->right_to_left ? self->width - self->plot.x - self->plot.width : self->plot.x;

  wb_grid_draw (details->grid, left, left + self->plot.width, cr, frame);
  for (guint i = 0; i < details->n_levels; i++)
    if (details->levels[i].n_curve > 1)
      draw_area (self, details, i, cr, frame);
  for (guint i = 0; details->dense && i < details->n_levels; i++)
    if (details->levels[i].n_curve > 1)
      draw_band (self, details, &details->levels[i], cr, frame);
  for (guint i = 0; i < details->n_levels; i++)
    if (details->levels[i].n_curve > 0)
      draw_line (self, details, &details->levels[i], cr, frame);
}

/* How high the stack is at a month, up to and with a level. */
static double
get_height (const WbTrendDetails *details,
            guint                 position,
            guint                 month)
{
  double sum = 0;

  for (guint i = 0; i <= position; i++)
    if (month < details->levels[i].n_values)
      sum += wb_trend_get_value (&details->type->series[details->levels[i].series], month);

  return wb_scale_map (&details->scale, sum);
}

/* The month whose column a point is in, or -1 outside of the plot. */
static int
find_month (const WbChartLayout *self,
            double               x,
            double               y)
{
  const WbTrendDetails *details = self->details;
  guint n_months = wb_dataset_get_trend (self->dataset)->n_labels;
  double slack = self->size * 0.5;
  WbBox plot = self->right_to_left ? wb_box_mirror (self->plot, self->width) : self->plot;

  if (!wb_box_contains (wb_box_grow (plot, slack), x, y))
    return -1;
  if (details->step <= 0)
    return 0;

  return CLAMP (rint ((x - details->start) / details->step), 0, n_months - 1);
}

static int
hit (const WbChartLayout *self,
     double               x,
     double               y)
{
  const WbTrendDetails *details = self->details;
  int month = find_month (self, x, y);
  guint n_months = wb_dataset_get_trend (self->dataset)->n_labels;
  int nearest = -1;
  double distance = G_MAXDOUBLE;
  double aside = G_MAXDOUBLE;

  if (month < 0)
    return -1;

  guint point = details->dense ? wb_trend_get_column (details, month, n_months) : (guint) month;
  for (guint i = 0; i < details->n_levels; i++)
    {
      const WbTrendLevel *level = &details->levels[i];

      if (point >= level->n_curve)
        continue;

      const WbMark *mark = wb_layout_get_mark (self, level->first_mark + point);
      double away = fabs (mark->box.y + mark->box.height / 2 - y);
      double across = fabs (details->start + mark->item * details->step - x);
      /* Marks of one column may stand for different months at the same height. */
      if (away < distance || (away == distance && across < aside))
        {
          distance = away;
          aside = across;
          nearest = level->first_mark + point;
        }
    }

  return nearest;
}

static double
get_dot_radius (const WbChartLayout *self)
{
  return get_pen (self) * 3.2;
}

static WbBox
get_highlight (const WbChartLayout *self,
               const WbMark        *mark)
{
  const WbTrendDetails *details = self->details;
  double x = details->start + mark->item * details->step;
  WbBox guide = { x, self->plot.y, 0, self->plot.height };

  return wb_box_grow (guide, get_dot_radius (self));
}

static void
draw_highlight (const WbChartLayout *self,
                cairo_t             *cr,
                const WbMark        *mark,
                const WbFrame       *frame)
{
  const WbTrendDetails *details = self->details;
  double x = details->start + mark->item * details->step;

  wb_color_use (wb_color_fade (frame->palette->muted, 0.8), cr);
  wb_draw_hairline (cr, x, self->plot.y, x, self->plot.y + self->plot.height,
                    frame->scale > 0 ? frame->scale : 1);

  for (guint i = 0; i < details->n_levels; i++)
    {
      const WbTrendLevel *level = &details->levels[i];
      if (mark->item >= level->n_values)
        continue;

      wb_draw_dot (cr, x, get_height (details, i, mark->item),
                   get_dot_radius (self) * (level->series == mark->series ? 1 : 0.7),
                   wb_palette_get_series (frame->palette, level->series), frame->palette->card);
    }
}

/* The month, and every series as the eye meets them: from the top of the stack down. */
static WbTooltip *
make_tooltip (const WbChartLayout *self,
              const WbMark        *mark)
{
  const WbTrendDetails *details = self->details;
  const char *month = wb_dataset_get_trend (self->dataset)->labels[mark->item];
  const char *unit = details->type->unit;
  g_autofree char *title = unit != NULL && *unit != '\0'
                             /* Translators: a month and the unit of the values below it */
                             ? g_strdup_printf (C_("month and unit", "%s · %s"), month, unit)
                             : g_strdup (month);
  WbTooltip *tooltip = wb_tooltip_new (title);

  for (guint i = details->n_levels; i-- > 0; )
    {
      const WbTrendLevel *level = &details->levels[i];
      if (mark->item >= level->n_values)
        continue;

      const WbTrendSeries *series = &details->type->series[level->series];
      g_autofree char *value = wb_number_format (series->values[mark->item]);
      wb_tooltip_add (tooltip, level->series, series->name, value, level->series == mark->series);
    }

  return tooltip;
}

/* The highest value of all visible series, whether it has a mark or not; %NULL where there is none. */
static const WbTrendSeries *
find_highest (const WbTrendDetails *details,
              guint                *ret_month)
{
  const WbTrendSeries *highest = NULL;

  for (guint i = 0; i < details->n_levels; i++)
    {
      const WbTrendSeries *series = &details->type->series[details->levels[i].series];

      for (guint month = 0; month < details->levels[i].n_values; month++)
        if (highest == NULL || series->values[month] > highest->values[*ret_month])
          {
            highest = series;
            *ret_month = month;
          }
    }

  return highest;
}

static char *
describe (const WbChartLayout *self)
{
  const WbTrend *trend = wb_dataset_get_trend (self->dataset);
  const WbTrendDetails *details = self->details;
  guint month = 0;
  const WbTrendSeries *highest = find_highest (details, &month);

  g_autofree char *series = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u series", "%u series",
                                                          details->n_levels), details->n_levels);
  g_autofree char *months = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u month", "%u months",
                                                          trend->n_labels), trend->n_labels);
  if (highest == NULL)
    /* Translators: a title, “5 series”, “12 months” */
    return g_strdup_printf (_("%s: %s, %s"), self->title, series, months);

  g_autofree char *value = wb_number_format_with_unit (highest->values[month], details->type->unit);

  /* Translators: a title, “5 series”, “12 months”, a series, a month, a value with its unit */
  return g_strdup_printf (_("%s: %s, %s, highest %s in %s, %s"), self->title, series, months,
                          highest->name, trend->labels[month], value);
}

const WbChart wb_trend_chart = {
  .page_seconds = 0,
  .count_pages = count_pages,
  .dup_page_title = dup_page_title,
  .layout = wb_trend_layout,
  .draw_base = draw_base,
  .name_marks = wb_trend_name_marks,
  .hit = hit,
  .get_highlight = get_highlight,
  .draw_highlight = draw_highlight,
  .make_tooltip = make_tooltip,
  .describe = describe,
  .blend = wb_trend_blend,
};
