/* wb-chart-card-state.c: the state of the data in a card: live, old, in error, or none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-card-private.h"

#include <glib/gi18n.h>

#include "support/wb-accessible.h"
#include "support/wb-age.h"
#include "support/wb-style-class.h"

/* The age of the data as text, or NULL while they are live. */
char *
wb_chart_card_dup_age (WbChartCard *self)
{
  if (self->preview != NULL)
    return g_strdup (_("Preview"));

  return self->dataset != NULL ? wb_age_describe (self->age, self->problem) : NULL;
}

/* Each state has a shape and a word besides its colour. The sentence of an error is in the card, since a wall
 * has no pointer for a tooltip; where there are no data, it is in the place of the chart. */
void
wb_chart_card_update_state (WbChartCard *self)
{
  g_autofree char *age = wb_chart_card_dup_age (self);
  gboolean failed = self->problem != NULL && self->preview == NULL;
  gboolean stale = age != NULL && self->preview == NULL;

  wb_style_class_set (GTK_WIDGET (self), "stale", stale);
  wb_style_class_set (GTK_WIDGET (self), "failed", failed);

  gtk_widget_set_visible (self->mark, stale || failed);
  gtk_image_set_from_icon_name (self->mark_icon, failed ? "wb-unknown-symbolic" : "wb-clock-symbolic");
  if (stale || failed)
    {
      gtk_label_set_label (self->age_label, stale ? age : _("Error"));
      wb_accessible_set_tooltip (GTK_WIDGET (self->age_label), self->problem);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), failed && self->dataset != NULL);
  if (failed)
    {
      /* Translators: %s is a sentence about data: “seller: [1].value: expected a number”. */
      g_autofree char *text = g_strdup_printf (_("Error: %s"), self->problem);

      gtk_label_set_label (self->problem_label, text);
    }
}

/* Says why there is no chart. */
void
wb_chart_card_update_message (WbChartCard *self)
{
  if (self->problem != NULL)
    wb_chart_view_set_message (self->view, _("No Data"), self->problem);
  else if (self->obstacle != NULL)
    wb_chart_view_set_message (self->view, _("No Data"), self->obstacle);
  else
    wb_chart_view_set_message (self->view, _("Loading…"), "");
}

/**
 * wb_chart_card_set_age:
 * @self: a card
 * @seconds: the age of the data, -1 while they are live
 *
 * Marks the data with their age.
 */
void
wb_chart_card_set_age (WbChartCard *self,
                       gint64       seconds)
{
  g_return_if_fail (WB_IS_CHART_CARD (self));

  if (self->age == seconds)
    return;

  self->age = seconds;
  wb_chart_card_update_state (self);
}

/**
 * wb_chart_card_set_obstacle:
 * @self: a card
 * @obstacle: (nullable): why no data can come now, %NULL if nothing is known against it
 *
 * Sets what a card without data says.
 */
void
wb_chart_card_set_obstacle (WbChartCard *self,
                            const char  *obstacle)
{
  g_return_if_fail (WB_IS_CHART_CARD (self));

  if (g_strcmp0 (obstacle, self->obstacle) == 0)
    return;

  g_free (self->obstacle);
  self->obstacle = g_strdup (obstacle);
  if (self->dataset == NULL)
    wb_chart_card_update_message (self);
}

/**
 * wb_chart_card_get_state:
 * @self: a card
 *
 * Returns: the state of the board's data, also while the card shows a preview
 */
WbCardState
wb_chart_card_get_state (WbChartCard *self)
{
  g_return_val_if_fail (WB_IS_CHART_CARD (self), WB_CARD_WAITING);

  if (self->live == NULL)
    return self->problem != NULL ? WB_CARD_EMPTY : WB_CARD_WAITING;

  return self->problem != NULL || self->age >= 0 ? WB_CARD_OLD : WB_CARD_LIVE;
}
