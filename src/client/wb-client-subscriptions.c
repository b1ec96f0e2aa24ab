/* wb-client-subscriptions.c: what a client asks for, and what becomes of the answers
 *
 * A dataset has one name on the wire, but several charts may draw it, each in a
 * shape of its own. The subscription of the chart that has the name, and of a name that
 * is no chart's, is found by the name; any other by kind and name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-client-object.h"

static char *
make_key (const char  *name,
          WbChartKind  kind)
{
  WbChartKind own_kind;

  if (wb_chart_kind_from_name (name, &own_kind) && own_kind == kind)
    return g_strdup (name);

  /* No name has a colon. */
  return g_strconcat (wb_chart_kind_get_name (kind), ":", name, NULL);
}

static gboolean
may_ask (WbClient       *self,
         WbSubscription *subscription)
{
  return self->server != NULL || !wb_subscription_requires_welcome (subscription);
}

/* Also where the name is watched already: the answer that came then may have been of use to nobody. */
static void
add_feed (WbClient       *self,
          char           *key,
          WbSubscription *subscription)
{
  wb_client_restore_subscription (self, key, subscription);
  g_hash_table_insert (self->subscriptions, key, subscription);
  if (may_ask (self, subscription) && wb_keeper_get_status (self->keeper) == WB_CLIENT_ONLINE)
    wb_pacer_ask (self->pacer, wb_subscription_get_name (subscription));
}

/**
 * wb_client_request_feed:
 * @name: a dataset name
 * @user_data: a client
 *
 * Asks the server for a dataset, if it is still watched and the server may be
 * asked for it.
 *
 * Returns: %FALSE if not
 */
gboolean
wb_client_request_feed (const char *name,
                        gpointer    user_data)
{
  WbClient *self = user_data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (wb_subscription_get_name (value), name) && may_ask (self, value))
      {
        wb_keeper_send (self->keeper, wb_subscription_get_request (value));
        return TRUE;
      }

  return FALSE;
}

/**
 * wb_client_request_feeds:
 * @self: a client
 * @requires_welcome: whether to ask for what only a server is asked that said welcome, or for the rest
 *
 * Asks a server that is new for every dataset that is watched, once a name; the
 * plan of the board comes first, since what else is wanted depends on it.
 */
void
wb_client_request_feeds (WbClient *self,
                         gboolean  requires_welcome)
{
  WbSubscription *board = g_hash_table_lookup (self->subscriptions, WB_BOARD_PLAN_NAME);
  GHashTableIter iter;
  gpointer value;

  if (board != NULL && wb_subscription_requires_welcome (board) == requires_welcome)
    wb_pacer_ask (self->pacer, WB_BOARD_PLAN_NAME);

  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value != board && wb_subscription_requires_welcome (value) == requires_welcome)
      wb_pacer_ask (self->pacer, wb_subscription_get_name (value));
}

/**
 * wb_client_fill_feeds:
 * @self: a client
 * @name: a dataset name
 * @answer: what came of it
 *
 * Gives an answer to everyone who watches the dataset.
 */
void
wb_client_fill_feeds (WbClient   *self,
                      const char *name,
                      WbMessage  *answer)
{
  gint64 now = g_get_monotonic_time ();
  gboolean watched = FALSE;
  GHashTableIter iter;
  gpointer key, value;

  /* What nobody watches is not kept: it is the server that chooses how many names it sends. */
  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_str_equal (wb_subscription_get_name (value), name))
      {
        wb_subscription_take_answer (value, answer, now);
        if (wb_subscription_get_time (value) == now)
          wb_client_remember (self, key);
        watched = TRUE;
      }

  if (watched)
    g_signal_emit_by_name (self, "dataset-changed", name);
}

/**
 * wb_client_watch:
 * @self: a client
 * @chart_name: a valid dataset name
 *
 * Asks for a dataset, now if there is a connection and on each one to come.
 * The answers, and what a server sends when the data changes, are told by
 * #WbClient::dataset-changed. What a cache has of it is there at once.
 */
