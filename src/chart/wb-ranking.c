/* wb-ranking.c: items in the order of their values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-ranking.h"

#include <math.h>
#include <stdlib.h>

/* A value that is larger than the next one by more than this factor has a scale of its own. */
#define OUTLIER 10

/* A bar that has nothing to be compared with takes this part of its track. */
#define LONE 0.5

static int
compare_cb (gconstpointer one,
            gconstpointer other,
            gpointer      data)
{
  const WbRanking *self = data;
  guint a = *(const guint *) one;
  guint b = *(const guint *) other;
  double first = isnan (self->values[a].value) ? -INFINITY : self->values[a].value;
  double second = isnan (self->values[b].value) ? -INFINITY : self->values[b].value;

  if (first != second)
    return (first < second) == self->descending ? 1 : -1;

  return a < b ? -1 : a > b;
}

static WbSample
get_sample (const WbRanking *self)
{
  return (WbSample) { self->values, sizeof (WbValue), self->n_values };
}

/**
 * wb_ranking_init:
 * @self: (out caller-allocates): the ranking
 * @dataset: a dataset of seller or rank, which must outlive @self
 * @descending: whether the largest comes first
 *
 * Sorts the items of a dataset; to be freed with wb_ranking_clear(). Equal
 * values keep the order of the dataset.
 */
void
wb_ranking_init (WbRanking *self,
                 WbDataset *dataset,
                 gboolean   descending)
{
  self->descending = descending;
  self->values = wb_dataset_get_values (dataset, &self->n_values);
  self->order = g_new (guint, MAX (self->n_values, 1));
  self->n_readings = 0;
  for (guint i = 0; i < self->n_values; i++)
    {
      self->order[i] = i;
      self->n_readings += !isnan (self->values[i].value);
    }

  if (self->n_values > 0)
    g_qsort_with_data (self->order, self->n_values, sizeof (guint), compare_cb, self);

  WbSample sample = get_sample (self);
  self->longest = wb_sample_find_longest (&sample);
  self->twins = wb_sample_find_twins (&sample);
}

void
wb_ranking_clear (WbRanking *self)
{
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->longest, g_ptr_array_unref);
  g_clear_pointer (&self->twins, g_hash_table_unref);
}

const WbValue *
wb_ranking_get_item (const WbRanking *self,
                     guint            place)
{
  g_return_val_if_fail (place < self->n_values, NULL);

  return &self->values[self->order[place]];
}

/**
 * wb_ranking_get_value:
 * @self: a ranking
 * @place: from 0
 *
 * Gets the value at a place, limited for drawing.
 *
 * Returns: the value, at most %WB_RANKING_LARGEST in magnitude; %NAN without a reading
 */
double
wb_ranking_get_value (const WbRanking *self,
                      guint            place)
{
  return CLAMP (wb_ranking_get_item (self, place)->value, -WB_RANKING_LARGEST, WB_RANKING_LARGEST);
}

/* Gets the least and the largest value, or 0 if that is beyond them: the ends of a scale with bars from 0. A
 * lone value would fill its track whatever it is, so its scale is longer. */
void
wb_ranking_get_range (const WbRanking *self,
                      double          *ret_low,
                      double          *ret_high)
{
  guint first = self->descending ? 0 : self->n_values - self->n_readings;
  double ends[2] = { 0, 0 };

  if (self->n_readings > 0)
    {
      ends[0] = wb_ranking_get_value (self, first);
      ends[1] = wb_ranking_get_value (self, first + self->n_readings - 1);
    }

  if (self->n_readings == 1)
    ends[0] = ends[1] = CLAMP (ends[0] / LONE, -WB_RANKING_LARGEST, WB_RANKING_LARGEST);

  *ret_low = MIN (MIN (ends[0], ends[1]), 0);
  *ret_high = MAX (MAX (ends[0], ends[1]), 0);
}

