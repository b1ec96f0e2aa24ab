/* wb-accessible.c: names of widgets for assistive technology
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
 * Names a widget for assistive technology. Nothing is emitted if the name is the
 * same.
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

/**
 * wb_accessible_set_tooltip:
 * @widget: a widget
 * @text: (nullable): the text of its tooltip, %NULL for none
 *
 * Sets a tooltip. Nothing is done if the text is the same: GTK hides the tooltip on show, of
 * whatever widget, each time that one is set.
 */
void
wb_accessible_set_tooltip (GtkWidget  *widget,
                           const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}
