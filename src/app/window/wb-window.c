/* wb-window.c: a window with a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-window-private.h"

#include <glib/gi18n.h>

#include "board/wb-board-editor.h"
#include "board/wb-board-status.h"
#include "compat/wb-button-names.h"
#include "notices/wb-notify.h"
#include "servers/wb-connection-text.h"
#include "servers/wb-recent-servers.h"
#include "wb-client.h"
#include "wb-trust.h"
#include "wb-welcome-page.h"

struct _WbWindow
{
  AdwApplicationWindow  parent_instance;

  GSettings            *settings;
  WbHostingManager     *hosting;
  gboolean              hosted;  /* the board is that of the built-in server */
  WbClient             *client;
  GTlsDatabase         *trust;   /* NULL for the authorities of the system */
  char                 *cache;
  WbToaster            *toaster;
  WbDisplayState       *display_state;
  WbBoardStatus        *status;

  AdwToastOverlay      *toast_overlay;
  WbAnnouncement       *announcement;
  GtkStack             *stack;
  AdwWindowTitle       *window_title;
  GtkLabel             *clock;
  WbStatePill          *pill;
  GtkWidget            *board_controls;
  GtkRevealer          *problem_revealer;
  GtkLabel             *problem_label;
  GtkWidget            *retry_button;
  GtkWidget            *token_button;
  WbBoardView          *board;
  WbWelcomePage        *welcome;
  GtkButton            *full_screen_button;
};

G_DEFINE_FINAL_TYPE (WbWindow, wb_window, ADW_TYPE_APPLICATION_WINDOW)

static void
status_updated_cb (WbWindow *self)
{
  g_autofree char *problem = wb_board_status_dup_problem (self->status);

  gtk_widget_set_visible (self->token_button, wb_connection_wants_token (self->client));

  /* The text stays while the bar slides away. */
  if (problem != NULL)
    {
      gtk_label_set_label (self->problem_label, problem);
      gtk_widget_set_visible (self->retry_button, wb_client_get_status (self->client) != WB_CLIENT_ONLINE);
    }
  gtk_revealer_set_reveal_child (self->problem_revealer, problem != NULL);
}

static void
notice_cb (WbWindow   *self,
           const char *text)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    wb_toaster_show_large (self->toaster, text);
  else
    wb_toaster_show (self->toaster, text);
  if (!gtk_window_is_active (GTK_WINDOW (self)))
    wb_notify (GTK_WINDOW (self), text);
}

static void
drop_client (WbWindow *self)
{
  wb_board_view_set_client (self->board, NULL);
  wb_display_state_set_client (self->display_state, NULL);
  if (self->client != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->client, self);
      wb_client_stop (self->client);
    }
  g_clear_object (&self->client);
  if (self->hosted && !g_settings_get_boolean (self->settings, "keep-hosting"))
    wb_hosting_manager_stop (self->hosting);
  self->hosted = FALSE;
}

/* Actions that need a board are disabled on the welcome page. */
static void
set_board_actions_enabled (WbWindow *self,
                           gboolean  enabled)
{
  static const char *const actions[] = { "win.theme", "win.chart", "win.close-board", "win.retry" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], enabled);
}

static void
show_welcome (WbWindow *self)
{
  drop_client (self);
  set_board_actions_enabled (self, FALSE);
  adw_window_title_set_subtitle (self->window_title, "");
  gtk_widget_set_visible (self->board_controls, FALSE);
  gtk_revealer_set_reveal_child (self->problem_revealer, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "welcome");
  gtk_widget_add_css_class (GTK_WIDGET (self), "welcoming");
}

static void
show_board (WbWindow     *self,
            const char   *uri,
            const char   *token,
            GTlsDatabase *trust,
            const char   *cache)
{
  drop_client (self);
  set_board_actions_enabled (self, TRUE);

  self->client = wb_client_new (uri, token, g_get_host_name ());
  wb_client_set_trust (self->client, trust);
  wb_client_set_cache (self->client, cache);
  wb_connection_log_unusable (self->client);
  wb_client_follow_clock (self->client);
  g_signal_connect_swapped (self->client, "notice", G_CALLBACK (notice_cb), self);

  adw_window_title_set_subtitle (self->window_title, uri);
  gtk_widget_set_visible (self->board_controls, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "board");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "welcoming");

  wb_display_state_set_client (self->display_state, self->client);
  wb_board_view_set_client (self->board, self->client);
  wb_client_start (self->client);
}

