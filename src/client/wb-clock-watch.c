/* wb-clock-watch.c: notices that the machine slept, or that its clock was set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-clock-watch.h"

#include <gio/gio.h>

#include "support/wb-clock.h"

/* How often the clocks are compared, in seconds: without logind, a sleep is noticed after as many. */
#define INTERVAL 5

/* By how much two clocks may drift apart between two comparisons. Microseconds. */
#define JUMP (2 * G_USEC_PER_SEC)

/* logind and the clocks tell of the same sleep, whichever comes first. Microseconds. */
#define SAME_SLEEP (2 * INTERVAL * G_USEC_PER_SEC)

/* https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1.html */
#define LOGIND_NAME      "org.freedesktop.login1"
#define LOGIND_PATH      "/org/freedesktop/login1"
#define LOGIND_INTERFACE "org.freedesktop.login1.Manager"
#define LOGIND_SIGNAL    "PrepareForSleep"

struct _WbClockWatch
{
  WbClockFunc      function;
  gpointer         user_data;

  guint            timer;
  gint64           slept; /* by how much the time since boot is ahead of the one that stops in sleep */
  gint64           woke;  /* when the clocks last told of a sleep, monotonic */
  gint64           set;   /* by how much the real time is ahead of that since boot */

  GCancellable *cancellable;
  GDBusProxy   *logind;
};

static void
read_clocks (gint64 *ret_slept,
             gint64 *ret_set)
{
  gint64 time = wb_clock_get_time ();

  *ret_slept = time - g_get_monotonic_time ();
  *ret_set = g_get_real_time () - time;
}

/* The owner may free the watch in its function, so this calls it once and last. A machine that wakes may find
 * its clock set as well: the next comparison says so. */
static gboolean
compare_cb (gpointer user_data)
{
  WbClockWatch *self = user_data;
  gint64 slept, set;

  read_clocks (&slept, &set);
  if (slept - self->slept > JUMP)
    {
      self->slept = slept;
      self->woke = g_get_monotonic_time ();
      self->function (WB_CLOCK_WOKE, self->user_data);
    }
  else if (ABS (set - self->set) > JUMP)
    {
      self->set = set;
      self->function (WB_CLOCK_SET, self->user_data);
    }

  return G_SOURCE_CONTINUE;
}

static void
signal_cb (GDBusProxy *logind,
           const char *sender,
           const char *signal_name,
           GVariant   *parameters,
           gpointer    user_data)
{
  WbClockWatch *self = user_data;
  gboolean begins;
  gint64 set;

  if (!g_str_equal (signal_name, LOGIND_SIGNAL) || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;

  g_variant_get (parameters, "(b)", &begins);
  if (begins || (self->woke != 0 && g_get_monotonic_time () - self->woke < SAME_SLEEP))
    return;

  read_clocks (&self->slept, &set);
  self->function (WB_CLOCK_WOKE, self->user_data);
}

static void
logind_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GDBusProxy *logind = g_dbus_proxy_new_for_bus_finish (result, NULL);
  WbClockWatch *self = user_data;

  /* Cancelled, or without a bus, as in a container, where the clocks tell. */
  if (logind == NULL)
    return;

  g_dbus_connection_set_exit_on_close (g_dbus_proxy_get_connection (logind), FALSE);
  self->logind = logind;
  g_signal_connect (logind, "g-signal", G_CALLBACK (signal_cb), self);
}

/**
 * wb_clock_watch_new:
 * @function: called when something happened; it may free the watch
 * @user_data: for @function
 *
 * Watches the clocks in the default main context: by what logind says where it
 * is, at once, and by comparing them, within five seconds.
 *
 * Returns: (transfer full): a watch
 */
WbClockWatch *
wb_clock_watch_new (WbClockFunc function,
                    gpointer    user_data)
{
  WbClockWatch *self;

  g_return_val_if_fail (function != NULL, NULL);

  self = g_new0 (WbClockWatch, 1);
  self->function = function;
  self->user_data = user_data;
  read_clocks (&self->slept, &self->set);
  self->timer = g_timeout_add_seconds (INTERVAL, compare_cb, self);
  self->cancellable = g_cancellable_new ();
  g_dbus_proxy_new_for_bus (G_BUS_TYPE_SYSTEM,
                            G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES | G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                            NULL, LOGIND_NAME, LOGIND_PATH, LOGIND_INTERFACE, self->cancellable, logind_cb,
                            self);

  return self;
}

void
wb_clock_watch_free (WbClockWatch *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->logind != NULL)
    g_signal_handlers_disconnect_by_data (self->logind, self);
  g_clear_object (&self->logind);
  g_source_remove (self->timer);
  g_free (self);
}
