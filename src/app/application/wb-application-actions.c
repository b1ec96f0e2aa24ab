/* wb-application-actions.c: the actions of the app on the bus
 *
 * The bus exports the actions of an application, not those of its windows. So
 * the application forwards each one that makes sense from outside:
 * `gapplication action io.github.wallboard.Wallboard chart "'map'"`.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-application-private.h"

#include "hosting/wb-host-window.h"
#include "wb-about.h"
#include "wb-shortcuts.h"
#include "window/wb-preferences-window.h"
#include "window/wb-window.h"

/* The action of the application, that of the window, and the type of its parameter. */
static const struct
{
  const char *name;
  const char *action;
  const char *parameter;
} window_actions[] = {
  { .name = "theme", .action = "win.theme" },
  { .name = "full-screen", .action = "win.full-screen" },
  { .name = "leave", .action = "win.leave" },
  { .name = "chart", .action = "win.chart", .parameter = "s" },
  { .name = "connect", .action = "win.connect" },
  { .name = "open-server", .action = "win.open-server", .parameter = "s" },
  { .name = "forget-server", .action = "win.forget-server", .parameter = "s" },
  { .name = "host", .action = "win.host" },
  { .name = "close-board", .action = "win.close-board" },
  { .name = "retry", .action = "win.retry" },
  { .name = "numbers", .action = "win.numbers", .parameter = "s" },
  { .name = "copy-picture", .action = "win.copy-picture", .parameter = "s" },
  { .name = "save-picture", .action = "win.save-picture", .parameter = "s" },
  { .name = "save-numbers", .action = "win.save-numbers", .parameter = "s" },
  { .name = "next-page", .action = "win.next-page", .parameter = "s" },
  { .name = "previous-page", .action = "win.previous-page", .parameter = "s" },
  { .name = "page", .action = "win.page", .parameter = "(si)" },
  { .name = "preview", .action = "win.preview", .parameter = "(ss)" },
  { .name = "end-preview", .action = "win.end-preview", .parameter = "s" },
  { .name = "edit-board", .action = "board.edit" },
  { .name = "cancel-board", .action = "board.cancel" },
  { .name = "undo-board", .action = "board.undo" },
  { .name = "redo-board", .action = "board.redo" },
  { .name = "add-chart", .action = "board.add" },
  { .name = "move-chart", .action = "board.move", .parameter = "(us)" },
  { .name = "rename-chart", .action = "board.rename", .parameter = "u" },
  { .name = "remove-chart", .action = "board.remove", .parameter = "u" },
  { .name = "save-board", .action = "board.save" },
  { .name = "save-board-here", .action = "board.save-here" },
  { .name = "reset-board", .action = "board.reset" },
  { .name = "share-board", .action = "board.share" },
};

static GtkWindow *
find_window (GtkApplication *application)
{
  for (GList *list = gtk_application_get_windows (application); list != NULL; list = list->next)
    if (ADW_IS_APPLICATION_WINDOW (list->data))
      return list->data;

  return NULL;
}

static void
activate_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GApplication *application = g_application_get_default ();
  const char *window_action = user_data;

  if (find_window (GTK_APPLICATION (application)) == NULL)
    g_application_activate (application);
  if (find_window (GTK_APPLICATION (application)) != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (find_window (GTK_APPLICATION (application))),
                                        window_action, parameter);
}

/* The app may have no window while it only hosts a board. */
static GtkWindow *
need_window (GtkApplication *application)
{
  if (gtk_application_get_active_window (application) == NULL)
    g_application_activate (G_APPLICATION (application));

  return gtk_application_get_active_window (application);
}

static void
about_action_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  GtkWindow *window = need_window (user_data);

  if (window != NULL)
    wb_about_present (window, WB_IS_WINDOW (window) ? wb_window_get_uri (WB_WINDOW (window)) : NULL);
}

static void
preferences_action_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  WbApplication *self = user_data;
  GtkWindow *parent = need_window (GTK_APPLICATION (self));

  if (parent != NULL)
    gtk_window_present (GTK_WINDOW (wb_preferences_window_new (parent, self->settings)));
}

static void
shortcuts_action_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  GtkWindow *window = need_window (user_data);

  while (window != NULL && !GTK_IS_APPLICATION_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  if (window != NULL)
    wb_shortcuts_present (GTK_APPLICATION_WINDOW (window));
}

static void
host_window_action_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  WbApplication *self = user_data;
  GtkWindow *parent = need_window (GTK_APPLICATION (self));

  if (parent != NULL)
    gtk_window_present (GTK_WINDOW (wb_host_window_new (parent, self->settings, self->hosting)));
}

static void
stop_hosting_action_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  wb_hosting_manager_stop (WB_APPLICATION (user_data)->hosting);
}

static void
quit_action_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static void
show_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_application_activate (user_data);
}

/* Adds the actions of the window, those that open other windows, and “show”, which brings the window to
 * the front. A kiosk has none of them. */
void
wb_application_install_actions (WbApplication *self)
{
  static const GActionEntry actions[] = {
    { .name = "show", .activate = show_cb },
    { .name = "about", .activate = about_action_cb },
    { .name = "preferences", .activate = preferences_action_cb },
    { .name = "shortcuts", .activate = shortcuts_action_cb },
    { .name = "host-window", .activate = host_window_action_cb },
    { .name = "stop-hosting", .activate = stop_hosting_action_cb },
    { .name = "quit", .activate = quit_action_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (window_actions); i++)
    {
      const char *parameter = window_actions[i].parameter;
      g_autoptr (GSimpleAction) action = NULL;

      action = g_simple_action_new (window_actions[i].name,
                                    parameter != NULL ? G_VARIANT_TYPE (parameter) : NULL);
      g_signal_connect (action, "activate", G_CALLBACK (activate_cb), (gpointer) window_actions[i].action);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
}