static int
compare_sizes_cb (gconstpointer one,
                  gconstpointer other)
{
  double a = *(const double *) one;
  double b = *(const double *) other;

  return a < b ? -1 : a > b;
}

/* Finds the largest magnitude that a page is compared with: from its own largest on, up to the first that is
 * more than ten times the one before. */
static double
find_limit (const WbRanking *self,
            guint            first,
            guint            n)
{
  g_autofree double *sizes = g_new (double, self->n_values);
  double limit = 0;
  guint n_sizes = 0;

  for (guint i = 0; i < self->n_values; i++)
    {
      double size = fabs (wb_ranking_get_value (self, i));

      if (size > 0)
        sizes[n_sizes++] = size;
      if (size > limit && i >= first && i < first + n)
        limit = size;
    }
  qsort (sizes, n_sizes, sizeof (double), compare_sizes_cb);
  for (guint i = 0; i < n_sizes; i++)
    if (sizes[i] > limit && (limit == 0 || sizes[i] <= limit * OUTLIER))
      limit = sizes[i];

  return limit;
}

/**
 * wb_ranking_get_page_range:
 * @self: a ranking
 * @first: the place of the first item of a page
 * @n: the number of its items
 * @common: whether all pages have the same scale in any case
 * @ret_low: (out): the lower end of its scale
 * @ret_high: (out): the upper end
 *
 * Finds the scale of a page, with 0 in it. Pages have one scale, so that they
 * can be compared. But unless @common, a value more than ten times as large as all others does
 * not flatten pages that it is not on.
 *
 * Returns: whether the page has another scale than that of the largest value
 */
gboolean
wb_ranking_get_page_range (const WbRanking *self,
                           guint            first,
                           guint            n,
                           gboolean         common,
                           double          *ret_low,
                           double          *ret_high)
{
  double low = 0, high = 0;

  wb_ranking_get_range (self, ret_low, ret_high);
  if (common || self->n_readings <= 1)
    return FALSE;

  double limit = find_limit (self, first, n);
  if (limit >= MAX (-*ret_low, *ret_high))
    return FALSE;

  for (guint i = 0; i < self->n_values; i++)
    {
      double value = wb_ranking_get_value (self, i);

      if (!(fabs (value) <= limit))
        continue;
      low = MIN (low, value);
      high = MAX (high, value);
    }
  *ret_low = low;
  *ret_high = high;

  return TRUE;
}

/* Finds the place, from 0, of an item by its index in the dataset. */
guint
wb_ranking_find (const WbRanking *self,
                 guint            item)
{
  for (guint i = 0; i < self->n_values; i++)
    if (self->order[i] == item)
      return i;

  g_return_val_if_reached (0);
}

/**
 * wb_ranking_measure_names:
 * @self: a ranking
 * @text: shapes text
 * @scale: size of the text
 * @most: the largest width of interest
 *
 * Measures the widest name.
 *
 * Returns: logical pixels, at most @most
 */
double
wb_ranking_measure_names (const WbRanking *self,
                          const WbText    *text,
                          double           scale,
                          double           most)
{
  return MIN (wb_sample_measure (self->longest, text, WB_TEXT_PLAIN) * scale, most);
}

/**
 * wb_ranking_measure_values:
 * @self: a ranking, one item at least
 * @text: shapes text
 * @form: how values are written
 *
 * Measures the widest value in bold, in the size of labels.
 *
 * Returns: logical pixels
 */
double
wb_ranking_measure_values (const WbRanking *self,
                           const WbText    *text,
                           WbNumberForm     form)
{
  WbSample sample = get_sample (self);
  g_autoptr (GPtrArray) numbers =
    wb_sample_find_numbers (&sample, G_STRUCT_OFFSET (WbValue, value), wb_number_format_in, form);

  return wb_sample_measure (numbers, text, WB_TEXT_NUMBER | WB_TEXT_BOLD) * 1.01;
}
