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

/* A column of a level: its highest and lowest sums, and its most unusual month. */
typedef struct
{
  double high;
  double low;
  guint  month;
} Column;

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

/* The most unusual month of a column: the one that differs most from the mean. The mean is a sum of shares,
 * so that it is finite for any values. */
static guint
find_extreme (const WbTrendSeries *series,
              Months               months)
{
  double share = 1.0 / (months.to - months.from);
  double low = wb_trend_get_value (series, months.from);
  double high = low;
  double mean = 0;
  guint lowest = months.from;
  guint highest = months.from;

  for (guint month = months.from; month < months.to; month++)
    {
      double value = wb_trend_get_value (series, month);

      mean += value * share;
      if (value > high)
        {
          high = value;
          highest = month;
        }
      else if (value < low)
        {
          low = value;
          lowest = month;
        }
    }

  return high - mean >= mean - low ? highest : lowest;
}

/* Adds the months of a column to the sums of the levels below. If a series ends within a column, the sums
 * below still count for its top, which must not be lower. */
static Column
stack_column (const WbTrendSeries *series,
              guint                n_values,
              Months               months,
              double              *sums)
{
  Months known = { months.from, MIN (months.to, n_values) };
  Column column = { -G_MAXDOUBLE, G_MAXDOUBLE, find_extreme (series, known) };
  double high = -G_MAXDOUBLE;
  double low = G_MAXDOUBLE;

  for (guint month = known.from; month < known.to; month++)
    {
      double sum = sums[month] + wb_trend_get_value (series, month);

      sums[month] = sum;
      low = MIN (low, sum);
      high = MAX (high, sum);
    }
  for (guint month = known.to; month < months.to; month++)
    high = MAX (high, sums[month]);

  column.high = high;
  column.low = low;

  return column;
}

static void
add_level (WbChartLayout  *self,
           WbTrendDetails *details,
           guint           position,
           guint           n_months,
           double         *sums)
{
  WbTrendLevel *level = &details->levels[position];
  const WbTrendLevel *below = position > 0 ? level - 1 : NULL;
  const WbTrendSeries *series = &details->type->series[level->series];
  guint n_columns = details->n_curve;

  level->first_mark = self->marks->len;
  level->n_curve = level->n_values > 0 ? wb_trend_get_column (details, level->n_values - 1, n_months) + 1 : 0;
  level->reach = level->n_curve > 0 ? details->xs[level->n_curve - 1] : details->start;
  level->tops = g_new (double, n_columns);
  level->lows = g_new (double, n_columns);
  level->tangents = g_new0 (double, n_columns);

  for (guint i = 0; i < level->n_curve; i++)
    {
      Column column = stack_column (series, level->n_values, get_months (i, n_columns, n_months), sums);

      level->tops[i] = column.high;
      level->lows[i] = column.low;
      wb_trend_add_mark (self, details, level, column.month, sums[column.month]);
    }
  for (guint i = level->n_curve; i < n_columns; i++)
    {
      level->tops[i] = below != NULL ? below->tops[i] : 0;
      level->lows[i] = level->tops[i];
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
  g_autofree double *sums = g_new0 (double, n_months);

  details->dense = TRUE;
  for (guint i = 0; i < details->n_levels; i++)
    add_level (self, details, i, n_months, sums);
}
