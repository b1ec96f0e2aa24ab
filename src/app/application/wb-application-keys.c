/* wb-application-keys.c: the keys of a board at a desk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-application-keys.h"

#include "support/wb-name.h"

/**
 * wb_application_keys_install:
 * @application: the app
 *
 * Binds keys to actions of the app and of its windows. A wall has keys of its
 * own instead.
 */
void
wb_application_keys_install (GtkApplication *application)
{
  static const struct { const char *action, *accel; } accels[] = {
    { "app.quit", "<Control>q" },
    { "app.preferences", "<Control>comma" },
    { "app.shortcuts", "<Control>question" },
    { "window.close", "<Control>w" },
    { "win.theme", "<Control>t" },
    { "win.full-screen", "F11" },
    { "win.connect", "<Control>o" },
    { "win.retry", "<Control>r" },
    { "board.edit", "<Control>e" },
    { "board.undo", "<Control>z" },
    { "board.redo", "<Control><Shift>z" },
    { "board.save", "<Control>s" },
  };

  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, (const char *[]) { accels[i].accel, NULL });
  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.chart::%s", wb_chart_kind_get_name (i));
      g_autofree char *accel = g_strdup_printf ("<Control>%u", i + 1);

      gtk_application_set_accels_for_action (application, action, (const char *[]) { accel, NULL });
    }
}
