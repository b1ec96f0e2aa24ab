/* test-watchdog.c: a main loop that hangs sends no notifications, even if other threads run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include "support/wb-service.h"
#include "support/wb-timer.h"

typedef struct
{
  GSocket *manager;
  char    *folder;
  char    *path;
  GSource *watchdog;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("wallboard-watchdog-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "notify", NULL);
  address = g_unix_socket_address_new (self->path);
  self->manager = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, 0, &error);
  g_assert_no_error (error);
  g_socket_bind (self->manager, address, FALSE, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (self->manager, FALSE);

  g_setenv ("NOTIFY_SOCKET", self->path, TRUE);
  g_setenv ("WATCHDOG_USEC", "200000", TRUE);
  g_unsetenv ("WATCHDOG_PID");
  self->watchdog = wb_service_start_watchdog ();
  g_assert_nonnull (self->watchdog);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  wb_timer_stop (&self->watchdog);
  g_object_unref (self->manager);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

/* The number of notifications that the manager got. */
static guint
count_heard (Fixture *self)
{
  char text[100];
  guint n = 0;
  gssize length;

  while ((length = g_socket_receive (self->manager, text, sizeof text - 1, NULL, NULL)) > 0)
    {
      text[length] = '\0';
      g_assert_cmpstr (text, ==, "WATCHDOG=1");
      n++;
    }

  return n;
}

static void
wait_heard (Fixture *self,
            guint    wanted)
{
  gint64 limit = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  for (guint n = 0; n < wanted; n += count_heard (self))
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, limit);
    }
}

static gpointer
work_cb (gpointer data)
{
  while (!g_atomic_int_get ((int *) data))
    g_usleep (1000);

  return NULL;
}

static void
test_blocked (Fixture       *self,
              gconstpointer  data)
{
  int done = 0;
  GThread *thread = g_thread_new ("work", work_cb, &done);

  wait_heard (self, 3);

  /* Twice the period of the watchdog. The other thread goes on. */
  g_usleep (400 * 1000);
  g_assert_cmpuint (count_heard (self), ==, 0);

  wait_heard (self, 3);
  g_atomic_int_set (&done, 1);
  g_thread_join (thread);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/core/watchdog/blocked", Fixture, NULL, set_up, test_blocked, tear_down);

  return g_test_run ();
}
