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

  for (guint i = 0; i < level->n_curve; i++)
    {
      double foot = below != NULL ? below->tops[i] : 0;

      top = MIN (top, wb_scale_map (&details->scale, MAX (level->tops[i], foot)));
      bottom = MAX (bottom, wb_scale_map (&details->scale, MIN (level->tops[i], foot)));
    }

  cairo_pattern_t *pattern = cairo_pattern_create_linear (0, top, 0, MAX (bottom, top + 1));
  wb_color_add_stop (wb_color_fade (color, AREA_TOP), pattern, 0);
  wb_color_add_stop (wb_color_fade (color, AREA_BOTTOM), pattern, 1);
  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  add_curve (details, level, level->n_curve, FALSE, cr);
  add_curve (details, below, level->n_curve, TRUE, cr);
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
  double width = CLAMP (self->size / 9, 1.25, 5);

  if (level->n_curve == 1)
    {
      wb_draw_dot (cr, details->xs[0], wb_scale_map (&details->scale, level->tops[0]), width * 2.2, color,
                   frame->palette->card);
      return;
    }

  cairo_save (cr);
  clip_reach (self, details, level, cr);
  cairo_new_path (cr);
  add_curve (details, level, level->n_curve, FALSE, cr);
  wb_color_use (color, cr);
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
  for (guint i = 0; i < details->n_levels; i++)
    if (details->levels[i].n_curve > 0)
      draw_line (self, details, &details->levels[i], cr, frame);
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
  int nearest = -1;
  double distance = G_MAXDOUBLE;

  for (guint i = 0; month >= 0 && i < details->n_levels; i++)
    {
      const WbTrendLevel *level = &details->levels[i];

      if ((guint) month >= level->n_values)
        continue;

      const WbMark *mark = wb_layout_get_mark (self, level->first_mark + month);
      double away = fabs (mark->box.y + mark->box.height / 2 - y);
      if (away < distance)
        {
          distance = away;
          nearest = level->first_mark + month;
        }
    }

  return nearest;
}

static double
get_dot_radius (const WbChartLayout *self)
{
  return CLAMP (self->size / 9, 1.25, 5) * 3.2;
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

      const WbMark *point = wb_layout_get_mark (self, level->first_mark + mark->item);
      wb_draw_dot (cr, x, point->box.y + point->box.height / 2,
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

static char *
describe (const WbChartLayout *self)
{
  const WbTrend *trend = wb_dataset_get_trend (self->dataset);
  const WbTrendDetails *details = self->details;
  const WbMark *highest = NULL;

  for (guint i = 0; i < self->n_items; i++)
    {
      const WbMark *mark = wb_layout_get_mark (self, i);

      if (highest == NULL || mark->value > highest->value)
        highest = mark;
    }

  g_autofree char *series = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u series", "%u series",
                                                          details->n_levels), details->n_levels);
  g_autofree char *months = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u month", "%u months",
                                                          trend->n_labels), trend->n_labels);
  if (highest == NULL)
    /* Translators: a title, “5 series”, “12 months” */
    return g_strdup_printf (_("%s: %s, %s"), self->title, series, months);

  /* Translators: a title, “5 series”, “12 months”, a series, a month, a value with its unit */
  return g_strdup_printf (_("%s: %s, %s, highest %s in %s, %s"), self->title, series, months,
                          details->type->series[highest->series].name, trend->labels[highest->item],
                          highest->text);
}

const WbChart wb_trend_chart = {
  .page_seconds = 0,
  .count_pages = count_pages,
  .dup_page_title = dup_page_title,
  .layout = wb_trend_layout,
  .draw_base = draw_base,
  .hit = hit,
  .get_highlight = get_highlight,
  .draw_highlight = draw_highlight,
  .make_tooltip = make_tooltip,
  .describe = describe,
  .blend = wb_trend_blend,
};
