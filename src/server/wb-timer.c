/* wb-timer.c: timeouts in the context of the thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-timer.h"

/**
 * wb_timer_start:
 * @milliseconds: the time between two calls
 * @function: what to call, until it returns %G_SOURCE_REMOVE
 * @data: what to hand to @function
 *
 * Starts a timeout in the thread-default main context: g_timeout_add() would
 * take the default one, and a server need not live there.
 *
 * Returns: (transfer full): the timeout, for [func@wb_timer_stop]
 */
GSource *
wb_timer_start (guint       milliseconds,
                GSourceFunc function,
                gpointer    data)
{
  GSource *timer;

  g_return_val_if_fail (function != NULL, NULL);

  timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (timer, function, data, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());

  return timer;
}

/**
 * wb_timer_stop:
 * @timer: (inout): where a timeout is kept, or %NULL
 *
 * Stops a timeout, which may have ended by itself, and forgets it.
 */
void
wb_timer_stop (GSource **timer)
{
  g_return_if_fail (timer != NULL);

  if (*timer == NULL)
    return;

  g_source_destroy (*timer);
  g_clear_pointer (timer, g_source_unref);
}
