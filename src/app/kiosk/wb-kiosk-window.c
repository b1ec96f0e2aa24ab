/* wb-kiosk-window.c: the window of a kiosk on one monitor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk-window.h"

#include <glib/gi18n.h>
#include <math.h>

#include "board/wb-board-status.h"
#include "notices/wb-announcement.h"
#include "notices/wb-notify.h"
#include "servers/wb-connection-text.h"
#include "support/wb-wall-text.h"
#include "wb-kiosk-banner.h"
#include "wb-kiosk-input.h"
#include "wb-pin-pad.h"
#include "wb-rotation.h"

/* The interval of the pixel shift, in seconds. */
#define SHIFT_SECONDS 60

struct _WbKioskWindow
{
  GtkApplicationWindow  parent_instance;

  WbClient             *client;
  const WbConfig       *config;    /* the application's */
  WbRotation           *rotation;  /* NULL where the window follows the board */
  WbKioskInput         *input;
  WbBoardStatus        *status;
  gboolean              own_plan;  /* the board is not that of the server */
  gboolean              quiet;
  guint                 shift_step;
  guint                 shift_source;

  GtkStack             *stack;
  WbAnnouncement       *announcement;
  GtkWidget            *content;
  WbStatePill          *pill;
  GtkLabel             *clock;
  WbKioskBanner        *banner;
  WbBoardView          *board;
  GtkLabel             *missing_label;
  GtkWidget            *pause_label;
  GtkWidget            *leave_label;
  WbPinPad             *pin_pad;
};

G_DEFINE_FINAL_TYPE (WbKioskWindow, wb_kiosk_window, GTK_TYPE_APPLICATION_WINDOW)

enum
{
  LEAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A missing chart is no error: the server can change its board at any time. */
static void
update_hints (WbKioskWindow *self)
{
  const char *chart = self->rotation != NULL ? wb_rotation_get_chart (self->rotation) : NULL;
  gboolean missing = chart != NULL && wb_board_view_lacks_chart (self->board, chart);

  if (missing)
    {
      /* Translators: %s is the name of a chart, which the person wrote who set up the wall. */
      g_autofree char *text = g_strdup_printf (_("There is no “%s” on this board"), chart);

      gtk_label_set_label (self->missing_label, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->missing_label), missing && !self->quiet);
  gtk_widget_set_visible (self->pause_label,
                          self->rotation != NULL && wb_rotation_is_held (self->rotation) && !self->quiet);
}

/* Where the token is refused, waiting does not help. */
static char *
dup_refusal (WbKioskWindow *self)
{
  const char *file = wb_config_get (self->config, WB_KIOSK_TOKEN_FILE);
  const char *reason = wb_client_get_problem (self->client)->message;

  if (file == NULL)
    return g_strdup_printf (_("%s. Name the file with the token by the option token-file, and start the wall "
                              "again."), reason);

  /* Translators: the second %s is a file. */
  return g_strdup_printf (_("%s. Write it to “%s”, and start the wall again."), reason, file);
}

/* A window at a desk has toasts for the problem of a board file. */
static char *
dup_problem (WbKioskWindow *self)
{
  const char *plan_problem = self->own_plan ? NULL : wb_client_get_plan_problem (self->client);
  char *problem;

  if (wb_connection_wants_token (self->client))
    return dup_refusal (self);

  problem = wb_board_status_dup_problem (self->status);
  if (problem == NULL && plan_problem != NULL && wb_client_get_status (self->client) == WB_CLIENT_ONLINE)
    problem = g_strdup_printf (_("The board stays as it is: %s"), plan_problem);

  return problem;
}

static void
status_updated_cb (WbKioskWindow *self)
{
  g_autofree char *problem = dup_problem (self);

  wb_kiosk_banner_update (self->banner, self->client, problem, wb_board_view_get_oldest (self->board));
  update_hints (self);
}

static void
rotation_changed_cb (WbKioskWindow *self)
{
  wb_board_view_show_only (self->board, wb_rotation_get_chart (self->rotation));
  update_hints (self);
}

/* Moves the content around a square, one corner each interval. It keeps its size, so nothing is laid out
 * anew. */
static void
update_shift (WbKioskWindow *self)
{
  int amount = (int) wb_config_get_number (self->config, WB_KIOSK_PIXEL_SHIFT);
  int right = self->shift_step == 1 || self->shift_step == 2 ? amount : 0;
  int down = self->shift_step >= 2 ? amount : 0;

  gtk_widget_set_margin_start (self->content, right);
  gtk_widget_set_margin_end (self->content, amount - right);
  gtk_widget_set_margin_top (self->content, down);
  gtk_widget_set_margin_bottom (self->content, amount - down);
}

static gboolean
shift_cb (gpointer user_data)
{
  WbKioskWindow *self = user_data;

  self->shift_step = (self->shift_step + 1) % 4;
  update_shift (self);

  return G_SOURCE_CONTINUE;
}

static void
pin_typed_cb (WbKioskWindow *self,
              const char    *typed)
{
  if (wb_kiosk_pin_matches (wb_config_get (self->config, WB_KIOSK_PIN), typed))
    g_signal_emit (self, signals[LEAVE], 0);
  else
    wb_pin_pad_refuse (self->pin_pad);
}

static void
pad_closed_cb (WbKioskWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->pin_pad), FALSE);
  wb_kiosk_input_set_passes_all (self->input, FALSE);
}

