/* wb-http-delays.c: requests that wait for a while
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-http-delays.h"

#include "wb-timer.h"

struct _WbHttpDelays
{
  WbHttpDelaysFunc  function;
  gpointer          user_data;
  GQueue            waiting;  /* of Wait, the first to go on first */
  GSource          *timer;
};

typedef struct
{
  SoupServerMessage *message;
  gint64             until;   /* microseconds, monotonic */
} Wait;

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  g_object_unref (wait->message);
  g_free (wait);
}

static int
compare_waits (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const Wait *first = a;
  const Wait *second = b;

  return (first->until > second->until) - (first->until < second->until);
}

static void
go_on (WbHttpDelays *self)
{
  Wait *wait = g_queue_pop_head (&self->waiting);

  self->function (wait->message, self->user_data);
  soup_server_message_unpause (wait->message);
  wait_free (wait);
}

static void set_timer (WbHttpDelays *self);

static gboolean
due_cb (gpointer user_data)
{
  WbHttpDelays *self = user_data;
  gint64 now = g_get_monotonic_time ();

  while (self->waiting.length > 0 && ((Wait *) g_queue_peek_head (&self->waiting))->until <= now)
    go_on (self);
  set_timer (self);

  return G_SOURCE_REMOVE;
}

static void
set_timer (WbHttpDelays *self)
{
  const Wait *first = g_queue_peek_head (&self->waiting);
  gint64 left;

  wb_timer_stop (&self->timer);
  if (first == NULL)
    return;

  left = MAX (first->until - g_get_monotonic_time (), 0);
  self->timer = wb_timer_start ((guint) ((left + 999) / 1000), due_cb, self);
}

/**
 * wb_http_delays_new:
 * @function: what to call for a request whose time is over
 * @user_data: what to hand to it
 *
 * Returns: (transfer full): no requests yet, for the thread-default main context
 */
WbHttpDelays *
wb_http_delays_new (WbHttpDelaysFunc function,
                    gpointer         user_data)
{
  WbHttpDelays *self;

  g_return_val_if_fail (function != NULL, NULL);

  self = g_new0 (WbHttpDelays, 1);
  self->function = function;
  self->user_data = user_data;
  g_queue_init (&self->waiting);

  return self;
}

/**
 * wb_http_delays_free:
 * @self: (transfer full): requests
 *
 * Lets go of the requests as they are.
 */
void
wb_http_delays_free (WbHttpDelays *self)
{
  g_return_if_fail (self != NULL);

  wb_timer_stop (&self->timer);
  g_queue_clear_full (&self->waiting, wait_free);
  g_free (self);
}

/**
 * wb_http_delays_add:
 * @self: requests
 * @message: a request that is being handled by libsoup
 * @delay: how long it has to wait, in microseconds
 *
 * Pauses a request, and has it go on later.
 */
void
wb_http_delays_add (WbHttpDelays      *self,
                    SoupServerMessage *message,
                    gint64             delay)
{
  Wait *wait;

  g_return_if_fail (self != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  wait = g_new0 (Wait, 1);
  wait->message = g_object_ref (message);
  wait->until = g_get_monotonic_time () + delay;
  g_queue_insert_sorted (&self->waiting, wait, compare_waits, NULL);
  soup_server_message_pause (message);
  if (g_queue_peek_head (&self->waiting) == wait)
    set_timer (self);
}

/**
 * wb_http_delays_end:
 * @self: requests
 *
 * Has all of them go on now.
 */
void
wb_http_delays_end (WbHttpDelays *self)
{
  g_return_if_fail (self != NULL);

  while (self->waiting.length > 0)
    go_on (self);
  set_timer (self);
}
