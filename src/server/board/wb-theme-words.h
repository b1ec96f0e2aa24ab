/* wb-theme-words.h: tells each client of a theme in the word it uses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-hub.h"

G_BEGIN_DECLS

/**
 * WbThemeWords:
 * @has_change_theme: whether any client has sent `changeTheme`
 *
 * Which words the clients of a board use to change the theme. A legacy page
 * knows only one of them. Once there are pages of both kinds, those that have
 * sent neither may be of either, and get both.
 */
typedef struct
{
  gboolean has_change_theme;
} WbThemeWords;

void     wb_theme_words_note      (WbThemeWords *self,
                                   WbSession    *session,
                                   WbMessage    *message);
void     wb_theme_words_send      (WbThemeWords *self,
                                   WbSession    *session,
                                   WbMessage    *message,
                                   gint64        since);
gboolean wb_theme_words_broadcast (WbThemeWords *self,
                                   WbHub        *hub,
                                   WbMessage    *message,
                                   gint64        since);

G_END_DECLS
