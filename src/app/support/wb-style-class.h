/* wb-style-class.h: style classes that come and go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_style_class_set (GtkWidget  *widget,
                         const char *name,
                         gboolean    wanted);

G_END_DECLS
