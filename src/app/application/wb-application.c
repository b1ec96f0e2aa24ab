/* wb-application.c: the desktop app
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-application-private.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "wb-about.h"
#include "wb-client.h"
#include "hosting/wb-hosting-hold.h"
#include "kiosk/wb-kiosk-keys.h"
#include "kiosk/wb-kiosk-window.h"
#include "support/wb-appearance.h"
#include "wb-screenshot.h"
#include "support/wb-service.h"
#include "support/wb-timer.h"
#include "wb-trust.h"
#include "window/wb-window.h"

/* How long --screenshot waits for data, in seconds. */
#define SCREENSHOT_TIMEOUT 30

/* How many frames it then waits for page, text size and style to settle. */
#define SCREENSHOT_FRAMES 10

#define USUAL_CONFIG SYSCONFDIR "/wallboard/kiosk.conf"

G_DEFINE_FINAL_TYPE (WbApplication, wb_application, ADW_TYPE_APPLICATION)

static int
fail (const char *message)
{
  g_printerr ("wallboard: %s\n", message);

  return 1;
}

static void
quit_with (WbApplication *self,
           int            exit_status)
{
  self->exit_status = exit_status;
  g_application_quit (G_APPLICATION (self));
}

/* After painting, every widget has its render node; before, one that changed has none. */
static void
after_paint_cb (WbApplication *self,
                GdkFrameClock *clock)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GError) error = NULL;

  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, self);

  if (wb_screenshot_save (GTK_WIDGET (window), self->screenshot, &error))
    quit_with (self, 0);
  else
    quit_with (self, fail (error->message));
}

/* Runs with each frame until the screenshot can be taken. */
static gboolean
screenshot_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  WbApplication *self = user_data;

  if (!wb_window_is_settled (WB_WINDOW (widget)))
    {
      if (g_get_monotonic_time () < self->deadline)
        return G_SOURCE_CONTINUE;
      quit_with (self, fail (_("The charts have got no data, so there is no picture; "
                               "check the server and its data folder")));
      return G_SOURCE_REMOVE;
    }

  if (self->frames_left-- > 0)
    return G_SOURCE_CONTINUE;

  g_signal_connect_object (clock, "after-paint", G_CALLBACK (after_paint_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_queue_draw (widget);

  return G_SOURCE_REMOVE;
}

static gboolean
exit_after_startup_cb (GtkWidget     *widget,
                       GdkFrameClock *clock,
                       gpointer       user_data)
{
  WbApplication *self = user_data;

  if (self->frames_left-- > 0)
    return G_SOURCE_CONTINUE;

  quit_with (self, 0);
  return G_SOURCE_REMOVE;
}

/* Opens what the command line asks for. */
static gboolean
open_board (WbApplication  *self,
            WbWindow       *window,
            GError        **error)
{
  g_autofree char *language = NULL;
  g_autofree char *folder = NULL;

  if (self->server != NULL)
    wb_window_connect_to (window, self->server);

  if (self->server == NULL && !self->host && self->screenshot == NULL && !self->exit_after_startup)
    wb_window_restore (window);
  if (!self->host)
    return TRUE;

  language = g_settings_get_string (self->settings, "sample-language");
  folder = self->data_folder != NULL ? g_strdup (self->data_folder) : wb_server_thread_dup_samples (language);

  return wb_window_host (window, folder, error);
}

static char *
dup_cache (void)
{
  return g_build_filename (g_get_user_cache_dir (), "wallboard", "boards", NULL);
}

/* The service manager ends the kiosk. Quitting saves the cached data. */
static gboolean
terminated_cb (gpointer user_data)
{
  g_application_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
is_kiosk (WbApplication *self)
{
  return wb_config_get_switch (self->kiosk_config, WB_KIOSK_KIOSK) && !self->kiosk_left;
}

/* In an idle callback: the request comes from a handler of a window that this closes. */
static gboolean
leave_kiosk_cb (gpointer user_data)
{
  WbApplication *self = user_data;

  self->leave_source = 0;
  self->kiosk_left = TRUE;
  wb_application_install_actions (self);
  wb_application_install_keys (self);
  wb_timer_stop (&self->watchdog);
  g_clear_object (&self->kiosk);
  g_application_activate (G_APPLICATION (self));
  g_application_release (G_APPLICATION (self));

  return G_SOURCE_REMOVE;
}

/* A kiosk that was turned on in the preferences becomes the app, where it can be turned off; any other
 * ends. */
static void
leave_kiosk (WbApplication *self)
{
  if (self->kiosk == NULL || self->leave_source != 0)
    return;

  if (wb_config_get_source (self->kiosk_config, WB_KIOSK_KIOSK) == WB_CONFIG_SOURCE_SETTINGS)
    self->leave_source = g_idle_add (leave_kiosk_cb, self);
  else
    g_application_quit (G_APPLICATION (self));
}

/* A kiosk without a monitor waits for one. */
static void
open_kiosk (WbApplication *self)
{
  g_autofree char *cache = dup_cache ();
  g_autoptr (GError) error = NULL;

  g_assert (self->kiosk == NULL);

  self->kiosk = wb_kiosk_new (GTK_APPLICATION (self), self->kiosk_config, self->settings, cache, &error);
  if (self->kiosk != NULL)
    {
      g_signal_connect_swapped (self->kiosk, "leave", G_CALLBACK (leave_kiosk), self);
      g_application_hold (G_APPLICATION (self));
      self->watchdog = wb_service_start_watchdog ();
      wb_service_notify ("READY=1");
      g_unix_signal_add (SIGTERM, terminated_cb, self);
      g_unix_signal_add (SIGINT, terminated_cb, self);
    }
  else
    self->exit_status = fail (error->message);
}

static void
leave_action_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  leave_kiosk (user_data);
}

static void
wb_application_shutdown (GApplication *application)
{
  WbApplication *self = WB_APPLICATION (application);
  GList *windows;

  g_clear_handle_id (&self->leave_source, g_source_remove);
  wb_timer_stop (&self->watchdog);
  g_clear_object (&self->kiosk);

  /* GTK does not destroy them, and destroying them saves the cached data and closes the connections. */
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (application))) != NULL)
    gtk_window_destroy (windows->data);

  G_APPLICATION_CLASS (wb_application_parent_class)->shutdown (application);
}

