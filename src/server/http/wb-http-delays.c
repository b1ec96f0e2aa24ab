/* wb-http-delays.c: requests that wait for a while
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-http-delays.h"

#include "net/wb-poller.h"
#include "support/wb-timer.h"

struct _WbHttpDelays
{
  WbHttpDelaysFunc  function;
  gpointer          user_data;
  GQueue            waiting;  /* of Wait, the first due first */
  GSource          *timer;
  WbPoller         *poller;
};

typedef struct
{
  GList              link;    /* of the queue; its data is the wait */
  SoupServerMessage *message;
  GSocket           *socket;
  gint64             until;   /* microseconds, monotonic */
} Wait;

static void
wait_free (WbHttpDelays *self,
           Wait         *wait)
{
  g_queue_unlink (&self->waiting, &wait->link);
  wb_poller_remove (self->poller, g_socket_get_fd (wait->socket), wait);
  g_object_unref (wait->socket);
  g_object_unref (wait->message);
  g_free (wait);
}

/* Behind all that are due before it; most are due last. */
static void
insert (WbHttpDelays *self,
        Wait         *wait)
{
  GList *before = self->waiting.tail;

  while (before != NULL && ((const Wait *) before->data)->until > wait->until)
    before = before->prev;

  if (before != NULL)
    g_queue_insert_after_link (&self->waiting, before, &wait->link);
  else
    g_queue_push_head_link (&self->waiting, &wait->link);
}

static void
resume (WbHttpDelays *self,
        Wait         *wait)
{
  g_autoptr (SoupServerMessage) message = g_object_ref (wait->message);
  WbHttpDelayEnd end = wb_poller_has_ended (g_socket_get_fd (wait->socket)) ? WB_HTTP_DELAY_HUNG_UP
                                                                           : WB_HTTP_DELAY_TIME;

  wait_free (self, wait);
  self->function (message, end, self->user_data);
  soup_server_message_unpause (message);
}

static void set_timer (WbHttpDelays *self);

static gboolean
due_cb (gpointer user_data)
{
  WbHttpDelays *self = user_data;
  gint64 now = g_get_monotonic_time ();

  while (self->waiting.length > 0 && ((Wait *) g_queue_peek_head (&self->waiting))->until <= now)
    resume (self, g_queue_peek_head (&self->waiting));
  set_timer (self);

  return G_SOURCE_REMOVE;
}

/* The peer of a request sends no more; without a target, all ready sockets were served. */
static void
ended_cb (gpointer     target,
          GIOCondition condition,
          gpointer     user_data)
{
  WbHttpDelays *self = user_data;

  if (target != NULL)
    resume (self, target);
  else
    set_timer (self);
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
 * @function: what to call for a request whose time or connection is over
 * @user_data: passed to @function
 * @error: return location for an error of GIO
 *
 * Returns: (transfer full): no requests yet, for the thread-default main context,
 *   or %NULL with an error if there are no descriptors left
 */
WbHttpDelays *
wb_http_delays_new (WbHttpDelaysFunc   function,
                    gpointer           user_data,
                    GError           **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  WbHttpDelays *self;
  WbPoller *poller;

  g_return_val_if_fail (function != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_new0 (WbHttpDelays, 1);
  poller = wb_poller_new (context, ended_cb, self, error);
  if (poller == NULL)
    {
      g_free (self);
      return NULL;
    }

  self->poller = poller;
  self->function = function;
  self->user_data = user_data;
  g_queue_init (&self->waiting);

  return self;
}

/**
 * wb_http_delays_free:
 * @self: (transfer full): requests
 *
 * Forgets the requests, which stay paused.
 */
void
wb_http_delays_free (WbHttpDelays *self)
{
  g_return_if_fail (self != NULL);

  wb_timer_stop (&self->timer);
  while (self->waiting.length > 0)
    wait_free (self, g_queue_peek_head (&self->waiting));
  wb_poller_free (self->poller);
  g_free (self);
}

/**
 * wb_http_delays_add:
 * @self: requests
 * @message: a request that is being handled by libsoup
 * @socket: that of its connection
 * @delay: how long it has to wait, in microseconds
 *
 * Pauses a request, and resumes it later, or as soon as its peer sends no more.
 */
void
wb_http_delays_add (WbHttpDelays      *self,
                    SoupServerMessage *message,
                    GSocket           *socket,
                    gint64             delay)
{
  Wait *wait;

  g_return_if_fail (self != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (G_IS_SOCKET (socket));

  wait = g_new0 (Wait, 1);
  wait->link.data = wait;
  wait->message = g_object_ref (message);
  wait->socket = g_object_ref (socket);
  wait->until = g_get_monotonic_time () + delay;
  insert (self, wait);

  /* Where the kernel has no room for another socket, the end is seen when the time is over. */
  wb_poller_add (self->poller, g_socket_get_fd (socket), G_IO_HUP, wait);
  soup_server_message_pause (message);
  if (g_queue_peek_head (&self->waiting) == wait)
    set_timer (self);
}

/**
 * wb_http_delays_end:
 * @self: requests
 *
 * Resumes all of them now.
 */
void
wb_http_delays_end (WbHttpDelays *self)
{
  g_return_if_fail (self != NULL);

  while (self->waiting.length > 0)
    resume (self, g_queue_peek_head (&self->waiting));
  set_timer (self);
}
