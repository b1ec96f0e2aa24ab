/* wb-kiosk.c: a kiosk: a window on each monitor
 *
 * Whenever monitors or windows may have changed, the two lists are compared. So
 * a cable that is pulled and put back, a monitor that was missing at the start,
 * and a compositor that reports the name of a monitor late need no code of their
 * own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk.h"

#include <glib/gi18n.h>

#include "board/wb-local-boards.h"
#include "compat/wb-window-destroy.h"
#include "file/wb-secret-file.h"
#include "servers/wb-connection-text.h"
#include "wb-client.h"
#include "wb-kiosk-window.h"
#include "wb-trust.h"

/* Monitors appear before their names. One without a name after this time has none. Milliseconds. */
#define NAME_PATIENCE_MS 1000

typedef struct
{
  GdkMonitor *monitor;
  char       *connector;        /* its name when the window came, NULL if it had none */
  GtkWidget  *window;
  guint       inhibit_cookie;
} Place;

struct _WbKiosk
{
  GObject         parent_instance;

  GtkApplication *application;   /* which owns this */
  const WbConfig *config;       /* the application's */
  GSettings      *settings;
  WbClient       *client;
  WbDisplayState *display_state;
  GListModel     *monitors;
  GPtrArray      *places;        /* of Place */
  guint           nameless_source;
  gboolean        quiet;
  guint           quiet_source;
};

G_DEFINE_FINAL_TYPE (WbKiosk, wb_kiosk, G_TYPE_OBJECT)

enum
{
  LEAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_idle (WbKiosk *self,
             Place   *place)
{
  gboolean wanted = !self->quiet && !wb_config_get_switch (self->config, WB_KIOSK_ALLOW_BLANK) &&
                    gtk_widget_get_mapped (place->window);

  if (wanted && place->inhibit_cookie == 0)
    {
      place->inhibit_cookie = gtk_application_inhibit (self->application, GTK_WINDOW (place->window),
                                                       GTK_APPLICATION_INHIBIT_IDLE,
                                                       _("A wall shows live data"));
    }
  else if (!wanted && place->inhibit_cookie != 0)
    {
      gtk_application_uninhibit (self->application, place->inhibit_cookie);
      place->inhibit_cookie = 0;
    }
}

static void
update_idle_everywhere (WbKiosk *self)
{
  for (guint i = 0; i < self->places->len; i++)
    update_idle (self, g_ptr_array_index (self->places, i));
}

static gboolean
close_cb (gpointer user_data)
{
  wb_window_destroy (user_data);

  return G_SOURCE_REMOVE;
}

/* The window is closed later: closing it syncs with the display, which may change the list of monitors
 * meanwhile. */
static void
remove_place (WbKiosk *self,
              guint    position)
{
  Place *place = g_ptr_array_index (self->places, position);

  if (place->inhibit_cookie != 0)
    gtk_application_uninhibit (self->application, place->inhibit_cookie);
  g_signal_handlers_disconnect_by_data (place->window, self);
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, place->window, g_object_unref);
  g_object_unref (place->monitor);
  g_free (place->connector);
  g_free (place);
  g_ptr_array_remove_index (self->places, position);
}

/* The board of this display may have been edited in another process of the app. */
static void
own_boards_changed_cb (WbKiosk *self)
{
  g_autoptr (WbBoardPlan) plan = wb_local_boards_load (self->settings, wb_client_get_uri (self->client));

  for (guint i = 0; i < self->places->len; i++)
    wb_kiosk_window_set_plan (WB_KIOSK_WINDOW (((Place *) g_ptr_array_index (self->places, i))->window),
                              plan);
}

static void
leave_cb (WbKiosk *self)
{
  g_signal_emit (self, signals[LEAVE], 0);
}

