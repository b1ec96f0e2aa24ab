/* wb-application-actions.c: what other programs can ask the app for
 *
 * A program sees the actions of an application on the bus and not those of a
 * window, so each one that makes sense from outside is there by the same name:
 * `gapplication action io.github.wallboard.Wallboard chart "'map'"`.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-application-actions.h"

#include <adwaita.h>

#include "hosting/wb-host-window.h"
#include "hosting/wb-hosting-manager.h"
#include "wb-about.h"
#include "wb-shortcuts.h"
#include "window/wb-preferences-window.h"
#include "window/wb-window.h"

/* What the app calls an action, what a window does, and what it must be told. */
static const struct
{
  const char *name;
  const char *action;
  const char *parameter;
} window_actions[] = {
  { "theme", "win.theme", NULL },
  { "full-screen", "win.full-screen", NULL },
  { "leave", "win.leave", NULL },
  { "chart", "win.chart", "s" },
  { "connect", "win.connect", NULL },
  { "open-server", "win.open-server", "s" },
  { "forget-server", "win.forget-server", "s" },
  { "host", "win.host", NULL },
  { "close-board", "win.close-board", NULL },
  { "retry", "win.retry", NULL },
  { "numbers", "win.numbers", "s" },
  { "copy-picture", "win.copy-picture", "s" },
  { "save-picture", "win.save-picture", "s" },
  { "save-numbers", "win.save-numbers", "s" },
  { "next-page", "win.next-page", "s" },
  { "previous-page", "win.previous-page", "s" },
  { "page", "win.page", "(si)" },
  { "preview", "win.preview", "(ss)" },
  { "end-preview", "win.end-preview", "s" },
  { "edit-board", "board.edit", NULL },
  { "cancel-board", "board.cancel", NULL },
  { "undo-board", "board.undo", NULL },
  { "redo-board", "board.redo", NULL },
  { "add-chart", "board.add", NULL },
  { "move-chart", "board.move", "(us)" },
  { "rename-chart", "board.rename", "u" },
  { "remove-chart", "board.remove", "u" },
  { "save-board", "board.save", NULL },
  { "save-board-here", "board.save-here", NULL },
  { "reset-board", "board.reset", NULL },
  { "share-board", "board.share", NULL },
};

static GtkWindow *
find_window (GtkApplication *application)
{
  for (GList *list = gtk_application_get_windows (application); list != NULL; list = list->next)
    if (ADW_IS_APPLICATION_WINDOW (list->data))
      return list->data;

  return NULL;
}

static const char *
find_action (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (window_actions); i++)
    if (g_str_equal (window_actions[i].name, name))
      return window_actions[i].action;

  g_assert_not_reached ();
}

static void
activate_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GtkApplication *application = user_data;

  if (find_window (application) == NULL)
    g_application_activate (G_APPLICATION (application));
  if (find_window (application) != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (find_window (application)),
                                        find_action (g_action_get_name (G_ACTION (action))), parameter);
}

/* Another program may ask for something while the app only serves, and has no window. */
static GtkWindow *
need_window (GtkApplication *application)
{
  if (gtk_application_get_active_window (application) == NULL)
    g_application_activate (G_APPLICATION (application));

  return gtk_application_get_active_window (application);
}

static GSettings *
get_settings (GtkApplication *application)
{
  return g_object_get_data (G_OBJECT (application), "wb-settings");
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
  GtkWindow *parent = need_window (user_data);

  if (parent != NULL)
    gtk_window_present (GTK_WINDOW (wb_preferences_window_new (parent, get_settings (user_data))));
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
  GtkWindow *parent = need_window (user_data);

  if (parent != NULL)
    gtk_window_present (GTK_WINDOW (wb_host_window_new (parent, get_settings (user_data))));
}

static void
stop_hosting_action_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  wb_hosting_manager_stop (wb_hosting_manager_get_default ());
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

/**
 * wb_application_actions_install:
 * @application: the application
 * @settings: its settings
 *
 * Gives the application the actions of its window, those that open other
 * windows, and `show`, which brings the window to the front. A wall has none of
 * them.
 */
void
wb_application_actions_install (GtkApplication *application,
                                GSettings      *settings)
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

  g_return_if_fail (GTK_IS_APPLICATION (application));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_object_set_data_full (G_OBJECT (application), "wb-settings", g_object_ref (settings), g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (guint i = 0; i < G_N_ELEMENTS (window_actions); i++)
    {
      const char *parameter = window_actions[i].parameter;
      g_autoptr (GSimpleAction) action = NULL;

      action = g_simple_action_new (window_actions[i].name, parameter != NULL ? G_VARIANT_TYPE (parameter) : NULL);
      g_signal_connect (action, "activate", G_CALLBACK (activate_cb), application);
      g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (action));
    }
}
