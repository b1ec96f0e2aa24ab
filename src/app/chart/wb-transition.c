/* wb-transition.c: the transition from one layout to another
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
 * @to: the layout to show
 * @animate: %FALSE to show it at once
 * @now: the time of the frame, in microseconds
 *
 * Starts a transition to another layout. One that is running is interrupted, and
 * the layout on show becomes the start of the new one.
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
 * Updates the layout on show.
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

  /* Also where the two cannot be blended, such as layouts of different sizes. */
  if (shown == self->to)
    g_clear_pointer (&self->from, wb_chart_layout_unref);

  return TRUE;
}

/**
 * wb_transition_is_running:
 * @self: a transition
 *
 * Returns: %FALSE at the end of a transition, or before the first
 */
gboolean
wb_transition_is_running (WbTransition *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->from != NULL;
}

void
wb_transition_clear (WbTransition *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->from, wb_chart_layout_unref);
  g_clear_pointer (&self->to, wb_chart_layout_unref);
  g_clear_pointer (&self->shown, wb_chart_layout_unref);
}
