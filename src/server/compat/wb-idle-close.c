/* wb-idle-close.c: closes connections that end between two requests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-idle-close.h"

#include "support/wb-timer.h"

static gboolean
close_cb (gpointer user_data)
{
  WbIdleClose *self = user_data;
  g_autoptr (SoupServerMessage) last = g_steal_pointer (&self->last);
  g_autoptr (GIOStream) stream = NULL;

  wb_timer_stop (&self->source);
  stream = soup_server_message_steal_connection (last);

  return G_SOURCE_REMOVE;
}

/**
 * wb_idle_close_set_last:
 * @self: the deferred close of a connection
 * @message: (nullable): the request that was answered last, %NULL while one is
 *   being answered
 *
 * Sets whether the connection is between two requests.
 */
void
wb_idle_close_set_last (WbIdleClose       *self,
                        SoupServerMessage *message)
{
  g_return_if_fail (self != NULL);

  g_set_object (&self->last, message);
}

/**
 * wb_idle_close_hide_end:
 * @self: the deferred close of a connection
 *
 * Closes the connection, which has reached its end, if it is between two
 * requests. It does so when libsoup has finished reading, and may free @self.
 *
 * Returns: whether libsoup must not see the end
 */
gboolean
wb_idle_close_hide_end (WbIdleClose *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->source == NULL && self->last != NULL)
    self->source = wb_timer_start (0, close_cb, self);

  return self->source != NULL;
}

void
wb_idle_close_clear (WbIdleClose *self)
{
  g_return_if_fail (self != NULL);

  wb_timer_stop (&self->source);
  g_clear_object (&self->last);
}
