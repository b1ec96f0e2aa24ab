/* wb-welcome-page.c: the page of a window without a board: servers to connect to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-welcome-page.h"

#include <glib/gi18n.h>

#include "compat/wb-button-names.h"
#include "servers/wb-finder.h"
#include "servers/wb-recent-servers.h"
#include "servers/wb-server-row.h"
#include "servers/wb-server-settings.h"

struct _WbWelcomePage
{
  AdwBin      parent_instance;

  GSettings  *settings;

  GtkWidget  *recent_group;
  GtkListBox *recent_list;
  GtkWidget  *found_group;
  GtkListBox *found_list;
  WbFinder   *finder;
};

G_DEFINE_FINAL_TYPE (WbWelcomePage, wb_welcome_page, ADW_TYPE_BIN)

/* Only a recent server can be forgotten. */
typedef enum
{
  SERVER_RECENT,
  SERVER_FOUND,
} ServerSource;

static void
clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static GtkWidget *
add_server (WbWelcomePage *self,
            GtkListBox    *list,
            const char    *uri,
            ServerSource   source)
{
  g_autofree char *ca_file = wb_server_settings_dup (self->settings, WB_SERVER_SETTINGS_CA, uri);
  g_autofree char *name = wb_server_settings_dup (self->settings, WB_SERVER_SETTINGS_NAME, uri);
  GtkWidget *row = wb_server_row_new (uri, name, ca_file);
  GtkWidget *button;

  if (source == SERVER_RECENT)
    {
      button = gtk_button_new_from_icon_name ("user-trash-symbolic");
      gtk_widget_set_tooltip_text (button, _("Forget This Server"));
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.forget-server");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", uri);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_append (list, row);
  wb_button_names_update (row);

  return row;
}

/* GTK 4.8: rows that are added to an unmapped page are nameless children in the accessibility tree, and a
 * screen reader that asks for them gets an error. So the list is filled when the page is mapped. */
static void
update_recent (WbWelcomePage *self)
{
  g_auto (GStrv) recent = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  recent = wb_recent_servers_list (self->settings);
  clear (self->recent_list);
  for (guint i = 0; recent[i] != NULL; i++)
    add_server (self, self->recent_list, recent[i], SERVER_RECENT);

  gtk_widget_set_visible (self->recent_group, recent[0] != NULL);
}

static void
update_found (WbWelcomePage *self)
{
  guint n = wb_finder_get_n (self->finder);

  clear (self->found_list);
  for (guint i = 0; i < n; i++)
    {
      const char *name;
      const char *uri = wb_finder_get (self->finder, i, &name);
      GtkWidget *row = add_server (self, self->found_list, uri, SERVER_FOUND);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
    }

  gtk_widget_set_visible (self->found_group, n > 0);
}

/* The finder only runs while its list is visible. */
static void
wb_welcome_page_map (GtkWidget *widget)
{
  WbWelcomePage *self = WB_WELCOME_PAGE (widget);

  GTK_WIDGET_CLASS (wb_welcome_page_parent_class)->map (widget);
  self->finder = wb_finder_new ();
  g_signal_connect_object (self->finder, "changed", G_CALLBACK (update_found), self, G_CONNECT_SWAPPED);
  update_found (self);
  update_recent (self);
}

static void
stop_finder (WbWelcomePage *self)
{
  if (self->finder != NULL)
    g_object_run_dispose (G_OBJECT (self->finder));
  g_clear_object (&self->finder);
}

static void
wb_welcome_page_unmap (GtkWidget *widget)
{
  stop_finder (WB_WELCOME_PAGE (widget));
  GTK_WIDGET_CLASS (wb_welcome_page_parent_class)->unmap (widget);
}

static void
row_activated_cb (WbWelcomePage *self,
                  GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-server", "s",
                              wb_server_row_get_uri (WB_SERVER_ROW (row)));
}

static void
wb_welcome_page_dispose (GObject *object)
{
  WbWelcomePage *self = WB_WELCOME_PAGE (object);

  stop_finder (self);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (wb_welcome_page_parent_class)->dispose (object);
}

static void
wb_welcome_page_class_init (WbWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_welcome_page_dispose;
  widget_class->map = wb_welcome_page_map;
  widget_class->unmap = wb_welcome_page_unmap;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, WbWelcomePage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, WbWelcomePage, recent_list);
  gtk_widget_class_bind_template_child (widget_class, WbWelcomePage, found_group);
  gtk_widget_class_bind_template_child (widget_class, WbWelcomePage, found_list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
wb_welcome_page_init (WbWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_welcome_page_set_settings:
 * @self: a page
 * @settings: the app's settings
 *
 * Shows the servers that the settings know. To be called once.
 */
void
wb_welcome_page_set_settings (WbWelcomePage *self,
                              GSettings     *settings)
{
  g_return_if_fail (WB_IS_WELCOME_PAGE (self));

  g_set_object (&self->settings, settings);
  g_signal_connect_object (settings, "changed::recent-servers", G_CALLBACK (update_recent), self,
                           G_CONNECT_SWAPPED);
}
