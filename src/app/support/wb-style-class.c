/* wb-style-class.c: style classes that come and go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-style-class.h"

/* Adds a style class to a widget, or removes it. */
void
wb_style_class_set (GtkWidget  *widget,
                    const char *name,
                    gboolean    wanted)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}
