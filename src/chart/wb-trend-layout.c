/* wb-trend-layout.c: the layout of the trend chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trend.h"

#include <glib/gi18n-lib.h>

#include "axes/wb-axis.h"
#include "drawing/wb-number.h"
#include "layout/wb-legend.h"

/* In em of a label. */
#define PADDING   0.55
#define AXIS_GAP  0.5
#define LABEL_GAP 0.9
#define MONTH_GAP 0.3
#define TICK_ROOM 2.2
#define DOT       0.34

/* Frees the details of a layout. */
void
wb_trend_free_details (gpointer data)
{
  WbTrendDetails *details = data;

  for (guint i = 0; i < details->n_levels; i++)
    {
      g_free (details->levels[i].tops);
      g_free (details->levels[i].floors);
      g_free (details->levels[i].tangents);
      g_free (details->levels[i].floor_tangents);
      g_free (details->levels[i].lows);
      g_free (details->levels[i].heads);
    }
  g_free (details->levels);
  g_free (details->xs);
  g_free (details->names);
  g_clear_pointer (&details->grid, g_array_unref);
  g_free (details);
}

/* Whether there is a number in any series, visible or not. */
static gboolean
has_values (const WbTrendType *type)
{
  for (guint i = 0; i < type->n_series; i++)
    for (guint month = 0; month < type->series[i].n_values; month++)
      if (!isnan (type->series[i].values[month]))
        return TRUE;

  return FALSE;
}

/* The lowest and highest sum of the stack, over all levels. */
static void
find_range (const WbTrendDetails *details,
            guint                 n_months,
            double               *ret_low,
            double               *ret_high)
{
  g_autofree WbTrendStack *stacks = g_new0 (WbTrendStack, n_months);
  double low = 0;
  double high = 0;

  for (guint i = 0; i < details->n_levels; i++)
    {
      const WbTrendSeries *series = &details->type->series[details->levels[i].series];

      for (guint month = 0; month < details->levels[i].n_values; month++)
        wb_trend_stack_add (&stacks[month], wb_trend_get_value (series, month), NULL);
    }
  for (guint month = 0; month < n_months; month++)
    {
      low = MIN (low, stacks[month].down);
      high = MAX (high, stacks[month].up);
    }

  *ret_low = low;
  *ret_high = high;
}

static void
find_levels (WbChartLayout  *self,
             WbTrendDetails *details,
             guint           n_months)
{
  details->levels = g_new0 (WbTrendLevel, MAX (details->type->n_series, 1));
  for (guint i = 0; i < details->type->n_series; i++)
    {
      if (wb_layout_is_hidden (self, i))
        continue;

      WbTrendLevel *level = &details->levels[details->n_levels++];
      level->name = details->type->series[i].name;
      level->series = i;
      level->series_mix = (WbSeriesMix) { .from = i, .to = i };
      level->alpha = 1;
      level->n_values = MIN (details->type->series[i].n_values, n_months);
    }
}

/* Whether a box is clear of the legend. */
static gboolean
is_free (const WbChartLayout *self,
         WbBox                box)
{
  for (guint i = 0; i < self->legend->len; i++)
    if (wb_box_intersects (g_array_index (self->legend, WbMark, i).box, box))
      return FALSE;

  return TRUE;
}

/* Adds the unit, next to the last line of the legend if there is room, else below. Returns the height of
 * both. */
static double
layout_unit (WbChartLayout *self,
             const WbText  *text,
             const char    *unit,
             WbBox          room,
             double         legend)
{
  double row = wb_legend_get_row (text);
  double top = room.y + MAX (legend - row, 0);

  if (unit == NULL || *unit == '\0')
    return legend;

  PangoLayout *shape = wb_text_shape (text, unit, WB_AXIS_SCALE, WB_TEXT_PLAIN, room.width);
  if (!is_free (self, (WbBox) { room.x, top, wb_text_get_width (shape) + LABEL_GAP * text->size, row }))
    top = room.y + legend;
  wb_layout_add_label (self, shape, room.x, 0, top + text->above * text->size * WB_AXIS_SCALE,
                       WB_TEXT_ROLE_MUTED);

  return top + row - room.y;
}

/* Adds legend and unit above the plot. Returns the upper limit of the plot. */
static double
layout_head (WbChartLayout        *self,
             const WbTrendDetails *details,
             const WbText         *text)
{
  const WbTrendType *type = details->type;
  double padding = PADDING * text->size;
  double row = wb_legend_get_row (text);
  g_autofree const char **names = g_new (const char *, type->n_series);

  if (self->height < 7 * row || self->width < 14 * text->size)
    return padding;

  for (guint i = 0; i < type->n_series; i++)
    names[i] = type->series[i].name;

  WbLegend legend = { .names = names, .n_names = type->n_series, .align = 1 };
  WbBox room = { padding, padding * 0.6, self->width - 2 * padding, MAX (self->height * 0.27, row) };
  double height = wb_legend_layout (&legend, self, text, room, NULL);

  return room.y + layout_unit (self, text, type->unit, room, height) + padding * 0.6;
}

