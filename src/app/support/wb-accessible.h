/* wb-accessible.h: names of widgets for assistive technology
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_accessible_set_label   (GtkWidget  *widget,
                                const char *label);
void wb_accessible_set_tooltip (GtkWidget  *widget,
                                const char *text);

G_END_DECLS
