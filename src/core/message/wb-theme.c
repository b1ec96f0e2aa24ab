/* wb-theme.c: the two themes of the board, and their names in the protocol
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-theme.h"

/**
 * wb_theme_get_name:
 * @theme: a theme
 *
 * Returns: (transfer none): the name of the theme in the protocol, `dark` or
 *   `light`
 */
const char *
wb_theme_get_name (WbTheme theme)
{
  return theme == WB_THEME_LIGHT ? "light" : "dark";
}

/**
 * wb_theme_from_name:
 * @name: (nullable): a name
 * @ret_theme: (out): the theme of that name
 *
 * Returns: %FALSE if no theme has that name in the protocol; @ret_theme is then
 *   not set
 */
gboolean
wb_theme_from_name (const char *name,
                    WbTheme    *ret_theme)
{
  if (g_strcmp0 (name, "dark") == 0)
    *ret_theme = WB_THEME_DARK;
  else if (g_strcmp0 (name, "light") == 0)
    *ret_theme = WB_THEME_LIGHT;
  else
    return FALSE;

  return TRUE;
}

/**
 * wb_theme_other:
 * @theme: a theme
 *
 * Returns: the theme after a toggle
 */
WbTheme
wb_theme_other (WbTheme theme)
{
  return theme == WB_THEME_LIGHT ? WB_THEME_DARK : WB_THEME_LIGHT;
}
