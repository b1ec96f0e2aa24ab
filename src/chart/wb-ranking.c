/* wb-ranking.c: items in the order of their values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-ranking.h"

#include <math.h>

/* The number of names and values that are measured. */
#define MAX_SAMPLE 200

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
}

void
wb_ranking_clear (WbRanking *self)
{
  g_clear_pointer (&self->order, g_free);
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

/* Gets the least and the largest value, or 0 if that is beyond them: the ends of a scale with bars from 0. */
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

  *ret_low = MIN (MIN (ends[0], ends[1]), 0);
  *ret_high = MAX (MAX (ends[0], ends[1]), 0);
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
 * Measures the widest name, in a sample if there are many.
 *
 * Returns: logical pixels, at most @most
 */
double
wb_ranking_measure_names (const WbRanking *self,
                          const WbText    *text,
                          double           scale,
                          double           most)
{
  guint sample = MIN (self->n_values, MAX_SAMPLE);
  double widest = 0;

  for (guint i = 0; i < sample && widest < most; i++)
    {
      guint item = (guint64) i * self->n_values / sample;
      g_autoptr (PangoLayout) shape = wb_text_shape (text, self->values[item].name, scale, WB_TEXT_PLAIN,
                                                     most);

      widest = MAX (widest, wb_text_get_width (shape));
    }

  return MIN (widest, most);
}

/**
 * wb_ranking_measure_values:
 * @self: a ranking, one item at least
 * @text: shapes text
 * @scale: size of the text
 * @form: how values are written
 *
 * Measures the widest value in bold: the one with the most characters.
 *
 * Returns: logical pixels
 */
double
wb_ranking_measure_values (const WbRanking *self,
                           const WbText    *text,
                           double           scale,
                           WbNumberForm     form)
{
  guint sample = MIN (self->n_values, MAX_SAMPLE);
  g_autofree char *longest = g_strdup ("");

  for (guint i = 0; i < sample; i++)
    {
      guint place = sample > 1 ? (guint64) i * (self->n_values - 1) / (sample - 1) : 0;
      double value = wb_ranking_get_value (self, place);
      g_autofree char *string = wb_number_format_in (value, form);

      if (g_utf8_strlen (string, -1) >= g_utf8_strlen (longest, -1))
        {
          g_free (longest);
          longest = g_steal_pointer (&string);
        }
    }

  g_autoptr (PangoLayout) shape = wb_text_shape (text, longest, scale, WB_TEXT_NUMBER | WB_TEXT_BOLD,
                                                 G_MAXINT16);

  /* Digits have one width, but separators and letters differ. */
  return wb_text_get_width (shape) * 1.02;
}
