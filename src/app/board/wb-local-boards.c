/* wb-local-boards.c: boards that one screen shows instead of those of its servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-local-boards.h"

#include <string.h>

#include "servers/wb-server-settings.h"

/**
 * wb_local_boards_load:
 * @settings: the settings
 * @uri: the address of a server
 *
 * Finds the board that this screen shows instead of the server's. One that
 * cannot be read, since it was written by hand or by another version, is none.
 *
 * Returns: (transfer full) (nullable): the plan, or %NULL if it shows the server's
 */
WbBoardPlan *
wb_local_boards_load (GSettings  *settings,
                      const char *uri)
{
  g_autofree char *json = wb_server_settings_dup (settings, WB_SERVER_SETTINGS_BOARD, uri);

  if (json == NULL)
    return NULL;

  return wb_board_plan_parse (WB_BOARD_PLAN_NAME, json, strlen (json), NULL);
}

/**
 * wb_local_boards_save:
 * @settings: the settings
 * @uri: the address of a server
 * @plan: (nullable): what this screen shows instead of the server's board, %NULL
 *   for that
 *
 * Remembers a board of this screen.
 */
void
wb_local_boards_save (GSettings   *settings,
                      const char  *uri,
                      WbBoardPlan *plan)
{
  g_autofree char *json = plan != NULL ? wb_board_plan_to_json (plan) : NULL;

  wb_server_settings_keep (settings, WB_SERVER_SETTINGS_BOARD, uri, json);
}