static void
leave_asked_cb (WbKioskWindow *self)
{
  if (wb_config_get (self->config, WB_KIOSK_PIN) == NULL)
    {
      g_signal_emit (self, signals[LEAVE], 0);
      return;
    }

  wb_kiosk_input_set_passes_all (self->input, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->pin_pad), TRUE);
  wb_pin_pad_open (self->pin_pad);
}

static void
holding_cb (WbKioskWindow *self,
            gboolean       holding)
{
  gtk_widget_set_visible (self->leave_label, holding);
}

static void
key_cb (WbKioskWindow *self,
        int            step)
{
  if (self->rotation == NULL)
    return;

  if (step == 0)
    {
      wb_rotation_toggle (self->rotation);
      return;
    }
  wb_rotation_turn (self->rotation, step);
  wb_rotation_hold (self->rotation, wb_config_get_number (self->config, WB_KIOSK_PAUSE));
}

static void
touched_cb (WbKioskWindow *self)
{
  if (self->rotation != NULL)
    wb_rotation_hold (self->rotation, wb_config_get_number (self->config, WB_KIOSK_PAUSE));
}

static void
notice_cb (WbKioskWindow *self,
           const char    *text)
{
  g_autofree char *notice = wb_notice_dup (text);

  /* Quiet hours are silent as well. */
  if (!self->quiet)
    wb_announcement_say (self->announcement, notice, WB_ANNOUNCEMENT_BANNER);
}

/* A close request of the window manager comes from a key, so a locked kiosk ignores it. */
static gboolean
wb_kiosk_window_close_request (GtkWindow *window)
{
  WbKioskWindow *self = WB_KIOSK_WINDOW (window);

  if (!wb_config_get_switch (self->config, WB_KIOSK_LOCK))
    leave_asked_cb (self);

  return TRUE;
}

static void
wb_kiosk_window_dispose (GObject *object)
{
  WbKioskWindow *self = WB_KIOSK_WINDOW (object);

  g_clear_handle_id (&self->shift_source, g_source_remove);
  if (self->board != NULL)
    wb_board_view_set_client (self->board, NULL);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->input);
  g_clear_object (&self->rotation);
  g_clear_object (&self->status);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (wb_kiosk_window_parent_class)->dispose (object);
}

static void
wb_kiosk_window_class_init (WbKioskWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_kiosk_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = wb_kiosk_window_close_request;

  /* WbKioskWindow::leave: an operator wants to leave the kiosk, and has typed the PIN if there is one. */
  signals[LEAVE] = g_signal_new ("leave", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  g_type_ensure (WB_TYPE_ANNOUNCEMENT);
  g_type_ensure (WB_TYPE_BOARD_VIEW);
  g_type_ensure (WB_TYPE_KIOSK_BANNER);
  g_type_ensure (WB_TYPE_PIN_PAD);
  g_type_ensure (WB_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/kiosk-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, announcement);
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, content);
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, pill);
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, clock);
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, board);
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, missing_label);
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, pause_label);
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, leave_label);
  gtk_widget_class_bind_template_child (widget_class, WbKioskWindow, pin_pad);
  gtk_widget_class_bind_template_callback (widget_class, pin_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pad_closed_cb);
}

static void
wb_kiosk_window_init (WbKioskWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->status = wb_board_status_new (self->board, self->pill, self->clock);
  g_signal_connect_object (self->status, "updated", G_CALLBACK (status_updated_cb), self, G_CONNECT_SWAPPED);
}

static void
begin_rotation (WbKioskWindow *self,
                const char    *connector)
{
  g_autoptr (GArray) items = wb_kiosk_list_items (self->config, connector);

  wb_kiosk_input_set_takes_keys (self->input, items != NULL);
  if (items == NULL)
    return;

  self->rotation = wb_rotation_new (items);
  g_signal_connect_object (self->rotation, "changed", G_CALLBACK (rotation_changed_cb), self,
                           G_CONNECT_SWAPPED);
  rotation_changed_cb (self);
}

