/* wb-card-menu.h: the context menu of a card
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_card_menu_attach (GtkWidget     *card,
                          GtkMenuButton *button);

G_END_DECLS
