/* wb-hub.c: the sessions of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-hub.h"

#include "wb-timer.h"

/* Who has something to say to everybody says it to the hub, and nobody else keeps a list of sessions: how the
 * frames get out, and from which thread, is decided here. */
struct _WbHub
{
  GObject parent_instance;

  GPtrArray *sessions;
  guint      heartbeat;
  GSource   *heart_timer;
};

G_DEFINE_FINAL_TYPE (WbHub, wb_hub, G_TYPE_OBJECT)

static gboolean
heart_timer_cb (gpointer user_data)
{
  WbHub *self = WB_HUB (user_data);
  g_autoptr (WbMessage) message = wb_message_new_heart_check ();

  for (guint i = 0; i < self->sessions->len; i++)
    {
      WbSession *session = g_ptr_array_index (self->sessions, i);

      if (wb_session_wants_heart_check (session))
        wb_session_send (session, wb_message_get_bytes (message));
    }

  return G_SOURCE_CONTINUE;
}

static void
wb_hub_dispose (GObject *object)
{
  WbHub *self = WB_HUB (object);

  wb_timer_stop (&self->heart_timer);
  g_ptr_array_set_size (self->sessions, 0);

  G_OBJECT_CLASS (wb_hub_parent_class)->dispose (object);
}

static void
wb_hub_finalize (GObject *object)
{
  WbHub *self = WB_HUB (object);

  g_ptr_array_unref (self->sessions);

  G_OBJECT_CLASS (wb_hub_parent_class)->finalize (object);
}

static void
wb_hub_class_init (WbHubClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_hub_dispose;
  object_class->finalize = wb_hub_finalize;
}

static void
wb_hub_init (WbHub *self)
{
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * wb_hub_new:
 * @heartbeat: seconds between two heart checks, 0 for none
 *
 * Returns: (transfer full): a hub without sessions
 */
WbHub *
wb_hub_new (guint heartbeat)
{
  WbHub *self = g_object_new (WB_TYPE_HUB, NULL);

  self->heartbeat = heartbeat;

  return self;
}

/**
 * wb_hub_add:
 * @self: a hub
 * @session: a session, open or not yet
 *
 * Makes a session a member. It gets what is broadcast from the moment it is
 * open.
 */
void
wb_hub_add (WbHub     *self,
            WbSession *session)
{
  g_return_if_fail (WB_IS_HUB (self));
  g_return_if_fail (WB_IS_SESSION (session));

  g_ptr_array_add (self->sessions, g_object_ref (session));

  /* One timer for all: a client of the seed allows one second more than the time between two heart checks, so
   * they must not wait for a coarser clock. */
  if (self->heart_timer == NULL && self->heartbeat > 0)
    self->heart_timer = wb_timer_start (self->heartbeat * 1000, heart_timer_cb, self);
}

/**
 * wb_hub_remove:
 * @self: a hub
 * @session: a session
 *
 * Forgets a session.
 */
void
wb_hub_remove (WbHub     *self,
               WbSession *session)
{
  g_return_if_fail (WB_IS_HUB (self));
  g_return_if_fail (WB_IS_SESSION (session));

  g_ptr_array_remove_fast (self->sessions, session);
  if (self->sessions->len == 0)
    wb_timer_stop (&self->heart_timer);
}

/**
 * wb_hub_broadcast:
 * @self: a hub
 * @text: a message
 *
 * Sends a message to every open session. What is broadcast first arrives
 * first, everywhere.
 */
void
wb_hub_broadcast (WbHub  *self,
                  GBytes *text)
{
  g_return_if_fail (WB_IS_HUB (self));
  g_return_if_fail (text != NULL);

  for (guint i = 0; i < self->sessions->len; i++)
    {
      WbSession *session = g_ptr_array_index (self->sessions, i);

      if (wb_session_is_open (session))
        wb_session_send (session, text);
    }
}

/**
 * wb_hub_foreach:
 * @self: a hub
 * @function: (scope call): what to call
 * @user_data: what to hand to it
 *
 * Calls a function with every open session.
 */
void
wb_hub_foreach (WbHub     *self,
                WbHubFunc  function,
                gpointer   user_data)
{
  g_return_if_fail (WB_IS_HUB (self));
  g_return_if_fail (function != NULL);

  for (guint i = 0; i < self->sessions->len; i++)
    {
      WbSession *session = g_ptr_array_index (self->sessions, i);

      if (wb_session_is_open (session))
        function (session, user_data);
    }
}

/**
 * wb_hub_close:
 * @self: a hub
 * @code: why
 * @reason: why, in words
 *
 * Closes every session. They stay members until their connections are gone.
 */
void
wb_hub_close (WbHub      *self,
              gushort     code,
              const char *reason)
{
  g_return_if_fail (WB_IS_HUB (self));

  wb_timer_stop (&self->heart_timer);
  for (guint i = 0; i < self->sessions->len; i++)
    wb_session_close (g_ptr_array_index (self->sessions, i), code, reason);
}

/**
 * wb_hub_get_size:
 * @self: a hub
 *
 * Returns: how many sessions are members, open or not
 */
guint
wb_hub_get_size (WbHub *self)
{
  g_return_val_if_fail (WB_IS_HUB (self), 0);

  return self->sessions->len;
}
