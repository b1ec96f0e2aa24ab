/* wb-application-keys.c: the keyboard shortcuts of the app
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-application-private.h"

#include "support/wb-name.h"

/* Binds keys to actions of the app and of its windows. A kiosk has keys of its own instead. */
void
wb_application_install_keys (WbApplication *self)
{
  static const struct { const char *action, *accel; } accels[] = {
    { .action = "app.quit", .accel = "<Control>q" },
    { .action = "app.preferences", .accel = "<Control>comma" },
    { .action = "app.shortcuts", .accel = "<Control>question" },
    { .action = "window.close", .accel = "<Control>w" },
    { .action = "win.theme", .accel = "<Control>t" },
    { .action = "win.full-screen", .accel = "F11" },
    { .action = "win.connect", .accel = "<Control>o" },
    { .action = "win.retry", .accel = "<Control>r" },
    { .action = "board.edit", .accel = "<Control>e" },
    { .action = "board.undo", .accel = "<Control>z" },
    { .action = "board.redo", .accel = "<Control><Shift>z" },
    { .action = "board.save", .accel = "<Control>s" },
  };

  GtkApplication *application = GTK_APPLICATION (self);

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action,
                                           (const char *[]) { accels[i].accel, NULL });
  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.chart::%s", wb_chart_kind_get_name (i));
      g_autofree char *accel = g_strdup_printf ("<Control>%u", i + 1);

      gtk_application_set_accels_for_action (application, action, (const char *[]) { accel, NULL });
    }
}
