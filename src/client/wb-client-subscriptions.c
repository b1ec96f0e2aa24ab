/* wb-client-subscriptions.c: the datasets that a client requests, and their answers
 *
 * A dataset has one name in the protocol, but several charts may draw it, each in a shape of its own. The
 * key of a subscription is the name of the dataset, if that is also the name of the chart or not one of a
 * chart at all; otherwise it is the kind of chart and the name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "support/wb-clock.h"
#include "wb-client-private.h"

static char *
make_key (const char  *name,
          WbChartKind  kind)
{
  WbChartKind own_kind;

  if (wb_chart_kind_from_name (name, &own_kind) && own_kind == kind)
    return g_strdup (name);

  /* A name cannot contain a colon. */
  return g_strconcat (wb_chart_kind_get_name (kind), ":", name, NULL);
}

static gboolean
may_request (WbClient       *self,
             WbSubscription *subscription)
{
  return self->server != NULL || !wb_subscription_requires_welcome (subscription);
}

/* Takes @key and @subscription. The name may be watched already in another shape, which an answer that has
 * come did not need to fit, so the dataset is requested once more. */
static void
add_subscription (WbClient       *self,
                  char           *key,
                  WbSubscription *subscription)
{
  wb_client_restore_subscription (self, key, subscription);
  g_hash_table_insert (self->subscriptions, key, subscription);
  if (may_request (self, subscription) && self->status == WB_CLIENT_ONLINE)
    {
      wb_asked_names_want (self->names, wb_subscription_get_name (subscription));
      wb_client_advance_names (self);
    }
}

/**
 * wb_client_find_subscriptions:
 * @self: a client
 * @name: a dataset name
 *
 * Returns: (transfer container) (element-type WbSubscription): the
 *   subscriptions of that dataset, in any shape
 */
GPtrArray *
wb_client_find_subscriptions (WbClient   *self,
                              const char *name)
{
  GPtrArray *found = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer subscription;

  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &subscription))
    if (g_str_equal (wb_subscription_get_name (subscription), name))
      g_ptr_array_add (found, subscription);

  return found;
}

/**
 * wb_client_find_answered:
 * @self: a client
 * @name: the name of a dataset in an answer
 *
 * Finds the subscriptions that an answer is for: those of its name, or else those
 * of the other name that the dataset has in the protocol.
 *
 * Returns: (transfer container) (element-type WbSubscription): them
 */
GPtrArray *
wb_client_find_answered (WbClient   *self,
                         const char *name)
{
  GPtrArray *found = wb_client_find_subscriptions (self, name);
  const char *other = wb_name_get_other (name);

  if (found->len > 0 || other == NULL)
    return found;

  g_ptr_array_unref (found);
  return wb_client_find_subscriptions (self, other);
}

static WbPacerResult
send_request (WbClient       *self,
              const char     *name,
              WbSubscription *subscription)
{
  g_autoptr (WbMessage) other = NULL;
  WbMessage *request = wb_subscription_get_request (subscription);

  if (!g_str_equal (wb_subscription_get_name (subscription), name))
    request = other = wb_message_new_get_data (name, NULL);
  if (!wb_client_send (self, request))
    return WB_PACER_BUSY;

  wb_asked_names_sent (self->names, name, g_get_monotonic_time ());

  return WB_PACER_SENT;
}

/**
 * wb_client_request_dataset:
 * @name: a dataset name, or the other one of the dataset
 * @user_data: a client
 *
 * Requests a dataset, unless it is not watched any more or this server must not be asked for it.
 *
 * Returns: whether it was requested, see #WbPacerFunc
 */
WbPacerResult
wb_client_request_dataset (const char *name,
                           gpointer    user_data)
{
  WbClient *self = user_data;
  g_autoptr (GPtrArray) subscriptions = wb_client_find_answered (self, name);

  for (guint i = 0; i < subscriptions->len; i++)
    if (may_request (self, g_ptr_array_index (subscriptions, i)))
      return send_request (self, name, g_ptr_array_index (subscriptions, i));

  return WB_PACER_NOT_NEEDED;
}

