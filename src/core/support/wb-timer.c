/* wb-timer.c: timers in the thread-default main context
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-timer.h"

/**
 * wb_timer_start:
 * @milliseconds: how long from now
 * @callback: the function to call
 * @user_data: data for @callback
 *
 * Starts a timer in the thread-default main context; g_timeout_add() uses the
 * global one.
 *
 * Returns: (transfer full): the timer, to be stopped with wb_timer_stop()
 */
GSource *
wb_timer_start (guint       milliseconds,
                GSourceFunc callback,
                gpointer    user_data)
{
  GSource *timer;

  g_return_val_if_fail (callback != NULL, NULL);

  timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (timer, callback, user_data, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());

  return timer;
}

/**
 * wb_timer_restart:
 * @timer: a timer that has not fired
 * @milliseconds: how long from now
 *
 * Starts the time of a timer again.
 */
void
wb_timer_restart (GSource *timer,
                  guint    milliseconds)
{
  g_return_if_fail (timer != NULL);

  g_source_set_ready_time (timer, g_get_monotonic_time () + (gint64) milliseconds * 1000);
}

/**
 * wb_timer_stop:
 * @timer: (inout) (nullable): a timer
 *
 * Stops and frees a timer, and sets @timer to %NULL.
 */
void
wb_timer_stop (GSource **timer)
{
  g_return_if_fail (timer != NULL);

  if (*timer != NULL)
    g_source_destroy (*timer);
  g_clear_pointer (timer, g_source_unref);
}