/* Adds the vertical axis, and sets the plot. */
static void
layout_axis (WbChartLayout  *self,
             WbTrendDetails *details,
             const WbText   *text,
             double          low,
             double          high)
{
  double padding = PADDING * text->size;
  double line = wb_text_get_line (text, WB_AXIS_SCALE);
  guint max_ticks = CLAMP (1 + self->plot.height / (TICK_ROOM * text->size), 2, 8);

  details->ticks = wb_ticks_find (low, high, max_ticks);

  double room = self->width * 0.25;
  double widest;
  g_autoptr (GPtrArray) shapes = wb_axis_shape (&details->ticks, text, room, &widest);
  gboolean labelled = widest <= room && self->plot.height >= line;
  double gutter = labelled ? padding + widest + AXIS_GAP * text->size : padding;

  self->plot.x = MIN (gutter, self->width / 2);
  self->plot.width = MAX (self->width - padding - self->plot.x, 0);
  details->scale = (WbScale) {
    .low = wb_ticks_get_low (&details->ticks),
    .high = wb_ticks_get_high (&details->ticks),
    .start = self->plot.y + self->plot.height,
    .end = self->plot.y,
  };

  details->grid = wb_grid_new (&details->ticks, &details->scale);
  for (guint i = 0; labelled && i < details->ticks.n_ticks; i++)
    wb_layout_add_label (self, g_object_ref (g_ptr_array_index (shapes, i)),
                         gutter - AXIS_GAP * text->size, 1,
                         wb_scale_map (&details->scale, wb_ticks_get (&details->ticks, i)),
                         WB_TEXT_ROLE_MUTED);
}

/* The smallest round step of labels that is at least @least. */
static guint
find_label_step (guint  n_labels,
                 double least)
{
  static const guint steps[] = { 1, 2, 3, 4, 6, 12 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] >= least)
      return steps[i];

  for (guint64 power = 10; power < n_labels; power *= 10)
    for (guint digit = 1; digit <= 5; digit += digit == 2 ? 3 : digit)
      if (power * digit >= least)
        return power * digit;

  return MAX (n_labels, 1);
}

static double
get_month_cap (const WbChartLayout *self,
               const WbText        *text)
{
  return CLAMP (self->plot.width / 3, 1, 9 * text->size);
}

static double
measure_month (const WbText *text,
               const char   *month,
               double        cap)
{
  g_autoptr (PangoLayout) shape = wb_text_shape (text, month, WB_AXIS_SCALE, WB_TEXT_PLAIN, cap);

  return wb_text_get_width (shape);
}

/* Measures the widest name of a month, in a sample if there are many. */
static double
measure_months (const WbText  *text,
                const WbTrend *trend,
                double         cap)
{
  guint sample = MIN (trend->n_labels, 48);
  double widest = 1;

  for (guint i = 0; i < sample; i++)
    {
      guint month = (guint64) i * trend->n_labels / sample;

      widest = MAX (widest, measure_month (text, trend->labels[month], cap));
    }

  return widest;
}

/* Sets the positions of months. If all have names, the plot ends early enough for the last name to be
 * centred. */
static void
place_months (WbChartLayout  *self,
              WbTrendDetails *details,
              const WbText   *text,
              const WbTrend  *trend)
{
  double name = measure_months (text, trend, get_month_cap (self, text)) + MONTH_GAP * text->size;
  double margin = name / 2 - (self->width - self->plot.x - self->plot.width);
  gboolean single = trend->n_labels == 1;

  if (!single && margin > 0 && name * (trend->n_labels - 1) <= self->plot.width - margin)
    self->plot.width -= margin;

  details->start = self->plot.x + (single ? self->plot.width / 2 : 0);
  details->step = single ? 0 : self->plot.width / (trend->n_labels - 1);
}