/* A dataset that any server has is requested before the welcome, in whichever other shapes it is watched. */
static gboolean
is_in_scope (WbClient       *self,
             const char     *name,
             WbRequestScope  scope)
{
  g_autoptr (GPtrArray) subscriptions = wb_client_find_subscriptions (self, name);

  for (guint i = 0; i < subscriptions->len; i++)
    if (!wb_subscription_requires_welcome (g_ptr_array_index (subscriptions, i)))
      return scope == WB_REQUEST_LEGACY;

  return subscriptions->len > 0 && scope == WB_REQUEST_WELCOME;
}

/**
 * wb_client_request_datasets:
 * @self: a client
 * @scope: which of them
 *
 * Requests the datasets that are watched from a new server, each name once. The
 * plan of the board comes first, since it determines which others are needed.
 */
void
wb_client_request_datasets (WbClient       *self,
                            WbRequestScope  scope)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal); /* those requested here */
  GHashTableIter iter;
  gpointer value;

  if (is_in_scope (self, WB_BOARD_PLAN_NAME, scope))
    {
      g_hash_table_add (names, (char *) WB_BOARD_PLAN_NAME);
      wb_asked_names_want (self->names, WB_BOARD_PLAN_NAME);
    }

  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const char *name = wb_subscription_get_name (value);

      if (is_in_scope (self, name, scope) && g_hash_table_add (names, (char *) name))
        wb_asked_names_want (self->names, name);
    }
  wb_client_advance_names (self);
}

/**
 * wb_client_take_answer:
 * @self: a client
 * @name: the name of the dataset
 * @answer: an answer of the server
 *
 * Updates all subscriptions of a dataset, and emits #WbClient::dataset-changed.
 * A dataset that is not watched is dropped: otherwise the server would decide
 * how many are kept.
 */
void
wb_client_take_answer (WbClient   *self,
                       const char *name,
                       WbMessage  *answer)
{
  g_autoptr (GPtrArray) siblings = wb_client_find_answered (self, name);
  g_autofree char *watched = NULL;
  gint64 now = wb_clock_get_time ();
  GHashTableIter iter;
  gpointer key, value;

  if (wb_asked_names_answered (self->names, name))
    wb_client_remember (self, "");
  if (siblings->len == 0)
    return;

  watched = g_strdup (wb_subscription_get_name (g_ptr_array_index (siblings, 0)));

  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_str_equal (wb_subscription_get_name (value), watched))
      {
        if (!wb_subscription_take_answer (value, answer, siblings, now))
          wb_client_count_unusable (self, wb_subscription_get_problem (value));
        if (wb_subscription_get_time (value) == now)
          wb_client_remember (self, key);
      }

  g_signal_emit_by_name (self, "dataset-changed", watched);
  wb_client_advance_names (self);
}

/**
 * wb_client_watch:
 * @self: a client
 * @chart_name: a valid dataset name
 *
 * Requests a dataset, now if there is a connection, and again on each new
 * connection. #WbClient::dataset-changed reports the answers and what the server
 * sends when the data changes. Data from the cache is available at once.
 */
void
wb_client_watch (WbClient   *self,
                 const char *chart_name)
{
  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (wb_name_is_valid (chart_name));

  if (!g_hash_table_contains (self->subscriptions, chart_name))
    add_subscription (self, g_strdup (chart_name), wb_subscription_new (chart_name));
}

/**
 * wb_client_watch_chart:
 * @self: a client
 * @name: a valid dataset name
 * @kind: the chart that draws it
 *
 * Requests a dataset in the shape of a chart, as wb_client_watch() does. A
 * server that has not sent a welcome is asked only for the datasets that every
 * server has.
 */