static void
add_place (WbKiosk    *self,
           GdkMonitor *monitor)
{
  Place *place = g_new0 (Place, 1);
  g_autoptr (WbBoardPlan) plan = wb_local_boards_load (self->settings, wb_client_get_uri (self->client));

  place->monitor = g_object_ref (monitor);
  place->connector = g_strdup (gdk_monitor_get_connector (monitor));
  place->window = g_object_ref_sink (wb_kiosk_window_new (self->application, self->client, self->config,
                                                          self->settings, self->display_state));
  g_ptr_array_add (self->places, place);
  g_signal_connect_object (place->window, "map", G_CALLBACK (update_idle_everywhere), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (place->window, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  wb_kiosk_window_set_plan (WB_KIOSK_WINDOW (place->window), plan);
  wb_kiosk_window_set_quiet (WB_KIOSK_WINDOW (place->window), self->quiet);
  wb_kiosk_window_open (WB_KIOSK_WINDOW (place->window), monitor);
}

static gboolean
has_place (WbKiosk    *self,
           GdkMonitor *monitor)
{
  for (guint i = 0; i < self->places->len; i++)
    if (((Place *) g_ptr_array_index (self->places, i))->monitor == monitor)
      return TRUE;

  return FALSE;
}

static gboolean
is_there (WbKiosk    *self,
          GdkMonitor *monitor)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->monitors); i++)
    {
      g_autoptr (GdkMonitor) other = g_list_model_get_item (self->monitors, i);

      if (other == monitor)
        return wb_kiosk_wants_monitor (self->config, gdk_monitor_get_connector (monitor));
    }

  return FALSE;
}

/* Puts windows on monitors without a name, too. */
static gboolean
nameless_cb (gpointer user_data)
{
  WbKiosk *self = user_data;

  self->nameless_source = 0;
  for (guint i = 0; i < g_list_model_get_n_items (self->monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (self->monitors, i);

      if (!has_place (self, monitor) && is_there (self, monitor))
        add_place (self, monitor);
    }

  return G_SOURCE_REMOVE;
}

/* A monitor that got its name after its window gets another window: options can name monitors. */
static void
remove_wrong_places (WbKiosk *self)
{
  for (guint i = self->places->len; i > 0; i--)
    {
      Place *place = g_ptr_array_index (self->places, i - 1);

      if (!is_there (self, place->monitor) ||
          g_strcmp0 (place->connector, gdk_monitor_get_connector (place->monitor)) != 0)
        remove_place (self, i - 1);
    }
}

static void
update_places (WbKiosk *self)
{
  gboolean nameless = FALSE;

  remove_wrong_places (self);
  for (guint i = 0; i < g_list_model_get_n_items (self->monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (self->monitors, i);

      g_signal_handlers_disconnect_by_func (monitor, update_places, self);
      g_signal_connect_object (monitor, "notify::connector", G_CALLBACK (update_places), self,
                               G_CONNECT_SWAPPED);
      if (has_place (self, monitor) || !is_there (self, monitor))
        continue;
      if (gdk_monitor_get_connector (monitor) != NULL)
        add_place (self, monitor);
      else
        nameless = TRUE;
    }

  if (!nameless)
    g_clear_handle_id (&self->nameless_source, g_source_remove);
  else if (self->nameless_source == 0)
    self->nameless_source = g_timeout_add (NAME_PATIENCE_MS, nameless_cb, self);
}

static gboolean
is_quiet_now (WbKiosk *self)
{
  const char *text = wb_config_get (self->config, WB_KIOSK_QUIET);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  guint minute = (guint) (60 * g_date_time_get_hour (now) + g_date_time_get_minute (now));
  guint from, to;

  if (text == NULL || !wb_kiosk_quiet_parse (text, &from, &to))
    return FALSE;

  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/* Reads the clock each time, since it may be set, and the time zone may change. */
static gboolean
quiet_cb (gpointer user_data)
{
  WbKiosk *self = user_data;
  gboolean quiet = is_quiet_now (self);

  if (quiet == self->quiet)
    return G_SOURCE_CONTINUE;

  self->quiet = quiet;
  for (guint i = 0; i < self->places->len; i++)
    wb_kiosk_window_set_quiet (WB_KIOSK_WINDOW (((Place *) g_ptr_array_index (self->places, i))->window),
                               quiet);
  update_idle_everywhere (self);

  return G_SOURCE_CONTINUE;
}

/* Without a token file there is no token, which is no error. */
static gboolean
read_token (const WbConfig  *config,
            char           **ret_token,
            GError         **error)
{
  const char *path = wb_config_get (config, WB_KIOSK_TOKEN_FILE);
  g_autoptr (GError) local_error = NULL;
  char *token;

  token = path != NULL ? wb_secret_file_read_token (path, &local_error) : NULL;
  if (local_error != NULL)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, _("The token cannot be read from “%s”: %s"),
                   path, local_error->message);
      return FALSE;
    }

  *ret_token = token;
  return TRUE;
}

static WbClient *
make_client (const WbConfig  *config,
             const char      *cache,
             GError         **error)
{
  const char *uri = wb_config_get (config, WB_KIOSK_SERVER);
  const char *ca = wb_config_get (config, WB_KIOSK_CA);
  g_autoptr (GTlsDatabase) trust = NULL;
  g_autofree char *token = NULL;
  WbClient *client;

  if (uri == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("A wall needs the address of its server; give it with --server URI"));
      return NULL;
    }
  if (ca != NULL && (trust = wb_trust_load (ca, error)) == NULL)
    return NULL;
  if (!read_token (config, &token, error))
    return NULL;

  client = wb_client_new (uri, token, g_get_host_name ());
  wb_client_set_trust (client, trust);
  wb_client_set_cache (client, cache);
  wb_connection_log_unusable (client);
  wb_client_follow_clock (client);
  wb_client_set_longest_wait (client, (guint) wb_config_get_number (config, WB_KIOSK_RETRY));

  return client;
}