static void
host_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);
  g_autofree char *language = g_settings_get_string (self->settings, "sample-language");
  g_autofree char *samples = wb_server_thread_dup_samples (language);
  g_autoptr (GError) error = NULL;

  if (!wb_window_host (self, samples, &error))
    wb_toaster_show (self->toaster, error->message);
}

static void
close_board_action_cb (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  g_settings_reset (WB_WINDOW (widget)->settings, "last-board");
  show_welcome (WB_WINDOW (widget));
}

static void
retry_action_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);

  if (self->client != NULL)
    wb_client_retry_now (self->client);
}

static void
fullscreened_cb (WbWindow *self)
{
  gboolean is = gtk_window_is_fullscreen (GTK_WINDOW (self));

  gtk_button_set_icon_name (self->full_screen_button,
                            is ? "view-restore-symbolic" : "view-fullscreen-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->full_screen_button),
                               is ? _("Leave Full Screen") : _("Full Screen"));
  wb_button_names_update (GTK_WIDGET (self->full_screen_button));
}

static void
wb_window_dispose (GObject *object)
{
  WbWindow *self = WB_WINDOW (object);

  if (self->board != NULL)
    drop_client (self);
  g_clear_pointer (&self->toaster, wb_toaster_free);
  g_clear_object (&self->status);
  g_clear_object (&self->display_state);
  g_clear_object (&self->trust);
  g_clear_pointer (&self->cache, g_free);
  g_clear_object (&self->hosting);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (wb_window_parent_class)->dispose (object);
}

static void
toast_action_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  wb_toaster_show (WB_WINDOW (widget)->toaster, g_variant_get_string (parameter, NULL));
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.host", NULL, host_action_cb);
  gtk_widget_class_install_action (widget_class, "win.close-board", NULL, close_board_action_cb);
  gtk_widget_class_install_action (widget_class, "win.retry", NULL, retry_action_cb);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action_cb);

  /* Not an accelerator of the application: those take precedence over menus and dialogs, which use Escape,
   * too. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.leave", NULL);
}

static void
wb_window_class_init (WbWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_window_dispose;
  install_actions (widget_class);
  wb_window_install_card_actions (widget_class);
  wb_window_install_display_actions (widget_class);
  wb_window_install_server_actions (widget_class);

  g_type_ensure (WB_TYPE_ANNOUNCEMENT);
  g_type_ensure (WB_TYPE_BOARD_VIEW);
  g_type_ensure (WB_TYPE_BOARD_EDITOR);
  g_type_ensure (WB_TYPE_STATE_PILL);
  g_type_ensure (WB_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, announcement);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, clock);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, pill);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, board_controls);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, problem_label);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, token_button);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, board);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, full_screen_button);
}

static void
wb_window_init (WbWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->toaster = wb_toaster_new (self->toast_overlay, self->announcement);
  self->status = wb_board_status_new (self->board, self->pill, self->clock);
  g_signal_connect_object (self->status, "updated", G_CALLBACK (status_updated_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
  fullscreened_cb (self);
  wb_button_names_update (GTK_WIDGET (self));
#if WB_DEVEL
  gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
#endif
}

GtkWidget *
wb_window_new (GtkApplication   *application,
               GSettings        *settings,
               WbHostingManager *hosting)
{
  WbWindow *self = g_object_new (WB_TYPE_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (settings);
  self->hosting = g_object_ref (hosting);
  self->display_state = wb_display_state_new (settings);
  wb_board_view_set_up (self->board, settings, self->display_state);
  wb_board_view_take_files (self->board);
  wb_welcome_page_set_settings (self->welcome, settings);
  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-fullscreen", self, "fullscreened", G_SETTINGS_BIND_DEFAULT);
  show_welcome (self);

  return GTK_WIDGET (self);
}

/**
 * wb_window_set_trust:
 * @self: a window
 * @trust: (nullable): the certificate authorities, %NULL for those of the system
 *
 * Sets the certificate authorities for later connections.
 */
