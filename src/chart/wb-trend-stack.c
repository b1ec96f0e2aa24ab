/* wb-trend-stack.c: the series of a trend, stacked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trend.h"

#include "drawing/wb-smooth.h"

/* The slopes of the sums at a month, per month. */
typedef struct
{
  double up;
  double down;
  double last;
} Slopes;

/* The values of one series: its positive and its negative part, each with the slopes of its curve. */
typedef struct
{
  double *values;
  double *up;
  double *down;
  double *up_slopes;
  double *down_slopes;
} Parts;

/**
 * wb_trend_stack_place:
 * @self: the stack of a month
 * @value: a value, or %NAN
 *
 * Finds where a value is put: a positive one on the positive ones below it, a
 * negative one under the negative ones. That is what ECharts does by default
 * (`stackStrategy: 'samesign'`); like there, a zero is put on the nearest value
 * below it that is not zero. Without a value it is the place of a positive one.
 *
 * Returns: the floor of the value
 */
double
wb_trend_stack_place (const WbTrendStack *self,
                      double              value)
{
  if (value == 0)
    return self->last;

  return value < 0 ? self->down : self->up;
}

/**
 * wb_trend_stack_add:
 * @self: the stack of a month
 * @value: a value, or %NAN, which changes nothing
 * @ret_floor: (nullable): the floor of the value
 *
 * Puts a value on the stack.
 *
 * Returns: the top of the value, %NAN without one
 */
double
wb_trend_stack_add (WbTrendStack *self,
                    double        value,
                    double       *ret_floor)
{
  double floor = wb_trend_stack_place (self, value);

  if (ret_floor != NULL)
    *ret_floor = floor;
  if (value > 0)
    self->last = self->up = floor + value;
  else if (value < 0)
    self->last = self->down = floor + value;

  return floor + value;
}

/* Corrects the slopes at both ends of a gap. Its months count as zero, so that the curves of other series
 * pass it; but a line that falls towards the gap should end as steeply as it comes. */
static void
end_runs (const double *values,
          const double *part,
          guint         n_values,
          double       *slopes)
{
  for (guint i = 1; i + 1 < n_values; i++)
    {
      double before = part[i] - part[i - 1];
      double after = part[i + 1] - part[i];

      if (isnan (values[i]) || isnan (values[i - 1]) == isnan (values[i + 1]))
        continue;

      double slope = isnan (values[i + 1]) ? before : after;
      slopes[i] = before * after > 0 ? slope : 0;
    }
}

static gboolean
split (const WbTrendSeries *series,
       guint                n_months,
       Parts               *parts)
{
  gboolean has_down = FALSE;

  for (guint month = 0; month < n_months; month++)
    {
      double value = wb_trend_get_value (series, month);

      parts->values[month] = value;
      parts->up[month] = value > 0 ? value : 0;
      parts->down[month] = value < 0 ? value : 0;
      has_down = has_down || value < 0;
    }

  return has_down;
}

static void
find_slopes (const WbTrendSeries *series,
             guint                n_months,
             Parts               *parts)
{
  gboolean has_down = split (series, n_months, parts);

  wb_smooth_tangents (parts->up, n_months, parts->up_slopes);
  end_runs (parts->values, parts->up, n_months, parts->up_slopes);
  if (has_down)
    {
      wb_smooth_tangents (parts->down, n_months, parts->down_slopes);
      end_runs (parts->values, parts->down, n_months, parts->down_slopes);
    }
  else
    memset (parts->down_slopes, 0, n_months * sizeof *parts->down_slopes);
}

/* Adds a month to a level, and the level to the stack of the month. wb_smooth_tangents() explains why slopes
 * can be added. */
static void
add_month (WbTrendLevel *level,
           guint         month,
           const Parts  *parts,
           WbTrendStack *stack,
           Slopes       *slopes)
{
  double value = parts->values[month];
  double floor_slope = value == 0 ? slopes->last : value < 0 ? slopes->down : slopes->up;

  level->tops[month] = wb_trend_stack_add (stack, value, &level->floors[month]);
  level->floor_tangents[month] = floor_slope;
  slopes->up += parts->up_slopes[month];
  slopes->down += parts->down_slopes[month];
  if (value != 0 && !isnan (value))
    slopes->last = value < 0 ? slopes->down : slopes->up;
  level->tangents[month] = value == 0 || isnan (value) ? floor_slope : slopes->last;

  /* A series that ends early is still there when it grows in a transition. */
  if (month >= level->n_values)
    level->tops[month] = level->floors[month];
}

static void
add_level (WbChartLayout *self,
           WbTrendLevel  *level,
           const Parts   *parts,
           WbTrendStack  *stacks,
           Slopes        *slopes)
{
  WbTrendDetails *details = self->details;
  guint n_months = details->n_curve;
  double per_pixel = details->step > 0 ? 1 / details->step : 0;

  level->first_mark = self->marks->len;
  level->n_curve = level->n_values;
  level->reach = level->n_curve > 0 ? details->xs[level->n_curve - 1] : details->start;
  level->tops = g_new (double, n_months);
  level->floors = g_new (double, n_months);
  level->tangents = g_new (double, n_months);
  level->floor_tangents = g_new (double, n_months);

  for (guint month = 0; month < n_months; month++)
    {
      add_month (level, month, parts, &stacks[month], &slopes[month]);
      level->tangents[month] *= per_pixel;
      level->floor_tangents[month] *= per_pixel;
      if (month < level->n_values)
        wb_trend_add_mark (self, details, level, month,
                           isnan (level->tops[month]) ? level->floors[month] : level->tops[month]);
    }
}

/**
 * wb_trend_stack_months:
 * @self: a layout of a trend of which each point is one month
 *
 * Stacks the series and adds their marks.
 */
void
wb_trend_stack_months (WbChartLayout *self)
{
  WbTrendDetails *details = self->details;
  guint n_months = details->n_curve;
  g_autofree double *memory = g_new (double, 5 * n_months);
  g_autofree WbTrendStack *stacks = g_new0 (WbTrendStack, n_months);
  g_autofree Slopes *slopes = g_new0 (Slopes, n_months);
  Parts parts = { memory, memory + n_months, memory + 2 * n_months, memory + 3 * n_months,
                  memory + 4 * n_months };

  for (guint i = 0; i < details->n_levels; i++)
    {
      WbTrendLevel *level = &details->levels[i];

      find_slopes (&details->type->series[level->series], n_months, &parts);
      add_level (self, level, &parts, stacks, slopes);
    }
}