static void
wb_application_activate (GApplication *application)
{
  WbApplication *self = WB_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GError) error = NULL;

  if (is_kiosk (self))
    {
      /* A second activation, by the bus, keeps the kiosk that runs. */
      if (self->kiosk == NULL)
        open_kiosk (self);
      return;
    }

  /* The windows of a kiosk that was left are closed in an idle callback. */
  if (window != NULL && !WB_IS_KIOSK_WINDOW (window))
    {
      gtk_window_present (window);
      return;
    }

  window = GTK_WINDOW (wb_window_new (GTK_APPLICATION (self), self->settings, self->hosting));
  wb_window_set_trust (WB_WINDOW (window), self->trust);

  /* A screenshot must not show cached data. */
  if (self->screenshot == NULL)
    {
      g_autofree char *cache = dup_cache ();

      wb_window_set_cache (WB_WINDOW (window), cache);
    }
  if (!open_board (self, WB_WINDOW (window), &error))
    {
      gtk_window_destroy (window);
      self->exit_status = fail (error->message);
      return;
    }

  if (self->screenshot != NULL)
    {
      self->frames_left = SCREENSHOT_FRAMES;
      self->deadline = g_get_monotonic_time () + SCREENSHOT_TIMEOUT * G_USEC_PER_SEC;
      gtk_widget_add_tick_callback (GTK_WIDGET (window), screenshot_cb, self, NULL);
    }
  else if (self->exit_after_startup)
    {
      self->frames_left = 1;
      gtk_widget_add_tick_callback (GTK_WIDGET (window), exit_after_startup_cb, self, NULL);
    }

  gtk_window_present (window);
}

/* Takes the flags that the app and a kiosk share. The other flags of a kiosk were read before. */
static gboolean
take_shared_flags (WbApplication  *self,
                   GVariantDict   *options,
                   GError        **error)
{
  const char *text = NULL;

  if (g_variant_dict_lookup (options, "server", "&s", &text) &&
      !wb_config_take_flag (self->kiosk_config, WB_KIOSK_SERVER, text, error))
    return FALSE;

  return !g_variant_dict_lookup (options, "ca", "^&ay", &text) ||
         wb_config_take_flag (self->kiosk_config, WB_KIOSK_CA, text, error);
}

/* Reads all sources even after an error, since each of them may turn the kiosk on. An error is fatal only
 * where the values are used: the desktop app must start, so that its preferences can repair the settings. */
