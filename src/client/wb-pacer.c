/* wb-pacer.c: requests datasets within the default rate limits of a server
 *
 * A server closes the connection of a client that sends too many messages at once (docs/protocol.md,
 * limits), and a board of 24 cards would. After connecting again, the client would do the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-pacer.h"

#include "support/wb-timer.h"
#include "support/wb-token-bucket.h"

/* The requests that are sent at once: to any server, whose limit may be 20 messages of any kind, and to one
 * that sent a welcome, which accepts 64 requests at once. */
#define BURST         16
#define WELCOME_BURST 48

/* The requests per second after that; a server accepts 10 messages of any kind. */
#define RATE 8

/* How long to wait if the server does not read, in milliseconds. */
#define BUSY_MS 1000

struct _WbPacer
{
  WbPacerFunc    function;
  gpointer       user_data;
  GQueue         names; /* of the queued datasets, each once */
  WbTokenRate    rate;
  WbTokenBucket  bucket;
  GSource       *timer;
};

static void send_queued (WbPacer *self);

static gboolean
timer_cb (gpointer user_data)
{
  WbPacer *self = user_data;

  wb_timer_stop (&self->timer);
  send_queued (self);

  return G_SOURCE_REMOVE;
}

static void
send_queued (WbPacer *self)
{
  gint64 now = g_get_monotonic_time ();
  WbPacerResult result = WB_PACER_NOT_NEEDED;
  gint64 wait;

  while ((wait = wb_token_bucket_get_wait (&self->bucket, self->rate, 1, now)) == 0 &&
         !g_queue_is_empty (&self->names))
    {
      result = self->function (g_queue_peek_head (&self->names), self->user_data);
      if (result == WB_PACER_BUSY)
        break;

      if (result == WB_PACER_SENT)
        wb_token_bucket_take (&self->bucket, self->rate, 1, now);
      g_free (g_queue_pop_head (&self->names));
    }

  if (result == WB_PACER_BUSY)
    wait = BUSY_MS * 1000;
  if (!g_queue_is_empty (&self->names) && self->timer == NULL)
    self->timer = wb_timer_start ((guint) (wait / 1000 + 1), timer_cb, self);
}

/**
 * wb_pacer_new:
 * @function: requests a dataset
 * @user_data: data for @function
 *
 * Returns: (transfer full): a pacer in the state after wb_pacer_reset()
 */
WbPacer *
wb_pacer_new (WbPacerFunc function,
              gpointer    user_data)
{
  WbPacer *self;

  g_return_val_if_fail (function != NULL, NULL);

  self = g_new0 (WbPacer, 1);
  self->function = function;
  self->user_data = user_data;
  g_queue_init (&self->names);
  wb_pacer_reset (self);

  return self;
}

void
wb_pacer_free (WbPacer *self)
{
  g_return_if_fail (self != NULL);

  wb_timer_stop (&self->timer);
  g_queue_clear_full (&self->names, g_free);
  g_free (self);
}

/**
 * wb_pacer_reset:
 * @self: a pacer
 *
 * Drops the queued requests, and starts with the full burst of a new connection.
 */
void
wb_pacer_reset (WbPacer *self)
{
  g_return_if_fail (self != NULL);

  wb_timer_stop (&self->timer);
  g_queue_clear_full (&self->names, g_free);
  self->rate = (WbTokenRate) { .per_second = RATE, .burst = BURST };
  self->bucket = (WbTokenBucket) { 0 };
}

/**
 * wb_pacer_raise:
 * @self: a pacer
 *
 * Raises the burst to that of a server that sent a welcome, minus the requests
 * that were sent before.
 */
void
wb_pacer_raise (WbPacer *self)
{
  g_return_if_fail (self != NULL);

  self->rate.burst = WELCOME_BURST;
  if (!g_queue_is_empty (&self->names))
    send_queued (self);
}

/**
 * wb_pacer_ask:
 * @self: a pacer
 * @name: the name of a dataset
 *
 * Requests a dataset, immediately or as soon as the limits allow. A dataset that
 * is queued already keeps its place.
 */
void
wb_pacer_ask (WbPacer    *self,
              const char *name)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  if (g_queue_find_custom (&self->names, name, (GCompareFunc) g_strcmp0) == NULL)
    g_queue_push_tail (&self->names, g_strdup (name));
  if (self->timer == NULL)
    send_queued (self);
}
