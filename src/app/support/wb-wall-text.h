/* wb-wall-text.h: a size of text that can be read across a room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void   wb_wall_text_set (GtkWindow *window,
                         double     size);
double wb_wall_text_get (GtkWidget *widget);

G_END_DECLS
