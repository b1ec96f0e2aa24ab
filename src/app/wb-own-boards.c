/* wb-own-boards.c: boards that one screen shows instead of those of its servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-own-boards.h"

#include <string.h>

#define KEY "own-boards"

/* How many servers are remembered. */
#define MAX_BOARDS 16

/**
 * wb_own_boards_load:
 * @settings: the settings
 * @uri: the address of a server
 *
 * Finds the board that this screen shows instead of the server's. One that
 * cannot be read, since it was written by hand or by another version, is none.
 *
 * Returns: (transfer full) (nullable): the plan, or %NULL if it shows the server's
 */
WbBoardPlan *
wb_own_boards_load (GSettings  *settings,
                    const char *uri)
{
  g_autoptr (GVariant) boards = NULL;
  const char *json;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  boards = g_settings_get_value (settings, KEY);
  if (!g_variant_lookup (boards, uri, "&s", &json))
    return NULL;

  return wb_board_plan_parse (WB_BOARD_PLAN_NAME, json, strlen (json), NULL);
}

/**
 * wb_own_boards_save:
 * @settings: the settings
 * @uri: the address of a server
 * @plan: (nullable): what this screen shows instead of the server's board, %NULL
 *   for that
 *
 * Remembers a board of this screen.
 */
void
wb_own_boards_save (GSettings   *settings,
                    const char  *uri,
                    WbBoardPlan *plan)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  g_autoptr (GVariant) boards = NULL;
  const char *other, *json;
  GVariantIter iter;
  guint n = 0;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (uri != NULL);

  if (plan != NULL)
    {
      g_autofree char *own = wb_board_plan_to_json (plan);

      g_variant_builder_add (&builder, "{ss}", uri, own);
      n++;
    }

  boards = g_settings_get_value (settings, KEY);
  g_variant_iter_init (&iter, boards);
  while (n < MAX_BOARDS && g_variant_iter_next (&iter, "{&s&s}", &other, &json))
    if (!g_str_equal (other, uri))
      {
        g_variant_builder_add (&builder, "{ss}", other, json);
        n++;
      }

  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}
