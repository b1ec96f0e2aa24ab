/* wb-appearance.c: text size and animations as set in the app
 *
 * These apply on top of the desktop's settings: the text scales multiply, and
 * animations that the desktop turned off stay off.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-appearance.h"

static void
text_scale_changed_cb (GSettings *settings)
{
  GtkSettings *desktop = gtk_settings_get_default ();
  int percent = g_settings_get_int (settings, "text-scale");
  int dpi = -1;

  gtk_settings_reset_property (desktop, "gtk-xft-dpi");
  g_object_get (desktop, "gtk-xft-dpi", &dpi, NULL);
  if (percent != 100)
    g_object_set (desktop, "gtk-xft-dpi", (int) ((gint64) (dpi > 0 ? dpi : 96 * 1024) * percent / 100), NULL);
}

static void
animations_changed_cb (GSettings *settings)
{
  GtkSettings *desktop = gtk_settings_get_default ();

  gtk_settings_reset_property (desktop, "gtk-enable-animations");
  if (!g_settings_get_boolean (settings, "animations"))
    g_object_set (desktop, "gtk-enable-animations", FALSE, NULL);
}

/**
 * wb_appearance_follow:
 * @settings: the app's settings
 *
 * Applies text size and animations of the settings, now and whenever they
 * change.
 */
void
wb_appearance_follow (GSettings *settings)
{
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_signal_connect (settings, "changed::text-scale", G_CALLBACK (text_scale_changed_cb), NULL);
  g_signal_connect (settings, "changed::animations", G_CALLBACK (animations_changed_cb), NULL);

  /* The defaults leave GtkSettings untouched. */
  if (g_settings_get_int (settings, "text-scale") != 100)
    text_scale_changed_cb (settings);
  if (!g_settings_get_boolean (settings, "animations"))
    animations_changed_cb (settings);
}
