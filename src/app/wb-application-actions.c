/* wb-application-actions.c: what other programs can ask the app for
 *
 * A program sees the actions of an application on the bus and not those of a
 * window, so each one that makes sense from outside is there by the same name:
 * `gapplication action io.github.wallboard.Wallboard chart "'map'"`.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-application-actions.h"

#include <adwaita.h>

static const struct
{
  const char *name;
  const char *parameter;
} window_actions[] = {
  { "theme", NULL },
  { "full-screen", NULL },
  { "leave", NULL },
  { "chart", "s" },
  { "connect", NULL },
  { "open-server", "s" },
  { "host", NULL },
  { "close-board", NULL },
  { "retry", NULL },
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
  GtkApplication *application = user_data;
  g_autofree char *name = g_strconcat ("win.", g_action_get_name (G_ACTION (action)), NULL);

  if (find_window (application) == NULL)
    g_application_activate (G_APPLICATION (application));
  if (find_window (application) != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (find_window (application)), name, parameter);
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
 *
 * Gives the application the actions of its window, and `show`, which brings
 * the window to the front.
 */
void
wb_application_actions_install (GtkApplication *application)
{
  g_autoptr (GSimpleAction) show = g_simple_action_new ("show", NULL);

  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (window_actions); i++)
    {
      const char *parameter = window_actions[i].parameter;
      g_autoptr (GSimpleAction) action = NULL;

      action = g_simple_action_new (window_actions[i].name, parameter != NULL ? G_VARIANT_TYPE (parameter) : NULL);
      g_signal_connect (action, "activate", G_CALLBACK (activate_cb), application);
      g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (action));
    }

  g_signal_connect (show, "activate", G_CALLBACK (show_cb), application);
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (show));
}
