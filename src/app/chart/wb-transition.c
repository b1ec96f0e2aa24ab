/* wb-transition.c: the way of a picture from one layout to another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-transition.h"

static void
set_shown (WbTransition  *self,
           WbChartLayout *shown)
{
  wb_chart_layout_ref (shown);
  g_clear_pointer (&self->shown, wb_chart_layout_unref);
  self->shown = shown;
}

/**
 * wb_transition_set_target:
 * @self: a transition, zeroed at first
 * @to: what shall be on the screen
 * @animate: whether to go there by and by
 * @now: the time of the frame, in microseconds
 *
 * Begins the way to another picture. One that is under way is interrupted
 * where it is, and what is on the screen is where the new one begins.
 */
void
wb_transition_set_target (WbTransition  *self,
                          WbChartLayout *to,
                          gboolean       animate,
                          gint64         now)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (to != NULL);

  wb_transition_advance (self, now);

  wb_chart_layout_ref (to);
  g_clear_pointer (&self->to, wb_chart_layout_unref);
  self->to = to;

  g_clear_pointer (&self->from, wb_chart_layout_unref);
  if (animate && self->shown != NULL)
    {
      self->from = wb_chart_layout_ref (self->shown);
      self->start = now;
    }
  else
    set_shown (self, to);
}

/**
 * wb_transition_advance:
 * @self: a transition
 * @now: the time of the frame, in microseconds
 *
 * Brings what is shown to where it must be at a time.
 *
 * Returns: whether it changed
 */
gboolean
wb_transition_advance (WbTransition *self,
                       gint64        now)
{
  g_autoptr (WbChartLayout) shown = NULL;
  double time;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->from == NULL)
    return FALSE;

  time = CLAMP ((now - self->start) / (double) WB_TRANSITION_DURATION, 0, 1);
  shown = wb_chart_layout_blend (self->from, self->to, wb_chart_ease (time));
  set_shown (self, shown);

  /* Also where there is nothing between the two, such as pictures of different sizes. */
  if (shown == self->to)
    g_clear_pointer (&self->from, wb_chart_layout_unref);

  return TRUE;
}

/**
 * wb_transition_is_running:
 * @self: a transition
 *
 * Checks whether there is still some way to go.
 *
 * Returns: %FALSE at rest
 */
gboolean
wb_transition_is_running (WbTransition *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->from != NULL;
}

/**
 * wb_transition_clear:
 * @self: a transition
 *
 * Forgets every picture.
 */
void
wb_transition_clear (WbTransition *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->from, wb_chart_layout_unref);
  g_clear_pointer (&self->to, wb_chart_layout_unref);
  g_clear_pointer (&self->shown, wb_chart_layout_unref);
}