void
wb_client_watch_chart (WbClient    *self,
                       const char  *name,
                       WbChartKind  kind)
{
  g_autofree char *key = NULL;

  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (wb_name_is_valid (name));

  key = make_key (name, kind);
  if (!g_hash_table_contains (self->subscriptions, key))
    add_subscription (self, g_steal_pointer (&key), wb_subscription_new_chart (name, kind));
}

/**
 * wb_client_unwatch_chart:
 * @self: a client
 * @name: a dataset name
 * @kind: the chart that draws it
 *
 * Drops a dataset in the shape of a chart. The server goes on sending it until
 * the connection ends, and it is ignored.
 */
void
wb_client_unwatch_chart (WbClient    *self,
                         const char  *name,
                         WbChartKind  kind)
{
  g_autoptr (GPtrArray) others = NULL;
  g_autofree char *key = NULL;

  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (name != NULL);

  key = make_key (name, kind);
  g_hash_table_remove (self->subscriptions, key);

  others = wb_client_find_subscriptions (self, name);
  if (others->len == 0)
    wb_asked_names_drop (self->names, name);
}

/**
 * wb_client_get_subscription:
 * @self: a client
 * @name: a dataset name
 * @kind: the chart that draws it
 *
 * Returns: (transfer none) (nullable): the subscription of the dataset in the
 *   shape of the chart, %NULL if it is not watched
 */
WbSubscription *
wb_client_get_subscription (WbClient    *self,
                            const char  *name,
                            WbChartKind  kind)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  key = make_key (name, kind);

  return g_hash_table_lookup (self->subscriptions, key);
}

/**
 * wb_client_watch_board:
 * @self: a client
 *
 * Requests the plan of the board, if the server sent a welcome.
 * #WbClient::dataset-changed reports the answers with %WB_BOARD_PLAN_NAME.
 */
void
wb_client_watch_board (WbClient *self)
{
  g_return_if_fail (WB_IS_CLIENT (self));

  if (!g_hash_table_contains (self->subscriptions, WB_BOARD_PLAN_NAME))
    add_subscription (self, g_strdup (WB_BOARD_PLAN_NAME), wb_subscription_new_board ());
}

/* The subscription of the plan, unless the server says that it has none. */
static WbSubscription *
get_board_subscription (WbClient *self)
{
  WbSubscription *subscription = wb_client_lookup_subscription (self, WB_BOARD_PLAN_NAME);

  return subscription != NULL && !wb_subscription_is_missing (subscription) ? subscription : NULL;
}

/**
 * wb_client_get_plan:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the last good plan of the board that the
 *   server sent, %NULL if the server has none
 */
WbBoardPlan *
wb_client_get_plan (WbClient *self)
{
  WbSubscription *subscription = get_board_subscription (self);

  return subscription != NULL ? wb_subscription_get_plan (subscription) : NULL;
}

/**
 * wb_client_get_plan_problem:
 * @self: a client
 *
 * Gets what is wrong with the newest plan of the board. A server without a plan
 * is no problem: its board is the default one.
 *
 * Returns: (transfer none) (nullable): a sentence, or %NULL if nothing is
 */
const char *
wb_client_get_plan_problem (WbClient *self)
{
  WbSubscription *subscription = get_board_subscription (self);

  return subscription != NULL ? wb_subscription_get_problem (subscription) : NULL;
}

/**
 * wb_client_is_plan_known:
 * @self: a client that watches the board
 *
 * Tells whether an answer about the plan came, or will not come, since the
 * server does not know boards.
 *
 * Returns: %FALSE while the answer is pending
 */
gboolean
wb_client_is_plan_known (WbClient *self)
{
  WbSubscription *subscription;

  g_return_val_if_fail (WB_IS_CLIENT (self), FALSE);

  subscription = wb_client_lookup_subscription (self, WB_BOARD_PLAN_NAME);

  return self->server == NULL || subscription == NULL || wb_subscription_get_text (subscription) != NULL ||
         wb_subscription_get_problem (subscription) != NULL;
}