void
wb_window_set_trust (WbWindow     *self,
                     GTlsDatabase *trust)
{
  g_return_if_fail (WB_IS_WINDOW (self));
  g_return_if_fail (trust == NULL || G_IS_TLS_DATABASE (trust));

  g_set_object (&self->trust, trust);
}

/**
 * wb_window_set_cache:
 * @self: a window
 * @folder: (nullable): a folder, which is made when there are data
 *
 * Caches the last good data of the servers that are connected to later, to show
 * them while there is no connection.
 */
void
wb_window_set_cache (WbWindow   *self,
                     const char *folder)
{
  g_return_if_fail (WB_IS_WINDOW (self));

  g_free (self->cache);
  self->cache = g_strdup (folder);
}

/**
 * wb_window_connect_to:
 * @self: a window
 * @uri: a valid address
 *
 * Shows the board of a server that needs no token, and remembers the server.
 */
void
wb_window_connect_to (WbWindow   *self,
                      const char *uri)
{
  g_autoptr (WbServerAccess) access = NULL;

  g_return_if_fail (WB_IS_WINDOW (self));
  g_return_if_fail (uri != NULL);

  access = wb_server_access_new (uri, NULL, NULL);
  wb_window_open (self, access, NULL);
}

/* Shows the board of a server, and remembers the server. Fails if its file of certificates cannot be read. */
gboolean
wb_window_open (WbWindow              *self,
                const WbServerAccess  *access,
                GError               **error)
{
  g_autoptr (GTlsDatabase) trust = NULL;

  if (access->ca_file != NULL)
    {
      trust = wb_trust_load (access->ca_file, error);
      if (trust == NULL)
        return FALSE;
    }

  wb_recent_servers_add (self->settings, access->uri);
  g_settings_set_string (self->settings, "last-board", access->uri);
  show_board (self, access->uri, access->token, trust != NULL ? trust : self->trust, self->cache);

  return TRUE;
}

GSettings *
wb_window_get_settings (WbWindow *self)
{
  return self->settings;
}

WbDisplayState *
wb_window_get_display_state (WbWindow *self)
{
  return self->display_state;
}

/**
 * wb_window_get_uri:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the address of the server, %NULL while the
 *   welcome page is shown
 */
const char *
wb_window_get_uri (WbWindow *self)
{
  g_return_val_if_fail (WB_IS_WINDOW (self), NULL);

  return self->client != NULL ? wb_client_get_uri (self->client) : NULL;
}

WbBoardView *
wb_window_get_board_view (WbWindow *self)
{
  return self->board;
}

WbToaster *
wb_window_get_toaster (WbWindow *self)
{
  return self->toaster;
}

/**
 * wb_window_host:
 * @self: a window
 * @data_folder: a folder of datasets
 * @error: return location for a #WbServerError
 *
 * Starts the built-in server on its usual addresses, or on free ones where
 * another program has those, and shows its board.
 *
 * Returns: whether the server started
 */
gboolean
wb_window_host (WbWindow    *self,
                const char  *data_folder,
                GError     **error)
{
  g_autofree char *uri = NULL;

  g_return_val_if_fail (WB_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (data_folder != NULL, FALSE);

  if (self->hosted)
    show_welcome (self);
  if (!wb_hosting_manager_start (self->hosting, data_folder,
                                 g_settings_get_boolean (self->settings, "host-network"), error))
    return FALSE;

  uri = wb_hosting_manager_dup_address (self->hosting);
  if (!wb_hosting_manager_is_usual (self->hosting))
    {
      g_autofree char *text = g_strdup_printf (_("The usual port is in use, so this board is served at %s"),
                                               uri);

      wb_toaster_show (self->toaster, text);
    }

  show_board (self, uri, wb_hosting_manager_get_token (self->hosting), NULL, NULL);
  self->hosted = TRUE;

  return TRUE;
}

/**
 * wb_window_is_settled:
 * @self: a window
 *
 * Returns: %FALSE while a chart waits for its first data
 */
gboolean
wb_window_is_settled (WbWindow *self)
{
  g_return_val_if_fail (WB_IS_WINDOW (self), FALSE);

  return self->client == NULL || wb_board_view_is_settled (self->board);
}
