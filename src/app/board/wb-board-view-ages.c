/* wb-board-view-ages.c: how old the data of a board are, and which of its charts are not live
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-view-private.h"

#include "servers/wb-connection-text.h"
#include "support/wb-clock.h"
#include "support/wb-style-class.h"

/* The interval of new data where none is set, in seconds: a server sends something at least that often. */
#define USUAL_INTERVAL 30

/* After how many intervals without new data a chart shows their age, and is grey. */
#define SHOWN_INTERVALS 3
#define GREY_INTERVALS 10

/* How long data count as live without a connection, such as while the server restarts. Seconds. */
#define PATIENCE 3

/* Since when data may not be those of the server any more, as of wb_clock_get_time (), or 0 without data.
 * Where new data are expected all the time, a connection alone does not make them good. */
static gint64
get_since (WbBoardView    *self,
           WbSubscription *subscription)
{
  if (subscription == NULL)
    return 0;

  return self->expected > 0 ? wb_subscription_get_time (subscription)
                            : wb_subscription_get_contact (subscription);
}

static gboolean
is_live (WbBoardView    *self,
         WbSubscription *subscription)
{
  gint64 age = wb_clock_get_age (wb_subscription_get_time (subscription));

  if (wb_subscription_get_problem (subscription) != NULL)
    return FALSE;
  if (self->expected > 0 && age > SHOWN_INTERVALS * (gint64) self->expected)
    return FALSE;

  return wb_subscription_is_live (subscription) ||
         wb_clock_get_age (wb_subscription_get_contact (subscription)) < PATIENCE;
}

static void
update_age (WbBoardView *self,
            guint        index)
{
  WbChartCard *card = wb_board_view_get_card (self, index);
  WbSubscription *subscription = wb_board_view_get_subscription (self, index);
  gint64 interval = self->expected > 0 ? self->expected : USUAL_INTERVAL;
  gint64 since = get_since (self, subscription);
  gint64 age = -1;

  if (since != 0 && !is_live (self, subscription))
    age = wb_clock_get_age (since);

  wb_chart_card_set_age (card, age);
  wb_style_class_set (GTK_WIDGET (card), "old", age > GREY_INTERVALS * interval);
}

/**
 * wb_board_view_update_ages:
 * @self: a board
 *
 * Shows the age of all data that are not live. To be called once a second while
 * there are such data.
 */
void
wb_board_view_update_ages (WbBoardView *self)
{
  const char *obstacle;

  g_return_if_fail (WB_IS_BOARD_VIEW (self));

  if (self->client == NULL)
    return;

  obstacle = wb_connection_get_headline (self->client);

  for (guint i = 0; i < self->cards->len; i++)
    {
      update_age (self, i);
      wb_chart_card_set_obstacle (wb_board_view_get_card (self, i), obstacle);
    }
}

/**
 * wb_board_view_set_expected:
 * @self: a board
 * @seconds: the interval in which each chart gets new data, 0 for not known
 *
 * Sets when data are old: after three intervals a chart shows their age, after
 * ten it is grey. Without an interval, ages are only shown while there is no
 * connection, and charts are grey after ten times 30 seconds without one.
 */
void
wb_board_view_set_expected (WbBoardView *self,
                            guint        seconds)
{
  g_return_if_fail (WB_IS_BOARD_VIEW (self));

  self->expected = seconds;
}

/**
 * wb_board_view_get_oldest:
 * @self: a board
 *
 * Returns: since when the oldest data are not live, as of wb_clock_get_time(), or
 *   0 if no chart has data; %WB_CLOCK_UNKNOWN if that is not known
 */
gint64
wb_board_view_get_oldest (WbBoardView *self)
{
  gint64 oldest = 0;

  g_return_val_if_fail (WB_IS_BOARD_VIEW (self), 0);

  for (guint i = 0; i < self->cards->len; i++)
    {
      gint64 since = get_since (self, wb_board_view_get_subscription (self, i));

      if (since != 0 && (oldest == 0 || since < oldest))
        oldest = since;
    }

  return oldest;
}

/**
 * wb_board_view_list_titles:
 * @self: a board
 * @state: a state
 *
 * Returns: (transfer container) (element-type utf8): the titles of the charts in
 *   that state
 */
GPtrArray *
wb_board_view_list_titles (WbBoardView *self,
                           WbCardState  state)
{
  GPtrArray *titles = g_ptr_array_new ();

  g_return_val_if_fail (WB_IS_BOARD_VIEW (self), titles);

  for (guint i = 0; i < self->cards->len; i++)
    {
      WbChartCard *card = wb_board_view_get_card (self, i);

      if (wb_chart_card_get_state (card) == state)
        g_ptr_array_add (titles, (char *) wb_chart_card_get_title (card));
    }

  return titles;
}
