/* wb-subscriptions.c: what one client wants to hear of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-subscriptions.h"

struct _WbSubscriptions
{
  GPtrArray *items; /* the oldest first */
};

static void
subscription_free (gpointer data)
{
  WbSubscription *subscription = data;

  wb_message_unref (subscription->request);
  g_free (subscription->problem);
  g_free (subscription);
}

static void
remove_same (WbSubscriptions *self,
             const char      *socket_type)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const WbSubscription *subscription = g_ptr_array_index (self->items, i);

      if (g_strcmp0 (wb_message_get_socket_type (subscription->request), socket_type) == 0)
        {
          g_ptr_array_remove_index (self->items, i);
          return;
        }
    }
}

/**
 * wb_subscriptions_new:
 *
 * Returns: (transfer full): no subscriptions yet
 */
WbSubscriptions *
wb_subscriptions_new (void)
{
  WbSubscriptions *self = g_new0 (WbSubscriptions, 1);

  self->items = g_ptr_array_new_with_free_func (subscription_free);

  return self;
}

/**
 * wb_subscriptions_free:
 * @self: (transfer full): subscriptions
 *
 * Frees the subscriptions.
 */
void
wb_subscriptions_free (WbSubscriptions *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->items);
  g_free (self);
}

/**
 * wb_subscriptions_add:
 * @self: subscriptions
 * @request: a getData
 *
 * Remembers that the client wants to hear of a dataset. A later request with
 * the same `socketType` takes the place of an earlier one.
 *
 * Returns: (transfer none) (nullable): the subscription, good until the next
 *   one, or %NULL if the request is too long to be remembered
 */
WbSubscription *
wb_subscriptions_add (WbSubscriptions *self,
                      WbMessage       *request)
{
  WbSubscription *subscription;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  remove_same (self, wb_message_get_socket_type (request));

  if (g_bytes_get_size (wb_message_get_bytes (request)) > WB_SUBSCRIPTIONS_MAX_REQUEST)
    return NULL;

  if (self->items->len == WB_SUBSCRIPTIONS_MAX)
    g_ptr_array_remove_index (self->items, 0);

  subscription = g_new0 (WbSubscription, 1);
  subscription->request = wb_message_ref (request);
  g_ptr_array_add (self->items, subscription);

  return subscription;
}

/**
 * wb_subscriptions_get_length:
 * @self: subscriptions
 *
 * Returns: how many there are
 */
guint
wb_subscriptions_get_length (WbSubscriptions *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->items->len;
}

/**
 * wb_subscriptions_get:
 * @self: subscriptions
 * @position: less than [func@wb_subscriptions_get_length]
 *
 * Returns: (transfer none): a subscription
 */
WbSubscription *
wb_subscriptions_get (WbSubscriptions *self,
                      guint            position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->items->len, NULL);

  return g_ptr_array_index (self->items, position);
}
