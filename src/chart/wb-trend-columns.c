/* wb-trend-columns.c: a trend of more points than pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trend.h"

/* The months that are in a column of pixels: @from and those after it, up to and without @to. */
typedef struct
{
  guint from;
  guint to;
} Months;

/* What a column shows of a level: its highest and lowest sums, and the month that stands out. */
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
  /* The first month of a column is the first one that wb_trend_get_column() puts there. */
  return (Months) {
    ((guint64) column * n_months + n_columns - 1) / n_columns,
    ((guint64) (column + 1) * n_months + n_columns - 1) / n_columns,
  };
}

/* Which month of a column a person wants to know about: the one that is farthest from what is usual there.
 * The mean is made of shares, so that it is finite for any values. */
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

/* Adds the months of a column to the sums of the levels below. Where a series ends in the middle of a column,
 * the sums of those below still count for its top: nothing of them may be above it. */
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

/**
 * wb_trend_get_column:
 * @details: a trend with more months than points of the curve
 * @month: a month
 * @n_months: how many there are
 *
 * Finds the column of pixels that a month is in.
 *
 * Returns: a place in the curves
 */
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
 * @n_months: how many months there are
 *
 * Stacks the series and adds their marks where several months share a column
 * of pixels. Of each column and level the highest and the lowest sum are kept,
 * so that a single month that is unlike all others is seen; and one mark, for
 * the month that stands out. Time grows with the months, memory that stays
 * with the pixels.
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
