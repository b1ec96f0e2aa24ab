/* wb-button-names.c: names of buttons for assistive technology
 *
 * GTK < 4.14, before accessible names were computed as WAI-ARIA says, names a
 * button with an icon “GtkImage”, the one inside a menu button “GtkMenuButton”,
 * and one with a mnemonic “_Connect Connect”.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-button-names.h"

#include "support/wb-accessible.h"

static void
name_button (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  /* Without a name of its own the button gets that of the label inside, which has no underscore. */
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  else if (tooltip != NULL)
    wb_accessible_set_label (widget, tooltip);
}

/**
 * wb_button_names_update:
 * @widget: a widget
 *
 * Names the buttons in a widget, or the widget itself if it is one: by their
 * label, or by their tooltip where they show an icon. To be called again for a
 * button whose label or tooltip changes.
 */
void
wb_button_names_update (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  /* This also names the button inside a menu button. */
  if (GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget))
    name_button (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wb_button_names_update (child);
}
