/* test-clock.c: a client on a machine that sleeps, or has a wrong clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "support/wb-clock.h"
#include "watch.h"

#define HOUR (60 * 60)

#define NOTHING_STORED (G_MAXINT64 - 1)

/* How long this machine slept, and by how much its clock is set, in seconds. */
static gint64 slept;
static gint64 set;

/* These come before those of libc, for this program and its libraries. */
int
clock_gettime (clockid_t        id,
               struct timespec *ret_time)
{
  int result = (int) syscall (SYS_clock_gettime, id, ret_time);

  if (id == CLOCK_BOOTTIME)
    ret_time->tv_sec += slept;
  if (id == CLOCK_REALTIME)
    ret_time->tv_sec += slept + set;

  return result;
}

int
gettimeofday (struct timeval *ret_time,
              void           *zone)
{
  struct timespec time;
  int result = clock_gettime (CLOCK_REALTIME, &time);

  ret_time->tv_sec = time.tv_sec;
  ret_time->tv_usec = time.tv_nsec / 1000;

  return result;
}

static gint64
get_age (Watch *watch)
{
  return wb_clock_get_age (watch_get_dataset_time (watch->client, "rank"));
}

static void
reset_clocks (void)
{
  slept = 0;
  set = 0;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

/* A client with a cache that is connected and has a dataset. */
static Watch *
start (Peer       *peer,
       const char *folder)
{
  Watch *watch = watch_new (peer, NULL);

  wb_client_set_cache (watch->client, folder);
  wb_client_follow_clock (watch->client);
  wb_client_watch (watch->client, "rank");

  return watch;
}

/* The age that the data of a folder have for a client that starts now. */
static gint64
get_stored_age (Peer       *peer,
                const char *folder)
{
  g_autoptr (Watch) watch = start (peer, folder);

  return watch_get_dataset (watch->client, "rank") != NULL ? get_age (watch) : NOTHING_STORED;
}

/* Data in memory get older by a sleep, and not by setting the clock. */
static void
test_age (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  reset_clocks ();
  peer = watch_new_server (0, 0, "true");
  watch = watch_new_with_data (peer, "rank");
  g_assert_cmpint (get_age (watch), <, 20);

  slept = 8 * HOUR;
  g_assert_cmpint (get_age (watch), >=, 8 * HOUR);
  g_assert_cmpint (get_age (watch), <, 8 * HOUR + 20);

  set = -50 * HOUR;
  g_assert_cmpint (get_age (watch), <, 8 * HOUR + 20);
  set = 50 * HOUR;
  g_assert_cmpint (get_age (watch), <, 8 * HOUR + 20);
}

/* The age of restored data follows the clock, and is not known where that makes no sense. */
static void
test_restored_age (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (Watch) first = NULL;
  g_autoptr (Watch) second = NULL;

  if (peer_is_missing ())
    return;

  reset_clocks ();
  folder = g_dir_make_tmp ("wallboard-XXXXXX", &error);
  g_assert_no_error (error);
  peer = watch_new_server (0, 0, "true");
  first = start (peer, folder);
  wb_client_start (first->client);
  wait_until (watch_get_dataset (first->client, "rank") != NULL);
  wb_client_stop (first->client);

  /* It starts four hours later with the clock of the last shutdown, then the right time comes. */
  second = start (peer, folder);
  g_assert_nonnull (watch_get_dataset (second->client, "rank"));
  g_assert_cmpint (get_age (second), <, 20);
  set = 4 * HOUR;
  g_assert_cmpint (get_age (second), >=, 4 * HOUR);
  g_assert_cmpint (get_age (second), <, 4 * HOUR + 20);

  /* The clock is behind that of the data, or was never set. */
  set = -2 * HOUR;
  g_assert_cmpint (get_age (second), ==, WB_CLOCK_AGE_UNKNOWN);
  set = -g_get_real_time () / G_USEC_PER_SEC + 100;
  g_assert_cmpint (get_age (second), ==, WB_CLOCK_AGE_UNKNOWN);

  reset_clocks ();
  remove_tree (folder);
}

/* Data that were stored with a clock that was never set. */
static void
test_stored_wrong (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (Watch) first = NULL;

  if (peer_is_missing ())
    return;

  reset_clocks ();
  set = -g_get_real_time () / G_USEC_PER_SEC + 100;
  folder = g_dir_make_tmp ("wallboard-XXXXXX", &error);
  g_assert_no_error (error);
  peer = watch_new_server (0, 0, "true");
  first = start (peer, folder);
  wb_client_start (first->client);
  wait_until (watch_get_dataset (first->client, "rank") != NULL);
  wait_until (get_stored_age (peer, folder) != NOTHING_STORED);

  /* The client notices that its clock is set, and corrects the time that it stored. */
  set = 0;
  g_assert_cmpint (get_stored_age (peer, folder), ==, WB_CLOCK_AGE_UNKNOWN);
  wait_until (get_stored_age (peer, folder) < 60);

  reset_clocks ();
  remove_tree (folder);
}

/* Without logind, the clocks tell of a sleep. */
static void
test_sleep (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;

  if (peer_is_missing ())
    return;

  reset_clocks ();
  peer = watch_new_server (0, 0, "true");
  watch = watch_new_online (peer);
  wb_client_follow_clock (watch->client);
  peer_forget (peer);

  slept = 8 * HOUR;
  g_free (peer_expect (peer, "open"));
  wait_until (is_online (watch));
  reset_clocks ();
}

/* logind tells of the end of a sleep, after which the client connects anew at once. */
static void
test_logind (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Watch) watch = NULL;
  g_autoptr (GTestDBus) bus = NULL;
  g_autoptr (GDBusConnection) logind = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_find_program_in_path ("dbus-daemon");
  gint64 start_time;

  if (program == NULL)
    {
      g_test_skip ("there is no dbus-daemon");
      return;
    }
  if (peer_is_missing ())
    return;

  reset_clocks ();
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (bus), TRUE);
  logind = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (bus),
                                                   G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                   G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                   NULL, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (logind, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.login1", 4), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  peer = watch_new_server (0, 0, "true");
  watch = watch_new_online (peer);
  wb_client_follow_clock (watch->client);
  wait_for (300);
  peer_forget (peer);

  start_time = g_get_monotonic_time ();
  for (guint begins = 2; begins-- > 0;)
    {
      g_dbus_connection_emit_signal (logind, NULL, "/org/freedesktop/login1",
                                     "org.freedesktop.login1.Manager", "PrepareForSleep",
                                     g_variant_new ("(b)", begins == 1), &error);
      g_assert_no_error (error);
    }
  g_free (peer_expect (peer, "open"));
  wait_until (is_online (watch));
  g_assert_cmpint (g_get_monotonic_time () - start_time, <, 3 * G_USEC_PER_SEC);
  g_assert_cmpuint (peer_count (peer, "open"), ==, 0);

  /* The bus may end; the client does not. */
  g_dbus_connection_close_sync (logind, NULL, NULL);
  g_test_dbus_stop (bus);
  wait_for (200);
  g_assert_true (is_online (watch));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);

  g_test_add_func ("/client/clock/age", test_age);
  g_test_add_func ("/client/clock/age/restored", test_restored_age);
  g_test_add_func ("/client/clock/age/stored-wrong", test_stored_wrong);
  g_test_add_func ("/client/clock/sleep", test_sleep);
  g_test_add_func ("/client/clock/logind", test_logind);

  return g_test_run ();
}
