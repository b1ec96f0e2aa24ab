/* wb-trend-columns.c: trends with more points than pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trend.h"

/* The months of a pixel column: from @from up to but not including @to. */
typedef struct
{
  guint from;
  guint to;
} Months;

/* A column of a level: its highest and lowest sums, the area that all of its months fill, and its most
 * unusual month. */
typedef struct
{
  double high;
  double low;
  double floor;
  double head;
  guint  month;
  double mark;
} Column;

/* The floors of a column. */
typedef struct
{
  double high;
  double low;
} Floors;

static Months
get_months (guint column,
            guint n_columns,
            guint n_months)
{
  /* The inverse of wb_trend_get_column(). */
  return (Months) {
    ((guint64) column * n_months + n_columns - 1) / n_columns,
    ((guint64) (column + 1) * n_months + n_columns - 1) / n_columns,
  };
}

/* The most unusual month of a column: the one that differs most from the mean, or the first if none has a
 * value. The mean is a sum of shares, so that it is finite for any values. */
static guint
find_extreme (const WbTrendSeries *series,
              Months               months)
{
  double low = G_MAXDOUBLE;
  double high = -G_MAXDOUBLE;
  double mean = 0;
  guint n_values = 0;
  guint lowest = months.from;
  guint highest = months.from;

  for (guint month = months.from; month < months.to; month++)
    n_values += !isnan (wb_trend_get_value (series, month));
  for (guint month = months.from; month < months.to; month++)
    {
      double value = wb_trend_get_value (series, month);

      if (isnan (value))
        continue;
      mean += value / n_values;
      if (value > high)
        {
          high = value;
          highest = month;
        }
      if (value < low)
        {
          low = value;
          lowest = month;
        }
    }

  return high - mean >= mean - low ? highest : lowest;
}

/* Finds the area that all months of a column fill: from the highest floor to the lowest top of positive
 * values, or the reverse for negative ones. */
static void
find_fill (Column *column,
           Floors  floors,
           double  low)
{
  if (column->high < floors.low)
    {
      column->floor = floors.low;
      column->head = column->high;
    }
  else
    {
      column->floor = floors.high;
      column->head = MAX (low, floors.high);
    }
}

/* Puts the months of a column on their stacks. */
static Column
stack_column (const WbTrendSeries *series,
              Months               months,
              WbTrendStack        *stacks)
{
  Column column = { .high = -G_MAXDOUBLE, .low = G_MAXDOUBLE, .month = find_extreme (series, months) };
  Floors floors = { -G_MAXDOUBLE, G_MAXDOUBLE };

  for (guint month = months.from; month < months.to; month++)
    {
      double floor;
      double top = wb_trend_stack_add (&stacks[month], wb_trend_get_value (series, month), &floor);

      if (month == column.month)
        column.mark = isnan (top) ? floor : top;
      if (isnan (top))
        continue;
      column.high = MAX (column.high, top);
      column.low = MIN (column.low, top);
      floors.high = MAX (floors.high, floor);
      floors.low = MIN (floors.low, floor);
    }
  if (column.high < column.low)
    {
      column.high = column.low = NAN;
      column.floor = column.head = column.mark;
    }
  else
    find_fill (&column, floors, column.low);

  return column;
}

static void
add_level (WbChartLayout  *self,
           WbTrendDetails *details,
           guint           position,
           guint           n_months,
           WbTrendStack   *stacks)
{
  WbTrendLevel *level = &details->levels[position];
  const WbTrendSeries *series = &details->type->series[level->series];
  guint n_columns = details->n_curve;

  level->first_mark = self->marks->len;
  level->n_curve = level->n_values > 0 ? wb_trend_get_column (details, level->n_values - 1, n_months) + 1 : 0;
  level->reach = level->n_curve > 0 ? details->xs[level->n_curve - 1] : details->start;
  level->tops = g_new (double, n_columns);
  level->floors = g_new (double, n_columns);
  level->lows = g_new (double, n_columns);
  level->heads = g_new (double, n_columns);
  level->tangents = g_new0 (double, n_columns);
  level->floor_tangents = g_new0 (double, n_columns);

  for (guint i = 0; i < n_columns; i++)
    {
      Months months = get_months (i, n_columns, n_months);
      Column column = stack_column (series, months, stacks);

      level->floors[i] = column.floor;
      level->heads[i] = column.head;
      level->tops[i] = i < level->n_curve ? column.high : column.floor;
      level->lows[i] = i < level->n_curve ? column.low : column.floor;
      if (i < level->n_curve)
        wb_trend_add_mark (self, details, level, MIN (column.month, level->n_values - 1), column.mark);
    }
}

/* Finds the pixel column of a month: the index of a point of the curves. */
guint
wb_trend_get_column (const WbTrendDetails *details,
                     guint                 month,
                     guint                 n_months)
{
  return (guint64) month * details->n_curve / n_months;
}

/**
 * wb_trend_stack_columns:
 * @self: a layout of a trend with more months than points of the curve
 * @n_months: the number of months
 *
 * Stacks the series and adds their marks if several months share a pixel
 * column. The highest and lowest sums of each column and level are kept, so
 * that a single unusual month is visible; and one mark, for the most unusual
 * month. Time is linear in months, memory in pixels.
 */
void
wb_trend_stack_columns (WbChartLayout *self,
                        guint          n_months)
{
  WbTrendDetails *details = self->details;
  g_autofree WbTrendStack *stacks = g_new0 (WbTrendStack, n_months);

  details->dense = TRUE;
  for (guint i = 0; i < details->n_levels; i++)
    add_level (self, details, i, n_months, stacks);
}
