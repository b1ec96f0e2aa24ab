/* wb-theme.h: the two themes of the board, and their names in the protocol
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbTheme:
 * @WB_THEME_DARK: `chalk` in the legacy protocol; the initial theme of a legacy page
 * @WB_THEME_LIGHT: `vintage` in the legacy protocol
 */
typedef enum
{
  WB_THEME_DARK,
  WB_THEME_LIGHT,
} WbTheme;

/**
 * WbThemeWord:
 * @WB_THEME_WORD_THEME_CHANGE: `themeChange`
 * @WB_THEME_WORD_CHANGE_THEME: `changeTheme`
 *
 * The actions with which legacy pages change the theme. A page listens only for
 * the one that it sends.
 */
typedef enum
{
  WB_THEME_WORD_THEME_CHANGE,
  WB_THEME_WORD_CHANGE_THEME,
} WbThemeWord;

#define WB_N_THEME_WORDS 2

const char *wb_theme_get_name         (WbTheme      theme);
gboolean    wb_theme_from_name        (const char  *name,
                                       WbTheme     *ret_theme);
WbTheme     wb_theme_other            (WbTheme      theme);
const char *wb_theme_word_get_action  (WbThemeWord  self);
gboolean    wb_theme_word_from_action (const char  *action,
                                       WbThemeWord *ret_word);

G_END_DECLS
