/* wb-accessible.c: names of buttons for assistive technology
 *
 * GTK 4.8 calls a button that shows an icon “GtkImage”, the one inside a menu
 * button “GtkMenuButton”, and one with a mnemonic “_Connect Connect”.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-accessible.h"

/**
 * wb_accessible_set_label:
 * @widget: a widget
 * @label: its name
 *
 * Names a widget for assistive technology, which is not told again of a name
 * that it knows.
 */
void
wb_accessible_set_label (GtkWidget  *widget,
                         const char *label)
{
  GQuark quark = g_quark_from_static_string ("wb-accessible-label");

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (label != NULL);

  if (g_strcmp0 (g_object_get_qdata (G_OBJECT (widget), quark), label) == 0)
    return;

  g_object_set_qdata_full (G_OBJECT (widget), quark, g_strdup (label), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
name_button (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  /* The label inside says it without the underscore. */
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  else if (tooltip != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
}

/**
 * wb_accessible_name_buttons:
 * @widget: a widget
 *
 * Names the buttons in a widget, or the button that it is: by their label, or
 * by their tooltip where they show an icon. To be called again for a button
 * whose label or tooltip changes.
 */
void
wb_accessible_name_buttons (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  /* The button inside a menu button is called after it. */
  if (GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget))
    name_button (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wb_accessible_name_buttons (child);
}
