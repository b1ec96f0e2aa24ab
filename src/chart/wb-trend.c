/* wb-trend.c: stacked areas over the months
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trend.h"

#include <glib/gi18n-lib.h>
#include "drawing/wb-draw.h"
#include "drawing/wb-marker.h"
#include "drawing/wb-number.h"

/* The size of the marker under the cursor in high contrast, relative to a dot. */
#define CHOSEN 0.95

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

/* The month at a point, or -1 outside of the plot. */
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
      /* Marks of one column may belong to different months at the same height. */
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
  return wb_trend_get_pen (self) * 3.2;
}

static WbBox
get_highlight (const WbChartLayout *self,
               const WbMark        *mark)
{
  const WbTrendDetails *details = self->details;
  double x = details->start + mark->item * details->step;
  WbBox guide = { x, self->plot.y, 0, self->plot.height };

  return wb_box_grow (guide, get_dot_radius (self) * CHOSEN * WB_MARKER_REACH);
}

/* A point of a series at the month under the cursor. */
typedef struct
{
  double   x, y;
  WbMarker marker;
  WbColor  color;
  gboolean is_chosen;
} Point;

/* The marker of the chosen series is larger and has two rims, an inner one in the colour of text and an outer
 * one in that of the card, since it may be on an area of its own colour. */
static void
draw_marker (const Point     *point,
             cairo_t         *cr,
             double           radius,
             const WbPalette *palette)
{
  WbMarkerStyle ground = { .radius = radius * CHOSEN, .fill = palette->card, .rim = palette->card };
  WbMarkerStyle chosen = { .radius = radius * CHOSEN * 0.75, .fill = point->color, .rim = palette->text };
  WbMarkerStyle other = { .radius = radius * 0.62, .fill = point->color, .rim = palette->card };

  if (point->is_chosen)
    wb_marker_draw (point->marker, cr, point->x, point->y, &ground);
  wb_marker_draw (point->marker, cr, point->x, point->y, point->is_chosen ? &chosen : &other);
}

static void
draw_highlight (const WbChartLayout   *self,
                cairo_t               *cr,
                const WbMark          *mark,
                const WbRenderContext *context)
{
  const WbTrendDetails *details = self->details;
  double x = details->start + mark->item * details->step;

  wb_color_use (wb_color_fade (context->palette->muted, 0.8), cr);
  wb_draw_hairline (cr, x, self->plot.y, x, self->plot.y + self->plot.height,
                    context->scale > 0 ? context->scale : 1);

  WbTrendStack stack = { 0 };
  for (guint i = 0; i < details->n_levels; i++)
    {
      const WbTrendLevel *level = &details->levels[i];
      const WbTrendSeries *series = &details->type->series[level->series];
      double top = wb_trend_stack_add (&stack, wb_trend_get_value (series, mark->item), NULL);
      if (isnan (top))
        continue;

      Point point = {
        .x = x,
        .y = wb_scale_map (&details->scale, top),
        .marker = wb_palette_get_marker (context->palette, level->series),
        .color = wb_palette_get_series (context->palette, level->series),
        .is_chosen = level->series == mark->series,
      };
      double radius = get_dot_radius (self);
      if (context->palette->contrast == WB_CONTRAST_HIGH)
        draw_marker (&point, cr, radius, context->palette);
      else
        wb_draw_dot (cr, point.x, point.y, radius * (point.is_chosen ? 1 : 0.7), point.color,
                     context->palette->card);
    }
}

/* Lists every series of a month, from the top of the stack down. */
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
      wb_tooltip_add (tooltip, level->series, series->name, value,
                      level->series == mark->series ? WB_TOOLTIP_CHOSEN : WB_TOOLTIP_PLAIN);
    }

  return tooltip;
}

/* Finds the highest value of all visible series, even without a mark; %NULL for none. */
static const WbTrendSeries *
find_highest (const WbTrendDetails *details,
              guint                *ret_month)
{
  const WbTrendSeries *highest = NULL;

  for (guint i = 0; i < details->n_levels; i++)
    {
      const WbTrendSeries *series = &details->type->series[details->levels[i].series];

      for (guint month = 0; month < details->levels[i].n_values; month++)
        if (!isnan (series->values[month]) &&
            (highest == NULL || series->values[month] > highest->values[*ret_month]))
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
  .count_pages = count_pages,
  .dup_page_title = dup_page_title,
  .layout = wb_trend_layout,
  .draw_base = wb_trend_draw_base,
  .name_marks = wb_trend_name_marks,
  .hit = hit,
  .get_highlight = get_highlight,
  .draw_highlight = draw_highlight,
  .make_tooltip = make_tooltip,
  .describe = describe,
  .blend = wb_trend_blend,
};
