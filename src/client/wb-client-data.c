/* wb-client-data.c: what a client has of its datasets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-client-private.h"
#include "wb-feed.h"

/**
 * wb_client_get_dataset:
 * @self: a client
 * @chart_name: a dataset name
 *
 * Gets the last good dataset of a chart. It is the same object until other
 * data comes.
 *
 * Returns: (transfer none) (nullable): the dataset, or %NULL if none came or no
 *   chart draws it
 */
WbDataset *
wb_client_get_dataset (WbClient   *self,
                       const char *chart_name)
{
  WbFeed *feed = wb_client_lookup_feed (self, chart_name);

  return feed != NULL ? wb_feed_get_dataset (feed) : NULL;
}

/**
 * wb_client_get_dataset_text:
 * @self: a client
 * @chart_name: a dataset name
 * @ret_length: (out) (optional): its length in bytes, set if there is a text
 *
 * Gets the JSON text of the last good data of that name.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if none came
 */
const char *
wb_client_get_dataset_text (WbClient   *self,
                            const char *chart_name,
                            gsize      *ret_length)
{
  WbFeed *feed = wb_client_lookup_feed (self, chart_name);

  return feed != NULL ? wb_feed_get_text (feed, ret_length) : NULL;
}

/**
 * wb_client_get_dataset_problem:
 * @self: a client
 * @chart_name: a dataset name
 *
 * Gets what is wrong with the newest data of that name.
 *
 * Returns: (transfer none) (nullable): a sentence, or %NULL if nothing is
 */
const char *
wb_client_get_dataset_problem (WbClient   *self,
                               const char *chart_name)
{
  WbFeed *feed = wb_client_lookup_feed (self, chart_name);

  return feed != NULL ? wb_feed_get_problem (feed) : NULL;
}

/**
 * wb_client_get_dataset_time:
 * @self: a client
 * @chart_name: a dataset name
 *
 * Gets when good data of that name last came, be it the same as before.
 *
 * Returns: monotonic time in microseconds, 0 for never
 */
gint64
wb_client_get_dataset_time (WbClient   *self,
                            const char *chart_name)
{
  WbFeed *feed = wb_client_lookup_feed (self, chart_name);

  return feed != NULL ? wb_feed_get_time (feed) : 0;
}
