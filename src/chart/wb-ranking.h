/* wb-ranking.h: items in the order of their values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dataset/wb-dataset.h"
#include "drawing/wb-number.h"
#include "layout/wb-sample.h"
#include "layout/wb-text.h"

G_BEGIN_DECLS

/* Values are limited to this, so that no range and no sum is infinite. */
#define WB_RANKING_LARGEST 1e300

/**
 * WbRanking:
 * @values: (array length=n_values): the items, in the order of the dataset
 * @n_values: their number
 * @n_readings: how many of them have a value
 * @order: (array length=n_values): the indices of items, by place
 * @descending: whether the largest comes first
 * @longest: (element-type utf8): see wb_sample_find_longest()
 * @twins: (element-type utf8 utf8): see wb_sample_find_twins()
 *
 * The items of seller or rank in order. Those without a reading are at the end of
 * the smallest values.
 */
typedef struct
{
  const WbValue *values;
  guint          n_values;
  guint          n_readings;
  guint         *order;
  gboolean       descending;
  GPtrArray     *longest;
  GHashTable    *twins;
} WbRanking;

void           wb_ranking_init           (WbRanking       *self,
                                          WbDataset       *dataset,
                                          gboolean         descending);
void           wb_ranking_clear          (WbRanking       *self);
const WbValue *wb_ranking_get_item       (const WbRanking *self,
                                          guint            place);
double         wb_ranking_get_value      (const WbRanking *self,
                                          guint            place);
void           wb_ranking_get_range      (const WbRanking *self,
                                          double          *ret_low,
                                          double          *ret_high);
guint          wb_ranking_find           (const WbRanking *self,
                                          guint            item);
double         wb_ranking_measure_names  (const WbRanking *self,
                                          const WbText    *text,
                                          double           scale,
                                          double           most);
double         wb_ranking_measure_values (const WbRanking *self,
                                          const WbText    *text,
                                          WbNumberForm     form);
gboolean       wb_ranking_get_page_range (const WbRanking *self,
                                          guint            first,
                                          guint            n,
                                          gboolean         common,
                                          double          *ret_low,
                                          double          *ret_high);

G_END_DECLS
