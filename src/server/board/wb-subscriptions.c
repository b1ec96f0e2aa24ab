/* wb-subscriptions.c: the datasets that one client is sent on change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-subscriptions.h"

struct _WbSubscriptions
{
  GPtrArray *items;      /* the oldest first; NULL while there are none */
  guint64    n_put_off;
};

static void
subscription_free (gpointer data)
{
  WbLiveRequest *subscription = data;

  wb_message_unref (subscription->request);
  g_free (subscription->problem);
  g_free (subscription);
}

static void
remove_same (WbSubscriptions *self,
             WbMessage       *request)
{
  const char *socket_type = wb_message_get_socket_type (request);
  const char *chart_name = wb_message_get_chart_name (request);

  for (guint i = 0; i < self->items->len; i++)
    {
      const WbLiveRequest *subscription = g_ptr_array_index (self->items, i);

      if (g_strcmp0 (wb_message_get_socket_type (subscription->request), socket_type) == 0 &&
          g_strcmp0 (wb_message_get_chart_name (subscription->request), chart_name) == 0)
        {
          g_ptr_array_remove_index (self->items, i);
          return;
        }
    }
}

WbSubscriptions *
wb_subscriptions_new (void)
{
  return g_new0 (WbSubscriptions, 1);
}

void
wb_subscriptions_free (WbSubscriptions *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

/**
 * wb_subscriptions_add:
 * @self: subscriptions
 * @request: a getData
 *
 * Subscribes the client to a dataset. A request replaces an earlier one with
 * the same `socketType` and `chartName`.
 *
 * Returns: (transfer none) (nullable): the subscription, valid until the next
 *   call, or %NULL if the request is longer than %WB_SUBSCRIPTIONS_MAX_REQUEST
 */
WbLiveRequest *
wb_subscriptions_add (WbSubscriptions *self,
                      WbMessage       *request)
{
  WbLiveRequest *subscription;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  if (self->items == NULL)
    self->items = g_ptr_array_new_with_free_func (subscription_free);
  remove_same (self, request);

  if (g_bytes_get_size (wb_message_get_bytes (request)) > WB_SUBSCRIPTIONS_MAX_REQUEST)
    return NULL;

  if (self->items->len == WB_SUBSCRIPTIONS_MAX)
    g_ptr_array_remove_index (self->items, 0);

  subscription = g_new0 (WbLiveRequest, 1);
  subscription->request = wb_message_ref (request);
  g_ptr_array_add (self->items, subscription);

  return subscription;
}

guint
wb_subscriptions_get_length (WbSubscriptions *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->items != NULL ? self->items->len : 0;
}

WbLiveRequest *
wb_subscriptions_get (WbSubscriptions *self,
                      guint            position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < wb_subscriptions_get_length (self), NULL);

  return g_ptr_array_index (self->items, position);
}

/**
 * wb_subscriptions_put_off:
 * @self: subscriptions
 * @subscription: one of them
 *
 * Marks a subscription as due: its dataset is sent when there is room. It keeps
 * its place among the due ones however often the dataset changes, so that a
 * dataset that changes all the time does not delay the others.
 */
void
wb_subscriptions_put_off (WbSubscriptions *self,
                          WbLiveRequest   *subscription)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (subscription != NULL);

  if (subscription->due == 0)
    subscription->due = ++self->n_put_off;
}

/**
 * wb_subscriptions_get_due:
 * @self: subscriptions
 *
 * Returns: (transfer none) (nullable): the subscription that has been due for
 *   longest
 */
WbLiveRequest *
wb_subscriptions_get_due (WbSubscriptions *self)
{
  WbLiveRequest *first = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < wb_subscriptions_get_length (self); i++)
    {
      WbLiveRequest *subscription = g_ptr_array_index (self->items, i);

      if (subscription->due > 0 && (first == NULL || subscription->due < first->due))
        first = subscription;
    }

  return first;
}
