/* wb-local-boards.c: boards that this display shows instead of those of its servers
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
 * Loads the board that this display shows instead of the server's. An invalid
 * one, written by hand or by another version, counts as none.
 *
 * Returns: (transfer full) (nullable): the plan, %NULL for that of the server
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
 * @plan: (nullable): the plan for this display, %NULL for that of the server
 *
 * Saves the board of this display.
 */
void
wb_local_boards_save (GSettings   *settings,
                      const char  *uri,
                      WbBoardPlan *plan)
{
  g_autofree char *json = plan != NULL ? wb_board_plan_to_json (plan) : NULL;

  wb_server_settings_keep (settings, WB_SERVER_SETTINGS_BOARD, uri, json);
}
