/* wb-client-data.c: getters of a client for its connection, its board and its datasets
 *
 * Where a getter has no comment here, its property has one in wb-client.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-client-private.h"

const char *
wb_client_get_uri (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  return self->uri;
}

WbClientStatus
wb_client_get_status (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), WB_CLIENT_STOPPED);

  return self->status;
}

const GError *
wb_client_get_problem (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  return self->problem;
}

gint64
wb_client_get_retry_time (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), 0);

  return self->retry_time;
}

const char *
wb_client_get_server (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  return self->server;
}

gboolean
wb_client_get_control (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), FALSE);

  return self->control;
}

gboolean
wb_client_get_in_step (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), FALSE);

  return self->in_step;
}

WbBoardState *
wb_client_get_board (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  return self->board;
}

/**
 * wb_client_lookup_subscription:
 * @self: a client
 * @chart_name: a dataset name
 *
 * Returns: (transfer none) (nullable): the subscription whose key is that name,
 *   see wb-client-subscriptions.c; %NULL if it is not watched
 */
WbSubscription *
wb_client_lookup_subscription (WbClient   *self,
                               const char *chart_name)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);
  g_return_val_if_fail (chart_name != NULL, NULL);

  return g_hash_table_lookup (self->subscriptions, chart_name);
}

/**
 * wb_client_get_dataset_text:
 * @self: a client
 * @chart_name: a dataset name
 * @ret_length: (out) (optional): its length in bytes, set if there is a text
 *
 * Returns: (transfer none) (nullable): the JSON text of the last good data of
 *   that name, %NULL if none came
 */
const char *
wb_client_get_dataset_text (WbClient   *self,
                            const char *chart_name,
                            gsize      *ret_length)
{
  WbSubscription *subscription = wb_client_lookup_subscription (self, chart_name);
  GBytes *text = subscription != NULL ? wb_subscription_get_text (subscription) : NULL;

  if (text == NULL)
    return NULL;
  if (ret_length != NULL)
    *ret_length = g_bytes_get_size (text);

  return g_bytes_get_data (text, NULL);
}

/**
 * wb_client_get_dataset_problem:
 * @self: a client
 * @chart_name: a dataset name
 *
 * Returns: (transfer none) (nullable): a sentence that says what is wrong with
 *   the newest data of that name, %NULL if nothing is
 */
const char *
wb_client_get_dataset_problem (WbClient   *self,
                               const char *chart_name)
{
  WbSubscription *subscription = wb_client_lookup_subscription (self, chart_name);

  return subscription != NULL ? wb_subscription_get_problem (subscription) : NULL;
}
