/* wb-theme.h: the two themes of the board, as they are named on the wire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbTheme:
 * @WB_THEME_DARK: `chalk` in the legacy protocol; every legacy page opens in this one
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
