/* wb-connection-ping.c: whether a client is still there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-connection-private.h"

static void
send_ping (WbConnection *self)
{
  g_autoptr (WbWebsocketFrame) ping = wb_websocket_frame_new (WB_WEBSOCKET_PING, NULL, 0);

  wb_connection_enqueue (self, ping, 0, WB_FLUSH_NOW);
}

/* Whether the server itself is late with reading. This does not excuse a client that takes nothing of what is
 * written to it: what it sent may wait without end. */
static gboolean
is_unheard (WbConnection *self)
{
  return (!self->is_blocked || self->is_resting) &&
         (self->is_paused || wb_transport_has_input (self->transport));
}

/* Whether a client has taken something since it was looked at last, and has not taken all: a ping comes
 * behind what is on its way to a slow one, and its answer much later. */
static gboolean
is_taking (WbConnection *self)
{
  guint64 before = self->taken;

  self->taken = wb_transport_get_taken (self->transport);

  return self->taken > before;
}

/* A ping is sent every @ping seconds. Between two of them there is one more deadline: when the first that was
 * not answered is @silence seconds old. It counts from the ping and not from the last input, since a server
 * that was stopped for a while has sent no pings meanwhile. */
void
wb_connection_tick_ping (WbConnection *self,
                         gint64        now)
{
  gint64 silence = (gint64) self->rules->silence * G_USEC_PER_SEC;
  gint64 heard = atomic_load_explicit (&self->last_heard, memory_order_relaxed);

  if (heard >= self->unanswered_ping)
    self->unanswered_ping = 0;

  if (self->unanswered_ping > 0 && now >= self->unanswered_ping + silence)
    {
      if (!is_unheard (self) && !is_taking (self))
        {
          g_info ("%s: silent for %u seconds, closing", self->peer, self->rules->ping + self->rules->silence);
          wb_connection_close (self, WB_CLOSE_GOING_AWAY, "no answer to a ping");
          return;
        }
      self->unanswered_ping = now;
    }

  if (now >= self->next_ping)
    {
      send_ping (self);
      self->next_ping = now + (gint64) self->rules->ping * G_USEC_PER_SEC;
      if (self->unanswered_ping == 0)
        {
          self->unanswered_ping = now;
          self->taken = wb_transport_get_taken (self->transport);
        }
    }

  self->ping_at = self->next_ping;
  if (self->unanswered_ping > 0)
    self->ping_at = MIN (self->ping_at, self->unanswered_ping + silence);
}