static gboolean
read_kiosk_options (WbApplication  *self,
                    GVariantDict   *options,
                    GError        **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *config = NULL;

  if (!take_shared_flags (self, options, error))
    return FALSE;

  g_variant_dict_lookup (options, "config", "^ay", &config);
  wb_config_read_environment (self->kiosk_config, &problem);
  if (config != NULL)
    wb_config_read_file (self->kiosk_config, config, problem == NULL ? &problem : NULL);
  else
    wb_config_read_file_if_exists (self->kiosk_config, USUAL_CONFIG, problem == NULL ? &problem : NULL);
  wb_config_read_settings (self->kiosk_config, self->settings, problem == NULL ? &problem : NULL);
  if (problem == NULL)
    return TRUE;

  if (config != NULL || g_variant_dict_contains (options, "print-config") ||
      wb_config_get_switch (self->kiosk_config, WB_KIOSK_KIOSK))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  g_printerr ("wallboard: %s\n", problem->message);

  return TRUE;
}

/* Reads the options of the app that is no kiosk. */
static gboolean
read_options (WbApplication  *self,
              GVariantDict   *options,
              GError        **error)
{
  const char *server = NULL;
  const char *ca = NULL;

  self->host = g_variant_dict_contains (options, "host");
  self->exit_after_startup = g_variant_dict_contains (options, "exit-after-startup");
  g_variant_dict_lookup (options, "data", "^ay", &self->data_folder);
  g_variant_dict_lookup (options, "ca", "^&ay", &ca);
  g_variant_dict_lookup (options, "screenshot", "^ay", &self->screenshot);

  if (g_variant_dict_lookup (options, "server", "&s", &server))
    {
      self->server = wb_client_normalize_uri (server, error);
      if (self->server == NULL)
        return FALSE;
    }
  if (ca != NULL)
    {
      self->trust = wb_trust_load (ca, error);
      if (self->trust == NULL)
        return FALSE;
    }

  return TRUE;
}

static int
wb_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  WbApplication *self = WB_APPLICATION (application);
  g_autoptr (GError) error = NULL;
  g_autofree const char **rest = NULL;

  if (g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &rest) && rest[0] != NULL)
    {
      g_autofree char *word = g_filename_display_name (rest[0]);
      g_autofree char *message = g_strdup_printf (_("“%s” is one word too many; see --help"), word);

      return fail (message);
    }
  if (g_variant_dict_contains (options, "version"))
    {
      g_autofree char *version = wb_about_dup_version ();

      g_print ("%s\n", version);
      return 0;
    }
  self->settings = g_settings_new (APPLICATION_ID);
  if (!read_kiosk_options (self, options, &error))
    return fail (error->message);
  if (g_variant_dict_contains (options, "print-config"))
    {
      g_autofree char *text = wb_config_print (self->kiosk_config, WB_CONFIG_COMMENT_ORIGIN);

      g_print ("%s", text);
      return ferror (stdout) != 0;
    }
  if (!read_options (self, options, &error))
    return fail (error->message);

  if (wb_config_get_switch (self->kiosk_config, WB_KIOSK_KIOSK))
    {
      if (self->host || self->screenshot != NULL)
        return fail (_("A wall shows the board of a server; "
                       "leave --host out, and start wallboard-server beside it"));
      g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
      return -1;
    }

  if (self->server != NULL && self->host)
    return fail (_("--server and --host exclude each other; give one of them"));
  if (self->data_folder != NULL && !self->host)
    return fail (_("--data names the folder that --host serves; give --host as well"));

  /* A board from the command line gets a process of its own, so that several of them are several displays. */
  if (self->server != NULL || self->host || self->trust != NULL || self->screenshot != NULL ||
      self->exit_after_startup)
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);

  return -1;
}

/* GTK only mirrors windows of apps that are translated into the language. Most of a board are data, so the
 * language alone decides here. */
static void
choose_direction (void)
{
  PangoLanguage *language = pango_language_from_string (g_get_language_names ()[0]);
  int n_scripts;
  const PangoScript *scripts = pango_language_get_scripts (language, &n_scripts);

  if (n_scripts > 0 && (scripts[0] == PANGO_SCRIPT_ARABIC || scripts[0] == PANGO_SCRIPT_HEBREW))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
}