static void
wb_kiosk_finalize (GObject *object)
{
  WbKiosk *self = WB_KIOSK (object);

  g_clear_handle_id (&self->quiet_source, g_source_remove);
  g_clear_handle_id (&self->nameless_source, g_source_remove);
  while (self->places->len > 0)
    remove_place (self, self->places->len - 1);
  g_ptr_array_unref (self->places);
  wb_client_stop (self->client);
  g_object_unref (self->client);
  g_object_unref (self->display_state);
  g_object_unref (self->settings);

  G_OBJECT_CLASS (wb_kiosk_parent_class)->finalize (object);
}

static void
wb_kiosk_class_init (WbKioskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_kiosk_finalize;

  /* WbKiosk::leave: an operator wants to leave the kiosk. */
  signals[LEAVE] = g_signal_new ("leave", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
wb_kiosk_init (WbKiosk *self)
{
  self->places = g_ptr_array_new ();
}

/**
 * wb_kiosk_new:
 * @application: the application, which has been started
 * @config: values of %wb_kiosk_keys; must outlive the result
 * @settings: the app's settings, with the boards of this display
 * @cache: (nullable): the folder with the cached data of all servers
 * @error: return location for an error, whose message is one sentence
 *
 * Connects to the server, and puts a window on each monitor that the options
 * name, now and whenever one is connected. The last reference closes them.
 *
 * Returns: (transfer full) (nullable): the kiosk
 */
WbKiosk *
wb_kiosk_new (GtkApplication  *application,
              const WbConfig  *config,
              GSettings       *settings,
              const char      *cache,
              GError         **error)
{
  g_autoptr (WbClient) client = NULL;
  WbKiosk *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  client = make_client (config, cache, error);
  if (client == NULL)
    return NULL;

  self = g_object_new (WB_TYPE_KIOSK, NULL);
  self->application = application;
  self->config = config;
  self->settings = g_object_ref (settings);
  self->client = g_steal_pointer (&client);
  self->display_state = wb_display_state_new (NULL);
  wb_display_state_set_client (self->display_state, self->client);
  g_signal_connect_object (settings, "changed::own-boards", G_CALLBACK (own_boards_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->quiet = is_quiet_now (self);
  if (wb_config_get (config, WB_KIOSK_QUIET) != NULL)
    self->quiet_source = g_timeout_add_seconds (1, quiet_cb, self);

  self->monitors = gdk_display_get_monitors (gdk_display_get_default ());
  g_signal_connect_object (self->monitors, "items-changed", G_CALLBACK (update_places), self,
                           G_CONNECT_SWAPPED);
  update_places (self);
  wb_client_start (self->client);

  return self;
}
