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

const char *wb_theme_get_name  (WbTheme     theme);
gboolean    wb_theme_from_name (const char *name,
                                WbTheme    *ret_theme);
WbTheme     wb_theme_other     (WbTheme     theme);

G_END_DECLS