static void
wb_application_startup (GApplication *application)
{
  static const GActionEntry kiosk_actions[] = { { .name = "leave-kiosk", .activate = leave_action_cb } };
  WbApplication *self = WB_APPLICATION (application);

  G_APPLICATION_CLASS (wb_application_parent_class)->startup (application);

  choose_direction ();
  wb_appearance_follow (self->settings);
  wb_hosting_hold (application, self->settings, self->hosting);
  gtk_window_set_default_icon_name (APPLICATION_ID);

  /* A kiosk has keys of its own and no other action, since it shows no dialogs. */
  g_action_map_add_action_entries (G_ACTION_MAP (self), kiosk_actions, G_N_ELEMENTS (kiosk_actions), self);
  if (is_kiosk (self))
    return;

  wb_application_install_actions (self);
  wb_application_install_keys (self);
}

static void
wb_application_finalize (GObject *object)
{
  WbApplication *self = WB_APPLICATION (object);

  g_clear_object (&self->hosting);
  g_clear_pointer (&self->kiosk_config, wb_config_free);
  g_clear_object (&self->settings);
  g_free (self->server);
  g_free (self->data_folder);
  g_clear_object (&self->trust);
  g_free (self->screenshot);

  G_OBJECT_CLASS (wb_application_parent_class)->finalize (object);
}

static void
wb_application_class_init (WbApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_application_finalize;
  application_class->startup = wb_application_startup;
  application_class->activate = wb_application_activate;
  application_class->shutdown = wb_application_shutdown;
  application_class->handle_local_options = wb_application_handle_local_options;
}

static void
wb_application_init (WbApplication *self)
{
  static const GOptionEntry entries[] = {
    { .long_name = "server", .arg = G_OPTION_ARG_STRING, .arg_description = N_("URI"),
      .description = N_("Show the board of a server, such as ws://127.0.0.1:9998") },
    { .long_name = "host", .arg = G_OPTION_ARG_NONE,
      .description = N_("Serve a board from this app, with the sample data") },
    { .long_name = "ca", .arg = G_OPTION_ARG_FILENAME, .arg_description = N_("FILE"),
      .description = N_("Trust the certificates in this file instead of those of the system") },
    { .long_name = "data", .arg = G_OPTION_ARG_FILENAME, .arg_description = N_("FOLDER"),
      .description = N_("With --host: serve the JSON files of a folder") },
    { .long_name = "config", .arg = G_OPTION_ARG_FILENAME, .arg_description = N_("FILE"),
      .description = N_("Read the options of a wall from this file") },
    { .long_name = "print-config", .arg = G_OPTION_ARG_NONE,
      .description = N_("Print the options of a wall and where each comes from, and end") },
    { .long_name = "version", .arg = G_OPTION_ARG_NONE,
      .description = N_("Print the version and those of the libraries") },
    { .long_name = "exit-after-startup", .flags = G_OPTION_FLAG_HIDDEN, .arg = G_OPTION_ARG_NONE,
      .description = N_("Exit once the window has been drawn") },
    { .long_name = "screenshot", .flags = G_OPTION_FLAG_HIDDEN, .arg = G_OPTION_ARG_FILENAME,
      .arg_description = N_("FILE"),
      .description = N_("Write a picture of the window once all charts show data, and exit") },
    { .long_name = G_OPTION_REMAINING, .flags = G_OPTION_FLAG_HIDDEN, .arg = G_OPTION_ARG_FILENAME_ARRAY },
    { NULL }
  };

  self->hosting = wb_hosting_manager_new ();
  self->kiosk_config = wb_config_new (&wb_kiosk_keys);
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
  g_application_add_option_group (G_APPLICATION (self),
                                  wb_config_new_option_group (self->kiosk_config, "kiosk", _("Wall Options:"),
                                                              _("Show the options of a wall")));
}

WbApplication *
wb_application_new (void)
{
  return g_object_new (WB_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "resource-base-path", RESOURCE_PATH,
                       NULL);
}

/**
 * wb_application_get_exit_status:
 * @self: the application, after it ran
 *
 * Gets the exit status of the process for when g_application_run() returns 0.
 *
 * Returns: 0, or 1 after an error that has been printed
 */
int
wb_application_get_exit_status (WbApplication *self)
{
  g_return_val_if_fail (WB_IS_APPLICATION (self), 1);

  return self->exit_status;
}