/* Adds as many names of months as fit without touching. */
static void
layout_months (WbChartLayout        *self,
               const WbTrendDetails *details,
               const WbText         *text,
               const WbTrend        *trend,
               double                middle)
{
  double cap = get_month_cap (self, text);
  double widest = measure_months (text, trend, cap);
  double least = details->step > 0 ? (widest + MONTH_GAP * text->size) / details->step : 1;
  guint step = find_label_step (trend->n_labels, least);

  /* The first and last names are kept in the frame; the last one is left out if it touches the one before. If
   * it is the only one without room, every second name is used instead, so that a year ends with its
   * December. */
  double edge = 0.3 * text->size;
  double free_from = 0;
  if (step == 1 && trend->n_labels > 2)
    {
      double last = measure_month (text, trend->labels[trend->n_labels - 1], cap);
      double before = measure_month (text, trend->labels[trend->n_labels - 2], cap);
      double x = details->start + (trend->n_labels - 2.0) * details->step;

      if (x + before / 2 + 0.8 * MONTH_GAP * text->size > self->width - edge - last)
        step = 2;
    }
  for (guint64 month = 0; month < trend->n_labels; month += step)
    {
      g_autoptr (PangoLayout) shape = wb_text_shape (text, trend->labels[month], WB_AXIS_SCALE, WB_TEXT_PLAIN,
                                                     cap);
      double x = details->start + month * details->step;
      double half = wb_text_get_width (shape) / 2;

      x = CLAMP (x, MIN (edge + half, self->width / 2), MAX (self->width - edge - half, self->width / 2));
      if (x - half < free_from)
        continue;

      free_from = x + half + 0.8 * MONTH_GAP * text->size;
      wb_layout_add_label (self, g_steal_pointer (&shape), x, 0.5, middle, WB_TEXT_ROLE_MUTED);
    }
}

/* Sets the points of the curves: at the months or, if these are closer than pixels, at the pixels. */
static void
place_curve (WbChartLayout  *self,
             WbTrendDetails *details,
             const WbTrend  *trend)
{
  guint n_curve = MIN (trend->n_labels, MAX (self->plot.width, 2));
  double step = n_curve > 1 ? details->step * (trend->n_labels - 1) / (n_curve - 1) : 0;

  details->n_curve = n_curve;
  details->xs = g_new (double, n_curve);
  for (guint point = 0; point < n_curve; point++)
    details->xs[point] = details->start + point * step;
  if (n_curve == trend->n_labels)
    details->names = g_memdup2 (trend->labels, n_curve * sizeof (char *));
}

/* Adds the mark of a month at the sum of its stack, without strings, see wb_trend_name_marks(). */
void
wb_trend_add_mark (WbChartLayout        *self,
                   const WbTrendDetails *details,
                   const WbTrendLevel   *level,
                   guint                 month,
                   double                sum)
{
  double radius = MIN (DOT * self->size, MIN (self->width, self->height) / 2);
  double x = details->start + month * details->step;
  double y = wb_scale_map (&details->scale, sum);
  WbMark mark = {
    .kind = WB_MARK_POINT,
    .series = level->series,
    .item = month,
    .box = { x - radius, y - radius, 2 * radius, 2 * radius },
    .value = details->type->series[level->series].values[month],
  };

  wb_layout_add_mark (self, &mark);
}

/* Creates the strings of all marks. This is done on demand: there may be several marks for each pixel column,
 * and drawing does not need their strings. */
void
wb_trend_name_marks (WbChartLayout *self)
{
  const WbTrendDetails *details = self->details;
  const WbTrend *trend = wb_dataset_get_trend (self->dataset);

  for (guint i = 0; i < self->n_items; i++)
    {
      WbMark *mark = &g_array_index (self->marks, WbMark, i);

      /* Translators: a series and a month */
      mark->name = wb_layout_keep (self, g_strdup_printf (C_("series and month", "%s, %s"),
                                                          details->type->series[mark->series].name,
                                                          trend->labels[mark->item]));
      mark->text = wb_layout_keep (self, wb_number_format_with_unit (mark->value, details->type->unit));
    }
}

/* Lays out what is around the plot, then the plot itself. */
gboolean
wb_trend_layout (WbChartLayout *self,
                 const WbText  *text)
{
  const WbTrend *trend = wb_dataset_get_trend (self->dataset);
  WbTrendDetails *details = g_new0 (WbTrendDetails, 1);
  double line = wb_text_get_line (text, WB_AXIS_SCALE);
  double low, high;

  self->details = details;
  self->free_details = wb_trend_free_details;
  details->type = &trend->types[self->page];
  details->bridged = self->style.bridged;
  if (trend->n_labels == 0 || !has_values (details->type))
    return FALSE;

  find_levels (self, details, trend->n_labels);
  find_range (details, trend->n_labels, &low, &high);

  double top = layout_head (self, details, text);
  gboolean named = self->height - top >= 2.2 * line;
  double below = text->below * text->size * WB_AXIS_SCALE;
  double bottom = self->height - (named ? line + below + 0.1 * text->size : PADDING * text->size);
  self->plot.y = MIN (top + text->above * text->size * WB_AXIS_SCALE, self->height / 2);
  self->plot.height = MAX (bottom - self->plot.y, 0);
  layout_axis (self, details, text, low, high);

  place_months (self, details, text, trend);
  if (named)
    layout_months (self, details, text, trend, bottom + line);

  place_curve (self, details, trend);
  if (details->n_curve < trend->n_labels)
    wb_trend_stack_columns (self, trend->n_labels);
  else
    wb_trend_stack_months (self);

  return TRUE;
}
