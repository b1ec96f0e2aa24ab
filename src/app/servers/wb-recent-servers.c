/* wb-recent-servers.c: the servers of recent connections
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-recent-servers.h"

/* As the description in the schema says. */
#define N_RECENT 8

/**
 * wb_recent_servers_list:
 * @settings: the app's settings
 *
 * Lists the servers, the latest first.
 *
 * Returns: (transfer full) (array zero-terminated=1): addresses
 */
char **
wb_recent_servers_list (GSettings *settings)
{
  return g_settings_get_strv (settings, "recent-servers");
}

/**
 * wb_recent_servers_add:
 * @settings: the app's settings
 * @uri: an address
 *
 * Moves a server to the front, and drops the oldest past eight.
 */
void
wb_recent_servers_add (GSettings  *settings,
                       const char *uri)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) old = wb_recent_servers_list (settings);
  g_auto (GStrv) recent = NULL;
  guint n = 1;

  g_strv_builder_add (builder, uri);
  for (guint i = 0; old[i] != NULL && n < N_RECENT; i++)
    {
      if (g_str_equal (old[i], uri))
        continue;
      g_strv_builder_add (builder, old[i]);
      n++;
    }

  recent = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "recent-servers", (const char * const *) recent);
}

void
wb_recent_servers_remove (GSettings  *settings,
                          const char *uri)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) old = wb_recent_servers_list (settings);
  g_auto (GStrv) recent = NULL;

  for (guint i = 0; old[i] != NULL; i++)
    if (!g_str_equal (old[i], uri))
      g_strv_builder_add (builder, old[i]);

  recent = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "recent-servers", (const char * const *) recent);
}
