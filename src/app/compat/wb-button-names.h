/* wb-button-names.h: names of buttons for assistive technology
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_button_names_update (GtkWidget *widget);

G_END_DECLS
