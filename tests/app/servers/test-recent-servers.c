/* test-recent-servers.c: the servers that the person connected to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>

#include "config.h"
#include "servers/wb-recent-servers.h"
#include "servers/wb-server-settings.h"

/* Settings live in memory, as the environment of the tests says, for as long as the process. */
static GSettings *
new_settings (void)
{
  GSettings *settings = g_settings_new (APPLICATION_ID);

  g_settings_reset (settings, "recent-servers");

  return settings;
}

static void
check (GSettings  *settings,
       const char *expected)
{
  g_auto (GStrv) servers = wb_recent_servers_list (settings);
  g_autofree char *joined = g_strjoinv (" ", servers);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_order (void)
{
  g_autoptr (GSettings) settings = new_settings ();

  check (settings, "");
  wb_recent_servers_add (settings, "ws://a:1");
  check (settings, "ws://a:1");
  wb_recent_servers_add (settings, "ws://b:1");
  wb_recent_servers_add (settings, "ws://c:1");
  check (settings, "ws://c:1 ws://b:1 ws://a:1");
}

static void
test_again (void)
{
  g_autoptr (GSettings) settings = new_settings ();

  wb_recent_servers_add (settings, "ws://a:1");
  wb_recent_servers_add (settings, "ws://b:1");
  wb_recent_servers_add (settings, "ws://c:1");
  wb_recent_servers_add (settings, "ws://a:1");
  check (settings, "ws://a:1 ws://c:1 ws://b:1");
  wb_recent_servers_add (settings, "ws://a:1");
  check (settings, "ws://a:1 ws://c:1 ws://b:1");
}

static void
test_limit (void)
{
  g_autoptr (GSettings) settings = new_settings ();

  for (int i = 1; i <= 12; i++)
    {
      g_autofree char *uri = g_strdup_printf ("ws://h:%d", i);

      wb_recent_servers_add (settings, uri);
    }
  check (settings, "ws://h:12 ws://h:11 ws://h:10 ws://h:9 ws://h:8 ws://h:7 ws://h:6 ws://h:5");

  /* The last one of a full list comes to the front, and nothing is lost for it. */
  wb_recent_servers_add (settings, "ws://h:5");
  check (settings, "ws://h:5 ws://h:12 ws://h:11 ws://h:10 ws://h:9 ws://h:8 ws://h:7 ws://h:6");
}

/* Somebody may have written more by hand. */
static void
test_too_many (void)
{
  const char *const many[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", NULL };
  g_autoptr (GSettings) settings = new_settings ();

  g_assert_true (g_settings_set_strv (settings, "recent-servers", many));
  wb_recent_servers_add (settings, "z");
  check (settings, "z a b c d e f g");
}

static void
check_note (GSettings  *settings,
            const char *uri,
            const char *expected)
{
  g_autofree char *note = wb_server_settings_dup (settings, WB_SERVER_SETTINGS_NAME, uri);

  g_assert_cmpstr (note, ==, expected);
}

/* Of more than sixteen the oldest go, each server has one, and an empty one is none. */
static void
test_notes (void)
{
  g_autoptr (GSettings) settings = new_settings ();

  check_note (settings, "ws://0:1", NULL);
  for (guint i = 0; i < 17; i++)
    {
      g_autofree char *uri = g_strdup_printf ("ws://%u:1", i);

      wb_server_settings_keep (settings, WB_SERVER_SETTINGS_NAME, uri, uri + 5);
    }
  check_note (settings, "ws://0:1", NULL);
  check_note (settings, "ws://1:1", "1:1");

  wb_server_settings_keep (settings, WB_SERVER_SETTINGS_NAME, "ws://2:1", "Lobby");
  check_note (settings, "ws://2:1", "Lobby");
  check_note (settings, "ws://1:1", "1:1");
  wb_server_settings_keep (settings, WB_SERVER_SETTINGS_NAME, "ws://2:1", "");
  check_note (settings, "ws://2:1", NULL);
  check_note (settings, "ws://16:1", "16:1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recent-servers/order", test_order);
  g_test_add_func ("/recent-servers/again", test_again);
  g_test_add_func ("/recent-servers/limit", test_limit);
  g_test_add_func ("/recent-servers/too-many", test_too_many);
  g_test_add_func ("/recent-servers/notes", test_notes);

  return g_test_run ();
}
