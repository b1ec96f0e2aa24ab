/* wb-board-view-plan.c: makes the cards of a plan
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-view-private.h"

#include <glib/gi18n.h>

#include "wb-board-layout.h"

WbChartCard *
wb_board_view_get_card (WbBoardView *self,
                        guint        index)
{
  return g_ptr_array_index (self->cards, index);
}

const WbBoardChart *
wb_board_view_get_chart (WbBoardView *self,
                         guint        index)
{
  guint n_charts;

  return &wb_board_plan_get_charts (self->plan, &n_charts)[index];
}

WbSubscription *
wb_board_view_get_subscription (WbBoardView *self,
                                guint        index)
{
  const WbBoardChart *chart = wb_board_view_get_chart (self, index);

  return self->client != NULL ? wb_client_get_subscription (self->client, chart->dataset, chart->kind) : NULL;
}

void
wb_board_view_update_card (WbBoardView *self,
                           guint        index)
{
  WbSubscription *subscription = wb_board_view_get_subscription (self, index);

  wb_chart_card_set_data (wb_board_view_get_card (self, index),
                          subscription != NULL ? wb_subscription_get_dataset (subscription) : NULL,
                          subscription != NULL ? wb_subscription_get_problem (subscription) : NULL);
}

static WbChartCard *
add_card (WbBoardView *self,
          WbChartKind  kind)
{
  WbChartCard *card = WB_CHART_CARD (wb_chart_card_new (kind, self->settings));

  g_signal_connect_swapped (card, "full-screen-toggled", G_CALLBACK (wb_board_view_toggle_full_screen), self);
  gtk_widget_set_parent (GTK_WIDGET (card), GTK_WIDGET (self));
  if (self->takes_files)
    wb_chart_card_take_files (card);

  return card;
}

/* Reuses the card of the same chart, so that it keeps its state. */
static WbChartCard *
take_card (GPtrArray          *cards,
           WbBoardPlan        *plan,
           const WbBoardChart *wanted)
{
  guint n_charts;
  const WbBoardChart *charts = wb_board_plan_get_charts (plan, &n_charts);

  for (guint i = 0; i < cards->len; i++)
    {
      WbChartCard *card = g_ptr_array_index (cards, i);

      if (card == NULL || charts[i].kind != wanted->kind || !g_str_equal (charts[i].dataset, wanted->dataset))
        continue;

      g_ptr_array_index (cards, i) = NULL;
      return card;
    }

  return NULL;
}

static void
unwatch_unused (WbBoardView *self,
                WbBoardPlan *old)
{
  guint n;
  const WbBoardChart *charts = wb_board_plan_get_charts (old, &n);

  for (guint i = 0; i < n; i++)
    if (!wb_board_plan_has (self->plan, &charts[i]))
      wb_client_unwatch_chart (self->client, charts[i].dataset, charts[i].kind);
}

/* This also shows cached data of the client. */
void
wb_board_view_watch_all (WbBoardView *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      const WbBoardChart *chart = wb_board_view_get_chart (self, i);

      if (self->client != NULL)
        wb_client_watch_chart (self->client, chart->dataset, chart->kind);
      wb_board_view_update_card (self, i);
    }
}

/* Makes the cards of a plan, and reuses those that fit. */
static void
show_plan (WbBoardView *self,
           WbBoardPlan *plan)
{
  g_autoptr (WbBoardPlan) old = g_steal_pointer (&self->plan);
  g_autoptr (GPtrArray) old_cards = g_steal_pointer (&self->cards);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  guint n_charts;
  const WbBoardChart *charts = wb_board_plan_get_charts (plan, &n_charts);

  self->plan = wb_board_plan_ref (plan);
  self->cards = g_ptr_array_new ();
  wb_board_layout_set_alone (WB_BOARD_LAYOUT (layout), NULL);

  for (guint i = 0; i < n_charts; i++)
    {
      WbChartCard *card = old != NULL ? take_card (old_cards, old, &charts[i]) : NULL;

      if (card == NULL)
        card = add_card (self, charts[i].kind);
      g_ptr_array_add (self->cards, card);
      gtk_widget_insert_before (GTK_WIDGET (card), GTK_WIDGET (self), NULL);
      wb_chart_card_set_plan (card, &charts[i]);
    }

  for (guint i = 0; old != NULL && i < old_cards->len; i++)
    if (g_ptr_array_index (old_cards, i) != NULL)
      gtk_widget_unparent (g_ptr_array_index (old_cards, i));
  if (old != NULL && self->client != NULL)
    unwatch_unused (self, old);

  wb_board_layout_set_plan (WB_BOARD_LAYOUT (layout), plan);
  wb_board_view_watch_all (self);
  wb_board_view_update_state (self);
  wb_board_view_update_ages (self);
  g_object_notify (G_OBJECT (self), "title");
}

void
wb_board_view_update_plan (WbBoardView *self)
{
  WbBoardPlan *plan = self->own_plan;
  g_autoptr (WbBoardPlan) usual = NULL;

  if (plan == NULL && self->client != NULL)
    plan = wb_client_get_plan (self->client);
  if (plan == NULL)
    plan = usual = wb_board_plan_new_default ();

  if (self->plan == NULL || !wb_board_plan_equal (plan, self->plan))
    show_plan (self, plan);
}

/* Shows each problem of the plan once. */
void
wb_board_view_update_problem (WbBoardView *self)
{
  const char *problem = self->client != NULL ? wb_client_get_plan_problem (self->client) : NULL;

  if (g_strcmp0 (problem, self->problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  if (problem != NULL)
    {
      /* Translators: the reason names a place in a file: “board: columns[1].width: expected a number”. */
      g_autofree char *text = g_strdup_printf (_("The board stays as it is: %s"), problem);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
    }
}