static void
watch_input (WbKioskWindow *self)
{
  gboolean lock = wb_config_get_switch (self->config, WB_KIOSK_LOCK);

  self->input = wb_kiosk_input_new (GTK_WIDGET (self),
                                    wb_config_get_number (self->config, WB_KIOSK_POINTER), lock);
  g_signal_connect_object (self->input, "key", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->input, "touched", G_CALLBACK (touched_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->input, "holding", G_CALLBACK (holding_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->input, "leave", G_CALLBACK (leave_asked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_can_target (GTK_WIDGET (self->stack), !lock);
  gtk_widget_set_can_focus (GTK_WIDGET (self->stack), !lock);
  if (lock)
    gtk_widget_add_css_class (GTK_WIDGET (self), "locked");
}

/**
 * wb_kiosk_window_new:
 * @application: the application
 * @client: where the data come from; the windows share it
 * @config: values of %wb_kiosk_keys; must outlive the result
 * @settings: the app's settings
 * @display_state: the theme and the charts in full screen; the windows share it
 *
 * Creates a window without a monitor.
 *
 * Returns: (transfer floating): a window that is not shown yet
 */
GtkWidget *
wb_kiosk_window_new (GtkApplication *application,
                     WbClient       *client,
                     const WbConfig *config,
                     GSettings      *settings,
                     WbDisplayState *display_state)
{
  WbKioskWindow *self;

  g_return_val_if_fail (WB_IS_CLIENT (client), NULL);
  g_return_val_if_fail (config != NULL, NULL);

  self = g_object_new (WB_TYPE_KIOSK_WINDOW, "application", application, NULL);
  self->client = g_object_ref (client);
  self->config = config;

  g_signal_connect_swapped (client, "notice", G_CALLBACK (notice_cb), self);
  wb_board_view_set_up (self->board, settings, display_state);
  wb_board_view_set_expected (self->board, wb_config_get_number (config, WB_KIOSK_EXPECT));
  g_signal_connect_object (self->board, "notify::title", G_CALLBACK (update_hints), self, G_CONNECT_SWAPPED);
  wb_board_view_set_client (self->board, client);
  watch_input (self);
  update_shift (self);
  if (wb_config_get_number (config, WB_KIOSK_PIXEL_SHIFT) > 0)
    self->shift_source = g_timeout_add_seconds (SHIFT_SECONDS, shift_cb, self);

  return GTK_WIDGET (self);
}

/* A projector, or a virtual monitor, does not know how large its picture is. */
static void
update_text (WbKioskWindow *self,
             GdkMonitor    *monitor)
{
  double diagonal = hypot (gdk_monitor_get_width_mm (monitor), gdk_monitor_get_height_mm (monitor));
  GdkRectangle place;
  double size;

  gdk_monitor_get_geometry (monitor, &place);
  size = wb_kiosk_get_text (self->config, diagonal, place.width, place.height);
  if (size > 0)
    wb_wall_text_set (GTK_WINDOW (self), size);
  else if (wb_config_get (self->config, WB_KIOSK_DISTANCE) != NULL)
    g_message ("The size of the monitor %s is not known, so “distance” has no effect: set “diagonal”",
               gdk_monitor_get_connector (monitor));
}

static void
geometry_changed_cb (WbKioskWindow *self,
                     GParamSpec    *pspec,
                     GdkMonitor    *monitor)
{
  update_text (self, monitor);
}

/**
 * wb_kiosk_window_open:
 * @self: a window that is not shown
 * @monitor: where to show it
 *
 * Shows the window on a monitor, with the rotation that the options set for it.
 */
void
wb_kiosk_window_open (WbKioskWindow *self,
                      GdkMonitor    *monitor)
{
  const char *connector;
  g_autofree char *title = NULL;
  GdkRectangle place;

  g_return_if_fail (WB_IS_KIOSK_WINDOW (self));
  g_return_if_fail (GDK_IS_MONITOR (monitor));

  connector = gdk_monitor_get_connector (monitor);
  /* Translators: the title of a window; %s is a monitor, such as HDMI-1. */
  title = connector != NULL ? g_strdup_printf (_("Wallboard on %s"), connector) : g_strdup (_("Wallboard"));
  gtk_window_set_title (GTK_WINDOW (self), title);
  begin_rotation (self, connector);
  update_text (self, monitor);
  g_signal_connect_object (monitor, "notify::geometry", G_CALLBACK (geometry_changed_cb), self,
                           G_CONNECT_SWAPPED);

  /* The first frame has the final size, also where the compositor confirms full screen late.
   * GTK 4.8: a frame that is under way when a window changes its size leaks. */
  gdk_monitor_get_geometry (monitor, &place);
  gtk_window_set_default_size (GTK_WINDOW (self), place.width, place.height);
  gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), monitor);
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * wb_kiosk_window_set_plan:
 * @self: a window
 * @plan: (nullable): which charts it has, %NULL for those of the server
 *
 * Changes the board of the window.
 */
void
wb_kiosk_window_set_plan (WbKioskWindow *self,
                          WbBoardPlan   *plan)
{
  g_return_if_fail (WB_IS_KIOSK_WINDOW (self));

  self->own_plan = plan != NULL;
  wb_board_view_set_plan (self->board, plan);
}

/**
 * wb_kiosk_window_set_quiet:
 * @self: a window
 * @quiet: whether it is black
 *
 * Shows a black page, or the board again.
 */
void
wb_kiosk_window_set_quiet (WbKioskWindow *self,
                           gboolean       quiet)
{
  g_return_if_fail (WB_IS_KIOSK_WINDOW (self));

  self->quiet = quiet;
  if (quiet)
    wb_announcement_hide (self->announcement);
  gtk_stack_set_visible_child_name (self->stack, quiet ? "quiet" : "board");
  update_hints (self);
}
