/* wb-window-display.c: the actions of a window that change what its display shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-window-private.h"

static void
theme_action_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  wb_display_state_toggle_theme (wb_window_get_display_state (WB_WINDOW (widget)));
}

static void
full_screen_action_cb (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    gtk_window_unfullscreen (GTK_WINDOW (widget));
  else
    gtk_window_fullscreen (GTK_WINDOW (widget));
}

/* Goes one step back: from a chart to the board, then from full screen to the window. */
static void
leave_action_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  WbDisplayState *display_state = wb_window_get_display_state (WB_WINDOW (widget));
  WbBoardState *board = wb_display_state_get_board (display_state);
  guint n = wb_board_state_get_n_full_screen (board);

  if (n > 0)
    wb_display_state_request_full_screen (display_state, wb_board_state_get_full_screen (board, n - 1),
                                          FALSE);
  else
    gtk_window_unfullscreen (GTK_WINDOW (widget));
}

static void
chart_action_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  WbDisplayState *display_state = wb_window_get_display_state (WB_WINDOW (widget));
  const char *name = g_variant_get_string (parameter, NULL);
  WbBoardState *board = wb_display_state_get_board (display_state);

  wb_display_state_request_full_screen (display_state, name, !wb_board_state_is_full_screen (board, name));
}

/* “win.chart” shows a chart in full screen or goes back; “win.leave” goes one step back. */
void
wb_window_install_display_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.theme", NULL, theme_action_cb);
  gtk_widget_class_install_action (widget_class, "win.full-screen", NULL, full_screen_action_cb);
  gtk_widget_class_install_action (widget_class, "win.leave", NULL, leave_action_cb);
  gtk_widget_class_install_action (widget_class, "win.chart", "s", chart_action_cb);
}
