/* wb-announce.c: lets a screen reader speak
 *
 * GTK < 4.14 has no gtk_accessible_announce(). There a screen reader only hears
 * that the name of an accessible changed, so the name of an alert that is always
 * there becomes the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-announce.h"

/**
 * wb_announce:
 * @alert: a widget with the accessible role “alert”, which was mapped before
 * @text: what to speak
 *
 * Lets a screen reader speak a text.
 */
void
wb_announce (GtkWidget  *alert,
             const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (alert));
  g_return_if_fail (text != NULL);

  /* GTK 4.8 emits no changes of an accessible that was never queried, until the widget becomes focusable. */
  gtk_widget_set_focusable (alert, TRUE);
  gtk_widget_set_focusable (alert, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (alert), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);

#if GTK_CHECK_VERSION (4, 14, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_accessible_announce (GTK_ACCESSIBLE (alert), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
}
