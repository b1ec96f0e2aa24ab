/* wb-notify.c: notices of the board as desktop notifications
 *
 * For while another window is active. Only the latest notice stays, so that a
 * server that sends many cannot fill the desktop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-notify.h"

#include <glib/gi18n.h>

/* The longest notice that is shown, in characters. The server chooses the text. */
#define NOTICE_MAX 200

/**
 * wb_notice_dup:
 * @text: the notice
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
 * @text: the notice
 *
 * Shows a notice as a desktop notification. A click brings the window to the
 * front.
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
