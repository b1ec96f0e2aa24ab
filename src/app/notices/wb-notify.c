/* wb-notify.c: notices of the board on the desktop
 *
 * For a person who looks at another window. Only the latest stays, so that a
 * server that says much cannot fill the desktop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-notify.h"

#include <glib/gi18n.h>

/* The longest notice that is shown, in characters: a server chooses it. */
#define NOTICE_MAX 200

/**
 * wb_notice_dup:
 * @text: what the board says
 *
 * Cuts a notice to the longest that is shown.
 *
 * Returns: (transfer full): the notice
 */
char *
wb_notice_dup (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_utf8_strlen (text, -1) > NOTICE_MAX ? g_utf8_substring (text, 0, NOTICE_MAX) : g_strdup (text);
}

/**
 * wb_notify:
 * @window: the window with the board
 * @text: what the board says
 *
 * Shows a notice on the desktop. A click brings the window to the front.
 */
void
wb_notify (GtkWindow  *window,
           const char *text)
{
  GtkApplication *application;
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *body = NULL;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (text != NULL);

  application = gtk_window_get_application (window);
  if (application == NULL)
    return;

  body = wb_notice_dup (text);
  notification = g_notification_new (_("Notice on the Board"));
  g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.show");
  g_application_send_notification (G_APPLICATION (application), "notice", notification);
}