void
wb_client_watch (WbClient   *self,
                 const char *chart_name)
{
  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (wb_name_is_valid (chart_name));

  if (!g_hash_table_contains (self->subscriptions, chart_name))
    add_feed (self, g_strdup (chart_name), wb_subscription_new (chart_name));
}

/**
 * wb_client_watch_chart:
 * @self: a client
 * @name: a valid dataset name
 * @kind: the chart that shall draw it
 *
 * Asks for a dataset in the shape of a chart, as wb_client_watch() does. A
 * server that has not said welcome is asked only for the datasets that every
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
    add_feed (self, g_steal_pointer (&key), wb_subscription_new_chart (name, kind));
}

/**
 * wb_client_unwatch_chart:
 * @self: a client
 * @name: a dataset name
 * @kind: the chart that drew it
 *
 * Forgets a dataset in the shape of a chart. The server goes on sending it
 * until the connection ends; it is not looked at any more.
 */
void
wb_client_unwatch_chart (WbClient    *self,
                         const char  *name,
                         WbChartKind  kind)
{
  g_autofree char *key = NULL;

  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (name != NULL);

  key = make_key (name, kind);
  g_hash_table_remove (self->subscriptions, key);
}

/**
 * wb_client_get_subscription:
 * @self: a client
 * @name: a dataset name
 * @kind: the chart that draws it
 *
 * Finds what is known of a dataset in the shape of a chart.
 *
 * Returns: (transfer none) (nullable): its subscription, or %NULL if it is not watched
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
 * Asks for the plan of the board, if the server said welcome. The answers are
 * told by #WbClient::dataset-changed as those of %WB_BOARD_PLAN_NAME.
 */
void
wb_client_watch_board (WbClient *self)
{
  g_return_if_fail (WB_IS_CLIENT (self));

  if (!g_hash_table_contains (self->subscriptions, WB_BOARD_PLAN_NAME))
    add_feed (self, g_strdup (WB_BOARD_PLAN_NAME), wb_subscription_new_board ());
}

/**
 * wb_client_get_plan:
 * @self: a client
 *
 * Gets the last good plan of the board that the server sent.
 *
 * Returns: (transfer none) (nullable): the plan, or %NULL if it has none
 */
WbBoardPlan *
wb_client_get_plan (WbClient *self)
{
  WbSubscription *subscription;

  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  subscription = g_hash_table_lookup (self->subscriptions, WB_BOARD_PLAN_NAME);

  return subscription != NULL && !wb_subscription_is_missing (subscription) ? wb_subscription_get_plan (subscription) : NULL;
}

/**
 * wb_client_get_plan_problem:
 * @self: a client
 *
 * Gets what is wrong with the newest plan of the board. That there is none is
 * nothing wrong: most boards are the usual one.
 *
 * Returns: (transfer none) (nullable): a sentence, or %NULL if nothing is
 */
const char *
wb_client_get_plan_problem (WbClient *self)
{
  WbSubscription *subscription;

  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  subscription = g_hash_table_lookup (self->subscriptions, WB_BOARD_PLAN_NAME);

  return subscription != NULL && !wb_subscription_is_missing (subscription) ? wb_subscription_get_problem (subscription) : NULL;
}

/**
 * wb_client_is_plan_known:
 * @self: a client that watches the board
 *
 * Tells whether an answer came, or none is to be expected: the server does not
 * know boards.
 *
 * Returns: %FALSE while the answer is to come
 */
gboolean
wb_client_is_plan_known (WbClient *self)
{
  WbSubscription *subscription;

  g_return_val_if_fail (WB_IS_CLIENT (self), FALSE);

  subscription = g_hash_table_lookup (self->subscriptions, WB_BOARD_PLAN_NAME);

  return self->server == NULL || subscription == NULL || wb_subscription_get_text (subscription, NULL) != NULL ||
         wb_subscription_get_problem (subscription) != NULL;
}
